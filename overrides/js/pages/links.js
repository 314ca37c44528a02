// The page of addresses: completes them where the course has no public one, and copies on request.

import { saveFile } from "../page/download.js";
import { makeButton } from "../page/elements.js";
import { all, find, textOf } from "../formats/dom.js";
import { drawQr } from "../formats/qr.js";
import { t } from "../formats/gettext.js";

const root = find(document, "[data-linking]");
const state = find(root, "[role=status]");
const start = new URL(root.dataset.start ?? "", location.href).href.split(/[?#]/)[0];
const placeholder = root.dataset.placeholder;

/**
 * Show and announce `text`, also when it is the same as before.
 * @param {string} text
 */
function say(text) {
  state.textContent = "";
  requestAnimationFrame(() => (state.textContent = text));
}

/**
 * @param {string} text
 * @param {string} name
 * @param {() => unknown} action
 */
function namedButton(text, name, action) {
  const button = makeButton(text, action);
  button.setAttribute("aria-label", `${text}: ${name}`);
  button.addEventListener("blur", () => (state.textContent = "")); // the message has been seen and must not cover the page
  return button;
}

/**
 * Pasted into a letter or a mail HTML becomes the link itself, into a text field its source.
 * @param {string} text
 * @param {boolean} isHtml
 */
async function write(text, isHtml) {
  if (!isHtml || !window.ClipboardItem) return navigator.clipboard.writeText(text);
  const kinds = ["text/html", "text/plain"].map((kind) => [kind, new Blob([text], { type: kind })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(kinds))]);
}

/**
 * @param {HTMLElement} source
 * @param {string} title
 */
async function copy(source, title) {
  const what = source.dataset.copy ?? "";
  try {
    await write(textOf(source), what === "HTML");
    say(t`${what} kopiert: ${title}`);
  } catch {
    getSelection()?.selectAllChildren(source);
    say(t`Der Browser lässt das Kopieren nicht zu. ${what} ist markiert: Strg+C kopiert, auf dem Handy das Menü über der Markierung.`);
  }
}

/**
 * The QR code is drawn when somebody unfolds the entry; most are never looked at. An address too long for one has none.
 * @param {HTMLElement} entry
 * @param {string} address
 * @param {string} title
 */
function addQr(entry, address, title) {
  const drawing = drawQr(address, t`QR-Code: ${title}`);
  if (!drawing) return;
  const file = `qr-${new URL(address).pathname.split("/").filter(Boolean).pop() ?? "kurs"}.svg`;
  const line = document.createElement("p");
  line.append(namedButton(t`QR-Code sichern (SVG)`, title, () => {
    saveFile(file, "image/svg+xml", new XMLSerializer().serializeToString(drawing));
    say(t`QR-Code gesichert als ${file}`);
  }));
  entry.append(drawing, line);
}

for (const entry of all(root, "[data-heading]")) {
  const title = entry.dataset.heading ?? "";
  for (const source of all(entry, "[data-copy]")) {
    if (placeholder) source.textContent = textOf(source).replaceAll(placeholder, start);
    source.after(namedButton(t`${source.dataset.copy} kopieren`, title, () => copy(source, title)));
  }
  const more = find(entry, "details");
  if (placeholder) more.addEventListener("toggle", () => addQr(more, textOf(find(entry, "[data-copy]")), title), { once: true });
}

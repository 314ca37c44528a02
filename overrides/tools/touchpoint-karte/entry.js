// The touchpoint map: rows to fill in, move and remove, mirrored in a table for paper.

import { find, all, textOf } from "../../js/formats/dom.js";
import { copyField } from "../../js/page/clipboard.js";
import { element } from "../../js/page/elements.js";
import { fullText, isField, isInput } from "../fields.js";
import { fieldText } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";

/** @param {HTMLElement} root */
function start(root) {
  const form = find(root, "form", HTMLFormElement);
  const list = find(form, ".cards");
  const matter = find(form, "[name=anliegen]", HTMLInputElement);
  const paper = find(root, ".sheet");
  const heads = all(paper, "th").slice(1).map(textOf);
  const first = Number(list.dataset.initial);
  const most = Number(list.dataset.max);
  const copyButton = find(form, "[data-action=kopieren]");
  const copyLabel = copyButton.textContent;
  const fallback = find(form, "[data-fallback]");
  const rows = () => all(list, ":scope > li", HTMLLIElement);
  const fieldsIn = (/** @type {HTMLLIElement} */ row) => [...row.querySelectorAll("[data-column]")].filter(isInput);
  const fieldIn = (/** @type {HTMLLIElement} */ row, /** @type {string} */ column) => fieldsIn(row).filter((field) => field.dataset.column === column)[0];
  const askedIn = (/** @type {HTMLLIElement} */ row) => find(row, "[data-asked]", HTMLInputElement);

  /** @param {string} text */
  function say(text) {
    find(form, "[data-message]").textContent = text;
  }

  /**
   * The row's texts in the order of the columns; all empty if nothing was entered.
   * @param {HTMLLIElement} row
   */
  function cellsOf(row) {
    return fieldsIn(row).map((field) => {
      const text = fieldText(field);
      if (field.dataset.column !== "erlebnis" || !text) return text;
      const asked = askedIn(row);
      return `${text} (${asked.checked ? asked.dataset.yes : asked.dataset.no})`;
    });
  }

  const isFilled = (/** @type {HTMLLIElement} */ row) => cellsOf(row).some(Boolean);

  function addRow() {
    list.append(find(form, "template", HTMLTemplateElement).content.cloneNode(true));
    return rows()[rows().length - 1];
  }

  /** @param {string | undefined} kind */
  function countRows(kind) {
    const filled = rows().filter(isFilled);
    if (kind === "ohne") return filled.filter((row) => /^(niemand\b.*)?$/i.test(fieldText(fieldIn(row, "zustaendig")))).length;
    return filled.filter((row) => fieldIn(row, "erlebnis").value && !askedIn(row).checked).length;
  }

  function showPaper() {
    find(paper, "[data-matter]").textContent = fieldText(matter);
    const filled = rows().filter(isFilled).map(cellsOf);
    while (filled.length < first) filled.push(heads.map(() => "")); // room to write by hand
    const lines = filled.map((cells, i) => {
      const line = element("tr");
      for (const text of [String(i + 1), ...cells]) line.insertCell().textContent = text;
      return line;
    });
    find(paper, "tbody").replaceChildren(...lines);
  }

  /** Everything that follows from the rows: names, limits, sentences below, the table for paper. */
  function update() {
    rows().forEach((row, i, all) => {
      const name = t`Zeile ${i + 1}`;
      find(row, "legend").textContent = name;
      const [up, down, remove] = row.querySelectorAll("[data-action]");
      up.setAttribute("aria-label", t`${name} nach oben`);
      down.setAttribute("aria-label", t`${name} nach unten`);
      remove.setAttribute("aria-label", t`${name} löschen`);
      // aria-disabled keeps the focus where it is when a row reaches the end
      up.setAttribute("aria-disabled", String(i === 0));
      down.setAttribute("aria-disabled", String(i === all.length - 1));
    });
    const total = rows().filter(isFilled).length;
    for (const sentence of all(form, "[data-sentence]")) {
      const n = countRows(sentence.dataset.counts);
      sentence.textContent = n ? (sentence.dataset.sentence ?? "").replace("{n}", String(n)).replace("{total}", String(total)) : "";
    }
    copyButton.textContent = copyLabel;
    fallback.hidden = true;
    showPaper();
  }

  function asText() {
    const filled = rows().filter(isFilled);
    if (!filled.length) return "";
    const about = fieldText(matter);
    const parts = filled.map((row, i) => {
      const cells = cellsOf(row).map((text, column) => (text ? `${heads[column]}: ${text}` : ""));
      return [t`Zeile ${i + 1}`, ...cells].filter(Boolean).join("\n");
    });
    const title = textOf(find(root, "h3"));
    return [about ? `${title}: ${about}` : title, ...parts].join("\n\n") + "\n";
  }

  async function copy() {
    const text = asText();
    if (!text) {
      say(t`Noch ist nichts zu kopieren. Füllen Sie zuerst eine Zeile aus.`);
      return;
    }
    const field = find(fallback, "textarea", HTMLTextAreaElement);
    field.value = text;
    const isCopied = await copyField(field, say, t`Die Karte ist kopiert. Fügen Sie sie ein, wo Sie sie brauchen, zum Beispiel in eine Mail.`);
    copyButton.textContent = isCopied ? t`Kopiert` : t`Nicht kopiert`;
  }

  /**
   * @param {HTMLLIElement} row
   * @param {1 | -1} step
   * @param {HTMLElement} button
   */
  function move(row, step, button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    if (step < 0) row.previousElementSibling?.before(row);
    else row.nextElementSibling?.after(row);
    update();
    button.focus();
    say(t`Jetzt Zeile ${rows().indexOf(row) + 1} von ${rows().length}.`);
  }

  /** @param {HTMLLIElement} row */
  function remove(row) {
    const at = rows().indexOf(row);
    if (isFilled(row) && !confirm(t`Zeile ${at + 1} ist ausgefüllt. Soll sie gelöscht werden?`)) return;
    row.remove();
    if (!rows().length) addRow();
    update();
    fieldsIn(rows()[Math.min(at, rows().length - 1)])[0].focus();
    say(t`Zeile ${at + 1} ist gelöscht.`);
  }

  function add() {
    if (rows().length >= most) {
      say(t`Mehr als ${most} Zeilen fasst die Karte nicht. Nehmen Sie für den Rest eine zweite.`);
      return;
    }
    const row = addRow();
    update();
    fieldsIn(row)[0].focus();
    say("");
  }

  form.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("[data-action]");
    if (!(button instanceof HTMLElement)) return;
    const act = button.dataset.action;
    const row = button.closest("li");
    if (act === "neu") add();
    else if (act === "kopieren") copy();
    else if (row && act === "weg") remove(row);
    else if (row) move(row, act === "hoch" ? -1 : 1, button);
  });
  form.addEventListener("input", ({ target }) => {
    const hint = target instanceof Element && target.closest("li")?.querySelector(".field-tip");
    if (hint) hint.textContent = isField(target) ? fullText(target) : "";
    update();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  list.addEventListener("rows", (event) => {
    const wanted = event instanceof CustomEvent ? Math.min(event.detail, most) : first;
    while (rows().length < wanted) addRow();
    for (const row of rows().slice(wanted)) row.remove();
  });
  while (rows().length < first) addRow();
  update();
}

all(document, "[data-tool=touchpoint-karte]").forEach(start);

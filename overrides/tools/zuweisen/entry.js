// "Aufgabe zusammenstellen": a trainer's choices become, for each group, a link, a QR code, a mail, an appointment and a slip.

import { MAX_MAILTO, mailto } from "../../js/formats/mailto.js";
import { NoAssignment, encodeAssignment, nameOf } from "../../js/assignments/assignment.js";
import { addressFrom, isText, isTexts, recordFrom } from "../../js/assignments/fields.js";
import { findAssignments } from "../../js/assignments/links.js";
import { toBase64 } from "../../js/progress/codes.js";
import { saveBlob, saveFile } from "../../js/page/download.js";
import { element } from "../../js/page/elements.js";
import { whenTyped } from "../../js/page/typed.js";
import { csvFile } from "../../js/formats/csv.js";
import { DAY, calendarFile, isoDate } from "../../js/formats/ics.js";
import { copyField } from "../../js/page/clipboard.js";
import { codeLink } from "../../js/page/code-link.js";
import { drawQr, paintQr } from "../../js/formats/qr.js";
import { find, all } from "../../js/formats/dom.js";
import { COURSE } from "../../js/progress/course.js";
import { MOVED } from "../../js/progress/moved.js";
import { startPage } from "../../js/page/page.js";
import { dayText, isDay, shortDay, todayIso } from "../../js/formats/days.js";
import { fieldText, plainText, quoted } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";
import { counted } from "../../js/formats/language.js";

/** @import { Asked } from "../../js/assignments/assignment.js" */

/** @typedef {Asked & { link: string }} Made the assignment of one group */

const MOST_GROUPS = 100;
const GROUP = 60; // characters, as in assignment.js
const MAX_OLD = 200_000; // characters of links to read in

const page = find(document, "[data-tool=zuweisen]");
const form = find(page, "form", HTMLFormElement);
const result = find(page, "[data-result]");
const each = find(result, "[data-each]");
const slips = find(page, "[data-slips]");
const oldField = find(form, "#zuweisen-alt", HTMLTextAreaElement);
const groupField = find(form, "[name=gruppe]", HTMLTextAreaElement);
const dueField = find(form, "[name=bis]", HTMLInputElement);
const fromField = find(form, "[name=von]", HTMLInputElement);
const toField = find(form, "[name=an]", HTMLInputElement);
const noteField = find(form, "[name=hinweis]", HTMLTextAreaElement);
const slipButton = find(result, "[data-action=zettel]");
const boxes = all(form, "[name=teil]", HTMLInputElement);
const minutes = new Map(boxes.filter((box) => box.dataset.minutes).map((box) => [box.value, Number(box.dataset.minutes)]));
/** @type {Made[]} */
let made = [];
/** @type {string[]} codes that were read in to be changed */
let former = [];

/**
 * @param {string} text
 * @param {HTMLElement} [place]
 */
function say(text, place = find(result, "[data-message]")) {
  place.textContent = text;
}

/** A module that is chosen takes its lessons along. */
function tieLessons() {
  for (const box of boxes.filter((one) => one.dataset.isModule)) {
    for (const lesson of all(box.closest("li") ?? form, "[data-minutes]:not([data-is-exam])", HTMLInputElement)) {
      if (box.checked && !lesson.disabled) lesson.dataset.before = lesson.checked ? "ja" : "";
      if (!box.checked && lesson.disabled) lesson.checked = Boolean(lesson.dataset.before);
      lesson.disabled = box.checked;
      if (box.checked) lesson.checked = true;
    }
  }
}

/** @param {HTMLInputElement} box */
const lessonsIn = (box) => box.dataset.lessons?.split(" ") ?? [box.value];
/** @param {string[]} parts lessons and exams */
const sumOf = (parts) => parts.reduce((sum, slug) => sum + (minutes.get(slug) ?? 0), 0);
const chosen = () => boxes.filter((box) => box.checked && !box.disabled);
const lines = () => groupField.value.split("\n").map((line) => plainText(line)).filter(Boolean);
const groups = () => [...new Set(lines().map((line) => plainText(line, GROUP)))].slice(0, MOST_GROUPS);

/**
 * What is asked of each group; without one, of everybody.
 * @returns {Asked[]}
 */
function entered() {
  const asked = {
    parts: chosen().map((box) => box.value),
    due: isDay(dueField.value) ? dueField.value : "",
    from: fieldText(fromField),
    to: addressFrom(toField.value.trim()),
    note: fieldText(noteField),
  };
  const names = groups();
  return (names.length ? names : [""]).map((group) => ({ ...asked, group }));
}

/** „Gewählt: 2 Lektionen, Abschluss-Check. Zusammen etwa 48 Minuten, Übungen nicht mitgezählt.“ */
function sumText() {
  const exams = chosen().filter((box) => box.dataset.isExam);
  const lessons = new Set(chosen().filter((box) => !box.dataset.isExam).flatMap(lessonsIn));
  const parts = [...(lessons.size ? [counted(lessons.size, t`Lektion`, t`Lektionen`)] : []), ...exams.map((box) => box.dataset.heading)];
  const what = parts.join(", ");
  const total = sumOf([...lessons, ...exams.map(({ value }) => value)]);
  return t`Gewählt: ${what}. Zusammen etwa ${total} Minuten, Übungen nicht mitgezählt.`;
}

/** What of the lines is not taken as it stands. */
function groupHint() {
  const all = lines();
  const count = new Set(all).size;
  if (count > MOST_GROUPS) return t`Mehr als ${MOST_GROUPS} Gruppen auf einmal gehen nicht. Die ersten ${MOST_GROUPS} zählen.`;
  if (all.some((line) => plainText(line, GROUP) !== line)) return t`Namen mit mehr als ${GROUP} Zeichen werden gekürzt.`;
  return count > 1 ? t`${count} Gruppen, jede mit eigenem Link.` : "";
}

/** @param {HTMLInputElement} box */
const lineOf = (box) => `${box.dataset.heading} (${box.dataset.extent})`;

/** @param {Made} one */
function mailText({ due, note, from, to, link }) {
  const when = due ? t`bis zum ${dayText(due)} ` : "";
  const whom = to ? t`an ${to}` : t`mir`;
  const text = [
    t`Guten Tag,`,
    "",
    t`bitte bearbeiten Sie ${when}im Kurs ${quoted(COURSE.title)}:`,
    "",
    ...chosen().map((box) => `- ${lineOf(box)}`),
    "",
    t`Über diesen Link sehen Sie die Aufgabe und nehmen sie an:`,
    link,
    "",
    t`Der Kurs braucht kein Konto. Was Sie antworten, bleibt in Ihrem Browser. Wenn Sie fertig sind, erstellen Sie auf der Startseite des Kurses einen Nachweis mit Ihrem Namen und schicken ihn ${whom}. Er nennt, was bestanden ist, und keine Fehler.`,
  ];
  if (note) text.push("", note);
  return [...text, "", t`Viele Grüße`, ...(from ? [from] : [])].join("\n");
}

/**
 * A copy of what stands in a template of the page.
 * @param {string} selector
 */
function copyOf(selector) {
  return document.importNode(find(page, selector, HTMLTemplateElement).content, true);
}

/**
 * Link, code and mail of one group.
 * @param {Made} one
 * @param {number} number
 */
function blockOf(one, number) {
  const block = copyOf("[data-one]");
  const link = find(block, "input", HTMLInputElement);
  const mail = find(block, "textarea", HTMLTextAreaElement);
  link.value = one.link;
  mail.value = mailText(one);
  const subject = one.group ? t`${COURSE.title}: Aufgabe für ${one.group}` : t`${COURSE.title}: Ihre Aufgabe`;
  const letter = mailto({ subject, body: mail.value });
  const way = find(block, "[data-mail]", HTMLAnchorElement);
  way.href = letter;
  way.hidden = letter.length > MAX_MAILTO; // then the text is copied
  for (const [field, id] of /** @type {[HTMLElement, string][]} */ ([[link, "link"], [mail, "mail"]])) {
    field.id = `zuweisen-${id}-${number}`;
    field.previousElementSibling?.setAttribute("for", field.id);
  }
  find(block, "[data-qr-picture]").append(drawQr(one.link, t`Die Aufgabe als QR-Code`) ?? "");
  /** @type {Record<string, () => unknown>} */
  const acts = {
    link: () => copyField(link, say, t`Der Link ist kopiert.`),
    mail: () => copyField(mail, say, t`Der Text für die Mail ist kopiert.`),
    qr: () => saveQr(one),
    png: () => savePng(one),
    termin: () => saveCalendar(one),
  };
  for (const button of all(block, "[data-action]")) button.addEventListener("click", acts[button.dataset.action ?? ""]);
  return block;
}

/**
 * A group of several: unfolded, it is as one alone.
 * @param {Made} one
 * @param {number} number
 */
function foldedBlock(one, number) {
  const fold = element("details");
  fold.append(element("summary", one.group));
  fold.addEventListener("toggle", () => fold.append(blockOf(one, number)), { once: true });
  return fold;
}

function update() {
  tieLessons();
  const asked = entered();
  const codes = asked[0].parts.length ? asked.map((one) => encodeAssignment(one, COURSE.id)) : [];
  made = codes.every(Boolean) ? codes.map((code, i) => ({ ...asked[i], link: codeLink(page.dataset.target, code) })) : [];
  result.hidden = !made.length;
  say("");
  slips.replaceChildren();
  const isChanged = former.length > 0 && codes.some((code) => !former.includes(code));
  find(result, "[data-changed]").textContent = isChanged ? t`Das ist jetzt ein neuer Link. Wer den alten angenommen hat, schickt Nachweise für den alten: Fügen Sie unter „Nachweise prüfen“ beide ein.` : "";
  const sum = find(page, "[data-chosen-sum]");
  if (!codes.length) sum.textContent = t`Noch ist nichts gewählt.`;
  else if (!made.length) sum.textContent = t`So wird der Link zu lang für Mail und Chat. Kürzen Sie den Hinweis, oder wählen Sie ganze Module statt einzelner Lektionen.`;
  else sum.textContent = sumText();
  find(page, "[data-too-early]").textContent = asked[0].due && asked[0].due < todayIso() ? t`Dieser Tag ist schon vorbei.` : "";
  find(page, "#zuweisen-gruppen").textContent = groupHint();
  showAddressHint();
  const isOne = made.length === 1;
  each.replaceChildren(...(isOne ? [blockOf(made[0], 0)] : made.map(foldedBlock)));
  each[isOne ? "after" : "before"](find(result, "[data-for-all]"));
  find(result, "[data-action=tabelle]").hidden = isOne;
  slipButton.textContent = isOne ? t`Zettel drucken` : t`Alle ${made.length} Zettel drucken`;
  slipButton.classList.toggle("leise", isOne);
}

/** Told once the field is left: while it is typed, every address is unfinished. */
function showAddressHint() {
  const isWrong = Boolean(toField.value.trim()) && !addressFrom(toField.value.trim());
  const isBusy = document.activeElement === toField;
  toField.setAttribute("aria-invalid", String(isWrong && !isBusy));
  find(page, "#zuweisen-adresse").textContent = isWrong && !isBusy ? t`Das ist keine E-Mail-Adresse. So steht sie nicht im Link.` : "";
}

/** @param {Made} one */
function slipOf({ due, group, from, to, note, link }) {
  const slip = copyOf("[data-slip]");
  const put = (/** @type {string} */ name, /** @type {string} */ text) => (find(slip, `[data-${name}]`).textContent = text);
  put("for", group);
  put("deadline", due ? t`Bis zum ${dayText(due)}` : "");
  put("return", to ? t`Am Ende „Nachweis erstellen“ wählen und an ${to} schicken.` : t`Am Ende „Nachweis erstellen“ wählen und zurückschicken.`);
  put("sender", from ? t`Gestellt von ${from}` : "");
  put("note", note);
  find(slip, "[data-list]").replaceChildren(...chosen().map((box) => element("li", lineOf(box))));
  find(slip, "[data-qr]").append(drawQr(link, t`Die Aufgabe als QR-Code`) ?? "");
  return slip;
}

/** Drawn when they are printed: a hundred codes take a second. */
function fillSlips() {
  slips.classList.toggle("several", made.length > 1);
  slips.replaceChildren(...made.map(slipOf));
}

/**
 * What a file of a group is called: "aufgabe-team-nord". Letters stay as they are written.
 * @param {Made} one
 */
function fileName({ group }) {
  const name = group.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return name ? `${t`aufgabe`}-${name}` : t`aufgabe`;
}

/** @param {string} name */
const tellSaved = (name) => say(t`Gesichert als ${name}, dort, wo Ihr Browser Dateien ablegt.`);

/** @param {Made} one */
function saveQr(one) {
  const svg = drawQr(one.link, t`Die Aufgabe als QR-Code`);
  if (!svg) return;
  svg.setAttribute("width", "600");
  svg.setAttribute("height", "600");
  const name = `${fileName(one)}-qr.svg`;
  saveFile(name, "image/svg+xml", new XMLSerializer().serializeToString(svg));
  tellSaved(name);
}

/** @param {Made} one */
function savePng(one) {
  const name = `${fileName(one)}-qr.png`;
  paintQr(one.link)?.toBlob((blob) => {
    if (!blob) return;
    saveBlob(name, blob);
    tellSaved(name);
  });
}

/** @param {Made} one */
function saveCalendar(one) {
  if (!one.due) {
    say(t`Für einen Termin fehlt das Datum. Tragen Sie es oben ein.`);
    dueField.focus();
    return;
  }
  const title = t`Kurs ${quoted(COURSE.title)}: Aufgabe fertig`;
  const list = chosen().map((box) => `- ${lineOf(box)}`).join("\n");
  const text = [list, one.link, one.note].filter(Boolean).join("\n\n");
  const event = { uid: `aufgabe-${toBase64(crypto.getRandomValues(new Uint8Array(9)))}`, day: Date.parse(one.due), title, text };
  const name = `${fileName(one)}.ics`;
  saveFile(name, "text/calendar", calendarFile(`${COURSE.title}//Aufgabe`, [event], Date.now()));
  say(t`Gesichert als ${name}. Hängen Sie die Datei an die Mail: Wer sie öffnet, hat den Tag im Kalender.`);
}

function saveTable() {
  const what = chosen().map(lineOf).join(", ");
  const rows = made.map(({ group, link, due, from, to, note }) => [group, link, what, shortDay(due), from, to, note]);
  const name = t`aufgaben.csv`;
  saveFile(name, "text/csv", csvFile([[t`Gruppe`, t`Link`, t`Aufgabe`, t`Fertig bis`, t`Von wem`, t`Nachweise an`, t`Hinweis`], ...rows]));
  tellSaved(name);
}

/** @param {string[]} parts old addresses too */
function choose(parts) {
  const wanted = parts.map((part) => MOVED.get(part) ?? part);
  for (const box of boxes) {
    box.checked = wanted.includes(box.value);
    box.disabled = false;
    const fold = box.closest("details");
    if (fold && box.checked) fold.open = true;
  }
  return parts.filter((_, i) => !boxes.some((box) => box.value === wanted[i]));
}

/** As if it were typed, for those who listen: this page, and what keeps it. */
const tell = () => form.dispatchEvent(new Event("input", { bubbles: true }));

function readOld() {
  const place = find(form, "[data-read-in]");
  const isHuge = oldField.value.length > MAX_OLD;
  const { found, problems } = isHuge ? { found: [], problems: [new NoAssignment("huge").message] } : findAssignments(oldField.value, COURSE.id);
  if (problems.length) {
    say(problems.join(" "), place);
    oldField.focus();
    return;
  }
  const old = found.slice(0, MOST_GROUPS);
  if (read() && !confirm(t`In den Feldern steht schon etwas. Soll das Eingelesene es ersetzen?`)) return;
  const [first] = old;
  former = old.map(({ code }) => code);
  const unknown = choose(first.parts);
  groupField.value = old.map(({ group }) => group).join("\n");
  dueField.value = first.due;
  fromField.value = first.from;
  toField.value = first.to;
  noteField.value = first.note;
  oldField.value = "";
  tell();
  const same = (/** @type {Asked} */ { parts, due, from, to, note }) => JSON.stringify([parts, due, from, to, note]);
  const others = old.find((one) => same(one) !== same(first));
  const told = [
    old.length > 1 ? t`${old.length} Links eingelesen.` : t`Eingelesen: Aufgabe ${nameOf(first)}.`,
    others ? t`Sie sagen nicht alle dasselbe; bis auf die Gruppen gilt der erste. Anders ist zum Beispiel: Aufgabe ${nameOf(others)}.` : "",
    found.length > MOST_GROUPS ? t`Mehr als ${MOST_GROUPS} Gruppen auf einmal gehen nicht. Die ersten ${MOST_GROUPS} zählen.` : "",
    unknown.length ? t`Diese Fassung des Kurses kennt nicht: ${unknown.join(", ")}. Das fehlt jetzt.` : "",
  ];
  say(told.filter(Boolean).join(" "), place);
}

function clear() {
  if (read() && !confirm(t`Alles löschen, was Sie auf dieser Seite eingetragen haben?`)) return;
  choose([]);
  former = [];
  for (const field of [oldField, groupField, dueField, fromField, toField, noteField]) field.value = "";
  tell();
  say("", find(form, "[data-read-in]"));
  boxes[0].focus();
}

/** What is kept of the page, null for nothing. */
function read() {
  const kept = { parts: chosen().map((box) => box.value), groups: groupField.value, due: dueField.value, from: fromField.value, to: toField.value, note: noteField.value };
  return Object.values(kept).some(({ length }) => length) ? kept : null;
}

/** @param {unknown} kept */
function show(kept) {
  const { parts, ...texts } = recordFrom(kept);
  choose(isTexts(parts, 1000, 100) ? parts : []);
  const put = (/** @type {HTMLInputElement | HTMLTextAreaElement} */ field, /** @type {unknown} */ value) =>
    (field.value = isText(value, field.maxLength > 0 ? field.maxLength : 10) ? value : "");
  put(groupField, texts.groups);
  put(dueField, texts.due);
  put(fromField, texts.from);
  put(toField, texts.to);
  put(noteField, texts.note);
  update();
}

startPage();
form.addEventListener("input", update);
form.addEventListener("submit", (event) => event.preventDefault());
toField.addEventListener("blur", () => setTimeout(showAddressHint));
find(form, "[data-action=einlesen]").addEventListener("click", readOld);
find(form, "[data-action=leeren]").addEventListener("click", clear);
find(result, "[data-action=tabelle]").addEventListener("click", saveTable);
slipButton.addEventListener("click", () => {
  fillSlips(); // not every browser tells before it prints
  print();
});
addEventListener("beforeprint", fillSlips);
dueField.min = todayIso();
dueField.max = isoDate(Date.parse(todayIso()) + 730 * DAY);
update();
whenTyped(form, (keeper) => keeper.keep({ name: "zuweisen", root: form, read, show, isBusy: () => form.contains(document.activeElement), deep: 1 }));

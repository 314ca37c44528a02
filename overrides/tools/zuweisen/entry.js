// "Aufgabe zusammenstellen": a trainer's choices become a link, a QR code, a mail, an appointment and a slip of paper.

import { encodeAssignment } from "../../js/assignments/assignment.js";
import { toBase64 } from "../../js/progress/codes.js";
import { saveFile } from "../../js/page/download.js";
import { element } from "../../js/page/elements.js";
import { DAY, calendarFile } from "../../js/formats/ics.js";
import { copyField } from "../../js/page/clipboard.js";
import { drawQr } from "../../js/formats/qr.js";
import { find, all } from "../../js/formats/dom.js";
import { COURSE } from "../../js/progress/course.js";
import { startPage } from "../../js/page/page.js";
import { dayText, isDay, todayIso } from "../../js/formats/days.js";
import { fieldText, quoted } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";
import { counted } from "../../js/formats/language.js";

/** @import { Asked } from "../../js/assignments/assignment.js" */

/** @typedef {Asked & { chosen: HTMLInputElement[] }} Entered `chosen`: the boxes of its parts */

const page = find(document, "[data-tool=zuweisen]");
const form = find(page, "form", HTMLFormElement);
const result = find(page, "[data-result]");
const linkField = find(page, "#zuweisen-link", HTMLInputElement);
const mailField = find(page, "#zuweisen-mail", HTMLTextAreaElement);
const dueField = find(form, "[name=bis]", HTMLInputElement);
const picture = find(page, "[data-qr-picture]");
const sheet = find(page, ".slip");
const boxes = all(form, "[name=teil]", HTMLInputElement);
const minutes = new Map(boxes.filter((box) => box.dataset.minutes).map((box) => [box.value, Number(box.dataset.minutes)]));

/** @param {string} text */
function say(text) {
  find(page, "[data-message]").textContent = text;
}

/** A module that is chosen takes its lessons along. */
function tieLessons() {
  for (const box of boxes.filter((one) => one.dataset.isModule)) {
    for (const lesson of all(box.closest("li") ?? form, "[data-minutes]", HTMLInputElement)) {
      if (box.checked && !lesson.disabled) lesson.dataset.before = lesson.checked ? "ja" : "";
      if (!box.checked && lesson.disabled) lesson.checked = Boolean(lesson.dataset.before);
      lesson.disabled = box.checked;
      if (box.checked) lesson.checked = true;
    }
  }
}

/** @param {HTMLInputElement} box */
const lessonsIn = (box) => box.dataset.lessons?.split(" ") ?? [box.value];
/** @param {Set<string>} lessons */
const sumOf = (lessons) => [...lessons].reduce((sum, slug) => sum + (minutes.get(slug) ?? 0), 0);

/** @returns {Entered} */
function entered() {
  const chosen = boxes.filter((box) => box.checked && !box.disabled);
  return {
    chosen,
    parts: chosen.map((box) => box.value),
    due: isDay(dueField.value) ? dueField.value : "",
    group: fieldText(find(form, "[name=gruppe]", HTMLInputElement)),
    from: fieldText(find(form, "[name=von]", HTMLInputElement)),
    note: fieldText(find(form, "[name=hinweis]", HTMLTextAreaElement)),
  };
}

/** @param {string} code */
function linkOf(code) {
  const address = new URL(page.dataset.target ?? "", location.href);
  return `${address.origin}${address.pathname}#${code}`;
}

/**
 * „Gewählt: 2 Lektionen, etwa 18 Minuten. Dazu kommt: Abschluss-Check.“ An exam is no lesson and has no minutes.
 * @param {HTMLInputElement[]} chosen
 */
function sumText(chosen) {
  const isExam = (/** @type {HTMLInputElement} */ box) => !box.dataset.lessons && !minutes.has(box.value);
  const exams = chosen.filter(isExam).map((box) => box.dataset.heading).join(", ");
  const lessons = new Set(chosen.filter((box) => !isExam(box)).flatMap(lessonsIn));
  if (!lessons.size) return t`Gewählt: ${exams}.`;
  const more = exams ? t` Dazu kommt: ${exams}.` : "";
  return t`Gewählt: ${counted(lessons.size, t`Lektion`, t`Lektionen`)}, etwa ${sumOf(lessons)} Minuten.${more}`;
}

/** @param {HTMLInputElement} box */
const lineOf = (box) => `${box.dataset.heading} (${box.dataset.extent})`;

/**
 * @param {Entered} all
 * @param {string} link
 */
function mailText({ chosen, due, note, from }, link) {
  const when = due ? t`bis zum ${dayText(due)} ` : "";
  const lines = [
    t`Guten Tag,`,
    "",
    t`bitte bearbeiten Sie ${when}im Kurs ${quoted(COURSE.title)}:`,
    "",
    ...chosen.map((box) => `- ${lineOf(box)}`),
    "",
    t`Über diesen Link sehen Sie die Aufgabe und nehmen sie an:`,
    link,
    "",
    t`Der Kurs braucht kein Konto. Was Sie antworten, bleibt in Ihrem Browser. Wenn Sie fertig sind, erstellen Sie auf der Startseite des Kurses einen Nachweis und schicken ihn mir. Er nennt, was bestanden ist, und keine Fehler.`,
  ];
  if (note) lines.push("", note);
  return [...lines, "", t`Viele Grüße`, ...(from ? [from] : [])].join("\n");
}

/**
 * @param {Entered} all
 * @param {string} link
 */
function fillSheet({ chosen, due, group, from, note }, link) {
  const put = (/** @type {string} */ name, /** @type {string} */ text) => (find(sheet, `[data-${name}]`).textContent = text);
  put("for", group);
  put("deadline", due ? t`Bis zum ${dayText(due)}` : "");
  put("sender", from ? t`Gestellt von ${from}` : "");
  put("note", note);
  find(sheet, "[data-list]").replaceChildren(...chosen.map((box) => element("li", lineOf(box))));
  find(sheet, "[data-qr]").replaceChildren(drawQr(link, t`Die Aufgabe als QR-Code`) ?? "");
}

function update() {
  tieLessons();
  const all = entered();
  const code = all.parts.length ? encodeAssignment(all, COURSE.id) : "";
  result.hidden = sheet.hidden = !code;
  say("");
  const sum = find(page, "[data-chosen-sum]");
  if (!all.parts.length) sum.textContent = t`Noch ist nichts gewählt.`;
  else if (!code) sum.textContent = t`So wird der Link zu lang für Mail und Chat. Kürzen Sie den Hinweis, oder wählen Sie ganze Module statt einzelner Lektionen.`;
  else sum.textContent = sumText(all.chosen);
  find(page, "[data-too-early]").textContent = all.due && all.due < todayIso() ? t`Dieser Tag ist schon vorbei.` : "";
  if (!code) return;
  const link = linkOf(code);
  linkField.value = link;
  mailField.value = mailText(all, link);
  picture.replaceChildren(drawQr(link, t`Die Aufgabe als QR-Code`) ?? "");
  fillSheet(all, link);
}

function saveQr() {
  const svg = document.importNode(find(picture, "svg", SVGElement), true);
  svg.setAttribute("width", "600");
  svg.setAttribute("height", "600");
  saveFile(t`aufgabe-qr.svg`, "image/svg+xml", new XMLSerializer().serializeToString(svg));
  say(t`Gesichert als aufgabe-qr.svg, dort, wo Ihr Browser Dateien ablegt.`);
}

function saveCalendar() {
  const all = entered();
  if (!all.due) {
    say(t`Für einen Termin fehlt das Datum. Tragen Sie es oben ein.`);
    dueField.focus();
    return;
  }
  const title = t`Kurs ${quoted(COURSE.title)}: Aufgabe fertig`;
  const list = all.chosen.map((box) => `- ${lineOf(box)}`).join("\n");
  const text = [list, linkField.value, all.note].filter(Boolean).join("\n\n");
  const event = { uid: `aufgabe-${toBase64(crypto.getRandomValues(new Uint8Array(9)))}`, day: Date.parse(all.due), title, text };
  saveFile(t`aufgabe.ics`, "text/calendar", calendarFile(`${COURSE.title}//Aufgabe`, [event], Date.now()));
  say(t`Gesichert als aufgabe.ics. Hängen Sie die Datei an die Mail: Wer sie öffnet, hat den Tag im Kalender.`);
}

/** @type {Record<string, () => unknown>} */
const ACTS = {
  link: () => copyField(linkField, say, t`Der Link ist kopiert.`),
  mail: () => copyField(mailField, say, t`Der Text für die Mail ist kopiert.`),
  qr: saveQr,
  termin: saveCalendar,
  zettel: () => print(),
};

startPage();
form.addEventListener("input", update);
form.addEventListener("submit", (event) => event.preventDefault());
for (const button of all(result, "[data-action]")) button.addEventListener("click", ACTS[button.dataset.action ?? ""]);
dueField.min = todayIso();
dueField.max = new Date(Date.parse(todayIso()) + 730 * DAY).toISOString().slice(0, 10);
update();

// "Aufgabe zusammenstellen": a trainer's choices become a link, a QR code, a mail, an appointment and a slip of paper.

import { encodeAssignment } from "../../js/assignments/assignment.js";
import { toBase64 } from "../../js/progress/codes.js";
import { saveFile } from "../../js/page/download.js";
import { element } from "../../js/page/elements.js";
import { DAY, calendarFile } from "../../js/formats/ics.js";
import { copyField } from "../../js/page/clipboard.js";
import { drawQr } from "../../js/formats/qr.js";
import { startPage } from "../../js/page/page.js";
import { dayText, isDay, todayIso } from "../../js/formats/days.js";
import { fieldText, quoted } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";
import { counted } from "../../js/formats/language.js";

const course = document.documentElement.dataset.kurs;
const page = document.querySelector("[data-werkzeug=zuweisen]");
const form = page.querySelector("form");
const result = page.querySelector("[data-ergebnis]");
const [linkField, mailField] = ["link", "mail"].map((name) => page.querySelector(`#zuweisen-${name}`));
const sheet = page.querySelector(".zettel");
const courseTitle = document.querySelector(".marke-kurs").textContent.trim();
const boxes = [...form.elements.teil];
const minutes = new Map(boxes.filter((box) => box.dataset.minuten).map((box) => [box.value, Number(box.dataset.minuten)]));

function say(text) {
  page.querySelector("[data-meldung]").textContent = text;
}

/** A module that is chosen takes its lessons along. */
function tieLessons() {
  for (const box of boxes.filter((one) => one.dataset.modul)) {
    const inner = [...box.closest("li").querySelectorAll("[data-minuten]")];
    for (const lesson of inner) {
      if (box.checked && !lesson.disabled) lesson.dataset.zuvor = lesson.checked ? "ja" : "";
      if (!box.checked && lesson.disabled) lesson.checked = Boolean(lesson.dataset.zuvor);
      lesson.disabled = box.checked;
      if (box.checked) lesson.checked = true;
    }
  }
}

const lessonsIn = (box) => box.dataset.lektionen?.split(" ") ?? [box.value];
const sumOf = (lessons) => [...lessons].reduce((sum, slug) => sum + (minutes.get(slug) ?? 0), 0);

function entered() {
  const due = form.elements.bis;
  const chosen = boxes.filter((box) => box.checked && !box.disabled);
  return {
    chosen,
    parts: chosen.map((box) => box.value),
    due: isDay(due.value) ? due.value : "",
    group: fieldText(form.elements.gruppe),
    from: fieldText(form.elements.von),
    note: fieldText(form.elements.hinweis),
  };
}

function linkOf(code) {
  const address = new URL(page.dataset.ziel, location.href);
  return `${address.origin}${address.pathname}#${code}`;
}

/** „Gewählt: 2 Lektionen, etwa 18 Minuten. Dazu kommt: Abschlusstest.“ An exam is no lesson and has no minutes. */
function sumText(chosen) {
  const isExam = (box) => !box.dataset.lektionen && !minutes.has(box.value);
  const exams = chosen.filter(isExam).map((box) => box.dataset.titel).join(", ");
  const lessons = new Set(chosen.filter((box) => !isExam(box)).flatMap(lessonsIn));
  if (!lessons.size) return t`Gewählt: ${exams}.`;
  const more = exams ? t` Dazu kommt: ${exams}.` : "";
  return t`Gewählt: ${counted(lessons.size, t`Lektion`, t`Lektionen`)}, etwa ${sumOf(lessons)} Minuten.${more}`;
}

const lineOf = (box) => `${box.dataset.titel} (${box.dataset.umfang})`;

function mailText({ chosen, due, note, from }, link) {
  const when = due ? t`bis zum ${dayText(due)} ` : "";
  const lines = [
    t`Guten Tag,`,
    "",
    t`bitte bearbeiten Sie ${when}im Kurs ${quoted(courseTitle)}:`,
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

function fillSheet({ chosen, due, group, from, note }, link) {
  const put = (name, text) => (sheet.querySelector(`[data-${name}]`).textContent = text);
  put("fuer", group);
  put("termin", due ? t`Bis zum ${dayText(due)}` : "");
  put("absender", from ? t`Gestellt von ${from}` : "");
  put("notiz", note);
  sheet.querySelector("[data-liste]").replaceChildren(...chosen.map((box) => element("li", lineOf(box))));
  sheet.querySelector("[data-qr]").replaceChildren(drawQr(link, t`Die Aufgabe als QR-Code`));
}

function update() {
  tieLessons();
  const all = entered();
  const code = all.parts.length ? encodeAssignment(all, course) : "";
  result.hidden = sheet.hidden = !code;
  say("");
  const sum = page.querySelector("[data-summe-auswahl]");
  if (!all.parts.length) sum.textContent = t`Noch ist nichts gewählt.`;
  else if (!code) sum.textContent = t`So wird der Link zu lang für Mail und Chat. Kürzen Sie den Hinweis, oder wählen Sie ganze Module statt einzelner Lektionen.`;
  else sum.textContent = sumText(all.chosen);
  page.querySelector("[data-vorbei]").textContent = all.due && all.due < todayIso() ? t`Dieser Tag ist schon vorbei.` : "";
  if (!code) return;
  const link = linkOf(code);
  linkField.value = link;
  mailField.value = mailText(all, link);
  page.querySelector("[data-qr-bild]").replaceChildren(drawQr(link, t`Die Aufgabe als QR-Code`));
  fillSheet(all, link);
}

function saveQr() {
  const svg = page.querySelector("[data-qr-bild] svg").cloneNode(true);
  svg.setAttribute("width", "600");
  svg.setAttribute("height", "600");
  saveFile("aufgabe-qr.svg", "image/svg+xml", new XMLSerializer().serializeToString(svg));
  say(t`Gesichert als aufgabe-qr.svg, dort, wo Ihr Browser Dateien ablegt.`);
}

function saveCalendar() {
  const all = entered();
  if (!all.due) {
    say(t`Für einen Termin fehlt das Datum. Tragen Sie es oben ein.`);
    form.elements.bis.focus();
    return;
  }
  const title = t`Kurs ${quoted(courseTitle)}: Aufgabe fertig`;
  const list = all.chosen.map((box) => `- ${lineOf(box)}`).join("\n");
  const text = [list, linkField.value, all.note].filter(Boolean).join("\n\n");
  const event = { uid: `aufgabe-${toBase64(crypto.getRandomValues(new Uint8Array(9)))}`, day: Date.parse(all.due), title, text };
  saveFile("aufgabe.ics", "text/calendar", calendarFile("-//Wahre Kundenorientierung//Aufgabe//DE", [event], Date.now()));
  say(t`Gesichert als aufgabe.ics. Hängen Sie die Datei an die Mail: Wer sie öffnet, hat den Tag im Kalender.`);
}

const ACTS = {
  link: () => copyField(linkField, say, t`Der Link ist kopiert.`),
  mail: () => copyField(mailField, say, t`Der Text für die Mail ist kopiert.`),
  qr: saveQr,
  termin: saveCalendar,
  zettel: () => print(),
};

startPage();
sheet.querySelector("[data-kurstitel]").textContent = courseTitle;
form.addEventListener("input", update);
form.addEventListener("submit", (event) => event.preventDefault());
for (const button of result.querySelectorAll("[data-tun]")) button.addEventListener("click", ACTS[button.dataset.tun]);
form.elements.bis.min = todayIso();
form.elements.bis.max = new Date(Date.parse(todayIso()) + 730 * DAY).toISOString().slice(0, 10);
update();

// "Meine Sätze": what somebody took along from the lessons, to print, to keep in a calendar, to tell a colleague.

import { all, find } from "../formats/dom.js";
import { dayText, todayIso } from "../formats/days.js";
import { calendarFile } from "../formats/ics.js";
import { t } from "../formats/gettext.js";
import { copyField } from "../page/clipboard.js";
import { saveFile } from "../page/download.js";
import { element, makeButton } from "../page/elements.js";
import { showNotice } from "../page/notice.js";
import { startPage } from "../page/page.js";
import { COURSE } from "../progress/course.js";
import { NO_PLAN, loadPlan } from "../progress/plan.js";
import { openTyped } from "../progress/typed.js";
import { takenAlong } from "../sentences/kept.js";
import { askMe, nextDay, spoken } from "../sentences/sentence.js";

/** @import { Taken } from "../sentences/kept.js" */
/** @import { Answer } from "../sentences/sentence.js" */

startPage();
const typed = openTyped(showNotice);
const root = find(document, "[data-sentences]");
const situation = find(root, "[data-situation]");
const calendar = find(root, "[data-calendar]");
let plan = NO_PLAN;

/** @type {Record<Answer, string>} */
const STATES = { "": "", yes: t`hat geklappt`, half: t`hat halb geklappt`, no: t`noch nicht geklappt` };

/** @param {Taken} taken */
function item(taken) {
  const { sentence, slug } = taken;
  const node = element("li");
  const details = element("p", "", "sentence-details");
  const lesson = plan.lessons.get(slug);
  if (lesson) {
    const link = element("a", lesson.title);
    link.href = lesson.url;
    details.append(link, " · ");
  }
  details.append([t`seit ${dayText(sentence.day)}`, STATES[sentence.answer]].filter(Boolean).join(" · "));
  const buttons = element("p", "", "sentence-buttons");
  const status = element("p");
  status.setAttribute("role", "status");
  const copy = element("p");
  copy.hidden = true;
  const field = element("textarea");
  field.readOnly = true;
  field.value = askMe(sentence);
  field.setAttribute("aria-label", t`Zum Kopieren`);
  copy.append(field);
  const say = (/** @type {string} */ text) => (status.textContent = text);
  buttons.append(
    makeButton(t`Jemandem sagen`, () => tell(field, say)),
    makeButton(t`Löschen`, () => {
      const isGone = typed.remove(taken.name);
      if (isGone && takenAlong(typed).length) situation.textContent = t`Gelöscht.`;
      (all(root, ".sentences button")[0] ?? find(document, "main")).focus();
    }),
  );
  for (const button of all(buttons, "button")) button.setAttribute("aria-label", t`${button.textContent ?? ""}: ${spoken(sentence)}`);
  node.append(element("p", spoken(sentence), "sentence"), details, buttons, copy, status);
  return node;
}

/**
 * To somebody who asks on Friday: with what the device offers, else through the clipboard.
 * @param {HTMLTextAreaElement} field
 * @param {(text: string) => void} say
 */
async function tell(field, say) {
  try {
    if (navigator.share) return await navigator.share({ text: field.value });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return; // changed their mind
  }
  await copyField(field, say, t`Kopiert. Schicken Sie den Text jemandem, der am Freitag fragt.`);
}

function show() {
  const found = takenAlong(typed);
  find(root, ".sentences").replaceChildren(...found.map(item));
  calendar.hidden = found.length === 0;
  situation.textContent = found.length ? "" : t`Hier steht gerade kein Satz. Am Ende jeder Lektion ist einer, den Sie übernehmen oder ändern können.`;
}

find(calendar, "form").addEventListener("submit", (event) => {
  event.preventDefault();
  const weekday = Number(find(calendar, "select", HTMLSelectElement).value);
  const day = nextDay(todayIso(), weekday);
  const events = takenAlong(typed).map(({ sentence, slug }) => {
    const lesson = plan.lessons.get(slug);
    return { uid: `${COURSE.id}-satz-${slug}`, day, title: spoken(sentence), text: lesson ? `${lesson.title}\n${lesson.url}` : COURSE.title };
  });
  saveFile(t`meine-saetze.ics`, "text/calendar", calendarFile(`${COURSE.title}//Montag`, events, Date.now()));
  find(calendar, "[role=status]").textContent = t`Gesichert als meine-saetze.ics, für den ${dayText(new Date(day).toISOString().slice(0, 10))}. Öffnen Sie die Datei mit Ihrem Kalender.`;
});
typed.subscribe(show);
show();
loadPlan().then(
  (found) => {
    plan = found;
    show();
  },
  () => {}, // without titles then
);

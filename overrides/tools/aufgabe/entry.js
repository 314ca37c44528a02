// The page behind an assignment's link: what is asked, by when, by whom; accept, decline, put away.
// Nothing is stored before the learner accepts.

import { NoAssignment, readAssignment, withAssignment, withoutAssignment } from "../../js/assignments/assignment.js";
import { standOf, startAssignments } from "../../js/assignments/list.js";
import { element, makeButton } from "../../js/page/elements.js";
import { lessonsAmong, minutesOf, planOn } from "../../js/progress/plan.js";
import { startPage } from "../../js/page/page.js";
import { dayText, todayIso } from "../../js/formats/days.js";
import { entryOf } from "../../js/progress/scoring.js";
import { t } from "../../js/formats/gettext.js";
import { counted } from "../../js/formats/language.js";

const course = document.documentElement.dataset.kurs;
const page = document.querySelector("[data-werkzeug=aufgabe]");
const sheet = page.querySelector("[data-aufgabe]");
const form = page.querySelector("form");
const field = form.querySelector("textarea");
const plan = planOn(document);
const store = startPage();
let shown = null; // the assignment on the sheet

function say(text) {
  page.querySelector("[data-meldung]").textContent = text;
}

const isAccepted = (progress) => Boolean(shown && entryOf(progress.assignments ?? {}, shown.id)?.code);

function factsOf({ from, group, due, note }) {
  const late = due && due < todayIso() ? t` Dieser Tag ist vorbei.` : "";
  const facts = [
    [t`Gestellt von`, from ? t`${from}. Das hat eingetragen, wer den Link gemacht hat; der Kurs kann es nicht prüfen.` : t`nicht angegeben`],
    [t`Für`, group],
    [t`Bis`, due ? `${dayText(due)}.${late}` : t`kein Termin`],
    [t`Dazu steht im Link`, note],
  ];
  return facts.filter(([, text]) => text).flatMap(([name, text]) => [element("dt", name), element("dd", text)]);
}

function lessonItem(slug, { open, urls }) {
  const { title, minutes } = plan.lessons.get(slug);
  const item = element("li");
  item.dataset.stand = open.includes(slug) ? "" : "bestanden";
  const link = element("a", title);
  link.href = urls.get(slug);
  item.append(link, " ", element("span", minutes ? t`${minutes} Min.` : "", "minuten"), " ", element("span", open.includes(slug) ? "" : t`bestanden`, "stand"));
  return item;
}

function buttonsFor(progress, { lessons, open, urls }) {
  if (isAccepted(progress)) return [...(open.length ? [startLink(open[0], urls)] : []), makeButton(t`Von der Liste nehmen`, putAway)];
  if (!lessons.length) return [];
  return [makeButton(t`Annehmen`, accept, false), makeButton(t`Nicht annehmen`, decline)];
}

function startLink(slug, urls) {
  const link = element("a", t`Weiter: ${plan.lessons.get(slug).title}`, "knopf");
  link.href = urls.get(slug);
  return link;
}

function show(progress) {
  sheet.hidden = !shown;
  if (!shown) return;
  const stand = standOf(shown, plan, progress);
  const lessons = lessonsAmong(plan, stand.lessons); // an exam stands in the list alone
  const put = (name, ...nodes) => sheet.querySelector(`[data-${name}]`).replaceChildren(...nodes);
  put("angaben", ...factsOf(shown));
  const exams = stand.lessons.filter((slug) => !lessons.includes(slug)).map((slug) => plan.lessons.get(slug).title);
  const passed = stand.lessons.length - stand.open.length;
  const extent = lessons.length ? t`${counted(lessons.length, t`Lektion`, t`Lektionen`)}, zusammen etwa ${minutesOf(plan, lessons)} Minuten.` : "";
  const more = lessons.length && exams.length ? t` Dazu kommt: ${exams.join(", ")}.` : "";
  const done = passed ? t` Davon bestanden: ${passed}.` : "";
  put("umfang", extent + more + done);
  put("teile", ...stand.lessons.map((slug) => lessonItem(slug, stand)));
  put("unbekannt", stand.unknown.length ? t`Diese Fassung des Kurses kennt nicht: ${stand.unknown.join(", ")}. Fragen Sie, was damit gemeint ist.` : "");
  sheet.querySelector("[data-vor-dem-annehmen]").hidden = isAccepted(progress);
  const buttons = sheet.querySelector("[data-knoepfe]");
  const state = `${shown.id} ${isAccepted(progress)} ${stand.open[0]}`;
  if (buttons.dataset.zustand !== state) buttons.replaceChildren(...buttonsFor(progress, stand)); // else the focus stays
  buttons.dataset.zustand = state;
}

function accept() {
  const kept = store.update((progress) => withAssignment(progress, shown, Math.floor(Date.now() / 1000)));
  say(kept ? t`Angenommen. Die Aufgabe steht jetzt auf der Startseite, mit dem, was davon bestanden ist.` : t`Angenommen, aber nicht gespeichert: Sie gilt, solange diese Seite offen ist. Heben Sie den Link auf.`);
  sheet.querySelector("[data-knoepfe] > *").focus();
}

function decline() {
  history.replaceState(null, "", location.pathname + location.search);
  leave(t`Nicht angenommen. Gespeichert ist davon nichts, und niemand erfährt es; über den Link kommen Sie wieder hierher.`);
}

function putAway() {
  const gone = shown;
  history.replaceState(null, "", location.pathname + location.search);
  store.update((progress) => withoutAssignment(progress, gone));
  leave(t`Von der Liste genommen. Was Sie bestanden haben, bleibt bestanden.`);
}

function leave(text) {
  shown = null;
  show(store.get());
  say(text);
  page.querySelector("#angenommen").focus();
}

function open(text) {
  shown = null;
  say("");
  try {
    shown = readAssignment(text, course);
  } catch (error) {
    if (!(error instanceof NoAssignment)) throw error;
    say(error.message);
  }
  show(store.get());
}

function follow() {
  if (location.hash.length > 1) open(location.hash.slice(1));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  open(field.value);
  if (!shown) field.focus();
  else {
    field.value = "";
    sheet.querySelector("h2").focus();
  }
});
addEventListener("hashchange", follow);
store.subscribe(show);
startAssignments(store, page.querySelector("[data-aufgaben]"));
follow();

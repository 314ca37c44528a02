// The page behind an assignment's link: what is asked, by when, by whom; accept, decline, put away.
// Nothing is stored before the learner accepts.

import { NoAssignment, readAssignment, withAssignment, withoutAssignment } from "../../js/assignments/assignment.js";
import { followAssignment, standOf } from "../../js/assignments/list.js";
import { element, makeButton } from "../../js/page/elements.js";
import { NO_PLAN, PLAN_MISSING, lessonOf, lessonsAmong, loadPlan, minutesOf } from "../../js/progress/plan.js";
import { COURSE } from "../../js/progress/course.js";
import { find } from "../../js/formats/dom.js";
import { startPage } from "../../js/page/page.js";
import { askWhose, isToAsk, offerOthers, whoseText } from "../../js/page/whose.js";
import { me, saySo } from "../../js/progress/people.js";
import { dayText, todayIso } from "../../js/formats/days.js";
import { entryOf } from "../../js/progress/scoring.js";
import { t } from "../../js/formats/gettext.js";
import { counted } from "../../js/formats/language.js";

/** @import { Assignment } from "../../js/assignments/assignment.js" */
/** @import { Stand } from "../../js/assignments/list.js" */
/** @import { Progress } from "../../js/progress/document.js" */

const page = find(document, "[data-tool=aufgabe]");
const sheet = find(page, "[data-assignment]");
const form = find(page, "form", HTMLFormElement);
const field = find(form, "textarea", HTMLTextAreaElement);
const whose = find(sheet, "[data-whose]");
const own = find(sheet, "[data-own]");
const accepted = find(sheet, "[data-accepted]"); // what is said beside the buttons, on a phone far below the top
const store = startPage();
let plan = NO_PLAN;
/** @type {Assignment | null} the one on the sheet */
let shown = null;

/** @param {string} text */
function say(text) {
  find(page, "[data-message]").textContent = text;
}

/** @param {Progress} progress */
const isAccepted = (progress) => Boolean(shown && entryOf(progress.assignments ?? {}, shown.id)?.code);

/** @param {Assignment} assignment */
function factsOf({ from, group, due, note, to }) {
  const late = due && due < todayIso() ? t` Dieser Tag ist vorbei.` : "";
  const facts = [
    [t`Gestellt von`, from ? t`${from}. Das hat eingetragen, wer den Link gemacht hat; der Kurs kann es nicht prüfen.` : t`nicht angegeben`],
    [t`Für`, group],
    [t`Bis`, due ? `${dayText(due)}.${late}` : t`kein Termin`],
    [t`Hinweis`, note],
    [t`Nachweis an`, to ? t`${to}. Auch das steht im Link; von selbst geht nichts dorthin.` : ""],
  ];
  return facts.filter(([, text]) => text).flatMap(([name, text]) => [element("dt", name), element("dd", text)]);
}

/**
 * @param {string} slug
 * @param {Stand} stand
 */
function lessonItem(slug, { open }) {
  const { title, minutes, url } = lessonOf(plan, slug);
  const item = element("li");
  item.dataset.status = open.includes(slug) ? "" : "bestanden";
  const link = element("a", title);
  link.href = url;
  item.append(link, " ", element("span", minutes ? t`${minutes} Min.` : "", "minutes"), " ", element("span", open.includes(slug) ? "" : t`bestanden`, "status"));
  return item;
}

/**
 * @param {Progress} progress
 * @param {Stand} stand
 */
function buttonsFor(progress, { lessons, open }) {
  if (isAccepted(progress)) return [open.length ? startLink(open[0]) : receiptLink(), makeButton(t`Von der Liste nehmen`, putAway)];
  if (!lessons.length) return [];
  return [makeButton(t`Annehmen`, accept, false), makeButton(t`Nicht annehmen`, decline)];
}

/** @param {string} slug */
function startLink(slug) {
  const { title, url } = lessonOf(plan, slug);
  const link = element("a", t`Weiter: ${title}`, "knopf");
  link.href = url;
  return link;
}

function receiptLink() {
  const link = element("a", t`Nachweis erstellen`, "knopf");
  link.href = `${page.dataset.receipt}#${shown?.id}`;
  return link;
}

/** @param {Progress} progress */
function show(progress) {
  sheet.hidden = !shown;
  if (!shown) return;
  const stand = standOf(shown, plan, progress);
  const lessons = lessonsAmong(plan, stand.lessons); // an exam stands in the list alone
  const put = (/** @type {string} */ name, /** @type {(string | Node)[]} */ ...nodes) => find(sheet, `[data-${name}]`).replaceChildren(...nodes);
  put("details", ...factsOf(shown));
  const exams = stand.lessons.filter((slug) => !lessons.includes(slug)).map((slug) => lessonOf(plan, slug).title);
  const parts = [...(lessons.length ? [counted(lessons.length, t`Lektion`, t`Lektionen`)] : []), ...exams];
  const what = parts.join(", ");
  const total = minutesOf(plan, stand.lessons);
  const all = stand.lessons.length;
  const passed = all - stand.open.length;
  const extent = what && t`${what}. Zusammen etwa ${total} Minuten, Übungen nicht mitgezählt.`;
  const done = passed ? t` Bestanden: ${passed} von ${all}.` : "";
  put("extent", extent + done);
  put("parts", ...stand.lessons.map((slug) => lessonItem(slug, stand)));
  put("unknown", stand.unknown.length ? t`Diese Fassung des Kurses kennt nicht: ${stand.unknown.join(", ")}. Fragen Sie, was damit gemeint ist.` : "");
  const asks = isToAsk(progress, shown.id);
  askFirst(progress, asks ? shown : null);
  own.hidden = asks || (progress.clock === 0 && !me().name) || Boolean(accepted.textContent); // several may have one link, on one device
  find(own, "[data-mine]").textContent = whoseText(progress);
  find(sheet, "[data-before-accepting]").hidden = asks || isAccepted(progress);
  find(sheet, "[data-assignment-done]").hidden = !stand.isDone || !isAccepted(progress);
  const buttons = find(sheet, "[data-buttons]");
  buttons.hidden = asks;
  const state = `${shown.id} ${isAccepted(progress)} ${stand.open[0]}`;
  if (buttons.dataset.state !== state) buttons.replaceChildren(...buttonsFor(progress, stand)); // else the focus stays
  buttons.dataset.state = state;
}

/**
 * Whose progress this is, before anything of it is used.
 * @param {Progress} progress
 * @param {Assignment | null} assignment null if it is known
 */
function askFirst(progress, assignment) {
  const id = assignment?.id ?? "";
  if (whose.dataset.asked === id) return; // the focus stays
  whose.dataset.asked = id;
  whose.hidden = !assignment;
  if (assignment) askWhose(whose, progress, id, goOn);
}

function goOn() {
  if (shown && isAccepted(store.get()) && !isToAsk(store.get(), shown.id)) followAssignment(store, shown.id);
  show(store.get());
  find(sheet, "[data-buttons] > *").focus();
}

function accept() {
  const taken = shown;
  if (!taken) return;
  saySo(taken.id); // before the progress changes: there was none, or it was asked
  const kept = store.update((progress) => withAssignment(progress, taken, Math.floor(Date.now() / 1000)));
  followAssignment(store, taken.id);
  say("");
  accepted.textContent = kept ? t`Angenommen. Die Aufgabe steht jetzt auf der Startseite, mit dem, was davon bestanden ist.` : t`Angenommen, aber nicht gespeichert: Sie gilt, solange diese Seite offen ist. Heben Sie den Link auf.`;
  show(store.get());
  find(sheet, "[data-buttons] > *").focus();
}

function decline() {
  history.replaceState(null, "", location.pathname + location.search);
  leave(t`Nicht angenommen. Gespeichert ist davon nichts, und niemand erfährt es; über den Link kommen Sie wieder hierher.`);
}

function putAway() {
  const gone = shown;
  history.replaceState(null, "", location.pathname + location.search);
  if (gone) store.update((progress) => withoutAssignment(progress, gone));
  leave(t`Von der Liste genommen. Was Sie bestanden haben, bleibt bestanden.`);
}

/** @param {string} text */
function leave(text) {
  shown = null;
  show(store.get());
  say(text);
  find(page, "#angenommen").focus();
}

/** @param {string} text of a link or a code */
function open(text) {
  shown = null;
  accepted.textContent = "";
  say("");
  try {
    shown = readAssignment(text, COURSE.id);
  } catch (error) {
    if (!(error instanceof NoAssignment)) throw error;
    say(error.message);
  }
  if (shown && isAccepted(store.get())) followAssignment(store, shown.id);
  show(store.get());
}

function follow() {
  if (location.hash.length > 1) open(location.hash.slice(1));
}

async function start() {
  try {
    plan = await loadPlan();
  } catch {
    say(PLAN_MISSING);
    return;
  }
  addEventListener("hashchange", follow);
  store.subscribe(show);
  follow();
}

offerOthers(find(own, "[data-others]"));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  open(field.value);
  if (!shown) field.focus();
  else {
    field.value = "";
    find(sheet, "h2").focus();
  }
});
start();

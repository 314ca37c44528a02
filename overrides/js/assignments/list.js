// Assignments as learners see them: on the start page and on their own page.

import { assignmentsOf, nameOf } from "./assignment.js";
import { element } from "../page/elements.js";
import { getKept, updateKept } from "../progress/kept.js";
import { lessonsAmong, minutesOf, resolve } from "../progress/plan.js";
import { entryOf } from "../progress/scoring.js";
import { wayOf } from "../progress/way.js";
import { passedOf } from "./receipt.js";
import { dayText, todayIso } from "../formats/days.js";
import { t } from "../formats/gettext.js";
import { counted } from "../formats/language.js";

/** @import { Asked, Assignment } from "./assignment.js" */
/** @import { Progress } from "../progress/document.js" */
/** @import { Plan } from "../progress/plan.js" */
/** @import { Store } from "../progress/store.js" */
/** @import { Known, Task } from "../progress/way.js" */

/**
 * @typedef {object} Stand of an assignment for this learner
 * @property {string[]} lessons slugs
 * @property {string[]} open slugs
 * @property {string[]} unknown parts
 * @property {boolean} isDone
 */

/**
 * @param {Asked} assignment
 * @param {Plan} plan
 * @param {Progress} progress
 * @returns {Stand}
 */
export function standOf(assignment, plan, progress) {
  const { lessons, unknown } = resolve(plan, assignment.parts);
  const passed = passedOf(progress, lessons);
  const open = lessons.filter((slug) => !passed.includes(slug));
  return { lessons, open, unknown, isDone: lessons.length > 0 && open.length === 0 };
}

/**
 * @param {Asked} assignment
 * @param {boolean} isDone
 */
function dueText(assignment, isDone) {
  if (!assignment.due) return t`ohne Termin`;
  const isLate = !isDone && assignment.due < todayIso();
  return isLate ? t`war bis zum ${dayText(assignment.due)} gedacht` : t`bis zum ${dayText(assignment.due)}`;
}

/**
 * @param {Stand} stand
 * @param {Plan} plan
 */
function standText({ lessons, open, isDone }, plan) {
  if (isDone) return t`Erledigt: Alles ist bestanden.`;
  const minutes = minutesOf(plan, open);
  const rest = minutes ? t` Es bleiben etwa ${minutes} Minuten.` : "";
  const hasExam = lessonsAmong(plan, lessons).length < lessons.length;
  if (hasExam && lessons.length === 1) return t`Noch nicht bestanden.`;
  const parts = hasExam ? t`${lessons.length} Teilen` : counted(lessons.length, t`Lektion`, t`Lektionen`);
  return t`${lessons.length - open.length} von ${parts} bestanden.${rest}`;
}

/**
 * @param {string} address
 * @param {string} text
 * @param {string} [className]
 */
function linkTo(address, text, className) {
  const node = element("a", text, className);
  node.href = address;
  return node;
}

/**
 * Accepted assignments as ways, the one accepted last first.
 * @param {Progress} progress
 * @returns {Task[]}
 */
export function tasksOf(progress) {
  const { task = "" } = document.body.dataset;
  const since = (/** @type {Assignment} */ { id }) => entryOf(progress.assignments ?? {}, id)?.n ?? 0;
  const sorted = assignmentsOf(progress).sort((a, b) => since(b) - since(a));
  return sorted.map((one) => ({ id: one.id, parts: one.parts, title: one.group ? t`Aufgabe ${nameOf(one)}` : t`Ihre Aufgabe`, url: `${task}#${one.code}` }));
}

/**
 * What the learner is on is this assignment from now on.
 * @param {Store} store
 * @param {string} id
 */
export const followAssignment = (store, id) => updateKept(store, (kept) => ({ ...kept, way: `aufgabe:${id}` }));

/**
 * What an accepted assignment looks like in a list.
 * @param {Assignment} assignment
 * @param {Known} known
 * @param {string} receipt address of the page that makes receipts
 * @param {() => void} follow
 */
function assignmentCard(assignment, known, receipt, follow) {
  const stand = standOf(assignment, known.plan, known.progress);
  const { onward, url } = wayOf({ ...known, kept: { ...known.kept, way: `aufgabe:${assignment.id}` } });
  const card = element("section", "", "assignment-card");
  const title = element("p", t`Aufgabe ${nameOf(assignment)}`, "assignment-title");
  const from = assignment.from ? t`gestellt von ${assignment.from} (laut Link), ` : "";
  const terms = element("p", `${from}${dueText(assignment, stand.isDone)}`, "kicker");
  title.id = `aufgabe-${assignment.id}`;
  terms.id = `${title.id}-bis`;
  card.setAttribute("aria-labelledby", `${title.id} ${terms.id}`); // several may have no group
  card.append(title, terms, element("p", standText(stand, known.plan)));
  const links = element("p", "", "assignment-links");
  if (stand.open.length && onward) links.append(linkTo(onward.url, t`Weiter: ${onward.step.title}`, "knopf"), " ");
  const toReceipt = linkTo(`${receipt}#${assignment.id}`, t`Nachweis erstellen`, stand.isDone ? "knopf" : "");
  const toSheet = linkTo(stand.lessons.length ? url : `${document.body.dataset.task}#${assignment.code}`, t`Ansehen`);
  links.append(...(stand.isDone ? [toReceipt, " ", toSheet] : [toSheet, " ", toReceipt]));
  links.addEventListener("click", follow);
  card.append(links);
  return card;
}

/**
 * Fill `place` with the accepted assignments, open ones first; it is hidden while there are none.
 * @param {Store} store
 * @param {Plan} plan
 * @param {HTMLElement} place
 */
export function startAssignments(store, plan, place) {
  const { receipt = "" } = place.dataset;
  store.subscribe((progress) => {
    const known = { plan, progress, kept: getKept(), tasks: tasksOf(progress) };
    const all = assignmentsOf(progress).map((one) => ({ one, isDone: standOf(one, plan, progress).isDone }));
    const current = wayOf(known).id;
    all.sort((a, b) => Number(a.isDone) - Number(b.isDone) || Number(b.one.id === current) - Number(a.one.id === current));
    place.hidden = all.length === 0;
    place.replaceChildren(...all.map(({ one }) => assignmentCard(one, known, receipt, () => followAssignment(store, one.id))));
  });
}

// Assignments as learners see them: on the start page and on their own page.

import { assignmentsOf, nameOf } from "./assignment.js";
import { element } from "../page/elements.js";
import { lessonOf, lessonsAmong, minutesOf, planOn, resolve } from "../progress/plan.js";
import { passedOf } from "./receipt.js";
import { dayText, todayIso } from "../formats/days.js";
import { t } from "../formats/gettext.js";
import { counted } from "../formats/language.js";

/** @import { Asked, Assignment } from "./assignment.js" */
/** @import { Progress } from "../progress/document.js" */
/** @import { Plan } from "../progress/plan.js" */
/** @import { Store } from "../progress/store.js" */

/**
 * @typedef {object} Stand of an assignment for this learner
 * @property {string[]} lessons slugs
 * @property {Map<string, string>} urls of the lessons
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
  const { lessons, urls, unknown } = resolve(plan, assignment.parts);
  const passed = passedOf(progress, lessons);
  const open = lessons.filter((slug) => !passed.includes(slug));
  return { lessons, urls, open, unknown, isDone: lessons.length > 0 && open.length === 0 };
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
 * What an accepted assignment looks like in a list.
 * @param {Assignment} assignment
 * @param {Plan} plan
 * @param {Progress} progress
 * @param {{ assignment: string, receipt: string }} pages addresses
 */
function assignmentCard(assignment, plan, progress, pages) {
  const stand = standOf(assignment, plan, progress);
  const card = element("section", "", "assignment-card");
  const title = element("p", t`Aufgabe ${nameOf(assignment)}`, "assignment-title");
  const from = assignment.from ? t`gestellt von ${assignment.from} (laut Link), ` : "";
  const terms = element("p", `${from}${dueText(assignment, stand.isDone)}`, "kicker");
  title.id = `aufgabe-${assignment.id}`;
  terms.id = `${title.id}-bis`;
  card.setAttribute("aria-labelledby", `${title.id} ${terms.id}`); // several may have no group
  card.append(title, terms, element("p", standText(stand, plan)));
  const [next] = stand.open;
  const links = element("p", "", "assignment-links");
  if (next) links.append(linkTo(stand.urls.get(next) ?? "", t`Weiter: ${lessonOf(plan, next).title}`, "knopf"), " ");
  links.append(linkTo(`${pages.assignment}#${assignment.code}`, t`Ansehen`), " ", linkTo(`${pages.receipt}#${assignment.id}`, t`Nachweis erstellen`));
  card.append(links);
  return card;
}

/**
 * Fill `place` with the accepted assignments, open ones first; it is hidden while there are none.
 * `load` promises the page that lists all lessons where this one does not.
 * @param {Store} store
 * @param {HTMLElement} place
 * @param {() => Promise<ParentNode>} [load]
 */
export async function startAssignments(store, place, load) {
  const hasAny = assignmentsOf(store.get()).length > 0;
  const plan = load && hasAny ? planOn(document, await load()) : planOn(document);
  const pages = { assignment: place.dataset.assignments ?? "", receipt: place.dataset.receipt ?? "" };
  store.subscribe((progress) => {
    const all = assignmentsOf(progress).map((one) => ({ one, isDone: standOf(one, plan, progress).isDone }));
    all.sort((a, b) => Number(a.isDone) - Number(b.isDone));
    place.hidden = all.length === 0;
    place.replaceChildren(...all.map(({ one }) => assignmentCard(one, plan, progress, pages)));
  });
}

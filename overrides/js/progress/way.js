// What the learner is on: an accepted assignment, else the path opened last, else the whole course; and all that follows
// from it. Whatever says "next" or "where you were" asks wayOf. Pure.

import { MOVED } from "./moved.js";
import { lessonOf, resolve } from "./plan.js";
import { answerTo, entryOf, isPassed } from "./scoring.js";
import { newsOf, stateOf } from "./display.js";

/** @import { Progress } from "./document.js" */
/** @import { Plan, PlannedLesson } from "./plan.js" */

/**
 * @typedef {[lesson: string, mark: string, n: number]} Place the heading or question read last in a lesson, "" for its top;
 *   `n` is the progress document's clock then
 * @typedef {{ way: string, path: string, places: Place[] }} Kept what this device keeps: the way chosen last ("weg", "kurs",
 *   "aufgabe:<id>", "" for none), the path opened last, the places read last, the oldest first
 * @typedef {{ id: string, parts: string[], title: string, url: string }} Task an accepted assignment
 * @typedef {{ plan: Plan, progress: Progress, kept: Kept, tasks: Task[] }} Known tasks: the one accepted last first
 * @typedef {PlannedLesson & { isDone: boolean }} Step its address keeps a path
 * @typedef {{ kind: "assignment" | "path" | "course", id: string, title: string, url: string, lessons: string[] }} Kind url: the way's own page
 * @typedef {object} Onward where to go on: the open question or paragraph itself
 * @property {Step} step
 * @property {string} url
 * @property {boolean} isOpened whether the learner has been in that lesson
 * @property {string} state in words
 *
 * @typedef {Omit<Kind, "lessons"> & { steps: Step[], isDone: boolean, minutes: number, index: number, previous?: Step,
 *   next?: Step, check?: Step, onward?: Onward }} Way minutes: of what is not done; index: of the lesson asked for, or -1;
 *   check: of a path, which comes after its steps and is none of them
 */

const MOST_PLACES = 60;
const MOST_SIGNS = 100;

/** @type {Kept} */
export const NOTHING_KEPT = { way: "", path: "", places: [] };

/**
 * What was kept, as far as it can be read.
 * @param {string | null} text
 * @returns {Kept}
 */
export function readKept(text) {
  /** @param {unknown} value */
  const short = (value) => (typeof value === "string" && value.length <= MOST_SIGNS ? value : "");
  try {
    const { way, path, places } = JSON.parse(text ?? "");
    /** @param {unknown} one */
    const isPlace = (one) => Array.isArray(one) && short(one[0]) && typeof one[1] === "string" && short(one[1]) === one[1] && Number.isSafeInteger(one[2]);
    return { way: short(way), path: short(path), places: (Array.isArray(places) ? places : []).filter(isPlace).slice(-MOST_PLACES) };
  } catch {
    return NOTHING_KEPT;
  }
}

/**
 * @param {Kept} kept
 * @param {Place} place
 * @returns {Kept}
 */
export function withPlace(kept, place) {
  const others = kept.places.filter(([lesson]) => lesson !== place[0]);
  return { ...kept, places: [...others, place].slice(-MOST_PLACES) };
}

/**
 * A path was opened. It is the way from now on, unless an assignment is.
 * @param {Known} known
 * @param {string} path
 * @returns {Kept}
 */
export function withPath(known, path) {
  const current = wayOf(known);
  return { ...known.kept, path, way: current.kind === "assignment" && !current.isDone ? known.kept.way : "weg" };
}

/**
 * @param {Plan} plan
 * @param {string} slug
 * @returns {Kind | undefined}
 */
function pathFrom(plan, slug) {
  const id = MOVED.get(`wege/${slug}`)?.slice(5) ?? slug;
  const path = plan.paths.get(id);
  return path?.lessons.length ? { kind: "path", id, ...path } : undefined;
}

/**
 * @param {Plan} plan
 * @param {Task | undefined} task
 * @returns {Kind | undefined}
 */
function assignmentFrom(plan, task) {
  const lessons = task ? resolve(plan, task.parts).lessons : [];
  return task && lessons.length ? { kind: "assignment", id: task.id, title: task.title, url: task.url, lessons } : undefined;
}

/**
 * @param {Known} known
 * @param {string} asked a path, by its slug
 * @returns {Kind}
 */
function choose({ plan, progress, kept, tasks }, asked) {
  /** @type {Kind} */
  const course = { kind: "course", id: "", title: "", url: "", lessons: [...plan.lessons.values()].filter(({ path: of }) => !of).map(({ slug }) => slug) };
  /** @param {Kind | undefined} way */
  const isOpen = (way) => Boolean(way?.lessons.some((slug) => !isPassed(progress, slug)));
  const path = pathFrom(plan, kept.path);
  const named = assignmentFrom(plan, tasks.find(({ id }) => kept.way === `aufgabe:${id}`));
  const chosen = pathFrom(plan, asked) ?? named ?? (kept.way === "kurs" ? course : kept.way === "weg" ? path : undefined);
  return chosen ?? tasks.map((task) => assignmentFrom(plan, task)).find(isOpen) ?? (path && isOpen(path) ? path : course);
}

/**
 * The way, seen from the lesson `here`; a path that is `asked` for in an address goes before what is kept.
 * @param {Known} known
 * @param {{ asked?: string, here?: string }} [from]
 * @returns {Way}
 */
export function wayOf(known, { asked = "", here = "" } = {}) {
  const { plan, progress, kept } = known;
  const { lessons, ...kind } = choose(known, asked);
  const query = kind.kind === "path" ? `?weg=${kind.id}` : "";
  const steps = lessons.map((slug) => {
    const lesson = lessonOf(plan, slug);
    return { ...lesson, url: lesson.url + query, isDone: isPassed(progress, slug) };
  });
  const planned = [...plan.lessons.values()].find(({ path }) => kind.kind === "path" && path === kind.id);
  const check = planned && { ...planned, isDone: isPassed(progress, planned.slug) };
  const open = steps.filter((step) => !step.isDone);
  const index = lessons.indexOf(here);
  return {
    ...kind,
    steps,
    isDone: !open.length,
    minutes: open.reduce((sum, step) => sum + step.minutes, 0),
    index,
    previous: steps[index - 1],
    next: index < 0 ? undefined : steps[index + 1],
    check,
    onward: onwardIn(steps, progress, kept, check),
  };
}

/**
 * What could come after a way that is done.
 * @param {Known} known
 */
export const afterwards = (known) => wayOf({ ...known, kept: { ...known.kept, way: "" } });

/**
 * Where to go on within `lessons`, a module's.
 * @param {Known} known
 * @param {string[]} lessons
 */
export function onwardAmong({ plan, progress, kept }, lessons) {
  const steps = lessons.filter((slug) => plan.lessons.has(slug)).map((slug) => ({ ...lessonOf(plan, slug), isDone: isPassed(progress, slug) }));
  return onwardIn(steps, progress, kept);
}

/** @param {Step} step */
const isExam = ({ module }) => !module;

/**
 * The clock of what was done last in an attempt that is not handed in yet, 0 without one.
 * @param {Progress} progress
 * @param {Step} exam the course's, or a path's check
 */
function lastInAttempt(progress, { slug, path }) {
  const { attempt } = (path ? entryOf(progress.checks ?? {}, slug) : progress.exam) ?? {};
  return attempt && !attempt.end ? Math.max(attempt.n, ...Object.values(attempt.answers).map(({ n }) => n)) : 0;
}

/**
 * The exam, or the path's check, if it was begun last; the lesson read or answered last while it is open; then the next open one, from there to
 * the end and round; the exam; a passed lesson with something new.
 * @param {Step[]} steps
 * @param {Progress} progress
 * @param {Kept} kept
 * @param {Step} [check]
 * @returns {Onward | undefined}
 */
function onwardIn(steps, progress, kept, check) {
  const lessons = steps.filter((step) => !isExam(step));
  const exam = steps.find((step) => isExam(step) && !step.isDone);
  const clocks = lessons.map((step) => lastIn(step, progress, kept));
  const last = Math.max(0, ...clocks);
  const begun = [exam, check].find((one) => one && !one.isDone && lastInAttempt(progress, one) > last);
  if (begun) return { step: begun, url: begun.url, isOpened: true, state: "" };
  const start = last ? clocks.indexOf(last) : 0;
  const round = [...lessons.slice(start), ...lessons.slice(0, start)];
  const step = round.find(({ isDone }) => !isDone) ?? exam ?? round.find(({ questions }) => newsOf(progress, questions));
  if (!step) return undefined;
  const isOpened = (isExam(step) ? lastInAttempt(progress, step) : lastIn(step, progress, kept)) > 0;
  const mark = isOpened ? markIn(step, progress, kept) : "";
  return { step, url: step.url + (mark && `#${mark}`), isOpened, state: stateOf(progress, step.slug, step.questions) };
}

/**
 * When the learner was last in a lesson, by the document's clock, 0 for never. Reading does not move that clock: what was
 * read at the same one as an answer came after it, and of lessons left at the same one the later is greater by a fraction.
 * @param {Step} step
 * @param {Progress} progress
 * @param {Kept} kept
 */
function lastIn({ slug, questions }, progress, kept) {
  const at = kept.places.findIndex(([lesson]) => lesson === slug);
  const read = at < 0 ? 0 : kept.places[at][2] + (at + 1) / (MOST_PLACES + 1);
  return Math.max(read, ...questions.map(({ id }) => entryOf(progress.answers, id)?.n ?? 0));
}

/**
 * Where in a lesson: its open question, its result, or the paragraph read last.
 * @param {Step} step
 * @param {Progress} progress
 * @param {Kept} kept
 */
function markIn({ slug, questions }, progress, kept) {
  const open = questions.filter((question) => !answerTo(progress, question));
  if (questions.length > open.length) return open.length ? `frage-${open[0].id}` : "quiz";
  return kept.places.find(([lesson]) => lesson === slug)?.[1] ?? "";
}

// What the course consists of. The build writes it to one file (composer.py), which is loaded where it is needed; in a
// package, where a disk answers no requests, it stands on the page.

import { parseQuestions } from "./document.js";
import { MOVED } from "./moved.js";
import { t } from "../formats/gettext.js";

/** @import { Question } from "./document.js" */

/**
 * @typedef {{ title: string, url: string, lessons: string[] }} Group a module or a path; lessons by their slugs
 * @typedef {{ slug: string, title: string, url: string, minutes: number, questions: Question[], module: string, path?: string }} PlannedLesson
 * @typedef {{ modules: Map<string, Group>, lessons: Map<string, PlannedLesson>, paths: Map<string, Group> }} Plan by their
 *   slugs, in the course's order. An exam is a lesson of no module; a path's check names its `path`.
 * @typedef {{ slug: string, title: string, url: string }} Entry
 * @typedef {{ modules: (Entry & { lessons: string[] })[], paths: (Entry & { lessons: string[] })[],
 *   lessons: (Entry & { minutes: number, questions: string, path?: string })[] }} PlanFile addresses are relative to the file, or to the page
 *   that it stands on
 */

/**
 * @param {PlanFile} file
 * @param {string} base the file's address
 * @returns {Plan}
 */
export function planFrom({ modules, lessons, paths }, base) {
  const full = (/** @type {string} */ url) => new URL(url, base).href;
  const modulesOf = new Map(modules.flatMap((module) => module.lessons.map((slug) => /** @type {[string, string]} */ ([slug, module.slug]))));
  const groups = (/** @type {PlanFile["modules"]} */ list) => new Map(list.map(({ slug, url, ...rest }) => [slug, { ...rest, url: full(url) }]));
  const planned = lessons.map((one) => ({ ...one, url: full(one.url), questions: parseQuestions(one.questions), module: modulesOf.get(one.slug) ?? "" }));
  return { modules: groups(modules), paths: groups(paths), lessons: new Map(planned.map((lesson) => [lesson.slug, lesson])) };
}

export const PLAN_MISSING = t`Die Liste der Lektionen ließ sich nicht laden. Prüfen Sie die Verbindung, und laden Sie die Seite neu.`;

/** Until the course's own is there. @type {Plan} */
export const NO_PLAN = { modules: new Map(), lessons: new Map(), paths: new Map() };

/** @type {Promise<Plan> | undefined} */
let loading;

/** The plan of the course, loaded once. Rejects where it cannot be had. */
export function loadPlan() {
  loading ??= readPlan();
  return loading;
}

async function readPlan() {
  const here = document.querySelector("script[data-plan]");
  if (here) return planFrom(JSON.parse(here.textContent ?? ""), document.baseURI);
  const address = new URL(document.body.dataset.plan ?? "", document.baseURI).href;
  return planFrom(await (await fetch(address)).json(), address);
}

/**
 * {lessons: [slug], unknown: [part]} of `parts`, which are addresses in the course, old ones too: a lesson, a module, or
 * "wege/" and a path. In the order of the parts, each lesson once.
 * @param {Plan} plan
 * @param {string[]} parts
 */
export function resolve(plan, parts) {
  /** @type {Set<string>} */
  const lessons = new Set();
  /** @type {string[]} */
  const unknown = [];
  for (const part of parts) {
    const name = MOVED.get(part) ?? part;
    const group = name.startsWith("wege/") ? plan.paths.get(name.slice(5)) : plan.modules.get(name);
    const found = group?.lessons ?? (plan.lessons.has(name) ? [name] : []);
    if (!found.length) unknown.push(part);
    for (const slug of found) lessons.add(slug);
  }
  return { lessons: [...lessons], unknown };
}

/**
 * The lesson of an address that `plan` has.
 * @param {Plan} plan
 * @param {string} slug
 */
export function lessonOf(plan, slug) {
  const lesson = plan.lessons.get(slug);
  if (lesson) return lesson;
  throw new RangeError(slug);
}

/**
 * `lessons` with the module's name in place of all lessons of a module.
 * @param {Plan} plan
 * @param {string[]} lessons slugs
 * @returns {string[]}
 */
export function compact(plan, lessons) {
  const rest = new Set(lessons);
  /** @type {string[]} */
  const whole = [];
  for (const [slug, module] of plan.modules) {
    if (!module.lessons.every((lesson) => rest.has(lesson))) continue;
    whole.push(slug);
    module.lessons.forEach((lesson) => rest.delete(lesson));
  }
  return [...whole, ...rest];
}

/**
 * Those of `slugs` that are lessons; the rest are exams.
 * @param {Plan} plan
 * @param {string[]} slugs
 */
export const lessonsAmong = (plan, slugs) => slugs.filter((slug) => lessonOf(plan, slug).module);

/**
 * @param {Plan} plan
 * @param {string[]} lessons slugs
 */
export function minutesOf(plan, lessons) {
  return lessons.reduce((sum, slug) => sum + lessonOf(plan, slug).minutes, 0);
}

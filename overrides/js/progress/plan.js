// What the course consists of, read from the lists on pages (parts/modules.html, parts/paths.html).

import { find, all, textOf } from "../formats/dom.js";
import { parseQuestions } from "./document.js";
import { MOVED } from "./moved.js";

/** @import { Question } from "./document.js" */

/**
 * @typedef {{ title: string, url: string, lessons: string[] }} Group a module or a path; lessons by their slugs
 * @typedef {{ title: string, url: string, minutes: number, questions: Question[], module: string }} PlannedLesson
 * @typedef {{ modules: Map<string, Group>, lessons: Map<string, PlannedLesson>, paths: Map<string, Group> }} Plan by their
 *   slugs. The exam is a lesson of no module, without minutes.
 */

/**
 * @param {ParentNode[]} roots
 * @returns {Plan}
 */
export function planOn(...roots) {
  /** @type {Plan} */
  const plan = { modules: new Map(), lessons: new Map(), paths: new Map() };
  for (const card of roots.flatMap((root) => all(root, ".module-card[data-lessons]"))) {
    const heading = find(card, "h3");
    const [kind, slug] = heading.id.split(/-(.*)/);
    const link = find(heading, "a", HTMLAnchorElement);
    const entry = { title: textOf(link), url: link.href, lessons: card.dataset.lessons?.split(" ") ?? [] };
    (kind === "weg" ? plan.paths : plan.modules).set(slug, entry);
    if (kind === "modul") for (const item of all(card, "[data-lesson]")) plan.lessons.set(item.dataset.lesson ?? "", lessonIn(item, slug, entry));
  }
  return plan;
}

/**
 * @param {HTMLElement} item
 * @param {string} module
 * @param {Group} group
 * @returns {PlannedLesson}
 */
function lessonIn(item, module, { lessons }) {
  const link = find(item, "a", HTMLAnchorElement);
  const isLesson = lessons.includes(item.dataset.lesson ?? "");
  return {
    title: textOf(link),
    url: link.href,
    minutes: Number(item.dataset.minutes ?? 0),
    questions: parseQuestions(item.dataset.questions),
    module: isLesson ? module : "",
  };
}

/**
 * {lessons: [slug], urls: Map slug → address, unknown: [part]} of `parts`, which are addresses in the course, old ones
 * too: a lesson, a module, or "wege/" and a path. In the order of the parts, each lesson once; an address from a path
 * leads on along it.
 * @param {Plan} plan
 * @param {string[]} parts
 */
export function resolve(plan, parts) {
  /** @type {Map<string, string>} */
  const urls = new Map();
  /** @type {string[]} */
  const unknown = [];
  for (const part of parts) {
    const name = MOVED.get(part) ?? part;
    const path = name.startsWith("wege/") && name.slice(5);
    const lessons = (path ? plan.paths.get(path) : plan.modules.get(name))?.lessons ?? (plan.lessons.has(name) ? [name] : []);
    if (!lessons.length) unknown.push(part);
    for (const slug of lessons) if (!urls.has(slug)) urls.set(slug, lessonOf(plan, slug).url + (path ? `?weg=${path}` : ""));
  }
  return { lessons: [...urls.keys()], urls, unknown };
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

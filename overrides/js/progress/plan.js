// What the course consists of, read from the lists on pages (parts/modules.html, parts/paths.html).

import { parseQuestions } from "./document.js";
import { MOVED } from "./moved.js";
import { find, findAll } from "../page/elements.js";

/** @import { Question } from "./document.js" */
/**
 * @typedef {{ title: string, url: string, lessons: string[] }} Part a module or learning path; lessons are slugs
 * @typedef {{ title: string, url: string, minutes: number, questions: Question[], module: string }} PlannedLesson
 *   the exam is one of no module ("") and without minutes
 * @typedef {{ modules: Map<string, Part>, lessons: Map<string, PlannedLesson>, paths: Map<string, Part> }} Plan each by slug
 */

/**
 * @param {...ParentNode} roots
 * @returns {Plan}
 */
export function planOn(...roots) {
  /** @type {Plan} */
  const plan = { modules: new Map(), lessons: new Map(), paths: new Map() };
  for (const card of roots.flatMap((root) => findAll(root, ".modul-karte[data-lektionen]"))) {
    const heading = find(card, "h3");
    const [kind, slug] = heading.id.split(/-(.*)/);
    const link = find(heading, "a", HTMLAnchorElement);
    const entry = { title: link.textContent, url: link.href, lessons: (card.dataset.lektionen ?? "").split(" ") };
    (kind === "weg" ? plan.paths : plan.modules).set(slug, entry);
    const minutes = (card.dataset.minuten ?? "").split(" ").map(Number);
    if (kind === "modul") for (const item of findAll(card, "[data-lesson]")) plan.lessons.set(item.dataset.lesson ?? "", lessonIn(item, slug, entry, minutes));
  }
  return plan;
}

/**
 * @param {HTMLElement} item
 * @param {string} module
 * @param {Part} part
 * @param {number[]} minutes of each lesson of `part`
 * @returns {PlannedLesson}
 */
function lessonIn(item, module, { lessons }, minutes) {
  const link = find(item, "a", HTMLAnchorElement);
  const place = lessons.indexOf(item.dataset.lesson ?? "");
  const isLesson = place >= 0;
  return {
    title: link.textContent,
    url: link.href,
    minutes: isLesson ? minutes[place] : 0,
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
  const unknown = [];
  for (const part of parts) {
    const name = MOVED.get(part) ?? part;
    const path = name.startsWith("wege/") ? name.slice(5) : "";
    const lessons = (path ? plan.paths.get(path) : plan.modules.get(name))?.lessons ?? (plan.lessons.has(name) ? [name] : []);
    if (!lessons.length) unknown.push(part);
    for (const slug of lessons) if (!urls.has(slug)) urls.set(slug, plan.lessons.get(slug)?.url + (path ? `?weg=${path}` : ""));
  }
  return { lessons: [...urls.keys()], urls, unknown };
}

/**
 * `lessons` with the module's name in place of all lessons of a module.
 * @param {Plan} plan
 * @param {string[]} lessons
 */
export function compact(plan, lessons) {
  const rest = new Set(lessons);
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
export const lessonsAmong = (plan, slugs) => slugs.filter((slug) => plan.lessons.get(slug)?.module);

/**
 * @param {Plan} plan
 * @param {string[]} lessons
 */
export function minutesOf(plan, lessons) {
  return lessons.reduce((sum, slug) => sum + (plan.lessons.get(slug)?.minutes ?? 0), 0);
}

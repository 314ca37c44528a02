// What the course consists of, read from the lists on pages (parts/modules.html, parts/paths.html).

import { parseQuestions } from "./document.js";
import { MOVED } from "./moved.js";

/**
 * {modules: Map slug → {title, url, lessons: [slug]}, lessons: Map slug → {title, url, minutes, questions, module},
 *  paths: Map slug → {title, url, lessons}}. The exam is a lesson of no module, without minutes.
 */
export function planOn(...roots) {
  const plan = { modules: new Map(), lessons: new Map(), paths: new Map() };
  for (const card of roots.flatMap((root) => [...root.querySelectorAll(".modul-karte[data-lektionen]")])) {
    const heading = card.querySelector("h3");
    const [kind, slug] = heading.id.split(/-(.*)/);
    const link = heading.querySelector("a");
    const entry = { title: link.textContent, url: link.href, lessons: card.dataset.lektionen.split(" ") };
    (kind === "weg" ? plan.paths : plan.modules).set(slug, entry);
    if (kind === "modul") for (const item of card.querySelectorAll("[data-lesson]")) plan.lessons.set(item.dataset.lesson, lessonIn(item, slug, entry));
  }
  return plan;
}

function lessonIn(item, module, { lessons }) {
  const link = item.querySelector("a");
  const isLesson = lessons.includes(item.dataset.lesson);
  return {
    title: link.textContent,
    url: link.href,
    minutes: Number(item.dataset.minuten ?? 0),
    questions: parseQuestions(item.dataset.questions),
    module: isLesson ? module : "",
  };
}

/**
 * {lessons: [slug], urls: Map slug → address, unknown: [part]} of `parts`, which are addresses in the course, old ones
 * too: a lesson, a module, or "wege/" and a path. In the order of the parts, each lesson once; an address from a path
 * leads on along it.
 */
export function resolve(plan, parts) {
  const urls = new Map();
  const unknown = [];
  for (const part of parts) {
    const name = MOVED.get(part) ?? part;
    const path = name.startsWith("wege/") && name.slice(5);
    const lessons = (path ? plan.paths.get(path) : plan.modules.get(name))?.lessons ?? (plan.lessons.has(name) ? [name] : []);
    if (!lessons.length) unknown.push(part);
    for (const slug of lessons) if (!urls.has(slug)) urls.set(slug, plan.lessons.get(slug).url + (path ? `?weg=${path}` : ""));
  }
  return { lessons: [...urls.keys()], urls, unknown };
}

/** `lessons` with the module's name in place of all lessons of a module. */
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

/** Those of `slugs` that are lessons; the rest are exams. */
export const lessonsAmong = (plan, slugs) => slugs.filter((slug) => plan.lessons.get(slug).module);

export function minutesOf(plan, lessons) {
  return lessons.reduce((sum, slug) => sum + plan.lessons.get(slug).minutes, 0);
}

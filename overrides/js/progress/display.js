// What is done, in the navigation and in lists of lessons, and where a learning path goes next.

import { changesIn, parseQuestions } from "./document.js";
import { MOVED } from "./moved.js";
import { answerTo, entryOf, isPassed } from "./scoring.js";
import { dayText } from "../formats/days.js";
import { t } from "../formats/gettext.js";
import { plural } from "../formats/language.js";
import { all, find } from "../formats/dom.js";

/** @import { Progress, Question } from "./document.js" */
/** @import { Store } from "./store.js" */

/**
 * "", or in words what is new in a lesson that was passed. `questions`: [{id, revision, since}]
 * @param {Progress} progress
 * @param {Question[]} questions
 */
export function newsOf(progress, questions) {
  const changes = changesIn(progress, questions, true);
  const [day] = questions.filter((_, i) => changes[i]).map(({ since }) => since).sort().reverse();
  if (day === undefined) return "";
  const [added, changed] = ["new", "changed"].map((change) => changes.filter((one) => one === change).length);
  const what = [
    added && plural(added, t`eine neue Frage`, t`${added} neue Fragen`),
    changed && plural(changed, t`eine geänderte Frage`, t`${changed} geänderte Fragen`),
  ].filter(Boolean).join(", ");
  return day ? t`geändert am ${dayText(day)}: ${what}` : t`geändert: ${what}`;
}

/**
 * "bestanden" and what is new since then, how much is answered, that all of it was not enough, or ""
 * @param {Progress} progress
 * @param {{ lesson?: string, questions?: string }} place
 */
export function stateOf(progress, { lesson, questions }) {
  const known = parseQuestions(questions);
  if (isPassed(progress, lesson)) return [t`bestanden`, newsOf(progress, known)].filter(Boolean).join(", ");
  const answered = known.filter((question) => answerTo(progress, question)).length;
  if (answered && answered === known.length) return t`noch nicht bestanden`;
  return answered ? t`${answered} von ${known.length} Fragen beantwortet` : "";
}

/**
 * @param {Progress} progress
 * @param {HTMLElement} node
 */
function showLesson(progress, node) {
  const state = stateOf(progress, node.dataset);
  node.dataset.status = isPassed(progress, node.dataset.lesson) ? "bestanden" : state ? "begonnen" : "";
  const label = node.querySelector("[data-status-text]");
  if (label) label.textContent = state;
}

/**
 * @param {Progress} progress
 * @param {string[]} lessons
 */
export function totalText(progress, lessons) {
  const done = lessons.filter((slug) => isPassed(progress, slug)).length;
  return done ? t`${done} von ${lessons.length} bestanden` : "";
}

/**
 * The menu holds titles alone; what its states need comes from a file, and only for who has begun.
 * @param {Store} store
 */
function completeMenu(store) {
  const [menu] = all(document, "[data-plan]");
  const file = menu?.dataset.plan;
  let isAsked = false;
  store.subscribe(async ({ clock }) => {
    if (!file || isAsked || clock === 0) return;
    isAsked = true;
    try {
      const plan = await (await fetch(file)).json();
      store.subscribe((progress) => showMenu(progress, menu, plan));
    } catch {
      // The states of passed lessons are there without it.
    }
  });
}

/**
 * @param {Progress} progress
 * @param {HTMLElement} menu
 * @param {Record<string, Record<string, string>>} plan
 */
function showMenu(progress, menu, plan) {
  for (const item of all(menu, ".module-list > li")) {
    const link = item.querySelector("a");
    if (!link) continue;
    const lessons = entryOf(plan, link.pathname.split("/").slice(-2)[0]) ?? {};
    if (link.nextElementSibling?.className !== "status") link.after(Object.assign(document.createElement("span"), { className: "status" }));
    find(item, ".status").textContent = totalText(progress, Object.keys(lessons));
    for (const node of all(item, "[data-lesson]")) {
      node.dataset.questions = entryOf(lessons, node.dataset.lesson ?? "") ?? "";
      showLesson(progress, node);
    }
  }
}

/** On a learning path (?weg=…) the next lesson is the path's, not the course's. */
function followPath() {
  const [pager] = all(document, "[data-paths]");
  const asked = `wege/${new URLSearchParams(location.search).get("weg")}`;
  const slug = (MOVED.get(asked) ?? asked).slice(5);
  /** @type {{ slug: string, title: string, url: string, next?: string, nextTitle?: string }[]} */
  const paths = JSON.parse(pager?.dataset.paths ?? "[]");
  const path = paths.find((one) => one.slug === slug);
  if (!path) return;
  const link = pager.querySelector("[rel=next]") ?? document.createElement("a");
  link.setAttribute("rel", "next");
  link.className = "onward";
  link.setAttribute("href", path.next ? `${path.next}?weg=${slug}` : path.url);
  const label = document.createElement("small");
  label.textContent = path.next ? t`Weiter auf dem Weg ${path.title}` : t`Ende des Weges`;
  link.replaceChildren(label, path.next ? (path.nextTitle ?? "") : t`Zur Übersicht ${path.title}`);
  pager.append(link);
}

/** @param {Store} store */
export function startProgress(store) {
  followPath();
  store.subscribe((progress) => {
    for (const node of all(document, "[data-lesson]")) showLesson(progress, node);
  });
  completeMenu(store);
}

// What is done, in the navigation and in lists of lessons, and where a learning path goes next.

import { newsOf, parseQuestions } from "./document.js";
import { MOVED } from "./moved.js";
import { answerTo, entryOf } from "./scoring.js";
import { t } from "../formats/gettext.js";

export function isPassed(progress, slug) {
  return Boolean(entryOf(progress.lessons, slug)?.passed);
}

/** "bestanden" and what is new since then, how much is answered, that all of it was not enough, or "" */
export function stateOf(progress, { lesson, questions }) {
  const all = parseQuestions(questions);
  if (isPassed(progress, lesson)) return [t`bestanden`, newsOf(progress, all)].filter(Boolean).join(", ");
  const answered = all.filter((question) => answerTo(progress, question)).length;
  if (answered && answered === all.length) return t`noch nicht bestanden`;
  return answered ? t`${answered} von ${all.length} Fragen beantwortet` : "";
}

function showLesson(progress, node) {
  const state = stateOf(progress, node.dataset);
  node.dataset.stand = isPassed(progress, node.dataset.lesson) ? "bestanden" : state ? "begonnen" : "";
  const label = node.querySelector("[data-stand-text]");
  if (label) label.textContent = state;
}

export function totalText(progress, lessons) {
  const done = lessons.filter((slug) => isPassed(progress, slug)).length;
  return done ? t`${done} von ${lessons.length} bestanden` : "";
}

/** The menu holds titles alone; what its states need comes from a file, and only for who has begun. */
function completeMenu(store) {
  const menu = document.querySelector("[data-plan]");
  let isAsked = !menu;
  store.subscribe(async ({ clock }) => {
    if (isAsked || clock === 0) return;
    isAsked = true;
    try {
      const plan = await (await fetch(menu.dataset.plan)).json();
      store.subscribe((progress) => showMenu(progress, menu, plan));
    } catch {
      // The states of passed lessons are there without it.
    }
  });
}

function showMenu(progress, menu, plan) {
  for (const item of menu.querySelectorAll(".module-liste > li")) {
    const link = item.querySelector("a");
    const lessons = entryOf(plan, link.pathname.split("/").slice(-2)[0]) ?? {};
    if (link.nextElementSibling?.className !== "stand") link.after(Object.assign(document.createElement("span"), { className: "stand" }));
    link.nextElementSibling.textContent = totalText(progress, Object.keys(lessons));
    for (const node of item.querySelectorAll("[data-lesson]")) {
      node.dataset.questions = entryOf(lessons, node.dataset.lesson) ?? "";
      showLesson(progress, node);
    }
  }
}

/** On a learning path (?weg=…) the next lesson is the path's, not the course's. */
function followPath() {
  const pager = document.querySelector("[data-wege]");
  const asked = `wege/${new URLSearchParams(location.search).get("weg")}`;
  const slug = (MOVED.get(asked) ?? asked).slice(5);
  const path = pager && JSON.parse(pager.dataset.wege).find((one) => one.slug === slug);
  if (!path) return;
  const link = pager.querySelector("[rel=next]") ?? document.createElement("a");
  link.rel = "next";
  link.className = "weiter";
  link.href = path.next ? `${path.next}?weg=${slug}` : path.url;
  const label = document.createElement("small");
  label.textContent = path.next ? t`Weiter auf dem Weg ${path.title}` : t`Ende des Weges`;
  link.replaceChildren(label, path.next ? path.nextTitle : t`Zur Übersicht ${path.title}`);
  pager.append(link);
}

export function startProgress(store) {
  followPath();
  store.subscribe((progress) => {
    for (const node of document.querySelectorAll("[data-lesson]")) showLesson(progress, node);
  });
  completeMenu(store);
}

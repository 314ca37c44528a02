// Pages that list lessons: how much of each list is done, what comes next, what is due again.

import { stateOf } from "./fortschritt.js";
import { dueQuestions, lessonsOn } from "./wiederholung.js";

function showTotal(progress, node) {
  const lessons = node.dataset.lektionen.split(" ");
  const done = lessons.filter((slug) => progress.lessons[slug]?.passed).length;
  const label = node.querySelector("[data-summe]");
  if (label) label.textContent = done ? `${done} von ${lessons.length} bestanden` : "";
}

function showNext(progress, node) {
  const lessons = [...document.querySelectorAll("[data-lesson][data-questions]")];
  const started = lessons.some((lesson) => stateOf(progress, lesson));
  const next = lessons.find((lesson) => stateOf(progress, lesson) !== "bestanden");
  node.hidden = !started || !next;
  if (node.hidden) return;
  const link = node.querySelector("a");
  const target = next.querySelector("a");
  link.href = target.href;
  link.textContent = target.textContent;
}

function showDue(progress, node) {
  const count = dueQuestions(progress, lessonsOn(document), Date.now() / 1000).length;
  node.hidden = count === 0;
  node.querySelector("span").textContent = count === 1 ? "Eine Frage ist zum Wiederholen fällig:" : `${count} Fragen sind zum Wiederholen fällig:`;
}

export function startOverview(store) {
  store.subscribe((progress) => {
    for (const node of document.querySelectorAll("[data-lektionen]")) showTotal(progress, node);
    for (const node of document.querySelectorAll("[data-weiter]")) showNext(progress, node);
    for (const node of document.querySelectorAll("[data-faellig]")) showDue(progress, node);
  });
}

// What is done, in the navigation and in lists of lessons, and where a learning path goes next.

import { answerTo, parseQuestions } from "./lernstand.js";

/** "bestanden", how much is answered, or "" */
export function stateOf(progress, node) {
  const { lesson, questions } = node.dataset;
  if (progress.lessons[lesson]?.passed) return "bestanden";
  if (!questions) return "";
  const all = parseQuestions(questions);
  const answered = all.filter((question) => answerTo(progress, question)).length;
  return answered ? `${answered} von ${all.length} Fragen beantwortet` : "";
}

function showLesson(progress, node) {
  const state = stateOf(progress, node);
  node.dataset.stand = state === "bestanden" ? "bestanden" : state ? "begonnen" : "";
  const label = node.querySelector("[data-stand-text]");
  if (label) label.textContent = state;
}

/** On a learning path (?weg=…) the next lesson is the path's, not the course's. */
function followPath() {
  const pager = document.querySelector("[data-wege]");
  const slug = new URLSearchParams(location.search).get("weg");
  const path = pager && JSON.parse(pager.dataset.wege).find((one) => one.slug === slug);
  if (!path) return;
  const link = pager.querySelector("[rel=next]") ?? document.createElement("a");
  link.rel = "next";
  link.className = "weiter";
  link.href = path.next ? `${path.next}?weg=${slug}` : path.url;
  const label = document.createElement("small");
  label.textContent = path.next ? `Weiter auf dem Weg „${path.title}“` : "Ende des Weges";
  link.replaceChildren(label, path.next ? path.nextTitle : `Zur Übersicht „${path.title}“`);
  pager.append(link);
}

export function startProgress(store) {
  followPath();
  store.subscribe((progress) => {
    for (const node of document.querySelectorAll("[data-lesson]")) showLesson(progress, node);
  });
}

// Pages that list lessons: how much of each list is done, what comes next, what is due again.

import { stateOf } from "./fortschritt.js";
import { dueQuestions, lessonsOn } from "./wiederholung.js";

function showTotal(progress, node) {
  const lessons = node.dataset.lektionen.split(" ");
  const done = lessons.filter((slug) => progress.lessons[slug]?.passed).length;
  const label = node.querySelector("[data-summe]");
  if (label) label.textContent = done ? `${done} von ${lessons.length} bestanden` : "";
}

function showNext(progress, node, list) {
  const lessons = [...list.querySelectorAll("[data-lesson][data-questions]")];
  const started = lessons.some((lesson) => stateOf(progress, lesson));
  const next = lessons.find((lesson) => stateOf(progress, lesson) !== "bestanden");
  node.hidden = !started || !next;
  if (node.hidden) return;
  const link = node.querySelector("a");
  const target = next.querySelector("a");
  link.href = target.href;
  link.textContent = target.textContent;
}

function showDue(progress, node, list) {
  const count = dueQuestions(progress, lessonsOn(list), Date.now() / 1000).length;
  node.hidden = count === 0;
  node.querySelector("span").textContent = count === 1 ? "Eine Frage ist zum Wiederholen fällig:" : `${count} Fragen sind zum Wiederholen fällig:`;
}

/** A long course lists all its lessons on one page only; that page, its links made good for this one. */
async function loadList(address) {
  const page = new URL(address, document.baseURI);
  const list = new DOMParser().parseFromString(await (await fetch(page)).text(), "text/html");
  for (const link of list.querySelectorAll("[data-lesson] a")) link.href = new URL(link.getAttribute("href"), page).href;
  return list;
}

export function startOverview(store) {
  const elsewhere = document.querySelector("[data-kursliste]")?.dataset.kursliste;
  let list = document; // where all lessons are listed
  const show = (progress) => {
    for (const node of document.querySelectorAll("[data-lektionen]")) showTotal(progress, node);
    for (const node of document.querySelectorAll("[data-weiter]")) showNext(progress, node, list);
    for (const node of document.querySelectorAll("[data-faellig]")) showDue(progress, node, list);
  };
  store.subscribe(show);
  if (!elsewhere || Object.keys(store.get().answers).length === 0) return; // who has not begun needs no list
  const use = (loaded) => {
    list = loaded;
    show(store.get());
  };
  loadList(elsewhere).then(use, () => {}); // without it the page says less, and nothing wrong
}

// Pages that list lessons: how much of each list is done, what comes next, what is due again.

import { newsOf, stateOf, totalText } from "./display.js";
import { parseQuestions } from "./document.js";
import { dueQuestions, lessonsOn } from "./review.js";
import { answerTo, entryOf, isPassed } from "./scoring.js";
import { all, find } from "../formats/dom.js";
import { t } from "../formats/gettext.js";
import { plural } from "../formats/language.js";

/** @import { Progress } from "./document.js" */
/**
 * @import { Store } from "./store.js"
 * @param {Progress} progress
 * @param {HTMLElement} node
 */
function showTotal(progress, node) {
  const lessons = (node.dataset.lessons ?? "").split(" ");
  const label = node.querySelector("[data-sum]");
  if (!label) return;
  const minutes = (node.dataset.minutes ?? "").split(" ").filter((_, i) => !isPassed(progress, lessons[i]));
  const left = minutes.reduce((sum, one) => sum + Number(one), 0);
  const done = totalText(progress, lessons);
  label.textContent = done && left ? t`${done}, noch ${durationText(left)}` : done;
}

/** @param {number} minutes */
function durationText(minutes) {
  if (minutes < 90) return plural(minutes, t`${minutes} Minute`, t`${minutes} Minuten`);
  const hours = String(Math.round(minutes / 30) / 2).replace(".", `,`); // loading German number formats takes 25 ms
  return t`etwa ${hours} Stunden`;
}

/**
 * Clock of the learner's last answer in each of `items`, 0 for none.
 * @param {Progress} progress
 * @param {HTMLElement[]} items
 */
function lastAnswers(progress, items) {
  return items.map((item) => Math.max(0, ...parseQuestions(item.dataset.questions).map(({ id }) => entryOf(progress.answers, id)?.n ?? 0)));
}

/**
 * Where to go on: the exam if it was begun last; the lesson of the last answer while it has open questions; then the
 * next one that is not passed, from there to the end and round; the exam; a passed lesson with something new.
 * @param {Progress} progress
 * @param {HTMLElement[]} items
 */
function nextLesson(progress, items) {
  const lessons = items.filter((item) => item.dataset.questions);
  const exam = items.find((item) => !item.dataset.questions && !isPassed(progress, item.dataset.lesson));
  const clocks = lastAnswers(progress, lessons);
  const last = Math.max(...clocks);
  const { attempt } = progress.exam ?? {};
  if (exam && attempt && !attempt.end && Math.max(attempt.n, ...Object.values(attempt.answers).map(({ n }) => n)) > last) return exam;
  const place = last ? clocks.indexOf(last) : 0;
  const round = [...lessons.slice(place), ...lessons.slice(0, place)];
  /** @param {HTMLElement} item */
  const isOpen = ({ dataset }) => !isPassed(progress, dataset.lesson);
  return round.find(isOpen) ?? exam ?? round.find(({ dataset }) => newsOf(progress, parseQuestions(dataset.questions)));
}

/**
 * @param {Progress} progress
 * @param {HTMLElement} node
 * @param {Document} list
 */
function showNext(progress, node, list) {
  const items = all(list, "main [data-lesson][data-questions]");
  const next = items.some((item) => stateOf(progress, item.dataset)) ? nextLesson(progress, items) : undefined;
  node.hidden = !next;
  if (!next) return;
  const target = find(next, "a", HTMLAnchorElement);
  const state = stateOf(progress, next.dataset);
  const open = parseQuestions(next.dataset.questions).find((question) => !answerTo(progress, question));
  const link = find(node, "a", HTMLAnchorElement);
  link.href = target.href;
  link.textContent = target.textContent;
  if (state && !isPassed(progress, next.dataset.lesson)) link.hash = open ? `frage-${open.id}` : "quiz";
  find(node, "span").textContent = state && `(${state})`;
}

/**
 * @param {Progress} progress
 * @param {HTMLElement} node
 * @param {Document} list
 */
function showDue(progress, node, list) {
  const count = dueQuestions(progress, lessonsOn(list), Date.now() / 1000).length;
  node.hidden = count === 0;
  find(node, "span").textContent = plural(count, t`Eine Frage ist zum Wiederholen fällig:`, t`${count} Fragen sind zum Wiederholen fällig:`);
}

/**
 * A long course lists all its lessons on one page only; that page, its links made good for this one.
 * @param {string} address
 */
export async function loadList(address) {
  const page = new URL(address, document.baseURI);
  const list = new DOMParser().parseFromString(await (await fetch(page)).text(), "text/html");
  for (const link of all(list, "[data-lesson] a", HTMLAnchorElement)) link.href = new URL(link.getAttribute("href") ?? "", page).href;
  return list;
}

/**
 * Resolves when all is shown.
 * @param {Store} store
 */
export async function startOverview(store) {
  const [elsewhere] = all(document, "[data-course-list]").map(({ dataset }) => dataset.courseList);
  let list = document; // where all lessons are listed
  /** @param {Progress} progress */
  const show = (progress) => {
    for (const node of all(document, "[data-lessons]")) showTotal(progress, node);
    for (const node of all(document, "[data-next]")) showNext(progress, node, list);
    for (const node of all(document, "[data-due]")) showDue(progress, node, list);
  };
  store.subscribe(show);
  if (!elsewhere || Object.keys(store.get().answers).length === 0) return; // who has not begun needs no list
  try {
    list = await loadList(elsewhere);
    show(store.get());
  } catch {
    // Without it the page says less, and nothing wrong.
  }
}

// What is done, on pages that list lessons and in the menu.

import { dateText } from "../formats/days.js";
import { all } from "../formats/dom.js";
import { t } from "../formats/gettext.js";
import { plural } from "../formats/language.js";
import { stateOf, totalText } from "../progress/display.js";
import { minutesOf } from "../progress/plan.js";
import { entryOf, isPassed } from "../progress/scoring.js";
import { element } from "./elements.js";

/** @import { Progress } from "../progress/document.js" */
/** @import { Plan } from "../progress/plan.js" */

/**
 * A moment in seconds as a date; "" for what no clock has shown.
 * @param {number} [seconds]
 */
export function knownDate(seconds = 0) {
  const sound = Number.isFinite(seconds) && seconds > 0 && seconds < 1e11;
  return sound ? dateText(seconds) : "";
}

/**
 * Without the plan only what is passed is known.
 * @param {Progress} progress
 * @param {Plan | undefined} plan
 */
export function showStates(progress, plan) {
  for (const node of all(document, "[data-lesson]")) showLesson(progress, plan, node);
  if (!plan) return;
  for (const node of all(document, "[data-lessons]")) showTotal(progress, plan, node);
  for (const link of all(document, ".module-list > li > a", HTMLAnchorElement)) showModule(progress, plan, link);
}

/**
 * @param {Progress} progress
 * @param {Plan | undefined} plan
 * @param {HTMLElement} node
 */
function showLesson(progress, plan, node) {
  const { lesson = "" } = node.dataset;
  const state = stateOf(progress, lesson, plan?.lessons.get(lesson)?.questions ?? []);
  node.dataset.status = isPassed(progress, lesson) ? "bestanden" : state ? "begonnen" : "";
  const label = node.querySelector("[data-status-text]");
  if (!label) return;
  const date = node.closest("[data-dated]") && knownDate(entryOf(progress.lessons, lesson)?.passed?.t);
  label.textContent = date ? state.replace(t`bestanden`, t`bestanden am ${date}`) : state;
}

/**
 * @param {Progress} progress
 * @param {Plan} plan
 * @param {HTMLElement} node
 */
function showTotal(progress, plan, node) {
  const label = node.querySelector("[data-sum]");
  if (!label) return;
  const lessons = (node.dataset.lessons ?? "").split(" ").filter((slug) => plan.lessons.has(slug));
  const left = minutesOf(plan, lessons.filter((slug) => !isPassed(progress, slug)));
  const done = totalText(progress, lessons);
  label.textContent = done && left ? t`${done}, noch ${durationText(left)}` : done;
}

/** @param {number} minutes */
export function durationText(minutes) {
  if (minutes < 90) return plural(minutes, t`${minutes} Minute`, t`${minutes} Minuten`);
  const hours = String(Math.round(minutes / 30) / 2).replace(".", t`,`); // loading number formats takes 25 ms
  return t`etwa ${hours} Stunden`;
}

/**
 * @param {Progress} progress
 * @param {Plan} plan
 * @param {HTMLAnchorElement} link of a module in the menu
 */
function showModule(progress, plan, link) {
  const module = plan.modules.get(link.pathname.split("/").slice(-2)[0]);
  if (link.nextElementSibling?.className !== "status") link.after(element("span", "", "status"));
  if (link.nextElementSibling) link.nextElementSibling.textContent = totalText(progress, module?.lessons ?? []);
}

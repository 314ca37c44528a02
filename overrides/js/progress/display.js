// What is done, in words. Pure.

import { changesIn } from "./document.js";
import { answerTo, isPassed } from "./scoring.js";
import { dayText } from "../formats/days.js";
import { t } from "../formats/gettext.js";
import { plural } from "../formats/language.js";

/** @import { Progress, Question } from "./document.js" */

/**
 * "", or in words what is new in a lesson that was begun or passed. `questions`: [{id, revision, since}]
 * @param {Progress} progress
 * @param {Question[]} questions
 * @param {boolean} wasPassed
 */
export function newsOf(progress, questions, wasPassed = true) {
  const changes = changesIn(progress, questions, wasPassed);
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
 * "bestanden" and what is new since then, how much of `questions` is answered and changed since, that all of it was not enough, or ""
 * @param {Progress} progress
 * @param {string} slug
 * @param {Question[]} questions
 */
export function stateOf(progress, slug, questions) {
  if (isPassed(progress, slug)) return [t`bestanden`, newsOf(progress, questions)].filter(Boolean).join(", ");
  const answered = questions.filter((question) => answerTo(progress, question)).length;
  if (answered && answered === questions.length) return t`noch nicht bestanden`;
  const news = newsOf(progress, questions, false);
  return [answered && t`${answered} von ${questions.length} Fragen beantwortet`, news].filter(Boolean).join(", ");
}

/**
 * @param {Progress} progress
 * @param {string[]} lessons
 */
export function totalText(progress, lessons) {
  const done = lessons.filter((slug) => isPassed(progress, slug)).length;
  return done ? t`${done} von ${lessons.length} bestanden` : "";
}

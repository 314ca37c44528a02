// The progress document (document.js) where it is only read: which answers count, and what they are worth. Pure.

export const FORMAT = "kurs-lernstand";
export const VERSION = 1;
export const PASS_MARK = 0.8; // the only place: packages and texts (<!-- zahl: bestehen -->) take it from here

/** @import { Given, Progress } from "./document.js" */
/** @typedef {{ id: string, revision: number }} QuestionName */

/**
 * @param {string} course
 * @returns {Progress}
 */
export function emptyProgress(course) {
  return { format: FORMAT, version: VERSION, course, clock: 0, answers: {}, lessons: {} };
}

/**
 * The entry of that name; what every object inherits (constructor, __proto__) is no entry.
 * @template Entry
 * @param {Record<string, Entry>} entries
 * @param {string} name
 * @returns {Entry | undefined}
 */
export function entryOf(entries, name) {
  return Object.prototype.hasOwnProperty.call(entries, name) ? entries[name] : undefined;
}

/**
 * Whether the lesson is passed, the exam too.
 * @param {Progress} progress
 * @param {string} [slug]
 */
export function isPassed(progress, slug = "") {
  return Boolean(entryOf(progress.lessons, slug)?.passed);
}

/**
 * The answer to this revision of a question, or undefined.
 * @param {Progress} progress
 * @param {QuestionName} question
 * @returns {Given | undefined}
 */
export function answerTo(progress, { id, revision }) {
  const entry = progress.answers[id];
  return entry && !entry.reset && entry.r === revision ? entry : undefined;
}

/**
 * {total, answered, right, reached} of `questions`; `passMark` is 0–1.
 * @param {Progress} progress
 * @param {QuestionName[]} questions
 * @param {number} passMark
 */
export function scoreOf(progress, questions, passMark) {
  const answers = questions.map((question) => answerTo(progress, question)).filter((answer) => answer !== undefined);
  const right = answers.filter((entry) => entry.ok).length;
  const total = questions.length;
  return { total, answered: answers.length, right, reached: total > 0 && answers.length === total && right >= passMark * total };
}

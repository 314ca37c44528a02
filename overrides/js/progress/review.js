// Which questions are due again. Pure.

import { answerTo, isPassed } from "./scoring.js";

/** @import { Given, Progress, Question } from "./document.js" */
/** @import { PlannedLesson } from "./plan.js" */
/** @typedef {Question & { lesson: PlannedLesson, last: number, wait: number }} Reviewable `last` is the answer's clock */

const SECONDS_A_DAY = 86_400;

/** Equal intervals; two to three weeks serve three months of retention (see the page „Heute wiederholen“). */
const INTERVAL = 14 * SECONDS_A_DAY;

/**
 * Seconds until an answer is due. A clock that jumped makes it due, never lost.
 * @param {Given} answer
 * @param {number} now
 */
function waitFor(answer, now) {
  const age = now - answer.t;
  return answer.ok && age >= 0 && age < INTERVAL ? INTERVAL - age : 0;
}

/**
 * Answered questions of passed lessons with the seconds until they are due: [{id, revision, lesson, last, wait}].
 * @param {Progress} progress
 * @param {Iterable<PlannedLesson>} lessons
 * @param {number} now
 * @returns {Reviewable[]}
 */
export function reviewable(progress, lessons, now) {
  const passed = [...lessons].filter(({ slug }) => isPassed(progress, slug));
  return passed.flatMap((lesson) =>
    lesson.questions.flatMap((question) => {
      const answer = answerTo(progress, question);
      return answer ? [{ ...question, lesson, last: answer.n, wait: waitFor(answer, now) }] : [];
    }),
  );
}

/**
 * @param {Progress} progress
 * @param {Iterable<PlannedLesson>} lessons
 * @param {number} now
 */
export function dueQuestions(progress, lessons, now) {
  return reviewable(progress, lessons, now).filter((question) => question.wait === 0);
}

/**
 * What a second round is drawn from: every answered question of `lessons`, due or not, passed or not.
 * @param {Progress} progress
 * @param {PlannedLesson[]} lessons
 * @returns {Reviewable[]}
 */
export function answeredQuestions(progress, lessons) {
  return lessons.flatMap((lesson) =>
    lesson.questions.flatMap((question) => {
      const answer = answerTo(progress, question);
      return answer ? [{ ...question, lesson, last: answer.n, wait: 0 }] : [];
    }),
  );
}

/**
 * Up to `count` of the due questions: one module after the other, in each the longest unanswered first.
 * @param {Reviewable[]} due
 * @param {number} count
 */
export function drawRound(due, count) {
  /** @type {Map<string, Reviewable[]>} */
  const queues = new Map();
  for (const question of [...due].sort((a, b) => a.last - b.last)) {
    const { module } = question.lesson;
    queues.set(module, [...(queues.get(module) ?? []), question]);
  }
  /** @type {Reviewable[]} */
  const round = [];
  while (round.length < Math.min(count, due.length)) {
    for (const queue of queues.values()) if (round.length < count) round.push(...queue.splice(0, 1));
  }
  return round;
}

const REMINDERS = 6; // three months

/**
 * Days for reminders, as midnight UTC of the reader's date in milliseconds: the first when something is due again
 * (`waits`: seconds for each question), never today, then at equal intervals.
 * @param {Date} today
 * @param {number[]} waits
 */
export function reminderDays(today, waits) {
  const wait = waits.length ? Math.max(SECONDS_A_DAY, Math.min(...waits)) : INTERVAL;
  const first = new Date(today.getTime() + wait * 1000);
  const midnight = Date.UTC(first.getFullYear(), first.getMonth(), first.getDate());
  return Array.from({ length: REMINDERS }, (_, i) => midnight + i * INTERVAL * 1000);
}

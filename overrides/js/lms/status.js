// What is reached in a part of the course, as learning platforms want to know it. Pure.

import { examOf } from "../exam/exam.js";
import { PASS_MARK, scoreOf } from "../progress/scoring.js";

/** @import { Exam, Progress } from "../progress/document.js" */
/** @import { QuestionName } from "../progress/scoring.js" */

/**
 * @typedef {"unknown" | "passed" | "failed"} Success
 * @typedef {{ completed: boolean, success: Success, score: number | null, progress: number }} Status `score` is 0–100, `progress` 0–1
 * @typedef {{ total: number, answered: number, right: number, isWhole: boolean }} Count of questions; `isWhole`: there is a result
 * @typedef {{ exam?: boolean, check?: string, questions: QuestionName[] }} Activity a part of the course, or with `exam` the course's, with `check` a path's
 */

/** @type {Status} */
export const UNKNOWN = { completed: false, success: "unknown", score: null, progress: 0 };

/**
 * The best exam that was handed in, else how far the running one is.
 * @param {Exam} exam
 * @returns {Count}
 */
function examScore({ attempt, passed = {} }) {
  const ends = [...Object.values(passed), ...(attempt?.end ? [attempt.end] : [])].filter(({ total }) => total > 0);
  const [best] = ends.sort((a, b) => b.right / b.total - a.right / a.total);
  if (best) return { total: best.total, answered: best.total, right: best.right, isWhole: true };
  const answered = Object.values(attempt?.answers ?? {}).filter(({ given }) => given.length).length;
  return { total: attempt?.questions.length ?? 0, answered, right: 0, isWhole: false };
}

/**
 * @param {Progress} progress
 * @param {QuestionName[]} questions
 * @returns {Count}
 */
function practiceScore(progress, questions) {
  const score = scoreOf(progress, questions, PASS_MARK);
  return { ...score, isWhole: score.total > 0 && score.answered === score.total };
}

/**
 * What is reached in `activity`.
 * There is a score once every question is answered; it is rounded down, because platforms compare it with the pass
 * mark by themselves. What `before` had reached stays: completed, passed, and the best score.
 * @param {Progress} progress
 * @param {Activity} activity
 * @returns {Status}
 */
export function statusOf(progress, activity, before = UNKNOWN) {
  const { total, answered, right, isWhole } = activity.exam ? examScore(examOf(progress, activity.check ?? "")) : practiceScore(progress, activity.questions);
  if (!isWhole) return { ...before, progress: before.completed || !total ? before.progress : answered / total };
  const score = Math.max(before.score ?? 0, Math.min(100, Math.floor((100 * right) / total + 1e-9)));
  const reached = before.success === "passed" || score >= 100 * PASS_MARK;
  return { completed: true, success: reached ? "passed" : "failed", score, progress: 1 };
}

/**
 * What a platform, or our own text there, says of success. Anything else is unknown.
 * @param {unknown} name
 * @returns {Success}
 */
export function successFrom(name) {
  return name === "passed" || name === "failed" ? name : "unknown";
}

/**
 * The status a platform remembers. `score` is its text for 0–100.
 * @param {boolean} completed
 * @param {Success} success
 * @param {string} score
 * @returns {Status}
 */
export function statusFrom(completed, success, score) {
  const number = Math.floor(Number(score));
  const known = score !== "" && number >= 0 && number <= 100 ? number : null;
  if (success === "unknown") return { completed, success, score: completed ? known : null, progress: completed ? 1 : 0 };
  return { completed: true, success, score: known, progress: 1 };
}

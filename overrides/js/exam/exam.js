// The final exam as arithmetic: drawing, shuffling, and what it writes into the progress document. Pure.

import { LIMITS, bounded, withPassed } from "../progress/document.js";
import { PASS_MARK } from "../progress/scoring.js";
import { shuffled } from "../questions/shuffle.js";

/** @import { Attempt, Exam, ExamPass, Progress } from "../progress/document.js" */

/** @typedef {{ key: string, module: string, lesson: string }} Drawable a question of the pool; `key` is "id:revision" */

/**
 * Random numbers that are the same for the same text, so that a reload shows the same order (FNV-1a, mulberry32).
 * @param {string} text
 */
export function seeded(text) {
  let state = 2166136261;
  for (const letter of text) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 16777619);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Keys of `count` questions out of `pool`: from each module the same number, give or
 * take one; within a module first what the last attempt (`before`, keys) did not ask, and from every lesson.
 * @param {Drawable[]} pool
 * @param {number} count
 * @param {string[]} before
 * @param {() => number} random
 */
export function drawQuestions(pool, count, before, random) {
  /** @type {Map<string, Drawable[]>} */
  const modules = new Map();
  for (const question of shuffled(pool, random)) modules.set(question.module, [...(modules.get(question.module) ?? []), question]);
  const queues = shuffled([...modules.values()], random).map((group) => byNovelty(group, before));
  /** @type {Drawable[]} */
  const drawn = [];
  while (drawn.length < count && queues.some((queue) => queue.length)) {
    for (const queue of queues) if (drawn.length < count) drawn.push(...queue.splice(0, 1));
  }
  return shuffled(drawn, random).map((question) => question.key);
}

/**
 * @param {Drawable[]} group
 * @param {string[]} before
 */
function byNovelty(group, before) {
  const isOld = (/** @type {Drawable} */ question) => Number(before.includes(question.key));
  /** @type {Map<string, number>} */
  const ofLesson = new Map();
  const ranked = [...group]
    .sort((a, b) => isOld(a) - isOld(b))
    .map((question) => {
      const nth = ofLesson.get(question.lesson) ?? 0;
      ofLesson.set(question.lesson, nth + 1);
      return { question, nth, old: isOld(question) };
    });
  return ranked.sort((a, b) => a.old - b.old || a.nth - b.nth).map(({ question }) => question);
}

/**
 * So many right answers pass.
 * @param {number} total
 */
export function neededFor(total) {
  return Math.ceil(PASS_MARK * total - 1e-9);
}

/**
 * Of each module that was asked, in the order of `modules`: the result, and for each objective missed one question on it.
 * @template {{module: string, lesson: string, url: string, objective: string}} Question
 * @param {{question: Question, ok: boolean}[]} judged
 * @param {string[]} modules titles
 * @returns {{title: string, right: number, total: number, missed: Question[]}[]}
 */
export function resultsByModule(judged, modules) {
  const results = modules.map((title) => {
    const own = judged.filter(({ question }) => question.module === title);
    const wrong = own.filter(({ ok }) => !ok).map(({ question }) => question);
    const missed = [...new Map(wrong.map((question) => [question.lesson + question.objective, question])).values()];
    return { title, right: own.length - wrong.length, total: own.length, missed };
  });
  return results.filter(({ total }) => total);
}

/**
 * Later than all that is there, whatever was read in.
 * @param {Progress} progress
 * @param {{ n: number } | undefined} entry
 */
function tick(progress, entry) {
  return Math.max(progress.clock, entry?.n ?? 0) + 1;
}

/**
 * @param {Progress} progress
 * @param {number} n
 * @param {Exam} change
 * @returns {Progress}
 */
function withExam(progress, n, change) {
  return { ...progress, clock: n, exam: { ...progress.exam, ...change } };
}

/**
 * A new attempt; the one before ends here.
 * @param {Progress} progress
 * @param {string[]} questions keys
 * @param {number} seconds
 */
export function withAttempt(progress, questions, seconds) {
  const n = tick(progress, progress.exam?.attempt);
  return withExam(progress, n, { attempt: { n, t: seconds, questions, answers: {} } });
}

/**
 * The stored attempt if it is still `attempt` and not handed in; meanwhile another tab may have begun a new one.
 * @param {Progress} progress
 * @param {Attempt} attempt
 */
function running(progress, attempt) {
  const stored = progress.exam?.attempt;
  return stored && stored.n === attempt.n && stored.t === attempt.t && !stored.end ? stored : undefined;
}

/**
 * The answer to one question of `attempt`; [] takes it back.
 * @param {Progress} progress
 * @param {Attempt} attempt
 * @param {string} key
 * @param {string[]} given
 */
export function withExamAnswer(progress, attempt, key, given) {
  const stored = running(progress, attempt);
  if (!stored?.questions.includes(key)) return progress;
  const n = tick(progress, stored.answers[key]);
  const entry = { n, given: bounded(given) };
  return withExam(progress, n, { attempt: { ...stored, answers: { ...stored.answers, [key]: entry } } });
}

/**
 * `attempt` handed in. `course.lesson` is the exam's own slug: lists of lessons show its state like that of a lesson.
 * @param {Progress} progress
 * @param {Attempt} attempt
 * @param {{ right: number, total: number, modules: string[] }} result modules by their titles
 * @param {{ lesson: string, version: string }} course
 * @param {number} seconds
 */
export function withExamEnd(progress, attempt, result, course, seconds) {
  const stored = running(progress, attempt);
  if (!stored) return progress;
  const n = tick(progress, stored);
  const { right, total } = result;
  /** @type {Exam} */
  const change = { attempt: { ...stored, end: { n, t: seconds, right, total } } };
  if (right < neededFor(total)) return withExam(progress, n, change);
  const modules = result.modules.slice(0, LIMITS.modules).map((title) => title.slice(0, LIMITS.text));
  const pass = { n, t: seconds, v: course.version, right, total, modules };
  change.passed = { ...progress.exam?.passed, [`${stored.n}-${stored.t}`]: pass };
  return withPassed(withExam(progress, n, change), course.lesson, course.version, seconds);
}

/**
 * The name on the certificate kept, or taken away with "".
 * @param {Progress} progress
 * @param {string} text
 */
export function withName(progress, text) {
  const n = tick(progress, progress.exam?.name);
  return withExam(progress, n, { name: { n, text: text.slice(0, LIMITS.text) } });
}

/**
 * Passed exams, the latest first.
 * @param {Progress} progress
 * @returns {ExamPass[]}
 */
export function passesOf(progress) {
  return Object.values(progress.exam?.passed ?? {}).sort((a, b) => b.t - a.t || b.n - a.n);
}

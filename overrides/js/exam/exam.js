// The final exam as arithmetic: drawing, shuffling, and what it writes into the progress document. Pure.

import { LIMITS, bounded, withPassed } from "../progress/document.js";
import { PASS_MARK, entryOf } from "../progress/scoring.js";
import { shuffled } from "../questions/shuffle.js";

/** @import { Attempt, Exam, ExamPass, Progress } from "../progress/document.js" */

/** @typedef {{ key: string, group: string, lesson: string, objective: string }} Drawable a question of the pool; `key` is "id:revision" */

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
 * Keys of `count` questions out of `pool`: from each group the same number, give or take one; within a group first what the
 * last attempt (`before`, keys) did not ask, from every lesson, and no two on one objective while there is another.
 * @param {Drawable[]} pool
 * @param {number} count
 * @param {string[]} before
 * @param {() => number} random
 */
export function drawQuestions(pool, count, before, random) {
  /** @type {Map<string, Drawable[]>} */
  const groups = new Map();
  for (const question of shuffled(pool, random)) groups.set(question.group, [...(groups.get(question.group) ?? []), question]);
  const queues = shuffled([...groups.values()], random).map((group) => byNovelty(group, before));
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
  const byAge = [...group].sort((a, b) => isOld(a) - isOld(b));
  const ranked = byAge.map((question, i) => {
    const earlier = byAge.slice(0, i).filter(({ lesson }) => lesson === question.lesson);
    const nth = earlier.filter(({ objective }) => objective === question.objective).length;
    return { question, nth, ofLesson: earlier.length };
  });
  return ranked.sort((a, b) => isOld(a.question) - isOld(b.question) || a.nth - b.nth || a.ofLesson - b.ofLesson).map(({ question }) => question);
}

/**
 * So many right answers pass.
 * @param {number} total
 */
export function neededFor(total) {
  return Math.ceil(PASS_MARK * total - 1e-9);
}

/**
 * Of each group that was asked, in the order of `groups`: the result, and for each objective missed one question on it.
 * @template {{group: string, lesson: string, url: string, objective: string}} Question
 * @param {{question: Question, ok: boolean}[]} judged
 * @param {string[]} groups titles
 * @returns {{title: string, right: number, total: number, missed: Question[]}[]}
 */
export function resultsByGroup(judged, groups) {
  const results = groups.map((title) => {
    const own = judged.filter(({ question }) => question.group === title);
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
 * What `progress` holds of an exam. `check` is the slug of a path's check, "" for the course's exam, which had its place
 * before there were others.
 * @param {Progress} progress
 * @param {string} check
 * @returns {Exam}
 */
export const examOf = (progress, check) => (check ? entryOf(progress.checks ?? {}, check) : progress.exam) ?? {};

/**
 * @param {Progress} progress
 * @param {string} check
 * @param {number} n
 * @param {Exam} change
 * @returns {Progress}
 */
function withExam(progress, check, n, change) {
  const exam = { ...examOf(progress, check), ...change };
  return { ...progress, clock: n, ...(check ? { checks: { ...progress.checks, [check]: exam } } : { exam }) };
}

/**
 * A new attempt; the one before ends here.
 * @param {Progress} progress
 * @param {string} check as examOf takes it
 * @param {string[]} questions keys
 * @param {number} seconds
 */
export function withAttempt(progress, check, questions, seconds) {
  const n = tick(progress, examOf(progress, check).attempt);
  return withExam(progress, check, n, { attempt: { n, t: seconds, questions, answers: {} } });
}

/**
 * The stored attempt if it is still `attempt` and not handed in; meanwhile another tab may have begun a new one.
 * @param {Progress} progress
 * @param {string} check
 * @param {Attempt} attempt
 */
function running(progress, check, attempt) {
  const stored = examOf(progress, check).attempt;
  return stored && stored.n === attempt.n && stored.t === attempt.t && !stored.end ? stored : undefined;
}

/**
 * The answer to one question of `attempt`; [] takes it back.
 * @param {Progress} progress
 * @param {string} check
 * @param {Attempt} attempt
 * @param {string} key
 * @param {string[]} given
 */
export function withExamAnswer(progress, check, attempt, key, given) {
  const stored = running(progress, check, attempt);
  if (!stored?.questions.includes(key)) return progress;
  const n = tick(progress, stored.answers[key]);
  const entry = { n, given: bounded(given) };
  return withExam(progress, check, n, { attempt: { ...stored, answers: { ...stored.answers, [key]: entry } } });
}

/**
 * `attempt` handed in. `course.lesson` is the exam's own slug: lists of lessons show its state like that of a lesson.
 * @param {Progress} progress
 * @param {string} check
 * @param {Attempt} attempt
 * @param {{ right: number, total: number, groups: string[] }} result groups by their titles
 * @param {{ lesson: string, version: string }} course
 * @param {number} seconds
 */
export function withExamEnd(progress, check, attempt, result, course, seconds) {
  const stored = running(progress, check, attempt);
  if (!stored) return progress;
  const n = tick(progress, stored);
  const { right, total } = result;
  /** @type {Exam} */
  const change = { attempt: { ...stored, end: { n, t: seconds, right, total } } };
  if (right < neededFor(total)) return withExam(progress, check, n, change);
  const modules = result.groups.slice(0, LIMITS.modules).map((title) => title.slice(0, LIMITS.text));
  const pass = { n, t: seconds, v: course.version, right, total, modules };
  change.passed = { ...examOf(progress, check).passed, [`${stored.n}-${stored.t}`]: pass };
  return withPassed(withExam(progress, check, n, change), course.lesson, course.version, seconds);
}

/**
 * The name on the certificate kept, or taken away with "".
 * @param {Progress} progress
 * @param {string} text
 */
export function withName(progress, text) {
  const n = tick(progress, progress.exam?.name);
  return withExam(progress, "", n, { name: { n, text: text.slice(0, LIMITS.text) } });
}

/**
 * Passed exams, the latest first, each with the `check` that it was.
 * @param {Progress} progress
 * @returns {(ExamPass & { check: string })[]}
 */
export function passesOf(progress) {
  const exams = ["", ...Object.keys(progress.checks ?? {})];
  const passes = exams.flatMap((check) => Object.values(examOf(progress, check).passed ?? {}).map((pass) => ({ ...pass, check })));
  return passes.sort((a, b) => b.t - a.t || b.n - a.n);
}

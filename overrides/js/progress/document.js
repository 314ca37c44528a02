// The progress document and its arithmetic. Pure: no storage, no page, no clock of its own.
//
//   { format: "kurs-lernstand", version: 1, course, clock,
//     answers: { <question id>: { r: revision, n: clock, t: seconds, ok: bool, given: [text] }
//                               | { r, n, reset: true } },
//     lessons: { <slug>: { passed: { n, t, v: course version } } },
//     exam?: { attempt?: { n, t, questions: ["id:revision"], answers: { "id:revision": { n, given: [text] } },
//                          end?: { n, t, right, total } },
//              passed?: { "<attempt's n>-<its t>": { n, t, v, right, total, modules: [title] } },
//              name?: { n, text } },
//     checks?: { <slug of a path's check>: { attempt?, passed? } },
//     assignments?: { <id>: { n, t, code } | { n, gone: true } } }
//
// `clock` counts changes (Lamport), so that the order of two answers never depends on a wall clock.
// Two documents merge entry by entry to the greatest under a total order: in any order, any number of
// times, the result is the same. Unknown entries and fields are kept: a later version wrote them.

import { FORMAT, VERSION, entryOf, isPassed } from "./scoring.js";

/** @import { QuestionName } from "./scoring.js" */
/**
 * @typedef {{ r: number, n: number, t: number, ok: boolean, given: string[], reset?: undefined }} Given
 * @typedef {{ r: number, n: number, reset: true, t?: undefined, ok?: undefined, given?: undefined }} Reset
 * @typedef {Given | Reset} Answer
 * @typedef {{ passed?: { n: number, t: number, v: string } }} Lesson
 * @typedef {{ n: number, given: string[] }} ExamAnswer
 * @typedef {{ n: number, t: number, right: number, total: number }} ExamEnd
 * @typedef {ExamEnd & { v: string, modules: string[] }} ExamPass
 * @typedef {{ n: number, t: number, questions: string[], answers: Record<string, ExamAnswer>, end?: ExamEnd }} Attempt
 * @typedef {{ attempt?: Attempt, passed?: Record<string, ExamPass>, name?: { n: number, text: string } }} Exam
 * @typedef {{ n: number, t: number, code: string, gone?: undefined }} KeptAssignment
 * @typedef {{ n: number, gone: true, t?: undefined, code?: undefined }} GoneAssignment
 * @typedef {KeptAssignment | GoneAssignment} Assignment
 * @typedef {{ id: string, revision: number, since: string }} Question `since`, where it stands, is the day that revision came
 * @typedef {{ format: string, version: number, course: string, clock: number, answers: Record<string, Answer>,
 *   lessons: Record<string, Lesson>, exam?: Exam, checks?: Record<string, Exam>, assignments?: Record<string, Assignment> }} Progress
 */

export const LIMITS = { entries: 20000, name: 100, given: 40, text: 500, depth: 10, modules: 200, time: 253402300799, code: 2000 };

/**
 * "ok", "foreign" (another course or shape) or "newer" (written by a later version of the course).
 * @param {unknown} value
 * @param {string} course
 * @returns {"ok" | "foreign" | "newer"}
 */
export function inspectProgress(value, course) {
  if (!isRecord(value) || value.format !== FORMAT || value.course !== course) return "foreign";
  if (!isCount(value.version) || value.version < 1) return "foreign";
  if (value.version > VERSION) return "newer";
  const sound =
    isShallow(value, LIMITS.depth) &&
    isCount(value.clock) &&
    isEntries(value.answers, isAnswer) &&
    isEntries(value.lessons, isLesson) &&
    absentOr(isExam, value.exam) &&
    absentOr((checks) => isEntries(checks, isExam), value.checks) &&
    absentOr((assignments) => isEntries(assignments, isAssignment), value.assignments);
  return sound ? "ok" : "foreign";
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Not nested deeper than `depth`: what is recursive here ends.
 * @param {object} value
 * @param {number} depth
 * @returns {boolean}
 */
export function isShallow(value, depth) {
  // for…in, here and in isEntries, because lists of a thousand names cost time on every page
  for (const name in value) {
    const inner = /** @type {Record<string, unknown>} */ (value)[name];
    if (typeof inner === "object" && inner !== null && (depth === 0 || !isShallow(inner, depth - 1))) return false;
  }
  return true;
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
function isCount(value) {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/**
 * @param {unknown} value
 * @param {(entry: unknown) => boolean} isEntry
 */
function isEntries(value, isEntry) {
  if (!isRecord(value)) return false;
  let count = 0;
  for (const name in value) {
    count += 1;
    if (count > LIMITS.entries || name.length > LIMITS.name || !isEntry(value[name])) return false;
  }
  return true;
}

/** @param {unknown} entry */
function isAnswer(entry) {
  if (!isRecord(entry) || !isCount(entry.r) || !isCount(entry.n)) return false;
  if (entry.reset === true) return true;
  return typeof entry.ok === "boolean" && Number.isFinite(entry.t) && isTexts(entry.given, LIMITS.given);
}

/**
 * @param {unknown} value
 * @param {number} most
 * @returns {value is string[]}
 */
function isTexts(value, most) {
  return Array.isArray(value) && value.length <= most && value.every((text) => typeof text === "string" && text.length <= LIMITS.text);
}

/**
 * @param {(value: unknown) => boolean} isSound
 * @param {unknown} value
 */
const absentOr = (isSound, value) => value === undefined || isSound(value);
/** @param {unknown} entry */
const isDated = (entry) => isRecord(entry) && isCount(entry.n) && isCount(entry.t) && entry.t <= LIMITS.time;
/** @param {unknown} entry */
const isScored = (entry) => isRecord(entry) && isDated(entry) && isCount(entry.right) && isCount(entry.total);
/** @param {unknown} entry */
const isExamAnswer = (entry) => isRecord(entry) && isCount(entry.n) && isTexts(entry.given, LIMITS.given);
/** @param {unknown} entry */
const isExamPass = (entry) => isRecord(entry) && isScored(entry) && isTexts([entry.v], 1) && isTexts(entry.modules, LIMITS.modules);
/** @param {unknown} entry */
const isName = (entry) => isRecord(entry) && isCount(entry.n) && isTexts([entry.text], 1);

/** @param {unknown} entry */
function isAttempt(entry) {
  return isRecord(entry) && isDated(entry) && isTexts(entry.questions, LIMITS.given) && isEntries(entry.answers, isExamAnswer) && absentOr(isScored, entry.end);
}

/** @param {unknown} value */
function isExam(value) {
  return isRecord(value) && absentOr(isAttempt, value.attempt) && absentOr((passes) => isEntries(passes, isExamPass), value.passed) && absentOr(isName, value.name);
}

/** @param {unknown} entry */
function isAssignment(entry) {
  if (!isRecord(entry) || !isCount(entry.n)) return false;
  return entry.gone === true || (isDated(entry) && typeof entry.code === "string" && entry.code.length <= LIMITS.code);
}

/** @param {unknown} entry */
function isLesson(entry) {
  return isRecord(entry) && (entry.passed === undefined || (isRecord(entry.passed) && isCount(entry.passed.n)));
}

/**
 * JSON with sorted keys: equal content, equal text.
 * @param {unknown} value
 * @returns {string}
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? "null";
  const fields = Object.keys(value).sort();
  const parts = fields.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${parts.join(",")}}`;
}

/**
 * The greater of two entries by `fields`, then by their text.
 * @template T
 * @param {T} a
 * @param {T} b
 * @param {string[]} fields
 */
function greatest(a, b, fields = []) {
  for (const field of fields) {
    const [left, right] = [a, b].map((entry) => (isRecord(entry) && Number(entry[field])) || 0);
    if (left !== right) return left > right ? a : b;
  }
  return canonical(a) >= canonical(b) ? a : b;
}

/**
 * Where both have an entry of the same name, `choose` says which it is.
 * @template T
 * @param {Record<string, T>} a
 * @param {Record<string, T>} b
 * @param {(a: T, b: T) => T} choose
 * @returns {Record<string, T>}
 */
function mergeEntries(a, b, choose) {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  // fromEntries defines, where an assignment to "__proto__" would change the object itself.
  return Object.fromEntries(
    [...names].map((name) => {
      const [left, right] = [entryOf(a, name), entryOf(b, name)];
      if (left === undefined || right === undefined) return [name, /** @type {T} */ (left === undefined ? right : left)]; // not ??: null is a value
      return [name, choose(left, right)];
    }),
  );
}

/**
 * `a` and `b`, field by field the greatest, but where both have one of `rules`, which says how to choose.
 * @template {object} T
 * @param {T} a
 * @param {T} b
 * @param {{ [F in keyof T]?: (a: NonNullable<T[F]>, b: NonNullable<T[F]>) => T[F] }} rules
 * @returns {T}
 */
function mergeFields(a, b, rules) {
  const merged = /** @type {T} */ (mergeEntries({ ...a }, { ...b }, greatest));
  for (const field of /** @type {(keyof T)[]} */ (Object.keys(rules))) {
    const [left, right] = [a[field], b[field]];
    if (left && right) merged[field] = rules[field]?.(left, right) ?? merged[field];
  }
  return merged;
}

/**
 * @template T
 * @param {T} a
 * @param {T} b
 */
const newest = (a, b) => greatest(a, b, ["n"]);
/**
 * @template T
 * @param {(a: T, b: T) => T} choose
 * @returns {(a: Record<string, T>, b: Record<string, T>) => Record<string, T>}
 */
const entrywise = (choose) => (a, b) => mergeEntries(a, b, choose);

/**
 * @param {Lesson} a
 * @param {Lesson} b
 */
function mergeLesson(a, b) {
  // Once passed, never revoked: of two passes the earlier counts.
  return mergeFields(a, b, { passed: (left, right) => (newest(left, right) === left ? right : left) });
}

/**
 * The later attempt; of one attempt in two places, all answers. What names an attempt never changes after its start.
 * @param {Attempt} a
 * @param {Attempt} b
 * @returns {Attempt}
 */
function mergeAttempt(a, b) {
  const [left, right] = [a, b].map(({ n, t, questions }) => ({ n, t, questions }));
  if (canonical(left) !== canonical(right)) return newest(left, right) === left ? a : b;
  return mergeFields(a, b, { answers: entrywise(newest), end: newest });
}

/**
 * @param {Exam} a
 * @param {Exam} b
 */
function mergeExam(a, b) {
  return mergeFields(a, b, { attempt: mergeAttempt, passed: entrywise(newest), name: newest });
}

/**
 * Both documents as one; commutative, associative, idempotent.
 * @param {Progress} a
 * @param {Progress} b
 * @returns {Progress}
 */
export function mergeProgress(a, b) {
  const answers = entrywise((left, right) => greatest(left, right, ["r", "n"]));
  const merged = mergeFields(a, b, { answers, lessons: entrywise(mergeLesson), exam: mergeExam, checks: entrywise(mergeExam), assignments: entrywise(newest) });
  return { ...merged, clock: Math.max(a.clock, b.clock) };
}

/**
 * Texts of an answer as far as they can be read again.
 * @param {string[]} texts
 */
export const bounded = (texts) => texts.slice(0, LIMITS.given).map((text) => text.slice(0, LIMITS.text));

/**
 * The document in which what was passed or begun at an old address counts at the present one (`moves`: Map old → present).
 * The old entry stays: a device with an older edition looks for it there.
 * @param {Progress} progress
 * @param {Map<string, string>} moves
 * @returns {Progress}
 */
export function withMoves(progress, moves) {
  const { checks } = progress;
  return { ...progress, lessons: moved(progress.lessons, moves, mergeLesson), ...(checks && { checks: moved(checks, moves, mergeExam) }) };
}

/**
 * @template T
 * @param {Record<string, T>} entries
 * @param {Map<string, string>} moves
 * @param {(a: T, b: T) => T} choose
 */
function moved(entries, moves, choose) {
  const found = { ...entries };
  for (const [old, present] of moves) {
    const entry = entryOf(found, old);
    const there = entryOf(found, present);
    if (entry) found[present] = there ? choose(there, entry) : entry;
  }
  return found;
}

/**
 * The document with one more answer. `answer`: {ok, given} or {reset: true}.
 * @param {Progress} progress
 * @param {string} id
 * @param {number} revision
 * @param {{ ok: boolean, given: string[], reset?: undefined } | { reset: true }} answer
 * @param {number} seconds
 * @returns {Progress}
 */
export function withAnswer(progress, id, revision, answer, seconds) {
  const n = Math.max(progress.clock, entryOf(progress.answers, id)?.n ?? 0) + 1; // newer than what it replaces, whatever was read in
  /** @type {Answer} */
  const entry = answer.reset ? { r: revision, n, reset: true } : { r: revision, n, t: seconds, ok: answer.ok, given: bounded(answer.given) };
  return { ...progress, clock: n, answers: { ...progress.answers, [id]: entry } };
}

/**
 * The document with `slug` passed; the first pass stays.
 * @param {Progress} progress
 * @param {string} slug
 * @param {string} courseVersion
 * @param {number} seconds
 * @returns {Progress}
 */
export function withPassed(progress, slug, courseVersion, seconds) {
  if (isPassed(progress, slug)) return progress;
  const n = progress.clock + 1;
  const lesson = { ...progress.lessons[slug], passed: { n, t: seconds, v: courseVersion } };
  return { ...progress, clock: n, lessons: { ...progress.lessons, [slug]: lesson } };
}

/**
 * "id:1 other:2:2027-03-01" → [{id, revision, since}]; since, where it stands, is the day that revision came
 * @param {string | undefined} text
 * @returns {Question[]}
 */
export function parseQuestions(text) {
  return (text || "")
    .split(" ")
    .filter(Boolean)
    .map((item) => {
      const [id, revision, since = ""] = item.split(":");
      return { id, revision: Number(revision), since };
    });
}

/**
 * What an update did to each of a lesson's questions since this learner met it: "changed", "new" or "".
 * New is only what was added to a lesson that was passed, and whose answers are still here to show it.
 * @param {Progress} progress
 * @param {QuestionName[]} questions
 * @param {boolean} wasPassed
 * @returns {("changed" | "new" | "")[]}
 */
export function changesIn(progress, questions, wasPassed) {
  const entries = questions.map(({ id }) => entryOf(progress.answers, id));
  const added = wasPassed && entries.some(Boolean) ? "new" : "";
  return entries.map((entry, i) => {
    if (!entry) return added;
    return !entry.reset && entry.r < questions[i].revision ? "changed" : "";
  });
}

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
//     assignments?: { <id>: { n, t, code } | { n, gone: true } } }
//
// `clock` counts changes (Lamport), so that the order of two answers never depends on a wall clock.
// Two documents merge entry by entry to the greatest under a total order: in any order, any number of
// times, the result is the same. Unknown entries and fields are kept: a later version wrote them.

import { FORMAT, VERSION, entryOf } from "./scoring.js";
import { t } from "../formats/gettext.js";
import { language, plural } from "../formats/language.js";

export const LIMITS = { entries: 20000, name: 100, given: 40, text: 500, depth: 10, modules: 200, time: 253402300799, code: 2000 };

/** "ok", "foreign" (another course or shape) or "newer" (written by a later version of the course). */
export function inspectProgress(value, course) {
  if (!isRecord(value) || value.format !== FORMAT || value.course !== course) return "foreign";
  if (!Number.isSafeInteger(value.version) || value.version < 1) return "foreign";
  if (value.version > VERSION) return "newer";
  const sound =
    isShallow(value, LIMITS.depth) &&
    isCount(value.clock) &&
    isEntries(value.answers, isAnswer) &&
    isEntries(value.lessons, isLesson) &&
    absentOr(isExam, value.exam) &&
    absentOr((assignments) => isEntries(assignments, isAssignment), value.assignments);
  return sound ? "ok" : "foreign";
}

function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Not nested deeper than `depth`: what is recursive here ends. */
function isShallow(value, depth) {
  // for…in, here and in isEntries, because lists of a thousand names cost time on every page
  for (const name in value) {
    const inner = value[name];
    if (typeof inner === "object" && inner !== null && (depth === 0 || !isShallow(inner, depth - 1))) return false;
  }
  return true;
}

function isCount(value) {
  return Number.isSafeInteger(value) && value >= 0;
}

function isEntries(value, isEntry) {
  if (!isRecord(value)) return false;
  let count = 0;
  for (const name in value) {
    count += 1;
    if (count > LIMITS.entries || name.length > LIMITS.name || !isEntry(value[name])) return false;
  }
  return true;
}

function isAnswer(entry) {
  if (!isRecord(entry) || !isCount(entry.r) || !isCount(entry.n)) return false;
  if (entry.reset === true) return true;
  return typeof entry.ok === "boolean" && Number.isFinite(entry.t) && isTexts(entry.given, LIMITS.given);
}

function isTexts(value, most) {
  return Array.isArray(value) && value.length <= most && value.every((text) => typeof text === "string" && text.length <= LIMITS.text);
}

const absentOr = (isSound, value) => value === undefined || isSound(value);
const isDated = (entry) => isRecord(entry) && isCount(entry.n) && isCount(entry.t) && entry.t <= LIMITS.time;
const isScored = (entry) => isDated(entry) && isCount(entry.right) && isCount(entry.total);
const isExamAnswer = (entry) => isRecord(entry) && isCount(entry.n) && isTexts(entry.given, LIMITS.given);
const isExamPass = (entry) => isScored(entry) && isTexts([entry.v], 1) && isTexts(entry.modules, LIMITS.modules);
const isName = (entry) => isRecord(entry) && isCount(entry.n) && isTexts([entry.text], 1);

function isAttempt(entry) {
  return isDated(entry) && isTexts(entry.questions, LIMITS.given) && isEntries(entry.answers, isExamAnswer) && absentOr(isScored, entry.end);
}

function isExam(value) {
  return isRecord(value) && absentOr(isAttempt, value.attempt) && absentOr((passes) => isEntries(passes, isExamPass), value.passed) && absentOr(isName, value.name);
}

function isAssignment(entry) {
  if (!isRecord(entry) || !isCount(entry.n)) return false;
  return entry.gone === true || (isDated(entry) && typeof entry.code === "string" && entry.code.length <= LIMITS.code);
}

function isLesson(entry) {
  return isRecord(entry) && (entry.passed === undefined || (isRecord(entry.passed) && isCount(entry.passed.n)));
}

/** JSON with sorted keys: equal content, equal text. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isRecord(value)) return JSON.stringify(value) ?? "null";
  const fields = Object.keys(value).sort();
  const parts = fields.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${parts.join(",")}}`;
}

/** The greater of two entries by `fields`, then by their text. */
function greatest(a, b, fields = []) {
  if (a === undefined || b === undefined) return a === undefined ? b : a; // not ??: null is a value
  for (const field of fields) {
    const left = Number(a[field]) || 0;
    const right = Number(b[field]) || 0;
    if (left !== right) return left > right ? a : b;
  }
  return canonical(a) >= canonical(b) ? a : b;
}

function mergeEntries(a, b, choose) {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  // fromEntries defines, where an assignment to "__proto__" would change the object itself.
  return Object.fromEntries([...names].map((name) => [name, choose(entryOf(a, name), entryOf(b, name))]));
}

/** `a` and `b`, field by field the greatest, but where both have one of `rules`, which says how to choose. */
function mergeFields(a, b, rules) {
  const merged = mergeEntries(a, b, greatest);
  for (const [field, choose] of Object.entries(rules)) if (a[field] && b[field]) merged[field] = choose(a[field], b[field]);
  return merged;
}

const newest = (a, b) => greatest(a, b, ["n"]);
const entrywise = (choose) => (a, b) => mergeEntries(a, b, choose);

function mergeLesson(a, b) {
  if (a === undefined || b === undefined) return a ?? b;
  // Once passed, never revoked: of two passes the earlier counts.
  return mergeFields(a, b, { passed: (left, right) => (newest(left, right) === left ? right : left) });
}

/** The later attempt; of one attempt in two places, all answers. What names an attempt never changes after its start. */
function mergeAttempt(a, b) {
  const [left, right] = [a, b].map(({ n, t, questions }) => ({ n, t, questions }));
  if (canonical(left) !== canonical(right)) return newest(left, right) === left ? a : b;
  return mergeFields(a, b, { answers: entrywise(newest), end: newest });
}

function mergeExam(a, b) {
  return mergeFields(a, b, { attempt: mergeAttempt, passed: entrywise(newest), name: newest });
}

/** Both documents as one; commutative, associative, idempotent. */
export function mergeProgress(a, b) {
  const answers = entrywise((left, right) => greatest(left, right, ["r", "n"]));
  const merged = mergeFields(a, b, { answers, lessons: entrywise(mergeLesson), exam: mergeExam, assignments: entrywise(newest) });
  return { ...merged, clock: Math.max(a.clock, b.clock) };
}

/** Texts of an answer as far as they can be read again. */
export const bounded = (texts) => texts.slice(0, LIMITS.given).map((text) => text.slice(0, LIMITS.text));

/**
 * The document in which what was passed at an old address counts at the present one (`moves`: Map old → present).
 * The old entry stays: a device with an older edition looks for it there.
 */
export function withMoves(progress, moves) {
  const lessons = { ...progress.lessons };
  for (const [old, present] of moves) {
    const entry = entryOf(lessons, old);
    if (entry) lessons[present] = mergeLesson(entryOf(lessons, present), entry);
  }
  return { ...progress, lessons };
}

/** The document with one more answer. `answer`: {ok, given} or {reset: true}. */
export function withAnswer(progress, id, revision, answer, seconds) {
  const n = Math.max(progress.clock, entryOf(progress.answers, id)?.n ?? 0) + 1; // newer than what it replaces, whatever was read in
  const entry = answer.reset ? { r: revision, n, reset: true } : { r: revision, n, t: seconds, ok: answer.ok, given: bounded(answer.given) };
  return { ...progress, clock: n, answers: { ...progress.answers, [id]: entry } };
}

/** The document with `slug` passed; the first pass stays. */
export function withPassed(progress, slug, courseVersion, seconds) {
  if (progress.lessons[slug]?.passed) return progress;
  const n = progress.clock + 1;
  const lesson = { ...progress.lessons[slug], passed: { n, t: seconds, v: courseVersion } };
  return { ...progress, clock: n, lessons: { ...progress.lessons, [slug]: lesson } };
}

/** "id:1 other:2:2027-03-01" → [{id, revision, since}]; since, where it stands, is the day that revision came */
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
 */
export function changesIn(progress, questions, wasPassed) {
  const entries = questions.map(({ id }) => entryOf(progress.answers, id));
  const added = wasPassed && entries.some(Boolean) ? "new" : "";
  return entries.map((entry, i) => {
    if (!entry) return added;
    return !entry.reset && entry.r < questions[i].revision ? "changed" : "";
  });
}

/** "", or in words what is new in a lesson that was passed. `questions`: [{id, revision, since}] */
export function newsOf(progress, questions) {
  const changes = changesIn(progress, questions, true);
  const [day] = questions.filter((_, i) => changes[i]).map(({ since }) => since).sort().reverse();
  if (day === undefined) return "";
  const [added, changed] = ["new", "changed"].map((change) => changes.filter((one) => one === change).length);
  const what = [
    added && plural(added, t`eine neue Frage`, t`${added} neue Fragen`),
    changed && plural(changed, t`eine geänderte Frage`, t`${changed} geänderte Fragen`),
  ].filter(Boolean).join(", ");
  return day ? t`geändert am ${longDay(day)}: ${what}` : t`geändert: ${what}`;
}

/** "2027-03-01" → "1. März 2027" */
export function longDay(day) {
  return new Date(day).toLocaleDateString(language, { dateStyle: "long", timeZone: "UTC" });
}

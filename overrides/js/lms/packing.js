// Progress in few characters, for platforms that give little room (SCORM 1.2: 4,096). Pure.
//
//   1|p85|AADCB*ABD|das-schild selbstbild|t6k3l1.17.20.1.0.0
//   version, status and score, answers by slot, passed lessons, passed exam (seconds, right, total, course version)
//
// One character a question, at the place of its slot in published.json: "A" is open, any other says whether it is
// right and in which revision. "*" and two characters stand for that many open ones. Nothing else is in it: neither
// what was answered nor when.

import { UNKNOWN } from "./status.js";
import { examOf } from "../exam/exam.js";
import { answerTo, emptyProgress, isPassed } from "../progress/scoring.js";

/** @import { Progress } from "../progress/document.js" */
/** @import { Status, Success } from "./status.js" */

/**
 * @typedef {object} Pack what a package knows of itself (exports/lms_packages.py)
 * @property {string} course
 * @property {string} title
 * @property {string} start address of the page it begins with
 * @property {string[]} pages addresses
 * @property {string[]} lessons slugs
 * @property {string[]} groups titles of the modules, or of a path's lessons, that an exam asks about
 * @property {boolean} exam whether it is an exam
 * @property {string} check the slug of a path's check, "" for the course's exam
 * @property {{ id: string, revision: number, slot: number }[]} questions
 */

/**
 * @typedef {object} Unpacked
 * @property {number} version above 1: written by a later course
 * @property {Status} before
 * @property {Map<number, string>} slots slot → letter
 * @property {string[]} lessons slugs
 * @property {string} exam
 */

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const ROUND = 31; // revisions that one letter can tell apart
/** @type {Record<string, Success>} */
const SUCCESS = { p: "passed", f: "failed", u: "unknown" };
const SLUG = /^[a-z0-9-]{1,60}$/;
const EXAM = /^t[0-9a-z]{1,9}(\.\d{1,9}){5}$/;
const SLOTS = 100_000; // more is no course but a broken text

/** @param {number} revision @param {boolean} ok */
const letterOf = (revision, ok) => LETTERS[1 + 2 * (revision % ROUND) + Number(ok)];

/** @param {Map<number, string>} slots */
function packSlots(slots) {
  let text = "";
  let at = 0;
  for (const slot of [...slots.keys()].sort((a, b) => a - b)) {
    for (let gap = slot - at; gap > 0; ) {
      const step = Math.min(gap, 4095);
      text += step < 4 ? "A".repeat(step) : `*${LETTERS[step >> 6]}${LETTERS[step & 63]}`;
      gap -= step;
    }
    text += slots.get(slot) ?? "";
    at = slot + 1;
  }
  return text;
}

/**
 * Slot → letter; undefined if `text` is nothing that packSlots made.
 * @param {string} text
 */
function unpackSlots(text) {
  /** @type {Map<number, string>} */
  const slots = new Map();
  let slot = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "*") {
      const [high, low] = [LETTERS.indexOf(text[++i] ?? " "), LETTERS.indexOf(text[++i] ?? " ")];
      if (high < 0 || low < 0) return undefined;
      slot += 64 * high + low;
    } else {
      if (!LETTERS.includes(text[i])) return undefined;
      if (text[i] !== "A") slots.set(slot, text[i]);
      slot++;
    }
    if (slot > SLOTS) return undefined;
  }
  return slots;
}

/** @type {Unpacked} before the first visit */
export const NOTHING = { version: 1, before: UNKNOWN, slots: new Map(), lessons: [], exam: "" };

/**
 * What packProgress wrote, or null if it is unreadable.
 * @param {string} [text]
 * @returns {Unpacked | null}
 */
export function unpack(text) {
  if (!text) return NOTHING;
  const [version, status, answers, lessons, exam] = text.split("|");
  if (/^[2-9]$/.test(version)) return { ...NOTHING, version: Number(version) };
  const head = /^([pfu])(\d{1,3})?$/.exec(status ?? "");
  const slots = unpackSlots(answers ?? "");
  if (version !== "1" || !head || !slots || exam === undefined || (exam && !EXAM.test(exam))) return null;
  const success = SUCCESS[head[1]];
  const score = head[2] === undefined ? null : Math.min(100, Number(head[2]));
  const before = success === "unknown" ? UNKNOWN : { completed: true, success, score, progress: 1 };
  return { version: 1, before, slots, lessons: lessons.split(" ").filter((slug) => SLUG.test(slug)), exam };
}

/**
 * `progress` and `status` as text. What `last` holds of other packages' parts stays.
 * @param {Progress} progress
 * @param {Pack} pack
 * @param {Status} status
 */
export function packProgress(progress, pack, status, last = NOTHING) {
  const slots = new Map(last.slots);
  for (const question of pack.questions) {
    const answer = answerTo(progress, question);
    if (answer) slots.set(question.slot, letterOf(question.revision, answer.ok));
    else slots.delete(question.slot);
  }
  const passed = pack.lessons.filter((slug) => isPassed(progress, slug));
  const lessons = [...new Set([...last.lessons, ...passed])].sort();
  // What was read in from elsewhere may hold more than unpack takes.
  const passes = Object.values(examOf(progress, pack.check).passed ?? {}).sort((a, b) => b.t - a.t);
  const exams = passes.map((pass) => `t${pass.t.toString(36)}.${pass.right}.${pass.total}.${pass.v}`);
  const exam = (pack.exam && exams.find((one) => EXAM.test(one))) || last.exam;
  return ["1", status.success[0] + (status.score ?? ""), packSlots(slots), lessons.join(" "), exam].join("|");
}

/**
 * The progress document that `last` stands for. Answers have no text and no time.
 * @param {Unpacked} last
 * @param {Pack} pack
 * @returns {Progress}
 */
export function progressOf(last, pack) {
  const progress = emptyProgress(pack.course);
  let n = 0;
  for (const { id, revision, slot } of pack.questions) {
    const right = [false, true].find((ok) => last.slots.get(slot) === letterOf(revision, ok));
    if (right !== undefined) progress.answers[id] = { r: revision, n: ++n, t: 0, ok: right, given: [] };
  }
  for (const slug of last.lessons) progress.lessons[slug] = { passed: { n: ++n, t: 0, v: "" } };
  if (last.exam) {
    const [time, right, total, ...version] = last.exam.slice(1).split(".");
    const t = Math.min(parseInt(time, 36), Math.floor(Date.now() / 1000));
    const pass = { n: ++n, t, v: version.join("."), right: Number(right), total: Number(total), modules: pack.groups };
    const exam = { passed: { [`${n}-${t}`]: pass } };
    Object.assign(progress, pack.check ? { checks: { [pack.check]: exam } } : { exam });
  }
  return { ...progress, clock: n };
}

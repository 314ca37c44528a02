// A receipt: what a learner has passed so far, as a code that any checker of this course reads. Pure.
//
//   NACHWEIS1.<base64url of JSON>.<CRC-32>
//   { c: course, v: its version, d: "2026-11-24", r: random, p?: name, l: [passed part],
//     a?: { i: assignment's id, g?: group, d?: due, o: [part still open] } }
//
// A part is the address of a lesson. In receipts of 1.1 and 1.2 it is also that of a module and means the lessons it
// had in that version. No answers, scores, attempts or times.
// `r` tells two receipts without a name apart. Format and its future: decisions/0006.

import { fromBase64, openCode, sealed } from "../progress/codes.js";
import { resolve } from "../progress/plan.js";
import { isDay } from "../formats/days.js";
import { isPassed } from "../progress/scoring.js";
import { isText, isTexts, recordFrom, textFrom } from "./fields.js";

/** @import { Assignment } from "./assignment.js" */
/** @import { Progress } from "../progress/document.js" */
/** @import { Plan } from "../progress/plan.js" */

/**
 * @typedef {{ course: string, version: string, day: string, random: string, name: string }} Facts name: "" if not given
 * @typedef {{ id: string, group: string, due: string, open: string[] }} AskedFor what was asked, and the parts still open
 * @typedef {Facts & { passed: string[], assignment: AskedFor | null }} Receipt
 * @typedef {{ receipt: Receipt, problem?: undefined } | { problem: "broken" | "newer" | "odd" }} ReadReceipt
 */

const RECEIPT_VERSION = 1;
const RECEIPT_LIMITS = { code: 60_000, name: 80, parts: 2000, part: 100, version: 20, course: 100 };

/**
 * Those of `lessons` that `progress` knows as passed.
 * @param {Progress} progress
 * @param {string[]} lessons slugs
 */
export function passedOf(progress, lessons) {
  return lessons.filter((slug) => isPassed(progress, slug));
}

/**
 * The content of a receipt. `assignment` limits it to what was asked; without one it tells all that is passed.
 * @param {Progress} progress
 * @param {Plan} plan
 * @param {Assignment | undefined} assignment
 * @param {Facts} facts
 * @returns {Receipt}
 */
export function receiptOf(progress, plan, assignment, facts) {
  const asked = assignment ? resolve(plan, assignment.parts).lessons : [...plan.lessons.keys()];
  const passed = passedOf(progress, asked);
  if (!assignment) return { ...facts, passed, assignment: null };
  const { id, group, due } = assignment;
  return { ...facts, passed, assignment: { id, group, due, open: asked.filter((slug) => !passed.includes(slug)) } };
}

/** @param {Receipt} receipt */
export function encodeReceipt({ course, version, day, random, name, passed, assignment }) {
  // What is undefined is no part of JSON.
  const asked = assignment ? { i: assignment.id, g: assignment.group || undefined, d: assignment.due || undefined, o: assignment.open } : undefined;
  return sealed(`NACHWEIS${RECEIPT_VERSION}`, { c: course, v: version, d: day, r: random, p: name || undefined, l: passed, a: asked });
}

/**
 * @param {unknown} value
 * @returns {value is string[]}
 */
const isParts = (value) => isTexts(value, RECEIPT_LIMITS.parts, RECEIPT_LIMITS.part);

/**
 * What is in a code without anything around it.
 * @param {string} code
 * @returns {ReadReceipt}
 */
export function readReceipt(code) {
  const opened = openCode(code, "NACHWEIS", RECEIPT_VERSION);
  if (opened.problem) return { problem: opened.problem };
  if (code.length > RECEIPT_LIMITS.code) return { problem: "broken" };
  const receipt = fieldsIn(opened.value);
  return receipt ? { receipt } : { problem: "odd" };
}

/**
 * Whether `code` has the start of a receipt; the rest of one that lost it has none.
 * @param {string} code
 */
export const hasStart = (code) => /^NACHWEIS\d/i.test(code);

/**
 * Whom a damaged code says it is from, "" where that cannot be read. Wherever a sign is lost or wrong, what stands
 * before and after it is legible at one of four places to begin; of a name cut short, the start.
 * @param {string} code
 */
export function claimIn(code) {
  const [body] = /^[\w-]*/.exec(code.slice(0, RECEIPT_LIMITS.code).replace(/^NACHWEIS\d+[A-Z]?\./i, "")) ?? [""];
  for (const shift of [0, 1, 2, 3]) {
    const end = body.length - ((body.length - shift) % 4);
    const text = new TextDecoder().decode(fromBase64(body.slice(shift, end)));
    const [, start, rest] = /"p" ?: ?"([^"\\\p{C}\ufffd]+)(.?)/su.exec(text) ?? [];
    const name = textFrom(start, RECEIPT_LIMITS.name);
    if (name) return rest === '"' ? name : `${name}…`;
  }
  return "";
}

/**
 * @param {unknown} value
 * @returns {Receipt | undefined}
 */
function fieldsIn(value) {
  const { c, v, d, r, p, l, a } = recordFrom(value);
  if (!isText(c, RECEIPT_LIMITS.course) || !isText(v, RECEIPT_LIMITS.version) || !isDay(d) || !isText(r, 40) || !isParts(l)) return undefined;
  const assignment = a === undefined ? null : assignmentIn(a);
  if (assignment === undefined) return undefined;
  return { course: c, version: textFrom(v, RECEIPT_LIMITS.version), day: d, random: r, name: textFrom(p, RECEIPT_LIMITS.name), passed: l, assignment };
}

/**
 * @param {unknown} value
 * @returns {AskedFor | undefined}
 */
function assignmentIn(value) {
  const { i, g, d, o } = recordFrom(value);
  if (!isText(i, 40) || !isParts(o)) return undefined;
  return { id: i, group: textFrom(g, RECEIPT_LIMITS.name), due: isDay(d) ? d : "", open: o };
}

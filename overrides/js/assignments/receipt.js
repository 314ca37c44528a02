// A receipt: what a learner has passed so far, as a code that any checker of this course reads. Pure.
//
//   NACHWEIS1.<base64url of JSON>.<CRC-32>
//   { c: course, v: its version, d: "2026-11-24", r: random, p?: name, l: [passed part],
//     a?: { i: assignment's id, g?: group, d?: due, o: [part still open] } }
//
// A part is the address of a lesson. In receipts of 1.1 and 1.2 it is also that of a module and means the lessons it
// had in that version. No answers, scores, attempts or times.
// `r` tells two receipts without a name apart. Format and its future: decisions/0006.

import { bare, fromBase64, openCode, sealed } from "../progress/codes.js";
import { resolve } from "../progress/plan.js";
import { isDay } from "../formats/days.js";
import { isPassed } from "../progress/scoring.js";
import { plainText } from "../formats/text.js";
import { isText, isTexts, recordFrom, textFrom } from "./fields.js";

/** @import { Assignment } from "./assignment.js" */
/** @import { Progress } from "../progress/document.js" */
/** @import { Plan } from "../progress/plan.js" */

/**
 * @typedef {{ course: string, version: string, day: string, random: string, name: string }} Facts name: "" if not given
 * @typedef {{ id: string, group: string, due: string, open: string[] }} AskedFor what was asked, and the parts still open
 * @typedef {Facts & { passed: string[], assignment: AskedFor | null }} Receipt
 * @typedef {{ receipt: Receipt, problem?: undefined } | { problem: "broken" | "newer" | "odd" }} ReadReceipt
 * @typedef {{ code: string, line: number, before: string, after: string }} Found `before` and `after`: words around it
 */

const RECEIPT_VERSION = 1;
const RECEIPT_LIMITS = { code: 60_000, name: 80, parts: 2000, part: 100, version: 20, course: 100 };
const WORDS = { read: 2000, told: 60 }; // characters around a code

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

// Both start at a sign that no code has, so that a long run of letters is read once and not from each of its letters.
const TAIL = /(?:^|[^\w-])[\w-]{30,}\.[0-9a-f]{8}(?=$|[\s<>"“”')|])/;
const RUN = /(?:^|[\s>"„“”'(|])[\w-]{50,}(?=$|[\s<"“”')|=.])/; // no word is that long, and addresses hold other signs

const HYPHEN = 45;
const IN_CODES = Uint8Array.from({ length: 128 }, (_, code) => Number(/[\w.-]/.test(String.fromCharCode(code))));
const DASHES = new Map([[0x2010, 1], [0x2011, 1], [0x2013, 2], [0x2014, 2]]); // what mail programs make of one hyphen, of two

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

/**
 * All codes in `text`, whatever mail programs and people put in and around them, in order. What looks like a code that
 * lost its start is one too, with what is left of it. Mail files (`isFile`) are full of other long words; there only
 * the end of a code shows one. Assignments, which replies quote, and progress are left out.
 * @param {string} text
 * @param {boolean} isFile
 * @returns {Found[]}
 */
export function findReceipts(text, isFile) {
  const { signs, places } = stripped(text);
  const headsOf = (/** @type {RegExp} */ pattern) => [...signs.matchAll(pattern)].map((head) => head.index);
  const receipts = new Set(headsOf(/NACHWEIS\d{1,6}[A-Z]?\./gi));
  const heads = [...receipts, ...headsOf(/(?:AUFGABE|LERNSTAND)\d{1,6}[A-Z]?\./g)].sort((a, b) => a - b);
  /** @type {{ code: string, at: number }[]} */
  const found = [];
  let end = 0; // in text: up to here everything belongs to a code
  const takeRemains = (/** @type {number} */ next) => {
    const piece = text.slice(end, next);
    const starts = (isFile ? [TAIL] : [TAIL, RUN]).flatMap((pattern) => pattern.exec(piece)?.index ?? []);
    if (!starts.length) return;
    const at = end + Math.min(...starts);
    const isSign = /[\w-]/.test(text[at]);
    found.push({ code: remainsIn(text.slice(at, next)), at: isSign ? at : at + 1 });
  };
  heads.forEach((head, i) => {
    const [code] = /^[A-Z]+\d+[A-Z]?\.[\w-]*(\.[0-9a-f]{0,8})?/i.exec(signs.slice(head, heads[i + 1])) ?? [""];
    takeRemains(places[head]);
    if (receipts.has(head)) found.push({ code, at: places[head] });
    end = places[head + code.length - 1] + 1;
  });
  takeRemains(text.length);
  return placed(found, text);
}

/** @param {string} text that begins with what is left of a code */
const remainsIn = (text) => /[\w-]+(\.[0-9a-f]{0,8})?/.exec(bare(text.slice(0, RECEIPT_LIMITS.code)))?.[0] ?? "";

/**
 * What stands in base64 in the parts of a mail file: a text each, a sign for a byte.
 * @param {string} mail
 */
export function packedParts(mail) {
  /** @type {string[][]} */
  const parts = [];
  let isPacked = false; // so says the head of a part, which ends with an empty line
  /** @type {string[] | null} */
  let lines = null;
  for (const line of mail.split(/\r?\n/)) {
    if (/^content-transfer-encoding:\s*base64\s*$/i.test(line)) isPacked = true;
    else if (isPacked && !line) {
      isPacked = false;
      parts.push((lines = []));
    } else if (lines && /^[A-Za-z0-9+/]+=*$/.test(line)) lines.push(line);
    else lines = null;
  }
  return parts.map(unpacked);
}

/** @param {string[]} lines */
function unpacked(lines) {
  try {
    return atob(lines.join(""));
  } catch {
    return "";
  }
}

/**
 * The signs of `text` that codes consist of, dashes made plain, and where each stood. 1 MB takes no noticeable time.
 * @param {string} text
 */
function stripped(text) {
  const bytes = new Uint8Array(2 * text.length);
  const places = new Uint32Array(2 * text.length);
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const copies = code < 128 ? IN_CODES[code] : (DASHES.get(code) ?? 0);
    for (let copy = 0; copy < copies; copy++) {
      bytes[count] = code < 128 ? code : HYPHEN;
      places[count++] = i;
    }
  }
  return { signs: new TextDecoder("latin1").decode(bytes.subarray(0, count)), places };
}

/**
 * With the line of each, and the words of people before it and after it, as far as the next one.
 * @param {{ code: string, at: number }[]} found
 * @param {string} text
 * @returns {Found[]}
 */
function placed(found, text) {
  let line = 1;
  let at = 0;
  return found.map((one, i) => {
    const start = Math.max(at, one.at - WORDS.read);
    const before = wordsIn(text.slice(start, one.at)).slice(-1)[0] ?? "";
    const after = wordsIn(text.slice(one.at, Math.min(found[i + 1]?.at ?? text.length, one.at + WORDS.read))).slice(0, 2);
    for (; at < one.at; at++) if (text[at] === "\n") line += 1;
    return { code: one.code, line, before, after: plainText(after.join(" "), WORDS.told) };
  });
}

/**
 * The lines that hold words and no piece of a code.
 * @param {string} text
 */
function wordsIn(text) {
  const lines = text.split("\n").filter((line) => /\p{L}/u.test(line) && !/[\w-]{30,}|NACHWEIS\d/i.test(line));
  return lines.map((line) => plainText(line, WORDS.told));
}

// A receipt: what a learner has passed so far, as a code that any checker of this course reads. Pure.
//
//   NACHWEIS1.<base64url of JSON>.<CRC-32>
//   { c: course, v: its version, d: "2026-11-24", r: random, p?: name, l: [passed part],
//     a?: { i: assignment's id, g?: group, d?: due, o: [part still open] } }
//
// A part is the address of a lesson. In receipts of 1.1 and 1.2 it is also that of a module and means the lessons it
// had in that version. No answers, scores, attempts or times.
// `r` tells two receipts without a name apart. Format and its future: decisions/0006.

import { openCode, sealed } from "../progress/codes.js";
import { resolve } from "../progress/plan.js";
import { isDay } from "../formats/days.js";
import { plainText } from "../formats/text.js";
import { entryOf } from "../progress/scoring.js";

const RECEIPT_VERSION = 1;
export const RECEIPT_LIMITS = { code: 60_000, name: 80, parts: 2000, part: 100, version: 20, course: 100 };

/** Slugs of `lessons` that `progress` knows as passed. */
export function passedOf(progress, lessons) {
  return lessons.filter((slug) => entryOf(progress.lessons, slug)?.passed);
}

/**
 * The content of a receipt. `assignment` limits it to what was asked; without one it tells all that is passed.
 * `facts`: {course, version, day, random, name}.
 */
export function receiptOf(progress, plan, assignment, facts) {
  const asked = assignment ? resolve(plan, assignment.parts).lessons : [...plan.lessons.keys()];
  const passed = passedOf(progress, asked);
  const receipt = { ...facts, passed, assignment: null };
  if (assignment) {
    const open = asked.filter((slug) => !passed.includes(slug));
    receipt.assignment = { id: assignment.id, group: assignment.group, due: assignment.due, open };
  }
  return receipt;
}

export function encodeReceipt({ course, version, day, random, name, passed, assignment }) {
  const value = { c: course, v: version, d: day, r: random };
  if (name) value.p = name;
  value.l = passed;
  if (assignment) {
    value.a = { i: assignment.id };
    if (assignment.group) value.a.g = assignment.group;
    if (assignment.due) value.a.d = assignment.due;
    value.a.o = assignment.open;
  }
  return sealed(`NACHWEIS${RECEIPT_VERSION}`, value);
}

// Both start at a sign that no code has, so that a long run of letters is read once and not from each of its letters.
const TAIL = /(?:^|[^\w-])[\w-]{30,}\.[0-9a-f]{8}(?=$|[\s<>"“”')|])/;
const RUN = /(?:^|[\s>"„“”'(|])[\w-]{50,}(?=$|[\s<"“”')|=.])/; // no word is that long, and addresses hold other signs

const HYPHEN = 45;
const IN_CODES = Uint8Array.from({ length: 128 }, (_, code) => Number(/[\w.-]/.test(String.fromCharCode(code))));
const DASHES = new Map([[0x2010, 1], [0x2011, 1], [0x2013, 2], [0x2014, 2]]); // what mail programs make of one hyphen, of two

const isText = (value, limit) => typeof value === "string" && value.length <= limit;
const isParts = (value) => Array.isArray(value) && value.length <= RECEIPT_LIMITS.parts && value.every((part) => isText(part, RECEIPT_LIMITS.part));

/** {receipt} or {problem: "broken" | "newer" | "odd"} of a code without anything around it. */
export function readReceipt(code) {
  const { value, problem } = openCode(code, "NACHWEIS", RECEIPT_VERSION);
  if (problem) return { problem };
  if (code.length > RECEIPT_LIMITS.code) return { problem: "broken" };
  const receipt = fieldsIn(value);
  return receipt ? { receipt } : { problem: "odd" };
}

function fieldsIn(value) {
  if (typeof value !== "object" || value === null) return undefined;
  const { c, v, d, r, p, l, a } = value;
  const isSound = isText(c, RECEIPT_LIMITS.course) && isText(v, RECEIPT_LIMITS.version) && isDay(d) && isText(r, 40) && isParts(l);
  const assignment = a === undefined ? null : assignmentIn(a);
  if (!isSound || assignment === undefined) return undefined;
  return { course: c, version: plainText(v), day: d, random: r, name: typeof p === "string" ? plainText(p, RECEIPT_LIMITS.name) : "", passed: l, assignment };
}

function assignmentIn(value) {
  const isSound = typeof value === "object" && value !== null && isText(value.i, 40) && isParts(value.o);
  if (!isSound) return undefined;
  return { id: value.i, group: typeof value.g === "string" ? plainText(value.g, RECEIPT_LIMITS.name) : "", due: isDay(value.d) ? value.d : "", open: value.o };
}

/**
 * All codes in `text`, whatever mail programs and people put in and around them: [{code, line}], in order.
 * What looks like a code that lost its start is one too, with code "". Mail files (`isFile`) are full of other
 * long words; there only the end of a code shows one. Assignments, which replies quote, and progress are left out.
 */
export function findReceipts(text, isFile) {
  const hasRemains = (piece) => TAIL.test(piece) || (!isFile && RUN.test(piece));
  const { signs, places } = stripped(text);
  const headsOf = (pattern) => [...signs.matchAll(pattern)].map((head) => head.index);
  const receipts = new Set(headsOf(/NACHWEIS\d{1,6}[A-Z]?\./gi));
  const heads = [...receipts, ...headsOf(/(?:AUFGABE|LERNSTAND)\d{1,6}[A-Z]?\./g)].sort((a, b) => a - b);
  const found = [];
  let end = 0; // in text: up to here everything belongs to a code
  heads.forEach((head, i) => {
    const [code] = /^[A-Z]+\d+[A-Z]?\.[\w-]*(\.[0-9a-f]{0,8})?/i.exec(signs.slice(head, heads[i + 1]));
    if (hasRemains(text.slice(end, places[head]))) found.push({ code: "", at: end });
    if (receipts.has(head)) found.push({ code, at: places[head] });
    end = places[head + code.length - 1] + 1;
  });
  if (hasRemains(text.slice(end))) found.push({ code: "", at: end });
  return withLines(found, text);
}

/** What stands in base64 in the parts of a mail file: a text each, a sign for a byte. */
export function packedParts(mail) {
  const parts = [];
  let isPacked = false; // so says the head of a part, which ends with an empty line
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

function unpacked(lines) {
  try {
    return atob(lines.join(""));
  } catch {
    return "";
  }
}

/** The signs of `text` that codes consist of, dashes made plain, and where each stood. 1 MB takes no noticeable time. */
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

function withLines(found, text) {
  let line = 1;
  let at = 0;
  return found.map((one) => {
    for (; at < one.at; at++) if (text[at] === "\n") line += 1;
    return { code: one.code, line };
  });
}

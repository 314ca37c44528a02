// An assignment: what a trainer asks of a group, in the fragment of a link or as a code. Pure.
//
//   AUFGABE1.<base64url of JSON>.<CRC-32>
//   { c: course, l: [part], d?: "2026-12-15", g?: group, f?: from whom, n?: note, m?: where receipts go }
//
// A part is an address in the course: "das-schild", "kundenwert", "wege/einstieg". The code is kept as it came,
// so that fields of later versions survive. Format and its future: decisions/0006.

import { bare, openCode, sealed, unescaped } from "../progress/codes.js";
import { isDay } from "../formats/days.js";
import { quoted } from "../formats/text.js";
import { entryOf } from "../progress/scoring.js";
import { addressFrom, isTexts, recordFrom, textFrom } from "./fields.js";
import { t } from "../formats/gettext.js";

/** @import { GoneAssignment, KeptAssignment, Progress } from "../progress/document.js" */

/**
 * @typedef {object} Asked what is not given is ""
 * @property {string[]} parts
 * @property {string} due day
 * @property {string} group
 * @property {string} from whom
 * @property {string} note
 * @property {string} to e-mail address for receipts
 */

/** @typedef {Asked & { id: string, code: string }} Assignment `id` is the code's checksum */

const ASSIGNMENT_VERSION = 1;
const MAX_INPUT = 20_000; // characters read at all
/** Characters of texts; `code` keeps the whole link below 2,000, the least that mail and chat programs pass on. */
const ASSIGNMENT_LIMITS = { code: 1600, parts: 60, part: 100, group: 60, from: 60, note: 300 };

const ASSIGNMENT_REASONS = {
  nothing: t`Fügen Sie den Link oder den Code ein, den Sie bekommen haben.`,
  huge: t`Das ist viel länger als jede Aufgabe und wurde nicht gelesen. Kopieren Sie nur den Link aus der Nachricht.`,
  noCode: t`Darin steckt keine Aufgabe. Der Link zu einer Aufgabe enthält das Wort AUFGABE und danach eine lange Reihe von Zeichen; kopieren Sie ihn ganz.`,
  receipt: t`Das ist ein Nachweis und keine Aufgabe. Nachweise liest die Seite „Nachweise prüfen“.`,
  progress: t`Das ist ein Lernstand und keine Aufgabe. Einlesen können Sie ihn unter „Mein Lernstand“.`,
  broken: t`Der Link ist unvollständig oder verändert. Kopieren Sie ihn noch einmal aus der Nachricht, vom Anfang bis zum Ende, und fügen Sie ihn hier ein.`,
  newer: t`Diese Aufgabe stammt von einer neueren Fassung des Kurses. Laden Sie die Seite neu; hilft das nicht, fragen Sie, wer Ihnen den Link geschickt hat.`,
  foreign: t`Diese Aufgabe gehört zu einem anderen Kurs. Öffnen Sie den Link so, wie er in der Nachricht steht.`,
  empty: t`Diese Aufgabe ist leer oder anders aufgebaut, als sie sein soll. Bitten Sie um einen neuen Link.`,
};

/** What is no assignment of this course; the message says what it is and what to do. */
export class NoAssignment extends Error {
  /** @param {keyof typeof ASSIGNMENT_REASONS} reason */
  constructor(reason) {
    super(ASSIGNMENT_REASONS[reason]);
  }
}

/**
 * The code of `assignment`, or "" if it gets too long.
 * @param {Asked} assignment
 * @param {string} course
 */
export function encodeAssignment({ parts, due, group, from, note, to }, course) {
  // What is undefined is no part of JSON.
  const given = { d: due || undefined, g: group || undefined, f: from || undefined, n: note || undefined, m: to || undefined };
  const value = { c: course, l: parts, ...given };
  const code = sealed(`AUFGABE${ASSIGNMENT_VERSION}`, value);
  return code.length <= ASSIGNMENT_LIMITS.code ? code : "";
}

/**
 * The assignment in `text`. Throws NoAssignment.
 * @param {string} text
 * @param {string} course
 * @returns {Assignment}
 */
export function readAssignment(text, course) {
  if (!text.trim()) throw new NoAssignment("nothing");
  if (text.length > MAX_INPUT) throw new NoAssignment("huge");
  const signs = bare(unescaped(text));
  const start = /AUFGABE\d{1,6}[A-Z]?\./.exec(signs);
  if (!start && /NACHWEIS\d+\./.test(signs)) throw new NoAssignment("receipt");
  if (!start && /LERNSTAND\d+[A-Z]\./.test(signs)) throw new NoAssignment("progress");
  if (!start) throw new NoAssignment("noCode");
  const [code] = /^\w+\.[\w-]+\.[0-9a-f]{8}/.exec(signs.slice(start.index)) ?? [start[0]];
  const opened = openCode(code, "AUFGABE", ASSIGNMENT_VERSION);
  if (opened.problem) throw new NoAssignment(opened.problem);
  if (code.length > ASSIGNMENT_LIMITS.code) throw new NoAssignment("broken");
  return { id: code.slice(-8), code, ...fieldsOf(opened.value, course) };
}

/**
 * @param {unknown} value
 * @param {string} course
 * @returns {Asked}
 */
function fieldsOf(value, course) {
  const { c, l, d, g, f, n, m } = recordFrom(value);
  if (typeof c !== "string") throw new NoAssignment("empty");
  if (c !== course) throw new NoAssignment("foreign");
  const { parts, part, group, from, note } = ASSIGNMENT_LIMITS;
  if (!isTexts(l, parts, part) || !l.length || l.includes("")) throw new NoAssignment("empty");
  const texts = { group: textFrom(g, group), from: textFrom(f, from), note: textFrom(n, note) };
  return { parts: [...new Set(l)], due: isDay(d) ? d : "", ...texts, to: addressFrom(m) };
}

// In the progress document

/**
 * @param {Progress} progress
 * @param {string} id
 * @param {Omit<KeptAssignment, "n"> | Omit<GoneAssignment, "n">} entry
 * @returns {Progress}
 */
function withEntry(progress, id, entry) {
  const n = Math.max(progress.clock, entryOf(progress.assignments ?? {}, id)?.n ?? 0) + 1;
  return { ...progress, clock: n, assignments: { ...progress.assignments, [id]: { n, ...entry } } };
}

/**
 * The document with an accepted assignment.
 * @param {Progress} progress
 * @param {{ id: string, code: string }} assignment
 * @param {number} seconds
 */
export function withAssignment(progress, { id, code }, seconds) {
  return withEntry(progress, id, { t: seconds, code });
}

/**
 * The document without it; that it went is remembered, so that another device does not bring it back.
 * @param {Progress} progress
 * @param {{ id: string }} assignment
 */
export function withoutAssignment(progress, { id }) {
  return withEntry(progress, id, { gone: true });
}

/**
 * Accepted assignments, the soonest due first; what cannot be read is left out.
 * @param {Progress} progress
 */
export function assignmentsOf(progress) {
  /** @type {Assignment[]} */
  const found = [];
  for (const { code, gone } of Object.values(progress.assignments ?? {})) {
    if (gone) continue;
    try {
      found.push(readAssignment(code, progress.course));
    } catch (error) {
      if (!(error instanceof NoAssignment)) throw error;
    }
  }
  return found.sort((a, b) => (a.due || "9").localeCompare(b.due || "9") || a.id.localeCompare(b.id));
}

/**
 * „Team Nord“, or what to call an assignment without a group.
 * @param {Asked} assignment
 */
export function nameOf(assignment) {
  return assignment.group ? quoted(assignment.group) : t`ohne Gruppe`;
}

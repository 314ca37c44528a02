// An assignment: what a trainer asks of a group, in the fragment of a link or as a code. Pure.
//
//   AUFGABE1.<base64url of JSON>.<CRC-32>
//   { c: course, l: [part], d?: "2026-12-15", g?: group, f?: from whom, n?: note }
//
// A part is an address in the course: "das-schild", "kundenwert", "wege/einstieg". The code is kept as it came,
// so that fields of later versions survive. Format and its future: decisions/0006.

import { bare, openCode, sealed, unescaped } from "../progress/codes.js";
import { isDay } from "../formats/days.js";
import { plainText, quoted } from "../formats/text.js";
import { entryOf } from "../progress/scoring.js";
import { t } from "../formats/gettext.js";

const ASSIGNMENT_VERSION = 1;
const MAX_INPUT = 20_000; // characters read at all
/** Characters of texts; `code` keeps the whole link below 2,000, the least that mail and chat programs pass on. */
export const ASSIGNMENT_LIMITS = { code: 1600, parts: 60, part: 100, group: 60, from: 60, note: 300 };

const ASSIGNMENT_REASONS = {
  nothing: t`Fügen Sie den Link oder den Code ein, den Sie bekommen haben.`,
  huge: t`Das ist viel länger als jede Aufgabe und wurde nicht gelesen. Kopieren Sie nur den Link aus der Nachricht.`,
  noCode: t`Darin steckt keine Aufgabe. Der Link zu einer Aufgabe enthält das Wort AUFGABE und danach eine lange Reihe von Zeichen; kopieren Sie ihn ganz.`,
  receipt: t`Das ist ein Nachweis und keine Aufgabe. Nachweise liest die Seite „Nachweise prüfen“.`,
  progress: t`Das ist ein Lernstand und keine Aufgabe. Einlesen können Sie ihn unter „Mein Lernstand“.`,
  broken: t`Der Link ist unvollständig oder verändert. Kopieren Sie ihn noch einmal aus der Nachricht, vom Anfang bis zum Ende, und fügen Sie ihn unten ein.`,
  newer: t`Diese Aufgabe stammt von einer neueren Fassung des Kurses. Laden Sie die Seite neu; hilft das nicht, fragen Sie, wer Ihnen den Link geschickt hat.`,
  foreign: t`Diese Aufgabe gehört zu einem anderen Kurs. Öffnen Sie den Link so, wie er in der Nachricht steht.`,
  empty: t`Diese Aufgabe ist leer oder anders aufgebaut, als sie sein soll. Bitten Sie um einen neuen Link.`,
};

/** What is no assignment of this course; the message says what it is and what to do. */
export class NoAssignment extends Error {
  constructor(reason) {
    super(ASSIGNMENT_REASONS[reason]);
  }
}

/** The code of `assignment` ({parts, due, group, from, note}; what is empty is left out), or "" if it gets too long. */
export function encodeAssignment(assignment, course) {
  const value = { c: course, l: assignment.parts };
  for (const [key, name] of Object.entries({ d: "due", g: "group", f: "from", n: "note" })) if (assignment[name]) value[key] = assignment[name];
  const code = sealed(`AUFGABE${ASSIGNMENT_VERSION}`, value);
  return code.length <= ASSIGNMENT_LIMITS.code ? code : "";
}

/** {id, code, parts, due, group, from, note} of the assignment in `text`; what is not given is "". Throws NoAssignment. */
export function readAssignment(text, course) {
  if (!text.trim()) throw new NoAssignment("nothing");
  if (text.length > MAX_INPUT) throw new NoAssignment("huge");
  const signs = bare(unescaped(text));
  const start = /AUFGABE\d{1,6}[A-Z]?\./.exec(signs);
  if (!start && /NACHWEIS\d+\./.test(signs)) throw new NoAssignment("receipt");
  if (!start && /LERNSTAND\d+[A-Z]\./.test(signs)) throw new NoAssignment("progress");
  if (!start) throw new NoAssignment("noCode");
  const [code] = /^\w+\.[\w-]+\.[0-9a-f]{8}/.exec(signs.slice(start.index)) ?? [start[0]];
  const { value, problem } = openCode(code, "AUFGABE", ASSIGNMENT_VERSION);
  if (problem) throw new NoAssignment(problem);
  if (code.length > ASSIGNMENT_LIMITS.code) throw new NoAssignment("broken");
  return { id: code.slice(-8), code, ...fieldsOf(value, course) };
}

function fieldsOf(value, course) {
  if (typeof value !== "object" || value === null || typeof value.c !== "string") throw new NoAssignment("empty");
  if (value.c !== course) throw new NoAssignment("foreign");
  const { parts, part } = ASSIGNMENT_LIMITS;
  const isSound = Array.isArray(value.l) && value.l.length > 0 && value.l.length <= parts && value.l.every((one) => typeof one === "string" && one && one.length <= part);
  if (!isSound) throw new NoAssignment("empty");
  const text = (key, limit) => (typeof value[key] === "string" ? plainText(value[key], limit) : "");
  return {
    parts: [...new Set(value.l)],
    due: isDay(value.d) ? value.d : "",
    group: text("g", ASSIGNMENT_LIMITS.group),
    from: text("f", ASSIGNMENT_LIMITS.from),
    note: text("n", ASSIGNMENT_LIMITS.note),
  };
}

// In the progress document

function withEntry(progress, id, entry) {
  const n = Math.max(progress.clock, entryOf(progress.assignments ?? {}, id)?.n ?? 0) + 1;
  return { ...progress, clock: n, assignments: { ...progress.assignments, [id]: { n, ...entry } } };
}

/** The document with an accepted assignment ({id, code}). */
export function withAssignment(progress, { id, code }, seconds) {
  return withEntry(progress, id, { t: seconds, code });
}

/** The document without it; that it went is remembered, so that another device does not bring it back. */
export function withoutAssignment(progress, { id }) {
  return withEntry(progress, id, { gone: true });
}

/** Accepted assignments, the soonest due first; what cannot be read is left out. */
export function assignmentsOf(progress) {
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

/** „Team Nord“, or what to call an assignment without a group. */
export function nameOf(assignment) {
  return assignment.group ? quoted(assignment.group) : t`ohne Gruppe`;
}

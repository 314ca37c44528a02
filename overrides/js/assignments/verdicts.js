// What a checker says about many receipts at once. Pure.

import { compact } from "../progress/plan.js";
import { readReceipt } from "./receipt.js";
import { dayText } from "../formats/days.js";
import { quoted } from "../formats/text.js";
import { MOVED } from "../progress/moved.js";
import { t } from "../formats/gettext.js";
import { counted, language } from "../formats/language.js";

/** @import { Plan } from "../progress/plan.js" */
/** @import { Receipt } from "./receipt.js" */

/**
 * @typedef {keyof typeof KINDS} Kind
 * @typedef {keyof typeof PROBLEMS} Problem
 * @typedef {{ source: string, code: string, problem?: undefined } | { source: string, problem: Problem, code?: undefined }} Entry
 *   what was found, and where
 */

/**
 * @typedef {object} Row of the table
 * @property {number} number
 * @property {string} source
 * @property {Receipt} [receipt]
 * @property {Kind} kind
 * @property {string[]} notes
 * @property {Set<string>} lessons slugs of what is passed
 * @property {string[]} open titles
 */

/**
 * @typedef {object} Here where the checker stands
 * @property {string} course
 * @property {string} version
 * @property {string} today day
 * @property {Plan} plan
 * @property {Record<string, Record<string, string[]>>} editions version → module → lessons it had from that version on
 */

/** Kinds of verdicts, the worst last; each row has the worst that applies. */
export const KINDS = { ok: t`in Ordnung`, note: t`mit Hinweis`, open: t`noch offen`, old: t`überholt`, bad: t`nicht verwendbar` };

const PROBLEMS = {
  broken: t`Verändert oder unvollständig: Die Prüfsumme passt nicht. Lassen Sie sich den Code noch einmal schicken, am besten als Datei.`,
  lost: t`Ein Stück eines Codes, dem der Anfang fehlt. Kopieren Sie ihn noch einmal ganz, ab dem Wort NACHWEIS.`,
  newer: t`Von einer neueren Fassung des Kurses, deren Format diese Seite nicht kennt. Laden Sie die Seite neu.`,
  odd: t`Anders aufgebaut als die Nachweise dieses Kurses. Bitten Sie um einen neuen.`,
  none: t`Darin ist kein Nachweis. Ein Nachweis beginnt mit dem Wort NACHWEIS; steckt er in einer Mail, kopieren Sie deren Text.`,
  progress: t`Das ist ein Lernstand und kein Nachweis. Bitten Sie um einen Nachweis; den Lernstand brauchen nur Lernende selbst.`,
  assignment: t`Das ist eine Aufgabe und kein Nachweis. Bitten Sie um den Nachweis.`,
  huge: t`Größer als 1 MB und nicht gelesen. Öffnen Sie die Datei, und kopieren Sie nur den Code heraus.`,
  document: t`Ein Dokument (PDF, Word); diese Seite liest nur Text. Öffnen Sie es, und kopieren Sie den Code heraus, der mit NACHWEIS beginnt. Steht darin ein QR-Code, liest ihn auch die Kamera eines Telefons.`,
  picture: t`Ein Bild; diese Seite liest nur Text. Richten Sie die Kamera eines Telefons auf den QR-Code, dann öffnet sich diese Seite mit dem Nachweis. Oder bitten Sie um den Code als Text.`,
  attachment: t`In dieser Mail steht kein Nachweis, sie hat aber einen Anhang. Öffnen Sie ihn, und kopieren Sie den Code heraus, der mit NACHWEIS beginnt; einen QR-Code liest die Kamera eines Telefons.`,
  unread: t`Die Datei ließ sich nicht lesen. Wählen Sie sie noch einmal aus.`,
};

/**
 * What the first bytes say of a file in which no text can be found, else "".
 * @param {string} start
 * @returns {"document" | "picture" | ""}
 */
export function foreignKind(start) {
  if (/^(%PDF|PK\x03\x04)/.test(start)) return "document";
  return /^(.PNG\r\n|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|RIFF.{4}WEBP|.{4}ftyp)/s.test(start) ? "picture" : "";
}

/**
 * Why a text without any receipt has none.
 * @param {string} text
 * @returns {"progress" | "assignment" | "none"}
 */
export function problemIn(text) {
  if (/LERNSTAND\d+[A-Z]\.|"kurs-lernstand"/.test(text)) return "progress";
  return /AUFGABE\d+\./.test(text) ? "assignment" : "none";
}

/**
 * What a text with receipts holds besides, to be told: nobody shall miss a line that is not there.
 * @param {string} text
 */
export function strangersIn(text) {
  const count = (/** @type {RegExp} */ start) => text.match(start)?.length ?? 0;
  const [stores, tasks] = [count(/LERNSTAND\d+[A-Z]\./g), count(/AUFGABE\d+\./g)];
  const found = [stores && counted(stores, t`Lernstand`, t`Lernstände`), tasks && counted(tasks, t`Aufgabe`, t`Aufgaben`)].filter(Boolean);
  return found.length ? t` Übergangen, weil kein Nachweis: ${found.join(t` und `)}.` : "";
}

/**
 * Rows of the table for `entries`.
 * @param {Entry[]} entries
 * @param {Here} here
 */
export function judge(entries, here) {
  const rows = entries.map((entry, i) => rowOf(entry, i + 1, here));
  markDoubles(rows, entries);
  markOlder(rows);
  return rows;
}

/**
 * @param {Row} row
 * @param {Kind} kind
 * @param {string} note
 */
function mark(row, kind, note) {
  const ranks = Object.keys(KINDS);
  if (ranks.indexOf(kind) > ranks.indexOf(row.kind)) row.kind = kind;
  row.notes.push(note);
}

/**
 * @param {Entry} entry
 * @param {number} number
 * @param {Here} here
 */
function rowOf({ source, code, problem }, number, here) {
  /** @type {Row} */
  const row = { number, source, kind: "ok", notes: [], lessons: new Set(), open: [] };
  const read = code ? readReceipt(code) : { problem: problem ?? "lost" };
  if (read.problem) {
    mark(row, "bad", PROBLEMS[read.problem]);
    return row;
  }
  row.receipt = read.receipt;
  const { course, version, day, passed, assignment } = read.receipt;
  if (course !== here.course) {
    mark(row, "bad", t`Aus einem anderen Kurs (${quoted(course)}). Prüfen Sie ihn dort.`);
    return row;
  }
  const lessonsOf = readerOf(here, version);
  row.lessons = new Set(passed.flatMap(lessonsOf));
  const unknown = [...row.lessons].filter((slug) => !here.plan.lessons.has(slug));
  if (assignment) row.open = compact(here.plan, assignment.open.flatMap(lessonsOf)).map((part) => titleOf(part, here.plan));
  if (row.open.length) mark(row, "open", t`Von der Aufgabe ist noch offen: ${row.open.join(", ")}.`);
  if (version !== here.version) mark(row, "note", t`Aus Fassung ${version} des Kurses; hier ist ${here.version}.`);
  if (unknown.length) mark(row, "note", t`Diese Fassung kennt nicht: ${unknown.join(", ")}.`);
  if (!passed.length) mark(row, "note", t`Bestanden ist noch nichts.`);
  if (day > here.today) mark(row, "note", t`Das Datum liegt in der Zukunft: ${dayText(day)}.`);
  return row;
}

/**
 * part of a receipt → present addresses of its lessons. A module means what it held in the edition `version`.
 * @param {Here} here
 * @param {string} version
 * @returns {(part: string) => string[]}
 */
function readerOf({ editions }, version) {
  const known = /^\d+\.\d+\.\d+$/.test(version) ? Object.keys(editions).filter((one) => compareVersions(one, version) <= 0) : [];
  const modules = new Map(Object.entries(editions[known.sort(compareVersions).slice(-1)[0] ?? ""] ?? {}));
  return (part) => (modules.get(part) ?? [part]).map((slug) => MOVED.get(slug) ?? slug);
}

/**
 * Negative, 0 or positive as "1.9.0" is older than, equal to or newer than "1.10.0".
 * @param {string} a
 * @param {string} b
 */
function compareVersions(a, b) {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/**
 * @param {string} part
 * @param {Plan} plan
 */
function titleOf(part, plan) {
  return (plan.modules.get(part) ?? plan.lessons.get(part))?.title ?? part;
}

/**
 * @param {Row[]} rows
 * @param {Entry[]} entries
 */
function markDoubles(rows, entries) {
  const first = new Map();
  rows.forEach((row, i) => {
    if (!row.receipt) return;
    const twin = first.get(entries[i].code);
    if (twin) mark(row, "bad", t`Doppelt: derselbe Code wie Nr. ${twin}.`);
    else first.set(entries[i].code, row.number);
  });
}

/**
 * Of one name and assignment the newest counts; on one day, what has more.
 * @param {Row[]} rows
 */
function markOlder(rows) {
  /** @type {Map<string, { row: Row, day: string }[]>} */
  const groups = new Map();
  for (const row of rows) {
    if (!row.receipt?.name || row.kind === "bad") continue;
    const { name, assignment, day } = row.receipt;
    const key = JSON.stringify([name.toLocaleLowerCase(language), assignment?.id]);
    groups.set(key, [...(groups.get(key) ?? []), { row, day }]);
  }
  for (const group of groups.values()) {
    const [{ row: newest }] = group.sort((a, b) => b.day.localeCompare(a.day) || b.row.lessons.size - a.row.lessons.size);
    for (const { row } of group) if (row !== newest) mark(row, "old", t`Unter demselben Namen gibt es einen neueren Nachweis: Nr. ${newest.number}.`);
  }
}

/**
 * "bestanden", "2 von 4" or "" of a module.
 * @param {Row} row
 * @param {{ lessons: string[] }} module
 */
export function stateIn(row, module) {
  const done = module.lessons.filter((slug) => row.lessons.has(slug)).length;
  if (!done) return "";
  return done === module.lessons.length ? t`bestanden` : t`${done} von ${module.lessons.length}`;
}

// A collection: what a trainer has gathered so far, as a file to go on with tomorrow. Pure.
//
//   { "format": "kurs-sammlung", "version": 1, "course": …, "saved": "2026-11-29",
//     "assignments": [code], "receipts": [{ "source": …, "code": … } or { "source": …, "problem": … }],
//     "names": "the list as it was pasted", "persons": [[place among the receipts]] }
//
// Fields of later versions are kept and written again. Format and its future: decisions/0021.

import { isDay } from "../formats/days.js";
import { plainText } from "../formats/text.js";
import { isText, isTexts, recordFrom } from "./fields.js";
import { isProblem } from "./verdicts.js";
import { t } from "../formats/gettext.js";

/** @import { Entry } from "./verdicts.js" */

/**
 * @typedef {object} Collection
 * @property {string[]} assignments codes
 * @property {Entry[]} entries
 * @property {string} names
 * @property {Entry[][]} persons entries that belong to one person each
 * @property {Record<string, unknown>} rest fields that this edition does not know
 */

const FORMAT = "kurs-sammlung";
const VERSION = 1;
export const COLLECTION_LIMITS = { size: 4_000_000, receipts: 2000, code: 70_000, source: 300, assignments: 200, assignment: 1600, names: 100_000, persons: 2000 };

const REASONS = {
  huge: t`Die Datei ist größer als jede Sammlung (mehr als 4 MB) und wurde nicht gelesen.`,
  broken: t`Das ist keine Sammlung, oder sie ist unvollständig oder verändert. Hier ist alles geblieben, wie es war.`,
  foreign: t`Diese Sammlung gehört zu einem anderen Kurs. Hier ist alles geblieben, wie es war.`,
  newer: t`Diese Sammlung stammt von einer neueren Fassung des Kurses. Laden Sie die Seite neu, und öffnen Sie sie dann noch einmal.`,
};

/** What is no collection of this course; the message says why. */
export class NoCollection extends Error {
  /** @param {keyof typeof REASONS} reason */
  constructor(reason) {
    super(REASONS[reason]);
  }
}

/** @param {string} text */
export const isCollection = (text) => /^\s*\{\s*"format"\s*:\s*"kurs-sammlung"/.test(text.slice(0, 200));

/**
 * The text of a file, or "" if it gets too long.
 * @param {Collection} collection
 * @param {string} course
 * @param {string} day
 */
export function encodeCollection({ assignments, entries, names, persons, rest }, course, day) {
  // What is undefined is no part of JSON; a code that long is none of ours.
  const receipts = entries.map(({ source, code, problem }) => (code && code.length > COLLECTION_LIMITS.code ? { source, problem: "broken" } : { source, code, problem }));
  const places = persons.map((person) => person.map((entry) => entries.indexOf(entry)).filter((place) => place >= 0));
  const text = JSON.stringify({ format: FORMAT, version: VERSION, course, saved: day, assignments, receipts, names, persons: places.filter(({ length }) => length), ...rest }, null, 1);
  return text.length <= COLLECTION_LIMITS.size ? text : "";
}

/**
 * Throws NoCollection.
 * @param {string} text
 * @param {string} course
 * @returns {Collection}
 */
export function readCollection(text, course) {
  if (text.length > COLLECTION_LIMITS.size) throw new NoCollection("huge");
  const { format, version, course: own, saved, assignments, receipts, names, persons, ...rest } = recordFrom(parsed(text));
  if (format !== FORMAT || !Number.isInteger(version) || Number(version) < 1) throw new NoCollection("broken");
  if (Number(version) > VERSION) throw new NoCollection("newer");
  if (own !== course) throw new NoCollection("foreign");
  const most = COLLECTION_LIMITS;
  if (!isDay(saved) || !isTexts(assignments, most.assignments, most.assignment) || !isText(names, most.names)) throw new NoCollection("broken");
  const entries = listOf(receipts, most.receipts).map(entryFrom);
  const places = listOf(persons, most.persons).map((person) => listOf(person, most.receipts).map((place) => entries[Number.isInteger(place) ? Number(place) : -1]));
  const all = places.flat();
  if (!all.every(Boolean) || new Set(all).size < all.length) throw new NoCollection("broken");
  return { assignments, entries, names, persons: places, rest };
}

/**
 * @param {string} text
 * @returns {unknown}
 */
function parsed(text) {
  try {
    const value = JSON.parse(text.replace(/^\ufeff/, ""));
    JSON.stringify(value); // what is too deep to be written again
    return value;
  } catch {
    throw new NoCollection("broken");
  }
}

/**
 * @param {unknown} value
 * @param {number} most
 * @returns {unknown[]}
 */
function listOf(value, most) {
  if (!Array.isArray(value) || value.length > most) throw new NoCollection("broken");
  return value;
}

/**
 * @param {unknown} value
 * @returns {Entry}
 */
function entryFrom(value) {
  const { source, code, problem } = recordFrom(value);
  if (!isText(source, COLLECTION_LIMITS.source)) throw new NoCollection("broken");
  if (isText(code, COLLECTION_LIMITS.code)) return { source: plainText(source), code };
  if (isText(problem, 40)) return { source: plainText(source), problem: isProblem(problem) ? problem : "odd" };
  throw new NoCollection("broken");
}

// What somebody typed into tools and questions, by name. Pure: no storage, no page, no clock of its own.
//
//   { format: "kurs-getippt", version: 1, course, entries: { <name>: { value, changed } } }
//
// `value` is any JSON, null for what was removed; `changed` is in milliseconds and grows with each change of an entry. Two
// documents merge entry by entry to the greatest under a total order: in any order, any number of times, the same.

import { canonical, isRecord, isShallow } from "./document.js";
import { entryOf } from "./scoring.js";

/** @typedef {{ value: unknown, changed: number }} Entry */
/** @typedef {Record<string, Entry>} Entries */

const FORMAT = "kurs-getippt";
const VERSION = 1;
export const MOST = { names: 300, name: 100, text: 20_000, depth: 8, time: 253_402_300_799_999 };

/**
 * @param {string} course
 * @param {Entries} entries
 */
export const documentOf = (course, entries) => ({ format: FORMAT, version: VERSION, course, entries });

/**
 * The entries in a stored text; "foreign" for what is none of ours, "newer" for what a later version wrote.
 * @param {string} text
 * @param {string} course
 * @returns {Entries | "foreign" | "newer"}
 */
export function readEntries(text, course) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return "foreign";
  }
  if (!isRecord(value) || value.format !== FORMAT || value.course !== course || !Number.isSafeInteger(value.version)) return "foreign";
  if (Number(value.version) > VERSION) return "newer";
  return areEntries(value.entries) ? value.entries : "foreign";
}

/**
 * @param {unknown} value
 * @returns {value is Entries}
 */
export function areEntries(value) {
  if (!isRecord(value)) return false;
  const names = Object.keys(value);
  return names.length <= MOST.names && names.every((name) => name.length > 0 && name.length <= MOST.name && isEntry(value[name]));
}

/** @param {unknown} entry */
function isEntry(entry) {
  if (!isRecord(entry) || !isShallow(entry, MOST.depth + 1) || typeof entry.changed !== "number" || !Number.isSafeInteger(entry.changed)) return false;
  return entry.changed >= 0 && entry.changed <= MOST.time && fits(entry.value);
}

/**
 * Whether `value` is JSON that can be read again.
 * @param {unknown} value
 */
export function fits(value) {
  if (typeof value === "object" && value !== null && !isShallow(value, MOST.depth)) return false;
  try {
    const text = JSON.stringify(value);
    return text !== undefined && text.length <= MOST.text;
  } catch {
    return false; // a number too large for JSON, or what holds itself
  }
}

/**
 * The later of two; of two at the same time one and the same, whoever asks.
 * @param {Entry} a
 * @param {Entry} b
 */
function later(a, b) {
  if (a.changed !== b.changed) return a.changed > b.changed ? a : b;
  return canonical(a) >= canonical(b) ? a : b;
}

/**
 * Both as one; commutative, associative, idempotent while there is room. What was removed makes room first, the oldest before.
 * @param {Entries} a
 * @param {Entries} b
 * @returns {Entries}
 */
export function mergeEntries(a, b) {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  const merged = names.map((name) => {
    const [left, right] = [entryOf(a, name), entryOf(b, name)];
    return /** @type {[string, Entry]} */ ([name, left && right ? later(left, right) : (left ?? right)]);
  });
  const removed = merged.filter(([, { value }]) => value === null).sort(([, one], [, other]) => one.changed - other.changed);
  const over = new Set(removed.slice(0, Math.max(0, merged.length - MOST.names)));
  return Object.fromEntries(merged.filter((entry) => !over.has(entry))); // which defines also a name like __proto__
}

/**
 * What was typed at an old address of a lesson or a check, at the present one.
 * @param {Entries} entries
 * @param {Map<string, string>} moves old → present
 * @returns {Entries}
 */
export function withMoves(entries, moves) {
  let found = entries;
  for (const [old, present] of moves) {
    for (const kind of ["quiz:", "montag:", "pruefung:"]) {
      const { [kind + old]: entry, ...rest } = found;
      if (entry) found = mergeEntries(rest, { [kind + present]: entry });
    }
  }
  return found;
}

/**
 * With `value` under `name`, newer than what it replaces, whatever the clock says.
 * @param {Entries} entries
 * @param {string} name
 * @param {unknown} value
 * @param {number} now
 * @returns {Entry}
 */
export const changedEntry = (entries, name, value, now) => ({ value, changed: Math.max(now, (entryOf(entries, name)?.changed ?? -1) + 1) });

/**
 * `entries` from elsewhere, none of them later than `now`: a clock that is wrong must not outrank all that is still to come.
 * @param {Entries} entries
 * @param {number} now
 * @returns {Entries}
 */
export const notAfter = (entries, now) => Object.fromEntries(Object.entries(entries).map(([name, { value, changed }]) => [name, { value, changed: Math.min(changed, now) }]));

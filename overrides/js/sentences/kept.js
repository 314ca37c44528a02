// The sentences that somebody took along, as they are kept.

import { COURSE } from "../progress/course.js";
import { keyOf } from "../progress/person.js";
import { readEntries } from "../progress/typed-entries.js";
import { isDue, sentenceOf } from "./sentence.js";

/** @import { Entries } from "../progress/typed-entries.js" */
/** @import { Typed } from "../progress/typed.js" */
/** @import { Sentence } from "./sentence.js" */
/** @typedef {{ name: string, slug: string, sentence: Sentence }} Taken slug of its lesson */

const PREFIX = "montag:";

/**
 * The last one taken along first; what is only written is none of them.
 * @param {Pick<Typed, "names" | "get">} typed
 * @returns {Taken[]}
 */
export function takenAlong(typed) {
  const found = typed.names().filter((name) => name.startsWith(PREFIX)).flatMap((name) => {
    const sentence = sentenceOf(typed.get(name));
    return sentence?.day ? [{ name, slug: name.slice(PREFIX.length), sentence }] : [];
  });
  return found.sort((one, other) => (one.sentence.day < other.sentence.day ? 1 : -1));
}

/**
 * How many of them ask today whether it worked, read without taking part in what is kept.
 * @param {string} today
 */
export function countDue(today) {
  /** @type {ReturnType<typeof readEntries>} */
  let entries = "foreign";
  try {
    entries = readEntries(localStorage.getItem(keyOf("getippt")) ?? "", COURSE.id);
  } catch {
    // Where nothing is kept, nothing is due.
  }
  if (typeof entries === "string") return 0;
  /** @type {Entries} */
  const kept = entries;
  const typed = { names: () => Object.keys(kept), get: (/** @type {string} */ name) => kept[name].value };
  return takenAlong(typed).filter(({ sentence }) => isDue(sentence, today)).length;
}

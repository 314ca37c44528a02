// The sentences that somebody took along, as they are kept.

import { sentenceOf } from "./sentence.js";

/** @import { Typed } from "../progress/typed.js" */
/** @import { Sentence } from "./sentence.js" */
/** @typedef {{ name: string, slug: string, sentence: Sentence }} Taken slug of its lesson */

const PREFIX = "montag:";

/**
 * The last one taken along first; what is only written is none of them.
 * @param {Typed} typed
 * @returns {Taken[]}
 */
export function takenAlong(typed) {
  const found = typed.names().filter((name) => name.startsWith(PREFIX)).flatMap((name) => {
    const sentence = sentenceOf(typed.get(name));
    return sentence?.day ? [{ name, slug: name.slice(PREFIX.length), sentence }] : [];
  });
  return found.sort((one, other) => (one.sentence.day < other.sentence.day ? 1 : -1));
}

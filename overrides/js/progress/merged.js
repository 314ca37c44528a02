// What two tabs do to one value at the same time. Pure.

import { canonical, isRecord } from "./document.js";
import { entryOf } from "./scoring.js";

/**
 * `mine` with what another tab has changed since both were `base`: `depth` levels deep field by field, and of one that both have
 * changed mine.
 * @param {unknown} base
 * @param {unknown} mine
 * @param {unknown} theirs
 * @param {number} depth
 * @returns {unknown} null where nothing is left
 */
export function merged(base, mine, theirs, depth) {
  if (canonical(base) === canonical(theirs)) return mine;
  if (canonical(base) === canonical(mine)) return theirs;
  const [left, right] = [mine ?? {}, theirs ?? {}];
  if (depth === 0 || !isRecord(left) || !isRecord(right)) return mine;
  const before = isRecord(base) ? base : {};
  const fields = [...new Set([...Object.keys(left), ...Object.keys(right)])].map((name) => {
    const [was, one, other] = [before, left, right].map((from) => entryOf(from, name) ?? null);
    return /** @type {const} */ ([name, merged(was, one, other, depth - 1)]);
  });
  const whole = fields.filter(([, value]) => value !== null);
  return whole.length ? Object.fromEntries(whole) : null;
}

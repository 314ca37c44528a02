// Where somebody is in a conversation, as it is kept on the device. What was kept is data: it may be old, or anybody's.

/**
 * `moves` are the places of the chosen answers in their scenes, `said` own words by the scene's number, `isOpen` says whether
 * the answers of the last scene were shown already.
 * @typedef {{ moves: number[], said: Record<string, string>, isOpen: boolean }} State
 */

/** Bounds of what is read back. */
export const MOST = { moves: 30, scenes: 30, words: 500 };

/** @returns {State} */
export const blank = () => ({ moves: [], said: {}, isOpen: false });

/**
 * What was kept, as far as it can be used. Of a conversation that leads elsewhere by now (`shape`) only the own words are left.
 * @param {unknown} kept
 * @param {string} shape
 * @returns {State}
 */
export function readState(kept, shape) {
  const state = blank();
  if (typeof kept !== "object" || kept === null) return state;
  const { shape: was, moves, said, isOpen } = /** @type {Record<string, unknown>} */ (kept);
  for (const [number, words] of Object.entries(typeof said === "object" && said !== null ? said : {}).slice(0, MOST.scenes)) {
    if (/^\d{1,3}$/.test(number) && typeof words === "string") state.said[number] = words.slice(0, MOST.words);
  }
  if (was !== shape || !Array.isArray(moves)) return state;
  const wrong = moves.findIndex((move) => !Number.isInteger(move) || move < 0);
  state.moves = moves.slice(0, wrong < 0 ? MOST.moves : wrong);
  state.isOpen = wrong < 0 && isOpen === true;
  return state;
}

/**
 * What to keep; null where there is nothing to come back to.
 * @param {State} state
 * @param {string} shape
 */
export function keptState({ moves, said, isOpen }, shape) {
  const words = Object.fromEntries(Object.entries(said).filter(([, text]) => text.trim()));
  return moves.length || Object.keys(words).length ? { shape, moves, said: words, isOpen } : null;
}

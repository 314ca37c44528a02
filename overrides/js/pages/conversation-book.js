// A conversation as its page has it: scenes, and links that lead from one to the next.

import { all, find } from "../formats/dom.js";

/** @typedef {HTMLAnchorElement} Move the link that was taken */

/**
 * The scene that `moves` led to.
 * @param {HTMLElement} book
 * @param {Move[]} moves
 */
export const sceneAfter = (book, moves) => (moves.length ? find(book, `[id="${moves[moves.length - 1].hash.slice(1)}"]`) : find(book, ".scene"));

/** @param {HTMLElement} scene */
export const linksIn = (scene) => all(scene, "li > a", HTMLAnchorElement);

/**
 * Whether `link` can be chosen after `moves`: some need trust that grew on the way.
 * @param {Move} link
 * @param {Move[]} moves
 */
export function isOffered(link, moves) {
  const trust = moves.reduce((sum, { dataset }) => sum + Number(dataset.trust || 0), 0);
  return !(trust < Number(link.dataset.from ?? -Infinity));
}

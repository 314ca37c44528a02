// What is shown in the room, one after the other: what a deck is, and what its kinds share.

import { element } from "../../js/page/elements.js";
import { all } from "../../js/formats/dom.js";
import { copyOf } from "../../js/questions/shared.js";

/**
 * @typedef {{
 *   draw: () => HTMLElement[],
 *   onward: () => string,
 *   said: () => string,
 *   isBegun: () => boolean,
 *   forward: () => void,
 *   back: () => void,
 *   choose: (choice: number) => void,
 *   places: string[],
 *   at: () => number,
 *   goTo: (place: number) => void,
 * }} Deck
 *   draw     how it stands; the first element has the id "raum-kopf"
 *   onward   what `forward` does now, "" for nothing
 *   said     what was shown last, in a few words
 *   isBegun  whether `back` does something
 *   choose   what the room voted for, 0 for A
 *   places   what one can go to; [] where the way depends on the room
 *   at       the place that is shown, from 0
 */

export const LETTERS = "ABCDEFGHIJKLMNOP";

/**
 * What people hold up or call out: a letter with its colour.
 * @param {number} place
 */
export function card(place) {
  const node = element("b", LETTERS[place], "card");
  node.dataset.letter = LETTERS[place];
  return node;
}

/**
 * A choice that the room votes on, by its letter; `press` hears that it was taken.
 * @param {number} place
 * @param {Node[]} text
 * @param {(choice: number) => void} press
 */
export function ballot(place, text, press) {
  const button = element("button", "", "ballot");
  button.type = "button";
  const words = element("span");
  words.append(...text);
  button.append(card(place), words);
  button.addEventListener("click", ({ detail }) => detail < 2 && press(place)); // the second click would hit what comes next
  return button;
}

/**
 * The content of `node` to read: without links, which would lead out of the room.
 * @param {Element} node
 * @returns {Node[]}
 */
export function words(node) {
  const copy = copyOf(node);
  for (const link of all(copy, "a")) link.replaceWith(...link.childNodes);
  return [...copy.childNodes];
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {...(Node | string)} content
 */
export function made(tag, className, ...content) {
  const node = element(tag, "", className);
  node.append(...content);
  return node;
}

/**
 * @param {...(Node | string)} content
 */
export function heading(...content) {
  const node = made("h1", "", ...content);
  node.id = "raum-kopf";
  return node;
}

// The order of what a question lists: its page has one for the first time, every later round a new one.

import { all, find, textOf } from "../formats/dom.js";

const LETTERS = "ABCDEF";

/**
 * `list` in an order made from `random` (0 ≤ random() < 1).
 * @template Item
 * @param {Iterable<Item>} list
 * @param {() => number} random
 */
export function shuffled(list, random) {
  const result = [...list];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [result[i], result[j]] = [result[j], result[i]];
  }
  return result;
}

/**
 * What `form` lists in an order made from `random`, with what belongs to it. Where the order means something it stays.
 * For a form that is not yet brought to life.
 * @param {HTMLElement} form
 * @param {() => number} random
 */
export function shuffleForm(form, random) {
  const options = all(form, ".options:not([data-fixed]) > li");
  const ratings = all(form, ".ratings > li");
  const items = all(form, ".sequence > li");
  if (options.length) shufflePairs(form, options, random).forEach(letter);
  if (ratings.length) shufflePairs(form, ratings, random);
  if (items.length) shuffleItems(form, items, random);
  shuffleSides(form, random);
}

/**
 * Move `entries`, each with the reason that has the same place.
 * @param {HTMLElement} form
 * @param {HTMLElement[]} entries
 * @param {() => number} random
 */
function shufflePairs(form, entries, random) {
  const reasons = all(form, ".reasons > li");
  const order = shuffled(entries.keys(), random);
  for (const from of order) {
    entries[from].parentElement?.append(entries[from]);
    reasons[from].parentElement?.append(reasons[from]);
  }
  return order.map((from) => ({ option: entries[from], reason: reasons[from] }));
}

/**
 * Letters follow the place.
 * @param {{ option: HTMLElement, reason: HTMLElement }} pair
 * @param {number} place
 */
function letter({ option, reason }, place) {
  const verdict = find(reason, "strong");
  find(option, ".letter").textContent = LETTERS[place];
  verdict.textContent = LETTERS[place] + textOf(verdict).slice(1);
}

/**
 * A sequence, never in the right order by chance.
 * @param {HTMLElement} form
 * @param {HTMLElement[]} items
 * @param {() => number} random
 */
function shuffleItems(form, items, random) {
  const right = all(form, "[data-item-reason]").map((reason) => reason.dataset.itemReason);
  const mixed = shuffled(items, random);
  if (mixed.every((item, i) => item.dataset.item === right[i])) mixed.push(...mixed.splice(0, 1));
  find(form, ".sequence").append(...mixed);
}

/**
 * The right sides of a match, the same in every list; the first of each says that nothing is chosen.
 * @param {HTMLElement} form
 * @param {() => number} random
 */
function shuffleSides(form, random) {
  const lists = [...form.querySelectorAll("select")];
  const order = shuffled([...(lists[0]?.options ?? [])].slice(1).keys(), random);
  for (const list of lists) {
    const sides = [...list.options].slice(1);
    list.append(...order.map((i) => sides[i]));
  }
}

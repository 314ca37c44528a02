// The list of a question about an order.

import { all, find } from "../formats/dom.js";

/** @param {HTMLElement} form */
export const itemsOf = (form) => all(form, ".sequence > li");

/**
 * @param {HTMLElement} form
 * @param {string[]} keys
 */
export function putInOrder(form, keys) {
  const own = itemsOf(form);
  for (const key of keys) {
    const item = own.find((one) => one.dataset.item === key);
    if (item) find(form, ".sequence").append(item);
  }
}

/** @param {HTMLElement} form */
export function enableMoves(form) {
  itemsOf(form).forEach((item, i, own) => {
    const [up, down] = item.querySelectorAll("button");
    // aria-disabled keeps the focus where it is when an item reaches the end
    up.setAttribute("aria-disabled", String(i === 0));
    down.setAttribute("aria-disabled", String(i === own.length - 1));
  });
}

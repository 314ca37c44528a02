// Types of things to choose from, each with a reason of its own.

import { all, find } from "../formats/dom.js";
import { copyOf, markItem, unmarkItem } from "./shared.js";

/** @typedef {import("./shared.js").Form} Form */
/** @typedef {import("./shared.js").QuestionType} QuestionType */

/**
 * A type of things to choose from; `part` says how much of a wrong answer is right.
 * @param {string} prompt
 * @param {(found: number, total: number, extra: number) => string} part
 * @returns {QuestionType}
 */
export function choice(prompt, part) {
  /** @param {HTMLInputElement} input */
  const itemOf = (input) => /** @type {HTMLElement} */ (input.closest("li"));
  /** @param {Form} form */
  const inputs = (form) => [...form.querySelectorAll("input")];
  // The n-th option has the n-th reason.
  /**
   * @param {Form} form
   * @param {string} key
   */
  const reasonsOf = (form, key) => {
    const keys = inputs(form).map(({ value }) => value);
    return all(form, ".reasons li").filter((_, i) => keys[i] === key);
  };
  /**
   * @param {Form} form
   * @param {string} key
   */
  const isRight = (form, key) => reasonsOf(form, key).some((reason) => reason.hasAttribute("data-correct"));
  return {
    prompt,
    read: (form) => inputs(form).filter((input) => input.checked).map((input) => input.value),
    check(form, given) {
      const ok = inputs(form).every((input) => given.includes(input.value) === isRight(form, input.value));
      const keys = inputs(form).map((input) => input.value);
      /** @param {string[]} chosen */
      const told = (chosen) => chosen.flatMap((key) => reasonsOf(form, key)).map(copyOf);
      const found = given.filter((key) => isRight(form, key)).length;
      return {
        ok,
        reasons: told(given),
        others: ok ? told(keys.filter((key) => !given.includes(key))) : [],
        part: part(found, keys.filter((key) => isRight(form, key)).length, given.length - found),
      };
    },
    show(form, given) {
      for (const input of inputs(form)) {
        input.checked = given.includes(input.value);
        const item = itemOf(input);
        if (input.checked) markItem(item, isRight(form, input.value), find(item, "label"));
        else unmarkItem(item);
      }
    },
    // A single choice starts over; of several, the right ones stay.
    clear(form, keepRight) {
      for (const input of inputs(form)) {
        if (!(keepRight && input.type === "checkbox" && isRight(form, input.value))) input.checked = false;
        unmarkItem(itemOf(input));
      }
    },
  };
}

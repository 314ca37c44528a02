// Statements to tick, a button, what the ticks mean. The result waits for the button: a screen reader
// would otherwise announce a new one after every tick.

import { find, all } from "../js/formats/dom.js";
import { t } from "../js/formats/gettext.js";

/** @typedef {(form: HTMLFormElement, result: HTMLElement) => [ready: boolean, message: string]} Evaluate */

/**
 * Start the tool `slug` wherever it stands. `evaluate` prepares `result`; the message is announced, and `result` is
 * shown if it is ready.
 * @param {string} slug
 * @param {Evaluate} evaluate
 */
export function startChecklist(slug, evaluate) {
  for (const root of all(document, `[data-tool=${slug}]`)) {
    const form = find(root, "form", HTMLFormElement);
    const status = find(form, "[role=status]");
    const result = find(root, ".finding");
    let evaluated = false;
    const show = (/** @type {boolean} */ ready, /** @type {string} */ message) => {
      result.classList.toggle("shown", ready);
      if (status.textContent !== message) status.textContent = message; // the same text twice would be read twice
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [ready, message] = evaluate(form, result);
      evaluated = ready;
      show(ready, message);
    });
    form.addEventListener("change", () => show(false, evaluated ? t`Sie haben etwas geändert. Werten Sie noch einmal aus.` : ""));
    find(form, "button", HTMLButtonElement).disabled = false; // until now it would have loaded the page anew
  }
}

/**
 * Leave out the elements of `list` for which `test` does not hold; returns the others.
 * @template {Element} Kind
 * @param {Iterable<Kind>} list
 * @param {(element: Kind, place: number) => unknown} test
 */
export function showOnly(list, test) {
  return [...list].filter((element, place) => {
    const shown = Boolean(test(element, place));
    element.classList.toggle("away", !shown);
    return shown;
  });
}

/**
 * How many of its boxes are ticked, for each fieldset of `form`.
 * @param {HTMLFormElement} form
 */
export function countTicks(form) {
  return [...form.querySelectorAll("fieldset")].map((group) => group.querySelectorAll(":checked").length);
}


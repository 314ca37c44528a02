// Statements to tick, a button, what the ticks mean. The result waits for the button: a screen reader
// would otherwise announce a new one after every tick.

/**
 * Start the tool `slug` wherever it stands. `evaluate(form, result)` prepares `result` and returns
 * `[ready, message]`; the message is announced, and `result` is shown if it is ready.
 */
export function startChecklist(slug, evaluate) {
  for (const root of document.querySelectorAll(`[data-werkzeug=${slug}]`)) {
    const form = root.querySelector("form");
    const status = form.querySelector("[role=status]");
    const result = root.querySelector(".befund");
    let evaluated = false;
    const show = (ready, message) => {
      result.classList.toggle("frei", ready);
      if (status.textContent !== message) status.textContent = message; // the same text twice would be read twice
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const [ready, message] = evaluate(form, result);
      evaluated = ready;
      show(ready, message);
    });
    form.addEventListener("change", () => show(false, evaluated ? t`Sie haben etwas geändert. Werten Sie noch einmal aus.` : ""));
    form.querySelector("button").disabled = false; // until now it would have loaded the page anew
  }
}

/** Leave out the elements of `list` for which `test(element, place)` does not hold; returns the others. */
export function showOnly(list, test) {
  return [...list].filter((element, place) => {
    const shown = Boolean(test(element, place));
    element.classList.toggle("weg", !shown);
    return shown;
  });
}

/** How many of its boxes are ticked, for each fieldset of `form`. */
export function countTicks(form) {
  return [...form.querySelectorAll("fieldset")].map((group) => group.querySelectorAll(":checked").length);
}

import { t } from "../js/formats/gettext.js";

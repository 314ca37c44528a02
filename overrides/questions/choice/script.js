import { copyOf, markItem, unmarkItem } from "../../js/questions/shared.js";
import { element } from "../../js/page/elements.js";
import { all, find } from "../../js/formats/dom.js";
import { t } from "../../js/formats/gettext.js";

/** @typedef {import("../../js/questions/shared.js").Form} Form */
/** @typedef {import("../../js/questions/shared.js").QuestionType} QuestionType */

export const single = choice(t`Wählen Sie zuerst eine Antwort.`);
export const multiple = choice(t`Wählen Sie mindestens eine Antwort.`);

/**
 * @param {string} prompt
 * @returns {QuestionType}
 */
function choice(prompt) {
  /** @param {HTMLInputElement} input */
  const itemOf = (input) => /** @type {HTMLElement} */ (input.closest("li"));
  /** @param {Form} form */
  const inputs = (form) => [...form.querySelectorAll("input")];
  // The n-th option has the n-th reason.
  /**
   * @param {Form} form
   * @param {string} key
   */
  const reasonsOf = (form, key) => all(form, ".reasons li").filter((_, i) => inputs(form)[i]?.value === key);
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
      const reasons = given.flatMap((key) => reasonsOf(form, key)).map(copyOf);
      if (!ok && given.every((key) => isRight(form, key))) {
        reasons.push(element("p", t`So weit stimmt es. Es fehlt noch mindestens eine richtige Antwort.`));
      }
      return { ok, reasons };
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

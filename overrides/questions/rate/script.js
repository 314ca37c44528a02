import { copyOf, markItem, unmarkItem } from "../../js/questions/shared.js";
import { all, find } from "../../js/formats/dom.js";
import { t } from "../../js/formats/gettext.js";

/** @typedef {import("../../js/questions/shared.js").Form} Form */

/** @param {Form} form */
const rowsOf = (form) => all(form, ".ratings > li");
/** @param {HTMLElement} row */
const inputsOf = (row) => [...row.querySelectorAll("input")];
// The n-th reaction has the n-th reason, which knows the right answer.
/** @param {Form} form */
const reasonsOf = (form) => all(form, "[data-right]");
/**
 * Of each reaction whether it is rated rightly in `given`.
 * @param {Form} form
 * @param {string[]} given
 */
const verdicts = (form, given) => reasonsOf(form).map((reason) => given.includes(reason.dataset.right ?? ""));

/**
 * The reason with its reaction, without the rating that would be right.
 * @param {HTMLElement} reason
 */
function hintOf(reason) {
  const copy = copyOf(reason);
  find(copy, "[data-answer]").remove();
  return copy;
}

/** @type {import("../../js/questions/shared.js").QuestionType} */
export const rate = {
  prompt: t`Schätzen Sie zuerst jede Zeile ein.`,
  open: (form) => rowsOf(form).map(inputsOf).find((inputs) => !inputs.some(({ checked }) => checked))?.[0],
  read(form) {
    const given = rowsOf(form).flatMap(inputsOf).filter((input) => input.checked).map((input) => input.value);
    return given.length === rowsOf(form).length ? given : [];
  },
  check(form, given) {
    const right = verdicts(form, given);
    const found = right.filter(Boolean).length;
    const ok = found === right.length;
    const reasons = reasonsOf(form);
    return {
      ok,
      reasons: ok ? reasons.map(copyOf) : reasons.filter((_, i) => !right[i]).map(hintOf),
      part: t`${found} von ${right.length} richtig eingeschätzt.`,
    };
  },
  show(form, given) {
    const right = verdicts(form, given);
    rowsOf(form).forEach((row, i) => {
      for (const input of inputsOf(row)) input.checked = given.includes(input.value);
      markItem(row, right[i], find(row, "fieldset"));
    });
  },
  clear(form, keepRight) {
    const given = rowsOf(form).flatMap(inputsOf).filter((input) => input.checked).map((input) => input.value);
    const right = keepRight ? verdicts(form, given) : [];
    rowsOf(form).forEach((row, i) => {
      if (!right[i]) for (const input of inputsOf(row)) input.checked = false;
      unmarkItem(row);
    });
  },
};

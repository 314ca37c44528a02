import { isNearMiss, matchesText } from "../../js/questions/answers.js";
import { badge, fieldwise, judgeText, unjudgeText, verdictReasons } from "../../js/questions/shared.js";
import { find } from "../../js/formats/dom.js";
import { t } from "../../js/formats/gettext.js";

/** @typedef {import("../../js/questions/shared.js").Form} Form */

/** @param {Form} form */
const fieldsOf = (form) => [...form.querySelectorAll("input")];
/**
 * @param {HTMLInputElement} input
 * @returns {string[]}
 */
const answersOf = (input) => JSON.parse(input.dataset.answers ?? "[]");
/** @param {HTMLInputElement} input */
const isSpelled = (input) => matchesText(input.value, answersOf(input));
/** @param {HTMLInputElement} input */
function isNear(input) {
  const form = /** @type {Form} */ (input.closest("form"));
  const others = fieldsOf(form).filter((one) => one !== input).flatMap(answersOf);
  return isNearMiss(input.value, answersOf(input), [...others, find(form, "fieldset").textContent]);
}

/** @type {import("../../js/questions/shared.js").QuestionType} */
export const cloze = {
  ...fieldwise({
    prompt: t`Füllen Sie zuerst jede Lücke.`,
    fields: fieldsOf,
    isRight: (input) => isSpelled(input) || isNear(input),
    mark(input, right) {
      unmarkBlank(input); // an exam is judged when handed in and again when shown
      judgeText(input, right);
      input.after(badge(right));
    },
    unmark: unmarkBlank,
    reasons: verdictReasons,
  }),
  doubt: (form) => (fieldsOf(form).some((input) => !isSpelled(input) && isNear(input)) ? t`Fast: Prüfen Sie die Schreibweise.` : ""),
};

/** @param {HTMLInputElement} input */
function unmarkBlank(input) {
  unjudgeText(input);
  if (input.nextElementSibling?.classList.contains("badge")) input.nextElementSibling.remove();
}

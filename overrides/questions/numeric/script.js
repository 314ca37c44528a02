import { readNumbers } from "../../js/questions/answers.js";
import { Hint, fieldwise, judgeText, unjudgeText, verdictReasons } from "../../js/questions/shared.js";
import { t } from "../../js/formats/gettext.js";

/** @typedef {import("../../js/questions/shared.js").Form} Form */
/** @typedef {import("../../js/questions/shared.js").QuestionType} QuestionType */

/** @param {Form} form */
const numberFields = (form) => [...form.querySelectorAll("input")];
/** @param {HTMLInputElement} input */
const numbersIn = (input) => readNumbers(input.value, input.dataset.unit);

const byFields = fieldwise({
  prompt: t`Geben Sie zuerst eine Zahl ein.`,
  fields: numberFields,
  isRight(input) {
    const tolerance = Number(input.dataset.tolerance) + 1e-9;
    return numbersIn(input).some((number) => Math.abs(number - Number(input.dataset.value)) <= tolerance);
  },
  mark: judgeText,
  unmark: unjudgeText,
  reasons: verdictReasons,
});

/** @type {QuestionType} */
export const numeric = {
  ...byFields,
  read(form) {
    const given = byFields.read(form);
    if (given.length && numberFields(form).flatMap(numbersIn).length === 0) throw new Hint(t`Das lässt sich nicht als Zahl lesen. Schreiben Sie zum Beispiel 3.750 oder 1,5.`);
    return given;
  },
};

import { matchesText } from "../../js/questions/answers.js";
import { badge, fieldwise, judgeText, unjudgeText, verdictReasons } from "../../js/questions/shared.js";
import { t } from "../../js/formats/gettext.js";

export const cloze = fieldwise({
  prompt: t`Füllen Sie zuerst jede Lücke.`,
  fields: (form) => [...form.querySelectorAll("input")],
  isRight: (input) => matchesText(input.value, JSON.parse(input.dataset.answers ?? "[]")),
  mark(input, right) {
    unmarkBlank(input); // an exam is judged when handed in and again when shown
    judgeText(input, right);
    input.after(badge(right));
  },
  unmark: unmarkBlank,
  reasons: verdictReasons,
});

/** @param {HTMLInputElement} input */
function unmarkBlank(input) {
  unjudgeText(input);
  if (input.nextElementSibling?.classList.contains("badge")) input.nextElementSibling.remove();
}

// The two fields of a sentence, on a lesson and where one is asked how it went.

import { find } from "../formats/dom.js";
import { t } from "../formats/gettext.js";
import { todayIso } from "../formats/days.js";
import { clause } from "./sentence.js";

/** @import { Sentence } from "./sentence.js" */

/**
 * Fields and button of `form`; `take` gets a sentence that somebody takes along from today on, `say` what is missing.
 * @param {HTMLElement} form
 * @param {(sentence: Sentence) => void} take
 * @param {(text: string) => void} say
 */
export function sentenceForm(form, take, say) {
  const when = find(form, "[name=when]", HTMLTextAreaElement);
  const then = find(form, "[name=then]", HTMLTextAreaElement);
  const written = () => ({ when: clause(when.value, t`Wenn`), then: clause(then.value, t`dann`) });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const sentence = written();
    const empty = [when, then].find((field) => !clause(field.value, ""));
    if (!empty) return take({ ...sentence, day: todayIso(), answer: "" });
    say(t`Beide Felder brauchen ein paar Worte.`);
    empty.focus();
  });
  return {
    written,
    /** @param {{ when: string, then: string }} sentence */
    fill(sentence) {
      when.value = sentence.when;
      then.value = sentence.then;
    },
  };
}

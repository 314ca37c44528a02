// The two fields of a sentence, on a lesson and where one is asked how it went.

import { t } from "../formats/gettext.js";
import { todayIso } from "../formats/days.js";
import { element } from "../page/elements.js";
import { clause } from "./sentence.js";

/** @import { Sentence } from "./sentence.js" */

/**
 * Fill `form` with fields and button; `take` gets a sentence that somebody takes along from today on, `say` what is missing.
 * @param {HTMLElement} form
 * @param {(sentence: Sentence) => void} take
 * @param {(text: string) => void} say
 */
export function sentenceForm(form, take, say) {
  /** @param {Node} content */
  function line(content) {
    const node = element("p");
    node.append(content);
    form.append(node);
  }
  /** @param {string} word */
  function fieldBehind(word) {
    const field = element("textarea", "", "feld");
    const label = element("label", `${word} `);
    Object.assign(field, { rows: 2, maxLength: 200, autocomplete: "off" });
    label.append(field);
    line(label);
    return field;
  }
  const when = fieldBehind(t`Wenn`);
  const then = fieldBehind(t`dann`);
  line(element("button", t`Das nehme ich mir vor`, "knopf leise"));
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

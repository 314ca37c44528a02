// What the question types share: what a type is, the reasons it shows, its marks, and types made of fields.

import { element } from "../page/elements.js";
import { find } from "../formats/dom.js";
import { t } from "../formats/gettext.js";

/** @import { Progress } from "../progress/document.js" */
/**
 * @typedef {HTMLElement} Form
 * @typedef {{ ok: boolean, reasons: HTMLElement[], others?: HTMLElement[], part?: string }} Verdict
 *   reasons  the explanations that fit this answer, cloned from the page
 *   others   those of what was not chosen, once the answer is right
 *   part     how much of an answer is right
 * @typedef {{
 *   prompt: string,
 *   prepare?: (form: Form) => void,
 *   read: (form: Form) => string[],
 *   doubt?: (form: Form) => string,
 *   open?: (form: Form) => HTMLElement | undefined,
 *   check: (form: Form, given: string[]) => Verdict,
 *   show: (form: Form, given: string[]) => void,
 *   clear: (form: Form, keepRight: boolean) => void,
 *   live?: undefined,
 * }} QuestionType
 *   prompt   what is said when nothing was entered
 *   prepare  adds what only scripts can offer
 *   read     [] if nothing was entered; throws Hint for input that cannot be judged
 *   doubt    what to look at again before an answer is judged in practice, or ""; said once, then it counts as it stands
 *   open     the field of the first part that was left out, where fields cannot tell by themselves
 *   show     puts an answer into the form and marks it in words
 *   clear    takes marks and wrong answers away; right ones stay if keepRight
 * @typedef {HTMLInputElement | HTMLSelectElement} Field
 */

/**
 * @typedef {{ read: () => unknown, restore: (kept: unknown) => void }} Written what somebody wrote, null for nothing
 * @typedef {{ id: string, revision: number, form: Form, focus: () => void, sync: (progress: Progress) => void } & Partial<Written>} Live
 *   a question that was brought to life; `sync` brings the form in line with the store, without speaking
 * @typedef {{ live: (form: Form, done: () => void, next: () => void, nextWords: () => string,
 *   label: (text: string, isOwn?: boolean) => void) => { focus: () => void, sync: (isDone: boolean) => void } & Written }} OwnType
 *   a type that nobody judges: it does itself what quiz.js does for the others; `done` remembers that it is done, `label`
 *   names the button, and `sync` hears whether it is. In a review there is no sync: what was done is asked anew.
 */

/** Input that is neither right nor wrong; the message says what is missing. */
export class Hint extends Error {
  name = "Hint";
}

/**
 * Whether a type has thrown a Hint: the types of tasks.js have a class of their own.
 * @param {unknown} error
 * @returns {error is Hint}
 */
export const isHint = (error) => error instanceof Error && error.name === "Hint";

/**
 * The content of `node` without ids, to show it a second time.
 * @param {Element} node
 */
export function copyOf(node) {
  const copy = document.createElement("div");
  copy.append(...[...node.cloneNode(true).childNodes]);
  for (const inner of copy.querySelectorAll("[id]")) inner.removeAttribute("id");
  return copy;
}

/**
 * A type of fields that have one right value each: what the three have in common. `fields(form)` are they, `isRight(field)`
 * judges one, `mark(field, right)` says it, `reasons(form, wrong)` are the explanations, `wrong` the fields that are not right.
 * @template {Field} F
 * @param {{ prompt: string, fields: (form: Form) => F[], isRight: (field: F) => boolean, mark: (field: F, right: boolean) => void,
 *   unmark: (field: F) => void, reasons: (form: Form, wrong: F[]) => HTMLElement[] }} parts
 * @returns {QuestionType}
 */
export function fieldwise({ prompt, fields, isRight, mark, unmark, reasons }) {
  return {
    prompt,
    read(form) {
      const given = fields(form).map((field) => field.value.trim());
      return given.every(Boolean) ? given : [];
    },
    check(form) {
      const wrong = fields(form).filter((field) => !isRight(field));
      return { ok: wrong.length === 0, reasons: reasons(form, wrong) };
    },
    show(form, given) {
      fields(form).forEach((field, i) => {
        field.value = given[i] ?? "";
        mark(field, isRight(field));
      });
    },
    clear(form, keepRight) {
      for (const field of fields(form)) {
        if (!(keepRight && isRight(field))) field.value = "";
        unmark(field);
      }
    },
  };
}

/**
 * @param {Form} form
 * @param {Field[]} wrong
 */
export function verdictReasons(form, wrong) {
  return [copyOf(find(form, `[data-verdict="${wrong.length ? "incorrect" : "correct"}"]`))];
}

/**
 * @param {HTMLInputElement} input
 * @param {boolean} right
 */
export function judgeText(input, right) {
  input.setAttribute("aria-invalid", String(!right));
  input.dataset.judged = verdictOf(right);
}

/** @param {HTMLInputElement} input */
export function unjudgeText(input) {
  input.removeAttribute("aria-invalid");
  delete input.dataset.judged;
}

/** @param {boolean} right */
const verdictOf = (right) => (right ? "richtig" : "falsch");
/** @param {boolean} right */
export const badge = (right) => element("span", right ? t`richtig` : t`falsch`, "badge");

/**
 * Say at `item` whether it is right; the word stands in `place`.
 * @param {HTMLElement} item
 * @param {boolean} right
 * @param {HTMLElement} place
 */
export function markItem(item, right, place = item) {
  unmarkItem(item);
  item.dataset.judged = verdictOf(right);
  place.append(badge(right));
}

/** @param {HTMLElement} item */
export function unmarkItem(item) {
  delete item.dataset.judged;
  item.querySelector(".badge")?.remove();
}

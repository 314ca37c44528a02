// A question of the exam: made for an attempt, read, filled in again, judged and explained. Knows its form alone.

import { element } from "../page/elements.js";
import { all, find } from "../formats/dom.js";
import { isHint } from "../questions/shared.js";
import { shuffleForm } from "../questions/shuffle.js";
import { typeOf } from "../questions/types.js";
import { seeded } from "./exam.js";
import { t } from "../formats/gettext.js";

/**
 * A question of an attempt with its form. `solution` is out of the page until the end; `saved` is what is stored, as JSON.
 * @typedef {{key: string, group: string, lesson: string, url: string, objective: string, form: string}} Entry
 * @typedef {Omit<Entry, "form"> & {form: HTMLFormElement, type: import("../questions/shared.js").QuestionType, solution: HTMLDetailsElement, saved: string}} ExamQuestion
 * @typedef {{question: ExamQuestion, given: string[], ok: boolean, part: string}} Judged part: how much is right, or ""
 * @typedef {import("../progress/document.js").Attempt} Attempt
 */

/** @param {HTMLFormElement} form */
function hideVerdicts(form) {
  form.querySelectorAll(".badge").forEach((mark) => mark.remove());
  all(form, "[data-judged]").forEach((node) => delete node.dataset.judged);
  form.querySelectorAll("[aria-invalid]").forEach((node) => node.removeAttribute("aria-invalid"));
}

/**
 * A question of `attempt` with its form; undefined if the course no longer has it.
 * @param {Entry | undefined} entry
 * @param {Attempt} attempt
 * @returns {ExamQuestion | undefined}
 */
export function makeQuestion(entry, attempt) {
  if (!entry) return undefined;
  // Only the form leaves the parsed text, and scripts in such a document never run.
  const found = new DOMParser().parseFromString(entry.form, "text/html").querySelector("form.question");
  if (!(found instanceof HTMLFormElement)) return undefined;
  const type = typeOf(found.dataset.type ?? "");
  if (!type || type.live) return undefined;
  const form = document.adoptNode(found);
  shuffleForm(form, seeded(`${attempt.n} ${attempt.t} ${entry.key}`));
  // Out of the page until the end: neither paper nor a search in the page may show it.
  const solution = find(form, ".solution", HTMLDetailsElement);
  solution.remove();
  type.prepare?.(form);
  return { ...entry, form, type, solution, saved: "[]" };
}

/**
 * What the form holds; `hint` says what is wrong with it.
 * @param {ExamQuestion} question
 * @returns {{given: string[], hint: string}}
 */
export function readForm({ form, type }) {
  try {
    return { given: type.read(form), hint: "" };
  } catch (error) {
    if (!isHint(error)) throw error;
    return { given: [], hint: error.message };
  }
}

/**
 * Put a stored answer into the form, without a verdict. An option that was reworded since then is open again.
 * @param {ExamQuestion} question
 * @param {string[]} given
 */
export function restore(question, given) {
  const { form, type, solution } = question;
  if (!given.length) return;
  form.append(solution); // types look up there what is right
  type.show(form, given);
  solution.remove();
  hideVerdicts(form);
  question.saved = JSON.stringify(readForm(question).given);
}

/**
 * Whether nothing is stored as its answer.
 * @param {ExamQuestion} question
 */
export const isOpen = (question) => question.saved === "[]";

/**
 * Each question with its answer and whether it is right; puts answers and solutions into the forms.
 * @param {ExamQuestion[]} questions
 * @param {Attempt["answers"]} answers
 * @returns {Judged[]}
 */
export function judge(questions, answers) {
  return questions.map((question) => {
    const { form, type, solution, key } = question;
    const given = answers[key]?.given ?? [];
    form.append(solution);
    if (given.length) type.show(form, given);
    else type.clear(form, false);
    if (!given.length) return { question, given, ok: false, part: "" };
    const { ok, part = "" } = type.check(form, given);
    return { question, given, ok, part };
  });
}

/**
 * The form as it was answered, locked, with verdict and all reasons; those of right answers to unfold.
 * @param {Judged} judged
 * @param {number} i its place
 */
export function explain({ question, given, ok, part }, i) {
  const { form, solution } = question;
  form.dataset.done = "ja";
  form.dataset.judged = ok ? "richtig" : "falsch";
  for (const field of all(form, "fieldset input", HTMLInputElement)) {
    if (field.type === "text") field.readOnly = true;
    else field.disabled = true;
  }
  for (const field of all(form, "fieldset select", HTMLSelectElement)) field.disabled = true;
  for (const button of all(form, "fieldset button", HTMLButtonElement)) button.disabled = true;
  find(form, ".question-number").textContent = t`Frage ${i + 1}`;
  find(form, ".question-buttons").replaceChildren();
  const reply = find(form, ".feedback");
  reply.removeAttribute("role"); // twenty verdicts at once are not to be spoken
  reply.replaceChildren(element("p", ok ? t`Richtig.` : given.length ? t`Nicht richtig.` : t`Nicht beantwortet.`, "verdict"));
  if (part && !ok) reply.append(element("p", part));
  solution.classList.add("shown");
  solution.open = !ok;
  return form;
}

// Answers on a page that nobody has checked yet: { <question id>: { r: revision, given: [text] } }, as far as they go. Of one
// that is tried again, `again` is the clock of the wrong answer that it replaces.

import { all } from "../formats/dom.js";
import { isRecord } from "../progress/document.js";
import { entryOf } from "../progress/scoring.js";
import { enableMoves, itemsOf, putInOrder } from "./sequence.js";

const MOST = 500; // signs in one field, as in an answer

const every = () => all(document, "form.question", HTMLFormElement);
/** @param {HTMLFormElement} form */
const isOpen = ({ dataset }) => dataset.done !== "ja";
/** @param {HTMLFormElement} form */
const inputsIn = (form) => [...form.querySelectorAll("fieldset input")].filter((node) => node instanceof HTMLInputElement);
/** @param {HTMLFormElement} form */
const textsIn = (form) => [...inputsIn(form).filter(({ type }) => type === "text"), ...form.querySelectorAll("fieldset select")].filter((node) => node instanceof HTMLInputElement || node instanceof HTMLSelectElement);
/** @param {HTMLFormElement} form */
const ticksIn = (form) => inputsIn(form).filter(({ type }) => type !== "text");

/**
 * What stands in a form, also where it is no whole answer; [] for nothing.
 * @param {HTMLFormElement} form
 */
function givenIn(form) {
  if (form.dataset.moved === "ja") return itemsOf(form).map(({ dataset }) => dataset.item ?? "");
  const texts = textsIn(form).map(({ value }) => value.slice(0, MOST));
  return [...ticksIn(form).filter(({ checked }) => checked).map(({ value }) => value), ...(texts.some(Boolean) ? texts : [])];
}

/** What stands in the forms, null for nothing. */
export function draftsIn(from = every()) {
  const drafts = from.filter(isOpen).map((form) => {
    const { question = "", revision, again } = form.dataset;
    return /** @type {const} */ ([question, { r: Number(revision), given: givenIn(form), ...(again && { again }) }]);
  });
  const begun = drafts.filter(([, { given }]) => given.length);
  return begun.length ? Object.fromEntries(begun) : null;
}

/**
 * Into forms in which nothing stands yet, or the wrong answer that somebody was replacing.
 * @param {unknown} kept
 */
export function showDrafts(kept, into = every()) {
  const drafts = isRecord(kept) ? kept : {};
  for (const form of into) {
    const draft = entryOf(drafts, form.dataset.question ?? "");
    if (!isRecord(draft) || draft.r !== Number(form.dataset.revision) || !Array.isArray(draft.given)) continue;
    if (!isOpen(form)) form.dispatchEvent(new CustomEvent("again", { detail: draft.again }));
    else if (givenIn(form).length) continue;
    if (isOpen(form)) fill(form, draft.given.filter((text) => typeof text === "string"));
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string[]} given
 */
function fill(form, given) {
  const items = itemsOf(form);
  if (items.length) {
    if (given.length !== items.length || items.some(({ dataset }) => !given.includes(dataset.item ?? ""))) return;
    putInOrder(form, given);
    enableMoves(form);
    form.dataset.moved = "ja";
  }
  for (const input of ticksIn(form)) input.checked = given.includes(input.value);
  textsIn(form).forEach((field, i) => (field.value = given[i] ?? ""));
}

/** Whether somebody is at one of the questions. */
export const isBusy = () => every().some((form) => isOpen(form) && form.contains(document.activeElement));

// Each item moves by two buttons; dragging is an extra for the mouse.

import { enableMoves, itemsOf, putInOrder } from "../../js/questions/sequence.js";
import { copyOf, markItem, unmarkItem } from "../../js/questions/shared.js";
import { element, makeButton } from "../../js/page/elements.js";
import { all, find } from "../../js/formats/dom.js";
import { t } from "../../js/formats/gettext.js";
import { plural } from "../../js/formats/language.js";

/** @typedef {import("../../js/questions/shared.js").Form} Form */
/** @typedef {import("../../js/questions/shared.js").QuestionType} QuestionType */

/** @param {Form} form */
const rowOf = (form) => find(form, ".sequence");
/** @param {HTMLElement} item */
const wordsOf = (item) => find(item, ".sequence-text").textContent;
/** @param {Form} form */
const itemReasons = (form) => all(form, "[data-item-reason]");
/** @param {Form} form */
const rightKeys = (form) => itemReasons(form).map((reason) => reason.dataset.itemReason);
/**
 * @param {Form} form
 * @param {HTMLElement} item
 * @param {number} i
 */
const isInPlace = (form, item, i) => rightKeys(form)[i] === item.dataset.item;

/**
 * @param {Form} form
 * @param {HTMLElement} item
 * @param {number} to
 */
function moveItem(form, item, to) {
  const own = itemsOf(form);
  const target = Math.max(0, Math.min(own.length - 1, to));
  const others = own.filter((one) => one !== item);
  rowOf(form).insertBefore(item, others[target] ?? null);
  form.dataset.moved = "ja";
  find(form, ".sequence-status").textContent = t`Platz ${target + 1} von ${own.length}: ${wordsOf(item)}`;
  enableMoves(form);
  form.dispatchEvent(new Event("input", { bubbles: true })); // as fields do
}

/**
 * @param {Form} form
 * @param {HTMLElement} item
 * @param {number} step
 * @param {string} word
 */
function moveButton(form, item, step, word) {
  const button = makeButton(step < 0 ? "▲" : "▼", () => {
    if (form.dataset.done !== "ja" && button.getAttribute("aria-disabled") !== "true") {
      moveItem(form, item, itemsOf(form).indexOf(item) + step);
      button.focus();
    }
  });
  button.className = "move-button";
  button.setAttribute("aria-label", `${word}: ${wordsOf(item)}`);
  return button;
}

/** @param {Form} form */
function makeDraggable(form) {
  /** @type {HTMLElement | null} */
  let held = null;
  /** @param {Event} event */
  const itemAt = ({ target }) => itemsOf(form).find((item) => target instanceof Node && item.contains(target)) ?? null;
  rowOf(form).addEventListener("dragstart", (event) => {
    held = form.dataset.done === "ja" ? null : itemAt(event);
    if (!held) event.preventDefault();
  });
  rowOf(form).addEventListener("dragover", (event) => {
    if (held) event.preventDefault();
  });
  rowOf(form).addEventListener("drop", (event) => {
    const target = itemAt(event);
    if (!held || !target) return;
    event.preventDefault();
    moveItem(form, held, itemsOf(form).indexOf(target));
    held = null;
  });
}

/** @type {QuestionType} */
export const order = {
  prompt: t`Bringen Sie die Schritte zuerst in eine Reihenfolge.`,
  prepare(form) {
    for (const item of itemsOf(form)) {
      item.draggable = true;
      item.append(moveButton(form, item, -1, t`Nach oben`), moveButton(form, item, 1, t`Nach unten`));
    }
    const place = element("p", "", "sequence-status");
    place.setAttribute("aria-live", "polite");
    rowOf(form).after(place);
    enableMoves(form);
    makeDraggable(form);
  },
  read: (form) => (form.dataset.moved === "ja" ? itemsOf(form).map((item) => item.dataset.item ?? "") : []),
  check(form) {
    const wrong = itemsOf(form).filter((item, i) => !isInPlace(form, item, i));
    const keys = wrong.map((item) => item.dataset.item);
    const told = itemReasons(form).filter((reason) => keys.length === 0 || keys.includes(reason.dataset.itemReason));
    const count = itemsOf(form).length;
    const right = count - wrong.length;
    const part = plural(right, t`Eines von ${count} steht am richtigen Platz.`, t`${right} von ${count} stehen am richtigen Platz.`);
    return { ok: wrong.length === 0, reasons: told.map(copyOf), part };
  },
  show(form, given) {
    putInOrder(form, given);
    form.dataset.moved = "ja";
    find(form, ".sequence-status").textContent = "";
    itemsOf(form).forEach((item, i) => markItem(item, isInPlace(form, item, i)));
  },
  clear(form) {
    itemsOf(form).forEach(unmarkItem);
    form.dataset.moved = "";
    enableMoves(form);
  },
};

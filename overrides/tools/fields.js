// Fields that people write in.

import { t } from "../js/formats/gettext.js";
import { element } from "../js/page/elements.js";

/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */

/**
 * @param {unknown} node
 * @returns {node is Field}
 */
export const isField = (node) => node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement;

/**
 * What to say where nothing more goes into `field`, else "".
 * @param {Field} field
 */
export const fullText = ({ maxLength, value }) => (maxLength > 0 && value.length >= maxLength ? t`Mehr als ${maxLength} Zeichen passen in dieses Feld nicht.` : "");

/**
 * @param {unknown} node
 * @returns {node is Field | HTMLSelectElement}
 */
export const isInput = (node) => isField(node) || node instanceof HTMLSelectElement;

/**
 * A line for what is wrong with `field`, at the end of `box`, which holds it; `note` says what goes into it.
 * @param {HTMLElement} field
 * @param {Element} box
 * @param {Element | null} [note]
 */
export function addHint(field, box, note) {
  const hint = element("p", "", "field-tip");
  hint.setAttribute("role", "status");
  hint.id = `${field.id}-tipp`;
  box.append(hint);
  if (note) note.id = `${field.id}-hinweis`;
  field.setAttribute("aria-describedby", note ? `${note.id} ${hint.id}` : hint.id);
}

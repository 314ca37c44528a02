// Fields that people write in.

import { t } from "../js/formats/gettext.js";

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

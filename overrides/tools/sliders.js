// A slider and a number field that say the same; odd input gets a German hint, never NaN.

import { find, all } from "../js/formats/dom.js";
import { readNumbers } from "../js/questions/answers.js";
import { t } from "../js/formats/gettext.js";
import { language } from "../js/formats/language.js";
import { addHint } from "./fields.js";

export const german = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });

/**
 * The number in `field`, or null with a hint beside the field.
 * @param {HTMLInputElement} field
 */
export function numberIn(field) {
  const hint = find(document, `#${field.getAttribute("aria-describedby")}`);
  const [number] = readNumbers(field.value);
  const min = Number(field.dataset.min);
  const max = Number(field.dataset.max);
  let text = "";
  if (number === undefined) text = field.value.trim() ? t`Das lässt sich nicht als Zahl lesen. Schreiben Sie zum Beispiel 1.000 oder 2,5.` : t`Hier fehlt eine Zahl.`;
  else if (number < min || number > max) text = t`Möglich ist ${german.format(min)} bis ${german.format(max)}.`;
  if (hint.textContent !== text) hint.textContent = text;
  field.setAttribute("aria-invalid", String(Boolean(text)));
  return text ? null : number;
}

/**
 * Tie every slider in `form` to its field; `changed()` runs after each change.
 * @param {HTMLFormElement} form
 * @param {() => void} changed
 */
export function tieSliders(form, changed) {
  for (const slider of all(form, "[type=range]", HTMLInputElement)) {
    const box = /** @type {HTMLElement} */ (slider.parentElement);
    const field = find(box, "[inputmode]", HTMLInputElement);
    addHint(field, box);
    slider.addEventListener("input", () => {
      field.value = german.format(Number(slider.value));
      changed();
    });
    field.addEventListener("input", () => {
      const [number] = readNumbers(field.value);
      if (number !== undefined) slider.value = String(number);
      changed();
    });
  }
}

// First estimate, then compare with what a survey found.

import { german, numberIn, tieSliders } from "../sliders.js";
import { find, all, textOf } from "../../js/formats/dom.js";
import { t } from "../../js/formats/gettext.js";
import { element } from "../../js/page/elements.js";

/** @param {HTMLElement} root */
function start(root) {
  const form = find(root, "form", HTMLFormElement);
  const comparison = find(form, "[data-comparison]");
  tieSliders(form, () => comparison.replaceChildren());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const guesses = all(form, "[data-finding]", HTMLInputElement).map((field) => ({ field, guess: numberIn(field) }));
    const wrong = guesses.find(({ guess }) => guess === null);
    if (wrong) {
      wrong.field.focus();
      return;
    }
    const list = element("ul");
    for (const { field, guess } of guesses) {
      const found = Number(field.dataset.finding);
      const said = Number(guess);
      const gap = Math.round(Math.abs(said - found));
      const direction = said > found ? t`zu hoch` : t`zu niedrig`;
      const verdict = gap <= 5 ? t`nah dran` : t`${gap} Punkte ${direction}`;
      const label = textOf(find(form, `label[for="${field.id}"]`));
      const result = field.dataset.from ? `${field.dataset.from} ${found}` : String(found);
      list.append(element("li", t`${label}: Sie sagten ${german.format(said)}, herausgekommen sind ${result} Prozent (${verdict}).`));
    }
    comparison.replaceChildren(list);
  });
}

all(document, "[data-tool=selbsteinschaetzung]").forEach(start);

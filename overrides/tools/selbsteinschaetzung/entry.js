// First estimate, then compare with what a survey found.

import { german, numberIn, tieSliders } from "../sliders.js";
import { t } from "../../js/formats/gettext.js";

function start(root) {
  const form = root.querySelector("form");
  const comparison = form.querySelector("[data-vergleich]");
  tieSliders(form, () => comparison.replaceChildren());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fields = [...form.querySelectorAll("[data-befund]")];
    const numbers = fields.map(numberIn);
    if (numbers.includes(null)) {
      fields[numbers.indexOf(null)].focus();
      return;
    }
    const list = document.createElement("ul");
    fields.forEach((field, i) => {
      const found = Number(field.dataset.befund);
      const gap = Math.round(Math.abs(numbers[i] - found));
      const item = document.createElement("li");
      const direction = numbers[i] > found ? t`zu hoch` : t`zu niedrig`;
      const verdict = gap <= 5 ? t`nah dran` : t`${gap} Punkte ${direction}`;
      const label = [...form.querySelectorAll("label")].find((one) => one.htmlFor === field.id).textContent;
      const result = field.dataset.ab ? `${field.dataset.ab} ${found}` : String(found);
      item.textContent = t`${label}: Sie sagten ${german.format(numbers[i])}, herausgekommen sind ${result} Prozent (${verdict}).`;
      list.append(item);
    });
    comparison.replaceChildren(list);
  });
}

document.querySelectorAll("[data-werkzeug=selbsteinschaetzung]").forEach(start);

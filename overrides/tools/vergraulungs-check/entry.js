// Every tick is a hurdle: how many, where, and what to do about each.

import { find, all, textOf } from "../../js/formats/dom.js";
import { countTicks, showOnly, startChecklist } from "../checklist.js";
import { t } from "../../js/formats/gettext.js";

startChecklist("vergraulungs-check", (form, result) => {
  const boxes = all(form, "input", HTMLInputElement);
  const counts = countTicks(form);
  const total = counts.reduce((sum, count) => sum + count, 0);
  result.querySelectorAll(".bar li").forEach((row, area) => {
    const fields = [...row.querySelectorAll("rect")];
    find(row, "[data-number]").textContent = t`${counts[area]} von ${fields.length}`;
    fields.forEach((field, place) => field.classList.toggle("voll", place < counts[area]));
  });
  const verdicts = all(result, "[data-up-to]");
  const [verdict] = verdicts.filter((one) => total <= Number(one.dataset.upTo));
  showOnly(verdicts, (one) => one === verdict);
  showOnly(result.querySelectorAll("[data-hurdles]"), () => total);
  showOnly(result.querySelectorAll("[data-hurdles] li"), (_, place) => boxes[place].checked);
  return [true, t`Ergebnis: ${textOf(find(verdict, "[data-heading]"))}. Angekreuzt: ${total} von ${boxes.length}. Mehr dazu steht darunter.`];
});

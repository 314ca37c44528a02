// Read from below: the lowest step that lacks a tick is one's own.

import { find, all } from "../../js/formats/dom.js";
import { countTicks, showOnly, startChecklist } from "../checklist.js";
import { t } from "../../js/formats/gettext.js";

startChecklist("treppenbild", (form, result) => {
  const counts = countTicks(form);
  const own = counts.findIndex((count) => count < 2); // -1: none lacks a tick
  const ticks = counts.reduce((sum, count) => sum + count, 0);
  const above = own >= 0 && counts.slice(own + 1).some(Boolean);
  /** @type {Record<string, boolean>} */
  const sentences = { figur: own >= 0, luecke: own >= 0 && ticks > 0, "weiter-oben": above, leer: !ticks, alle: own < 0 };
  showOnly(all(result, "[data-sentence]"), (sentence) => sentences[sentence.dataset.sentence ?? ""]);
  const [step] = showOnly(result.querySelectorAll("[data-step]"), (_, place) => place === own);
  find(step ?? result, step ? "h4" : "figure").after(find(result, "[data-sentences]"));

  const picture = find(result, "svg", SVGElement);
  const steps = all(picture, "[data-level]", SVGElement);
  const words = steps.map((drawn, place) => {
    const state = t`${counts[place]} von 2`;
    find(drawn, "[data-state]", SVGElement).textContent = place === own ? t`Ihre Stufe: ${state}` : state;
    drawn.setAttribute("class", place === own ? "own" : counts[place] === 2 ? "bearing" : "");
    return `${drawn.dataset.level}: ${state}`;
  });
  const stand = own < 0 ? steps.length - 1 : own;
  find(picture, "[data-person]", SVGElement).setAttribute("transform", `translate(${4 + 25 * stand} ${236 - 46 * stand})`);
  const where = own < 0 ? t`Alle fünf Stufen sind vollständig.` : t`Ihre Stufe ist Stufe ${own + 1}, ${steps[own].dataset.level}.`;
  picture.setAttribute("aria-label", t`Eine Treppe; angekreuzt sind, von unten nach oben, ${words.join("; ")}. ${where}`);
  return [true, t`Ergebnis: ${where} Mehr dazu steht darunter.`];
});

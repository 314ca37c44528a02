// Read from below: the lowest step that lacks a tick is one's own.

import { find, all } from "../../js/formats/dom.js";
import { countTicks, showOnly, startChecklist } from "../checklist.js";
import { shape } from "../drawing.js";
import { t } from "../../js/formats/gettext.js";

const STEP = { x: 4, y: 236, width: 25, height: 46, end: 316 };

/**
 * @param {string} name
 * @param {number} place
 */
function drawStep(name, place) {
  const [left, top] = [STEP.x + STEP.width * place, STEP.y - STEP.height * place];
  const line = `M${left} ${top + STEP.height}V${top}H${STEP.end}`;
  return shape(
    "g",
    {},
    shape("path", { class: "flaeche", d: `${line}v${STEP.height}Z` }),
    shape("path", { class: "linie", d: line }),
    shape("text", { class: "text", x: left + 9, y: top + 20 }, shape("tspan", { class: "text-fett" }, `${place + 1}`), `\u00a0${name}`),
    shape("text", { class: "text", x: left + 9, y: top + 37, "data-state": "" }),
  );
}

/** @param {number} place the step on which the person stands */
const drawPerson = (place) =>
  shape(
    "g",
    { "data-person": "", transform: `translate(${STEP.x + STEP.width * place} ${STEP.y - STEP.height * place})` },
    shape("circle", { class: "akzent", cx: 12, cy: -35, r: 6 }),
    shape("path", { class: "akzent", d: "M12 -28V-14L6 -2M12 -14L18 -2M3 -22H21" }),
  );

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
  const names = all(result, "[data-step]").map((one) => one.dataset.step ?? "");
  const steps = names.map(drawStep);
  const words = steps.map((drawn, place) => {
    const state = t`${counts[place]} von 2`;
    find(drawn, "[data-state]", SVGElement).textContent = place === own ? t`Ihre Stufe: ${state}` : state;
    drawn.setAttribute("class", place === own ? "own" : counts[place] === 2 ? "bearing" : "");
    return `${names[place]}: ${state}`;
  });
  picture.replaceChildren(...steps, drawPerson(own < 0 ? steps.length - 1 : own));
  const level = names[own];
  const where = own < 0 ? t`Alle fünf Stufen sind vollständig.` : t`Ihre Stufe ist Stufe ${own + 1}, ${level}.`;
  picture.setAttribute("aria-label", t`Eine Treppe; angekreuzt sind, von unten nach oben, ${words.join("; ")}. ${where}`);
  return [true, t`Ergebnis: ${where} Mehr dazu steht darunter.`];
});

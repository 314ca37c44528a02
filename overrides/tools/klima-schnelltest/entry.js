// Two scales of five statements, 0 to 3 points each; the two sums are a point in a square of four fields.

import { showOnly, startChecklist } from "../checklist.js";
import { find, all, textOf } from "../../js/formats/dom.js";
import { quoted } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";
import { language, plural } from "../../js/formats/language.js";

/** @typedef {"x" | "y"} Axis */

/** @type {Axis[]} */
const AXES = ["x", "y"];
const MOST = 15;
const SQUARE = { left: 42, right: 298, top: 2, bottom: 230, margin: 12 };

/**
 * @param {number} sum
 * @param {number} from
 * @param {number} to
 */
function place(sum, from, to) {
  const inside = Math.sign(to - from) * SQUARE.margin;
  return from + inside + ((to - from - 2 * inside) * sum) / MOST;
}

/**
 * A sum beside the line: one answer more or less would have led to the other side.
 * @param {number} sum
 */
function isBorderline(sum) {
  return Math.abs(sum - MOST / 2) < 1;
}

/** @type {import("../checklist.js").Evaluate} */
function evaluate(form, result) {
  const groups = all(form, "fieldset");
  const open = groups.filter((group) => !group.querySelector(":checked"));
  for (const group of open) {
    const note = find(group, ".open-answer");
    note.hidden = false;
    group.addEventListener("change", () => (note.hidden = true), { once: true });
  }
  if (open.length) {
    const numbers = new Intl.ListFormat(language).format(open.map((group) => String(groups.indexOf(group) + 1)));
    find(open[0], "input", HTMLInputElement).focus();
    const missing = plural(open.length, t`Es fehlt die Antwort zur Aussage ${numbers}.`, t`Es fehlen die Antworten zu den Aussagen ${numbers}.`);
    return [false, t`Noch kein Ergebnis: ${missing}`];
  }

  const sums = { x: 0, y: 0 };
  for (const group of groups) sums[group.dataset.scale === "x" ? "x" : "y"] += Number(find(group, ":checked", HTMLInputElement).value);
  const high = { x: sums.x > MOST / 2, y: sums.y > MOST / 2 };
  /** Whether a text or a field of the picture is for these sums, or would be with one axis flipped. */
  const matches = (/** @type {HTMLElement | SVGElement} */ element, /** @type {Axis | undefined} */ flipped) =>
    AXES.every((axis) => (Number(element.dataset[axis]) === Number(high[axis])) !== (axis === flipped));
  const isNeighbour = (/** @type {HTMLElement} */ element) => AXES.some((axis) => isBorderline(sums[axis]) && matches(element, axis));

  const texts = all(result, "div[data-x]");
  const [own] = texts.filter((text) => matches(text, undefined));
  const neighbours = showOnly(texts, (text) => text === own || isNeighbour(text)).filter((text) => text !== own);
  const [borderline] = showOnly(result.querySelectorAll("[data-borderline]"), () => neighbours.length);
  showOnly(result.querySelectorAll("[data-neighbour]"), (label) => !own.contains(label));
  find(result, "figure").after(own, ...(borderline ? [borderline] : []), ...neighbours);

  const title = textOf(find(own, "[data-heading]"));
  const picture = find(result, "svg", SVGElement);
  const { x, y } = picture.dataset;
  for (const field of all(picture, "[data-x]", SVGElement)) field.setAttribute("class", matches(field, undefined) ? "own" : "");
  const point = find(picture, "circle", SVGElement);
  point.setAttribute("cx", place(sums.x, SQUARE.left, SQUARE.right).toFixed(1));
  point.setAttribute("cy", place(sums.y, SQUARE.bottom, SQUARE.top).toFixed(1));
  const points = t`${x}: ${sums.x} von ${MOST}. ${y}: ${sums.y} von ${MOST}.`;
  picture.setAttribute("aria-label", t`Vier Felder. Von links nach rechts: ${x}, ${sums.x} von ${MOST} Punkten. Von unten nach oben: ${y}, ${sums.y} von ${MOST} Punkten. Ihr Punkt liegt im Feld ${quoted(title)}.`);
  find(result, "[data-sums]").textContent = points;
  return [true, t`Ergebnis: ${title}. ${points} Mehr dazu steht darunter.`];
}

startChecklist("klima-schnelltest", evaluate);

// Two scales of five statements, 0 to 3 points each; the two sums are a point in a square of four fields.

import { showOnly, startChecklist } from "../checklist.js";
import { quoted } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";
import { language, plural } from "../../js/formats/language.js";

const MOST = 15;
const SQUARE = { left: 42, right: 298, top: 2, bottom: 230, margin: 12 };

function place(sum, from, to) {
  const inside = Math.sign(to - from) * SQUARE.margin;
  return from + inside + ((to - from - 2 * inside) * sum) / MOST;
}

/** A sum beside the line: one answer more or less would have led to the other side. */
function isBorderline(sum) {
  return Math.abs(sum - MOST / 2) < 1;
}

function evaluate(form, result) {
  const groups = [...form.querySelectorAll("fieldset")];
  const open = groups.filter((group) => !group.querySelector(":checked"));
  for (const group of open) {
    const note = group.querySelector(".offene-antwort");
    note.hidden = false;
    group.addEventListener("change", () => (note.hidden = true), { once: true });
  }
  if (open.length) {
    const numbers = new Intl.ListFormat(language).format(open.map((group) => String(groups.indexOf(group) + 1)));
    open[0].querySelector("input").focus();
    const missing = plural(open.length, t`Es fehlt die Antwort zur Aussage ${numbers}.`, t`Es fehlen die Antworten zu den Aussagen ${numbers}.`);
    return [false, t`Noch kein Ergebnis: ${missing}`];
  }

  const sums = { x: 0, y: 0 };
  for (const group of groups) sums[group.dataset.skala] += Number(group.querySelector(":checked").value);
  const high = { x: sums.x > MOST / 2, y: sums.y > MOST / 2 };
  const matches = (element, flipped) => ["x", "y"].every((axis) => (Number(element.dataset[axis]) === Number(high[axis])) !== (axis === flipped));
  const isNeighbour = (element) => ["x", "y"].some((axis) => isBorderline(sums[axis]) && matches(element, axis));

  const texts = [...result.querySelectorAll("div[data-x]")];
  const own = texts.find((text) => matches(text));
  const neighbours = showOnly(texts, (text) => text === own || isNeighbour(text)).filter((text) => text !== own);
  const [borderline] = showOnly(result.querySelectorAll("[data-grenze]"), () => neighbours.length);
  showOnly(result.querySelectorAll("[data-nachbar]"), (label) => !own.contains(label));
  result.querySelector("figure").after(own, ...(borderline ? [borderline] : []), ...neighbours);

  const title = own.querySelector("[data-titel]").textContent;
  const picture = result.querySelector("svg");
  const { x, y } = picture.dataset;
  for (const field of picture.querySelectorAll("[data-x]")) field.setAttribute("class", matches(field) ? "eigenes" : "");
  const point = picture.querySelector("circle");
  point.setAttribute("cx", place(sums.x, SQUARE.left, SQUARE.right).toFixed(1));
  point.setAttribute("cy", place(sums.y, SQUARE.bottom, SQUARE.top).toFixed(1));
  const points = t`${x}: ${sums.x} von ${MOST}. ${y}: ${sums.y} von ${MOST}.`;
  picture.setAttribute("aria-label", t`Vier Felder. Von links nach rechts: ${x}, ${sums.x} von ${MOST} Punkten. Von unten nach oben: ${y}, ${sums.y} von ${MOST} Punkten. Ihr Punkt liegt im Feld ${quoted(title)}.`);
  result.querySelector("[data-summen]").textContent = points;
  return [true, t`Ergebnis: ${title}. ${points} Mehr dazu steht darunter.`];
}

startChecklist("klima-schnelltest", evaluate);

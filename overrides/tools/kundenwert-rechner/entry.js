// The customer value calculator: CLV = m · r / (1 + i − r) − AC.

import { shape } from "../drawing.js";
import { german, numberIn, tieSliders } from "../sliders.js";
import { find, all } from "../../js/formats/dom.js";
import { t } from "../../js/formats/gettext.js";

const PLOT = { top: 8, bottom: 172, left: 36, step: 26, width: 18 };
const YEARS = 12;

/**
 * @param {number} margin of a year
 * @param {number} rate 0–1
 * @param {number} interest 0–1
 * @param {number} cost
 */
function customerValue(margin, rate, interest, cost) {
  return (margin * rate) / (1 + interest - rate) - cost;
}

/** @param {number} value */
function euro(value) {
  return `${german.format(Math.round(value))} €`;
}

/**
 * What each of the next years is worth today; all years together are the customer value before its cost.
 * @param {number} margin of a year
 * @param {number} rate 0–1
 * @param {number} interest 0–1
 */
function valuesOfYears(margin, rate, interest) {
  return Array.from({ length: YEARS }, (_, year) => margin * (rate / (1 + interest)) ** (year + 1));
}

/**
 * A bar for each year, below `axis` in the drawing.
 * @param {SVGElement} axis
 * @param {string} look
 */
function makeBars(axis, look) {
  return Array.from({ length: YEARS }, (_, year) => {
    const bar = shape("rect", { class: look, x: PLOT.left + PLOT.step * year, width: PLOT.width });
    axis.before(bar);
    return bar;
  });
}

/**
 * @param {Element} bar
 * @param {number} top
 * @param {number} height
 */
function stand(bar, top, height) {
  bar.setAttribute("y", top.toFixed(1));
  bar.setAttribute("height", height.toFixed(1));
}

/** @param {HTMLElement} root */
function start(root) {
  const form = find(root, "form", HTMLFormElement);
  const output = find(form, ".output");
  const picture = find(form, "svg", SVGElement);
  const axis = find(picture, "[data-axis]", SVGElement);
  const [bars, outlines] = ["voll", "fein gestrichelt"].map((look) => makeBars(axis, look));
  const fields = ["m", "r", "i", "ac"].map((name) => find(form, `[name=${name}]`, HTMLInputElement));
  const [m0, r0, i0] = fields.map(({ defaultValue }) => Number(defaultValue));
  const first = valuesOfYears(m0, r0 / 100, i0 / 100);

  /**
   * @param {number[]} values
   * @param {number} cost
   */
  function draw(values, cost) {
    const high = Math.max(values[0], first[0], 1);
    const scale = (PLOT.bottom - PLOT.top) / (high + cost);
    const zero = PLOT.top + high * scale;
    bars.forEach((bar, year) => stand(bar, zero - values[year] * scale, values[year] * scale));
    outlines.forEach((bar, year) => stand(bar, zero - first[year] * scale, first[year] * scale));
    stand(find(picture, "[data-cost]", SVGElement), zero, cost * scale);
    axis.setAttribute("d", `M2 ${zero.toFixed(1)}H348`);
  }

  function update() {
    const [m, r, i, ac] = fields.map(numberIn);
    if (m === null || r === null || i === null || ac === null) {
      output.textContent = t`Noch kein Ergebnis: Sehen Sie bei den Hinweisen nach.`;
      return;
    }
    const value = customerValue(m, r / 100, i / 100, ac);
    const less = ac ? t`, abzüglich der Gewinnungskosten` : "";
    const factor = r / 100 / (1 + i / 100 - r / 100);
    output.textContent =
      value < 0
        ? t`Kundenwert: ${euro(value)}. Die Gewinnungskosten sind höher als alles, was danach kommt.`
        : t`Kundenwert: ${euro(value)}. Das ist das ${german.format(factor)}-Fache eines Jahres${less}.`;
    picture.setAttribute("aria-label", t`Balken, einer pro Jahr, jeder kürzer als der davor. Bei ${german.format(r)} von 100 ergeben alle zusammen ${euro(value + ac)}.`);
    draw(valuesOfYears(m, r / 100, i / 100), ac);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  tieSliders(form, update);
  update();
}

all(document, "[data-tool=kundenwert-rechner]").forEach(start);

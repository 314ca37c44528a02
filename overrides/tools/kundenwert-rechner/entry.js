// The customer value calculator: CLV = m · r / (1 + i − r) − AC.

import { german, numberIn, tieSliders } from "../sliders.js";
import { find, all } from "../../js/formats/dom.js";
import { t } from "../../js/formats/gettext.js";

const PLOT = { left: 50, right: 380, top: 20, bottom: 180, maxRate: 95 };

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

/** @param {HTMLElement} root */
function start(root) {
  const form = find(root, "form", HTMLFormElement);
  const output = find(form, ".output");
  const picture = find(form, "svg", SVGElement);
  const part = (/** @type {string} */ name) => find(picture, `[data-${name}]`, SVGElement);

  /**
   * @param {number} margin
   * @param {number} rate
   * @param {number} interest
   * @param {number} cost
   */
  function draw(margin, rate, interest, cost) {
    const rates = Array.from({ length: PLOT.maxRate + 1 }, (_, percent) => percent / 100);
    const values = rates.map((r) => customerValue(margin, r, interest, cost));
    const shown = Math.min(rate, PLOT.maxRate / 100);
    const high = Math.max(...values, 1);
    const low = Math.min(...values, 0);
    const x = (/** @type {number} */ r) => PLOT.left + ((PLOT.right - PLOT.left) * r * 100) / PLOT.maxRate;
    const y = (/** @type {number} */ v) => PLOT.bottom - ((PLOT.bottom - PLOT.top) * (v - low)) / (high - low);
    const points = values.map((v, i) => `${x(rates[i]).toFixed(1)} ${y(v).toFixed(1)}`);
    part("curve").setAttribute("d", `M${points.join("L")}`);
    const here = { x: x(shown).toFixed(1), y: y(customerValue(margin, shown, interest, cost)).toFixed(1) };
    part("plumb-line").setAttribute("d", `M${here.x} ${PLOT.bottom}V${here.y}H${PLOT.left}`);
    part("point").setAttribute("cx", here.x);
    part("point").setAttribute("cy", here.y);
    part("top").textContent = t`oben: ${euro(high)}`;
  }

  function update() {
    const [m, r, i, ac] = ["m", "r", "i", "ac"].map((name) => numberIn(find(form, `[name=${name}]`, HTMLInputElement)));
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
    picture.setAttribute("aria-label", t`Kurve: Der Kundenwert steigt mit der Bleibequote immer steiler. Bei ${german.format(r)} von 100 beträgt er ${euro(value)}.`);
    draw(m, r / 100, i / 100, ac);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  tieSliders(form, update);
  update();
}

all(document, "[data-tool=kundenwert-rechner]").forEach(start);

// How a room answers each type of question, and how it is solved, step by step: all that is shown comes from the lesson's form.

import { element } from "../../js/page/elements.js";
import { all, find, textOf } from "../../js/formats/dom.js";
import { t } from "../../js/formats/gettext.js";
import { plural } from "../../js/formats/language.js";
import { LETTERS, ballot, card, made, words } from "./deck.js";

/**
 * @typedef {{ how: string, steps: number, draw: (shown: number) => HTMLElement[], said: (shown: number) => string,
 *   choose?: (choice: number) => void, stem?: (shown: number) => Node[] }} View
 *   how    what the room does
 *   steps  in how many steps it is solved; `draw` and `said` hear how many were taken
 *   stem   where it is not as in the form
 */

/** @type {Record<string, (form: HTMLElement) => View>} */
const VIEWS = { single: choices, multiple: choices, mark: choices, rate, order, match, cloze: fields, numeric: fields, write };

/**
 * A type that this version does not know shows its solution as the lesson has it.
 * @param {HTMLElement} form
 */
export function viewOf(form) {
  return (VIEWS[form.dataset.type ?? ""] ?? other)(form);
}

/**
 * A reason beside what it is about; `verdict` says it in a word.
 * @param {string} verdict
 * @param {Element} reason
 */
const because = (verdict, reason) => made("p", "reason", made("strong", "", verdict), " ", ...words(find(reason, "span:last-child")));

/**
 * @param {HTMLElement} form
 * @returns {View}
 */
function choices(form) {
  const { type } = form.dataset;
  const isMark = type === "mark";
  const reasons = all(form, ".reasons li");
  const isRight = (/** @type {Element} */ reason) => reason.hasAttribute("data-correct");
  /** @type {Set<number>} */
  const hands = new Set();
  const texts = all(form, ".options label > span").map((text) => words(text).filter((node) => !(node instanceof Element && node.matches(".letter"))));
  const verdict = (/** @type {Element} */ reason) => (isMark ? (isRight(reason) ? t`✓ markieren.` : t`– stehen lassen.`) : isRight(reason) ? t`✓ richtig.` : t`✗ falsch.`);
  /** @type {HTMLElement} */
  let list;
  const showHands = () => all(list, ".ballot").forEach((button, i) => button.setAttribute("aria-pressed", String(hands.has(i))));

  /** @param {number} choice */
  function choose(choice) {
    if (choice >= texts.length) return;
    const had = hands.has(choice);
    if (type === "single") hands.clear();
    if (had) hands.delete(choice);
    else hands.add(choice);
    showHands();
  }

  return {
    how: isMark ? t`Hände hoch bei jeder Stelle, die Sie markieren würden.` : type === "single" ? t`Hände hoch: Welche Antwort nehmen Sie?` : t`Hände hoch bei jeder Antwort, die stimmt. Mehrere können richtig sein.`,
    steps: 1,
    choose,
    draw(shown) {
      const rows = texts.map((text, i) => {
        const button = ballot(i, text.map((node) => node.cloneNode(true)), choose);
        button.append(made("small", "", t`Ihre Wahl`));
        const row = made("li", "", button);
        if (shown) {
          if (isMark) row.classList.toggle("marked", isRight(reasons[i])); // what may stay is not wrong
          else row.dataset.judged = isRight(reasons[i]) ? "richtig" : "falsch";
          row.append(because(verdict(reasons[i]), reasons[i]));
        }
        return row;
      });
      list = made("ul", isMark ? "ballots segments" : "ballots", ...rows);
      showHands();
      return [list];
    },
    said() {
      const right = [...LETTERS].filter((_, i) => reasons[i] && isRight(reasons[i])).join(", ");
      return isMark ? t`Zu markieren: ${right}.` : t`Richtig: ${right}.`;
    },
  };
}

/**
 * Of what is solved step by step: the letter that most hands were for, at each step.
 * @param {number} steps
 */
function voting(steps) {
  /** @type {(number | undefined)[]} */
  const taken = [];
  let step = 0;
  /** @type {Map<number, HTMLElement>} */
  let buttons = new Map();
  const showHands = () => buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(taken[step] === i)));

  /** @param {number} choice */
  function choose(choice) {
    if (!buttons.has(choice)) return;
    taken[step] = taken[step] === choice ? undefined : choice;
    showHands();
  }

  return {
    choose,
    /**
     * Cards to choose among at a step; once all is solved, to read.
     * @param {number} shown
     * @param {string} className
     * @param {[number, Node[]][]} texts by the places of their letters
     */
    cards(shown, className, texts) {
      step = shown;
      buttons = new Map(shown < steps ? texts.map(([i, text]) => [i, ballot(i, text, choose)]) : []);
      for (const button of buttons.values()) button.append(made("small", "", t`Ihre Wahl`));
      showHands();
      return made("ul", className, ...texts.map(([i, text]) => made("li", "", ...(buttons.has(i) ? [buttons.get(i) ?? ""] : [card(i), " ", ...text]))));
    },
    /**
     * What was chosen at a step that is solved.
     * @param {number} solved
     */
    chosen(solved) {
      const choice = taken[solved];
      return choice === undefined ? [] : [element("p", t`Ihre Wahl: ${LETTERS[choice]}`, "how")];
    },
  };
}

/**
 * Two lists, next to each other where both are there.
 * @param {HTMLElement[]} left
 * @param {HTMLElement[]} right
 */
const beside = (left, right) => (left.length && right.length ? [made("div", "beside", ...left, ...right)] : [...left, ...right]);

/**
 * @param {HTMLElement} form
 * @returns {View}
 */
function rate(form) {
  const reasons = all(form, ".reasons li");
  const [first] = all(form, ".ratings li");
  const names = all(first, "label").map((label) => textOf(label).trim());
  const legends = all(form, ".ratings legend");
  const answers = reasons.map((reason) => textOf(find(reason, "[data-answer]")).replace(/:$/, ""));
  const { choose, cards, chosen } = voting(reasons.length);
  return {
    how: t`Zu jedem Satz Hände hoch.`,
    steps: reasons.length,
    choose,
    draw: (shown) => [
      cards(shown, "cards", names.map((name, i) => [i, [new Text(name)]])),
      made("ol", "rows", ...legends.map((legend, i) => {
        const row = made("li", "", made("p", "", ...words(legend)));
        if (i === shown) row.setAttribute("aria-current", "step");
        if (i < shown) row.append(made("p", "reason", card(names.indexOf(answers[i])), " ", made("strong", "", `${answers[i]}.`), " ", ...words(find(reasons[i], "span"))), ...chosen(i));
        return row;
      })),
    ],
    said: (shown) => t`Satz ${shown}: ${answers[shown - 1]}.`,
  };
}

/**
 * @param {HTMLElement} form
 * @returns {View}
 */
function order(form) {
  const items = all(form, ".sequence > li");
  const reasons = all(form, "[data-item-reason]");
  const placeOf = (/** @type {HTMLElement} */ reason) => items.findIndex(({ dataset }) => dataset.item === reason.dataset.itemReason);
  const { choose, cards, chosen } = voting(reasons.length);
  return {
    how: t`Was kommt zuerst, was danach? Für jeden Platz Hände hoch bei einem Buchstaben.`,
    steps: reasons.length,
    choose,
    draw(shown) {
      const text = (/** @type {number} */ i) => words(find(items[i], ".sequence-text"));
      const placed = reasons.slice(0, shown).map(placeOf);
      const rest = items.map((_, i) => i).filter((i) => !placed.includes(i));
      const rows = placed.map((at, i) => made("li", "", made("p", "reason", card(at), " ", made("strong", "", ...text(at)), " ", ...words(find(reasons[i], "span"))), ...chosen(i)));
      const list = cards(shown, "cards tall", rest.map((i) => [i, text(i)]));
      return beside(rest.length ? [list] : [], rows.length ? [made("ol", "rows", ...rows)] : []);
    },
    said: (shown) => t`Platz ${shown}: ${LETTERS[placeOf(reasons[shown - 1])]}.`,
  };
}

/**
 * @param {HTMLElement} form
 * @returns {View}
 */
function match(form) {
  const pairs = all(form, "[data-pair]");
  const reasons = all(form, "[data-pair-reason]");
  const choices = [...find(pairs[0], "select", HTMLSelectElement).options].filter(({ value }) => value);
  const placeOf = (/** @type {HTMLElement} */ pair) => choices.findIndex(({ value }) => value === pair.dataset.right);
  const { choose, cards, chosen } = voting(pairs.length);
  return {
    how: t`Was passt wozu? Zu jeder Zeile Hände hoch bei einem Buchstaben.`,
    steps: pairs.length,
    choose,
    draw(shown) {
      const rows = pairs.map((pair, i) => {
        const row = made("li", "", made("p", "", ...words(find(pair, "label"))));
        if (i === shown) row.setAttribute("aria-current", "step");
        if (i < shown) row.append(made("p", "reason", card(placeOf(pair)), " ", made("strong", "", ...words(find(reasons[i], "[data-right]"))), " ", ...words(find(reasons[i], "span"))), ...chosen(i));
        return row;
      });
      const used = pairs.map(placeOf);
      const rest = choices.map((_, i) => i).filter((i) => shown < pairs.length || !used.includes(i));
      const list = cards(shown, "cards", rest.map((i) => [i, [new Text(textOf(choices[i]))]]));
      if (shown < pairs.length) return beside([made("ol", "rows", ...rows)], [list]);
      if (rest.length) list.prepend(made("li", "how", t`Übrig bleibt:`));
      return [made("ol", "rows", ...rows), ...(rest.length ? [list] : [])];
    },
    said: (shown) => t`Zeile ${shown}: ${LETTERS[placeOf(pairs[shown - 1])]}.`,
  };
}

/**
 * Gaps and numbers: what is right, and what to say to either answer.
 * @param {HTMLElement} form
 * @returns {View}
 */
function fields(form) {
  const solution = find(form, ".solution > p");
  const gaps = all(form, ".question-stem input", HTMLInputElement);
  return {
    how: gaps.length ? plural(gaps.length, t`Was gehört in die Lücke? Rufen Sie es in den Raum.`, t`Was gehört in die Lücken? Rufen Sie es in den Raum.`) : t`Alle schreiben ihre Zahl auf und halten sie hoch.`,
    steps: 1,
    stem(shown) {
      const stem = made("p", "", ...words(find(form, ".question-stem")));
      all(stem, "input", HTMLInputElement).forEach((gap) => {
        const [answer] = JSON.parse(gap.dataset.answers ?? "[]");
        gap.replaceWith(shown ? element("mark", answer) : element("span", gap.getAttribute("aria-label") ?? "", "gap"));
      });
      return [...stem.childNodes];
    },
    draw: (shown) => (shown ? [
      made("p", "", ...words(solution)),
      made("p", "reason", made("strong", "", t`Wer es so hat:`), " ", ...words(find(form, "[data-verdict=correct]"))),
      made("p", "reason", made("strong", "", t`Wer etwas anderes hat:`), " ", ...words(find(form, "[data-verdict=incorrect]"))),
    ] : []),
    said: () => textOf(solution).trim(),
  };
}

/**
 * First what to measure one's own sentence by, then examples.
 * @param {HTMLElement} form
 * @returns {View}
 */
function write(form) {
  const list = (/** @type {string} */ name) => made("ul", "", ...all(form, `${name} li`).map((item) => made("li", "", ...words(item))));
  return {
    how: t`Zwei Minuten: Alle schreiben ihren Satz auf. Wer mag, liest vor.`,
    steps: 2,
    draw: (shown) => [
      ...(shown > 0 ? [made("div", "reason", element("strong", t`Daran messen Sie es:`), list(".criteria"))] : []),
      ...(shown > 1 ? [made("div", "reason", element("strong", t`So kann es gehen:`), list(".models"))] : []),
    ],
    said: (shown) => (shown > 1 ? t`Beispiele stehen da.` : t`Drei Kriterien stehen da.`),
  };
}

/**
 * @param {HTMLElement} form
 * @returns {View}
 */
function other(form) {
  const parts = all(form, ".solution > :not(summary, .explanation, .explanation-sources)");
  return {
    how: t`Überlegen Sie zu zweit, dann lösen wir auf.`,
    steps: 1,
    draw: (shown) => (shown ? parts.map((part) => made("div", "", ...words(part))) : []),
    said: () => t`Die Lösung steht da.`,
  };
}

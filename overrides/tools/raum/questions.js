// Questions for a room: each is asked, solved step by step, and leads on to the next.

import { element } from "../../js/page/elements.js";
import { find, textOf } from "../../js/formats/dom.js";
import { quoted } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";
import { counted } from "../../js/formats/language.js";
import { heading, made, words } from "./deck.js";
import { viewOf } from "./views.js";

/** @import { Deck } from "./deck.js" */

const LONGEST = 70; // characters of a question in the list to jump to

/**
 * @param {string} title of all
 * @param {{ form: HTMLElement, lesson: string }[]} asked
 * @returns {Deck}
 */
export function playQuestions(title, asked) {
  const slides = asked.map(({ form, lesson }) => ({ form, lesson, view: viewOf(form) }));
  let at = 0;
  let shown = 0; // steps of the solution
  const current = () => slides[at];

  /** @param {number} place */
  function goTo(place) {
    at = Math.max(0, Math.min(slides.length, place));
    shown = 0;
  }

  function drawEnd() {
    const count = counted(slides.length, t`Frage`, t`Fragen`);
    return [heading(t`Das waren alle Fragen.`), element("p", t`Aus ${quoted(title)}: ${count}. Nichts davon ist gespeichert.`)];
  }

  return {
    draw() {
      if (!current()) return drawEnd();
      const { form, lesson, view } = current();
      const from = lesson === title ? "" : ` · ${lesson}`;
      const stem = view.stem?.(shown) ?? words(find(form, ".question-stem"));
      const end = shown < view.steps ? [] : [made("p", "explanation", ...words(find(form, ".explanation")))];
      const number = made("small", "", t`Frage ${at + 1} von ${slides.length}` + from);
      return [heading(number, made("span", "stem", ...stem)), element("p", view.how, "how"), ...view.draw(shown), ...end];
    },
    onward() {
      if (!current()) return "";
      if (shown < current().view.steps) return shown ? t`Weiter auflösen` : t`Auflösen`;
      return slides[at + 1] ? t`Nächste Frage` : t`Zum Ende`;
    },
    said: () => (shown ? current().view.said(shown) : ""),
    isBegun: () => at + shown > 0,
    forward() {
      if (current() && shown < current().view.steps) shown += 1;
      else goTo(at + 1);
    },
    back() {
      if (shown) shown -= 1;
      else if (at) {
        goTo(at - 1);
        shown = current().view.steps;
      }
    },
    choose: (choice) => current()?.view.choose?.(choice),
    places: slides.map(({ form }, i) => `${i + 1}\u2003${shorten(textOf(find(form, ".question-stem")))}`),
    at: () => at,
    goTo,
  };
}

/** @param {string} text */
function shorten(text) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST).replace(/\s\S*$/, "")} …` : line;
}

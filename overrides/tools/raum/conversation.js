// A conversation that the room plays: it votes for each reply, and the end says which way was taken. It reads the scenes as
// js/pages/conversation.js does; what both share would make that page heavier than it may be (decisions/0004).

import { element } from "../../js/page/elements.js";
import { all, find, textOf } from "../../js/formats/dom.js";
import { t } from "../../js/formats/gettext.js";
import { ballot, heading, made, words } from "./deck.js";

/** @import { Deck } from "./deck.js" */

/**
 * @param {string} title
 * @param {HTMLElement} book its scenes
 * @param {() => void} changed to be called where the room chose by hand
 * @returns {Deck}
 */
export function playConversation(title, book, changed) {
  /** @type {HTMLAnchorElement[]} */
  const moves = [];
  let isOpen = false; // the replies of a scene that first asks for own words
  let isReview = false;

  const scene = () => (moves.length ? find(book, `[id="${moves[moves.length - 1].hash.slice(1)}"]`) : find(book, ".scene"));
  const trust = () => moves.reduce((sum, { dataset }) => sum + Number(dataset.trust || 0), 0);
  const replies = () => all(scene(), "li > a", HTMLAnchorElement).filter(({ dataset }) => !(trust() < Number(dataset.from ?? -Infinity)));
  const isEnd = () => scene().hasAttribute("data-ending");
  const question = () => scene().querySelector("[data-question]");
  const waits = () => Boolean(question()) && !isOpen;
  const passages = () => [...scene().children].filter((part) => !part.matches("h2, ul, [data-question]")).map((part) => made(part.matches("blockquote") ? "blockquote" : "p", "", ...words(part)));
  const chosen = (/** @type {HTMLAnchorElement} */ link) => made("p", "my-move", element("b", t`Gewählt:`), ` ${textOf(link)}`);

  /** @param {number} choice */
  function choose(choice) {
    const link = isReview || isEnd() || waits() ? undefined : replies()[choice];
    if (!link) return;
    moves.push(link);
    isOpen = false;
  }

  function drawWay() {
    const rows = moves.map((link) => {
      const review = made("p", "", ...words(find(link.parentElement ?? book, "details")).filter((node) => !(node instanceof Element && node.matches("summary"))));
      return made("li", "", chosen(link), review);
    });
    return [heading(element("small", t`${title} · Rückblick`), made("span", "stem", t`Diesen Weg sind Sie gegangen`)), made("ol", "rows", ...rows)];
  }

  function drawScene() {
    const said = moves.slice(-1).map(chosen);
    const head = heading(element("small", t`${title} · Szene ${moves.length + 1}`));
    if (isEnd()) head.append(made("span", "stem", textOf(find(scene(), "h2"))));
    if (isEnd()) return [head, ...said, ...passages()];
    if (waits()) return [head, ...said, ...passages(), element("p", textOf(/** @type {Element} */ (question())), "ask"), element("p", t`Drei Leute sagen laut ihren eigenen Satz. Dann kommen die Antworten.`, "how")];
    const list = replies().map((link, i) => made("li", "", ballot(i, [document.createTextNode(textOf(link))], (place) => {
      choose(place);
      changed();
    })));
    return [head, ...said, ...passages(), element("p", t`Hände hoch: Welche Antwort nehmen Sie?`, "how"), made("ul", "ballots", ...list)];
  }

  return {
    draw: () => (isReview ? drawWay() : drawScene()),
    onward() {
      if (isReview) return t`Noch einmal von vorn`;
      if (isEnd()) return t`Der Weg im Rückblick`;
      return waits() ? t`Antworten zeigen` : "";
    },
    said: () => (isReview ? "" : isEnd() ? t`Das Gespräch ist zu Ende.` : ""),
    isBegun: () => moves.length > 0 || (isOpen && Boolean(question())),
    forward() {
      if (isReview) {
        moves.length = 0;
        isReview = false;
      } else if (isEnd()) isReview = true;
      else if (waits()) isOpen = true;
    },
    back() {
      if (isReview) isReview = false;
      else if (isOpen && question()) isOpen = false;
      else {
        moves.pop();
        isOpen = true; // its replies were shown before
      }
    },
    choose,
    places: [],
    at: () => 0,
    goTo: () => {},
  };
}

/**
 * The scenes on a conversation's page; undefined where there are none.
 * @param {Document} page
 */
export const bookOf = (page) => all(page, ".all-scenes").find((book) => book.querySelector(".scene"));

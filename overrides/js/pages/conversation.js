// A conversation to play, made from the scenes on the page, which work as a book without this file. Nothing is kept.

import { startColours } from "../page/colours.js";
import { startMenu } from "../page/menu.js";
import { showNotice } from "../page/notice.js";
import { all, find, textOf } from "../formats/dom.js";
import { t } from "../formats/gettext.js";

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} className
 * @param {...(Node | string)} content
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function make(tag, className, ...content) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...content);
  return node;
}

/**
 * Copies of what `parent` holds, without what matches `selector`.
 * @param {Node} parent
 * @param {string} selector
 */
function copies(parent, selector) {
  return [...parent.childNodes].filter((child) => !(child instanceof Element && child.matches(selector))).map((child) => child.cloneNode(true));
}

/** @param {HTMLAnchorElement} link */
function myMove(link) {
  return make("p", "my-move", make("b", "", t`Ihr Zug:`), ` ${textOf(link)}`);
}

/** @param {HTMLElement} root */
function startConversation(root) {
  const [log, answers, review, buttons, status] = ["log", "replies", "analysis", "buttons", "status"].map((name) => find(root, `[data-${name}]`));
  const book = find(document, ".all-scenes");
  /** @type {HTMLAnchorElement[]} */
  const moves = []; // the links that were taken

  const trust = () => moves.reduce((sum, link) => sum + Number(link.dataset.trust || 0), 0);
  const scene = () => (moves.length ? find(book, `[id="${moves[moves.length - 1].hash.slice(1)}"]`) : find(book, ".scene"));
  const lastTurn = () => find(log, ".turn:last-child");

  /** Add the scene to what was said so far. */
  function enter() {
    const turn = make("div", "turn", ...copies(scene(), scene().hasAttribute("data-ending") ? "ul" : "ul, h2"));
    turn.tabIndex = -1;
    turn.setAttribute("role", "group");
    turn.setAttribute("aria-label", t`Szene ${moves.length + 1}`);
    log.append(turn);
  }

  /**
   * What the reader can do now.
   * @param {string} message
   */
  function offer(message) {
    const open = all(scene(), "li > a", HTMLAnchorElement).filter((link) => !(trust() < Number(link.dataset.from ?? -Infinity)));
    answers.replaceChildren(
      ...open.map((link) => {
        const button = make("button", "answer", textOf(link));
        button.type = "button";
        button.addEventListener("click", (event) => {
          if (event.detail < 2) choose(link); // the second click of a double click would hit the next scene
        });
        return button;
      }),
    );
    answers.hidden = !open.length;
    buttons.hidden = !moves.length;
    review.replaceChildren(...(open.length ? [] : lookBack()));
    status.textContent = message;
  }

  function lookBack() {
    const list = make("ol", "", ...moves.map((link) => make("li", "", myMove(link), make("p", "", ...copies(find(link.parentElement ?? book, "details"), "summary")))));
    return [make("h2", "", t`Ihre Züge im Rückblick`), list, make("p", "", t`Das Gespräch kann auch anders enden: Gehen Sie einen Zug zurück oder beginnen Sie neu.`)];
  }

  /**
   * Lead eyes and screen reader to the last scene.
   * @param {HTMLElement} top what should stand above it
   */
  function goThere(top) {
    lastTurn().focus({ preventScroll: true });
    top.scrollIntoView({ block: "start" });
  }

  /** @param {HTMLAnchorElement} link */
  function choose(link) {
    const said = myMove(link);
    lastTurn().append(said);
    moves.push(link);
    enter();
    offer(scene().hasAttribute("data-ending") ? t`Das Gespräch ist zu Ende. Es folgt der Rückblick auf Ihre Züge.` : "");
    goThere(said);
  }

  find(root, "[data-back]").addEventListener("click", () => {
    moves.pop();
    lastTurn().remove();
    find(lastTurn(), ".my-move").remove();
    offer(t`Zug zurückgenommen. Wählen Sie neu.`);
    goThere(lastTurn());
  });
  find(root, "[data-new]").addEventListener("click", () => {
    moves.length = 0;
    log.replaceChildren();
    enter();
    offer(t`Das Gespräch beginnt von vorn.`);
    goThere(lastTurn());
  });
  enter();
  offer("");
}

startMenu();
startColours(showNotice);
all(document, "[data-conversation]").forEach(startConversation);

// A conversation to play, made from the scenes on the page, which work as a book without this file. Nothing is kept.

import { startColours } from "../page/colours.js";
import { startMenu } from "../page/menu.js";
import { showNotice } from "../page/notice.js";
import { t } from "../formats/gettext.js";

function make(tag, className, ...content) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...content);
  return node;
}

/** Copies of what `parent` holds, without what matches `selector`. */
function copies(parent, selector) {
  return [...parent.childNodes].filter((child) => !(child instanceof Element && child.matches(selector))).map((child) => child.cloneNode(true));
}

function myMove(link) {
  return make("p", "my-move", make("b", "", t`Ihr Zug:`), ` ${link.textContent}`);
}

function startConversation(root) {
  const [log, answers, review, buttons, status] = ["log", "replies", "analysis", "buttons", "status"].map((name) => root.querySelector(`[data-${name}]`));
  const book = document.querySelector(".all-scenes");
  const moves = []; // the links that were taken

  const trust = () => moves.reduce((sum, link) => sum + Number(link.dataset.trust || 0), 0);
  const scene = () => (moves.length ? document.getElementById(moves[moves.length - 1].hash.slice(1)) : book.querySelector(".scene"));

  /** Add the scene to what was said so far. */
  function enter() {
    const turn = make("div", "turn", ...copies(scene(), scene().hasAttribute("data-ending") ? "ul" : "ul, h2"));
    turn.tabIndex = -1;
    turn.setAttribute("role", "group");
    turn.setAttribute("aria-label", t`Szene ${moves.length + 1}`);
    log.append(turn);
  }

  /** What the reader can do now. */
  function offer(message) {
    const open = [...scene().querySelectorAll("li > a")].filter((link) => !(trust() < Number(link.dataset.from ?? -Infinity)));
    answers.replaceChildren(
      ...open.map((link) => {
        const button = make("button", "answer", link.textContent);
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
    const list = make("ol", "", ...moves.map((link) => make("li", "", myMove(link), make("p", "", ...copies(link.parentNode.querySelector("details"), "summary")))));
    return [make("h2", "", t`Ihre Züge im Rückblick`), list, make("p", "", t`Das Gespräch kann auch anders enden: Gehen Sie einen Zug zurück oder beginnen Sie neu.`)];
  }

  /** Lead eyes and screen reader to the last scene; `top` is what should stand above it. */
  function goThere(top) {
    log.lastChild.focus({ preventScroll: true });
    top.scrollIntoView({ block: "start" });
  }

  function choose(link) {
    const said = myMove(link);
    log.lastChild.append(said);
    moves.push(link);
    enter();
    offer(scene().hasAttribute("data-ending") ? t`Das Gespräch ist zu Ende. Es folgt der Rückblick auf Ihre Züge.` : "");
    goThere(said);
  }

  root.querySelector("[data-back]").addEventListener("click", () => {
    moves.pop();
    log.lastChild.remove();
    log.lastChild.querySelector(".my-move").remove();
    offer(t`Zug zurückgenommen. Wählen Sie neu.`);
    goThere(log.lastChild);
  });
  root.querySelector("[data-new]").addEventListener("click", () => {
    moves.length = 0;
    log.replaceChildren();
    enter();
    offer(t`Das Gespräch beginnt von vorn.`);
    goThere(log.lastChild);
  });
  enter();
  offer("");
}

startMenu();
startColours(showNotice);
document.querySelectorAll("[data-conversation]").forEach(startConversation);

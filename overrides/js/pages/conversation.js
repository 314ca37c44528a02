// A conversation to play, made from the scenes on the page, which work as a book without this file. Where one is and what one
// wrote stays on this device; in a package nothing does.

import { startColours } from "../page/colours.js";
import { startMenu } from "../page/menu.js";
import { showNotice } from "../page/notice.js";
import { openTyped } from "../progress/typed.js";
import { MOST, keptState, readState } from "./conversation-state.js";
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
  return make("p", "my-move", make("b", "", t`Ihre Antwort:`), ` ${textOf(link)}`);
}

/**
 * What the learner wrote before the answers showed; nothing of nothing.
 * @param {string | undefined} words
 */
function myWords(words) {
  return words?.trim() ? [make("p", "my-words", make("b", "", t`Ihr Satz:`), ` ${words.trim()}`)] : [];
}

/**
 * @param {string} text
 * @param {(event: MouseEvent) => void} action
 */
function button(text, action) {
  const made = make("button", "answer", text);
  made.type = "button";
  made.addEventListener("click", (event) => {
    if (event.detail < 2) action(event); // the second click of a double click would hit what comes next
  });
  return made;
}

/** @param {HTMLElement} root */
function startConversation(root) {
  const [log, answers, review, buttons, status, resumed] = ["log", "replies", "analysis", "buttons", "status", "resumed"].map((name) => find(root, `[data-${name}]`));
  const { conversation = "", shape = "" } = root.dataset;
  const name = `gespraech:${conversation}`;
  const book = find(document, ".all-scenes");
  const typed = openTyped(showNotice);
  const state = readState(typed.get(name), shape);
  /** @type {Record<string, string>} words that were written here: another tab may have those of other scenes */
  const written = {};
  /** @type {HTMLAnchorElement[]} */
  const moves = []; // the links that were taken
  let timer = 0;

  const trust = () => moves.reduce((sum, link) => sum + Number(link.dataset.trust || 0), 0);
  const scene = () => (moves.length ? find(book, `[id="${moves[moves.length - 1].hash.slice(1)}"]`) : find(book, ".scene"));
  const links = () => all(scene(), "li > a", HTMLAnchorElement);
  const isOffered = (/** @type {HTMLAnchorElement} */ link) => !(trust() < Number(link.dataset.from ?? -Infinity));
  const lastTurn = () => find(log, ".turn:last-child");
  const question = () => scene().querySelector("[data-question]");

  function keep() {
    clearTimeout(timer);
    timer = 0;
    const stored = typed.get(name);
    state.said = { ...readState(stored, shape).said, ...written };
    const value = keptState(state, shape);
    if (value || stored) typed.set(name, value);
  }

  /** Add the scene to what was said so far. */
  function enter() {
    const turn = make("div", "turn", ...copies(scene(), scene().hasAttribute("data-ending") ? "ul" : "ul,h2,[data-question]"));
    turn.tabIndex = -1;
    turn.setAttribute("role", "group");
    turn.setAttribute("aria-label", t`Szene ${moves.length + 1}`);
    log.append(turn);
  }

  /**
   * Go on with `link`, without showing what can be done then.
   * @param {HTMLAnchorElement} link
   */
  function take(link) {
    const said = myMove(link);
    lastTurn().append(...myWords(state.said[scene().id]), said);
    moves.push(link);
    enter();
    return said;
  }

  /**
   * What the reader can do now.
   * @param {string} message
   */
  function offer(message) {
    const asked = !state.isOpen && question();
    const open = links().filter(isOffered);
    answers.replaceChildren(...(asked ? ownWords(asked) : [...myWords(state.said[scene().id]), ...open.map((link) => button(textOf(link), () => choose(link)))]));
    answers.hidden = !open.length;
    buttons.hidden = !moves.length;
    review.replaceChildren(...(open.length ? [] : lookBack()));
    status.textContent = message;
  }

  /**
   * The step before the answers: what the learner would say. Nobody judges it, and it may stay empty.
   * @param {Element} asked
   */
  function ownWords(asked) {
    const number = scene().id;
    const field = make("textarea", "feld");
    field.id = "own-words";
    field.rows = 3;
    field.maxLength = MOST.words;
    field.value = state.said[number] ?? "";
    field.setAttribute("aria-describedby", "own-words-hint");
    field.addEventListener("input", () => {
      state.said[number] = written[number] = field.value.slice(0, MOST.words);
      clearTimeout(timer);
      timer = setTimeout(keep, 300);
    });
    const label = make("label", "", textOf(asked));
    label.htmlFor = field.id;
    const hint = make("small", "", t`Nur für Sie, höchstens ${MOST.words} Zeichen. Sie können es auch laut sagen oder überspringen.`);
    hint.id = "own-words-hint";
    const onward = make("button", "knopf", t`Antworten zeigen`);
    onward.type = "button";
    onward.addEventListener("click", () => {
      state.isOpen = true;
      keep();
      offer("");
      find(answers, ".answer").focus();
    });
    return [make("p", "", label), field, make("p", "", hint), make("p", "", onward)];
  }

  function lookBack() {
    let at = find(book, ".scene");
    const rows = moves.map((link) => {
      const words = myWords(state.said[at.id]);
      at = find(book, `[id="${link.hash.slice(1)}"]`);
      return make("li", "", ...words, myMove(link), make("p", "", ...copies(find(link.parentElement ?? book, "details"), "summary")));
    });
    const onward = make("a", "knopf", t`Weiter in der Lektion`);
    onward.href = find(document, "[data-home]", HTMLAnchorElement).href;
    return [make("h2", "", t`Ihre Antworten im Rückblick`), make("ol", "", ...rows), make("p", "", t`Das Gespräch kann auch anders enden: Gehen Sie einen Schritt zurück oder beginnen Sie neu.`), make("p", "", onward)];
  }

  /**
   * Lead eyes and screen reader to the last scene.
   * @param {HTMLElement} top what should stand above it
   */
  function goThere(top) {
    resumed.hidden = true;
    lastTurn().focus({ preventScroll: true });
    top.scrollIntoView({ block: "start" });
  }

  /** @param {HTMLAnchorElement} link */
  function choose(link) {
    state.moves.push(links().indexOf(link));
    state.isOpen = false;
    const said = take(link);
    keep();
    offer(scene().hasAttribute("data-ending") ? t`Das Gespräch ist zu Ende. Es folgt der Rückblick auf Ihre Antworten.` : "");
    goThere(said);
  }

  /** Play again what was kept, as far as this conversation still leads there. */
  function resume() {
    const kept = state.moves;
    state.moves = [];
    for (const move of kept) {
      const link = links()[move];
      if (!link || !isOffered(link)) {
        state.isOpen = false;
        break;
      }
      state.moves.push(move);
      take(link);
    }
  }

  find(root, "[data-back]").addEventListener("click", () => {
    moves.pop();
    state.moves.pop();
    state.isOpen = true; // its answers were shown before
    keep();
    lastTurn().remove();
    all(lastTurn(), ".my-move, .my-words").forEach((said) => said.remove());
    offer(t`Sie sind einen Schritt zurück. Wählen Sie neu.`);
    goThere(lastTurn());
  });
  for (const again of all(root, "[data-new]")) {
    again.addEventListener("click", () => {
      moves.length = state.moves.length = 0;
      state.isOpen = false; // own words wait in their fields
      keep();
      log.replaceChildren();
      enter();
      offer(t`Das Gespräch beginnt von vorn.`);
      goThere(lastTurn());
    });
  }
  find(root, "[data-go-on]").addEventListener("click", () => goThere(all(log, ".my-move").pop() ?? lastTurn()));
  addEventListener("pagehide", () => timer && keep());

  enter();
  resume();
  offer("");
  resumed.hidden = !moves.length;
}

startMenu();
startColours(showNotice);
all(document, "[data-conversation]").forEach(startConversation);
// Back to the lesson one comes on the path that led here.
for (const link of all(document, "main a", HTMLAnchorElement)) {
  if (/[?&]weg=/.test(location.search) && link.pathname !== location.pathname) link.search = location.search;
}
document.documentElement.classList.remove("waiting");

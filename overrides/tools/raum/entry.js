// The questions of a lesson or a module, or a conversation, for a room with a projector. They come from the pages that have
// them anyway; nothing that happens here is kept, neither on the device nor anywhere else.

import { startExtras } from "../../js/page/extras.js";
import { element } from "../../js/page/elements.js";
import { all, find, textOf } from "../../js/formats/dom.js";
import { quoted } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";
import { MOVED } from "../../js/progress/moved.js";
import { bookOf, playConversation } from "./conversation.js";
import { LETTERS } from "./deck.js";
import { playQuestions } from "./questions.js";

/** @import { Deck } from "./deck.js" */

const [LARGEST, SMALLEST, LESS] = [130, 75, 5]; // per cent: of the letters, as style.css multiplies them
const ADDRESS = /^#([a-z0-9-]{1,80})(?:\/(\d{1,3}))?$/; // what to show, and from which question on

const root = document.documentElement;
const message = find(document, "[data-tool=raum] [data-message]");
const room = find(document, ".room");
const stage = find(room, ".room-stage");
const [onward, back, full, end] = ["onward", "back", "full", "end"].map((name) => find(room, `[data-${name}]`, HTMLButtonElement));
const said = find(room, "[data-said]");
const jump = find(room, "[data-jump]");
const list = find(jump, "select", HTMLSelectElement);
const links = all(document, "[data-show]", HTMLAnchorElement);
/** Address of each page, by what it is called in the address of this one. */
const pages = new Map(links.map((link) => [link.dataset.show ?? "", link.href]));

/** @type {Deck | undefined} */
let deck;
let shown = ""; // what it is called
let asked = 0; // counts how often something was chosen: what arrives late is not shown
/** @type {WakeLockSentinel | undefined} */
let lock;

/** The largest letters with which everything is on the wall at once, else the smallest. */
function fit() {
  for (let size = LARGEST; size >= SMALLEST; size -= LESS) {
    stage.style.setProperty("--size", String(size / 100));
    if (stage.scrollHeight <= stage.clientHeight) return;
  }
}

/** Show how the deck stands. What is asked gets the focus once; while it is solved the focus stays where it is. */
function paint() {
  if (!deck) return;
  const before = stage.querySelector("small")?.textContent;
  const focused = all(stage, "button").findIndex((button) => button === document.activeElement);
  stage.replaceChildren(...deck.draw());
  onward.textContent = deck.onward();
  onward.hidden = !onward.textContent;
  back.disabled = !deck.isBegun();
  said.textContent = deck.said();
  list.selectedIndex = deck.at();
  if (deck.places.length) history.replaceState(null, "", `#${shown}/${deck.at() + 1}`);
  fit();
  if (before !== stage.querySelector("small")?.textContent) {
    stage.focus({ preventScroll: true });
    stage.scrollTop = room.scrollTop = 0;
    return;
  }
  if (focused >= 0) (all(stage, "button")[focused] ?? stage).focus({ preventScroll: true });
  else if ([document.body, onward].includes(/** @type {HTMLElement} */ (document.activeElement)) && onward.hidden) stage.focus({ preventScroll: true });
  all(stage, ".rows .reason").pop()?.scrollIntoView({ block: "nearest" }); // the step that was just solved
}

/** @param {(deck: Deck) => void} step */
function go(step) {
  if (!deck) return;
  step(deck);
  paint();
}

const goForward = () => go((one) => one.forward());
const goBack = () => go((one) => one.back());

/**
 * What does not fit is scrolled first, as these keys do on any page.
 * @param {1 | -1} way
 */
function page(way) {
  const box = stage.scrollHeight > stage.clientHeight + 2 ? stage : room; // see style.css
  const rest = way > 0 ? box.scrollHeight - box.clientHeight - box.scrollTop : box.scrollTop;
  if (rest > 2) box.scrollBy(0, way * box.clientHeight * 0.75);
  else if (way > 0) goForward();
  else goBack();
}

function fillScreen() {
  if (document.fullscreenEnabled && !document.fullscreenElement) root.requestFullscreen().catch(() => {}); // it fills the window already
}

function leaveScreen() {
  if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
}

/** A discussion is longer than most screens stay lit. */
async function stayLit() {
  try {
    if (deck && !document.hidden) lock = await navigator.wakeLock?.request("screen");
  } catch {
    // The device decides, for instance when its battery is low.
  }
}

function leave() {
  asked += 1;
  deck = undefined;
  leaveScreen();
  lock?.release().catch(() => {});
  room.hidden = true;
  room.classList.remove("dark");
  root.classList.remove("in-room");
  stage.replaceChildren();
  if (ADDRESS.test(location.hash)) history.replaceState(null, "", location.pathname + location.search);
  links.find((link) => link.dataset.show === shown)?.focus();
}

/** @param {string} url */
async function load(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(url);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/**
 * The deck that `link` leads to. Rejects where it cannot be had.
 * @param {HTMLAnchorElement} link
 * @returns {Promise<Deck>}
 */
async function deckOf(link) {
  const title = textOf(link);
  const { lessons, show = "" } = link.dataset;
  if (lessons === undefined) {
    const book = bookOf(await load(pages.get(show) ?? ""));
    if (!book) throw new Error(show);
    return playConversation(title, book, paint);
  }
  const slugs = lessons.split(" ");
  const loaded = await Promise.all(slugs.map((slug) => load(pages.get(slug) ?? "")));
  const found = loaded.flatMap((one, i) => {
    const lesson = textOf(/** @type {Node} */ (links.find(({ dataset }) => dataset.show === slugs[i])));
    return all(one, "form.question").map((form) => ({ form, lesson }));
  });
  if (!found.length) throw new Error(show);
  return playQuestions(title, found);
}

/**
 * @param {HTMLAnchorElement} link
 * @param {number} place
 */
async function show(link, place) {
  const mine = (asked += 1);
  message.textContent = t`Wird geladen …`;
  try {
    const made = await deckOf(link);
    if (mine !== asked) return;
    deck = made;
  } catch {
    if (mine !== asked) return;
    leaveScreen();
    message.textContent = t`${quoted(textOf(link))} ließ sich nicht laden. Prüfen Sie die Verbindung, und wählen Sie es dann noch einmal.`;
    return;
  }
  message.textContent = "";
  shown = link.dataset.show ?? "";
  const count = deck.places.length;
  deck.goTo(Math.min(place, count - 1));
  find(room, "[data-title]").textContent = textOf(link);
  jump.hidden = count === 0;
  find(jump, "[data-count]").textContent = t`von ${count}`;
  list.replaceChildren(...deck.places.map((text) => element("option", text)));
  root.classList.add("in-room");
  room.hidden = false;
  paint();
  stayLit();
}

/** Show what the address asks for: it is data, and may be anybody's. */
function openAsked() {
  const { hash } = location;
  const [, name = "", place = "1"] = ADDRESS.exec(hash) ?? [];
  const wanted = MOVED.get(name) ?? name;
  const link = links.find(({ dataset }) => dataset.show === wanted);
  if (link) {
    show(link, Number(place) - 1);
    return;
  }
  const isElsewhere = !hash || document.getElementById(hash.slice(1)) !== null; // this page has anchors too
  if (deck) leave();
  asked += 1;
  message.textContent = isElsewhere ? "" : t`Unter dieser Adresse gibt es nichts zu zeigen. Wählen Sie hier ein Modul, eine Lektion oder ein Gespräch.`;
}

/** What the keys do; those of a presenter's remote are PageUp, PageDown, F5, Escape and the full stop. @type {Record<string, () => void>} */
const KEYS = {
  ArrowRight: goForward,
  Enter: goForward,
  PageDown: () => page(1),
  " ": () => page(1),
  ArrowLeft: goBack,
  PageUp: () => page(-1),
  F5: fillScreen, // and the page is not loaded anew by accident
  Escape: leave,
  ".": () => room.classList.add("dark"),
};

/** @param {KeyboardEvent} event */
function hear(event) {
  const { key, target } = event;
  if (!deck || event.ctrlKey || event.metaKey || event.altKey) return;
  const isOwn = target instanceof HTMLSelectElement || (target instanceof HTMLButtonElement && (key === " " || key === "Enter"));
  const letter = key.length === 1 ? LETTERS.indexOf(key.toUpperCase()) : -1;
  const isDark = room.classList.contains("dark");
  if (!isDark && key !== "F5" && key !== "Escape" && (isOwn || !(key in KEYS || letter >= 0))) return;
  event.preventDefault();
  if (event.repeat) return; // a key held too long must not rush through
  room.classList.remove("dark");
  if (isDark) return;
  if (letter >= 0) go((one) => one.choose(letter));
  else KEYS[key]();
}

for (const link of links) {
  link.href = `#${link.dataset.show}`;
  link.addEventListener("click", ({ ctrlKey, metaKey, shiftKey }) => {
    if (ctrlKey || metaKey || shiftKey) return; // for another tab
    fillScreen(); // now: later the browser would not let us
    if (location.hash === link.hash) openAsked();
  });
}
onward.addEventListener("click", goForward);
back.addEventListener("click", goBack);
full.addEventListener("click", fillScreen);
end.addEventListener("click", leave);
full.hidden = !document.fullscreenEnabled;
list.addEventListener("change", () => go((one) => one.goTo(list.selectedIndex)));
room.addEventListener("click", () => room.classList.remove("dark"));
document.addEventListener("keydown", hear);
document.addEventListener("fullscreenchange", () => {
  full.hidden = Boolean(document.fullscreenElement) || !document.fullscreenEnabled;
});
document.addEventListener("visibilitychange", stayLit);
addEventListener("resize", fit);
addEventListener("hashchange", openAsked);

startExtras();
root.classList.remove("waiting");
openAsked();

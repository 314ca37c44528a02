// Keeps what is typed into tools and questions, and puts it back. Loaded by page/typed.js.

import { all } from "../formats/dom.js";
import { showNotice } from "../page/notice.js";
import { canonical } from "../progress/document.js";
import { merged } from "../progress/merged.js";
import { openTyped } from "../progress/typed.js";
import { draftsIn, isBusy, showDrafts } from "../questions/drafts.js";
import { KEPT, readTool, showTool } from "./typed-tools.js";

/**
 * What is kept: `read` gives what stands in `root`, null for nothing; `show` puts back what was kept, null for nothing. So many levels
 * `deep` its fields have nothing to do with one another: what two tabs change there goes together, else the later one counts.
 * `miss` runs when it could not be kept. `isQuiet` for answers: the progress says why nothing is kept.
 * @typedef {{ name: string, root: EventTarget, read: () => unknown, show: (kept: unknown) => void, isBusy: () => boolean,
 *   deep?: number, miss?: () => unknown, isQuiet?: boolean }} Part
 * @typedef {{ keep: (part: Part) => void, keepPage: () => void, keepTool: (root: HTMLElement) => void, keepQuiz: () => void,
 *   draftsIn: typeof draftsIn, showDrafts: typeof showDrafts }} Keeper
 */

const PAUSE = 300; // milliseconds without a key before it is written
const typed = openTyped(showNotice);

/** @param {Part} part */
function keep({ name, root, read, show, isBusy, deep = 0, miss, isQuiet }) {
  let last = canonical(typed.get(name)); // what is kept, as far as this page has followed it
  let shown = last; // what stood in its fields then: they need not take all that another tab has written
  let timer = 0;
  let isSaving = false; // what this page has just read from its fields is not to be shown again

  function save() {
    clearTimeout(timer);
    timer = 0;
    const value = read();
    const text = canonical(value);
    if (text !== shown) {
      const whole = merged(JSON.parse(shown), value, typed.get(name), deep);
      isSaving = true;
      if (!typed.set(name, whole, isQuiet)) miss?.();
      isSaving = false;
      const kept = canonical(typed.get(name));
      if (kept !== canonical(whole)) return; // what is too long is not taken, and stays on the page
      shown = text;
      if (kept === text) last = text;
    }
    follow();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  // Another tab has changed it, or deleted it: what somebody is busy with here stays meanwhile.
  function follow() {
    const kept = typed.get(name);
    const text = canonical(kept);
    if (text === last || timer || isSaving || isBusy()) return;
    last = text;
    show(kept);
    shown = canonical(read());
  }

  if (last !== "null") show(typed.get(name));
  later(); // this script may have been loaded for what is typed already
  for (const kind of ["input", "change", "click", "submit", "drop"]) root.addEventListener(kind, later);
  root.addEventListener("focusout", () => setTimeout(follow));
  addEventListener("pagehide", save);
  document.addEventListener("visibilitychange", save);
  typed.subscribe(follow);
}

/** @param {HTMLElement} root */
function keepTool(root) {
  const name = KEPT.get(root.dataset.tool ?? "");
  if (name) keep({ name, root, read: () => readTool(root), show: (kept) => showTool(root, kept), isBusy: () => root.contains(document.activeElement), deep: 2 });
}

globalThis.kursKeeper = {
  keep,
  keepTool,
  draftsIn,
  showDrafts,
  /** The tools of a lesson that work already, and what other scripts of it asked for. */
  keepPage() {
    globalThis.kursParts?.forEach(keep);
    all(document, "[data-tool]:not([data-waits])").forEach(keepTool);
  },
  /** The answers in its questions, when they are all there. */
  keepQuiz() {
    const [quiz] = all(document, "[data-quiz]");
    if (quiz) keep({ name: `quiz:${quiz.dataset.quiz}`, root: document, read: draftsIn, show: showDrafts, isBusy, deep: 1, isQuiet: true });
  },
};

// Keeps one's own words while they are typed, and puts them back.

import { showNotice } from "./notice.js";
import { openTyped } from "../progress/typed.js";

/**
 * What is kept: `read` gives what stands in `root`, null for nothing; `show` puts back what was kept, null for nothing.
 * @typedef {{ name: string, root: EventTarget, read: () => unknown, show: (kept: unknown) => void, isBusy: () => boolean }} Part
 */

const PAUSE = 300; // milliseconds without a key before it is written

/** @param {Part} part */
export function keepOwn({ name, root, read, show, isBusy }) {
  const typed = openTyped(showNotice);
  let last = JSON.stringify(typed.get(name));
  let timer = 0;

  function save() {
    clearTimeout(timer);
    timer = 0;
    const text = JSON.stringify(read());
    if (text === last) return;
    last = text;
    typed.set(name, read());
  }

  if (last !== "null") show(typed.get(name));
  root.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  });
  addEventListener("pagehide", () => timer && save());
  typed.subscribe(() => {
    const kept = typed.get(name);
    const text = JSON.stringify(kept);
    if (text === last || timer || isBusy()) return;
    last = text;
    show(kept);
  });
}

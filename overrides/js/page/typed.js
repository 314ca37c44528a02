// What is typed outlives the page: a script of its own (pages/typed.js), which only those load who have typed something
// before or do it now. A package does without: nothing is kept there.

import { all } from "../formats/dom.js";
import { loadScript } from "./load.js";

/** @import { Keeper } from "../pages/typed.js" */

/**
 * Run `action` if something is kept already (start.js says so), else at the first input in `root`; `fail` where it cannot be had.
 * @param {EventTarget} root
 * @param {(keeper: Keeper) => void} action
 */
export function whenTyped(root, action, fail = () => {}) {
  if (!document.body.dataset.typed) return fail();
  const isKept = "kept" in document.documentElement.dataset;
  const tools = all(document, "[data-tool]:not(.exam)"); // the exam takes also what comes late
  /** @param {boolean} isInert until what was kept is back, or it would be lost to what is typed now */
  const close = (isInert) => tools.filter(({ dataset }) => !("waits" in dataset)).forEach((tool) => (tool.inert = isInert));
  /** @param {Keeper} [keeper] */
  const end = (keeper) => {
    if (keeper) action(keeper);
    else fail();
    close(false);
  };
  const begin = () => loadScript("typed", () => end(globalThis.kursKeeper), end);
  if (isKept) begin();
  else root.addEventListener("input", begin, { once: true });
  close(isKept);
}

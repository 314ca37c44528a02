// What many readers never use comes with the first sign that somebody is there: pages/extras.js and its style.

import { loadScript } from "./load.js";

const SIGNS = ["pointerdown", "keydown", "scroll"];
const WANTED = "[data-colour-choice], .glossary-term" + ("popover" in HTMLElement.prototype ? "" : ", [popovertarget]");

export function startExtras() {
  const { extras } = document.body.dataset;
  /** @type {HTMLElement | undefined} */
  let wanted;
  /** @param {MouseEvent} event */
  const hold = (event) => {
    const target = event.target instanceof Element && event.target.closest(WANTED);
    if (!(target instanceof HTMLElement)) return;
    event.preventDefault();
    wanted = target;
  };
  const load = () => {
    for (const sign of SIGNS) removeEventListener(sign, load);
    loadScript("extras", () => {
      removeEventListener("click", hold);
      wanted?.click();
    });
  };
  if (!extras) return;
  for (const sign of SIGNS) addEventListener(sign, load, { passive: true });
  addEventListener("click", hold);
}

// What many readers never use comes with the first sign that somebody is there: pages/extras.js and its style.

const SIGNS = ["pointermove", "pointerdown", "keydown", "scroll"];
const WANTED = "[data-colour-choice], .glossary-term" + ("popover" in HTMLElement.prototype ? "" : ", [popovertarget]");

export function startExtras() {
  const { extras = "", extrasStyle = "" } = document.body.dataset;
  /** @type {HTMLElement | undefined} */
  let wanted;
  /** @param {MouseEvent} event */
  const hold = (event) => {
    const target = event.target instanceof Element && event.target.closest(WANTED);
    if (!(target instanceof HTMLElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    wanted = target;
  };
  const goOn = () => {
    removeEventListener("click", hold);
    wanted?.click();
  };
  const load = () => {
    for (const sign of SIGNS) removeEventListener(sign, load);
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = extrasStyle;
    const script = document.createElement("script");
    script.src = extras;
    script.onload = script.onerror = goOn;
    document.head.append(style, script);
  };
  if (!extras) return;
  for (const sign of SIGNS) addEventListener(sign, load, { passive: true });
  addEventListener("click", hold);
}

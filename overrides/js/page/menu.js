// The menu on narrow screens. Without this script its link jumps to the list of lessons.

import { all } from "../formats/dom.js";

export function startMenu() {
  const [link] = all(document, "[data-menu]");
  const menu = link && document.querySelector(link.getAttribute("href") ?? "");
  if (!menu) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = link.className;
  button.append(...link.childNodes); // its icon and its word
  button.setAttribute("aria-controls", menu.id);
  link.replaceWith(button);

  /** @param {boolean} open */
  const set = (open) => {
    menu.classList.toggle("unfolded", open);
    button.setAttribute("aria-expanded", String(open));
  };
  set(false);
  button.addEventListener("click", () => set(!menu.classList.contains("unfolded")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.classList.contains("unfolded")) {
      set(false);
      button.focus();
    }
  });
  document.addEventListener("click", (event) => {
    const inside = event.target instanceof Element && (menu.contains(event.target) || button.contains(event.target));
    if (!inside || event.target.closest("a")) set(false);
  });
}

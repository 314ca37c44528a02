// The menu opens by itself, without scripts, in browsers that know popovers; a link within the page closes it.

import { all } from "../formats/dom.js";

export function startMenu() {
  if (!("popover" in HTMLElement.prototype)) {
    for (const button of all(document, "[popovertarget]")) {
      const menu = document.getElementById(button.getAttribute("popovertarget") ?? "");
      button.addEventListener("click", () => menu?.classList.toggle("unfolded"));
    }
    return;
  }
  for (const menu of all(document, ".course-menu[popover]")) {
    menu.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest("a") && menu.matches(":popover-open")) menu.hidePopover();
    });
  }
}

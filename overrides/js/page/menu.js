// The menu opens by itself, without scripts; a link within the page closes it.

import { all } from "../formats/dom.js";

export function startMenu() {
  for (const menu of all(document, ".course-menu[popover]")) {
    menu.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest("a") && menu.matches(":popover-open")) menu.hidePopover();
    });
  }
}

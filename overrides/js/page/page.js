// What runs on every page. A page with a script of its own loads that instead of kurs.js and starts here,
// so that there is one store on a page: two would not hear of each other's changes.

import { startMenu } from "./menu.js";
import { startColours } from "./colours.js";
import { COURSE } from "../progress/course.js";
import { openStore } from "../progress/store.js";
import { showNotice } from "./notice.js";
import { startReporter } from "../progress/reporter.js";
import { startWay } from "./way.js";

/** A table is a stop for the keyboard only while some of it is out of sight. */
function startTables() {
  const tables = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  for (const table of document.querySelectorAll(".table-frame")) tables.observe(table);
}

/** A link to what a fold is headed with opens it. */
function openFold() {
  document.querySelector("summary :target")?.closest("details")?.setAttribute("open", "");
}

/** Start menu, colours, the way and, where one is loaded, the reporter; returns the store. */
export function startPage() {
  const store = openStore(COURSE.id, showNotice);
  startMenu();
  startColours(showNotice);
  startTables();
  startReporter(store);
  startWay(store);
  openFold();
  addEventListener("hashchange", openFold);
  hearWorker();
  return store;
}

/** Show what the worker of a course that is kept offline has to say (dienst.js). */
function hearWorker() {
  try {
    navigator.serviceWorker?.addEventListener("message", ({ data }) => showNotice(data));
  } catch {
    // In a sandbox there is none, and asking for it is forbidden.
  }
}

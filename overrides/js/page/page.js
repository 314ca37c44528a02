// What runs on every page. A page with a script of its own loads that instead of kurs.js and starts here,
// so that there is one store on a page: two would not hear of each other's changes.

import { startExtras } from "./extras.js";
import { COURSE } from "../progress/course.js";
import { openStore } from "../progress/store.js";
import { showNotice } from "./notice.js";
import { startReporter } from "../progress/reporter.js";
import { startWay } from "./way.js";

/** A link into a fold, or to what it is headed with, opens it. */
function openFold() {
  document.getElementById(location.hash.slice(1))?.closest("details")?.setAttribute("open", ""); // :target waits for the whole page
}

/** Start the extras, the way and, where one is loaded, the reporter; returns the store. */
export function startPage() {
  const store = openStore(COURSE.id, showNotice);
  startExtras();
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

// What is done and what comes next: a script of its own (pages/way.js), which only those load who have begun or come
// along a path. A first visit does without it and without the plan.

import { loadScript } from "./load.js";

/** @import { Store } from "../progress/store.js" */

/** @param {Store} store */
export function startWay(store) {
  let isAsked = !document.body.dataset.way;
  store.subscribe(({ clock }) => {
    if (isAsked || (clock === 0 && !/[?&]weg=/.test(location.search))) return;
    isAsked = true;
    loadScript("way", () => globalThis.kursWay?.(store));
  });
}

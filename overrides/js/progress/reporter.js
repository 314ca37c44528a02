// Where progress is told besides the device. The public site tells nobody: it loads no reporter.
//
// A reporter is an object in globalThis.kursMelder, put there by a script that runs before the page's own. What to tell is arithmetic on the progress document: statusOf in lms/status.js.
//
// lms/page.js is the reporter of pages in a package: it hands the document to the frame around them
// (lms/frame.js), which keeps one connection for the whole visit. A connection is what a standard's script makes
// (scorm12, scorm2004, cmi5).

/** @import { Store } from "./store.js" */

/**
 * @typedef {object} Reporter
 * @property {(store: Store) => void} start called once on each page with the page's store
 * @property {Pick<Storage, "getItem" | "setItem" | "removeItem">} [storage] where that store keeps its texts instead of localStorage; names are properties
 */

/**
 * Start the page's reporter, if one was loaded.
 * @param {Store} store
 */
export function startReporter(store) {
  globalThis.kursMelder?.start(store);
}

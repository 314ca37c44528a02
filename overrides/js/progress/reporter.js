// Where progress is told besides the device. The public site tells nobody: it loads no reporter.
//
// A reporter is an object in globalThis.kursMelder, put there by a script that runs before the page's own:
//   start(store)   called once on each page; `store` is the page's (store.js): get, update, subscribe
//   storage        (optional) where that store keeps its texts instead of localStorage; made like it
// What to tell is arithmetic on the progress document: statusOf in lms/status.js.
//
// lms/page.js is the reporter of pages in a package: it hands the document to the frame around them
// (lms/frame.js), which keeps one connection for the whole visit. A connection is what a standard's script makes
// (scorm12, scorm2004, cmi5):
//   open()            → {place, packed, before} as the last visit left them, or null: there is no platform here,
//                       or {isOver: true}: it has ended this session. `before` is a status. May return a promise.
//   report(report)    → true once the platform has all of it; false: try again. May return a promise.
//   terminate(report) → last words while the window closes; nothing can be awaited any more.
// A report is a status with {place, packed, seconds}: address and anchor in the package ("das-schild/#belege"),
// progress as lms/packing.js packs it, seconds since open(). Single answers and texts are no part of it.

/** @import { Box, Store } from "./store.js" */
/** @typedef {{ start(store: Store): void, storage?: Box }} Reporter */

/** The page's reporter, if one was loaded. */
export const reporter = () => /** @type {{ kursMelder?: Reporter }} */ (globalThis).kursMelder;

// What the build writes in front of worker.js (src/kurs/site/offline.py), for the type checker alone.

declare global {
  /** Checksum of all that follows. */
  var VERSION: string;
  /** Address and checksum of each file of the course, the start page first. */
  var FILES: [string, string][];
  /** HTML of the page for wrong addresses, cut where the course's own path belongs. */
  var MISSING: string[];
}

export {};

// iPhones and iPads delete what pages store, and keep it apart from what an app on the home screen stores.

import { all } from "../formats/dom.js";

/** Show the notes that concern them alone. An iPad calls itself a Mac, but no Mac has a touch screen. */
export function showNotesForIos() {
  const { maxTouchPoints, platform, userAgent } = navigator;
  const isIos = /iPhone|iPad|iPod/.test(userAgent) || (platform === "MacIntel" && maxTouchPoints > 1);
  for (const note of all(document, "[data-ios]")) note.hidden = !isIos;
}


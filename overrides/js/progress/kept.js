// The way and the places read last, on this device. Only for who has a progress here and lets it be kept; a package keeps
// nothing of it, because its platform does.

import { keyOf } from "./person.js";
import { NOTHING_KEPT, readKept } from "./way.js";

/** @import { Store } from "./store.js" */
/** @import { Kept } from "./way.js" */

const KEY = keyOf("weg");

/** @returns {Kept} */
export function getKept() {
  try {
    return "frame" in document.documentElement.dataset ? NOTHING_KEPT : readKept(localStorage.getItem(KEY));
  } catch {
    return NOTHING_KEPT;
  }
}

/**
 * Whether it is kept.
 * @param {Store} store
 * @param {(kept: Kept) => Kept} change
 */
export function updateKept(store, change) {
  if ("frame" in document.documentElement.dataset || store.get().clock === 0 || store.isRefused() || store.obstacle()) return false;
  try {
    localStorage.setItem(KEY, JSON.stringify(change(getKept())));
    return true;
  } catch {
    return false; // full or forbidden: addresses still lead along a path
  }
}

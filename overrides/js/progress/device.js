// What a person decides about all that is kept of theirs on this device. Other scripts hear of it as from another tab.

import { isOwn, keyOf } from "./person.js";

const REFUSAL = keyOf("nicht-merken");

/** @param {string | null} key null for all of them */
const tell = (key) => dispatchEvent(new StorageEvent("storage", { key, newValue: null }));

/**
 * Stop or resume keeping; what is stored stays. False if the browser forbids even that.
 * @param {boolean} refused
 */
export function refuse(refused) {
  try {
    if (refused) localStorage.setItem(REFUSAL, "ja");
    else localStorage.removeItem(REFUSAL);
  } catch {
    return false;
  }
  tell(REFUSAL);
  return true;
}

/** Texts that could not be read and were put aside. */
export function asides() {
  try {
    const names = Object.keys(localStorage).filter((name) => isOwn(name) && name.includes(":beiseite:"));
    return names.sort().map((name) => localStorage.getItem(name) ?? "");
  } catch {
    return [];
  }
}

/** Delete all that the course keeps here of this person but the refusal. */
export function forget() {
  try {
    const names = Object.keys(localStorage).filter(isOwn);
    for (const name of names) if (name !== REFUSAL) localStorage.removeItem(name);
  } catch {
    return false;
  }
  tell(null);
  return true;
}

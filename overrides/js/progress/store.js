// Keeps the progress document on this device. Nothing here may lose an answer:
// every write reads what is stored, merges and writes the whole document in one setItem.

import { canonical, inspectProgress, mergeProgress, withMoves } from "./document.js";
import { MOVED } from "./moved.js";
import { isElsewhere, isOwn, keyOf, pinPerson } from "./person.js";
import { emptyProgress } from "./scoring.js";
import { t } from "../formats/gettext.js";

/** @import { Progress } from "./document.js" */

/**
 * @typedef {object} Store
 * @property {() => Progress} get
 * @property {(change: (progress: Progress) => Progress, orNothing?: boolean) => boolean} update whether it is kept on this device
 * @property {(listener: (progress: Progress) => void) => void} subscribe
 * @property {() => string} obstacle why nothing is written, in words, or ""
 * @property {() => boolean} isRefused
 */

const FORBIDDEN = t`Ihre Antworten gelten nur, solange diese Seite offen ist: Der Browser erlaubt das Speichern nicht.`;
const OVERFULL = t`Ihre letzte Antwort ist nicht gespeichert: In den Lernstand passt nichts mehr. Sichern und löschen Sie ihn unter „Mein Lernstand“.`;
const FULL = t`Ihre Antworten gelten nur, solange diese Seite offen ist: Der Speicher des Browsers ist voll.`;
const DAMAGED = t`Der gespeicherte Lernstand war nicht lesbar. Er liegt beiseite und ist nicht gelöscht; Sie beginnen neu.`;
const NEWER = t`Der gespeicherte Lernstand stammt von einer neueren Fassung des Kurses. Laden Sie die Seite neu; bis dahin wird nichts gespeichert.`;
const REFUSED = t`Ihre Antworten gelten nur, solange diese Seite offen ist: Unter „Mein Lernstand“ haben Sie das Speichern abgestellt.`;

/** Where texts are kept. Throws where the browser forbids it. */
const box = () => globalThis.kursMelder?.storage ?? localStorage;

/** Ask the browser to spare what is kept when it clears up, where it decides by itself: Firefox would ask the learner. */
function protect() {
  if (globalThis.kursMelder?.storage || navigator.userAgent.includes("Firefox/")) return;
  navigator.storage?.persist?.().catch(() => {});
}

/**
 * The store of `course`. `notify(text)` tells the learner, in German, when something is not kept.
 * Returns { get(), update(change), subscribe(listener), … }; `change` maps a document to the next,
 * and update says whether the result is kept on this device.
 * @param {string} course
 * @param {(text: string) => void} notify
 * @returns {Store}
 */
export function openStore(course, notify) {
  const key = keyOf("lernstand");
  const refusal = keyOf("nicht-merken");
  /** @type {Set<(progress: Progress) => unknown>} */
  const listeners = new Set();
  const blank = emptyProgress(course);
  let memory = blank;
  let obstacle = ""; // why nothing is written, in words
  let unkept = false; // memory holds what could not be written
  let isProtected = false;

  function read() {
    let text;
    try {
      text = box().getItem(key);
    } catch {
      if (!obstacle) notifyLater(FORBIDDEN);
      obstacle = FORBIDDEN;
      return;
    }
    take(text);
  }

  // A message before the learner has answered anything would only disturb.
  /** @type {string | null} */
  let pending = null;
  /** @param {string} text */
  function notifyLater(text) {
    pending = text;
  }

  /**
   * Merge a stored text into memory.
   * @param {string | null} text
   */
  function take(text) {
    if (text === null) return;
    let value;
    try {
      value = JSON.parse(text);
      pinPerson();
    } catch {
      // What is no JSON is foreign; without room for it the tab is whoever's the device is.
    }
    const verdict = inspectProgress(value, course);
    if (verdict === "ok") {
      memory = withMoves(memory === blank ? value : mergeProgress(memory, value), MOVED);
      if (!isSound(memory)) {
        obstacle = OVERFULL; // each alone can be read, both together could not
        notifyLater(OVERFULL);
      }
    } else if (verdict === "newer") {
      obstacle = NEWER;
      notify(NEWER);
    } else setAside(text);
  }

  /**
   * Whether what is written can be read again. Memory always is, or an obstacle keeps it from being written.
   * @param {Progress} progress
   */
  function isSound(progress) {
    return inspectProgress(progress, course) === "ok";
  }

  function asideNames() {
    return Object.keys(box()).filter((name) => name.startsWith(`${key}:beiseite`));
  }

  /** @param {string} text */
  function setAside(text) {
    const copies = asideNames();
    try {
      if (!copies.some((name) => box().getItem(name) === text)) {
        box().setItem(`${key}:beiseite:${copies.length + 1}`, text);
      }
      box().removeItem(key);
      notify(DAMAGED);
    } catch {
      obstacle = FULL; // no room for the copy: leave what is there alone
      notify(FULL);
    }
  }

  /**
   * Whether `progress` is what is stored.
   * @param {Progress} progress
   */
  function holds(progress) {
    try {
      return canonical(progress) === canonical(JSON.parse(box().getItem(key) ?? ""));
    } catch {
      return false;
    }
  }

  function write() {
    if (pending) {
      notify(pending);
      pending = null;
    }
    unkept = true;
    if (obstacle) return false;
    if (isRefused()) {
      notify(REFUSED);
      return false;
    }
    try {
      box().setItem(key, JSON.stringify(memory));
      pinPerson();
      unkept = false;
    } catch {
      notify(FULL);
      return false;
    }
    if (!isProtected) protect();
    isProtected = true;
    return true;
  }

  function isRefused() {
    try {
      return box().getItem(refusal) !== null;
    } catch {
      return false;
    }
  }

  function tell() {
    for (const listener of listeners) listener(memory);
  }

  addEventListener("storage", (event) => {
    if (event.key && isOwn(event.key) && event.key !== key) tell();
    if (event.key !== key && event.key !== null) return;
    if (event.newValue === null) {
      memory = blank; // deleted on purpose, here (device.js) or in another tab
      obstacle = "";
      unkept = false;
    } else {
      take(event.newValue);
      // Two tabs wrote at the same moment and the other one won: put our answers back.
      if (!obstacle && !holds(memory)) write();
    }
    tell();
  });

  // A page that the browser had put to sleep heard nothing of a deletion elsewhere; it must not undo it.
  addEventListener("pageshow", (event) => {
    if (!event.persisted || obstacle) return;
    if (isElsewhere()) location.reload(); // somebody else's since then
    if (unkept) return;
    memory = blank;
    read();
    tell();
  });

  read();
  return {
    get: () => memory,
    /**
     * What could not be read again changes nothing; with `orNothing`, nor does what is not kept.
     * @param {(progress: Progress) => Progress} change
     * @param {boolean} orNothing
     */
    update(change, orNothing = false) {
      if (!obstacle) read();
      const before = { memory, unkept };
      const next = change(memory);
      if (!isSound(next)) {
        notify(OVERFULL);
        return false;
      }
      memory = next;
      const kept = write();
      if (!kept && orNothing) ({ memory, unkept } = before);
      tell();
      return kept;
    },
    /** @param {(progress: Progress) => unknown} listener */
    subscribe(listener) {
      listeners.add(listener);
      listener(memory);
    },
    obstacle: () => obstacle,
    isRefused,
  };
}

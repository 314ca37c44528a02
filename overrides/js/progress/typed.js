// Keeps what somebody typed on this device, with the same consent as the progress. Nothing here may lose a word: every write
// reads what is stored, merges and writes the whole document in one setItem. A package keeps nothing: its device may be anybody's.

import { COURSE } from "./course.js";
import { canonical } from "./document.js";
import { MOVED } from "./moved.js";
import { keyOf, pinPerson } from "./person.js";
import { entryOf } from "./scoring.js";
import { MOST, areEntries, changedEntry, documentOf, fits, mergeEntries, notAfter, readEntries, withMoves } from "./typed-entries.js";
import { t } from "../formats/gettext.js";

/** @import { Entries } from "./typed-entries.js" */
/** @typedef {ReturnType<typeof openTyped>} Typed */

const FORBIDDEN = t`Was Sie eintragen, gilt nur, solange diese Seite offen ist: Der Browser erlaubt das Speichern nicht.`;
const FULL = t`Ihre letzte Eingabe ist nicht gespeichert: Der Speicher des Browsers ist voll. Auf dieser Seite steht sie noch.`;
const TOO_MUCH = t`Ihre letzte Eingabe ist nicht gespeichert: Mehr merkt sich der Kurs nicht. Auf dieser Seite steht sie noch.`;
const DAMAGED = t`Was Sie hier früher eingetragen hatten, war nicht lesbar. Es liegt beiseite und ist nicht gelöscht.`;
const NEWER = t`Was Sie eingetragen hatten, stammt von einer neueren Fassung des Kurses. Laden Sie die Seite neu; bis dahin wird nichts gespeichert.`;
const REFUSED = t`Was Sie eintragen, gilt nur, solange diese Seite offen ist: Unter „Mein Lernstand“ haben Sie das Speichern auf diesem Gerät abgestellt.`;

const isPackage = "frame" in document.documentElement.dataset;

/**
 * What the person of this page typed. `notify(text)` says, in German and once each, why something is not kept.
 * @param {(text: string) => void} notify
 */
export function openTyped(notify) {
  const key = keyOf("getippt");
  /** @type {Set<() => unknown>} */
  const listeners = new Set();
  /** @type {Set<string>} */
  const said = new Set();
  /** @type {Entries} written by this page: another tab that writes at the same moment must not cost them */
  let own = {};
  /** @type {Entries} of these, what could not be written */
  let unkept = {};
  /** @type {Entries} what could be read last: should the stored text break, it is here */
  let seen = {};

  /** @param {string} text */
  function say(text) {
    if (!said.has(text)) notify(text);
    said.add(text);
  }

  const tell = () => listeners.forEach((listener) => listener());

  /**
   * What is stored; what cannot be read is put aside. Null, and `say` has told why, if nothing may be written.
   * @returns {Entries | null}
   */
  function read() {
    let text;
    try {
      text = isPackage ? null : localStorage.getItem(key);
    } catch {
      return null;
    }
    const found = text === null ? {} : readEntries(text, COURSE.id);
    if (found === "newer") {
      say(NEWER);
      return null;
    }
    if (found === "foreign") {
      if (!setAside(text ?? "")) return null;
      unkept = mergeEntries(seen, unkept);
      return {};
    }
    return (seen = withMoves(found, MOVED));
  }

  /** What counts on this page. */
  function current() {
    const stored = read() ?? {};
    return mergeEntries(stored, unkept);
  }

  const asideNames = () => Object.keys(localStorage).filter((name) => name.startsWith(`${key}:beiseite:`));

  /**
   * Whether there was room for a copy; if not, what is there stays.
   * @param {string} text
   */
  function setAside(text) {
    try {
      const copies = asideNames();
      if (!copies.some((name) => localStorage.getItem(name) === text)) localStorage.setItem(`${key}:beiseite:${copies.length + 1}`, text);
      localStorage.removeItem(key);
    } catch {
      say(FULL);
      return false;
    }
    say(DAMAGED);
    return true;
  }

  /**
   * Whether the stored entries with `news` are kept. All that could not be written before goes with them. Who refuses that
   * anything is kept may still have something removed (`isRemoval`).
   * @param {Entries} news
   * @param {(text: string) => void} complain
   */
  function write(news, complain = say, isRemoval = false) {
    if (isPackage) return false;
    const before = { own, unkept };
    let isRefused;
    own = mergeEntries(own, news);
    unkept = mergeEntries(unkept, news);
    try {
      isRefused = localStorage.getItem(keyOf("nicht-merken")) !== null;
      if (isRefused && !isRemoval) {
        complain(REFUSED);
        return false;
      }
    } catch {
      complain(FORBIDDEN);
      return false;
    }
    const stored = read();
    if (!stored) return false;
    const merged = mergeEntries(stored, isRefused ? news : unkept);
    if (!areEntries(merged)) {
      ({ own, unkept } = before); // or nothing else would fit in any more
      complain(TOO_MUCH);
      return false;
    }
    try {
      localStorage.setItem(key, JSON.stringify(documentOf(COURSE.id, merged)));
    } catch {
      complain(FULL);
      return false;
    }
    if (!isRefused) unkept = {};
    pinPerson();
    return true;
  }

  /**
   * @param {string} name
   * @param {unknown} value
   * @param {(text: string) => void} complain
   */
  function put(name, value, complain, isRemoval = false) {
    const kept = write(Object.fromEntries([[name, changedEntry(current(), name, value, Date.now())]]), complain, isRemoval);
    tell();
    return kept;
  }

  addEventListener("storage", (event) => {
    if (event.key !== key && event.key !== null) return;
    if (event.newValue === null) {
      own = unkept = seen = {}; // deleted on purpose in another tab
    } else {
      const stored = read();
      if (stored && canonical(mergeEntries(stored, own)) !== canonical(stored)) write(own);
    }
    tell();
  });

  // A page that the browser had put to sleep heard nothing of a deletion elsewhere; it must not undo it.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    own = unkept;
    tell();
  });

  return {
    /**
     * The value under `name`, or null. It is anybody's JSON: check its shape.
     * @param {string} name
     * @returns {unknown}
     */
    get: (name) => entryOf(current(), name)?.value ?? null,
    /**
     * Whether it is kept; null removes. With `isQuiet` nobody is told why not: where the page says so anyway.
     * @param {string} name
     * @param {unknown} value
     * @param {boolean} isQuiet
     */
    set(name, value, isQuiet = false) {
      const before = current();
      const isNew = !entryOf(before, name) && Object.values(before).filter((entry) => entry.value !== null).length >= MOST.names;
      if (!fits(value) || !name || name.length > MOST.name || isNew) {
        if (!isPackage && !isQuiet) say(TOO_MUCH);
        return false;
      }
      if (value === null && !entryOf(before, name)) return !isPackage;
      return put(name, JSON.parse(JSON.stringify(value)), isQuiet ? () => {} : say);
    },
    /**
     * Whether nothing is kept under `name` any more.
     * @param {string} name
     */
    remove: (name) => !entryOf(current(), name) || put(name, null, say, true),
    /** Of what is kept, in the order in which it was changed, the last one first. */
    names: () =>
      Object.entries(current())
        .filter(([, { value }]) => value !== null)
        .sort(([, one], [, other]) => other.changed - one.changed)
        .map(([name]) => name),
    /**
     * `listener` runs after each change, also one in another tab.
     * @param {() => unknown} listener
     */
    subscribe: (listener) => listeners.add(listener),
    /** For a file to take along; without what was removed. */
    all: () => Object.fromEntries(Object.entries(current()).filter(([, { value }]) => value !== null)),
    /**
     * Whether `entries` from elsewhere are kept; of two of one name the later one counts.
     * @param {unknown} entries
     */
    add(entries) {
      if (!areEntries(entries)) return false;
      const before = { own, unkept };
      const kept = write(notAfter(entries, Date.now()));
      if (!kept) ({ own, unkept } = before);
      tell();
      return kept;
    },
    /** Texts that could not be read and were put aside. */
    asides() {
      try {
        return asideNames().map((name) => localStorage.getItem(name) ?? "");
      } catch {
        return [];
      }
    },
    /** Delete all of it. */
    forget() {
      own = unkept = seen = {};
      try {
        for (const name of [key, ...asideNames()]) localStorage.removeItem(name);
      } catch {
        return false;
      }
      tell();
      return true;
    },
  };
}

// The people at this device, each with a progress of their own (person.js). It is no lock: whoever uses the device can open
// every one of them. Which is shown in new tabs stands beside them; an open tab keeps its own (sessionStorage).
//
//   kurs:<course>:personen   [{ id, name }]   id "" is the first, who has the plain names; listed only with a name
//   kurs:<course>:person     the id that new tabs begin with; absent for the first

import { COURSE } from "./course.js";
import { PERSON, keyOf, pinPerson } from "./person.js";

/** @typedef {{ id: string, name: string }} Person */

const OWN = `kurs:${COURSE.id}:`;
const LIST = `${OWN}personen`;
const CURRENT = `${OWN}person`;
const ASKED = "gefragt";
export const MOST = { people: 20, name: 40, asked: 100 };
const ID = /^[a-z0-9]{1,20}$/;

/**
 * @param {unknown} one
 * @returns {one is Person}
 */
function isPerson(one) {
  const { id, name } = Object(one);
  return typeof id === "string" && typeof name === "string" && (id === "" || ID.test(id)) && name.length <= MOST.name;
}

/**
 * @param {string} key
 * @param {() => Storage} box
 * @returns {unknown[]}
 */
function readList(key, box = () => localStorage) {
  try {
    const list = JSON.parse(box().getItem(key) ?? "[]");
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

/** Those with a name, or with anything kept; the first person only if there is something of theirs. */
export function people() {
  const listed = readList(LIST).filter(isPerson);
  const known = new Map(listed.map(({ id, name }) => [id, name]));
  try {
    for (const key of Object.keys(localStorage)) {
      if (key === `${OWN}lernstand`) known.set("", known.get("") ?? "");
      const [, id] = /^person:([a-z0-9]{1,20}):lernstand$/.exec(key.slice(key.startsWith(OWN) ? OWN.length : key.length)) ?? [];
      if (id) known.set(id, known.get(id) ?? "");
    }
  } catch {
    // Where nothing can be kept there is nobody.
  }
  return [...known].slice(0, MOST.people).map(([id, name]) => ({ id, name }));
}

/** The person of this page; without a name until they give one. */
export const me = () => people().find(({ id }) => id === PERSON) ?? { id: PERSON, name: "" };

/**
 * Whether it is written. Two tabs that name somebody at once: read again just before.
 * @param {(list: Person[]) => Person[]} change
 */
function updateList(change) {
  try {
    const list = change(readList(LIST).filter(isPerson)).slice(0, MOST.people);
    if (list.length) localStorage.setItem(LIST, JSON.stringify(list));
    else localStorage.removeItem(LIST);
    return true;
  } catch {
    return false;
  }
}

/**
 * Give the person of this page a name or a sign; "" takes it away.
 * @param {string} name
 */
export function nameMe(name) {
  return updateList((list) => [...list.filter(({ id }) => id !== PERSON), ...(name || PERSON ? [{ id: PERSON, name: name.slice(0, MOST.name) }] : [])]);
}

/** @type {Set<string>} said on this page, wherever that could be kept */
const said = new Set();

/**
 * From the next page on this tab, and each new one, is that of `id`.
 * @param {string} id
 */
export function become(id) {
  try {
    if (id) localStorage.setItem(CURRENT, id);
    else localStorage.removeItem(CURRENT);
    pinPerson(id);
    return true;
  } catch {
    return false;
  }
}

/**
 * Begin a progress of one's own; false if the browser keeps no more, or there are too many.
 * @param {string} name
 */
export function begin(name) {
  if (people().length >= MOST.people) return false;
  const id = [...crypto.getRandomValues(new Uint32Array(2))].map((number) => number.toString(36)).join("");
  return updateList((list) => [...list, { id, name: name.slice(0, MOST.name) }]) && become(id);
}

/** The person of this page is no longer here; what others have stays. What is kept of the progress the store deletes. */
export function leave() {
  if (!updateList((list) => list.filter(({ id }) => id !== PERSON))) return false;
  said.clear();
  sessionStorage.removeItem(keyOf(ASKED));
  if (PERSON === "") return true;
  localStorage.removeItem(keyOf("nicht-merken"));
  return become("");
}

/**
 * Whether the person of this page has said that this progress is theirs, for this assignment, or where no `id` is given, for a
 * receipt of everything. Where several people learn, a new tab asks anew: the same link goes to all of them.
 * @param {string} id
 */
export function hasSaidSo(id) {
  if (said.has(id)) return true;
  return readList(keyOf(ASKED), people().length > 1 ? () => sessionStorage : undefined).includes(id || "nachweis");
}

/** @param {string} id */
export function saySo(id) {
  said.add(id);
  try {
    if (localStorage.getItem(keyOf("nicht-merken")) !== null) return;
    for (const box of [localStorage, sessionStorage]) {
      const asked = readList(keyOf(ASKED), () => box).filter((one) => typeof one === "string" && one.length <= 100);
      box.setItem(keyOf(ASKED), JSON.stringify([...asked, id || "nachweis"].slice(-MOST.asked)));
    }
  } catch {
    // Then it is asked again.
  }
}

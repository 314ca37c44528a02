// Speaks for a page in a package: tells the frame around it (frame.js) what is answered and where the reader is,
// and gets the progress from there. Where frames may not touch each other (files, sandboxes) it does so by message.

/** @import { Message } from "./frame.js" */

const { course, page = "", frame: address = "" } = document.documentElement.dataset;
const key = `kurs:${course}:lernstand`;

/** What the frame offers if we may touch it: a call arrives even while the window closes, a message may not. */
function frameAround() {
  try {
    return parent.kursRahmen;
  } catch {
    return undefined;
  }
}

/** @param {Message} message */
function tell(message) {
  const frame = frameAround();
  if (frame) frame.receive(message);
  else parent.postMessage(message, "*");
}

/** Without a platform the browser keeps the progress as it does on the site. With one, others may use this device. */
function keepsItself() {
  try {
    localStorage.getItem(key);
    return frameAround()?.isAlone ?? true;
  } catch {
    return false;
  }
}

/** Made like localStorage: names are properties. Progress goes to the frame, once its own has come here. */
class PageStorage {
  /** @type {Storage["getItem"]} */
  getItem(name) {
    return Object.getOwnPropertyDescriptor(this, name)?.value ?? null;
  }
  /** @type {Storage["setItem"]} */
  setItem(name, text) {
    Reflect.set(this, name, text);
    if (name === key && isKnown) tell({ kind: "progress", text });
  }
  /** @type {Storage["removeItem"]} */
  removeItem(name) {
    Reflect.deleteProperty(this, name);
  }
}

let isKnown = false;

function makeStorage() {
  const storage = new PageStorage();
  const text = frameAround()?.progress();
  if (text) Reflect.set(storage, key, text);
  isKnown = Boolean(text);
  addEventListener("message", ({ source, data }) => {
    if (isKnown || source !== parent || data?.kind !== "progress") return;
    isKnown = true;
    Reflect.set(storage, key, data.text);
    dispatchEvent(new StorageEvent("storage", { key, newValue: data.text }));
  });
  return storage;
}

/** The page, and the last heading or question that has come up to where one reads. */
function place() {
  const marks = document.querySelectorAll("main :is(h2, h3)[id], main form.question[id]");
  const last = [...marks].filter((mark) => mark.getBoundingClientRect().top < innerHeight / 3).pop();
  return page + (last && scrollY > 0 ? `#${last.id}` : "");
}

function start() {
  let timer = 0;
  addEventListener("scroll", () => {
    clearTimeout(timer);
    timer = setTimeout(() => tell({ kind: "place", place: place() }), 300);
  });
  addEventListener("pagehide", () => tell({ kind: "place", place: place() }));
  globalThis.kursMelder = {
    storage: keepsItself() ? undefined : makeStorage(),
    start: () => tell({ kind: "page", title: document.title, place: page + location.hash }),
  };
}

// In a window of its own there is no platform to be found; the frame says so.
if (parent === self) location.replace(`${address}#${page}${location.hash}`);
else start();

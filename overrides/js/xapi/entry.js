// The reporter of a site that is configured to tell a record store (xAPI). Nothing is told, and nothing kept for it,
// before the learner says yes. Statements wait in localStorage, one entry each, until the store has them; an entry
// that is empty has arrived. Two pages may send the same one: it has one id, and the store keeps it once.

import { statementsOf } from "./statements.js";
import { element, makeButton } from "../page/elements.js";
import { keyOf } from "../progress/person.js";
import { t } from "../formats/gettext.js";

/** @import { Progress } from "../progress/document.js" */
/** @import { Config, Verb } from "./statements.js" */

/** @type {Config} */
const config = JSON.parse(document.currentScript?.dataset.xapi ?? "");
const PREFIX = keyOf("xapi:"); // each person decides, and has a queue
const CONSENT = `${PREFIX}zustimmung`; // {"ja": bool, "name": random UUID}
const QUEUE = `${PREFIX}aussage:`;
const MOST_WAITING = 500; // more would take the room that progress needs; later pages compute the rest
const PATIENCE = 10_000; // milliseconds until a silent store counts as down
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 300_000;

/** @type {Record<Verb, string>} */
const WORDS = { passed: t`bestandene Lektionen und Tests`, failed: t`nicht bestandene Tests`, answered: t`richtige und falsche Antworten im Quiz (nicht deren Text)` };

/**
 * The learner's decision; null before it, and where the browser keeps nothing.
 * @returns {{ ja: boolean, name: string } | null}
 */
function decision() {
  try {
    const value = JSON.parse(localStorage.getItem(CONSENT) ?? "null");
    return typeof value?.ja === "boolean" && /^[0-9a-f-]{36}$/.test(value.name) ? value : null;
  } catch {
    return null;
  }
}

function randomName() {
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0"));
  hex[6] = `4${hex[6][1]}`;
  hex[8] = "89ab"[parseInt(hex[8][0], 16) & 3] + hex[8][1];
  return hex.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function queued() {
  return Object.keys(localStorage).filter((key) => key.startsWith(QUEUE) && localStorage.getItem(key));
}

/**
 * False if the browser has no room; what is missing is computed anew from the progress document next time.
 * @param {boolean} ja
 */
function decide(ja) {
  try {
    localStorage.setItem(CONSENT, JSON.stringify({ ja, name: decision()?.name ?? randomName() }));
    if (!ja) queued().forEach((key) => localStorage.removeItem(key));
  } catch {
    return false;
  }
  return true;
}

/** @param {Progress} progress */
function enqueue(progress) {
  const decided = decision();
  if (!decided?.ja) return;
  try {
    const news = statementsOf(progress, config, decided.name).filter(({ id }) => localStorage.getItem(QUEUE + id) === null);
    const room = Math.max(0, MOST_WAITING - queued().length);
    for (const statement of news.slice(0, room)) localStorage.setItem(QUEUE + statement.id, JSON.stringify(statement));
  } catch {
    // No room. The next page computes them again.
  }
}

let authorization = ""; // what the store wants to hear

/**
 * @param {string} url
 * @param {RequestInit} options
 */
async function ask(url, options) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await fetch(url, { ...options, signal: patience.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** Credentials from the configuration, or from the address that hands them out to whoever may have them. */
async function authorize() {
  if (authorization) return;
  if (!/^https?:/.test(config.access)) {
    authorization = `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(config.access)))}`;
    return;
  }
  const answer = await ask(config.access, { credentials: "include", cache: "no-store" });
  const text = answer.ok ? (await answer.json()).authorization : "";
  if (typeof text !== "string" || !text) throw new TypeError("authorization");
  authorization = text;
}

/**
 * "refused" is for good: the statement is the reason.
 * @param {string} id
 * @param {string | null} text
 * @returns {Promise<"taken" | "refused" | "later">}
 */
async function put(id, text) {
  await authorize();
  const head = { Authorization: authorization, "Content-Type": "application/json", "X-Experience-API-Version": "1.0.3" };
  const url = `${config.endpoint}/statements?statementId=${encodeURIComponent(id)}`;
  const { ok, status } = await ask(url, { method: "PUT", headers: head, body: text, keepalive: true });
  if (ok || status === 409) return "taken"; // 409: a statement with this id is there
  if (status === 400 || status === 413) return "refused";
  authorization = ""; // it may have expired
  return "later";
}

let sending = false;
let wait = FIRST_WAIT;
let timer = 0;
/** @type {Set<string>} they stay queued, and are tried again on the next page */
const refused = new Set();

async function send() {
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  timer = 0;
  try {
    for (;;) {
      const key = decision()?.ja && queued().find((one) => !refused.has(one));
      if (!key) break;
      const fate = await put(key.slice(QUEUE.length), localStorage.getItem(key));
      if (fate === "later") throw new Error(fate);
      if (fate === "refused") refused.add(key);
      else if (localStorage.getItem(key) !== null) localStorage.setItem(key, ""); // null: consent was taken back
    }
    wait = FIRST_WAIT;
  } catch {
    timer = setTimeout(send, wait);
    wait = Math.min(2 * wait, LONGEST_WAIT);
  }
  sending = false;
}

/** @param {(string | Node)[]} parts */
function paragraph(...parts) {
  const node = element("p");
  node.append(...parts);
  return node;
}

/** @param {string[]} words */
function listed(words) {
  return words.length > 1 ? t`${words.slice(0, -1).join(", ")} sowie ${words[words.length - 1]}` : words[0];
}

// In a package its own reporter is there already, and the platform is told instead.
globalThis.kursMelder ??= {
  start(store) {
    const question = element("section", "", "xapi-question");
    question.setAttribute("aria-label", t`Ergebnisse melden`);
    question.tabIndex = -1;
    const text = element("div");
    text.setAttribute("role", "status"); // there before its text is, so that the text is read out
    question.append(text);
    // Below what was reached, in nobody's way: after the quiz, the exam, or everything else.
    const place = document.querySelector("[data-quiz], [data-tool=abschlusstest]");
    if (place) place.after(question);
    else document.querySelector("main")?.append(question);
    const state = element("p");
    document.querySelector(".page-footer")?.append(state);
    let isGivenUp = false; // the browser did not keep the answer

    /** @param {boolean} ja */
    function answer(ja) {
      const place = state.contains(document.activeElement) ? state : question;
      isGivenUp = !decide(ja);
      update(store.get());
      (place.querySelector("button") ?? place).focus(); // the button that was pressed is gone
    }

    /** @param {Progress} progress */
    function showQuestion(progress) {
      const isOpen = !isGivenUp && decision() === null && !store.isRefused() && !store.obstacle() && statementsOf(progress, config, "").length > 0;
      if (isOpen === text.hasChildNodes()) return;
      text.replaceChildren();
      while (text.nextSibling) text.nextSibling.remove();
      if (!isOpen) return;
      text.append(
        paragraph(
          t`Darf dieser Browser ${config.receiver || t`dem Anbieter dieses Kurses`} melden, was Sie im Kurs erreichen? ` +
            t`Gemeldet werden ${listed(config.verbs.map((verb) => WORDS[verb]))}, jeweils mit Zeitpunkt und unter einer zufälligen Nummer, ohne Ihren Namen. ` +
            t`Lehnen Sie ab, ändert sich am Kurs nichts.`,
        ),
      );
      question.append(paragraph(makeButton(t`Ja, melden`, () => answer(true)), " ", makeButton(t`Nein`, () => answer(false))));
    }

    function showState() {
      const ja = decision()?.ja;
      if (state.dataset.yes === String(ja)) return;
      state.dataset.yes = String(ja);
      if (ja === undefined) state.replaceChildren();
      else if (ja) state.replaceChildren(t`Was Sie erreichen, wird gemeldet, ohne Ihren Namen. `, makeButton(t`Nicht mehr melden`, () => answer(false)));
      else state.replaceChildren(t`Was Sie erreichen, wird nicht gemeldet. `, makeButton(t`Doch melden`, () => answer(true)));
    }

    /** @param {Progress} progress */
    function update(progress) {
      if (!store.isRefused()) enqueue(progress);
      showQuestion(progress);
      showState();
      if (!timer) send();
    }

    // First the page shows what the learner waits for.
    store.subscribe((progress) => setTimeout(() => update(progress)));
    addEventListener("online", send);
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  },
};

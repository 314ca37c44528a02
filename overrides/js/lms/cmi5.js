// A package as cmi5. The library (@xapi/cmi5, loaded before) knows the launch and words the statements; they are sent
// from here, because a request of its own would be lost when the window closes, and in an order that holds.

import { statusFrom, successFrom } from "./status.js";
import { startFrame } from "./frame.js";
import { find } from "../formats/dom.js";
import { PASS_MARK } from "../progress/scoring.js";
import { t } from "../formats/gettext.js";

/** @import { Statement } from "@xapi/xapi" */
/** @import { Report } from "./frame.js" */
/** @import { Success } from "./status.js" */

/** @typedef {{ place?: string, packed?: string, completed?: boolean, success?: Success, score?: number }} Kept */

const STATE = "kurs-lernstand";
/** @type {Statement[]} those that the record store has not taken yet */
const waiting = [];
/** @type {InstanceType<typeof Cmi5>} made by open() */
let session;
let isNormal = false;
let mastery = PASS_MARK;
/** @type {Kept} our document in the record store */
let kept = {};

/**
 * @param {string} path
 * @param {"GET" | "PUT" | "POST"} method
 * @param {Kept | Statement | Statement[]} [body]
 */
function request(path, method, body) {
  const headers = { Authorization: `Basic ${session.getAuthToken()}`, "X-Experience-API-Version": "1.0.3", "Content-Type": "application/json" };
  const address = session.getLaunchParameters().endpoint.replace(/\/?$/, "/") + path;
  return fetch(address, { method, headers, body: body && JSON.stringify(body), keepalive: Boolean(body) });
}

function statePath() {
  const { activityId, actor, registration } = session.getLaunchParameters();
  const agent = typeof actor === "string" ? actor : JSON.stringify(actor);
  return `activities/state?${new URLSearchParams({ activityId, agent, registration, stateId: STATE })}`;
}

/** One statement after the other. A store that has it (409) or never wants it (other 4xx) is not asked again. */
async function deliver() {
  while (waiting.length) {
    const { status } = await request("statements", "POST", waiting[0]);
    if (status >= 500 || status === 408 || status === 429) return false;
    waiting.shift();
  }
  return true;
}

/**
 * Queue what is new in `report`. A registration has one completed and one passed; a session has one result, so that
 * failed waits for its end (`isLast`): until then another try may pass.
 * @param {Report} report
 */
function queue({ completed, score, place, packed = kept.packed }, isLast = false) {
  /** @type {Kept} */
  const next = { ...kept, place, packed };
  if (isNormal && score !== null && kept.success !== "passed") {
    const result = { scaled: score / 100, raw: score, min: 0, max: 100 };
    const success = score / 100 >= mastery ? "passed" : "failed";
    if (success === "passed") session.pass(result);
    else if (isLast && kept.score !== score) session.fail(result);
    if (success === "passed" || isLast) Object.assign(next, { success, score });
  }
  if (isNormal && completed && !kept.completed) {
    session.complete();
    next.completed = true;
  }
  const isNew = JSON.stringify(next) !== JSON.stringify(kept);
  kept = next;
  return isNew;
}

/**
 * Offer the way back that the platform names; the frame says its last words as it goes.
 * @param {string | undefined} address
 * @param {string} words
 */
function offerReturn(address, words) {
  if (!address || !/^https?:/.test(address)) return;
  const nav = find(document, "nav");
  const link = find(nav, "a", HTMLAnchorElement);
  link.href = address;
  link.textContent = words;
  nav.hidden = false;
}

let isSaved = true;

startFrame({
  limit: 64_000,
  async open() {
    if (!globalThis.Cmi5.isCmiAvailable) return null;
    // A launch works once. Reloading, or coming back, finds what this entry of the history was left with.
    if (history.state) {
      offerReturn(history.state.returnURL, t`Zurück zur Lernplattform`);
      return "over";
    }
    session = new globalThis.Cmi5();
    // The library's own would send it at once.
    Object.assign(session, { sendXapiStatement: async (/** @type {Statement} */ statement) => waiting.push(statement) });
    await session.initialize();
    const { launchMode, masteryScore, returnURL } = session.getLaunchData();
    offerReturn(returnURL, t`Kurs beenden`);
    isNormal = launchMode === "Normal";
    mastery = masteryScore ?? mastery;
    const answer = await request(statePath(), "GET");
    if (answer.ok) kept = Object(await answer.json());
    else if (answer.status !== 404) return null;
    if (!(await deliver())) return null;
    history.replaceState({ returnURL }, "");
    const before = statusFrom(Boolean(kept.completed), successFrom(kept.success), String(kept.score ?? ""));
    return { place: String(kept.place ?? ""), packed: String(kept.packed ?? ""), before };
  },
  async report(report) {
    if (queue(report)) isSaved = false;
    if (!(await deliver())) return false;
    if (!isSaved) isSaved = (await request(statePath(), "PUT", kept)).ok;
    return isSaved;
  },
  terminate(report) {
    queue(report, true);
    session.terminate();
    request(statePath(), "PUT", kept); // first: after „terminated“ a platform may take nothing more
    request("statements", "POST", waiting);
  },
});

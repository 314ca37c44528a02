// A package as cmi5. The library (@xapi/cmi5, loaded before) knows the launch and words the statements; they are sent
// from here, because a request of its own would be lost when the window closes, and in an order that holds.

import { PASS_MARK } from "../progress/scoring.js";
import { statusFrom } from "./status.js";
import { startFrame } from "./frame.js";
import { t } from "../formats/gettext.js";

const STATE = "kurs-lernstand";
const waiting = []; // statements that the record store has not taken yet
let session;
let isNormal = false;
let mastery = PASS_MARK;
let kept = {}; // our document in the record store: {place, packed, completed, success, score}

function request(path, method, body) {
  const headers = { Authorization: `Basic ${session.getAuthToken()}`, "X-Experience-API-Version": "1.0.3", "Content-Type": "application/json" };
  const address = session.launchParameters.endpoint.replace(/\/?$/, "/") + path;
  return fetch(address, { method, headers, body: body && JSON.stringify(body), keepalive: Boolean(body) });
}

function statePath() {
  const { activityId, actor, registration } = session.launchParameters;
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
 */
function queue({ completed, score, place, packed = kept.packed }, isLast = false) {
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

/** Offer the way back that the platform names; the frame says its last words as it goes. */
function offerReturn(address, words) {
  if (!/^https?:/.test(address)) return;
  const nav = document.querySelector("nav");
  const link = nav.querySelector("a");
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
      return { isOver: true };
    }
    session = new globalThis.Cmi5();
    session.sendXapiStatement = async (statement) => waiting.push(statement);
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
    const before = statusFrom(Boolean(kept.completed), kept.success ?? "unknown", String(kept.score ?? ""));
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

// A package as SCORM 2004, 4th edition.

import { statusFrom, successFrom } from "./status.js";
import { startFrame } from "./frame.js";
import { clock, findApi, isTrue, makeTeller } from "./scorm.js";

/** @import { Report } from "./frame.js" */
/** @import { Values } from "./scorm.js" */

/**
 * @typedef {object} Scorm2004 the platform's object; what its functions answer is its own affair
 * @property {(nothing: "") => unknown} Initialize
 * @property {(name: string) => unknown} GetValue
 * @property {(name: string, value: string) => unknown} SetValue
 * @property {(nothing: "") => unknown} Commit
 * @property {() => unknown} GetLastError
 * @property {(nothing: "") => unknown} Terminate
 */

const api = findApi("API_1484_11", "Initialize");
const TERMINATED = "104"; // the platform's answer once this session has ended, also after a reload
/** @param {string} name */
const get = (name) => String(api?.GetValue(`cmi.${name}`) ?? "");
const tell = makeTeller((name, value) => api?.SetValue(`cmi.${name}`, value), () => api?.Commit(""));

/** @param {number} seconds */
function timeOf(seconds) {
  const [hours, minutes, rest] = clock(seconds);
  return `PT${hours}H${minutes}M${rest}S`;
}

/**
 * @param {Report} report
 * @returns {Values[]}
 */
function groups({ completed, success, score, progress, place, packed, seconds }) {
  return [
    { completion_status: completed ? "completed" : "incomplete", success_status: success, progress_measure: String(Number(progress.toFixed(4))) },
    score === null ? {} : { "score.min": "0", "score.max": "100", "score.raw": String(score), "score.scaled": String(score / 100) },
    { location: place.slice(0, 1000), suspend_data: packed, session_time: timeOf(seconds), exit: "suspend" },
  ];
}

startFrame({
  limit: 64_000,
  open() {
    if (!api) return null;
    if (!isTrue(api.Initialize(""))) return String(api.GetLastError()) === TERMINATED ? "over" : null;
    const before = statusFrom(get("completion_status") === "completed", successFrom(get("success_status")), get("score.raw"));
    return { place: get("location"), packed: get("suspend_data"), before };
  },
  report: (report) => tell(groups(report)),
  terminate(report) {
    tell(groups(report), true);
    api?.Terminate("");
  },
});

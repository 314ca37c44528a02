// A package as SCORM 1.2.

import { statusFrom, successFrom } from "./status.js";
import { startFrame } from "./frame.js";
import { clock, findApi, isTrue, makeTeller } from "./scorm.js";

/** @import { Report } from "./frame.js" */
/** @import { Status } from "./status.js" */
/** @import { Values } from "./scorm.js" */

/**
 * @typedef {object} Scorm12 the platform's object; what its functions answer is its own affair
 * @property {(nothing: "") => unknown} LMSInitialize
 * @property {(name: string) => unknown} LMSGetValue
 * @property {(name: string, value: string) => unknown} LMSSetValue
 * @property {(nothing: "") => unknown} LMSCommit
 * @property {(nothing: "") => unknown} LMSFinish
 */

const api = findApi("API", "LMSInitialize");
/** @param {string} name */
const get = (name) => String(api?.LMSGetValue(`cmi.${name}`) ?? "");
const tell = makeTeller((name, value) => api?.LMSSetValue(`cmi.${name}`, value), () => api?.LMSCommit(""));

/** @param {number} seconds */
function timeOf(seconds) {
  const [hours, minutes, rest] = clock(Math.min(seconds, 35_999_999)).map((part) => String(part).padStart(2, "0"));
  return `${hours.padStart(4, "0")}:${minutes}:${rest}`;
}

/** @param {Status} status */
function statusName({ completed, success }) {
  if (success !== "unknown") return success;
  return completed ? "completed" : "incomplete";
}

/**
 * @param {Report} report
 * @returns {Values[]}
 */
function groups(report) {
  const { score, place, packed, seconds } = report;
  return [
    { "core.lesson_status": statusName(report) },
    score === null ? {} : { "core.score.min": "0", "core.score.max": "100", "core.score.raw": String(score) },
    { "core.lesson_location": place.slice(0, 255), suspend_data: packed, "core.session_time": timeOf(seconds), "core.exit": "suspend" },
  ];
}

startFrame({
  limit: 4096,
  open() {
    if (!api || !isTrue(api.LMSInitialize(""))) return null;
    const status = get("core.lesson_status");
    const before = statusFrom(status === "completed", successFrom(status), get("core.score.raw"));
    return { place: get("core.lesson_location"), packed: get("suspend_data"), before };
  },
  report: (report) => tell(groups(report)),
  terminate(report) {
    tell(groups(report), true);
    api?.LMSFinish("");
  },
});

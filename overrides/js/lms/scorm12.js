// A package as SCORM 1.2.

import { statusFrom } from "./status.js";
import { startFrame } from "./frame.js";
import { clock, findApi, isTrue, makeTeller } from "./scorm.js";

const api = findApi("API", "LMSInitialize");
const get = (name) => String(api.LMSGetValue(`cmi.${name}`) ?? "");
const tell = makeTeller((name, value) => api.LMSSetValue(`cmi.${name}`, value), () => api.LMSCommit(""));

function timeOf(seconds) {
  const [hours, minutes, rest] = clock(Math.min(seconds, 35_999_999)).map((part) => String(part).padStart(2, "0"));
  return `${hours.padStart(4, "0")}:${minutes}:${rest}`;
}

function statusName({ completed, success }) {
  if (success !== "unknown") return success;
  return completed ? "completed" : "incomplete";
}

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
    const success = ["passed", "failed"].includes(status) ? status : "unknown";
    const before = statusFrom(status === "completed", success, get("core.score.raw"));
    return { place: get("core.lesson_location"), packed: get("suspend_data"), before };
  },
  report: (report) => tell(groups(report)),
  terminate(report) {
    tell(groups(report), true);
    api.LMSFinish("");
  },
});

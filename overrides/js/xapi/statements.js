// xAPI statements from the progress document. Pure: what is told follows from what was reached, under ids that are
// the same however often they are computed, so that nothing is told twice. No texts of answers.

import { LIMITS } from "../progress/document.js";
import { examOf, neededFor } from "../exam/exam.js";
import { entryOf } from "../progress/scoring.js";
import { t } from "../formats/gettext.js";
import { language } from "../formats/language.js";

/** @import { Statement, Result } from "@xapi/xapi" */
/** @import { Progress } from "../progress/document.js" */

/**
 * @typedef {"answered" | "passed" | "failed"} Verb
 * @typedef {Statement & { id: string, timestamp: string }} Told
 */

/**
 * @typedef {object} Config what a site tells its script (mkdocs_plugin.py)
 * @property {string} endpoint of the record store, without the slash at its end
 * @property {string} access credentials, or the address that hands them out
 * @property {Verb[]} verbs what is told
 * @property {string} site its public address
 * @property {string} exam slug of the final exam or ""
 * @property {string} receiver who offers the course, or ""
 */

/** @type {Record<Verb, [id: string, words: string]>} */
const VERBS = {
  answered: ["http://adlnet.gov/expapi/verbs/answered", t`hat beantwortet`],
  passed: ["http://adlnet.gov/expapi/verbs/passed", t`hat bestanden`],
  failed: ["http://adlnet.gov/expapi/verbs/failed", t`hat nicht bestanden`],
};
const ACTIVITY = "http://adlnet.gov/expapi/activities/";
const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/; // names in the document may come from anywhere
const RELEASE = /^\d{1,6}\.\d{1,6}\.\d{1,6}$/;

/**
 * 128 bits of `text` in the form of a UUID, version 5 by its mark (cyrb128, not SHA-1: crypto.subtle needs https).
 * @param {string} text
 */
function uuidOf(text) {
  const hash = [1779033703, 3144134277, 1013904242, 2773480762];
  const factors = [597399067, 2869860233, 951274213, 2716044179];
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    for (let i = 0; i < 4; i++) hash[i] = hash[(i + 1) % 4] ^ Math.imul(hash[i] ^ code, factors[i]);
  }
  const mixed = [2, 3, 0, 1].map((from, i) => Math.imul(hash[from] ^ (hash[i] >>> [18, 22, 17, 19][i]), factors[i]));
  mixed[0] ^= mixed[1] ^ mixed[2] ^ mixed[3];
  for (let i = 1; i < 4; i++) mixed[i] ^= mixed[0];
  const hex = mixed.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  const variant = "89ab"[parseInt(hex[16], 16) & 3];
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join("-");
}

/**
 * Statements on `progress` by the learner called `name`, oldest first.
 * @param {Progress} progress
 * @param {Config} config
 * @param {string} name
 */
export function statementsOf(progress, config, name) {
  /** @type {Told[]} */
  const found = [];

  /**
   * `nth` tells one event from another with the same verb and object; `t` is in seconds.
   * @param {Verb} verb
   * @param {string} path
   * @param {"lesson" | "question" | "assessment"} kind
   * @param {string} nth
   * @param {number} t
   * @param {Result} result
   * @param {string} [revision]
   */
  function tell(verb, path, kind, nth, t, result, revision) {
    if (!config.verbs.includes(verb) || !Number.isFinite(t) || t < 0 || t > LIMITS.time) return;
    const object = config.site + path;
    found.push({
      id: uuidOf(`${name} ${verb} ${object} ${nth}`),
      actor: { objectType: "Agent", account: { homePage: config.site, name } },
      verb: { id: VERBS[verb][0], display: { [language]: VERBS[verb][1] } },
      object: { objectType: "Activity", id: object, definition: { type: ACTIVITY + kind } },
      result,
      context: {
        contextActivities: { grouping: [{ objectType: "Activity", id: config.site, definition: { type: `${ACTIVITY}course` } }] },
        ...(typeof revision === "string" && RELEASE.test(revision) ? { revision } : {}),
      },
      timestamp: new Date(t * 1000).toISOString(),
    });
  }

  for (const [slug, { passed }] of Object.entries(progress.lessons)) {
    if (passed && SLUG.test(slug) && slug !== config.exam && !entryOf(progress.checks ?? {}, slug)) tell("passed", `${slug}/`, "lesson", "", passed.t, { success: true, completion: true }, passed.v);
  }
  for (const [id, entry] of Object.entries(progress.answers)) {
    if (!entry.reset && SLUG.test(id)) tell("answered", `frage/${id}`, "question", `${entry.r} ${entry.n}`, entry.t, { success: entry.ok });
  }
  for (const check of ["", ...Object.keys(progress.checks ?? {})]) {
    const { attempt, passed = {} } = examOf(progress, check);
    const slug = check || config.exam;
    if (check && !SLUG.test(check)) continue;
    for (const [key, end] of Object.entries(passed)) tell("passed", `${slug}/`, "assessment", key, end.t, scored(end, true), end.v);
    if (attempt?.end && attempt.end.right < neededFor(attempt.end.total)) {
      tell("failed", `${slug}/`, "assessment", `${attempt.n}-${attempt.t}`, attempt.end.t, scored(attempt.end, false));
    }
  }
  return found.sort((a, b) => (a.timestamp < b.timestamp ? -1 : Number(a.timestamp > b.timestamp)));
}

/**
 * @param {{ right: number, total: number }} end
 * @param {boolean} success
 */
function scored({ right, total }, success) {
  const scaled = total ? Math.min(1, Math.floor((100 * right) / total + 1e-9) / 100) : 0;
  return { success, completion: true, score: { scaled, raw: Math.round(100 * scaled), min: 0, max: 100 } };
}

// Progress on its way to another device: a file (the document as JSON) or a code for a message to oneself.
//
//   LERNSTAND1Z.<base64url>.<CRC-32>     1: version of the code; Z: compressed (zlib), P: plain; see codes.js
//
// What was typed goes along only if the learner wants it: as `typed`, in a document of the next version, because courses that
// do not know of it would keep it with the progress and hand it on.
//
// What comes in is anybody's text: bounded, checked, and never trusted.

import { bare, checksum, fromBase64, toBase64, utf8 } from "./codes.js";
import { LIMITS, canonical, inspectProgress, mergeProgress, withMoves } from "./document.js";
import { MOVED, presentIn } from "./moved.js";
import { VERSION, entryOf, isPassed } from "./scoring.js";
import { areEntries } from "./typed-entries.js";
import { t } from "../formats/gettext.js";

/** @import { Progress } from "./document.js" */
/** @import { Entries } from "./typed-entries.js" */

const MAX_SIZE = 1_000_000; // characters or bytes, packed and unpacked
const CODE_VERSION = 1;
const ROOM = 0.75; // of what can be read again: the rest is for what is still to be learned
const MAX_CHANGES = 1_000_000_000; // an imported count beyond any learner's would outrank all later answers

const REASONS = {
  nothing: t`Fügen Sie einen Code ein, oder wählen Sie eine Datei.`,
  huge: t`Das ist größer als jeder Lernstand (mehr als 1 MB) und wurde nicht eingelesen.`,
  noCode: t`Darin ist kein Lernstand dieses Kurses. Ein Code beginnt mit LERNSTAND.`,
  brokenCode: t`Der Code ist unvollständig oder verändert. Kopieren Sie ihn noch einmal, vom Anfang bis zum Ende.`,
  brokenFile: t`Die Datei ist unvollständig oder verändert. Sichern Sie den Lernstand noch einmal.`,
  foreign: t`Das ist kein Lernstand dieses Kurses.`,
  full: t`Zusammen mit dem, was hier schon gespeichert ist, wäre das mehr, als in einen Lernstand passt.`,
  newer: t`Das stammt von einer neueren Fassung des Kurses. Laden Sie diese Seite neu, und versuchen Sie es dann noch einmal.`,
  cannotUnpack: t`Dieser Browser kann den Code nicht entpacken. Nehmen Sie die Datei.`,
  noText: t`Die Datei enthält keinen Text und ist deshalb kein Lernstand.`,
  noAccess: t`Die Datei ließ sich nicht lesen.`,
};

/** What cannot be read in; the message says why. */
export class Unreadable extends Error {
  /** @param {keyof typeof REASONS} reason */
  constructor(reason) {
    super(REASONS[reason]);
  }
}

/**
 * `bytes` through a stream, at most MAX_SIZE of them: a small code can unpack to gigabytes.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {CompressionStream | DecompressionStream} stream
 */
async function pass(bytes, stream) {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer());
    size += value.length;
    parts.push(value);
    if (size > MAX_SIZE) {
      reader.cancel().catch(() => {}); // the result no longer matters
      throw new Unreadable("huge");
    }
  }
}

/**
 * What goes into a file: the progress, and what was typed if there is any of it to go along.
 * @param {Progress} progress
 * @param {Entries} typed
 */
export const toTake = (progress, typed = {}) => canonical(Object.keys(typed).length ? { ...progress, version: VERSION + 1, typed } : progress);

/**
 * The code of `progress`. Throws Unreadable if readTransfer would refuse it.
 * @param {Progress} progress
 * @param {Entries} typed
 */
export async function encodeProgress(progress, typed = {}) {
  const bytes = new TextEncoder().encode(toTake(progress, typed));
  if (bytes.length > MAX_SIZE) throw new Unreadable("huge");
  const packs = "CompressionStream" in globalThis;
  const body = toBase64(packs ? await pass(bytes, new CompressionStream("deflate")) : bytes);
  const code = `LERNSTAND${CODE_VERSION}${packs ? "Z" : "P"}.${body}`;
  return `${code}.${checksum(code)}`;
}

/**
 * The JSON in a code; around and in it may stand what mail programs add: breaks, quotes, other text.
 * @param {string} text
 */
async function decode(text) {
  const signs = bare(text);
  const start = /LERNSTAND(\d{1,6})[A-Z]\./i.exec(signs);
  if (!start) throw new Unreadable("noCode");
  if (Number(start[1]) > CODE_VERSION) throw new Unreadable("newer");
  const [, code, kind, body, sum] = /^(LERNSTAND1([PZ])\.([\w-]+))\.([0-9a-f]{8})/.exec(signs.slice(start.index)) ?? [];
  if (!code || checksum(code) !== sum) throw new Unreadable("brokenCode");
  if (kind === "Z" && !("DecompressionStream" in globalThis)) throw new Unreadable("cannotUnpack");
  try {
    const bytes = fromBase64(body);
    return utf8(kind === "Z" ? await pass(bytes, new DecompressionStream("deflate")) : bytes);
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable("brokenCode");
  }
}

/**
 * Whether a count anywhere in `value` would outrank all that a learner can still do.
 * @param {unknown} value
 * @returns {boolean}
 */
function outranks(value) {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([name, inner]) => (["n", "clock"].includes(name) && typeof inner === "number" && inner > MAX_CHANGES) || outranks(inner));
}

/**
 * The progress document in the text of a file or code, and what was typed. `revisions` maps known questions to their revision.
 * Throws Unreadable.
 * @param {string} text
 * @param {string} course
 * @param {Map<string, number>} revisions
 * @returns {Promise<{ progress: Progress, typed: Entries }>}
 */
export async function readTransfer(text, course, revisions) {
  if (!text.trim()) throw new Unreadable("nothing");
  if (text.length > MAX_SIZE) throw new Unreadable("huge");
  const isJson = /^\s*\{/.test(text);
  const json = isJson ? text : await decode(text);
  let value;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Unreadable(isJson ? "brokenFile" : "brokenCode");
  }
  const { typed = {}, ...own } = Object(value);
  if (areEntries(typed) && Object.keys(typed).length && own.version === VERSION + 1) value = { ...own, version: VERSION };
  const verdict = inspectProgress(value, course);
  if (verdict === "newer") throw new Unreadable("newer");
  if (verdict !== "ok") throw new Unreadable("foreign");
  if (outranks(value)) throw new Unreadable("foreign");
  // An answer to a revision that does not exist yet would keep every real answer out.
  if (Object.entries(value.answers).some(([id, answer]) => answer.r > (revisions.get(id) ?? Infinity))) throw new Unreadable("newer");
  if (!areEntries(typed)) throw new Unreadable("foreign");
  delete value.typed;
  return { progress: withMoves(value, MOVED), typed };
}

/**
 * The text of a File; throws Unreadable.
 * @param {File} file
 */
export async function readFile(file) {
  if (file.size > MAX_SIZE) throw new Unreadable("huge");
  let bytes;
  try {
    bytes = await file.arrayBuffer();
  } catch {
    throw new Unreadable("noAccess");
  }
  try {
    return utf8(bytes);
  } catch {
    throw new Unreadable("noText");
  }
}

/**
 * Whether `progress` can be stored, taken along and read in again, and has room for more.
 * @param {Progress} progress
 */
function isRoomy(progress) {
  const exams = [progress.exam, ...Object.values(progress.checks ?? {})];
  const lists = [progress.answers, progress.lessons, progress.assignments, progress.checks, ...exams.flatMap((exam) => [exam?.passed, exam?.attempt?.answers])];
  const most = Math.max(...lists.map((list) => Object.keys(list ?? {}).length));
  return most <= ROOM * LIMITS.entries && new TextEncoder().encode(canonical(progress)).length <= ROOM * MAX_SIZE;
}

/**
 * What merging `theirs` into `mine` would add: {merged, passed, answers, replaced, exam, assignments, isNew}.
 * Throws Unreadable if both together are too much.
 * @param {Progress} mine
 * @param {Progress} theirs
 */
export function gainOf(mine, theirs) {
  const merged = mergeProgress(mine, theirs);
  if (!isRoomy(merged)) throw new Unreadable("full");
  /**
   * @param {unknown} a
   * @param {unknown} b
   */
  const differs = (a, b) => canonical(a) !== canonical(b);
  const changed = Object.keys(merged.answers).filter((id) => differs(entryOf(mine.answers, id), merged.answers[id]));
  const answers = changed.filter((id) => !entryOf(mine.answers, id)).length;
  return {
    merged,
    passed: presentIn(merged.lessons).filter((slug) => isPassed(merged, slug) && !isPassed(mine, slug)).length,
    answers,
    replaced: changed.length - answers,
    exam: differs([mine.exam, mine.checks], [merged.exam, merged.checks]),
    assignments: differs(mine.assignments, merged.assignments),
    isNew: differs({ ...mine, clock: 0 }, { ...merged, clock: 0 }),
  };
}

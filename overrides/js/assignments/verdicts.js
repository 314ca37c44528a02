// What a checker says about many receipts at once. Pure.

import { compact, resolve } from "../progress/plan.js";
import { claimIn, hasStart, readReceipt } from "./receipt.js";
import { COVERED, nameKey } from "./roster.js";
import { dayText } from "../formats/days.js";
import { quoted } from "../formats/text.js";
import { MOVED } from "../progress/moved.js";
import { t } from "../formats/gettext.js";
import { counted } from "../formats/language.js";

/** @import { Assignment } from "./assignment.js" */
/** @import { Plan } from "../progress/plan.js" */
/** @import { Receipt } from "./receipt.js" */

/**
 * @typedef {keyof typeof KINDS} Kind
 * @typedef {keyof typeof PROBLEMS} Problem
 * @typedef {{ source: string, code: string, problem?: undefined } | { source: string, problem: Problem, code?: undefined }} Entry
 *   what was found, and where
 */

/**
 * @typedef {object} Row of the table
 * @property {Entry} entry
 * @property {number} number
 * @property {string} source
 * @property {Receipt} [receipt]
 * @property {string} claimed whose it says it is, where no receipt can be read
 * @property {Assignment} [task] the trainer's own that the receipt is for
 * @property {Kind} kind
 * @property {string[]} notes
 * @property {Set<string>} lessons slugs of what is passed
 * @property {Set<string>} asked slugs of what `task` asks for
 * @property {string[]} open titles
 * @property {(group: string) => boolean} covers whether it shows all that is asked of a group; of "", all that is asked of any
 * @property {Row[]} others of the same person, whose lessons count here
 */

/** @typedef {{ key: string, rows: Row[] }} Namesakes receipts of one name for one assignment, at least two */

/**
 * @typedef {object} Here where the checker stands
 * @property {string} course
 * @property {string} version
 * @property {string} today day
 * @property {Plan} plan
 * @property {Record<string, Record<string, string[]>>} editions version → module → lessons it had from that version on
 * @property {Assignment[]} tasks the trainer's own
 * @property {Entry[][]} persons entries that the trainer said belong to one person each
 * @property {(key: string) => boolean} isShared whether several on the list have the name
 */

/** Kinds of verdicts, the worst last; each row has the worst that applies. */
export const KINDS = {
  done: t`erledigt`,
  late: t`verspätet`,
  note: t`mit Hinweis`,
  plain: t`nicht verglichen`,
  open: t`offen`,
  none: t`ohne Aufgabe`,
  other: t`andere Aufgabe`,
  joined: t`vereint`,
  old: t`überholt`,
  bad: t`nicht verwendbar`,
};

const PROBLEMS = {
  broken: t`Verändert oder unvollständig: Die Prüfsumme passt nicht. Lassen Sie sich den Code noch einmal schicken, am besten als Datei.`,
  lost: t`Ein Stück eines Codes, dem der Anfang fehlt. Kopieren Sie ihn noch einmal ganz, ab dem Wort NACHWEIS.`,
  newer: t`Von einer neueren Fassung des Kurses, deren Format diese Seite nicht kennt. Laden Sie die Seite neu.`,
  odd: t`Anders aufgebaut als die Nachweise dieses Kurses. Bitten Sie um einen neuen.`,
  none: t`Darin ist kein Nachweis. Ein Nachweis beginnt mit dem Wort NACHWEIS; steckt er in einer Mail, kopieren Sie deren Text.`,
  progress: t`Das ist ein Lernstand und kein Nachweis. Bitten Sie um einen Nachweis; den Lernstand brauchen nur Lernende selbst.`,
  assignment: t`Das ist eine Aufgabe und kein Nachweis. Bitten Sie um den Nachweis.`,
  collection: t`Das ist eine Sammlung. Öffnen Sie sie unten, unter „Sammlung“.`,
  huge: t`Größer als 1 MB und nicht gelesen. Öffnen Sie die Datei, und kopieren Sie nur den Code heraus.`,
  document: t`Ein Dokument (PDF, Word); diese Seite liest nur Text. Öffnen Sie es, und kopieren Sie den Code heraus, der mit NACHWEIS beginnt. Steht darin ein QR-Code, liest ihn auch die Kamera eines Telefons.`,
  picture: t`Ein Bild; diese Seite liest nur Text. Richten Sie die Kamera eines Telefons auf den QR-Code, dann öffnet sich diese Seite mit dem Nachweis. Oder bitten Sie um den Code als Text.`,
  attachment: t`In dieser Mail steht kein Nachweis, sie hat aber einen Anhang. Öffnen Sie ihn, und kopieren Sie den Code heraus, der mit NACHWEIS beginnt; einen QR-Code liest die Kamera eines Telefons.`,
  unread: t`Die Datei ließ sich nicht lesen. Wählen Sie sie noch einmal aus.`,
};

/**
 * @param {string} text
 * @returns {text is Problem}
 */
export const isProblem = (text) => Object.keys(PROBLEMS).includes(text);

/**
 * What the first bytes say of a file in which no text can be found, else "".
 * @param {string} start
 * @returns {"document" | "picture" | ""}
 */
export function foreignKind(start) {
  if (/^(%PDF|PK\x03\x04)/.test(start)) return "document";
  return /^(.PNG\r\n|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|RIFF.{4}WEBP|.{4}ftyp)/s.test(start) ? "picture" : "";
}

/**
 * Why a text without any receipt has none.
 * @param {string} text
 * @returns {"progress" | "assignment" | "none"}
 */
export function problemIn(text) {
  if (/LERNSTAND\d+[A-Z]\.|"kurs-lernstand"/.test(text)) return "progress";
  return /AUFGABE\d+\./.test(text) ? "assignment" : "none";
}

/**
 * What a text with receipts holds besides, to be told: nobody shall miss a line that is not there.
 * @param {string} text
 */
export function strangersIn(text) {
  const count = (/** @type {RegExp} */ start) => text.match(start)?.length ?? 0;
  const [stores, tasks] = [count(/LERNSTAND\d+[A-Z]\./g), count(/AUFGABE\d+\./g)];
  const found = [stores && counted(stores, t`Lernstand-Code`, t`Lernstand-Codes`), tasks && counted(tasks, t`Aufgabe`, t`Aufgaben`)].filter(Boolean);
  return found.length ? t` Übergangen, weil kein Nachweis: ${found.join(t` und `)}.` : "";
}

/**
 * Rows of the table for `entries`, and the names that occur more than once.
 * @param {Entry[]} entries
 * @param {Here} here
 * @returns {{ rows: Row[], namesakes: Namesakes[] }}
 */
export function judge(entries, here) {
  const rows = entries.map((entry, i) => rowOf(entry, i + 1, here));
  markDoubles(rows);
  const namesakes = namesakesAmong(rows);
  for (const { key, rows: group } of namesakes) settle(group, key, here);
  for (const row of rows) if (row.receipt && !["joined", "old", "bad"].includes(row.kind)) compare(row, row.receipt, here);
  return { rows, namesakes };
}

/**
 * @param {Row} row
 * @param {Kind} kind
 * @param {string} note
 */
function mark(row, kind, note = "") {
  const ranks = Object.keys(KINDS);
  if (ranks.indexOf(kind) > ranks.indexOf(row.kind)) row.kind = kind;
  if (note) row.notes.push(note);
}

/**
 * What a receipt says by itself.
 * @param {Entry} entry
 * @param {number} number
 * @param {Here} here
 */
function rowOf(entry, number, here) {
  /** @type {Row} */
  const row = { entry, number, source: entry.source, kind: "done", notes: [], lessons: new Set(), asked: new Set(), claimed: "", open: [], covers: () => false, others: [] };
  const { code = "" } = entry;
  const read = hasStart(code) ? readReceipt(code) : { problem: entry.problem ?? "lost" };
  if (read.problem) {
    row.claimed = claimIn(code);
    mark(row, "bad", PROBLEMS[read.problem]);
    return row;
  }
  row.receipt = read.receipt;
  const { course, version, day, passed, assignment } = read.receipt;
  if (course !== here.course) {
    mark(row, "bad", t`Aus einem anderen Kurs (${quoted(course)}). Prüfen Sie ihn dort.`);
    return row;
  }
  row.task = here.tasks.find(({ id }) => id === assignment?.id);
  if (row.task) row.asked = new Set(askedBy(row.task, version, here));
  row.lessons = new Set(passed.flatMap(readerOf(here, version)));
  const unknown = [...row.lessons].filter((slug) => !here.plan.lessons.has(slug));
  if (version !== here.version) row.notes.push(t`Aus Fassung ${version} des Kurses; hier ist ${here.version}.`);
  if (unknown.length) row.notes.push(t`Diese Fassung kennt nicht: ${unknown.join(", ")}.`);
  if (!passed.length) mark(row, "note", t`Bestanden ist noch nichts.`);
  if (day > here.today) mark(row, "note", t`Das Datum liegt in der Zukunft: ${dayText(day)}.`);
  return row;
}

/**
 * Compare what counts for a person with what was asked of them.
 * @param {Row} row
 * @param {Receipt} receipt
 * @param {Here} here
 */
function compare(row, receipt, here) {
  const { assignment, version } = receipt;
  const all = [row, ...row.others];
  const passed = new Set(all.flatMap(({ lessons }) => [...lessons]));
  const lessonsOf = readerOf(here, version);
  const admitted = assignment?.open.flatMap(lessonsOf) ?? [];
  const asked = [...row.asked];
  const open = [...new Set([...asked, ...admitted])].filter((slug) => !passed.has(slug));
  row.lessons = passed;
  if (row.task) row.asked = new Set([...asked, ...admitted]);
  row.open = titlesOf(open, here.plan);
  if (row.task) {
    const since = version === here.version ? [] : open.filter((slug) => asked.includes(slug) && !admitted.includes(slug));
    if (open.length) mark(row, "open", t`Von der Aufgabe ist noch offen: ${row.open.join(", ")}.`);
    if (since.length) row.notes.push(t`Davon kam erst nach Fassung ${version} dazu: ${titlesOf(since, here.plan).join(", ")}.`);
    compareDays(row, all, row.task.due, asked);
    return;
  }
  row.covers = (group) => {
    const own = here.tasks.filter((task) => !group || task.group === group).map((task) => askedBy(task, version, here));
    return own.length > 0 && own.every((slugs) => slugs.length && slugs.every((slug) => passed.has(slug)));
  };
  if (open.length) mark(row, "open", t`Nach eigener Angabe noch offen: ${row.open.join(", ")}.`);
  const held = coverage(passed, version, here);
  if (!assignment) mark(row, "none", t`Nennt keine Aufgabe, nur was bestanden ist.${held}`);
  else if (!here.tasks.length) mark(row, "plain");
  else {
    const isNamesake = here.tasks.some(({ group }) => group && nameKey(group) === nameKey(assignment.group));
    const why = isNamesake ? t`Die Aufgabe heißt wie Ihre, ist aber eine andere.` : t`Gilt für eine Aufgabe, deren Link oben nicht steht.`;
    mark(row, "other", t`${why} Haben Sie Ihren Link geändert, fügen Sie oben auch den alten ein.${held}`);
  }
}

/**
 * Whether it was in time. A receipt tells its own day alone, so the first counts by which all was passed.
 * @param {Row} row
 * @param {Row[]} all
 * @param {string} due
 * @param {string[]} asked
 */
function compareDays(row, all, due, asked) {
  if (!due || row.open.length) return;
  const seen = new Set();
  const byDay = all.map((one) => ({ one, day: one.receipt?.day ?? "" })).sort((a, b) => a.day.localeCompare(b.day));
  const last = byDay.find(({ one }) => {
    one.lessons.forEach((slug) => seen.add(slug));
    return asked.every((slug) => seen.has(slug));
  });
  if (!last) return;
  if (last.day > due) mark(row, "late", t`Vollständig am ${dayText(last.day)}; der Termin war der ${dayText(due)}.`);
  else if (last.day < (row.receipt?.day ?? "")) row.notes.push(t`Vollständig war es schon am ${dayText(last.day)}, mit Nr. ${last.one.number}.`);
}

/**
 * What a receipt for none of the trainer's assignments holds of them, where all of these ask the same.
 * @param {Set<string>} passed
 * @param {string} version
 * @param {Here} here
 */
function coverage(passed, version, here) {
  const [asked, ...more] = here.tasks.map((task) => askedBy(task, version, here));
  if (!asked || more.some((one) => one.length !== asked.length || !one.every((slug) => asked.includes(slug)))) return "";
  const open = asked.filter((slug) => !passed.has(slug));
  return open.length ? t` Was Ihre Aufgabe verlangt, ist darin noch offen: ${titlesOf(open, here.plan).join(", ")}.` : ` ${COVERED}`;
}

/**
 * Slugs that `task` asks of who learns with the edition `version`.
 * @param {Assignment} task
 * @param {string} version
 * @param {Here} here
 */
function askedBy({ parts }, version, here) {
  return resolve(here.plan, version === here.version ? parts : parts.flatMap(readerOf(here, version))).lessons;
}

/**
 * part of a receipt → present addresses of its lessons. A module means what it held in the edition `version`.
 * @param {Here} here
 * @param {string} version
 * @returns {(part: string) => string[]}
 */
function readerOf({ editions }, version) {
  const known = /^\d+\.\d+\.\d+$/.test(version) ? Object.keys(editions).filter((one) => compareVersions(one, version) <= 0) : [];
  const modules = new Map(Object.entries(editions[known.sort(compareVersions).slice(-1)[0] ?? ""] ?? {}));
  return (part) => (modules.get(part) ?? [part]).map((slug) => MOVED.get(slug) ?? slug);
}

/**
 * Negative, 0 or positive as "1.9.0" is older than, equal to or newer than "1.10.0".
 * @param {string} a
 * @param {string} b
 */
function compareVersions(a, b) {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

/**
 * @param {string[]} slugs
 * @param {Plan} plan
 */
export function titlesOf(slugs, plan) {
  return compact(plan, slugs).map((part) => (plan.modules.get(part) ?? plan.lessons.get(part))?.title ?? part);
}

/** @param {Row[]} rows */
function markDoubles(rows) {
  const first = new Map();
  for (const row of rows) {
    if (!row.receipt) continue;
    const twin = first.get(row.entry.code);
    if (twin) mark(row, "bad", t`Doppelt: derselbe Code wie Nr. ${twin}.`);
    else first.set(row.entry.code, row.number);
  }
}

/**
 * @param {Row[]} rows
 * @returns {Namesakes[]}
 */
function namesakesAmong(rows) {
  /** @type {Map<string, Row[]>} */
  const groups = new Map();
  for (const row of rows) {
    if (!row.receipt?.name || row.kind === "bad") continue;
    const key = JSON.stringify([nameKey(row.receipt.name), row.receipt.assignment?.id]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups].filter(([, group]) => group.length > 1).map(([key, group]) => ({ key, rows: group }));
}

/** @param {Row} row */
const dayOf = ({ receipt }) => receipt?.day ?? "";

/**
 * Which of a name's receipts count: as the trainer said, else what no other one makes superfluous.
 * @param {Row[]} group
 * @param {string} key
 * @param {Here} here
 */
function settle(group, key, here) {
  const order = [...group].sort((a, b) => dayOf(a).localeCompare(dayOf(b)) || a.lessons.size - b.lessons.size || a.number - b.number);
  const isDecided = (/** @type {Row} */ row) => here.persons.some((person) => person.includes(row.entry));
  for (const person of here.persons) {
    const own = order.filter((row) => person.includes(row.entry));
    const newest = own.pop();
    if (!newest || !own.length) continue;
    newest.others.push(...own);
    newest.notes.push(t`Vereint mit ${numbersOf(own)}.`);
    for (const row of own) mark(row, "joined", t`Zählt bei Nr. ${newest.number} mit.`);
  }
  const [name] = JSON.parse(key);
  const free = order.filter((row) => !isDecided(row));
  const counting = here.isShared(name) ? free : free.filter((row, i) => !isOutdated(row, free.slice(i + 1)));
  if (counting.length < 2) return;
  for (const row of counting) {
    const rest = numbersOf(counting.filter((one) => one !== row));
    row.notes.push(t`Derselbe Name steht in ${rest}: eine Person mit zwei Geräten, oder zwei Personen? Das entscheiden Sie unter der Tabelle.`);
  }
}

/** @param {Row[]} rows */
export function numbersOf(rows) {
  const numbers = rows.map(({ number }) => number).sort((a, b) => a - b);
  return t`Nr. ${[numbers.slice(0, -1).join(", "), numbers.slice(-1)].filter((part) => part.length).join(t` und `)}`;
}

/**
 * Whether one of `later` has all that `row` has; it then counts for both.
 * @param {Row} row
 * @param {Row[]} later none of them older
 */
function isOutdated(row, later) {
  const better = later.filter((one) => [...row.lessons].every((slug) => one.lessons.has(slug))).pop();
  if (!better) return false;
  better.others.push(row);
  const number = better.number;
  if (dayOf(better) > dayOf(row)) mark(row, "old", t`Unter demselben Namen gibt es einen neueren Nachweis, in dem alles davon steht: Nr. ${number}.`);
  else if (better.lessons.size > row.lessons.size) mark(row, "old", t`Unter demselben Namen und vom selben Tag ist Nr. ${number}; darin steht mehr.`);
  else mark(row, "old", t`Unter demselben Namen und vom selben Tag ist Nr. ${number}; darin steht dasselbe.`);
  return true;
}

/**
 * "bestanden" where all of a module is passed, else "2 von 4"; of what was asked, where that is known.
 * @param {Row} row
 * @param {{ lessons: string[] }} module
 */
export function stateIn({ lessons, asked }, module) {
  const own = asked.size ? module.lessons.filter((slug) => asked.has(slug)) : module.lessons;
  const done = own.filter((slug) => lessons.has(slug)).length;
  if (done && module.lessons.every((slug) => lessons.has(slug))) return t`bestanden`;
  return done || (asked.size && own.length) ? t`${done} von ${own.length}` : "";
}

/**
 * How much of what was asked is passed: "6 von 6"; "" where that is not known.
 * @param {Row} row
 */
export function shareOf({ lessons, asked }) {
  const done = [...asked].filter((slug) => lessons.has(slug)).length;
  return asked.size ? t`${done} von ${asked.size}` : "";
}

/**
 * The checks that were asked and their state; where that is not known, those that are passed.
 * @param {Row} row
 * @param {{ slug: string, title: string }[]} checks
 */
export function checksIn({ lessons, asked }, checks) {
  const own = checks.filter(({ slug }) => (asked.size ? asked : lessons).has(slug));
  return own.map(({ slug, title }) => (lessons.has(slug) ? t`${title}: bestanden` : t`${title}: offen`)).join(", ");
}

// Who should have sent a receipt: a list of names, pasted or from a spreadsheet, beside what has come. Pure.

import { plainText } from "../formats/text.js";
import { t } from "../formats/gettext.js";
import { counted } from "../formats/language.js";

/** @import { Row } from "./verdicts.js" */

/** @typedef {{ name: string, key: string, mail: string, group: string }} Person as on the list; what is not given is "" */

/**
 * @typedef {object} Presence of a person, or of receipts that nobody on the list has sent
 * @property {keyof typeof PRESENCE} state
 * @property {string} name
 * @property {string} mail
 * @property {string} group
 * @property {Row[]} rows that count for them, the best first
 * @property {string} note
 */

/** What becomes of a name. */
export const PRESENCE = { there: t`da`, check: t`prüfen`, open: t`offen`, missing: t`fehlt`, unclear: t`unklar`, unknown: t`unbekannt` };

export const COVERED = t`Was Ihre Aufgabe verlangt, ist im Nachweis alles bestanden.`;

/** @type {(keyof typeof PRESENCE)[]} */
const ORDER = ["there", "check", "open"];
const MAX_PERSONS = 2000;
const MAX_NAME = 80; // as in a receipt
const MAX_LINE = 1000;
/** @type {[RegExp, string][]} */
const FOLDED = [[/ä/g, "ae"], [/ö/g, "oe"], [/ü/g, "ue"], [/ß/g, "ss"], [/ı/g, "i"], [/ø/g, "o"], [/ł/g, "l"]];
const MAIL = /^[^\s@<>",;:?&=%]{1,64}@[^\s@<>",;:?&=%]{1,190}$/;
const HEADS = /^((vor|nach|familien)?name|mitarbeiter(in)?|mitarbeitende|teilnehmer(in)?|teilnehmende|person)$/i;

/**
 * The same for all ways to write a name: „Berger, Anna“, „Anna  BERGER“; „Özlem“, „Oezlem“.
 * @param {string} name
 */
export function nameKey(name) {
  let plain = name.normalize("NFC").toLowerCase();
  for (const [sign, letters] of FOLDED) plain = plain.replace(sign, letters);
  const words = plain.normalize("NFD").replace(/\p{M}/gu, "").match(/[\p{L}\p{N}]+/gu);
  return words ? words.sort().join(" ") : plain.trim();
}

/**
 * @param {string} line
 * @param {string} separator
 */
function cellsOf(line, separator) {
  /** @type {string[]} */
  const cells = [];
  let isOpen = false; // between quotation marks a separator is none
  for (const piece of line.split(separator)) {
    if (isOpen) cells.push(`${cells.pop()}${separator}${piece}`);
    else cells.push(piece);
    if (piece.split('"').length % 2 === 0) isOpen = !isOpen;
  }
  return cells.map((cell) => plainText(cell.replaceAll('""', '"').replace(/^\s*"|"\s*$/g, ""), 300));
}

/**
 * The persons in `text`: one a line, or lines of a spreadsheet with more columns. Addresses of mail and names of
 * `groups` are known wherever they stand; under the heads "Vorname", "Name" and the like only these columns are names.
 * @param {string} text
 * @param {string[]} groups
 * @returns {{ persons: Person[], left: number }} left: how many lines were too many
 */
export function readRoster(text, groups) {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|[\r\n]/).filter((line) => line.trim()).map((line) => line.slice(0, MAX_LINE));
  const separator = ["\t", ";"].find((sign) => lines.some((line) => line.includes(sign))) ?? ",";
  const [first, ...rest] = lines.map((line) => cellsOf(line, separator));
  const heads = (first ?? []).flatMap((cell, column) => (HEADS.test(cell) ? [column] : []));
  if (first && heads.length) heads.sort((a, b) => Number(/^vor/i.test(first[b])) - Number(/^vor/i.test(first[a])));
  const known = new Map(groups.filter(Boolean).map((group) => [nameKey(group), group]));
  /** @type {Person[]} */
  const persons = [];
  for (const cells of heads.length ? rest : first ? [first, ...rest] : []) {
    const tagged = cells.map((cell) => /^(.*)<([^<>]*)>$/.exec(cell)).find((match) => match && MAIL.test(match[2].trim()));
    const mail = tagged ? tagged[2].trim() : (cells.find((cell) => MAIL.test(cell)) ?? "");
    const group = cells.map((cell) => known.get(nameKey(cell))).find(Boolean) ?? "";
    const isName = (/** @type {string} */ cell) => !MAIL.test(cell) && !known.has(nameKey(cell)) && /\p{L}/u.test(cell);
    const parts = heads.length ? heads.map((column) => cells[column] ?? "") : cells.map((cell) => cell.replace(/<[^<>]*@[^<>]*>$/, "").trim()).filter(isName);
    const name = plainText(parts.filter(Boolean).join(separator === "," && !heads.length ? ", " : " "), MAX_NAME);
    if (name) persons.push({ name, key: nameKey(name), mail, group });
  }
  return { persons: persons.slice(0, MAX_PERSONS), left: Math.max(0, persons.length - MAX_PERSONS) };
}

/** @param {Person[]} persons */
export function sharedNames(persons) {
  const seen = new Set();
  return new Set(persons.map(({ key }) => key).filter((key) => seen.has(key) || !seen.add(key)));
}

/**
 * The list beside what counts of the receipts; the receipts of nobody come last.
 * @param {Person[]} persons
 * @param {Row[]} rows that count, each for one person
 * @param {string[]} order kinds, the best first
 * @returns {Presence[]}
 */
export function presenceOf(persons, rows, order) {
  const sorted = [...rows].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.number - b.number);
  const named = groupedBy(sorted, (row) => nameKey(row.receipt?.name ?? ""));
  const taken = new Set();
  /** @type {Map<Person, Presence>} */
  const found = new Map();
  for (const same of groupedBy(persons, ({ key, group }) => JSON.stringify([key, group])).values()) {
    const [{ key, group }] = same;
    const own = (named.get(key) ?? []).filter((row) => !taken.has(row) && (!group || !row.task || row.task.group === group));
    for (const row of own) taken.add(row);
    for (const person of same) found.set(person, presence(person, same.length, own));
  }
  const listed = persons.flatMap((person) => found.get(person) ?? []);
  const absent = persons.filter((person) => found.get(person)?.state !== "there").map(({ name, key }) => ({ name, words: key.split(" ") }));
  return [...listed, ...sorted.filter((row) => !taken.has(row)).map((row) => stranger(row, absent))];
}

/**
 * @template T
 * @param {T[]} list
 * @param {(one: T) => string} keyOf
 */
export function groupedBy(list, keyOf) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const one of list) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}

/**
 * @param {Person} person
 * @param {number} count how many on the list have the name
 * @param {Row[]} rows of that name
 * @returns {Presence}
 */
function presence({ name, mail, group }, count, rows) {
  const base = { name, mail, group, note: "" };
  if (!rows.length) return { ...base, state: "missing", rows: [] };
  const states = new Set(rows.map((row) => stateOf(row, group)));
  if (count === 1) {
    const state = ORDER.find((one) => states.has(one)) ?? "missing"; // what one shows counts before what another lacks
    return { ...base, state, rows, note: state === "check" ? COVERED : rows.length > 1 ? t`Zu diesem Namen zählen mehrere Nachweise.` : "" };
  }
  const note = t`${count} Personen auf der Liste heißen so, und ${counted(rows.length, t`Nachweis zählt`, t`Nachweise zählen`)} dafür.`;
  return { ...base, state: rows.length === count && states.size === 1 ? [...states][0] : "unclear", rows, note };
}

/**
 * @param {Row} row
 * @param {string} group of the person, "" where the list does not say it
 * @returns {keyof typeof PRESENCE}
 */
function stateOf({ kind, covers, receipt }, group) {
  if (kind === "open") return "open";
  if (kind !== "none" && kind !== "other") return "there";
  return covers(group || receipt?.assignment?.group || "") || (!group && covers("")) ? "check" : "missing";
}

/**
 * @param {Row} row
 * @param {{ name: string, words: string[] }[]} absent
 * @returns {Presence}
 */
function stranger(row, absent) {
  const words = nameKey(row.receipt?.name ?? "").split(" ");
  const isLike = (/** @type {string[]} */ other) => words.every((word) => other.includes(word)) || other.every((word) => words.includes(word));
  const alike = row.receipt?.name ? [...new Set(absent.filter((one) => isLike(one.words)).map(({ name }) => name))].slice(0, 3) : [];
  const note = alike.length ? t`Ähnlich auf der Liste: ${alike.join("; ")}. Ist es dieselbe Person, schreiben Sie den Namen dort wie im Nachweis.` : "";
  return { state: "unknown", name: row.receipt?.name || t`ohne Namen`, mail: "", group: row.task?.group ?? "", rows: [row], note };
}

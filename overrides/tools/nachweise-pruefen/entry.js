// The checker: many receipts at once, in text and files, beside what was asked and who should have sent one. Nothing
// leaves the browser, nothing is stored; a file takes it to the next day.

import { unescaped } from "../../js/progress/codes.js";
import { saveFile } from "../../js/page/download.js";
import { element } from "../../js/page/elements.js";
import { NO_PLAN, PLAN_MISSING, loadPlan, resolve } from "../../js/progress/plan.js";
import { nameOf } from "../../js/assignments/assignment.js";
import { COLLECTION_LIMITS, NoCollection, encodeCollection, isCollection, readCollection } from "../../js/assignments/collection.js";
import { findReceipts, packedParts } from "../../js/assignments/finding.js";
import { findAssignments } from "../../js/assignments/links.js";
import { claimIn, hasStart, readReceipt } from "../../js/assignments/receipt.js";
import { readRoster, sharedNames } from "../../js/assignments/roster.js";
import { foreignKind, judge, problemIn, strangersIn, titlesOf } from "../../js/assignments/verdicts.js";
import { all, find } from "../../js/formats/dom.js";
import { COURSE } from "../../js/progress/course.js";
import { startPage } from "../../js/page/page.js";
import { dayText, todayIso } from "../../js/formats/days.js";
import { plainText, quoted } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";
import { counted } from "../../js/formats/language.js";
import { saveNames, showList } from "./list.js";
import { showNamesakes } from "./persons.js";
import { saveTable, showTable } from "./table.js";

const MAX_TEXT = 1_000_000; // characters or bytes, of what is read at once and of each file
const MAX_FIELD = COLLECTION_LIMITS.names; // characters: to lay out a million dashes takes browsers minutes
const PAUSE = 300; // milliseconds without typing until the table is compared again
const MAX_ROWS = COLLECTION_LIMITS.receipts;

/** @import { Assignment } from "../../js/assignments/assignment.js" */
/** @import { Collection } from "../../js/assignments/collection.js" */
/** @import { Entry, Here, Row } from "../../js/assignments/verdicts.js" */
/** @import { Found } from "../../js/assignments/finding.js" */
/** @import { Group, PlannedLesson } from "../../js/progress/plan.js" */

const page = find(document, "[data-tool=nachweise-pruefen]");
const form = find(page, "form", HTMLFormElement);
const field = find(form, "[name=text]", HTMLTextAreaElement);
const taskField = find(form, "[name=aufgabe]", HTMLTextAreaElement);
const nameField = find(form, "[name=namen]", HTMLTextAreaElement);
const files = find(form, "[name=dateien]", HTMLInputElement);
const result = find(page, "[data-result]");
/** @type {Group[]} */
let modules = [];
/** @type {PlannedLesson[]} */
let checks = [];
/** @type {Here} */
const here = {
  course: COURSE.id,
  version: COURSE.version,
  today: todayIso(),
  plan: NO_PLAN,
  editions: JSON.parse(page.dataset.editions ?? "{}"),
  tasks: [],
  persons: [],
  isShared: () => false,
};
const planned = loadPlan().then((plan) => {
  here.plan = plan;
  modules = [...plan.modules.values()];
  checks = [...plan.lessons.values()].filter(({ module }) => !module);
});
/** @type {Entry[]} */
let entries = [];
/** @type {Record<string, unknown>} of an opened collection, what this edition does not know */
let rest = {};
let safe = ""; // what of it a file or the address holds already
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;

/** @param {string} text */
function say(text) {
  find(page, "[data-message]").textContent = text;
}

// Reading

/**
 * @param {string} text
 * @param {string} file its name, "" for the field
 * @returns {Entry[]}
 */
function entriesIn(text, file) {
  const found = findReceipts(text, Boolean(file));
  const problem = problemIn(text);
  if (!found.length || (problem !== "none" && !found.some(({ code }) => hasStart(code)))) return [{ source: file || t`Text`, problem }];
  if (file && found.length === 1) return [{ source: file, code: found[0].code }];
  return found.map((one) => ({ source: t`${file || t`Text`}, Zeile ${one.line}` + (file ? "" : wordsAround(one)), code: one.code }));
}

/**
 * What leads to the sender of a code that cannot be used and does not tell a name: the field is empty by then.
 * @param {Found} found
 */
function wordsAround({ code, before, after }) {
  if (!readReceipt(code).problem || claimIn(code)) return "";
  return (before && t`, davor ${quoted(before)}`) + (after && t`, danach ${quoted(after)}`);
}

/**
 * A mail: its text, and each code once that stands in an attachment only.
 * @param {string} text
 * @param {string} name
 * @returns {Entry[]}
 */
function entriesInMail(text, name) {
  const own = entriesIn(text, name);
  const known = new Set(own.map(({ code }) => code ?? ""));
  const parts = packedParts(text);
  const attached = parts.flatMap((part) => findReceipts(part, true)).filter(({ code }) => !known.has(code) && known.add(code));
  const isBare = !own.some(({ code }) => code && hasStart(code));
  if (attached.length) return [...(isBare ? [] : own), ...attached.map(({ code }) => ({ source: t`${name}, Anhang`, code }))];
  return isBare && parts.some(foreignKind) ? [{ source: name, problem: "attachment" }] : own;
}

/** Codes are ASCII: whatever encoding a mail program saved, its bytes one by one show them. */
const signsOf = async (/** @type {Blob} */ blob) => new TextDecoder("latin1").decode(await blob.arrayBuffer());

/**
 * @param {File} file
 * @returns {Promise<Entry[]>}
 */
async function entriesInFile(file) {
  const name = plainText(file.name, 100);
  try {
    const start = await signsOf(file.slice(0, 200));
    const problem = foreignKind(start) || (isCollection(start) ? "collection" : file.size > MAX_TEXT ? "huge" : "");
    return problem ? [{ source: name, problem }] : entriesInMail(await signsOf(file), name);
  } catch {
    return [{ source: name, problem: "unread" }];
  }
}

/** Whether the plan is there; else it is said. */
async function isReady() {
  try {
    await planned;
    return true;
  } catch {
    say(PLAN_MISSING);
    return false;
  }
}

/**
 * @param {string} text
 * @param {Iterable<File>} list
 */
async function add(text, list) {
  if (!(await isReady())) return;
  const found = text.trim() ? entriesIn(text, "") : [];
  for (const one of await Promise.all([...list].map(entriesInFile))) found.push(...one);
  const before = entries.length;
  const all = [...entries, ...found];
  entries = all.slice(0, MAX_ROWS);
  show();
  if (!found.length) {
    say(result.hidden ? t`Fügen Sie Codes ein, oder wählen Sie Dateien aus.` : t`Verglichen. Neue Nachweise waren nicht dabei.`);
    return;
  }
  const left = all.length - entries.length;
  const cut = left ? t` Nicht gelesen sind ${left}: Mehr als ${MAX_ROWS} fasst die Tabelle nicht. Leeren Sie die Liste für die übrigen.` : "";
  const strangers = found.some(({ code }) => code) ? strangersIn(text) : ""; // else a line says so
  say(t`Gelesen: ${counted(entries.length - before, t`Eintrag`, t`Einträge`)}.${strangers}${cut}`);
  field.value = files.value = "";
  find(result, "h2").focus();
}

// What is asked, and of whom

/** @param {Assignment} task */
function partsIn({ parts }) {
  const { lessons, unknown } = resolve(here.plan, parts);
  return [...titlesOf(lessons, here.plan), ...unknown].join(", ");
}

function readTasks() {
  const text = taskField.value;
  const { found, problems } = text.trim() ? findAssignments(text.slice(0, MAX_FIELD), COURSE.id) : { found: [], problems: [] };
  here.tasks = found;
  const lines = found.map((task) => {
    const parts = partsIn(task);
    return element("li", t`Aufgabe ${nameOf(task)}: ${parts}${task.due ? t`, bis zum ${dayText(task.due)}` : ""}`);
  });
  find(form, "[data-tasks]").replaceChildren(...lines, ...problems.map((problem) => element("li", problem, "problem")));
}

function show() {
  readTasks();
  const { persons, left } = readRoster(nameField.value.slice(0, MAX_FIELD), here.tasks.map(({ group }) => group));
  const shared = sharedNames(persons);
  here.isShared = (key) => shared.has(key);
  const { rows, namesakes } = judge(entries, here);
  result.hidden = !rows.length && !persons.length;
  showTable(rows, { modules, checks, remove });
  showNamesakes(namesakes, { persons: here.persons, decide });
  showList(persons, rows, { tasks: here.tasks, partsIn });
  if (left) find(result, "[data-present]").append(" ", t`Die Namensliste hat mehr als 2000 Zeilen; ${left} davon sind nicht gelesen.`);
  find(result, "[data-day]").textContent = t`${dayText(here.today)}. ${here.tasks.map((task) => t`Aufgabe ${nameOf(task)}`).join(", ")}`;
}

/**
 * @param {Entry[][]} persons
 * @param {string} said
 */
function decide(persons, said) {
  here.persons = persons;
  show();
  say(said);
}

/** @param {Row} row */
function remove({ entry, number }) {
  entries = entries.filter((one) => one !== entry);
  show();
  say(t`Nr. ${number} ist entfernt; was danach kam, rückt auf.`);
  if (result.hidden) field.focus();
}

async function compareAgain() {
  clearTimeout(waiting);
  if (!(await isReady())) return;
  const focused = document.activeElement;
  const place = all(result, "button").findIndex((button) => button === focused);
  show();
  // Nobody asked for it just now: the keyboard stays where it is, though the button there is a new one.
  if (place >= 0 && !focused?.isConnected) all(result, "button")[place]?.focus();
}

/** Excel on Windows saves lists in its own encoding, or with two bytes a sign. @param {ArrayBuffer} bytes */
function decoded(bytes) {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** @param {File} file */
async function addNames(file) {
  const start = await signsOf(file.slice(0, 16));
  if (foreignKind(start)) {
    say(t`Diese Datei liest die Seite nicht. Speichern Sie die Tabelle als CSV, oder kopieren Sie die Spalte mit den Namen in das Feld.`);
    return;
  }
  const text = file.size > 2 * MAX_FIELD ? "" : decoded(await file.arrayBuffer());
  const names = [nameField.value.trim(), text.trim()].filter(Boolean).join("\n");
  if (!text || names.length > MAX_FIELD) {
    say(text || file.size ? tooLong() : t`Die Datei ist leer.`);
    return;
  }
  nameField.value = names;
  await compareAgain();
  say(t`Die Liste aus ${plainText(file.name, 100)} steht jetzt im Feld.`);
}

const tooLong = () => t`Das sind mehr als ${MAX_FIELD / 1000}.000 Zeichen. So viel nimmt das Feld nicht; es ist geblieben, wie es war.`;

// Going on tomorrow

/** All that is here, as a file holds it; "" if that gets too long. */
function collected() {
  const assignments = here.tasks.map(({ code }) => code);
  return encodeCollection({ assignments, entries, names: nameField.value.slice(0, MAX_FIELD), persons: here.persons, rest }, COURSE.id, here.today);
}

/** Whether something would be lost with this page. */
const isUnsaved = () => Boolean(entries.length || nameField.value.trim()) && (!safe || collected() !== safe);

function saveCollection() {
  const text = collected();
  const name = t`sammlung-${here.today}.json`;
  if (text) saveFile(name, "application/json", text);
  safe = text;
  say(text ? t`Gesichert als ${name}, dort, wo Ihr Browser Dateien ablegt. Darin stehen Namen: Bewahren Sie die Datei so auf wie eine Personalliste.` : t`Das ist mehr, als in eine Sammlung passt (4 MB). Nehmen Sie die Tabelle als CSV mit, oder teilen Sie sie auf.`);
}

/**
 * What is there already stays; what is in both counts once.
 * @param {Collection} collection
 * @returns {string} what became of it
 */
function takeIn({ assignments, entries: found, names, persons, rest: unknown }) {
  const known = new Map(entries.map((entry) => [keyOf(entry), entry]));
  const mapped = new Map(found.map((entry) => [entry, known.get(keyOf(entry)) ?? entry]));
  const fresh = [...new Set(mapped.values())].filter((entry) => !known.has(keyOf(entry)));
  const add = (/** @type {HTMLTextAreaElement} */ { value }, /** @type {string[]} */ lines) => [value.trimEnd(), ...lines.filter((line) => line.trim())].filter(Boolean).join("\n");
  const tasks = add(taskField, assignments.filter((code) => !taskField.value.includes(code)));
  const own = new Set(nameField.value.split("\n").map((line) => line.trim()));
  const list = nameField.value.trim() ? add(nameField, names.split("\n").filter((line) => !own.has(line.trim()))) : names;
  if (entries.length + fresh.length > MAX_ROWS || tasks.length > MAX_FIELD || list.length > MAX_FIELD) return t`Zusammen mit dem, was schon hier steht, ist das zu viel. Leeren Sie die Liste, und öffnen Sie die Sammlung dann noch einmal.`;
  const isMore = isUnsaved();
  taskField.value = tasks;
  nameField.value = list;
  if (list) nameField.closest("details")?.setAttribute("open", "");
  const decided = new Set(here.persons.flat());
  const added = persons.map((person) => person.flatMap((entry) => mapped.get(entry) ?? [])).filter((person) => !person.some((entry) => decided.has(entry)));
  here.persons = [...here.persons, ...added];
  entries = [...entries, ...fresh];
  rest = { ...rest, ...unknown };
  show();
  if (!isMore) safe = collected();
  return t`Geöffnet: ${counted(fresh.length, t`Eintrag`, t`Einträge`)} dazu, ${counted(assignments.length, t`Aufgabe`, t`Aufgaben`)}.`;
}

/** @param {Entry} entry */
const keyOf = ({ code, source, problem }) => code || JSON.stringify([source, problem]);

/** @param {File} file */
async function openCollection(file) {
  try {
    if (file.size > 2 * COLLECTION_LIMITS.size) throw new NoCollection("huge");
    say(takeIn(readCollection(await file.text(), COURSE.id)));
    if (!result.hidden) find(result, "h2").focus();
  } catch (error) {
    say(error instanceof NoCollection ? error.message : t`Die Datei ließ sich nicht lesen. Wählen Sie sie noch einmal aus.`);
  }
}

function clear() {
  if (isUnsaved() && !confirm(t`Die Liste leeren? Sie ist noch in keiner Sammlung gesichert.`)) return;
  entries = here.persons = [];
  rest = {};
  show();
  say(t`Die Liste ist leer.`);
  field.focus();
}

// Bringing in

/**
 * @param {string} text
 * @param {Iterable<File>} list
 */
function bring(text, list) {
  if (text.length > MAX_TEXT) say(t`Das ist mehr als 1 MB Text und wurde nicht gelesen. Fügen Sie weniger auf einmal ein.`);
  else add(text, list);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  bring(field.value, files.files ?? []);
});
form.addEventListener("paste", (event) => {
  const { target, clipboardData } = event;
  const text = clipboardData?.getData("text/plain") ?? "";
  if (!(target instanceof HTMLTextAreaElement) || target.value.length + text.length <= MAX_FIELD) return;
  event.preventDefault();
  if (target === field) bring(`${field.value}\n${text}`, []);
  else say(tooLong());
});
page.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("drop-target");
});
page.addEventListener("dragleave", () => form.classList.remove("drop-target"));
page.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("drop-target");
  if (event.dataTransfer) bring(event.dataTransfer.getData("text/plain"), event.dataTransfer.files);
});
for (const one of [taskField, nameField]) {
  one.addEventListener("input", () => {
    // Not when the field is left: what the page shows anew would move away below the pointer.
    clearTimeout(waiting);
    waiting = setTimeout(compareAgain, PAUSE);
  });
}

/**
 * @param {string} name of a field for one file, which is empty again when the file is read
 * @param {(file: File) => Promise<void>} read
 */
function onFile(name, read) {
  const chooser = find(form, `[name=${name}]`, HTMLInputElement);
  chooser.addEventListener("change", async () => {
    const file = chooser.files?.[0];
    if (file && (await isReady())) await read(file).catch(() => say(t`Die Datei ließ sich nicht lesen. Wählen Sie sie noch einmal aus.`));
    chooser.value = "";
  });
}

onFile("namensdatei", addNames);
onFile("sammlung", openCollection);

/** @type {Record<string, () => void>} */
const ACTS = { csv: () => say(saveTable()), namen: () => say(saveNames()), sammlung: saveCollection, drucken: () => print(), leeren: clear };
for (const button of all(result, "[data-buttons] > button")) {
  const act = ACTS[button.dataset.action ?? ""];
  if (act) button.addEventListener("click", act);
}

async function readFragment() {
  const code = unescaped(location.hash.slice(1));
  if (!code.includes("NACHWEIS")) return;
  const isMore = entries.length || isUnsaved();
  await add(code, []);
  if (!isMore) safe = collected();
}

startPage();
let isMailing = false; // browsers take the link to a mail for one that leaves the page
find(page, "[data-mail]").addEventListener("click", () => {
  isMailing = true;
  setTimeout(() => (isMailing = false), 1000);
});
addEventListener("beforeunload", (event) => {
  if (!isMailing && isUnsaved()) event.preventDefault();
});
addEventListener("hashchange", readFragment);
readFragment();

// The checker: many receipts at once, in text and files, as a table. Nothing leaves the browser, nothing is stored.

import { unescaped } from "../../js/progress/codes.js";
import { csvFile } from "../../js/formats/csv.js";
import { saveFile } from "../../js/page/download.js";
import { element } from "../../js/page/elements.js";
import { planOn } from "../../js/progress/plan.js";
import { findReceipts, packedParts } from "../../js/assignments/receipt.js";
import { KINDS, foreignKind, judge, problemIn, stateIn, strangersIn } from "../../js/assignments/verdicts.js";
import { find, textOf } from "../../js/formats/dom.js";
import { COURSE } from "../../js/progress/course.js";
import { startPage } from "../../js/page/page.js";
import { todayIso } from "../../js/formats/days.js";
import { plainText } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";
import { counted, language } from "../../js/formats/language.js";

const MAX_TEXT = 1_000_000; // characters or bytes, of the field and of each file
const MAX_ROWS = 2000;
const [NAME, VERDICT, TASK, DAY, FIRST_MODULE] = [1, 2, 3, 4, 5]; // columns

/** @import { Entry, Here, Row } from "../../js/assignments/verdicts.js" */

const page = find(document, "[data-tool=nachweise-pruefen]");
const form = find(page, "form", HTMLFormElement);
const field = find(form, "[name=text]", HTMLTextAreaElement);
const files = find(form, "[name=dateien]", HTMLInputElement);
const result = find(page, "[data-result]");
const table = find(result, "table", HTMLTableElement);
const body = find(table, "tbody");
const search = find(result, "[name=wort]", HTMLInputElement);
const kindChoice = find(result, "[name=art]", HTMLSelectElement);
const plan = planOn(document);
const modules = [...plan.modules.values()];
/** @type {Here} */
const here = { course: COURSE.id, version: COURSE.version, today: todayIso(), plan, editions: JSON.parse(page.dataset.editions ?? "{}") };
const blankLine = element("tr");
/** @type {Entry[]} */
let entries = [];
/** @type {(Row & { line: HTMLTableRowElement })[]} */
let rows = [];
let order = { column: 0, down: false };

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
  if (!found.length || (problem !== "none" && found.every(({ code }) => !code))) return [{ source: file || t`Text`, problem }];
  return found.map(({ code, line }) => ({ source: file && found.length === 1 ? file : t`${file || t`Text`}, Zeile ${line}`, code }));
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
  const isBare = own.every(({ code }) => !code);
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
    const problem = foreignKind(await signsOf(file.slice(0, 16))) || (file.size > MAX_TEXT ? "huge" : "");
    return problem ? [{ source: name, problem }] : entriesInMail(await signsOf(file), name);
  } catch {
    return [{ source: name, problem: "unread" }];
  }
}

/**
 * @param {string} text
 * @param {Iterable<File>} list
 */
async function add(text, list) {
  const found = text.trim() ? entriesIn(text, "") : [];
  for (const one of await Promise.all([...list].map(entriesInFile))) found.push(...one);
  if (!found.length) {
    say(t`Fügen Sie Codes ein, oder wählen Sie Dateien aus.`);
    return;
  }
  const all = [...entries, ...found];
  entries = all.slice(0, MAX_ROWS);
  show();
  const left = all.length - entries.length;
  const cut = left ? t` Nicht gelesen sind ${left}: Mehr als ${MAX_ROWS} fasst die Tabelle nicht. Leeren Sie die Liste für die übrigen.` : "";
  const strangers = found.some(({ code }) => code) ? strangersIn(text) : ""; // else a line says so
  say(t`Gelesen: ${counted(found.length - left, t`Eintrag`, t`Einträge`)}.${strangers}${cut}`);
  form.reset();
  find(result, "h2").focus();
}

// Showing

/** 24.11.2026, for spreadsheets */
const shortDay = (/** @type {string | undefined} */ day) => (day ? day.split("-").reverse().join(".") : "");

/** @param {Row} row */
const nameIn = ({ receipt }) => (receipt ? receipt.name || t`ohne Namen` : "");
/** @param {Row} row */
const taskIn = ({ receipt }) => (receipt?.assignment ? receipt.assignment.group || t`ohne Gruppe` : "");

/**
 * Cells of a row as the table and the file show them.
 * @param {Row} row
 */
function cellsOf(row) {
  return [row.number, nameIn(row), KINDS[row.kind], taskIn(row), shortDay(row.receipt?.day), ...modules.map((module) => (row.receipt ? stateIn(row, module) : ""))];
}

/** @param {Row} row */
function lineOf(row) {
  const line = document.importNode(blankLine, true);
  line.dataset.kind = row.kind;
  cellsOf(row).forEach((text, column) => {
    if (text) line.cells[column].textContent = String(text);
  });
  line.cells[VERDICT].append(...row.notes.map((note) => element("span", note, "finding")), element("span", row.source, "origin"));
  return line;
}

/**
 * What a column is sorted by.
 * @param {Row} row
 * @param {number} column
 * @returns {number | string}
 */
function valueIn(row, column) {
  if (column === 0) return row.number;
  if (column === NAME) return nameIn(row);
  if (column === VERDICT) return Object.keys(KINDS).indexOf(row.kind);
  if (column === TASK) return taskIn(row);
  if (column === DAY) return row.receipt?.day ?? "";
  return modules[column - FIRST_MODULE].lessons.filter((slug) => row.lessons.has(slug)).length;
}

const collator = new Intl.Collator(language, { numeric: true });

function sorted() {
  const { column, down } = order;
  const compare = (/** @type {number | string} */ a, /** @type {number | string} */ b) => (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(String(a), String(b)));
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => sign * compare(valueIn(a, column), valueIn(b, column)) || a.number - b.number);
}

/** @param {Row} row */
function isWanted(row) {
  const word = search.value.trim().toLocaleLowerCase(language);
  const kind = kindChoice.value;
  return (!kind || row.kind === kind) && (!word || `${nameIn(row)} ${taskIn(row)} ${row.source}`.toLocaleLowerCase(language).includes(word));
}

const wantedRows = () => sorted().filter(isWanted);

/**
 * „29 Zeilen: 17 in Ordnung, 4 noch offen.“ or, where a choice hides some, „2 von 29 Zeilen“
 * @param {Row[]} wanted
 */
function countText(wanted) {
  const all = counted(rows.length, t`Zeile`, t`Zeilen`);
  if (wanted.length < rows.length) return t`${wanted.length} von ${all}`;
  const kinds = Object.entries(KINDS).map(([kind, word]) => [rows.filter((row) => row.kind === kind).length, word]);
  const parts = kinds.filter(([count]) => count).map((part) => part.join(" "));
  return `${all}: ${parts.join(", ")}.`;
}

/** Lines are made once; sorting and filtering only chooses among them. */
function arrange() {
  const wanted = wantedRows();
  body.replaceChildren(...wanted.map((row) => row.line));
  find(result, "[data-count]").textContent = countText(wanted);
  table.querySelectorAll("th").forEach((head, column) => {
    if (column === order.column) head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
}

function show() {
  rows = judge(entries, here).map((row) => ({ ...row, line: lineOf(row) }));
  result.hidden = rows.length === 0;
  arrange();
}

function saveTable() {
  const heads = [...table.querySelectorAll("th")].map((head) => textOf(head).trim());
  const [number, name, verdict, task, day] = heads;
  const first = [number, name, task, t`Fällig`, day, t`Fassung`, verdict, t`Grund`, t`Offen`, t`Herkunft`, ...heads.slice(FIRST_MODULE)];
  const lines = wantedRows().map((row) => {
    const { receipt } = row;
    const cells = cellsOf(row);
    const facts = [row.number, cells[NAME], cells[TASK], shortDay(receipt?.assignment?.due), cells[DAY], receipt?.version ?? "", cells[VERDICT]];
    return [...facts, row.notes.join(" "), row.open.join(", "), row.source, ...cells.slice(FIRST_MODULE)];
  });
  saveFile(`nachweise-${here.today}.csv`, "text/csv", csvFile([first, ...lines]));
  say(t`Gesichert als nachweise-${here.today}.csv, mit ${counted(lines.length, t`Zeile`, t`Zeilen`)}.`);
}

function clear() {
  entries = [];
  show();
  say(t`Die Liste ist leer.`);
  field.focus();
}

// Bringing in

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (field.value.length > MAX_TEXT) say(t`Das ist mehr als 1 MB Text und wurde nicht gelesen. Fügen Sie weniger auf einmal ein.`);
  else add(field.value, files.files ?? []);
});
page.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("drop-target");
});
page.addEventListener("dragleave", () => form.classList.remove("drop-target"));
page.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("drop-target");
  if (event.dataTransfer) add(event.dataTransfer.getData("text/plain"), event.dataTransfer.files);
});
find(table, "thead").addEventListener("click", ({ target }) => {
  const head = target instanceof Element && target.closest("button")?.closest("th");
  if (!head) return;
  const column = head.cellIndex;
  order = { column, down: column === order.column && !order.down };
  arrange();
});
search.addEventListener("input", arrange);
kindChoice.addEventListener("change", arrange);
find(result, "[data-action=csv]").addEventListener("click", saveTable);
find(result, "[data-action=leeren]").addEventListener("click", clear);

function readFragment() {
  const code = unescaped(location.hash.slice(1));
  if (code.includes("NACHWEIS")) add(code, []);
}

startPage();
table.querySelectorAll("th").forEach(() => blankLine.insertCell());
blankLine.cells[VERDICT].className = "verdict";
addEventListener("hashchange", readFragment);
readFragment();

// The table of receipts: showing, sorting, filtering, saving.

import { csvFile } from "../../js/formats/csv.js";
import { saveFile } from "../../js/page/download.js";
import { element } from "../../js/page/elements.js";
import { KINDS, stateIn } from "../../js/assignments/verdicts.js";
import { find, textOf } from "../../js/formats/dom.js";
import { shortDay, todayIso } from "../../js/formats/days.js";
import { t } from "../../js/formats/gettext.js";
import { counted, language } from "../../js/formats/language.js";

/** @import { Row } from "../../js/assignments/verdicts.js" */
/** @import { Group } from "../../js/progress/plan.js" */

const [NAME, VERDICT, TASK, DAY, FIRST_MODULE] = [1, 2, 3, 4, 5]; // columns

const result = find(document, "[data-tool=nachweise-pruefen] [data-result]");
const table = find(result, "[data-receipts]", HTMLTableElement);
const body = find(table, "tbody");
const search = find(result, "[name=wort]", HTMLInputElement);
const kindChoice = find(result, "[name=art]", HTMLSelectElement);
const blankLine = element("tr");
/** @type {Group[]} */
let modules = [];
/** @type {(Row & { line: HTMLTableRowElement })[]} */
let rows = [];
let order = { column: 0, down: false };

/** @param {Row} row */
const nameIn = ({ receipt }) => (receipt ? receipt.name || t`ohne Namen` : "");
/** @param {Row} row */
const askedIn = ({ receipt, task }) => task ?? receipt?.assignment;
/** @param {Row} row */
const taskIn = (row) => (askedIn(row) ? askedIn(row)?.group || t`ohne Gruppe` : "");

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

/**
 * „29 Zeilen: 17 erledigt, 4 offen.“ or, where a choice hides some, „2 von 29 Zeilen“
 * @param {Row[]} wanted
 */
function countText(wanted) {
  const all = counted(rows.length, t`Zeile`, t`Zeilen`);
  if (wanted.length < rows.length) return t`${wanted.length} von ${all}`;
  const kinds = Object.entries(KINDS).map(([kind, word]) => [rows.filter((row) => row.kind === kind).length, word]);
  const parts = kinds.filter(([count]) => count).map((part) => part.join(" "));
  const hint = rows.some(({ kind }) => kind === "plain") ? t` Zum Vergleichen fehlt die Aufgabe: Fügen Sie oben ihren Link ein.` : "";
  return `${all}${parts.length ? `: ${parts.join(", ")}` : ""}.${hint}`;
}

/** Lines are made once; sorting and filtering only chooses among them. */
function arrange() {
  const wanted = sorted().filter(isWanted);
  body.replaceChildren(...wanted.map((row) => row.line));
  find(result, "[data-count]").textContent = countText(wanted);
  table.querySelectorAll("th").forEach((head, column) => {
    if (column === order.column) head.setAttribute("aria-sort", order.down ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  });
}

/**
 * @param {Row[]} judged
 * @param {Group[]} columns
 */
export function showTable(judged, columns) {
  modules = columns;
  rows = judged.map((row) => ({ ...row, line: lineOf(row) }));
  arrange();
}

/** All rows, whatever is shown. @returns {string} what became of it */
export function saveTable() {
  const heads = [...table.querySelectorAll("th")].map((head) => textOf(head).trim());
  const [number, name, verdict, task, day] = heads;
  const first = [number, name, task, t`Fällig`, day, t`Fassung`, verdict, t`Grund`, t`Offen`, t`Herkunft`, ...heads.slice(FIRST_MODULE)];
  const lines = sorted().map((row) => {
    const { receipt } = row;
    const cells = cellsOf(row);
    const facts = [row.number, cells[NAME], cells[TASK], shortDay(askedIn(row)?.due), cells[DAY], receipt?.version ?? "", cells[VERDICT]];
    return [...facts, row.notes.join(" "), row.open.join(", "), row.source, ...cells.slice(FIRST_MODULE)];
  });
  const file = t`nachweise-${todayIso()}.csv`;
  saveFile(file, "text/csv", csvFile([first, ...lines]));
  return t`Gesichert als ${file}, mit ${counted(lines.length, t`Zeile`, t`Zeilen`)}.`;
}

find(table, "thead").addEventListener("click", ({ target }) => {
  const head = target instanceof Element && target.closest("button")?.closest("th");
  if (!head) return;
  const column = head.cellIndex;
  order = { column, down: column === order.column && !order.down };
  arrange();
});
search.addEventListener("input", arrange);
kindChoice.addEventListener("change", arrange);
kindChoice.append(...Object.entries(KINDS).map(([kind, word]) => new Option(word, kind)));
table.querySelectorAll("th").forEach(() => blankLine.insertCell());
blankLine.cells[VERDICT].className = "verdict";

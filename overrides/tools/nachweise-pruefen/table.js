// The table of receipts: showing, sorting, filtering, saving.

import { csvFile } from "../../js/formats/csv.js";
import { saveFile } from "../../js/page/download.js";
import { element, makeButton } from "../../js/page/elements.js";
import { KINDS, checksIn, shareOf, stateIn } from "../../js/assignments/verdicts.js";
import { all, find, textOf } from "../../js/formats/dom.js";
import { shortDay, todayIso } from "../../js/formats/days.js";
import { t } from "../../js/formats/gettext.js";
import { counted, language } from "../../js/formats/language.js";

/** @import { Row } from "../../js/assignments/verdicts.js" */
/** @import { Group, PlannedLesson } from "../../js/progress/plan.js" */

/**
 * @typedef {object} Shown beside the rows
 * @property {Group[]} modules a column each
 * @property {PlannedLesson[]} checks the last column
 * @property {(row: Row) => void} remove what cannot be used
 */

const [NAME, VERDICT, TASK, DAY, SHARE, FIRST_MODULE] = [1, 2, 3, 4, 5, 6]; // columns

const result = find(document, "[data-tool=nachweise-pruefen] [data-result]");
const table = find(result, "[data-receipts]", HTMLTableElement);
const body = find(table, "tbody");
const search = find(result, "[name=wort]", HTMLInputElement);
const kindChoice = find(result, "[name=art]", HTMLSelectElement);
const blankLine = element("tr");
/** @type {Shown} */
let shown = { modules: [], checks: [], remove: () => {} };
/** @type {(Row & { line: HTMLTableRowElement })[]} */
let rows = [];
let order = { column: 0, down: false };

/** @param {Row} row */
const nameIn = ({ receipt, claimed }) => (receipt ? receipt.name || t`ohne Namen` : claimed && t`angeblich ${claimed}`);
/** @param {Row} row */
const askedIn = ({ receipt, task }) => task ?? receipt?.assignment;
/** @param {Row} row */
const taskIn = (row) => (askedIn(row) ? askedIn(row)?.group || t`ohne Gruppe` : "");

/**
 * Cells of a row as the table and the file show them.
 * @param {Row} row
 */
function cellsOf(row) {
  const states = [shareOf(row), ...shown.modules.map((module) => stateIn(row, module)), checksIn(row, shown.checks)];
  return [row.number, nameIn(row), KINDS[row.kind], taskIn(row), shortDay(row.receipt?.day), ...states];
}

/** @param {Row} row */
function lineOf(row) {
  const line = document.importNode(blankLine, true);
  line.dataset.kind = row.kind;
  cellsOf(row).forEach((text, column) => {
    if (text) line.cells[column].textContent = String(text);
  });
  line.cells[VERDICT].append(...row.notes.map((note) => element("span", note, "finding")), element("span", row.source, "origin"));
  if (row.kind === "bad") line.cells[VERDICT].append(removerOf(row));
  return line;
}

/** @param {Row} row */
function removerOf(row) {
  const button = makeButton(t`Nr. ${row.number} entfernen`, () => {
    const place = all(body, "button").indexOf(button);
    shown.remove(row);
    const left = all(body, "button");
    (left[Math.min(place, left.length - 1)] ?? find(result, "#nachweise")).focus();
  });
  button.classList.add("am-schirm");
  return button;
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
  if (column === SHARE) return shareOf(row);
  const slugs = shown.modules[column - FIRST_MODULE]?.lessons ?? shown.checks.map(({ slug }) => slug);
  return slugs.filter((slug) => row.lessons.has(slug)).length;
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
 * @param {Shown} beside
 */
export function showTable(judged, beside) {
  shown = beside;
  rows = judged.map((row) => ({ ...row, line: lineOf(row) }));
  arrange();
}

/** All rows, whatever is shown. @returns {string} what became of it */
export function saveTable() {
  const heads = [...table.querySelectorAll("th")].map((head) => textOf(head).trim());
  const [number, name, verdict, task, day] = heads;
  const first = [number, name, task, t`Fällig`, day, t`Fassung`, verdict, t`Grund`, t`Offen`, t`Herkunft`, ...heads.slice(SHARE)];
  const lines = sorted().map((row) => {
    const { receipt } = row;
    const cells = cellsOf(row);
    const facts = [row.number, cells[NAME], cells[TASK], shortDay(askedIn(row)?.due), cells[DAY], receipt ? t`Fassung ${receipt.version}` : "", cells[VERDICT]]; // 2.1.0 alone would be a date for a spreadsheet
    return [...facts, row.notes.join(" "), row.open.join(", "), row.source, ...cells.slice(SHARE)];
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

// What stands in a tool, by field: { <field>: text or true }, with `rows` where it has any and `done` where it shows what came out.

import { all, textOf } from "../formats/dom.js";
import { isRecord } from "../progress/document.js";
import { entryOf } from "../progress/scoring.js";

/** Tools to the name under which they are kept. */
export const KEPT = new Map(
  ["touchpoint-karte", "vergraulungs-check", "klima-schnelltest", "treppenbild", "kundenwert-rechner", "selbsteinschaetzung", "einarbeitungsplan"].map((tool) => [tool, tool]),
).set("dreissig-tage-plan", "plan");
const OUTCOME = ".finding.shown, [data-comparison] > *";

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Field */

/**
 * @param {unknown} node
 * @returns {node is Field}
 */
const isField = (node) =>
  node instanceof HTMLTextAreaElement ? !node.readOnly : node instanceof HTMLSelectElement || (node instanceof HTMLInputElement && node.type !== "range");

/** @param {Field} field */
const isTick = (field) => field instanceof HTMLInputElement && ["checkbox", "radio"].includes(field.type);

/**
 * The fields with their names; where there is none, it is what the field stands for: a later edition never puts a tick at another
 * statement.
 * @param {HTMLElement} root
 * @returns {[string, Field][]}
 */
function fieldsIn(root) {
  const rows = rowsIn(root);
  const fields = all(root, "form", HTMLFormElement).flatMap(({ elements }) => [...elements].filter(isField));
  return fields.map((field) => {
    const row = rows.findIndex((one) => one.contains(field));
    if (row >= 0) return [`${field.dataset.column ?? "asked"} ${row}`, field];
    return [isTick(field) ? statementOf(field) : field.name || field.id, field];
  });
}

/** @param {HTMLElement} root */
const rowsIn = (root) => all(root, ".cards > li");

/** @param {Field} field */
function statementOf(field) {
  const words = [...(field.closest("fieldset")?.querySelector("legend")?.childNodes ?? [])].filter((node) => node instanceof Text).map(textOf);
  const label = field.closest("label");
  return [...words, label ? textOf(label) : ""].join(" ").replace(/\s+/g, " ").trim();
}

/** @param {Field} field */
function firstOf(field) {
  if (isTick(field)) return /** @type {HTMLInputElement} */ (field).defaultChecked;
  return field instanceof HTMLSelectElement ? (field.options[0]?.value ?? "") : field.defaultValue;
}

/** @param {Field} field */
const now = (field) => (isTick(field) ? /** @type {HTMLInputElement} */ (field).checked : field.value);

/**
 * Null where everything is as the page came.
 * @param {HTMLElement} root
 */
export function readTool(root) {
  const fields = fieldsIn(root);
  const isDone = Boolean(root.querySelector(OUTCOME));
  if (!isDone && fields.every(([, field]) => now(field) === firstOf(field))) return null;
  const values = Object.fromEntries(fields.map(([name, field]) => [name, now(field)]).filter(([, value]) => value));
  return { values, rows: rowsIn(root).length, done: isDone };
}

/**
 * As if it were typed and, if it was, evaluated; null empties the tool.
 * @param {HTMLElement} root
 * @param {unknown} kept
 */
export function showTool(root, kept) {
  const { values = {}, rows = 0, done = false } = isRecord(kept) ? kept : {};
  const [list] = all(root, ".cards");
  list?.dispatchEvent(new CustomEvent("rows", { detail: typeof rows === "number" && rows >= 1 ? Math.floor(rows) : Number(list.dataset.initial) }));
  const fields = fieldsIn(root);
  for (const [name, field] of fields) {
    const value = isRecord(values) && kept ? entryOf(values, name) : firstOf(field);
    if (isTick(field)) /** @type {HTMLInputElement} */ (field).checked = value === true;
    else if (field instanceof HTMLSelectElement || field.type !== "hidden") put(field, typeof value === "string" ? value : "");
    else if (typeof value === "string" && /^[\d-]{1,60}$/.test(value)) field.value = value;
  }
  for (const [, field] of fields.filter(([, { type }]) => type !== "hidden")) {
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
  if (done === true) evaluate(root);
}

/**
 * @param {Field} field
 * @param {string} text
 */
function put(field, text) {
  if (field instanceof HTMLInputElement && field.type === "date" && text && text < field.min) field.min = text; // a plan under way keeps its days
  field.value = "maxLength" in field && field.maxLength > 0 ? text.slice(0, field.maxLength) : text.slice(0, 500);
}

/** @param {HTMLElement} root */
function evaluate(root) {
  const places = all(root, "form [role=status]");
  for (const place of places) place.removeAttribute("role"); // a page that comes back must not speak
  const place = document.activeElement;
  all(root, "form", HTMLFormElement)[0].requestSubmit();
  if (document.activeElement !== place && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  setTimeout(() => places.forEach((one) => one.setAttribute("role", "status")), 1000);
}

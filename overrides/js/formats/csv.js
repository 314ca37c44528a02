// Tables for a spreadsheet: what parts cells in the reader's language, UTF-8 with a mark, CRLF.

import { t } from "./gettext.js";

// What starts a cell where the separator is another one, too, so that no part of a text becomes a formula.
const FORMULA = /(^|[,;:|\t\r\n])([ "']*)(?=[=+\-@＝＋－＠])/g;
// Numbers and dates for a spreadsheet that are none: 1.2.0, 3/4, 1E5, 0815, Mai 2026. Whole days may be dates.
const WHOLE_DAY = /^(\d\d\.\d\d\.\d{4}|\d{4}-\d\d-\d\d)$/;
const NUMBER_LIKE = /^[\d.,:/\s-]+(e\d+)?$/i;
const MONTH_LIKE = /^(?=.*\d)(\d{1,2}[. -]*)?(jan(uary?)?|feb(ruary?)?|mär(z|ch)?|mrz|mar(ch)?|apr(il)?|mai|may|jun[ie]?|jul[iy]?|aug(ust)?|sept?(ember)?|o[kc]t(ober)?|nov(ember)?|de[zc](ember)?)[. -]*\d{0,4}$/i;

/**
 * A cell that a spreadsheet leaves as it is: no formula, no date, no number made of a text.
 * @param {string | number} value
 */
function cell(value) {
  if (typeof value === "number" || WHOLE_DAY.test(value)) return `"${value}"`;
  const isTaken = NUMBER_LIKE.test(value) || MONTH_LIKE.test(value);
  const guarded = value.replace(FORMULA, "$1$2'");
  const safe = isTaken && guarded === value ? `'${value}` : guarded;
  return `"${safe.replaceAll('"', '""')}"`;
}

/**
 * `rows` ([[text or number]]) as the text of a file.
 * @param {(string | number)[][]} rows
 * @returns {string}
 */
export function csvFile(rows) {
  const lines = rows.map((row) => `${row.map(cell).join(t`;`)}\r\n`);
  return `\ufeff${lines.join("")}`;
}

// Tables for a German spreadsheet: semicolons, UTF-8 with a mark, CRLF.

/** A cell that no spreadsheet takes for a formula. */
function cell(value) {
  const text = String(value);
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** `rows` ([[text or number]]) as the text of a file. */
export function csvFile(rows) {
  const lines = rows.map((row) => `${row.map(cell).join(";")}\r\n`);
  return `\ufeff${lines.join("")}`;
}

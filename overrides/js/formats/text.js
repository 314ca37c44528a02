// What people type, made safe to pass on: one line, no control characters (of direction neither), not endless.

import { t } from "./gettext.js";

/**
 * `text` on one line, at most `limit` characters long.
 * @param {string} text
 * @param {number} limit
 */
export function plainText(text, limit = 300) {
  const line = text.replace(/[\s\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, " ").trim();
  return Array.from(line).slice(0, limit).join("").trim();
}

/**
 * What stands in `field`, as plain text no longer than the field allows; a choice has no limit.
 * @param {{ value: string, maxLength?: number }} field
 */
export function fieldText({ value, maxLength = 0 }) {
  return plainText(value, maxLength > 0 ? maxLength : undefined);
}

/**
 * `text` in quotation marks; its own become the inner kind: „‚Kunde stört‘, ein Fall“
 * @param {string} text
 */
export const quoted = (text) => t`„${text.replaceAll("„", "‚").replaceAll("“", "‘").replaceAll("”", "’")}“`;

/**
 * `pattern` with each {name} replaced by values[name]. A line whose {name} is empty is left out,
 * so that what was voluntary leaves no trace.
 * @param {string} pattern
 * @param {Record<string, string>} values
 */
export function fillPattern(pattern, values) {
  const slot = /\{(\w+)\}/g;
  const isComplete = (/** @type {string} */ line) => [...line.matchAll(slot)].every(([, name]) => values[name]);
  return pattern
    .split("\n")
    .filter(isComplete)
    .join("\n")
    .replace(slot, (_, name) => values[name]);
}

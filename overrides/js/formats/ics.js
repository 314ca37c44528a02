// Writes calendar files (RFC 5545). Own code, since the site is built without Node and its packages;
// tests read every file back with the icalendar package.

import { language } from "./language.js";

/** @typedef {{ uid: string, day: number, title: string, text: string }} Appointment `day` is midnight UTC of the date meant, in milliseconds */

export const DAY = 86_400_000;
const MAX_OCTETS = 75;
const encoder = new TextEncoder();

/**
 * Free text as a property value: line breaks and the three separators escaped, control characters gone.
 * @param {string} text
 */
function escapeText(text) {
  return text
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, "\n")
    .replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, " ")
    .replace(/[\\;,]/g, "\\$&")
    .replace(/\n/g, "\\n");
}

/**
 * A content line with its end, broken so that no line exceeds 75 octets and no character is cut.
 * @param {string} line
 */
export function foldLine(line) {
  let folded = "";
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > MAX_OCTETS) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return `${folded}\r\n`;
}

/**
 * YYYY-MM-DD of a day given as midnight UTC, in milliseconds.
 * @param {number} day
 */
export function isoDate(day) {
  return new Date(day).toISOString().slice(0, 10);
}

/** @param {number} day */
function icsDate(day) {
  return isoDate(day).replaceAll("-", "");
}

/**
 * A calendar of whole-day events.
 * @param {string} product what made it: the course's title, "//" and the tool
 * @param {Appointment[]} events
 * @param {number} now the moment of writing, in milliseconds
 */
export function calendarFile(product, events, now) {
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
  const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", `PRODID:-//${escapeText(product)}//${language.toUpperCase()}`, "CALSCALE:GREGORIAN"];
  for (const { uid, day, title, text } of events) {
    lines.push(
      "BEGIN:VEVENT",
      `UID:${uid}`,
      `DTSTAMP:${stamp}`,
      `DTSTART;VALUE=DATE:${icsDate(day)}`,
      `DTEND;VALUE=DATE:${icsDate(day + DAY)}`,
      `SUMMARY:${escapeText(title)}`,
      `DESCRIPTION:${escapeText(text)}`,
      "TRANSP:TRANSPARENT", // a plan, not an absence: the day stays free
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      `DESCRIPTION:${escapeText(title)}`,
      "TRIGGER:-PT6H", // the evening before: Outlook drops alarms after the start of a whole day
      "END:VALARM",
      "END:VEVENT",
    );
  }
  lines.push("END:VCALENDAR");
  return lines.map(foldLine).join("");
}

// Days without a time, as YYYY-MM-DD.

import { t } from "./gettext.js";
import { language } from "./language.js";

/** @type {Intl.DateTimeFormat | undefined} */
let dayFormat; // made when first needed: loading it takes a slow phone 25 ms

/**
 * Whether `text` is a day that exists.
 * @param {unknown} text
 * @returns {text is string}
 */
export function isDay(text) {
  if (typeof text !== "string" || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/**
 * 15. Dezember 2026
 * @param {string} day
 */
export function dayText(day) {
  dayFormat ??= new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
  return dayFormat.format(new Date(`${day}T00:00Z`));
}

/**
 * 24.11.2026, as spreadsheets take a day for one; "" for none
 * @param {string | undefined} whole
 */
export function shortDay(whole) {
  const [year, month, day] = (whole ?? "").split("-");
  return whole ? t`${day}.${month}.${year}` : "";
}

/**
 * A moment, in seconds since 1970, as the reader's date: 23. November 2026
 * @param {number} seconds
 */
export const dateText = (seconds) => new Date(seconds * 1000).toLocaleDateString(language, { dateStyle: "long" });

/** The reader's today. */
export function todayIso() {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())).toISOString().slice(0, 10);
}

// Days without a time, as YYYY-MM-DD.

import { language } from "./language.js";

let dayFormat; // made when first needed: loading it takes a slow phone 25 ms

/** Whether `text` is a day that exists. */
export function isDay(text) {
  if (typeof text !== "string" || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const day = new Date(`${text}T00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** 15. Dezember 2026 */
export function dayText(day) {
  dayFormat ??= new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
  return dayFormat.format(new Date(`${day}T00:00Z`));
}

/** The reader's today. */
export function todayIso() {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())).toISOString().slice(0, 10);
}

// A sentence that somebody takes along: "Wenn …, dann …". Pure: no storage, no page, no clock of its own.

import { isDay } from "../formats/days.js";
import { plainText } from "../formats/text.js";
import { t } from "../formats/gettext.js";

/**
 * `day` is when it was taken along, "" while it is only written; `answer` whether it worked, "" before anybody asked.
 * @typedef {"" | "yes" | "half" | "no"} Answer
 * @typedef {{ when: string, then: string, day: string, answer: Answer }} Sentence
 */

export const MOST = 200; // characters of each half
const WEEK = 7;

/** @type {Record<Answer, string>} */
export const ANSWERS = { "": "", yes: t`Ja`, half: t`Halb`, no: t`Noch nicht` };

/**
 * Half of a sentence as it fits behind its word: on one line, without the word itself and without a full stop.
 * @param {string} text
 * @param {string} word
 */
export function clause(text, word) {
  const line = plainText(text, MOST);
  const rest = line.toLowerCase().startsWith(`${word.toLowerCase()} `) ? line.slice(word.length + 1) : line;
  return rest.replace(/[\s.,;!]+$/, "");
}

/** @param {{ when: string, then: string }} sentence */
export const spoken = ({ when, then }) => t`Wenn ${when}, dann ${then}.`;

/**
 * `value`, which may come from anywhere, as a sentence; null if it is none.
 * @param {unknown} value
 * @returns {Sentence | null}
 */
export function sentenceOf(value) {
  if (typeof value !== "object" || value === null) return null;
  const { when, then, day, answer } = /** @type {Record<keyof Sentence, unknown>} */ (value);
  if (typeof when !== "string" || typeof then !== "string") return null;
  return {
    when: plainText(when, MOST),
    then: plainText(then, MOST),
    day: isDay(day) ? day : "",
    answer: answer === "yes" || answer === "half" || answer === "no" ? answer : "",
  };
}

/**
 * Whether it is time to ask how it went: a week after it was taken along, once.
 * @param {Sentence} sentence
 * @param {string} today
 */
export function isDue({ day, answer }, today) {
  return day !== "" && answer === "" && Date.parse(today) - Date.parse(day) >= WEEK * 86_400_000;
}

/**
 * What to send to a colleague.
 * @param {Sentence} sentence
 */
export const askMe = (sentence) => t`Frag mich am Freitag: Hat es geklappt? „${spoken(sentence)}“`;

/**
 * Midnight UTC of the next `weekday` (1 is Monday) after `today`, in milliseconds.
 * @param {string} today
 * @param {number} weekday
 */
export function nextDay(today, weekday) {
  const start = Date.parse(today);
  return start + ((weekday - new Date(start).getUTCDay() + 6) % 7 + 1) * 86_400_000;
}

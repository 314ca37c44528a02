// What counts as right. Pure functions.

import { t } from "../formats/gettext.js";

/** @type {Record<string, string>} */
const GERMAN = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };

/**
 * Text as it is compared: without case, spelling variants, odd spaces and comma/point differences.
 * @param {string} text
 */
export function normalizeText(text) {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[äöüß]/g, (letter) => GERMAN[letter])
    .replace(/[\u00ad\u200b-\u200d\ufeff]/g, "")
    .replace(/[\u2010-\u2015]/g, "-")
    .replace(/["„“”«»]/g, "")
    .replace(/[‘’‚‹›\u0060´]/g, "'")
    .replace(/^\s*'(.*)'\s*$/, "$1")
    .replace(/(\d),(\d)/g, "$1.$2")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[.!?]$/, "");
}

/**
 * True if `text` is one of the accepted `answers`.
 * @param {string} text
 * @param {string[]} answers
 */
export function matchesText(text, answers) {
  const given = normalizeText(text);
  return answers.some((answer) => normalizeText(answer) === given);
}

/**
 * True if `text` is misspelled, and one of `answers` is meant: in one word of at least five letters one letter after the
 * first is missing, too many, another, or has changed places with its neighbour. Never with a digit in it, and never what is
 * a word of `known` texts: that somebody meant.
 * @param {string} text
 * @param {string[]} answers
 * @param {string[]} known
 */
export function isNearMiss(text, answers, known) {
  const given = wordsOf(text);
  const real = known.flatMap(wordsOf);
  return answers.some((answer) => {
    const wanted = wordsOf(answer);
    const wrong = wanted.flatMap((word, i) => (word === given[i] ? [] : [i]));
    if (given.length !== wanted.length || wrong.length !== 1) return false;
    const [typed, meant] = [given[wrong[0]], wanted[wrong[0]]];
    return meant.length >= 5 && !/\d/.test(typed + meant) && !real.includes(typed) && isOneSlip(typed, meant);
  });
}

/** @param {string} text */
const wordsOf = (text) => normalizeText(text).split(/[^\p{L}\p{N}]+/u);

/**
 * @param {string} one
 * @param {string} other
 */
function isOneSlip(one, other) {
  const [long, short] = one.length > other.length ? [one, other] : [other, one];
  let i = 0;
  while (i < short.length && long[i] === short[i]) i++;
  const rest = long.slice(i + 1);
  if (i === 0) return false;
  if (long.length > short.length) return rest === short.slice(i);
  return rest === short.slice(i + 1) || (long[i] + long[i + 1] === short[i + 1] + short[i] && long.slice(i + 2) === short.slice(i + 2));
}

// Words around a number that say nothing of it; those of the site's language.
const BEFORE = new RegExp(`^((${t`ca|etwa|rund`})\\.?|≈|~)`, "i");
const EACH = new RegExp(`((${t`im|pro|je`}|/)(${t`jahr|monat|woche|tag|stunde|stück|person|kunde|kundin|kunden|kundinnen|gast`})|${t`jährlich|monatlich`})\\.?$`, "i");
const BEHIND = new RegExp(`([€£$%]|${t`eur|euro|prozent|stück|mal|jahr|jahre|tag|tage`})\\.?$`, "i");
const MONEY = new RegExp(`^([+-]?)([€£$]|${t`eur|euro`})`, "i");

/** @param {string} text */
const withoutGaps = (text) => text.normalize("NFKC").replace(/[\s'’_]/g, "");

/**
 * The numbers that a German reader may mean by `text`: "3.750" is 3750 or 3.75, "1,5" is 1.5.
 * The question's own `unit` may stand behind it. [] if it is none.
 * @param {string} text
 * @param {string} unit
 */
export function readNumbers(text, unit = "") {
  const typed = withoutGaps(text);
  const own = withoutGaps(unit);
  const bare = (own && typed.toLowerCase().endsWith(own.toLowerCase()) ? typed.slice(0, -own.length) : typed)
    .replace(BEFORE, "")
    .replace(EACH, "")
    .replace(BEHIND, "")
    .replace(MONEY, "$1")
    .replace(/,[-\u2012-\u2015\u2212]{1,2}$/, "")
    .replace(/^[\u2212\u2013]/, "-");
  if (!/^[+-]?(\d[\d.,]*|[.,]\d+)$/.test(bare)) return [];
  const readings = new Set();
  if (/^[+-]?\d{1,3}(\.\d{3})+(,\d*)?$/.test(bare)) readings.add(Number(bare.replace(/\./g, "").replace(",", ".")));
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare)) readings.add(Number(bare.replace(/,/g, "")));
  if (/^[+-]?\d*([.,]\d*)?$/.test(bare)) readings.add(Number(bare.replace(",", ".")));
  return [...readings].filter(Number.isFinite);
}

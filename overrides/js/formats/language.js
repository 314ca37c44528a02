// The site's language, and words that go with a number. The bundler puts here what is not German (src/kurs/site/bundles.py).

/** For `Intl` and what else asks for a language. */
export const language = "de";

/** @param {number} n */
const formOf = (n) => Number(n !== 1);

/**
 * Of `forms`, the one for `count`.
 * @template T
 * @param {number} count
 * @param {...T} forms
 * @returns {T}
 */
export const plural = (count, ...forms) => forms[formOf(count)];

/**
 * „3 Lektionen“, „1 Lektion“
 * @param {number} count
 * @param {...string} forms
 */
export const counted = (count, ...forms) => `${count} ${plural(count, ...forms)}`;

// What else a German reader may mean by a search word. Pure functions.

/** @type {Record<string, string>} */
const SPELLED = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
const MOST = 6;

/**
 * A word as it is compared: lower case, umlauts written out.
 * @param {string} word
 */
export function plainWord(word) {
  return word.toLowerCase().replace(/[äöüß]/g, (letter) => SPELLED[letter]);
}

/**
 * True if one typing error (a letter more, less, other, or two swapped) leads from `a` to `b`.
 * @param {string} a
 * @param {string} b
 */
function isOneSlip(a, b) {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  const restA = a.slice(start);
  const restB = b.slice(start);
  const swapped = restA.length > 1 && restA.length === restB.length && restA[0] === restB[1] && restA[1] === restB[0];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA === restB.slice(1) ||
    restA.slice(1) === restB ||
    (swapped && restA.slice(2) === restB.slice(2))
  );
}

/**
 * Words of the course that `typed` may mean: other spellings, compounds that contain it, else one slip away.
 * @param {string} typed
 * @param {string[]} words
 */
function meant(typed, words) {
  const plain = plainWord(typed);
  if (plain.length < 4) return [];
  const containing = words.filter((word) => word !== typed.toLowerCase() && plainWord(word).includes(plain));
  const near = containing.length ? containing : words.filter((word) => plain.length > 4 && isOneSlip(plainWord(word), plain));
  return near.sort((a, b) => a.length - b.length).slice(0, MOST);
}

/**
 * The words of a query as they count: five at most.
 * @param {string} query
 */
export function typedWords(query) {
  return query.split(/\s+/).filter(Boolean).slice(0, 5);
}

/**
 * Whether each word of `query` begins one of `words`. For others Pagefind falls back to first letters, which helps nobody.
 * @param {string} query
 * @param {string[]} words
 */
export function isKnown(query, words) {
  return typedWords(query).every((part) => words.some((word) => word.startsWith(part.toLowerCase())));
}

/**
 * Whether one of the words `found` begins as one of `query` does: a word that is not there leads Pagefind to its first letter.
 * @param {string} query
 * @param {string[]} found
 */
export function begins(query, found) {
  return typedWords(query).some((part) => found.some((word) => plainWord(word).startsWith(plainWord(part).slice(0, 4))));
}

/**
 * What may be asked instead of `query`: one word replaced at a time.
 * @param {string} query
 * @param {string[]} words
 */
export function otherQueries(query, words) {
  const typed = typedWords(query);
  return typed.flatMap((word, i) => meant(word, words).map((other) => [...typed.slice(0, i), other, ...typed.slice(i + 1)].join(" ")));
}

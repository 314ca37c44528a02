// All receipts in a text: what mail programs and people put in and around them, and what is left of broken ones. Pure.

import { bare } from "../progress/codes.js";
import { plainText } from "../formats/text.js";

/** @typedef {{ code: string, line: number, before: string, after: string }} Found `before` and `after`: words around it */

const WORDS = { read: 2000, told: 60 }; // characters of what stands around a code or is left of one

// Both start at a sign that no code has, so that a long run of letters is read once and not from each of its letters.
const TAIL = /(?:^|[^\w-])[\w-]{30,}\.[0-9a-f]{8}(?=$|[\s<>"“”')|])/;
const RUN = /(?:^|[\s>"„“”'(|])[\w-]{50,}(?=$|[\s<"“”')|=.])/; // no word is that long, and addresses hold other signs

const HYPHEN = 45;
const IN_CODES = Uint8Array.from({ length: 128 }, (_, code) => Number(/[\w.-]/.test(String.fromCharCode(code))));
const DASHES = new Map([[0x2010, 1], [0x2011, 1], [0x2013, 2], [0x2014, 2]]); // what mail programs make of one hyphen, of two

/**
 * All codes in `text`, whatever mail programs and people put in and around them, in order. What looks like a code that
 * lost its start is one too, with what is left of it. Mail files (`isFile`) are full of other long words; there only
 * the end of a code shows one. Assignments, which replies quote, and progress are left out.
 * @param {string} text
 * @param {boolean} isFile
 * @returns {Found[]}
 */
export function findReceipts(text, isFile) {
  const { signs, places } = stripped(text);
  const headsOf = (/** @type {RegExp} */ pattern) => [...signs.matchAll(pattern)].map((head) => head.index);
  const receipts = new Set(headsOf(/NACHWEIS\d{1,6}[A-Z]?\./gi));
  const heads = [...receipts, ...headsOf(/(?:AUFGABE|LERNSTAND)\d{1,6}[A-Z]?\./g)].sort((a, b) => a - b);
  /** @type {{ code: string, at: number }[]} */
  const found = [];
  let end = 0; // in text: up to here everything belongs to a code
  const takeRemains = (/** @type {number} */ next) => {
    const piece = text.slice(end, next);
    const starts = (isFile ? [TAIL] : [TAIL, RUN]).flatMap((pattern) => pattern.exec(piece)?.index ?? []);
    if (!starts.length) return;
    const at = end + Math.min(...starts);
    const isSign = /[\w-]/.test(text[at]);
    found.push({ code: remainsIn(text.slice(at, next)), at: isSign ? at : at + 1 });
  };
  heads.forEach((head, i) => {
    const [code] = /^[A-Z]+\d+[A-Z]?\.[\w-]*(\.[0-9a-f]{0,8})?/i.exec(signs.slice(head, heads[i + 1])) ?? [""];
    takeRemains(places[head]);
    if (receipts.has(head)) found.push({ code, at: places[head] });
    end = places[head + code.length - 1] + 1;
  });
  takeRemains(text.length);
  return placed(found, text);
}

/** @param {string} text that begins with what is left of a code */
const remainsIn = (text) => /[\w-]+(\.[0-9a-f]{0,8})?/.exec(bare(text.slice(0, WORDS.read)))?.[0] ?? "";

/**
 * What stands in base64 in the parts of a mail file: a text each, a sign for a byte.
 * @param {string} mail
 */
export function packedParts(mail) {
  /** @type {string[][]} */
  const parts = [];
  let isPacked = false; // so says the head of a part, which ends with an empty line
  /** @type {string[] | null} */
  let lines = null;
  for (const line of mail.split(/\r?\n/)) {
    if (/^content-transfer-encoding:\s*base64\s*$/i.test(line)) isPacked = true;
    else if (isPacked && !line) {
      isPacked = false;
      parts.push((lines = []));
    } else if (lines && /^[A-Za-z0-9+/]+=*$/.test(line)) lines.push(line);
    else lines = null;
  }
  return parts.map(unpacked);
}

/** @param {string[]} lines */
function unpacked(lines) {
  try {
    return atob(lines.join(""));
  } catch {
    return "";
  }
}

/**
 * The signs of `text` that codes consist of, dashes made plain, and where each stood. 1 MB takes no noticeable time.
 * @param {string} text
 */
function stripped(text) {
  const bytes = new Uint8Array(2 * text.length);
  const places = new Uint32Array(2 * text.length);
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const copies = code < 128 ? IN_CODES[code] : (DASHES.get(code) ?? 0);
    for (let copy = 0; copy < copies; copy++) {
      bytes[count] = code < 128 ? code : HYPHEN;
      places[count++] = i;
    }
  }
  return { signs: new TextDecoder("latin1").decode(bytes.subarray(0, count)), places };
}

/**
 * With the line of each, and the words of people before it and after it, as far as the next one.
 * @param {{ code: string, at: number }[]} found
 * @param {string} text
 * @returns {Found[]}
 */
function placed(found, text) {
  let line = 1;
  let at = 0;
  return found.map((one, i) => {
    const start = Math.max(at, one.at - WORDS.read);
    const before = wordsIn(text.slice(start, one.at)).slice(-1)[0] ?? "";
    const after = wordsIn(text.slice(one.at, Math.min(found[i + 1]?.at ?? text.length, one.at + WORDS.read))).slice(0, 2);
    for (; at < one.at; at++) if (text[at] === "\n") line += 1;
    return { code: one.code, line, before, after: plainText(after.join(" "), WORDS.told) };
  });
}

/**
 * The lines that hold words and no piece of a code.
 * @param {string} text
 */
function wordsIn(text) {
  const lines = text.split("\n").filter((line) => /\p{L}/u.test(line) && !/[\w-]{30,}|NACHWEIS\d/i.test(line));
  return lines.map((line) => plainText(line, WORDS.told));
}

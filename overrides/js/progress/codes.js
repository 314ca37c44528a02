// Codes that people send each other: LERNSTAND…, AUFGABE…, NACHWEIS…
//
//   <WORD><version>[<kind>].<base64url>.<CRC-32 in hex>
//
// Only letters, digits, „-“, „_“ and „.“, with a letter or digit at the end: Outlook, Teams and Slack make all of it
// part of a link, and percent-encoding leaves it alone. The checksum is over all before it.

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  return rest;
});

/**
 * CRC-32 of ASCII `text` as eight hex digits.
 * @param {string} text
 */
export function checksum(text) {
  let rest = -1;
  for (let i = 0; i < text.length; i++) rest = (rest >>> 8) ^ CRC_TABLE[(rest ^ text.charCodeAt(i)) & 255];
  return (~rest >>> 0).toString(16).padStart(8, "0");
}

/** @param {Uint8Array} bytes */
export function toBase64(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * Throws where `text` is no base64.
 * @param {string} text
 */
export function fromBase64(text) {
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}

/**
 * Throws where `bytes` are no UTF-8.
 * @param {BufferSource} bytes
 */
export function utf8(bytes) {
  return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
}

/**
 * `text` without what mail programs add to codes: breaks, blanks, quotes, other dashes.
 * @param {string} text
 */
export function bare(text) {
  return text.replace(/[‐‑]/g, "-").replace(/[–—]/g, "--").replace(/[^A-Za-z0-9_.-]/g, "");
}

/**
 * `text` without percent-encoding, also where a program did it twice.
 * @param {string} text
 */
export function unescaped(text) {
  let plain = text;
  for (let i = 0; i < 3 && /%[0-9a-f]{2}/i.test(plain); i++) {
    try {
      plain = decodeURIComponent(plain);
    } catch {
      return plain;
    }
  }
  return plain;
}

/**
 * A code with `value` as JSON in it. `head`: word and version.
 * @param {string} head
 * @param {unknown} value
 */
export function sealed(head, value) {
  const code = `${head}.${toBase64(new TextEncoder().encode(JSON.stringify(value)))}`;
  return `${code}.${checksum(code)}`;
}

/**
 * {version, value} of a whole code that begins with `word` and any version up to `newest`, the one written here;
 * else {problem: "newer" | "broken"}. Codes with a kind ("NACHWEIS1Z") are of a later course.
 * @param {string} code
 * @param {string} word
 * @param {number} newest
 * @returns {{ problem: "newer" | "broken", version?: undefined, value?: undefined } | { version: number, value: unknown, problem?: undefined }}
 */
export function openCode(code, word, newest) {
  const [, name, digits, kind] = /^([A-Z]+)(\d{1,6})([A-Z]?)\./.exec(code) ?? [];
  const version = Number(digits);
  if (name !== word || version === 0) return { problem: "broken" };
  if (version > newest || kind) return { problem: "newer" };
  const value = unsealed(code);
  return value === undefined ? { problem: "broken" } : { version, value };
}

/**
 * The value in a whole code ("WORD1.body.sum"), or undefined if a sign is wrong, lost or too many.
 * @param {string} code
 * @returns {unknown}
 */
function unsealed(code) {
  const [, sealedPart, body, sum] = /^([A-Z]+\d+\.([\w-]+))\.([0-9a-f]{8})$/.exec(code) ?? [];
  if (!body || checksum(sealedPart) !== sum) return undefined;
  try {
    return JSON.parse(utf8(fromBase64(body)));
  } catch {
    return undefined;
  }
}


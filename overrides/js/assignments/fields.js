// What stands in a code: anybody may have written it, so nothing is known of it.

import { plainText } from "../formats/text.js";

/**
 * `value` if it has fields, else nothing with fields.
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
export const recordFrom = (value) => (typeof value === "object" && value !== null ? { ...value } : {});

/**
 * @param {unknown} value
 * @param {number} limit characters
 * @returns {value is string}
 */
export const isText = (value, limit) => typeof value === "string" && value.length <= limit;

/**
 * @param {unknown} value
 * @param {number} most
 * @param {number} limit characters of each
 * @returns {value is string[]}
 */
export const isTexts = (value, most, limit) => Array.isArray(value) && value.length <= most && value.every((one) => isText(one, limit));

/**
 * `value` as plain text, "" if it is none.
 * @param {unknown} value
 * @param {number} limit characters
 */
export const textFrom = (value, limit) => (typeof value === "string" ? plainText(value, limit) : "");

// A part of what mail programs take, and nothing that means something in a mailto: address or looks like another sign.
const ADDRESS = /^\w[\w.+'-]{0,63}@([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,63}$/i;

/**
 * `value` if it is an e-mail address, else "".
 * @param {unknown} value
 */
export const addressFrom = (value) => (isText(value, 100) && ADDRESS.test(value) ? value : "");

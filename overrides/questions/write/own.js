// Where one's own words to a question are kept: on this device alone, and nowhere where a platform could read them.

import { showNotice } from "../../js/page/notice.js";
import { openTyped } from "../../js/progress/typed.js";

/** @typedef {{ text: string, said: boolean, ticked: boolean[] }} Own */

const typed = openTyped(showNotice);

/**
 * The place of what was written to the question `id`, at most `most` characters.
 * @param {string} id
 * @param {number} most
 */
export function openOwn(id, most) {
  const name = `schreiben:${id}`;
  return {
    /** @returns {Own | null} */
    get() {
      const value = typed.get(name);
      if (typeof value !== "object" || value === null) return null;
      const { text, said, ticked } = /** @type {Record<keyof Own, unknown>} */ (value);
      return {
        text: typeof text === "string" ? text.slice(0, most) : "",
        said: said === true,
        ticked: Array.isArray(ticked) ? ticked.map((one) => one === true) : [],
      };
    },
    /** @param {Own} own */
    set: (own) => typed.set(name, own.text || own.said ? own : null),
    subscribe: typed.subscribe,
  };
}

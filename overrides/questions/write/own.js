// Where one's own words to a question are kept.

/** @typedef {{ text: string, said: boolean, ticked: boolean[] }} Own */

/** @type {Map<string, unknown>} */
const kept = new Map();

/**
 * The place of what was written to the question `id`.
 * @param {string} id
 */
export function openOwn(id) {
  const name = `schreiben:${id}`;
  return {
    /** @returns {Own} */
    get() {
      const value = /** @type {Partial<Own>} */ (kept.get(name) ?? {});
      return {
        text: typeof value.text === "string" ? value.text.slice(0, 2000) : "",
        said: value.said === true,
        ticked: Array.isArray(value.ticked) ? value.ticked.map((one) => one === true) : [],
      };
    },
    /** @param {Own} own */
    set: (own) => kept.set(name, own.text || own.said ? own : null),
  };
}

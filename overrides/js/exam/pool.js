// The questions that the exam draws from.

/** @typedef {import("./question.js").Entry} Entry */

/**
 * The questions: from their file, or where files cannot be fetched from the page itself (packages).
 * @param {HTMLElement} root
 * @returns {Promise<unknown>}
 */
export async function loadPool(root) {
  const inline = root.querySelector("script[type='application/json']");
  return inline ? JSON.parse(inline.textContent) : (await fetch(root.dataset.pool ?? "")).json();
}

/**
 * What loadPool gives, checked, by key; `form` is HTML. Throws TypeError for anything else.
 * @param {any} list whatever was there
 * @returns {Map<string, Entry>}
 */
export function readPool(list) {
  const fields = ["key", "group", "lesson", "url", "objective", "form"];
  if (!list.every((/** @type {any} */ entry) => fields.every((field) => typeof entry?.[field] === "string"))) throw new TypeError("pool");
  return new Map(list.map((/** @type {Entry} */ entry) => [entry.key, entry]));
}

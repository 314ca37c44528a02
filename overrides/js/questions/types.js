// The question types by name: a line for each folder of overrides/questions, here or in tasks.js.

import { multiple, single } from "../../questions/choice/script.js";

/** @typedef {import("./shared.js").QuestionType | import("./shared.js").OwnType} AnyType */

/** @type {Record<string, AnyType>} */
const TYPES = { single, multiple };

/**
 * The type of that name; one of tasks.js only where that has been loaded.
 * @param {string} name
 * @returns {AnyType | undefined}
 */
export const typeOf = (name) => ({ ...TYPES, ...globalThis.kursTypes })[name];

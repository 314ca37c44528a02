// What a script of a lesson wants to have kept.

/** @import { Part } from "../pages/typed.js" */

/**
 * Have `part` kept, whether what keeps it is here already or comes later.
 * @param {Part} part
 */
export function keepPart(part) {
  if (globalThis.kursKeeper) globalThis.kursKeeper.keep(part);
  else (globalThis.kursParts ??= []).push(part);
}

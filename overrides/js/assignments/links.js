// All assignments in a text: a trainer with fourteen groups pastes all their links at once. Pure.

import { NoAssignment, readAssignment } from "./assignment.js";
import { bare, unescaped } from "../progress/codes.js";

/** @import { Assignment } from "./assignment.js" */

const MOST = 200; // of assignments
const MAX_CODE = 3000; // signs of one that are looked at; none is that long

/**
 * Each assignment in `text` once, in order, and what is wrong with the others: one sentence each kind.
 * @param {string} text of links or codes, with anything around them
 * @param {string} course
 * @returns {{ found: Assignment[], problems: string[] }}
 */
export function findAssignments(text, course) {
  const signs = bare(unescaped(text));
  const heads = [...signs.matchAll(/AUFGABE\d{1,6}[A-Z]?\./g)].map(({ index }) => index).slice(0, MOST);
  /** @type {Map<string, Assignment>} */
  const found = new Map();
  /** @type {Set<string>} */
  const problems = new Set();
  const pieces = heads.map((head, i) => signs.slice(head, Math.min(heads[i + 1] ?? signs.length, head + MAX_CODE)));
  for (const piece of pieces.length ? pieces : [text.slice(0, MAX_CODE)]) {
    try {
      const one = readAssignment(piece, course);
      found.set(one.id, one);
    } catch (error) {
      if (!(error instanceof NoAssignment)) throw error;
      problems.add(error.message);
    }
  }
  return { found: [...found.values()], problems: [...problems] };
}

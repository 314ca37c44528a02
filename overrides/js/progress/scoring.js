// The progress document (document.js) where it is only read: which answers count, and what they are worth. Pure.

export const FORMAT = "kurs-lernstand";
export const VERSION = 1;
export const PASS_MARK = 0.8; // the only place: packages and texts (<!-- zahl: bestehen -->) take it from here

export function emptyProgress(course) {
  return { format: FORMAT, version: VERSION, course, clock: 0, answers: {}, lessons: {} };
}

/** The entry of that name; what every object inherits (constructor, __proto__) is no entry. */
export function entryOf(entries, name) {
  return Object.prototype.hasOwnProperty.call(entries, name) ? entries[name] : undefined;
}

/** The answer to this revision of a question, or undefined. */
export function answerTo(progress, { id, revision }) {
  const entry = progress.answers[id];
  return entry && !entry.reset && entry.r === revision ? entry : undefined;
}

/** {total, answered, right, reached} of `questions` ([{id, revision}]); `passMark` is 0–1. */
export function scoreOf(progress, questions, passMark) {
  const answers = questions.map((question) => answerTo(progress, question)).filter(Boolean);
  const right = answers.filter((entry) => entry.ok).length;
  const total = questions.length;
  return { total, answered: answers.length, right, reached: total > 0 && answers.length === total && right >= passMark * total };
}

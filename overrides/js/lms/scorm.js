// What both SCORM versions share: finding the platform, and telling it things in an order that it survives.

const LEVELS = 50;

/** @typedef {Record<string, string | undefined>} Values of the data model by their names without "cmi."; undefined is not told */

/**
 * The windows around `start`, nearest first. A window of another origin is named too, but may not be touched.
 * @param {Window | null} start
 */
function around(start) {
  /** @type {Window[]} */
  const windows = [];
  for (let win = start; win && windows.length < LEVELS && !windows.includes(win); win = win.parent) windows.push(win);
  return windows;
}

/**
 * The platform's object `name`, known by `method`, in a window around this one or around its opener; else undefined.
 * @template {"API" | "API_1484_11"} Name
 * @param {Name} name
 * @param {string} method
 * @returns {Window[Name]}
 */
export function findApi(name, method) {
  const near = around(self);
  const far = near.flatMap((win) => {
    try {
      return around(win.opener);
    } catch {
      return [];
    }
  });
  for (const win of [...near, ...far]) {
    try {
      const api = win[name];
      if (api && typeof Reflect.get(api, method) === "function") return api;
    } catch {
      // Another origin; the next window may be ours again.
    }
  }
  return undefined;
}

/** @param {unknown} answer a platform's: a text, or what is none */
export const isTrue = (answer) => String(answer) === "true";

/**
 * Tells groups of values, each with its own commit: a platform may lose a status that comes along with a score.
 * `set(name, value)` and `commit()` are the platform's. What it has is not told again. Returns false if a commit failed;
 * the rest waits for the next time, unless there is none (`isLast`).
 * @param {(name: string, value: string) => unknown} set
 * @param {() => unknown} commit
 * @returns {(groups: Values[], isLast?: boolean) => boolean}
 */
export function makeTeller(set, commit) {
  /** @type {Map<string, string>} */
  const has = new Map();
  return (groups, isLast = false) => {
    for (const group of groups) {
      const news = Object.entries(group).flatMap(([name, value]) => (value === undefined || has.get(name) === value ? [] : [{ name, value }]));
      for (const { name, value } of news) set(name, value);
      if (news.length && !isTrue(commit()) && !isLast) return false;
      for (const { name, value } of news) has.set(name, value);
    }
    return true;
  };
}

/**
 * @param {number} seconds
 * @returns {[hours: number, minutes: number, seconds: number]}
 */
export function clock(seconds) {
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
}

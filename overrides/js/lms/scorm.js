// What both SCORM versions share: finding the platform, and telling it things in an order that it survives.

const LEVELS = 50;

/** The windows around `start`, nearest first. A window of another origin is named too, but may not be touched. */
function around(start) {
  const windows = [];
  for (let win = start; win && windows.length < LEVELS && !windows.includes(win); win = win.parent) windows.push(win);
  return windows;
}

/** The platform's object `name`, known by `method`, in a window around this one or around its opener; else undefined. */
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
      if (typeof win[name]?.[method] === "function") return win[name];
    } catch {
      // Another origin; the next window may be ours again.
    }
  }
  return undefined;
}

export const isTrue = (answer) => String(answer) === "true";

/**
 * Tells groups of values, each with its own commit: a platform may lose a status that comes along with a score.
 * `set(name, value)` and `commit()` are the platform's. What it has is not told again. Returns false if a commit failed;
 * the rest waits for the next time, unless there is none (`isLast`).
 */
export function makeTeller(set, commit) {
  const has = new Map();
  return (groups, isLast = false) => {
    for (const group of groups) {
      const news = Object.entries(group).filter(([name, value]) => value !== undefined && has.get(name) !== value);
      for (const [name, value] of news) set(name, value);
      if (news.length && !isTrue(commit()) && !isLast) return false;
      for (const [name, value] of news) has.set(name, value);
    }
    return true;
  };
}

/** [hours, minutes, seconds] */
export function clock(seconds) {
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
}

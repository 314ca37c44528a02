// Addresses of lessons, modules and learning paths that moved; the build writes on every page what it knows.

/** Map old → present name of a part of the course: "das-schild", "wege/einstieg". */
export const MOVED = new Map((document.documentElement.dataset.moves ?? "").split(" ").filter(Boolean).map((move) => /** @type {[string, string]} */ (move.split(":"))));

/**
 * The names of `entries`, each part of the course once: what moved stands there at its old address, too.
 * @param {Record<string, unknown>} [entries]
 */
export const presentIn = (entries = {}) => Object.keys(entries).filter((slug) => !MOVED.has(slug));

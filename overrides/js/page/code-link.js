// Links that carry a code.

/**
 * The whole address of `page` with `code` behind its #, where no server reads it.
 * @param {string | undefined} page an address as templates write it
 * @param {string} code
 */
export function codeLink(page, code) {
  const { origin, pathname } = new URL(page ?? "", location.href);
  return `${origin}${pathname}#${code}`;
}

// Elements that a page is known to have, of the kind that it is known to be.

/**
 * The first `kind` of element that `selector` means in `root`; throws where there is none.
 * @template {Element} Kind
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Kind} kind
 */
export function find(root, selector, kind) {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new TypeError(selector);
}

/**
 * All elements of that kind.
 * @template {Element} Kind
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Kind} kind
 */
export function findAll(root, selector, kind) {
  /** @type {Kind[]} */
  const found = [];
  for (const one of root.querySelectorAll(selector)) if (one instanceof kind) found.push(one);
  return found;
}

/** @param {Node} node */
export const textOf = (node) => node.textContent ?? "";

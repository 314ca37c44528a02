// Elements that a page is known to have, of the kind that they are known to be.

/**
 * @template {Element} T
 * @typedef {new () => T} Kind
 */

/**
 * The first element in `root` that matches `selector`, an HTMLElement if no other `kind` is asked for. Throws where the
 * page has none: the script and its template belong together.
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
/**
 * @template {Element} T
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<T>} kind
 * @returns {T}
 */
/**
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<Element>} kind
 */
export function find(root, selector, kind = HTMLElement) {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new TypeError(selector);
}

/**
 * All elements in `root` that match `selector` and are of `kind`.
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
/**
 * @template {Element} T
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<T>} kind
 * @returns {T[]}
 */
/**
 * @param {ParentNode} root
 * @param {string} selector
 * @param {Kind<Element>} kind
 */
export function all(root, selector, kind = HTMLElement) {
  return [...root.querySelectorAll(selector)].filter((node) => node instanceof kind);
}

/** @param {Node} node */
export const textOf = (node) => node.textContent ?? "";

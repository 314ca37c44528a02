// Elements found and made by scripts; text is always text.

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
export function findAll(root, selector, kind = HTMLElement) {
  return [...root.querySelectorAll(selector)].filter((node) => node instanceof kind);
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [text]
 * @param {string} [className]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, text, className) {
  const node = document.createElement(tag);
  if (text) node.textContent = text;
  if (className) node.className = className;
  return node;
}

/**
 * @param {string} text
 * @param {(event: MouseEvent) => unknown} action
 * @param {boolean} quiet whether another button on the page matters more
 */
export function makeButton(text, action, quiet = true) {
  const node = element("button", text, quiet ? "knopf leise" : "knopf");
  node.type = "button";
  node.addEventListener("click", action);
  return node;
}

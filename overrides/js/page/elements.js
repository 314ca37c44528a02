// Elements made by scripts; text is always text.

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

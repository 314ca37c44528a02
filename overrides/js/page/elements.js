// Elements made by scripts; text is always text.

export function element(tag, text, className) {
  const node = document.createElement(tag);
  if (text) node.textContent = text;
  if (className) node.className = className;
  return node;
}

export function makeButton(text, action, quiet = true) {
  const node = element("button", text, quiet ? "knopf leise" : "knopf");
  node.type = "button";
  node.addEventListener("click", action);
  return node;
}


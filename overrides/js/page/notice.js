// One place for messages that concern the whole page.

/**
 * Show `text` on top of the page and announce it; the same text is shown once.
 * @param {string} text
 */
export function showNotice(text) {
  const place = document.querySelector("[data-messages]");
  if (!place || [...place.children].some((entry) => entry.textContent === text)) return;
  const entry = document.createElement("p");
  entry.textContent = text;
  place.append(entry);
}

// A term of the glossary is explained where it stands. What says it is the glossary's own page; where that cannot be had,
// the link leads there.

import { t } from "../formats/gettext.js";
import { element } from "./elements.js";

/** @type {Map<string, Promise<Document>>} */
const pages = new Map();

/** @param {Promise<unknown>} isStyled where an explanation stands depends on how it looks */
export function startGlossary(isStyled) {
  if (!("popover" in HTMLElement.prototype)) return;
  const box = element("div", "", "term");
  box.popover = "auto";
  box.tabIndex = -1;
  box.setAttribute("role", "dialog");
  /** @type {HTMLAnchorElement | undefined} */
  let open;
  let isClosing = false; // a press on the word closes its explanation; the click that follows must not open it again
  addEventListener("pointerdown", ({ target }) => {
    isClosing = box.matches(":popover-open") && target instanceof Node && Boolean(open?.contains(target));
  }, true);

  addEventListener("click", async (event) => {
    const link = event.target instanceof Element && event.target.closest("a.glossary-term");
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (isClosing && event.detail) return;
    try {
      const [{ term, text }] = await Promise.all([read(link), isStyled]);
      open = link;
      const more = element("a", t`Im Glossar`);
      more.href = link.href;
      box.setAttribute("aria-label", term);
      box.replaceChildren(element("strong", term), element("p", text), more);
      link.after(box);
      place(box, link);
      box.showPopover();
      place(box, link);
      box.focus({ preventScroll: true });
    } catch {
      location.href = link.href;
    }
  });
}

/** @param {HTMLAnchorElement} link to an entry */
async function read(link) {
  const [address] = link.href.split("#");
  const page = pages.get(address) ?? load(address);
  pages.set(address, page);
  page.catch(() => pages.delete(address));
  const entry = (await page).getElementById(decodeURIComponent(link.hash.slice(1)));
  const says = entry?.nextElementSibling;
  if (!entry || says?.tagName !== "DD") throw new Error("entry");
  const last = says.lastElementChild;
  if (last?.tagName === "A" && !last.nextSibling?.textContent?.trim()) last.remove(); // it leads to the lesson
  return { term: entry.textContent?.trim() ?? "", text: says.textContent?.trim() ?? "" };
}

/** @param {string} address */
async function load(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/**
 * Below the word, or above where there is no room; on phones the style sheet has it at the bottom.
 * @param {HTMLElement} box
 * @param {Element} link
 */
function place(box, link) {
  const word = link.getClientRects()[0];
  const { offsetWidth: width, offsetHeight: height } = box;
  const isBelow = word.bottom + height + 12 < innerHeight || word.top < height + 12;
  box.style.setProperty("--x", `${scrollX + Math.max(8, Math.min(word.left, document.documentElement.clientWidth - width - 8))}px`);
  box.style.setProperty("--y", `${scrollY + (isBelow ? word.bottom + 6 : word.top - height - 6)}px`);
}

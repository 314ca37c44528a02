// The sentences of a lesson's section, each with its place on the page.

const BLOCKS = ".admonition-title, h1, h2, h3, p, li, dt, dd, th, td, figcaption";
const SILENT = "[hidden], form, svg, button, nav, details, [data-tool], .citation, .nur-website, .glossary-term + [popover]";
// A full stop after one letter belongs to it: z. B., 1. Mai
const END = /[^\s.]{2}[.!?…]+["“”‘’»)\]]*\s+(?=["„‚“‘«»(]?[A-ZÄÖÜ\d])/g;

/** @typedef {{ text: string, range: Range }} Sentence */

/**
 * @param {Iterable<Element>} parts of the page, in their order
 * @returns {Sentence[]}
 */
export function sentencesOf(parts) {
  return [...parts].flatMap((part) => {
    const inner = [...part.querySelectorAll(BLOCKS)];
    const blocks = part.matches(BLOCKS) ? [part, ...inner] : inner;
    return blocks.filter((block) => !block.closest(SILENT)).flatMap(inBlock);
  });
}

/**
 * Of the text that belongs to `block` itself, not to a block in it.
 * @param {Element} block
 */
function inBlock(block) {
  /** @type {Node[]} */
  const nodes = [];
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent?.closest(BLOCKS) === block && !parent.closest(SILENT)) nodes.push(walker.currentNode);
  }
  const starts = [0];
  for (const node of nodes) starts.push(starts[starts.length - 1] + (node.nodeValue ?? "").length);
  const whole = nodes.map((node) => node.nodeValue).join("");
  /** @param {number} at @param {boolean} isEnd */
  const place = (at, isEnd) => {
    const i = starts.findIndex((start, k) => k > 0 && (isEnd ? at <= start : at < start)) - 1;
    return /** @type {const} */ ([nodes[i], at - starts[i]]);
  };
  const found = [];
  for (const [from, to] of pieces(whole)) {
    const text = whole.slice(from, to);
    const start = from + text.length - text.trimStart().length;
    if (!/[\p{L}\d]/u.test(text)) continue;
    const range = document.createRange();
    range.setStart(...place(start, false));
    range.setEnd(...place(start + text.trim().length, true));
    found.push({ text: text.trim().replace(/\s+/g, " ").replace(/\u00ad/g, ""), range });
  }
  return found;
}

/**
 * @param {string} text
 * @returns {[number, number][]}
 */
function pieces(text) {
  const ends = [...text.matchAll(END)].map(({ 0: end, index }) => (index ?? 0) + end.length);
  return [0, ...ends].map((start, i) => [start, ends[i] ?? text.length]);
}

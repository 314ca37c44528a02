// The page for wrong addresses. A link whose „#“ a mail filter made a part of the path leads on to what was meant.

import { find } from "../formats/dom.js";
import { unescaped } from "../progress/codes.js";
import { startPage } from "../page/page.js";

/** @type {Record<string, string>} */
const READERS = { AUFGABE: "aufgabe/", NACHWEIS: "trainer/pruefen/", LERNSTAND: "lernstand/" };

/**
 * Where the address that was asked for should have led, or undefined.
 * @param {string} start address of the course's first page
 */
function meant(start) {
  const [code, word] = /(AUFGABE|NACHWEIS|LERNSTAND)\d{1,6}[A-Z]?\.[\w-]+\.[0-9a-f]{8}/.exec(unescaped(location.href)) ?? [];
  if (code) return new URL(`${READERS[word]}#${code}`, start);
  const [page, anchor] = unescaped(location.pathname).split(/#(.*)/);
  if (!anchor) return undefined;
  const target = new URL(location.href);
  target.pathname = page;
  target.hash = anchor;
  return target;
}

const target = meant(find(document, "main a", HTMLAnchorElement).href);
if (target) location.replace(target);
startPage();

// Leads on from an old address, and takes along what stands behind it: the anchor and the learning path.

import { find } from "./formats/dom.js";

/** The anchor that was asked for; "" if it is no sound text. */
function askedAnchor() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

const own = document.getElementById(askedAnchor())?.querySelector("a");
const target = new URL((own ?? find(document, "main a", HTMLAnchorElement)).href);
target.search = location.search;
if (!own && !target.hash) target.hash = location.hash;
location.replace(target);

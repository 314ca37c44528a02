// Where one is in a lesson: on phones a slim bar that opens the menu, beside the text a mark in it.

import { all } from "../formats/dom.js";
import { t } from "../formats/gettext.js";
import { element } from "./elements.js";

export function startSections() {
  const links = all(document, ".sections a", HTMLAnchorElement).filter(({ hash }) => hash !== "#quellen");
  const parts = links.map(({ hash }) => document.getElementById(hash.slice(1)));
  const [header] = all(document, "header");
  if (!links.length || !header) return;
  const bar = element("button", "", "section-bar");
  const name = element("span");
  const place = element("span");
  bar.type = "button";
  bar.setAttribute("popovertarget", "kursmenue");
  bar.append(name, " ", place);
  header.append(bar);

  const show = () => {
    const line = Math.max(innerHeight / 4, 100);
    const at = parts.filter((part) => part && part.getBoundingClientRect().top < line).length - 1;
    bar.hidden = at < 0;
    links.forEach((link, i) => (i === at ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
    if (at < 0) return;
    name.textContent = links[at].textContent;
    place.textContent = t`${at + 1} von ${links.length}`;
  };
  let isAsked = false;
  const ask = () => {
    if (!isAsked) requestAnimationFrame(() => (show(), (isAsked = false)));
    isAsked = true;
  };
  addEventListener("scroll", ask, { passive: true });
  addEventListener("resize", ask);
  show();
}

// Light or dark: the system decides until the reader does.

import { all } from "../formats/dom.js";
import { t } from "../formats/gettext.js";

/** @param {(text: string) => unknown} notify */
export function startColours(notify) {
  const root = document.documentElement;
  const current = () => root.dataset.colours || (matchMedia("(prefers-color-scheme: dark)").matches ? "dunkel" : "hell");
  for (const button of all(document, "[data-colour-choice]")) {
    button.addEventListener("click", () => {
      const next = current() === "hell" ? "dunkel" : "hell";
      root.dataset.colours = next;
      try {
        localStorage.setItem("kurs:farben", next);
      } catch {
        notify(t`Die Farbwahl gilt nur für diese Seite, weil der Browser das Speichern nicht erlaubt.`);
      }
    });
  }
}

// Light or dark: the system decides until the reader does.

/** @param {(text: string) => unknown} notify */
export function startColours(notify) {
  const [button] = all(document, "[data-colour-choice]");
  if (!button) return;
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const current = () => root.dataset.colours || (dark.matches ? "dunkel" : "hell");
  const label = () => {
    button.textContent = current() === "dunkel" ? t`Helle Farben` : t`Dunkle Farben`;
  };
  button.addEventListener("click", () => {
    const next = current() === "hell" ? "dunkel" : "hell";
    root.dataset.colours = next;
    label();
    try {
      localStorage.setItem("kurs:farben", next);
    } catch {
      notify(t`Die Farbwahl gilt nur für diese Seite, weil der Browser das Speichern nicht erlaubt.`);
    }
  });
  dark.addEventListener("change", label);
  label();
  button.hidden = false;
}

import { all } from "../formats/dom.js";
import { t } from "../formats/gettext.js";

// What a part of the page needs, for who comes near it.

import { t } from "../formats/gettext.js";
import { element, makeButton } from "./elements.js";
import { loadScript } from "./load.js";

/**
 * Run `action` once, as soon as one of `parts` is less than a screen away.
 * @param {Element[]} parts
 * @param {() => void} action
 */
export function whenNear(parts, action) {
  const near = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      near.disconnect();
      action();
    },
    { rootMargin: "100%" },
  );
  for (const part of parts) near.observe(part);
}

/**
 * Load a script for `part` and run `ready`; where it does not come, the part says so and offers to try again.
 * @param {Element} part
 * @param {string} name
 * @param {() => void} [ready]
 */
export function loadFor(part, name, ready) {
  loadScript(name, ready, () => {
    const line = element("p");
    line.setAttribute("role", "status");
    part.after(line);
    line.append(t`Ein Stück dieser Seite ist nicht angekommen.`, " ", makeButton(t`Noch einmal laden`, () => {
      line.remove();
      loadFor(part, name, ready);
    }));
  });
}

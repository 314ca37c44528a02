// Who learns at this device: on "Mein Lernstand" switching is one tap.

import { find } from "../formats/dom.js";
import { t } from "../formats/gettext.js";
import { element, makeButton } from "../page/elements.js";
import { NAMELESS, offerOthers, whoseText } from "../page/whose.js";
import { become, me, nameMe, people } from "../progress/people.js";
import { PERSON } from "../progress/person.js";

/** @import { Store } from "../progress/store.js" */

/**
 * Start that part of the page; returns what shows how things stand.
 * @param {Store} store
 */
export function startPersons(store) {
  const part = find(document, "[data-person-part]");
  const form = find(part, "[data-my-name]", HTMLFormElement);
  const field = find(form, "input", HTMLInputElement);
  const say = (/** @type {string} */ text) => (find(part, "[data-message]").textContent = text);

  /** @param {{ id: string, name: string }} person */
  function line({ id, name }) {
    const item = element("li", `${name || NAMELESS} `);
    if (id === PERSON) item.append(element("b", t`(Sie)`));
    else {
      const button = makeButton(t`Wechseln`, () => (become(id) ? location.reload() : say(t`Der Browser lässt den Wechsel nicht zu.`)));
      button.setAttribute("aria-label", t`Wechseln zu: ${name || NAMELESS}`);
      item.append(button);
    }
    return item;
  }

  function show() {
    const known = people();
    const all = known.some(({ id }) => id === PERSON) ? known : [me(), ...known];
    part.hidden = store.get().clock === 0 && all.length < 2 && !PERSON;
    find(part, "[data-whose]").textContent = store.get().clock > 0 ? whoseText(store.get()) : "";
    find(part, "[data-people]").replaceChildren(...(all.length > 1 ? all.map(line) : []));
    if (field !== document.activeElement) field.value = me().name;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const isKept = nameMe(field.value.trim());
    show();
    say(isKept ? t`Gemerkt.` : t`Der Browser hat es nicht gespeichert.`);
  });
  offerOthers(find(part, "[data-others]"), () => []); // who is known stands above
  addEventListener("storage", ({ key }) => key?.includes(":person") && show()); // somebody came or went in another tab
  return show;
}

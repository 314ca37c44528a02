// One name on several receipts: the trainer says which belong to one person, and can take it back.

import { KINDS, numbersOf } from "../../js/assignments/verdicts.js";
import { element, makeButton } from "../../js/page/elements.js";
import { all, find } from "../../js/formats/dom.js";
import { dayText } from "../../js/formats/days.js";
import { t } from "../../js/formats/gettext.js";
import { counted } from "../../js/formats/language.js";

/** @import { Entry, Namesakes, Row } from "../../js/assignments/verdicts.js" */

/**
 * @typedef {object} Decisions
 * @property {Entry[][]} persons as decided so far
 * @property {(persons: Entry[][], said: string) => void} decide with what is to be told
 */

const section = find(document, "[data-tool=nachweise-pruefen] [data-namesakes]");
const place = find(section, "[data-groups]");
/** @type {Set<Entry>} not ticked: that outlasts a comparison for another reason */
const left = new Set();

/** @param {Row} row */
function boxOf(row) {
  const label = element("label");
  const box = element("input");
  box.type = "checkbox";
  box.checked = !left.has(row.entry);
  box.addEventListener("change", () => (box.checked ? left.delete(row.entry) : left.add(row.entry)));
  box.value = String(row.number);
  const day = row.receipt?.day ? t`, Stand ${dayText(row.receipt.day)}` : "";
  const text = element("span", t`Nr. ${row.number}: ${KINDS[row.kind]}${day}, ${counted(row.receipt?.passed.length ?? 0, t`Teil bestanden`, t`Teile bestanden`)} (${row.source})`);
  label.append(box, text);
  const item = element("li");
  item.append(label);
  return item;
}

/**
 * @param {Namesakes} group
 * @param {Decisions} decisions
 */
function groupOf({ key, rows }, { persons, decide }) {
  const set = element("fieldset");
  set.dataset.key = key;
  const [{ receipt, task }] = rows;
  set.append(element("legend", [receipt?.name, (task ?? receipt?.assignment)?.group].filter(Boolean).join(", ")));
  const list = element("ul");
  list.append(...rows.map(boxOf));
  const entries = rows.map(({ entry }) => entry);
  const others = persons.map((person) => person.filter((entry) => !entries.includes(entry))).filter(({ length }) => length);
  const isDecided = persons.some((person) => person.some((entry) => entries.includes(entry)));
  const settle = (/** @type {Entry[][]} */ decided, /** @type {string} */ said) => {
    for (const entry of entries) left.delete(entry);
    decide(decided, said);
    focusOn(key);
  };
  const unite = () => {
    const numbers = all(list, ":checked", HTMLInputElement).map(({ value }) => Number(value));
    const chosen = rows.filter(({ number }) => numbers.includes(number));
    const own = chosen.map(({ entry }) => entry);
    const rest = persons.map((person) => person.filter((entry) => !own.includes(entry))).filter(({ length }) => length);
    if (own.length < 2) {
      decide(persons, t`Kreuzen Sie mindestens zwei an, die zu einer Person gehören.`);
      focusOn(key);
    } else settle([...rest, own], t`Vereint: ${numbersOf(chosen)}.`);
  };
  const part = () => {
    settle([...others, ...entries.map((entry) => [entry])], t`${receipt?.name}: Jeder Nachweis zählt jetzt für eine eigene Person.`);
  };
  const takeBack = () => {
    settle(others, t`Zurückgenommen: ${receipt?.name}.`);
  };
  const buttons = element("p", "", "knopfreihe");
  buttons.append(makeButton(t`Zu einer Person vereinen`, unite), makeButton(t`Alle sind verschiedene Personen`, part));
  if (isDecided) buttons.append(makeButton(t`Zurücknehmen`, takeBack));
  set.append(list, buttons);
  return set;
}

/** @param {string} key */
function focusOn(key) {
  const set = all(place, "fieldset", HTMLFieldSetElement).find((one) => one.dataset.key === key);
  set?.querySelector("button")?.focus();
}

/**
 * @param {Namesakes[]} namesakes
 * @param {Decisions} decisions
 */
export function showNamesakes(namesakes, decisions) {
  const { activeElement } = document;
  const focused = place.contains(activeElement) && activeElement?.closest("fieldset")?.dataset.key;
  section.hidden = !namesakes.length;
  place.replaceChildren(...namesakes.map((group) => groupOf(group, decisions)));
  if (focused) focusOn(focused); // what is typed elsewhere is compared a moment later
}

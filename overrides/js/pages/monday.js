// "Mein Satz für Montag" at the end of a lesson: fields with the suggestion inside.

import { dayText } from "../formats/days.js";
import { find, textOf } from "../formats/dom.js";
import { t } from "../formats/gettext.js";
import { keepPart } from "../page/keep.js";
import { keyOf } from "../progress/person.js";
import { sentenceForm } from "../sentences/form.js";
import { sentenceOf, spoken } from "../sentences/sentence.js";

const root = find(document, "[data-sentence]");
const suggested = { when: textOf(find(root, "[data-when]")), then: textOf(find(root, "[data-then]")) };
const form = find(root, "form");
const line = find(root, ".monday-sentence");
const status = find(root, "[role=status]");
const NOT_KEPT = t`Vorgenommen. Schreiben Sie den Satz auf: Hier wird er nicht gespeichert.`;
let day = "";
/** @type {import("../sentences/sentence.js").Answer} */
let answer = "";

const fields = sentenceForm(
  form,
  (sentence) => {
    ({ day, answer } = sentence);
    show(sentence);
    status.textContent = keeps() ? t`Vorgenommen. In einer Woche fragt „Heute wiederholen“, ob es geklappt hat.` : NOT_KEPT;
    form.dispatchEvent(new Event("input", { bubbles: true })); // which keeps it
  },
  (text) => (status.textContent = text),
);

/** Whether what is typed is kept: not in a package, and not where somebody does not want it. */
function keeps() {
  try {
    return !("frame" in document.documentElement.dataset) && localStorage.getItem(keyOf("nicht-merken")) === null;
  } catch {
    return false;
  }
}

/** @param {{ when: string, then: string }} sentence */
function show(sentence) {
  fields.fill(sentence);
  line.textContent = spoken(sentence);
}

/** @type {import("./typed.js").Part} */
const part = {
  name: `montag:${root.dataset.sentence}`,
  root: form,
  read() {
    const written = fields.written();
    line.textContent = spoken(written);
    const isOwn = day || written.when !== suggested.when || written.then !== suggested.then;
    return isOwn ? { ...written, day, answer } : null;
  },
  show(kept) {
    const sentence = sentenceOf(kept) ?? { ...suggested, day: "", answer };
    ({ day, answer } = sentence);
    show(sentence);
    if (!day || status.textContent) return;
    status.removeAttribute("role"); // a page that comes back must not speak
    status.textContent = t`Vorgenommen am ${dayText(day)}.`;
    status.setAttribute("role", "status");
  },
  isBusy: () => form.contains(document.activeElement),
  miss: () => day && (status.textContent = NOT_KEPT),
};
show(suggested);
form.hidden = false;
keepPart(part);

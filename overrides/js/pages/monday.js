// "Mein Satz für Montag" at the end of a lesson: fields with the suggestion inside.

import { find, textOf } from "../formats/dom.js";
import { keepOwn } from "../page/own.js";
import { t } from "../formats/gettext.js";
import { sentenceForm } from "../sentences/form.js";
import { sentenceOf, spoken } from "../sentences/sentence.js";

const root = find(document, "[data-monday]");
const suggested = { when: textOf(find(root, "[data-when]")), then: textOf(find(root, "[data-then]")) };
const form = find(root, "form");
const line = find(root, ".monday-sentence");
const status = find(root, "[role=status]");
const isPackage = "frame" in document.documentElement.dataset;
let day = "";
/** @type {import("../sentences/sentence.js").Answer} */
let answer = "";

const fields = sentenceForm(
  form,
  (sentence) => {
    ({ day, answer } = sentence);
    show(sentence);
    status.textContent = isPackage ? t`Vorgenommen. Schreiben Sie den Satz auf: Die Lernplattform merkt ihn sich nicht.` : t`Vorgenommen. In einer Woche fragt „Heute wiederholen“, ob es geklappt hat.`;
    form.dispatchEvent(new Event("input")); // which keeps it
  },
  (text) => (status.textContent = text),
);

/** @param {{ when: string, then: string }} sentence */
function show(sentence) {
  fields.fill(sentence);
  line.textContent = spoken(sentence);
}

show(suggested);
keepOwn({
  name: `montag:${root.dataset.monday}`,
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
  },
  isBusy: () => form.contains(document.activeElement),
});

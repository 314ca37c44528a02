// "Hat es geklappt?": a week after somebody took a sentence along, the review asks once.

import { all, find } from "../formats/dom.js";
import { todayIso } from "../formats/days.js";
import { t } from "../formats/gettext.js";
import { element, makeButton } from "../page/elements.js";
import { showNotice } from "../page/notice.js";
import { openTyped } from "../progress/typed.js";
import { sentenceForm } from "../sentences/form.js";
import { takenAlong } from "../sentences/kept.js";
import { ANSWERS, isDue, spoken } from "../sentences/sentence.js";

/** @import { Taken } from "../sentences/kept.js" */
/** @import { Answer } from "../sentences/sentence.js" */

const typed = openTyped(showNotice);
const root = find(document, "[data-went]");

/** @type {Record<Answer, string>} */
const REPLIES = {
  "": "",
  yes: t`Schön. Behalten Sie den Satz, oder nehmen Sie sich den nächsten vor.`,
  half: t`Halb ist ein Anfang. Was würde es leichter machen? Ändern Sie den Satz.`,
  no: t`Vielleicht war der Satz zu groß oder der Anlass zu selten. Machen Sie ihn kleiner.`,
};

/** @param {Taken} taken */
function ask({ name, sentence }) {
  const node = element("li");
  const buttons = element("p", "", "sentence-buttons");
  const status = element("p");
  status.setAttribute("role", "status");
  const say = (/** @type {string} */ text) => (status.textContent = text);

  /** @param {Answer} answer */
  function take(answer) {
    typed.set(name, { ...sentence, answer });
    buttons.remove();
    say(REPLIES[answer]);
    const form = element("form", "", "sentence-form");
    const fields = sentenceForm(
      form,
      (next) => {
        const isKept = typed.set(name, next);
        form.remove();
        say(isKept ? t`Vorgenommen: ${spoken(next)} In einer Woche fragt diese Seite wieder.` : t`Vorgenommen: ${spoken(next)} Schreiben Sie den Satz auf: Hier wird er nicht gespeichert.`);
      },
      say,
    );
    fields.fill(sentence);
    node.append(form);
    find(form, "textarea", HTMLTextAreaElement).focus();
  }

  for (const answer of /** @type {Answer[]} */ (["yes", "half", "no"])) buttons.append(makeButton(ANSWERS[answer], () => take(answer)));
  for (const button of all(buttons, "button")) button.setAttribute("aria-label", t`${button.textContent ?? ""}: ${spoken(sentence)}`);
  node.append(element("p", spoken(sentence), "sentence"), buttons, status);
  return node;
}

const due = takenAlong(typed).filter(({ sentence }) => isDue(sentence, todayIso()));
root.hidden = due.length === 0;
find(root, "ul").append(...due.map(ask));

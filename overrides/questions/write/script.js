// Writing or saying something, then seeing examples beside it and ticking what one's own has. Nothing here is right or
// wrong: it is done when something was written or said and the examples were looked at.

import { element } from "../../js/page/elements.js";
import { keepPart } from "../../js/page/keep.js";
import { all, find } from "../../js/formats/dom.js";
import { t } from "../../js/formats/gettext.js";
import { copyOf } from "../../js/questions/shared.js";

/** @import { OwnType } from "../../js/questions/shared.js" */

/** @type {OwnType} */
export const write = {
  live(form, done, next, nextWords, label) {
    const { question: id = "" } = form.dataset;
    const own = find(form, ".own");
    const text = find(own, "textarea", HTMLTextAreaElement);
    const said = find(own, "input", HTMLInputElement);
    const reply = find(form, ".feedback");
    const examples = element("div", "", "examples");
    examples.tabIndex = -1;
    const ticks = element("ul", "", "ticks");
    ticks.setAttribute("aria-label", t`Was davon steht in Ihrer Antwort?`);
    const more = element("div", "", "more");
    const boxes = all(form, ".criteria li").map((criterion) => {
      const [item, label, box] = [element("li"), element("label"), element("input")];
      box.type = "checkbox";
      label.append(box, copyOf(criterion));
      item.append(label);
      ticks.append(item);
      return box;
    });
    let isLesson = false; // where it comes again, one writes anew and what was written stays
    reply.after(more);
    form.dataset.done = "ja"; // for who keeps unfinished answers: this one keeps its own
    form.dataset.said = t`erledigt`; // what the dots call it, and the result: nothing here is right
    label(t`Beispiele ansehen`);

    const read = () => (text.value || said.checked ? { text: text.value, said: said.checked, ticked: boxes.map((box) => box.checked) } : null);

    /** @param {unknown} kept what an earlier visit left, or null */
    function restore(kept) {
      const own = /** @type {Record<string, unknown>} */ (kept ?? {});
      text.value = typeof own.text === "string" ? own.text.slice(0, text.maxLength) : "";
      said.checked = own.said === true;
      boxes.forEach((box, i) => (box.checked = Array.isArray(own.ticked) && own.ticked[i] === true));
    }

    /** @param {boolean} announce */
    function show(announce) {
      form.dataset.judged = "richtig"; // as the dots and the result count it
      examples.replaceChildren(element("p", t`So kann es gehen:`), find(form, ".solution .models").cloneNode(true));
      own.append(examples);
      own.after(element("p", t`Was davon steht in Ihrer Antwort? Haken Sie es an.`, "ask"), ticks);
      if (!announce) reply.removeAttribute("role"); // a restored page must not speak
      reply.replaceChildren(element("p", t`Erledigt.`, "verdict"), element("p", t`Vergleichen Sie mit den Beispielen. Ihre Antwort dürfen Sie noch ändern.`));
      reply.setAttribute("role", "status");
      more.replaceChildren(...all(form, ".explanation, .explanation-sources").map(copyOf));
      label(nextWords(), false);
    }

    function startOver() {
      delete form.dataset.judged;
      restore(null);
      form.dispatchEvent(new Event("input", { bubbles: true })); // nothing is kept any more
      for (const node of [examples, ticks, ...all(form, ".ask")]) node.remove();
      reply.replaceChildren();
      more.replaceChildren();
      label(t`Beispiele ansehen`);
    }

    form.addEventListener("input", () => {
      const isFull = text.value.length >= text.maxLength;
      if (isFull) reply.replaceChildren(element("p", t`Mehr als ${text.maxLength} Zeichen passen nicht hinein.`, "prompt"));
    });

    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.dataset.judged) return next();
      if (!text.value.trim() && !said.checked) {
        reply.replaceChildren(element("p", t`Schreiben Sie zuerst etwas. Oder sagen Sie es laut, und haken Sie das an.`, "prompt"));
        text.focus();
        return;
      }
      show(true);
      examples.focus(); // on the way to the button one reads them, and ticks
      done(); // which is all that the progress knows
    });

    return {
      read,
      restore,
      focus: () => text.focus(),
      sync(isDone) {
        if (!isLesson) {
          isLesson = true;
          keepPart({ name: `schreiben:${id}`, root: form, read, show: restore, isBusy: () => [text, said, ...boxes].some((one) => one === document.activeElement) });
        }
        if (isDone && !form.dataset.judged) show(false);
        else if (!isDone && form.dataset.judged) startOver();
      },
    };
  },
};

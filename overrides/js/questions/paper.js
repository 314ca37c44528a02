// On paper the solutions stand at the end, so that one can answer first. Without this file they follow their questions.

import { element } from "../page/elements.js";
import { all, find, textOf } from "../formats/dom.js";
import { t } from "../formats/gettext.js";
import { copyOf } from "./shared.js";

export function startPaper() {
  const end = element("section", "", "solutions");
  addEventListener("beforeprint", () => {
    end.replaceChildren(element("h2", t`Lösungen`));
    for (const form of all(document, ".question")) {
      end.append(element("h3", textOf(find(form, ".question-number"))), copyOf(find(form, ".solution")));
    }
    find(document, "main").append(end);
  });
  addEventListener("afterprint", () => end.remove());
}

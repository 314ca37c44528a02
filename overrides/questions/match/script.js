import { copyOf, fieldwise, markItem, unmarkItem } from "../../js/questions/shared.js";
import { all, find } from "../../js/formats/dom.js";
import { t } from "../../js/formats/gettext.js";

/** @param {HTMLSelectElement} select */
const pairOf = (select) => /** @type {HTMLElement} */ (select.closest("[data-pair]"));

export const match = fieldwise({
  prompt: t`Wählen Sie zuerst zu jedem Eintrag etwas aus.`,
  fields: (form) => [...form.querySelectorAll("select")],
  isRight: (select) => select.value === pairOf(select).dataset.right,
  mark: (select, right) => markItem(pairOf(select), right),
  unmark: (select) => unmarkItem(pairOf(select)),
  reasons(form, wrong) {
    const keys = wrong.map((select) => pairOf(select).dataset.pair);
    const told = all(form, "[data-pair-reason]");
    return keys.length ? told.filter((reason) => keys.includes(reason.dataset.pairReason)).map(hintOf) : told.map(copyOf);
  },
});

/**
 * The reason with its item, without what would be right there.
 * @param {Element} reason
 */
function hintOf(reason) {
  const copy = copyOf(reason);
  find(copy, "[data-right]").remove();
  return copy;
}

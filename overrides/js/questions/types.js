// The question types: how each reads, judges, shows and clears its form.

import { matchesText, readNumbers } from "./answers.js";
import { element, makeButton } from "../page/elements.js";
import { all, find } from "../formats/dom.js";
import { t } from "../formats/gettext.js";

/**
 * @typedef {HTMLElement} Form
 * @typedef {{
 *   prompt: string,
 *   prepare?: (form: Form) => void,
 *   read: (form: Form) => string[],
 *   check: (form: Form, given: string[]) => { ok: boolean, reasons: HTMLElement[] },
 *   show: (form: Form, given: string[]) => void,
 *   clear: (form: Form, keepRight: boolean) => void,
 * }} QuestionType
 *   prompt   what is said when nothing was entered
 *   prepare  adds what only scripts can offer
 *   read     [] if nothing was entered; throws Hint for input that cannot be judged
 *   check    the reasons are the explanations that fit this answer, cloned from the page
 *   show     puts an answer into the form and marks it in words
 *   clear    takes marks and wrong answers away; right ones stay if keepRight
 * @typedef {HTMLInputElement | HTMLSelectElement} Field
 */

/** Input that is neither right nor wrong; the message says what is missing. */
export class Hint extends Error {}

/** @type {Record<string, QuestionType>} */
export const TYPES = {
  single: choice(t`Wählen Sie zuerst eine Antwort.`),
  multiple: choice(t`Wählen Sie mindestens eine Antwort.`),
  cloze: cloze(),
  numeric: numeric(),
  order: order(),
  match: match(),
};

/**
 * The content of `node` without ids, to show it a second time.
 * @param {Element} node
 */
export function copyOf(node) {
  const copy = document.createElement("div");
  copy.append(...[...node.cloneNode(true).childNodes]);
  for (const inner of copy.querySelectorAll("[id]")) inner.removeAttribute("id");
  return copy;
}

/**
 * @param {string} prompt
 * @returns {QuestionType}
 */
function choice(prompt) {
  /** @param {HTMLInputElement} input */
  const itemOf = (input) => /** @type {HTMLElement} */ (input.closest("li"));
  /** @param {Form} form */
  const inputs = (form) => [...form.querySelectorAll("input")];
  // The n-th option has the n-th reason.
  /**
   * @param {Form} form
   * @param {string} key
   */
  const reasonsOf = (form, key) => all(form, ".reasons li").filter((_, i) => inputs(form)[i]?.value === key);
  /**
   * @param {Form} form
   * @param {string} key
   */
  const isRight = (form, key) => reasonsOf(form, key).some((reason) => reason.hasAttribute("data-correct"));
  return {
    prompt,
    read: (form) => inputs(form).filter((input) => input.checked).map((input) => input.value),
    check(form, given) {
      const ok = inputs(form).every((input) => given.includes(input.value) === isRight(form, input.value));
      const reasons = given.flatMap((key) => reasonsOf(form, key)).map(copyOf);
      if (!ok && given.every((key) => isRight(form, key))) {
        reasons.push(element("p", t`So weit stimmt es. Es fehlt noch mindestens eine richtige Antwort.`));
      }
      return { ok, reasons };
    },
    show(form, given) {
      for (const input of inputs(form)) {
        input.checked = given.includes(input.value);
        const item = itemOf(input);
        if (input.checked) mark(item, isRight(form, input.value), find(item, "label"));
        else unmark(item);
      }
    },
    // A single choice starts over; of several, the right ones stay.
    clear(form, keepRight) {
      for (const input of inputs(form)) {
        if (!(keepRight && input.type === "checkbox" && isRight(form, input.value))) input.checked = false;
        unmark(itemOf(input));
      }
    },
  };
}

/**
 * A type of fields that have one right value each: what the three have in common. `fields(form)` are they, `isRight(field)`
 * judges one, `mark(field, right)` says it, `reasons(form, wrong)` are the explanations, `wrong` the fields that are not right.
 * @template {Field} F
 * @param {{ prompt: string, fields: (form: Form) => F[], isRight: (field: F) => boolean, mark: (field: F, right: boolean) => void,
 *   unmark: (field: F) => void, reasons: (form: Form, wrong: F[]) => HTMLElement[] }} parts
 * @returns {QuestionType}
 */
function fieldwise({ prompt, fields, isRight, mark, unmark, reasons }) {
  return {
    prompt,
    read(form) {
      const given = fields(form).map((field) => field.value.trim());
      return given.every(Boolean) ? given : [];
    },
    check(form) {
      const wrong = fields(form).filter((field) => !isRight(field));
      return { ok: wrong.length === 0, reasons: reasons(form, wrong) };
    },
    show(form, given) {
      fields(form).forEach((field, i) => {
        field.value = given[i] ?? "";
        mark(field, isRight(field));
      });
    },
    clear(form, keepRight) {
      for (const field of fields(form)) {
        if (!(keepRight && isRight(field))) field.value = "";
        unmark(field);
      }
    },
  };
}

/**
 * @param {Form} form
 * @param {Field[]} wrong
 */
function verdictReasons(form, wrong) {
  return [copyOf(find(form, `[data-verdict="${wrong.length ? "incorrect" : "correct"}"]`))];
}

/**
 * @param {HTMLInputElement} input
 * @param {boolean} right
 */
function judgeText(input, right) {
  input.setAttribute("aria-invalid", String(!right));
  input.dataset.judged = verdictOf(right);
}

/** @param {HTMLInputElement} input */
function unjudgeText(input) {
  input.removeAttribute("aria-invalid");
  delete input.dataset.judged;
}

/** @returns {QuestionType} */
function cloze() {
  /** @param {HTMLInputElement} input */
  function unmark(input) {
    unjudgeText(input);
    if (input.nextElementSibling?.classList.contains("badge")) input.nextElementSibling.remove();
  }
  return fieldwise({
    prompt: t`Füllen Sie zuerst jede Lücke.`,
    fields: (form) => [...form.querySelectorAll("input")],
    isRight: (input) => matchesText(input.value, JSON.parse(input.dataset.answers ?? "[]")),
    mark(input, right) {
      unmark(input); // an exam is judged when handed in and again when shown
      judgeText(input, right);
      input.after(badge(right));
    },
    unmark,
    reasons: verdictReasons,
  });
}

/** @returns {QuestionType} */
function numeric() {
  /** @param {Form} form */
  const inputs = (form) => [...form.querySelectorAll("input")];
  /** @param {HTMLInputElement} input */
  const numbersIn = (input) => readNumbers(input.value, input.dataset.unit);
  const type = fieldwise({
    prompt: t`Geben Sie zuerst eine Zahl ein.`,
    fields: inputs,
    isRight(input) {
      const tolerance = Number(input.dataset.tolerance) + 1e-9;
      return numbersIn(input).some((number) => Math.abs(number - Number(input.dataset.value)) <= tolerance);
    },
    mark: judgeText,
    unmark: unjudgeText,
    reasons: verdictReasons,
  });
  return {
    ...type,
    read(form) {
      const given = type.read(form);
      if (given.length && inputs(form).flatMap(numbersIn).length === 0) throw new Hint(t`Das lässt sich nicht als Zahl lesen. Schreiben Sie zum Beispiel 3.750 oder 1,5.`);
      return given;
    },
  };
}

// Sequences: each item moves by two buttons; dragging is an extra for the mouse.
/** @returns {QuestionType} */
function order() {
  /** @param {Form} form */
  const list = (form) => find(form, ".sequence");
  /** @param {Form} form */
  const items = (form) => all(form, ".sequence > li");
  /** @param {HTMLElement} item */
  const wordsOf = (item) => find(item, ".sequence-text").textContent;
  /** @param {Form} form */
  const reasons = (form) => all(form, "[data-item-reason]");
  /** @param {Form} form */
  const rightKeys = (form) => reasons(form).map((reason) => reason.dataset.itemReason);
  /**
   * @param {Form} form
   * @param {HTMLElement} item
   * @param {number} i
   */
  const isRight = (form, item, i) => rightKeys(form)[i] === item.dataset.item;

  /**
   * @param {Form} form
   * @param {HTMLElement} item
   * @param {number} to
   */
  function move(form, item, to) {
    const own = items(form);
    const target = Math.max(0, Math.min(own.length - 1, to));
    const others = own.filter((one) => one !== item);
    list(form).insertBefore(item, others[target] ?? null);
    form.dataset.moved = "ja";
    find(form, ".sequence-status").textContent = t`Platz ${target + 1} von ${own.length}: ${wordsOf(item)}`;
    enable(form);
  }

  /** @param {Form} form */
  function enable(form) {
    items(form).forEach((item, i, own) => {
      const [up, down] = item.querySelectorAll("button");
      // aria-disabled keeps the focus where it is when an item reaches the end
      up.setAttribute("aria-disabled", String(i === 0));
      down.setAttribute("aria-disabled", String(i === own.length - 1));
    });
  }

  /**
   * @param {Form} form
   * @param {HTMLElement} item
   * @param {number} step
   * @param {string} word
   */
  function moveButton(form, item, step, word) {
    const button = makeButton(step < 0 ? "▲" : "▼", () => {
      if (form.dataset.done !== "ja" && button.getAttribute("aria-disabled") !== "true") {
        move(form, item, items(form).indexOf(item) + step);
        button.focus();
      }
    });
    button.className = "move-button";
    button.setAttribute("aria-label", `${word}: ${wordsOf(item)}`);
    return button;
  }

  /** @param {Form} form */
  function makeDraggable(form) {
    /** @type {HTMLElement | null} */
    let held = null;
    /** @param {Event} event */
    const itemAt = ({ target }) => items(form).find((item) => target instanceof Node && item.contains(target)) ?? null;
    list(form).addEventListener("dragstart", (event) => {
      held = form.dataset.done === "ja" ? null : itemAt(event);
      if (!held) event.preventDefault();
    });
    list(form).addEventListener("dragover", (event) => {
      if (held) event.preventDefault();
    });
    list(form).addEventListener("drop", (event) => {
      const target = itemAt(event);
      if (!held || !target) return;
      event.preventDefault();
      move(form, held, items(form).indexOf(target));
      held = null;
    });
  }

  return {
    prompt: t`Bringen Sie die Schritte zuerst in eine Reihenfolge.`,
    prepare(form) {
      for (const item of items(form)) {
        item.draggable = true;
        item.append(moveButton(form, item, -1, t`Nach oben`), moveButton(form, item, 1, t`Nach unten`));
      }
      const place = element("p", "", "sequence-status");
      place.setAttribute("aria-live", "polite");
      list(form).after(place);
      enable(form);
      makeDraggable(form);
    },
    read: (form) => (form.dataset.moved === "ja" ? items(form).map((item) => item.dataset.item ?? "") : []),
    check(form) {
      const wrong = items(form).filter((item, i) => !isRight(form, item, i));
      const keys = wrong.map((item) => item.dataset.item);
      const told = reasons(form).filter((reason) => keys.length === 0 || keys.includes(reason.dataset.itemReason));
      return { ok: wrong.length === 0, reasons: told.map(copyOf) };
    },
    show(form, given) {
      const own = items(form);
      for (const key of given) {
        const item = own.find((one) => one.dataset.item === key);
        if (item) list(form).append(item);
      }
      form.dataset.moved = "ja";
      find(form, ".sequence-status").textContent = "";
      items(form).forEach((item, i) => mark(item, isRight(form, item, i)));
    },
    clear(form) {
      items(form).forEach(unmark);
      form.dataset.moved = "";
      enable(form);
    },
  };
}

/** @returns {QuestionType} */
function match() {
  /** @param {HTMLSelectElement} select */
  const pairOf = (select) => /** @type {HTMLElement} */ (select.closest("[data-pair]"));
  return fieldwise({
    prompt: t`Wählen Sie zuerst zu jedem Eintrag etwas aus.`,
    fields: (form) => [...form.querySelectorAll("select")],
    isRight: (select) => select.value === pairOf(select).dataset.right,
    mark: (select, right) => mark(pairOf(select), right),
    unmark: (select) => unmark(pairOf(select)),
    reasons(form, wrong) {
      const keys = wrong.map((select) => pairOf(select).dataset.pair);
      const told = all(form, "[data-pair-reason]");
      return keys.length ? told.filter((reason) => keys.includes(reason.dataset.pairReason)).map(hintOf) : told.map(copyOf);
    },
  });
}

/**
 * The reason with its item, without what would be right there.
 * @param {Element} reason
 */
function hintOf(reason) {
  const copy = copyOf(reason);
  find(copy, "[data-right]").remove();
  return copy;
}

/** @param {boolean} right */
const verdictOf = (right) => (right ? "richtig" : "falsch");
/** @param {boolean} right */
const badge = (right) => element("span", right ? t`richtig` : t`falsch`, "badge");

/**
 * Say at `item` whether it is right; the word stands in `place`.
 * @param {HTMLElement} item
 * @param {boolean} right
 * @param {HTMLElement} place
 */
function mark(item, right, place = item) {
  unmark(item);
  item.dataset.judged = verdictOf(right);
  place.append(badge(right));
}

/** @param {HTMLElement} item */
function unmark(item) {
  delete item.dataset.judged;
  item.querySelector(".badge")?.remove();
}

// The question types. Each is an object { prompt, read(form), check(form, given), show(form, given), clear(form, keepRight) }:
//   prompt   what is said when nothing was entered
//   prepare  (optional) adds what only scripts can offer
//   read     → given: [text], [] if nothing was entered; throws Hint for input that cannot be judged
//   check    → { ok, reasons: [node] }: the explanations that fit this answer, cloned from the page
//   show     puts an answer into the form and marks it in words
//   clear    takes marks and wrong answers away; right ones stay if keepRight

import { matchesText, readNumbers } from "./answers.js";
import { element, makeButton } from "../page/elements.js";
import { t } from "../formats/gettext.js";

/** Input that is neither right nor wrong; the message says what is missing. */
export class Hint extends Error {}

export const TYPES = {
  single: choice(t`Wählen Sie zuerst eine Antwort.`),
  multiple: choice(t`Wählen Sie mindestens eine Antwort.`),
  cloze: cloze(),
  numeric: numeric(),
  order: order(),
  match: match(),
};

/** The content of `node` without ids, to show it a second time. */
export function copyOf(node) {
  const copy = document.createElement("div");
  copy.append(...[...node.cloneNode(true).childNodes]);
  copy.querySelectorAll("[id]").forEach((inner) => inner.removeAttribute("id"));
  return copy;
}

function choice(prompt) {
  const inputs = (form) => [...form.querySelectorAll(".optionen input")];
  // The n-th option has the n-th reason.
  const reasonOf = (form, key) => form.querySelectorAll(".begruendungen li")[inputs(form).findIndex((input) => input.value === key)];
  const isRight = (form, key) => reasonOf(form, key)?.hasAttribute("data-correct");
  return {
    prompt,
    read: (form) => inputs(form).filter((input) => input.checked).map((input) => input.value),
    check(form, given) {
      const ok = inputs(form).every((input) => given.includes(input.value) === Boolean(isRight(form, input.value)));
      const reasons = given.map((key) => reasonOf(form, key)).filter(Boolean).map(copyOf);
      if (!ok && given.every((key) => isRight(form, key))) {
        reasons.push(element("p", t`So weit stimmt es. Es fehlt noch mindestens eine richtige Antwort.`));
      }
      return { ok, reasons };
    },
    show(form, given) {
      for (const input of inputs(form)) {
        input.checked = given.includes(input.value);
        const item = input.closest("li");
        if (input.checked) mark(item, isRight(form, input.value), item.querySelector("label"));
        else unmark(item);
      }
    },
    // A single choice starts over; of several, the right ones stay.
    clear(form, keepRight) {
      for (const input of inputs(form)) {
        if (!(keepRight && input.type === "checkbox" && isRight(form, input.value))) input.checked = false;
        unmark(input.closest("li"));
      }
    },
  };
}

/**
 * A type of fields that have one right value each: what the three have in common. `fields(form)` are they, `isRight(field)`
 * judges one, `mark(field, right)` says it, `reasons(form, wrong)` are the explanations, `wrong` the fields that are not right.
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

function verdictReasons(form, wrong) {
  return [copyOf(form.querySelector(`[data-verdict="${wrong.length ? "incorrect" : "correct"}"]`))];
}

function judgeText(input, right) {
  input.setAttribute("aria-invalid", String(!right));
  input.dataset.urteil = verdictOf(right);
}

function unjudgeText(input) {
  input.removeAttribute("aria-invalid");
  delete input.dataset.urteil;
}

function cloze() {
  function unmark(input) {
    unjudgeText(input);
    if (input.nextElementSibling?.classList.contains("marke")) input.nextElementSibling.remove();
  }
  return fieldwise({
    prompt: t`Füllen Sie zuerst jede Lücke.`,
    fields: (form) => [...form.querySelectorAll(".luecke")],
    isRight: (input) => matchesText(input.value, JSON.parse(input.dataset.answers)),
    mark(input, right) {
      unmark(input); // an exam is judged when handed in and again when shown
      judgeText(input, right);
      input.after(badge(right));
    },
    unmark,
    reasons: verdictReasons,
  });
}

function numeric() {
  const numbersIn = (input) => readNumbers(input.value, input.dataset.unit);
  const type = fieldwise({
    prompt: t`Geben Sie zuerst eine Zahl ein.`,
    fields: (form) => [form.querySelector("[data-value]")],
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
      if (given.length && !numbersIn(form.querySelector("[data-value]")).length) throw new Hint(t`Das lässt sich nicht als Zahl lesen. Schreiben Sie zum Beispiel 3.750 oder 1,5.`);
      return given;
    },
  };
}

// Sequences: each item moves by two buttons; dragging is an extra for the mouse.
function order() {
  const list = (form) => form.querySelector(".reihe");
  const items = (form) => [...list(form).children];
  const textOf = (item) => item.querySelector(".reihe-text").textContent;
  const reasons = (form) => [...form.querySelectorAll("[data-item-reason]")];
  const rightKeys = (form) => reasons(form).map((reason) => reason.dataset.itemReason);
  const isRight = (form, item, i) => rightKeys(form)[i] === item.dataset.item;

  function move(form, item, to) {
    const all = items(form);
    const target = Math.max(0, Math.min(all.length - 1, to));
    const others = all.filter((one) => one !== item);
    list(form).insertBefore(item, others[target] ?? null);
    form.dataset.bewegt = "ja";
    const place = form.querySelector(".reihe-stand");
    place.textContent = t`Platz ${target + 1} von ${all.length}: ${textOf(item)}`;
    enable(form);
  }

  function enable(form) {
    items(form).forEach((item, i, all) => {
      const [up, down] = item.querySelectorAll("button");
      // aria-disabled keeps the focus where it is when an item reaches the end
      up.setAttribute("aria-disabled", String(i === 0));
      down.setAttribute("aria-disabled", String(i === all.length - 1));
    });
  }

  function moveButton(form, item, step, word) {
    const button = makeButton(step < 0 ? "▲" : "▼", () => {
      if (form.dataset.fertig !== "ja" && button.getAttribute("aria-disabled") !== "true") {
        move(form, item, items(form).indexOf(item) + step);
        button.focus();
      }
    });
    button.className = "reihe-knopf";
    button.setAttribute("aria-label", `${word}: ${textOf(item)}`);
    return button;
  }

  function makeDraggable(form) {
    let held = null;
    list(form).addEventListener("dragstart", (event) => {
      held = form.dataset.fertig === "ja" ? null : event.target.closest("[data-item]");
      if (!held) event.preventDefault();
    });
    list(form).addEventListener("dragover", (event) => {
      if (held) event.preventDefault();
    });
    list(form).addEventListener("drop", (event) => {
      const target = event.target.closest("[data-item]");
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
      const place = element("p", "", "reihe-stand");
      place.setAttribute("aria-live", "polite");
      list(form).after(place);
      enable(form);
      makeDraggable(form);
    },
    read: (form) => (form.dataset.bewegt === "ja" ? items(form).map((item) => item.dataset.item) : []),
    check(form) {
      const wrong = items(form).filter((item, i) => !isRight(form, item, i));
      const keys = wrong.map((item) => item.dataset.item);
      const told = reasons(form).filter((reason) => keys.length === 0 || keys.includes(reason.dataset.itemReason));
      return { ok: wrong.length === 0, reasons: told.map(copyOf) };
    },
    show(form, given) {
      const all = items(form);
      for (const key of given) {
        const item = all.find((one) => one.dataset.item === key);
        if (item) list(form).append(item);
      }
      form.dataset.bewegt = "ja";
      form.querySelector(".reihe-stand").textContent = "";
      items(form).forEach((item, i) => mark(item, isRight(form, item, i)));
    },
    clear(form) {
      items(form).forEach(unmark);
      form.dataset.bewegt = "";
      enable(form);
    },
  };
}

function match() {
  const pairOf = (select) => select.closest("[data-pair]");
  return fieldwise({
    prompt: t`Wählen Sie zuerst zu jedem Eintrag etwas aus.`,
    fields: (form) => [...form.querySelectorAll("[data-pair] select")],
    isRight: (select) => select.value === pairOf(select).dataset.right,
    mark: (select, right) => mark(pairOf(select), right),
    unmark: (select) => unmark(pairOf(select)),
    reasons(form, wrong) {
      const keys = wrong.map((select) => pairOf(select).dataset.pair);
      const told = [...form.querySelectorAll("[data-pair-reason]")];
      return keys.length ? told.filter((reason) => keys.includes(reason.dataset.pairReason)).map(hintOf) : told.map(copyOf);
    },
  });
}

/** The reason with its item, without what would be right there. */
function hintOf(reason) {
  const copy = copyOf(reason);
  copy.querySelector("[data-right]").remove();
  return copy;
}

const verdictOf = (right) => (right ? "richtig" : "falsch");
const badge = (right) => element("span", right ? t`richtig` : t`falsch`, "marke");

/** Say at `item` whether it is right; the word stands in `place`. */
function mark(item, right, place = item) {
  unmark(item);
  item.dataset.urteil = verdictOf(right);
  place.append(badge(right));
}

function unmark(item) {
  delete item.dataset.urteil;
  item.querySelector(".marke")?.remove();
}

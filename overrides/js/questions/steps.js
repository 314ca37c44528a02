// One question of a quiz at a time: dots, back, skip, and the result after the last. Without this file they are a list.

import { element, makeButton } from "../page/elements.js";
import { find } from "../formats/dom.js";
import { t } from "../formats/gettext.js";

/** @import { Live } from "./shared.js" */

/**
 * `questions` are the lesson's in the order of the page: those outside of the quiz (`box`) stay in the text, but have
 * their dots and come again, like all that were skipped, once the last of the quiz is answered. `result` is shown after that, and
 * to who skips the last: it leads to what is open.
 * @param {HTMLElement} box
 * @param {Live[]} questions
 * @param {HTMLElement} result
 */
export function startSteps(box, questions, result) {
  const steps = questions.filter(({ form }) => box.contains(form));
  /** @type {Live | undefined} */
  let current; // none at the end
  let isBegun = false;
  const visited = new Set(); // questions of the text that one came to from the quiz
  /** @param {Live} question */
  const isOpen = ({ form }) => !form.dataset.judged;
  /** @param {Live} [question] */
  const placeOf = (question) => questions.findIndex((one) => one === question);
  /** @param {Live} [question] */
  const following = (question) => [...questions.slice(placeOf(question) + 1), ...questions].find((one) => one !== question && isOpen(one));
  const back = makeButton(t`Zurück`, () => goTo(steps[steps.indexOf(/** @type {Live} */ (current)) - 1]));
  const skip = makeButton("", () => goTo(steps.slice(steps.findIndex((one) => one === current) + 1).find(isOpen)));
  const dots = questions.map((question, i) => {
    const dot = element("button", `${i + 1}`);
    dot.type = "button";
    dot.addEventListener("click", () => goTo(question));
    const item = element("li");
    item.append(dot);
    find(box, ".dots").append(item);
    return dot;
  });

  function paint() {
    questions.forEach((question, i) => {
      const { judged, said = t`richtig` } = question.form.dataset;
      const state = judged === "richtig" ? said : judged ? t`noch nicht richtig` : t`noch offen`;
      dots[i].setAttribute("aria-label", t`Frage ${i + 1} von ${questions.length}, ${state}`);
      if (judged) dots[i].dataset.judged = judged;
      else delete dots[i].dataset.judged;
      dots[i].setAttribute("aria-current", question === current ? "step" : "false");
    });
    back.hidden = current === steps[0];
    skip.hidden = current?.form.dataset.judged === "richtig";
    skip.textContent = current && isOpen(current) ? t`Überspringen` : t`Weiter`;
  }

  /** @param {Live | undefined} question */
  function show(question) {
    current = question;
    if (question) {
      question.form.removeAttribute("hidden");
      find(question.form, ".question-buttons").append(back, skip);
    }
    for (const one of steps) if (one !== question) one.form.setAttribute("hidden", "until-found"); // the browser's search finds them
    result.hidden = Boolean(question);
    paint();
  }

  /** @param {Live | undefined} question undefined for the result */
  function goTo(question) {
    isBegun = true;
    if (question && !steps.includes(question)) {
      if (question.form.dataset.judged !== "richtig") visited.add(question);
      if (!current) show(steps.find(isOpen)); // what was reached is no longer the end
      question.form.scrollIntoView();
    } else {
      show(question);
      box.scrollIntoView();
    }
    const target = find(question?.form ?? result, question ? "fieldset" : "p"); // a fieldset's name is the number and the stem
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  const openAsked = () => {
    const question = steps.find(({ form }) => `#${form.id}` === location.hash);
    if (question) goTo(question);
  };
  box.addEventListener("beforematch", ({ target }) => show(steps.find(({ form }) => form === target)));
  addEventListener("hashchange", openAsked);
  document.addEventListener("submit", () => {
    isBegun = true;
    paint(); // after the form itself has heard of it
  });
  return {
    goTo,
    /** Show how things stand, and until the learner does something the first open question. */
    refresh() {
      if (isBegun || box.contains(document.activeElement)) paint();
      else show(steps.find(isOpen));
    },
    openAsked,
    /** @param {Live} question */
    isReading: (question) => !steps.includes(question) && !visited.has(question),
    following,
  };
}

// Questions on a page: check, explain, try again, remember. The HTML works as a list without this file.

import { element, makeButton } from "../page/elements.js";
import { loadFor, whenNear } from "../page/near.js";
import { all, find, textOf } from "../formats/dom.js";
import { Hint, copyOf, isHint } from "./shared.js";
import { startPaper } from "./paper.js";
import { startSteps } from "./steps.js";
import { typeOf } from "./types.js";
import { newsOf } from "../progress/display.js";
import { changesIn, withAnswer, withPassed } from "../progress/document.js";
import { PASS_MARK, answerTo, entryOf, isPassed, scoreOf } from "../progress/scoring.js";
import { COURSE } from "../progress/course.js";
import { dayText } from "../formats/days.js";
import { t } from "../formats/gettext.js";
import { plural } from "../formats/language.js";

/** @import { Progress } from "../progress/document.js" */
/** @import { Store } from "../progress/store.js" */
/** @import { Live, Verdict } from "./shared.js" */
/** @typedef {Live & { since: string }} LessonQuestion since: the day of its revision, or "" */

const PAINTED = 100; // milliseconds after which an answer has been painted, on a slow phone too

// A learning platform keeps no single answers.
const ELSEWHERE = t`Die Lernplattform merkt sich von früheren Besuchen nur, ob es stimmte.`;

/**
 * Bring one question to life; `next` leads on from a right answer, `nextWords` say whereto.
 * Null for a type that is not known, or not yet.
 * @param {HTMLElement} form
 * @param {Store} store
 * @param {() => void} next
 * @param {() => string} nextWords
 * @returns {Live | null}
 */
export function setUpQuestion(form, store, next, nextWords) {
  const { question: id = "", revision: text, type: name = "" } = form.dataset;
  const kind = typeOf(name);
  const revision = Number(text);
  const fieldset = find(form, "fieldset");
  const reply = find(form, ".feedback");
  const button = find(form, ".question-buttons button");
  const solution = find(form, ".solution");
  if (!kind) return null;
  button.id = `pruefen-${id}`;
  /**
   * @param {boolean} ok
   * @param {string[]} given
   */
  const remember = (ok, given) => store.update((progress) => withAnswer(progress, id, revision, { ok, given }, Math.floor(Date.now() / 1000)));
  if (kind.live) {
    const live = kind.live(form, () => remember(true, []), next, nextWords, label);
    return { ...live, id, revision, form, sync: (progress) => live.sync(Boolean(answerTo(progress, { id, revision }))) };
  }
  const type = kind;
  type.prepare?.(form);
  const more = element("div", "", "more"); // what is read, not spoken
  reply.after(more);
  label(t`Prüfen`);
  let doubted = "";
  const nothing = () => {};
  let keep = nothing; // remembers an answer that is shown already
  let dismissed = -1; // clock of the answer that the learner took off the form to try again

  /**
   * Name the button, with its question where many have the same name.
   * @param {string} text
   * @param {boolean} isOwn
   */
  function label(text, isOwn = true) {
    button.textContent = text;
    button.setAttribute("aria-labelledby", isOwn ? `${button.id} nr-${id}` : button.id);
  }

  const fields = () => all(fieldset, "input, select, .move-button");

  /** @param {boolean} locked */
  function lock(locked) {
    form.dataset.done = locked ? "ja" : "";
    for (const field of fields()) {
      // readOnly keeps text fields readable and in the tab order; the others know only disabled.
      field.toggleAttribute(field.matches("[type=text]") ? "readonly" : "disabled", locked);
    }
    solution.classList.toggle("shown", locked);
    if (!locked) solution.removeAttribute("open");
  }

  /**
   * The verdict on an answer that is in the form and marked.
   * @param {Verdict} verdict
   * @param {boolean} announce
   */
  function show({ ok, reasons, others = [], part }, announce) {
    form.dataset.judged = ok ? "richtig" : "falsch";
    delete form.dataset.again;
    lock(true);
    const said = reasons.length > 1 ? [element("p", t`Die Gründe stehen darunter.`)] : [...reasons];
    if (part && !ok) said.unshift(element("p", part));
    const rest = reasons.length > 1 ? reasons : [];
    rest.push(...others);
    if (ok) rest.push(copyOf(find(form, ".explanation")));
    if (!announce) reply.removeAttribute("role"); // a restored page must not speak
    reply.replaceChildren(element("p", ok ? t`Richtig.` : t`Noch nicht richtig.`, "verdict"), ...said);
    more.replaceChildren(...rest);
    reply.setAttribute("role", "status");
    if (ok) label(nextWords(), false);
    else label(t`Noch einmal versuchen`);
    button.hidden = false;
  }

  /** @param {boolean} keepRight */
  function ask(keepRight) {
    type.clear(form, keepRight);
    lock(false);
    delete form.dataset.judged;
    delete form.dataset.again;
    reply.replaceChildren();
    more.replaceChildren();
    label(t`Prüfen`);
  }

  function focusFirst() {
    const own = fields();
    (type.open?.(form) ?? own.find((field) => !("value" in field && field.value && field.matches("select, [type=text]"))) ?? own[0])?.focus();
  }

  const clock = () => answerTo(store.get(), { id, revision })?.n ?? -1;

  function tryAgain() {
    dismissed = clock();
    ask(true);
    form.dataset.again = `${dismissed}`;
  }

  function submit() {
    keep();
    if (form.dataset.done === "ja") {
      if (form.dataset.judged === "falsch") {
        tryAgain();
        focusFirst();
      } else next();
      return;
    }
    let given;
    try {
      given = type.read(form);
      if (given.length === 0) throw new Hint(type.prompt);
      const doubt = type.doubt?.(form);
      if (doubt && doubted !== `${given}`) {
        doubted = `${given}`;
        throw new Hint(doubt);
      }
    } catch (error) {
      if (!isHint(error)) throw error;
      reply.replaceChildren(element("p", error.message, "prompt"));
      focusFirst();
      return;
    }
    const verdict = type.check(form, given);
    const { ok } = verdict;
    type.show(form, given);
    show(verdict, true);
    button.focus();
    // Paint the answer first, then keep it, which shows anew all that depends on it: what the learner waits for comes first,
    // unless the page is left or the next press needs it. In a package at once: what a page in a sandbox says while it is
    // left does not arrive (lms/page.js).
    keep = () => {
      keep = nothing;
      remember(ok, given);
    };
    if (globalThis.kursMelder) keep();
    else setTimeout(() => keep(), PAINTED);
  }

  addEventListener("pagehide", () => keep());
  form.addEventListener("again", (event) => {
    // questions/drafts.js has found what somebody was about to answer instead
    if (event instanceof CustomEvent && form.dataset.judged === "falsch" && event.detail === `${clock()}`) tryAgain();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      submit();
    } catch (error) {
      solution.classList.add("shown"); // what helps without scripts helps where they fail
      throw error;
    }
  });

  return {
    id,
    revision,
    form,
    focus: focusFirst,
    /**
     * Bring the form in line with the store, without speaking.
     * @param {Progress} progress
     */
    sync(progress) {
      if (keep !== nothing) return; // the store is about to hear of what is shown
      const entry = answerTo(progress, { id, revision });
      const shown = form.dataset.done === "ja";
      if (!entry && shown) ask(false);
      const isBusy = fieldset !== document.activeElement && fieldset.contains(document.activeElement);
      if (entry && entry.n > dismissed && !shown && !isBusy) {
        /** @type {Verdict} */
        let verdict = { ok: entry.ok, reasons: [element("p", ELSEWHERE)] };
        if (entry.given.length) {
          type.show(form, entry.given);
          verdict = { ...type.check(form, entry.given), ok: entry.ok };
        }
        show(verdict, false);
      }
    },
  };
}

/**
 * Start the lesson's quiz. Returns `whenAwake(action)`, which loads the types that come later, then runs `action`.
 * @param {Store} store
 */
export function startQuizzes(store) {
  const [section] = all(document, "[data-quiz]");
  if (!section) return (/** @type {() => void} */ action) => action();
  const box = find(document, "[data-steps]");
  /** @type {LessonQuestion[]} */
  const questions = [];
  /** @type {Map<HTMLElement, () => void>} forms whose type comes later, and what brings them to life then */
  const sleeping = new Map();
  /** @type {(() => void)[]} */
  const waiting = [];
  /** @type {HTMLElement | undefined} */
  let early;
  let isAsked = false;
  const since = Object.fromEntries((section.dataset.new ?? "").split(" ").map((item) => item.split(":")));
  for (const form of all(document, ".question")) {
    const { question: id = "", revision, type = "" } = form.dataset;
    const name = { id, revision: Number(revision) };
    /** @type {LessonQuestion} */
    const own = {
      ...name,
      form,
      since: since[id] ?? "",
      focus() {},
      // One that sleeps counts as what it was answered, so that the quiz stands where it will (css/page.css waits for the rest).
      sync(progress) {
        const entry = answerTo(progress, name);
        delete form.dataset.judged;
        if (!entry) return;
        form.dataset.asleep = "";
        form.dataset.judged = entry.ok ? "richtig" : "falsch";
        wake();
      },
    };
    const next = () => (steps.isReading(own) ? readOn(form) : steps.goTo(steps.following(own)));
    const nextWords = () => (steps.isReading(own) ? t`Weiterlesen` : steps.following(own) ? t`Nächste Frage` : t`Zum Ergebnis`);
    const live = () => {
      delete form.dataset.asleep;
      delete form.dataset.judged;
      Object.assign(own, setUpQuestion(form, store, next, nextWords));
    };
    questions.push(own);
    if (typeOf(type)) live();
    else sleeping.set(form, live);
  }
  const steps = startSteps(box, questions, section);
  const render = setUpResult(section, store, questions, steps.goTo);

  /** Load the types that are missing, once. */
  function wake() {
    if (isAsked || !sleeping.size) return;
    isAsked = true;
    loadFor(box, "tasks", () => {
      for (const live of sleeping.values()) live();
      sleeping.clear();
      show(store.get());
      for (const action of waiting) action();
      if (early) find(early, ".question-buttons button").click(); // who was too early need not press again
    });
  }

  /** @param {() => void} action */
  function whenAwake(action) {
    if (sleeping.size) waiting.push(action);
    else action();
    wake();
  }

  /** @param {Progress} progress */
  function show(progress) {
    const passed = isPassed(progress, section.dataset.quiz);
    const changes = changesIn(progress, questions, passed);
    questions.forEach((question, i) => {
      question.sync(progress);
      showChange(question, changes[i], !passed);
    });
    render(progress);
    steps.refresh();
  }

  const [pager] = all(document, ".pager"); // its links change when the way is known (pages/way.js)
  if (pager) new MutationObserver(() => render(store.get())).observe(pager, { childList: true, subtree: true });
  for (const form of sleeping.keys()) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (sleeping.has(form)) early = form;
      wake();
    });
  }
  whenNear([...sleeping.keys()].map((form) => (box.contains(form) ? box : form)), wake);
  if ("kept" in document.documentElement.dataset) wake();
  store.subscribe(show);
  steps.openAsked();
  startPaper();
  return whenAwake;
}

/**
 * What follows a question of the text has the focus.
 * @param {HTMLElement} form
 */
function readOn({ nextElementSibling: following }) {
  if (!(following instanceof HTMLElement)) return;
  following.tabIndex = -1;
  following.focus();
}

/**
 * Say beside its number that a question is new or changed, and since when; in a lesson begun before, what that means.
 * @param {LessonQuestion} question
 * @param {string} change
 * @param {boolean} isBegun
 */
function showChange({ form, since }, change, isBegun) {
  const number = find(form, ".question-number");
  number.querySelector("span")?.remove();
  if (!change) return;
  const day = since && dayText(since);
  const text = change === "new" ? (day ? t`neu seit ${day}` : t`neu`) : day ? t`geändert am ${day}` : t`geändert`;
  const meaning = isBegun ? `. ${t`Die Lektion ist erneuert, Ihre übrigen Antworten zählen weiter.`}` : "";
  number.append(element("span", ` · ${text}${meaning}`));
}

/**
 * What was reached, the one button that leads on in the lesson, and small what else there is; returns what shows it.
 * @param {HTMLElement} section
 * @param {Store} store
 * @param {LessonQuestion[]} questions
 * @param {(question: LessonQuestion) => void} goTo
 */
function setUpResult(section, store, questions, goTo) {
  const { quiz: lesson = "" } = section.dataset;
  const line = find(section, "p");
  const buttons = find(section, ".result-buttons");
  const reset = find(section, "details");

  find(reset, "button").addEventListener("click", () => {
    store.update((progress) =>
      questions
        .filter(({ id }) => entryOf(progress.answers, id)?.ok !== undefined)
        .reduce((next, { id, revision }) => withAnswer(next, id, Math.max(revision, next.answers[id].r), { reset: true }, 0), progress),
    );
    reset.removeAttribute("open");
    goTo(questions[0]);
  });

  function retryWrong() {
    const wrong = questions.filter(({ form }) => form.dataset.judged === "falsch");
    for (const { form } of wrong) if (form.dataset.done) find(form, ".question-buttons button").click(); // what sleeps would only wake
    if (wrong.length) goTo(wrong[0]);
  }

  /** To what follows in the lesson and, small, to where the foot of the page leads. */
  function leadOn() {
    const [part] = all(document, ".result ~ h2");
    const [next] = all(document, "[rel=next]", HTMLAnchorElement);
    const links = [];
    if (part) {
      const title = textOf(part);
      links.push(Object.assign(element("a", t`Weiter: ${title}`, "knopf"), { href: `#${part.id}` }));
    }
    if (next) {
      const title = next.lastChild?.textContent?.trim();
      links.push(Object.assign(element("a", t`Direkt weiter: ${title}`, part ? "" : "knopf"), { href: next.href }));
    }
    return links;
  }

  /** @param {Progress} progress */
  function render(progress) {
    const score = scoreOf(progress, questions, PASS_MARK);
    const passed = isPassed(progress, lesson);
    const open = questions.filter((question) => !answerTo(progress, question));
    const wrong = score.answered - score.right;
    const counts = t`${score.right} von ${score.total} Fragen richtig` + (document.querySelector("[data-said]") ? t` oder erledigt` : "");
    let text = open.length ? t`${counts}, ${open.length} noch offen.` : `${counts}.`;
    const news = passed && newsOf(progress, questions);
    if (passed) text += news ? t` Diese Lektion ist bestanden, ${news}.` : t` Diese Lektion ist bestanden.`;
    else if (!open.length) text += t` Zum Bestehen braucht es ${Math.ceil(PASS_MARK * score.total)}: Versuchen Sie die falschen noch einmal.`;
    if (line.textContent !== text) line.textContent = text;
    for (const { parentElement: more } of section.querySelectorAll("p > [href*=runde]")) more?.toggleAttribute("hidden", open.length > 0);
    const again = wrong ? [makeButton(plural(wrong, t`Die falsche noch einmal`, t`Die ${wrong} falschen noch einmal`), retryWrong, passed)] : [];
    const first = open.length ? [makeButton(t`Zur offenen Frage`, () => goTo(open[0]), false)] : passed ? leadOn() : [];
    buttons.replaceChildren(...first, ...again);
  }

  /** @param {Progress} progress */
  return (progress) => {
    const score = scoreOf(progress, questions, PASS_MARK);
    if (score.reached && !isPassed(progress, lesson)) {
      store.update((current) => withPassed(current, lesson, COURSE.version, Math.floor(Date.now() / 1000)));
      return; // the update renders
    }
    render(progress);
  };
}

// Questions on a page: check, explain, try again, remember. The HTML works as a list without this file.

import { element, makeButton } from "../page/elements.js";
import { Hint, TYPES, copyOf } from "./types.js";
import { changesIn, longDay, newsOf, withAnswer, withPassed } from "../progress/document.js";
import { PASS_MARK, answerTo, entryOf, scoreOf } from "../progress/scoring.js";
import { t } from "../formats/gettext.js";
import { plural } from "../formats/language.js";

// A learning platform keeps no single answers.
const ELSEWHERE = t`Beantwortet bei einem früheren Besuch. Die Lernplattform merkt sich nur, ob es stimmte.`;

/**
 * Bring one question to life; `next` leads on from a right answer, to the result if it is `isLast`.
 * Null for a type this version does not know.
 */
export function setUpQuestion(form, store, next, isLast) {
  const { question: id, revision: text, type: name } = form.dataset;
  const type = TYPES[name];
  const revision = Number(text);
  const fieldset = form.querySelector("fieldset");
  const reply = form.querySelector(".rueckmeldung");
  const button = form.querySelector(".frage-knoepfe button");
  const solution = form.querySelector(".loesung");
  if (!type) return null;
  type.prepare?.(form);
  const more = element("div", "", "mehr"); // what is read, not spoken
  reply.after(more);
  button.id = `pruefen-${id}`;
  label(t`Prüfen`);
  let dismissed = -1; // clock of the answer that the learner took off the form to try again

  /** Name the button, with its question where many have the same name. */
  function label(text, isOwn = true) {
    button.textContent = text;
    button.setAttribute("aria-labelledby", isOwn ? `${button.id} nr-${id}` : button.id);
  }

  const fields = () => [...fieldset.querySelectorAll("input, select, .reihe-knopf")];

  function lock(locked) {
    form.dataset.fertig = locked ? "ja" : "";
    for (const field of fields()) {
      // readOnly keeps text fields readable and in the tab order; the others know only disabled.
      if (field.type === "text") field.readOnly = locked;
      else field.disabled = locked;
    }
    solution.classList.toggle("frei", locked);
    if (!locked) solution.open = false;
  }

  /** The verdict on an answer that is in the form and marked. */
  function show(ok, reasons, announce) {
    form.dataset.urteil = ok ? "richtig" : "falsch";
    lock(true);
    const said = reasons.length > 1 ? [element("p", t`Die Gründe stehen darunter.`)] : reasons;
    const rest = reasons.length > 1 ? reasons : [];
    if (ok) rest.push(copyOf(form.querySelector(".erklaerung")));
    if (!announce) reply.removeAttribute("role"); // a restored page must not speak
    reply.replaceChildren(element("p", ok ? t`Richtig.` : t`Noch nicht richtig.`, "urteil"), ...said);
    more.replaceChildren(...rest);
    reply.setAttribute("role", "status");
    if (ok) label(isLast ? t`Zum Ergebnis` : t`Nächste Frage`, false);
    else label(t`Noch einmal versuchen`);
    button.hidden = false;
  }

  function ask(keepRight) {
    type.clear(form, keepRight);
    lock(false);
    delete form.dataset.urteil;
    reply.replaceChildren();
    more.replaceChildren();
    label(t`Prüfen`);
  }

  function focusFirst() {
    const all = fields();
    (all.find((field) => !field.value || !["text", "select-one"].includes(field.type)) ?? all[0])?.focus();
  }

  function submit() {
    if (form.dataset.fertig === "ja") {
      if (form.dataset.urteil === "falsch") {
        dismissed = answerTo(store.get(), { id, revision })?.n ?? -1;
        ask(true);
        focusFirst();
      } else next();
      return;
    }
    let given;
    try {
      given = type.read(form);
      if (given.length === 0) throw new Hint(type.prompt);
    } catch (error) {
      if (!(error instanceof Hint)) throw error;
      reply.replaceChildren(element("p", error.message, "aufforderung"));
      focusFirst();
      return;
    }
    const { ok, reasons } = type.check(form, given);
    type.show(form, given);
    show(ok, reasons, true);
    button.focus();
    // Paint the answer first, then keep it: what the learner waits for comes first, unless the page is left.
    const keep = () => {
      removeEventListener("pagehide", keep);
      clearTimeout(timer);
      store.update((progress) => withAnswer(progress, id, revision, { ok, given }, Math.floor(Date.now() / 1000)));
    };
    const timer = setTimeout(keep);
    addEventListener("pagehide", keep);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      submit();
    } catch (error) {
      solution.classList.add("frei"); // what helps without scripts helps where they fail
      throw error;
    }
  });

  return {
    id,
    revision,
    form,
    focus: focusFirst,
    /** Bring the form in line with the store, without speaking. */
    sync(progress) {
      const entry = answerTo(progress, { id, revision });
      const shown = form.dataset.fertig === "ja";
      if (!entry && shown) ask(false);
      if (entry && entry.n > dismissed && !shown && !fieldset.contains(document.activeElement)) {
        let reasons = [element("p", ELSEWHERE)];
        if (entry.given.length) {
          type.show(form, entry.given);
          reasons = type.check(form, entry.given).reasons;
        }
        show(entry.ok, reasons, false);
      }
    },
  };
}

export function startQuizzes(store) {
  const section = document.querySelector("[data-quiz]");
  if (!section) return;
  const forms = [...document.querySelectorAll("form.frage")];
  const questions = [];
  const since = Object.fromEntries((section.dataset.neu ?? "").split(" ").map((item) => item.split(":")));
  forms.forEach((form, i) => {
    const next = () => (questions[i + 1] ? goTo(questions[i + 1]) : section.querySelector("p").focus());
    const question = setUpQuestion(form, store, next, i === forms.length - 1);
    if (question) questions.push({ ...question, since: since[question.id] ?? "" });
  });
  const goTo = (question) => {
    question.form.scrollIntoView({ block: "start" });
    question.focus();
  };
  const isWrong = ({ form }) => form.dataset.urteil === "falsch";
  const summary = setUpSummary(section, store, questions, {
    retryWrong() {
      const wrong = questions.filter(isWrong);
      for (const { form } of wrong) form.querySelector(".frage-knoepfe button").click();
      if (wrong.length) goTo(wrong[0]);
    },
    goTo: (id) => goTo(questions.find((question) => question.id === id)),
  });
  store.subscribe((progress) => {
    const changes = changesIn(progress, questions, Boolean(progress.lessons[section.dataset.quiz]?.passed));
    questions.forEach((question, i) => {
      question.sync(progress);
      showChange(question, changes[i]);
    });
    summary(progress);
  });
}

/** Say beside its number that a question is new or changed, and since when. */
function showChange({ form, since }, change) {
  const number = form.querySelector(".frage-nr");
  number.querySelector("span")?.remove();
  if (!change) return;
  const day = since && longDay(since);
  const text = change === "new" ? (day ? t`neu seit ${day}` : t`neu`) : day ? t`geändert am ${day}` : t`geändert`;
  number.append(element("span", ` · ${text}`));
}

function setUpSummary(section, store, questions, actions) {
  const lesson = section.dataset.quiz;
  const line = section.querySelector("p");
  const buttons = section.querySelector(".ergebnis-knoepfe");
  const version = document.documentElement.dataset.version;
  line.tabIndex = -1;

  function reset() {
    const question = element("span", t`Alle Antworten dieser Lektion löschen? `);
    const yes = makeButton(t`Ja, löschen`, () => {
      store.update((progress) =>
        questions
          .filter(({ id }) => entryOf(progress.answers, id)?.ok !== undefined)
          .reduce((next, { id, revision }) => withAnswer(next, id, Math.max(revision, next.answers[id].r), { reset: true }, 0), progress),
      );
      line.focus();
    });
    const no = makeButton(t`Nein`, () => {
      render(store.get());
      buttons.lastChild.focus();
    });
    buttons.replaceChildren(question, yes, no);
    yes.focus();
  }

  function render(progress) {
    const score = scoreOf(progress, questions, PASS_MARK);
    const passed = Boolean(progress.lessons[lesson]?.passed);
    const open = questions.filter((question) => !answerTo(progress, question));
    const wrong = score.answered - score.right;
    const counts = t`${score.right} von ${score.total} Fragen richtig`;
    let text = "";
    if (score.answered) text = open.length ? t`${counts}, ${open.length} noch offen.` : `${counts}.`;
    const news = passed && newsOf(progress, questions);
    if (passed) text += news ? t` Diese Lektion ist bestanden, ${news}.` : t` Diese Lektion ist bestanden.`;
    else if (score.answered && !open.length) text += t` Zum Bestehen braucht es ${Math.ceil(PASS_MARK * score.total)}: Versuchen Sie die falschen noch einmal.`;
    if (line.textContent !== text) line.textContent = text;
    section.hidden = !text;
    const offers = [];
    if (score.answered && open.length) offers.push(makeButton(t`Zur nächsten offenen Frage`, () => actions.goTo(open[0].id)));
    if (wrong) offers.push(makeButton(plural(wrong, t`Die falsche noch einmal`, t`Die ${wrong} falschen noch einmal`), actions.retryWrong));
    if (score.answered) offers.push(makeButton(t`Quiz zurücksetzen`, reset));
    buttons.replaceChildren(...offers);
  }

  return (progress) => {
    const score = scoreOf(progress, questions, PASS_MARK);
    if (score.reached && !progress.lessons[lesson]?.passed) {
      store.update((current) => withPassed(current, lesson, version, Math.floor(Date.now() / 1000)));
      return; // the update renders
    }
    render(progress);
  };
}

// The page of an exam, the course's or a path's check: one question at a time, nothing judged before it is handed in. What is answered
// stands in the store at once; the stage follows it, so a reload or another tab goes on where this one was.

import { element, makeButton } from "../../js/page/elements.js";
import { drawQuestions, examOf, neededFor, passesOf, resultsByGroup, withAttempt, withExamAnswer, withExamEnd } from "../../js/exam/exam.js";
import { startPage } from "../../js/page/page.js";
import { all, find } from "../../js/formats/dom.js";
import { t } from "../../js/formats/gettext.js";
import { loadPool, readPool } from "../../js/exam/pool.js";
import { explain, isOpen, judge, makeQuestion, readForm, restore } from "../../js/exam/question.js";
import { certificateLink, groupList, lastResult, overview, placeAfterCheck, placeForOpenLessons, row, verdict } from "../../js/exam/views.js";
import { plural } from "../../js/formats/language.js";
import { whenTyped } from "../../js/page/typed.js";
import { draftsIn, showDrafts } from "../../js/questions/drafts.js";

const ENOUGH = 0.75; // so much of a draw must still exist after an update of the course

const seconds = () => Math.floor(Date.now() / 1000);

/**
 * @typedef {import("../../js/progress/document.js").Attempt} Attempt
 * @typedef {import("../../js/exam/question.js").ExamQuestion} ExamQuestion
 */

/**
 * @param {HTMLElement} root
 * @param {import("../../js/progress/store.js").Store} store
 */
function start(root, store) {
  const stage = find(root, "[data-stage]");
  const message = find(root, "[data-message]");
  const { exam = "", check = "", certificate = "", receipt = "", count } = root.dataset;
  const afterwards = [placeAfterCheck(receipt), certificateLink(certificate)]; // where it is passed
  const notYet = placeForOpenLessons(exam);
  const stored = () => examOf(store.get(), check);
  const course = { lesson: exam, version: document.documentElement.dataset.version ?? "" };
  /** @type {ReturnType<typeof readPool>} */
  let pool = new Map();
  /** @type {ExamQuestion[]} of the attempt on stage */
  let questions = [];
  /** @type {ExamQuestion | null} the one on stage */
  let current = null;
  /** @type {string | undefined} which attempt in which state is on stage */
  let shown;
  let keepsDrafts = false;
  let touched = false; // focus moves only after the learner did something

  /** @type {Element[]} */
  const introduction = [];
  for (let node = root.previousElementSibling; node && node.tagName !== "H1"; node = node.previousElementSibling) introduction.unshift(node);
  const fold = element("details");

  /**
   * While a check is running, its question is what one comes back to; how it works is folded away.
   * @param {boolean} isRunning
   */
  function foldIntroduction(isRunning) {
    if (isRunning === fold.isConnected) return;
    fold.replaceChildren(element("summary", t`So läuft der Check`), ...(isRunning ? introduction : []));
    if (isRunning) root.before(fold);
    else fold.replaceWith(...introduction);
  }

  /** @param {string} text */
  function say(text) {
    if (message.textContent !== text) message.textContent = text;
  }

  /** @param {...HTMLElement} nodes */
  function show(...nodes) {
    current = null;
    stage.replaceChildren(...nodes);
    const title = stage.querySelector("h2");
    if (!title || !touched) return;
    title.tabIndex = -1;
    title.focus();
    title.scrollIntoView({ block: "start" });
  }

  /**
   * Run `action` once the questions are there.
   * @param {() => unknown} action
   */
  async function withPool(action) {
    if (!pool.size) {
      say(t`Die Fragen werden geladen.`);
      try {
        pool = readPool(await loadPool(root)); // a page that says „not found“ is no pool either
      } catch {
        say(t`Die Fragen lassen sich gerade nicht laden. Ihre Antworten sind noch da. Prüfen Sie die Verbindung und laden Sie die Seite neu.`);
        show(row(makeButton(t`Noch einmal versuchen`, () => withPool(action))));
        return;
      }
      say("");
    }
    action();
  }

  function begin() {
    touched = true;
    withPool(() => {
      const before = stored().attempt?.questions ?? [];
      const keys = drawQuestions([...pool.values()], Number(count), before, Math.random);
      store.update((progress) => withAttempt(progress, check, keys, seconds()));
    });
  }

  /** @param {Attempt | undefined} attempt */
  function showEntrance(attempt) {
    const nodes = [];
    if (attempt?.end) nodes.push(lastResult(attempt.end));
    if (passesOf(store.get()).some((pass) => pass.check === check)) nodes.push(...afterwards);
    else nodes.push(notYet);
    const offers = [makeButton(attempt ? t`Neuen Check beginnen` : t`Check beginnen`, begin, false)];
    if (attempt) offers.push(makeButton(t`Auswertung ansehen`, () => ((touched = true), withPool(() => (prepare(attempt), showResult(attempt))))));
    show(...nodes, row(...offers));
  }

  /** @param {Attempt} attempt */
  function prepare(attempt) {
    questions = [...new Set(attempt.questions)].flatMap((key) => makeQuestion(pool.get(key), attempt) ?? []);
    for (const question of questions) {
      question.form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (question === current) leave(questions.indexOf(question) + 1);
      });
      // Not every change has an event of its own (moving an item is a click or a drop).
      for (const name of ["change", "click", "drop"]) question.form.addEventListener(name, () => setTimeout(() => save(question)));
    }
  }

  /** @param {Attempt} attempt */
  function resume(attempt) {
    prepare(attempt);
    for (const question of questions) restore(question, attempt.answers[question.key]?.given ?? []);
    const gone = attempt.questions.length - questions.length;
    if (!questions.length || questions.length < ENOUGH * attempt.questions.length) {
      say(t`Der Kurs hat sich seit Ihrem Beginn so verändert, dass dieser Versuch nicht mehr zählen kann. Ziehen Sie bitte neu.`);
      show(row(makeButton(t`Check beginnen`, begin, false)));
      return;
    }
    if (gone) {
      const changed = plural(gone, t`Eine Frage hat sich mit einer neuen Fassung des Kurses geändert.`, t`${gone} Fragen haben sich mit einer neuen Fassung des Kurses geändert.`);
      say(`${changed} ${t`Bewertet werden die übrigen ${questions.length}.`}`);
    }
    keepDrafts();
    const open = questions.findIndex(isOpen);
    if (open < 0) showOverview();
    else ask(open);
  }

  // What is no whole answer yet, such as half a cloze, is no part of the attempt, but comes back with it.
  function keepDrafts() {
    if (keepsDrafts) return;
    keepsDrafts = true;
    const openForms = () => questions.filter(isOpen).map(({ form }) => form);
    const read = () => {
      const { attempt } = stored();
      const drafts = attempt && !attempt.end ? draftsIn(openForms()) : null;
      return drafts && { attempt: `${attempt?.n}-${attempt?.t}`, drafts };
    };
    const putBack = (/** @type {unknown} */ kept) => {
      const { attempt } = stored();
      const { attempt: of, drafts } = Object(kept);
      if (attempt && of === `${attempt.n}-${attempt.t}`) showDrafts(drafts, openForms());
    };
    whenTyped(root, (keeper) => keeper.keep({ name: check ? `pruefung:${check}` : "pruefung", root, read, show: putBack, isBusy: () => true, deep: 2, isQuiet: true }));
  }

  /**
   * Keep what the form holds; returns what is wrong with it, in words.
   * @param {ExamQuestion} question
   */
  function save(question) {
    if (stored().attempt?.end || !questions.includes(question)) return "";
    const { given, hint } = readForm(question);
    if (hint) return hint;
    const text = JSON.stringify(given);
    if (text === question.saved) return "";
    question.saved = text;
    const { attempt } = stored();
    if (attempt) store.update((progress) => withExamAnswer(progress, check, attempt, question.key, given));
    return "";
  }

  /** @param {number} place where to go, outside the questions for the overview */
  function leave(place) {
    if (!current) return;
    touched = true;
    const hint = save(current);
    find(current.form, ".feedback").replaceChildren(...(hint ? [element("p", hint)] : []));
    if (hint) return;
    say("");
    if (place >= 0 && place < questions.length) ask(place);
    else showOverview();
  }

  /** @param {number} place */
  function ask(place) {
    const question = questions[place];
    const { form } = question;
    const line = find(form, ".question-buttons");
    const next = find(line, "[type=submit]");
    find(form, ".question-number").textContent = t`Frage ${place + 1} von ${questions.length}`;
    next.textContent = place + 1 < questions.length ? t`Weiter` : t`Zum Abgeben`;
    line.classList.add("result-buttons");
    const back = place ? [makeButton(t`Zurück`, () => leave(place - 1))] : [];
    line.replaceChildren(next, ...back, makeButton(t`Übersicht`, () => leave(-1)));
    show(form);
    current = question;
    if (!touched) return;
    const fields = all(form, "fieldset :is(input, select, button)");
    form.scrollIntoView({ block: "start" });
    (fields.find((field) => field instanceof HTMLInputElement && field.checked) ?? fields[0])?.focus({ preventScroll: true });
  }

  function showOverview() {
    const open = questions.map(isOpen);
    const left = open.filter(Boolean).length;
    const go = (/** @type {number} */ place) => ((touched = true), ask(place));
    const handIn = makeButton(left ? plural(left, t`Mit einer offenen Frage abgeben`, t`Mit ${left} offenen Fragen abgeben`) : t`Check abgeben`, finish, left > 0);
    const onward = left ? [makeButton(t`Zur ersten offenen Frage`, () => go(open.indexOf(true)), false)] : [];
    show(...overview(open, go), row(...onward, handIn));
  }

  const groupTitles = () => [...new Set([...pool.values()].map((entry) => entry.group))];

  function finish() {
    const { attempt } = stored();
    if (!attempt || attempt.end) return;
    const right = judge(questions, attempt.answers).filter(({ ok }) => ok).length;
    const kept = { right, total: questions.length, groups: groupTitles() };
    store.update((progress) => withExamEnd(progress, check, attempt, kept, course, seconds()));
  }

  /** @param {Attempt} attempt */
  function showResult(attempt) {
    const judged = judge(questions, attempt.answers);
    const right = judged.filter(({ ok }) => ok).length;
    const passed = right >= neededFor(judged.length) ? afterwards : [];
    const results = groupList(resultsByGroup(judged, groupTitles()));
    const again = row(makeButton(t`Neuen Check beginnen`, begin));
    show(...verdict(right, judged.length), ...passed, element("h3", check ? t`Ergebnis je Lektion` : t`Ergebnis je Modul`), results, again,
      element("h3", t`Alle Fragen mit Begründungen`), ...judged.map(explain));
  }

  function follow() {
    const { attempt } = stored();
    const now = attempt ? `${attempt.n} ${attempt.t}${attempt.end ? " Ende" : ""}` : "";
    if (now === shown) return;
    const handedIn = now === `${shown} Ende` && questions.length > 0;
    shown = now;
    foldIntroduction(Boolean(attempt && !attempt.end));
    if (attempt && !attempt.end) withPool(() => now === shown && resume(attempt));
    else if (attempt && handedIn) showResult(attempt);
    else showEntrance(attempt);
  }

  addEventListener("pagehide", () => current && save(current));
  store.subscribe(follow);
}

/** @type {HTMLElement | null} */
const page = document.querySelector("[data-tool=abschlusstest]");
const store = startPage();
if (page) start(page, store);

// The page of the final exam: one question at a time, nothing judged before it is handed in. What is answered
// stands in the store at once; the stage follows it, so a reload or another tab goes on where this one was.

import { element, makeButton } from "../../js/page/elements.js";
import { Hint, TYPES } from "../../js/questions/types.js";
import { drawQuestions, germanDate, neededFor, passesOf, seeded, shuffled, withAttempt, withExamAnswer, withExamEnd } from "../../js/exam/exam.js";
import { startPage } from "../../js/page/page.js";
import { t } from "../../js/formats/gettext.js";
import { plural } from "../../js/formats/language.js";

const LETTERS = "ABCDEF";
const ENOUGH = 0.75; // so much of a draw must still exist after an update of the course

const seconds = () => Math.floor(Date.now() / 1000);

function row(...nodes) {
  const line = element("p", "", "ergebnis-knoepfe");
  line.append(...nodes);
  return line;
}

function linkTo(url, text) {
  const link = element("a", text);
  link.href = url;
  return link;
}

/** The questions: from their file, or where files cannot be fetched from the page itself (packages). */
async function loadPool(root) {
  const inline = root.querySelector("script[type='application/json']");
  return inline ? JSON.parse(inline.textContent) : (await fetch(root.dataset.fragen)).json();
}

/** What loadPool gives, checked: key → {key, module, lesson, url, objective, form: HTML}. */
function readPool(list) {
  const fields = ["key", "module", "lesson", "url", "objective", "form"];
  if (!list.every((entry) => fields.every((field) => typeof entry?.[field] === "string"))) throw new TypeError("pool");
  return new Map(list.map((entry) => [entry.key, entry]));
}

/** Options in an order of this attempt; each takes its reason along, and letters follow the place. */
function shuffleOptions(form, random) {
  const options = [...form.querySelectorAll(".optionen > li")];
  const reasons = [...form.querySelectorAll(".begruendungen > li")];
  shuffled(options.keys(), random).forEach((from, to) => {
    const verdict = reasons[from].querySelector("strong");
    options[from].parentElement.append(options[from]);
    reasons[from].parentElement.append(reasons[from]);
    options[from].querySelector(".buchstabe").textContent = LETTERS[to];
    verdict.textContent = LETTERS[to] + verdict.textContent.slice(1);
  });
}

/** A sequence in an order of this attempt, never the right one by chance. */
function shuffleItems(form, random) {
  const list = form.querySelector(".reihe");
  const right = [...form.querySelectorAll("[data-item-reason]")].map((reason) => reason.dataset.itemReason);
  const items = shuffled(list.children, random);
  if (items.every((item, i) => item.dataset.item === right[i])) items.push(items.shift());
  list.append(...items);
}

function hideVerdicts(form) {
  form.querySelectorAll(".marke").forEach((mark) => mark.remove());
  form.querySelectorAll("[data-urteil]").forEach((node) => delete node.dataset.urteil);
  form.querySelectorAll("[aria-invalid]").forEach((node) => node.removeAttribute("aria-invalid"));
}

/** A question of `attempt` with its form, answered as stored; undefined if the course no longer has it. */
function makeQuestion(entry, attempt) {
  // Only the form leaves the parsed text, and scripts in such a document never run.
  const found = entry && new DOMParser().parseFromString(entry.form, "text/html").querySelector("form.frage");
  const type = found && TYPES[found.dataset.type];
  if (!type) return undefined;
  const form = document.adoptNode(found);
  const random = seeded(`${attempt.n} ${attempt.t} ${entry.key}`);
  if (form.querySelector(".optionen")) shuffleOptions(form, random);
  if (form.querySelector(".reihe")) shuffleItems(form, random);
  // Out of the page until the end: neither paper nor a search in the page may show it.
  const solution = form.querySelector(".loesung");
  solution.remove();
  type.prepare?.(form);
  return { ...entry, form, type, solution, saved: "[]" };
}

/** What the form holds; `hint` says what is wrong with it. */
function readForm({ form, type }) {
  try {
    return { given: type.read(form), hint: "" };
  } catch (error) {
    if (!(error instanceof Hint)) throw error;
    return { given: [], hint: error.message };
  }
}

/** Put a stored answer into the form, without a verdict. An option that was reworded since then is open again. */
function restore(question, given) {
  const { form, type, solution } = question;
  if (!given.length) return;
  form.append(solution); // types look up there what is right
  type.show(form, given);
  solution.remove();
  hideVerdicts(form);
  question.saved = JSON.stringify(readForm(question).given);
}

function start(root, store) {
  const stage = root.querySelector("[data-buehne]");
  const message = root.querySelector("[data-meldung]");
  const course = { lesson: root.dataset.lektion, version: document.documentElement.dataset.version };
  let pool = null;
  let questions = []; // of the attempt on stage
  let current = null; // the question on stage
  let shown; // which attempt in which state is on stage
  let touched = false; // focus moves only after the learner did something

  function say(text) {
    if (message.textContent !== text) message.textContent = text;
  }

  function show(...nodes) {
    current = null;
    stage.replaceChildren(...nodes);
    const title = stage.querySelector("h2");
    if (!title || !touched) return;
    title.tabIndex = -1;
    title.focus();
    title.scrollIntoView({ block: "start" });
  }

  /** Run `action` once the questions are there. */
  async function withPool(action) {
    if (!pool) {
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
      const before = store.get().exam?.attempt?.questions ?? [];
      const keys = drawQuestions([...pool.values()], Number(root.dataset.anzahl), before, Math.random);
      store.update((progress) => withAttempt(progress, keys, seconds()));
    });
  }

  function certificate() {
    const line = element("p");
    line.append(linkTo(root.dataset.zertifikat, t`Zum Zertifikat`));
    return line;
  }

  function showEntrance(attempt) {
    const nodes = [];
    if (attempt?.end) {
      const { right, total, t: seconds } = attempt.end;
      const verdict = right >= neededFor(total) ? t`Damit haben Sie bestanden.` : t`Nötig sind ${neededFor(total)}.`;
      nodes.push(element("p", t`Ihr letzter Test vom ${germanDate(seconds)}: ${right} von ${total} Fragen richtig. ${verdict}`));
    }
    if (passesOf(store.get()).length) nodes.push(certificate());
    const offers = [makeButton(attempt ? t`Neuen Test beginnen` : t`Test beginnen`, begin, false)];
    if (attempt) offers.push(makeButton(t`Auswertung ansehen`, () => ((touched = true), withPool(() => (prepare(attempt), showResult(attempt))))));
    show(...nodes, row(...offers));
  }

  function prepare(attempt) {
    questions = [...new Set(attempt.questions)].map((key) => makeQuestion(pool.get(key), attempt)).filter(Boolean);
    for (const question of questions) {
      question.form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (question === current) leave(questions.indexOf(question) + 1);
      });
      // Not every change has an event of its own (moving an item is a click or a drop).
      for (const name of ["change", "click", "drop"]) question.form.addEventListener(name, () => setTimeout(() => save(question)));
    }
  }

  function resume(attempt) {
    prepare(attempt);
    for (const question of questions) restore(question, attempt.answers[question.key]?.given ?? []);
    const gone = attempt.questions.length - questions.length;
    if (questions.length < ENOUGH * Number(root.dataset.anzahl)) {
      say(t`Der Kurs hat sich seit Ihrem Beginn so verändert, dass dieser Versuch nicht mehr zählen kann. Ziehen Sie bitte neu.`);
      show(row(makeButton(t`Test beginnen`, begin, false)));
      return;
    }
    if (gone) {
      const changed = plural(gone, t`Eine Frage hat sich mit einer neuen Fassung des Kurses geändert.`, t`${gone} Fragen haben sich mit einer neuen Fassung des Kurses geändert.`);
      say(`${changed} ${t`Bewertet werden die übrigen ${questions.length}.`}`);
    }
    const open = questions.findIndex(isOpen);
    if (open < 0) showOverview();
    else ask(open);
  }

  const isOpen = (question) => question.saved === "[]";

  /** Keep what the form holds; returns what is wrong with it, in words. */
  function save(question) {
    if (store.get().exam?.attempt?.end || !questions.includes(question)) return "";
    const { given, hint } = readForm(question);
    if (hint) return hint;
    const text = JSON.stringify(given);
    if (text === question.saved) return "";
    question.saved = text;
    const { attempt } = store.get().exam ?? {};
    if (attempt) store.update((progress) => withExamAnswer(progress, attempt, question.key, given));
    return "";
  }

  function leave(place) {
    touched = true;
    const hint = save(current);
    const reply = current.form.querySelector(".rueckmeldung");
    reply.replaceChildren(...(hint ? [element("p", hint)] : []));
    if (hint) return;
    say("");
    if (place >= 0 && place < questions.length) ask(place);
    else showOverview();
  }

  function ask(place) {
    const question = questions[place];
    const { form } = question;
    const line = form.querySelector(".frage-knoepfe");
    const next = line.querySelector("[type=submit]");
    form.querySelector(".frage-nr").textContent = t`Frage ${place + 1} von ${questions.length}`;
    next.textContent = place + 1 < questions.length ? t`Weiter` : t`Zum Abgeben`;
    line.classList.add("ergebnis-knoepfe");
    const back = place ? [makeButton(t`Zurück`, () => leave(place - 1))] : [];
    line.replaceChildren(next, ...back, makeButton(t`Übersicht`, () => leave(-1)));
    show(form);
    current = question;
    if (!touched) return;
    const fields = [...form.querySelectorAll("fieldset :is(input, select, button)")];
    form.scrollIntoView({ block: "start" });
    (fields.find((field) => field.checked) ?? fields[0])?.focus({ preventScroll: true });
  }

  function showOverview() {
    const open = questions.filter(isOpen).length;
    const said = open ? t`${questions.length - open} von ${questions.length} Fragen sind beantwortet. Was offen bleibt, zählt als falsch.` : t`Alle ${questions.length} Fragen sind beantwortet.`;
    const list = element("ol", "", "pruefung-liste");
    questions.forEach((question, i) => {
      const entry = makeButton(t`Frage ${i + 1}`, () => ((touched = true), ask(i)));
      entry.append(element("small", isOpen(question) ? t`offen` : t`beantwortet`));
      const item = element("li");
      item.append(entry);
      list.append(item);
    });
    show(element("h2", t`Übersicht`), element("p", said), list, row(makeButton(t`Test abgeben`, finish, false)));
  }

  /** Each question with its answer and whether it is right; puts answers and solutions into the forms. */
  function judge(attempt) {
    return questions.map((question) => {
      const { form, type, solution, key } = question;
      const given = attempt.answers[key]?.given ?? [];
      form.append(solution);
      if (given.length) type.show(form, given);
      else type.clear(form, false);
      return { question, given, ok: given.length > 0 && type.check(form, given).ok };
    });
  }

  function finish() {
    const { attempt } = store.get().exam ?? {};
    if (!attempt || attempt.end) return;
    const right = judge(attempt).filter(({ ok }) => ok).length;
    const modules = [...new Set([...pool.values()].map((entry) => entry.module))];
    const kept = { right, total: questions.length, modules };
    store.update((progress) => withExamEnd(progress, attempt, kept, course, seconds()));
  }

  function showResult(attempt) {
    const judged = judge(attempt);
    const right = judged.filter(({ ok }) => ok).length;
    const needed = neededFor(judged.length);
    const passed = right >= needed;
    const score = t`${right} von ${judged.length} Fragen sind richtig, nötig sind ${needed}.`;
    const advice = passed ? "" : t` Unten steht, was sich noch einmal zu lesen lohnt. Beim nächsten Mal bekommen Sie andere Fragen.`;
    const parts = [element("h2", passed ? t`Bestanden` : t`Noch nicht bestanden`), element("p", score + advice)];
    if (passed) parts.push(certificate());
    parts.push(element("h3", t`Ergebnis je Modul`), moduleList(judged), row(makeButton(t`Neuen Test beginnen`, begin)));
    show(...parts, element("h3", t`Alle Fragen mit Begründungen`), ...judged.map(explain));
  }

  function moduleList(judged) {
    const list = element("ul", "", "pruefung-module");
    for (const title of new Set([...pool.values()].map((entry) => entry.module))) {
      const own = judged.filter(({ question }) => question.module === title);
      if (!own.length) continue;
      const right = own.filter(({ ok }) => ok).length;
      const item = element("li");
      item.append(element("strong", title), t`: ${right} von ${own.length} richtig`);
      const wrong = new Map(own.filter(({ ok }) => !ok).map(({ question }) => [question.lesson + question.objective, question]));
      if (wrong.size) {
        const reading = element("ul");
        for (const { url, lesson, objective } of wrong.values()) {
          const entry = element("li");
          entry.append(url ? linkTo(url, lesson) : lesson, `: ${objective}`);
          reading.append(entry);
        }
        item.append(t`. Zum Nachlesen:`, reading);
      }
      list.append(item);
    }
    return list;
  }

  /** The form as it was answered, locked, with verdict and all reasons; those of right answers to unfold. */
  function explain({ question, given, ok }, i) {
    const { form, solution } = question;
    form.dataset.fertig = "ja";
    form.dataset.urteil = ok ? "richtig" : "falsch";
    for (const field of form.querySelectorAll("fieldset :is(input, select, button)")) {
      if (field.type === "text") field.readOnly = true;
      else field.disabled = true;
    }
    form.querySelector(".frage-nr").textContent = t`Frage ${i + 1}`;
    form.querySelector(".frage-knoepfe").replaceChildren();
    const reply = form.querySelector(".rueckmeldung");
    reply.removeAttribute("role"); // twenty verdicts at once are not to be spoken
    reply.replaceChildren(element("p", ok ? t`Richtig.` : given.length ? t`Nicht richtig.` : t`Nicht beantwortet.`, "urteil"));
    solution.classList.add("frei");
    solution.open = !ok;
    return form;
  }

  function follow(progress) {
    const attempt = progress.exam?.attempt;
    const now = attempt ? `${attempt.n} ${attempt.t}${attempt.end ? " Ende" : ""}` : "";
    if (now === shown) return;
    const handedIn = now === `${shown} Ende` && questions.length > 0;
    shown = now;
    const still = (action) => () => now === shown && action();
    if (attempt && !attempt.end) withPool(still(() => resume(attempt)));
    else if (handedIn) showResult(attempt);
    else showEntrance(attempt);
  }

  addEventListener("pagehide", () => current && save(current));
  store.subscribe(follow);
}

const page = document.querySelector("[data-werkzeug=abschlusstest]");
const store = startPage();
if (page) start(page, store);

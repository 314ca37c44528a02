// "Heute wiederholen": due questions, taken from their own lesson pages, so that there is no second source.

import { saveFile } from "../page/download.js";
import { element, makeButton } from "../page/elements.js";
import { all, find } from "../formats/dom.js";
import { dateText, dayText } from "../formats/days.js";
import { calendarFile, isoDate } from "../formats/ics.js";
import { setUpQuestion } from "../questions/quiz.js";
import { shuffleForm } from "../questions/shuffle.js";
import { startPage } from "../page/page.js";
import { COURSE } from "../progress/course.js";
import { PLAN_MISSING, loadPlan } from "../progress/plan.js";
import { isRecord } from "../progress/document.js";
import { answerTo, entryOf } from "../progress/scoring.js";
import { seeded } from "../exam/exam.js";
import { whenTyped } from "../page/typed.js";
import { answeredQuestions, drawRound, dueQuestions, reminderDays, reviewable } from "../progress/review.js";
import { t } from "../formats/gettext.js";
import { plural } from "../formats/language.js";

/** @import { Progress } from "../progress/document.js" */
/** @import { PlannedLesson } from "../progress/plan.js" */
/** @import { Reviewable } from "../progress/review.js" */
/** @import { Live } from "../questions/shared.js" */
/** @typedef {Live & { form: HTMLFormElement }} Asked a question of this round */
/** @typedef {{ asked: string, again: string[], begin: number, seed: string, questions: [id: string, revision: number][],
 *   drafts: unknown, texts: Record<string, unknown> }} Kept
 *   a round under way: the address's `runde`, what became of it, the document's clock when it began, a seed for the order of what
 *   its questions list, and what stands in them */

const MOST = 20; // questions in a round
const store = startPage();
/** @type {PlannedLesson[]} */
let lessons = [];
const chooser = find(document, "[data-round]", HTMLFormElement);
const list = find(document, "[data-pool]");
const line = find(document, "[data-situation]");
const result = find(document, "[data-result]");
const offers = find(document, "[data-next-buttons]");
const now = () => Date.now() / 1000;
/** @type {Asked[]} */
let round = [];
const asked = new URLSearchParams(location.search).get("runde") ?? "";
let again = asked.split(" ").filter(Boolean); // lessons of a second round, or "alle"
let begin = 0; // clock of the document when the round began
let seed = "";
let isResumed = false;
/** @type {unknown} a round of an earlier visit that is not on the page: anybody's JSON */
let left = null;

/**
 * @param {string} text
 * @param {string} url
 */
function link(text, url) {
  const node = element("a", text);
  node.href = url;
  return node;
}

/**
 * Why there is nothing to do, and what comes next.
 * @param {Progress} progress
 */
function nothingDue(progress) {
  const waiting = reviewable(progress, lessons, now());
  if (waiting.length === 0) return [t`Noch gibt es nichts zu wiederholen. Wiederholt wird, was Sie bestanden haben: `, link(t`zur ersten Lektion`, lessons[0]?.url ?? "../")];
  const soonest = Math.min(...waiting.map((question) => question.wait));
  const day = dateText(now() + soonest);
  return [t`Heute ist nichts fällig. Die nächste Frage kommt am ${day} wieder.`];
}

/** The lessons of a second round; none if it is the usual one. */
const scope = () => lessons.filter(({ slug }) => again.includes(slug) || again.includes("alle"));

/** What a round is drawn from: what is due, or for a second round what was answered in its lessons. */
const candidates = () => (scope().length ? answeredQuestions(store.get(), scope()) : dueQuestions(store.get(), lessons, now()));

function showChooser() {
  const due = candidates();
  if (scope().length && due.length) line.textContent = plural(due.length, t`Zweite Runde: eine Frage, die Sie schon beantwortet haben.`, t`Zweite Runde: ${due.length} Fragen, die Sie schon beantwortet haben, in anderer Reihenfolge. Was bestanden ist, bleibt bestanden.`);
  else line.replaceChildren(...(due.length ? [plural(due.length, t`Eine Frage ist fällig.`, t`${due.length} Fragen sind fällig.`)] : nothingDue(store.get())));
  chooser.hidden = due.length === 0;
  const [fewest] = all(chooser, "input", HTMLInputElement);
  find(chooser, "fieldset").hidden = due.length <= Number(fewest.value);
}

/**
 * The pages of `urls` as documents; null for one that cannot be loaded.
 * @param {string[]} urls
 */
async function loadPages(urls) {
  /**
   * @param {string} url
   * @returns {Promise<[string, Document | null]>}
   */
  const load = async (url) => {
    try {
      const text = await (await fetch(url)).text(); // an error page is a page without the question
      return [url, new DOMParser().parseFromString(text, "text/html")];
    } catch {
      return [url, null];
    }
  };
  return new Map(await Promise.all([...new Set(urls)].map(load)));
}

/**
 * The form of a question out of its lesson page, for use on this one; null if it is not there as expected.
 * @param {Document | null | undefined} page
 * @param {Reviewable} question
 */
function formFrom(page, { id, revision, lesson }) {
  const forms = page ? all(page, "form.question", HTMLFormElement) : [];
  const found = forms.find((one) => one.dataset.question === id && one.dataset.revision === String(revision));
  if (!found) return null;
  const form = document.importNode(found, true);
  for (const anchor of all(form, "a[href]", HTMLAnchorElement)) anchor.href = new URL(anchor.getAttribute("href") ?? "", lesson.url).href;
  return form;
}

/** @param {number} count */
async function start(count) {
  left = null;
  begin = store.get().clock;
  seed = `${Math.random()}`;
  await ask(drawRound(candidates(), count));
  round[0]?.focus();
  list.dispatchEvent(new Event("input", { bubbles: true })); // from now on the round is kept
}

/**
 * Put the round on the page.
 * @param {Reviewable[]} drawn
 */
async function ask(drawn) {
  line.textContent = t`Die Fragen werden geladen …`;
  chooser.hidden = true;
  const pages = await loadPages(drawn.map(({ lesson }) => lesson.url));
  const found = drawn.flatMap((question) => {
    const form = formFrom(pages.get(question.lesson.url), question);
    return form ? [{ ...question, form }] : [];
  });
  round = found.flatMap(place);
  const lost = drawn.length - round.length;
  if (round.length === 0) {
    line.textContent = t`Die Fragen ließen sich nicht laden. Sie bleiben fällig: Prüfen Sie die Verbindung, und fangen Sie dann noch einmal an.`;
    chooser.hidden = false;
    return;
  }
  line.textContent = lost ? plural(lost, t`Eine Frage ist gerade nicht zu laden; was fehlt, bleibt fällig.`, t`${lost} Fragen sind gerade nicht zu laden; was fehlt, bleibt fällig.`) : "";
  list.replaceChildren(...round.map(({ form }) => form));
  list.hidden = false;
}

/** What is kept of the round; null once every question has its answer. */
function read() {
  if (left) return left; // also one of another address, until somebody begins a new one
  const questions = round.map(({ id, revision }) => [id, revision]);
  const texts = Object.fromEntries(round.flatMap(({ id, read }) => (read ? [[id, read()]] : [])));
  const isOpen = round.some(({ form }) => !form.dataset.judged);
  return isOpen ? { asked, again, begin, seed, questions, drafts: globalThis.kursKeeper?.draftsIn() ?? null, texts } : null;
}

/**
 * @param {unknown} kept anybody's JSON
 * @returns {Kept | null}
 */
function roundIn(kept) {
  if (!isRecord(kept) || kept.asked !== asked || typeof kept.begin !== "number" || typeof kept.seed !== "string") return null;
  const { begin, seed, again, questions, drafts, texts } = kept;
  if (!Array.isArray(again) || !Array.isArray(questions) || questions.length > MOST) return null;
  return { asked, again: again.map(String), begin, seed, questions: questions.filter(Array.isArray).map(([id, revision]) => [String(id), Number(revision)]), drafts, texts: isRecord(texts) ? texts : {} };
}

/** The round that was left, with what was answered and filled in since it began. */
async function resume() {
  const kept = roundIn(left);
  const known = answeredQuestions(store.get(), lessons);
  const drawn = (kept?.questions ?? []).flatMap(([id, revision]) => known.filter((one) => one.id === id && one.revision === revision));
  if (!kept || !drawn.length) return;
  ({ again, begin, seed } = kept);
  await ask(drawn);
  if (!round.length) return; // it stays for the next visit
  for (const question of round) {
    const given = answerTo(store.get(), question);
    if (given && given.n > begin && !("said" in question.form.dataset)) question.sync(store.get());
  }
  globalThis.kursKeeper?.showDrafts(kept.drafts);
  for (const { id, restore } of round) restore?.(entryOf(kept.texts, id));
  line.textContent ||= t`Ihre angefangene Runde ist wieder da.`;
  left = null;
}

/**
 * Number the form, name its lesson, bring it to life.
 * @param {Reviewable & { form: HTMLFormElement }} question
 * @param {number} i
 * @param {unknown[]} found
 * @returns {Asked[]}
 */
function place({ id, revision, lesson, form }, i, found) {
  shuffleForm(form, seeded(`${seed} ${id}`));
  const words = () => (round[i + 1] ? t`Nächste Frage` : t`Zum Ergebnis`);
  const question = setUpQuestion(form, store, () => (round[i + 1] ? goTo(round[i + 1]) : result.focus()), words);
  if (!question) return [];
  find(form, ".question-number").replaceChildren(t`Frage ${i + 1} von ${found.length} · aus `, link(lesson.title, lesson.url));
  return [{ ...question, form }];
}

/** @param {Asked} question */
function goTo(question) {
  question.form.scrollIntoView({ block: "start" });
  question.focus();
}

/** @param {Progress} progress */
function showResult(progress) {
  if (round.length === 0) return;
  const given = round.map((question) => answerTo(progress, question)).filter((answer) => answer !== undefined).filter(({ n }) => n > begin);
  const right = given.filter((answer) => answer.ok).length;
  const open = round.length - given.length;
  const missing = open ? t`, ${open} noch offen` : "";
  const parts = given.length ? [t`${right} von ${round.length} richtig${missing}.`] : [];
  if (given.length && !open) parts.push(right < round.length ? t`Fertig für heute. Was noch nicht richtig war, bleibt fällig.` : t`Fertig für heute. In zwei Wochen kommen diese Fragen wieder.`);
  const text = parts.join(" ");
  if (result.textContent !== text) result.textContent = text;
  const rest = dueQuestions(progress, lessons, now()).length;
  offers.replaceChildren();
  if (given.length && !open && rest) offers.append(makeButton(t`Noch eine Runde (${rest} fällig)`, anotherRound));
  if (isResumed && open) offers.append(makeButton(t`Eine neue Runde beginnen`, anotherRound));
  showOutcome();
}

/** An empty box would only puzzle. */
function showOutcome() {
  find(document, "section.result").hidden = !result.textContent && !offers.childElementCount;
}

function anotherRound() {
  isResumed = false;
  again = [];
  round = [];
  list.replaceChildren();
  list.hidden = true;
  result.textContent = "";
  offers.replaceChildren();
  showOutcome();
  showChooser();
  find(chooser, find(chooser, "fieldset").hidden ? "button" : "input:checked").focus();
}

/** Reminders that lead here. Their names depend on course and day alone, so that a second file replaces the first. */
function remind() {
  const waits = reviewable(store.get(), lessons, now()).map((question) => question.wait);
  const address = new URL(location.pathname, location.href).href;
  const events = reminderDays(new Date(), waits).map((day) => ({
    uid: `${COURSE.id}-wiederholen-${isoDate(day)}`,
    day,
    title: t`Heute wiederholen: ${COURSE.title}`,
    text: t`Ein paar Fragen aus Lektionen, die Sie bestanden haben. So viele, wie Sie heute schaffen wollen:\n${address}`,
  }));
  const first = dayText(isoDate(events[0].day));
  saveFile(t`wiederholen.ics`, "text/calendar", calendarFile(`${COURSE.title}//Wiederholen`, events, Date.now()));
  find(document, "[data-reminded]").textContent = t`Gesichert als wiederholen.ics, der erste Termin am ${first}. Öffnen Sie die Datei mit Ihrem Kalender.`;
}

// Whether a sentence for Monday worked is asked of those alone who have typed something (start.js says so).
const [went] = all(document, "[data-went]");
if (went && "kept" in document.documentElement.dataset) {
  const script = element("script");
  script.src = went.dataset.went ?? "";
  document.head.append(script);
}
find(document, "[data-remind]").addEventListener("click", remind);
chooser.addEventListener("submit", (event) => {
  event.preventDefault();
  start(Number(new FormData(chooser).get("zahl")));
});
/** @type {Promise<void>} until what was kept is here, for who has kept something */
const keptIsHere = new Promise((done) => {
  const root = find(document, "[data-repetition]");
  const show = (/** @type {unknown} */ kept) => (left = round.length ? null : kept);
  whenTyped(root, (keeper) => (keeper.keep({ name: "wiederholen", root, read, show, isBusy: () => true, isQuiet: true }), done()), done);
  if (!("kept" in document.documentElement.dataset)) done();
});
Promise.all([loadPlan(), keptIsHere]).then(
  async ([plan]) => {
    lessons = [...plan.lessons.values()];
    await resume();
    isResumed = round.length > 0;
    store.subscribe((progress) => {
      if (round.length === 0 && list.hidden) showChooser();
      showResult(progress);
    });
  },
  () => (line.textContent = PLAN_MISSING),
);

// "Mein Lernstand": what this device keeps, in words; take it along, read it in, delete it, refuse it.

import { assignmentsOf, nameOf } from "../assignments/assignment.js";
import { copyField } from "../page/clipboard.js";
import { saveFile } from "../page/download.js";
import { element, makeButton } from "../page/elements.js";
import { showNotesForIos } from "../page/ios.js";
import { showNotice } from "../page/notice.js";
import { startPersons } from "./persons.js";
import { wordsOf } from "./typed-list.js";
import { canonical } from "../progress/document.js";
import { knownDate } from "../page/lists.js";
import { startPage } from "../page/page.js";
import { all, find } from "../formats/dom.js";
import { dayText } from "../formats/days.js";
import { COURSE } from "../progress/course.js";
import { presentIn } from "../progress/moved.js";
import { leave, people } from "../progress/people.js";
import { PERSON } from "../progress/person.js";
import { Unreadable, encodeProgress, gainOf, readFile, readTransfer, toTake } from "../progress/transfer.js";
import { asides as textsAside, forget, refuse as refuseStoring } from "../progress/device.js";
import { getKept } from "../progress/kept.js";
import { openTyped } from "../progress/typed.js";
import { PLAN_MISSING, loadPlan } from "../progress/plan.js";
import { answerTo, emptyProgress, entryOf, isPassed } from "../progress/scoring.js";
import { t } from "../formats/gettext.js";
import { counted } from "../formats/language.js";

/** @import { Exam, Progress } from "../progress/document.js" */
/** @import { Plan, PlannedLesson } from "../progress/plan.js" */
/** @import { Entries } from "../progress/typed-entries.js" */
/** @typedef {ReturnType<typeof gainOf>} Gain */

const store = startPage();
const typed = openTyped(showNotice);
const planned = loadPlan();
const showPersons = startPersons(store);
/** @type {Plan | undefined} */
let plan;
/** @type {PlannedLesson[] | undefined} none until the plan is there */
let lessons;
const codeOut = find(document, "#code-aus", HTMLTextAreaElement);
const withTyped = find(document, "[data-with-typed]", HTMLInputElement);
const refusal = find(document, "[data-remember-nothing]", HTMLInputElement);
const UNCHANGED = t`Auf diesem Gerät hat sich nichts geändert.`;

/**
 * @param {"gespeichert" | "sichern" | "einlesen" | "loeschen" | "merken"} topic
 * @param {string} text
 */
const say = (topic, text) => (find(document, `[data-message=${topic}]`).textContent = text);

// What is stored

/** @param {Progress} progress */
function facts(progress) {
  const answers = Object.values(progress.answers).filter((entry) => !entry.reset);
  const passed = presentIn(progress.lessons).filter((slug) => isPassed(progress, slug));
  const here = lessons?.map(({ slug }) => slug);
  const begun = (lessons ?? []).filter(({ slug, questions }) => !passed.includes(slug) && questions.some((question) => answerTo(progress, question)));
  const last = knownDate(Math.max(...answers.map((entry) => entry.t)));
  const lost = passed.filter((slug) => here && !here.includes(slug)).length;
  const found = [];
  if (passed.length) found.push(t`${counted(passed.length, t`Lektion`, t`Lektionen`)} bestanden; wann, steht oben bei den Lektionen.`);
  if (lost) found.push(t`Davon in dieser Fassung des Kurses nicht zu finden, aber aufgehoben: ${lost}.`);
  if (begun.length) found.push(t`${counted(begun.length, t`Lektion`, t`Lektionen`)} begonnen.`);
  const when = last && t`, die letzte vom ${last}`;
  if (answers.length) found.push(t`${counted(answers.length, t`Antwort`, t`Antworten`)}${when}: was Sie gewählt oder geschrieben haben, ob es richtig war und wann.`);
  found.push(...examFacts(progress.exam ?? {}, t`Abschluss-Check`));
  const { checks = {} } = progress;
  for (const slug of presentIn(checks)) found.push(...examFacts(checks[slug], nameOfCheck(slug)));
  for (const one of assignmentsOf(progress)) {
    const from = one.from && t` von ${one.from}`;
    const due = one.due && t`, bis ${dayText(one.due)}`;
    found.push(t`Eine angenommene Aufgabe ${nameOf(one)}${from}${due}.`);
  }
  const gone = Object.values(progress.assignments ?? {}).filter((entry) => entry.gone).length;
  if (gone) found.push(t`Der Vermerk, dass Sie ${counted(gone, t`Aufgabe`, t`Aufgaben`)} von Ihrer Liste genommen haben.`);
  return found;
}

/**
 * A path's check by its title, one that the course no longer has by its address.
 * @param {string} slug
 */
const nameOfCheck = (slug) => lessons?.find((lesson) => lesson.slug === slug)?.title ?? slug.slice(0, 60);

/**
 * @param {Exam} exam
 * @param {string} title
 */
function examFacts({ attempt, passed = {}, name }, title) {
  const dates = Object.values(passed).map((one) => knownDate(one.t)).filter(Boolean);
  const when = dates.length ? ` (${dates.join(", ")})` : "";
  const found = [];
  if (Object.keys(passed).length) found.push(t`${title} bestanden${when}.`);
  if (attempt) found.push(attempt.end ? t`${title}: Ihr letzter Versuch mit Ergebnis und Antworten.` : t`${title}: ein begonnener Versuch mit Ihren Antworten bisher.`);
  if (name?.text) found.push(t`Ihr Name für das Zertifikat: ${name.text}`);
  return found;
}

/** @param {...(Node | string)} content */
function item(...content) {
  const node = element("li");
  node.append(...content);
  return node;
}

/** @param {Progress} progress */
function showStored(progress) {
  const asides = textsAside();
  const items = facts(progress).map((text) => item(text));
  asides.forEach((text, i) => {
    const name = asides.length > 1 ? t` (${i + 1} von ${asides.length})` : "";
    const save = makeButton(t`Als Datei sichern`, () => saveFile(t`beiseite-${i + 1}.txt`, "text/plain", text));
    items.push(item(t`Ein Lernstand, der sich nicht lesen ließ und deshalb beiseite liegt${name}. `, save));
  });
  items.push(...typed.names().map(typedItem));
  withTyped.closest("p")?.toggleAttribute("hidden", !typed.names().length);
  if (getKept().way || getKept().path || getKept().places.length) items.push(item(t`Ihr Weg durch den Kurs und die Stellen, an denen Sie zuletzt gelesen haben.`));
  if (items.length === 0) items.push(item(store.obstacle() || t`Noch nichts.`));
  if (store.isRefused()) items.push(item(t`Ihre Entscheidung, dass der Kurs sich hier nichts merkt.`));
  find(document, "[data-saved]").replaceChildren(...items);
  const bar = find(document, "[data-bar]", HTMLProgressElement);
  const lessonsHere = bar.parentElement?.dataset.lessons?.split(" ") ?? [];
  bar.value = lessonsHere.filter((slug) => isPassed(progress, slug)).length;
  showPersons();
  refusal.checked = store.isRefused();
}

/** @param {string} name */
function typedItem(name) {
  const words = wordsOf(name, plan);
  const remove = makeButton(t`Löschen`, () => {
    const done = typed.remove(name);
    const list = find(document, "[data-saved]");
    list.tabIndex = -1;
    list.focus(); // the button is gone with its line
    say("gespeichert", done ? t`Gelöscht: ${words}.` : t`Der Browser lässt es nicht zu. Löschen Sie in seinen Einstellungen die Websitedaten.`);
  });
  remove.setAttribute("aria-label", t`Löschen: ${words}`);
  return item(t`${words}. `, remove);
}

// Take it along

/** What was typed, if the learner wants it to go along. */
const toTakeAlong = () => (withTyped.checked ? typed.all() : {});

async function showCode() {
  const place = document.activeElement;
  try {
    codeOut.value = await encodeProgress(store.get(), toTakeAlong());
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    say("sichern", t`Ihr Lernstand ist zu groß für einen Code: Er hat mehr als 1 MB.`);
    return;
  }
  find(document, "[data-code]").hidden = false;
  if (document.activeElement === place) {
    // Whoever has gone on meanwhile keeps the place: what is pasted there must not land here.
    codeOut.focus();
    codeOut.select();
  }
  say("sichern", t`Der Code hat ${counted(codeOut.value.length, t`Zeichen`, t`Zeichen`)} und gilt für den Stand von jetzt.`);
}

function copyCode() {
  copyField(codeOut, (text) => say("sichern", text), t`Kopiert. Fügen Sie den Code in eine Nachricht an sich selbst ein.`);
}

/** @param {Progress} progress */
function isEmpty(progress) {
  return canonical({ ...progress, clock: 0 }) === canonical(emptyProgress(COURSE.id));
}

/** @param {string | undefined} way */
function saveAs(way) {
  if (isEmpty(store.get()) && !Object.keys(toTakeAlong()).length) {
    say("sichern", t`Es gibt noch nichts zu sichern.`);
    return;
  }
  if (way === "code") {
    showCode();
    return;
  }
  const name = t`lernstand-${new Date().toISOString().slice(0, 10)}.json`;
  saveFile(name, "application/json", toTake(store.get(), toTakeAlong()));
  say("sichern", t`Gesichert als ${name}, dort, wo Ihr Browser Dateien ablegt.`);
}

// Read it in

const form = find(document, "[data-import]", HTMLFormElement);
const fileField = find(document, "#datei-ein", HTMLInputElement);
const codeField = find(document, "#code-ein", HTMLTextAreaElement);
const choices = find(document, "[data-choice=einlesen]");
let turn = 0;

/** @param {Gain} gain */
function describe({ passed, answers, replaced, exam, assignments }) {
  const parts = [];
  if (passed) parts.push(counted(passed, t`bestandene Lektion`, t`bestandene Lektionen`));
  if (answers) parts.push(counted(answers, t`Antwort`, t`Antworten`));
  if (exam) parts.push(t`Angaben zu Checks`);
  if (assignments) parts.push(t`Angaben zu Aufgaben`);
  const added = parts.length ? t`Neu: ${parts.join(t` und `)}.` : "";
  const changed = replaced ? t`Durch eine neuere ersetzt: ${counted(replaced, t`Antwort`, t`Antworten`)} von hier.` : "";
  return [added, changed].filter(Boolean).join(" ") || t`Neu sind nur Angaben aus anderen Teilen des Kurses.`;
}

/**
 * The names of `entries` that are new here, or newer than here.
 * @param {Entries} entries
 */
function newIn(entries) {
  const own = typed.all();
  return Object.keys(entries).filter((name) => entries[name].value !== null && !(entryOf(own, name) && own[name].changed >= entries[name].changed));
}

/** @param {string} text */
function closeChoice(text) {
  turn += 1;
  choices.replaceChildren();
  say("einlesen", text);
}

async function offerImport() {
  closeChoice("");
  const mine = turn;
  if (store.isRefused()) {
    say("einlesen", t`Sie haben das Speichern auf diesem Gerät abgestellt. Erlauben Sie es unten wieder, dann können Sie einlesen.`);
    return;
  }
  /** @type {{ progress: Progress, typed: Entries }} */
  let read;
  /** @type {Gain} */
  let gain;
  try {
    const [file] = fileField.files ?? [];
    const text = file ? await readFile(file) : codeField.value;
    const known = [...(await planned).lessons.values()];
    const revisions = new Map(known.flatMap(({ questions }) => questions.map(({ id, revision }) => /** @type {const} */ ([id, revision]))));
    read = await readTransfer(text, COURSE.id, revisions);
    gain = gainOf(store.get(), read.progress);
  } catch (error) {
    const reason = error instanceof Unreadable ? error.message : PLAN_MISSING;
    if (mine === turn) say("einlesen", `${reason} ${UNCHANGED}`);
    return;
  }
  if (mine !== turn) return; // another attempt has begun meanwhile
  const news = newIn(read.typed);
  if (!gain.isNew && !news.length) {
    say("einlesen", t`Darin ist nichts, was hier nicht schon gespeichert ist.`);
    return;
  }
  say("einlesen", [gain.isNew ? describe(gain) : "", describeTyped(news)].filter(Boolean).join(" "));
  const merge = makeButton(t`Zusammenführen`, () => runImport(read), false);
  choices.replaceChildren(merge, makeButton(t`Doch nicht`, () => cancelImport()));
  merge.focus();
}

function cancelImport() {
  closeChoice(t`Abgebrochen. ${UNCHANGED}`);
  find(form, "button").focus();
}

/** @param {string[]} names */
const describeTyped = (names) => (names.length ? t`Eingetragenes: ${names.map((name) => wordsOf(name, plan)).join("; ")}.` : "");

/** @param {{ progress: Progress, typed: Entries }} read */
function runImport({ progress: read, typed: entries }) {
  const news = describeTyped(newIn(entries));
  let gained = "";
  let kept = false;
  let reason = t`Das Einlesen ist nicht gelungen: Der Browser hat es nicht gespeichert.`;
  try {
    kept = store.update((progress) => {
      const gain = gainOf(progress, read);
      gained = gain.isNew ? describe(gain) : "";
      return gain.merged;
    }, true);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error; // another tab has filled up what there was room for
    reason = error.message;
  }
  const isAdded = kept && news && typed.add(entries);
  const added = !kept || !news ? "" : isAdded ? news : t`Was Sie eingetragen hatten, passte nicht mehr dazu.`;
  closeChoice(kept ? [t`Zusammengeführt.`, gained, added].filter(Boolean).join(" ") : `${reason} ${UNCHANGED}`);
  if (kept) {
    form.reset();
    say("loeschen", ""); // that nothing is stored is true no more
  }
  find(form, "button").focus();
}

// Delete and refuse

const deletion = find(document, "[data-choice=loeschen]");
const deleteButton = find(document, "[data-delete]");

function askDeletion() {
  say("loeschen", "");
  const question = document.createElement("span");
  question.textContent = t`Alle Antworten, bestandenen Lektionen, angenommenen Aufgaben, alles Eingetragene und die beiseitegelegten Stände auf diesem Gerät löschen?`;
  const yes = makeButton(t`Ja, alles löschen`, runDeletion);
  deletion.replaceChildren(question, yes, makeButton(t`Nein`, () => closeDeletion(t`Es ist nichts gelöscht.`)));
  yes.focus();
}

function runDeletion() {
  const others = people().filter(({ id }) => id !== PERSON);
  const done = forget() && leave();
  const rest = others.length ? t` Die Lernstände der anderen sind noch da${PERSON && t`; ab der nächsten Seite gilt hier der, der zuerst da war`}.` : "";
  find(document, "[data-code]").hidden = true;
  codeOut.value = "";
  showPersons();
  closeDeletion(done ? t`Gelöscht. Auf diesem Gerät ist nichts mehr von Ihrem Lernstand gespeichert.${rest}` : t`Der Browser lässt es nicht zu. Löschen Sie in seinen Einstellungen die Websitedaten.`);
}

/** @param {string} text */
function closeDeletion(text) {
  deletion.replaceChildren(deleteButton);
  say("loeschen", text);
  deleteButton.focus();
}

function refuse() {
  const refused = refusal.checked;
  if (!refuseStoring(refused)) {
    refusal.checked = store.isRefused();
    say("merken", t`Der Browser lässt auch diese Entscheidung nicht speichern. Er speichert dann aber auch keine Antworten.`);
    return;
  }
  const stored = isEmpty(store.get()) ? "" : t` Was schon gespeichert ist, bleibt, bis Sie es löschen.`;
  say("merken", refused ? t`Ab jetzt merkt sich der Kurs auf diesem Gerät nichts.${stored}` : t`Der Kurs merkt sich Ihre Antworten wieder.`);
}

/** A code in the address is offered like one that was pasted. */
function readFragment() {
  if (!location.hash.includes("LERNSTAND")) return;
  codeField.value = location.hash.slice(1);
  offerImport();
}

showNotesForIos();
store.subscribe(showStored);
typed.subscribe(() => showStored(store.get()));
planned.then((loaded) => {
  plan = loaded;
  lessons = [...plan.lessons.values()];
  showStored(store.get());
}, () => {});
for (const node of all(document, "[data-save]")) node.addEventListener("click", () => saveAs(node.dataset.save));
find(document, "[data-copy-code]").addEventListener("click", copyCode);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  offerImport();
});
fileField.addEventListener("change", () => (codeField.value = ""));
codeField.addEventListener("input", () => (fileField.value = ""));
deleteButton.addEventListener("click", askDeletion);
refusal.addEventListener("change", refuse);
addEventListener("hashchange", readFragment);
readFragment();

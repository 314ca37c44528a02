// "Sind Sie das?": before an assignment is accepted or a receipt made on a device where somebody has learned already.

import { dateText } from "../formats/days.js";
import { t } from "../formats/gettext.js";
import { counted } from "../formats/language.js";
import { presentIn } from "../progress/moved.js";
import { MOST, become, begin, hasSaidSo, me, people, saySo } from "../progress/people.js";
import { PERSON } from "../progress/person.js";
import { isPassed } from "../progress/scoring.js";
import { element, makeButton } from "./elements.js";

/** @import { Progress } from "../progress/document.js" */
/** @import { Person } from "../progress/people.js" */

/** What a person without a name is called. */
export const NAMELESS = t`Ohne Namen`;
const NO_LOCK = t`Das hält Lernstände auseinander, aber es ist kein Schloss: Wer dieses Gerät benutzt, kann jeden öffnen.`;
const NOT_KEPT = t`Der Browser lässt keinen weiteren Lernstand zu: Der Speicher ist voll, oder es sind schon zu viele.`;

/** @param {Progress} progress */
function beginningOf(progress) {
  const moments = [...Object.values(progress.answers), ...Object.values(progress.lessons).map(({ passed }) => passed), ...Object.values(progress.assignments ?? {})].map((one) => one?.t ?? 0);
  const known = moments.filter((seconds) => Number.isFinite(seconds) && seconds > 0 && seconds < 1e11);
  return known.length ? dateText(Math.min(...known)) : "";
}

/**
 * Whose progress this is, since when and how far, in a sentence.
 * @param {Progress} progress
 */
export function whoseText(progress) {
  const { name } = me();
  const since = beginningOf(progress);
  const exams = presentIn(progress.checks).filter((slug) => isPassed(progress, slug)).length + Number(Object.keys(progress.exam?.passed ?? {}).length > 0);
  const passed = presentIn(progress.lessons).filter((slug) => isPassed(progress, slug)).length - exams;
  const of = name && t` von ${name}`;
  const from = since && t` seit dem ${since}`;
  const far = passed > 0 ? t`, mit ${counted(passed, t`bestandener Lektion`, t`bestandenen Lektionen`)}` : "";
  return t`Auf diesem Gerät ist ein Lernstand${of}${from}${far}.`;
}

/** As somebody else, from the top: at the place of before there may be nothing. */
function openAnew() {
  scrollTo(0, 0);
  location.reload();
}

/** @param {(text: string) => void} say */
function beginForm(say) {
  const form = element("form");
  form.noValidate = true;
  const line = element("label", "", "eingabe");
  const field = element("input", "", "feld");
  field.maxLength = MOST.name;
  field.autocomplete = "off";
  line.append(element("span", t`Ihr Name oder ein Zeichen, an dem Sie Ihren Lernstand wiedererkennen`), " ", field);
  const buttons = element("p", "", "knopfreihe");
  const button = element("button", t`Eigenen Lernstand beginnen`, "knopf");
  buttons.append(button);
  form.append(line, buttons);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = field.value.trim();
    if (!name) {
      say(t`Schreiben Sie zuerst einen Namen oder ein Zeichen.`);
      field.focus();
    } else if (begin(name)) openAnew();
    else say(NOT_KEPT);
  });
  return form;
}

const others = () => people().filter(({ id }) => id !== PERSON);

/**
 * A button for each that is `known`, and a form for who is new here.
 * @param {Person[]} known
 */
function choices(known) {
  const place = element("div");
  const message = element("p");
  message.setAttribute("role", "status");
  const say = (/** @type {string} */ text) => (message.textContent = text);
  const buttons = known.map(({ id, name }) => makeButton(t`Weiter als: ${name || NAMELESS}`, () => (become(id) ? openAnew() : say(NOT_KEPT))));
  const line = element("p", "", "knopfreihe");
  line.append(...buttons);
  place.append(...(buttons.length ? [line] : []), beginForm(say), message, element("p", NO_LOCK, "kleingedrucktes"));
  return place;
}

/**
 * Whether it is to be asked: once for each assignment, never of who has not learned here yet.
 * @param {Progress} progress
 * @param {string} id of the assignment, or ""
 */
export const isToAsk = (progress, id) => progress.clock > 0 && !hasSaidSo(id);

/**
 * Ask in `place`; `goOn` runs after "yes". Somebody else comes back to the same address with a progress of their own.
 * @param {HTMLElement} place
 * @param {Progress} progress
 * @param {string} id
 * @param {() => void} goOn
 */
export function askWhose(place, progress, id, goOn) {
  const question = element("p", t`${whoseText(progress)} Sind Sie das?`);
  question.tabIndex = -1;
  const buttons = element("p", "", "knopfreihe");
  const yes = makeButton(t`Ja, das bin ich`, () => {
    saySo(id);
    place.replaceChildren();
    place.hidden = true;
    goOn();
  }, false);
  const no = makeButton(t`Nein, jemand anders`, () => {
    const rest = choices(others());
    place.replaceChildren(question, rest);
    rest.querySelector("input")?.focus();
  });
  buttons.append(yes, no);
  place.replaceChildren(question, buttons);
  place.hidden = false;
  return question;
}

/**
 * What unfolds in `details` for who is somebody else.
 * @param {HTMLElement} details
 * @param {() => Person[]} known
 */
export function offerOthers(details, known = others) {
  details.addEventListener("toggle", () => {
    if (details.childElementCount < 2) details.append(choices(known()));
  });
}

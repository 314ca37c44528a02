// The plan for thirty days: a form, what it makes of it, and two files to take along.

import { DAY, calendarFile, isoDate } from "../../js/formats/ics.js";
import { saveFile } from "../../js/page/download.js";
import { fieldText, fillPattern } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";
import { find, all, textOf } from "../../js/formats/dom.js";
import { COURSE } from "../../js/progress/course.js";
import { element, makeButton } from "../../js/page/elements.js";
import { addHint, fullText, isField } from "../fields.js";
import { language } from "../../js/formats/language.js";

/** @import { Field } from "../fields.js" */

const NAME = t`dreissig-tage-plan`;
const LAST_DAY = 29; // the thirtieth, as the first day counts
/** @type {Intl.DateTimeFormatOptions} */
const dateStyle = { weekday: "short", day: "numeric", month: "long", timeZone: "UTC" };
const short = new Intl.DateTimeFormat(language, dateStyle);
const long = new Intl.DateTimeFormat(language, { ...dateStyle, weekday: "long", year: "numeric" });

/** Midnight UTC of the reader's today: days are counted in UTC, where each has 24 hours. */
function today() {
  const now = new Date();
  return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
}

function nextMonday() {
  const weekday = new Date(today()).getUTCDay();
  return today() + ((8 - weekday) % 7 || 7) * DAY;
}

/** A name for this plan, so that a second file replaces the first one's appointments. */
function planId() {
  return crypto.getRandomValues(new Uint32Array(4)).join("-"); // randomUUID() needs https
}

/** @param {HTMLElement} root */
function start(root) {
  const form = find(root, "form", HTMLFormElement);
  /** @type {{ day: number, title: string, text: string }[]} days after the start; texts with {field} */
  const events = JSON.parse(root.dataset.events ?? "[]");
  const fields = [...form.elements].filter(isField).filter(({ name, type }) => name && type !== "hidden");
  const startField = find(form, "[name=start]", HTMLInputElement);
  const id = find(form, "[name=id]", HTMLInputElement); // kept with the plan
  const hintOf = (/** @type {Field} */ field) => find(form, `#${field.id}-tipp`);
  for (const field of fields) {
    const [box, note] = [field.parentElement, field.previousElementSibling];
    if (box && note instanceof HTMLParagraphElement) addHint(field, box, note);
  }

  /** @param {string} text */
  function say(text) {
    find(root, "[data-message]").textContent = text;
  }

  /**
   * What is entered, by field.
   * @returns {Record<string, string>}
   */
  function entered() {
    return Object.fromEntries(fields.map((field) => [field.name, fieldText(field)]));
  }

  /**
   * What is wrong with a field, or "".
   * @param {Field} field
   */
  function problemOf(field) {
    const { rangeUnderflow, rangeOverflow } = field.validity;
    if (field.required && !fieldText(field)) return field.dataset.empty ?? "";
    if (rangeUnderflow) return field.dataset.tooEarly ?? "";
    return (rangeOverflow && field.dataset.tooLate) || "";
  }

  /** @param {Field} field */
  function showHint(field, text = problemOf(field)) {
    hintOf(field).textContent = text;
    field.setAttribute("aria-invalid", String(Boolean(text)));
  }

  function showPlan() {
    const values = entered();
    const begin = startField.valueAsNumber;
    const isSet = !problemOf(startField);
    values.start = isSet ? t`${long.format(begin)}. Der dreißigste Tag ist ${long.format(begin + LAST_DAY * DAY)}.` : "";
    for (const place of all(root, "[data-shows]")) place.textContent = values[place.dataset.shows ?? ""];
    for (const place of all(root, "[data-days]")) {
      const days = (place.dataset.days ?? "").split(" ").map(Number);
      place.textContent = days.map((day) => (isSet ? short.format(begin + day * DAY) : t`Tag ${day + 1}`)).join(" · ");
    }
  }

  function asCalendar() {
    const values = entered();
    const entries = events.map((event, i) => ({
      uid: `${id.value}-${i}`,
      day: startField.valueAsNumber + event.day * DAY,
      title: fillPattern(event.title, values),
      text: fillPattern(event.text, values),
    }));
    return calendarFile(`${COURSE.title}//30-Tage-Plan`, entries, Date.now());
  }

  /** The plan as it stands on the page. */
  function asText() {
    const entries = all(root, "[data-shows]").filter((place) => place.textContent);
    const blocks = entries.map((place) => {
      const [label, days] = place.previousElementSibling?.childNodes ?? [];
      const when = days ? ` (${days.textContent})` : "";
      return `${textOf(label).trim()}${when}\n${place.textContent}`;
    });
    const parts = [textOf(find(root, "h3")), ...blocks, textOf(find(root, ".plan > p"))];
    // The mark at the start tells older editors that this is UTF-8.
    return `\ufeff${parts.join("\n\n")}\n`.replaceAll("\n", "\r\n");
  }

  /** @param {"ics" | "txt"} kind */
  function save(kind) {
    for (const field of fields) showHint(field);
    const wrong = fields.find(problemOf);
    if (wrong) {
      say(t`Es fehlt noch etwas. Die Hinweise stehen bei den Feldern.`);
      wrong.focus();
      return;
    }
    showPlan();
    const isCalendar = kind === "ics";
    saveFile(`${NAME}.${kind}`, isCalendar ? "text/calendar" : "text/plain", isCalendar ? asCalendar() : asText());
    say(
      isCalendar
        ? t`Ihr Browser lädt die Kalenderdatei herunter. Öffnen Sie sie, dann bietet Ihr Kalender die Termine an, ganztägig und meist mit einer Erinnerung am Abend davor. In einem gemeinsamen Kalender lesen andere sie mit.`
        : t`Ihr Browser lädt die Textdatei herunter. Sie passt in eine Mail oder ausgedruckt in das Gespräch.`,
    );
  }

  /** @param {HTMLElement} suggestion */
  function adopt(suggestion) {
    const offered = all(suggestion, "[data-field]").flatMap((place) => fields.filter(({ name }) => name === place.dataset.field).map((field) => ({ field, text: textOf(place) })));
    const wouldLose = offered.some(({ field, text }) => field.value.trim() && field.value !== text);
    if (wouldLose && !confirm(t`Im Plan steht schon etwas. Soll der Vorschlag es ersetzen?`)) return;
    for (const { field, text } of offered) {
      field.value = text;
      showHint(field);
    }
    form.dispatchEvent(new Event("input", { bubbles: true })); // as if typed
    suggestion.parentElement?.closest("details")?.removeAttribute("open");
    offered[0].field.focus();
    say(t`Der Vorschlag steht im Plan. Ändern Sie, was bei Ihnen anders ist.`);
  }

  form.addEventListener("input", ({ target }) => {
    if (isField(target)) {
      showHint(target, "");
      hintOf(target).textContent = fullText(target);
    }
    showPlan();
  });
  startField.addEventListener("change", () => showHint(startField));
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of all(root, "[data-file]")) button.addEventListener("click", () => save(button.dataset.file === "ics" ? "ics" : "txt"));
  for (const one of all(root, "[data-suggestion]")) {
    const title = textOf(find(one, "summary"));
    const button = makeButton(t`Vorschlag übernehmen`, () => adopt(one));
    button.setAttribute("aria-label", t`Vorschlag übernehmen: ${title}`);
    const line = element("p");
    line.append(button);
    one.append(line);
  }
  startField.min = isoDate(today());
  startField.max = isoDate(today() + 366 * DAY);
  startField.defaultValue = isoDate(nextMonday());
  id.value = planId();
  showPlan();
}

all(document, "[data-tool=dreissig-tage-plan]").forEach(start);

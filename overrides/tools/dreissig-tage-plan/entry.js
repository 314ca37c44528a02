// The plan for thirty days: a form, what it makes of it, and two files to take along.

import { DAY, calendarFile, isoDate } from "../../js/formats/ics.js";
import { saveFile } from "../../js/page/download.js";
import { fieldText, fillPattern } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";
import { language } from "../../js/formats/language.js";

const NAME = "dreissig-tage-plan";
const LAST_DAY = 29; // the thirtieth, as the first day counts
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

function start(root) {
  const form = root.querySelector("form");
  const events = JSON.parse(root.dataset.termine);
  const fields = [...form.elements].filter((field) => field.name);
  const startField = form.elements.start;
  const id = planId();
  const hintOf = (field) => form.querySelector(`#${field.id}-tipp`);

  function say(text) {
    root.querySelector("[data-meldung]").textContent = text;
  }

  /** What is entered, by field. */
  function entered() {
    return Object.fromEntries(fields.map((field) => [field.name, fieldText(field)]));
  }

  /** What is wrong with a field, or "". */
  function problemOf(field) {
    const { rangeUnderflow, rangeOverflow } = field.validity;
    if (field.required && !fieldText(field)) return field.dataset.leer;
    if (rangeUnderflow) return field.dataset.vorbei;
    return rangeOverflow ? field.dataset.weit : "";
  }

  function showHint(field, text = problemOf(field)) {
    hintOf(field).textContent = text;
    field.setAttribute("aria-invalid", String(Boolean(text)));
  }

  function showPlan() {
    const values = entered();
    const begin = startField.valueAsNumber;
    const isSet = !problemOf(startField);
    values.start = isSet ? t`${long.format(begin)}. Der dreißigste Tag ist ${long.format(begin + LAST_DAY * DAY)}.` : "";
    for (const place of root.querySelectorAll("[data-wert]")) place.textContent = values[place.dataset.wert];
    for (const place of root.querySelectorAll("[data-tage]")) {
      const days = place.dataset.tage.split(" ").map(Number);
      place.textContent = days.map((day) => (isSet ? short.format(begin + day * DAY) : t`Tag ${day + 1}`)).join(" · ");
    }
  }

  function asCalendar() {
    const values = entered();
    const entries = events.map((event, i) => ({
      uid: `${id}-${i}`,
      day: startField.valueAsNumber + event.day * DAY,
      title: fillPattern(event.title, values),
      text: fillPattern(event.text, values),
    }));
    return calendarFile("-//Wahre Kundenorientierung//30-Tage-Plan//DE", entries, Date.now());
  }

  /** The plan as it stands on the page. */
  function asText() {
    const entries = [...root.querySelectorAll("[data-wert]")].filter((place) => place.textContent);
    const blocks = entries.map((place) => {
      const [label, days] = place.previousElementSibling.childNodes;
      const when = days ? ` (${days.textContent})` : "";
      return `${label.textContent.trim()}${when}\n${place.textContent}`;
    });
    const all = [root.querySelector("h3").textContent, ...blocks, root.querySelector(".plan > p").textContent];
    // The mark at the start tells older editors that this is UTF-8.
    return `\ufeff${all.join("\n\n")}\n`.replaceAll("\n", "\r\n");
  }

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

  function adopt(suggestion) {
    const offered = [...suggestion.querySelectorAll("[data-feld]")];
    const fieldFor = (place) => form.elements[place.dataset.feld];
    const wouldLose = offered.some((place) => fieldFor(place).value.trim() && fieldFor(place).value !== place.textContent);
    if (wouldLose && !confirm(t`Im Plan steht schon etwas. Soll der Vorschlag es ersetzen?`)) return;
    for (const place of offered) {
      fieldFor(place).value = place.textContent;
      showHint(fieldFor(place));
    }
    showPlan();
    suggestion.parentElement.closest("details").open = false;
    fieldFor(offered[0]).focus();
    say(t`Der Vorschlag steht im Plan. Ändern Sie, was bei Ihnen anders ist.`);
  }

  form.addEventListener("input", ({ target }) => {
    const isFull = target.maxLength > 0 && target.value.length >= target.maxLength;
    showHint(target, "");
    if (isFull) hintOf(target).textContent = t`Mehr als ${target.maxLength} Zeichen passen in dieses Feld nicht.`;
    showPlan();
  });
  startField.addEventListener("change", () => showHint(startField));
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of root.querySelectorAll("[data-datei]")) button.addEventListener("click", () => save(button.dataset.datei));
  for (const one of root.querySelectorAll("[data-vorschlag]")) one.querySelector("button").addEventListener("click", () => adopt(one));
  startField.min = isoDate(today());
  startField.max = isoDate(today() + 366 * DAY);
  startField.value = isoDate(nextMonday());
  showPlan();
}

document.querySelectorAll("[data-werkzeug=dreissig-tage-plan]").forEach(start);

// A plan for who is new: a path's lessons by weeks, to print, to paste, and as appointments. What stands in the page
// without a script is the same plan without days.

import { saveFile } from "../../js/page/download.js";
import { element } from "../../js/page/elements.js";
import { whenTyped } from "../../js/page/typed.js";
import { DAY, calendarFile, isoDate } from "../../js/formats/ics.js";
import { copyField, copyHtml } from "../../js/page/clipboard.js";
import { drawQr } from "../../js/formats/qr.js";
import { find, all, textOf } from "../../js/formats/dom.js";
import { COURSE } from "../../js/progress/course.js";
import { startPage } from "../../js/page/page.js";
import { dayText, isDay, todayIso } from "../../js/formats/days.js";
import { quoted } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";

/** @typedef {{ week: number, day: number, title: string, extent: string, url: string, questions: string }} Step `day` is midnight UTC of the week's first day, `questions` an address or "" */

const FRIDAY = 5;
const page = find(document, "[data-tool=einarbeitungsplan]");
const form = find(page, "form", HTMLFormElement);
const pathField = find(form, "[name=weg]", HTMLSelectElement);
const startField = find(form, "[name=beginn]", HTMLInputElement);
const rhythmField = find(form, "[name=rhythmus]", HTMLSelectElement);
const mailField = find(page, "#plan-mail", HTMLTextAreaElement);
const sections = all(page, "[data-of]");

/** @param {string} text */
function say(text) {
  find(page, "[data-message]").textContent = text;
}

function nextMonday() {
  const today = Date.parse(todayIso());
  return isoDate(today + ((8 - new Date(today).getUTCDay()) % 7 || 7) * DAY);
}

const chosen = () => sections.find(({ dataset }) => dataset.of === pathField.value) ?? sections[0];
const titleOf = (/** @type {HTMLElement} */ section) => textOf(find(section, "h2"));
const rowsOf = (/** @type {HTMLElement} */ section) => [...find(section, "table", HTMLTableElement).tBodies[0].rows];
const isPossible = () => isDay(startField.value) && startField.value < "2100";
/** Without a day of this century the plan begins on the next Monday. */
const start = () => Date.parse(isPossible() ? startField.value : startField.defaultValue);
/** What is to be said of the first day. */
function startHint() {
  if (!isPossible()) return t`Ohne gültigen Tag beginnt der Plan am ${dayText(startField.defaultValue)}.`;
  return startField.value < todayIso() ? t`Dieser Tag ist schon vorbei.` : "";
}

/**
 * The chosen path's lessons and its check, which comes in the last lesson's week.
 * @returns {Step[]}
 */
function steps() {
  const perWeek = Number(rhythmField.value);
  const rows = rowsOf(chosen());
  const last = rows.filter(({ dataset }) => !("check" in dataset)).length - 1;
  return rows.map((row, i) => {
    const week = Math.floor(Math.min(i, last) / perWeek);
    const [, title, extent, , friday] = row.cells;
    const questions = friday.querySelector("a")?.href ?? "";
    return { week: week + 1, day: start() + week * 7 * DAY, title: textOf(title), extent: textOf(extent), url: find(title, "a", HTMLAnchorElement).href, questions };
  });
}

/** @param {Step} step */
const weekText = ({ week, day }) => t`${week}, ab ${dayText(isoDate(day))}`;

/**
 * The Friday on which a week is looked back upon: of a week that begins on one or after it, the next.
 * @param {number} day
 */
const fridayAfter = (day) => day + ((FRIDAY + 7 - new Date(day).getUTCDay()) % 7 || 7) * DAY;

/** Address of the leader's questions on this path. */
function questionsOfPath() {
  return new URL(`${page.dataset.questionsPage}#weg-${pathField.value}`, location.href).href;
}

/**
 * An address as people type it from paper.
 * @param {string} address
 */
const onPaper = (address) => address.replace(/^https?:\/\/|\?.*/g, "");

/** @param {Step[]} plan */
function mailText(plan) {
  const lines = plan.map((step) => t`Woche ${weekText(step)}: ${step.title} (${step.extent})` + `\n${step.url}`);
  return [
    t`Guten Tag,`,
    t`zur Einarbeitung gehört der Weg ${quoted(titleOf(chosen()))} im Kurs ${quoted(COURSE.title)}. Er braucht kein Konto; was Sie antworten, bleibt in Ihrem Browser.`,
    ...lines,
    t`Freitags sprechen wir kurz darüber. Die Fragen dazu stehen hier:` + `\n${questionsOfPath()}`,
    t`Viele Grüße`,
  ].join("\n\n");
}

/**
 * The plan as it is pasted: a table of its own, made of elements, so that every title stays text.
 * @param {Step[]} plan
 */
function tableOf(plan) {
  const table = element("table");
  table.setAttribute("border", "1"); // Word and Outlook know no style sheet of ours
  table.setAttribute("cellpadding", "6");
  const link = (/** @type {string} */ address, /** @type {string} */ text) => {
    const node = element("a", text);
    node.href = address;
    return node;
  };
  const head = table.createTHead().insertRow();
  head.append(...[t`Woche`, t`Lektion`, t`Dauer`, t`Freitag, für die Führungskraft`].map((text) => element("th", text)));
  const body = table.createTBody();
  for (const step of plan) {
    const row = body.insertRow();
    const questions = step.questions ? link(step.questions, t`Zwei Fragen`) : "";
    for (const content of [weekText(step), link(step.url, step.title), step.extent, questions]) row.insertCell().append(content);
  }
  return table;
}

/** Show the plan's days; a path's codes are drawn when it is looked at first. */
function update() {
  for (const field of [pathField, rhythmField]) field.selectedIndex = Math.max(field.selectedIndex, 0); // what was kept may be gone
  const section = chosen();
  for (const one of sections) one.hidden = one !== section;
  const plan = steps();
  rowsOf(section).forEach((row, i) => {
    row.cells[0].textContent = weekText(plan[i]);
    find(row.cells[1], "a").dataset.shown = onPaper(plan[i].url);
    const place = find(row, "[data-qr]");
    if (!place.firstChild) place.append(drawQr(plan[i].url, t`QR-Code: ${plan[i].title}`) ?? "");
  });
  const questions = questionsOfPath();
  find(page, "[data-questions]").replaceChildren(onPaper(questions), drawQr(questions, t`QR-Code: Zwei Fragen für Freitag`) ?? "");
  mailField.value = mailText(plan);
  find(form, "[data-hint]").textContent = startHint();
  say("");
}

/**
 * One appointment for each week of the plan, as `entry` makes it of the week's steps.
 * @param {string} name in the names of the appointments, which last
 * @param {string} file
 * @param {(steps: Step[]) => { day: number, title: string, text: string }} entry
 */
function saveCalendar(name, file, entry) {
  const plan = steps();
  const weeks = [...new Set(plan.map(({ week }) => week))];
  const events = weeks.map((week) => ({
    uid: `${name}-${pathField.value}-${isoDate(start())}-${week}@${COURSE.id}`, // a second file of the same plan replaces the first one's
    ...entry(plan.filter((step) => step.week === week)),
  }));
  saveFile(file, "text/calendar", calendarFile(`${COURSE.title}//Einarbeitung`, events, Date.now()));
  say(t`Gesichert als ${file}. Wer die Datei öffnet, hat die Tage im Kalender.`);
}

const titlesOf = (/** @type {Step[]} */ week) => week.map(({ title }) => title).join(", ");

function saveLessons() {
  saveCalendar("einarbeitung", t`einarbeitung-${pathField.value}.ics`, (week) => ({
    day: week[0].day,
    title: t`Kurs: ${titlesOf(week)}`,
    text: week.map(({ title, extent, url }) => `${title} (${extent})\n${url}`).join("\n\n"),
  }));
}

function saveFridays() {
  saveCalendar("freitag", t`freitag-${pathField.value}.ics`, (week) => ({
    day: fridayAfter(week[0].day),
    title: t`Zwei Fragen für Freitag: ${titlesOf(week)}`,
    text: week.filter(({ questions }) => questions).map(({ title, questions }) => `${title}\n${questions}`).join("\n\n"),
  }));
}

/** @type {Record<string, () => unknown>} */
const ACTS = {
  tabelle: () => copyHtml({ html: tableOf(steps()).outerHTML, plain: mailField.value, source: find(chosen(), ".table-frame") }, say, t`Die Tabelle ist kopiert.`),
  mail: () => copyField(mailField, say, t`Der Text für die Mail ist kopiert.`),
  drucken: () => print(),
  termine: saveLessons,
  freitage: saveFridays,
};

startPage();
startField.min = todayIso();
startField.max = isoDate(Date.parse(todayIso()) + 730 * DAY);
startField.defaultValue = nextMonday();
form.addEventListener("input", update);
form.addEventListener("submit", (event) => event.preventDefault());
for (const button of all(page, "[data-action]")) button.addEventListener("click", ACTS[button.dataset.action ?? ""]);
update();
whenTyped(form, (keeper) => keeper.keepPage());

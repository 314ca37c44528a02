// Who is there and who is missing: the trainer's list of names beside the receipts, and a reminder to send.

import { COVERED, PRESENCE, groupedBy, nameKey, presenceOf } from "../../js/assignments/roster.js";
import { KINDS, numbersOf } from "../../js/assignments/verdicts.js";
import { nameOf } from "../../js/assignments/assignment.js";
import { copyField } from "../../js/page/clipboard.js";
import { codeLink } from "../../js/page/code-link.js";
import { MAX_MAILTO, mailto } from "../../js/formats/mailto.js";
import { saveFile } from "../../js/page/download.js";
import { element } from "../../js/page/elements.js";
import { COURSE } from "../../js/progress/course.js";
import { csvFile } from "../../js/formats/csv.js";
import { all, find, textOf } from "../../js/formats/dom.js";
import { dayText, todayIso } from "../../js/formats/days.js";
import { quoted } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";
import { counted } from "../../js/formats/language.js";

/** @import { Assignment } from "../../js/assignments/assignment.js" */
/** @import { Person, Presence } from "../../js/assignments/roster.js" */
/** @import { Row } from "../../js/assignments/verdicts.js" */

const page = find(document, "[data-tool=nachweise-pruefen]");
const section = find(page, "[data-roster]");
const body = find(section, "tbody");
const reminder = find(section, "[data-reminder]");
const choice = find(reminder, "select", HTMLSelectElement);
const addressField = find(reminder, "#pruefen-adressen", HTMLTextAreaElement);
const mailField = find(reminder, "#pruefen-mail", HTMLTextAreaElement);
const mailLink = find(reminder, "[data-mail]", HTMLAnchorElement);
/** @type {Presence[]} */
let listed = [];
/** @type {{ tasks: Assignment[], partsIn: (task: Assignment) => string }} the trainer's own, and the titles in one */
let asked = { tasks: [], partsIn: () => "" };

/** @param {string} text */
function say(text) {
  find(reminder, "[data-reminded]").textContent = text;
}

/**
 * Name, state, receipts and group.
 * @param {Presence} one
 */
function textsOf({ state, name, group, rows }) {
  const receipts = rows.map((row) => t`Nr. ${row.number}: ${KINDS[row.kind]}${row.open.length ? ` (${row.open.join(", ")})` : ""}`);
  const task = group || [...new Set(rows.map((row) => row.task?.group).filter(Boolean))].join(", ");
  return [name, PRESENCE[state], receipts.join("; "), task];
}

/** @param {Presence} one */
function lineOf(one) {
  const line = element("tr");
  line.dataset.presence = one.state;
  const cells = textsOf(one).map((text, column) => element(column ? "td" : "th", text));
  cells[0].setAttribute("scope", "row");
  cells[1].className = "verdict";
  if (one.note) cells[2].append(element("span", one.note, "finding"));
  line.append(...cells);
  return line;
}

/** „25 Namen: 17 da, 3 offen, 5 fehlt. 2 Nachweise passen zu keinem Namen.“ */
function countText() {
  const names = listed.filter(({ state }) => state !== "unknown");
  const count = (/** @type {string} */ state) => listed.filter((one) => one.state === state).length;
  const words = { there: t`da`, check: t`zu prüfen`, open: t`offen`, missing: count("missing") === 1 ? t`fehlt` : t`fehlen`, unclear: t`unklar` };
  const parts = Object.entries(words).filter(([state]) => count(state)).map(([state, word]) => `${count(state)} ${word}`);
  const strangers = count("unknown");
  const rest = strangers ? t` Unbekannt: ${counted(strangers, t`Nachweis passt`, t`Nachweise passen`)} zu keinem Namen.` : "";
  return `${counted(names.length, t`Name`, t`Namen`)}: ${parts.join(", ")}.${rest}`;
}

const absent = () => listed.filter(({ state }) => state === "missing" || state === "open");
/** Of all groups or of the chosen one. @param {Presence[]} persons */
const chosen = (persons) => persons.filter(({ group }) => !choice.value || group === choice.value);

/** @param {Assignment} task */
const linkOf = ({ code }) => codeLink(page.dataset.target, code);

/** The assignments of those who are reminded; of two for one group that differ in the day alone, the later one. */
function tasksOfThem() {
  const groups = new Set(chosen(absent()).map(({ group }) => group));
  const fitting = asked.tasks.filter(({ group }) => groups.has("") || groups.has(group)).sort((a, b) => a.due.localeCompare(b.due));
  return [...new Map(fitting.map((task) => [JSON.stringify([task.group, task.parts]), task])).values()];
}

/** What all of them share is said once, the rest with each link. */
function mailText() {
  const tasks = tasksOfThem();
  const [first] = tasks;
  const shared = (/** @type {(task: Assignment) => string} */ read) => (first && tasks.every((task) => read(task) === read(first)) ? read(first) : "");
  const [group, day, parts, from] = [shared((task) => task.group), shared(({ due }) => due), shared(asked.partsIn), shared((task) => task.from)];
  const what = group ? t` zur Aufgabe ${quoted(group)}` : "";
  const due = day ? (day < todayIso() ? t` Der Termin war der ${dayText(day)}.` : t` Der Termin ist der ${dayText(day)}.`) : "";
  const content = parts ? t` Zur Aufgabe gehört: ${parts}.` : "";
  const own = (/** @type {Assignment} */ task) => [nameOf(task), !day && task.due ? t`bis zum ${dayText(task.due)}` : "", parts ? "" : asked.partsIn(task)].filter(Boolean).join(", ");
  const links = tasks.length > 1
    ? [t`Weiter geht es über den Link zu Ihrer Aufgabe:`, ...tasks.flatMap((task) => [`${own(task)}:`, linkOf(task)])]
    : first ? [t`Über diesen Link geht es weiter:`, linkOf(first)] : [t`Weiter geht es über den Link, den Sie von mir bekommen haben.`];
  const lines = [
    t`Guten Tag,`,
    "",
    t`im Kurs ${quoted(COURSE.title)} fehlt mir${what} noch Ihr vollständiger Nachweis.${due}${content}`,
    "",
    ...links,
    "",
    t`Ist alles bestanden, erstellen Sie auf der Startseite des Kurses den Nachweis und schicken ihn mir. Haben Sie das schon getan, schicken Sie ihn bitte noch einmal: Angekommen ist er bei mir nicht oder nicht vollständig.`,
    "",
    t`Viele Grüße`,
    ...(from ? [from] : []),
  ];
  return lines.join("\n");
}

function fillReminder() {
  const persons = chosen(absent());
  const left = chosen(listed.filter(({ state }) => state === "check")).map(({ name }) => name).join("; ");
  const mails = [...new Set(persons.map(({ mail }) => mail).filter(Boolean))];
  const namesOf = (/** @type {boolean} */ isReached) => persons.filter(({ mail }) => !mails.length || Boolean(mail) === isReached).map(({ name }) => name).join("; ");
  const [reached, unreached] = [namesOf(true), mails.length ? namesOf(false) : ""]; // where nobody has one, the text goes another way
  find(reminder, "[data-absent]").textContent = t`An: ${reached || t`niemanden`}.` + (unreached && t` Ohne Adresse: ${unreached}.`) + (left && t` Nicht dabei: ${left}. ${COVERED}`);
  const before = `${addressField.value}\n${mailField.value}`;
  addressField.value = mails.join(", ");
  addressField.closest("p")?.toggleAttribute("hidden", !mails.length);
  find(reminder, "[data-action=adressen]").hidden = !mails.length;
  mailField.value = mailText();
  const subject = t`Kurs ${quoted(COURSE.title)}: Ihr Nachweis fehlt noch`;
  const ways = [mailto({ bcc: mails, subject, body: mailField.value }), mailto({ subject, body: mailField.value }), mailto({ subject, body: "" })];
  const way = ways.findIndex(({ length }) => length <= MAX_MAILTO);
  mailLink.href = ways[way];
  if (`${addressField.value}\n${mailField.value}` === before) return; // what was just said, such as that it is copied, stays
  say(["", t`So viele Adressen fasst der Knopf „Mail öffnen“ nicht. Kopieren Sie sie in das Feld für Blindkopien (Bcc).`, t`So viel Text fasst der Knopf „Mail öffnen“ nicht. Kopieren Sie ihn.`][way]);
}

/**
 * Who is missing may have sent something that cannot be used.
 * @param {Row[]} rows
 */
function hintAtClaims(rows) {
  const claims = groupedBy(rows, ({ claimed }) => nameKey(claimed));
  for (const one of absent()) {
    const own = claims.get(nameKey(one.name));
    if (own) one.note = [one.note, t`Angeblich von dieser Person, aber nicht verwendbar: ${numbersOf(own)}.`].filter(Boolean).join(" ");
  }
}

/**
 * @param {Person[]} persons none: the list is hidden
 * @param {Row[]} rows
 * @param {typeof asked} own
 */
export function showList(persons, rows, own) {
  section.hidden = find(page, "[data-action=namen]").hidden = !persons.length;
  asked = own;
  const counting = rows.filter(({ receipt, kind }) => receipt && !["joined", "old", "bad"].includes(kind));
  listed = persons.length ? presenceOf(persons, counting, Object.keys(KINDS)) : [];
  hintAtClaims(rows.filter(({ claimed }) => claimed));
  body.replaceChildren(...listed.map(lineOf));
  find(section, "[data-present]").textContent = persons.length ? countText() : "";
  const before = choice.value;
  const groups = [...new Set(absent().map(({ group }) => group).filter(Boolean))];
  choice.replaceChildren(new Option(t`alle, die fehlen`, ""), ...groups.map((group) => new Option(group, group)));
  if (groups.includes(before)) choice.value = before;
  choice.closest("p")?.toggleAttribute("hidden", !groups.length);
  fillReminder();
}

/** @returns {string} what became of it */
export function saveNames() {
  const heads = [...all(section, "th[scope=col]").map(textOf), t`Hinweis`, t`E-Mail`];
  const file = t`namen-${todayIso()}.csv`;
  const lines = listed.map((one) => [...textsOf(one), one.note, one.mail]);
  saveFile(file, "text/csv", csvFile([heads, ...lines]));
  return t`Gesichert als ${file}, mit ${counted(lines.length, t`Zeile`, t`Zeilen`)}.`;
}

choice.addEventListener("change", fillReminder);
find(reminder, "[data-action=mail]").addEventListener("click", () => copyField(mailField, say, t`Der Text für die Mail ist kopiert.`));
find(reminder, "[data-action=adressen]").addEventListener("click", () => copyField(addressField, say, t`Die Adressen sind kopiert. Fügen Sie sie in das Feld für Blindkopien (Bcc) ein.`));

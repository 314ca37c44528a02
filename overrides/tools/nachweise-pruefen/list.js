// Who is there and who is missing: the trainer's list of names beside the receipts, and a reminder to send.

import { PRESENCE, presenceOf } from "../../js/assignments/roster.js";
import { KINDS } from "../../js/assignments/verdicts.js";
import { copyField } from "../../js/page/clipboard.js";
import { element } from "../../js/page/elements.js";
import { COURSE } from "../../js/progress/course.js";
import { find } from "../../js/formats/dom.js";
import { dayText, todayIso } from "../../js/formats/days.js";
import { quoted } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";
import { counted } from "../../js/formats/language.js";

/** @import { Assignment } from "../../js/assignments/assignment.js" */
/** @import { Person, Presence } from "../../js/assignments/roster.js" */
/** @import { Row } from "../../js/assignments/verdicts.js" */

const MAX_MAILTO = 1900; // characters of an address that Windows hands to every mail program

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
/** @type {Assignment[]} */
let tasks = [];

/** @param {string} text */
function say(text) {
  find(reminder, "[data-reminded]").textContent = text;
}

/** @param {Presence} one */
function lineOf({ state, name, group, rows, note }) {
  const line = element("tr");
  line.dataset.presence = state;
  const receipts = rows.map((row) => t`Nr. ${row.number}: ${KINDS[row.kind]}${row.open.length ? ` (${row.open.join(", ")})` : ""}`);
  const task = group || [...new Set(rows.map((row) => row.task?.group).filter(Boolean))].join(", ");
  const cells = [element("th", name), element("td", PRESENCE[state], "verdict"), element("td", receipts.join("; ")), element("td", task)];
  cells[0].setAttribute("scope", "row");
  if (note) cells[2].append(element("span", note, "finding"));
  line.append(...cells);
  return line;
}

/** „25 Namen: 17 da, 3 offen, 5 fehlt. 2 Nachweise passen zu keinem Namen.“ */
function countText() {
  const names = listed.filter(({ state }) => state !== "unknown");
  const count = (/** @type {string} */ state) => listed.filter((one) => one.state === state).length;
  const words = { there: t`da`, open: t`offen`, missing: count("missing") === 1 ? t`fehlt` : t`fehlen`, unclear: t`unklar` };
  const parts = Object.entries(words).filter(([state]) => count(state)).map(([state, word]) => `${count(state)} ${word}`);
  const strangers = count("unknown");
  const rest = strangers ? t` Unbekannt: ${counted(strangers, t`Nachweis passt`, t`Nachweise passen`)} zu keinem Namen.` : "";
  return `${counted(names.length, t`Name`, t`Namen`)}: ${parts.join(", ")}.${rest}`;
}

/** Who is to be reminded, of all groups or of the chosen one. */
const absent = () => listed.filter(({ state }) => state === "missing" || state === "open");
const reminded = () => absent().filter(({ group }) => !choice.value || group === choice.value);

/** @param {Assignment} task */
function linkOf({ code }) {
  const address = new URL(page.dataset.target ?? "", location.href);
  return `${address.origin}${address.pathname}#${code}`;
}

/** The one assignment that those who are missing have; undefined where it is not known. */
function taskOfAll() {
  const fitting = choice.value ? tasks.filter(({ group }) => group === choice.value) : tasks;
  return fitting.length === 1 ? fitting[0] : undefined;
}

function mailText() {
  const task = taskOfAll();
  const what = task?.group ? t` zur Aufgabe ${quoted(task.group)}` : "";
  const isOver = task && task.due < todayIso();
  const due = task?.due ? (isOver ? t` Der Termin war der ${dayText(task.due)}.` : t` Der Termin ist der ${dayText(task.due)}.`) : "";
  const lines = [
    t`Guten Tag,`,
    "",
    t`im Kurs ${quoted(COURSE.title)} fehlt mir${what} noch Ihr vollständiger Nachweis.${due}`,
    "",
    ...(task ? [t`Über diesen Link geht es weiter:`, linkOf(task)] : [t`Weiter geht es über den Link, den Sie von mir bekommen haben.`]),
    "",
    t`Ist alles bestanden, erstellen Sie auf der Startseite des Kurses den Nachweis und schicken ihn mir. Haben Sie das schon getan, schicken Sie ihn bitte noch einmal: Angekommen ist er bei mir nicht oder nicht vollständig.`,
    "",
    t`Viele Grüße`,
    ...(task?.from ? [task.from] : []),
  ];
  return lines.join("\n");
}

function fillReminder() {
  const persons = reminded();
  const mails = [...new Set(persons.map(({ mail }) => mail).filter(Boolean))];
  find(reminder, "[data-absent]").textContent = t`An: ${persons.map(({ name }) => name).join("; ") || t`niemanden`}.`;
  addressField.value = mails.join(", ");
  addressField.closest("p")?.toggleAttribute("hidden", !mails.length);
  find(reminder, "[data-action=adressen]").hidden = !mails.length;
  mailField.value = mailText();
  const parts = (/** @type {string[]} */ hidden) => {
    const bcc = hidden.length ? `bcc=${hidden.map(encodeURIComponent).join(",").replaceAll("%40", "@")}&` : "";
    return `mailto:?${bcc}subject=${encodeURIComponent(t`Kurs ${quoted(COURSE.title)}: Ihr Nachweis fehlt noch`)}&body=${encodeURIComponent(mailField.value.replaceAll("\n", "\r\n"))}`;
  };
  const isLong = parts(mails).length > MAX_MAILTO;
  mailLink.href = parts(isLong ? [] : mails);
  say(isLong && mails.length ? t`So viele Adressen fasst der Knopf „Mail öffnen“ nicht. Kopieren Sie sie in das Feld für Blindkopien (Bcc).` : "");
}

/**
 * @param {Person[]} persons none: the list is hidden
 * @param {Row[]} rows
 * @param {Assignment[]} own assignments
 */
export function showList(persons, rows, own) {
  section.hidden = !persons.length;
  tasks = own;
  const counting = rows.filter(({ receipt, kind }) => receipt && !["joined", "old", "bad"].includes(kind));
  listed = persons.length ? presenceOf(persons, counting, Object.keys(KINDS)) : [];
  body.replaceChildren(...listed.map(lineOf));
  find(section, "[data-present]").textContent = persons.length ? countText() : "";
  const before = choice.value;
  const groups = [...new Set(absent().map(({ group }) => group).filter(Boolean))];
  choice.replaceChildren(new Option(t`alle, die fehlen`, ""), ...groups.map((group) => new Option(group, group)));
  if (groups.includes(before)) choice.value = before;
  choice.closest("p")?.toggleAttribute("hidden", !groups.length);
  fillReminder();
}

choice.addEventListener("change", fillReminder);
find(reminder, "[data-action=mail]").addEventListener("click", () => copyField(mailField, say, t`Der Text für die Mail ist kopiert.`));
find(reminder, "[data-action=adressen]").addEventListener("click", () => copyField(addressField, say, t`Die Adressen sind kopiert. Fügen Sie sie in das Feld für Blindkopien (Bcc) ein.`));

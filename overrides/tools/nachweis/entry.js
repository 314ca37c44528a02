// "Nachweis erstellen": what is passed so far as a code, a file and a sheet; made by the learner's click alone.

import { assignmentsOf, nameOf } from "../../js/assignments/assignment.js";
import { toBase64 } from "../../js/progress/codes.js";
import { saveFile } from "../../js/page/download.js";
import { codeLink } from "../../js/page/code-link.js";
import { MAX_MAILTO, mailto } from "../../js/formats/mailto.js";
import { element } from "../../js/page/elements.js";
import { copyField } from "../../js/page/clipboard.js";
import { find, textOf } from "../../js/formats/dom.js";
import { COURSE } from "../../js/progress/course.js";
import { NO_PLAN, PLAN_MISSING, compact, lessonOf, loadPlan } from "../../js/progress/plan.js";
import { encodeReceipt, receiptOf } from "../../js/assignments/receipt.js";
import { drawQr } from "../../js/formats/qr.js";
import { startPage } from "../../js/page/page.js";
import { askWhose, isToAsk, offerOthers, whoseText } from "../../js/page/whose.js";
import { dayText, todayIso } from "../../js/formats/days.js";
import { fieldText, quoted } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";

/** @import { Assignment } from "../../js/assignments/assignment.js" */
/** @import { Receipt } from "../../js/assignments/receipt.js" */
/** @import { Progress } from "../../js/progress/document.js" */

const page = find(document, "[data-tool=nachweis]");
const form = find(page, "form", HTMLFormElement);
const choice = find(form, "[name=aufgabe]", HTMLSelectElement);
const field = find(form, "[name=name]", HTMLInputElement);
const nameless = find(form, "[data-nameless]");
const namelessToAny = textOf(nameless);
const result = find(page, "[data-result]");
const codeField = find(result, "textarea", HTMLTextAreaElement);
const openLine = find(page, "[data-open]");
const mailing = find(result, "[data-mailing]");
const mailLink = find(result, "[data-mail]", HTMLAnchorElement);
const copyButton = find(result, "[data-action=kopieren]");
const shareButton = find(result, "[data-action=teilen]");
const tooLong = find(result, "[data-too-long]");
const sheet = find(page, ".slip");
const whose = find(page, "[data-whose]");
const own = find(page, "[data-own]");
const store = startPage();
let plan = NO_PLAN;
let isWanted = false; // the button was pressed before the plan was there
/** @type {Assignment[]} */
let assignments = [];

/** @param {string} text */
function say(text) {
  find(page, "[data-message]").textContent = text;
}

/** @param {string} part */
const titleOf = (part) => (plan.modules.get(part) ?? lessonOf(plan, part)).title;
const chosen = () => assignments.find(({ id }) => id === choice.value);

/** @param {string} random */
function draft(random) {
  const facts = { course: COURSE.id, version: COURSE.version, day: todayIso(), random, name: fieldText(field) };
  return receiptOf(store.get(), plan, chosen(), facts);
}

/** What a receipt would tell, before it is made. */
function preview() {
  const asked = chosen();
  const { passed, assignment } = draft("");
  const list = compact(plan, passed).map((part) => element("li", plan.modules.has(part) ? t`Modul ${quoted(titleOf(part))}` : quoted(titleOf(part))));
  find(page, "[data-passed]").replaceChildren(...(list.length ? list : [element("li", t`noch nichts`)]));
  const open = compact(plan, assignment?.open ?? []).map(titleOf).join(", ");
  const state = asked && (open ? t`Von der Aufgabe ${nameOf(asked)} ist noch offen: ${open}.` : t`Die Aufgabe ${nameOf(asked)} ist erledigt.`);
  openLine.textContent = state ?? "";
  nameless.textContent = asked?.from ? t`Freiwillig. Ohne Namen weiß ${asked.from} nicht, von wem der Nachweis ist.` : namelessToAny;
}

/** @param {Progress} progress */
function listAssignments(progress) {
  assignments = assignmentsOf(progress);
  const before = choice.value;
  const options = assignments.map((one) => {
    const due = one.due && t`, bis ${dayText(one.due)}`;
    return new Option(t`die Aufgabe ${nameOf(one)}${due}`, one.id);
  });
  choice.replaceChildren(...options, new Option(t`alles, was ich bisher bestanden habe`, ""));
  const wanted = [before, location.hash.slice(1)].find((id) => assignments.some((one) => one.id === id));
  choice.value = wanted ?? assignments[0]?.id ?? "";
  own.hidden = progress.clock === 0;
  find(own, "[data-mine]").textContent = whoseText(progress);
  choice.closest("p")?.toggleAttribute("hidden", !assignments.length);
  preview();
}

/**
 * @param {Receipt} receipt
 * @param {string} code
 */
function fillSheet(receipt, code) {
  const put = (/** @type {string} */ name, /** @type {string} */ text) => (find(sheet, `[data-${name}]`).textContent = text);
  put("who", receipt.name);
  put("status", t`Stand: ${dayText(receipt.day)}. Fassung des Kurses: ${receipt.version}.`);
  const parts = compact(plan, receipt.passed).map((part) => element("li", titleOf(part)));
  find(sheet, "[data-list]").replaceChildren(...(parts.length ? parts : [element("li", t`noch nichts`)]));
  put("still", textOf(openLine));
  put("code", code);
  const drawing = drawQr(codeLink(page.dataset.target, code), t`Der Nachweis als QR-Code`);
  find(sheet, "[data-qr]").replaceChildren(drawing ?? element("p", t`Für einen QR-Code ist dieser Nachweis zu lang.`));
}

/** @param {Receipt} receipt */
const subjectOf = ({ assignment }) => t`Nachweis für den Kurs ${quoted(COURSE.title)}` + (assignment?.group ? t`, ${assignment.group}` : "");

/**
 * @param {Receipt} receipt
 * @param {string} code
 */
const letterOf = ({ name }, code) => [t`Guten Tag,`, "", t`hier ist mein Nachweis:`, "", code, "", t`Viele Grüße`, name].join("\n").trim();

/**
 * Where the assignment names an address: a mail to it, and what the device itself offers. No address is part of a receipt.
 * @param {string} to
 * @param {Receipt} receipt
 * @param {string} code
 */
function offerMail(to, receipt, code) {
  mailing.hidden = mailLink.hidden = !to;
  shareButton.hidden = !to || !navigator.share;
  const subject = subjectOf(receipt);
  const whole = mailto({ to, subject, body: letterOf(receipt, code) });
  const isTooLong = whole.length > MAX_MAILTO;
  const isMailed = to !== "" && !isTooLong; // that button matters most then
  mailLink.classList.toggle("leise", !isMailed);
  copyButton.classList.toggle("leise", isMailed);
  find(mailing, "[data-to]").textContent = to;
  mailLink.href = isTooLong ? mailto({ to, subject, body: letterOf(receipt, "") }) : whole;
  tooLong.hidden = !isTooLong;
  shareButton.onclick = () => share({ title: subject, text: letterOf(receipt, code) });
}

/** @param {ShareData} what */
async function share(what) {
  try {
    await navigator.share(what);
  } catch (error) {
    const isTakenBack = error instanceof DOMException && error.name === "AbortError";
    if (!isTakenBack) say(t`Das Teilen hat nicht geklappt. Kopieren Sie den Code, oder sichern Sie ihn als Datei.`);
  }
}

function create() {
  isWanted = plan === NO_PLAN; // what is passed is not known yet
  if (isWanted) return;
  if (isToAsk(store.get(), choice.value)) {
    askWhose(whose, store.get(), choice.value, create).focus();
    return;
  }
  const receipt = draft(toBase64(crypto.getRandomValues(new Uint8Array(6))));
  const code = encodeReceipt(receipt);
  codeField.value = code;
  fillSheet(receipt, code);
  offerMail(chosen()?.to ?? "", receipt, code);
  result.hidden = sheet.hidden = false;
  say(t`Der Nachweis ist fertig. Er liegt nur auf dieser Seite; weiter geht er durch Sie.`);
  codeField.focus();
  codeField.select();
}

function close() {
  whose.hidden = true;
  result.hidden = sheet.hidden = true;
  codeField.value = "";
  say("");
}

function save() {
  const name = t`nachweis-${todayIso()}.txt`;
  saveFile(name, "text/plain", `${codeField.value}\r\n`);
  say(t`Gesichert als ${name}, dort, wo Ihr Browser Dateien ablegt.`);
}

offerOthers(find(own, "[data-others]"));
form.addEventListener("submit", (event) => {
  event.preventDefault();
  create();
});
form.addEventListener("input", () => {
  close();
  preview();
});
copyButton.addEventListener("click", () => copyField(codeField, say, t`Kopiert. Fügen Sie den Code in eine Mail oder einen Chat ein.`));
find(result, "[data-action=datei]").addEventListener("click", save);
find(result, "[data-action=drucken]").addEventListener("click", () => print());
field.value ||= store.get().exam?.name?.text?.slice(0, field.maxLength) ?? ""; // what was typed before the script ran stays
loadPlan().then(
  (loaded) => {
    plan = loaded;
    store.subscribe(listAssignments);
    if (isWanted) create();
  },
  () => say(PLAN_MISSING),
);

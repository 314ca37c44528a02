// "Nachweis erstellen": what is passed so far as a code, a file and a sheet; made by the learner's click alone.

import { assignmentsOf, nameOf } from "../../js/assignments/assignment.js";
import { toBase64 } from "../../js/progress/codes.js";
import { saveFile } from "../../js/page/download.js";
import { element } from "../../js/page/elements.js";
import { copyField } from "../../js/page/clipboard.js";
import { compact, planOn } from "../../js/progress/plan.js";
import { encodeReceipt, receiptOf } from "../../js/assignments/receipt.js";
import { drawQr } from "../../js/formats/qr.js";
import { startPage } from "../../js/page/page.js";
import { dayText, todayIso } from "../../js/formats/days.js";
import { fieldText, quoted } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";

const root = document.documentElement;
const page = document.querySelector("[data-werkzeug=nachweis]");
const form = page.querySelector("form");
const [choice, field] = ["aufgabe", "name"].map((name) => form.elements[name]);
const result = page.querySelector("[data-ergebnis]");
const codeField = result.querySelector("textarea");
const sheet = page.querySelector(".zettel");
const plan = planOn(document);
const store = startPage();
let assignments = [];

function say(text) {
  page.querySelector("[data-meldung]").textContent = text;
}

const titleOf = (part) => (plan.modules.get(part) ?? plan.lessons.get(part)).title;
const chosen = () => assignments.find(({ id }) => id === choice.value);

function draft(random) {
  const facts = { course: root.dataset.kurs, version: root.dataset.version, day: todayIso(), random, name: fieldText(field) };
  return receiptOf(store.get(), plan, chosen(), facts);
}

/** What a receipt would tell, before it is made. */
function preview() {
  const { passed, assignment } = draft("");
  const list = compact(plan, passed).map((part) => element("li", plan.modules.has(part) ? t`Modul ${quoted(titleOf(part))}` : quoted(titleOf(part))));
  page.querySelector("[data-bestanden]").replaceChildren(...(list.length ? list : [element("li", t`noch nichts`)]));
  const open = compact(plan, assignment?.open ?? []).map(titleOf).join(", ");
  page.querySelector("[data-offen]").textContent = assignment ? t`Von der Aufgabe ${nameOf(chosen())} ist noch offen: ${open || t`nichts, sie ist erledigt`}.` : "";
}

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
  choice.closest("p").hidden = !assignments.length;
  preview();
}

function fillSheet(receipt, code) {
  const put = (name, text) => (sheet.querySelector(`[data-${name}]`).textContent = text);
  put("wer", receipt.name);
  put("stand", t`Stand: ${dayText(receipt.day)}. Fassung des Kurses: ${receipt.version}.`);
  const parts = compact(plan, receipt.passed).map((part) => element("li", titleOf(part)));
  sheet.querySelector("[data-liste]").replaceChildren(...(parts.length ? parts : [element("li", t`noch nichts`)]));
  put("noch", page.querySelector("[data-offen]").textContent);
  put("code", code);
  const address = new URL(page.dataset.ziel, location.href);
  const drawing = drawQr(`${address.origin}${address.pathname}#${code}`, t`Der Nachweis als QR-Code`);
  sheet.querySelector("[data-qr]").replaceChildren(drawing ?? element("p", t`Für einen QR-Code ist dieser Nachweis zu lang.`));
}

function create(event) {
  event.preventDefault();
  const receipt = draft(toBase64(crypto.getRandomValues(new Uint8Array(6))));
  const code = encodeReceipt(receipt);
  codeField.value = code;
  fillSheet(receipt, code);
  result.hidden = sheet.hidden = false;
  say(t`Der Nachweis ist fertig. Er liegt nur auf dieser Seite; weiter geht er durch Sie.`);
  codeField.focus();
  codeField.select();
}

function close() {
  result.hidden = sheet.hidden = true;
  codeField.value = "";
  say("");
}

function save() {
  const name = `nachweis-${todayIso()}.txt`;
  saveFile(name, "text/plain", `${codeField.value}\r\n`);
  say(t`Gesichert als ${name}, dort, wo Ihr Browser Dateien ablegt.`);
}

form.addEventListener("submit", create);
form.addEventListener("input", () => {
  close();
  preview();
});
result.querySelector("[data-tun=kopieren]").addEventListener("click", () => copyField(codeField, say, t`Kopiert. Fügen Sie den Code in eine Mail oder einen Chat ein.`));
result.querySelector("[data-tun=datei]").addEventListener("click", save);
result.querySelector("[data-tun=drucken]").addEventListener("click", () => print());
sheet.querySelector("[data-kurstitel]").textContent = document.querySelector(".marke-kurs").textContent.trim();
field.value ||= store.get().exam?.name?.text?.slice(0, field.maxLength) ?? ""; // what was typed before the script ran stays
store.subscribe(listAssignments);

// The certificate: what the progress document says about a passed exam, and a name that is kept only if wanted.

import { element } from "../../js/page/elements.js";
import { germanDate, neededFor, passesOf, withName } from "../../js/exam/exam.js";
import { startPage } from "../../js/page/page.js";
import { t } from "../../js/formats/gettext.js";

function start(root, store) {
  const missing = root.querySelector("[data-fehlt]");
  const form = root.querySelector("form");
  const sheet = root.querySelector("article");
  const [field, keep, choice] = ["name", "merken", "test"].map((name) => document.getElementById(`zertifikat-${name}`));
  let passes = [];

  function tellMissing(attempt) {
    const needed = attempt?.end && neededFor(attempt.end.total);
    let text = t`Ein Zertifikat gibt es hier, sobald Sie den Abschlusstest bestanden haben. Auf diesem Gerät ist noch keiner gespeichert.`;
    if (attempt && !attempt.end) text = t`Ein Zertifikat gibt es hier, sobald Sie den Abschlusstest bestanden haben. Sie haben ihn begonnen und noch nicht abgegeben.`;
    if (needed) text = t`In Ihrem letzten Test waren ${attempt.end.right} von ${attempt.end.total} Fragen richtig. Für das Zertifikat braucht es ${needed}.`;
    const link = element("a", attempt && !attempt.end ? t`Weiter im Abschlusstest` : t`Zum Abschlusstest`, "knopf");
    link.href = root.dataset.test;
    const line = element("p");
    line.append(link);
    missing.replaceChildren(element("p", text), line);
  }

  function listPasses() {
    const options = passes.map((pass, i) => new Option(t`${germanDate(pass.t)}, Fassung ${pass.v}`, String(i)));
    choice.replaceChildren(...options);
    choice.closest("p").hidden = passes.length < 2;
  }

  function fill() {
    const pass = passes[Number(choice.value)];
    const put = (name, text) => (sheet.querySelector(`[data-${name}]`).textContent = text);
    put("name", field.value.trim());
    put("ergebnis", t`hat am ${germanDate(pass.t)} den Abschlusstest des Kurses bestanden: ${pass.right} von ${pass.total} Fragen waren richtig.`);
    put("fassung", t`Fassung des Kurses: ${pass.v}.`);
    sheet.querySelector("[data-module]").replaceChildren(...pass.modules.map((title) => element("li", title)));
  }

  function follow(progress) {
    const stored = progress.exam?.name?.text ?? "";
    passes = passesOf(progress);
    missing.hidden = passes.length > 0;
    form.hidden = sheet.hidden = !passes.length;
    if (!passes.length) {
      tellMissing(progress.exam?.attempt);
      return;
    }
    if (choice.length !== passes.length) listPasses();
    if (document.activeElement !== field && stored) field.value = stored.slice(0, field.maxLength);
    keep.checked = Boolean(stored) || (keep.checked && !field.value.trim());
    fill();
  }

  function keepName() {
    const wanted = keep.checked ? field.value.trim() : "";
    if (wanted !== (store.get().exam?.name?.text ?? "")) store.update((progress) => withName(progress, wanted));
  }

  field.addEventListener("input", fill);
  field.addEventListener("change", keepName);
  keep.addEventListener("change", keepName);
  choice.addEventListener("change", fill);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepName();
    print();
  });
  store.subscribe(follow);
}

const page = document.querySelector("[data-werkzeug=zertifikat]");
const store = startPage();
if (page) start(page, store);

// The certificate: what the progress document says about a passed exam, and a name that is kept only if wanted.

import { find, all } from "../../js/formats/dom.js";
import { element } from "../../js/page/elements.js";
import { neededFor, passesOf, withName } from "../../js/exam/exam.js";
import { startPage } from "../../js/page/page.js";
import { dateText } from "../../js/formats/days.js";
import { t } from "../../js/formats/gettext.js";

/** @import { Attempt, ExamPass, Progress } from "../../js/progress/document.js" */
/** @import { Store } from "../../js/progress/store.js" */

/**
 * @param {HTMLElement} root
 * @param {Store} store
 */
function start(root, store) {
  const missing = find(root, "[data-missing]");
  const form = find(root, "form", HTMLFormElement);
  const sheet = find(root, "article");
  const field = find(form, "#zertifikat-name", HTMLInputElement);
  const keep = find(form, "#zertifikat-merken", HTMLInputElement);
  const choice = find(form, "#zertifikat-test", HTMLSelectElement);
  /** @type {ExamPass[]} */
  let passes = [];

  /** @param {Attempt | undefined} attempt */
  function tellMissing(attempt) {
    let text = t`Ein Zertifikat gibt es hier, sobald Sie den Abschlusstest bestanden haben. Auf diesem Gerät ist noch keiner gespeichert.`;
    if (attempt && !attempt.end) text = t`Ein Zertifikat gibt es hier, sobald Sie den Abschlusstest bestanden haben. Sie haben ihn begonnen und noch nicht abgegeben.`;
    if (attempt?.end?.total) text = t`In Ihrem letzten Test waren ${attempt.end.right} von ${attempt.end.total} Fragen richtig. Für das Zertifikat braucht es ${neededFor(attempt.end.total)}.`;
    const link = element("a", attempt && !attempt.end ? t`Weiter im Abschlusstest` : t`Zum Abschlusstest`, "knopf");
    link.href = root.dataset.test ?? "";
    const line = element("p");
    line.append(link);
    missing.replaceChildren(element("p", text), line);
  }

  function listPasses() {
    const options = passes.map((pass, i) => new Option(t`${dateText(pass.t)}, Fassung ${pass.v}`, String(i)));
    choice.replaceChildren(...options);
    choice.closest("p")?.toggleAttribute("hidden", passes.length < 2);
  }

  function fill() {
    const pass = passes[Number(choice.value)];
    const put = (/** @type {string} */ name, /** @type {string} */ text) => (find(sheet, `[data-${name}]`).textContent = text);
    put("name", field.value.trim());
    put("result", t`hat am ${dateText(pass.t)} den Abschlusstest des Kurses bestanden: ${pass.right} von ${pass.total} Fragen waren richtig.`);
    put("edition", t`Fassung des Kurses: ${pass.v}.`);
    find(sheet, "[data-modules]").replaceChildren(...pass.modules.map((title) => element("li", title)));
  }

  /** @param {Progress} progress */
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

const store = startPage();
all(document, "[data-tool=zertifikat]").forEach((root) => start(root, store));

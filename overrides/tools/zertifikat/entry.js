// The certificate: what the progress document says about passed exams, and a name that is kept only if wanted.

import { find, all } from "../../js/formats/dom.js";
import { element } from "../../js/page/elements.js";
import { neededFor, passesOf, withName } from "../../js/exam/exam.js";
import { MOVED } from "../../js/progress/moved.js";
import { startPage } from "../../js/page/page.js";
import { dateText } from "../../js/formats/days.js";
import { t } from "../../js/formats/gettext.js";

/** @import { Attempt, Progress } from "../../js/progress/document.js" */
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
  /** @type {ReturnType<typeof passesOf>} */
  let passes = [];

  /**
   * What the exam is called; that of a path which the course no longer has, by its address.
   * @param {string} check
   */
  const titleOf = (check) => (check ? (all(root, "[data-check]").find((node) => node.dataset.check === check)?.textContent ?? check) : t`Abschluss-Check`);

  /** @param {Attempt | undefined} attempt */
  function tellMissing(attempt) {
    let text = t`Ein Zertifikat gibt es hier, sobald Sie einen Check bestanden haben, den eines Weges oder den Abschluss-Check. Auf diesem Gerät ist noch keiner gespeichert.`;
    if (attempt && !attempt.end) text = t`Ein Zertifikat gibt es hier, sobald Sie den Abschluss-Check bestanden haben. Sie haben ihn begonnen und noch nicht abgegeben.`;
    if (attempt?.end?.total) text = t`In Ihrem letzten Abschluss-Check waren ${attempt.end.right} von ${attempt.end.total} Fragen richtig. Für das Zertifikat braucht es ${neededFor(attempt.end.total)}.`;
    const link = element("a", attempt && !attempt.end ? t`Weiter im Abschluss-Check` : t`Zum Abschluss-Check`, "knopf");
    link.href = root.dataset.test ?? "";
    const line = element("p");
    line.append(link);
    missing.replaceChildren(element("p", text), line);
  }

  function listPasses() {
    const options = passes.map((pass, i) => new Option(t`${titleOf(pass.check)}: ${dateText(pass.t)}, Fassung ${pass.v}`, String(i)));
    choice.replaceChildren(...options);
    choice.closest("p")?.toggleAttribute("hidden", passes.length < 2);
  }

  function fill() {
    const pass = passes[Number(choice.value)];
    const put = (/** @type {string} */ name, /** @type {string} */ text) => (find(sheet, `[data-${name}]`).textContent = text);
    put("name", field.value.trim());
    const kind = pass.check ? titleOf(pass.check) : t`Abschluss-Check des Kurses`;
    put("result", t`hat am ${dateText(pass.t)} den ${kind} bestanden: ${pass.right} von ${pass.total} Fragen waren richtig.`);
    put("heading", pass.check ? t`Die Lektionen dazu:` : t`Die Module des Kurses:`);
    put("edition", t`Fassung des Kurses: ${pass.v}.`);
    find(sheet, "[data-modules]").replaceChildren(...pass.modules.map((title) => element("li", title)));
  }

  /** @param {Progress} progress */
  function follow(progress) {
    const stored = progress.exam?.name?.text ?? "";
    passes = passesOf(progress).filter(({ check }) => !MOVED.has(check)); // they stand at the present address, too
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

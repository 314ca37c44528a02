// The touchpoint map: rows to fill in, move and remove, mirrored in a table for paper.

import { fieldText } from "../../js/formats/text.js";
import { t } from "../../js/formats/gettext.js";

function start(root) {
  const form = root.querySelector("form");
  const list = form.querySelector(".karten");
  const matter = form.elements.anliegen;
  const paper = root.querySelector(".blatt");
  const heads = [...paper.querySelectorAll("th")].slice(1).map((head) => head.textContent);
  const first = Number(list.dataset.anfang);
  const most = Number(list.dataset.max);
  const copyButton = form.querySelector("[data-tun=kopieren]");
  const copyLabel = copyButton.textContent;
  const fallback = form.querySelector("[data-rueckfall]");
  const rows = () => [...list.children];
  const fieldOf = (row, column) => row.querySelector(`[data-spalte=${column}]`);

  function say(text) {
    form.querySelector("[data-meldung]").textContent = text;
  }

  /** The row's texts in the order of the columns; all empty if nothing was entered. */
  function cellsOf(row) {
    return [...row.querySelectorAll("[data-spalte]")].map((field) => {
      const text = fieldText(field);
      if (field.dataset.spalte !== "erlebnis" || !text) return text;
      const asked = row.querySelector("[data-gefragt]");
      return `${text} (${asked.checked ? asked.dataset.ja : asked.dataset.nein})`;
    });
  }

  const isFilled = (row) => cellsOf(row).some(Boolean);

  function addRow() {
    list.append(form.querySelector("template").content.cloneNode(true));
    return list.lastElementChild;
  }

  function countRows(kind) {
    const filled = rows().filter(isFilled);
    if (kind === "ohne") return filled.filter((row) => /^(niemand\b.*)?$/i.test(fieldText(fieldOf(row, "zustaendig")))).length;
    return filled.filter((row) => fieldOf(row, "erlebnis").value && !row.querySelector("[data-gefragt]").checked).length;
  }

  function showPaper() {
    paper.querySelector("[data-anliegen]").textContent = fieldText(matter);
    const filled = rows().filter(isFilled).map(cellsOf);
    while (filled.length < first) filled.push(heads.map(() => "")); // room to write by hand
    const lines = filled.map((cells, i) => {
      const line = document.createElement("tr");
      for (const text of [String(i + 1), ...cells]) line.insertCell().textContent = text;
      return line;
    });
    paper.querySelector("tbody").replaceChildren(...lines);
  }

  /** Everything that follows from the rows: names, limits, sentences below, the table for paper. */
  function update() {
    rows().forEach((row, i, all) => {
      const name = t`Zeile ${i + 1}`;
      row.querySelector("legend").textContent = name;
      const [up, down, remove] = row.querySelectorAll("[data-tun]");
      up.setAttribute("aria-label", t`${name} nach oben`);
      down.setAttribute("aria-label", t`${name} nach unten`);
      remove.setAttribute("aria-label", t`${name} löschen`);
      // aria-disabled keeps the focus where it is when a row reaches the end
      up.setAttribute("aria-disabled", String(i === 0));
      down.setAttribute("aria-disabled", String(i === all.length - 1));
    });
    const total = rows().filter(isFilled).length;
    for (const sentence of form.querySelectorAll("[data-satz]")) {
      const n = countRows(sentence.dataset.zaehlt);
      sentence.textContent = n ? sentence.dataset.satz.replace("{n}", n).replace("{total}", total) : "";
    }
    copyButton.textContent = copyLabel;
    fallback.hidden = true;
    showPaper();
  }

  function asText() {
    const filled = rows().filter(isFilled);
    if (!filled.length) return "";
    const about = fieldText(matter);
    const parts = filled.map((row, i) => {
      const cells = cellsOf(row).map((text, column) => (text ? `${heads[column]}: ${text}` : ""));
      return [t`Zeile ${i + 1}`, ...cells].filter(Boolean).join("\n");
    });
    const title = root.querySelector("h3").textContent;
    return [about ? `${title}: ${about}` : title, ...parts].join("\n\n") + "\n";
  }

  async function copy() {
    const text = asText();
    if (!text) {
      say(t`Noch ist nichts zu kopieren. Füllen Sie zuerst eine Zeile aus.`);
      return;
    }
    try {
      await navigator.clipboard.writeText(text);
      copyButton.textContent = t`Kopiert`;
      say(t`Die Karte ist kopiert. Fügen Sie sie ein, wo Sie sie brauchen, zum Beispiel in eine Mail.`);
    } catch {
      const field = fallback.querySelector("textarea");
      fallback.hidden = false;
      field.value = text;
      field.select();
      field.focus();
      copyButton.textContent = t`Nicht kopiert`;
      say(t`Der Browser lässt das Kopieren nicht zu. Der Text steht im Feld darunter und ist markiert: Kopieren Sie ihn mit Strg+C, am Mac mit Cmd+C.`);
    }
  }

  function move(row, step, button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    if (step < 0) row.previousElementSibling.before(row);
    else row.nextElementSibling.after(row);
    update();
    button.focus();
    say(t`Jetzt Zeile ${rows().indexOf(row) + 1} von ${rows().length}.`);
  }

  function remove(row) {
    const at = rows().indexOf(row);
    if (isFilled(row) && !confirm(t`Zeile ${at + 1} ist ausgefüllt. Soll sie gelöscht werden?`)) return;
    row.remove();
    if (!rows().length) addRow();
    update();
    rows()[Math.min(at, rows().length - 1)].querySelector("[data-spalte]").focus();
    say(t`Zeile ${at + 1} ist gelöscht.`);
  }

  function add() {
    if (rows().length >= most) {
      say(t`Mehr als ${most} Zeilen fasst die Karte nicht. Nehmen Sie für den Rest eine zweite.`);
      return;
    }
    const row = addRow();
    update();
    row.querySelector("[data-spalte]").focus();
    say("");
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tun]");
    const row = event.target.closest("li");
    if (!button) return;
    const acts = { neu: add, kopieren: copy, hoch: () => move(row, -1, button), runter: () => move(row, 1, button), weg: () => remove(row) };
    acts[button.dataset.tun]();
  });
  form.addEventListener("input", ({ target }) => {
    const hint = target.closest("li")?.querySelector(".tipp");
    const isFull = target.maxLength > 0 && target.value.length >= target.maxLength;
    if (hint) hint.textContent = isFull ? t`Mehr als ${target.maxLength} Zeichen passen in dieses Feld nicht.` : "";
    update();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  while (rows().length < first) addRow();
  update();
}

document.querySelectorAll("[data-werkzeug=touchpoint-karte]").forEach(start);

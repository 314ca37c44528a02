// What the exam's stage shows, made of what it is given.

import { element, makeButton } from "../page/elements.js";
import { neededFor } from "./exam.js";
import { dateText } from "../formats/days.js";
import { t } from "../formats/gettext.js";
import { plural } from "../formats/language.js";

/** @param {...HTMLElement} buttons */
export function row(...buttons) {
  const line = element("p", "", "result-buttons");
  line.append(...buttons);
  return line;
}

/** @param {string} url @param {string} text */
function linkTo(url, text) {
  const link = element("a", text);
  link.href = url;
  return link;
}

/** @param {string} url */
export function certificateLink(url) {
  const line = element("p");
  line.append(linkTo(url, t`Zum Zertifikat`));
  return line;
}

/**
 * A place in which pages/way.js says how an assignment goes on from a check that is passed.
 * @param {string} receipt address
 */
export function placeAfterCheck(receipt) {
  const place = element("p");
  place.hidden = true;
  place.dataset.afterCheck = "";
  place.dataset.receipt = receipt;
  return place;
}

/**
 * A place in which pages/way.js says which lessons of the exam `slug` are not passed yet.
 * @param {string} slug
 */
export function placeForOpenLessons(slug) {
  const place = element("p");
  place.hidden = true;
  place.dataset.notYet = slug;
  return place;
}

/**
 * How the attempt before ended.
 * @param {{right: number, total: number, t: number}} end t in seconds
 */
export function lastResult({ right, total, t: seconds }) {
  const verdict = right >= neededFor(total) ? t`Damit haben Sie bestanden.` : t`Nötig sind ${neededFor(total)}.`;
  return element("p", t`Ihr letzter Versuch vom ${dateText(seconds)}: ${right} von ${total} Fragen richtig. ${verdict}`);
}

/**
 * Every question by number, answered or open.
 * @param {boolean[]} open whether each is
 * @param {(place: number) => void} go
 */
export function overview(open, go) {
  const left = open.filter(Boolean).length;
  const said = left ? t`${open.length - left} von ${open.length} Fragen sind beantwortet. Was offen bleibt, zählt als falsch.` : t`Alle ${open.length} Fragen sind beantwortet.`;
  const list = element("ol", "", "exam-list");
  open.forEach((isOpen, i) => {
    const entry = makeButton(t`Frage ${i + 1}`, () => go(i));
    entry.append(element("small", isOpen ? t`offen` : t`beantwortet`));
    const item = element("li");
    item.append(entry);
    list.append(item);
  });
  return [element("h2", t`Übersicht`), element("p", said), list];
}

/**
 * The verdict on the whole attempt.
 * @param {number} right
 * @param {number} total
 */
export function verdict(right, total) {
  const passed = right >= neededFor(total);
  const needed = neededFor(total);
  const score = plural(right, t`Eine von ${total} Fragen ist richtig, nötig sind ${needed}.`, t`${right} von ${total} Fragen sind richtig, nötig sind ${needed}.`);
  const advice = passed ? "" : t` Unten steht, was sich zu lesen lohnt. Beim nächsten Mal bekommen Sie andere Fragen.`;
  return [element("h2", passed ? t`Bestanden` : t`Noch nicht bestanden`), element("p", score + advice)];
}

/**
 * Each group with its result and what is worth reading again.
 * @param {ReturnType<typeof import("./exam.js").resultsByGroup>} results
 */
export function groupList(results) {
  const list = element("ul", "", "exam-modules");
  for (const { title, right, total, missed } of results) {
    const item = element("li");
    item.append(element("strong", title), t`: ${right} von ${total} richtig`);
    if (missed.length) {
      const reading = element("ul");
      for (const { url, lesson, objective } of missed) {
        const entry = element("li");
        entry.append(url ? linkTo(url, lesson) : lesson, `: ${objective}`);
        reading.append(entry);
      }
      item.append(t`. Zum Nachlesen:`, reading);
    }
    list.append(item);
  }
  return list;
}

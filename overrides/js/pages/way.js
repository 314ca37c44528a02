// The way on a page (progress/way.js): the states of lessons, what comes next, head and foot of a lesson, the menu. Loaded
// by page/way.js.

import { startAssignments, tasksOf } from "../assignments/list.js";
import { all, find } from "../formats/dom.js";
import { todayIso } from "../formats/days.js";
import { t } from "../formats/gettext.js";
import { plural } from "../formats/language.js";
import { quoted } from "../formats/text.js";
import { element } from "../page/elements.js";
import { durationText, showStates } from "../page/lists.js";
import { placeRead } from "../page/place.js";
import { getKept, updateKept } from "../progress/kept.js";
import { totalText } from "../progress/display.js";
import { loadPlan } from "../progress/plan.js";
import { dueQuestions } from "../progress/review.js";
import { isPassed } from "../progress/scoring.js";
import { countDue } from "../sentences/kept.js";
import { afterwards, onwardAmong, wayOf, withPath, withPlace } from "../progress/way.js";

/** @import { Plan } from "../progress/plan.js" */
/** @import { Store } from "../progress/store.js" */
/** @import { Known, Step, Way } from "../progress/way.js" */

const root = document.documentElement;
const asked = new URLSearchParams(location.search).get("weg") ?? "";
const here = document.querySelector(".course-menu [data-lesson] > [aria-current=page]")?.closest("li")?.dataset.lesson ?? "";
const FEW = 12; // steps that the menu shows at once
const FEW_OPEN = 4; // lessons that are named before an exam

/** @param {Store} store */
globalThis.kursWay = async (store) => {
  store.subscribe((progress) => {
    root.classList.toggle("begun", progress.clock > 0);
    showStates(progress, undefined);
  });
  if (here) keepPlace(store);
  try {
    start(store, await loadPlan());
  } catch {
    // Without the plan the page says less, and nothing wrong.
  }
  root.classList.remove("waiting");
};

/**
 * @param {Store} store
 * @param {Plan} plan
 */
function start(store, plan) {
  const known = () => ({ plan, progress: store.get(), kept: getKept(), tasks: tasksOf(store.get()) });
  let isLanded = !asked;
  store.subscribe(({ clock }) => {
    const way = wayOf(known(), { asked });
    if (!isLanded && clock > 0 && way.kind === "path") updateKept(store, () => withPath(known(), way.id));
    isLanded ||= clock > 0;
    show(known(), store);
  });
  for (const place of all(document, "[data-assignments]")) startAssignments(store, plan, place);
}

/**
 * @param {Known} known
 * @param {Store} store
 */
function show(known, store) {
  showStates(known.progress, known.plan);
  const way = wayOf(known, { asked, here });
  for (const node of all(document, "[data-due]")) showDue(known, node);
  for (const node of all(document, "[data-next]")) showNext(known, node);
  for (const node of all(document, "[data-begin]")) showBegin(known, node);
  for (const node of all(document, "[data-own-way]")) showOwnWay(known, way, node);
  for (const node of all(document, "[data-path-done]")) showDone(wayOf(known, { asked: node.dataset.pathDone }), node);
  for (const node of all(document, "[data-after-check]")) showAfterCheck(way, node);
  for (const node of all(document, "[data-not-yet]")) showNotYet(known, node);
  for (const node of all(document, "[data-way-choice]")) showChoice(known, way, node, store);
  for (const node of all(document, "[data-way-part]")) node.hidden = known.progress.clock === 0;
  if (here) showHead(way);
  if (here) showFoot(known, way);
  showMenu(known, way);
  if (way.kind === "path" && way.id !== known.kept.path) carryOn(way);
}

/** @param {Way} way */
const nameOf = ({ kind, title }) => (kind === "path" ? t`Weg ${quoted(title)}` : title);

/**
 * @param {string} text
 * @param {string} url
 */
function linkTo(text, url) {
  const link = element("a", text);
  link.href = url;
  return link;
}

/**
 * @param {Known} known
 * @param {HTMLElement} node
 */
function showDue({ plan, progress }, node) {
  const count = dueQuestions(progress, plan.lessons.values(), Date.now() / 1000).length;
  const sentences = countDue(todayIso());
  const questionText = plural(count, t`Eine Frage ist zum Wiederholen fällig`, t`${count} Fragen sind zum Wiederholen fällig`);
  const sentenceText = plural(sentences, t`ein Satz für Montag fragt, ob es geklappt hat`, t`${sentences} Sätze für Montag fragen, ob es geklappt hat`);
  node.hidden = count + sentences === 0;
  const text = [count && questionText, sentences && sentenceText].filter(Boolean).join(", ");
  find(node, "span").textContent = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}:`;
}

/**
 * What a path says once it is done.
 * @param {Way} way
 * @param {HTMLElement} node
 */
function showDone({ isDone, check }, node) {
  node.hidden = !isDone;
  const [state] = all(node, "[data-check-state]");
  if (state) state.textContent = check?.isDone ? t`(bestanden)` : "";
}

/**
 * Where to go on: on the path that `node` names, else on the way or, where that is done, on what comes after it.
 * @param {Known} known
 * @param {HTMLElement} node
 */
function showNext(known, node) {
  const { next: path = "" } = node.dataset;
  const own = wayOf(known, { asked: path || asked });
  const isInCheck = own.onward && own.onward.step === own.check;
  const way = own.isDone && !isInCheck ? afterwards(known) : own;
  const { onward } = way;
  const isBegun = known.kept.places.length > 0 || Object.keys({ ...known.progress.answers, ...known.progress.lessons }).length > 0;
  const hasCard = way.kind === "assignment" && document.querySelector("[data-assignments]:not([data-all])");
  node.hidden = !onward || Boolean(hasCard) || (way.kind === "course" && !isBegun);
  if (!onward) return;
  const link = find(node, "a", HTMLAnchorElement);
  link.href = onward.url;
  link.textContent = onward.step.title;
  link.classList.toggle("knopf", own.kind !== "assignment" || !own.isDone); // its receipt comes first
  find(node, "[data-words]").textContent = onward.isOpened ? t`Weiter, wo Sie waren:` : isBegun ? t`Als Nächstes:` : t`Anfangen:`;
  find(node, "[data-state]").textContent = onward.state && `(${onward.state})`;
}

/**
 * Where an assignment goes on from a check that is passed, or from its certificate.
 * @param {Way} way
 * @param {HTMLElement} node
 */
function showAfterCheck({ kind, id, title, isDone, onward }, node) {
  const { receipt = "" } = node.dataset; // "" in a course without receipts
  node.hidden = kind !== "assignment" || !(isDone ? receipt : onward);
  const link = isDone ? linkTo(t`Nachweis erstellen`, `${receipt}#${id}`) : onward && linkTo(onward.step.title, onward.url);
  if (!link || node.hidden) return;
  link.className = "knopf";
  node.replaceChildren(isDone ? t`${title}: alles bestanden.` : t`${title}, noch offen:`, " ", link);
}

/**
 * Before an exam, which of its lessons are not passed: by name where they are few.
 * @param {Known} known
 * @param {HTMLElement} node
 */
function showNotYet({ plan, progress }, node) {
  const path = plan.lessons.get(node.dataset.notYet ?? "")?.path;
  const slugs = (path && plan.paths.get(path)?.lessons) || [...plan.lessons.values()].filter(({ module }) => module).map(({ slug }) => slug);
  const open = slugs.filter((slug) => !isPassed(progress, slug));
  node.hidden = !open.length;
  const links = open.flatMap((slug) => plan.lessons.get(slug) ?? []).flatMap(({ title, url }) => [", ", linkTo(title, url)]);
  const named = open.length <= FEW_OPEN ? links.slice(1) : [t`${open.length} von ${slugs.length} Lektionen`];
  node.replaceChildren(t`Noch nicht bestanden:`, " ", ...named, ". ", t`Der Check fragt auch danach.`);
}

/**
 * A module's first button.
 * @param {Known} known
 * @param {HTMLElement} node
 */
function showBegin(known, node) {
  const slugs = (node.dataset.begin ?? "").split(" ");
  const onward = onwardAmong(known, slugs);
  node.hidden = !onward;
  if (!onward) return;
  const isBegun = onward.isOpened || slugs.some((slug) => isPassed(known.progress, slug));
  const link = find(node, "a", HTMLAnchorElement);
  link.href = onward.url;
  link.textContent = isBegun ? t`Weitermachen` : t`Anfangen`;
  find(node, "span").textContent = onward.step.title;
}

/**
 * @param {Known} known
 * @param {Way} way
 * @param {HTMLElement} node
 */
function showOwnWay({ kept }, way, node) {
  const isLost = kept.way === "weg" && way.kind === "course";
  node.hidden = way.kind === "course" && !isLost;
  const [name] = all(node, "a", HTMLAnchorElement);
  const done = way.steps.filter((step) => step.isDone).length;
  name.textContent = way.kind === "course" ? "" : nameOf(way);
  name.href = way.url;
  const rest = way.minutes ? t`, noch ${durationText(way.minutes)}` : "";
  const state = way.isDone ? t`: alles bestanden.` : way.kind === "assignment" ? "." : t`: ${done} von ${way.steps.length} bestanden${rest}.`;
  find(node, "span").textContent = isLost ? t`Ihren Weg ${quoted(kept.path)} gibt es in dieser Fassung nicht mehr; weiter geht es im ganzen Kurs.` : state;
}

/**
 * @param {Known} known
 * @param {Way} way
 * @param {HTMLElement} node
 * @param {Store} store
 */
function showChoice({ plan, tasks, kept }, way, node, store) {
  const choices = [
    ...tasks.map(({ id, title }) => ({ way: `aufgabe:${id}`, path: kept.path, title, isChosen: way.id === id })),
    ...[...plan.paths].map(([path, { title }]) => ({ way: "weg", path, title: t`Weg ${quoted(title)}`, isChosen: way.kind === "path" && way.id === path })),
    { way: "kurs", path: kept.path, title: t`kein Weg, alle Lektionen der Reihe nach`, isChosen: way.kind === "course" },
  ];
  const focused = document.activeElement instanceof HTMLInputElement && node.contains(document.activeElement) ? document.activeElement.value : undefined;
  node.replaceChildren(
    ...choices.map(({ title, isChosen, ...chosen }) => {
      const label = element("label");
      const box = element("input");
      box.type = "radio";
      box.name = "weg";
      box.value = `${chosen.way} ${chosen.way === "weg" ? chosen.path : ""}`;
      box.checked = isChosen;
      box.addEventListener("change", () => {
        updateKept(store, (now) => ({ ...now, ...chosen }));
        show({ plan, tasks, progress: store.get(), kept: getKept() }, store);
      });
      label.append(box, ` ${title}`);
      return label;
    }),
  );
  all(node, "input", HTMLInputElement).find((box) => box.value === focused)?.focus();
}

/** @param {Way} way */
function showHead({ index, steps, title, url }) {
  const [head] = all(document, ".lesson .kicker");
  if (index < 0 || !url || !head) return;
  const link = find(head, "a", HTMLAnchorElement);
  link.href = url;
  link.textContent = t`${index + 1} von ${steps.length} · ${title}`;
}

/**
 * The pager: along the way; from a lesson outside it, back to it.
 * @param {Known} known
 * @param {Way} way
 */
function showFoot(known, way) {
  const [pager] = all(document, ".pager");
  if (!pager || way.kind === "course") return;
  const { index, previous, next, check, onward } = way;
  const open = onward && onward.step.slug !== here ? onward : undefined;
  if (index < 0) {
    if (!way.isDone && onward) turn(pager, "next", onward.url, t`Zurück auf ${nameOf(way)}`, onward.step.title);
    return;
  }
  turn(pager, "prev", previous?.url ?? way.url, t`Zurück`, previous?.title ?? nameOf(way));
  const onwards = way.kind === "path" ? t`Weiter auf dem Weg ${quoted(way.title)}` : t`Weiter: ${way.title}`;
  if (check && way.isDone && !check.isDone) turn(pager, "next", check.url, t`Ende des Weges`, check.title);
  else if (next && !(next.isDone && open)) turn(pager, "next", next.url, onwards, next.title);
  else if (open) turn(pager, "next", open.url, next ? onwards : t`Noch offen`, open.step.title);
  else turn(pager, "next", way.url, way.kind === "path" ? t`Ende des Weges` : t`Ende der Aufgabe`, way.kind === "path" ? t`Zur Übersicht ${quoted(way.title)}` : t`Zur Übersicht`);
}

/**
 * @param {HTMLElement} pager
 * @param {"prev" | "next"} rel
 * @param {string} url
 * @param {string} label
 * @param {string} title
 */
function turn(pager, rel, url, label, title) {
  const link = pager.querySelector(`[rel=${rel}]`) ?? element("a");
  link.setAttribute("rel", rel);
  link.classList.toggle("onward", rel === "next");
  link.setAttribute("href", url);
  link.replaceChildren(element("small", label), ` ${title}`);
  if (!link.parentNode) pager[rel === "next" ? "append" : "prepend"](link);
}

/**
 * The way's steps, of a long one those around, above the course.
 * @param {Known} known
 * @param {Way} way
 */
function showMenu({ progress }, way) {
  const [menu] = all(document, ".course-menu");
  const modules = menu?.querySelector(".module-list");
  if (!modules) return;
  const { steps, index, check, onward } = way;
  const state = `${way.url} ${[...steps, ...(check ? [check] : [])].map(({ isDone }) => Number(isDone)).join("")}`;
  if (menu.dataset.state === state) return; // the focus stays
  menu.dataset.state = state;
  menu.querySelector(".own-way")?.remove();
  if (way.kind === "course") return;
  const at = index < 0 ? steps.findIndex(({ slug }) => slug === onward?.step.slug) : index;
  const from = Math.max(0, Math.min(at - 3, steps.length - FEW));
  const list = element("ol");
  list.append(...[...steps.slice(from, from + FEW), ...(check ? [check] : [])].map(stepIn));
  const part = element("div", "", "own-way");
  const title = element("p");
  title.append(linkTo(nameOf(way), way.url), element("span", totalText(progress, steps.map(({ slug }) => slug)), "status"));
  part.append(title, list);
  modules.before(part);
}

/** @param {Step} step */
function stepIn({ slug, title, url, isDone }) {
  const item = element("li");
  item.dataset.status = isDone ? "bestanden" : "";
  const link = linkTo(title, url);
  if (slug === here) link.setAttribute("aria-current", "page");
  item.append(link, " ", element("span", isDone ? t`bestanden` : "", "status"));
  return item;
}

/**
 * Where nothing keeps the path, the links of the page do.
 * @param {Way} way
 */
function carryOn({ id }) {
  const start = find(document, ".brand", HTMLAnchorElement).href;
  for (const link of all(document, ".brand, main a, .course-menu a", HTMLAnchorElement)) {
    const [page] = link.href.split("#");
    if (page.startsWith(start.split("?")[0]) && !link.search && page !== location.href.split("#")[0]) link.search = `?weg=${id}`;
  }
}

/**
 * Where one reads is kept when one looks away. A tab that is closed later, in the background, says nothing any more: somebody
 * has read elsewhere since.
 * @param {Store} store
 */
function keepPlace(store) {
  const keep = () => updateKept(store, (kept) => withPlace(kept, [here, placeRead(), store.get().clock]));
  addEventListener("pagehide", () => document.visibilityState === "visible" && keep());
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
}

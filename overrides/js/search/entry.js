// The search page. Pagefind and its index load when somebody goes to the field or comes with a query, never before. What is searched stands in the
// address behind „#“: that part is sent to no server.

import { find, textOf } from "../formats/dom.js";
import { element } from "../page/elements.js";
import { quoted } from "../formats/text.js";
import { begins, isKnown, otherQueries, plainWord, typedWords } from "./words.js";
import { t } from "../formats/gettext.js";

/**
 * @typedef {{ location: number, balanced_score: number }} Hit a word by its number on the page, and what it counts
 * @typedef {{ title: string, url: string, excerpt: string, weighted_locations: Hit[] }} Section
 * @typedef {{ element: string, id: string, text: string, location: number }} Anchor
 * @typedef {Section & { content: string, meta: { title: string }, anchors: Anchor[], sub_results: Section[] }} Page
 * @typedef {{ id: string, data: () => Promise<Page> }} Result
 * @typedef {{ title: string, url: string, weight: number, text: (string | Node)[] }} Best
 */

/**
 * @typedef {object} Pagefind what is used of it
 * @property {(options: { excerptLength: number, ranking: { termSimilarity: number } }) => Promise<void>} options
 * @property {() => Promise<void>} init
 * @property {(query: string) => Promise<{ results: Result[] }>} search
 */

const form = find(document, "form[data-search]", HTMLFormElement);
const field = find(form, "input", HTMLInputElement);
const status = find(document, "[data-search-status]");
const list = find(document, "[data-hits]");
const LIMIT = 12;
const LONGEST = 60; // words of an entry
const PATIENCE = 15_000; // milliseconds
const PAUSE = 100; // milliseconds without a letter, and what was typed is searched
const BROKEN = t`Die Suche lässt sich gerade nicht laden. Unten steht die Übersicht aller Lektionen.`;
const SLOW = t`Die Suche braucht ungewöhnlich lange. Unten steht die Übersicht aller Lektionen.`;
const address = new URL(form.dataset.search ?? "", document.baseURI);
/** @type {Promise<Pagefind> | undefined} */
let engine;
let latest = 0;

/** The engine with its index; one that could not be loaded is tried again. */
function load() {
  const start = async () => {
    if (!globalThis.WebAssembly) throw new TypeError("WebAssembly"); // Pagefind would wait for it for ever
    /** @type {Pagefind} */
    const module = await import(address.href);
    await module.options({ excerptLength: 24, ranking: { termSimilarity: 4 } });
    await module.init();
    return module;
  };
  engine ??= start().catch((error) => {
    engine = undefined;
    throw error;
  });
  return engine;
}

/** @type {Map<string, Promise<string[]>>} */
const lists = new Map();

/**
 * Words of the course: all, or those with one initial letter.
 * @param {string} letter
 */
function words(letter) {
  const name = letter ? `woerter/${letter}.json` : "woerter.json";
  const start = async () => {
    const answer = await fetch(new URL(name, address));
    return answer.ok ? answer.json() : [];
  };
  const loaded =
    lists.get(name) ??
    start().catch((error) => {
      lists.delete(name); // to be tried again, like the engine
      throw error;
    });
  lists.set(name, loaded);
  return loaded;
}

/**
 * The words among which those of `query` would be; a long course does not load all for that.
 * @param {string} query
 */
async function wordsAround(query) {
  const letters = typedWords(query).map((word) => plainWord(word)[0]);
  const split = "lang" in form.dataset && letters.every((letter) => /[a-z]/.test(letter));
  return (await Promise.all((split ? [...new Set(letters)] : [""]).map(words))).flat();
}

/**
 * Results for what was typed, handed to `show`, then for what may have been meant where they are few; each page once. `isOther`
 * says that they have none of the words typed.
 * @param {string} query
 * @param {(found: Result[], isOther?: boolean) => Promise<void>} show
 */
async function searchFor(query, show) {
  const [{ search: ask }, near] = await Promise.all([load(), wordsAround(query)]);
  /** @type {Map<string, Result>} */
  const found = new Map();
  const add = async (/** @type {string} */ one) => {
    for (const result of (await ask(one)).results) if (!found.has(result.id)) found.set(result.id, result);
  };
  const known = isKnown(query, near);
  if (known) {
    await add(query);
    if (found.size) await show([...found.values()]);
    if (found.size >= LIMIT) return;
  }
  const others = otherQueries(query, await words(""));
  for (const one of others) await add(one);
  if (!known && !others.length) {
    const first = (await ask(query)).results.slice(0, LIMIT);
    const isClose = await Promise.all(first.map(async (result) => begins(query, marked((await result.data()).excerpt))));
    for (const result of first.filter((_, i) => isClose[i])) found.set(result.id, result);
  }
  const isOther = !known && others.length > 0 && !others.some((one) => plainWord(one).includes(plainWord(query)));
  await show([...found.values()], isOther);
}

/** @param {string} excerpt */
const marked = (excerpt) => excerptNodes(excerpt).flatMap((node) => (node instanceof HTMLElement ? textOf(node) : []));

/**
 * Pagefind marks hits with <mark>; the excerpt becomes nodes, never HTML.
 * @param {string} excerpt
 */
function excerptNodes(excerpt) {
  const text = new DOMParser().parseFromString(excerpt, "text/html").body;
  return [...text.childNodes].map((node) => {
    const words = node.textContent ?? "";
    return node.nodeName === "MARK" ? element("mark", words) : document.createTextNode(words);
  });
}

/** @param {Hit[]} hits */
const weightOf = (hits) => hits.reduce((sum, hit) => sum + hit.balanced_score, 0);
/**
 * @template {{ weight: number }} Weighed
 * @param {Weighed} best
 * @param {Weighed} one
 */
const heavier = (best, one) => (one.weight > best.weight ? one : best);

/**
 * The section of a page that says most about what was searched. The part above the first section has the page's title.
 * @param {Page} result
 * @returns {Best}
 */
function bestSection(result) {
  /** @type {Section[]} */
  const sections = result.sub_results.length ? result.sub_results : [result];
  const weighed = sections.map((one) => ({ ...one, weight: weightOf(one.weighted_locations), text: excerptNodes(one.excerpt) }));
  return bestTerm(result) ?? weighed.reduce(heavier);
}

/**
 * The entry of a glossary, for what Pagefind takes for one section, since it knows headings alone; a hit in the term itself counts most.
 * @param {Page} result
 * @returns {Best | undefined}
 */
function bestTerm({ anchors, content, url, weighted_locations: hits }) {
  const starts = anchors.filter(({ element }) => /^(dt|h\d)$/.test(element)).sort((a, b) => a.location - b.location);
  const words = content.split(/\s+/); // locations count these
  const entries = starts.map(({ element: tag, id, text: title, location }, i) => {
    const own = hits.filter((hit) => hit.location >= location && hit.location < (starts[i + 1]?.location ?? words.length));
    const from = location + title.split(/\s+/).length;
    const weight = weightOf(own) + 10 * weightOf(own.filter((hit) => hit.location < from));
    return { tag, title, url: `${url}#${id}`, weight, from, to: Math.min(starts[i + 1]?.location ?? words.length, from + LONGEST), own };
  });
  const [best] = entries.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  if (best?.tag !== "dt") return undefined;
  const marked = new Set(best.own.map(({ location }) => location));
  const text = words.slice(best.from, best.to).flatMap((word, i) => [marked.has(best.from + i) ? element("mark", word) : word, " "]);
  return { ...best, text };
}

/** @param {Page} result */
function entry(result) {
  const item = element("li");
  const best = bestSection(result);
  const link = element("a", result.meta.title);
  link.href = best.url;
  item.append(link);
  if (best.title && best.title !== result.meta.title) item.append(` · ${best.title}`);
  const text = element("p");
  text.append(...best.text);
  item.append(text);
  return item;
}

/**
 * Put `query` into the address, and take it out of the part that is sent.
 * @param {string} query
 */
function keep(query) {
  const address = new URL(location.href);
  address.searchParams.delete("q");
  const isOwn = query || address.hash.startsWith("#q=");
  if (isOwn) address.hash = query && String(new URLSearchParams({ q: query }));
  if (address.href !== location.href) history.replaceState(null, "", address);
}

/** What the address asks for; addresses of 1.2 and before ask with „?q=“. */
function asked() {
  const { search: sent, hash } = location;
  const text = hash.startsWith("#q=") ? hash.slice(1) : sent;
  return (new URLSearchParams(text).get("q") ?? "").trim().slice(0, 200);
}

async function search() {
  const query = field.value.trim().slice(0, 200);
  const turn = ++latest;
  keep(query);
  if (!query) {
    list.replaceChildren();
    status.textContent = "";
    return;
  }
  const show = async (/** @type {Result[]} */ found, isOther = false) => {
    const shown = await Promise.all(found.slice(0, LIMIT).map((result) => result.data()));
    if (turn !== latest) return;
    list.replaceChildren(...shown.map(entry));
    const count = found.length;
    const most = count > LIMIT ? t`, die ersten ${LIMIT}` : "";
    const hits = isOther ? t`Zu ${quoted(query)} steht hier nichts, zu ähnlichen Wörtern schon: ${count} Treffer${most}` : t`${count} Treffer${most}`;
    status.textContent = count ? hits : t`Nichts gefunden zu ${quoted(query)}. Versuchen Sie ein kürzeres Wort.`;
  };
  const say = (/** @type {string} */ text) => turn === latest && (status.textContent = text);
  say(t`Die Suche läuft …`);
  const slow = setTimeout(() => say(SLOW), PATIENCE);
  try {
    await searchFor(query, show);
  } catch {
    say(BROKEN);
  }
  clearTimeout(slow);
}

/** Load what every search needs; search() tells if that fails. */
function prepare() {
  load().catch(() => {});
  if (!("lang" in form.dataset)) words("").catch(() => {});
}

let timer = 0;
field.addEventListener("focus", prepare);
field.addEventListener("input", () => {
  prepare();
  clearTimeout(timer);
  timer = setTimeout(search, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  search();
});
addEventListener("hashchange", () => {
  if (!location.hash.startsWith("#q=") || asked() === field.value.trim()) return;
  field.value = asked();
  search();
});
form.hidden = false;
field.value = asked();
if (field.value) search();

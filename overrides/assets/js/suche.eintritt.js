// The search page. Pagefind and its index load with the first search, never before.

import { queriesFor } from "./wortsuche.js";

const form = document.querySelector("form[data-suche]");
const field = form.querySelector("input");
const status = document.querySelector("[data-suchstatus]");
const list = document.querySelector("[data-treffer]");
const LIMIT = 12;
let engine;
let words;
let latest = 0;

async function load() {
  if (!engine) {
    const address = new URL(form.dataset.suche, document.baseURI);
    const [module, answer] = await Promise.all([import(address.href), fetch(new URL("woerter.json", address))]);
    await module.options({ excerptLength: 24, ranking: { termSimilarity: 4 } });
    words = answer.ok ? await answer.json() : [];
    engine = module;
  }
  return engine;
}

/** Results for what was typed, then for what may have been meant; each page once. */
async function find(query) {
  const { search: ask } = await load();
  const found = new Map();
  for (const one of queriesFor(query, words)) {
    const { results } = await ask(one);
    for (const result of results) if (!found.has(result.id)) found.set(result.id, result);
  }
  return [...found.values()];
}

/** Pagefind marks hits with <mark>; the excerpt becomes nodes, never HTML. */
function excerptNodes(excerpt) {
  const text = new DOMParser().parseFromString(excerpt, "text/html").body;
  return [...text.childNodes].map((node) => {
    if (node.nodeName !== "MARK") return document.createTextNode(node.textContent);
    const mark = document.createElement("mark");
    mark.textContent = node.textContent;
    return mark;
  });
}

function entry(result) {
  const item = document.createElement("li");
  const best = result.sub_results.length ? result.sub_results[0] : result;
  const link = document.createElement("a");
  link.href = best.url;
  link.textContent = result.meta.title;
  item.append(link);
  if (best.title && best.title !== result.meta.title) item.append(` · ${best.title}`);
  const text = document.createElement("p");
  text.append(...excerptNodes(best.excerpt));
  item.append(text);
  return item;
}

async function search() {
  const query = field.value.trim().slice(0, 200);
  const turn = ++latest;
  const address = new URL(location.href);
  address.searchParams.set("q", query);
  if (!query) address.searchParams.delete("q");
  history.replaceState(null, "", address);
  if (!query) {
    list.replaceChildren();
    status.textContent = "";
    return;
  }
  try {
    const found = await find(query);
    const shown = await Promise.all(found.slice(0, LIMIT).map((result) => result.data()));
    if (turn !== latest) return;
    list.replaceChildren(...shown.map(entry));
    const count = found.length;
    const most = count > LIMIT ? `, die ersten ${LIMIT}` : "";
    status.textContent = count ? `${count} Treffer${most}` : `Nichts gefunden zu „${query}“. Versuchen Sie ein kürzeres Wort.`;
  } catch {
    status.textContent = "Die Suche lässt sich gerade nicht laden. Unten steht die Übersicht aller Lektionen.";
  }
}

let timer;
field.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, 150);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  search();
});
form.hidden = false;
field.value = (new URLSearchParams(location.search).get("q") || "").slice(0, 200);
if (field.value) search();

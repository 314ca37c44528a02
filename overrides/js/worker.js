// The service worker: keeps one whole, consistent edition of the course. It exists only where a learner
// asked for it. VERSION, FILES and MISSING are written in front of this file by the build (src/kurs/site/offline.py).
//
// A new edition is fetched completely beside the old one and takes over when no page of the old one is
// open any more; an open quiz never sees files of two editions. What does not arrive as it was published, because
// a release is just being copied or something on the way rewrites pages, leaves the old edition in use.

import { t } from "./formats/gettext.js";

const worker = /** @type {ServiceWorkerGlobalScope & typeof globalThis} */ (self);
const OWN = "kurs-offline:" + worker.registration.scope;
const CURRENT = OWN + VERSION;
const CHANGED =
  t`Es gibt eine neue Fassung des Kurses, aber nicht alles davon kam so an, wie es veröffentlicht ist. Sie lernen mit der bisherigen weiter; beim nächsten Besuch versucht der Browser es wieder.`;

/** What arrived is not what was published. */
class Changed extends Error {}

/**
 * Fetch `file` and keep it if its content has the checksum `sum`.
 * @param {Cache} cache
 * @param {[string, string]} named
 */
async function keep(cache, [file, sum]) {
  const answer = await fetch(file, { cache: "reload" });
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await answer.clone().arrayBuffer()));
  const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!hex.startsWith(sum)) throw new Changed(file);
  await cache.put(file, answer);
}

async function keepAll() {
  const cache = await caches.open(CURRENT);
  const [start, ...rest] = FILES;
  try {
    await keep(cache, start); // where pages are rewritten, this one tells, and the others are not fetched at every visit
    await Promise.all(rest.map((file) => keep(cache, file)));
  } catch (error) {
    await caches.delete(CURRENT);
    if (error instanceof Changed && worker.registration.active) await tell(CHANGED);
    throw error;
  }
}

/**
 * Show `text` on the open pages of this copy of the course; another may lie in a folder below.
 * @param {string} text
 */
async function tell(text) {
  const own = new Set(FILES.map(([file]) => new URL(file, worker.registration.scope).href));
  for (const page of await worker.clients.matchAll({ includeUncontrolled: true })) {
    if (own.has(page.url.split(/[?#]/)[0])) page.postMessage(text);
  }
}

async function isKept() {
  return (await caches.has(CURRENT)) && (await (await caches.open(CURRENT)).keys()).length === FILES.length;
}

worker.addEventListener("install", (event) => event.waitUntil(keepAll()));

// Who deletes and saves again while pages are open gets this worker back, installed already, but without its files.
worker.addEventListener("message", (event) => {
  const [answer] = event.ports;
  const kept = isKept().then((has) => (has ? undefined : keepAll()));
  event.waitUntil(
    kept.then(
      () => answer.postMessage(true),
      () => answer.postMessage(false),
    ),
  );
});

worker.addEventListener("activate", (event) => {
  // The scope of a copy in a folder below begins like ours; a version has no slash.
  const isOld = (/** @type {string} */ name) => name.startsWith(OWN) && !name.slice(OWN.length).includes("/") && name !== CURRENT;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
      .then(() => worker.clients.claim()), // pages that were open before go on without a network too
  );
});

/**
 * open() would make an empty cache anew for a page that outlives "Offline-Daten löschen".
 * @param {Request | URL} request
 */
const keptFor = (request) => caches.match(request, { cacheName: CURRENT, ignoreSearch: true });

/** @param {Request} request */
async function answer(request) {
  const kept = await keptFor(request);
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    if (request.mode !== "navigate" || !(await caches.has(CURRENT))) throw error;
    const folder = new URL(request.url);
    folder.pathname += "/"; // servers complete an address like this
    return (await keptFor(folder)) ? Response.redirect(folder) : missingPage();
  }
}

/** The page for wrong addresses; MISSING is its HTML, cut where the course's own path belongs. */
function missingPage() {
  const html = MISSING.join(`="${new URL(worker.registration.scope).pathname}`);
  return new Response(html, { status: 404, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(worker.registration.scope)) return;
  event.respondWith(answer(request));
});

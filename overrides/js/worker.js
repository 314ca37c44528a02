// The service worker: keeps one whole, consistent edition of the course. It exists only where a learner
// asked for it. VERSION, FILES and MISSING are written in front of this file by the build (src/kurs/site/offline.py).
//
// A new edition is fetched completely beside the old one and takes over when no page of the old one is
// open any more; an open quiz never sees files of two editions.

const PREFIX = "kurs-offline:";
const CURRENT = PREFIX + self.registration.scope + VERSION;

async function keepAll() {
  const cache = await caches.open(CURRENT);
  try {
    await cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" })));
  } catch (error) {
    await caches.delete(CURRENT);
    throw error;
  }
}

self.addEventListener("install", (event) => event.waitUntil(keepAll()));

// Who deletes and saves again while pages are open gets this worker back, installed already, but without its files.
self.addEventListener("message", (event) => {
  const [answer] = event.ports;
  const kept = caches.has(CURRENT).then((has) => has || keepAll());
  event.waitUntil(
    kept.then(
      () => answer.postMessage(true),
      () => answer.postMessage(false),
    ),
  );
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith(PREFIX + self.registration.scope) && name !== CURRENT;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()), // pages that were open before go on without a network too
  );
});

// open() would make an empty cache anew for a page that outlives "Offline-Daten löschen".
const keptFor = (request) => caches.match(request, { cacheName: CURRENT, ignoreSearch: true });

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
  const html = MISSING.join(`="${new URL(self.registration.scope).pathname}`);
  return new Response(html, { status: 404, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  event.respondWith(answer(request));
});

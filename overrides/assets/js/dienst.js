// The service worker: keeps one whole, consistent edition of the course. It exists only where a learner
// asked for it. VERSION and FILES are written in front of this file by the build (src/kurs/offline.py).
//
// A new edition is fetched completely beside the old one and takes over when no page of the old one is
// open any more; an open quiz never sees files of two editions.

const PREFIX = "kurs-offline:";
const CURRENT = PREFIX + self.registration.scope + VERSION;

self.addEventListener("install", (event) => {
  const requests = FILES.map((file) => new Request(file, { cache: "reload" }));
  event.waitUntil(
    caches.open(CURRENT).then((cache) =>
      cache.addAll(requests).catch(async (error) => {
        await caches.delete(CURRENT);
        throw error;
      }),
    ),
  );
});

self.addEventListener("activate", (event) => {
  const isOld = (name) => name.startsWith(PREFIX + self.registration.scope) && name !== CURRENT;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(isOld).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(self.registration.scope)) return;
  event.respondWith(
    caches
      .open(CURRENT)
      .then((cache) => cache.match(request, { ignoreSearch: true }))
      .then((kept) => kept ?? fetch(request)),
  );
});

// The page where a learner keeps the course on the device, and takes it away again.

import { find } from "../formats/dom.js";
import { showNotesForIos } from "../page/ios.js";
import { t } from "../formats/gettext.js";

const root = find(document, "[data-offline]");
const state = find(root, "[role=status]");
const save = find(root, "[data-store]", HTMLButtonElement);
const drop = find(root, "[data-delete]", HTMLButtonElement);
const worker = new URL(root.dataset.offline ?? "", document.baseURI);
const scope = new URL("./", worker).href;
const FORBIDDEN =
  t`Der Browser erlaubt dem Kurs nicht, etwas zu speichern. Lassen Sie in seinen Einstellungen für diese Adresse Cookies und Websitedaten zu, und laden Sie die Seite neu.`;
const INSECURE =
  t`Diese Adresse beginnt mit http. Speichern lässt der Browser den Kurs nur über eine gesicherte Verbindung: Öffnen Sie ihn über eine Adresse mit https.`;

/**
 * @param {string} text
 * @param {boolean} busy
 */
function say(text, busy = false) {
  state.textContent = text;
  save.disabled = drop.disabled = busy;
}

/** Ours; another copy of the course may lie in a folder above, and its worker answers for pages here too. */
async function registration() {
  const found = await navigator.serviceWorker.getRegistration(scope);
  return found?.scope === scope ? found : undefined;
}

async function show() {
  const kept = (await registration())?.active;
  save.hidden = Boolean(kept);
  drop.hidden = !kept;
  say(kept ? t`Der Kurs ist auf diesem Gerät gespeichert und geht auch ohne Netz.` : t`Auf diesem Gerät ist nichts für unterwegs gespeichert.`);
}

/**
 * Resolves when `installing` is in use, rejects when it could not fetch everything.
 * @param {ServiceWorker} installing
 * @returns {Promise<void>}
 */
function finished(installing) {
  return new Promise((resolve, reject) => {
    const look = () => {
      if (installing.state === "activated") resolve();
      if (installing.state === "redundant") reject(new Error("redundant"));
    };
    installing.addEventListener("statechange", look);
    look();
  });
}

/**
 * Resolves when `active` has every file, rejects when it cannot get them.
 * @param {ServiceWorker} active
 * @returns {Promise<void>}
 */
function complete(active) {
  return new Promise((resolve, reject) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => (data ? resolve() : reject(new Error("incomplete")));
    active.postMessage("", [port2]);
  });
}

save.addEventListener("click", async () => {
  say(t`Der Kurs wird gespeichert …`, true);
  try {
    const made = await navigator.serviceWorker.register(worker.href);
    const own = made.installing ?? made.waiting ?? made.active;
    if (!own) throw new Error("redundant");
    await finished(own);
    await complete(own);
    await show();
    drop.focus();
  } catch {
    await (await registration())?.unregister();
    await show();
    say(t`Das Speichern hat nicht geklappt: Das Netz ist weg, der Platz reicht nicht, oder eine Datei kam nicht so an, wie sie veröffentlicht ist. Versuchen Sie es später noch einmal.`);
  }
});

drop.addEventListener("click", async () => {
  say(t`Die Offline-Daten werden gelöscht …`, true);
  await (await registration())?.unregister();
  const own = `kurs-offline:${scope}`;
  const isOwn = (/** @type {string} */ name) => name.startsWith(own) && !name.slice(own.length).includes("/"); // as in dienst.js
  for (const name of (await caches.keys()).filter(isOwn)) await caches.delete(name);
  await show();
  say(t`Die Offline-Daten sind gelöscht. Ihr Lernstand ist davon nicht betroffen.`);
  save.focus();
});

showNotesForIos();
if (!isSecureContext) say(INSECURE);
else if ("serviceWorker" in navigator && "caches" in self) show().catch(() => say(FORBIDDEN));
else say(t`Dieser Browser kann den Kurs nicht für unterwegs speichern.`);

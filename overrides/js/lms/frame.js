// The frame around the pages of a package: one connection to the platform for the whole visit, and the progress
// document while no page may keep it. Pages come and go inside it (page.js speaks for them).

import { UNKNOWN, statusOf } from "./status.js";
import { packProgress, progressOf, unpack } from "./packing.js";
import { t } from "../formats/gettext.js";

const ALONE = t`Keine Verbindung zur Lernplattform: Ihr Ergebnis wird dort nicht eingetragen. Lesen und üben können Sie trotzdem.`;
const OVER =
  t`Diese Sitzung ist beendet, weil die Seite neu geladen oder verlassen wurde. Was die Lernplattform bis dahin bekommen hat, bleibt gespeichert. ` +
  t`Schließen Sie dieses Fenster und starten Sie den Kurs in der Lernplattform neu.`;
const FLEETING = t` Ihre Antworten gelten, solange dieses Fenster offen ist.`;
const BUSY = t`Die Lernplattform nimmt Ihr Ergebnis gerade nicht an. Der Kurs versucht es weiter; lassen Sie das Fenster so lange offen.`;
const AHEAD = t`Ihr Lernstand auf der Lernplattform stammt von einer neueren Fassung des Kurses und bleibt dort unverändert.`;
const UNREADABLE = t`Ihr Lernstand auf der Lernplattform war nicht lesbar. Sie beginnen hier neu.`;
const PATIENCE = 8000; // ms for a platform that answers over the network; then the course starts without it
const QUIET = 400; // ms without a change before the platform hears of it
const RANK = ["unknown", "failed", "passed"];

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms, null));

/** Of two statuses the one that is further; of two equal ones the better score. */
function further(a, b) {
  const rank = ({ completed, success, score }) => 1000 * RANK.indexOf(success) + 200 * Number(completed) + (score ?? -1);
  return rank(a) >= rank(b) ? a : b;
}

function mayStore() {
  try {
    return Boolean(localStorage);
  } catch {
    return false;
  }
}

/** Open the package in this window over `connection` (see progress/reporter.js), which also says its `limit` in characters. */
export async function startFrame(connection) {
  const pack = JSON.parse(document.getElementById("paket").textContent);
  const box = document.querySelector("[role=status]");
  const frame = document.createElement("iframe");
  const since = Date.now();

  function say(kind, text) {
    const line = box.querySelector(`[data-${kind}]`);
    line.textContent = text;
    line.hidden = !text;
  }

  let visit = null;
  try {
    visit = await Promise.race([connection.open(), later(PATIENCE)]);
  } catch {
    // No platform that we could speak to.
  }
  if (visit?.isOver) {
    say("platform", OVER); // and no course: what is answered now would be lost
    return;
  }
  const unpacked = unpack(visit?.packed);
  const last = unpacked ?? unpack("");
  const isAhead = last.version > 1;
  if (!visit) say("platform", ALONE + (mayStore() ? "" : FLEETING));
  else if (isAhead) say("past", AHEAD);
  else if (!unpacked) say("past", UNREADABLE);

  /** `text` if it is an address in this package, else "". */
  function placeIn(text) {
    const [page, anchor = ""] = String(text).split("#");
    if (!pack.pages.includes(page)) return "";
    return /^[\w-]{1,100}$/.test(anchor) ? `${page}#${anchor}` : page;
  }

  let progress = progressOf(last, pack);
  let place = placeIn(location.hash.slice(1)) || placeIn(visit?.place ?? "") || pack.start;
  let status = visit ? further(visit.before, last.before) : UNKNOWN;
  let told = ""; // the last report that the platform has
  let failures = 0;
  let timer;
  let isBusy = false;
  let isOver = !visit;

  function report() {
    status = statusOf(progress, pack, status);
    const packed = packProgress(progress, pack, status, last);
    const fits = !isAhead && packed.length <= connection.limit;
    return { ...status, place, packed: fits ? packed : undefined, seconds: Math.floor((Date.now() - since) / 1000) };
  }

  const keyOf = (news) => JSON.stringify({ ...news, seconds: 0 });

  function sendIn(ms) {
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(send, ms);
  }

  async function send() {
    const news = report();
    if (isBusy || isOver || keyOf(news) === told) return;
    isBusy = true;
    let isTaken = false;
    try {
      isTaken = await connection.report(news);
    } catch {
      // The platform is in trouble; it is asked again.
    }
    isBusy = false;
    if (isTaken) told = keyOf(news);
    failures = isTaken ? 0 : failures + 1;
    say("platform", failures > 1 ? BUSY : "");
    if (keyOf(report()) !== told) sendIn(failures ? Math.min(60_000, 1000 * 2 ** failures) : QUIET);
  }

  /** What a page says: {kind: "page", title, place}, {kind: "place", place} or {kind: "progress", text}. */
  function receive({ kind, title, place: address, text }) {
    if (kind === "page") {
      document.title = title;
      // Neither a file nor a sandboxed frame has an origin to name; the text goes to our own frame.
      frame.contentWindow?.postMessage({ kind: "progress", text: JSON.stringify(progress) }, "*");
    }
    if (kind === "progress") {
      const given = JSON.parse(text);
      if (given.format === progress.format && given.course === pack.course) progress = given;
    } else place = placeIn(address) || place;
    if (!failures) sendIn(QUIET);
  }

  globalThis.kursRahmen = { receive, isAlone: !visit, progress: () => JSON.stringify(progress) };
  addEventListener("message", ({ source, data }) => {
    if (source === frame.contentWindow && typeof data?.kind === "string") receive(data);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send();
  });
  /** The page inside hands over what it was about to keep; its own pagehide comes after ours, which is too late. */
  function hurryPage() {
    try {
      frame.contentWindow.dispatchEvent(new Event("pagehide"));
    } catch {
      // A file or a sandbox: we may not touch it.
    }
  }

  addEventListener("pagehide", () => {
    hurryPage();
    clearTimeout(timer);
    if (isOver) return;
    isOver = true;
    try {
      connection.terminate(report());
    } catch {
      // The window is closing: there is nobody left to tell.
    }
  });
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload()); // its session is over

  const [page, anchor] = place.split("#");
  frame.title = pack.title;
  frame.src = `kurs/${page}index.html` + (anchor ? `#${anchor}` : "");
  frame.addEventListener("load", () => document.activeElement === document.body && frame.focus());
  document.querySelector("[data-seite]").replaceChildren(frame);
  sendIn(QUIET);
}

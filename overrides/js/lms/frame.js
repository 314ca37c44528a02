// The frame around the pages of a package: one connection to the platform for the whole visit, and the progress
// document while no page may keep it. Pages come and go inside it (page.js speaks for them).

import { UNKNOWN, statusOf } from "./status.js";
import { NOTHING, packProgress, progressOf, unpack } from "./packing.js";
import { find } from "../formats/dom.js";
import { t } from "../formats/gettext.js";

/** @import { Progress } from "../progress/document.js" */
/** @import { Pack } from "./packing.js" */
/** @import { Status } from "./status.js" */

/**
 * @typedef {{ place: string, packed: string, before: Status }} Visit what the last one left: address and anchor in the
 *   package ("das-schild/#belege"), progress as packing.js packs it, and how far it had come
 * @typedef {Status & { place: string, packed: string | undefined, seconds: number }} Report `packed` is undefined where the
 *   platform keeps what it has; `seconds` since open(). Single answers and texts are no part of it.
 * @typedef {Visit | "over" | null} Opened "over": the platform has ended this session; null: there is none here
 */

/**
 * @typedef {object} Connection to a learning platform, which keeps one for the whole visit
 * @property {number} limit characters of `packed` that it takes
 * @property {() => Opened | Promise<Opened>} open
 * @property {(report: Report) => boolean | Promise<boolean>} report true once the platform has all of it; false: try again
 * @property {(report: Report) => void} terminate last words while the window closes; nothing can be awaited any more
 */

/**
 * @typedef {{ kind: "page", title: string, place: string } | { kind: "place", place: string } | { kind: "progress", text: string }} Message
 *   what a page says
 * @typedef {object} Frame what the frame offers to the page in it
 * @property {(message: Message) => void} receive
 * @property {boolean} isAlone whether there is no platform
 * @property {() => string} progress the document as JSON
 */

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

/** @param {number} ms @returns {Promise<null>} */
const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms, null));

/**
 * Of two statuses the one that is further; of two equal ones the better score.
 * @param {Status} a
 * @param {Status} b
 */
function further(a, b) {
  /** @param {Status} status */
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

/**
 * Open the package in this window over `connection`.
 * @param {Connection} connection
 */
export async function startFrame(connection) {
  /** @type {Pack} */
  const pack = JSON.parse(find(document, "#paket").textContent ?? "");
  const box = find(document, "[role=status]");
  const frame = document.createElement("iframe");
  const since = Date.now();

  /**
   * @param {"platform" | "past"} kind
   * @param {string} text
   */
  function say(kind, text) {
    const line = find(box, `[data-${kind}]`);
    line.textContent = text;
    line.hidden = !text;
  }

  /** @type {Opened} */
  let visit = null;
  try {
    visit = await Promise.race([connection.open(), later(PATIENCE)]);
  } catch {
    // No platform that we could speak to.
  }
  if (visit === "over") {
    say("platform", OVER); // and no course: what is answered now would be lost
    return;
  }
  const unpacked = unpack(visit?.packed);
  const last = unpacked ?? NOTHING;
  const isAhead = last.version > 1;
  if (!visit) say("platform", ALONE + (mayStore() ? "" : FLEETING));
  else if (isAhead) say("past", AHEAD);
  else if (!unpacked) say("past", UNREADABLE);

  /**
   * `text` if it is an address in this package, else "".
   * @param {unknown} text
   */
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
  let timer = 0;
  let isBusy = false;
  let isOver = !visit;

  /** @returns {Report} */
  function report() {
    status = statusOf(progress, pack, status);
    const packed = packProgress(progress, pack, status, last);
    const fits = !isAhead && packed.length <= connection.limit;
    return { ...status, place, packed: fits ? packed : undefined, seconds: Math.floor((Date.now() - since) / 1000) };
  }

  /** @param {Report} news */
  const keyOf = (news) => JSON.stringify({ ...news, seconds: 0 });

  /** @param {number} ms */
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

  /** @param {Message} message */
  function receive(message) {
    if (message.kind === "page") {
      document.title = message.title;
      // Neither a file nor a sandboxed frame has an origin to name; the text goes to our own frame.
      frame.contentWindow?.postMessage({ kind: "progress", text: JSON.stringify(progress) }, "*");
    }
    if (message.kind === "progress") {
      /** @type {Progress} */
      const given = JSON.parse(message.text);
      if (given.format === progress.format && given.course === pack.course) progress = given;
    } else place = placeIn(message.place) || place;
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
      frame.contentWindow?.dispatchEvent(new Event("pagehide"));
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
  find(document, "[data-page]").replaceChildren(frame);
  sendIn(QUIET);
}

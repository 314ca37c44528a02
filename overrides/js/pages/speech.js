// Reading aloud: a button a section, the sentence that is spoken is marked. Loaded by page/voices.js where the device has
// a voice. Each sentence is an utterance of its own: some browsers fall silent in long ones, and some cannot pause.

import { all } from "../formats/dom.js";
import { t } from "../formats/gettext.js";
import { element, makeButton } from "../page/elements.js";
import { sentencesOf } from "../page/sentences.js";
import { ownVoice } from "../page/voices.js";

/** @import { Sentence } from "../page/sentences.js" */

const SPEEDS = [0.75, 1, 1.25, 1.5];
const { speechSynthesis } = globalThis;
const highlights = globalThis.CSS?.highlights;

/** @type {{ sentences: Sentence[], at: number, isPaused: boolean, button?: HTMLButtonElement, utterance?: SpeechSynthesisUtterance }} */
const state = { sentences: [], at: 0, isPaused: false };

const player = element("section", "", "player");
player.setAttribute("aria-label", t`Vorlesen`);
player.hidden = true;
const pause = makeButton("", () => (state.isPaused ? goOn() : halt()));
const label = element("label", t`Tempo`);
const speed = element("select");
for (const value of SPEEDS) speed.add(new Option(`${String(value).replace(".", `,`)}×`, String(value), value === 1, value === 1));
speed.addEventListener("change", () => !state.isPaused && speak());
label.append(" ", speed);
player.append(pause, makeButton(t`Beenden`, end), label);
document.body.append(player);

/** @param {HTMLButtonElement} button @param {Sentence[]} sentences */
function begin(button, sentences) {
  Object.assign(state, { sentences, at: 0, button });
  player.hidden = false;
  document.body.classList.add("reads");
  goOn();
}

function goOn() {
  state.isPaused = false;
  pause.textContent = t`Anhalten`;
  speak();
}

function halt() {
  state.isPaused = true;
  pause.textContent = t`Weiterlesen`;
  silence();
}

function end() {
  silence();
  highlights?.delete("spoken");
  const isHere = player.contains(document.activeElement);
  player.hidden = true;
  document.body.classList.remove("reads");
  if (isHere) state.button?.focus();
}

function silence() {
  state.utterance = undefined; // what ends now is none of ours
  speechSynthesis.cancel();
}

function speak() {
  silence();
  const sentence = state.sentences[state.at];
  if (!sentence) return end();
  const utterance = new SpeechSynthesisUtterance(sentence.text);
  const voice = ownVoice();
  if (voice) utterance.voice = voice;
  utterance.lang = document.documentElement.lang;
  utterance.rate = Number(speed.value);
  utterance.onend = () => {
    if (utterance !== state.utterance) return;
    state.at += 1;
    speak();
  };
  utterance.onerror = () => utterance === state.utterance && halt();
  state.utterance = utterance;
  speechSynthesis.speak(utterance);
  show(sentence.range);
}

/** @param {Range} range */
function show(range) {
  if (highlights) highlights.set("spoken", new Highlight(range));
  const { top, bottom } = range.getBoundingClientRect();
  if (top < 60 || bottom > innerHeight - player.offsetHeight) scrollBy({ top: top - innerHeight / 3 });
}

const [main] = all(document, "main");
const [heading] = all(document, "main > h1");
for (const start of [heading, ...all(document, "main > h2")]) {
  if (!start || start.id === "quellen") continue;
  /** @type {Element[]} */
  const parts = [];
  for (let next = start.nextElementSibling; next && next.tagName !== "H2"; next = next.nextElementSibling) parts.push(next);
  if (!sentencesOf(parts).length) continue;
  const button = makeButton(t`Vorlesen`, () => begin(button, sentencesOf([start, ...parts])));
  button.className = "speak";
  button.setAttribute("aria-label", t`Vorlesen: ${start.textContent ?? ""}`);
  if (start === heading) main.prepend(button);
  else start.before(button);
}
addEventListener("pagehide", silence);

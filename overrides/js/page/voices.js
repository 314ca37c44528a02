// Voices that are on the device itself: reading aloud with another would send the text to somebody.

import { loadScript } from "./load.js";

/** The device's voice for the page's language; undefined where there is none. */
export function ownVoice() {
  const language = document.documentElement.lang;
  const voices = globalThis.speechSynthesis?.getVoices().filter(({ lang, localService }) => localService && lang.split(/[-_]/)[0] === language);
  return voices?.find((voice) => voice.default) ?? voices?.[0];
}

/** Load what reads aloud as soon as there is a voice for it. */
export function startVoices() {
  const { speech } = document.body.dataset;
  const { speechSynthesis } = globalThis;
  if (!speech || !speechSynthesis) return;
  let isAsked = false;
  const look = () => {
    if (isAsked || !ownVoice()) return;
    isAsked = true;
    loadScript("speech");
  };
  speechSynthesis.addEventListener?.("voiceschanged", look); // many browsers find their voices late
  look();
}

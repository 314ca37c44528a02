// Copying, and saying what became of it.

import { t } from "../formats/gettext.js";

/**
 * Copy what stands in `field`; `say` tells the result, and where the browser forbids it, the way by hand. A field that
 * waits hidden for that is shown.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {(text: string) => void} say
 * @param {string} done
 * @returns {Promise<boolean>} whether it is copied
 */
export async function copyField(field, say, done) {
  try {
    await navigator.clipboard.writeText(field.value);
    say(done);
    return true;
  } catch {
    field.closest("[hidden]")?.removeAttribute("hidden");
    field.focus();
    field.select();
    say(t`Der Text ist markiert. Kopieren Sie ihn mit Strg+C, am Mac mit Cmd+C, oder über das Menü Ihres Geräts.`);
    return false;
  }
}

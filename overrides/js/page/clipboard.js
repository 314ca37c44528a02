// Copying, and saying what became of it.

import { t } from "../formats/gettext.js";

const BY_HAND = t`Der Text ist markiert. Kopieren Sie ihn mit Strg+C, am Mac mit Cmd+C, oder über das Menü Ihres Geräts.`;

/**
 * Copy `html` so that programs which know HTML get it and others `plain`; where the browser forbids that, `source`, which
 * shows the same, is marked to be copied by hand. `say` tells which.
 * @param {{ html: string, plain: string, source: HTMLElement }} what
 * @param {(text: string) => void} say
 * @param {string} done
 */
export async function copyHtml({ html, plain, source }, say, done) {
  try {
    const kinds = { "text/html": html, "text/plain": plain };
    const blobs = Object.entries(kinds).map(([kind, text]) => [kind, new Blob([text], { type: kind })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
    say(done);
  } catch {
    getSelection()?.selectAllChildren(source);
    say(BY_HAND);
  }
}

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
    say(BY_HAND);
    return false;
  }
}

// Copying, and saying what became of it.

/** Copy what stands in `field`; `say(text)` tells the result, and where the browser forbids it, the way by hand. */
export async function copyField(field, say, done) {
  try {
    await navigator.clipboard.writeText(field.value);
    say(done);
  } catch {
    field.focus();
    field.select();
    say(t`Der Text ist markiert. Kopieren Sie ihn mit Strg+C, am Mac mit Cmd+C, oder über das Menü Ihres Geräts.`);
  }
}

import { t } from "../formats/gettext.js";

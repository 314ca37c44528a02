import { choice } from "../../js/questions/choices.js";
import { t } from "../../js/formats/gettext.js";

export const single = choice(t`Wählen Sie zuerst eine Antwort.`, () => "");
export const multiple = choice(t`Wählen Sie mindestens eine Antwort.`, (found, total, extra) =>
  extra ? "" : t`So weit stimmt es. Es fehlt noch mindestens eine richtige Antwort.`,
);

import { choice } from "../../js/questions/choices.js";
import { t } from "../../js/formats/gettext.js";
import { plural } from "../../js/formats/language.js";

export const mark = choice(t`Markieren Sie mindestens eine Stelle.`, (found, total, extra) => {
  const right = t`${found} von ${total} Stellen gefunden.`;
  return extra ? `${right} ${plural(extra, t`Eine Markierung ist zu viel.`, t`${extra} Markierungen sind zu viel.`)}` : right;
});

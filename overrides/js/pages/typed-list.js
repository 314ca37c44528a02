// What was typed, in words: for the list of what this device keeps.

import { t } from "../formats/gettext.js";
import { quoted } from "../formats/text.js";

/** @import { Plan } from "../progress/plan.js" */

/** @type {Record<string, string>} */
const TOOLS = {
  plan: t`Ihr 30-Tage-Plan`,
  "touchpoint-karte": t`Ihre Touchpoint-Karte`,
  "vergraulungs-check": t`Ihre Kreuze im Vergraulungs-Check`,
  "klima-schnelltest": t`Ihre Kreuze im Klima-Schnelltest`,
  treppenbild: t`Ihre Kreuze im Treppenbild`,
  "kundenwert-rechner": t`Ihre Zahlen im Kundenwert-Rechner`,
  zuweisen: t`Ihre Angaben auf der Seite „Eine Aufgabe zuweisen“`,
  einarbeitungsplan: t`Ihre Angaben zum Einarbeitungsplan`,
  pruefung: t`Angefangene Antworten im Abschluss-Check`,
  selbsteinschaetzung: t`Ihre Schätzung, wie eine Umfrage ausging`,
};
/** @type {Record<string, string>} */
const KINDS = {
  quiz: t`Angefangene Antworten, noch nicht geprüft`,
  schreiben: t`Ihre Antwort auf eine Schreibaufgabe`,
  montag: t`Ihr Vorhaben für Montag`,
  gespraech: t`Wo Sie in einem Gespräch sind`,
  wiederholen: t`Eine angefangene Runde unter „Heute wiederholen“`,
  pruefung: t`Angefangene Antworten in einem Check`,
};

/**
 * What is kept under `name`.
 * @param {string} name
 * @param {Plan | undefined} plan
 */
export function wordsOf(name, plan) {
  if (Object.keys(TOOLS).includes(name)) return TOOLS[name];
  const [kind, of] = name.split(/:(.*)/s);
  if (!Object.keys(KINDS).includes(kind)) return t`Was Sie eingetragen haben: ${name}`;
  const lesson = plan?.lessons.get(of) ?? [...(plan?.lessons.values() ?? [])].find(({ questions }) => questions.some(({ id }) => id === of));
  if (lesson && kind === "pruefung") return t`Angefangene Antworten im Check ${quoted(lesson.title)}`;
  return lesson ? t`${KINDS[kind]}, in der Lektion ${quoted(lesson.title)}` : KINDS[kind];
}

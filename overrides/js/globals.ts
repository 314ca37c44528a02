// What scripts hand to each other through the window, for the type checker alone: no page loads this.

import type { Reporter } from "./progress/reporter.js";
import type { Keeper, Part } from "./pages/typed.js";
import type { OwnType, QuestionType } from "./questions/shared.js";
import type { Store } from "./progress/store.js";
import type { Frame } from "./lms/frame.js";
import type { Scorm12 } from "./lms/scorm12.js";
import type { Scorm2004 } from "./lms/scorm2004.js";

declare global {
  /** Put there before the page's own script, where something besides the device is told. */
  var kursMelder: Reporter | undefined;
  /** Put there by questions/tasks.js: question types that come when somebody is near. */
  var kursTypes: Record<string, QuestionType | OwnType> | undefined;
  /** What the script of the way (pages/way.js) offers to the page that loaded it. */
  var kursWay: ((store: Store) => void) | undefined;
  /** Keeps what is typed: pages/typed.js, for the page that loaded it. */
  var kursKeeper: Keeper | undefined;
  /** What scripts of a lesson besides kurs.js want to have kept. */
  var kursParts: Part[] | undefined;
  /** The library that packages for cmi5 load first. */
  var Cmi5: typeof import("@xapi/cmi5").default;
  /** The frame around a package's page, for the page in it. */
  var kursRahmen: Frame | undefined;

  interface Window {
    kursRahmen?: Frame;
    API?: Scorm12;
    API_1484_11?: Scorm2004;
  }
}

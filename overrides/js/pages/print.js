// A page that is there to be printed.

import { all } from "../formats/dom.js";

for (const button of all(document, "[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

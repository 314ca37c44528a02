// What page/extras.js loads.

import { startColours } from "../page/colours.js";
import { element } from "../page/elements.js";
import { all } from "../formats/dom.js";
import { startGlossary } from "../page/glossary.js";
import { startMenu } from "../page/menu.js";
import { loadFor, whenNear } from "../page/near.js";
import { showNotice } from "../page/notice.js";
import { startSections } from "../page/sections.js";
import { startTables } from "../page/tables.js";
import { startVoices } from "../page/voices.js";

const style = element("link");
style.rel = "stylesheet";
style.href = document.body.dataset.extrasStyle ?? "";
const isStyled = new Promise((done) => (style.onload = style.onerror = done));
document.head.append(style);

// Where a long word may break is for the screen: who copies it gets the word.
document.addEventListener("copy", (event) => {
  const text = getSelection()?.toString() ?? "";
  if (!text.includes("\u00ad") || event.defaultPrevented) return;
  event.clipboardData?.setData("text/plain", text.replaceAll("\u00ad", ""));
  event.preventDefault();
});
startColours(showNotice);
startMenu();
startGlossary(isStyled);
startTables();
// What they add would move the page while it has no style.
isStyled.then(() => {
  startSections();
  startVoices();
  for (const monday of all(document, ".monday")) whenNear([monday], () => loadFor(monday, "monday"));
});

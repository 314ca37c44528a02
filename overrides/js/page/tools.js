// The tools of a lesson: each has a script of its own, which comes when somebody is near or has typed something before.

import { all } from "../formats/dom.js";
import { loadFor, whenNear } from "./near.js";

const isKept = "kept" in document.documentElement.dataset;

export function startTools() {
  for (const tool of all(document, "[data-tool]").filter(({ dataset }) => document.body.hasAttribute(`data-${dataset.tool}`))) {
    /** Nobody fills in what does not work yet; who is in it already by keyboard stays. */
    const load = () => {
      tool.inert = !tool.contains(document.activeElement);
      loadFor(tool, tool.dataset.tool ?? "", () => {
        delete tool.dataset.waits;
        globalThis.kursKeeper?.keepTool(tool);
        tool.inert = isKept && !globalThis.kursKeeper; // page/typed.js ends this
      });
    };
    tool.dataset.waits = "";
    tool.addEventListener("submit", (event) => "waits" in tool.dataset && event.preventDefault());
    if (isKept) load();
    else whenNear([tool], load);
  }
}

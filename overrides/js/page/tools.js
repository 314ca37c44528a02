// The tools of a lesson: each has a script of its own, which comes when somebody is near or has typed something before.

import { all } from "../formats/dom.js";
import { loadFor, whenNear } from "./near.js";

const isKept = "kept" in document.documentElement.dataset;

export function startTools() {
  for (const tool of all(document, "[data-tool]").filter(({ dataset }) => document.body.hasAttribute(`data-${dataset.tool}`))) {
    /** @type {HTMLButtonElement | null} pressed before it worked */
    let early = null;
    const load = () => {
      tool.inert = isKept; // what is typed before all is back would be lost; page/typed.js ends this
      loadFor(tool, tool.dataset.tool ?? "", () => {
        delete tool.dataset.waits;
        globalThis.kursKeeper?.keepTool(tool);
        tool.inert = isKept && !globalThis.kursKeeper;
        early?.click();
      });
    };
    tool.dataset.waits = "";
    tool.addEventListener("click", (event) => {
      const button = event.target instanceof Element && event.target.closest("button");
      if (!button || !("waits" in tool.dataset)) return;
      event.preventDefault();
      early = button;
    });
    tool.addEventListener("submit", (event) => "waits" in tool.dataset && event.preventDefault());
    for (const button of tool.querySelectorAll("button")) button.disabled = false; // without scripts it would load the page anew
    if (isKept) load();
    else whenNear([tool], load);
  }
}

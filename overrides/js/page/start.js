// Runs before the first paint: says that scripts work, whose page it is (progress/person.js) and whether there is progress, and
// applies the reader's choice of colours.
const root = document.documentElement;
root.classList.add("js");
try {
  const choice = localStorage.getItem("kurs:farben");
  if (choice === "hell" || choice === "dunkel") root.dataset.colours = choice;
  let prefix = `kurs:${root.dataset.course}:`;
  const person = sessionStorage.getItem(prefix + "person") ?? localStorage.getItem(prefix + "person") ?? "";
  if (/^\w{1,20}$/.test(person)) {
    root.dataset.person = person;
    prefix += `person:${person}:`;
  }
  if (prefix + "getippt" in localStorage) root.dataset.kept = "";
  if (prefix + "lernstand" in localStorage) root.classList.add("begun", "waiting");
} catch {
  // Storage is forbidden: the system's colours apply.
}
// A script that cannot load, fails before all are ready or does not come gives the page back: what works without scripts
// is there again. Errors of browser extensions are not ours.
const script = document.currentScript;
const own = script instanceof HTMLScriptElement ? new URL(".", script.src).href : "";
let hope = true;
const giveBack = () => root.classList.remove("js");
const patience = setTimeout(giveBack, 10_000);
/** @param {Event} event */
function fail(event) {
  if (event instanceof ErrorEvent ? !event.filename.startsWith(own) : !(event.target instanceof HTMLScriptElement)) return;
  hope = false;
  giveBack();
}
addEventListener("error", fail, true);
addEventListener("DOMContentLoaded", () => {
  clearTimeout(patience);
  removeEventListener("error", fail, true);
  root.classList.toggle("js", hope);
});

// Runs before the first paint: says that scripts work and whether there is progress, and applies the reader's choice of colours.
const root = document.documentElement;
root.classList.add("js");
try {
  const choice = localStorage.getItem("kurs:farben");
  if (choice === "hell" || choice === "dunkel") root.dataset.farben = choice;
  if (`kurs:${root.dataset.kurs}:lernstand` in localStorage) root.classList.add("begonnen", "wartet");
} catch {
  // Storage is forbidden: the system's colours apply.
}
// If the main script cannot load, the page must stay usable without it.
addEventListener(
  "error",
  (event) => {
    if (event.target instanceof HTMLScriptElement) root.classList.remove("js");
  },
  true,
);

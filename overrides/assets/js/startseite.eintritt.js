// The start page: what every overview does, and the assignments that were accepted.

import { startAssignments } from "./aufgaben.js";
import { startPage } from "./seite.js";
import { loadList, startOverview } from "./uebersicht.js";

const store = startPage();
const elsewhere = document.querySelector("[data-kursliste]")?.dataset.kursliste;
startOverview(store);
// Without the list the page says less, and nothing wrong.
startAssignments(store, document.querySelector("[data-aufgaben]"), elsewhere && (() => loadList(elsewhere))).catch(() => {});

// The start page: what every overview does, and the assignments that were accepted.

import { startAssignments } from "../assignments/list.js";
import { all, find } from "../formats/dom.js";
import { startPage } from "../page/page.js";
import { loadList, startOverview } from "../progress/overview.js";

const root = document.documentElement;
const store = startPage();
const [elsewhere] = all(document, "[data-course-list]").map(({ dataset }) => dataset.courseList);
store.subscribe(({ clock }) => root.classList.toggle("begun", clock > 0));
// Without the list the page says less, and nothing wrong.
const assignments = startAssignments(store, find(document, "[data-assignments]"), elsewhere ? () => loadList(elsewhere) : undefined);
Promise.allSettled([startOverview(store), assignments]).then(() => root.classList.remove("waiting"));

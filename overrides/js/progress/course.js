// What every page says of the course it belongs to (main.html).

const { kurs = "", title = "", version = "" } = document.documentElement.dataset;

/** `id` is part of the names under which progress is kept. */
export const course = { id: kurs, title, version };

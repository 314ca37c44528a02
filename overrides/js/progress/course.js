// What every page says of the course it belongs to (main.html).

const SAID = document.documentElement.dataset;

/** `id` is part of the names under which progress is kept. */
export const COURSE = { id: SAID.course ?? "", title: SAID.title ?? "", version: SAID.version ?? "" };

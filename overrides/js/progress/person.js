// Whose progress this page keeps. Several people may use one device: the first has the plain names, everybody else's begin
// with `person:<id>:`.

const SAID = document.documentElement.dataset;

/** The person of this page: "" for the first. In a package there is just one, whom the learning platform knows. */
export const PERSON = "frame" in SAID ? "" : (SAID.person ?? "");

/**
 * Under which name the browser keeps something of this person.
 * @param {string} name
 */
export const keyOf = (name) => `kurs:${SAID.course ?? ""}:${PERSON && `person:${PERSON}:`}${name}`;

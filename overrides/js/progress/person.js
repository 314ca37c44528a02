// Whose progress this page keeps. Several people may use one device: the first has the plain names, everybody else's begin
// with `person:<id>:`.

const SAID = document.documentElement.dataset;

/** The person of this page, as start.js found out: "" for the first. In a package there is just one, whom the learning platform knows. */
export const PERSON = "frame" in SAID ? "" : (SAID.person ?? "");

/**
 * Under which name the browser keeps something of this person.
 * @param {string} name
 */
export const keyOf = (name) => `kurs:${SAID.course ?? ""}:${PERSON && `person:${PERSON}:`}${name}`;

/**
 * Whether that name is one of this person's.
 * @param {string} name
 */
export const isOwn = (name) => name.startsWith(keyOf("")) && (PERSON !== "" || !name.startsWith(keyOf("person")));

const PIN = `kurs:${SAID.course ?? ""}:person`;

/** An open tab keeps its person, whoever comes to the device meanwhile. */
export function pinPerson(id = PERSON) {
  if (!("frame" in SAID)) sessionStorage.setItem(PIN, id);
}

/** Whether this tab has gone on to another person since the page was opened. */
export const isElsewhere = () => (sessionStorage.getItem(PIN) ?? PERSON) !== PERSON;

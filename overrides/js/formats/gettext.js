// The words of the interface. German stands in the source; the bundler puts the site's language in its place
// (src/kurs/script_words.py), so that no script carries a catalogue and nothing of this file.

/** @param {TemplateStringsArray} parts @param {...unknown} values @returns {string} */
export const t = (parts, ...values) => parts.map((part, i) => part + (values[i] ?? "")).join("");

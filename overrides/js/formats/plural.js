// Words that go with a number. The bundler writes all forms that the site's language has, and its rule.

const formOf = (n) => Number(n !== 1);

/** Of `forms`, the one for `count`. */
export const plural = (count, ...forms) => forms[formOf(count)];

/** „3 Lektionen“, „1 Lektion“ */
export const counted = (count, ...forms) => `${count} ${plural(count, ...forms)}`;

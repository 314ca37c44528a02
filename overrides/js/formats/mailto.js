// Addresses that open a mail program with a letter in it. Pure.

/** Characters of an address that Windows hands to every mail program. */
export const MAX_MAILTO = 1900;

const inUrl = (/** @type {string} */ text) => encodeURIComponent(new TextDecoder().decode(new TextEncoder().encode(text))); // half signs would throw
const mail = (/** @type {string} */ address) => inUrl(address).replace("%40", "@");

/**
 * @param {{ to?: string, bcc?: string[], subject: string, body: string }} letter bcc: who may not see one another
 * @returns {string}
 */
export function mailto({ to = "", bcc = [], subject, body }) {
  const hidden = bcc.length ? `bcc=${bcc.map(mail).join(",")}&` : "";
  return `mailto:${mail(to)}?${hidden}subject=${inUrl(subject)}&body=${inUrl(body.replaceAll("\n", "\r\n"))}`;
}

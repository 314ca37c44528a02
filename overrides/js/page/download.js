// Files made in the browser; nothing is sent anywhere.

/**
 * Hand `text` to the browser's download as `name`.
 * @param {string} name
 * @param {string} type
 * @param {string} text
 */
export const saveFile = (name, type, text) => saveBlob(name, new Blob([text], { type: `${type};charset=utf-8` }));

/**
 * @param {string} name
 * @param {Blob} blob
 */
export function saveBlob(name, blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers read it only after they asked where to put it
}

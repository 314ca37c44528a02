/**
 * Load a script that not every visit needs; `done` hears when it has run, or will not come.
 * @param {string} src
 * @param {() => void} [done]
 */
export function loadScript(src, done = () => {}) {
  const script = document.createElement("script");
  script.src = src;
  script.onload = script.onerror = done;
  document.head.append(script);
}

// Scripts that only some need, and only from some moment on.

/**
 * Load the script whose address the page names (`data-<name>` of its body).
 * @param {string} name
 * @param {() => void} [ready] when it has run
 * @param {() => void} [fail] when it will not come; `ready` if there is none
 */
export function loadScript(name, ready = () => {}, fail = ready) {
  const script = document.createElement("script");
  script.src = document.body.getAttribute(`data-${name}`) ?? "";
  script.onload = () => ready();
  script.onerror = () => fail();
  document.head.append(script);
}

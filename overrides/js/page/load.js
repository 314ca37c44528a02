// Scripts that only some need, and only from some moment on.

/**
 * Load the script whose address the page names (`data-<name>` of its body).
 * @param {"way" | "typed" | "monday"} name
 * @param {() => void} ready
 * @param {() => void} [fail]
 */
export function loadScript(name, ready, fail) {
  const script = document.createElement("script");
  script.src = document.body.dataset[name] ?? "";
  script.onload = ready;
  script.onerror = () => fail?.();
  document.head.append(script);
}

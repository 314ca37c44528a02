// The script of a part at the end of a page, for who comes near it.

import { all } from "../formats/dom.js";
import { loadScript } from "./load.js";

export function startMonday() {
  const [monday] = all(document, ".monday");
  if (!monday) return;
  const near = new IntersectionObserver(
    ([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      near.disconnect();
      loadScript("monday");
    },
    { rootMargin: "100%" },
  );
  near.observe(monday);
}

// Tables that scroll sideways, for the keyboard.

/** A table is a stop for the keyboard only while some of it is out of sight. */
export function startTables() {
  const tables = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
    }
  });
  for (const table of document.querySelectorAll(".table-frame")) tables.observe(table);
}

"""Tables on a page: in frames that scroll, with headers that say what they head."""

from __future__ import annotations

import re
from collections import Counter

from ..words import gettext
from .tree import Node, Tree, renamed

ALIGNED = re.compile(r"text-align:\s*(\w+);?")


def frame_tables(tree: Tree) -> None:
    """Put tables into frames that scroll by keyboard, of which no two have the same name; a tool's own stay as they are."""
    names: Counter[str] = Counter()
    for table in tree.css("table"):
        if table.attributes:
            continue
        _name_rows(tree, table)
        for header in table.css("th:not([scope])"):
            header.attrs["scope"] = "col"
        for cell in table.css("[style]"):
            _align(cell)
        columns = [cell.text().strip() for cell in table.css("thead th")]
        name = gettext("Tabelle: {columns}").format(columns=", ".join(filter(None, columns)))
        names[name] += 1
        frame = tree.create_node("div")
        frame.attrs["class"] = "table-frame"
        frame.attrs["role"] = "region"
        frame.attrs["aria-label"] = name if names[name] == 1 else f"{name} ({names[name]})"
        frame.attrs["tabindex"] = "0"
        table.insert_before(frame, move=True)
        frame.insert_child(table, move=True)


def _name_rows(tree: Tree, table: Node) -> None:
    """Say that the first column names its rows, where the author shows it: by no heading over it, or by bold type."""
    firsts = table.css("tbody td:first-child")
    corner = table.css_first("thead th:first-child")
    is_empty = corner is not None and not corner.text().strip()
    if not firsts or not (is_empty or all(map(_is_bold, firsts))):
        return
    if corner is not None and is_empty:
        renamed(tree, corner, "td")
    for cell in firsts:
        renamed(tree, cell, "th", scope="row")


def _is_bold(cell: Node) -> bool:
    bold = cell.css_first("td > strong:only-child")
    return bold is not None and bold.text() == cell.text().strip()


def _align(cell: Node) -> None:
    """Alignment as a class, since inline style is forbidden."""
    aligned = ALIGNED.fullmatch(cell.attributes["style"] or "")
    if aligned:
        del cell.attrs["style"]
        cell.attrs["class"] = aligned[1]

"""What is known about a lesson's subject, folded away: `??? beleg`."""

from __future__ import annotations

from ..content.page import EVIDENCE_ANCHOR, EVIDENCE_FOLD
from .tree import Tree


def name_evidence(tree: Tree) -> None:
    """Make the fold's title a heading with the lesson's anchor: links, search and lists of headings lead there.

    A page's script opens it for who comes by a link; without one, the title is where the link leads.
    """
    for title in tree.css(f"details.{EVIDENCE_FOLD} > summary")[:1]:
        heading = tree.create_node("h2")
        heading.attrs["id"] = EVIDENCE_ANCHOR
        heading.inner_html = title.inner_html or ""
        title.inner_html = ""
        title.insert_child(heading)

"""Drawings as part of a page."""

from __future__ import annotations

import re

import lxml.etree

from ..checks.figures import SVG_NAMESPACE


def inline_svg(svg: bytes, alt: str) -> str:
    """The drawing as part of the page, so that it follows light, dark and print. `svg` passed `check_figures`."""
    parser = lxml.etree.XMLParser(resolve_entities=False, remove_comments=True, remove_blank_text=True)
    root = lxml.etree.fromstring(svg, parser)
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG_NAMESPACE)
    for piece in root.iter("tspan"):
        _keep_spaces(piece)
    lxml.etree.cleanup_namespaces(root)
    root.set("role", "img")
    root.set("aria-label", alt)
    return str(lxml.etree.tostring(root, encoding="unicode")).replace(' xmlns="http://www.w3.org/2000/svg"', "")


def _keep_spaces(piece: lxml.etree._Element) -> None:
    """Spaces around a part of a line, which a minifier that takes drawings for blocks would drop."""
    before, parent = piece.getprevious(), piece.getparent()
    piece.tail = re.sub(r"^\s+", "\u00a0", piece.tail or "")
    if before is not None:
        before.tail = re.sub(r"\s+$", "\u00a0", before.tail or "")
    elif parent is not None:
        parent.text = re.sub(r"\s+$", "\u00a0", parent.text or "")

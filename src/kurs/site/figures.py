"""Pictures on a page: with their captions, drawings as part of it."""

from __future__ import annotations

import posixpath
import re
from html import escape

import lxml.etree
from markupsafe import Markup

from ..checks.figures import SVG_NAMESPACE
from ..content.course import Course
from ..content.model import PageHead, holds
from ..content.page import Page
from ..icons import icon
from .tree import Tree, put


def frame_figures(tree: Tree, course: Course, url: str) -> None:
    """Make a figure of each picture that is a paragraph by itself, on the page at `url`; its title is the caption."""
    for image in tree.css("p > img:only-child"):
        paragraph = image.parent
        if paragraph is None or paragraph.text().strip():
            continue
        source, title = image.attributes.get("src") or "", image.attributes.get("title")
        content = image.html or ""
        if source.endswith(".svg") and "://" not in source:
            path = course.path_in_docs(posixpath.normpath(posixpath.join(url, source)))
            assert path is not None, source  # a rule looks after pictures
            content = inline_svg(path.read_bytes(), image.attributes.get("alt") or "")
        caption = f"<figcaption>{escape(title)}</figcaption>" if title else ""
        put(tree, paragraph, f"<figure>{content}{caption}</figure>")


def inline_svg(svg: bytes, alt: str) -> str:
    """The drawing as part of the page, so that it follows light, dark and print. `svg` passed `check_figures`."""
    root = _read(svg)
    for piece in root.iter("tspan"):
        _keep_spaces(piece)
    root.set("role", "img")
    root.set("aria-label", alt)
    return _written(root)


def small_picture(page: Page) -> Markup:
    """What stands for `page` in lists: its icon, or its drawing without words, which nobody could read so small."""
    picture = page.head.item.picture if holds(page.head, PageHead) else None
    if not picture:
        return Markup()
    if not picture.endswith(".svg"):
        return Markup('<span class="thumb">{}</span>').format(icon(picture))
    root = _read((page.path.parent / picture).read_bytes())
    lxml.etree.strip_elements(root, "text", "title", "desc", with_tail=False)
    for name in ("role", "aria-label"):
        root.attrib.pop(name, None)
    root.set("class", "thumb")
    root.set("preserveAspectRatio", "xMinYMid")
    root.set("aria-hidden", "true")
    return Markup(_written(root))


def _read(svg: bytes) -> lxml.etree._Element:
    parser = lxml.etree.XMLParser(resolve_entities=False, remove_comments=True, remove_blank_text=True)
    root = lxml.etree.fromstring(svg, parser)
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG_NAMESPACE)
    lxml.etree.cleanup_namespaces(root)
    return root


def _written(root: lxml.etree._Element) -> str:
    return str(lxml.etree.tostring(root, encoding="unicode")).replace(' xmlns="http://www.w3.org/2000/svg"', "")


def _keep_spaces(piece: lxml.etree._Element) -> None:
    """Spaces around a part of a line, which a minifier that takes drawings for blocks would drop."""
    before, parent = piece.getprevious(), piece.getparent()
    piece.tail = re.sub(r"^\s+", "\u00a0", piece.tail or "")
    if before is not None:
        before.tail = re.sub(r"\s+$", "\u00a0", before.tail or "")
    elif parent is not None:
        parent.text = re.sub(r"\s+$", "\u00a0", parent.text or "")

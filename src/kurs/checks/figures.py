"""Drawings: they become part of a page, so they may hold nothing that a page must not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import lxml.etree

from ..content.course import Course
from ..content.findings import Remark, Rule, near
from ..content.house import docs_folders
from ..content.model import PageHead, holds
from ..icons import UnknownIconError, icon

SVG_TAGS = {
    "svg",
    "g",
    "path",
    "line",
    "rect",
    "circle",
    "ellipse",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "title",
    "desc",
}
SVG_NAMESPACE = "{http://www.w3.org/2000/svg}"


FORBIDDEN_VALUE = re.compile(r"url\s*\(|script:|data:", re.I)


@Rule("abbildung", "Eine Zeichnung wird Teil der Seite und darf nichts enthalten, was eine Seite nicht darf.")
def check_figures(course: Course) -> Iterator[Remark]:
    """Drawings must parse and hold shapes and text alone: no script, style or link."""
    parser = lxml.etree.XMLParser(resolve_entities=False, remove_comments=True)
    for path in (path for docs in docs_folders(course.root) for path in sorted(docs.rglob("*.svg"))):
        file = path.relative_to(course.root).as_posix()
        try:
            root = lxml.etree.fromstring(path.read_bytes(), parser)
        except lxml.etree.XMLSyntaxError as error:
            problem, remedy = "Die Zeichnung ist kein gültiges SVG.", "Speichern Sie sie neu, in UTF-8."
            yield Remark(file, error.lineno or 1, "", problem, remedy)
            continue
        dtd = root.getroottree().docinfo.internalDTD
        if dtd is not None and list(dtd.iterentities()):
            problem, remedy = "Die Zeichnung enthält Entitäten (<!ENTITY>).", "Schreiben Sie die Zeichen selbst hin."
            yield Remark(file, 0, "", problem, remedy)
            continue
        for element in root.iter():
            what = _not_a_shape(element)
            if what:
                problem, remedy = f"Die Zeichnung enthält {what}.", "Erlaubt sind Formen und Text mit class."
                yield Remark(file, element.sourceline or 0, "", problem, remedy)


@Rule("kleines-bild", "Ein Bild, das es nicht gibt, fehlte in den Listen.")
def small_pictures_exist(course: Course) -> Iterator[Remark]:
    """What stands under `picture` in the head of a page."""
    for page in course.pages:
        head = page.head
        picture = head.item.picture if holds(head, PageHead) else None
        if not picture or not head:
            continue
        if picture.endswith(".svg"):
            drawings = [path.name for path in page.path.parent.glob("*.svg")]
            if picture not in drawings:
                yield head.says(
                    "picture", f"Neben der Seite liegt keine Zeichnung „{picture}“.", near(picture, drawings)
                )
            continue
        try:
            icon(picture)
        except UnknownIconError as error:
            yield head.says("picture", str(error), "Namen stehen auf pictogrammers.com/library/mdi.")


def _not_a_shape(element: Any) -> str:
    """What of an element is no shape or text; "" if all is."""
    if not isinstance(element.tag, str):
        return str(element).strip()
    tag = element.tag.removeprefix(SVG_NAMESPACE)
    if tag not in SVG_TAGS:
        return f"<{tag}>"
    for name, value in element.attrib.items():
        plain = name.rpartition("}")[2].lower()
        if plain.startswith("on") or plain in ("style", "href") or FORBIDDEN_VALUE.search(value):
            return f"das Attribut {name.rpartition('}')[2]}"
    return ""

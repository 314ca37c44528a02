"""Drawings: they become part of a page, so they may hold nothing that a page must not."""

from __future__ import annotations

import lxml.etree

from ..content.course import Course
from ..content.findings import Finding

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


def check_figures(course: Course) -> list[Finding]:
    """Drawings must parse and hold shapes and text alone: no script, style or link."""
    findings = []
    for path in sorted((course.root / "docs").rglob("*.svg")):
        file = path.relative_to(course.root).as_posix()
        try:
            root = lxml.etree.fromstring(path.read_bytes(), lxml.etree.XMLParser(resolve_entities=False))
        except lxml.etree.XMLSyntaxError as error:
            findings.append(
                Finding(
                    file,
                    error.lineno or 0,
                    "",
                    "Die Zeichnung ist kein gültiges SVG.",
                    "Speichern Sie sie neu.",
                    "abbildung",
                )
            )
            continue
        for element in root.iter(lxml.etree.Element):
            tag = element.tag.removeprefix(SVG_NAMESPACE)
            bad = [
                name
                for name in element.attrib
                if name.startswith("on") or name in ("style", "href", "{http://www.w3.org/1999/xlink}href")
            ]
            if tag not in SVG_TAGS or bad:
                what = f"<{tag}>" if tag not in SVG_TAGS else f"das Attribut {bad[0]}"
                findings.append(
                    Finding(
                        file,
                        element.sourceline or 0,
                        "",
                        f"Die Zeichnung enthält {what}.",
                        "Erlaubt sind Formen und Text mit class.",
                        "abbildung",
                    )
                )
    return findings

"""Printed matter: a Typst template and plain data become a tagged PDF (PDF/UA-1), the same bytes every time.

Authors' text reaches the templates in overrides/print/ as JSON, never as markup, so that no character in it can
mean anything to Typst. Fonts come from packages; what is installed on the machine plays no part.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import lxml.etree
import typst

from ..colours import light_colours
from ..content.brand import Picture
from ..fonts import fonts
from ..words import all_texts, language

DATA = "data.json"
LOGO = (40.0, 7.0)  # mm, the box of a logo in the head of each page
SANS = "Source Sans Pro"  # the same name in overrides/print/style.typ


class PressError(Exception):
    """A document cannot be set; the message is one line: what Typst says about it."""


class Press:
    """Sets documents from the templates in `folder`, in the colours of `accent` (#rrggbb), dated `moment`, under `logo`."""

    def __init__(self, folder: Path, accent: str, moment: datetime.datetime, logo: Picture | None = None):
        self._templates = {path.name: path.read_bytes() for path in sorted(folder.glob("*.typ"))}
        self._moment = moment
        self._colours = light_colours(accent)
        self._logo = None
        if logo:
            width, _ = logo.fitted(*LOGO)
            self._logo = {"picture": list(logo.printable), "width": width}
        self._classes = figure_classes(folder.parent / "css" / "base.css", self._colours)

    def drawing(self, svg: bytes) -> bytes:
        """An author's drawing as `pdf` needs it. Raises PressError."""
        return figure(svg, self._classes, self._colours["tinte"])

    def pdf(self, template: str, data: Mapping[str, Any], images: Mapping[str, bytes] | None = None) -> bytes:
        """A PDF. Raises PressError, also where Typst merely warns.

        `template` is a file's name in the folder, `data` what it finds in data.json (besides `colours`, `photos`, `logo`,
        `words` and `language`), `images` holds the files that the data name.
        """
        files = self._files(template, data, images or {})
        try:
            pdf, warnings = typst.compile_with_warnings(  # type: ignore[call-overload]  # the stub forgets dicts
                files, font_paths=fonts(), pdf_standards=["ua-1"], timestamp=self._moment
            )
        except RuntimeError as error:  # mostly its subclass TypstError, which says more
            raise _told(error) from None
        if warnings:
            raise PressError(_line(warnings[0].message, warnings[0].hints))
        return bytes(pdf)

    def chosen(self, template: str, data: Mapping[str, Any], images: Mapping[str, bytes] | None = None) -> list[str]:
        """What the template chose to print: the names in its metadata <chosen>. Raises PressError."""
        files = self._files(template, data, images or {})
        try:
            found = typst.query(files, "<chosen>", field="value", one=True, font_paths=fonts())  # type: ignore[type-var]  # as above
        except RuntimeError as error:
            raise _told(error) from None
        return [str(name) for name in json.loads(found)]

    def _files(self, template: str, data: Mapping[str, Any], images: Mapping[str, bytes]) -> dict[str, bytes]:
        drawn = {name: content for name, content in images.items() if name.endswith(".svg")}
        photos = {name: list(content) for name, content in images.items() if name not in drawn}  # files must be text
        shared = {"colours": self._colours, "photos": photos, "logo": self._logo}
        shared |= {"words": all_texts(), "language": language()}
        content = json.dumps({**data, **shared}, ensure_ascii=False).encode()
        return {**self._templates, **drawn, DATA: content, "main": self._templates[template]}


def _told(error: RuntimeError) -> PressError:
    return PressError(_line(getattr(error, "message", str(error)), getattr(error, "hints", [])))


def _line(message: str, hints: list[str]) -> str:
    """One line; what a template says itself comes without Typst's „panicked with“."""
    text = " ".join(" ".join([message, *hints]).split())
    return text.removeprefix("panicked with: ")


RULE = re.compile(r"^(\.[\w-]+(?:, \.[\w-]+)*) \{ ([^}]*) \}$", re.M)
DRAWN = re.compile(r"\b(fill|stroke(?:-\w+)?|font-size|font-weight|text-anchor): ([^;]+)")


def figure_classes(style: Path, colours: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What the classes of drawings mean, read from the style sheet: {"voll": {"fill": "#0b6b63"}, …}."""
    classes: dict[str, dict[str, str]] = {}
    for names, rules in RULE.findall(style.read_text("utf-8")):
        drawn = {
            key: re.sub(r"var\(--([\w-]+)\)", lambda m: colours[m[1]], value) for key, value in DRAWN.findall(rules)
        }
        if int(drawn.get("font-weight", 400)) > 500:
            drawn["font-weight"] = "600"  # the face that there is
        for name in names.replace(".", "").split(", ") if drawn else ():
            classes.setdefault(name, {}).update(drawn)
    return classes


def figure(svg: bytes, classes: Mapping[str, Mapping[str, str]], ink: str) -> bytes:
    """The drawing with its classes as attributes, since Typst knows no style sheets. Raises PressError."""
    root = lxml.etree.fromstring(svg, lxml.etree.XMLParser(resolve_entities=False, remove_comments=True))
    root.set("font-family", SANS)
    root.set("fill", ink)
    order = list(classes)
    for element in root.iter(lxml.etree.Element):
        names = element.attrib.pop("class", "").split()
        for name in names:
            if name not in classes:
                raise PressError(f"Die Klasse „{name}“ einer Zeichnung steht nicht in base.css.")
        for name in sorted(names, key=order.index):  # as in a style sheet, the later rule wins
            element.attrib.update(classes[name])
    return bytes(lxml.etree.tostring(root))

"""Icons of Material's set, drawn into the page: `icon("material/magnify")` in a template. CSS gives size and colour."""

from __future__ import annotations

import difflib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import lxml.etree
from markupsafe import Markup


class UnknownIconError(Exception):
    """There is no icon of that name; the message says so and names one like it."""


@cache
def _folder() -> Path:
    material = find_spec("material")
    assert material, "mkdocs-material is installed"
    assert material.origin
    return Path(material.origin).parent / "templates" / ".icons"


@cache
def icon(name: str) -> Markup:
    """The icon `name`, its path in the set without .svg, as <svg>; hidden from screen readers, for words stand beside.

    Raises UnknownIconError.
    """
    view, shapes = _drawn(name)
    return Markup(f'<svg class="symbol" viewBox="{Markup.escape(view)}" aria-hidden="true">{shapes}</svg>')


def css_icon(name: str) -> str:
    """The same as a picture for style sheets. Raises UnknownIconError."""
    view, shapes = _drawn(name)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{shapes}</svg>'.replace('"', "'")
    return f'url("data:image/svg+xml,{svg.replace("#", "%23")}")'


def _drawn(name: str) -> tuple[str, str]:
    """The view box and the shapes of an icon."""
    file = _folder() / f"{name}.svg"
    if not file.resolve().is_relative_to(_folder().resolve()) or not file.is_file():
        names = (one.relative_to(_folder()).with_suffix("").as_posix() for one in file.parent.glob("*.svg"))
        near = difflib.get_close_matches(name, names, 1)
        raise UnknownIconError(f"Das Symbol „{name}“ gibt es nicht.{f' Meinten Sie „{near[0]}“?' if near else ''}")
    drawing = lxml.etree.fromstring(file.read_bytes(), lxml.etree.XMLParser(remove_comments=True))
    shapes = "".join(lxml.etree.tostring(shape, encoding="unicode") for shape in drawing)
    shapes = shapes.replace(' xmlns="http://www.w3.org/2000/svg"', "")
    return drawing.get("viewBox", "0 0 24 24"), shapes

"""Pictures that Teams, Slack and mail programs show beside a link: 1200 × 630, drawn by Typst, 16 colours.

They are needed where links are public, so the build makes them only with a public address. What was drawn
once is kept in .cache/ by everything that determines it; the bytes do not depend on whether it was.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst
from PIL import Image

from ..colours import light_colours, mix
from ..content.brand import Brand
from ..fonts import fonts
from ..words import gettext, language
from .links import Target

LOGO = (300.0, 64.0)  # points, the box of a logo
CORNERS = ((816, 500, 1200, 630), (84, 56, 170, 124))  # where the template places logo and sign
SHADES = 24  # of each


def pictures_of(targets: Mapping[str, Target], course: str) -> dict[str, dict[str, str]]:
    """What stands on the picture of each target: {name: {course, title, kind, about}}."""
    found = {}
    for name, target in targets.items():
        parent = target.parent.title if target.parent and target.kind in (gettext("Lektion"), gettext("Check")) else ""
        about = " · ".join(filter(None, [target.extent, parent]))
        found[name] = {"course": course, "title": target.title, "kind": target.kind, "about": about}
    return found


def draw(pictures: Mapping[str, Mapping[str, str]], template: Path, brand: Brand, cache: Path) -> dict[str, bytes]:
    """PNG of each of `pictures` by name."""
    colours = light_colours(brand.accent)
    look = {"colours": colours, "language": language()} | _drawn(brand)
    source = template.read_bytes()
    maker = hashlib.sha256(source + Path(__file__).read_bytes() + f"{version('typst')} {version('pillow')}".encode())
    kept = {}
    for name, picture in pictures.items():
        key = maker.copy()
        key.update(json.dumps([picture, look]).encode())
        kept[name] = cache / f"{key.hexdigest()[:32]}.png"
    missing = [name for name, path in kept.items() if not path.exists()]
    if missing:
        cache.mkdir(parents=True, exist_ok=True)
        data = json.dumps({**look, "pictures": [pictures[name] for name in missing]})
        pages = typst.compile(template, format="png", ppi=72, font_paths=fonts(), sys_inputs={"data": data})
        for name, page in zip(missing, pages if isinstance(pages, list) else [pages], strict=True):
            part = kept[name].with_suffix(f".{os.getpid()}")  # another build may be drawing the same
            part.write_bytes(_with_few_colours(page, colours, brand))
            part.replace(kept[name])
    return {name: path.read_bytes() for name, path in kept.items()}


def _drawn(brand: Brand) -> dict[str, Any]:
    """Logo and own sign for the template: the bytes, and the logo's size in points."""
    found: dict[str, Any] = {"sign": list(brand.sign.printable) if brand.sign else None, "logo": None}
    if brand.logo:
        width, height = brand.logo.fitted(*LOGO)
        found["logo"] = {"picture": list(brand.logo.printable), "width": width, "height": height}
    return found


def _with_few_colours(png: bytes, colours: Mapping[str, str], brand: Brand) -> bytes:
    """A quarter of the size: paper, and six, five and four steps to the three colours of the text; with a logo, its own."""
    paper = colours["papier"]
    shades = [paper]
    for name, steps in (("tinte", 6), ("akzent", 5), ("leise", 4)):
        shades += [mix(colours[name], paper, step / steps) for step in range(1, steps + 1)]
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if brand.logo or brand.sign:
        corners = (picture.crop(box) for box in CORNERS)
        shades += sorted({shade for corner in corners for shade in _commonest(corner)} - set(shades))
    palette = Image.new("P", (1, 1))
    palette.putpalette([int(shade[i : i + 2], 16) for shade in shades for i in (1, 3, 5)])
    out = io.BytesIO()
    picture.quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


def _commonest(picture: Image.Image) -> list[str]:
    """#rrggbb of the few colours that say most about `picture`."""
    few = picture.quantize(SHADES).convert("RGB").getcolors() or []
    return ["#{:02x}{:02x}{:02x}".format(*colour) for _, colour in few]  # type: ignore[misc]

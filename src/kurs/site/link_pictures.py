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

import typst
from PIL import Image

from ..colours import light_colours, mix
from ..fonts import fonts
from ..words import gettext, language
from .links import Target


def pictures_of(targets: Mapping[str, Target], course: str) -> dict[str, dict[str, str]]:
    """What stands on the picture of each target: {name: {course, title, kind, about}}."""
    found = {}
    for name, target in targets.items():
        parent = target.parent.title if target.parent and target.kind in (gettext("Lektion"), gettext("Check")) else ""
        about = " · ".join(filter(None, [target.extent, parent]))
        found[name] = {"course": course, "title": target.title, "kind": target.kind, "about": about}
    return found


def draw(pictures: Mapping[str, Mapping[str, str]], template: Path, accent: str, cache: Path) -> dict[str, bytes]:
    """PNG of each of `pictures` by name."""
    colours = light_colours(accent)
    source = template.read_bytes()
    maker = hashlib.sha256(source + Path(__file__).read_bytes() + f"{version('typst')} {version('pillow')}".encode())
    kept = {}
    for name, picture in pictures.items():
        key = maker.copy()
        key.update(json.dumps([picture, colours, language()]).encode())
        kept[name] = cache / f"{key.hexdigest()[:32]}.png"
    missing = [name for name, path in kept.items() if not path.exists()]
    if missing:
        cache.mkdir(parents=True, exist_ok=True)
        data = json.dumps({"farben": colours, "language": language(), "pictures": [pictures[name] for name in missing]})
        pages = typst.compile(template, format="png", ppi=72, font_paths=fonts(), sys_inputs={"data": data})
        for name, page in zip(missing, pages if isinstance(pages, list) else [pages], strict=True):
            part = kept[name].with_suffix(f".{os.getpid()}")  # another build may be drawing the same
            part.write_bytes(_with_few_colours(page, colours))
            part.replace(kept[name])
    return {name: path.read_bytes() for name, path in kept.items()}


def _with_few_colours(png: bytes, colours: Mapping[str, str]) -> bytes:
    """A quarter of the size: paper, and six, five and four steps to the three colours of the text."""
    paper = colours["papier"]
    shades = [paper]
    for name, steps in (("tinte", 6), ("akzent", 5), ("leise", 4)):
        shades += [mix(colours[name], paper, step / steps) for step in range(1, steps + 1)]
    palette = Image.new("P", (1, 1))
    palette.putpalette([int(shade[i : i + 2], 16) for shade in shades for i in (1, 3, 5)])
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(palette=palette, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()

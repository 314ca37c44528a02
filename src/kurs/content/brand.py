"""The look that whoever offers the course gives it: logo and sign, as pages and printed matter need them."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from pathlib import Path

import lxml.etree
from PIL import Image, UnidentifiedImageError

from ..colours import light_colours
from .house import docs_folders
from .settings import Operator

SIGN = "bilder/zeichen.svg"
"""The course's sign, in docs/ and at the same address in the site: there in the accent, or the operator's own."""
PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif"})
MOST_BYTES = 1_000_000
MOST_PIXELS = 20_000_000
PRINTED = 1200  # px, the longer side of a photo on paper and preview pictures, where it is some centimetres wide
NO_DRAWING = ("lässt sich nicht als Zeichnung lesen.", "Speichern Sie es im Zeichenprogramm als einfaches SVG.")
LENGTH = re.compile(r"^\s*(\d*\.?\d+)(?:px|pt|mm|cm|in)?\s*$")


class PictureError(Exception):
    """A file is no picture that the course could show: what is wrong with it, and what to do (German)."""

    def __init__(self, problem: str, remedy: str):
        super().__init__(problem)
        self.remedy = remedy


@dataclass(frozen=True)
class Picture:
    """A picture in docs/, whoever's. `width` and `height` are in its own units: what counts is their proportion."""

    file: str
    width: float
    height: float
    content: bytes

    @property
    def is_drawing(self) -> bool:
        return self.file.lower().endswith(".svg")

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """The largest size in its proportion that goes into a box, in the box's unit."""
        scale = min(width / self.width, height / self.height)
        return self.width * scale, self.height * scale

    @property
    def printable(self) -> bytes:
        """As Typst takes it: SVG or PNG."""
        if self.is_drawing:
            return self.content
        image = self.image()
        image.thumbnail((PRINTED, PRINTED))
        out = io.BytesIO()
        image.save(out, "PNG")
        return out.getvalue()

    def image(self) -> Image.Image:
        """The pixels of a photo, with transparency."""
        return Image.open(io.BytesIO(self.content)).convert("RGBA")


@dataclass(frozen=True)
class Brand:
    """`dark` stands for `logo` on dark pages; without it the logo gets a light ground there."""

    operator: Operator
    logo: Picture | None
    dark: Picture | None
    sign: Picture | None
    """The operator's own."""
    icon: bytes
    """SVG of the sign, whoever's it is."""

    @property
    def accent(self) -> str:
        return self.operator.akzent

    def sized(self, picture: Picture) -> dict[str, int | str]:
        """A logo as the page's head shows it: file and size in CSS pixels."""
        width, height = picture.fitted(224, 40)
        return {"file": picture.file, "width": max(1, round(width)), "height": max(1, round(height))}


def read_brand(operator: Operator, docs: Path) -> Brand:
    """Raises PictureError; `checks/brand.py` tells authors before."""
    logo, dark, sign = (
        read_picture(docs, name) if name else None for name in (operator.logo, operator.logo_dunkel, operator.zeichen)
    )
    return Brand(operator, logo, dark, sign, _icon(sign, docs, operator.akzent))


def _icon(sign: Picture | None, docs: Path, accent: str) -> bytes:
    """One SVG for browser tab and home screen, whatever the operator's file is."""
    if sign is None:
        default = str(Operator.model_fields["akzent"].default).encode()
        return read_picture(docs, SIGN).content.replace(default, light_colours(accent)["akzent"].encode())
    if sign.is_drawing:
        return sign.content
    data = base64.b64encode(sign.printable).decode()
    size = f'width="{sign.width:g}" height="{sign.height:g}"'
    box = f'xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {sign.width:g} {sign.height:g}"'
    return f'<svg {box}><image {size} href="data:image/png;base64,{data}"/></svg>'.encode()


def read_picture(docs: Path, name: str, folder: str = "docs/") -> Picture:
    """The picture `name` below `docs`, or below the house's; `folder` is where to put it. Raises PictureError."""
    path = next((one / name for one in docs_folders(docs.parent) if (one / name).is_file()), docs / name)
    kind = path.suffix.lower()
    inside = ":" not in name and not name.startswith(("/", "\\")) and ".." not in Path(name).parts
    # As written: a name in other letters is found here on Windows, and nowhere on most servers.
    there = inside and path.name in {one.name for one in path.parent.glob("*.*")}
    if kind not in PICTURES or not there or not path.is_file():
        raise PictureError(
            f"ist kein Bild in {folder}.",
            _in_other_letters(docs, name)
            or "Legen Sie es dort ab und nennen Sie es von dort aus, zum Beispiel bilder/logo.svg.",
        )
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        raise PictureError(
            f"ist größer als {MOST_BYTES // 1_000_000} MB.", "Nehmen Sie eine Zeichnung (SVG) oder ein kleineres Bild."
        )
    width, height = (_drawing_size if kind == ".svg" else _photo_size)(content)
    return Picture(name, width, height, content)


def _in_other_letters(docs: Path, name: str) -> str:
    """The remedy where a picture's name differs only in capital letters; "" if there is none."""
    there = (path.relative_to(one).as_posix() for one in docs_folders(docs.parent) for path in one.rglob("*.*"))
    meant = next((one for one in there if one.lower() == name.lower() and one != name), "")
    return f"Meinten Sie „{meant}“?" if meant else ""


def _drawing_size(content: bytes) -> tuple[float, float]:
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = lxml.etree.fromstring(content, parser)
    except lxml.etree.XMLSyntaxError:
        raise PictureError(*NO_DRAWING) from None
    if lxml.etree.QName(root).localname != "svg":
        raise PictureError(*NO_DRAWING)
    box = re.findall(r"-?\d*\.?\d+(?:e-?\d+)?", root.get("viewBox", ""))
    named = [LENGTH.match(root.get(side, "")) for side in ("width", "height")]
    sides = [float(one) for one in box[2:]] if len(box) == 4 else [float(one[1]) for one in named if one]
    if len(sides) != 2 or min(sides) <= 0:
        raise PictureError(
            "sagt nicht, wie groß es ist.", 'Ergänzen Sie im Element svg viewBox, zum Beispiel viewBox="0 0 400 100".'
        )
    return sides[0], sides[1]


def _photo_size(content: bytes) -> tuple[float, float]:
    try:
        with Image.open(io.BytesIO(content)) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise PictureError("hat zu viele Pixel.", "Nehmen Sie eine Zeichnung (SVG) oder ein kleineres Bild.")
            image.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise PictureError(
            "lässt sich nicht als Bild lesen.", "Speichern Sie es im Bildprogramm noch einmal, als PNG oder SVG."
        ) from None
    return width, height

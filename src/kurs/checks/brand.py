"""Settings in mkdocs.yml and haus/mkdocs.yml that no page could show as they were meant: logo, sign, colours, texts that YAML cut off."""

from __future__ import annotations

import functools
import io
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import lxml.etree
import typst
from PIL import Image

from ..colours import DARK, LIGHT, TEXT_CONTRAST, contrast, light_colours, papers
from ..content import yamltext
from ..content.brand import SIGN, Picture, PictureError, read_picture
from ..content.findings import WARNING, Finding, Rule, shorten
from ..content.house import FOLDER, is_own
from ..content.settings import MEANT, place_of
from ..words import number_text

LOOK = Rule(
    "aussehen", "Ein Logo, das man nicht sieht, merkt im eigenen Haus als letzter, wer es eingetragen hat.", WARNING
)
VISIBLE = 3.0  # WCAG 2.2, 1.4.11: what is needed to understand a graphic
HEAVY = 30_000  # bytes; a whole lesson weighs as much
SQUARE = 1.3  # width to height, or the other way round, of what systems cut to a circle
SEEN = 64  # px, the longer side of the raster in which a drawing is looked at
CUT_OFF = re.compile(r"^#\S")  # „# Straße, Ort“ is a comment; „#1“ and „#0b6b63“ were meant

Says = Callable[..., Finding]


def check_brand(extra: Mapping[str, Any], root: Path, documents: Sequence[yamltext.Document]) -> list[Finding]:
    """`extra` is what the build takes from `documents`, which have its lines and what YAML left out."""
    operator = extra.get("betreiber")
    operator = operator if isinstance(operator, Mapping) else {}
    cut = [finding for document in documents for finding in _cut_off(document)]
    says = functools.partial(_says, documents)
    return [*cut, *_pictures(operator, root / "docs", documents, says), *_accent(operator, says)]


def _says(documents: Sequence[yamltext.Document], field: str, problem: str, remedy: str, rule: Rule = MEANT) -> Finding:
    place = place_of(("extra", "betreiber", field), documents)
    return rule.says(*place, problem, remedy, f"extra.betreiber.{field}")


def _cut_off(document: yamltext.Document) -> Iterator[Finding]:
    """Texts of which YAML took a part for a comment: `akzent: #0b6b63`, `name: Laden #1`."""
    lines = yamltext.LINE_BREAK.split(document.text)
    for path, number in document.lines.items():
        is_ours = path[:1] in (("site_name",), ("site_description",)) or path[:1] == ("extra",)
        value = re.match(rf"\s*{path[-1]}:(?: +(.*))?$", lines[number - 1]) if is_ours and number else None
        text = yamltext.without_comment(value[1] or "") if value else ""
        if path[-1:] == ("akzent",) or text[:1] in ("'", '"', "[", "{", ">", "|"):
            continue
        rest = re.search(r"(?:^|\s)(#.*)$", text)
        if rest and CUT_OFF.match(rest[1]):
            problem = f"Bei „{shorten(rest[1], 30)}“ ist Schluss: Was hinter # folgt, liest YAML als Kommentar."
            remedy = f'Setzen Sie den Wert in Anführungszeichen: {path[-1]}: "{shorten(text, 60)}".'
            yield MEANT.says(document.file, number, problem, remedy, ".".join(map(str, path)))


def _pictures(
    operator: Mapping[str, Any], docs: Path, documents: Sequence[yamltext.Document], says: Says
) -> Iterator[Finding]:
    for field, paper in (("logo", LIGHT["papier"]), ("logo_dunkel", DARK["papier"]), ("zeichen", LIGHT["papier"])):
        name = operator.get(field)
        if not isinstance(name, str) or not name.strip():
            continue
        try:
            place, _ = place_of(("extra", "betreiber", field), documents)
            picture = read_picture(docs, name.strip(), f"{FOLDER}/docs/" if is_own(place) else "docs/")
            strongest = _strongest(picture, paper)
        except PictureError as error:
            yield says(field, f"„{shorten(name)}“ {error}", error.remedy)
            continue
        if len(picture.content) > HEAVY:
            problem = f"„{picture.file}“ wiegt {len(picture.content) // 1000} KB, so viel wie eine ganze Lektion, und steht auf jeder Seite."
            yield says(field, problem, "Nehmen Sie eine Zeichnung (SVG) oder ein kleineres Bild.", LOOK)
        if strongest < VISIBLE:
            place = "dunklen" if field == "logo_dunkel" else "hellen"
            problem = f"„{picture.file}“ hebt sich von {place} Seiten kaum ab (Kontrast {number_text(round(strongest, 1))} statt {number_text(VISIBLE)})."
            yield says(field, problem, f"Nehmen Sie die Fassung für {place} Grund.", LOOK)
        if picture.is_drawing and _holds_text(picture):
            problem = f"In „{picture.file}“ steht Schrift als Text; jedes Gerät zeigt sie anders."
            yield says(field, problem, "Wandeln Sie die Schrift im Zeichenprogramm in Pfade um.", LOOK)
        if field == "zeichen" and not 1 / SQUARE < picture.width / picture.height < SQUARE:
            problem = f"„{picture.file}“ ist nicht quadratisch; auf einem Startbildschirm wird es winzig."
            yield says(field, problem, "Nehmen Sie das Bildzeichen ohne Schriftzug.", LOOK)
    if operator.get("logo_dunkel") and not operator.get("logo"):
        problem, remedy = "Das Logo für dunkle Seiten steht allein.", "Tragen Sie auch logo ein."
        yield says("logo_dunkel", problem, remedy)
    if not operator.get("zeichen") and not (docs / SIGN).is_file():
        remedy = f"Tragen Sie ein Bild ein oder legen Sie docs/{SIGN} wieder an."
        yield says("zeichen", "Der Kurs hat kein Zeichen für Browser und Startbildschirm.", remedy)


def _accent(operator: Mapping[str, Any], says: Says) -> Iterator[Finding]:
    accent = operator.get("akzent")
    if "akzent" in operator and accent is None:
        problem = "Hier steht nichts; was hinter # folgt, liest YAML als Kommentar."
        yield says("akzent", problem, "Schreiben Sie die Farbe wie „#0b6b63“, in Anführungszeichen.")
    if not isinstance(accent, str) or not re.fullmatch("#[0-9a-fA-F]{6}", accent):
        return  # the model says so
    shown = light_colours(accent)["akzent"]
    if shown != accent:
        least = min(contrast(accent, paper) for paper in papers(LIGHT, accent))
        found = number_text(math.floor(least * 10) / 10)  # rounded up it could seem to be enough
        problem = f"{accent} liest man auf getöntem Grund schlecht (Kontrast {found} statt {number_text(TEXT_CONTRAST)}); Links und Knöpfe nehmen auf hellen Seiten {shown}."
        remedy = "Ist Ihnen das zu weit weg von Ihrer Farbe, nehmen Sie eine dunklere."
        yield says("akzent", problem, remedy, LOOK)


def _holds_text(picture: Picture) -> bool:
    root = lxml.etree.fromstring(picture.content, lxml.etree.XMLParser(resolve_entities=False, no_network=True))
    return bool(root.xpath("//*[local-name()='text']"))


def _strongest(picture: Picture, paper: str) -> float:
    """The contrast to `paper` of what differs most from it. Raises PictureError."""
    image = _drawn(picture) if picture.is_drawing else picture.image()
    image.thumbnail((SEEN, SEEN))
    ground = Image.new("RGBA", image.size, paper)
    ground.alpha_composite(image)
    colours = ground.convert("RGB").getcolors(SEEN * SEEN) or []
    return max(contrast("#{:02x}{:02x}{:02x}".format(*colour), paper) for _, colour in colours)  # type: ignore[misc]


def _drawn(picture: Picture) -> Image.Image:
    width, height = picture.fitted(SEEN, SEEN)
    page = f"#set page(width: {max(width, 1)}pt, height: {max(height, 1)}pt, margin: 0pt, fill: none)\n"
    files = {"main": (page + '#image("logo.svg", width: 100%)').encode(), "logo.svg": picture.content}
    try:
        png = typst.compile(files, format="png", ppi=72)  # type: ignore[call-overload]  # the stub forgets dicts
    except RuntimeError:
        raise PictureError(
            "lässt sich nicht zeichnen.", "Speichern Sie es im Zeichenprogramm als einfaches SVG."
        ) from None
    return Image.open(io.BytesIO(png[0] if isinstance(png, list) else png)).convert("RGBA")

"""What a house adds to the course: haus/, laid out like the project, so that all else can be replaced by a new version.

    haus/mkdocs.yml         its pages under nav, its version and its settings under extra; in the form of mkdocs.yml
    haus/docs/              its pages, their pictures, umzuege.yml, quellen.yml and befunde.yml
    haus/quizzes/           its questions
    haus/published.json     what it has published; a release writes it
    haus/CHANGELOG.md       what is new in its versions

Names that last, addresses and ids of questions, begin with haus-, and no name of the course does. See decisions/0026.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import yamltext
from .bank import read_text
from .findings import FILE, Finding, Rule, near, shorten
from .settings import CONFIG

FOLDER = "haus"
PREFIX = "haus-"
OWN_CONFIG = f"{FOLDER}/mkdocs.yml"
FIRST_SLOT = 50_000
"""Numbers of questions below it are the course's, from it on the house's; packing.js reads 100,000."""
LAST_SLOT = 99_999
TOPS = ("site_name", "site_description", "site_url", "nav", "extra")
"""What haus/mkdocs.yml may say; all else belongs to the program."""
VERSION = re.compile(r"\d+\.\d+\.\d+")

FITS = Rule(
    "haus", "Was Ihr Haus ergänzt, steht neben dem Kurs: So lässt er sich erneuern, und keine Namen stoßen zusammen."
)


@dataclass(frozen=True)
class House:
    """haus/mkdocs.yml as it was read. `document` has its lines; `settings` lack nav and version."""

    version: str
    nav: list[Any]
    settings: dict[str, Any]
    document: yamltext.Document
    findings: tuple[Finding, ...]


def docs_folders(root: Path) -> list[Path]:
    """Where pages lie: the course's, then the house's."""
    return [root / "docs", root / FOLDER / "docs"]


def quiz_folders(root: Path) -> list[Path]:
    """Where questions lie: the course's, then the house's."""
    return [root / "quizzes", root / FOLDER / "quizzes"]


def is_own(file: str) -> bool:
    """Whether `file`, by its path in the project, is the house's."""
    return file.startswith(f"{FOLDER}/")


def config_of(own: bool) -> str:
    """The file with navigation and settings: the house's own or the course's."""
    return OWN_CONFIG if own else CONFIG


def uri_of(file: str) -> str:
    """The place in docs/ of a page, whoever's: "kundenwert/das-schild.md"; MkDocs calls it src_uri."""
    return file.removeprefix(f"{FOLDER}/").removeprefix("docs/")


def read_house(root: Path) -> House | None:
    """What the house says, and what is wrong with it; None where there is no haus/."""
    if not (root / FOLDER).is_dir():
        return None
    other = Path(OWN_CONFIG).with_suffix(".yaml")
    if (root / other).exists() and not (root / OWN_CONFIG).exists():
        wrong = FILE.says(OWN_CONFIG, 0, f"Die Datei heißt bei Ihnen {other.name}.", "Nennen Sie sie mkdocs.yml.")
        return House("", [], {"extra": {}}, yamltext.Document(OWN_CONFIG, findings=[wrong]), (wrong,))
    text, findings = read_text(root / OWN_CONFIG, OWN_CONFIG)
    document = yamltext.read(text or "", OWN_CONFIG)
    findings = findings + document.findings
    data = document.data if isinstance(document.data, dict) else {}
    for key in data:
        if key not in TOPS:
            remedy = near(key, TOPS, f"Möglich sind: {', '.join(TOPS)}.")
            findings.append(document.says((key,), f"„{key}“ kann das Haus nicht einstellen.", remedy, rule=FITS))
    for key, kind, form in (("nav", list, "- Gruppe:"), ("extra", dict, "version: 1.0.0")):
        if not isinstance(data.get(key) or kind(), kind):
            problem, remedy = (
                f"Unter {key} steht etwas anderes als dort.",
                f"Schreiben Sie es wie in mkdocs.yml: „{form}“.",
            )
            findings.append(document.says((key,), problem, remedy, rule=FITS))
            data = {**data, key: kind()}
    nav, extra = data.get("nav") or [], dict(data.get("extra") or {})
    version = extra.pop("version", None)
    if not findings and not (isinstance(version, str) and VERSION.fullmatch(version)):
        remedy = "Schreiben Sie unter extra: „version: 1.0.0“; sie zählt Ihre eigenen Fassungen."
        problem = "Die Fassung des Hauses fehlt."
        if version is not None:
            problem = f"„{shorten(str(version))}“ ist keine Fassung, denn die hat drei Zahlen mit Punkten dazwischen."
        findings.append(document.says(("extra", "version"), problem, remedy, rule=FITS))
    address = data.get("site_url")
    if address and not re.match(r"https?://[^/\s]+", str(address)):
        remedy = "Schreiben Sie sie ganz, zum Beispiel https://kurs.example.org/."
        findings.append(
            document.says(("site_url",), f"„{shorten(str(address))}“ ist keine Adresse.", remedy, rule=FITS)
        )
    settings = {key: data[key] for key in ("site_name", "site_description", "site_url") if data.get(key)}
    return House(str(version), nav, {**settings, "extra": extra}, document, tuple(findings))


def joined(course: Mapping[str, Any], house: Mapping[str, Any]) -> dict[str, Any]:
    """Settings of the course with those of the house in their place, block by block."""
    found = dict(course)
    for key, value in house.items():
        inner = found.get(key)
        found[key] = joined(inner, value) if isinstance(inner, Mapping) and isinstance(value, Mapping) else value
    return found


def title_of(entry: Any) -> str:
    """The title of a group of a navigation; "" for a page by itself."""
    return str(next(iter(entry))) if isinstance(entry, dict) and entry else ""


def joined_nav(nav: Sequence[Any], own: Sequence[Any], before: str) -> list[Any]:
    """A navigation with the house's: its pages at the end of the group of the same title, its modules before `before`."""
    found = list(nav)
    places = {title_of(entry): place for place, entry in enumerate(found) if title_of(entry)}
    new = []
    for entry in own:
        title = title_of(entry)
        inside = found[places[title]][title] if title in places else None
        if isinstance(inside, list) and isinstance(entry[title], list):
            found[places[title]] = {title: [*inside, *entry[title]]}
        elif title:
            new.append(entry)
    place = places.get(before, len(found))
    return [*found[:place], *new, *found[place:]]


def with_settings(course: yamltext.Document, house: House | None) -> list[yamltext.Document]:
    """Where settings stand: mkdocs.yml, and before it the house's file, whose values take the place of its."""
    return [*([house.document] if house else []), course]

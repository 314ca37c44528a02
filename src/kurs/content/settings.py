"""The one settings block with which an employer makes the course theirs: `extra` in mkdocs.yml, and in the house's before it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, StringConstraints, ValidationError, model_validator

from . import yamltext
from .findings import Finding, Rule
from .model import Model, Truth

MEANT = Rule("einstellung", "Eine Einstellung mit Tippfehler bliebe ohne Wirkung, und niemand merkte es.")
CONFIG = "mkdocs.yml"
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


Needed = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


def _day(value: Any) -> Any:
    """A day as YAML reads it or as a text in ISO's form; numbers are none."""
    text = value.isoformat() if type(value) is datetime.date else value
    return datetime.date.fromisoformat(text if isinstance(text, str) else "")


Day = Annotated[datetime.date, BeforeValidator(_day)]


class Statement(Model):
    """Die förmliche Erklärung zur Barrierefreiheit, die manche Stellen abgeben müssen. Was sie enthält, folgt dem Muster der
    EU (Durchführungsbeschluss 2018/1523): Vorschrift, Stand, Hindernisse, Datum und Art der Prüfung, Kontakt, Durchsetzung.
    """

    gesetz: Needed
    vereinbar: Literal["vollständig", "teilweise", "nicht"]
    hindernisse: tuple[Needed, ...] = ()
    erstellt: Day
    geprueft: Day | None = None
    methode: Needed
    kontakt: Needed
    durchsetzung: Needed

    @model_validator(mode="after")
    def _fits(self) -> Statement:
        if self.vereinbar != "vollständig" and not self.hindernisse:
            raise ValueError("„hindernisse“ fehlt; die Erklärung nennt, was nicht barrierefrei ist, und warum.")
        if self.vereinbar == "vollständig" and self.hindernisse:
            raise ValueError("„vollständig“ und „hindernisse“ widersprechen sich.")
        return self


class Operator(Model):
    """Wer den Kurs anbietet. Leere Felder sagt die Seite offen, und eine Freigabe scheitert an ihnen."""

    name: Text = ""
    anschrift: Annotated[Text, StringConstraints(pattern=r"\p{L}|^$")] = ""
    vertreten_durch: Text = ""
    email: Annotated[Text, StringConstraints(pattern=r"@|^$")] = ""
    telefon: Text = ""
    kontaktformular: Annotated[str, StringConstraints(pattern=r"^(https://[^\s<>\"]+)?$", max_length=500)] = ""
    registereintrag: Text = ""
    umsatzsteuer_id: Text = ""
    verantwortlich: Text = ""
    fernunterricht: Text = ""
    fragen_an: Text = ""
    fehler_an: Text = ""
    hosting: Text = ""
    speicherdauer: Text = ""
    rechtsgrundlage: Text = ""
    datenschutz_kontakt: Text = ""
    aufsicht: Text = ""
    barrierefreiheit: Statement | None = None
    logo: Text = ""
    logo_dunkel: Text = ""
    zeichen: Text = ""
    akzent: Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")] = "#0b6b63"


# What may stand in a Content-Security-Policy; without https only on this machine.
ADDRESS = r"(https://|http://(127\.0\.0\.1|localhost)(:\d+)?/)[^\s;,'\"]*"


class RecordStore(Model):
    """Ein Datensammler (xAPI), dem die Website meldet, was Lernende erreichen, wenn sie zustimmen.

    `zugang` ist `name:passwort` eines Kontos, das nur schreiben darf (jeder kann es in der Seite lesen), oder eine
    Adresse, die den Zugang ausgibt: {"authorization": "Bearer …"}.
    """

    endpoint: Annotated[str, StringConstraints(pattern=f"^{ADDRESS}$")]
    zugang: Annotated[str, StringConstraints(pattern=rf"^({ADDRESS}|[^\s:]+:[^\s/]\S*)$")]
    verben: Annotated[tuple[Literal["passed", "failed", "answered"], ...], Field(min_length=1)] = ("passed", "failed")

    @property
    def origins(self) -> list[str]:
        """Whom pages must be allowed to connect to."""
        addresses = [self.endpoint, *([self.zugang] if self.zugang.startswith("http") else [])]
        return list(dict.fromkeys("://".join(urlsplit(address)[:2]) for address in addresses))


REQUIRED = {
    "name": "Name des Anbieters",
    "anschrift": "Anschrift",
    "email": "E-Mail-Adresse",
    "telefon": "Telefonnummer oder Kontaktformular",
    "fragen_an": "Kontakt für Fragen",
    "fehler_an": "Kontakt für Fehler",
    "hosting": "Wo die Seite liegt (für den Datenschutz)",
    "speicherdauer": "Wie lange der Server Protokolle aufbewahrt",
    "aufsicht": "Zuständige Datenschutzaufsicht",
}


Standard = Literal["scorm12", "scorm2004", "cmi5"]
STANDARDS: tuple[Standard, ...] = get_args(Standard)


class Settings(Model):
    """`kurs_id` names the learner's data and never changes; `version` is the course's, not the code's.
    `kurzname` stands under the icon on a home screen, which shows about twelve characters; without it the title does.

    `nur_intern` asks search engines and crawlers to stay away. Without `xapi` the site tells nobody anything.
    `lernplattform`: the standards in which `make packages` makes packages.
    """

    kurs_id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+$")]
    version: Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]
    kurzname: Annotated[str, StringConstraints(strip_whitespace=True, max_length=12)] = ""
    nur_intern: Truth = False
    betreiber: Operator = Operator()
    xapi: RecordStore | None = None
    lernplattform: tuple[Standard, ...] = STANDARDS


@dataclass(frozen=True)
class Missing:
    """A legal or contact field that is still empty."""

    field: str
    label: str


def missing(operator: Operator) -> list[Missing]:
    """What is required and not there; a form does for the telephone: a second fast way beside mail (§ 5 DDG)."""
    there = {name for name in REQUIRED if getattr(operator, name)} | (
        {"telefon"} if operator.kontaktformular else set()
    )
    return [Missing(name, label) for name, label in REQUIRED.items() if name not in there]


def place_of(path: yamltext.Path, documents: Sequence[yamltext.Document]) -> tuple[str, int]:
    """File and line of the value at `path`, or of the block in which it is missing; the first of `documents` prevails."""
    document = max(documents, key=lambda one: one.depth(path), default=yamltext.Document(CONFIG))
    return document.file, document.line(*path)


def read_settings(
    extra: Mapping[str, Any], documents: Sequence[yamltext.Document] = ()
) -> tuple[Settings | None, list[Finding]]:
    """The settings, or what is wrong with them, told of those of `documents` in which they stand.

    An empty value counts as not set.
    """
    values = dict(extra)
    for name in ("betreiber", "xapi"):
        if isinstance(values.get(name), dict):
            values[name] = _filled(values[name])
    try:
        return Settings.model_validate(values), []
    except ValidationError as error:
        return None, [
            MEANT.says(
                *_place(one, documents),
                _problem(one),
                _remedy(one),
                "extra." + ".".join(map(str, one["loc"])),
            )
            for one in error.errors(include_url=False)
        ]


def _place(error: Mapping[str, Any], documents: Sequence[yamltext.Document]) -> tuple[str, int]:
    if error["type"] != "missing":
        return place_of(("extra", *error["loc"]), documents)
    block = error["loc"][:-1]
    return place_of(("extra", *block), documents) if block else (CONFIG, 0)


def _filled(block: Mapping[str, Any]) -> dict[str, Any]:
    """What is set in a block of settings and in the blocks within it."""
    inner = {key: _filled(value) if isinstance(value, dict) else value for key, value in block.items()}
    return {key: value for key, value in inner.items() if value not in (None, "", [], {})}


def _problem(error: Mapping[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        return "Diese Einstellung gibt es nicht."
    if error["type"] == "missing":
        return "Diese Einstellung fehlt."
    if error["type"] == "value_error" and isinstance(error["input"], Mapping):
        return str(error["ctx"]["error"])
    return f"„{error['input']}“ passt hier nicht."


def _remedy(error: Mapping[str, Any]) -> str:
    field = str(error["loc"][-1])
    if error["loc"][0] == "lernplattform":
        return f"Schreiben Sie eine Liste aus {', '.join(STANDARDS)}."
    if error["type"] == "extra_forbidden":
        inner: dict[str, type[Model]] = {"betreiber": Operator, "xapi": RecordStore, "barrierefreiheit": Statement}
        block = inner[str(error["loc"][-2])] if len(error["loc"]) > 1 else Settings
        return f"Bekannt sind: {', '.join(block.model_fields)}."
    if "hindernisse" in error["loc"]:
        return "Schreiben Sie eine Liste: jedes Hindernis mit seinem Grund in eine Zeile mit „- “."
    if "verben" in error["loc"]:
        return "Schreiben Sie eine Liste aus passed, failed und answered."
    if error["type"].startswith("bool"):
        return "Schreiben Sie true oder false."
    return {
        "barrierefreiheit": "Füllen Sie alle Zeilen darunter aus, oder lassen Sie alle leer.",
        "vereinbar": "Schreiben Sie vollständig, teilweise oder nicht.",
        "erstellt": "Schreiben Sie den Tag als Jahr-Monat-Tag, zum Beispiel 2026-11-30.",
        "geprueft": "Schreiben Sie den Tag als Jahr-Monat-Tag, zum Beispiel 2026-11-30.",
        "email": "Schreiben Sie eine Adresse mit @, zum Beispiel kurs@example.org.",
        "anschrift": "Schreiben Sie Straße, Hausnummer, Postleitzahl und Ort.",
        "kontaktformular": "Schreiben Sie eine Adresse, die mit https:// beginnt, zum Beispiel https://example.org/kontakt.",
        "akzent": "Schreiben Sie # und sechs Zeichen aus 0–9 und a–f wie „#0b6b63“, in Anführungszeichen.",
        "endpoint": "Schreiben Sie die Adresse des Datensammlers, zum Beispiel https://lrs.example.org/xAPI.",
        "zugang": "Schreiben Sie name:passwort eines Kontos, das nur schreiben darf, oder die https-Adresse, die den Zugang ausgibt.",
        "kurzname": "Schreiben Sie höchstens zwölf Zeichen; mehr zeigt ein Startbildschirm nicht.",
        "version": "Schreiben Sie drei Zahlen wie „1.2.0“, in Anführungszeichen.",
    }.get(field, "Schreiben Sie einen Text in Anführungszeichen.")

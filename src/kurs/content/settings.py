"""The one settings block with which an employer makes the course theirs: `extra` in mkdocs.yml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlsplit

from pydantic import Field, StringConstraints, ValidationError

from .findings import Finding, Rule, shorten
from .model import Model, Truth

MEANT = Rule("einstellung", "Eine Einstellung mit Tippfehler bliebe ohne Wirkung, und niemand merkte es.")
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class Operator(Model):
    """Wer den Kurs anbietet. Leere Felder sagt die Seite offen, und eine Freigabe scheitert an ihnen."""

    name: Text = ""
    anschrift: Text = ""
    vertreten_durch: Text = ""
    email: Text = ""
    telefon: Text = ""
    registereintrag: Text = ""
    umsatzsteuer_id: Text = ""
    verantwortlich: Text = ""
    fragen_an: Text = ""
    fehler_an: Text = ""
    hosting: Text = ""
    speicherdauer: Text = ""
    rechtsgrundlage: Text = ""
    datenschutz_kontakt: Text = ""
    aufsicht: Text = ""
    logo: Text = ""
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
    "telefon": "Telefonnummer oder Adresse eines Kontaktformulars",
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
    return [Missing(name, label) for name, label in REQUIRED.items() if not getattr(operator, name)]


def read_settings(extra: Mapping[str, Any], file: str = "mkdocs.yml") -> tuple[Settings | None, list[Finding]]:
    """The settings, or what is wrong with them. An empty value counts as not set."""
    values = dict(extra)
    for name in ("betreiber", "xapi"):
        if isinstance(values.get(name), dict):
            values[name] = {key: value for key, value in values[name].items() if value not in (None, "")}
    try:
        return Settings.model_validate(values), []
    except ValidationError as error:
        return None, [
            MEANT.says(file, 0, _problem(one), _remedy(one), "extra." + ".".join(map(str, one["loc"])))
            for one in error.errors(include_url=False)
        ]


PICTURES = frozenset({".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif"})


def check_operator(extra: Mapping[str, Any], docs: Path, file: str = "mkdocs.yml") -> list[Finding]:
    """What of the operator's look no page could show: a logo that is not in `docs`, an accent that YAML took for a comment."""
    operator = extra.get("betreiber")
    if not isinstance(operator, Mapping):
        return []
    findings = []
    logo = operator.get("logo")
    if isinstance(logo, str) and logo.strip():
        path = docs / logo.strip()
        remedy = "Legen Sie das Bild in docs/ ab und nennen Sie es von dort aus, zum Beispiel bilder/logo.svg."
        inside = ":" not in logo and not logo.startswith(("/", "\\")) and ".." not in Path(logo).parts
        if not inside or path.suffix not in PICTURES or not path.is_file():
            problem = f"„{shorten(logo)}“ ist kein Bild in docs/."
            findings.append(MEANT.says(file, 0, problem, remedy, "extra.betreiber.logo"))
    if "akzent" in operator and operator["akzent"] is None:
        problem = "Hier steht nichts; was hinter # folgt, liest YAML als Kommentar."
        remedy = "Schreiben Sie die Farbe wie „#0b6b63“, in Anführungszeichen."
        findings.append(MEANT.says(file, 0, problem, remedy, "extra.betreiber.akzent"))
    return findings


def _problem(error: Mapping[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        return "Diese Einstellung gibt es nicht."
    if error["type"] == "missing":
        return "Diese Einstellung fehlt."
    return f"„{error['input']}“ passt hier nicht."


def _remedy(error: Mapping[str, Any]) -> str:
    field = str(error["loc"][-1])
    if error["loc"][0] == "lernplattform":
        return f"Schreiben Sie eine Liste aus {', '.join(STANDARDS)}."
    if error["type"] == "extra_forbidden":
        inner: dict[str, type[Model]] = {"betreiber": Operator, "xapi": RecordStore}
        block = inner[str(error["loc"][0])] if len(error["loc"]) > 1 else Settings
        return f"Bekannt sind: {', '.join(block.model_fields)}."
    if "verben" in error["loc"]:
        return "Schreiben Sie eine Liste aus passed, failed und answered."
    if error["type"].startswith("bool"):
        return "Schreiben Sie true oder false."
    return {
        "akzent": "Schreiben Sie eine Farbe wie „#0b6b63“, in Anführungszeichen.",
        "endpoint": "Schreiben Sie die Adresse des Datensammlers, zum Beispiel https://lrs.example.org/xAPI.",
        "zugang": "Schreiben Sie name:passwort eines Kontos, das nur schreiben darf, oder die https-Adresse, die den Zugang ausgibt.",
        "kurzname": "Schreiben Sie höchstens zwölf Zeichen; mehr zeigt ein Startbildschirm nicht.",
        "version": "Schreiben Sie drei Zahlen wie „1.2.0“, in Anführungszeichen.",
    }.get(field, "Schreiben Sie einen Text in Anführungszeichen.")

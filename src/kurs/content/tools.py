"""What authors write for the tools: <tool>.yml beside the lesson that shows the tool, in docs/ or the house's.

A tool without texts of its own (a calculator) has no entry in TOOLS and no file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path as FilePath
from typing import Annotated, Any, TypeVar

from pydantic import Field

from . import yamltext
from .bank import read_text
from .course import Course
from .findings import SCHEMA, Finding, Remark, Rule, near, shorten
from .house import docs_folders
from .model import Model, Placed, Prose, Slug, Truth, text_fields, texts, validate
from .page import CITATION, HTML_TAG, Marker
from .yamltext import Path


class Tool(Model):
    title: Prose
    intro: Prose

    def problems(self) -> Iterator[tuple[Path, str, str]]:
        """(place, problem, remedy) of what the types alone cannot say."""
        yield from ()

    def lessons(self) -> Iterator[tuple[Path, str]]:
        """(place, slug) of each lesson that the tool links to."""
        yield from ()


class Hurdle(Model):
    text: Prose
    why: Prose
    instead: Prose


class Area(Model):
    title: Prose
    statements: Annotated[tuple[Hurdle, ...], Field(min_length=1, max_length=6)]


class Verdict(Model):
    """Was bei höchstens `up_to` Kreuzen gilt; die Liste steigt an."""

    up_to: Annotated[int, Field(ge=0)]
    title: Prose
    text: Prose


class HurdleCheck(Tool):
    """Vergraulungs-Check: ankreuzen, zählen, abbauen."""

    note: Prose
    areas: Annotated[tuple[Area, ...], Field(min_length=1)]
    results: Annotated[tuple[Verdict, ...], Field(min_length=2)]

    @property
    def count(self) -> int:
        return sum(len(area.statements) for area in self.areas)

    def problems(self) -> Iterator[tuple[Path, str, str]]:
        limits = [verdict.up_to for verdict in self.results]
        for i, (before, limit) in enumerate(pairwise(limits), 1):
            if limit <= before:
                yield (
                    ("results", i, "up_to"),
                    f"up_to ist {limit}, davor steht {before}.",
                    "Ordnen Sie die Ergebnisse nach wachsender Zahl der Kreuze.",
                )
        if limits[-1] != self.count:
            yield (
                ("results", len(limits) - 1, "up_to"),
                f"Das letzte Ergebnis gilt bis {limits[-1]}, es gibt aber {self.count} Aussagen.",
                f"Schreiben Sie „up_to: {self.count}“.",
            )


Five = Annotated[tuple[Prose, ...], Field(min_length=5, max_length=5)]
"""Five statements from 0 to 3 make 15 points: no sum lies in the very middle."""


class Scale(Model):
    label: Prose
    low: Prose
    high: Prose
    statements: Five


class Quadrant(Model):
    title: Prose
    text: Prose
    next: Prose


class Quadrants(Model):
    both: Quadrant
    conditions_only: Quadrant
    practices_only: Quadrant
    neither: Quadrant


class ClimateTest(Tool):
    """Klima-Schnelltest: zwei Skalen, vier Felder."""

    answers: Annotated[tuple[Prose, ...], Field(min_length=4, max_length=4)]
    conditions: Scale
    practices: Scale
    results: Quadrants
    borderline: Prose
    talk: Prose
    honesty: Prose

    @property
    def statements(self) -> list[tuple[str, str]]:
        """(scale, text), the scales in turn, so that nobody answers one of them in a single go."""
        pairs = zip(self.conditions.statements, self.practices.statements, strict=True)
        return [one for x, y in pairs for one in (("x", x), ("y", y))]

    @property
    def quadrants(self) -> list[tuple[bool, bool, Quadrant]]:
        """(conditions are high, practices are high, what that means)."""
        results = self.results
        return [
            (True, True, results.both),
            (True, False, results.conditions_only),
            (False, True, results.practices_only),
            (False, False, results.neither),
        ]


class Step(Model):
    name: Prose
    short: Prose
    signs: Annotated[tuple[Prose, ...], Field(min_length=2, max_length=2)]
    next: Prose
    ask: Prose


class Stairs(Tool):
    """Treppenbild: die unterste Stufe, der ein Kreuz fehlt."""

    steps: Annotated[tuple[Step, ...], Field(min_length=5, max_length=5)]
    gap: Prose
    gap_below_ticks: Prose
    empty: Prose
    complete: Prose
    note: Prose


Limit = Annotated[int, Field(ge=20, le=300)]
"""How many characters a field of a form takes."""


class Matter(Model):
    label: Prose
    placeholder: Prose


class Column(Model):
    label: Prose
    hint: Prose
    max: Limit = 160


class Choice(Model):
    label: Prose
    hint: Prose


class ChoiceColumn(Model):
    label: Prose
    hint: Prose
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=5)]
    asked: Prose
    guessed: Prose


class Columns(Model):
    """Die Spalten der Karte; ihre Reihenfolge steht fest, Namen und Hinweise nicht."""

    punkt: Column
    tut: Column
    erlebnis: ChoiceColumn
    zustaendig: Column
    schritt: Column


class Example(Model):
    punkt: Prose
    tut: Prose
    erlebnis: Prose
    gefragt: Truth
    zustaendig: Prose
    schritt: Prose


class TouchpointMap(Tool):
    """Touchpoint-Karte: Zeilen ausfüllen, ordnen, drucken, kopieren."""

    matter: Matter
    start: Annotated[int, Field(ge=1, le=20, description="leere Zeilen zu Beginn")]
    max: Annotated[int, Field(ge=1, le=20)]
    columns: Columns
    examples: tuple[Example, ...] = ()
    unassigned: Annotated[Prose, Field(description="Satz mit {n}: Zeilen ohne Zuständige")]
    unasked: Annotated[Prose, Field(description="Satz mit {n} und {total}: Zeilen, zu denen niemand gefragt wurde")]
    note: Prose
    privacy: Prose
    signature: Annotated[Prose, Field(description="Zeile zum Ausfüllen unter der gedruckten Karte")]

    def problems(self) -> Iterator[tuple[Path, str, str]]:
        labels = [choice.label for choice in self.columns.erlebnis.choices]
        for i, example in enumerate(self.examples):
            if example.erlebnis not in labels:
                yield (
                    ("examples", i, "erlebnis"),
                    f"„{example.erlebnis}“ steht nicht zur Auswahl.",
                    f"Möglich sind: {', '.join(labels)}.",
                )
        yield from _unknown_slots(("unassigned",), self.unassigned, {"n"})
        yield from _unknown_slots(("unasked",), self.unasked, {"n", "total"})


class PlanField(Model):
    label: Prose
    hint: Prose
    placeholder: Prose
    error: Annotated[Prose | None, Field(description="fehlt bei freiwilligen Feldern")] = None
    max: Limit = 160


class PlanFields(Model):
    """Die Felder des Plans; ihre Namen sind zugleich die Platzhalter der Termine."""

    vorhaben: PlanField
    woche1: PlanField
    woche2: PlanField
    woche3: PlanField
    woche4: PlanField
    person: PlanField
    brauche: PlanField


class StartField(Model):
    label: Prose
    hint: Prose
    empty: Prose
    past: Prose
    far: Prose


class Appointment(Model):
    """Ein ganztägiger Termin; Tag 0 ist der Starttag. Zeilen mit leerem Platzhalter entfallen."""

    day: Annotated[int, Field(ge=0, le=60)]
    title: Prose
    text: Prose


class Suggestion(Model):
    lesson: Slug
    title: Prose
    vorhaben: Prose
    woche1: Prose
    woche2: Prose
    woche3: Prose
    woche4: Prose


class ThirtyDayPlan(Tool):
    """30-Tage-Plan: ausfüllen, ansehen, als Kalender- oder Textdatei mitnehmen."""

    privacy: Prose
    fields: PlanFields
    start: StartField
    delay: Prose
    events: Annotated[tuple[Appointment, ...], Field(min_length=1, max_length=12)]
    suggestions: tuple[Suggestion, ...] = ()

    def days_of(self, field: str) -> list[int]:
        """The days whose appointment names what the field holds."""
        return [event.day for event in self.events if f"{{{field}}}" in event.title]

    def problems(self) -> Iterator[tuple[Path, str, str]]:
        names = set(PlanFields.model_fields)
        for i, event in enumerate(self.events):
            yield from _unknown_slots(("events", i, "title"), event.title, names)
            yield from _unknown_slots(("events", i, "text"), event.text, names)
        for i, suggestion in enumerate(self.suggestions):
            for name in sorted(names & set(Suggestion.model_fields)):
                limit, length = getattr(self.fields, name).max, len(getattr(suggestion, name))
                if length > limit:
                    yield (
                        ("suggestions", i, name),
                        f"Der Vorschlag hat {length} Zeichen, das Feld „{name}“ fasst {limit}.",
                        "Kürzen Sie ihn.",
                    )

    def lessons(self) -> Iterator[tuple[Path, str]]:
        for i, suggestion in enumerate(self.suggestions):
            yield ("suggestions", i, "lesson"), suggestion.lesson


def _unknown_slots(path: Path, text: str, known: set[str]) -> Iterator[tuple[Path, str, str]]:
    for name in re.findall(r"\{([^}]*)\}", text):
        if name not in known:
            slots = ", ".join(f"{{{one}}}" for one in sorted(known))
            yield path, f"Den Platzhalter „{{{name}}}“ gibt es nicht.", f"Möglich sind: {slots}."


FITS = Rule("werkzeug", "Ein Werkzeug ohne passende Texte stünde leer oder falsch in der Lektion.")
TRAINING = "training.yml"  # beside the lessons, too, but no tool
TOOLS: dict[str, type[Tool]] = {
    "vergraulungs-check": HurdleCheck,
    "klima-schnelltest": ClimateTest,
    "treppenbild": Stairs,
    "touchpoint-karte": TouchpointMap,
    "dreissig-tage-plan": ThirtyDayPlan,
}


def load_tool_data(course: Course, slug: str) -> Tool | None:
    """The texts of a tool; None for a tool that has none."""
    for path in _beside_lessons(course.root, f"{slug}.yml") if slug in TOOLS else ():
        placed, _ = read_form(path, path.relative_to(course.root).as_posix(), TOOLS[slug])
        return placed.item if placed else None
    return None


@FITS
def check_tools(course: Course) -> Iterator[Remark]:
    """What is wrong in the tools' files, and tools that lack theirs."""
    for page in course.pages:
        for line, name, slug in page.markers:
            path = page.path.with_name(f"{slug}.yml")
            if name == Marker.TOOL and slug in TOOLS and not path.exists():
                advice = f"Legen Sie {path.relative_to(course.root).as_posix()} an."
                yield page.says(line, f"Dem Werkzeug „{slug}“ fehlen die Texte.", advice)
    for _, placed, wrong in _files(course):
        yield from wrong
        if placed:
            yield from (placed.says(*told) for told in placed.item.problems())
            yield from not_plain(placed)
            yield from _unknown_lessons(course, placed)


def _unknown_lessons(course: Course, placed: Placed[Tool]) -> Iterator[Remark]:
    for path, slug in placed.item.lessons():
        if slug not in course.lessons:
            advice = near(slug, course.lessons, "Nehmen Sie den Dateinamen einer Lektion, ohne .md.")
            yield placed.says(path, f"Die Lektion „{slug}“ gibt es nicht.", advice)


def _beside_lessons(root: FilePath, pattern: str) -> list[FilePath]:
    return [path for docs in docs_folders(root) for path in sorted(docs.glob(f"*/{pattern}"))]


def _files(course: Course) -> Iterator[tuple[FilePath, Placed[Tool] | None, list[Finding]]]:
    """Each tool's YAML file beside lessons: (path, its content, what is wrong)."""
    for path in _beside_lessons(course.root, "*.yml"):
        if path.name == TRAINING:
            continue  # training.py reads those
        file = path.relative_to(course.root).as_posix()
        model = TOOLS.get(path.stem)
        if model is None:
            advice = near(path.stem, TOOLS, f"Bekannt sind: {', '.join(TOOLS)}.", "{}.yml")
            problem = f"Ein Werkzeug „{path.stem}“ mit eigenen Texten gibt es nicht."
            yield path, None, [FITS.says(file, 0, problem, advice)]
            continue
        yield path, *read_form(path, file, model)


M = TypeVar("M", bound=Model)


def read_form(path: FilePath, file: str, model: type[M]) -> tuple[Placed[M] | None, list[Finding]]:
    """A YAML file that holds one `model`, and what is wrong in it."""
    text, findings = read_text(path, file)
    document = yamltext.read(text or "", file, prose=text_fields(model))
    findings += document.findings
    if isinstance(document.data, dict):
        placed, wrong = validate(model, document, (), "")
        return placed, findings + wrong
    if not findings:
        needed = f"Nötig sind {', '.join(model.model_fields)}."
        findings.append(SCHEMA.says(file, 1, "Hier stehen keine Felder.", needed))
    return None, findings


def not_plain(placed: Placed[Any]) -> Iterator[Remark]:
    """HTML and citations in texts that are shown as they stand."""
    for path, text in texts(placed.item):
        found = HTML_TAG.search(text) or CITATION.search(text)
        if found:
            problem = f"Im Text steht „{shorten(found[0], 30)}“; hier gilt schlichter Text."
            yield placed.says(path, problem, "Nehmen Sie HTML heraus; Quellen nennt die Lektion.")

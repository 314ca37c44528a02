"""What authors write, as types: questions, lessons' front matter, sources.

The JSON Schema for editors is made from these classes; `Placed` adds where an object was written.
"""

from __future__ import annotations

import hashlib
import json
import re
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Generic, Literal, TypeAlias, TypeGuard, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from .findings import Finding, Remark, near, shorten
from .yamltext import MAX_FINDINGS, Document, Path

Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z]*[A-Z][A-Za-z0-9-]*$", max_length=40)]


def _truth(value: Any) -> Any:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _number(value: Any) -> Any:
    return value.replace(",", ".") if isinstance(value, str) and re.fullmatch(r"-?\d+,\d+", value) else value


Truth = Annotated[bool, BeforeValidator(_truth), Field(strict=True)]
MOST_NUMBER = 10**12
"""Beyond it numbers can neither be written with all their decimals nor be read by who answers."""

Number = Annotated[float, BeforeValidator(_number), Field(allow_inf_nan=False, ge=-MOST_NUMBER, le=MOST_NUMBER)]


class Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


Rating = Literal["helps", "neutral", "harms"]
RATINGS: tuple[Rating, ...] = get_args(Rating)


class Option(Model):
    """Eine Antwortmöglichkeit; jede sagt, warum sie stimmt oder nicht."""

    text: Prose
    correct: Truth
    feedback: Prose


class Verdicts(Model):
    """Was jemand liest, dessen Eingabe stimmt oder nicht stimmt."""

    correct: Prose
    incorrect: Prose


class Answer(Model):
    """Gesuchte Zahl; alles von value - tolerance bis value + tolerance zählt."""

    value: Number
    tolerance: Annotated[Number, Field(ge=0)] = 0
    unit: Prose | None = None


class Item(Model):
    text: Prose
    feedback: Prose


class Pair(Model):
    left: Prose
    right: Prose
    feedback: Prose


class Segment(Model):
    """Ein Satz des Textes; mark sagt, ob er zu markieren ist."""

    text: Prose
    mark: Truth
    feedback: Prose


class Reaction(Model):
    """Eine Reaktion auf die Situation: Sie hilft, ändert nichts oder schadet."""

    text: Prose
    rating: Rating
    feedback: Prose


class Question(Model):
    """Was jede Frage hat. `id` ist dauerhaft: Der Lernstand hängt daran."""

    id: Slug
    revision: Annotated[
        int, Field(ge=1, description="Erhöhen, wenn sich der Sinn ändert: Lernende antworten dann neu.")
    ]
    wording: Annotated[int, Field(ge=0, description="Erhöhen, wenn sich allein der Wortlaut ändert.")] = 0
    status: Literal["active", "retired"] = "active"
    lesson: Slug
    objective: Slug
    use: Literal["practice", "exam"]
    stem: Prose
    explanation: Prose
    sources: tuple[Key, ...] = ()

    @abstractmethod
    def keyed(self) -> Any:
        """The part of the question whose change is a decision: what is asked and what counts as right."""

    def fingerprint(self) -> str:
        """16 hex digits over stem, choices and key; where a stem has its blank line is no matter."""
        text = json.dumps([re.sub(r"\s*\n\s*", " ", self.stem), self.keyed()], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


class Choice(Question):
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=6)]

    def keyed(self) -> Any:
        return [[option.text, option.correct] for option in self.options]


class SingleChoice(Choice):
    type: Literal["single"]


class MultipleChoice(Choice):
    type: Literal["multiple"]


BLANK = re.compile(r"\[\[(.*?)\]\]", re.S)


class Cloze(Question):
    """Lückentext; die Lücken stehen im stem: … [[Weg|Pfad]] …"""

    type: Literal["cloze"]
    feedback: Verdicts

    def blanks(self) -> list[list[str]]:
        """Accepted answers of each blank, in order."""
        return [[answer.strip() for answer in inner.split("|")] for inner in BLANK.findall(self.stem)]

    def keyed(self) -> Any:
        return []  # the key is part of the stem


class Numeric(Question):
    type: Literal["numeric"]
    answer: Answer
    feedback: Verdicts

    def keyed(self) -> Any:
        return [self.answer.value, self.answer.tolerance, self.answer.unit]


class Order(Question):
    """Reihenfolge; items stehen in der richtigen."""

    type: Literal["order"]
    items: Annotated[tuple[Item, ...], Field(min_length=3, max_length=8)]

    def keyed(self) -> Any:
        return [item.text for item in self.items]


class Match(Question):
    """Zuordnung; extra sind rechte Seiten, die zu keiner linken gehören."""

    type: Literal["match"]
    pairs: Annotated[tuple[Pair, ...], Field(min_length=2, max_length=8)]
    extra: tuple[Prose, ...] = ()

    def keyed(self) -> Any:
        return [[[pair.left, pair.right] for pair in self.pairs], list(self.extra)]


class Mark(Question):
    """Stellen in einem Text finden; segments stehen in der Reihenfolge des Textes."""

    type: Literal["mark"]
    segments: Annotated[tuple[Segment, ...], Field(min_length=3, max_length=8)]

    def keyed(self) -> Any:
        return [[segment.text, segment.mark] for segment in self.segments]


class Rate(Question):
    """Reaktionen auf eine Situation einschätzen."""

    type: Literal["rate"]
    reactions: Annotated[tuple[Reaction, ...], Field(min_length=3, max_length=4)]

    def keyed(self) -> Any:
        return [[reaction.text, reaction.rating] for reaction in self.reactions]


class Write(Question):
    """Etwas schreiben oder laut sagen; danach sieht man models und prüft sich selbst an den criteria."""

    type: Literal["write"]
    criteria: Annotated[tuple[Prose, ...], Field(min_length=3, max_length=3)]
    models: Annotated[tuple[Prose, ...], Field(min_length=2, max_length=4)]

    def keyed(self) -> Any:
        return list(self.criteria)


AnyQuestion: TypeAlias = Annotated[
    SingleChoice | MultipleChoice | Cloze | Numeric | Order | Match | Mark | Rate | Write, Field(discriminator="type")
]
"""The only list of types. Whoever treats them differently matches over it, so that mypy names who forgets one."""

QUESTION_TYPES: dict[str, type[AnyQuestion]] = {
    name: kind for kind in get_args(get_args(AnyQuestion)[0]) for name in get_args(kind.model_fields["type"].annotation)
}


class QuestionFile(Model):
    """Eine Datei der Fragenbank: die Fragen eines Moduls."""

    questions: tuple[AnyQuestion, ...]


class Head(Model):
    """Front matter that every page has."""

    title: Prose
    description: Prose


Clause = Annotated[Prose, StringConstraints(max_length=90)]


class Monday(Model):
    """Ein Vorsatz: „Wenn …, dann …“; beide Wörter setzt der Bau davor."""

    when: Clause
    then: Clause


class Talk(Model):
    """Eine Frage zum Fall für eine Runde; listen sagt denen, die leiten, worauf sie in den Antworten achten."""

    ask: Annotated[Prose, StringConstraints(max_length=160)]
    listen: Annotated[Prose, StringConstraints(max_length=200)]


class LessonHead(Head):
    """Front matter of a lesson."""

    description: Annotated[Prose, StringConstraints(min_length=60, max_length=170)]
    exercise: Annotated[int, Field(ge=1, le=60, description="Minuten für die Übung; alle anderen rechnet der Bau aus.")]
    ideas: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{1,3}$")], ...] = ()
    objectives: Annotated[dict[Slug, Prose], Field(min_length=2, max_length=4)]
    monday: Annotated[Monday, Field(description="Der Satz für Montag, in der Ich-Form")]
    talk: Annotated[tuple[Talk, ...], Field(min_length=2, max_length=3, description="Fragen zum Fall, für Gruppen")]


class PageHead(Head):
    """Front matter of every other page."""

    description: Annotated[Prose, StringConstraints(min_length=40, max_length=170)]
    template: Annotated[str, StringConstraints(pattern=r"^[a-z-]+\.html$")] | None = None
    picture: Annotated[
        str | None,
        StringConstraints(pattern=r"^([a-z0-9-]+\.svg|material/[a-z0-9-]+)$"),
        Field(
            description="Kleines Bild in Listen: eine Zeichnung neben der Seite (jahre.svg) oder ein Symbol (material/door-open)."
        ),
    ] = None


class ConversationHead(PageHead):
    """Front matter of a conversation to play."""

    lesson: Annotated[Slug, Field(description="Die Lektion, die mit einer Karte zum Gespräch führt")]
    place: Annotated[Prose, Field(description="Wo es spielt, für die Karte: Hotline eines Energieversorgers")]
    people: Annotated[tuple[Prose, ...], Field(min_length=1, description="Alle, die darin vorkommen, außer „Sie“")]
    exercise: Annotated[int, Field(ge=1, le=15, description="So viele Minuten dauert es.")]


class PathHead(PageHead):
    """Front matter of a learning path: lessons and whole modules, by slug, in order."""

    audience: Prose
    path: Annotated[tuple[Slug, ...], Field(min_length=2)]


class ExamHead(PageHead):
    """Front matter of an exam, which has no objectives of its own: the course's, in a module, or the check of a path."""

    exam: Annotated[int, Field(ge=1, le=40, description="So viele Fragen hat ein Versuch.")]
    of: Annotated[Slug | None, Field(description="Der Weg, aus dessen Lektionen die Fragen kommen; sonst der Kurs")] = (
        None
    )


class Source(Model):
    """A work that lessons may cite."""

    label: Annotated[Prose, Field(description="Kurz, wie es im Text steht: Dixon u. a. 2010")]
    work: Annotated[Prose, Field(description="Das Originalwerk mit Titel, Ort und Jahr")]
    lang: Annotated[
        str | None,
        StringConstraints(pattern=r"^[a-z]{2}$"),
        Field(description="Sprache des Titels, wenn es nicht die des Kurses ist: en"),
    ] = None
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    grade: Literal["A", "B"]
    seen: Annotated[Prose, Field(description="Was davon gelesen wurde: nach dem Abstract, nach der Pressemitteilung")]


class Evidence(Model):
    """What may be said of a finding: one sentence, which its lesson shows in the place of <!-- befund: key -->."""

    sentence: Annotated[Prose, Field(description="Der Satz, der gesagt werden darf, mit Zahl, Bezug und Grenze")]
    sources: Annotated[tuple[Key, ...], Field(min_length=1, description="Schlüssel aus docs/quellen.yml")]
    lesson: Annotated[Slug, Field(description="Die eine Lektion, in der er steht")]


def _strings(schema: Mapping[str, Any]) -> Iterator[bool]:
    """For each string in a field's schema, whether it is a name: one that has a pattern or a list of values."""
    if schema.get("type") == "string":
        yield not schema.keys().isdisjoint({"pattern", "enum", "const"})
    values = [schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()]
    for inner in (schema.get("items"), *values, *schema.get("anyOf", ())):
        yield from _strings(inner) if isinstance(inner, dict) else ()


@cache
def text_fields(model: type[Model]) -> frozenset[str]:
    """Names of all fields that hold texts or lists of them, at any depth."""
    schema = model.model_json_schema()
    fields = [field for part in (schema, *schema.get("$defs", {}).values()) for field in part["properties"].items()]
    return frozenset(name for name, field in fields if not all(_strings(field)))


@cache
def _names(model: type[Model]) -> frozenset[str]:
    """Fields of `model` itself that hold names alone."""
    fields = {name: list(_strings(field)) for name, field in model.model_json_schema()["properties"].items()}
    return frozenset(name for name, strings in fields.items() if strings and all(strings))


def texts(value: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text in a model, with its path: whatever is a string and no name (id, slug, type), also in new fields."""
    match value:
        case str():
            yield path, value
        case Model():
            for name in type(value).model_fields.keys() - _names(type(value)):
                yield from texts(getattr(value, name), (*path, name))
        case tuple():
            for i, entry in enumerate(value):
                yield from texts(entry, (*path, i))
        case dict():
            for key, entry in value.items():
                yield from texts(entry, (*path, key))


T = TypeVar("T", bound=Model)
T_co = TypeVar("T_co", bound=Model, covariant=True)


@dataclass(frozen=True)
class Placed(Generic[T_co]):
    """A model with the file and the lines it was written on; `lines` maps field paths to lines.

    `subject` names it in messages: "Frage schild-fehlkauf".
    """

    item: T_co
    file: str
    lines: Mapping[Path, int]
    subject: str = ""

    def line(self, *path: str | int) -> int:
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)

    def says(self, path: str | Path, problem: str, remedy: str) -> Remark:
        """What is wrong with the field `path`."""
        line = self.line(*((path,) if isinstance(path, str) else path))
        return Remark(self.file, line, self.subject, problem, remedy)


def holds(placed: Placed[Model] | None, kind: type[T]) -> TypeGuard[Placed[T]]:
    """Whether a `kind` was written there."""
    return placed is not None and isinstance(placed.item, kind)


def validate(model: type[T], document: Document, path: Path, subject: str) -> tuple[Placed[T] | None, list[Finding]]:
    """The value at `path` of `document` as `model`, or what keeps it from being one."""
    value = document.data
    for part in path:
        value = value[part]
    lines = document.lines_below(path)
    if isinstance(value, dict):
        value = {key: [] if entry is None and _is_list(model, key) else entry for key, entry in value.items()}
    try:
        return Placed(model.model_validate(value), document.file, lines, subject), []
    except ValidationError as error:
        return None, [
            document.says((*path, *_location(one["loc"])), *_explain(one, model), subject)
            for one in error.errors(include_url=False)[:MAX_FINDINGS]
        ]


def _is_list(model: type[Model], key: str) -> bool:
    info = model.model_fields.get(key)
    return info is not None and "tuple" in str(info.annotation)


def _location(loc: tuple[Any, ...]) -> Path:
    return tuple(part for part in loc if part != "[key]")


def _explain(error: Mapping[str, Any], model: type[Model]) -> tuple[str, str]:
    """What is wrong and what to do, in German, for one pydantic error."""
    kind, context = error["type"], error.get("ctx", {})
    names = [str(part) for part in error["loc"] if not isinstance(part, int) and part != "[key]"]
    name = shorten(names[-1]) if names else "Eintrag"
    value = error.get("input")
    shown = shorten(str(value))
    if kind == "missing" and model is LessonHead and name in _NEEDED:
        return _NEEDED[name]
    if kind == "missing":
        return f"Das Feld „{name}“ fehlt oder ist falsch eingerückt.", f"Ergänzen Sie „{name}: …“."
    if kind == "extra_forbidden" and model is LessonHead and name == "minutes":
        remedy = "Löschen Sie die Zeile und schreiben Sie unter exercise: die Minuten für die Übung."
        return "Wie lange die Lektion dauert, rechnet der Bau aus.", remedy
    if kind == "extra_forbidden":
        hint = near(name, model.model_fields, "Löschen Sie es oder prüfen Sie die Einrückung.")
        return f"Das Feld „{name}“ gibt es hier nicht.", hint
    if kind == "literal_error":
        return f"„{shown}“ ist kein Wert für „{name}“.", f"Möglich sind: {context['expected'].replace(' or ', ', ')}."
    if kind == "string_pattern_mismatch":
        return f"„{shown}“ hat nicht die Form, die „{name}“ braucht.", _PATTERNS.get(
            context["pattern"], "Siehe CONTRIBUTING.md."
        )
    if kind == "string_too_short":
        return f"„{name}“ ist zu kurz.", f"Mindestens {context['min_length']} Zeichen."
    if kind == "string_too_long":
        return f"„{name}“ ist zu lang.", f"Höchstens {context['max_length']} Zeichen."
    if kind in ("too_short", "too_long"):
        count = context.get("min_length", context.get("max_length"))
        word = "Mindestens" if kind == "too_short" else "Höchstens"
        return (
            f"„{name}“ hat {context['actual_length']} Einträge.",
            f"{word} {count} sind nötig." if word == "Mindestens" else f"{word} {count} sind möglich.",
        )
    if kind.startswith("bool"):
        return f"„{shown}“ ist kein Wert für „{name}“.", "Schreiben Sie true oder false."
    if kind.startswith(("int", "float", "finite", "greater_than", "less_than")):
        limit = "".join(
            f" ({word} {context[key]:.0f})"
            for key, word in (("ge", "mindestens"), ("le", "höchstens"))
            if key in context
        )
        return f"„{shown}“ ist keine passende Zahl für „{name}“.", f"Schreiben Sie eine Zahl{limit}, ohne Einheit."
    if kind == "string_type":
        empty = value is None
        return (
            (f"„{name}“ ist leer.", "Schreiben Sie einen Text dahinter.")
            if empty
            else (f"„{name}“ muss ein Text sein.", "Prüfen Sie die Einrückung.")
        )
    if kind in ("tuple_type", "list_type"):
        return (
            f"„{name}“ muss eine Liste sein.",
            "Schreiben Sie jeden Eintrag in eine Zeile mit „- “, oder [] für keinen.",
        )
    return f"„{name}“ hat nicht die richtige Form.", "Prüfen Sie Einrückung und Felder gegen eine Nachbarin."


_NEEDED = {
    "monday": (
        "Es fehlt der Satz für Montag.",
        "Ergänzen Sie im Kopf monday: und darunter when: und then: mit je einem Halbsatz, in der Ich-Form.",
    ),
    "talk": (
        "Es fehlen die Fragen zum Fall.",
        "Ergänzen Sie im Kopf talk: mit zwei Fragen (ask:), jede mit einer Zeile, worauf zu achten ist (listen:).",
    ),
}
"""What a lesson's head may lack of what paper shows."""

_PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "Kleinbuchstaben a–z, Ziffern und Bindestriche, zum Beispiel „schild-fehlkauf“.",
    r"^[a-z]*[A-Z][A-Za-z0-9-]*$": "Ein Schlüssel aus docs/quellen.yml, zum Beispiel Dixon2010b, mit einem großen Buchstaben.",
    r"^[A-Z][0-9]{1,3}$": "Eine Idee aus docs/ideen.yml: ein großer Buchstabe und eine Zahl, zum Beispiel I4.",
    r"^[a-z]{2}$": "Das Kürzel einer Sprache, zum Beispiel en.",
    r"^[a-z-]+\.html$": "Der Name einer Vorlage in overrides/, zum Beispiel gespraech.html.",
    r"^10\.\d{4,9}/\S+$": "Ein DOI beginnt mit 10., zum Beispiel 10.1037/a0012704.",
    r"^https?://\S+$": "Eine Adresse beginnt mit https://.",
}

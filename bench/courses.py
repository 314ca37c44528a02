"""Courses of any size to measure with: our own sentences, pictures and questions in new order.

Prose keeps the patterns of real German; some nouns become compounds, differently in every lesson, so that the
vocabulary grows with the course as it would in life. The same lesson is written twice: for this project, and as
somebody would write it for MkDocs, Material and mkdocs-quiz out of the box ("stock").

A lesson: about 1,200 words, a table, a figure, five links, three sources, six choice questions, feedback on every
option. Ten lessons a module. Lesson i is the same in every course that has it, up to the targets of its links.
"""

from __future__ import annotations

import json
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kurs.content.course import Course, load_course
from kurs.content.model import SingleChoice

ROOT = Path(__file__).parent.parent
PER_MODULE = 10
QUESTIONS = 6

FIRST_PARTS = re.findall(
    r"\w+",
    """
    Abend Amts Anfrage Angebots Anruf Arbeits Arzt Auftrags Bahn Bank Bäckerei Beratungs Beschwerde Bestell
    Betriebs Buch Bus Büro Dienst Eingangs Einkaufs Empfangs Fach Fahrrad Familien Ferien Filial Fleisch Flug
    Formular Frist Früh Garten Gast Gemeinde Geräte Haus Heizungs Herbst Hotel Innenstadt Jahres Kaffee Kassen
    Keller Kinder Kleider Kranken Küchen Kurs Laden Lager Leitungs Liefer Markt Messe Miet Mittags Möbel Monats
    Montags Nacht Netz Optik Paket Park Pflege Post Praxis Probe Quartals Rechnungs Reise Reklamations Reparatur
    Rückgabe Samstags Schalter Schicht Schuh Schul Service Sommer Sonntags Sparten Sport Stadt Stamm Strom Tages
    Tarif Team Telefon Termin Theater Tisch Transport Urlaubs Verkaufs Versand Vertrags Vor Wartungs Wechsel
    Werkstatt Wetter Winter Wochen Zahlungs Zeitungs Zimmer Zug Zusatz
    """,
)
NOUN = re.compile(r"(?<=[a-zäöüß,] )[A-ZÄÖÜ][a-zäöüß]{3,}\b")


@dataclass(frozen=True)
class Choice:
    """A question, ready to be written in either syntax."""

    id: str
    objective: str
    stem: str
    options: list[tuple[str, bool, str]]
    explanation: str


@dataclass(frozen=True)
class Text:
    """A lesson before it has a syntax."""

    number: int
    slug: str
    title: str
    description: str
    case: str
    sections: list[tuple[str, str, list[str]]]  # title, anchor, paragraphs
    table: list[list[str]]
    figure: str
    sources: list[str]
    points: list[str]
    questions: list[Choice]

    @property
    def module(self) -> int:
        return self.number // PER_MODULE


class Generator:
    """Draws on the course in this repository."""

    def __init__(self, course: Course):
        self.course = course
        self.keys = sorted(course.sources)
        self.figures = sorted(course.root.glob("docs/*/*.svg"))
        self.choices = [p.item for p in course.bank.active(use="practice") if isinstance(p.item, SingleChoice)]

    @cached_property
    def sentences(self) -> list[str]:
        """Whole sentences of our lessons that stand without markup, in a fixed order."""
        found: dict[str, None] = {}
        for lesson in self.course.lessons.values():
            for paragraph in re.split(r"\n\s*\n", lesson.body):
                text = " ".join(paragraph.split())
                if re.match(r"[A-ZÄÖÜ„]", text) and not re.search(r"[<>|\[\]{}*_`#]", text):
                    for sentence in re.split(r"(?<=[.?])\s+(?=[A-ZÄÖÜ])", text):
                        if 40 <= len(sentence) <= 260 and sentence.count("„") == sentence.count("“"):
                            found[sentence] = None
        return list(found)

    def varied(self, text: str, draw: random.Random, share: float = 0.2) -> str:
        """`text` with about `share` of its nouns as compounds."""

        def compound(match: re.Match[str]) -> str:
            # The square of a random number makes some first parts common and most of them rare.
            first = FIRST_PARTS[int(draw.random() ** 2 * len(FIRST_PARTS))]
            return first + match[0].lower() if draw.random() < share else match[0]

        return NOUN.sub(compound, text)

    def _paragraph(self, stock: Iterator[str], draw: random.Random, words: int) -> str:
        out: list[str] = []
        while sum(len(sentence.split()) for sentence in out) < words:
            out.append(self.varied(next(stock), draw))
        return " ".join(out)

    def lesson(self, number: int) -> Text:
        draw = random.Random(f"lektion {number}")
        slug = f"lektion-{number + 1}"
        topic = self.varied("die Frage", draw, 1).removeprefix("die ")
        titles = ["Worum es geht", "Wie es dazu kommt", "Was man darüber weiß", "Was daraus folgt", "Jetzt Sie"]
        anchors = ["worum", "wie-es-kommt", "belege", "folgen", "uebung"]
        stock = iter(draw.sample(self.sentences, len(self.sentences)))  # no sentence twice in a lesson
        sections = [
            (title, anchor, [self._paragraph(stock, draw, 85) for _ in range(2)])
            for title, anchor in zip(titles, anchors, strict=True)
        ]
        short = (self.varied(sentence, draw) for sentence in stock if len(sentence) < 75)
        return Text(
            number=number,
            slug=slug,
            title=f"{topic} {number + 1}: {self.varied('der Anlass', draw, 1).removeprefix('der ')}",
            description=self.varied(
                f"Was hinter einer {topic} steckt, welche Folgen der Umgang mit ihr hat und was dem Team hilft.",
                draw,
                1,
            ),
            case=self._paragraph(stock, draw, 75),
            sections=sections,
            table=[[next(short) for _ in range(3)] for _ in range(5)],
            figure=self._figure(draw),
            sources=draw.sample(self.keys, 3),
            points=[next(short) for _ in range(4)],
            questions=[
                self._question(question, number, i, draw)
                for i, question in enumerate(draw.sample(self.choices, QUESTIONS))
            ],
        )

    def _figure(self, draw: random.Random) -> str:
        svg = draw.choice(self.figures).read_text("utf-8")
        return re.sub(r">([^<>]+)<", lambda match: f">{self.varied(match[1], draw, 0.5)}<", svg)

    def _question(self, question: SingleChoice, lesson: int, place: int, draw: random.Random) -> Choice:
        options = [
            (self.varied(option.text, draw, 0.4), option.correct, self.varied(option.feedback, draw, 0.4))
            for option in question.options
        ]
        return Choice(
            id=f"l{lesson + 1}-{question.id}"[:60],
            objective=f"ziel-{lesson + 1}-{place % 2 + 1}",
            stem=self.varied(question.stem, draw, 0.4),
            options=options,
            explanation=self.varied(question.explanation, draw, 0.4),
        )


def _links(text: Text, count: int) -> list[int]:
    """Numbers of five other lessons, some near, some far."""
    draw = random.Random(f"links {text.number}")
    return [(text.number + step) % count for step in (1, 2, 3)] + [draw.randrange(count) for _ in range(2)]


def _file(number: int) -> str:
    return f"modul-{number // PER_MODULE + 1}/lektion-{number + 1}.md"


def _objectives(text: Text) -> list[str]:
    return [f"Erklären, warum {p[0].lower()}{p[1:].rstrip('.?')}" for p in text.points[:2]]


def _body(text: Text, count: int, quiz: str, cite: Any) -> str:
    """Markdown of a lesson; `quiz` is its quiz in either syntax, `cite` writes a citation."""
    parts = [f"# {text.title}", text.case]
    links = iter(_links(text, count))
    keys = iter(text.sources)
    for title, anchor, paragraphs in text.sections:
        if anchor == "uebung":
            parts.append(quiz)
        first, second = paragraphs
        if anchor == "belege":
            first = re.sub(r"\. ", lambda m: f" {cite(k)}. " if (k := next(keys, None)) else m[0], first, count=3)
            parts.append(f'??? beleg "{title}"\n    {first}')
        else:
            parts += [f"## {title} {{ #{anchor} }}", first]
        if anchor == "worum":
            parts.append(f'![Die Zeichnung zeigt, worum es geht.](bild-{text.number + 1}.svg "Was zusammenhängt.")')
        if anchor == "folgen":
            rows = ["| Anlass | Was man sieht | Was hilft |", "|---|---|---|"]
            parts.append("\n".join(rows + [f"| {' | '.join(row)} |" for row in text.table]))
        to = next(links)
        parts.append(f"{second} Mehr dazu steht in der [Lektion {to + 1}](../{_file(to)}).")
    parts += ["## Kernpunkte { #kernpunkte }", "\n".join(f"- {point}" for point in text.points)]
    return "\n\n".join(parts) + "\n"


def _head(**values: Any) -> str:
    return "---\n" + "".join(f"{k}: {json.dumps(v, ensure_ascii=False)}\n" for k, v in values.items()) + "---\n\n"


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _nav(count: int, before: list[str], after: list[str]) -> str:
    lines = ["nav:", *(f"  - {entry}" for entry in before)]
    for module in range((count - 1) // PER_MODULE + 1):
        lines += [f"  - Modul {module + 1}:", f"      - modul-{module + 1}/index.md"]
        lines += [f"      - {_file(i)}" for i in range(module * PER_MODULE, min(count, (module + 1) * PER_MODULE))]
    return "\n".join(lines + [f"  - {entry}" for entry in after]) + "\n"


def write_both(folder: Path, count: int) -> tuple[Path, Path]:
    """Write `folder`/kurs and `folder`/stock with `count` lessons each; returns both."""
    generator = Generator(load_course(ROOT))
    ours, stock = folder / "kurs", folder / "stock"
    for project in (ours, stock):
        shutil.rmtree(project, ignore_errors=True)
    texts = [generator.lesson(i) for i in range(count)]
    _write_ours(ours, texts, generator.course)
    _write_stock(stock, texts, generator.course)
    return ours, stock


def _module_head(module: int) -> str:
    return _head(
        title=f"Modul {module + 1}",
        description=f"Zehn Lektionen, die zusammengehören: das Modul mit der Nummer {module + 1}.",
    )


def _write_ours(root: Path, texts: list[Text], course: Course) -> None:
    count = len(texts)
    shutil.copytree(ROOT / "overrides", root / "overrides")
    others = _other_pages(root, course, count)
    for module in range((count - 1) // PER_MODULE + 1):
        folder = f"modul-{module + 1}"
        _write(root / "docs" / folder / "index.md", f"{_module_head(module)}# Modul {module + 1}\n\n<!-- modul -->\n")
        mine = [text for text in texts if text.module == module]
        questions = [_yaml(text, question) for text in mine for question in text.questions]
        _write(root / "quizzes" / f"{folder}.yml", "questions:\n" + "\n".join(questions))
    for text in texts:
        goals = {f"ziel-{text.number + 1}-{i}": goal for i, goal in enumerate(_objectives(text), 1)}
        file = root / "docs" / _file(text.number)
        body = _body(text, count, f"<!-- quiz: {text.slug} -->", lambda key: f"[{key}]")
        monday = {"when": "mir das begegnet", "then": "halte ich mich an die Lektion"}
        talk = [{"ask": f"Was fällt am Fall zum {i}. Mal auf?", "listen": "Gut ist ein Beispiel."} for i in (1, 2)]
        head = _head(
            title=text.title,
            description=text.description,
            exercise=3,
            ideas=[],
            objectives=goals,
            monday=monday,
            talk=talk,
        )
        _write(file, head + body)
        _write(file.with_name(f"bild-{text.number + 1}.svg"), text.figure)
    nav = _nav(count, ["index.md"], others)
    config = re.sub(
        r"^nav:\n(?:[ ].*\n|\n)+", lambda _: nav, (ROOT / "mkdocs.yml").read_text("utf-8"), count=1, flags=re.M
    )
    _write(root / "mkdocs.yml", config)


def _other_pages(root: Path, course: Course, count: int) -> list[str]:
    """Copy what the course has beside its modules; links and paths into them lead to lessons that exist here."""
    docs = ROOT / "docs"
    folders = {page.path.parent for page in course.lessons.values()}
    left = folders | {docs / "gespraeche"}
    named = {"ideen.yml", "befunde.yml", "umzuege.yml"}  # they name what these lessons do not have
    draw = random.Random("andere Seiten")
    names = []
    for path in sorted(docs.rglob("*")):
        if not path.is_file() or path.parent in left or path.name in named:
            continue
        name = path.relative_to(docs).as_posix()
        if path.suffix != ".md":
            (root / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, root / "docs" / name)
            continue
        text = path.read_text("utf-8")
        if re.search(r"<!-- werkzeug: (abschlusstest|zertifikat) -->", text):
            continue
        for page in folders:
            inside = rf"\]\(((?:\.\./)*){page.name}/[\w.-]+\.(md|svg)(?:#[\w-]+)?\)"
            text = re.sub(
                inside,
                lambda m: (
                    f"]({m[1]}{_file(n) if m[2] == 'md' else f'modul-1/bild-1.{m[2]}'})"
                    if (n := draw.randrange(count)) >= 0
                    else ""
                ),
                text,
            )
        if re.search(r"^path: ", text, re.M):
            chosen = ", ".join(f"lektion-{draw.randrange(count) + 1}" for _ in range(8))
            text = re.sub(r"^path: .*$", f"path: [{chosen}]", text, flags=re.M)
        _write(root / "docs" / name, text)
        names.append(name)
    return [name for name in names if name != "index.md"]


def _yaml(text: Text, question: Choice) -> str:
    def quoted(value: str) -> str:
        return json.dumps(value, ensure_ascii=False)

    options = "".join(
        f"      - text: {quoted(option)}\n        correct: {str(correct).lower()}\n        feedback: {quoted(feedback)}\n"
        for option, correct, feedback in question.options
    )
    kind = "single" if sum(correct for _, correct, _ in question.options) == 1 else "multiple"
    return (
        f"  - id: {question.id}\n    revision: 1\n    lesson: {text.slug}\n    objective: {question.objective}\n"
        f"    use: practice\n    type: {kind}\n    stem: {quoted(question.stem)}\n    options:\n{options}"
        f"    explanation: {quoted(question.explanation)}\n    sources: []\n"
    )


STOCK = """\
site_name: Wahre Kundenorientierung
theme:
  name: material
  language: de
markdown_extensions:
  - admonition
  - attr_list
  - def_list
  - md_in_html
  - pymdownx.details
  - tables
plugins:
  - search
  - mkdocs_quiz
"""


def _write_stock(root: Path, texts: list[Text], course: Course) -> None:
    count = len(texts)
    listed = "\n".join(f"- {s.item.label}: {s.item.work} {{ #{key.lower()} }}" for key, s in course.sources.items())
    _write(root / "docs" / "quellen.md", f"# Quellen\n\n{listed}\n")
    modules = range((count - 1) // PER_MODULE + 1)
    links = "\n".join(f"- [Modul {module + 1}](modul-{module + 1}/index.md)" for module in modules)
    _write(root / "docs" / "index.md", f"# Wahre Kundenorientierung\n\n{links}\n")
    for module in modules:
        mine = [text for text in texts if text.module == module]
        links = "\n".join(f"- [{text.title}]({text.slug}.md): {text.description}" for text in mine)
        _write(root / "docs" / f"modul-{module + 1}" / "index.md", f"# Modul {module + 1}\n\n{links}\n")
    for text in texts:
        quiz = "## Quiz { #quiz }\n\n" + "\n\n".join(_stock_quiz(question) for question in text.questions)
        goals = "\n".join(f"- {goal}" for goal in _objectives(text))
        body = _body(text, count, quiz, lambda key: f"[{course.sources[key].item.label}](../quellen.md#{key.lower()})")
        title, rest = body.split("\n\n", 1)
        case, rest = rest.split("\n\n", 1)
        sources = "\n".join(f"- {course.sources[k].item.label}: {course.sources[k].item.work}" for k in text.sources)
        body = (
            f"{title}\n\n{case}\n\nDanach können Sie:\n\n{goals}\n\n{rest}\n\n## Quellen {{ #quellen }}\n\n{sources}\n"
        )
        file = root / "docs" / _file(text.number)
        _write(file, body)
        _write(file.with_name(f"bild-{text.number + 1}.svg"), text.figure)
    _write(root / "mkdocs.yml", STOCK + _nav(count, ["index.md"], ["quellen.md"]))


def _stock_quiz(question: Choice) -> str:
    lines = ["<quiz>", question.stem]
    for option, correct, feedback in question.options:
        lines += [f"- [{'x' if correct else ' '}] {option}", f"> {feedback}"]
    return "\n".join([*lines, "", question.explanation, "</quiz>"])

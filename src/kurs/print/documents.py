"""The trainer kit: worksheets, answer keys, team agendas, role-play cards, handbook and guide, all as tagged PDF.

Everything comes from the lessons, the bank and docs/<module>/training.yml, so that it cannot drift from the course.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile, zip_longest
from typing import Any, TypeAlias, assert_never

from ..content.conversation import read
from ..content.course import Module
from ..content.model import (
    RATINGS,
    AnyQuestion,
    Choice,
    Cloze,
    Mark,
    Match,
    Monday,
    MultipleChoice,
    Numeric,
    Order,
    Rate,
    SingleChoice,
    Write,
)
from ..content.page import ConversationPage, Lesson, Marker, Page
from ..content.places import GLOSSARY, GUIDE, START
from ..content.questions import arranged, rating_text
from ..content.tools import load_tool_data
from ..content.training import Training, load_training
from ..exports.edition import Edition, PackageError, Product, zipped
from ..qr import qr_code
from ..typography import quoted
from ..words import day_text, gettext, marked, number_text
from .blocks import Node, read_blocks, read_inline, walk
from .role_cards import role_card
from .typesetting import Press, PressError

WHOLE = marked("Für den ganzen Kurs")
SHEETS = {"worksheet": "arbeitsblatt", "answer_key": "loesungen", "team": "team", "role_play": "rollenspiel"}
"""A module's sheets: the template of each and the name of its file."""
LETTERS = "ABCDEF"
OnPaper: TypeAlias = SingleChoice | Mark | Rate | Write
LINES = 3  # to write an answer on
SOLUTION, WEEK = "example", "tip"  # kinds of boxes in lessons


def make_kit(edition: Edition) -> Iterator[Product]:
    """Every document of the kit, and all of them in one zip. Raises PackageError."""
    documents = list(_documents(edition))
    files = {product.name: product.content for product in documents}
    purpose = gettext("Alle Blätter der folgenden Listen in einer Datei.")
    yield Product(
        edition.file_name("", "trainerkoffer", "zip"),
        gettext("Trainerkoffer"),
        gettext(WHOLE),
        purpose,
        zipped(files, edition.moment),
    )
    yield from documents


def _documents(edition: Edition) -> Iterator[Product]:
    """In the order of the list on the site; a module without training.yml has an answer key only."""
    kit = Kit(edition)
    yield kit.handbook()
    if GUIDE in edition.course.by_file:
        yield kit.guide()
    for module in edition.course.modules:
        training = load_training(edition.course, module)
        if training:
            yield kit.worksheet(module, training)
        yield kit.answers(module)
        if training:
            yield kit.agenda(module, training)
            yield kit.roleplay(module, training)
        for page in edition.course.conversations_of(module.lessons):
            yield kit.conversation(module, page)


@dataclass(frozen=True)
class Parts:
    """What the kit takes out of a lesson; `exercise` ends before the first solution or tool."""

    case: list[Node]
    exercise: list[Node]
    solutions: list[Node]
    week: list[Node]


def parts_of(blocks: Sequence[Node]) -> Parts:
    heads = [i for i, node in enumerate(blocks) if node["t"] == "h"]
    start = next(i for i in heads if blocks[i]["id"] == "uebung")
    section = blocks[start + 1 : next((i for i in heads if i > start), len(blocks))]
    return Parts(
        case=list(blocks[heads[0] + 1 : heads[1]]),
        exercise=list(takewhile(lambda node: node["t"] not in ("box", "marker"), section)),
        solutions=[node for node in section if node["t"] == "box" and node["kind"] == SOLUTION],
        week=next((node["c"] for node in blocks if node["t"] == "box" and node["kind"] == WEEK), []),
    )


class Kit:
    """Makes the documents of `edition`, one a method."""

    def __init__(self, edition: Edition):
        self.edition, self.course = edition, edition.course
        self.address = edition.address
        settings = edition.settings
        self.press = Press(edition.course.root / "overrides" / "print", settings.betreiber.akzent, edition.moment)
        self.general = {
            "kurs": edition.title,
            "autor": settings.betreiber.name,
            "fuss": gettext("Fassung {version}, Stand {day}").format(
                version=settings.version, day=day_text(edition.moment)
            ),
            "adresse": edition.address,
        }

    # A module's sheets

    def worksheet(self, module: Module, training: Training) -> Product:
        sheet = training.worksheet
        case = self.course.lessons[sheet.case]
        last = self._parts(self.course.lessons[sheet.exercise or sheet.case])
        data = {
            "fall": self._parts(case).case,
            "lektion": quoted(case.title),
            "fragen": sheet.questions,
            "aufgaben": sheet.tasks,
            "uebung": last.exercise,
            **self._week(self.course.lessons[sheet.exercise or sheet.case], last),
            "quiz": [self._asked(question) for question in self._short_questions(module)],
        }
        return self._sheet(
            "worksheet", module, gettext("Arbeitsblatt"), gettext("Zwei Seiten zum Ausdrucken, für alle."), data
        )

    def _week(self, lesson: Lesson, parts: Parts) -> dict[str, Any]:
        """What to do until next week, with its title: the lesson's sentence, or the task of one that has none yet."""
        if lesson.monday is None:
            return {"wochentitel": gettext("Bis nächste Woche"), "woche": parts.week}
        return {"wochentitel": gettext("Mein Satz für Montag"), "woche": [_sentence(lesson.monday)]}

    def _short_questions(self, module: Module) -> list[OnPaper]:
        """Questions to answer with a pen, the shortest of each lesson first; the worksheet takes as many as it holds."""

        def length(question: OnPaper) -> int:
            lines = 80 * LINES if isinstance(question, Write) else 0
            return len(question.stem) + sum(len(text) for text in _choices(question)) + lines

        ranked = []
        for lesson in module.lessons:
            ranked.append(sorted((one for one in self.course.asked(lesson) if isinstance(one, OnPaper)), key=length))
        return [questions[place] for place in range(2) for questions in ranked if len(questions) > place]

    def _asked(self, question: OnPaper) -> dict[str, Any]:
        """A question with boxes to tick, one for each text or for each of the `ratings` of a text, or `lines` to write on."""
        letters = [letter for letter, _ in _lettered(question)] if isinstance(question, SingleChoice) else []
        options = [
            {"letter": letter, "text": self._inline(text)}
            for letter, text in zip_longest(letters, _choices(question), fillvalue="")
        ]
        ratings = [rating_text(rating) for rating in RATINGS] if isinstance(question, Rate) else []
        lines = LINES if isinstance(question, Write) else 0
        return {"stem": self._inline(question.stem), "options": options, "ratings": ratings, "lines": lines}

    def answers(self, module: Module) -> Product:
        lessons = []
        cited: dict[str, None] = {}
        for lesson in module.lessons:
            questions = self.course.asked(lesson)
            cited |= dict.fromkeys(key for question in questions for key in question.sources)
            lessons.append(
                {
                    "titel": lesson.title,
                    "loesungen": self._parts(lesson).solutions,
                    "fragen": [self._answer(question) for question in questions],
                }
            )
        data = {"lektionen": lessons, "quellen": self._sources(cited)}
        purpose = gettext(
            "Jede Übungsfrage mit der richtigen Antwort und allen Begründungen; mögliche Lösungen der Übungen."
        )
        return self._sheet("answer_key", module, gettext("Lösungen"), purpose, data)

    def _answer(self, question: AnyQuestion) -> dict[str, Any]:
        """A question with its key and reasons. Rows: mark, text, reason, what is right to say of it and whether to stress it."""

        def row(mark: str, text: str, reason: str, verdict: str = "", right: bool = False) -> dict[str, Any]:
            told = {"urteil": verdict, "richtig": right}
            return {"marke": mark, "text": self._inline(text), "grund": self._inline(reason), **told}

        key = ""
        match question:
            case SingleChoice() | MultipleChoice():
                said = {True: gettext("richtig"), False: gettext("falsch")}
                rows = [
                    row(letter, one.text, one.feedback, said[one.correct], one.correct)
                    for letter, one in _lettered(question)
                ]
            case Order():
                rows = [row(f"{i}.", item.text, item.feedback) for i, item in enumerate(question.items, 1)]
            case Match():
                rows = [row("", f"{pair.left} → {pair.right}", pair.feedback) for pair in question.pairs]
                left = "; ".join(question.extra)
                key = gettext("Übrig bleibt: {texts}").format(texts=left) if left else ""
            case Mark():
                rows = [
                    row(f"{i}.", one.text, one.feedback, gettext("markieren") if one.mark else "", one.mark)
                    for i, one in enumerate(question.segments, 1)
                ]
            case Rate():
                rows = [
                    row(f"{i}.", one.text, one.feedback, rating_text(one.rating))
                    for i, one in enumerate(question.reactions, 1)
                ]
            case Write():
                rows = [row(f"{i}.", text, "") for i, text in enumerate(question.models, 1)]
                rows.append(row("", gettext("Daran messen Sie es:"), " ".join(question.criteria)))
            case Cloze() | Numeric():
                key = _number(question) if isinstance(question, Numeric) else _blanks(question)
                verdicts = question.feedback
                rows = [
                    row("", gettext("Wenn es stimmt"), verdicts.correct),
                    row("", gettext("Wenn nicht"), verdicts.incorrect),
                ]
            case _:
                assert_never(question)
        return {
            "stamm": self._inline(question.stem),
            "schluessel": self._inline(key) if key else [],
            "zeilen": rows,
            "erklaerung": self._inline(question.explanation),
            "quellen": [self.course.sources[name].item.label for name in question.sources],
        }

    def agenda(self, module: Module, training: Training) -> Product:
        agenda = training.agenda
        lesson = self.course.lessons[agenda.lesson]
        data = {
            "lektion": quoted(lesson.title),
            "dauer": str(self.course.durations[lesson.slug]),
            "lernziel": lesson.facts.objectives[agenda.objective],
            "vorbereiten": agenda.prepare,
            "schritte": [step.model_dump() for step in agenda.steps],
            "fall": self._parts(lesson).case,
            **self._week(lesson, self._parts(lesson)),
        }
        purpose = gettext(
            "Eine Viertelstunde in der Teamrunde: Schritte mit Minuten, Vorbereitung, der Fall zum Vorlesen."
        )
        return self._sheet("team", module, gettext("15 Minuten im Team"), purpose, data)

    def roleplay(self, module: Module, training: Training) -> Product:
        play = training.roleplay
        data = {**play.model_dump(), "lektion": quoted(self.course.lessons[play.lesson].title)}
        purpose = gettext("Ein Blatt zum Zerschneiden: Lage, zwei Rollen und eine Karte für alle, die zusehen.")
        return self._sheet("role_play", module, gettext("Rollenspielkarte"), purpose, data)

    def conversation(self, module: Module, page: ConversationPage) -> Product:
        title = gettext("Rollenspielkarte: {title}").format(title=page.title)
        data = role_card(read(page)[0], page.facts)
        data |= {"titel": title, "modul": module.title, "beschreibung": page.description}
        data |= {"lektion": quoted(self.course.lessons[page.facts.lesson].title)}
        purpose = gettext("Das Gespräch der Lektion zum Nachspielen: Lage, zwei Rollen, und worauf die anderen achten.")
        name = self.edition.file_name(module.slug, page.slug, "pdf")
        return self._product("conversation", name, (title, module.title, purpose), data)

    # The whole course

    def handbook(self) -> Product:
        modules = []
        for module in self.course.modules:
            lessons = [
                {
                    "label": lesson.slug,
                    "titel": lesson.title,
                    "dauer": str(self.course.durations[lesson.slug]),
                    "lernziele": list(lesson.facts.objectives.values()),
                    "fragen": len(self.course.bank.active(lesson.slug, "practice")),
                    "bloecke": self._chapter(lesson),
                }
                for lesson in module.lessons
            ]
            opening = takewhile(lambda node: node["t"] != "marker", self._chapter(module.index))
            one = {"label": module.slug, "titel": module.title, "lektionen": lessons, "einleitung": list(opening)}
            modules.append(one)
        glossary = self.course.by_file.get(GLOSSARY)
        data = {
            "titel": gettext("{course}: Handbuch").format(course=self.general["kurs"]),
            "beschreibung": self.course.by_file[START].description,
            "module": modules,
            "glossar": self._chapter(glossary) if glossary else [],
            "quellen": self._sources(self.course.cited_in()),
        }
        purpose = gettext(
            "Alle Lektionen zum Lesen auf Papier, mit Inhaltsverzeichnis, Abbildungen, Glossar und Quellen."
        )
        return self._product(
            "handbook",
            self.edition.file_name("", "handbuch", "pdf"),
            (gettext("Handbuch"), gettext(WHOLE), purpose),
            data,
        )

    def _chapter(self, page: Page) -> list[Node]:
        """A page as part of the handbook, its first heading left out."""
        blocks = self._read(page, self._within)
        for node in walk(blocks):
            if node.get("t") == "cite":
                node["label"] = f"quelle:{node['key']}"
            elif node.get("id"):
                node["label"] = f"{page.slug}:{node['id']}"
            elif node.get("t") == "marker" and node["name"] == Marker.TOOL:
                tool = load_tool_data(self.course, node["argument"])
                node["titel"] = tool.title if tool else ""
            elif node.get("t") == "marker" and node["name"] == Marker.CONVERSATION:
                node["titel"] = next(one.title for one in self.course.conversations if one.name == node["argument"])
        blocks = [node for node in blocks if not (node["t"] == "h" and node["level"] == 1)]
        if isinstance(page, Lesson) and page.monday:
            end = next((i for i, node in enumerate(blocks) if node.get("id") == "kernpunkte"), len(blocks))
            title = [gettext("Mein Satz für Montag")]
            blocks.insert(end, {"t": "box", "kind": WEEK, "title": title, "c": [_sentence(page.monday)]})
        return blocks

    def _within(self, page: Page, href: str) -> dict[str, str] | None:
        """Where a link leads in the handbook: to its own chapters where it can."""
        target, anchor = self._target(page, href)
        if target is None:
            return self._outside(page, href)
        if target.slug in self.course.lessons or any(target is module.index for module in self.course.modules):
            known = anchor in {section.anchor for section in target.sections if section.level > 1}
            return {"label": f"{target.slug}:{anchor}" if known and target.slug in self.course.lessons else target.slug}
        return self._outside(page, href)

    def guide(self) -> Product:
        page = self.course.by_file[GUIDE]
        blocks = self._read(page, self._outside)
        for node in walk(blocks):
            if node.get("t") == "cite":
                node["label"] = f"quelle:{node['key']}"
        data = {
            "titel": page.title,
            "beschreibung": page.description,
            "bloecke": [node for node in blocks if not (node["t"] == "h" and node["level"] == 1)],
            "quellen": self._sources(self.course.cited_by(page)),
        }
        purpose = gettext(
            "Wie man 30, 60 und 180 Minuten gestaltet, was Gruppen sagen und was mit dem Betriebsrat zu klären ist."
        )
        return self._product(
            "guide",
            self.edition.file_name("", "leitfaden", "pdf"),
            (gettext("Leitfaden"), gettext(WHOLE), purpose),
            data,
        )

    # What all documents need

    def _sheet(self, template: str, module: Module, title: str, purpose: str, data: dict[str, Any]) -> Product:
        described = {
            "titel": f"{title}: {module.title}",
            "modul": module.title,
            "beschreibung": module.index.description,
        }
        images = {}
        if self.address:  # on paper, too, the way to the lessons
            described["seite"] = self.address.rstrip("/") + "/" + self.course.address(module.index)
            images["qr.svg"] = qr_code(described["seite"], module.title)
        name = self.edition.file_name(module.slug, SHEETS[template], "pdf")
        return self._product(
            template, name, (f"{title}: {module.title}", module.title, purpose), described | data, images
        )

    def _product(
        self,
        template: str,
        name: str,
        listed: tuple[str, str, str],
        data: dict[str, Any],
        images: dict[str, bytes] | None = None,
    ) -> Product:
        """`listed` is how it stands on the page of materials: title, group, purpose."""
        shown = {node["src"] for node in walk([*data.values()]) if node.get("t") == "figure"}
        files = {src: self._picture(src) for src in sorted(shown)} | (images or {})
        try:
            return Product(name, *listed, self.press.pdf(f"{template}.typ", self.general | data, files))
        except PressError as error:
            raise PackageError(f"{name} lässt sich nicht setzen: {error}") from None

    def _read(self, page: Page, link: Callable[[Page, str], dict[str, str] | None]) -> list[Node]:
        """A page's blocks; pictures are named by their path in docs/."""
        blocks = read_blocks(self.course, self.course.with_evidence(page.body), partial(link, page))
        for node in walk(blocks):
            if node.get("t") == "figure" and "://" in node["src"]:
                node |= {"t": "p", "c": [node["alt"]]}  # paper loads nothing
            elif node.get("t") == "figure":
                folder = posixpath.dirname(page.file.removeprefix("docs/"))
                node["src"] = posixpath.normpath(posixpath.join(folder, node["src"]))
        return blocks

    def _picture(self, src: str) -> bytes:
        content = (self.course.root / "docs" / src).read_bytes()
        try:
            return self.press.drawing(content) if src.endswith(".svg") else content
        except PressError as error:
            raise PackageError(f"docs/{src}: {error}") from None

    def _parts(self, lesson: Page) -> Parts:
        return parts_of(self._read(lesson, self._outside))

    def _inline(self, text: str) -> list[Node]:
        return read_inline(self.course, text)

    def _sources(self, keys: Iterable[str]) -> list[dict[str, str]]:
        """The cited works by their labels, as a list at the end of a document."""
        rows = []
        for key in keys:
            source = self.course.sources[key].item
            address = f"https://doi.org/{source.doi}" if source.doi else source.url or ""
            rows.append(
                {
                    "label": f"quelle:{key}",
                    "kurz": source.label,
                    "werk": source.work,
                    "gesehen": source.seen,
                    "url": address,
                }
            )
        return sorted(rows, key=lambda row: row["kurz"].casefold())

    def _target(self, page: Page, href: str) -> tuple[Page | None, str]:
        """The page of the course that a relative link means, and the anchor on it."""
        path, _, anchor = href.partition("#")
        if ":" in path:
            return None, ""
        file = posixpath.normpath(posixpath.join(posixpath.dirname(page.file), path)) if path else page.file
        return self.course.by_file.get(file), anchor

    def _outside(self, page: Page, href: str) -> dict[str, str] | None:
        """Where a link leads from paper: to the public site, if that has an address."""
        target, anchor = self._target(page, href)
        if target is None:
            return {"url": href} if href.startswith(("http://", "https://", "mailto:")) else None
        if not self.address:
            return None
        return {"url": self.address.rstrip("/") + "/" + self.course.address(target) + (f"#{anchor}" if anchor else "")}


def _sentence(monday: Monday) -> Node:
    text = gettext("Wenn {when}, dann {then}.").format(when=monday.when, then=monday.then)
    return {"t": "p", "c": [text]}


def _lettered(question: Choice) -> list[tuple[str, Any]]:
    """The options with the letters that they have on the site."""
    return list(zip(LETTERS, arranged(question, list(question.options)), strict=False))


def _choices(question: OnPaper) -> list[str]:
    """The texts to choose from, in the order on the site."""
    match question:
        case SingleChoice():
            return [option.text for _, option in _lettered(question)]
        case Mark():
            return [segment.text for segment in question.segments]
        case Rate():
            return [reaction.text for reaction in question.reactions]
        case Write():
            return []


def _blanks(question: Cloze) -> str:
    blanks = [gettext(" oder ").join(quoted(answer) for answer in answers) for answers in question.blanks()]
    named = (gettext("Lücke {number}: {text}").format(number=i, text=text) for i, text in enumerate(blanks, 1))
    return blanks[0] if len(blanks) == 1 else "; ".join(named)


def _number(question: Numeric) -> str:
    answer = question.answer
    unit = f" {answer.unit}" if answer.unit else ""
    low, high = (number_text(answer.value + sign * answer.tolerance) for sign in (-1, 1))
    exact = f"{number_text(answer.value)}{unit}"
    counting = gettext("{number}; es zählt alles von {low} bis {high}{unit}")
    return counting.format(number=exact, low=low, high=high, unit=unit) if answer.tolerance else exact

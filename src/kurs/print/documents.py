"""The trainer kit: worksheets, answer keys, team agendas, role-play cards, lessons and paths on paper, handbook and guide,
all as tagged PDF.

Everything comes from the lessons, the bank and each module's training.yml, so that it cannot drift from the course.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import Any

from ..content.brand import read_brand
from ..content.conversation import read
from ..content.course import LearningPath, Module
from ..content.model import AnyQuestion
from ..content.page import ConversationPage, Lesson, Marker, Page
from ..content.places import GLOSSARY, GUIDE, START
from ..content.questions import monday_sentence
from ..content.tools import load_tool_data
from ..content.training import Training, load_training
from ..exports.edition import Edition, PackageError, Product, zipped
from ..qr import qr_code
from ..typography import quoted
from ..words import day_text, gettext, marked
from .blocks import Node, read_blocks, walk
from .questions import answered, asked, room, talked
from .role_cards import role_card
from .typesetting import Press, PressError

WHOLE = marked("Für den ganzen Kurs")
ON_PAPER = marked("Wege auf Papier")
SHEETS = {
    "worksheet": marked("arbeitsblatt"),
    "answer_key": marked("loesungen"),
    "team": marked("team"),
    "role_play": marked("rollenspiel"),
}
"""A module's sheets: the template of each and the name of its file."""
SOLUTION = "example"  # kind of box in an exercise
LINES = 6  # to write on behind the exercise of a lesson on paper
EXAMPLES = frozenset({"table", "quote", "ul", "ol"})
"""Blocks of a section that stand as examples without the text around them."""


def make_kit(edition: Edition) -> Iterator[Product]:
    """Every document of the kit, and all of them in one zip. Raises PackageError."""
    documents = list(_documents(edition))
    files = {product.name: product.content for product in documents}
    purpose = gettext("Alle Blätter der folgenden Listen in einer Datei.")
    yield Product(
        edition.file_name("", gettext("trainerkoffer"), "zip"),
        gettext("Trainerkoffer"),
        gettext(WHOLE),
        purpose,
        zipped(files, edition.moment),
    )
    yield from documents


def _documents(edition: Edition) -> Iterator[Product]:
    """In the order of the list on the site; a module without training.yml has its lessons and answer key only."""
    kit, course = Kit(edition), edition.course
    yield kit.handbook()
    if GUIDE in course.by_file:
        yield kit.guide()
    for path in course.paths:
        if len(path.lessons) < len(course.lessons):  # the whole course is the handbook
            yield kit.path(path)
            yield kit.path_answers(path)
    for module in course.modules:
        training = load_training(course, module)
        if training:
            yield kit.worksheet(module, training)
        yield kit.answers(module)
        if training:
            yield kit.agenda(module, training)
            yield kit.roleplay(module, training)
        for page in course.conversations_of(module.lessons):
            yield kit.conversation(module, page)
        for lesson in module.lessons:
            yield kit.lesson(module, lesson)


@dataclass(frozen=True)
class Parts:
    """What the kit takes out of a lesson: its case, its exercise without solutions and without what is only on the site,
    and the solutions."""

    case: list[Node]
    exercise: list[Node]
    solutions: list[Node]


def parts_of(blocks: Sequence[Node]) -> Parts:
    section = section_of(blocks, "uebung")
    first, second = [i for i, node in enumerate(blocks) if node["t"] == "h"][:2]
    return Parts(
        case=list(blocks[first + 1 : second]),
        exercise=[node for node in section if node["t"] != "marker" and not _is_solution(node)],
        solutions=[node for node in section if _is_solution(node)],
    )


def section_of(blocks: Sequence[Node], anchor: str) -> list[Node]:
    """What stands below the heading with `anchor`, up to the next heading."""
    heads = [i for i, node in enumerate(blocks) if node["t"] == "h"]
    start = next(i for i in heads if blocks[i]["id"] == anchor)
    return list(blocks[start + 1 : next((i for i in heads if i > start), len(blocks))])


def _is_solution(node: Node) -> bool:
    return bool(node["t"] == "box" and node["kind"] == SOLUTION)


class Kit:
    """Makes the documents of `edition`, one a method."""

    def __init__(self, edition: Edition):
        self.edition, self.course = edition, edition.course
        self.address = edition.address
        settings = edition.settings
        brand = read_brand(settings.betreiber, edition.course.root / "docs")
        self.press = Press(edition.course.overrides / "print", brand.accent, edition.moment, brand.logo)
        self.general = {
            "course": edition.title,
            "author": settings.betreiber.name,
            "footer": gettext("Fassung {version}, Stand {day}").format(
                version=edition.version, day=day_text(edition.moment)
            ),
            "site": edition.address,
        }

    # A module's sheets

    def worksheet(self, module: Module, training: Training) -> Product:
        purpose = gettext("Zwei Seiten zum Ausdrucken, für alle.")
        return self._sheet(
            "worksheet", module, gettext("Arbeitsblatt"), purpose, self._worksheet_data(module, training)
        )

    def _worksheet_data(self, module: Module, training: Training) -> dict[str, Any]:
        sheet = training.worksheet
        case, last = (self.course.lessons[slug] for slug in (sheet.case, sheet.exercise or sheet.case))
        return {
            "case": self._parts(case).case,
            "lesson": quoted(case.title),
            "talk": talked(self.course, case.facts.talk),
            "tasks": sheet.tasks,
            "exercise": self._parts(last).exercise,
            "shown": self._shown(last, sheet.show, EXAMPLES),
            "sentence": monday_sentence(last.facts.monday),
            "quiz": [asked(self.course, question) for question in self._short_questions(module)],
        }

    def _short_questions(self, module: Module) -> list[AnyQuestion]:
        """Practice questions, each lesson's in turn: a type that is not there yet first, then what takes least room. The
        worksheet takes as many as it holds."""
        rest = [sorted(self.course.asked(lesson), key=room) for lesson in module.lessons]
        found: list[AnyQuestion] = []
        for questions in rest * 2:
            if questions:
                types = {one.type for one in found}
                found.append(next((one for one in questions if one.type not in types), questions[0]))
                questions.remove(found[-1])
        return found

    def answers(self, module: Module) -> Product:
        training = load_training(self.course, module)
        sheet = self._worksheet_answers(module, training) if training else None
        purpose = gettext(
            "Antworten zum Arbeitsblatt auf einer Seite, dann jede Übungsfrage mit allen Begründungen; mögliche Lösungen der Übungen."
        )
        data = self._answers(module.lessons) | {"name": module.title, "worksheet": sheet}
        return self._sheet("answer_key", module, gettext("Lösungen"), purpose, data)

    def _worksheet_answers(self, module: Module, training: Training) -> dict[str, Any]:
        """What the worksheet asks, under the letters and numbers that it has there, with what to answer."""
        data = (
            self._described(module.index, module.title)
            | {"module": module.title}
            | self._worksheet_data(module, training)
        )
        try:
            chosen = self.press.chosen("worksheet.typ", self.general | data, self._images(data))
        except PressError as error:
            name = self.edition.file_name(module.slug, gettext(SHEETS["worksheet"]), "pdf")
            raise PackageError(f"{name} lässt sich nicht setzen: {error}") from None
        by_id = {question.id: question for lesson in module.lessons for question in self.course.asked(lesson)}
        exercise = training.worksheet.exercise
        return {
            "talk": data["talk"],
            "quiz": [answered(self.course, by_id[name], i) for i, name in enumerate(chosen, 1)],
            "solutions": self._parts(self.course.lessons[exercise]).solutions if exercise else [],
        }

    def _answers(self, lessons: Iterable[Lesson]) -> dict[str, Any]:
        """Every practice question of `lessons` and what else an answer key tells of them."""
        rows = []
        cited: dict[str, None] = {}
        for lesson in lessons:
            questions = self.course.asked(lesson)
            cited |= dict.fromkeys(key for question in questions for key in question.sources)
            rows.append(
                {
                    "title": lesson.title,
                    "talk": talked(self.course, lesson.facts.talk),
                    "solutions": self._parts(lesson).solutions,
                    "questions": [answered(self.course, question, i) for i, question in enumerate(questions, 1)],
                }
            )
        return {"lessons": rows, "sources": self._sources(cited)}

    def agenda(self, module: Module, training: Training) -> Product:
        agenda = training.agenda
        lesson = self.course.lessons[agenda.lesson]
        data = {
            "lesson": quoted(lesson.title),
            "duration": str(self.course.durations[lesson.slug]),
            "objective": lesson.facts.objectives[agenda.objective],
            "prepare": agenda.prepare,
            "steps": [step.model_dump() for step in agenda.steps],
            "case": self._parts(lesson).case,
            "shown": self._shown(lesson, agenda.show, EXAMPLES | {"figure"}),
            "sentence": monday_sentence(lesson.facts.monday),
        }
        purpose = gettext(
            "Eine Viertelstunde in der Teamrunde: Schritte mit Minuten, Vorbereitung, der Fall zum Vorlesen."
        )
        return self._sheet("team", module, gettext("15 Minuten im Team"), purpose, data)

    def roleplay(self, module: Module, training: Training) -> Product:
        play = training.roleplay
        data = {**play.model_dump(), "lesson": quoted(self.course.lessons[play.lesson].title)}
        purpose = gettext("Ein Blatt zum Zerschneiden: Lage, zwei Rollen und eine Karte für alle, die zusehen.")
        return self._sheet("role_play", module, gettext("Rollenspielkarte"), purpose, data)

    def conversation(self, module: Module, page: ConversationPage) -> Product:
        title = gettext("Rollenspielkarte: {title}").format(title=page.title)
        data = role_card(read(page)[0], page.facts)
        data |= {"document": title, "module": module.title, "description": page.description}
        data |= {"lesson": quoted(self.course.lessons[page.facts.lesson].title)}
        purpose = gettext("Das Gespräch der Lektion zum Nachspielen: Lage, zwei Rollen, und worauf die anderen achten.")
        name = self.edition.file_name(module.slug, page.slug, "pdf")
        return self._product("conversation", name, (title, module.title, purpose), data)

    # Lessons and paths to work through on paper

    def lesson(self, module: Module, lesson: Lesson) -> Product:
        title = gettext("Lektion auf Papier: {title}").format(title=lesson.title)
        data = self._described(lesson, title) | {
            "lesson": self._on_paper(lesson),
            "sources": self._sources(self.course.cited_by(lesson)),
        }
        purpose = gettext("Text, Übung und Fragen ohne Lösungen, zum Austeilen.")
        name = self.edition.file_name(lesson.slug, gettext("papier"), "pdf")
        return self._product("lesson", name, (title, module.title, purpose), data)

    def path(self, path: LearningPath) -> Product:
        title = gettext("Weg auf Papier: {title}").format(title=path.page.title)
        blocks = self._read(path.page, self._outside)
        cited = dict.fromkeys(key for lesson in path.lessons for key in self.course.cited_by(lesson))
        data = self._described(path.page, title) | {
            "name": path.page.title,
            "opening": [node for node in blocks if node["t"] not in ("marker", "h")],
            "lessons": [self._on_paper(lesson) for lesson in path.lessons],
            "sources": self._sources(cited),
        }
        purpose = gettext("Alle Lektionen des Weges als Heft, mit Fragen ohne Lösungen und Platz zum Schreiben.")
        name = self.edition.file_name(path.slug, gettext("weg"), "pdf")
        return self._product("path", name, (title, gettext(ON_PAPER), purpose), data)

    def path_answers(self, path: LearningPath) -> Product:
        title = gettext("Lösungen zum Weg: {title}").format(title=path.page.title)
        data = self._described(path.page, title) | self._answers(path.lessons)
        data |= {"name": path.page.title, "worksheet": None}
        purpose = gettext("Jede Frage des Heftes mit allen Begründungen, mögliche Lösungen der Übungen.")
        name = self.edition.file_name(path.slug, gettext("weg-loesungen"), "pdf")
        return self._product("answer_key", name, (title, gettext(ON_PAPER), purpose), data)

    def _on_paper(self, lesson: Lesson) -> dict[str, Any]:
        """A lesson to work through with a pen: questions where the site has them, no solutions."""
        numbers = {question.id: (i, question) for i, question in enumerate(self.course.asked(lesson), 1)}

        def ask(names: Iterable[str], titled: bool) -> list[Node]:
            chosen = [numbers[name] for name in names if name in numbers]
            questions = [asked(self.course, question, i) for i, question in chosen]
            return [{"t": "questions", "questions": questions, "titled": titled}] if questions else []

        blocks: list[Node] = []
        anchor = ""
        for node in self._chapter(lesson, self._outside):
            marker = node["name"] if node["t"] == "marker" else None
            anchor = node["id"] if node["t"] == "h" else anchor
            if marker == Marker.QUESTION:
                blocks += ask([node["argument"]], titled=False)
            elif marker == Marker.QUIZ:
                blocks += ask([name for name in numbers if name not in lesson.asked], titled=True)
            elif node["t"] == "monday":
                blocks += [{"t": "lines", "number": LINES}, node]
            elif not (anchor == "uebung" and _is_solution(node)):
                blocks.append(node)
        first = next(i for i, node in enumerate(blocks) if node["t"] == "h")
        blocks.insert(first, {"t": "talk", "questions": talked(self.course, lesson.facts.talk)})
        return {
            "title": lesson.title,
            "duration": str(self.course.durations[lesson.slug]),
            "objectives": list(lesson.facts.objectives.values()),
            "blocks": blocks,
        }

    # The whole course

    def handbook(self) -> Product:
        modules = []
        for module in self.course.modules:
            lessons = [
                {
                    "label": lesson.slug,
                    "title": lesson.title,
                    "duration": str(self.course.durations[lesson.slug]),
                    "objectives": list(lesson.facts.objectives.values()),
                    "questions": len(self.course.bank.active(lesson.slug, "practice")),
                    "blocks": self._chapter(lesson, self._within),
                }
                for lesson in module.lessons
            ]
            opening = takewhile(lambda node: node["t"] != "marker", self._chapter(module.index, self._within))
            modules.append({"label": module.slug, "title": module.title, "lessons": lessons, "opening": list(opening)})
        glossary = self.course.by_file.get(GLOSSARY)
        data = {
            "document": gettext("{course}: Handbuch").format(course=self.general["course"]),
            "description": self.course.by_file[START].description,
            "modules": modules,
            "glossary": self._chapter(glossary, self._within) if glossary else [],
            "sources": self._sources(self.course.cited_in()),
        }
        purpose = gettext(
            "Alle Lektionen zum Lesen auf Papier, mit Inhaltsverzeichnis, Abbildungen, Glossar und Quellen."
        )
        return self._product(
            "handbook",
            self.edition.file_name("", gettext("handbuch"), "pdf"),
            (gettext("Handbuch"), gettext(WHOLE), purpose),
            data,
        )

    def _chapter(self, page: Page, link: Callable[[Page, str], dict[str, str] | None]) -> list[Node]:
        """A page as part of a longer text, its first heading left out."""
        blocks = self._read(page, link)
        for node in walk(blocks):
            if node.get("t") == "cite":
                node["label"] = f"quelle:{node['key']}"
            elif node.get("id"):
                node["label"] = f"{page.slug}:{node['id']}"
            elif node.get("t") == "marker" and node["name"] == Marker.TOOL:
                tool = load_tool_data(self.course, node["argument"])
                node["title"] = tool.title if tool else ""
            elif node.get("t") == "marker" and node["name"] == Marker.CONVERSATION:
                node["title"] = next(one.title for one in self.course.conversations if one.name == node["argument"])
        blocks = [node for node in blocks if not (node["t"] == "h" and node["level"] == 1)]
        if isinstance(page, Lesson):
            end = next((i for i, node in enumerate(blocks) if node.get("id") == "kernpunkte"), len(blocks))
            blocks.insert(end, {"t": "monday", "sentence": monday_sentence(page.facts.monday)})
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
            "document": page.title,
            "description": page.description,
            "blocks": [node for node in blocks if not (node["t"] == "h" and node["level"] == 1)],
            "sources": self._sources(self.course.cited_by(page)),
        }
        purpose = gettext(
            "Wie man 30, 60 und 180 Minuten gestaltet, was Gruppen sagen und was mit dem Betriebsrat zu klären ist."
        )
        return self._product(
            "guide",
            self.edition.file_name("", gettext("leitfaden"), "pdf"),
            (gettext("Leitfaden"), gettext(WHOLE), purpose),
            data,
        )

    # What all documents need

    def _sheet(self, template: str, module: Module, title: str, purpose: str, data: dict[str, Any]) -> Product:
        title = f"{title}: {module.title}"
        described = self._described(module.index, title) | {"module": module.title}
        name = self.edition.file_name(module.slug, gettext(SHEETS[template]), "pdf")
        return self._product(template, name, (title, module.title, purpose), described | data)

    def _described(self, page: Page, title: str) -> dict[str, str]:
        """What a document that belongs to `page` says of itself; with a public address, how to get to that page."""
        described = {"document": title, "description": page.description}
        if self.address:
            described["address"] = self.address.rstrip("/") + "/" + self.course.address(page)
        return described

    def _product(self, template: str, name: str, listed: tuple[str, str, str], data: dict[str, Any]) -> Product:
        """`listed` is how it stands on the page of materials: title, group, purpose."""
        files = self._images(data)
        try:
            return Product(name, *listed, self.press.pdf(f"{template}.typ", self.general | data, files))
        except PressError as error:
            raise PackageError(f"{name} lässt sich nicht setzen: {error}") from None

    def _images(self, data: dict[str, Any]) -> dict[str, bytes]:
        """The files that `data` name: pictures, and the code that leads to its address."""
        shown = {node["src"] for node in walk([*data.values()]) if node.get("t") == "figure"}
        code = {"qr.svg": qr_code(data["address"], data["document"])} if "address" in data else {}
        return {src: self._picture(src) for src in sorted(shown)} | code

    def _read(self, page: Page, link: Callable[[Page, str], dict[str, str] | None]) -> list[Node]:
        """A page's blocks; pictures are named by their place in docs/, whoever's."""
        blocks = read_blocks(self.course, self.course.with_evidence(page.body), partial(link, page))
        for node in walk(blocks):
            if node.get("t") == "figure" and "://" in node["src"]:
                node |= {"t": "p", "c": [node["alt"]]}  # paper loads nothing
            elif node.get("t") == "figure":
                folder = posixpath.dirname(page.uri)
                node["src"] = posixpath.normpath(posixpath.join(folder, node["src"]))
        return blocks

    def _picture(self, src: str) -> bytes:
        path = self.course.path_in_docs(src)
        if path is None:
            raise PackageError(f"Das Bild docs/{src} gibt es nicht.")
        content = path.read_bytes()
        try:
            return self.press.drawing(content) if src.endswith(".svg") else content
        except PressError as error:
            raise PackageError(f"docs/{src}: {error}") from None

    def _parts(self, lesson: Page) -> Parts:
        return parts_of(self._read(lesson, self._outside))

    def _shown(self, lesson: Lesson, anchors: Iterable[str], kinds: Collection[str]) -> list[Node]:
        """Blocks of these kinds in these sections."""
        blocks = self._read(lesson, self._outside)
        return [node for anchor in anchors for node in section_of(blocks, anchor) if node["t"] in kinds]

    def _sources(self, keys: Iterable[str]) -> list[dict[str, str]]:
        """The cited works by their labels, as a list at the end of a document."""
        rows = []
        for key in keys:
            source = self.course.sources[key].item
            address = f"https://doi.org/{source.doi}" if source.doi else source.url or ""
            rows.append(
                {
                    "label": f"quelle:{key}",
                    "short": source.label,
                    "work": source.work,
                    "seen": source.seen,
                    "url": address,
                }
            )
        return sorted(rows, key=lambda row: row["short"].casefold())

    def _target(self, page: Page, href: str) -> tuple[Page | None, str]:
        """The page of the course that a relative link means, and the anchor on it."""
        path, _, anchor = href.partition("#")
        if ":" in path:
            return None, ""
        file = posixpath.normpath(posixpath.join(posixpath.dirname(page.uri), path)) if path else page.uri
        return self.course.by_uri.get(file), anchor

    def _outside(self, page: Page, href: str) -> dict[str, str] | None:
        """Where a link leads from paper: to the public site, if that has an address."""
        target, anchor = self._target(page, href)
        if target is None:
            return {"url": href} if href.startswith(("http://", "https://", "mailto:")) else None
        if not self.address:
            return None
        return {"url": self.address.rstrip("/") + "/" + self.course.address(target) + (f"#{anchor}" if anchor else "")}

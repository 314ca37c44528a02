"""What authors write for trainers: training.yml beside the page of a module, whoever's. All else in the trainer kit comes from the lessons.

Texts are plain, without Markdown. Their lengths are bounded by the paper that they are printed on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Annotated

from pydantic import Field, StringConstraints

from .course import Course, Module
from .findings import Finding, Remark, Rule, near
from .model import Model, Placed, Slug
from .tools import TRAINING, not_plain, read_form
from .yamltext import Path

AGENDA = 15  # minutes
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50)]
Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]
Shown = Annotated[
    tuple[Slug, ...], Field(max_length=2, description="Abschnitte der Lektion, deren Beispiele mit aufs Blatt kommen")
]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400)]


class Worksheet(Model):
    """Arbeitsblatt: der Fall einer Lektion mit ihren Fragen dazu, dann eine Übung oder eigene Aufgaben."""

    case: Annotated[Slug, Field(description="Lektion, deren Fall und Fragen vorn stehen")]
    exercise: Annotated[Slug | None, Field(description="Lektion, deren Übung hinten steht")] = None
    tasks: Annotated[tuple[Sentence, ...], Field(max_length=6, description="statt einer Übung")] = ()
    show: Shown = ()


class Step(Model):
    minutes: Annotated[int, Field(ge=1, le=AGENDA)]
    title: Line
    text: Paragraph


class Agenda(Model):
    """15 Minuten im Team: Schritte, die zusammen eine Viertelstunde dauern."""

    lesson: Slug
    objective: Annotated[Slug, Field(description="das Lernziel der Lektion, um das es geht")]
    prepare: Annotated[tuple[Sentence, ...], Field(min_length=1, max_length=4)]
    steps: Annotated[tuple[Step, ...], Field(min_length=3, max_length=6)]
    show: Shown = ()


class Role(Model):
    name: Line
    text: Annotated[Paragraph, Field(description="Wer das ist und was nur diese Person weiß")]
    wants: Sentence


class RolePlay(Model):
    """Rollenspielkarte zum Fall einer Lektion: Lage, zwei Rollen, eine Karte zum Beobachten."""

    lesson: Slug
    title: Line
    situation: Paragraph
    roles: Annotated[tuple[Role, ...], Field(min_length=2, max_length=2)]
    observe: Annotated[tuple[Sentence, ...], Field(min_length=2, max_length=4)]
    debrief: Annotated[Sentence, Field(description="Womit das Gespräch danach beginnt")]


class Training(Model):
    worksheet: Worksheet
    agenda: Agenda
    roleplay: RolePlay

    def problems(self, course: Course, module: Module) -> Iterator[tuple[Path, str, str]]:
        """(place, problem, remedy) of what the types alone cannot say."""
        total = sum(step.minutes for step in self.agenda.steps)
        if total != AGENDA:
            yield ("agenda", "steps"), f"Die Schritte dauern zusammen {total} Minuten.", f"Es müssen {AGENDA} sein."
        sheet = self.worksheet
        if (sheet.exercise is None) != bool(sheet.tasks):
            problem = "Das Arbeitsblatt hat Übung und Aufgaben." if sheet.tasks else "Das Arbeitsblatt hat keine Übung."
            yield ("worksheet",), problem, "Nennen Sie entweder exercise oder tasks."
        own = {lesson.slug: lesson for lesson in module.lessons}
        named = {
            ("worksheet", "case"): sheet.case,
            ("worksheet", "exercise"): sheet.exercise,
            ("agenda", "lesson"): self.agenda.lesson,
            ("roleplay", "lesson"): self.roleplay.lesson,
        }
        for place, slug in named.items():
            if slug is not None and slug not in own:
                yield place, f"Im Modul {module.slug} gibt es keine Lektion „{slug}“.", _known(slug, own)
        for block, slug, anchors in (
            ("worksheet", sheet.exercise or sheet.case, sheet.show),
            ("agenda", self.agenda.lesson, self.agenda.show),
        ):
            sections = [section.anchor for section in own[slug].sections if section.anchor] if slug in own else []
            for anchor in anchors if slug in own else ():
                if anchor not in sections:
                    problem = f"In der Lektion {slug} gibt es keinen Abschnitt #{anchor}."
                    yield (block, "show"), problem, _known(anchor, sections)
        lesson = own.get(self.agenda.lesson)
        if lesson and lesson.head and self.agenda.objective not in lesson.facts.objectives:
            problem = f"Die Lektion {lesson.slug} hat kein Lernziel „{self.agenda.objective}“."
            yield ("agenda", "objective"), problem, _known(self.agenda.objective, lesson.facts.objectives)


def _known(word: str, known: Collection[str]) -> str:
    return near(word, known, f"Bekannt sind: {', '.join(known)}.")


def load_training(course: Course, module: Module) -> Training | None:
    """What a module's file says; None where there is none or it is broken (check_training tells why)."""
    placed, _ = _read(course, module)
    return placed.item if placed else None


@Rule("training", "Arbeitsblätter und Karten entstehen daraus; was hier nicht passt, fehlte auf dem Papier.")
def check_training(course: Course) -> Iterator[Remark]:
    """What is wrong in the modules' files. A module may do without one; then it has no worksheet and no cards."""
    for module in course.modules:
        placed, wrong = _read(course, module)
        yield from wrong
        if placed:
            yield from not_plain(placed)
            yield from (placed.says(*told) for told in placed.item.problems(course, module))


def _read(course: Course, module: Module) -> tuple[Placed[Training] | None, list[Finding]]:
    path = module.index.path.with_name(TRAINING)
    return read_form(path, path.relative_to(course.root).as_posix(), Training) if path.exists() else (None, [])

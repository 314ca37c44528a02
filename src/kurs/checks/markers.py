"""Markers: each is known, says what it may, and stands where it belongs."""

from __future__ import annotations

from collections.abc import Iterator

from ..content.course import Course
from ..content.findings import Remark, Rule, near, shorten
from ..content.page import Lesson, Marker


@Rule("quiz-marke", "Eine Lektion zeigt ihre Fragen durch genau eine Marke.")
def markers_and_questions_belong_together(course: Course) -> Iterator[Remark]:
    for page in course.pages:
        marks = [(line, argument) for line, name, argument in page.markers if name == Marker.QUIZ]
        if not isinstance(page, Lesson):
            for line, _ in marks:
                yield page.says(
                    line,
                    "Auf dieser Seite steht eine Quiz-Marke, sie ist aber keine Lektion.",
                    "Löschen Sie die Marke.",
                )
            continue
        questions = course.bank.active(page.slug, "practice")
        for line, argument in marks:
            if argument != page.slug:
                yield page.says(
                    line,
                    f"Die Marke nennt „{argument}“, die Lektion heißt {page.slug}.",
                    f"Schreiben Sie <!-- quiz: {page.slug} -->.",
                )
        for line, _ in marks[1:]:
            yield page.says(line, "Die Quiz-Marke steht zweimal.", "Löschen Sie eine.")
        if marks and not questions:
            yield page.says(
                marks[0][0],
                "Zur Quiz-Marke gibt es keine Übungsfragen.",
                f"Legen Sie Fragen mit lesson: {page.slug} und use: practice an.",
            )
        if questions and not marks:
            yield page.says(
                0,
                f"Zu {len(questions)} Fragen fehlt die Quiz-Marke.",
                f"Setzen Sie <!-- quiz: {page.slug} --> vor die Übung.",
            )
        if marks and questions and not course.asked(page)[len(set(page.asked)) :]:
            yield page.says(
                marks[0][0],
                "Alle Fragen stehen im Text, für das Quiz bleibt keine.",
                "Nehmen Sie eine Marke „frage“ heraus; das Quiz zeigt dann diese Frage.",
            )


@Rule("frage-marke", "Eine Frage im Text zählt zur Lektion, in der sie steht, und steht dort einmal.")
def questions_in_the_text_are_the_lessons_own(course: Course) -> Iterator[Remark]:
    bank = {placed.item.id: placed.item for placed in course.bank.questions}
    for page in course.pages:
        asked = [(line, argument) for line, name, argument in page.markers if name == Marker.QUESTION]
        quizzes = [line for line, name, _ in page.markers if name == Marker.QUIZ]
        lines = dict(page.prose_lines)
        seen: dict[str, int] = {}
        own = [placed.item.id for placed in course.bank.active(page.slug, "practice")]
        for line, name in asked:
            question = bank.get(name)
            marker = f"<!-- frage: {name} -->"
            if not isinstance(page, Lesson):
                problem, remedy = "Diese Seite ist keine Lektion, hier steht keine Frage.", "Löschen Sie die Marke."
            elif question is None:
                problem, remedy = f"Die Frage „{shorten(name, 40)}“ gibt es nicht.", near(name, own)
            elif question.lesson != page.slug:
                problem = f"Die Frage {name} gehört zur Lektion {question.lesson}."
                remedy = "Nehmen Sie eine Frage dieser Lektion oder ändern Sie dort lesson."
            elif question.status == "retired":
                problem, remedy = f"Die Frage {name} ist stillgelegt.", "Löschen Sie die Marke."
            elif question.use == "exam":
                problem = f"Die Frage {name} ist eine Prüfungsfrage."
                remedy = "In der Lektion stehen nur Fragen mit use: practice."
            elif name in seen:
                problem, remedy = f"Die Frage {name} steht schon in Zeile {seen[name]}.", "Löschen Sie eine der Marken."
            elif any(quiz < line for quiz in quizzes):
                problem = f"Die Frage {name} steht hinter dem Quiz."
                remedy = "Setzen Sie die Marke davor oder löschen Sie sie; das Quiz zeigt die Frage dann selbst."
            elif lines[line].rstrip() != marker:
                problem = "Die Marke „frage“ steht nicht für sich."
                remedy = f"Schreiben Sie {marker} ohne Einrückung in eine eigene Zeile."
            else:
                seen[name] = line
                continue
            yield page.says(line, problem, remedy)


MARKER_PARTS = {
    Marker.NUMBER: {"bestehen", "lektionen", "minuten", "test"},
    Marker.OPERATOR: {"abruf", "anbieter", "datenschutz", "erklaerung", "kontakt"},
    Marker.RECORD_STORE: {"arbeitgeber", "kurz", "was"},
}
"""What may stand behind the colon; behind what is neither here nor in NAMING is nothing."""
NAMING = frozenset({Marker.QUIZ, Marker.QUESTION, Marker.EVIDENCE, Marker.CONVERSATION})
"""These name something of the course, and rules of their own look after it."""


@Rule("bekannte-marke", "Ein Tippfehler in einer Marke ließe einen Teil der Seite still verschwinden.")
def markers_are_known(course: Course) -> Iterator[Remark]:
    tools = {path.parent.name for path in (course.overrides / "tools").glob("*/template.html")}
    parts = {**MARKER_PARTS, Marker.TOOL: tools}
    own_page = {
        Marker.MONDAY: ({one.file for one in course.lessons.values()}, "eine Lektion"),
        Marker.MODULE: ({module.index.file for module in course.modules}, "die erste Seite eines Moduls"),
        Marker.PATH: ({path.page.file for path in course.paths}, "die Seite eines Weges"),
    }
    for page in course.pages:
        for line, name, argument in page.markers:
            if name not in list(Marker):
                yield page.says(line, f"Die Marke „{name}“ gibt es nicht.", near(name, list(Marker)))
                continue
            marker = Marker(name)
            files, what = own_page.get(marker, ({page.file}, ""))
            known = {argument} if marker in NAMING else parts.get(marker, {""})
            if marker is Marker.TOOL and argument not in known:
                yield page.says(line, f"Das Werkzeug „{argument}“ gibt es nicht.", near(argument, known))
            elif argument not in known:
                remedy = near(argument, known) if known != {""} else f"Schreiben Sie <!-- {name} -->."
                yield page.says(line, f"Hinter der Marke „{name}“ steht „{shorten(argument, 40)}“.", remedy)
            elif page.file not in files:
                yield page.says(line, f"Die Marke „{name}“ gehört auf {what}.", "Löschen Sie sie hier.")

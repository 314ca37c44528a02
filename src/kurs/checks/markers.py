"""Markers: each is known, says what it may, and stands where it belongs."""

from __future__ import annotations

from collections.abc import Iterator

from ..content.course import Course
from ..content.findings import Remark, Rule, near, shorten
from ..content.page import Lesson


@Rule("quiz-marke", "Eine Lektion zeigt ihre Fragen durch genau eine Marke.")
def markers_and_questions_belong_together(course: Course) -> Iterator[Remark]:
    for page in course.pages:
        marks = [(line, argument) for line, name, argument in page.markers if name == "quiz"]
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
                f"Setzen Sie <!-- quiz: {page.slug} --> vor „Bis nächste Woche“.",
            )


MARKERS: dict[str, frozenset[str]] = {
    **dict.fromkeys(("modul", "module", "weg", "wege", "abdeckung", "lizenzen"), frozenset({""})),
    **dict.fromkeys(("quellen", "material", "adressen"), frozenset({""})),
    "zahl": frozenset({"bestehen", "test"}),
    "betreiber": frozenset({"abruf", "anbieter", "datenschutz", "kontakt"}),
    "meldungen": frozenset({"arbeitgeber", "kurz", "was"}),
}
"""What may stand behind the colon; a quiz and a tool name something of the course."""
PARTS = {
    **{"modul": "module", "module": "modules", "weg": "path", "wege": "paths", "abdeckung": "coverage"},
    **{"lizenzen": "licences", "material": "material", "adressen": "addresses", "meldungen": "record_store"},
    **{"quellen": "sources", "betreiber": "operator/{}"},
}
"""The template in overrides/parts/ that a marker brings; {} is what stands behind the colon."""


@Rule("bekannte-marke", "Ein Tippfehler in einer Marke ließe einen Teil der Seite still verschwinden.")
def markers_are_known(course: Course) -> Iterator[Remark]:
    tools = {path.parent.name for path in (course.root / "overrides" / "tools").glob("*/template.html")}
    own_page = {
        "modul": ({module.index.file for module in course.modules}, "die erste Seite eines Moduls"),
        "weg": ({path.page.file for path in course.paths}, "die Seite eines Weges"),
    }
    for page in course.pages:
        for line, name, argument in page.markers:
            files, what = own_page.get(name, ({page.file}, ""))
            known = tools if name == "werkzeug" else MARKERS.get(name, {argument})
            if name not in {*MARKERS, "quiz", "werkzeug"}:
                yield page.says(line, f"Die Marke „{name}“ gibt es nicht.", near(name, {*MARKERS, "quiz", "werkzeug"}))
            elif name == "werkzeug" and argument not in tools:
                yield page.says(line, f"Das Werkzeug „{argument}“ gibt es nicht.", near(argument, tools))
            elif argument not in known:
                remedy = near(argument, known) if known != {""} else f"Schreiben Sie <!-- {name} -->."
                yield page.says(line, f"Hinter der Marke „{name}“ steht „{shorten(argument, 40)}“.", remedy)
            elif page.file not in files:
                yield page.says(line, f"Die Marke „{name}“ gehört auf {what}.", "Löschen Sie sie hier.")

"""What makes a lesson: its parts, its length, its idea."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..content.course import Course
from ..content.findings import WARNING, Remark, Rule, shorten
from ..content.page import EVIDENCE_ANCHOR, Page


@Rule("aufbau", "Jede Lektion hat denselben Aufbau, damit man sich zurechtfindet (Kurslandkarte).")
def lessons_have_all_parts(course: Course) -> Iterator[Remark]:
    for lesson in course.lessons.values():
        anchors = {section.anchor for section in lesson.sections}
        anchors |= {EVIDENCE_ANCHOR} if lesson.folds_evidence else set()
        for anchor, what in (("belege", "Was man darüber weiß"), ("uebung", "Jetzt Sie"), ("kernpunkte", "Kernpunkte")):
            if anchor not in anchors:
                yield lesson.says(
                    0, f"Es fehlt der Abschnitt mit dem Anker #{anchor}.", f"Ergänzen Sie „## {what} {{ #{anchor} }}“."
                )
        if not re.search(r'^!!! tip "Bis nächste Woche"[ \t]*$', lesson.body, re.M):
            yield lesson.says(
                0,
                "Es fehlt die Aufgabe für die Woche.",
                'Ergänzen Sie !!! tip "Bis nächste Woche" als eigene Zeile und darunter, eingerückt, die Aufgabe.',
            )
        order = [m for m in ("{ #uebung", "<!-- quiz:", "!!! tip", "{ #kernpunkte") if m in lesson.body]
        if order != sorted(order, key=lesson.body.index):
            yield lesson.says(
                0,
                "Die Teile stehen in anderer Reihenfolge als Übung, Quiz, Wochenaufgabe, Kernpunkte.",
                "Stellen Sie um.",
            )


@Rule("fall-laenge", "Der Fall führt hinein; 60 bis 150 Wörter genügen.", WARNING)
def cases_are_short(course: Course) -> Iterator[Remark]:
    for lesson in course.lessons.values():
        before = re.split(r"^## ", lesson.body, maxsplit=1, flags=re.M)[0]
        count = Page(lesson.path, lesson.file, None, re.sub(r"^# .*$", "", before, flags=re.M), 1).words()
        if not 60 <= count <= 150:
            yield lesson.says(lesson.body_line, f"Der Fall hat {count} Wörter.", "60 bis 150 sind gedacht.")


@Rule("umfang", "Eine Lektion passt in eine Pause.", WARNING)
def lessons_are_short(course: Course) -> Iterator[Remark]:
    for lesson in course.lessons.values():
        if not 700 <= lesson.words() <= 1300:
            yield lesson.says(0, f"Die Lektion hat {lesson.words()} Wörter.", "700 bis 1.300 sind gedacht.")


@Rule("ideen", "Keine Idee des Artikels fehlt im Kurs.")
def every_idea_is_a_lesson(course: Course) -> Iterator[Remark]:
    taught = {idea for lesson in course.lessons.values() if lesson.head for idea in lesson.facts.ideas}
    for idea, text in course.ideas.items():
        if idea not in taught:
            problem = f"Zur Idee {idea} („{shorten(text, 40)}“) gibt es keine Lektion."
            yield Remark("docs/ideen.yml", 0, "", problem, "Nennen Sie sie unter ideas: im Kopf einer Lektion.")
    for lesson in course.lessons.values() if course.ideas else ():
        for idea in lesson.facts.ideas if lesson.head else ():
            if lesson.head and idea not in course.ideas:
                remedy = "Tragen Sie sie dort ein oder nehmen Sie sie aus ideas: heraus."
                yield lesson.head.says("ideas", f"Die Idee „{idea}“ steht nicht in docs/ideen.yml.", remedy)

"""Modules, learning paths and exams."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ..content.course import Course, exam_of
from ..content.findings import WARNING, Remark, Rule, near
from ..content.house import config_of
from ..content.model import PathHead, holds
from ..content.moves import now_called
from ..content.page import Marker, Page
from ..content.places import CERTIFICATE


@Rule("wege", "Ein Weg führt nur zu Lektionen, die es gibt.")
def paths_lead_somewhere(course: Course) -> Iterator[Remark]:
    for path in course.paths:
        head = path.page.head
        for slug in head.item.path if holds(head, PathHead) else ():
            if head and not course.resolve(slug):
                known = [*course.lessons, *(module.slug for module in course.modules)]
                yield head.says("path", f"„{slug}“ ist weder Lektion noch Modul.", now_called(course, slug, known))


@Rule("modulseite", "Was im Modul steht und keine Lektion ist, fehlte sonst still in Menü und Fortschritt.")
def modules_hold_lessons_and_the_exam(course: Course) -> Iterator[Remark]:
    folders = {module.index.path.parent: module for module in course.modules}
    conversations = {page.file for page in course.conversations}
    for page in course.pages:
        module = folders.get(page.path.parent)
        if module and page.head and page.file not in conversations and course.module_of(page) is not module:
            yield page.says(
                1,
                f"Die Seite liegt im Modul {module.slug}, ist dort aber keine Lektion.",
                f"Nennen Sie Lernziele (objectives) und tragen Sie sie in {config_of(page.is_own)} ein, oder verschieben Sie sie.",
            )


@Rule("leer", "Ein Modul ohne Lektion steht im Menü und beim Zuweisen, und niemand kann etwas darin tun.")
def modules_hold_something(course: Course) -> Iterator[Remark]:
    for module in course.modules:
        if not module.steps:
            config = config_of(module.index.is_own)
            remedy = f"Tragen Sie in {config} unter „{module.title}“ eine Lektion ein, oder löschen Sie die Gruppe und diese Seite."
            yield module.index.says(0, f"Das Modul {module.slug} hat keine Lektion.", remedy)


@Rule(
    "abschlusstest",
    "Der Kurs hat einen Abschluss-Check, ein Weg höchstens einen, und jeder kann so viele Fragen ziehen, wie er verspricht.",
)
def exams_can_be_drawn(course: Course) -> Iterator[Remark]:
    final = [page for module in course.modules for page in module.exams]
    ways = {path.slug: path for path in course.paths}
    for page in final[1:]:
        yield page.says(1, f"Einen Abschluss-Check gibt es schon: {final[0].file}.", "Entfernen Sie hier „exam:“.")
    for page in course.pages:
        path = ways.get(exam_of(page))
        if page.head and exam_of(page) and path is None:
            yield page.head.says("of", f"Den Weg „{exam_of(page)}“ gibt es nicht.", near(exam_of(page), ways))
        elif page.head and path and path.check is not page:
            problem = f"Der Weg {path.slug} hat schon einen Check: {path.check.file if path.check else ''}."
            yield page.head.says("of", problem, "Löschen Sie einen.")
    for file, lessons in course.exams.items():
        page = course.by_file[file]
        pool = sum(len(course.bank.active(lesson.slug, "exam")) for lesson in lessons)
        if CERTIFICATE not in course.by_file:
            yield page.says(
                1, f"Zum Check fehlt die Seite {CERTIFICATE}.", "Legen Sie sie mit der Marke zertifikat an."
            )
        if page.head and pool < page.draws:
            remedy = "Schreiben Sie mehr mit use: exam, oder ziehen Sie weniger."
            yield page.head.says("exam", f"Es gibt nur {pool} Prüfungsfragen.", remedy)
    for page in course.pages:
        marks = _tool_lines(page, "abschlusstest")
        if page.draws and len(marks) != 1:
            remedy = "Einmal: <!-- werkzeug: abschlusstest -->."
            yield page.says(1, f"Die Marke des Checks steht {len(marks)}-mal.", remedy)
        elif not page.draws and marks:
            yield page.says(marks[0], "Diese Seite ist kein Check.", "Setzen Sie „exam: 10“ in ihren Kopf.")
        for line in _tool_lines(page, "zertifikat")[: 0 if course.exam else 1]:
            yield page.says(line, "Ein Zertifikat braucht einen Abschluss-Check.", "Löschen Sie die Marke.")


ENOUGH = 2.5  # times the questions of a draw: then a second attempt brings mostly new ones


@Rule("pool", "Wer den Check wiederholt, soll meist neue Fragen bekommen.", WARNING)
def pools_are_large(course: Course) -> Iterator[Remark]:
    for file, lessons in course.exams.items():
        page = course.by_file[file]
        pool = sum(len(course.bank.active(lesson.slug, "exam")) for lesson in lessons)
        if page.head and page.draws <= pool < ENOUGH * page.draws:
            problem = f"Der Check zieht {page.draws} von {pool} Prüfungsfragen."
            yield page.head.says("exam", problem, f"Gut sind mindestens {math.ceil(ENOUGH * page.draws)}.")


def _tool_lines(page: Page, tool: str) -> list[int]:
    return [line for line, name, argument in page.markers if (name, argument) == (Marker.TOOL, tool)]

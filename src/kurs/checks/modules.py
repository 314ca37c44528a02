"""Modules, learning paths and the exam that ends the course."""

from __future__ import annotations

from collections.abc import Iterator

from ..content.course import Course
from ..content.findings import Remark, Rule, near
from ..content.model import PathHead, holds
from ..content.page import Marker, Page


@Rule("wege", "Ein Weg führt nur zu Lektionen, die es gibt.")
def paths_lead_somewhere(course: Course) -> Iterator[Remark]:
    for path in course.paths:
        head = path.page.head
        for slug in head.item.path if holds(head, PathHead) else ():
            if head and not course.resolve(slug):
                known = [*course.lessons, *(module.slug for module in course.modules)]
                yield head.says("path", f"„{slug}“ ist weder Lektion noch Modul.", near(slug, known))


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
                "Nennen Sie Lernziele (objectives) und tragen Sie sie in mkdocs.yml ein, oder verschieben Sie sie.",
            )


@Rule("abschlusstest", "Es gibt einen Abschlusstest, und er kann so viele Fragen ziehen, wie er verspricht.")
def the_exam_can_be_drawn(course: Course) -> Iterator[Remark]:
    exams = [page for module in course.modules for page in module.exams]
    pool = len(course.bank.active(use="exam"))
    for page in exams[1:]:
        yield page.says(1, f"Einen Abschlusstest gibt es schon: {exams[0].file}.", "Entfernen Sie hier „exam:“.")
    for page in exams[:1]:
        if "docs/zertifikat.md" not in course.by_file:
            remedy = "Legen Sie sie mit der Marke zertifikat an."
            yield page.says(1, "Zum Test fehlt die Seite docs/zertifikat.md.", remedy)
        if page.head and pool < page.draws:
            remedy = "Schreiben Sie mehr mit use: exam, oder ziehen Sie weniger."
            yield page.head.says("exam", f"Es gibt nur {pool} Prüfungsfragen.", remedy)
    for page in course.pages:
        marks = _tool_lines(page, "abschlusstest")
        if page in exams and len(marks) != 1:
            remedy = "Einmal: <!-- werkzeug: abschlusstest -->."
            yield page.says(1, f"Die Marke des Tests steht {len(marks)}-mal.", remedy)
        elif page not in exams and marks:
            yield page.says(marks[0], "Diese Seite ist kein Abschlusstest.", "Setzen Sie „exam: 20“ in ihren Kopf.")
        for line in _tool_lines(page, "zertifikat")[: 0 if exams else 1]:
            yield page.says(line, "Ein Zertifikat braucht einen Abschlusstest.", "Löschen Sie die Marke.")


def _tool_lines(page: Page, tool: str) -> list[int]:
    return [line for line, name, argument in page.markers if (name, argument) == (Marker.TOOL, tool)]

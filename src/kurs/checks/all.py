"""All checks on the content in one place."""

from __future__ import annotations

from ..content import moves, published, tools, training
from ..content.course import Course
from ..content.findings import CHECKS, FILE, WARNING, Finding, Rule
from ..content.house import OWN_CONFIG
from ..content.page import HEADED
from ..content.settings import CONFIG
from ..content.yamltext import YAML
from . import (
    bank,
    conversations,
    figures,
    files,
    house,
    icons,
    lessons,
    links,
    markers,
    markup,
    modules,
    pages,
    questions,
    sources,
    translation,
)
from .pages import LEFT_OUT

# Every module whose rules `check_all` asks and `kurs check --warum` explains.
ASKED = (
    *(moves, published, tools, training),
    *(
        bank,
        conversations,
        figures,
        files,
        house,
        icons,
        lessons,
        links,
        markers,
        markup,
        modules,
        pages,
        questions,
        sources,
        translation,
    ),
)


FIRST = frozenset({FILE, YAML, HEADED, LEFT_OUT})
"""Rules on what can be read and where it stands: while one is broken, others would tell what only follows from that."""
REST = Rule("zuerst", "Was nur aus einer unlesbaren Datei folgt, führte beim Suchen in die Irre.", WARNING)


def check_all(course: Course) -> list[Finding]:
    """Every finding on the course: what reading it found, and unless files are unreadable or lessons not in the navigation what its rules find."""
    if not course.is_ordered:
        return sorted(_with_rest({one for one in course.findings if one.file in (CONFIG, OWN_CONFIG)}))
    found = {*course.findings, *(finding for _, check in CHECKS for finding in check(course))}
    first = {one for one in found if one.rule in FIRST}
    return sorted(_with_rest({*course.findings, *first}) if first else found)


def _with_rest(findings: set[Finding]) -> set[Finding]:
    """`findings` and that they are not all."""
    if not findings:
        return findings
    first = min(findings)
    remedy = "Bessern Sie zuerst die Fehler nach; „make check“ nennt dann, was noch fehlt."
    return {*findings, REST.says(first.file, first.line, "Alles Weitere ist noch nicht geprüft.", remedy)}

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
ALONE = frozenset(one.__name__ for one in (conversations, figures, files, icons, markup, questions, translation))
"""Modules whose rules look at one text or file: what they find follows from no other."""
REST = Rule("zuerst", "Was nur aus einer unlesbaren Datei folgt, führte beim Suchen in die Irre.", WARNING)


def check_all(course: Course) -> list[Finding]:
    """Every finding on the course: what reading it found and what its rules find. While files are unreadable or lessons not in
    the navigation, only what does not follow from that."""
    if not course.is_ordered:
        return sorted(_with_rest({one for one in course.findings if one.file in (CONFIG, OWN_CONFIG)}))
    by_module = [(check.__module__, check(course)) for _, check in CHECKS]
    found = {*course.findings, *(finding for _, findings in by_module for finding in findings)}
    first = {one for one in found if one.rule in FIRST}
    if not first:
        return sorted(found)
    alone = {finding for module, findings in by_module if module in ALONE for finding in findings}
    return sorted(_with_rest({*course.findings, *first, *alone}))


def _with_rest(findings: set[Finding]) -> set[Finding]:
    """`findings` and that they are not all."""
    if not findings:
        return findings
    first = min(findings)
    remedy = "Bessern Sie zuerst die Fehler nach; „make check“ nennt dann, was noch fehlt."
    return {*findings, REST.says(first.file, first.line, "Alles Weitere ist noch nicht geprüft.", remedy)}

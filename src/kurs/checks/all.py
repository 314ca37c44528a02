"""All checks on the content in one place."""

from __future__ import annotations

from ..content import moves, published, tools, training
from ..content.course import Course
from ..content.findings import CHECKS, Finding
from . import (
    bank,
    conversations,
    figures,
    files,
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

# Every module whose rules `check_all` asks and `kurs check --warum` explains.
ASKED = (
    *(moves, published, tools, training),
    *(
        bank,
        conversations,
        figures,
        files,
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


def check_all(course: Course) -> list[Finding]:
    """Every finding on the course: what reading it found and what its rules find."""
    return sorted({*course.findings, *(finding for _, check in CHECKS for finding in check(course))})

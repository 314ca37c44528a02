"""All checks on the content in one place."""

from __future__ import annotations

from ..content import moves, published, tools, training
from ..content.course import Course
from ..content.findings import CHECKS, Finding
from ..content.house import OWN_CONFIG
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


def check_all(course: Course) -> list[Finding]:
    """Every finding on the course: what reading it found and what its rules find; of a broken navigation nothing more."""
    if not course.is_ordered:
        return sorted({one for one in course.findings if one.file in ("mkdocs.yml", OWN_CONFIG)})
    return sorted({*course.findings, *(finding for _, check in CHECKS for finding in check(course))})

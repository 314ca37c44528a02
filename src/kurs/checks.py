"""All checks on the content in one place."""

from __future__ import annotations

from .course import Course
from .findings import Finding
from .gespraech import check_conversations
from .moves import check_moves
from .pages import check_figures
from .published import check_decisions, check_pages
from .rules import check
from .training import check_training
from .werkzeuge import check_tools


def check_all(course: Course) -> list[Finding]:
    """Every finding on the course: reading, rules, drawings, tools, training, conversations, moves, questions' edits."""
    texts = (check_figures, check_tools, check_training, check_conversations)
    checks = (check, *texts, check_moves, check_pages, check_decisions)
    return sorted({finding for one in checks for finding in one(course)})

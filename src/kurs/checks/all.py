"""All checks on the content in one place."""

from __future__ import annotations

from ..content.conversation import check_conversations
from ..content.course import Course
from ..content.findings import Finding
from ..content.moves import check_moves
from ..content.published import check_decisions, check_pages
from ..content.tools import check_tools
from ..content.training import check_training
from .figures import check_figures
from .rules import check
from .translation import check_language


def check_all(course: Course) -> list[Finding]:
    """Every finding on the course: reading, rules, language, drawings, tools, training, conversations, moves, questions' edits."""
    texts = (check_language, check_figures, check_tools, check_training, check_conversations)
    checks = (check, *texts, check_moves, check_pages, check_decisions)
    return sorted({finding for one in checks for finding in one(course)})

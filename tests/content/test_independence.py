"""Tests of the product name no lesson, module or path of this course: its slugs, titles and questions may change."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from conftest import ROOT, load
from kurs.content.course import Course

FOLDERS = ("browser", "site", "unit")
FILES = [
    path.relative_to(ROOT / "tests").as_posix()
    for name in FOLDERS
    for path in sorted((ROOT / "tests" / name).glob("test_*.py"))
]
TOOL = "its tool stands in a lesson of this course"
FULL = "looks at pages of a course of full length, with drawings and all tools"
ALLOWED = {
    "browser/test_accessibility.py": FULL,
    "browser/test_old_browsers.py": FULL,
    "browser/test_near.py": TOOL,
    "browser/test_old_codes.py": "codes that were recorded name what there was",
    "browser/test_conversations.py": "a file of its own helper has the name of a module",
    "browser/test_pages.py": FULL,
    "browser/test_people.py": FULL,
    "browser/test_speech.py": FULL,
    "browser/test_tool_checklists.py": TOOL,
    "browser/test_tool_conversation.py": TOOL,
    "browser/test_tool_thirty_day_plan.py": TOOL,
    "browser/test_tool_touchpoint_map.py": TOOL,
    "browser/test_typed_pages.py": TOOL,
    "site/test_built_pages.py": "says what the heaviest pages of this course may weigh",
    "unit/test_map_and_plan.py": TOOL,
}
"""Files that are about this very course, and why."""


def names_of(course: Course) -> set[str]:
    steps = [page.slug for page in course.lessons.values()]
    return {*steps, *(module.slug for module in course.modules), *(path.slug for path in course.paths)}


def strings(path: Path) -> list[tuple[int, str]]:
    """(line, text) of each string that is no docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    comments = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in comments)
    return [(node.lineno, node.value) for node in found if isinstance(node.value, str)]


@pytest.mark.parametrize("file", FILES)
def test_a_test_of_the_product_names_nothing_of_this_course(course: Course, file: str) -> None:
    own = names_of(load(ROOT / "tests" / "course"))
    words = "|".join(sorted(names_of(course) - own))
    named = re.compile(rf"(?<![\w-])({words})(?![\w-])")
    lines = [(line, match[1]) for line, text in strings(ROOT / "tests" / file) for match in named.finditer(text)]
    if file in ALLOWED:
        assert lines, "names nothing of this course any more: take it out of ALLOWED"
    else:
        assert not lines, "runs on tests/course: pytestmark = pytest.mark.any_course"

"""The rules on content, one test each. What a rule wants and why stands in src/kurs/checks/rules.py."""

from __future__ import annotations

import pytest

from kurs.checks.figures import check_figures
from kurs.checks.all import CHECKS
from kurs.content.course import Course
from kurs.content.findings import ERROR
from kurs.content.published import check_decisions


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.level == ERROR], ids=lambda rule: rule.name)
def test_content_keeps_the_rule(course: Course, rule: Rule) -> None:
    findings = sorted(set(rule.check(course)))
    assert not findings, f"{rule.reason}\n" + "\n".join(map(str, findings))


def test_every_file_can_be_read(course: Course) -> None:
    assert not course.findings, "\n".join(map(str, course.findings))


def test_figures_hold_shapes_and_text_alone(course: Course) -> None:
    assert not check_figures(course)


def test_every_change_to_a_published_question_is_decided(course: Course) -> None:
    assert not check_decisions(course)

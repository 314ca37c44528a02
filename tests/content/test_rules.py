"""The rules on content, one test each. What a rule wants and why tells `kurs check --warum`."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kurs.checks import all as asked
from kurs.content.course import Course
from kurs.content.findings import CHECKS, ERROR, Finding, Rule

assert asked  # it brings all rules


@pytest.mark.parametrize(
    ("rule", "check"), [pair for pair in CHECKS if pair[0].level == ERROR], ids=lambda one: getattr(one, "name", "")
)
def test_content_keeps_the_rule(course: Course, rule: Rule, check: Callable[[Course], list[Finding]]) -> None:
    findings = sorted(finding for finding in check(course) if finding.level == ERROR)
    assert not findings, f"{rule.reason}\n" + "\n".join(map(str, findings))


def test_every_file_can_be_read(course: Course) -> None:
    assert not course.findings, "\n".join(map(str, course.findings))

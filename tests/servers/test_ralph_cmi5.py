"""What a cmi5 package says, held against the models of an independent record store."""

from __future__ import annotations

import re
from typing import Any

import pytest
from test_cmi5 import Store, profile, running, start, store, wait_for
from test_platform import finish, questions
from test_quiz import form_of

from kurs.content.course import Course
from server import complaint_about

__all__ = ["profile", "running", "store"]  # fixtures
pytestmark = pytest.mark.any_course  # as in test_cmi5


def test_every_kind_of_statement_is_accepted(course: Course, profile: Any, store: Store) -> None:
    first, second = course.modules[0].lessons
    page, inner = start(profile)
    inner.get_by_role("link", name=first.title).first.click()
    finish(inner, questions(course, first.slug), wrong=len(questions(course, first.slug)))
    inner.get_by_role("link", name=re.compile(f"Weiter {second.title}")).click()
    finish(inner, questions(course, second.slug))
    wait_for(page, store, "initialized", "completed")
    page.close()
    wait_for(profile.context.new_page(), store, "completed", "failed", "terminated")
    page, inner = start(profile)
    inner.get_by_role("link", name=re.compile(f"Zurück {first.title}")).click()
    for question in questions(course, first.slug):
        form_of(inner, question).get_by_role("button", name="Noch einmal versuchen").click()
        finish(inner, [question])
    wait_for(page, store, "initialized", "passed")
    page.close()
    wait_for(profile.context.new_page(), store, "initialized", "passed", "terminated")
    assert complaint_about(store.statements) == ""

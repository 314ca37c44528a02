"""What is filled into a question and not checked yet: there again after the page was left."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from test_quiz import KEY, KINDS, answer, check, example, form_of, stored, wait_until_stored
from test_typed import wait_for_typed

from kurs.content.course import Course
from kurs.content.model import Choice, Cloze, Question, Write
from projekt import COURSE

pytestmark = pytest.mark.any_course
TYPED = f"kurs:{COURSE}:getippt"
MARK = "Merkwort Zebra"


def state(form: Locator) -> Any:
    """What stands in a question's form."""
    return form.evaluate(
        """(form) => [[...form.querySelectorAll("input, select")].map((field) => [field.value, field.checked]),
          [...form.querySelectorAll(".sequence > li")].map((item) => item.dataset.item), form.dataset.moved]"""
    )


@pytest.mark.parametrize(("kind", "name"), KINDS, ids=[name for _, name in KINDS])
def test_an_answer_that_is_not_checked_yet_is_there_again(
    course: Course, visit: Any, kind: type[Question], name: str
) -> None:
    question = example(course, kind, name)
    profile = visit()
    page = profile.open(f"{question.lesson}/")
    answer(form_of(page, question), question, right=True)
    before = state(form_of(page, question))
    wait_for_typed(page, question.id)
    page.close()
    page = profile.open(f"{question.lesson}/")
    form = page.locator(f"#frage-{question.id}")
    for _ in range(200):
        if state(form) == before:
            break
        page.wait_for_timeout(50)
    assert state(form) == before
    check(form_of(page, question))
    expect(form.get_by_role("status")).to_contain_text("Richtig.")
    wait_for_typed(page, question.id, gone=True)


TRIED_AGAIN = [(kind, name) for kind, name in KINDS if kind is not Write]  # there nothing is wrong


@pytest.mark.parametrize(("kind", "name"), TRIED_AGAIN, ids=[name for _, name in TRIED_AGAIN])
def test_an_answer_that_is_given_anew_is_there_again(
    course: Course, visit: Any, kind: type[Question], name: str
) -> None:
    question = example(course, kind, name)
    profile = visit()
    page = profile.open(f"{question.lesson}/")
    form = form_of(page, question)
    answer(form, question, right=False)
    check(form)
    wait_until_stored(page, question.id)
    form.get_by_role("button", name="Noch einmal versuchen").click()
    answer(form, question, right=True)
    wait_for_typed(page, '"again"')
    before = state(form)
    page.close()
    page = profile.open(f"{question.lesson}/")
    form = form_of(page, question)
    expect(form.get_by_role("button", name=re.compile("^Prüfen"))).to_be_visible()
    assert state(form) == before
    check(form)
    expect(form.get_by_role("status").first).to_contain_text("Richtig.")
    wait_for_typed(page, '"again"', gone=True)


def test_an_answer_from_elsewhere_is_not_replaced_by_one_that_was_begun_before_it(course: Course, visit: Any) -> None:
    question = example(course, Choice, "single")
    profile = visit()
    page = profile.open(f"{question.lesson}/")
    form = form_of(page, question)
    answer(form, question, right=False)
    check(form)
    wait_until_stored(page, question.id)
    form.get_by_role("button", name="Noch einmal versuchen").click()
    answer(form, question, right=True)
    wait_for_typed(page, '"again"')
    page.close()
    page = profile.open("lernstand/")
    document = stored(page)
    document["answers"][question.id]["n"] += 1
    document["clock"] += 1
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(document)])
    form = form_of(page := profile.open(f"{question.lesson}/"), question)
    page.wait_for_load_state("networkidle")
    expect(form.get_by_role("button", name="Noch einmal versuchen")).to_be_visible()


def test_half_a_cloze_is_there_again(course: Course, visit: Any) -> None:
    question = next(q.item for q in course.bank.active(use="practice") if isinstance(q.item, Cloze))
    page = visit().open(f"{question.lesson}/")
    form_of(page, question).locator(".blank").last.fill(MARK)
    wait_for_typed(page, MARK)
    page.goto("about:blank")
    page.go_back()
    expect(page.locator(f"#frage-{question.id} .blank").last).to_have_value(MARK)

"""The reporter: none on the public site; what is reached, computed for learning platforms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from test_quiz import example, form_of

from conftest import javascript
from kurs.content.course import Course
from kurs.content.model import Choice
from projekt import COURSE

pytestmark = pytest.mark.any_course

UNKNOWN = {"completed": False, "success": "unknown", "score": None, "progress": 0}
PASSED = {"completed": True, "success": "passed", "score": 90, "progress": 1}
FAILED = {"completed": True, "success": "failed", "score": 40, "progress": 1}


@pytest.fixture(scope="module")
def status(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """status(right, wrong, open, before): what statusOf says."""
    page = javascript(
        browser,
        tmp_path_factory.mktemp("js"),
        'import { statusOf } from "./lms/status.js";\nimport { withAnswer } from "./progress/document.js";\n'
        'import { emptyProgress } from "./progress/scoring.js";\n'
        "window.f = { statusOf, emptyProgress, withAnswer };\n",
    )

    def compute(right: int, wrong: int, open_ones: int, before: Any = UNKNOWN) -> Any:
        return page.evaluate(
            """([right, wrong, open, before]) => {
                const questions = Array.from({ length: right + wrong + open }, (_, i) => ({ id: `q${i}`, revision: 1 }));
                let progress = f.emptyProgress("probe");
                questions.slice(0, right + wrong).forEach(({ id }, i) => {
                    progress = f.withAnswer(progress, id, 1, { ok: i < right, given: ["x"] }, 1);
                });
                return f.statusOf(progress, { questions }, before);
            }""",
            [right, wrong, open_ones, before],
        )

    yield compute
    page.close()


def test_the_public_site_reports_to_nobody(visit: Any) -> None:
    page = visit().open("erde-pruefen/")
    assert page.evaluate("globalThis.kursMelder") is None


def test_there_is_no_score_before_the_last_answer(status: Any) -> None:
    assert status(2, 1, 1) == {**UNKNOWN, "progress": 0.75}


@pytest.mark.parametrize(
    ("right", "wrong", "success", "score"),
    [(8, 2, "passed", 80), (7, 3, "failed", 70), (43, 11, "failed", 79), (177, 0, "passed", 100), (0, 3, "failed", 0)],
)
def test_a_score_passes_exactly_where_platforms_say_so_too(
    status: Any, right: int, wrong: int, success: str, score: int
) -> None:
    assert status(right, wrong, 0) == {"completed": True, "success": success, "score": score, "progress": 1}


def test_passed_is_never_revoked_and_keeps_its_best_score(status: Any) -> None:
    assert status(1, 9, 0, PASSED) == PASSED
    assert status(0, 0, 10, PASSED) == PASSED
    assert status(10, 0, 0, PASSED) == {**PASSED, "score": 100}


def test_a_second_try_turns_failed_into_passed_and_never_into_unfinished(status: Any) -> None:
    assert status(8, 2, 0, FAILED) == {**PASSED, "score": 80}
    assert status(1, 0, 9, FAILED) == FAILED


def test_a_worse_try_lowers_no_score_of_a_better_one_that_failed(status: Any) -> None:
    assert status(3, 7, 0, {**FAILED, "score": 70}) == {**FAILED, "score": 70}


def test_an_answer_known_without_its_text_shows_its_verdict_and_can_be_tried_again(course: Course, visit: Any) -> None:
    question = example(course, Choice)
    profile = visit()
    document = {"format": "kurs-lernstand", "version": 1, "course": COURSE, "clock": 1, "lessons": {},
                "answers": {question.id: {"r": question.revision, "n": 1, "t": 0, "ok": False, "given": []}}}  # fmt: skip
    profile.plant(f"kurs:{COURSE}:lernstand", json.dumps(document))
    page: Page = profile.open(f"{question.lesson}/")
    form = form_of(page, question)
    expect(form.locator(".verdict")).to_have_text("Noch nicht richtig.")
    expect(form.locator(".feedback")).to_contain_text("von früheren Besuchen")
    form.get_by_role("button", name="Noch einmal versuchen").click()
    expect(form.locator(".options input").first).to_be_enabled()

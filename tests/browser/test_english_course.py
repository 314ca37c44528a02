"""English in a real Chromium that itself is German: what scripts read and write, and a learner's way through the example."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from test_quiz import answer, form_of

from conftest import EXAMPLE, javascript, serve
from english import WORD, is_english
from kurs import words
from kurs.content.course import Course, load_course

pytestmark = pytest.mark.xdist_group("language")

SHOWN = "() => document.body.innerText"


@pytest.fixture(scope="module")
def functions(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    source = (
        'import { readNumbers } from "./questions/answers.js";\n'
        'import { csvFile } from "./formats/csv.js";\n'
        'import { dayText } from "./formats/days.js";\n'
        'import { quoted } from "./formats/text.js";\n'
        'import { durationText } from "./page/lists.js";\n'
        "window.f = { csvFile, dayText, durationText, quoted, readNumbers };\n"
    )
    words.speak("en")
    try:
        yield javascript(browser, tmp_path_factory.mktemp("js"), source)
    finally:
        words.speak("de")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3,750", [3750, 3.75]),
        ("about 3,750.50 dollars a year", [3750.5]),
        ("£1,600 per customer", [1600, 1.6]),
        ("15 percent", [15]),
        ("30 minutes", [30]),
        ("etwa 30", []),
    ],
)
def test_numbers_are_read_with_the_words_that_english_puts_around_them(
    functions: Page, text: str, numbers: list[float]
) -> None:
    assert sorted(functions.evaluate("(t) => f.readNumbers(t)", text)) == sorted(numbers)


def test_days_durations_and_quotation_marks_are_english(functions: Page) -> None:
    assert functions.evaluate("f.dayText('2026-11-29')") == "November 29, 2026"
    assert functions.evaluate("f.durationText(150)") == "about 2.5 hours"
    assert functions.evaluate("f.quoted('The “quiet” chair')") == "“The ‘quiet’ chair”"


def test_a_table_is_parted_by_commas_and_keeps_its_days(functions: Page) -> None:
    text = functions.evaluate("f.csvFile([['Kerr, A.', '2026-11-29', '1.2.0']])")
    assert next(csv.reader(io.StringIO(text.lstrip("\ufeff")))) == ["Kerr, A.", "2026-11-29", "'1.2.0"]


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(EXAMPLE)


@pytest.fixture(scope="module")
def address(example_site: Path) -> Iterator[str]:
    with serve(example_site.parent) as root:
        yield f"{root}kurs/"


def strange(page: Page) -> set[str]:
    """Words on `page`, as it is now, that are neither English nor the example's."""
    text = re.sub(r"\S{30,}|https?://\S+", " ", page.evaluate(SHOWN))
    return {word for word in WORD.findall(text) if not is_english(word)}


def solve(page: Page, course: Course, lesson: str, right: bool) -> None:
    for placed in course.bank.active(lesson, "practice"):
        form = form_of(page, placed.item)
        answer(form, placed.item, right)
        form.get_by_role("button", name=re.compile("^(Check|Show examples)")).click()


@pytest.mark.parametrize("right", [False, True])
def test_a_learner_reads_english_alone_whatever_the_answer(course: Course, visit: Any, right: bool) -> None:
    profile = visit()
    page = profile.tab()
    for lesson in course.lessons:
        page.goto(f"{profile.address}{lesson}/")
        solve(page, course, lesson, right)
        assert strange(page) == set(), lesson
    for path in ("", "lernstand/", "nachweis/", "zertifikat/", "wiederholen/", "meine-saetze/", "aufgabe/", "suche/"):
        page.goto(profile.address + path)
        page.wait_for_load_state("networkidle")
        assert strange(page) == set(), path


def test_a_number_that_is_none_gets_an_english_hint(course: Course, visit: Any) -> None:
    page = visit().open("needless-noise/")
    (question,) = (one.item for one in course.bank.active("needless-noise", "practice") if one.item.type == "numeric")
    form = form_of(page, question)
    form.locator("[data-value]").fill("some")
    form.get_by_role("button", name=re.compile("^Check")).click()
    expect(form).to_contain_text("Write, for example, 3,750 or 1.5.")


def test_a_test_handed_in_is_explained_in_english(visit: Any) -> None:
    page = visit().open("final-test/")
    page.get_by_role("button", name="Start the test").click()
    for _ in range(4):
        page.get_by_role("button", name="Continue", exact=True).click()
    page.get_by_role("button", name="To hand in").click()
    expect(page.get_by_text("0 of 5 questions are answered.")).to_be_visible()
    assert strange(page) == set()
    page.get_by_role("button", name="Hand in with 5 open questions").click()
    expect(page.get_by_text("Result by module")).to_be_visible()
    assert strange(page) == set()


def test_an_assignment_becomes_a_record_and_a_table(course: Course, visit: Any) -> None:
    profile = visit()
    page = profile.open("trainer/zuweisen/")
    page.get_by_label("The room", exact=False).first.check()
    page.get_by_label("To be finished by").fill("2030-05-02")
    text = page.get_by_label("Text for an email").input_value()
    assert "by May 2, 2030" in text
    code = re.search(r"AUFGABE\S+", text)[0]  # type: ignore[index]
    assert strange(page) == set()
    page = profile.open(f"aufgabe/#{code}")
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.get_by_text("Accepted. The assignment is now on the start page")).to_be_visible()
    assert strange(page) == set()
    solve(profile.open("needless-noise/"), course, "needless-noise", right=True)
    page = profile.open("nachweis/")
    page.get_by_role("button", name="Create a completion record").click()
    record = page.get_by_label("Your completion record as a code").input_value()
    assert strange(page) == set()
    page = profile.open("trainer/pruefen/")
    page.get_by_label("Paste codes").fill(record)
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_role("button", name="Save completion records as CSV")).to_be_visible()
    assert strange(page) == set()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save completion records as CSV").click()
    assert re.fullmatch(r"records-[\d-]+\.csv", download.value.suggested_filename)
    head, row = csv.reader(io.StringIO(Path(download.value.path()).read_bytes().decode("utf-8-sig"), newline=""))
    assert head[:4] == ["No.", "Name", "Assignment", "Due"]
    assert row[3] == "2030-05-02"

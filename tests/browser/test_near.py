"""What comes when somebody is near: the rarer types of questions and the tools; also when it comes late or not at all."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page, Route, expect
from test_quiz import answer, check, example, form_of

from kurs.content.course import Course
from kurs.content.model import Match, Numeric, Order, Question

LATER = re.compile(r"/assets/(tasks|kundenwert-rechner|monday)\.\w+\.js")
SENTENCE = "Ein Stück dieser Seite ist nicht angekommen."


def loaded(page: Page) -> set[str]:
    names = page.evaluate("performance.getEntriesByType('resource').map(({ name }) => name)")
    return {match[1] for name in names if (match := LATER.search(name))}


def test_who_begins_to_read_loads_no_tool_and_no_rare_type(visit: Any) -> None:
    page = visit(viewport={"width": 360, "height": 640}).open("das-schild/")
    page.wait_for_load_state("networkidle")
    assert loaded(page) == set()
    page.locator("[data-tool]").scroll_into_view_if_needed()
    expect(page.locator("[data-tool] .output")).to_contain_text("Kundenwert: ")
    assert "kundenwert-rechner" in loaded(page)


def test_a_tool_that_does_not_come_says_so_and_comes_at_the_second_try(visit: Any) -> None:
    profile = visit()
    page = profile.context.new_page()
    page.route("**/kundenwert-rechner.*.js", lambda route: route.abort())
    page.goto(f"{profile.address}das-schild/#uebung")
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    page.unroute_all()
    page.get_by_role("button", name="Noch einmal laden").click()
    expect(page.locator("[data-tool] .output")).to_contain_text("Kundenwert: ")
    expect(page.get_by_text(SENTENCE)).to_have_count(0)
    profile.problems.clear()  # the fault itself


@pytest.mark.parametrize("kind", [Order, Numeric])
def test_a_question_that_does_not_come_says_so_and_comes_at_the_second_try(
    course: Course, visit: Any, kind: type[Question]
) -> None:
    question = example(course, kind)
    profile = visit()
    page = profile.context.new_page()
    page.route("**/tasks.*.js", lambda route: route.abort())
    page.goto(f"{profile.address}{question.lesson}/")
    form_of(page, question).scroll_into_view_if_needed()
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    page.unroute_all()
    page.get_by_role("button", name="Noch einmal laden").click()
    expect(page.get_by_text(SENTENCE)).to_have_count(0)
    answer(form_of(page, question), question, right=True)
    check(form_of(page, question))
    expect(form_of(page, question).get_by_role("status").first).to_contain_text("Richtig.")
    profile.problems.clear()


def test_who_answers_before_the_type_has_come_need_not_press_again(course: Course, visit: Any) -> None:
    question = example(course, Numeric)
    profile = visit()
    page = profile.context.new_page()
    waiting: list[Route] = []
    page.route("**/tasks.*.js", lambda route: waiting.append(route))
    page.goto(f"{profile.address}{question.lesson}/")
    form = form_of(page, question)
    answer(form, question, right=True)
    check(form)
    check(form)  # impatient
    expect(form.get_by_role("status").first).to_be_empty()
    waiting[0].continue_()
    expect(form.get_by_role("status").first).to_contain_text("Richtig.")
    assert page.url == f"{profile.address}{question.lesson}/"


def test_who_presses_a_tool_s_button_too_early_need_not_press_again(visit: Any) -> None:
    profile = visit()
    page = profile.context.new_page()
    waiting: list[Route] = []
    page.route("**/vergraulungs-check.*.js", lambda route: waiting.append(route))
    page.goto(f"{profile.address}vergraulung/")
    tool = page.locator("[data-tool]")
    tool.locator("input").first.check()
    tool.get_by_role("button", name="Auswerten").click()
    expect(tool.locator(".finding")).to_be_hidden()
    waiting[0].continue_()
    expect(tool.get_by_role("status")).to_contain_text("Ergebnis: ")


def letters(text: str) -> str:
    """What is left where lines break differently and words with a hyphen."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))


def test_on_paper_a_lesson_has_its_choices_its_solutions_at_the_end_and_no_controls(course: Course, visit: Any) -> None:
    question = example(course, Match)
    page = visit().open(f"{question.lesson}/")
    pages = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    text = letters(" ".join(one.extract_text() for one in pages))
    for word in ("Prüfen", "bitte wählen", "Überspringen", "Gespräch beginnen", "Meine Sätze", "Das nehme ich mir vor"):
        assert letters(word) not in text, word
    asked, solutions = text.split("Quellen", 1)
    for placed in course.bank.active(question.lesson, "practice"):
        assert letters(placed.item.stem.partition("[[")[0]) in asked, placed.item.id
    assert "ZurAuswahlstehen" in asked
    assert "Lösungen" in solutions
    for pair in question.pairs:  # type: ignore[attr-defined]
        assert letters(pair.right) in asked
        assert letters(pair.feedback) in solutions

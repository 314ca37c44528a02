"""Browsers of years ago, made by taking features away, and scripts that fail: the course stays usable."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from test_quiz import answer, check, example, form_of, result_of

from conftest import PATIENCE, VIOLATIONS
from kurs.content.course import Course
from kurs.content.model import Choice

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 780}
TOOLS = [
    "",
    "serviceklima/",
    "stufen/",
    "vergraulung/",
    "dreissig-tage/",
    "von-aussen-nach-innen/",
    "abschlusstest/",
    "lernstand/",
    "verlinken/",
    "nachweis/",
    "zertifikat/",
    "aufgabe/",
    "wiederholen/",
    "trainer/zuweisen/",
    "trainer/einarbeitung/",
    "trainer/pruefen/",
    "trainer/raum/",
    "offline/",
    "suche/#q=Bleibequote",
]
# What came after Chrome 90, Firefox 90 and Safari 15, the oldest that docs/barrierefreiheit.md names.
NEWER = """
delete Object.hasOwn; delete Object.groupBy;
for (const name of ["at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with"]) delete Array.prototype[name];
delete String.prototype.at; delete String.prototype.isWellFormed; delete String.prototype.toWellFormed;
delete HTMLFormElement.prototype.requestSubmit; delete HTMLElement.prototype.showPopover;
delete AbortSignal.timeout; delete AbortSignal.any; delete crypto.randomUUID; delete Array.fromAsync;
for (const name of ["structuredClone", "CompressionStream", "DecompressionStream", "BroadcastChannel", "reportError"]) delete globalThis[name];
delete Navigator.prototype.locks; delete Navigator.prototype.storage; delete Intl.Segmenter;
"""


def without_has(route: Route) -> None:
    """A style sheet as a browser reads it that does not know :has()."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace(":has(", ":gibt-es-nicht("))


@pytest.fixture
def old(visit: Any) -> Any:
    """`old(**options)` opens a profile of the oldest browser that is supported."""

    def start(**options: object) -> Any:
        profile = visit(**options)
        profile.context.add_init_script(NEWER)
        profile.context.route("**/*.css", without_has)
        return profile

    return start


def test_in_an_old_browser_the_menu_stands_beside_the_lesson(old: Any) -> None:
    page = old(viewport=WIDE).open("das-schild/")
    menu = page.locator(".course-menu").bounding_box()
    text = page.locator("main").bounding_box()
    assert menu["x"] + menu["width"] <= text["x"]


def without_popover(route: Route) -> None:
    answer = route.fetch()
    assert " popover>" in answer.text()
    route.fulfill(response=answer, body=answer.text().replace(" popover>", ">"))


def test_in_a_browser_without_popovers_the_menu_unfolds(old: Any) -> None:
    profile = old(viewport=NARROW)
    profile.context.add_init_script("delete HTMLElement.prototype.popover")
    profile.context.route("**/das-schild/", without_popover)
    page = profile.open("das-schild/")
    menu = page.locator(".course-menu")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Menü").click()
    expect(menu.get_by_role("link", name="Wenn der Kunde stört")).to_be_visible()
    page.locator("button.menu-opener").click()
    expect(menu).to_be_hidden()


def test_in_an_old_browser_an_option_shows_the_focus(course: Course, old: Any) -> None:
    question = example(course, Choice, "single")
    page = old(viewport=WIDE).open(f"{question.lesson}/")
    form_of(page, question).locator("input").first.press("ArrowDown")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_in_an_old_browser_questions_are_answered_tried_again_and_reset(course: Course, old: Any) -> None:
    in_texts = {name for lesson in course.lessons.values() for name in lesson.asked}
    choices = [placed.item for placed in course.bank.active(use="practice") if isinstance(placed.item, Choice)]
    question = next(one for one in choices if one.type == "single" and one.id not in in_texts)
    page = old(viewport=NARROW).open(f"{question.lesson}/")
    summary = page.locator("[data-quiz]")
    expect(summary).to_be_hidden()
    for placed in course.bank.active(question.lesson, "practice"):
        form = form_of(page, placed.item)
        answer(form, placed.item, right=placed.item != question)
        check(form)
    result_of(page).get_by_role("button", name="Die falsche noch einmal").click()
    expect(summary).to_be_hidden()
    answer(form_of(page, question), question, right=True)
    check(form_of(page, question))
    expect(result_of(page)).to_contain_text("Diese Lektion ist bestanden.")
    summary.get_by_text("Quiz zurücksetzen").click()
    summary.get_by_role("button", name="Ja, löschen").click()
    expect(summary).to_be_hidden()
    expect(page.locator("form.question[data-judged]")).to_have_count(0)


@pytest.mark.parametrize("path", TOOLS)
def test_in_an_old_browser_every_tool_starts(old: Any, path: str) -> None:
    page = old(viewport=NARROW).open(path)
    expect(page.locator("html.js")).to_have_count(1)
    if "suche" in path:
        expect(page.locator("[data-search-status]")).to_contain_text("Treffer")


def test_no_script_uses_what_an_old_browser_cannot_even_read(site: Path) -> None:
    for script in (site / "assets").glob("*.js"):
        found = re.search(r"\(\?<[=!]|/[dgimsuy]*v[dgimsuy]*\.(test|exec)\(|\bstatic\s*\{", script.read_text("utf-8"))
        assert not found, (script.name, found)


@pytest.fixture
def lesson(browser: Browser, address: str) -> Iterator[Page]:
    """A page on which scripts may fail."""
    context = browser.new_context(locale="de-DE")
    context.add_init_script(VIOLATIONS)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def is_plain_list(page: Page) -> None:
    """The lesson as it is without scripts."""
    solutions = page.locator("form.question .solution > summary")
    expect(solutions.first).to_be_visible()
    expect(page.locator("form.question button").first).to_be_hidden()
    expect(page.locator(".werkzeug .ohne-skript").first).to_be_visible()


@pytest.mark.parametrize("script", ["throw new Error('x');", "class { static { }", "const x = /(?<=(/;"])
def test_a_script_that_fails_while_it_starts_gives_the_page_back(lesson: Page, address: str, script: str) -> None:
    lesson.route("**/kurs.*.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    lesson.goto(f"{address}das-schild/")
    is_plain_list(lesson)


def test_a_part_that_fails_gives_the_page_back(lesson: Page, address: str) -> None:
    lesson.add_init_script("delete Document.prototype.querySelectorAll")
    lesson.goto(f"{address}das-schild/")
    is_plain_list(lesson)


def test_a_script_that_does_not_load_gives_the_page_back(lesson: Page, address: str) -> None:
    lesson.route("**/kurs.*.js", lambda route: route.abort())
    lesson.goto(f"{address}das-schild/")
    is_plain_list(lesson)


def test_a_script_that_does_not_come_gives_the_page_back_and_takes_it_when_it_does(lesson: Page, address: str) -> None:
    waiting: list[Route] = []
    lesson.route("**/kurs.*.js", lambda route: waiting.append(route))
    lesson.clock.install()
    lesson.goto(f"{address}das-schild/", wait_until="commit")
    expect(lesson.locator(".page-footer")).to_be_attached()
    expect(lesson.locator("html.js")).to_have_count(1)
    lesson.clock.fast_forward(11_000)
    is_plain_list(lesson)
    waiting[0].continue_()
    expect(lesson.locator("form.question button").first).to_be_visible()


def test_an_error_of_an_extension_takes_nothing_away(lesson: Page, address: str) -> None:
    lesson.route("**/kurs.*.js", lambda route: route.continue_())
    lesson.add_init_script("setTimeout(() => { throw new Error('extension') })")
    lesson.goto(f"{address}das-schild/")
    expect(lesson.locator("form.question button").first).to_be_visible()


def test_a_question_that_fails_shows_its_solution(course: Course, lesson: Page, address: str) -> None:
    question = example(course, Choice, "single")
    lesson.goto(f"{address}{question.lesson}/")
    form = form_of(lesson, question)
    answer(form, question, right=True)
    lesson.evaluate("() => { Element.prototype.closest = () => { throw new Error('x') } }")
    expect(form.locator(".solution")).to_be_hidden()
    check(form)
    expect(form.locator(".solution > summary")).to_be_visible()

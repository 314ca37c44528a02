"""What the tools in which one ticks statements have in common: paper, keyboard, announcements, weight."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from test_pages import come_near, violations
from test_typed import wait_for_typed

from kurs.content.course import Course
from kurs.content.tools import load_tool_data, texts

LESSONS = {"vergraulungs-check": "vergraulung", "klima-schnelltest": "serviceklima", "treppenbild": "stufen"}
every_tool = pytest.mark.parametrize("slug", LESSONS)


def tool_on(page: Page, slug: str) -> Locator:
    return page.locator(f"[data-tool={slug}]")


def open_tool(visit: Any, slug: str, **options: Any) -> Locator:
    return tool_on(come_near(visit(**options).open(f"{LESSONS[slug]}/")), slug)


def tick_first_of_each_group(tool: Locator) -> None:
    for group in tool.locator("fieldset").all():
        group.locator("input").first.check()


def evaluate(tool: Locator) -> Locator:
    """Press the button; the message."""
    tool.get_by_role("button", name="Auswerten").click()
    return tool.get_by_role("status")


@every_tool
def test_axe_finds_nothing_before_and_after_use(visit: Any, slug: str) -> None:
    tool = open_tool(visit, slug, viewport={"width": 360, "height": 780})
    assert violations(tool.page) == []
    tick_first_of_each_group(tool)
    expect(evaluate(tool)).to_contain_text("Ergebnis: ")
    assert violations(tool.page) == []


@every_tool
def test_at_320_pixels_nothing_scrolls_sideways_after_use(visit: Any, slug: str) -> None:
    tool = open_tool(visit, slug, viewport={"width": 320, "height": 600})
    tick_first_of_each_group(tool)
    evaluate(tool)
    assert tool.page.evaluate("document.documentElement.scrollWidth") <= 320


@every_tool
def test_the_keyboard_ticks_and_evaluates(visit: Any, slug: str) -> None:
    tool = open_tool(visit, slug)
    for group in tool.locator("fieldset").all():
        group.locator("input").first.focus()
        tool.page.keyboard.press("Space")
    tool.locator("input").first.press("Enter")  # as in every form, Enter is the button
    expect(tool.get_by_role("status")).to_contain_text("Ergebnis: ")
    expect(tool.locator(".finding")).to_be_visible()


@every_tool
def test_a_tick_with_the_keyboard_shows_where_the_focus_is(visit: Any, slug: str) -> None:
    tool = open_tool(visit, slug)
    tool.locator("input").first.focus()
    tool.page.keyboard.press("Space")
    assert tool.locator("label").first.evaluate("label => getComputedStyle(label).outlineStyle") == "solid"


@every_tool
def test_nothing_is_announced_or_shown_before_the_button_is_pressed(visit: Any, slug: str) -> None:
    tool = open_tool(visit, slug)
    expect(tool.locator(".finding")).to_be_hidden()
    tick_first_of_each_group(tool)
    expect(tool.get_by_role("status")).to_be_empty()
    expect(tool.locator(".finding")).to_be_hidden()


@every_tool
def test_a_result_does_not_outlive_a_change(visit: Any, slug: str) -> None:
    tool = open_tool(visit, slug)
    tick_first_of_each_group(tool)
    evaluate(tool)
    tool.locator("input").nth(1).check()
    expect(tool.locator(".finding")).to_be_hidden()
    expect(tool.get_by_role("status")).to_contain_text("Werten Sie noch einmal aus")
    expect(evaluate(tool)).to_contain_text("Ergebnis: ")
    expect(tool.locator(".finding")).to_be_visible()


@every_tool
def test_the_picture_says_in_words_what_it_shows(visit: Any, slug: str) -> None:
    tool = open_tool(visit, slug)
    tick_first_of_each_group(tool)
    evaluate(tool)
    for svg in tool.locator("figure svg").all():
        named = svg.get_attribute("aria-label") if svg.get_attribute("role") == "img" else ""
        beside = svg.locator("xpath=..").inner_text() if svg.get_attribute("aria-hidden") == "true" else ""
        assert re.search(r"\d von \d|Ihr Punkt liegt im Feld „", (named or "") + beside)


@every_tool
def test_ticks_and_their_result_are_there_again(visit: Any, slug: str) -> None:
    page = come_near(visit().open(f"{LESSONS[slug]}/"))
    tick_first_of_each_group(tool_on(page, slug))
    evaluate(tool_on(page, slug))
    shown = tool_on(page, slug).locator(".finding").inner_text()
    wait_for_typed(page, '"done":true')
    page.reload()
    tool = tool_on(page, slug)
    expect(tool.locator(".finding")).to_have_text(shown, use_inner_text=True)
    assert tool.locator(":checked").count() == tool.locator("fieldset").count()
    tool.locator("label").nth(1).click()
    expect(tool.get_by_role("status")).to_contain_text("Werten Sie noch einmal aus")


@every_tool
def test_without_javascript_there_is_a_list_to_tick_and_all_that_the_ticks_mean(
    course: Course, visit: Any, slug: str
) -> None:
    tool = open_tool(visit, slug, java_script_enabled=False)
    tool.locator("input").first.check()
    shown = " ".join(tool.inner_text().split())
    for path, text in texts(load_tool_data(course, slug)):
        if path[0] not in {"gap", "gap_below_ticks", "empty", "borderline"}:  # sentences about ticks already counted
            assert text in shown, path
    expect(tool.get_by_role("heading", name="Auswertung:")).to_be_visible()
    expect(tool.get_by_role("button")).to_be_hidden()


@every_tool
def test_enter_without_javascript_loses_no_ticks(visit: Any, slug: str) -> None:
    tool = open_tool(visit, slug, java_script_enabled=False)
    tool.locator("input").first.check()
    tool.locator("input").first.press("Enter")
    tool.page.wait_for_timeout(200)
    expect(tool.locator("input").first).to_be_checked()


@every_tool
def test_paper_shows_what_is_ticked_with_its_result_or_how_to_count(visit: Any, slug: str) -> None:
    tool = open_tool(visit, slug)
    tool.page.emulate_media(media="print")
    paper = tool.get_by_role("heading", name="Auswertung:")
    expect(paper).to_be_visible()
    results = tool.locator(".finding h4:visible").count()
    tool.page.emulate_media(media="screen")
    tick_first_of_each_group(tool)
    evaluate(tool)
    tool.page.emulate_media(media="print")
    expect(tool.locator("input:checked").first).to_be_visible()
    expect(tool.locator("figure")).to_be_visible()
    expect(paper).to_be_hidden()
    assert tool.locator(".finding h4:visible").count() < results
    expect(tool.get_by_role("button")).to_be_hidden()
    tool.page.emulate_media(media="screen")
    tool.locator("input").nth(1).check()
    tool.page.emulate_media(media="print")
    assert tool.locator(".finding h4:visible").count() == results, "nach einer Änderung wieder alles"

"""The check of hurdles: every tick counts, says why it matters and what to do instead."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect
from test_tool_checklists import evaluate, open_tool

from kurs.content.course import Course
from kurs.content.tools import HurdleCheck, load_tool_data

SLUG = "vergraulungs-check"


@pytest.fixture
def data(course: Course) -> HurdleCheck:
    data = load_tool_data(course, SLUG)
    assert isinstance(data, HurdleCheck)
    return data


@pytest.mark.parametrize("ticks", [0, 3, 4, 8, 9, 14])
def test_the_number_of_ticks_decides_on_the_result(data: HurdleCheck, visit: Any, ticks: int) -> None:
    tool = open_tool(visit, SLUG)
    for i in range(ticks):
        tool.get_by_role("checkbox").nth(i).check()
    verdict = next(verdict for verdict in data.results if ticks <= verdict.up_to)
    expect(evaluate(tool)).to_contain_text(f"Ergebnis: {verdict.title}. Angekreuzt: {ticks} von 14.")
    expect(tool.get_by_role("heading", name=verdict.title)).to_be_visible()
    expect(tool.get_by_text(verdict.text)).to_be_visible()
    assert tool.locator("[data-up-to]:visible").count() == 1


def test_each_tick_and_no_other_says_why_and_what_to_do(data: HurdleCheck, visit: Any) -> None:
    tool = open_tool(visit, SLUG)
    statements = [statement for area in data.areas for statement in area.statements]
    for i in (2, 7, 13):
        tool.get_by_role("checkbox", name=statements[i].text).check()
    evaluate(tool)
    shown = tool.locator("[data-hurdles] li:visible")
    expect(shown).to_have_count(3)
    for i, place in ((2, 0), (7, 1), (13, 2)):
        expect(shown.nth(place)).to_contain_text(f"{statements[i].why} Stattdessen: {statements[i].instead}")


def test_without_a_tick_there_is_no_empty_list(visit: Any) -> None:
    tool = open_tool(visit, SLUG)
    evaluate(tool)
    expect(tool.locator("[data-hurdles]")).to_be_hidden()


def test_the_bars_count_each_area_and_say_so_in_words(data: HurdleCheck, visit: Any) -> None:
    tool = open_tool(visit, SLUG)
    for i in (0, 1, 3, 4, 12):
        tool.get_by_role("checkbox").nth(i).check()
    evaluate(tool)
    rows = tool.locator(".bar li")
    for place, count in enumerate([3, 1, 0, 1]):
        area = data.areas[place]
        expect(rows.nth(place)).to_have_text(f"{area.title}: {count} von {len(area.statements)}")
        assert rows.nth(place).locator("rect").count() == len(area.statements)
        assert rows.nth(place).locator("rect.voll").count() == count

"""The picture of the stairs: the lowest step that lacks a tick is one's own."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from test_tool_checklists import evaluate, open_tool

from kurs.content.course import Course
from kurs.content.tools import Stairs, load_tool_data

SLUG = "treppenbild"


@pytest.fixture
def data(course: Course) -> Stairs:
    data = load_tool_data(course, SLUG)
    assert isinstance(data, Stairs)
    return data


def tick(tool: Locator, *counts: int) -> None:
    """Tick that many statements on each step, from below."""
    for step, count in enumerate(counts):
        for i in range(count):
            tool.locator("fieldset").nth(step).get_by_role("checkbox").nth(i).check()


@pytest.mark.parametrize(
    ("counts", "own"),
    [
        ((1, 0, 0, 0, 0), 0),
        ((0, 2, 2, 2, 2), 0),
        ((2, 1, 0, 2, 1), 1),
        ((2, 2, 0, 0, 0), 2),
        ((2, 2, 2, 1, 2), 3),
        ((2, 2, 2, 2, 1), 4),
    ],
)
def test_the_lowest_step_that_lacks_a_tick_is_ones_own(
    data: Stairs, visit: Any, counts: tuple[int, ...], own: int
) -> None:
    tool = open_tool(visit, SLUG)
    tick(tool, *counts)
    step = data.steps[own]
    expect(evaluate(tool)).to_contain_text(f"Ergebnis: Ihre Stufe ist Stufe {own + 1}, {step.name}.")
    assert tool.locator(".finding h4:visible").all_inner_texts() == [f"Stufe {own + 1}: {step.name}"]
    expect(tool.get_by_text(step.next)).to_be_visible()
    expect(tool.get_by_text(step.ask)).to_be_visible()
    expect(tool.get_by_text(data.gap, exact=True)).to_be_visible()
    expect(tool.get_by_text(data.gap_below_ticks)).to_be_visible(visible=any(counts[own + 1 :]))


def test_the_picture_tells_every_step_and_the_own_one(data: Stairs, visit: Any) -> None:
    tool = open_tool(visit, SLUG)
    tick(tool, 2, 1, 0, 2, 0)
    evaluate(tool)
    label = tool.locator("svg").get_attribute("aria-label") or ""
    for step, state in zip(data.steps, ("2 von 2", "1 von 2", "0 von 2", "2 von 2", "0 von 2"), strict=True):
        assert f"{step.name}: {state}" in label
    assert label.endswith(f"Ihre Stufe ist Stufe 2, {data.steps[1].name}.")
    expect(tool.locator("svg .own")).to_contain_text("Ihre Stufe: 1 von 2")
    assert tool.locator("svg .bearing").count() == 2


def test_the_figure_stands_on_the_own_step(visit: Any) -> None:
    tool = open_tool(visit, SLUG)
    tick(tool, 2, 2, 1)
    evaluate(tool)
    figure = tool.locator("[data-person]").bounding_box()
    step = tool.locator("svg .own .linie").bounding_box()
    assert figure
    assert step
    assert abs(figure["y"] + figure["height"] - step["y"]) < 6
    assert figure["x"] >= step["x"] - 3


def test_with_every_tick_the_stairs_are_complete(data: Stairs, visit: Any) -> None:
    tool = open_tool(visit, SLUG)
    tick(tool, 2, 2, 2, 2, 2)
    expect(evaluate(tool)).to_contain_text("Ergebnis: Alle fünf Stufen sind vollständig.")
    expect(tool.locator("[data-sentence=alle]")).to_be_visible()
    expect(tool.locator("[data-step]:visible")).to_have_count(0)
    expect(tool.get_by_text(data.gap, exact=True)).to_be_hidden()
    expect(tool.get_by_text("auf der etwas fehlt")).to_have_count(2)
    assert not any(text.is_visible() for text in tool.get_by_text("auf der etwas fehlt").all())


def test_with_no_tick_one_starts_below(data: Stairs, visit: Any) -> None:
    tool = open_tool(visit, SLUG)
    expect(evaluate(tool)).to_contain_text("Ihre Stufe ist Stufe 1")
    expect(tool.get_by_text(data.empty)).to_be_visible()
    expect(tool.get_by_text(data.gap, exact=True)).to_be_hidden()
    expect(tool.get_by_text(data.steps[0].next)).to_be_visible()


def test_from_complete_back_to_a_gap_shows_the_gap(data: Stairs, visit: Any) -> None:
    tool = open_tool(visit, SLUG)
    tick(tool, 2, 2, 2, 2, 2)
    evaluate(tool)
    tool.get_by_role("checkbox").nth(4).uncheck()
    expect(evaluate(tool)).to_contain_text("Ihre Stufe ist Stufe 3")
    expect(tool.locator("[data-sentence=alle]")).to_be_hidden()

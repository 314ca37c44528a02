"""The quick test of the service climate: two sums, four fields, honest at the line between them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, expect
from test_tool_checklists import evaluate, open_tool

from kurs.content.course import Course
from kurs.content.tools import ClimateTest, load_tool_data

SLUG = "klima-schnelltest"


@pytest.fixture
def data(course: Course) -> ClimateTest:
    data = load_tool_data(course, SLUG)
    assert isinstance(data, ClimateTest)
    return data


def answer(tool: Locator, x: int, y: int) -> None:
    """Answer so that the conditions sum to `x` and the practices to `y`."""
    for group in tool.locator("fieldset").all():
        points = min(3, x if (is_x := group.get_attribute("data-scale") == "x") else y)
        group.locator(f'input[value="{points}"]').check()
        x, y = (x - points, y) if is_x else (x, y - points)


FIELDS = [
    (15, 15, "both"),
    (9, 6, "conditions_only"),
    (6, 9, "practices_only"),
    (0, 0, "neither"),
]


@pytest.mark.parametrize(("x", "y", "field"), FIELDS)
def test_the_two_sums_decide_on_the_field(data: ClimateTest, visit: Any, x: int, y: int, field: str) -> None:
    tool = open_tool(visit, SLUG)
    answer(tool, x, y)
    quadrant = getattr(data.results, field)
    expect(evaluate(tool)).to_contain_text(
        f"Ergebnis: {quadrant.title}. Arbeitsbedingungen: {x} von 15. Service-Praktiken: {y} von 15."
    )
    expect(tool.get_by_text(quadrant.text)).to_be_visible()
    expect(tool.get_by_text(quadrant.next)).to_be_visible()
    assert tool.locator("div[data-x]:visible").count() == 1
    expect(tool.get_by_text(data.borderline)).to_be_hidden()
    expect(tool.get_by_text(data.honesty)).to_be_visible()


@pytest.mark.parametrize(
    ("x", "y", "own", "neighbours"),
    [
        (8, 12, "both", ["practices_only"]),
        (7, 12, "practices_only", ["both"]),
        (12, 7, "conditions_only", ["both"]),
        (8, 7, "conditions_only", ["both", "neither"]),
        (7, 7, "neither", ["conditions_only", "practices_only"]),
    ],
)
def test_close_to_the_line_the_neighbours_are_shown_too(
    data: ClimateTest, visit: Any, x: int, y: int, own: str, neighbours: list[str]
) -> None:
    tool = open_tool(visit, SLUG)
    answer(tool, x, y)
    evaluate(tool)
    expect(tool.get_by_text(data.borderline)).to_be_visible()
    titles = [getattr(data.results, name).title for name in neighbours]
    shown = tool.locator("div[data-x]:visible h4").all_inner_texts()
    assert shown[0] == getattr(data.results, own).title
    assert sorted(shown[1:]) == sorted(f"Nachbarfeld: {title}" for title in titles)


def test_a_second_evaluation_forgets_the_first(data: ClimateTest, visit: Any) -> None:
    tool = open_tool(visit, SLUG)
    answer(tool, 7, 7)
    evaluate(tool)
    answer(tool, 15, 15)
    evaluate(tool)
    assert tool.locator(".finding div[data-x]:visible h4").all_inner_texts() == [data.results.both.title]
    assert tool.locator("svg .own").count() == 1


def test_the_point_lies_in_the_field_that_the_text_names(data: ClimateTest, visit: Any) -> None:
    tool = open_tool(visit, SLUG)
    for x, y, field in [*FIELDS, (8, 8, "both"), (15, 7, "conditions_only"), (0, 15, "practices_only")]:
        answer(tool, x, y)
        evaluate(tool)
        point = tool.locator("svg circle").bounding_box()
        own = tool.locator("svg .own rect").bounding_box()
        assert point
        assert own
        middle = (point["x"] + point["width"] / 2, point["y"] + point["height"] / 2)
        assert own["x"] < middle[0] < own["x"] + own["width"]
        assert own["y"] < middle[1] < own["y"] + own["height"]
        title = getattr(data.results, field).title
        expect(tool.get_by_role("img", name=f"Ihr Punkt liegt im Feld „{title}“.")).to_be_visible()


def test_missing_answers_are_named_marked_and_focused(visit: Any) -> None:
    tool = open_tool(visit, SLUG)
    for place, group in enumerate(tool.locator("fieldset").all(), 1):
        if place not in (3, 7, 9):
            group.locator("input").first.check()
    expect(evaluate(tool)).to_have_text("Noch kein Ergebnis: Es fehlen die Antworten zu den Aussagen 3, 7 und 9.")
    expect(tool.locator(".finding")).to_be_hidden()
    expect(tool.locator("fieldset").nth(2).get_by_role("radio").first).to_be_focused()
    assert tool.get_by_text("Hier fehlt Ihre Antwort.").locator("visible=true").count() == 3
    expect(tool.get_by_role("group", name="Hier fehlt Ihre Antwort.")).to_have_count(3)


def test_a_given_answer_is_no_longer_marked_as_missing(visit: Any) -> None:
    tool = open_tool(visit, SLUG)
    for group in tool.locator("fieldset").all()[1:]:
        group.locator("input").first.check()
    expect(evaluate(tool)).to_have_text("Noch kein Ergebnis: Es fehlt die Antwort zur Aussage 1.")
    tool.page.keyboard.press("Space")
    expect(tool.get_by_text("Hier fehlt Ihre Antwort.").first).to_be_hidden()
    expect(tool.get_by_role("status")).to_be_empty()
    expect(evaluate(tool)).to_contain_text("Ergebnis: ")


def test_arrow_keys_move_through_the_answers(visit: Any) -> None:
    tool = open_tool(visit, SLUG)
    radios = tool.locator("fieldset").first.get_by_role("radio")
    radios.first.focus()
    tool.page.keyboard.press("Space")
    tool.page.keyboard.press("ArrowRight")
    expect(radios.nth(1)).to_be_checked()
    expect(radios.nth(1)).to_be_focused()

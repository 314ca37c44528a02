"""Every page laid out on phones and wide screens, with large letters and wide spacing: nothing is lost or cut.

Loading a page costs most, so each is loaded once; the tests look at what was measured then.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from conftest import Once, Visit
from kurs.content.course import Course
from projekt import parsed

# What 1.4.12 lets everybody set; the page must bear it.
SPACING = "*{letter-spacing:.12em!important;word-spacing:.16em!important;line-height:1.5!important}p{margin-bottom:2em!important}"
LARGE = "html{font-size:200%!important}"
MEASURE = """async (css) => {
  document.querySelector("style[data-look]")?.remove();
  document.head.append(Object.assign(document.createElement("style"), { textContent: css }));
  document.head.lastChild.dataset.look = "";
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const boxes = [...document.querySelectorAll("main .table-frame")];
  const texts = [...document.querySelectorAll("main figure svg")].flatMap((svg) => {
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return [...svg.querySelectorAll("text")].filter((text) => text.getClientRects().length).map((text) => {
      const { left, right, top, bottom } = text.getBoundingClientRect();
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      return { figure: svg.getAttribute("aria-label"), text: text.textContent, left, right, top, bottom, size };
    });
  });
  return {
    width: document.documentElement.scrollWidth,
    tables: boxes.filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.ariaLabel),
    texts,
  };
}"""
# (width, height, style): a look at a page
PHONE, SMALL, WIDE = (360, 780, ""), (320, 600, ""), (1280, 800, SPACING)
PHONE_SPACED, SMALL_SPACED, PHONE_LARGE = (360, 780, SPACING), (320, 600, SPACING), (360, 780, LARGE)
LOOKS = (PHONE, PHONE_SPACED, PHONE_LARGE, SMALL, SMALL_SPACED, WIDE)  # by size: another one costs most
Look = tuple[int, int, str]


def pages_of(site: Path) -> list[str]:
    return sorted(
        f"{page.parent.relative_to(site).as_posix()}/".removeprefix("./") for page in site.rglob("index.html")
    )


@pytest.fixture(scope="module")
def looks(browser: Browser, site: Path, address: str, once: Once) -> dict[Look, dict[str, Any]]:
    """Look to page to what was measured there: width of the page, tables that scroll, texts of drawings."""

    def make(folder: Path) -> None:
        profile = Visit(browser, address, bypass_csp=True)
        found: list[dict[str, Any]] = [{} for _ in LOOKS]
        page = profile.context.new_page()
        for path in pages_of(site):
            page.goto(address + path)
            for (width, height, style), measured in zip(LOOKS, found, strict=True):
                if page.viewport_size != {"width": width, "height": height}:
                    page.set_viewport_size({"width": width, "height": height})
                measured[path] = page.evaluate(MEASURE, style)
        profile.context.close()
        assert profile.problems == []
        (folder / "looks.json").write_text(json.dumps(found), "utf-8")

    return dict(zip(LOOKS, json.loads((once("looks", make) / "looks.json").read_text("utf-8")), strict=True))


def texts(seen: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Pages with drawings, and the words in them."""
    found = [(path, measured["texts"]) for path, measured in seen.items() if measured["texts"]]
    assert found
    yield from found


def too_wide(seen: dict[str, Any], width: int) -> dict[str, int]:
    assert len(seen) > 3
    return {path: measured["width"] for path, measured in seen.items() if measured["width"] > width}


def test_no_page_scrolls_sideways_at_360_pixels(looks: dict[Look, Any]) -> None:
    assert too_wide(looks[PHONE], 360) == {}


def test_the_name_of_the_course_breaks_where_its_words_meet(site: Path) -> None:
    """A phone's header is narrow, and not every browser hyphenates."""
    (name,) = parsed(site / "index.html").xpath("//a[@class='brand']/span")
    assert all("\u00ad" in word for word in name.text_content().split() if len(word) > 15)
    assert "\u00ad" in name.text_content()


def test_no_page_scrolls_sideways_at_320_pixels(looks: dict[Look, Any]) -> None:
    """WCAG 1.4.10 asks for this; 200 % zoom on a phone is 180 CSS pixels."""
    assert too_wide(looks[SMALL], 320) == {}


def test_no_page_scrolls_sideways_with_wide_spacing(looks: dict[Look, Any]) -> None:
    assert too_wide(looks[SMALL_SPACED], 320) == {}


def test_no_page_scrolls_sideways_on_a_phone_with_letters_twice_as_large(looks: dict[Look, Any]) -> None:
    assert too_wide(looks[PHONE_LARGE], 360) == {}


def test_the_tables_of_all_lessons_are_read_on_a_phone_without_scrolling(
    course: Course, looks: dict[Look, Any]
) -> None:
    found = {lesson: looks[PHONE][f"{lesson}/"]["tables"] for lesson in course.lessons}
    assert {lesson: names for lesson, names in found.items() if names} == {}


def overlaps(one: dict[str, Any], other: dict[str, Any]) -> bool:
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return bool(one["figure"] == other["figure"] and across > 1 and down > 0.35 * (one["bottom"] - one["top"]))


@pytest.mark.parametrize("look", [SMALL_SPACED, PHONE_SPACED, WIDE], ids=["320", "360", "1280"])
def test_the_words_of_drawings_stay_whole_with_wide_spacing(looks: dict[Look, Any], look: Look) -> None:
    lost: list[Any] = []
    for path, found in texts(looks[look]):
        lost += [(path, one["text"]) for one in found if one["left"] < 0 or one["right"] > look[0]]
        lost += [
            (path, one["text"], other["text"])
            for i, one in enumerate(found)
            for other in found[:i]
            if overlaps(one, other)
        ]
    assert lost == []


@pytest.mark.parametrize(("look", "least"), [(SMALL, 10.5), (PHONE, 12)], ids=["320", "360"])
def test_the_words_of_drawings_are_large_enough_on_a_phone(looks: dict[Look, Any], look: Look, least: float) -> None:
    for path, found in texts(looks[look]):
        assert [(one["text"], one["size"]) for one in found if one["size"] < least] == [], path


def test_every_page_that_shows_a_drawing_with_words_was_looked_at(site: Path, looks: dict[Look, Any]) -> None:
    drawn = {
        path
        for path in pages_of(site)
        for drawing in re.findall(r"(?s)<figure>\s*<svg.*?</svg>", (site / path / "index.html").read_text("utf-8"))
        if "<text" in drawing
    }
    assert drawn <= {path for path, _ in texts(looks[PHONE])}

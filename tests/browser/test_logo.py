"""The logo of whoever offers the course: whole on every phone, seen on light and dark pages, and named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from conftest import Once, build, serve
from projekt import make_project, operated_by, write

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}"><path fill="{}" d="M0 0h{}v{}H0z"/></svg>'
SIZES = {"wordmark": (960, 60), "square": (100, 100), "tall": (80, 400)}
GROUND = "rgb(255, 253, 248)"


@pytest.fixture(scope="module", params=SIZES)
def address(request: pytest.FixtureRequest, once: Once) -> Iterator[str]:
    width, height = SIZES[request.param]

    def make(folder: Path) -> None:
        project = make_project(folder / "projekt")
        write(project, "docs/bilder/logo.svg", SVG.format(width, height, "#222222", width, height))
        operated_by(project, {"name": "Muster & Söhne GmbH", "logo": "bilder/logo.svg"})
        done = build(project, folder / "kurs")
        assert done.returncode == 0, done.stderr

    with serve(once(f"logo-{request.param}", make)) as root:
        yield f"{root}kurs/"


@pytest.fixture(scope="module")
def two(once: Once) -> Iterator[str]:
    """A course with a logo for each scheme."""

    def make(folder: Path) -> None:
        project = make_project(folder / "projekt")
        write(project, "docs/bilder/hell.svg", SVG.format(100, 100, "#222222", 100, 100))
        write(project, "docs/bilder/dunkel.svg", SVG.format(100, 100, "#eeeeee", 100, 100))
        operated_by(project, {"name": "Muster", "logo": "bilder/hell.svg", "logo_dunkel": "bilder/dunkel.svg"})
        done = build(project, folder / "kurs")
        assert done.returncode == 0, done.stderr

    with serve(once("logo-two", make)) as root:
        yield f"{root}kurs/"


def head_fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    logo = page.locator("header .logo")
    expect(logo).to_be_visible()
    boxes = [one.bounding_box() for one in (logo, *page.locator(".brand span, .kopf-links > *:visible").all())]
    for box in boxes:
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    assert boxes[0]
    assert boxes[0]["height"] >= 5
    for box in boxes[2:]:  # what follows it stands beside or below
        assert box
        assert box["x"] >= boxes[0]["x"] + boxes[0]["width"] or box["y"] >= boxes[0]["y"] + boxes[0]["height"]


def test_a_logo_of_any_proportion_fits_the_head(visit: Any) -> None:
    page = visit().open("aushang/")
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        head_fits(page, width)


def test_a_logo_fits_with_letters_twice_as_large(visit: Any) -> None:
    page = visit(viewport={"width": 360, "height": 700}, bypass_csp=True).open("aushang/")
    page.add_style_tag(content="html { font-size: 200% !important }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_logo_drawn_for_light_pages_lies_on_light_ground_on_dark_ones(visit: Any) -> None:
    for scheme, ground in (("light", "rgba(0, 0, 0, 0)"), ("dark", GROUND)):
        page = visit(color_scheme=scheme).open("aushang/")
        expect(page.locator("header .logo")).to_have_css("background-color", ground)


def test_each_scheme_shows_its_own_logo_and_fetches_no_other(two: str, visit: Any) -> None:
    for scheme, name in (("light", "hell.svg"), ("dark", "dunkel.svg")):
        learner = visit(at=two, color_scheme=scheme)
        fetched: list[str] = []
        learner.context.on("request", lambda request, fetched=fetched: fetched.append(request.url.rpartition("/")[2]))
        page = learner.open("aushang/")
        expect(page.locator("header .logo:visible")).to_have_attribute("src", f"../bilder/{name}")
        page.wait_for_load_state("networkidle")
        assert {one for one in fetched if one in ("hell.svg", "dunkel.svg")} == {name}


def test_the_logo_follows_who_chooses_the_other_colours(two: str, visit: Any) -> None:
    page = visit(at=two, color_scheme="light").open("aushang/")
    page.evaluate("document.documentElement.dataset.colours = 'dunkel'")
    expect(page.locator("header .logo:visible")).to_have_attribute("src", "../bilder/dunkel.svg")


def test_who_hears_the_page_hears_the_operator_and_the_course_once(two: str, visit: Any) -> None:
    page = visit(at=two).open("aushang/")
    assert page.locator(".brand span").inner_text().replace("\u00ad", "") == page.locator("html").get_attribute(
        "data-title"
    )
    expect(page.locator(".brand span")).to_have_count(1)
    assert page.get_by_role("banner").get_by_role("img", name="Muster").count() == 1

"""A course of many modules: its pages stay small, and what they no longer list is still within reach."""

from __future__ import annotations

import gzip
import json
import time
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import expect

from codes import code_of
from conftest import Once, build, serve
from kurs.content.course import LONG, load_course
from projekt import COURSE, make_long_project, parsed

KEY = f"kurs:{COURSE}:lernstand"


@pytest.fixture(scope="module")
def sites(once: Once) -> dict[int, Path]:
    """Sites of two long courses by their number of modules; the longer one has twice as many."""

    def make(folder: Path, modules: int) -> None:
        done = build(make_long_project(folder / "projekt", modules), folder / "kurs")
        assert done.returncode == 0, done.stderr

    return {n: once(f"{n}-modules", partial(make, modules=n)) / "kurs" for n in (LONG + 4, 2 * (LONG + 4))}


def weight(page: Path) -> int:
    return len(gzip.compress(page.read_bytes(), 6))


@pytest.mark.parametrize("page", ["aushang-2", "probe-2", "quellen"])
def test_a_page_does_not_grow_with_the_number_of_modules(sites: dict[int, Path], page: str) -> None:
    short, long = (site / page / "index.html" for site in sites.values())
    allowed = 40 if page != "quellen" else 40 * (LONG + 4)  # the list of sources names every lesson that cites one
    assert abs(weight(long) - weight(short)) < allowed


def test_start_and_search_name_the_modules_and_leave_lessons_to_them(sites: dict[int, Path]) -> None:
    for modules, site in sites.items():
        for page in (site / "index.html", site / "suche" / "index.html"):
            tree = parsed(page)
            cards = tree.xpath("//main//section[@data-lessons]//h3/a/@href")
            assert len(cards) == modules + 1
            assert tree.xpath("//main//*[@data-questions]") == []


def test_the_menu_shows_the_modules_around_and_leads_to_all(sites: dict[int, Path]) -> None:
    modules, site = list(sites.items())[-1]
    tree = parsed(site / "aushang-9" / "index.html")
    entries = tree.xpath("//nav[@id='kursmenue']/ol/li/a")
    assert [entry.text for entry in entries] == [
        *(f"Probe {i}" for i in range(6, 13)),
        f"Alle {modules + 1} Module",
    ]
    assert urljoin("kurs/aushang-9/", entries[-1].get("href")) == "kurs/#module"


def test_the_start_page_of_a_long_course_still_says_what_comes_next_and_what_is_due(
    sites: dict[int, Path], visit: Any
) -> None:
    site = next(iter(sites.values()))
    course = load_course(site.parent / "projekt")
    first, second = list(course.lessons)[:2]
    then = int(time.time()) - 20 * 86_400
    ids = [placed.item.id for placed in course.bank.active(first, "practice")]
    document = {
        "format": "kurs-lernstand",
        "version": 1,
        "course": COURSE,
        "clock": len(ids),
        "answers": {name: {"r": 1, "n": n, "t": then, "ok": True, "given": ["x"]} for n, name in enumerate(ids, 1)},
        "lessons": {first: {"passed": {"n": 1, "t": then, "v": "0.1.0"}}},
    }
    with serve(site.parent) as root:
        profile = visit(at=f"{root}kurs/")
        profile.open("quellen/").evaluate("([k, t]) => localStorage.setItem(k, t)", [KEY, json.dumps(document)])
        page = profile.open()
        expect(page.locator("[data-due]")).to_contain_text(f"{len(ids)} Fragen sind zum Wiederholen fällig:")
        link = page.locator("[data-next] a")
        expect(link).to_have_text(course.lessons[second].title)
        link.click()
        expect(page).to_have_url(f"{root}kurs/{second}/")


def test_an_accepted_assignment_shows_its_progress_on_the_start_page_of_a_long_course(
    sites: dict[int, Path], visit: Any
) -> None:
    site = next(iter(sites.values()))
    course = load_course(site.parent / "projekt")
    modules = [module for module in course.modules if module.lessons][:2]
    code = code_of([module.slug for module in modules], g="Team Nord")
    lessons = [lesson for module in modules for lesson in module.lessons]
    document = {
        "format": "kurs-lernstand",
        "version": 1,
        "course": COURSE,
        "clock": 2,
        "answers": {},
        "lessons": {lessons[0].slug: {"passed": {"n": 1, "t": 1, "v": "1.0.0"}}},
        "assignments": {code[-8:]: {"n": 2, "t": 1, "code": code}},
    }
    with serve(site.parent) as root:
        profile = visit(at=f"{root}kurs/")
        page = profile.open("quellen/")
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(document)])
        page = profile.open()
        card = page.locator(".assignment-card")
        expect(card).to_contain_text(f"1 von {len(lessons)} Lektionen bestanden.")
        card.get_by_role("link", name=f"Weiter: {lessons[1].title}").click()
        expect(page.locator("h1")).to_have_text(lessons[1].title)


def test_a_common_word_is_found_without_the_whole_list_of_words_and_a_slip_with_it(
    sites: dict[int, Path], visit: Any
) -> None:
    site = next(iter(sites.values()))
    with serve(site.parent) as root:
        profile = visit(at=f"{root}kurs/")
        loaded: list[str] = []
        profile.context.on("request", lambda request: loaded.append(Path(request.url).name))
        page = profile.open("suche/")
        field = page.get_by_label("Wonach suchen Sie?")
        assert not [name for name in loaded if "pagefind" in name or name == "a.json"]
        field.fill("Aushang")
        expect(page.locator(".hits li")).to_have_count(12)
        assert "a.json" in loaded
        assert "woerter.json" not in loaded
        with page.expect_response("**/woerter.json"):
            field.fill("Aushnag")
        expect(page.locator("[data-search-status]")).to_contain_text("Treffer")
        expect(page.locator(".hits li").first).to_contain_text("Aushang")

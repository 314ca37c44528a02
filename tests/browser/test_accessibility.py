"""WCAG where axe cannot look: spacing, size, contrast, focus, names, languages, what is spoken."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from test_quiz import finish, result_of

from kurs.colours import contrast
from kurs.content.course import Course
from kurs.site import composer
from projekt import parsed


def rgb(text: str) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in re.findall(r"\d+", text)[:3])


INKS = """() => [...document.querySelectorAll("main figure svg :is(text, .linie, .akzent, .fein)")].map((node) => {
  const style = getComputedStyle(node);
  return node.localName === "text" ? style.fill : style.stroke;
})"""


@pytest.mark.parametrize("system", ["light", "dark"])
@pytest.mark.parametrize("choice", ["hell", "dunkel"])
def test_drawings_stay_visible_in_forced_colours_whatever_was_chosen(visit: Any, system: str, choice: str) -> None:
    profile = visit(color_scheme=system, forced_colors="active")
    page = profile.open("feindbild/")
    page.evaluate(f"localStorage.setItem('kurs:farben', '{choice}')")
    page.reload()
    paper = rgb(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    inks = {rgb(ink) for ink in page.evaluate(INKS)}
    assert inks
    assert {ink for ink in inks if contrast(ink, paper) < 3} == set()


def test_who_asks_for_contrast_gets_it(visit: Any) -> None:
    profile = visit(contrast="more")
    page = profile.open("das-schild/")
    paper = rgb(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    for selector in ("main a", ".question-number", ".page-footer p", ".kicker", "figcaption"):
        ink = page.locator(selector).first.evaluate("node => getComputedStyle(node).color")
        assert contrast(rgb(ink), paper) >= 7, selector
    line = page.locator("form.question").first.evaluate("node => getComputedStyle(node).borderTopColor")
    assert contrast(rgb(line), paper) >= 3


def test_each_check_button_is_named_after_its_question(visit: Any) -> None:
    page = visit().open("das-schild/")
    count = page.locator("form.question").count()
    for i in range(1, count + 1):
        page.get_by_role("button", name=f"Frage {i} von {count}, noch offen", exact=True).click()
        name = re.compile(f"^(Prüfen|Beispiele ansehen) Frage {i} von {count}$")
        expect(page.get_by_role("button", name=name)).to_have_count(1)


def test_a_table_is_a_tab_stop_only_where_it_scrolls(visit: Any) -> None:
    page = visit(viewport={"width": 360, "height": 780}).open("serviceklima/")
    table = page.locator("main .table-frame").first
    page.keyboard.press("Tab")
    expect(table).not_to_have_attribute("tabindex", "0")
    table.evaluate("box => box.firstElementChild.style.width = '60rem'")
    page.set_viewport_size({"width": 340, "height": 780})
    expect(table).to_have_attribute("tabindex", "0")


def test_no_table_has_an_empty_heading_and_rows_have_theirs(site: Path) -> None:
    for page in site.rglob("*.html"):
        tree = parsed(page)
        assert [
            head for head in tree.xpath("//th[not(ancestor::template)]") if not head.text_content().strip()
        ] == [], page
        for table in tree.xpath("//main//table[thead/tr/td]"):
            assert all(row.xpath("./th[1][@scope='row']") for row in table.xpath("./tbody/tr")), page
    tree = parsed(site / "schluesselfrage" / "index.html")
    assert [head.text_content() for head in tree.xpath("//main//tbody//th[@scope='row']")] == [
        "Ort",
        "Aufmerksamkeit",
        "Zusage",
        "Antwort",
    ]


def test_after_a_reset_the_first_question_has_the_focus(course: Course, visit: Any) -> None:
    lesson = next(iter(course.lessons))
    page = visit().open(f"{lesson}/")
    finish(page, course, lesson)
    summary = result_of(page).get_by_text("Quiz zurücksetzen")
    summary.press("Enter")
    expect(summary).to_be_focused()
    page.get_by_role("button", name="Ja, löschen").press("Enter")
    expect(page.locator("form.question").first.get_by_role("group")).to_be_focused()


def test_a_title_in_another_language_says_so(course: Course, site: Path) -> None:
    sources = {key: placed.item for key, placed in course.sources.items()}
    marked = {
        key: re.findall(r'<span lang="en">(.*?)</span>', composer.with_language(source))
        for key, source in sources.items()
    }
    assert marked["Reichheld1990"] == ["Zero Defections"]
    assert marked["Scheibehenne2010"] == ["Can There Ever Be Too Many Options"]
    assert marked["Yang2021"] == ["Testing (Quizzing) Boosts Classroom Learning"]
    assert marked["Theeboom2014"] == ["Does coaching work"]
    assert marked["Pan2018"] == ["Transfer of Test-Enhanced Learning"]
    assert all(len(marked[key]) == (1 if source.lang else 0) for key, source in sources.items())
    for page in ("quellen", "serviceklima"):
        assert '<span lang="en">' in (site / page / "index.html").read_text("utf-8")


def test_short_words_are_not_hyphenated(visit: Any) -> None:
    page = visit().open("das-schild/")
    assert page.evaluate("getComputedStyle(document.body).hyphenateLimitChars") == "8 4 3"

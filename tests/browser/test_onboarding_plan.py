"""The plan for who is new: weeks, codes, appointments, a table to paste, and the questions that it leads to."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pypdf
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from test_pages import NARROW, violations
from test_typed import wait_for_typed

from kurs.content.course import Course

pytestmark = pytest.mark.any_course

PLAN, FRIDAY = "trainer/einarbeitung/", "trainer/freitag/"
WITH_CHECK = "anleiten"  # of three parts, the second a module of two lessons


def open_plan(visit: Any, **options: Any) -> Page:
    """The page on a Wednesday."""
    profile = visit(timezone_id="Europe/Berlin", **options)
    profile.context.clock.set_fixed_time("2026-11-25T09:30:00+01:00")
    return profile.open(PLAN)


def rows(page: Page) -> Locator:
    return page.locator(".plan:visible tbody tr")


def weeks(page: Page) -> list[str]:
    return rows(page).locator("td:first-child").all_inner_texts()


def titles(course: Course, path: str) -> list[str]:
    (found,) = (one for one in course.paths if one.slug == path)
    return [lesson.title for lesson in found.lessons] + ([found.check.title] if found.check else [])


def saved_events(page: Page, name: str) -> list[Any]:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    return list(icalendar.Calendar.from_ical(Path(download.value.path()).read_bytes()).events)


def test_the_plan_begins_next_monday_with_a_lesson_a_week_and_the_check_in_the_last(course: Course, visit: Any) -> None:
    page = open_plan(visit)
    page.get_by_label("Welcher Weg").select_option(WITH_CHECK)
    expect(rows(page).locator("th")).to_have_text(titles(course, WITH_CHECK))
    assert weeks(page) == [
        "1, ab 30. November 2026",
        "2, ab 7. Dezember 2026",
        "3, ab 14. Dezember 2026",
        "4, ab 21. Dezember 2026",
        "4, ab 21. Dezember 2026",
    ]


@pytest.mark.parametrize(("rhythm", "numbers"), [("2", "11222"), ("3", "11122"), ("0.5", "13577")])
def test_day_and_rhythm_are_chosen(visit: Any, rhythm: str, numbers: str) -> None:
    page = open_plan(visit)
    page.get_by_label("Welcher Weg").select_option(WITH_CHECK)
    page.get_by_label("Erster Tag").fill("2027-01-07")
    page.get_by_label("Wie oft").select_option(rhythm)
    assert "".join(week.split(",")[0] for week in weeks(page)) == numbers
    first = date(2027, 1, 7)
    last = first + timedelta(weeks=int(numbers[-1]) - 1)
    assert f"ab {last.day}." in weeks(page)[-1]


@pytest.mark.parametrize("day", ["", "2100-01-01"])
def test_without_a_possible_first_day_the_plan_says_which_it_takes(visit: Any, day: str) -> None:
    page = open_plan(visit)
    field, hint = page.get_by_label("Erster Tag"), page.locator("#plan-tag")
    expect(hint).to_be_empty()
    field.fill(day)
    expect(hint).to_have_text("Ohne gültigen Tag beginnt der Plan am 30. November 2026.")
    assert weeks(page)[0] == "1, ab 30. November 2026"
    field.fill("2027-01-07")
    expect(hint).to_be_empty()


def test_a_first_day_that_is_over_is_taken_and_said(visit: Any) -> None:
    page = open_plan(visit)
    page.get_by_label("Erster Tag").fill("2026-11-24")
    expect(page.locator("#plan-tag")).to_have_text("Dieser Tag ist schon vorbei.")
    assert weeks(page)[0] == "1, ab 24. November 2026"


def test_each_code_leads_to_the_lesson_on_its_path(course: Course, visit: Any) -> None:
    page = open_plan(visit, device_scale_factor=2)
    for row in rows(page).all():
        link = row.locator("th a").evaluate("(node) => node.href")
        (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(row.locator("svg").screenshot())))
        assert found.text == link
    page.goto(found.text)
    expect(page.locator("h1")).to_have_text(titles(course, course.paths[0].slug)[-1])


def test_the_calendars_hold_a_day_for_each_week_and_its_friday(course: Course, visit: Any) -> None:
    page = open_plan(visit)
    page.get_by_label("Welcher Weg").select_option(WITH_CHECK)
    page.get_by_label("Wie oft").select_option("2")
    lessons = saved_events(page, "Termine für die neue Person")
    assert [event.start.isoformat() for event in lessons] == ["2026-11-30", "2026-12-07"]
    assert str(lessons[0]["SUMMARY"]) == "Kurs: " + ", ".join(titles(course, WITH_CHECK)[:2])
    for title in titles(course, WITH_CHECK)[2:]:
        assert title in lessons[1]["DESCRIPTION"]
    fridays = saved_events(page, "Freitage für die Führungskraft")
    assert [event.start.isoformat() for event in fridays] == ["2026-12-04", "2026-12-11"]
    address = str(fridays[0]["DESCRIPTION"]).splitlines()[1]
    assert {event["UID"] for event in lessons} == {event["UID"] for event in saved_events(page, "Termine für")}
    page.goto(address)
    expect(page.locator(":target")).to_have_text(titles(course, WITH_CHECK)[0])


@pytest.mark.parametrize(("first", "friday"), [("2026-12-03", "2026-12-04"), ("2026-12-04", "2026-12-11"), ("2026-12-05", "2026-12-11")])  # fmt: skip
def test_a_week_that_begins_on_a_friday_is_looked_back_upon_on_the_next(visit: Any, first: str, friday: str) -> None:
    page = open_plan(visit)
    page.get_by_label("Erster Tag").fill(first)
    assert saved_events(page, "Freitage für die Führungskraft")[0].start.isoformat() == friday


def test_the_table_is_pasted_as_a_table_and_as_text_elsewhere(course: Course, visit: Any) -> None:
    page = open_plan(visit, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Tabelle kopieren").click()
    expect(page.locator("[data-message]")).to_have_text("Die Tabelle ist kopiert.")
    html, text = page.evaluate(
        """async () => { const [item] = await navigator.clipboard.read();
            return Promise.all(["text/html", "text/plain"].map(async (kind) => (await item.getType(kind)).text())); }"""
    )
    page.set_content(html)
    own = titles(course, course.paths[0].slug)
    expect(page.locator("table tbody tr td:nth-child(2) a")).to_have_text(own)
    assert [title for title in own if title in text] == own
    assert "<" not in text


def test_where_copying_is_forbidden_the_table_is_marked(visit: Any) -> None:
    page = open_plan(visit)
    page.evaluate("void (navigator.clipboard.write = () => Promise.reject(new DOMException('no')))")
    page.get_by_role("button", name="Tabelle kopieren").click()
    expect(page.locator("[data-message]")).to_contain_text("Strg+C")
    assert "QR-Code" in page.evaluate("getSelection().toString()")


def test_the_mail_names_each_week_and_the_questions(course: Course, visit: Any) -> None:
    page = open_plan(visit)
    mail = page.get_by_label("Text für eine Mail").input_value()
    assert f"Woche 1, ab 30. November 2026: {titles(course, course.paths[0].slug)[0]}" in mail
    assert f"{FRIDAY}#weg-{course.paths[0].slug}" in mail


def test_what_was_chosen_survives_a_reload(visit: Any) -> None:
    page = open_plan(visit)
    page.get_by_label("Welcher Weg").select_option(WITH_CHECK)
    page.get_by_label("Erster Tag").fill("2027-02-01")
    page.get_by_label("Wie oft").select_option("3")
    wait_for_typed(page, "2027-02-01")
    before = weeks(page)
    page.reload()
    expect(page.get_by_label("Erster Tag")).to_have_value("2027-02-01")
    assert weeks(page) == before


@pytest.mark.parametrize("kept", ["gibt-es-nicht", "<img src=x onerror=window.boese=1>"])
def test_what_was_kept_and_is_no_choice_any_more_gives_the_first(visit: Any, kept: str) -> None:
    page = open_plan(visit)
    before = weeks(page)
    page.get_by_label("Welcher Weg").select_option(WITH_CHECK)
    wait_for_typed(page, WITH_CHECK)
    page.evaluate(
        """(kept) => { const [name] = Object.keys(localStorage).filter((key) => key.endsWith(":getippt"));
            const stored = JSON.parse(localStorage[name]);
            stored.entries.einarbeitungsplan.value.values = { weg: kept, rhythmus: kept, beginn: "9999-12-31" };
            const text = JSON.stringify(stored);
            addEventListener("pagehide", () => localStorage.setItem(name, text)); }""",
        kept,
    )
    page.reload()
    expect(page.get_by_label("Welcher Weg")).to_be_enabled()
    assert weeks(page) == before
    assert page.evaluate("window.boese") is None


def test_the_plan_prints_with_addresses_and_without_buttons(visit: Any) -> None:
    page = open_plan(visit)
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(paper.pages[0].extract_text().split())
    assert len(paper.pages) == 1
    assert "/kurs/erde-pruefen/" in text
    assert "#weg-" in text
    assert "Tabelle kopieren" not in text


def test_every_lesson_has_two_questions_of_its_own_words(course: Course, visit: Any) -> None:
    page = visit().open(FRIDAY)
    for lesson in course.lessons.values():
        heading = page.locator(f"#fragen-{lesson.slug}")
        questions = heading.locator("xpath=following-sibling::ol[1]/li")
        expect(questions).to_have_count(2)
        monday = lesson.facts.monday
        expect(questions.first).to_contain_text(f"Wenn {monday.when}, dann {monday.then}.")
    for path in course.paths:
        links = page.locator(f"#weg-{path.slug} + ol a")
        expect(links).to_have_text([lesson.title for lesson in path.lessons])


def test_without_javascript_every_plan_can_be_read(course: Course, visit: Any) -> None:
    page = visit(java_script_enabled=False).open(PLAN)
    expect(page.locator(".plan:visible")).to_have_count(len(course.paths))
    expect(page.get_by_role("button", name="Tabelle kopieren")).to_be_hidden()
    page.locator(".plan a").first.click()
    expect(page.locator("h1")).to_have_text(titles(course, course.paths[0].slug)[0])


def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit: Any) -> None:
    page = open_plan(visit, viewport=NARROW)
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(page.url.replace(PLAN, FRIDAY))
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_plan_is_made_by_keyboard(visit: Any) -> None:
    page = open_plan(visit)
    page.get_by_label("Welcher Weg").focus()
    page.keyboard.press("ArrowDown")
    expect(rows(page)).not_to_have_count(0)
    page.get_by_role("button", name="Termine für die neue Person").focus()
    with page.expect_download():
        page.keyboard.press("Enter")
    expect(page.locator("[data-message]")).to_contain_text("Gesichert als einarbeitung-")

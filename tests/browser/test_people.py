"""Several people at one device: each with a progress of their own, asked where a mix-up costs, and never called a lock."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

import test_progress
from playwright.sync_api import Page, expect
from test_assignment import say_so
from test_pages import NARROW, violations
from test_progress import MAY, message, right
from test_quiz import finish
from test_typed import wait_for_typed

import codes
from kurs.content.course import Course
from projekt import REAL_COURSE

KEY = f"kurs:{REAL_COURSE}:lernstand"
progress = partial(test_progress.progress, course=REAL_COURSE)


def plant(profile: Any, document: Any, key: str = KEY) -> None:
    test_progress.plant(profile, document, key)


code_of = partial(codes.code_of, c=REAL_COURSE)
TASK = code_of(["das-schild"], g="Team Nord")
OTHER_TASK = code_of(["selbstbild"], g="Team Nord")
OWN = f"kurs:{REAL_COURSE}:"


def names(page: Page) -> list[str]:
    return sorted(page.evaluate("Object.keys(localStorage)"))


def button(page: Page, name: str) -> Any:
    return page.get_by_role("button", name=name, exact=True)


def become_new(page: Page, name: str) -> None:
    """Answer „Sind Sie das?“ with no, and begin under `name`."""
    button(page, "Nein, jemand anders").click()
    page.get_by_label("Ihr Name oder ein Zeichen, an dem").fill(name)
    with page.expect_navigation():
        button(page, "Eigenen Lernstand beginnen").click()


def receipt_of(page: Page) -> str:
    page.goto(re.sub(r"kurs/.*", "kurs/nachweis/", page.url))
    button(page, "Nachweis erstellen").click()
    expect(
        page.get_by_label("Ihr Nachweis als Code").or_(button(page, "Ja, das bin ich")).locator("visible=true")
    ).to_have_count(1)
    say_so(page)
    expect(page.get_by_label("Ihr Nachweis als Code")).to_be_focused()
    return page.locator("[data-list]").inner_text()


def test_two_people_at_one_device_each_finish_their_assignment(course: Course, visit: Any) -> None:
    profile = visit(viewport=NARROW)
    ada = profile.open(f"aufgabe/#{TASK}")
    expect(ada.get_by_text("Sind Sie das?")).to_have_count(0)  # nobody has learned here yet
    button(ada, "Annehmen").click()
    ada.goto(ada.url.replace(f"aufgabe/#{TASK}", "das-schild/"))
    finish(ada, course, "das-schild")
    expect(ada.locator(".result [role=status]")).to_contain_text("bestanden")

    bo = profile.open(f"aufgabe/#{OTHER_TASK}")
    expect(bo.locator("[data-whose]")).to_contain_text("mit 1 bestandener Lektion. Sind Sie das?")
    expect(button(bo, "Annehmen")).to_be_hidden()
    become_new(bo, "Bo")
    expect(bo.locator("[data-whose]")).to_be_hidden()
    button(bo, "Annehmen").click()
    bo.goto(re.sub(r"aufgabe/.*", "selbstbild/", bo.url))
    finish(bo, course, "selbstbild")
    expect(bo.locator(".result [role=status]")).to_contain_text("bestanden")

    told = receipt_of(bo)
    assert course.lessons["selbstbild"].title in told
    assert course.lessons["das-schild"].title not in told
    told = receipt_of(ada)  # this tab has kept its person
    assert course.lessons["das-schild"].title in told
    assert course.lessons["selbstbild"].title not in told


def with_two(visit: Any) -> tuple[Any, Page]:
    """A profile in which Ada (first) and Bo learn, and Bo's „Mein Lernstand“."""
    profile = visit()
    plant(profile, progress({"a": right()}, {"das-schild": MAY}))
    plant(profile, progress({"b": right(), "c": right(2)}), f"{OWN}person:bo1:lernstand")
    plant(profile, [{"id": "", "name": "Ada"}, {"id": "bo1", "name": "Bo"}], f"{OWN}personen")
    plant(profile, "bo1", f"{OWN}person")
    return profile, profile.open("lernstand/")


def test_an_open_tab_keeps_its_person_and_a_new_one_is_the_one_switched_to(visit: Any) -> None:
    profile, bo = with_two(visit)
    expect(bo.locator("[data-whose]")).to_contain_text("Lernstand von Bo seit dem 3. Mai 2026")
    ada = profile.open("lernstand/")
    with ada.expect_navigation():
        button(ada, "Wechseln zu: Ada").click()
    expect(ada.locator("[data-whose]")).to_contain_text("Lernstand von Ada")
    bo.reload()
    expect(bo.locator("[data-whose]")).to_contain_text("Lernstand von Bo")
    expect(profile.open("lernstand/").locator("[data-whose]")).to_contain_text("Lernstand von Ada")


def test_a_tab_that_only_reads_keeps_its_person_too(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({"a": right()}))
    first = profile.open("glossar/")
    plant(profile, [{"id": "bo1", "name": "Bo"}], f"{OWN}personen")
    plant(profile, "bo1", f"{OWN}person")
    first.reload()
    assert first.evaluate("document.documentElement.dataset.person") is None


def test_deleting_ones_own_leaves_the_others_alone(visit: Any) -> None:
    profile, bo = with_two(visit)
    plant(profile, {"x": 1}, f"{OWN}weg")
    button(bo, "Alles auf diesem Gerät löschen").click()
    button(bo, "Ja, alles löschen").click()
    expect(message(bo, "loeschen")).to_contain_text("Die Lernstände der anderen sind noch da")
    assert names(bo) == [KEY, f"{OWN}personen", f"{OWN}weg"]
    assert "Bo" not in bo.evaluate(f"localStorage.getItem('{OWN}personen')")

    profile, bo = with_two(visit)
    with bo.expect_navigation():
        button(bo, "Wechseln zu: Ada").click()
    button(bo, "Alles auf diesem Gerät löschen").click()
    button(bo, "Ja, alles löschen").click()
    expect(message(bo, "loeschen")).to_contain_text("noch da")
    assert names(bo) == [f"{OWN}person:bo1:lernstand", f"{OWN}personen"]


def test_consent_and_what_is_typed_belong_to_the_person(visit: Any) -> None:
    profile, bo = with_two(visit)
    bo.get_by_label("Auf diesem Gerät nichts merken").check()
    assert f"{OWN}person:bo1:nicht-merken" in names(bo)
    ada = profile.open("glossar/")
    ada.evaluate(f"sessionStorage.setItem('{OWN}person', '')")
    ada.goto(ada.url.replace("glossar/", "dreissig-tage/"))
    ada.locator("#plan-vorhaben").fill("Adas Plan")
    wait_for_typed(ada, "Adas Plan")
    bo.goto(ada.url)
    expect(bo.locator("#plan-vorhaben")).to_have_value("")
    bo.locator("#plan-vorhaben").fill("Bos Plan")
    expect(bo.locator("[data-messages]")).to_contain_text("abgestellt")
    assert "Bos Plan" not in json.dumps(bo.evaluate("({...localStorage})"))


def test_it_is_asked_once_for_an_assignment_and_where_several_learn_in_each_new_tab(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({"a": right()}))
    page = profile.open(f"aufgabe/#{TASK}")
    button(page, "Ja, das bin ich").click()
    expect(button(page, "Annehmen")).to_be_focused()
    expect(profile.open(f"aufgabe/#{TASK}").locator("[data-whose]")).to_be_hidden()
    expect(profile.open(f"aufgabe/#{OTHER_TASK}").locator("[data-whose]")).to_be_visible()
    plant(profile, [{"id": "bo1", "name": "Bo"}], f"{OWN}personen")
    again = profile.open(f"aufgabe/#{TASK}")
    expect(again.locator("[data-whose]")).to_be_visible()
    button(again, "Nein, jemand anders").click()
    with again.expect_navigation():
        button(again, "Weiter als: Bo").click()
    assert again.evaluate("document.documentElement.dataset.person") == "bo1"
    expect(button(again, "Annehmen")).to_be_visible()


def test_the_same_link_offers_the_second_one_a_progress_of_their_own(visit: Any) -> None:
    profile = visit()
    ada = profile.open(f"aufgabe/#{TASK}")
    button(ada, "Annehmen").click()
    bo = profile.open(f"aufgabe/#{TASK}")
    expect(button(bo, "Von der Liste nehmen")).to_be_visible()  # what Ada has accepted
    bo.get_by_text("Nicht Ihr Lernstand?").click()
    bo.get_by_label("Ihr Name oder ein Zeichen, an dem").fill("Bo")
    with bo.expect_navigation():
        button(bo, "Eigenen Lernstand beginnen").click()
    button(bo, "Annehmen").click()
    expect(profile.open(f"aufgabe/#{TASK}").get_by_text("Sind Sie das?")).to_contain_text("von Bo")


def test_a_receipt_is_made_after_it_is_said_whose_it_is(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({"a": right()}, {"das-schild": MAY}))
    page = profile.open("nachweis/")
    button(page, "Nachweis erstellen").click()
    expect(page.get_by_text("Sind Sie das?")).to_be_focused()
    expect(page.get_by_label("Ihr Nachweis als Code")).to_be_hidden()
    button(page, "Ja, das bin ich").click()
    expect(page.get_by_label("Ihr Nachweis als Code")).to_be_focused()


def test_it_is_never_called_a_lock_and_axe_finds_nothing(visit: Any) -> None:
    profile, page = with_two(visit)
    page.get_by_text("Jemand anders lernt an diesem Gerät").click()
    expect(page.get_by_text("aber es ist kein Schloss")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Ihr Name oder ein Zeichen, wenn mehrere").fill("Bo R.")
    button(page, "So nennen").click()
    expect(page.locator("[data-whose]")).to_contain_text("Lernstand von Bo R.")
    task = profile.open(f"aufgabe/#{TASK}")
    expect(task.locator("[data-whose]")).to_be_visible()
    button(task, "Nein, jemand anders").click()
    button(task, "Eigenen Lernstand beginnen").click()
    expect(task.get_by_text("Schreiben Sie zuerst einen Namen")).to_be_visible()
    assert violations(task) == []


HOSTILE = '<img src=x onerror="window.boese=1">'


def test_whatever_stands_in_the_list_of_people_breaks_nothing(visit: Any) -> None:
    for text in ("{", "5", json.dumps([5, None, {"id": "../x", "name": "x"}, {"id": "bo1", "name": HOSTILE}])):
        profile = visit()
        plant(profile, progress({"a": right()}, {"das-schild": MAY}))
        plant(profile, progress({"b": right()}), f"{OWN}person:bo1:lernstand")
        plant(profile, text, f"{OWN}personen")
        plant(profile, HOSTILE, f"{OWN}person")
        page = profile.open("lernstand/")
        expect(page.locator("[data-saved]")).to_contain_text("1 Lektion bestanden")
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("^Wechseln zu: ")).click()
        expect(page.locator("[data-saved]")).not_to_contain_text("Lektion bestanden")
        assert page.evaluate("window.boese") is None

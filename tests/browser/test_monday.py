"""The sentence for Monday in a real Chromium: taken along in a lesson, collected on its page, asked about a week later."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import icalendar
import pytest
from playwright.sync_api import Locator, Page, expect
from test_pages import NARROW, violations
from test_quiz import KEY, stored
from test_storage import FULL
from test_tasks import with_exam
from test_typed import wait_for_typed

from conftest import ROOT, build, serve
from exporte import edition_of
from pakete import made, opened, texts
from projekt import link_folder, make_project, replace, with_tasks

LESSON, SENTENCES, REVIEW = "aushang/", "meine-saetze/", "wiederholen/"
TYPED = KEY.replace("lernstand", "getippt")
SUGGESTED = "  when: ich einen Aushang sehe\n  then: lese ich ihn wie ein Gast\n"
OWN = "Wenn das Telefon klingelt, dann atme ich <b>einmal</b> durch."


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = with_exam(with_tasks(make_project(tmp_path_factory.mktemp("projekt"))))
    assert SUGGESTED in (project / "docs" / "probe" / "aushang.md").read_text("utf-8")
    shutil.copy(ROOT / "docs" / "meine-saetze.md", project / "docs")
    replace(project, "mkdocs.yml", "      - wiederholen.md\n", "      - wiederholen.md\n      - meine-saetze.md\n")
    return project


@pytest.fixture(scope="module")
def built(project: Path) -> Path:
    target = project.parent / "site" / "kurs"
    done = build(project, target)
    assert done.returncode == 0, done.stderr[-3000:]
    return target


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with serve(built.parent) as root:
        yield f"{root}kurs/"


def monday(page: Page) -> Locator:
    """The sentence's box; what it needs comes when somebody comes near."""
    box = page.locator(".monday")
    page.keyboard.press("Shift")  # a sign that somebody is there
    box.scroll_into_view_if_needed()
    return box


def take(page: Page) -> None:
    """Take one's own sentence along, typed with the words that stand there already."""
    box = monday(page)
    box.get_by_label("Wenn").fill("Wenn das Telefon  klingelt")
    box.get_by_label("dann").fill("atme ich <b>einmal</b> durch.")
    box.get_by_role("button", name="Das nehme ich mir vor").click()
    expect(box.get_by_role("status")).to_contain_text("Vorgenommen.")
    wait_for_typed(page, "das Telefon klingelt")


def taken(page: Page) -> Any:
    return json.loads(page.evaluate("(key) => localStorage.getItem(key)", TYPED))["entries"]["montag:aushang"]["value"]


def week_old(page: Page, answer: str = "") -> None:
    """Put a sentence there as it was taken along a week ago."""
    value = {
        "when": "das Telefon klingelt",
        "then": "atme ich <b>einmal</b> durch",
        "day": "2026-01-05",
        "answer": answer,
    }
    course = KEY.split(":")[1]
    entries = {"montag:aushang": {"value": value, "changed": 1}}
    text = json.dumps({"format": "kurs-getippt", "version": 1, "course": course, "entries": entries})
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [TYPED, text])


def test_the_suggestion_stands_in_the_fields_and_what_becomes_of_it_is_kept_here_alone(visit: Any) -> None:
    page = visit().open(LESSON)
    box = monday(page)
    expect(box.get_by_label("Wenn")).to_have_value("ich einen Aushang sehe")
    expect(box.get_by_label("dann")).to_have_value("lese ich ihn wie ein Gast")
    take(page)
    kept = taken(page)
    assert (kept["when"], kept["then"], kept["answer"]) == ("das Telefon klingelt", "atme ich <b>einmal</b> durch", "")
    assert stored(page) == {}
    page.reload()
    monday(page)
    expect(box.get_by_label("dann")).to_have_value("atme ich <b>einmal</b> durch")
    expect(box.get_by_role("status")).to_contain_text("Vorgenommen am ")
    page.emulate_media(media="print")
    expect(box.get_by_text(OWN)).to_be_visible()
    expect(box.get_by_role("button")).to_be_hidden()


def test_where_nothing_is_kept_one_is_told_to_write_it_down(visit: Any) -> None:
    profile = visit()
    profile.plant(KEY.replace("lernstand", "nicht-merken"), "ja")
    page = profile.open(LESSON)
    box = monday(page)
    box.get_by_role("button", name="Das nehme ich mir vor").click()
    expect(box.get_by_role("status")).to_contain_text("Schreiben Sie den Satz auf")
    expect(box.get_by_label("Wenn")).to_have_value("ich einen Aushang sehe")


def test_where_the_storage_is_full_nobody_is_promised_to_be_asked(visit: Any) -> None:
    page = visit().open(LESSON)
    box = monday(page)
    page.evaluate(f"() => {{ {FULL} }}")
    box.get_by_role("button", name="Das nehme ich mir vor").click()
    expect(box.get_by_role("status")).to_contain_text("Schreiben Sie den Satz auf")
    page = visit().open(REVIEW)
    week_old(page)
    page.reload()
    page.evaluate(f"() => {{ {FULL} }}")
    page.get_by_role("button", name="Noch nicht").click()
    page.get_by_role("button", name="Das nehme ich mir vor").click()
    expect(page.locator("[data-went]").get_by_role("status")).to_contain_text("Schreiben Sie den Satz auf")
    expect(page.locator("[data-went]")).not_to_contain_text("In einer Woche")


def test_a_sentence_can_be_deleted_where_nothing_more_is_kept(visit: Any) -> None:
    page = visit().open(SENTENCES)
    week_old(page)
    page.evaluate("(key) => localStorage.setItem(key, 'ja')", KEY.replace("lernstand", "nicht-merken"))
    page.reload()
    page.get_by_role("button", name="Löschen").click()
    expect(page.locator("[data-situation]")).to_contain_text("Hier steht gerade kein Satz")
    page.reload()
    expect(page.locator("[data-situation]")).to_contain_text("Hier steht gerade kein Satz")


def test_a_sentence_that_a_full_storage_does_not_let_go_is_not_said_to_be_deleted(visit: Any) -> None:
    page = visit().open(SENTENCES)
    week_old(page)
    page.reload()
    page.evaluate(f"() => {{ {FULL} }}")
    page.get_by_role("button", name="Löschen").click()
    expect(page.locator("main")).not_to_contain_text("Gelöscht.")


def test_half_a_sentence_is_none_and_the_keyboard_is_enough(visit: Any) -> None:
    page = visit().open(LESSON)
    box = monday(page)
    box.get_by_label("Wenn").fill("")
    box.get_by_label("Wenn").press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(box.get_by_role("status")).to_have_text("Beide Felder brauchen ein paar Worte.")
    expect(box.get_by_label("Wenn")).to_be_focused()


def test_without_javascript_the_sentence_can_be_read(visit: Any) -> None:
    page = visit(java_script_enabled=False).open(LESSON)
    text = "Wenn ich einen Aushang sehe, dann lese ich ihn wie ein Gast."
    expect(page.get_by_text(text)).to_be_visible()
    expect(page.locator(".monday form")).to_be_hidden()


def test_all_sentences_stand_on_one_page_with_a_calendar_and_a_text_for_a_colleague(visit: Any) -> None:
    profile = visit()
    profile.context.grant_permissions(["clipboard-read", "clipboard-write"])
    take(profile.open(LESSON))
    page = profile.open(SENTENCES)
    entry = page.locator(".sentences li")
    expect(entry).to_have_count(1)
    expect(entry).to_contain_text(OWN)
    expect(entry.get_by_role("link", name="Der Aushang")).to_be_visible()
    page.evaluate("navigator.share = undefined")
    entry.get_by_role("button", name="Jemandem sagen").click()
    expect(entry.get_by_role("status")).to_contain_text("Kopiert.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"Frag mich am Freitag: Hat es geklappt? „{OWN}“"
    page.get_by_label("Wochentag").select_option("Mittwoch")
    with page.expect_download() as download:
        page.get_by_role("button", name="Als Kalenderdatei speichern").click()
    (event,) = icalendar.Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")
    assert event["SUMMARY"] == OWN
    assert event.decoded("DTSTART").weekday() == 2
    assert "Der Aushang" in event["DESCRIPTION"]
    entry.get_by_role("button", name="Löschen").click()
    expect(entry).to_have_count(0)
    expect(page.locator("[data-situation]")).to_contain_text("Hier steht gerade kein Satz.")
    expect(page.locator("[data-calendar]")).to_be_hidden()


@pytest.mark.parametrize(("name", "answer"), [("Ja", "yes"), ("Halb", "half"), ("Noch nicht", "no")])
def test_after_a_week_the_review_asks_once_and_offers_a_new_sentence(visit: Any, name: str, answer: str) -> None:
    profile = visit()
    page = profile.open("quellen/")
    week_old(page)
    page.goto(profile.address + REVIEW)
    box = page.locator("[data-went]")
    expect(box).to_contain_text(OWN)
    box.get_by_role("button", name=f"{name}: ").click()
    assert taken(page)["answer"] == answer
    box.get_by_label("Wenn").fill("die Tür aufgeht")
    box.get_by_role("button", name="Das nehme ich mir vor").click()
    expect(box.get_by_role("status")).to_contain_text("Vorgenommen: Wenn die Tür aufgeht, dann atme ich")
    assert (taken(page)["answer"], taken(page)["day"] > "2026-01-05") == ("", True)
    page.reload()
    expect(box).to_be_hidden()


def test_the_start_page_says_that_a_sentence_asks_whether_it_worked(visit: Any) -> None:
    profile = visit()
    page = profile.open(LESSON)
    week_old(page)
    document = {
        "format": "kurs-lernstand",
        "version": 1,
        "course": KEY.split(":")[1],
        "clock": 1,
        "answers": {},
        "lessons": {},
    }
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(document)])
    page.goto(profile.address)
    expect(page.locator("[data-due]")).to_contain_text(
        "Ein Satz für Montag fragt, ob es geklappt hat: Heute wiederholen"
    )
    week_old(page, "yes")
    page.reload()
    expect(page.locator("[data-due]")).to_be_hidden()


def test_what_is_fresh_or_answered_is_not_asked(visit: Any) -> None:
    profile = visit()
    page = profile.open(LESSON)
    take(page)
    page.goto(profile.address + REVIEW)
    expect(page.locator("[data-went]")).to_be_hidden()
    week_old(page, "half")
    page.reload()
    expect(page.locator("[data-went]")).to_be_hidden()
    page.goto(profile.address + SENTENCES)
    expect(page.locator(".sentences li")).to_contain_text("hat halb geklappt")


def test_a_package_brings_the_sentence_without_the_page_that_collects(project: Path, built: Path) -> None:
    for name in ("LICENSE", "package-lock.json"):
        shutil.copy(ROOT / name, project)
    link_folder(project / "node_modules", ROOT / "node_modules")
    archive = opened(made(dataclasses.replace(edition_of(project), site=built))["probe-scorm12"])
    (page,) = [text for name, text in texts(archive) if name.endswith("aushang/index.html")]
    script = re.search(r'data-monday="?[./]*(assets/monday\.\w+\.js)', page)
    assert script
    assert f"kurs/{script[1]}" in archive.namelist()
    assert 'data-sentence="aushang"' in page
    assert "meine-saetze" not in page
    assert "Meine Sätze" not in page


def test_axe_finds_nothing_on_a_phone(visit: Any) -> None:
    profile = visit(viewport=NARROW)
    page = profile.open(LESSON)
    take(page)
    for path in (LESSON, SENTENCES, REVIEW):
        week_old(page)
        page.goto(profile.address + path)
        if path == REVIEW:
            page.get_by_role("button", name="Halb").click()
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 361, path

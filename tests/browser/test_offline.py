"""Learning without a network: only on request, complete, one edition at a time, and gone when told."""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from test_quiz import answer, check, example, form_of
from test_seite import NARROW, violations

from conftest import serve
from kurs.content.course import Course
from kurs.content.model import SingleChoice


@pytest.fixture
def own_site(site: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A copy of the site that a test may change, and its address."""
    shutil.copytree(site, tmp_path / "kurs")
    with serve(tmp_path) as root:
        yield tmp_path / "kurs", f"{root}kurs/"


def keep(page: Page) -> None:
    page.get_by_role("button", name="Offline speichern").click()
    expect(page.get_by_text("geht auch ohne Netz")).to_be_visible(timeout=60_000)


def until(page: Page, condition: str, scope: str = "") -> None:
    """Until `condition` holds for the registration of the worker (`one`) of `scope`."""
    for _ in range(600):
        if page.evaluate(f"navigator.serviceWorker.getRegistration('{scope}').then((one) => Boolean({condition}))"):
            return
        page.wait_for_timeout(100)
    raise AssertionError(condition)


def test_nothing_is_kept_before_the_click(own_site: tuple[Path, str], visit: Any) -> None:
    page = visit(at=own_site[1]).open("offline/")
    expect(page.get_by_text("Auf diesem Gerät ist nichts")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert violations(page) == []


def test_the_button_says_how_much_it_keeps(own_site: tuple[Path, str], visit: Any) -> None:
    page = visit(at=own_site[1]).open("offline/")
    expect(page.get_by_role("button", name="Offline speichern")).to_contain_text(" MB")


def test_the_app_has_icons_of_the_sizes_that_phones_ask_for(site: Path) -> None:
    manifest = json.loads((site / "kurs.webmanifest").read_text("utf-8"))
    sizes = {}
    for icon in manifest["icons"]:
        content = (site / icon["src"]).read_bytes()
        if icon["type"] == "image/png":
            sizes[icon["sizes"]] = struct.unpack(">2I", content[16:24])  # width and height in the PNG's header
    assert sizes == {"192x192": (192, 192), "512x512": (512, 512)}


def test_lessons_quizzes_tools_and_search_work_without_a_network(
    course: Course, own_site: tuple[Path, str], visit: Any
) -> None:
    question = example(course, SingleChoice, "single")
    profile = visit(at=own_site[1])
    keep(profile.open("offline/"))
    profile.context.set_offline(True)
    page = profile.open(f"{question.lesson}/?weg=einstieg")
    answer(form_of(page, question), question, right=True)
    check(form_of(page, question))
    expect(form_of(page, question).get_by_role("status")).to_contain_text("Richtig.")
    found = profile.open("suche/?q=Bleibequote")
    expect(found.locator("[data-treffer] a").first).to_be_visible()
    expect(profile.open().locator("h1")).to_be_visible()


@pytest.mark.parametrize("wrong", ["gibts-nicht/", "viel/zu/tief/gibts-nicht?weg=einstieg#unten"])
def test_without_a_network_a_wrong_address_gets_the_courses_own_page(
    own_site: tuple[Path, str], visit: Any, wrong: str
) -> None:
    profile = visit(at=own_site[1], viewport=NARROW)
    keep(profile.open("offline/"))
    profile.context.set_offline(True)
    page = profile.context.new_page()
    answer_to = page.goto(profile.address + wrong)
    assert answer_to
    assert answer_to.status == 404
    expect(page.locator("h1")).to_have_text("Diese Seite gibt es hier nicht")
    expect(page.get_by_text("Sie sind gerade ohne Netz.")).to_be_visible()
    page.get_by_role("button", name="Dunkle Farben").click()  # script and style sheet are the course's
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 30)"
    assert violations(page) == []
    page.get_by_role("link", name="Zur Startseite").click()
    expect(page).to_have_url(profile.address)
    expect(page.locator("h1")).to_contain_text("Auf jeder Stirn")
    profile.problems[:] = [one for one in profile.problems if "status of 404" not in one]  # Chromium tells of each


def test_with_a_network_an_address_that_was_not_kept_is_the_servers(own_site: tuple[Path, str], visit: Any) -> None:
    folder, address = own_site
    profile = visit(at=address)
    keep(profile.open("offline/"))
    (folder / "neu.html").write_text('<!doctype html><link rel="icon" href="data:,"><h1>Neu dazu</h1>', "utf-8")
    expect(profile.open("neu.html").locator("h1")).to_have_text("Neu dazu")


def test_without_a_network_an_address_without_its_last_slash_still_leads_to_its_page(
    own_site: tuple[Path, str], visit: Any
) -> None:
    profile = visit(at=own_site[1])
    keep(profile.open("offline/"))
    profile.context.set_offline(True)
    page = profile.open("feindbild?weg=einstieg#belege")
    expect(page).to_have_url(f"{profile.address}feindbild/?weg=einstieg#belege")
    expect(page.locator("#belege")).to_be_in_viewport()


def test_a_page_that_was_open_before_goes_on_without_a_network(own_site: tuple[Path, str], visit: Any) -> None:
    profile = visit(at=own_site[1])
    page = profile.open("suche/")
    keep(profile.open("offline/"))
    profile.context.set_offline(True)
    page.get_by_role("searchbox").fill("Bleibequote")
    expect(page.locator("[data-treffer] a").first).to_be_visible()


def test_offline_data_that_was_deleted_can_be_kept_again(own_site: tuple[Path, str], visit: Any) -> None:
    profile = visit(at=own_site[1])
    page = profile.open("offline/")
    keep(page)
    page.reload()
    lesson = profile.open("das-schild/")
    page.get_by_role("button", name="Offline-Daten löschen").click()
    expect(page.get_by_text("Offline-Daten sind gelöscht")).to_be_visible()
    lesson.reload()
    expect(lesson.locator("h1")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    keep(page)
    profile.context.set_offline(True)
    expect(profile.open("feindbild/").locator("h1")).to_be_visible()


def test_offline_data_goes_when_told_and_progress_stays(course: Course, own_site: tuple[Path, str], visit: Any) -> None:
    profile = visit(at=own_site[1])
    page = profile.open("offline/")
    page.evaluate("localStorage.setItem('kurs:farben', 'dunkel')")
    keep(page)
    page.get_by_role("button", name="Offline-Daten löschen").click()
    expect(page.get_by_text("Offline-Daten sind gelöscht")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert page.evaluate("localStorage.getItem('kurs:farben')") == "dunkel"


def test_a_download_that_breaks_off_leaves_nothing_and_is_told(own_site: tuple[Path, str], visit: Any) -> None:
    folder, address = own_site
    shutil.rmtree(folder / "feindbild")
    profile = visit(at=address)
    page = profile.open("offline/")
    page.get_by_role("button", name="Offline speichern").click()
    expect(page.get_by_text("hat nicht geklappt")).to_be_visible(timeout=60_000)
    assert page.evaluate("caches.keys()") == []
    profile.problems.clear()  # the missing page is this test's own doing


def test_an_open_page_keeps_its_edition_and_the_next_visit_has_the_new_one(
    own_site: tuple[Path, str], visit: Any
) -> None:
    folder, address = own_site
    profile = visit(at=address)
    keep(profile.open("offline/"))
    page = profile.open("glossar/")
    expect(page.locator("h1")).to_have_text("Glossar")
    text = (folder / "glossar" / "index.html").read_text("utf-8")
    (folder / "glossar" / "index.html").write_text(text.replace(">Glossar</h1>", ">Neues Glossar</h1>"), "utf-8")
    worker = (folder / "dienst.js").read_text("utf-8")
    (folder / "dienst.js").write_text(worker.replace('const VERSION="', 'const VERSION="neu'), "utf-8")
    page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    until(page, "one.waiting")
    page.reload()
    expect(page.locator("h1")).to_have_text("Glossar")  # a page of the old edition is still open
    for open_page in profile.context.pages:
        open_page.close()
    # A page of the same origin outside the course watches without being one of its pages.
    (folder.parent / "waechter.html").write_text('<!doctype html><link rel="icon" href="data:,">', "utf-8")
    watcher = profile.open("../waechter.html")
    until(watcher, "one.active && !one.waiting && one.active.state === 'activated'", scope="/kurs/")
    fresh = profile.open("glossar/")
    expect(fresh.locator("h1")).to_have_text("Neues Glossar")
    assert len(fresh.evaluate("caches.keys()")) == 1


def test_without_javascript_the_page_names_paper_as_the_way(visit: Any) -> None:
    page = visit(java_script_enabled=False).open("offline/")
    expect(page.get_by_text("auf Papier mitnehmen")).to_be_visible()

"""Learning without a network: only on request, complete, one edition at a time, and gone when told."""

from __future__ import annotations

import json
import shutil
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from test_pages import NARROW, violations
from test_quiz import answer, check, example, form_of

import chromium
from conftest import ROOT, serve
from kurs.content.course import Course
from kurs.content.model import Choice
from kurs.site.offline import write_offline_files

pytestmark = pytest.mark.any_course


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


UPDATE = "navigator.serviceWorker.getRegistration().then((one) => one.update()).catch(() => {})"


def rename(folder: Path, heading: str, new: str) -> None:
    """Change the heading of a page, as a new edition may."""
    page = folder / heading.lower() / "index.html"
    text = page.read_text("utf-8")
    assert f">{heading}</h1>" in text
    page.write_text(text.replace(f">{heading}</h1>", f">{new}</h1>"), "utf-8")


def release(folder: Path) -> None:
    """Give the course in `folder` the worker that belongs to its files."""
    write_offline_files(folder, ROOT / "overrides" / "js" / "worker.js", "Kurs", "#005500", "/")


def leave(profile: Any, folder: Path) -> None:
    """Close every page of the course, and wait until no worker waits any more."""
    for page in profile.context.pages:
        page.close()
    # A page of the same origin outside the course watches without being one of its pages.
    (folder.parent / "waechter.html").write_text('<!doctype html><link rel="icon" href="data:,">', "utf-8")
    watcher = profile.open("../waechter.html")
    until(watcher, "one.active && !one.waiting && one.active.state === 'activated'", scope="/kurs/")


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
    question = example(course, Choice, "single")
    profile = visit(at=own_site[1])
    keep(profile.open("offline/"))
    profile.context.set_offline(True)
    page = profile.open(f"{question.lesson}/?weg=beginn")
    answer(form_of(page, question), question, right=True)
    check(form_of(page, question))
    expect(form_of(page, question).get_by_role("status")).to_contain_text("Richtig.")
    found = profile.open("suche/?q=Bleibequote")
    expect(found.locator("[data-hits] a").first).to_be_visible()
    expect(profile.open().locator("h1")).to_be_visible()


@pytest.mark.parametrize("wrong", ["gibts-nicht/", "viel/zu/tief/gibts-nicht?weg=beginn#unten"])
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
    page.get_by_role("button", name="Menü").click()
    page.get_by_role("button", name="Farben wechseln").click()  # script and style sheet are the course's
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 30)"
    assert violations(page) == []
    page.get_by_role("link", name="Zur Startseite").click()
    path = "?weg=beginn" if "?" in wrong else ""  # which the address was on
    expect(page).to_have_url(f"{profile.address}{path}")
    expect(page.locator("h1")).to_contain_text("Zwölf Leute")
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
    page = profile.open("aussaat?weg=beginn#belege")
    expect(page).to_have_url(f"{profile.address}aussaat/?weg=beginn#belege")
    expect(page.locator("#belege")).to_be_in_viewport()


def test_a_page_that_was_open_before_goes_on_without_a_network(own_site: tuple[Path, str], visit: Any) -> None:
    profile = visit(at=own_site[1])
    page = profile.open("suche/")
    keep(profile.open("offline/"))
    profile.context.set_offline(True)
    page.get_by_role("searchbox").fill("Bleibequote")
    expect(page.locator("[data-hits] a").first).to_be_visible()


def test_offline_data_that_was_deleted_can_be_kept_again(own_site: tuple[Path, str], visit: Any) -> None:
    profile = visit(at=own_site[1])
    page = profile.open("offline/")
    keep(page)
    page.reload()
    lesson = profile.open("erde-pruefen/")
    page.get_by_role("button", name="Offline-Daten löschen").click()
    expect(page.get_by_text("Offline-Daten sind gelöscht")).to_be_visible()
    lesson.reload()
    expect(lesson.locator("h1")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    keep(page)
    profile.context.set_offline(True)
    expect(profile.open("aussaat/").locator("h1")).to_be_visible()


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
    shutil.rmtree(folder / "aussaat")
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
    rename(folder, "Glossar", "Neues Glossar")
    release(folder)
    page.evaluate(UPDATE)
    until(page, "one.waiting")
    page.reload()
    expect(page.locator("h1")).to_have_text("Glossar")  # a page of the old edition is still open
    leave(profile, folder)
    fresh = profile.open("glossar/")
    expect(fresh.locator("h1")).to_have_text("Neues Glossar")
    assert len(fresh.evaluate("caches.keys()")) == 1


OTHERS = "nicht alles davon kam so an, wie es veröffentlicht ist"


def test_a_release_that_is_only_half_copied_leaves_the_old_edition_and_says_so(
    own_site: tuple[Path, str], visit: Any
) -> None:
    folder, address = own_site
    profile = visit(at=address)
    keep(profile.open("offline/"))
    page = profile.open("glossar/")
    (folder.parent / "neu").mkdir()
    fresh = Path(shutil.copytree(folder, folder.parent / "neu" / "kurs"))
    for place in ("Glossar", "Impressum"):
        rename(fresh, place, f"Neues {place}")
    release(fresh)
    shutil.copy(fresh / "dienst.js", folder)  # before the pages that it names
    page.evaluate(UPDATE)
    expect(page.locator("[data-messages]")).to_contain_text(OTHERS)
    expect(page.locator("[data-messages] p")).to_have_count(1)
    leave(profile, folder)
    page = profile.open("glossar/")
    expect(page.locator("h1")).to_have_text("Glossar")
    shutil.copytree(fresh, folder, dirs_exist_ok=True)  # the rest arrives
    page.evaluate(UPDATE)
    until(page, "one.waiting")
    leave(profile, folder)
    expect(profile.open("glossar/").locator("h1")).to_have_text("Neues Glossar")
    profile.problems.clear()  # Chromium tells of the edition that did not come


def test_where_something_rewrites_pages_one_request_is_enough_to_notice(own_site: tuple[Path, str], visit: Any) -> None:
    folder, address = own_site
    profile = visit(at=address)
    keep(profile.open("offline/"))
    page = profile.open("glossar/")
    rename(folder, "Glossar", "Neues Glossar")
    release(folder)
    (folder / "index.html").write_text((folder / "index.html").read_text("utf-8") + "<!-- Statistik -->", "utf-8")
    asked: list[str] = []
    profile.context.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.evaluate(UPDATE)
    expect(page.locator("[data-messages]")).to_contain_text(OTHERS)
    assert [path for path in asked if "." not in path] == [""]  # pages, that is
    profile.problems.clear()


def test_a_first_save_of_changed_pages_says_what_may_be_wrong(own_site: tuple[Path, str], visit: Any) -> None:
    folder, address = own_site
    (folder / "glossar" / "index.html").write_text("<!doctype html><title>umgeschrieben</title>", "utf-8")
    profile = visit(at=address)
    page = profile.open("offline/")
    page.get_by_role("button", name="Offline speichern").click()
    expect(page.get_by_text("kam nicht so an, wie sie veröffentlicht ist")).to_be_visible()
    assert page.evaluate("caches.keys()") == []
    profile.problems.clear()


def test_what_is_missing_of_an_edition_is_fetched_when_it_is_kept_again(own_site: tuple[Path, str], visit: Any) -> None:
    page = visit(at=own_site[1]).open("offline/")
    keep(page)
    count, again = page.evaluate(
        """async () => {
          const [name] = await caches.keys();
          const cache = await caches.open(name);
          const all = await cache.keys();
          await cache.delete(all[5]);
          const { active } = await navigator.serviceWorker.getRegistration();
          const { port1, port2 } = new MessageChannel();
          const told = new Promise((resolve) => { port1.onmessage = resolve; });
          active.postMessage("", [port2]);
          await told;
          return [all.length, (await (await caches.open(name)).keys()).length];
        }"""
    )
    assert count == again


def test_two_copies_on_one_origin_leave_each_other_alone(site: Path, visit: Any, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "kurs")
    shutil.copytree(site, tmp_path / "kurs" / "neu")
    with serve(tmp_path) as root:
        profile = visit(at=f"{root}kurs/")
        keep(profile.open("offline/"))
        page = profile.open("neu/offline/")
        expect(page.get_by_text("ist nichts für unterwegs gespeichert")).to_be_visible()
        keep(page)
        assert len(page.evaluate("caches.keys()")) == 2
        rename(tmp_path / "kurs", "Glossar", "Oberes Glossar")
        release(tmp_path / "kurs")
        other = profile.open("glossar/")
        other.evaluate(UPDATE)
        until(other, "one.waiting", scope="/kurs/")
        leave(profile, tmp_path / "kurs")
        page = profile.open("offline/")
        assert len(page.evaluate("caches.keys()")) == 2
        page.get_by_role("button", name="Offline-Daten löschen").click()
        expect(page.get_by_text("Offline-Daten sind gelöscht")).to_be_visible()
        (kept,) = page.evaluate("caches.keys()")
        assert "/kurs/neu/" in kept
        profile.context.set_offline(True)
        expect(profile.open("neu/aussaat/").locator("h1")).to_be_visible()


def test_where_the_browser_keeps_nothing_the_page_says_so(address: str, browser: Browser, tmp_path: Path) -> None:
    (tmp_path / "profil" / "Default").mkdir(parents=True)
    settings = {"profile": {"default_content_setting_values": {"cookies": 2}}}
    (tmp_path / "profil" / "Default" / "Preferences").write_text(json.dumps(settings), "utf-8")
    context = browser.browser_type.launch_persistent_context(
        tmp_path / "profil", executable_path=chromium.find(whole=True), args=list(chromium.ARGUMENTS)
    )
    page = context.new_page()
    page.goto(address + "offline/")
    expect(page.get_by_text("erlaubt dem Kurs nicht, etwas zu speichern")).to_be_visible()
    context.close()


def test_an_address_without_https_is_named_as_the_reason(own_site: tuple[Path, str], visit: Any) -> None:
    folder, _ = own_site
    profile = visit(at="http://kurs.example/kurs/")

    def answer(route: Route) -> None:
        file = route.request.url.removeprefix("http://kurs.example/kurs/")
        route.fulfill(path=folder / (f"{file}index.html" if file.endswith("/") else file))

    profile.context.route("http://kurs.example/kurs/**", answer)
    page = profile.open("offline/")
    expect(page.get_by_text("Diese Adresse beginnt mit http.")).to_be_visible()
    assert not page.evaluate("isSecureContext")


def test_without_javascript_the_page_names_paper_as_the_way(visit: Any) -> None:
    page = visit(java_script_enabled=False).open("offline/")
    expect(page.get_by_text("auf Papier mitnehmen")).to_be_visible()

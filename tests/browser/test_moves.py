"""Old addresses in a browser: page and anchor lead on, with and without scripts, under any base path."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from test_pages import NARROW, violations

from conftest import PUBLIC, build, serve
from kurs.content.moves import FILE
from kurs.content.published import addresses_of, check_addresses
from projekt import make_project, replace, set_top, write

MOVES = """\
/alt/: /aushang/
/alt/#frueher: /aushang/#belege
/alt/#woanders: /quellen/
/tief/unten/: /aushang/#uebung
/aushang/#tuete: /aushang/#belege
/aushang/#rabatt: /probe/
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = make_project(tmp_path_factory.mktemp("umzug"))
    write(project, FILE, MOVES)
    set_top(project, site_url=PUBLIC)
    done = build(project, project / "netz" / "kurs")
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture(scope="module")
def moved(project: Path) -> Iterator[str]:
    with serve(project / "netz") as root:
        yield f"{root}kurs/"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("alt/", "aushang/"),
        ("alt/#kernpunkte", "aushang/#kernpunkte"),
        ("alt/#frueher", "aushang/#belege"),
        ("alt/#woanders", "quellen/"),
        ("alt/?weg=probe#belege", "aushang/?weg=probe#belege"),
        ("alt/#%E0%A4%A", "aushang/#%E0%A4%A"),
        ("tief/unten/", "aushang/#uebung"),
        ("tief/unten/#irgendwas", "aushang/#uebung"),
    ],
)
def test_an_old_address_leads_to_the_new_one(visit: Any, moved: str, old: str, new: str) -> None:
    page = visit(at=moved).open(old)
    expect(page).to_have_url(moved + new)
    expect(page.locator("header.kopf")).to_be_visible()


def test_the_way_back_does_not_end_at_the_old_address(visit: Any, moved: str) -> None:
    page = visit(at=moved).open("quellen/")
    page.goto(f"{moved}alt/")
    expect(page).to_have_url(f"{moved}aushang/")
    page.go_back()
    expect(page).to_have_url(f"{moved}quellen/")


@pytest.mark.parametrize(("old", "new"), [("alt/", "aushang/"), ("tief/unten/", "aushang/#uebung")])
def test_without_scripts_an_old_page_leads_on_too(visit: Any, moved: str, old: str, new: str) -> None:
    page = visit(at=moved, java_script_enabled=False).open(old)
    expect(page).to_have_url(moved + new)


def test_where_nothing_leads_on_a_link_does(visit: Any, moved: str) -> None:
    """Scripts work, but ours does not arrive: neither script nor refresh runs."""
    profile = visit(at=moved, viewport=NARROW)
    profile.context.route("**/moved.*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page = profile.open("alt/")
    expect(page.locator("h1")).to_have_text("Diese Seite ist umgezogen")
    assert violations(page) == []
    page.get_by_role("link", name="Der Aushang").first.click()
    expect(page).to_have_url(f"{moved}aushang/")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_old_anchor_shows_the_new_place(visit: Any, moved: str, scripts: bool) -> None:
    page = visit(at=moved, viewport={"width": 800, "height": 300}, java_script_enabled=scripts).open("aushang/#tuete")
    expect(page.get_by_role("heading", name="Was man weiß")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_section_that_left_says_where_it_went_to_those_who_look_for_it(visit: Any, moved: str, scripts: bool) -> None:
    profile = visit(at=moved, java_script_enabled=scripts)
    page = profile.open("aushang/#rabatt")
    note = page.get_by_text("steht jetzt auf einer anderen Seite")
    expect(note).to_be_in_viewport()
    note.get_by_role("link", name="Probemodul").click()
    expect(page).to_have_url(f"{moved}probe/")
    expect(profile.open("aushang/").get_by_text("steht jetzt auf einer anderen Seite")).to_be_hidden()


def test_an_old_address_leads_on_without_a_network(visit: Any, moved: str) -> None:
    profile = visit(at=moved)
    page = profile.open("quellen/")
    page.evaluate("navigator.serviceWorker.register('../dienst.js').then(() => navigator.serviceWorker.ready)")
    profile.context.set_offline(True)
    for old, new in (("alt/#frueher", "aushang/#belege"), ("alt", "aushang/"), ("tief/unten/", "aushang/#uebung")):
        expect(profile.open(old)).to_have_url(moved + new)


def test_every_moved_address_counts_as_answered_and_is_published_from_now_on(project: Path) -> None:
    old = {"alt/": ["belege", "frueher", "woanders"], "tief/unten/": ["x"], "aushang/": ["tuete", "rabatt", "belege"]}
    write(project, "published.json", json.dumps({"addresses": old}))
    site = project / "netz" / "kurs"
    assert check_addresses(project, site) == []
    assert {"alt/", "tief/unten/"} <= set(addresses_of(site))


def test_moved_addresses_are_neither_searched_nor_in_the_sitemap(project: Path) -> None:
    site = project / "netz" / "kurs"
    assert "umgezogen" not in (site / "pagefind" / "woerter.json").read_text("utf-8")
    assert "alt/" not in (site / "sitemap.xml").read_text("utf-8")
    old = (site / "alt" / "index.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{PUBLIC}aushang/">' in old


def test_an_anchor_that_does_not_fit_fails_the_build_with_its_line(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    write(project, FILE, "/aushang/#alt: /aushang/#belge\n/aushang/#uebung: /aushang/#belege\n")
    done = build(project, tmp_path / "site")
    assert done.returncode == 1
    assert (
        "docs/umzuege.yml:1: /aushang/#alt: Auf /aushang/ gibt es den Anker „belge“ nicht. Meinten Sie „belege“?"
        in done.stdout
    )
    assert "docs/umzuege.yml:2: /aushang/#uebung: Den Anker gibt es auf der Seite noch. Löschen Sie" in done.stdout
    assert "Traceback" not in done.stderr
    replace(project, FILE, "belge\n/aushang/#uebung: /aushang/#belege", "belege")
    assert build(project, tmp_path / "site").returncode == 0

"""Conversations of a small course in a real Chromium: own words first, and coming back to where one was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from test_pages import violations
from test_typed import wait_for_typed

from conftest import build, serve
from gespraeche import with_conversations
from projekt import COURSE, make_project

CALL, CHAT = "gespraech-anruf/", "gespraech-plausch/"
KEY = f"kurs:{COURSE}:getippt"
WORDS = "Guten Tag, <b>hier</b> bin ich."


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the small course with two conversations and the page that shows what is kept."""
    folder = tmp_path_factory.mktemp("gespraeche")
    project = with_conversations(make_project(folder / "projekt"))
    done = build(project, folder / "kurs")
    assert done.returncode == 0, done.stderr
    with serve(folder) as root:
        yield f"{root}kurs/"


@pytest.fixture
def call(visit: Any, small: str) -> Page:
    page: Page = visit(small).open(CALL)
    return page


def field(page: Page) -> Any:
    return page.get_by_role("textbox", name="Was würden Sie sagen?")


def answer(page: Page, text: str) -> Any:
    return page.get_by_role("group", name="Was tun Sie?").get_by_role("button", name=text, exact=True)


def show(page: Page) -> None:
    page.get_by_role("button", name="Antworten zeigen").click()


def play(page: Page, *texts: str) -> None:
    for text in texts:
        answer(page, text).click()


def kept(page: Page, name: str) -> Any:
    """What is stored under `name`."""
    entries = json.loads(page.evaluate(f"localStorage['{KEY}'] ?? '{{}}'")).get("entries", {})
    return entries.get(name, {}).get("value")


def test_the_card_of_the_lesson_says_where_and_how_long_and_leads_there(visit: Any, small: str) -> None:
    page = visit(small).open("aushang/")
    card = page.locator("[data-card]").filter(has_text="Der kurze Anruf")
    expect(card).to_contain_text("Ein Telefon · 3 Minuten")
    expect(card).to_contain_text("Ein zweites Gespräch, kurz und mit einem ersten Schritt in eigenen Worten.")
    assert violations(page) == []
    card.get_by_role("link", name="Gespräch beginnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Der kurze Anruf")
    page.locator("main").get_by_role("link", name="Der Aushang").click()
    expect(page.locator("h1")).to_have_text("Der Aushang")
    expect(page.locator("[data-card]").filter(has_text="Der kurze Anruf")).to_be_in_viewport()


def test_own_words_come_first_and_stand_beside_the_answers_in_the_log_and_in_the_look_back(call: Page) -> None:
    assert violations(call) == []
    expect(answer(call, "„Ja?“")).to_have_count(0)
    field(call).fill(WORDS)
    show(call)
    expect(call.get_by_role("group", name="Was tun Sie?")).to_contain_text(f"Ihr Satz: {WORDS}")
    expect(answer(call, "„Ja?“")).to_be_focused()
    assert violations(call) == []
    play(call, "„Ja?“", "„Weiter.“", "„Weiter.“", "„Weiter.“", "„Gern.“")
    expect(call.get_by_role("log")).to_contain_text(f"Ihr Satz: {WORDS}")
    expect(call.get_by_role("log").get_by_role("heading")).to_have_text("Gutes Ende: Heiter")
    expect(call.locator("[data-analysis] li").first).to_contain_text(f"Ihr Satz: {WORDS}")


def test_the_step_can_be_skipped_by_keyboard(call: Page) -> None:
    field(call).focus()
    call.keyboard.press("Tab")
    call.keyboard.press("Enter")
    expect(answer(call, "„Ja?“")).to_be_focused()
    expect(call.get_by_text("Ihr Satz:")).to_have_count(0)


def test_it_takes_500_characters(call: Page) -> None:
    field(call).fill("x" * 600)
    expect(field(call)).to_have_value("x" * 500)


def test_a_reload_in_mid_sentence_keeps_it(call: Page) -> None:
    field(call).press_sequentially("Guten")
    call.reload()
    expect(field(call)).to_have_value("Guten")


def test_who_comes_back_goes_on_where_they_were(visit: Any, small: str) -> None:
    profile = visit(small)
    page = profile.open(CALL)
    field(page).fill(WORDS)
    show(page)
    play(page, "„Nein.“", "„Weiter.“")
    log = page.get_by_role("log").inner_text()
    page.close()
    page = profile.open(CALL)
    expect(page.get_by_text("Sie haben hier schon begonnen.")).to_be_visible()
    assert page.get_by_role("log").inner_text() == log
    assert violations(page) == []
    page.get_by_role("button", name="Weiter, wo Sie waren").click()
    expect(page.get_by_role("group", name="Szene 3", exact=True)).to_be_focused()
    play(page, "„Weiter.“", "„Weiter.“", "„Ungern.“")
    page.reload()
    expect(page.get_by_role("log").get_by_role("heading")).to_have_text("Schlechtes Ende: Finster")
    expect(page.locator("[data-analysis] li")).to_have_count(5)
    other = profile.open(CHAT)
    expect(other.get_by_text("Sie haben hier schon begonnen.")).to_be_hidden()


def test_own_words_outlast_moves_that_another_tab_makes(visit: Any, small: str) -> None:
    profile = visit(small)
    writing, playing = profile.open(CALL), profile.open(CALL)
    field(writing).fill(WORDS)
    wait_for_typed(writing, "bin ich")
    show(playing)
    play(playing, "„Nein.“")
    assert kept(playing, "gespraech:anruf")["moves"] != []
    assert WORDS in kept(playing, "gespraech:anruf")["said"].values()


def test_words_that_somebody_deletes_stay_deleted(call: Page) -> None:
    field(call).fill(WORDS)
    wait_for_typed(call, "bin ich")
    field(call).fill("")
    show(call)
    play(call, "„Nein.“")
    assert kept(call, "gespraech:anruf")["said"] == {}


def test_beginning_anew_forgets_the_moves_and_keeps_the_words_in_their_field(call: Page) -> None:
    field(call).fill(WORDS)
    show(call)
    play(call, "„Ja?“")
    call.reload()
    call.get_by_role("button", name="Neu beginnen").first.click()
    expect(field(call)).to_have_value(WORDS)
    assert kept(call, "gespraech:anruf")["moves"] == []
    call.reload()
    expect(call.get_by_text("Sie haben hier schon begonnen.")).to_be_hidden()


def test_a_move_back_shows_the_answers_again_with_the_own_words(call: Page) -> None:
    field(call).fill(WORDS)
    show(call)
    play(call, "„Ja?“")
    call.get_by_role("button", name="Einen Schritt zurück").click()
    expect(answer(call, "„Nein.“")).to_be_visible()
    expect(call.get_by_role("group", name="Was tun Sie?")).to_contain_text(WORDS)
    expect(call.get_by_role("log").get_by_text("Ihr Satz:")).to_have_count(0)


def test_reading_alone_stores_nothing(call: Page) -> None:
    show(call)
    call.reload()
    assert call.evaluate("localStorage.length") == 0


STATES = {
    "another story": {"shape": "00000000", "moves": [0, 0], "said": {"1": "Alt"}, "isOpen": True},
    "answers that are not there": {"moves": [7], "said": {"1": "Alt"}, "isOpen": True},
    "no numbers": {"moves": ["0", None], "said": {"1": "Alt", "__proto__": "x", "2": 5}, "isOpen": "ja"},
    "no lists": {"moves": {"length": 9}, "said": {"1": "Alt"}},
}


@pytest.mark.parametrize("name", STATES)
def test_what_was_kept_and_fits_no_longer_costs_the_place_and_no_words(visit: Any, small: str, name: str) -> None:
    profile = visit(small)
    page = profile.open(CALL)
    field(page).fill("x")
    page.reload()
    page.evaluate(
        """([key, state]) => {
          const all = JSON.parse(localStorage[key]);
          const entry = all.entries["gespraech:anruf"];
          entry.value = { ...entry.value, ...state };
          localStorage[key] = JSON.stringify(all);
        }""",
        [KEY, STATES[name]],
    )
    page.reload()
    expect(field(page)).to_have_value("Alt")
    expect(page.get_by_text("Sie haben hier schon begonnen.")).to_be_hidden()


def test_where_nothing_may_be_stored_it_is_played_all_the_same(visit: Any, small: str) -> None:
    profile = visit(small)
    profile.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })"
    )
    page = profile.open(CALL)
    field(page).fill(WORDS)
    show(page)
    play(page, "„Ja?“", "„Weiter.“")
    expect(page.get_by_role("group", name="Szene 3", exact=True)).to_be_visible()


def test_without_javascript_the_book_asks_before_the_answers(visit: Any, small: str) -> None:
    page = visit(small, java_script_enabled=False).open(CALL)
    scene = page.locator(".scene:visible")
    expect(scene).to_contain_text("Was würden Sie sagen?")
    scene.get_by_role("link", name="„Ja?“").click()
    expect(page.locator(".scene:visible")).to_contain_text("Zwei.")
    expect(page.get_by_text("Sie haben hier schon begonnen.")).to_be_hidden()


def test_in_a_package_nothing_stays_on_the_device(visit: Any, small: str) -> None:
    profile = visit(small)

    def in_a_frame(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace("<html ", '<html data-frame="../index.html" ', 1))

    profile.context.route(f"**/{CALL}", in_a_frame)
    page = profile.open(CALL)
    field(page).fill(WORDS)
    show(page)
    play(page, "„Ja?“")
    expect(page.get_by_role("group", name="Szene 2", exact=True)).to_be_visible()
    assert page.evaluate("localStorage.length") == 0

"""The conversation in a browser. Ways are searched in the text as it is, so that trainers can change it."""

from __future__ import annotations

import gzip
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from test_pages import violations

from kurs.content.conversation import Answer, Conversation, Scene, read
from kurs.content.course import Course
from projekt import REAL_COURSE

PATH = "gespraech/"
Way = list[Answer]


@pytest.fixture(scope="module")
def conversation(course: Course) -> Conversation:
    page = next(one for one in course.conversations if one.facts.exercise == 10)
    found, wrong = read(page)
    assert wrong == []
    return found


def ways(conversation: Conversation, wanted: Callable[[Scene, int], bool]) -> list[Way]:
    """A shortest way to every (scene, trust) that is wanted."""
    scenes = {scene.name: scene for scene in conversation.scenes}
    todo: deque[tuple[str, int, Way]] = deque([(conversation.scenes[0].name, 0, [])])
    seen, found = set(), []
    while todo:
        name, trust, way = todo.popleft()
        if (name, trust) in seen:
            continue
        seen.add((name, trust))
        if wanted(scenes[name], trust):
            found.append(way)
        for answer in scenes[name].answers:
            if answer.needs is None or trust >= answer.needs:
                todo.append((answer.target, trust + answer.trust, [*way, answer]))
    return found


def endings(conversation: Conversation) -> dict[str, Way]:
    """Title of each ending → a shortest way to it."""
    scenes = {scene.name: scene for scene in conversation.scenes}
    found: dict[str, Way] = {}
    for way in ways(conversation, lambda scene, _: bool(scene.ending)):
        found.setdefault(scenes[way[-1].target].ending, way)
    return found


def choose(page: Page, answer: Answer) -> None:
    page.get_by_role("group", name="Was tun Sie?").get_by_role("button", name=answer.text, exact=True).click()


def play(page: Page, way: Way) -> Page:
    for answer in way:
        choose(page, answer)
    return page


def offered(page: Page) -> list[str]:
    return page.get_by_role("group", name="Was tun Sie?").get_by_role("button").all_inner_texts()


def test_the_lesson_leads_to_the_conversation_and_back(visit: Any, course: Course) -> None:
    page = visit().open("gespraech-fuehren/")
    page.get_by_role("link", name="Gespräch beginnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Das Gespräch mit Frau Seidel")
    page.locator("main").get_by_role("link", name="Das Gespräch führen").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Das Gespräch führen")


@pytest.mark.parametrize("which", [0, -1], ids=["nearest ending", "farthest ending"])
def test_a_whole_way_by_mouse_leads_to_its_ending_and_looks_back_on_every_move(
    visit: Any, conversation: Conversation, course: Course, which: int
) -> None:
    title, way = list(endings(conversation).items())[which]
    page = play(visit().open(PATH), way)
    expect(page.get_by_role("log").get_by_role("heading")).to_contain_text(f"Ende: {title}")
    assert offered(page) == []
    rows = page.locator("[data-analysis] li")
    expect(rows).to_have_count(len(way))
    for row, answer in zip(rows.all(), way, strict=True):
        expect(row).to_contain_text(answer.text)
        expect(row).to_contain_text(answer.review)
        expect(row.get_by_role("link", name=course.lessons[answer.lesson].title, exact=True)).to_have_attribute(
            "href", f"../{answer.lesson}/"
        )


def test_at_its_end_a_conversation_leads_on_in_its_lesson(visit: Any, conversation: Conversation) -> None:
    page = play(visit().open(PATH), next(iter(endings(conversation).values())))
    page.get_by_role("link", name="Weiter in der Lektion").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Das Gespräch führen")


def test_what_was_said_stays_readable(visit: Any, conversation: Conversation) -> None:
    way = next(iter(endings(conversation).values()))
    page = play(visit().open(PATH), way)
    log = page.get_by_role("log").inner_text()
    scenes = {scene.name: scene for scene in conversation.scenes}
    told = [conversation.scenes[0], *(scenes[answer.target] for answer in way)]
    places = [log.index(text) for scene in told for text in [passage.text for passage in scene.passages]]
    assert places == sorted(places)
    assert log.count("Ihre Antwort:") == len(way)


def test_a_whole_way_by_keyboard_alone_and_the_focus_waits_on_the_new_scene(
    visit: Any, conversation: Conversation
) -> None:
    title, way = list(endings(conversation).items())[-1]
    page = visit().open(PATH)
    page.locator("main").focus()
    scenes = {scene.name: scene for scene in conversation.scenes}
    for move, answer in enumerate(way, 2):
        for _ in range(1 + offered(page).index(answer.text)):
            page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=answer.text, exact=True)).to_be_focused()
        page.keyboard.press("Enter")
        turn = page.get_by_role("group", name=f"Szene {move}", exact=True)
        expect(turn).to_be_focused()
        expect(turn).to_contain_text(scenes[answer.target].passages[0].text)
        expect(turn).to_be_in_viewport()
    expect(page.get_by_role("heading", name=f"Ende: {title}")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Das Gespräch ist zu Ende")).to_be_visible()


def test_an_answer_that_needs_trust_is_offered_only_to_those_who_have_it(
    visit: Any, conversation: Conversation
) -> None:
    pairs = [(scene, answer) for scene in conversation.scenes for answer in scene.answers if answer.needs is not None]
    if not pairs:
        pytest.skip("Das Gespräch hat keine Antwort mit Bedingung.")
    scene, answer = pairs[0]
    assert answer.needs is not None
    without = ways(conversation, lambda one, trust: one is scene and trust == (answer.needs or 0) - 1)
    enough = ways(conversation, lambda one, trust: one is scene and trust == answer.needs)
    assert without
    assert enough
    assert answer.text not in offered(play(visit().open(PATH), without[0]))
    assert answer.text in offered(play(visit().open(PATH), enough[0]))


def test_a_move_back_restores_scene_answers_and_trust(visit: Any, conversation: Conversation) -> None:
    way = list(endings(conversation).values())[-1]
    page = visit().open(PATH)
    before = []
    for answer in way:
        before.append((page.get_by_role("log").inner_text(), offered(page)))
        choose(page, answer)
    back = page.get_by_role("button", name="Einen Schritt zurück")
    for log, answers in reversed(before):
        back.click()
        assert (page.get_by_role("log").inner_text(), offered(page)) == (log, answers)
        expect(page.locator(".turn").last).to_be_focused()
        expect(page.get_by_role("status").filter(has_text="einen Schritt zurück")).to_be_visible()
    expect(page.locator("[data-analysis]")).to_be_empty()
    expect(back).to_be_hidden()


def test_one_can_begin_anew_and_take_another_way(visit: Any, conversation: Conversation) -> None:
    (_, first), (title, other) = list(endings(conversation).items())[:2]
    page = play(visit().open(PATH), first)
    page.get_by_role("button", name="Neu beginnen").click()
    expect(page.get_by_role("group", name="Szene 1", exact=True)).to_be_focused()
    expect(page.locator("[data-analysis]")).to_be_empty()
    play(page, other)
    expect(page.get_by_role("heading", name=f"Ende: {title}")).to_be_visible()


def test_a_double_click_is_one_move(visit: Any, conversation: Conversation) -> None:
    page = visit().open(PATH)
    page.locator(".answer").first.dblclick()
    expect(page.locator(".my-move")).to_have_count(1)


def test_nothing_is_sent_or_written_into_the_address_and_stored_is_the_place_alone(
    visit: Any, conversation: Conversation
) -> None:
    profile = visit()
    page = profile.open(PATH)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    play(page, next(iter(endings(conversation).values())))
    assert page.evaluate("[Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]") == [
        [f"kurs:{REAL_COURSE}:getippt"],
        [f"kurs:{REAL_COURSE}:person"],  # whose tab this is
        "",
    ]
    assert page.url.endswith(f"/{PATH}")
    assert [url for url in requests if not url.endswith(".svg")] == []  # Chromium may fetch the icon late


def test_without_javascript_it_is_a_book_whose_links_lead_from_scene_to_scene(
    visit: Any, conversation: Conversation
) -> None:
    title, way = list(endings(conversation).items())[-1]
    page = visit(java_script_enabled=False).open(PATH)
    scene = page.locator(".scene:visible")
    for answer in way:
        expect(scene).to_have_count(1)
        row = scene.get_by_role("listitem").filter(has=page.get_by_role("link", name=answer.text, exact=True))
        expect(row.locator("details")).to_have_js_property("open", False)
        row.get_by_text("Rückblick", exact=True).click()
        expect(row.locator("details[open]")).to_contain_text(answer.review)
        row.get_by_role("link", name=answer.text, exact=True).click()
    expect(scene.get_by_role("heading")).to_contain_text(f"Ende: {title}")
    page.go_back()
    expect(scene.get_by_role("link", name=way[-1].text, exact=True)).to_be_visible()
    page.get_by_role("link", name="Alle Szenen auf einer Seite").click()
    expect(scene).to_have_count(len(conversation.scenes))
    expect(page.get_by_role("log")).to_be_hidden()


def test_axe_finds_nothing_before_during_and_after(visit: Any, conversation: Conversation) -> None:
    way = next(iter(endings(conversation).values()))
    page = visit(reduced_motion="reduce").open(PATH)
    assert violations(page) == []
    choose(page, way[0])
    assert violations(page) == []
    play(page, way[1:])
    assert violations(page) == []


def test_axe_finds_nothing_in_the_card_of_the_lesson(visit: Any) -> None:
    assert violations(visit().open("gespraech-fuehren/")) == []


@pytest.mark.parametrize("script", [True, False])
def test_at_320_pixels_nothing_scrolls_sideways(visit: Any, conversation: Conversation, script: bool) -> None:
    page = visit(viewport={"width": 320, "height": 600}, java_script_enabled=script).open(PATH + "#alle")
    if script:
        play(page, next(iter(endings(conversation).values())))
    else:
        expect(page.locator(".scene").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_paper_stand_the_whole_conversation_and_the_look_back(visit: Any, conversation: Conversation) -> None:
    way = next(iter(endings(conversation).values()))
    page = play(visit().open(PATH), way)
    page.emulate_media(media="print")
    expect(page.get_by_text(conversation.scenes[0].passages[0].text).first).to_be_visible()
    expect(page.locator("[data-analysis]").get_by_text(way[-1].review)).to_be_visible()
    expect(page.locator("[data-back]")).to_be_hidden()
    expect(page.locator(".kopf")).to_be_hidden()


def test_without_javascript_the_paper_names_the_scene_that_follows(visit: Any, conversation: Conversation) -> None:
    page = visit(java_script_enabled=False).open(PATH)
    page.emulate_media(media="print")
    number = 1 + [scene.name for scene in conversation.scenes].index(conversation.scenes[0].answers[0].target)
    link = page.locator(".scene li > a").first
    expect(link).to_have_attribute("href", f"#{number}")
    assert "weiter mit Szene" in link.evaluate("node => getComputedStyle(node, '::after').content")


def test_search_finds_the_page_but_no_scene(site: Path, conversation: Conversation) -> None:
    fragments = [gzip.decompress(path.read_bytes()).decode() for path in (site / "pagefind" / "fragment").iterdir()]
    assert any("/gespraech/" in fragment for fragment in fragments)
    for scene in conversation.scenes:
        assert not any(scene.passages[0].text[:60] in fragment for fragment in fragments), scene.name

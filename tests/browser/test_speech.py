"""Reading aloud: only with a voice of the device, sentence by sentence, marked; nothing of it where there is none."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from test_pages import NARROW, WIDE, violations

from kurs.content.course import Course

# A device that speaks each sentence when the test says so; `window.said` is what it was given.
DEVICE = """
window.said = [];
const voices = [
  {{ lang: "de-DE", localService: false, name: "Netz" }},
  {{ lang: "en-US", localService: true, name: "English" }},
  {more}
];
class Utterance {{ constructor(text) {{ this.text = text; this.rate = 1; }} }}
const device = Object.assign(new EventTarget(), {{
  getVoices: () => voices,
  speak(utterance) {{ said.push([utterance.text, utterance.voice?.name, utterance.rate]); window.now = utterance; }},
  cancel() {{ window.now?.onerror?.({{ error: "interrupted" }}); window.now = undefined; }},
}});
Object.defineProperty(window, "speechSynthesis", {{ value: device }});
window.SpeechSynthesisUtterance = Utterance;
window.next = () => window.now.onend();
"""
OWN = '{ lang: "de-DE", localService: true, name: "Anna" }'


def lesson(visit: Any, more: str = OWN, **options: Any) -> Page:
    profile = visit(**options)
    profile.context.add_init_script(DEVICE.format(more=more))
    page: Page = profile.open("das-schild/")
    page.keyboard.press("Shift")  # somebody is there
    return page


def player(page: Page) -> Locator:
    return page.get_by_role("region", name="Vorlesen")


def marked(page: Page) -> str:
    text: str = page.evaluate("[...CSS.highlights.get('spoken') ?? []].map(String).join()")
    return text


@pytest.mark.parametrize("viewport", [NARROW, WIDE])
def test_a_section_is_read_sentence_by_sentence_with_the_voice_of_the_device(visit: Any, viewport: Any) -> None:
    page = lesson(visit, viewport=viewport)
    page.get_by_role("button", name="Vorlesen: Die Jahre zusammenzählen").click()
    assert page.evaluate("said") == [["Die Jahre zusammenzählen", "Anna", 1]]
    page.evaluate("next()")
    first = page.evaluate("said.at(-1)[0]")
    assert first in page.locator("main").inner_text()
    assert marked(page) == first
    page.evaluate("next()")
    second = page.evaluate("said.at(-1)[0]")
    assert second != first
    assert marked(page) == second
    assert violations(page) == []
    player(page).get_by_role("button", name="Anhalten").click()
    count = page.evaluate("said.length")
    player(page).get_by_label("Tempo").select_option("1.5")
    assert page.evaluate("said.length") == count
    player(page).get_by_role("button", name="Weiterlesen").click()
    assert page.evaluate("said.at(-1)") == [second, "Anna", 1.5]
    player(page).get_by_role("button", name="Beenden").click()
    expect(player(page)).to_be_hidden()
    assert marked(page) == ""
    expect(page.get_by_role("button", name="Vorlesen: Die Jahre zusammenzählen")).to_be_focused()


def read_all(page: Page, section: str) -> list[str]:
    """What is said of a section."""
    before = page.evaluate("said.length")
    page.get_by_role("button", name=f"Vorlesen: {section}").click()
    page.evaluate("() => { while (window.now) next(); }")
    return [text for text, *_ in page.evaluate("said")[before:]]


def test_the_last_sentence_ends_it_and_questions_are_not_read(course: Course, visit: Any) -> None:
    page = lesson(visit)
    points = course.lessons["das-schild"].body.partition("{ #kernpunkte }")[2]
    assert points.rstrip().endswith(read_all(page, "Kernpunkte")[-1])
    expect(player(page)).to_be_hidden()
    assert page.get_by_role("button", name="Vorlesen: Quiz").count() == 0
    assert page.get_by_role("button", name="Vorlesen: Quellen").count() == 0


def test_without_a_voice_on_the_device_nothing_is_there_and_nothing_is_loaded(visit: Any) -> None:
    asked: list[str] = []
    profile = visit()
    profile.context.on("request", lambda request: asked.append(request.url))
    profile.context.add_init_script(DEVICE.format(more=""))
    page = profile.open("das-schild/")
    page.keyboard.press("Shift")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "/extras." in url]
    assert not [url for url in asked if "/speech." in url]
    assert page.get_by_role("button", name="Vorlesen").count() == 0


def test_the_buttons_move_nothing(visit: Any) -> None:
    page = lesson(visit, more="", viewport=NARROW)
    places = "[...document.querySelectorAll('main > *:not(.speak)')].map((one) => one.getBoundingClientRect().top)"
    page.wait_for_load_state("networkidle")
    before = page.evaluate(places)
    page.evaluate(f"speechSynthesis.getVoices().push({OWN}); speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    expect(page.get_by_role("button", name="Vorlesen: Kernpunkte")).to_be_attached()
    assert page.evaluate(places) == before

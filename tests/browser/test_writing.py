"""The question in which somebody writes or speaks and then looks at examples, in a real Chromium."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from test_pages import NARROW, violations
from test_progress import progress
from test_quiz import KEY, form_of, stored, wait_until_stored
from test_tasks import LESSON, REVIEW, address, begun, built, of_type, project, tasks
from test_typed import wait_for_typed

from kurs.content.course import Course
from kurs.content.model import Write

__all__ = ["address", "built", "project", "tasks"]  # fixtures

TYPED = KEY.replace("lernstand", "getippt")
SENTENCE = "Ich rufe Sie um vier zurück.\n<b>Versprochen</b>"


def question(course: Course) -> Write:
    found = of_type(course, "write")
    assert isinstance(found, Write)
    return found


def look(form: Locator) -> None:
    form.get_by_role("button", name="Beispiele ansehen").click()


def kept(page: Page, item: Write) -> Any:
    text = page.evaluate("(key) => localStorage.getItem(key)", TYPED)
    return json.loads(text)["entries"][f"schreiben:{item.id}"]["value"] if text else None


def field(form: Locator) -> Locator:
    return form.get_by_role("textbox", name="Ihre Antwort")


def finish(page: Page, form: Locator) -> None:
    field(form).fill(SENTENCE)
    look(form)
    wait_until_stored(page, str(form.get_attribute("data-question")))


def test_what_was_written_stands_beside_the_examples_and_is_kept_apart_from_the_progress(
    tasks: Course, visit: Any
) -> None:
    item = question(tasks)
    page = visit().open(LESSON)
    form = form_of(page, item)
    expect(form.get_by_text(item.models[0])).to_be_hidden()
    finish(page, form)
    expect(form.get_by_role("status")).to_contain_text("Erledigt.")
    for text in (*item.models, item.explanation):
        expect(form.get_by_text(text).first).to_be_visible()
    own, examples = field(form).bounding_box(), form.locator(".examples").bounding_box()
    assert own
    assert examples
    assert own["x"] + own["width"] <= examples["x"]
    form.get_by_role("checkbox", name=item.criteria[1]).check()
    wait_for_typed(page, "false,true,false")
    assert "richtig" not in form.inner_text().lower()
    entry = stored(page)["answers"][item.id]
    assert (entry["ok"], entry["given"]) == (True, [])
    page.reload()
    form = form_of(page, item)
    expect(field(form)).to_have_value(SENTENCE)
    ticked = [form.get_by_role("checkbox", name=text).is_checked() for text in item.criteria]
    assert ticked == [False, True, False]
    assert kept(page, item) == {"text": SENTENCE, "said": False, "ticked": ticked}
    elsewhere = page.evaluate("(key) => Object.entries(localStorage).filter(([name]) => name !== key).join()", TYPED)
    assert "um vier" not in elsewhere
    assert page.locator("form b", has_text="Versprochen").count() == 0


def test_saying_it_aloud_is_enough_and_needs_no_mouse(tasks: Course, visit: Any) -> None:
    item = question(tasks)
    page = visit().open(LESSON)
    form = form_of(page, item)
    look(form)
    expect(form.get_by_role("status")).to_contain_text("Schreiben Sie zuerst etwas.")
    expect(field(form)).to_be_focused()
    assert stored(page) == {}
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(form.get_by_role("status")).to_contain_text("Erledigt.")
    wait_until_stored(page)
    assert stored(page)["answers"][item.id]["ok"]
    wait_for_typed(page, '"said":true')
    assert kept(page, item)["text"] == ""


def test_it_counts_one_point_and_is_called_done_instead_of_right(tasks: Course, visit: Any) -> None:
    item = question(tasks)
    others = [one.item for one in tasks.bank.active("aushang", "practice") if one.item.id != item.id]
    answers = {one.id: {"r": one.revision, "n": i, "t": 1, "ok": True, "given": []} for i, one in enumerate(others, 1)}
    page = begun(visit(), progress(answers=answers)).open(LESSON)
    form = form_of(page, item)
    finish(page, form)
    expect(page.get_by_role("button", name="erledigt")).to_have_count(1)
    form.get_by_role("button", name="Zum Ergebnis").click()
    total = len(others) + 1
    expect(page.locator("[data-quiz]")).to_contain_text(f"{total} von {total} Fragen richtig oder erledigt.")
    assert stored(page)["lessons"]["aushang"]["passed"]


def test_what_is_typed_before_the_examples_survives_a_reload_and_reaches_another_tab(tasks: Course, visit: Any) -> None:
    item = question(tasks)
    profile = visit()
    page = profile.open(LESSON)
    field(form_of(page, item)).fill("Noch nicht")
    wait_for_typed(page, "Noch nicht")
    page.reload()
    other = profile.open(LESSON)
    for one in (page, other):
        expect(field(form_of(one, item))).to_have_value("Noch nicht")
    field(form_of(other, item)).fill("Jetzt fertig")
    wait_for_typed(page, "Jetzt fertig")
    expect(field(form_of(page, item))).to_have_value("Jetzt fertig")
    assert stored(page) == {}


def test_a_reset_takes_the_text_along(tasks: Course, visit: Any) -> None:
    item = question(tasks)
    page = visit().open(LESSON)
    finish(page, form_of(page, item))
    wait_for_typed(page, "um vier")
    page.evaluate("document.querySelector('[data-quiz]').hidden = false")
    page.get_by_text("Quiz zurücksetzen").click()
    page.get_by_role("button", name="Ja, löschen").click()
    form = form_of(page, item)
    expect(field(form)).to_have_value("")
    expect(form.locator(".examples")).to_have_count(0)
    wait_for_typed(page, '"value":null')
    assert kept(page, item) is None


@pytest.mark.parametrize("how", ["refused", "forbidden"])
def test_where_nothing_is_kept_one_writes_all_the_same(tasks: Course, visit: Any, how: str) -> None:
    profile = visit()
    if how == "forbidden":
        profile.context.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
        )
    else:
        profile.plant(KEY.replace("lernstand", "nicht-merken"), "ja")
    page = profile.open(LESSON)
    form = form_of(page, question(tasks))
    field(form).fill(SENTENCE)
    look(form)
    expect(form.get_by_role("status")).to_contain_text("Erledigt.")
    expect(field(form)).to_have_value(SENTENCE)


def test_a_review_asks_anew_and_leaves_what_was_written(tasks: Course, visit: Any) -> None:
    item = question(tasks)
    answers = {item.id: {"r": item.revision, "n": 1, "t": 1, "ok": True, "given": []}}
    profile = begun(visit(), progress(answers=answers, lessons={"aushang": {"passed": {"n": 9, "t": 1, "v": "1"}}}))
    page = profile.open(LESSON)
    form = form_of(page, item)
    expect(form.locator(".examples")).to_be_visible()
    field(form).fill("Mein erster Satz.")
    wait_for_typed(page, "Mein erster Satz.")
    page.goto(profile.address + REVIEW)
    page.get_by_role("button", name="Anfangen", exact=True).click()
    form = page.locator(f"#frage-{item.id}")
    expect(field(form)).to_have_value("")
    field(form).fill("Mein zweiter Satz.")
    look(form)
    expect(form.get_by_role("status")).to_contain_text("Erledigt.")
    expect(page.locator("[data-result]")).to_contain_text("1 von 1")
    assert kept(page, item)["text"] == "Mein erster Satz."


def test_without_javascript_there_are_lines_and_the_examples_unfold(tasks: Course, visit: Any) -> None:
    item = question(tasks)
    form = form_of(visit(java_script_enabled=False).open(LESSON), item)
    expect(form.locator(".lines")).to_be_visible()
    expect(form.locator("textarea")).to_be_hidden()
    form.get_by_text("Beispiele und Kriterien").click()
    for text in (*item.models, *item.criteria):
        expect(form.get_by_text(text)).to_be_visible()


def test_paper_has_lines_or_what_was_written(tasks: Course, visit: Any) -> None:
    page = visit().open(LESSON)
    form = form_of(page, question(tasks))
    page.emulate_media(media="print")
    expect(form.locator(".lines")).to_be_visible()
    expect(form.locator("textarea")).to_be_hidden()
    page.emulate_media(media="screen")
    field(form).fill(SENTENCE)
    page.emulate_media(media="print")
    expect(form.locator(".lines")).to_be_hidden()
    expect(form.locator("textarea")).to_be_visible()


def test_axe_finds_nothing_before_and_after_on_a_phone(tasks: Course, visit: Any) -> None:
    page = visit(viewport=NARROW).open(LESSON)
    form = form_of(page, question(tasks))
    assert violations(page) == []
    finish(page, form)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 361


def test_no_more_than_two_thousand_characters_go_in(tasks: Course, visit: Any) -> None:
    page = visit().open(LESSON)
    form = form_of(page, question(tasks))
    field(form).fill("x" * 1999)
    field(form).press("End")
    page.keyboard.type("yz")
    assert len(field(form).input_value()) == 2000
    expect(form.get_by_role("status")).to_contain_text("Mehr als 2000 Zeichen passen nicht hinein.")

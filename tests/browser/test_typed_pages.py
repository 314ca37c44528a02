"""Nothing that is typed is lost: tools and half-answered questions come back; the learner sees, deletes and takes it along."""

from __future__ import annotations

import io
import itertools
import json
import zipfile
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import test_progress
from playwright.sync_api import Page, expect
from test_progress import message
from test_typed import wait_for_typed

from conftest import ROOT
from kurs.content.course import Course
from kurs.content.model import Match, SingleChoice
from kurs.exports.edition import Product
from kurs.site.bundles import build_assets
from projekt import REAL_COURSE

COURSE = REAL_COURSE
progress = partial(test_progress.progress, course=COURSE)


def plant(profile: Any, document: Any, key: str = f"kurs:{COURSE}:lernstand") -> None:
    test_progress.plant(profile, document, key)


TYPED = f"kurs:{COURSE}:getippt"
MARK = "Merkwort Zebra"


def test_half_an_answer_of_the_exam_comes_back_with_its_attempt(course: Course, visit: Any) -> None:
    exam = [placed.item for placed in course.bank.active(use="exam")]
    exam.sort(key=lambda question: not isinstance(question, Match))
    attempt = {"n": 3, "t": 5, "questions": [f"{one.id}:{one.revision}" for one in exam[:20]], "answers": {}}
    profile = visit()
    plant(profile, progress(exam={"attempt": attempt}))
    page = profile.open("abschlusstest/")
    page.locator(".exam select").first.select_option(index=1)
    chosen = page.locator(".exam select").first.input_value()
    wait_for_typed(page, chosen)
    page.reload()
    expect(page.locator(".exam select").first).to_have_value(chosen)
    expect(page.locator(".exam select").nth(1)).to_have_value("")
    plant(profile, progress(exam={"attempt": {**attempt, "n": 4}}))
    page.reload()
    expect(page.locator(".exam select").first).to_have_value("")


def test_numbers_of_the_calculators_are_there_again(visit: Any) -> None:
    profile = visit()
    page = profile.open("das-schild/")
    page.locator("#rechner-m").fill("2.500")
    expect(page.locator("[data-tool=kundenwert-rechner] .output")).to_contain_text("Kundenwert: ")
    wait_for_typed(page, "2.500")
    said = page.locator("[data-tool=kundenwert-rechner] .output").inner_text()
    page.reload()
    expect(page.locator("[data-tool=kundenwert-rechner] .output")).to_have_text(said)
    page = profile.open("selbstbild/")
    page.locator("#schaetzen-teams").fill("61")
    page.get_by_role("button", name="Vergleichen").click()
    wait_for_typed(page, '"done":true')
    page.reload()
    expect(page.locator("[data-comparison]")).to_contain_text("Sie sagten 61")


def test_two_tabs_with_one_plan_show_the_same_and_never_overwrite_the_busy_one(visit: Any) -> None:
    profile = visit()
    one, two = profile.open("dreissig-tage/"), profile.open("dreissig-tage/")
    one.locator("#plan-vorhaben").fill("von eins")
    expect(two.locator("#plan-vorhaben")).to_have_value("")  # nothing was typed there: its script is not loaded
    wait_for_typed(one, "von eins")
    two.reload()
    expect(two.locator("#plan-vorhaben")).to_have_value("von eins")
    two.locator("#plan-woche1").fill("von zwei")
    wait_for_typed(two, "von zwei")
    expect(one.locator("#plan-woche1")).to_have_value("")
    one.evaluate("() => document.activeElement.blur()")
    expect(one.locator("#plan-woche1")).to_have_value("von zwei")


def two_listening_tabs(visit: Any, path: str, other: str = "") -> tuple[Page, Page]:
    """Two tabs with one page, at two places of it; both listen to what is kept, because something is."""
    profile = visit()
    entries = {"treppenbild": {"value": {"values": {"x": True}}, "changed": 1}}
    plant(profile, {"format": "kurs-getippt", "version": 1, "course": COURSE, "entries": entries}, TYPED)
    one, two = profile.open(path), profile.open(other or path)
    for page in (one, two):
        page.wait_for_load_state("networkidle")
    return one, two


def both_typing(visit: Any) -> tuple[Page, Page]:
    """Two tabs with one plan, each with something typed in it that is kept."""
    one, two = two_listening_tabs(visit, "dreissig-tage/")
    for page, field, text in ((one, "vorhaben", "von eins"), (two, "woche1", "von zwei")):
        page.locator(f"#plan-{field}").press_sequentially(text)
        wait_for_typed(page, text)
    return one, two


def test_what_two_tabs_type_into_one_plan_in_turns_is_all_kept(visit: Any) -> None:
    one, two = both_typing(visit)
    one.locator("#plan-vorhaben").press_sequentially(" mehr")
    wait_for_typed(one, "von eins mehr")
    two.locator("#plan-woche1").press_sequentially(" auch")
    wait_for_typed(two, "von zwei auch")
    for page in (one, two):
        page.reload()
        expect(page.locator("#plan-vorhaben")).to_have_value("von eins mehr")
        expect(page.locator("#plan-woche1")).to_have_value("von zwei auch")


def test_what_one_tab_takes_back_stays_away_though_another_types_on(visit: Any) -> None:
    one, two = two_listening_tabs(visit, "dreissig-tage/")
    one.locator("#plan-vorhaben").press_sequentially(MARK)
    one.locator("#plan-woche2").press_sequentially("bleibt")
    wait_for_typed(one, "bleibt")
    expect(two.locator("#plan-vorhaben")).to_have_value(MARK)
    two.locator("#plan-woche1").press_sequentially("von zwei")
    wait_for_typed(two, "von zwei")
    one.locator("#plan-vorhaben").fill("")
    wait_for_typed(one, MARK, gone=True)
    two.locator("#plan-woche1").press_sequentially(" mehr")
    wait_for_typed(two, "von zwei mehr")
    two.reload()
    expect(two.locator("#plan-woche1")).to_have_value("von zwei mehr")
    expect(two.locator("#plan-woche2")).to_have_value("bleibt")
    expect(two.locator("#plan-vorhaben")).to_have_value("")


def test_two_tabs_that_know_the_same_do_not_write_without_end(visit: Any) -> None:
    one, two = both_typing(visit)
    for page in (one, two):
        page.evaluate("() => document.activeElement.blur()")
        expect(page.locator("#plan-woche1")).to_have_value("von zwei")
    one.wait_for_timeout(1000)
    before = one.evaluate(f"localStorage.getItem('{TYPED}')")
    one.wait_for_timeout(2000)
    assert one.evaluate(f"localStorage.getItem('{TYPED}')") == before


def test_half_answers_to_two_questions_in_two_tabs_are_both_kept(course: Course, visit: Any) -> None:
    choices = [one.item for one in course.bank.active(use="practice") if isinstance(one.item, SingleChoice)]
    first, second = next(pair for pair in itertools.pairwise(choices) if pair[0].lesson == pair[1].lesson)
    one, two = two_listening_tabs(visit, *(f"{choice.lesson}/#frage-{choice.id}" for choice in (first, second)))
    for page, choice, place in ((one, first, 0), (two, second, 1), (one, first, 1)):
        option = page.locator(f"#frage-{choice.id} input").nth(place)
        option.check()
        wait_for_typed(page, option.input_value())
    two.reload()
    for choice in (first, second):
        expect(two.locator(f"#frage-{choice.id} input").nth(1)).to_be_checked()


def test_an_older_half_answer_does_not_replace_the_newer_one_of_another_tab(course: Course, visit: Any) -> None:
    choice = next(one.item for one in course.bank.active(use="practice") if isinstance(one.item, SingleChoice))
    one, two = two_listening_tabs(visit, f"{choice.lesson}/#frage-{choice.id}")
    for page, place in ((one, 0), (two, 1)):
        option = page.locator(f"#frage-{choice.id} input").nth(place)
        option.check()
        wait_for_typed(page, option.input_value())
    one.locator("h1").click()
    one.wait_for_timeout(1000)  # a click is looked at a moment later
    two.reload()
    expect(two.locator(f"#frage-{choice.id} input").nth(1)).to_be_checked()


def test_a_refusal_is_told_and_nothing_typed_is_kept(visit: Any) -> None:
    profile = visit()
    plant(profile, "ja", f"kurs:{COURSE}:nicht-merken")
    page = profile.open("dreissig-tage/")
    page.locator("#plan-vorhaben").fill(MARK)
    expect(page.locator("[data-messages]")).to_contain_text("haben Sie das Speichern auf diesem Gerät abgestellt")
    assert page.evaluate(f"localStorage.getItem('{TYPED}')") is None


HOSTILE = '<img src=x onerror="window.boese=1">'


@pytest.mark.parametrize("value", [5, [], "x", {"values": 3}, {"values": {"vorhaben": 7, "start": "nie", "id": HOSTILE}, "rows": 1e9, "done": True}, {"rows": {"valueOf": 1, "toString": 1}, "values": {"vorhaben": {"toString": 1}}}, {"rows": -3}, {"rows": "x", "values": {"punkt 0": [1], "asked 0": "ja"}}, {"values": {"vorhaben": HOSTILE, "anliegen": HOSTILE, "punkt 0": HOSTILE}, "rows": 50}])  # fmt: skip
def test_whatever_is_stored_breaks_no_tool(course: Course, visit: Any, value: Any) -> None:
    names = ("plan", "touchpoint-karte", "vergraulungs-check", "kundenwert-rechner", "quiz:dreissig-tage")
    entries = {name: {"value": value, "changed": 1} for name in names}
    odd = {
        question.item.id: {"r": 1, "given": [{"toString": 1}, value]} for question in course.bank.active("vergraulung")
    }
    entries["quiz:vergraulung"] = {"value": odd, "changed": 1}
    profile = visit()
    plant(profile, {"format": "kurs-getippt", "version": 1, "course": COURSE, "entries": entries}, TYPED)
    page = profile.open("dreissig-tage/")
    page.locator("#plan-person").fill(MARK)
    wait_for_typed(page, MARK)
    page = profile.open("von-aussen-nach-innen/")
    expect(page.locator("[data-tool=touchpoint-karte] .cards > li").first).to_be_visible()
    page.get_by_label("Um welches Anliegen geht es?").fill(MARK + "2")
    wait_for_typed(page, MARK + "2")
    profile.open("vergraulung/").locator("[data-tool=vergraulungs-check] input").first.check()
    assert page.evaluate("window.boese") is None


def with_plan(visit: Any) -> tuple[Any, Page]:
    """A profile with a plan and a half-answered question, and its „Mein Lernstand“."""
    entries = {
        "plan": {"value": {"values": {"vorhaben": MARK}}, "changed": 1_800_000_000_000},
        "quiz:das-schild": {"value": {"x": {"r": 1, "given": ["y"]}}, "changed": 1_800_000_000_001},
    }
    profile = visit()
    plant(profile, {"format": "kurs-getippt", "version": 1, "course": COURSE, "entries": entries}, TYPED)
    return profile, profile.open("lernstand/")


def test_what_is_kept_is_said_in_words_and_deleted_singly(course: Course, visit: Any) -> None:
    _, page = with_plan(visit)
    list_ = page.locator("[data-saved]")
    expect(list_).to_contain_text("Ihr 30-Tage-Plan")
    expect(list_).to_contain_text(f"in der Lektion „{course.lessons['das-schild'].title}“")
    page.get_by_role("button", name="Löschen: Ihr 30-Tage-Plan").click()
    expect(list_).not_to_contain_text("30-Tage-Plan")
    expect(list_).to_be_focused()
    expect(message(page, "gespeichert")).to_have_text("Gelöscht: Ihr 30-Tage-Plan.")
    assert MARK not in page.evaluate(f"localStorage.getItem('{TYPED}')")


def test_single_things_are_deleted_also_where_nothing_more_is_kept(visit: Any) -> None:
    profile, page = with_plan(visit)
    plant(profile, "ja", f"kurs:{COURSE}:nicht-merken")
    page.reload()
    page.get_by_role("button", name="Löschen: Ihr 30-Tage-Plan").click()
    expect(message(page, "gespeichert")).to_have_text("Gelöscht: Ihr 30-Tage-Plan.")
    assert MARK not in page.evaluate(f"localStorage.getItem('{TYPED}')")


def test_deleting_everything_deletes_what_was_typed_too(visit: Any) -> None:
    _, page = with_plan(visit)
    page.get_by_role("button", name="Alles auf diesem Gerät löschen").click()
    page.get_by_role("button", name="Ja, alles löschen").click()
    expect(page.locator("[data-saved]")).to_have_text("Noch nichts.")
    assert page.evaluate("localStorage.length") == 0


def saved_file(page: Page) -> str:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Als Datei sichern").click()
    return Path(waiting.value.path()).read_text("utf-8")


def test_it_goes_to_another_device_only_if_the_learner_ticks_it(visit: Any) -> None:
    profile, page = with_plan(visit)
    plant(profile, progress({"x": {"r": 1, "n": 1, "t": 1, "ok": True, "given": ["z"]}}))
    page.reload()
    plain = saved_file(page)
    assert MARK not in plain
    assert "typed" not in json.loads(plain)
    page.get_by_label("Auch mitnehmen").check()
    whole = saved_file(page)
    assert json.loads(whole)["version"] == 2, "ältere Fassungen würden es mit dem Lernstand weitergeben"
    page.get_by_role("button", name="Als Code zeigen").click()
    expect(page.locator("#code-aus")).not_to_be_empty()
    code = page.locator("#code-aus").input_value()

    for text in (whole, code):
        other = visit().open("lernstand/")
        other.locator("#code-ein").fill(text)
        other.get_by_role("button", name="Prüfen, was dazukommt").click()
        expect(message(other, "einlesen")).to_contain_text("1 Antwort")
        expect(message(other, "einlesen")).to_contain_text("Ihr 30-Tage-Plan")
        other.get_by_role("button", name="Zusammenführen").click()
        expect(message(other, "einlesen")).to_contain_text("Zusammengeführt.")
        assert MARK in other.evaluate(f"localStorage.getItem('{TYPED}')")
        assert MARK not in other.evaluate(f"localStorage.getItem('kurs:{COURSE}:lernstand')")
        other.goto(other.url.replace("lernstand/", "dreissig-tage/"))
        expect(other.locator("#plan-vorhaben")).to_have_value(MARK)


def test_a_plan_alone_can_be_taken_along(visit: Any) -> None:
    _, page = with_plan(visit)
    page.get_by_role("button", name="Als Datei sichern").click()
    expect(message(page, "sichern")).to_contain_text("noch nichts zu sichern")
    page.get_by_label("Auch mitnehmen").check()
    text = saved_file(page)
    other = visit().open("lernstand/")
    other.locator("#code-ein").fill(text)
    other.get_by_role("button", name="Prüfen, was dazukommt").click()
    other.get_by_role("button", name="Zusammenführen").click()
    expect(other.locator("[data-saved]")).to_contain_text("Ihr 30-Tage-Plan")


def test_receipts_statements_and_packages_do_not_even_know_where_it_is(
    packages: dict[str, Product], site: Path
) -> None:
    assets = build_assets(ROOT / "overrides", "#123456")
    know = {name for name, asset in assets.items() if b"getippt" in asset.content}
    assert {"typed.js", "progress.js"} <= know
    told = {"nachweis.js", "xapi.js", "package.js", "scorm12.js", "scorm2004.js", "cmi5.js", "nachweise-pruefen.js"}
    assert told <= set(assets)
    assert know.isdisjoint(told), "was hier hinausgeht, liest nichts Eingetragenes"
    assert 'data-typed="' in (site / "dreissig-tage" / "index.html").read_text("utf-8")
    for product in packages.values():
        with zipfile.ZipFile(io.BytesIO(product.content)) as archive:
            for name in archive.namelist():
                assert "assets/typed." not in name
                assert not name.endswith(".html") or b" data-typed" not in archive.read(name), name

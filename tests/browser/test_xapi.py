"""A site that is configured to tell a record store: it asks first, tells once, and never stands in a lesson's way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from test_pages import violations

from conftest import ROOT, VIOLATIONS, build, javascript, serve
from kurs.content.settings import RecordStore as RecordStoreSettings
from kurs.templates import Templates
from lrs import ALLOW, RecordStore, answer, expect_delivered, expect_waiting, record_store, site
from projekt import make_project, replace


@dataclass
class Place:
    """A built site that tells `store`, and a browser profile that visits it."""

    address: str
    store: RecordStore
    context: BrowserContext

    def open(self, path: str = "aushang/") -> Page:
        page = self.context.new_page()
        page.set_default_timeout(10000)
        page.goto(self.address + path)
        return page


@pytest.fixture(scope="module")
def store() -> Iterator[RecordStore]:
    with record_store() as store:
        yield store


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, store: RecordStore) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("xapi")
    with serve(folder) as root:
        settings = (
            f'    endpoint: {store.address}xAPI\n    zugang: "kurs:geheim"\n    verben: [passed, failed, answered]\n'
        )
        site(folder, f"{root}kurs/", settings)
        yield f"{root}kurs/"


@pytest.fixture
def place(browser: Browser, address: str, store: RecordStore) -> Iterator[Place]:
    store.received.clear()
    store.heads.clear()
    store.refuses.clear()
    store.status = 204
    store.gate.set()
    context = browser.new_context(locale="de-DE")
    context.add_init_script(VIOLATIONS)
    problems: list[str] = []
    context.on("console", lambda message: problems.append(message.text) if message.text.startswith("CSP") else None)
    yield Place(address, store, context)
    context.close()
    assert problems == []


def ids(statements: list[dict[str, Any]]) -> list[str]:
    return [statement["id"] for statement in statements]


def test_nothing_is_told_or_kept_before_the_learner_says_yes(place: Place) -> None:
    page = place.open()
    expect(page.get_by_role("button", name=ALLOW)).to_have_count(0)
    answer(page, "eins")
    expect(page.get_by_role("button", name=ALLOW)).to_be_visible()
    expect(page.locator(".xapi-question")).to_contain_text("ohne Ihren Namen")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.includes('xapi'))") == []
    assert place.store.received == []


def test_what_was_reached_is_told_once_with_its_time_and_without_texts(place: Place) -> None:
    page = place.open()
    answer(page, "eins")
    page.get_by_role("button", name=ALLOW).click()
    (first,) = place.store.wait_for(1)
    assert first["verb"]["id"].endswith("/answered")
    assert first["object"]["id"] == f"{place.address}frage/eins"
    assert first["result"] == {"success": True}
    for name in ("zwei", "drei", "vier", "fuenf", "sechs"):
        answer(page, name)
    expect_delivered(page, 7)
    statements = place.store.wait_for(7)
    (passed,) = (one for one in statements if one["verb"]["id"].endswith("/passed"))
    assert passed["object"]["id"] == f"{place.address}aushang/"
    assert passed["result"] == {"success": True, "completion": True}
    assert {one["actor"]["account"]["homePage"] for one in statements} == {place.address}
    assert len({one["actor"]["account"]["name"] for one in statements}) == 1
    assert len(set(ids(statements))) == 7
    assert "Etwas" not in json.dumps(statements)
    page.reload()
    place.open()
    assert len(place.store.received) == 7
    assert place.store.heads[0]["Authorization"] == "Basic a3VyczpnZWhlaW0="
    assert place.store.heads[0]["X-Experience-API-Version"] == "1.0.3"


def test_axe_finds_nothing_in_the_question_and_in_the_decision(place: Place) -> None:
    page = place.open()
    answer(page, "eins")
    expect(page.get_by_role("button", name=ALLOW)).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name=ALLOW).press("Enter")
    expect(page.get_by_role("button", name="Nicht mehr melden")).to_be_visible()
    assert violations(page) == []


def test_somebody_else_at_the_device_is_asked_anew_and_has_another_name(place: Place) -> None:
    page = place.open()
    answer(page, "eins")
    page.get_by_role("button", name=ALLOW).click()
    place.store.wait_for(1)
    page.evaluate("sessionStorage.setItem(`kurs:${document.documentElement.dataset.course}:person`, 'bo1')")
    page.reload()
    answer(page, "eins")
    expect(page.get_by_role("button", name=ALLOW)).to_be_visible()
    assert len(place.store.received) == 1
    page.get_by_role("button", name=ALLOW).click()
    both = place.store.wait_for(2)
    assert len({one["actor"]["account"]["name"] for one in both}) == 2


def test_no_is_kept_and_can_be_changed(place: Place) -> None:
    page = place.open()
    answer(page, "eins")
    page.get_by_role("button", name="Nein", exact=True).click()
    page.reload()
    expect(page.get_by_text("wird nicht gemeldet")).to_be_visible()
    expect(page.get_by_role("button", name=ALLOW)).to_have_count(0)
    assert place.store.received == []
    page.get_by_role("button", name="Doch melden").click()
    place.store.wait_for(1)
    page.get_by_role("button", name="Nicht mehr melden").click()
    answer(page, "zwei")
    expect(page.get_by_text("wird nicht gemeldet")).to_be_visible()
    assert len(place.store.received) == 1


def test_while_there_is_no_network_statements_wait_and_then_go_out_once_each(place: Place) -> None:
    page = place.open()
    answer(page, "eins")
    page.get_by_role("button", name=ALLOW).click()
    place.store.wait_for(1)
    expect_delivered(page, 1)
    place.context.set_offline(True)
    answer(page, "zwei")
    answer(page, "drei", right=False)
    expect_waiting(page, 2)
    place.context.set_offline(False)
    statements = place.store.wait_for(3)
    expect_delivered(page, 3)
    assert sorted(one["result"]["success"] for one in statements) == [False, True, True]
    assert len(set(ids(statements))) == len(place.store.received) == 3


def test_a_store_that_is_silent_or_fails_never_stands_in_the_way(place: Place) -> None:
    place.store.gate.clear()
    page = place.open()
    answer(page, "eins")
    page.get_by_role("button", name=ALLOW).click()
    for name in ("zwei", "drei"):
        answer(page, name)  # the store holds the first request all the while
    place.store.status = 503
    place.store.gate.set()
    place.store.wait_for(1)
    expect_delivered(page, 0)
    place.store.status = 204
    page.reload()
    expect_delivered(page, 3)
    arrived = {statement["id"]: statement for _, statement in place.store.received}
    assert len(arrived) == 3
    assert all(statement == arrived[name] for name, statement in place.store.received)  # tried again unchanged


def test_a_statement_that_the_store_refuses_does_not_hold_up_the_others(place: Place) -> None:
    place.store.refuses.add(f"{place.address}frage/eins")
    page = place.open()
    answer(page, "eins")
    page.get_by_role("button", name=ALLOW).click()
    place.store.wait_for(1)
    for name in ("zwei", "drei", "vier", "fuenf", "sechs"):
        answer(page, name)
    expect_delivered(page, 6)
    kept = page.evaluate("Object.values(localStorage).filter((text) => text.includes('frage/eins')).length")
    assert kept == 1  # not dropped either


def test_what_waits_leaves_room_for_progress(place: Place) -> None:
    answers = {f"frage-{i}": {"r": 1, "n": i + 1, "t": i, "ok": True, "given": []} for i in range(2000)}
    progress = {"format": "kurs-lernstand", "version": 1, "course": "probe-kurs", "clock": 2000, "answers": answers, "lessons": {}}  # fmt: skip
    place.store.status = 503
    page = place.open()
    name = page.evaluate("`kurs:${document.documentElement.dataset.course}:lernstand`")
    progress["course"] = name.split(":")[1]
    page.evaluate("([name, text]) => localStorage.setItem(name, text)", [name, json.dumps(progress)])
    page.reload()
    page.get_by_role("button", name=ALLOW).click()
    place.store.wait_for(1)
    expect_waiting(page, 500)


def test_deleting_everything_deletes_number_and_queue(place: Place) -> None:
    page = place.open()
    answer(page, "eins")
    page.get_by_role("button", name=ALLOW).click()
    expect_delivered(page, 1)
    page.evaluate(
        "Object.keys(localStorage).filter((key) => key.startsWith('kurs:')).forEach((key) => localStorage.removeItem(key))"
    )
    page.reload()
    answer(page, "eins")
    expect(page.get_by_role("button", name=ALLOW)).to_be_visible()
    assert len(place.store.received) == 1


def test_only_the_configured_address_may_be_connected_to(address: str, browser: Browser, store: RecordStore) -> None:
    page = browser.new_page()
    page.goto(address + "aushang/")
    policy = page.get_attribute("meta[http-equiv=Content-Security-Policy]", "content")
    assert f"connect-src 'self' {store.address.rstrip('/')}; " in str(policy)
    page.close()


def test_credentials_can_be_handed_out_by_an_address(browser: Browser, store: RecordStore, tmp_path: Path) -> None:
    store.received.clear()
    store.heads.clear()
    with serve(tmp_path) as root:
        settings = f"    endpoint: {store.address}xAPI\n    zugang: {store.address}zugang\n    verben: [answered]\n"
        site(tmp_path, f"{root}kurs/", settings)
        page = browser.new_page()
        page.goto(f"{root}kurs/aushang/")
        answer(page, "eins")
        page.get_by_role("button", name=ALLOW).click()
        store.wait_for(1)
        assert store.heads[0]["Authorization"] == "Bearer ausgegeben"
        page.close()


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("    zugang: kurs:geheim\n", "extra.xapi.endpoint: Diese Einstellung fehlt. Schreiben Sie die Adresse"),
        ("    endpoint: https://lrs.example.org/xAPI\n", "extra.xapi.zugang: Diese Einstellung fehlt. Schreiben Sie name:passwort"),
        ("    endpoint: http://lrs.example.org/xAPI\n    zugang: a:b\n", "extra.xapi.endpoint: „http://lrs.example.org/xAPI“ passt hier nicht."),
        ("    endpoint: https://lrs.example.org/xAPI\n    zugang: a:b\n    verben: [passed, read]\n", "Schreiben Sie eine Liste aus passed, failed und answered."),
        ("    endpoint: https://lrs.example.org/xAPI\n    zugang: a:b\n", "extra.xapi braucht site_url"),
    ],
)  # fmt: skip
def test_a_wrong_configuration_ends_the_build_with_one_clear_line(tmp_path: Path, lines: str, said: str) -> None:
    make_project(tmp_path)
    replace(tmp_path, "mkdocs.yml", "extra:\n", f"extra:\n  xapi:\n{lines}")
    done = build(tmp_path, tmp_path / "site")
    assert done.returncode != 0
    told = done.stdout + done.stderr
    (line,) = (line for line in told.splitlines() if "xapi" in line)
    assert said in line
    assert "Traceback" not in told


def test_the_page_on_data_protection_says_what_is_told_and_to_whom() -> None:
    def said(part: str, store: RecordStoreSettings | None) -> str:
        return Templates(ROOT / "overrides").render("parts/record_store.html", part=part, store=store).strip()

    store = RecordStoreSettings(endpoint="https://lrs.example.org/xAPI", zugang="a:b", verben=("passed", "answered"))
    assert said("was", None) == ""
    assert said("arbeitgeber", None) == "Der Kurs meldet niemandem, wer ihn bearbeitet."
    assert "niemandem, wer ihn" not in said("arbeitgeber", store).replace("ohne Zustimmung niemandem", "")
    told = said("was", store)
    for text in ("`https://lrs.example.org`", "bestanden haben", "Antwort auf eine Frage richtig", "Einwilligung"):
        assert text in told
    assert "nicht bestanden" not in told
    assert "Die Nummer geht mit an den Server" in told


@pytest.fixture(scope="module")
def tell(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """tell(progress, name): what statementsOf makes of it."""
    source = 'import { statementsOf } from "./xapi/statements.js";\nwindow.statementsOf = statementsOf;\n'
    page = javascript(browser, tmp_path_factory.mktemp("js"), source)
    config = {"site": "https://k.example/", "verbs": ["passed", "failed", "answered"], "exam": "test"}
    yield lambda progress, name="n": page.evaluate("(a) => statementsOf(...a)", [progress, config, name])
    page.close()


def document(**fields: Any) -> dict[str, Any]:
    return {"answers": {}, "lessons": {}, **fields}


def test_the_exam_is_told_with_its_score_as_passed_or_failed(tell: Any) -> None:
    end = {"n": 3, "t": 1000, "right": 19, "total": 20}
    won = document(
        exam={"passed": {"1-9": {**end, "v": "1.0.0", "modules": []}}}, lessons={"test": {"passed": {"n": 1, "t": 1}}}
    )
    (passed,) = tell(won)
    assert passed["verb"]["id"].endswith("/passed")
    assert passed["result"] == {
        "success": True,
        "completion": True,
        "score": {"scaled": 0.95, "raw": 95, "min": 0, "max": 100},
    }
    assert passed["context"]["revision"] == "1.0.0"
    assert passed["timestamp"] == "1970-01-01T00:16:40.000Z"
    (failed,) = tell(
        document(exam={"attempt": {"n": 1, "t": 9, "questions": [], "answers": {}, "end": {**end, "right": 15}}})
    )
    assert failed["verb"]["id"].endswith("/failed")
    assert failed["result"]["score"]["raw"] == 75
    assert tell(document(exam={"attempt": {"n": 1, "t": 9, "questions": [], "answers": {}}})) == []


def test_a_time_or_an_edition_that_is_none_is_told_to_nobody(tell: Any) -> None:
    strange = {"toString": 1}
    lessons = {"a": {"passed": {"n": 1, "t": strange, "v": "1.0.0"}}, "b": {"passed": {"n": 1, "t": 1, "v": strange}}}
    (statement,) = tell(document(lessons=lessons))
    assert statement["object"]["id"].endswith("/b/")
    assert "revision" not in statement["context"]


def test_ids_are_the_same_for_the_same_event_and_no_others(tell: Any) -> None:
    answers = {f"frage-{i}": {"r": 1, "n": i + 1, "t": i, "ok": True, "given": ["x"]} for i in range(2000)}
    first, second = (ids(tell(document(answers=answers), name)) for name in ("eine", "andere"))
    assert first == ids(tell(document(answers=answers), "eine"))
    assert len({*first, *second}) == 4000
    again = {"frage-0": {**answers["frage-0"], "n": 9000}}  # answered once more
    assert set(ids(tell(document(answers=again), "eine"))).isdisjoint(first)


def test_what_was_planted_in_the_document_is_not_told(tell: Any) -> None:
    lessons = {
        'a"b': {"passed": {"n": 1, "t": 1}},
        "../x": {"passed": {"n": 1, "t": 1}},
        "gut": {"passed": {"n": 1, "t": 1e300}},
    }
    answers = {"<b>": {"r": 1, "n": 1, "t": 1, "ok": True, "given": []}, "alt": {"r": 1, "n": 2, "reset": True}}
    assert tell(document(lessons=lessons, answers=answers)) == []

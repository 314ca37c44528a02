"""What somebody types is kept: two tabs, a full or forbidden storage, broken texts and a refusal cost no word."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page
from test_storage import FORBID, FULL

from conftest import ROOT, javascript, serve
from kurs.site.bundles import bundle

KEY = "kurs:probe:getippt"
SOURCE = """import { keyOf } from "./progress/person.js";
import { openTyped } from "./progress/typed.js";
window.keyOf = keyOf;
window.told = [];
window.typed = openTyped((text) => window.told.push(text));
"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an empty page of a course on which `typed` is what typed.js offers, and `told` what it said."""
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(ROOT / "overrides" / "js", folder / "js")
    (folder / "js" / "probe.js").write_text(SOURCE, "utf-8")
    (folder / "kurs").mkdir()
    (folder / "kurs" / "probe.js").write_text(bundle(folder / "js" / "probe.js"), "utf-8")
    for name, more in (("index", ""), ("anna", ' data-person="anna"'), ("package", ' data-frame data-person="anna"')):
        page = f'<!doctype html><html data-course="probe"{more}><link rel="icon" href="data:,"><script src="probe.js"></script>'
        (folder / "kurs" / f"{name}.html").write_text(page, "utf-8")
    with serve(folder) as address:
        yield f"{address}kurs/"


def put(page: Page, name: str, value: Any) -> bool:
    return bool(page.evaluate("([name, value]) => typed.set(name, value)", [name, value]))


def held(page: Page, name: str) -> Any:
    return page.evaluate("(name) => typed.get(name)", name)


def told(page: Page) -> list[str]:
    return list(page.evaluate("told"))


def wait_for(page: Page, name: str, value: Any) -> None:
    for _ in range(600):
        if held(page, name) == value:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{name}: {held(page, name)!r}")


def wait_for_typed(page: Page, text: str, *, gone: bool = False) -> None:
    """Until `text` is in what a page keeps, or is `gone` from it."""
    kept = "() => Object.keys(localStorage).filter((key) => key.endsWith(':getippt')).map((key) => localStorage[key]).join()"
    for _ in range(600):
        if (text in page.evaluate(kept)) is not gone:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{text!r} {'ist noch' if gone else 'wurde nicht'} gespeichert")


def test_what_is_typed_is_there_again_and_what_is_removed_is_not(visit: Any, desk: str) -> None:
    page = visit(desk).open()
    assert put(page, "plan", {"vorhaben": "Zeit", "__proto__": 1})
    assert put(page, "klima", [True, False])
    page.reload()
    assert held(page, "plan")["vorhaben"] == "Zeit"
    assert page.evaluate("typed.names()") == ["klima", "plan"]
    assert put(page, "plan", None)
    assert page.evaluate("typed.names()") == ["klima"]
    assert "Zeit" not in page.evaluate(f"localStorage.getItem('{KEY}')")
    assert told(page) == []


def test_two_tabs_lose_nothing_and_the_later_word_counts(visit: Any, desk: str) -> None:
    profile = visit(desk)
    one, two = profile.open(), profile.open()
    put(one, "plan", "von eins")
    put(two, "karte", "von zwei")
    wait_for(two, "plan", "von eins")
    put(two, "plan", "später")
    wait_for(one, "plan", "später")
    assert held(one, "karte") == "von zwei"


def test_a_word_that_another_tab_overwrote_comes_back(visit: Any, desk: str) -> None:
    profile = visit(desk)
    one, two = profile.open(), profile.open()
    put(one, "plan", "meins")
    empty = json.dumps({"format": "kurs-getippt", "version": 1, "course": "probe", "entries": {}})
    two.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, empty])
    wait_for(two, "plan", "meins")


def test_what_another_tab_deleted_stays_deleted(visit: Any, desk: str) -> None:
    profile = visit(desk)
    one, two = profile.open(), profile.open()
    put(one, "plan", "meins")
    wait_for(two, "plan", "meins")
    two.evaluate("typed.forget()")
    wait_for(one, "plan", None)
    put(one, "karte", "neu")
    assert one.evaluate("typed.names()") == ["karte"]


@pytest.mark.parametrize(("fault", "message"), [(FORBID, "erlaubt das Speichern nicht"), (FULL, "ist voll")])
def test_where_nothing_can_be_kept_the_page_still_has_it_and_says_so_once(
    visit: Any, desk: str, fault: str, message: str
) -> None:
    profile = visit(desk)
    profile.context.add_init_script(fault)
    page = profile.open()
    assert held(page, "plan") is None
    assert not put(page, "plan", "a")
    assert not put(page, "plan", "ab")
    assert held(page, "plan") == "ab"
    assert len(told(page)) == 1
    assert message in told(page)[0]


def test_what_did_not_fit_is_written_as_soon_as_there_is_room(visit: Any, desk: str) -> None:
    page = visit(desk).open()
    page.evaluate("localStorage.setItem('fremd', 'x'.repeat(5_242_000))")
    assert not put(page, "plan", "y" * 5000)
    page.evaluate("localStorage.removeItem('fremd')")
    assert put(page, "karte", "z")
    page.reload()
    assert held(page, "plan") == "y" * 5000


def test_nothing_more_is_kept_after_a_refusal_and_what_is_there_stays(visit: Any, desk: str) -> None:
    page = visit(desk).open()
    put(page, "plan", "früher")
    page.evaluate("localStorage.setItem('kurs:probe:nicht-merken', 'ja')")
    assert not put(page, "plan", "jetzt")
    assert not put(page, "karte", "jetzt")
    assert ["abgestellt" in text for text in told(page)] == [True]
    page.reload()
    assert held(page, "plan") == "früher"


def test_what_is_there_can_be_deleted_after_a_refusal_and_nothing_else_is_written(visit: Any, desk: str) -> None:
    page = visit(desk).open()
    put(page, "plan", "früher")
    put(page, "karte", "bleibt")
    page.evaluate("localStorage.setItem('kurs:probe:nicht-merken', 'ja')")
    assert not put(page, "karte", "jetzt")
    assert page.evaluate("typed.remove('plan')")
    assert page.evaluate("typed.remove('gibt-es-nicht')")
    page.reload()
    assert [held(page, name) for name in ("plan", "karte")] == [None, "bleibt"]
    assert "früher" not in page.evaluate(f"localStorage.getItem('{KEY}')")


BROKEN = ["{", "null", "[]", '{"format":"kurs-getippt","version":1,"course":"anderer","entries":{}}',
          '{"format":"kurs-getippt","version":1,"course":"probe","entries":{"plan":{"value":1,"changed":-1}}}',
          '{"format":"kurs-getippt","version":1,"course":"probe","entries":{"plan":' + "[" * 5000 + "]" * 5000 + "}}"]  # fmt: skip


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_what_cannot_be_read_is_put_aside_and_never_deleted(visit: Any, desk: str, text: str) -> None:
    profile = visit(desk)
    profile.open().evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    page = profile.open()
    assert held(page, "plan") is None
    assert put(page, "plan", "neu")
    assert page.evaluate("typed.asides()") == [text]
    assert ["beiseite" in said for said in told(page)] == [True]


HALF = """() => {
const whole = Storage.prototype.setItem;
Storage.prototype.setItem = function (name, text) {
  Storage.prototype.setItem = whole;
  whole.call(this, name, text.slice(0, text.length / 2));
  throw new DOMException("interrupted", "UnknownError");
}; }"""


def test_a_write_that_broke_off_halfway_costs_no_word(visit: Any, desk: str) -> None:
    page = visit(desk).open()
    put(page, "plan", "von gestern")
    page.evaluate(HALF)
    assert not put(page, "karte", "von heute")
    assert put(page, "klima", "danach")
    page.reload()
    assert [held(page, name) for name in ("plan", "karte", "klima")] == ["von gestern", "von heute", "danach"]


def test_a_later_version_is_left_alone(visit: Any, desk: str) -> None:
    later = json.dumps({"format": "kurs-getippt", "version": 2, "course": "probe", "neu": 1})
    profile = visit(desk)
    profile.open().evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, later])
    page = profile.open()
    assert not put(page, "plan", "x")
    assert page.evaluate(f"localStorage.getItem('{KEY}')") == later
    assert ["neueren Fassung" in text for text in told(page)] == [True]


def test_too_much_is_refused_and_costs_nothing_that_is_there(visit: Any, desk: str) -> None:
    page = visit(desk).open()
    page.evaluate("for (let i = 0; i < 300; i++) typed.set(`schreiben:${i}`, i)")
    assert not put(page, "einer-zuviel", 1)
    assert not put(page, "schreiben:0", "x" * 20_001)
    assert put(page, "schreiben:1", None), "wer etwas entfernt, hat wieder Platz"
    assert put(page, "einer-zuviel", 1)
    assert len(page.evaluate("typed.names()")) == 300
    assert held(page, "schreiben:0") == 0


def test_people_at_one_device_and_packages_keep_theirs_apart(visit: Any, desk: str) -> None:
    profile = visit(desk)
    first, anna = profile.open(), profile.open("anna.html")
    put(first, "plan", "meiner")
    put(anna, "plan", "Annas")
    assert (held(first, "plan"), held(anna, "plan")) == ("meiner", "Annas")
    assert first.evaluate("Object.keys(localStorage).sort()") == [KEY, "kurs:probe:person:anna:getippt"]
    package = profile.open("package.html")
    assert not put(package, "plan", "vom Paket")
    assert held(package, "plan") is None
    assert package.evaluate("keyOf('lernstand')") == "kurs:probe:lernstand", "im Paket gibt es keinen Wechsel"
    assert held(first, "plan") == "meiner"


def test_what_is_read_in_never_outranks_what_is_still_to_come(visit: Any, desk: str) -> None:
    page = visit(desk).open()
    put(page, "plan", "hier")
    future = {"plan": {"value": "aus der Zukunft", "changed": 253_402_300_799_999}, "karte": {"value": 1, "changed": 1}}
    assert page.evaluate("(entries) => typed.add(entries)", future)
    assert held(page, "plan") == "aus der Zukunft"
    assert put(page, "plan", "danach")
    assert page.evaluate("typed.all().plan.changed") < 253_402_300_799_999
    for foreign in (
        None,
        [],
        "x",
        {"plan": 1},
        {"plan": {"value": "x" * 20_001, "changed": 1}},
        {"": {"value": 1, "changed": 1}},
    ):
        assert not page.evaluate("(entries) => typed.add(entries)", foreign)
    assert held(page, "plan") == "danach"


@pytest.fixture(scope="module")
def functions(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    page = javascript(
        browser,
        tmp_path_factory.mktemp("js"),
        'import { canonical } from "./progress/document.js";\n'
        'import { mergeEntries } from "./progress/typed-entries.js";\nwindow.f = { canonical, mergeEntries };\n',
    )
    yield page
    page.close()


entries = st.dictionaries(
    st.sampled_from(["plan", "karte", "__proto__", "constructor"]),
    st.fixed_dictionaries({"value": st.sampled_from([None, "a", ["b"]]), "changed": st.integers(0, 2)}),
    max_size=3,
)


@settings(max_examples=60)
@given(a=entries, b=entries, c=entries)
def test_merging_does_not_depend_on_order_or_repetition(functions: Page, a: dict, b: dict, c: dict) -> None:
    same = functions.evaluate(
        """(texts) => {
          const [a, b, c] = JSON.parse(texts);
          const m = f.mergeEntries;
          return [m(m(a, b), c), m(a, m(b, c)), m(m(c, a), m(b, m(a, c)))].map(f.canonical);
        }""",
        json.dumps([a, b, c]),
    )
    assert len(set(same)) == 1
    assert set(json.loads(same[0])) == set(a) | set(b) | set(c)

"""„Mein Lernstand“: what is stored, in words; to another device and back; deleted, refused. Nothing is ever lost."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from test_pages import NARROW, violations
from test_quiz import KEY, answer, check, example, finish, form_of, stored, wait_until_stored
from test_storage import COURSE, DAMAGED, FORBID, FULL, documents, often

from conftest import javascript
from kurs.content.course import Course
from kurs.content.model import Choice

pytestmark = pytest.mark.any_course

REFUSAL = f"kurs:{COURSE}:nicht-merken"
DAY = 86_400
MAY = 1_777_800_000  # 3 May 2026


def progress(answers: dict[str, Any] | None = None, passed: dict[str, int] | None = None, **fields: Any) -> dict:
    """A progress document; `passed` maps lessons to seconds."""
    lessons = {slug: {"passed": {"n": 1, "t": t, "v": "0.1.0"}} for slug, t in (passed or {}).items()}
    document = {"format": "kurs-lernstand", "version": 1, "course": COURSE, "clock": 3}
    return {**document, "answers": answers or {}, "lessons": lessons, **fields}


def right(n: int = 1, t: int = MAY, ok: bool = True, r: int = 1) -> dict[str, Any]:
    return {"r": r, "n": n, "t": t, "ok": ok, "given": ["Müll & <b>"]}


def code_of(content: Any, kind: str = "Z", version: int = 1) -> str:
    """A code as another program would write it: the format, not our implementation of it."""
    data = content if isinstance(content, bytes) else json.dumps(content, ensure_ascii=False).encode()
    packed = zlib.compress(data) if kind == "Z" else data
    return sealed(f"LERNSTAND{version}{kind}." + base64.urlsafe_b64encode(packed).decode().rstrip("="))


def sealed(body: str) -> str:
    return f"{body}.{zlib.crc32(body.encode()):08x}"


def plant(profile: Any, document: Any, key: str = KEY) -> None:
    """Store `document` as an earlier visit would have."""
    profile.plant(key, document if isinstance(document, str) else json.dumps(document))


def message(page: Page, topic: str) -> Any:
    return page.locator(f"[data-message={topic}]")


def read_in(page: Page, text: str) -> None:
    page.get_by_label("oder Code").fill(text)
    page.get_by_role("button", name="Prüfen, was dazukommt").click()


def read_file_in(page: Page, content: bytes, name: str = "lernstand.json") -> None:
    page.get_by_label("Datei", exact=True).set_input_files({"name": name, "mimeType": "", "buffer": content})
    page.get_by_role("button", name="Prüfen, was dazukommt").click()


# In words


def test_an_empty_device_is_called_empty_and_stays_empty(visit: Any) -> None:
    page = visit().open("lernstand/")
    expect(page.locator("[data-saved]")).to_have_text("Noch nichts.")
    page.get_by_role("button", name="Als Datei sichern").click()
    expect(message(page, "sichern")).to_contain_text("noch nichts zu sichern")
    assert page.evaluate("localStorage.length") == 0


def test_what_is_stored_is_said_in_words_with_dates(course: Course, visit: Any) -> None:
    first, second, *_ = course.lessons
    profile = visit()
    begun = course.bank.active(second, "practice")[0].item.id
    plant(profile, progress({begun: right()}, {first: MAY, "gibt-es-nicht-mehr": MAY}))
    page = profile.open("lernstand/")
    told = page.locator("[data-saved]")
    for text in (
        "2 Lektionen bestanden",
        "nicht zu finden, aber aufgehoben: 1",
        "1 Lektion begonnen",
        "1 Antwort, die letzte vom 3. Mai 2026",
    ):
        expect(told).to_contain_text(text)
    expect(page.locator(f'main [data-lesson="{first}"] .status')).to_have_text("bestanden am 3. Mai 2026")
    expect(page.locator("main [data-sum]").first).to_contain_text("1 von")


@pytest.mark.parametrize("when", [-5, 0, 1e300, "morgen", None, {"x": 1}])
def test_an_impossible_date_is_left_out(course: Course, visit: Any, when: Any) -> None:
    lesson = next(iter(course.lessons))
    profile = visit()
    plant(profile, progress(lessons={lesson: {"passed": {"n": 1, "t": when}}}))
    page = profile.open("lernstand/")
    expect(page.locator(f'main [data-lesson="{lesson}"] .status')).to_have_text("bestanden")


def exam(n: int = 4, name: str = "Ada") -> dict[str, Any]:
    ended = {"n": n, "t": MAY, "right": 18, "total": 20}
    attempt = {"n": n, "t": MAY, "questions": ["a:1"], "answers": {"a:1": {"n": n, "given": ["x"]}}, "end": ended}
    return {
        "attempt": attempt,
        "passed": {f"{n}-{MAY}": {**ended, "v": "0.1.0", "modules": ["Der Boden"]}},
        "name": {"n": n, "text": name},
    }


def test_exam_and_name_are_said_moved_and_deleted_like_answers(visit: Any) -> None:
    hostile = "<img src=x onerror=window.boese=1>"
    page = visit().open("lernstand/")
    read_in(page, code_of(progress(exam=exam(name=hostile), clock=9)))
    expect(message(page, "einlesen")).to_have_text("Neu: Angaben zu Checks.")
    page.get_by_role("button", name="Zusammenführen").click()
    told = page.locator("[data-saved]")
    for text in (
        "Abschluss-Check bestanden (3. Mai 2026).",
        "Abschluss-Check: Ihr letzter Versuch",
        f"Ihr Name für das Zertifikat: {hostile}",
    ):
        expect(told).to_contain_text(text)
    assert page.evaluate("window.boese") is None
    with page.expect_download() as download:
        page.get_by_role("button", name="Als Datei sichern").click()
    assert json.loads(Path(download.value.path()).read_text("utf-8"))["exam"] == exam(name=hostile)
    page.get_by_role("button", name="Alles auf diesem Gerät löschen").click()
    page.get_by_role("button", name="Ja, alles löschen").click()
    expect(told).to_have_text("Noch nichts.")


def test_what_lies_aside_is_named_and_can_be_saved(visit: Any) -> None:
    profile = visit()
    plant(profile, DAMAGED[-1])
    page = profile.open("lernstand/")
    expect(page.locator("[data-saved]")).to_contain_text("nicht lesen ließ und deshalb beiseite liegt")
    with page.expect_download() as download:
        page.locator("[data-saved] button").click()
    assert Path(download.value.path()).read_text("utf-8") == DAMAGED[-1]


# To another device


@pytest.mark.parametrize("way", ["file", "code"])
def test_progress_moves_to_another_device_and_joins_what_is_there(course: Course, visit: Any, way: str) -> None:
    lesson, other = list(course.lessons)[:2]
    old, new = visit(), visit()
    page = old.open(f"{lesson}/")
    finish(page, course, lesson)
    wait_until_stored(page, '"passed"')
    page.goto(f"{old.address}lernstand/")
    if way == "file":
        with page.expect_download() as download:
            page.get_by_role("button", name="Als Datei sichern").click()
        assert download.value.suggested_filename.startswith("lernstand-20")
        content = Path(download.value.path()).read_bytes()
    else:
        page.get_by_role("button", name="Als Code zeigen").click()
        expect(page.get_by_label("Ihr Code")).to_have_value(re.compile("^LERNSTAND1Z"))
        content = page.get_by_label("Ihr Code").input_value().encode()

    own = course.bank.active(other, "practice")[0].item
    target = new.open(f"{other}/")
    answer(form_of(target, own), own, right=True)
    check(form_of(target, own))
    wait_until_stored(target, own.id)
    target.goto(f"{new.address}lernstand/")
    if way == "file":
        read_file_in(target, content)
    else:
        read_in(target, content.decode())
    count = len(course.bank.active(lesson, "practice"))
    expect(message(target, "einlesen")).to_have_text(f"Neu: 1 bestandene Lektion und {count} Antworten.")
    assert set(stored(target)["answers"]) == {own.id}  # only said so far
    target.get_by_role("button", name="Zusammenführen").click()
    expect(message(target, "einlesen")).to_have_text(
        f"Zusammengeführt. Neu: 1 bestandene Lektion und {count} Antworten."
    )
    assert set(stored(target)["answers"]) == {own.id, *(p.item.id for p in course.bank.active(lesson, "practice"))}
    assert lesson in stored(target)["lessons"]
    expect(target.locator(f'main [data-lesson="{lesson}"] .status')).to_contain_text("bestanden am")
    read_in(target, content.decode())
    expect(message(target, "einlesen")).to_contain_text("nichts, was hier nicht schon gespeichert ist")


def test_reading_in_can_be_called_off(visit: Any) -> None:
    page = visit().open("lernstand/")
    read_in(page, code_of(progress({"x": right()})))
    page.get_by_role("button", name="Doch nicht").click()
    expect(message(page, "einlesen")).to_contain_text("hat sich nichts geändert")
    assert page.evaluate("localStorage.length") == 0


def test_a_replaced_answer_is_announced_before_it_happens(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({"x": right(n=1), "y": right(n=3)}))
    page = profile.open("lernstand/")
    read_in(page, code_of(progress({"x": right(n=2, ok=False), "y": right(n=2)})))
    expect(message(page, "einlesen")).to_have_text("Durch eine neuere ersetzt: 1 Antwort von hier.")
    page.get_by_role("button", name="Zusammenführen").click()
    wait_until_stored(page, '"ok":false')
    assert stored(page)["answers"]["y"]["n"] == 3


def test_what_a_full_device_cannot_keep_is_not_called_read_in(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({"x": right()}))
    page = profile.open("lernstand/")
    page.evaluate(f"void ({FULL})")
    read_in(page, code_of(progress({"y": right()})))
    page.get_by_role("button", name="Zusammenführen").click()
    expect(message(page, "einlesen")).to_contain_text("nicht gelungen")
    assert set(stored(page)["answers"]) == {"x"}


def test_what_a_full_device_cannot_keep_does_not_keep_out_what_comes_later(visit: Any) -> None:
    page = visit().open("lernstand/")
    page.evaluate(f"void ({FULL})")
    read_in(page, code_of(progress({"y": right()})))
    page.get_by_role("button", name="Zusammenführen").click()
    expect(message(page, "einlesen")).to_contain_text("nicht gelungen")
    expect(page.locator("[data-saved]")).to_have_text("Noch nichts.")


def resets(count: int, start: int = 0) -> dict[str, Any]:
    """The smallest entries that a document can have."""
    return {str(i): {"r": 1, "n": 1, "reset": True} for i in range(start, start + count)}


OVERFULL = {
    "20,000 answers": (progress({"eigen": right()}), progress(resets(20_000))),
    "two halves": (progress(resets(9000)), progress(resets(9000, 9000))),
    "lessons": (progress({"eigen": right()}), progress(lessons={str(i): {} for i in range(20_000)})),
    "bytes": (progress({"eigen": right()}, a="ä" * 300_000), progress(b="ä" * 300_000)),
}


@pytest.mark.parametrize("name", OVERFULL)
def test_what_no_device_could_read_again_is_refused_and_changes_nothing(visit: Any, name: str) -> None:
    mine, theirs = OVERFULL[name]
    page = visit().open("lernstand/")
    page.evaluate("([k, t]) => localStorage.setItem(k, t)", [KEY, json.dumps(mine)])
    page.reload()
    read_file_in(page, json.dumps(theirs, ensure_ascii=False).encode())
    expect(message(page, "einlesen")).to_contain_text("mehr, als in einen Lernstand passt")
    expect(message(page, "einlesen")).to_contain_text("Auf diesem Gerät hat sich nichts geändert.")
    expect(page.locator("[data-choice=einlesen] button")).to_have_count(0)
    page.reload()
    expect(page.locator("[data-messages]")).to_be_empty()
    assert stored(page) == mine


def test_what_another_tab_filled_up_meanwhile_is_not_overfilled(visit: Any) -> None:
    profile = visit()
    page = profile.open("lernstand/")
    read_in(page, code_of(progress(resets(9000))))
    expect(page.get_by_role("button", name="Zusammenführen")).to_be_visible()
    plant(profile, progress(resets(9000, 9000)))
    page.get_by_role("button", name="Zusammenführen").click()
    expect(message(page, "einlesen")).to_contain_text("mehr, als in einen Lernstand passt")
    assert set(stored(page)["answers"]) == set(resets(9000, 9000))


def test_a_progress_too_large_for_a_code_can_still_be_saved_as_a_file(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({"eigen": right()}, a="x" * 1_000_001))
    page = profile.open("lernstand/")
    page.get_by_role("button", name="Als Code zeigen").click()
    expect(message(page, "sichern")).to_contain_text("zu groß für einen Code")
    with page.expect_download():
        page.get_by_role("button", name="Als Datei sichern").click()


NO_NUMBERS = [{"toString": 1}, {"valueOf": 1, "toString": 1}, {"__proto__": None}, {"toString": {"toString": 1}}]


@pytest.mark.parametrize("strange", NO_NUMBERS, ids=str)
def test_a_value_that_is_no_number_gets_a_message_and_no_exception(visit: Any, strange: Any) -> None:
    profile = visit()
    page = profile.open("lernstand/")
    parts = {
        "foreign": {"neu": {"n": strange}},
        "unknown": progress({"x": right()}, neu={"n": strange}, clock=4),
        "pass": progress(lessons={"a": {"passed": {"n": 1, "t": strange, "v": strange}, "neu": strange}}),
        "count": progress({"x": {**right(), "n": strange}}),
        "exam": progress(exam={**exam(), "attempt": {"n": strange, "t": strange}}),
    }
    for name, document in parts.items():
        message(page, "einlesen").evaluate("(node) => { node.textContent = ''; }")
        read_file_in(page, json.dumps(document).encode())
        expected = "Neu" if name in ("unknown", "pass") else "kein Lernstand dieses Kurses"
        expect(message(page, "einlesen"), name).to_contain_text(expected)
        if expected == "Neu":
            page.get_by_role("button", name="Zusammenführen").click()
            expect(message(page, "einlesen"), name).to_contain_text("Zusammengeführt.")
    page.reload()
    expect(page.locator("[data-messages]")).to_be_empty()
    expect(page.locator("[data-saved]")).to_contain_text("1 Lektion bestanden")


def test_where_storage_is_forbidden_the_page_says_so_and_stays_whole(visit: Any) -> None:
    profile = visit()
    profile.context.add_init_script(FORBID)
    page = profile.open("lernstand/")
    expect(page.locator("[data-saved]")).to_contain_text("erlaubt das Speichern nicht")
    read_in(page, code_of(progress({"y": right()})))
    page.get_by_role("button", name="Zusammenführen").click()
    expect(message(page, "einlesen")).to_contain_text("nicht gelungen")
    page.get_by_label("Auf diesem Gerät nichts merken").click()
    expect(message(page, "merken")).to_contain_text("speichert dann aber auch keine Antworten")


def test_a_later_versions_document_is_neither_called_nothing_nor_touched(visit: Any) -> None:
    later = json.dumps({"format": "kurs-lernstand", "version": 2, "course": COURSE})
    profile = visit()
    plant(profile, later)
    page = profile.open("lernstand/")
    expect(page.locator("[data-saved]")).to_contain_text("neueren Fassung")
    read_in(page, code_of(progress({"y": right()})))
    page.get_by_role("button", name="Zusammenführen").click()
    expect(message(page, "einlesen")).to_contain_text("nicht gelungen")
    assert page.evaluate(f"localStorage.getItem('{KEY}')") == later


def test_the_code_can_be_copied_and_where_that_is_forbidden_it_is_marked(visit: Any) -> None:
    profile = visit(permissions=["clipboard-read", "clipboard-write"])
    plant(profile, progress({"x": right()}))
    page = profile.open("lernstand/")
    page.get_by_role("button", name="Als Code zeigen").click()
    page.get_by_role("button", name="Code kopieren").click()
    expect(message(page, "sichern")).to_contain_text("Kopiert.")
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Ihr Code").input_value()
    page.evaluate(
        "void (navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError')))"
    )
    page.get_by_role("button", name="Code kopieren").click()
    expect(message(page, "sichern")).to_contain_text("Strg+C")
    assert page.evaluate("getSelection().toString().length || document.activeElement.selectionEnd") > 50


def test_without_compression_codes_still_work_and_packed_ones_are_explained(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({"x": right()}))
    profile.context.add_init_script("delete globalThis.CompressionStream; delete globalThis.DecompressionStream")
    page = profile.open("lernstand/")
    page.get_by_role("button", name="Als Code zeigen").click()
    expect(page.get_by_label("Ihr Code")).to_have_value(re.compile("^LERNSTAND1P"))
    read_in(page, code_of(progress({"x": right()})))
    expect(message(page, "einlesen")).to_contain_text("Nehmen Sie die Datei.")
    read_in(page, code_of(progress({"y": right()}), "P"))
    expect(message(page, "einlesen")).to_contain_text("Neu: 1 Antwort.")


# The code itself


@pytest.fixture(scope="module")
def transfer(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The code's functions on `window.f`; read(text) gives the document as text, or null."""
    page = javascript(
        browser,
        tmp_path_factory.mktemp("js"),
        'import { canonical } from "./progress/document.js";\n'
        'import { Unreadable, encodeProgress, readTransfer } from "./progress/transfer.js";\n'
        "const read = (text) => readTransfer(text, '"
        + COURSE
        + "', new Map()).then(({ progress }) => canonical(progress), (error) => {\n"
        "  if (error instanceof Unreadable) return null;\n"
        "  throw error;\n"
        "});\n"
        "window.f = { canonical, encode: (text) => encodeProgress(JSON.parse(text)), read, packing: CompressionStream };\n",
    )
    yield page
    page.close()


def encode(page: Page, document: dict, packed: bool = True) -> str:
    page.evaluate(
        "(on) => { if (on) window.CompressionStream = f.packing; else delete window.CompressionStream; }", packed
    )
    return page.evaluate("(text) => f.encode(text)", json.dumps(document))


def same(page: Page, text: str | None, document: dict) -> bool:
    return text == page.evaluate("(text) => f.canonical(JSON.parse(text))", json.dumps(document))


noise = st.sampled_from(["", "\n", "\r\n> ", " ", "\u200b", "\u00ad", "=\n", "“", "»", "’", "\t| "])
wraps = st.lists(st.tuples(st.integers(0, 400), noise), max_size=6)
around = st.sampled_from(
    ["", "Hier mein Code: „", "[03.05.26, 12:01] Anna: ", "Ä. Grüße aus 1Z. ", "lernstand-2026.json ", "```"]
)


@often
@given(document=documents, packed=st.booleans(), breaks=wraps, before=around, after=around)
def test_a_code_survives_what_messages_do_to_it(
    transfer: Page, document: dict, packed: bool, breaks: list, before: str, after: str
) -> None:
    code = encode(transfer, document, packed)
    for place, text in sorted(breaks, reverse=True):
        code = code[:place] + text + code[place:] if place <= len(code) else code
    assert same(transfer, transfer.evaluate("(t) => f.read(t)", before + code + after), document)


@often
@given(document=documents, packed=st.booleans())
def test_a_code_is_what_its_format_says(transfer: Page, document: dict, packed: bool) -> None:
    kind = "Z" if packed else "P"
    head, body, crc = encode(transfer, document, packed).split(".")
    assert (head, crc) == (f"LERNSTAND1{kind}", f"{zlib.crc32(f'{head}.{body}'.encode()):08x}")
    data = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
    assert json.loads(zlib.decompress(data) if packed else data) == document
    assert same(transfer, transfer.evaluate("(t) => f.read(t)", code_of(document, kind)), document)


@often
@given(document=documents, data=st.data())
def test_a_damaged_code_is_never_read_as_something_else(transfer: Page, document: dict, data: st.DataObject) -> None:
    code = encode(transfer, document)
    start = data.draw(st.integers(0, len(code) - 1))
    end = data.draw(st.integers(start, min(len(code), start + 3)))
    damaged = code[:start] + data.draw(st.text("AZaz09_-. x", max_size=3)) + code[end:]
    read = transfer.evaluate("(t) => f.read(t)", damaged)
    assert read is None or same(transfer, read, document)


@often
@given(text=st.text(max_size=300))
def test_any_text_at_all_is_refused_in_words(transfer: Page, text: str) -> None:
    text = text.encode("utf-16", "replace").decode("utf-16")
    for one in (text, "LERNSTAND1Z." + text, "{" + text):
        assert transfer.evaluate("(t) => f.read(t)", one) is None


# Wrong, old, newer, huge, cut off, hostile

GOOD = code_of(progress({"x": right(), "y": right(2)}, {"z": MAY}))
OTHER = code_of(progress({"fremd": right(), "anders": right(2)}, {"q": MAY}))
HALF = len(GOOD) // 2
HEAD = "LERNSTAND1Z."
NOTHING, NO_CODE, BROKEN = (
    "Fügen Sie einen Code ein",
    "ist kein Lernstand dieses Kurses. Ein Code",
    "Der Code ist unvollständig",
)
FOREIGN, NEWER, HUGE, BROKEN_FILE = (
    "kein Lernstand dieses Kurses",
    "neueren Fassung",
    "mehr als 1 MB",
    "Die Datei ist unvollständig",
)
DEEP = (json.dumps(progress())[:-1] + ',"neu":' + "[" * 50_000 + "]" * 50_000 + "}").encode()

CODES = {
    "nothing": ("", NOTHING),
    "blanks": (" \n\t ", NOTHING),
    "a greeting": ("Hallo, hier kommt nichts.", NO_CODE),
    "markup": ("<img src=x onerror=window.boese=1>", NO_CODE),
    "an address": ("javascript:window.boese=1", NO_CODE),
    "the word alone": ("LERNSTAND", NO_CODE),
    "no kind": ("LERNSTAND1", NO_CODE),
    "no dot": ("LERNSTAND1Z", NO_CODE),
    "no body": (HEAD, BROKEN),
    "only dots": (HEAD + "....", BROKEN),
    "no start": (GOOD[len(HEAD) :], NO_CODE),
    "first sign lost": (GOOD[1:], NO_CODE),
    "one sign of the body": (GOOD[:13], BROKEN),
    "a third": (GOOD[: HALF * 2 // 3], BROKEN),
    "a half": (GOOD[:HALF], BROKEN),
    "a half and a signature": (GOOD[:HALF] + "\n\nViele Grüße. Anna", BROKEN),
    "no checksum": (GOOD[:-8], BROKEN),
    "no dot and checksum": (GOOD[:-9], BROKEN),
    "last sign lost": (GOOD[:-1], BROKEN),
    "a sign lost": (GOOD[:HALF] + GOOD[HALF + 1 :], BROKEN),
    "a line lost": (GOOD[:40] + GOOD[80:], BROKEN),
    "a sign twice": (GOOD[:HALF] + GOOD[HALF - 1 :], BROKEN),
    "a sign changed": (GOOD[:HALF] + ("a" if GOOD[HALF] != "a" else "b") + GOOD[HALF + 1 :], BROKEN),
    "checksum changed": (GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1"), BROKEN),
    "kind changed": (GOOD.replace("1Z.", "1P."), BROKEN),
    "kind unknown": (sealed("LERNSTAND1X.aaaa"), BROKEN),
    "version 0": (code_of(progress(), version=0), BROKEN),
    "version 2": (code_of(progress(), version=2), NEWER),
    "version 999999": (code_of(progress(), version=999_999), NEWER),
    "version too long": (code_of(progress(), version=12_345_678), NO_CODE),
    "all capitals": (GOOD.upper(), BROKEN),
    "all small": (GOOD.lower(), BROKEN),
    "two codes mixed": (GOOD[:60] + OTHER[60:], BROKEN),
    "backwards": (GOOD[::-1], NO_CODE),
    "impossible base64": (sealed(HEAD + "aaaaa"), BROKEN),
    "not packed": (sealed(HEAD + "aaaaaaaa"), BROKEN),
    "packed but cut": (sealed(HEAD + base64.urlsafe_b64encode(zlib.compress(b"{}" * 99)[:-6]).decode().rstrip("=")), BROKEN),
    "packed with a tail": (sealed(HEAD + base64.urlsafe_b64encode(zlib.compress(b"{}") + b"mehr").decode().rstrip("=")), BROKEN),
    "no text inside": (code_of(b"\xff\xfe\x00"), BROKEN),
    "no JSON inside": (code_of(b"{'a': 1}"), BROKEN),
    "null": (code_of(b"null"), FOREIGN),
    "a list": (code_of([]), FOREIGN),
    "a number": (code_of(b"5"), FOREIGN),
    "another course": (code_of(progress(course="anderer")), FOREIGN),
    "another format": (code_of(progress(format="plan")), FOREIGN),
    "document of version 2": (code_of(progress(version=2)), NEWER),
    "document of version 0": (code_of(progress(version=0)), FOREIGN),
    "version as text": (code_of(progress(version="1")), FOREIGN),
    "no answers": (code_of({k: v for k, v in progress().items() if k != "answers"}), FOREIGN),
    "answers as a list": (code_of({**progress(), "answers": []}), FOREIGN),
    "answer without verdict": (code_of(progress({"x": {"r": 1, "n": 1, "t": 1, "given": []}})), FOREIGN),
    "answer too long": (code_of(progress({"x": {**right(), "given": ["x" * 501]}})), FOREIGN),
    "too many texts": (code_of(progress({"x": {**right(), "given": ["x"] * 41}})), FOREIGN),
    "name too long": (code_of(progress({"x" * 101: right()})), FOREIGN),
    "20,001 answers": (code_of(progress({str(i): {"r": 1, "n": 1, "reset": True} for i in range(20_001)})), FOREIGN),
    "lesson as text": (code_of(progress(lessons={"a": "bestanden"})), FOREIGN),
    "clock below zero": (code_of(progress(clock=-1)), FOREIGN),
    "clock beyond reason": (code_of(progress(clock=2**53 - 1)), FOREIGN),
    "answer beyond reason": (code_of(progress({"x": right(n=2**53 - 1)})), FOREIGN),
    "pass beyond reason": (code_of(progress(lessons={"a": {"passed": {"n": 2**53 - 1}}})), FOREIGN),
    "exam beyond reason": (code_of(progress(exam=exam(n=2**53 - 1))), FOREIGN),
    "nested without end": (code_of(DEEP), FOREIGN),
    "a bomb": (code_of(b"[" + b"0," * 20_000_000 + b"0]"), HUGE),
    "more than 1 MB": (HEAD + "a" * 1_000_001, HUGE),
}  # fmt: skip

FILES = {
    "empty": (b"", NOTHING),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xd8", "enthält keinen Text"),
    "UTF-16": (json.dumps(progress()).encode("utf-16"), "enthält keinen Text"),
    "cut off": (json.dumps(progress({"x": right()})).encode()[:-30], BROKEN_FILE),
    "JSON of something else": (b'{"name": "plan"}', FOREIGN),
    "a list": (b"[1, 2]", NO_CODE),
    "nested without end": (DEEP, FOREIGN),
    "only brackets": (b'{"a":' * 190_000, BROKEN_FILE),
    "1 MB and more": (b" " * 1_000_001, HUGE),
    "a page": (b"<!doctype html><script>window.boese = 1</script>", NO_CODE),
}


def test_no_damaged_code_or_file_changes_anything(course: Course, visit: Any) -> None:
    assert len(CODES) >= 40
    profile = visit()
    plant(profile, progress({"eigen": right()}))
    page = profile.open("lernstand/")
    before = page.evaluate(f"localStorage.getItem('{KEY}')")
    known = course.bank.active(use="practice")[0].item
    newer = code_of(progress({known.id: right(r=known.revision + 1)}))
    for name, (text, told) in {**CODES, "a revision to come": (newer, NEWER)}.items():
        message(page, "einlesen").evaluate("(node) => { node.textContent = ''; }")
        page.get_by_label("oder Code").evaluate("(field, text) => { field.value = text; }", text)
        page.get_by_role("button", name="Prüfen, was dazukommt").click()
        expect(message(page, "einlesen"), name).to_contain_text(told)
        expect(message(page, "einlesen"), name).to_contain_text("Auf diesem Gerät hat sich nichts geändert.")
        assert page.locator("[data-choice=einlesen] button").count() == 0, name
    for name, (content, told) in FILES.items():
        read_file_in(page, content)
        expect(message(page, "einlesen"), name).to_contain_text(told)
        expect(message(page, "einlesen"), name).to_contain_text("Auf diesem Gerät hat sich nichts geändert.")
    assert page.evaluate(f"localStorage.getItem('{KEY}')") == before
    assert page.evaluate("window.boese") is None


def test_a_file_that_cannot_be_opened_any_more_is_told(visit: Any) -> None:
    page = visit().open("lernstand/")
    page.evaluate(
        "void (File.prototype.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError')))"
    )
    read_file_in(page, b"{}")
    expect(message(page, "einlesen")).to_contain_text("ließ sich nicht lesen")


def test_a_file_with_a_byte_order_mark_or_a_code_in_it_is_read(visit: Any) -> None:
    page = visit().open("lernstand/")
    for content in (b"\xef\xbb\xbf" + json.dumps(progress({"x": right()})).encode(), GOOD.encode()):
        read_file_in(page, content)
        expect(message(page, "einlesen")).to_contain_text("Neu:")


def test_inherited_names_as_keys_are_only_keys(course: Course, visit: Any) -> None:
    evil = '{"boese":1,"r":1,"n":1,"t":1,"ok":true,"given":[]}'
    text = json.dumps(progress({"x": right()}, {"y": MAY}))
    text = text.replace(
        '"answers": {', f'"answers": {{"__proto__": {evil}, "constructor": {evil}, "toString": {evil}, '
    )
    text = text.replace('"lessons": {', '"lessons": {"__proto__": {"passed": {"n": 1}}, ')
    text = text[:-1] + ', "__proto__": {"boese": 1}, "constructor": {"prototype": {"boese": 1}}}'
    page = visit().open("lernstand/")
    read_in(page, code_of(text.encode()))
    page.get_by_role("button", name="Zusammenführen").click()
    expect(message(page, "einlesen")).to_contain_text("Zusammengeführt.")
    assert page.evaluate("[{}.boese, [].boese, ''.boese, Object.boese]") == [None] * 4
    assert {"__proto__", "constructor", "toString", "x"} <= set(stored(page)["answers"])
    expect(page.locator('main [data-status="bestanden"]')).to_have_count(0)
    question = example(course, Choice, "single")
    page.goto(page.url.replace("lernstand", question.lesson))
    answer(form_of(page, question), question, right=True)
    check(form_of(page, question))
    wait_until_stored(page, question.id)


# iPhones


IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1"


@pytest.mark.parametrize("path", ["lernstand/", "offline/"])
def test_on_an_iphone_the_page_says_once_what_happens_and_how_to_take_progress_along(visit: Any, path: str) -> None:
    page = visit(user_agent=IPHONE, viewport=NARROW).open(path)
    note = page.get_by_text("kann der Browser alles löschen")
    expect(note).to_have_count(1)
    expect(note).to_be_visible()
    assert violations(page) == []
    note.get_by_role("link", name="Sichern und mitnehmen").click()
    expect(page.get_by_role("heading", name="Sichern und mitnehmen")).to_be_in_viewport()


def test_an_ipad_that_calls_itself_a_mac_gets_the_note_and_others_do_not(visit: Any) -> None:
    other = visit()
    expect(other.open("lernstand/").get_by_text("kann der Browser alles löschen")).to_be_hidden()
    profile = visit()
    profile.context.add_init_script(
        "for (const [name, value] of [['platform', 'MacIntel'], ['maxTouchPoints', 5]])"
        " Object.defineProperty(Navigator.prototype, name, { get: () => value });"
    )
    expect(profile.open("lernstand/").get_by_text("kann der Browser alles löschen")).to_be_visible()


ASKED = "globalThis.asked = 0; if (globalThis.StorageManager) StorageManager.prototype.persist = async () => { asked += 1; return false; };"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.mark.parametrize(("agent", "times"), [(IPHONE, 1), (FIREFOX, 0)])
def test_the_browser_is_asked_to_spare_progress_once_it_is_there_where_nobody_is_bothered(
    course: Course, visit: Any, agent: str, times: int
) -> None:
    first, second = (placed.item for placed in course.bank.active(next(iter(course.lessons)), "practice")[:2])
    profile = visit(user_agent=agent)
    profile.context.add_init_script(ASKED)
    page = profile.open(f"{first.lesson}/")
    assert page.evaluate("asked") == 0
    for question in (first, second):
        answer(form_of(page, question), question, right=True)
        check(form_of(page, question))
        wait_until_stored(page, question.id)
    assert page.evaluate("asked") == times


# Delete


def test_deleting_asks_first_then_leaves_nothing(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({"x": right()}, {"z": MAY}))
    plant(profile, "{", f"{KEY}:beiseite:1")
    page, elsewhere = profile.open("lernstand/"), profile.open("lernstand/")
    page.get_by_role("button", name="Alles auf diesem Gerät löschen").click()
    expect(page.get_by_role("button", name="Ja, alles löschen")).to_be_focused()
    page.get_by_role("button", name="Nein", exact=True).click()
    expect(message(page, "loeschen")).to_have_text("Es ist nichts gelöscht.")
    assert stored(page)["answers"]
    page.get_by_role("button", name="Alles auf diesem Gerät löschen").press("Enter")
    page.keyboard.press("Enter")
    expect(message(page, "loeschen")).to_contain_text("Gelöscht.")
    expect(page.get_by_role("button", name="Alles auf diesem Gerät löschen")).to_be_focused()
    assert page.evaluate("localStorage.length") == 0
    expect(page.locator("[data-saved]")).to_have_text("Noch nichts.")
    expect(elsewhere.locator("[data-saved]")).to_have_text("Noch nichts.")


def test_that_nothing_is_stored_is_said_no_longer_once_something_is_read_in(visit: Any) -> None:
    page = visit().open("lernstand/")
    page.get_by_role("button", name="Alles auf diesem Gerät löschen").click()
    page.get_by_role("button", name="Ja, alles löschen").click()
    expect(message(page, "loeschen")).to_contain_text("ist nichts mehr")
    read_in(page, code_of(progress({"x": right()})))
    page.get_by_role("button", name="Zusammenführen").click()
    expect(message(page, "einlesen")).to_contain_text("Zusammengeführt.")
    expect(message(page, "loeschen")).to_be_empty()


def test_what_would_be_read_in_is_still_said_after_the_own_progress_was_saved_first(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({"x": right()}))
    page = profile.open("lernstand/")
    read_in(page, code_of(progress({"y": right()})))
    said = message(page, "einlesen").text_content()
    with page.expect_download():
        page.get_by_role("button", name="Als Datei sichern").click()
    expect(message(page, "sichern")).to_contain_text("Gesichert als")
    expect(message(page, "einlesen")).to_have_text(said)


def test_a_sleeping_page_does_not_bring_back_what_was_deleted(course: Course, visit: Any) -> None:
    first, second = (placed.item for placed in course.bank.active(next(iter(course.lessons)), "practice")[:2])
    profile = visit()
    plant(profile, progress({first.id: right()}))
    page = profile.open(f"{first.lesson}/")
    expect(form_of(page, first)).to_have_attribute("data-done", "ja")
    page.evaluate(f"localStorage.removeItem('{KEY}')")  # asleep, it hears no event
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    answer(form_of(page, second), second, right=True)
    check(form_of(page, second))
    wait_until_stored(page, second.id)
    assert set(stored(page)["answers"]) == {second.id}


def test_a_cleared_storage_gets_back_what_an_open_page_still_knows(course: Course, visit: Any) -> None:
    first, second = (placed.item for placed in course.bank.active(next(iter(course.lessons)), "practice")[:2])
    profile = visit()
    plant(profile, progress({first.id: right()}))
    page = profile.open(f"{first.lesson}/")
    page.evaluate(f"localStorage.removeItem('{KEY}')")
    answer(form_of(page, second), second, right=True)
    check(form_of(page, second))
    wait_until_stored(page, second.id)
    assert set(stored(page)["answers"]) == {first.id, second.id}


# Refuse


def test_who_refuses_storing_learns_on_and_can_allow_it_again(course: Course, visit: Any) -> None:
    question = example(course, Choice, "single")
    profile = visit()
    page, lesson = profile.open("lernstand/"), profile.open(f"{question.lesson}/")
    page.get_by_label("Auf diesem Gerät nichts merken").check()
    expect(message(page, "merken")).to_have_text("Ab jetzt merkt sich der Kurs auf diesem Gerät nichts.")
    answer(form_of(lesson, question), question, right=True)
    check(form_of(lesson, question))
    expect(form_of(lesson, question).get_by_role("status")).to_contain_text("Richtig.")
    expect(lesson.locator("[data-messages]")).to_contain_text("das Speichern abgestellt")
    assert lesson.evaluate("Object.keys(localStorage)") == [REFUSAL]
    page.reload()
    read_in(page, GOOD)
    expect(message(page, "einlesen")).to_contain_text("Erlauben Sie es unten wieder")
    page.get_by_label("Auf diesem Gerät nichts merken").uncheck()
    assert page.evaluate("localStorage.length") == 0
    lesson.get_by_role("button", name="Nächste Frage", exact=True).first.wait_for()
    other = next(p.item for p in course.bank.active(question.lesson, "practice") if p.item is not question)
    answer(form_of(lesson, other), other, right=True)
    check(form_of(lesson, other))
    wait_until_stored(lesson, other.id)
    assert question.id in stored(lesson)["answers"]  # answered meanwhile, and still open on that page


def test_refusing_keeps_what_is_there_and_deleting_keeps_the_refusal(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({"x": right()}))
    page = profile.open("lernstand/")
    page.get_by_label("Auf diesem Gerät nichts merken").check()
    expect(message(page, "merken")).to_contain_text("bleibt, bis Sie es löschen")
    assert stored(page)["answers"]
    page.get_by_role("button", name="Alles auf diesem Gerät löschen").click()
    page.get_by_role("button", name="Ja, alles löschen").click()
    expect(page.locator("[data-saved]")).to_contain_text("Ihre Entscheidung")
    assert page.evaluate("Object.keys(localStorage)") == [REFUSAL]


# The page


def test_who_has_gone_on_to_another_field_keeps_it_when_the_code_appears(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({"x": right()}))
    page = profile.open("lernstand/")
    expect(page.get_by_label("oder Code")).to_be_visible()  # before, nothing takes the focus
    page.evaluate("document.querySelector('[data-save=code]').click(); document.querySelector('#code-ein').focus()")
    expect(page.get_by_label("Ihr Code")).to_be_visible()
    expect(page.get_by_label("oder Code")).to_be_focused()


def test_axe_finds_nothing_before_and_after_use(course: Course, visit: Any) -> None:
    profile = visit(viewport=NARROW)
    plant(profile, progress({"x": right()}, {next(iter(course.lessons)): MAY}))
    plant(profile, "{", f"{KEY}:beiseite:1")
    page = profile.open("lernstand/")
    assert violations(page) == []
    page.get_by_role("button", name="Als Code zeigen").click()
    read_in(page, code_of(progress({"y": right()})))
    expect(page.get_by_role("button", name="Zusammenführen")).to_be_focused()
    page.get_by_role("button", name="Alles auf diesem Gerät löschen").click()
    page.get_by_label("Auf diesem Gerät nichts merken").check()
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_javascript_the_page_says_that_nothing_is_stored(visit: Any) -> None:
    page = visit(java_script_enabled=False).open("lernstand/")
    expect(page.get_by_text("Ohne JavaScript speichert der Kurs nichts")).to_be_visible()
    expect(page.get_by_role("button", name="Als Datei sichern")).to_be_hidden()
    expect(page.locator("main [data-lesson] a").first).to_be_visible()


def test_every_page_leads_here_from_its_footer(visit: Any) -> None:
    page = visit().open("erde-pruefen/")
    page.get_by_role("contentinfo").get_by_role("link", name="Mein Lernstand").click()
    expect(page.locator("h1")).to_have_text("Mein Lernstand")

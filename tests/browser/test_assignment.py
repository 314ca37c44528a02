"""Assignments: a trainer's choices as a link, what a learner sees of it, and what damaged links get told."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.parse
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import icalendar
import pypdf
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from test_pages import NARROW, violations
from test_progress import plant, progress
from test_quiz import KEY, finish, stored, wait_until_stored
from test_storage import COURSE, FORBID, often
from test_typed import wait_for_typed

from codes import code_of, sealed
from conftest import javascript, serve
from kurs.content.course import Course

pytestmark = pytest.mark.any_course

ASSIGN, TASK = "trainer/zuweisen/", "aufgabe/"
HOSTILE = '<img src=x onerror="window.boese=1">'
REFUSAL = f"kurs:{COURSE}:nicht-merken"


GOOD = code_of(["boden", "aussaat"], d="2030-12-15", g="Team Nord", f="Frau Kern", n="Eine Lektion pro Woche.")
OTHER = code_of(["gartenjahr"], g="Team Süd")


@pytest.fixture(scope="module")
def functions(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    source = (
        'import { encodeAssignment, readAssignment } from "./assignments/assignment.js";\n'
        "window.f = { encodeAssignment, readAssignment };\n"
    )
    page = javascript(browser, tmp_path_factory.mktemp("js"), source)
    yield page
    page.close()


def message(page: Page) -> Any:
    return page.locator("[data-message]")


def say_so(page: Page) -> None:
    """Answer „Sind Sie das?“ where it is asked."""
    yes = page.get_by_role("button", name="Ja, das bin ich")
    if yes.is_visible():
        yes.click()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_check_of_a_path_stands_below_it_with_its_questions_beside(visit: Any, width: int) -> None:
    page = visit(viewport={"width": width, "height": 740}).open(ASSIGN)
    rows = page.locator(".auswahl").first.locator("li:has(label + .minutes ~ *)")
    assert rows.count() > 0
    for row in rows.all():
        path, check = (label.bounding_box() for label in row.locator("label").all())
        questions = row.locator(".minutes").last.bounding_box()
        assert path
        assert check
        assert questions
        assert check["y"] >= path["y"] + path["height"]
        assert check["y"] <= questions["y"] + questions["height"] / 2 <= check["y"] + check["height"]


def accept(profile: Any, code: str) -> Page:
    page = profile.open(f"{TASK}#{code}")
    expect(page.locator("[data-assignment]")).to_be_visible()
    say_so(page)
    page.get_by_role("button", name="Annehmen", exact=True).click()
    expect(page.locator("[data-accepted]")).to_contain_text("Angenommen.")
    return page


# The format

line = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=60)
slugs = st.from_regex(r"(wege/)?[a-z]{1,9}(-[a-z0-9]{1,9}){0,2}", fullmatch=True)


@often
@given(
    parts=st.lists(slugs, min_size=1, max_size=12, unique=True),
    group=line,
    sender=line,
    note=line,
    due=st.sampled_from(["", "2026-12-15", "2028-02-29"]),
    to=st.sampled_from(["", "schulung@firma.example", "a.b+c_d'e@xn--mller-kva.de"]),
)
def test_what_is_encoded_is_read_again(
    functions: Page, parts: list[str], group: str, sender: str, note: str, due: str, to: str
) -> None:
    fields = {"parts": parts, "group": group, "from": sender, "note": note, "due": due, "to": to}
    code = functions.evaluate("([a, c]) => f.encodeAssignment(a, c)", [fields, COURSE])
    read = functions.evaluate("([t, c]) => f.readAssignment(t, c)", [code, COURSE])
    assert {name: read[name] for name in fields} == fields
    assert read["code"] == code
    for way in (
        urllib.parse.quote(code),
        urllib.parse.quote(urllib.parse.quote("#" + code)),
        f"({code}).",
        f"„{code}“",
    ):
        assert functions.evaluate("([t, c]) => f.readAssignment(t, c).code", [way, COURSE]) == code


@often
@given(text=st.text(max_size=200), cut=st.integers(0, len(GOOD) - 1))
def test_no_text_is_ever_taken_for_an_assignment_that_it_is_not(functions: Page, text: str, cut: int) -> None:
    script = "([t, c]) => { try { return f.readAssignment(t, c).code; } catch (e) { return e.constructor.name; } }"
    for damaged in (text, f"AUFGABE1.{text}", GOOD[:cut] + text[:3] + GOOD[cut + 1 :]):
        assert functions.evaluate(script, [damaged, COURSE]) in ("NoAssignment", GOOD)


def test_a_code_made_by_another_program_is_read_and_what_it_adds_is_kept(functions: Page) -> None:
    code = code_of(["boden"], g="Team", neu={"x": [1]})
    read = functions.evaluate("([t, c]) => f.readAssignment(t, c)", [code, COURSE])
    assert read["group"] == "Team"
    assert read["code"] == code


def test_a_link_has_no_sign_that_mail_and_chat_programs_cut_and_is_never_too_long(functions: Page) -> None:
    many = {"parts": ["wege/gesamt"], "group": "G" * 60, "from": "F" * 60, "note": "ä" * 300, "due": "2026-12-15"}
    code = functions.evaluate("([a, c]) => f.encodeAssignment(a, c)", [many, COURSE])
    assert code.replace("-", "").replace("_", "").replace(".", "").isalnum()
    assert code[-1].isalnum()
    assert len(code) <= 1600
    many["note"] = "😀" * 300
    assert functions.evaluate("([a, c]) => f.encodeAssignment(a, c)", [many, COURSE]) == ""


def test_an_assignment_without_an_address_has_the_code_that_it_always_had(functions: Page) -> None:
    asked = {"parts": ["boden"], "group": "Team", "from": "", "note": "", "due": "2030-01-31", "to": ""}
    code = functions.evaluate("([a, c]) => f.encodeAssignment(a, c)", [asked, COURSE])
    assert code == (
        "AUFGABE1.eyJjIjoicHJvYmVnYXJ0ZW4iLCJsIjpbImJvZGVuIl0sImQiOiIyMDMwLTAxLTMxIiwiZyI6IlRlYW0ifQ.651a325a"
    )


ADDRESSES = [
    *("a@b", "a b@c.de", "@c.de", "a@", "a@@c.de", "a@c..de", "Frau Kern <a@c.de>", "a@c.de,b@c.de", "a@c.de\n"),
    *("a?bcc=x@c.de", "a&b@c.de", "a%0Ab@c.de", "a@c.de?subject=x", "javascript:alert(1)@c.de", HOSTILE, "ä@c.de"),
    *("a@c.de" + "x" * 100, "a" * 65 + "@c.de", 5, ["a@c.de"], None, {"a": 1}),
]


def test_what_is_no_address_is_left_out_and_the_rest_is_read(functions: Page) -> None:
    for address in ADDRESSES:
        read = functions.evaluate(
            "([t, c]) => f.readAssignment(t, c)", [code_of(["boden"], g="Team", m=address), COURSE]
        )
        assert (read["group"], read["to"]) == ("Team", ""), address


# Damaged links

NO_CODE, BROKEN, NEWER, FOREIGN, EMPTY = (
    "keine Aufgabe. Der Link",
    "unvollständig",
    "neueren Fassung",
    "anderen Kurs",
    "leer oder anders",
)
HALF = len(GOOD) // 2
LINKS = {
    "a greeting": ("Hallo", NO_CODE),
    "the word alone": ("AUFGABE", NO_CODE),
    "no dot": ("AUFGABE1", NO_CODE),
    "markup": (HOSTILE, NO_CODE),
    "an address": ("javascript:window.boese=1", NO_CODE),
    "first sign lost": (GOOD[1:], NO_CODE),
    "small letters": (GOOD.lower(), NO_CODE),
    "a receipt": (sealed("NACHWEIS1", {}), "Das ist ein Nachweis"),
    "progress": ("LERNSTAND1Z.abc.12345678", "Das ist ein Lernstand"),
    "no body": ("AUFGABE1.", BROKEN),
    "a half": (GOOD[:HALF], BROKEN),
    "no checksum": (GOOD[:-8], BROKEN),
    "last sign lost": (GOOD[:-1], BROKEN),
    "a sign changed": (GOOD[:HALF] + ("a" if GOOD[HALF] != "a" else "b") + GOOD[HALF + 1 :], BROKEN),
    "a sign twice": (GOOD[:HALF] + GOOD[HALF - 1 :], BROKEN),
    "two links mixed": (GOOD[:75] + OTHER[75:], BROKEN),
    "impossible base64": (f"AUFGABE1.aaaaa.{zlib.crc32(b'AUFGABE1.aaaaa'):08x}", BROKEN),
    "no JSON": (sealed("AUFGABE1", b"{'a'"), BROKEN),
    "no UTF-8": (sealed("AUFGABE1", b"\xff\xfe"), BROKEN),
    "version 2": (code_of(["boden"], version=2), NEWER),
    "version 999999": (code_of(["boden"], version=999_999), NEWER),
    "of another kind": (sealed("AUFGABE1Z", {"c": COURSE}), NEWER),
    "another course": (sealed("AUFGABE1", {"c": "anderer", "l": ["x"]}), FOREIGN),
    "null": (sealed("AUFGABE1", b"null"), EMPTY),
    "a list": (sealed("AUFGABE1", []), EMPTY),
    "no parts": (code_of([]), EMPTY),
    "parts as text": (sealed("AUFGABE1", {"c": COURSE, "l": "boden"}), EMPTY),
    "a part as number": (code_of([5]), EMPTY),
    "an empty part": (code_of([""]), EMPTY),
    "a part too long": (code_of(["x" * 101]), EMPTY),
    "too many parts": (code_of([f"l{i}" for i in range(61)]), EMPTY),
    "a code too long": (code_of(["boden"], n="x" * 2000), BROKEN),
    "1 MB": ("AUFGABE1." + "a" * 1_000_000, "viel länger als jede Aufgabe"),
}  # fmt: skip


def test_every_damaged_link_gets_a_german_line_and_stores_nothing(visit: Any) -> None:
    page = visit().open(TASK)
    field = page.get_by_label("fügen Sie ihn hier ganz ein")
    for name, (text, told) in LINKS.items():
        field.evaluate("(field, text) => { field.value = text; }", text)
        page.get_by_role("button", name="Aufgabe zeigen").click()
        expect(message(page), name).to_contain_text(told)
        expect(page.locator("[data-assignment]"), name).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0
    assert page.evaluate("window.boese") is None


@pytest.mark.parametrize("name", ["a half", "version 2", "another course", "1 MB"])
def test_a_damaged_fragment_is_told_like_a_damaged_text(visit: Any, name: str) -> None:
    text, told = LINKS[name]
    expect(message(visit().open(f"{TASK}#{text}"))).to_contain_text(told)


def test_a_link_encoded_twice_still_opens(visit: Any) -> None:
    page = visit().open(TASK + "#" + urllib.parse.quote("%23" + GOOD.replace(".", "%2E")))
    expect(page.locator("[data-assignment]")).to_contain_text("Team Nord")


def test_script_in_every_field_is_only_text(visit: Any) -> None:
    code = code_of(
        ["boden", HOSTILE, "__proto__", "wege/" + HOSTILE],
        **dict.fromkeys(("d", "g", "f", "n", "m", "x"), HOSTILE),
    )
    profile = visit()
    page = accept(profile, code)
    sheet = page.locator("[data-assignment]")
    expect(sheet).to_contain_text(f"{HOSTILE}. Das hat eingetragen, wer den Link gemacht hat")
    expect(sheet.locator("[data-unknown]")).to_contain_text("kennt nicht: <img")
    expect(sheet).to_contain_text("kein Termin")
    for path in ("", "lernstand/", "nachweis/"):
        other = profile.open(path)
        expect(other.locator("main")).to_contain_text(HOSTILE)
        assert other.locator("main img").count() == 0
        assert other.evaluate("window.boese") is None


def test_an_assignment_of_unknown_parts_alone_says_so_and_cannot_be_accepted(visit: Any) -> None:
    page = visit().open(f"{TASK}#{code_of(['gibt-es-nicht'])}")
    expect(page.locator("[data-unknown]")).to_contain_text("gibt-es-nicht. Fragen Sie, was damit gemeint ist.")
    expect(page.get_by_role("button", name="Annehmen", exact=True)).to_have_count(0)


# The learner


def test_the_learner_sees_what_is_asked_by_when_and_by_whom_before_anything_is_stored(
    course: Course, visit: Any
) -> None:
    page = visit().open(f"{TASK}#{GOOD}")
    sheet = page.locator("[data-assignment]")
    for text in (
        "Frau Kern. Das hat eingetragen, wer den Link",
        "Team Nord",
        "15. Dezember 2030",
        "Eine Lektion pro Woche.",
    ):
        expect(sheet).to_contain_text(text)
    (first,) = (module for module in course.modules if module.slug == "boden")
    titles = [lesson.title for lesson in (*first.lessons, course.lessons["aussaat"])]
    expect(sheet.locator(".teile a")).to_have_text(titles)
    minutes = course.duration([*first.lessons, course.lessons["aussaat"]]).reading
    expect(sheet).to_contain_text(f"3 Lektionen. Zusammen etwa {minutes} Minuten")
    assert page.evaluate("localStorage.length") == 0


def test_who_declines_leaves_no_trace_here(visit: Any) -> None:
    profile = visit()
    page = profile.open(f"{TASK}#{GOOD}")
    page.get_by_role("button", name="Nicht annehmen").click()
    expect(message(page)).to_contain_text("Nicht angenommen. Gespeichert ist davon nichts")
    expect(page.locator("[data-assignment]")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0
    expect(page.get_by_role("heading", name="Ihre Liste")).to_be_focused()
    assert "#" not in page.url
    expect(profile.open().locator("[data-assignments]")).to_be_hidden()


def test_accepted_assignments_stand_on_the_start_page_with_progress_and_stay_when_done(
    course: Course, visit: Any
) -> None:
    lesson = course.lessons["winter"]
    profile = visit()
    accept(profile, GOOD)
    accept(profile, code_of(["winter"], g="Plan", d="2030-01-31"))
    page = profile.open()
    cards = page.locator(".assignment-card")
    expect(cards).to_have_count(2)
    expect(cards.first).to_contain_text("Plan")  # due sooner
    expect(cards.first).to_contain_text("0 von 1 Lektion bestanden.")
    expect(cards.last).to_contain_text("gestellt von Frau Kern (laut Link), bis zum 15. Dezember 2030")
    cards.first.get_by_role("link", name=f"Weiter: {lesson.title}").click()
    finish(page, course, lesson.slug)
    wait_until_stored(page, '"passed"')
    start = profile.open()
    expect(start.locator(".assignment-card")).to_have_count(2)
    done = start.locator(".assignment-card").last
    expect(done).to_contain_text("Erledigt: Alles ist bestanden.")
    expect(done.locator(".knopf")).to_have_text("Nachweis erstellen")


def test_a_passed_check_leads_on_in_the_assignment_and_at_its_end_to_the_receipt(course: Course, visit: Any) -> None:
    passed = {"n": 2, "t": 1_795_000_000, "v": "1.2.3"}
    end = {"n": 3, "t": 1_795_000_000, "right": 9, "total": 10}
    exam = {
        "attempt": {"n": 1, "t": 1, "questions": ["x:1"], "answers": {}, "end": end},
        "passed": {"3-1": {**passed, "right": 9, "total": 10, "modules": ["Der Boden"]}},
    }
    for done, words in (([], ", noch offen: Kompost"), (["kompost"], ": alles bestanden. Nachweis erstellen")):
        profile = visit()
        plant(profile, progress(exam=exam, passed=dict.fromkeys(["abschlusstest", *done], 5)))
        accept(profile, code_of(["kompost", "abschlusstest"], g="Laden"))
        for path in ("abschlusstest/", "zertifikat/"):
            page = profile.open(path)
            expect(page.locator("[data-after-check]")).to_contain_text(f"Aufgabe „Laden“{words}")
    page.get_by_role("link", name="Nachweis erstellen").click()
    expect(page.locator("h1")).to_have_text("Nachweis erstellen")


def test_who_accepts_on_a_phone_sees_that_it_is_done_and_is_not_asked_who_they_are(visit: Any) -> None:
    page = accept(visit(viewport={"width": 360, "height": 740}), GOOD)
    expect(page.locator("[data-accepted]")).to_be_in_viewport()
    expect(page.get_by_role("article").get_by_role("link", name="Weiter: ")).to_be_in_viewport()
    expect(page.locator("[data-own]")).to_be_hidden()


def test_who_opens_a_link_that_somebody_has_accepted_here_sees_whose_progress_it_is(visit: Any) -> None:
    profile = visit(viewport={"width": 360, "height": 740})
    accept(profile, GOOD)
    page = profile.open(f"{TASK}#{GOOD}")
    own = page.locator("[data-own]")
    expect(own).to_contain_text("Auf diesem Gerät ist ein Lernstand")
    expect(own.get_by_text("Nicht Ihr Lernstand?")).to_be_in_viewport()
    own.get_by_text("Nicht Ihr Lernstand?").click()
    own.get_by_role("textbox").fill("Bo")
    own.get_by_role("button", name="Eigenen Lernstand beginnen").click()
    expect(own).to_contain_text("ein Lernstand von Bo.")
    expect(own).to_be_in_viewport()
    expect(page.get_by_role("button", name="Annehmen", exact=True)).to_be_visible()


def test_a_day_that_has_passed_is_said_while_something_is_open(visit: Any) -> None:
    profile = visit(timezone_id="Europe/Berlin")
    code = code_of(["winter"], d="2026-11-24")
    profile.context.clock.set_fixed_time("2026-11-24T23:30:00+01:00")  # the last evening
    page = accept(profile, code)
    expect(page.locator("[data-assignment]")).not_to_contain_text("vorbei")
    profile.context.clock.set_fixed_time("2026-11-25T00:30:00+01:00")
    expect(profile.open(f"{TASK}#{code}").locator("[data-assignment]")).to_contain_text("Dieser Tag ist vorbei.")
    start = profile.open()
    expect(start.locator(".assignment-card")).to_contain_text("war bis zum 24. November 2026 gedacht")
    document = {**stored(start), "lessons": {"winter": {"passed": {"n": 9, "t": 1, "v": "1.0.0"}}}}
    start.evaluate("([k, t]) => localStorage.setItem(k, t)", [KEY, json.dumps(document)])
    expect(profile.open().locator(".assignment-card")).not_to_contain_text("gedacht")


def test_an_assignment_can_be_put_away_and_accepted_again(visit: Any) -> None:
    profile = visit()
    page = accept(profile, GOOD)
    expect(page.get_by_role("link", name="Weiter").first).to_be_focused()
    page.get_by_role("button", name="Von der Liste nehmen").click()
    expect(message(page)).to_contain_text("Von der Liste genommen.")
    start = profile.open()
    expect(start.locator("[data-assignments]")).to_be_hidden()
    expect(profile.open("lernstand/").locator("[data-saved]")).to_contain_text("von Ihrer Liste genommen")
    accept(profile, GOOD)
    expect(start.locator(".assignment-card")).to_have_count(1)  # the other tab hears of it


def test_an_assignment_is_said_moved_and_deleted_with_the_rest(visit: Any) -> None:
    old, new = visit(), visit()
    accept(old, GOOD)
    page = old.open("lernstand/")
    expect(page.locator("[data-saved]")).to_contain_text(
        "Eine angenommene Aufgabe „Team Nord“ von Frau Kern, bis 15. Dezember 2030."
    )
    page.get_by_role("button", name="Als Code zeigen").click()
    code = page.get_by_label("Ihr Code")
    expect(code).not_to_be_empty()
    target = new.open("lernstand/")
    target.get_by_label("oder Code").fill(code.input_value())
    target.get_by_role("button", name="Prüfen, was dazukommt").click()
    expect(target.locator("[data-message=einlesen]")).to_have_text("Neu: Angaben zu Aufgaben.")
    target.get_by_role("button", name="Zusammenführen").click()
    expect(new.open().locator(".assignment-card")).to_have_count(1)
    target.get_by_role("button", name="Alles auf diesem Gerät löschen").click()
    target.get_by_role("button", name="Ja, alles löschen").click()
    expect(target.locator("[data-saved]")).to_have_text("Noch nichts.")
    assert target.evaluate("localStorage.length") == 0


def test_who_refuses_storing_is_told_that_an_accepted_assignment_is_not_kept(visit: Any) -> None:
    profile = visit()
    profile.plant(REFUSAL, "ja")
    page = profile.open(f"{TASK}#{GOOD}")
    page.get_by_role("button", name="Annehmen", exact=True).click()
    expect(page.locator("[data-accepted]")).to_contain_text("Angenommen, aber nicht gespeichert")
    assert page.evaluate("Object.keys(localStorage)") == [REFUSAL]


def test_without_storage_the_assignment_is_shown_and_the_loss_told(visit: Any) -> None:
    profile = visit()
    profile.context.add_init_script(FORBID)
    page = profile.open(f"{TASK}#{GOOD}")
    page.get_by_role("button", name="Annehmen", exact=True).click()
    expect(page.locator("[data-accepted]")).to_contain_text("nicht gespeichert")
    expect(page.locator("[data-messages]")).to_contain_text("erlaubt das Speichern nicht")


def test_a_stored_assignment_that_a_later_version_wrote_is_kept(visit: Any) -> None:
    later = code_of(["boden"], version=7)
    document = {"format": "kurs-lernstand", "version": 1, "course": COURSE, "clock": 4, "answers": {}, "lessons": {},
                "assignments": {"abc": {"n": 4, "t": 1, "code": later}}}  # fmt: skip
    profile = visit()
    profile.plant(KEY, json.dumps(document))
    page = accept(profile, GOOD)
    assert stored(page)["assignments"]["abc"]["code"] == later
    expect(profile.open().locator(".assignment-card")).to_have_count(1)


# The trainer


def build(page: Page) -> None:
    """Choose a module and a lesson; fill in all fields."""
    page.get_by_role("checkbox", name="Der Boden").check()
    page.get_by_text("Einzelne Lektionen von „Die Pflanzen“").click()
    page.get_by_role("checkbox", name="Aussäen").check()
    page.get_by_label("Gruppe").fill("Team Nord")
    page.get_by_label("Fertig bis").fill("2027-02-15")
    page.get_by_label("Von wem").fill("Frau Kern")
    page.get_by_label("Hinweis an die Lernenden").fill("Eine Lektion pro Woche; in Ruhe, bitte.")


def open_form(visit: Any, **options: Any) -> Page:
    profile = visit(timezone_id="Europe/Berlin", **options)
    profile.context.clock.set_fixed_time("2026-11-25T09:30:00+01:00")
    return profile.open(ASSIGN)


def test_the_link_leads_to_what_was_chosen(course: Course, visit: Any) -> None:
    page = open_form(visit)
    expect(page.get_by_label("Der Link")).to_be_hidden()
    build(page)
    (first,) = (module for module in course.modules if module.slug == "boden")
    minutes = course.duration([*first.lessons, course.lessons["aussaat"]]).reading
    expect(page.locator("[data-chosen-sum]")).to_contain_text(f"Gewählt: 3 Lektionen. Zusammen etwa {minutes} Minuten")
    link = page.get_by_label("Der Link").input_value()
    assert link.startswith(page.url.removesuffix(ASSIGN) + "aufgabe/#AUFGABE1.")
    learner = visit()
    page = learner.open(link.removeprefix(learner.address))
    expect(page.locator(".teile a")).to_have_count(3)
    expect(page.locator("[data-assignment]")).to_contain_text("Eine Lektion pro Woche; in Ruhe, bitte.")
    assert page.evaluate("localStorage.length") == 0


def test_paths_overlapping_lessons_count_once_and_a_module_takes_its_lessons_along(course: Course, visit: Any) -> None:
    page = open_form(visit)
    page.get_by_role("checkbox", name="Der ganze Kurs").check()
    total = course.duration(course.lessons.values()).reading
    page.get_by_role("checkbox", name="Der Boden").check()
    expect(page.locator("[data-chosen-sum]")).to_have_text(
        f"Gewählt: {len(course.lessons)} Lektionen. Zusammen etwa {total} Minuten, Übungen nicht mitgezählt."
    )
    lesson = page.locator('[value="erde-pruefen"]')
    expect(lesson).to_be_checked()
    expect(lesson).to_be_disabled()
    page.get_by_role("checkbox", name="Der Boden").uncheck()
    expect(lesson).not_to_be_checked()


def test_an_exam_is_no_lesson_but_its_minutes_count(course: Course, visit: Any) -> None:
    page = open_form(visit)
    total = page.locator("[data-chosen-sum]")
    page.get_by_role("checkbox", name="Abschluss-Check").check()
    assert course.exam
    exam = course.exam_minutes(course.exam)
    expect(total).to_have_text(f"Gewählt: Abschluss-Check. Zusammen etwa {exam} Minuten, Übungen nicht mitgezählt.")
    alone = page.get_by_label("Der Link").input_value()
    page.get_by_role("checkbox", name="Der Boden").check()
    (first,) = (module for module in course.modules if module.slug == "boden")
    minutes = course.duration(first.lessons).reading + exam
    told = (
        f"{len(first.lessons)} Lektionen, Abschluss-Check. Zusammen etwa {minutes} Minuten, Übungen nicht mitgezählt."
    )
    expect(total).to_have_text(f"Gewählt: {told}")
    page.goto(page.get_by_label("Der Link").input_value())
    expect(page.locator("[data-extent]")).to_have_text(told)
    page.get_by_role("button", name="Annehmen", exact=True).click()
    cards = page.locator(".assignment-card")
    expect(cards).to_contain_text(f"0 von {len(first.lessons) + 1} Teilen bestanden.")
    page.goto(alone)
    expect(page.locator("[data-extent]")).to_contain_text(f"Abschluss-Check. Zusammen etwa {exam} Minuten")
    say_so(page)
    page.get_by_role("button", name="Annehmen", exact=True).click()
    expect(cards.last).to_contain_text("Noch nicht bestanden.")


def test_a_day_in_the_past_is_said_while_the_link_is_made(visit: Any) -> None:
    page = open_form(visit)
    hint = page.locator("[data-too-early]")
    page.get_by_label("Fertig bis").fill("2026-11-24")
    expect(hint).to_have_text("Dieser Tag ist schon vorbei.")
    page.get_by_label("Fertig bis").fill("2026-11-25")
    expect(hint).to_be_empty()


def test_the_qr_code_holds_the_link_and_can_be_saved(visit: Any) -> None:
    page = open_form(visit, device_scale_factor=2)
    build(page)
    link = page.get_by_label("Der Link").input_value()
    picture = page.locator("[data-qr-picture]").get_by_role("img", name="Die Aufgabe als QR-Code")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot())))
    assert found.text == link
    with page.expect_download() as download:
        page.get_by_role("button", name="QR-Code sichern (SVG)").click()
    assert download.value.suggested_filename == "aufgabe-team-nord-qr.svg"
    assert Path(download.value.path()).read_text("utf-8").startswith('<svg xmlns="http://www.w3.org/2000/svg"')
    with page.expect_download() as download:
        page.get_by_role("button", name="QR-Code sichern (PNG)").click()
    assert download.value.suggested_filename == "aufgabe-team-nord-qr.png"
    (found,) = zxingcpp.read_barcodes(Image.open(download.value.path()))
    assert found.text == link


def test_mail_and_appointment_say_the_same_as_the_link(visit: Any) -> None:
    page = open_form(visit)
    build(page)
    link = page.get_by_label("Der Link").input_value()
    mail = page.get_by_label("Text für eine Mail").input_value()
    assert f"\n{link}\n" in mail
    for text in ("bis zum 15. Februar 2027", "- Modul „Der Boden“ (", "- Lektion „Aussäen“", "Frau Kern"):
        assert text in mail
    letter = urllib.parse.unquote(page.get_by_role("link", name="Mail öffnen").get_attribute("href") or "")
    assert letter.startswith("mailto:?subject=")
    assert mail in letter.replace("\r\n", "\n")
    with page.expect_download() as download:
        page.get_by_role("button", name="Als Termin sichern").click()
    calendar = icalendar.Calendar.from_ical(Path(download.value.path()).read_bytes())
    (event,) = calendar.events
    assert event.start.isoformat() == "2027-02-15"
    assert link in event["DESCRIPTION"]
    assert "Lektion „Aussäen“" in event["DESCRIPTION"]


def test_copying_says_what_it_did(visit: Any) -> None:
    page = open_form(visit, permissions=["clipboard-read", "clipboard-write"])
    build(page)
    page.get_by_role("button", name="Link kopieren").click()
    expect(message(page)).to_have_text("Der Link ist kopiert.")
    assert page.evaluate("navigator.clipboard.readText()") == page.get_by_label("Der Link").input_value()


def test_where_copying_is_forbidden_the_link_is_marked_and_the_way_told(visit: Any) -> None:
    page = open_form(visit)
    page.evaluate("void (navigator.clipboard.writeText = () => Promise.reject(new DOMException('no')))")
    build(page)
    page.get_by_role("button", name="Link kopieren").click()
    expect(message(page)).to_contain_text("Strg+C")
    expect(page.get_by_label("Der Link")).to_be_focused()


def test_an_appointment_without_a_day_asks_for_it(visit: Any) -> None:
    page = open_form(visit)
    page.get_by_role("checkbox", name="Der Boden").check()
    page.get_by_role("button", name="Als Termin sichern").click()
    expect(message(page)).to_contain_text("fehlt das Datum")
    expect(page.get_by_label("Fertig bis")).to_be_focused()


def test_a_link_that_would_be_too_long_is_refused_with_advice(visit: Any) -> None:
    page = open_form(visit)
    page.get_by_role("checkbox", name="Der Boden").check()
    page.get_by_label("Hinweis an die Lernenden").fill("語" * 300)
    expect(page.get_by_label("Der Link")).to_be_visible()  # maxlength counts signs, a link counts their bytes
    for box in page.locator("[data-minutes]").all():
        box.evaluate("(box) => { box.checked = true; }")
    page.get_by_label("Gruppe").fill("語" * 60)
    page.get_by_label("Von wem").fill("語" * 60)
    expect(page.locator("[data-chosen-sum]")).to_contain_text("zu lang für Mail und Chat")
    expect(page.get_by_label("Der Link")).to_be_hidden()


def test_the_slip_prints_on_one_page_with_a_code_that_reads(visit: Any) -> None:
    page = open_form(visit)
    build(page)
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    assert len(paper.pages) == 1
    text = " ".join(paper.pages[0].extract_text().split())
    assert "Team Nord" in text
    assert "Am Ende „Nachweis erstellen“ wählen und zurückschicken." in text
    assert "Text für eine Mail" not in text
    page.emulate_media(media="print")
    picture = page.locator(".slip").get_by_role("img", name="Die Aufgabe als QR-Code")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot())))
    assert found.text == page.locator("#zuweisen-link-0").input_value()


def test_at_the_root_of_a_host_the_link_has_no_base_path(visit: Any, site: Path) -> None:
    with serve(site) as root:
        page = visit(at=root).open(ASSIGN)
        page.get_by_role("checkbox", name="Der Boden").check()
        link = page.get_by_label("Der Link").input_value()
        assert link.startswith(f"{root}aufgabe/#")
        page.goto(link)
        expect(page.locator(".teile a").first).to_be_visible()


# Several groups

SHOPS = ["Nord", "Süd", "Ost", "West", "Mitte", "Hafen", "Bahnhof", "Altstadt", "Neustadt", "Rathaus", "Messe", "Park"]
GROUPS = [f"Filiale {name}" for name in SHOPS] + ["3/4", "=1+1"]


def build_for(page: Page, groups: list[str]) -> None:
    build(page)
    page.get_by_label("Gruppe").fill("\n".join(groups))


def groups_of(page: Page) -> Any:
    return page.locator("[data-each] summary")


def saved_table(page: Page) -> list[list[str]]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Tabelle für Serienmails sichern").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_each_of_fourteen_groups_gets_a_link_of_its_own_that_its_learners_open(visit: Any) -> None:
    page = open_form(visit)
    build_for(page, [*GROUPS, "", "  ", GROUPS[0]])
    expect(groups_of(page)).to_have_text(GROUPS)
    expect(page.locator("#zuweisen-gruppen")).to_have_text("14 Gruppen, jede mit eigenem Link.")
    head, *rows = saved_table(page)
    assert head == ["Gruppe", "Link", "Aufgabe", "Fertig bis", "Von wem", "Nachweise an", "Hinweis"]
    assert [row[0] for row in rows] == [*GROUPS[:-2], "'3/4", "'=1+1"]  # no date, no formula
    assert {row[3] for row in rows} == {"15.02.2027"}
    links = [row[1] for row in rows]
    assert len(set(links)) == 14
    groups_of(page).nth(2).click()
    assert page.get_by_label("Der Link").input_value() == links[2]
    learner = visit()
    for group, link in zip(GROUPS, links, strict=True):
        other = learner.open(link.removeprefix(learner.address))
        expect(other.locator("[data-details]")).to_contain_text(group)
        other.close()


def test_a_group_that_was_unfolded_stays_so_when_what_was_typed_is_kept(visit: Any) -> None:
    page = open_form(visit)
    build_for(page, GROUPS[:3])
    groups_of(page).nth(1).click()
    page.wait_for_timeout(700)  # it is kept a moment after the last key
    expect(page.locator("[data-each] details").nth(1)).to_have_attribute("open", "")


def test_slips_of_many_groups_share_pages_and_none_is_cut(visit: Any) -> None:
    page = open_form(visit)
    build_for(page, GROUPS)
    margins = dict.fromkeys(("top", "bottom", "left", "right"), "1.5cm")
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", margin=margins)))
    texts = [" ".join(one.extract_text().split()) for one in paper.pages]
    assert len(texts) <= 4
    for text in texts:
        assert text.count("Aufgabe Gemeinsam gärtnern") == text.count("Gestellt von Frau Kern") >= 1
    assert [name for name in GROUPS if name in " ".join(texts)] == GROUPS
    page.emulate_media(media="print")
    picture = page.locator(".slip").nth(13).get_by_role("img", name="Die Aufgabe als QR-Code")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot())))
    page.emulate_media(media="screen")
    assert found.text == saved_table(page)[14][1]


def test_what_is_typed_survives_a_reload(visit: Any) -> None:
    page = open_form(visit)
    build_for(page, GROUPS[:3])
    page.get_by_label("E-Mail-Adresse").fill("schulung@firma.example")
    links = [row[1] for row in saved_table(page)]
    wait_for_typed(page, "schulung@firma.example")
    page.reload()
    expect(groups_of(page)).to_have_count(3)
    assert [row[1] for row in saved_table(page)] == links
    page.get_by_role("checkbox", name="Der Boden").uncheck()
    expect(page.locator('[value="erde-pruefen"]')).not_to_be_checked()


def test_old_links_are_read_in_and_changed(visit: Any) -> None:
    page = open_form(visit)
    build_for(page, GROUPS[:3])
    old = [row[1] for row in saved_table(page)[1:]]
    other = open_form(visit)
    other.get_by_text("Einen Link von früher ändern", exact=True).click()
    wrapped = old[1].replace("AUFGABE", "AUF\n> GABE")  # as mail programs do
    other.locator("#zuweisen-alt").fill("Hallo,\n" + "\nund\n> ".join([old[0], wrapped, old[2], old[2]]))
    other.get_by_role("button", name="Einlesen").click()
    expect(other.locator("[data-read-in]")).to_have_text("3 Links eingelesen.")
    assert [row[1] for row in saved_table(other)[1:]] == old
    expect(other.locator("[data-changed]")).to_be_empty()
    other.get_by_label("Fertig bis").fill("2027-03-31")
    expect(other.locator("[data-changed]")).to_contain_text("Fügen Sie unter „Nachweise prüfen“ beide ein.")
    changed = saved_table(other)[1:]
    assert [row[0] for row in changed] == GROUPS[:3]
    assert not {row[1] for row in changed} & set(old)
    wait_for_typed(other, "2027-03-31")


def test_reading_in_says_what_it_cannot_and_asks_before_it_replaces(visit: Any) -> None:
    page = open_form(visit)
    page.get_by_text("Einen Link von früher ändern", exact=True).click()
    told = page.locator("[data-read-in]")

    def read_in(text: str) -> None:
        page.locator("#zuweisen-alt").evaluate("(field, text) => { field.value = text; }", text)
        page.get_by_role("button", name="Einlesen").click()

    for name, (text, problem) in LINKS.items():
        read_in(text)
        expect(told, name).to_contain_text(problem)
    read_in(code_of(["boden", "gibt-es-nicht", HOSTILE], g=HOSTILE, f=HOSTILE, n=HOSTILE, m=HOSTILE))
    expect(told).to_contain_text("kennt nicht: gibt-es-nicht, <img")
    expect(page.get_by_label("Gruppe")).to_have_value(HOSTILE)
    expect(page.get_by_label("E-Mail-Adresse")).to_have_value("")
    page.once("dialog", lambda dialog: dialog.dismiss())
    read_in(OTHER)
    expect(page.get_by_label("Gruppe")).to_have_value(HOSTILE)
    page.once("dialog", lambda dialog: dialog.accept())
    read_in(f"{OTHER}\n{GOOD}")
    expect(told).to_contain_text("Sie sagen nicht alle dasselbe")
    expect(page.get_by_label("Gruppe")).to_have_value("Team Süd\nTeam Nord")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Alles leeren").click()
    expect(page.get_by_label("Gruppe")).to_have_value("")
    expect(page.locator("[data-chosen-sum]")).to_have_text("Noch ist nichts gewählt.")
    assert page.evaluate("window.boese") is None


def test_groups_that_are_too_many_or_too_long_are_told(visit: Any) -> None:
    page = open_form(visit)
    build_for(page, ["x" * 61, "y"])
    expect(page.locator("#zuweisen-gruppen")).to_have_text("Namen mit mehr als 60 Zeichen werden gekürzt.")
    expect(groups_of(page)).to_have_text(["x" * 60, "y"])
    page.get_by_label("Gruppe").fill("\n".join(f"G{i}" for i in range(101)))
    expect(page.locator("#zuweisen-gruppen")).to_contain_text("Mehr als 100 Gruppen auf einmal gehen nicht.")
    expect(groups_of(page)).to_have_count(100)


def test_an_address_that_is_none_is_told_and_stays_out_of_the_link(visit: Any) -> None:
    page = open_form(visit)
    build(page)
    link = page.get_by_label("Der Link").input_value()
    field, hint = page.get_by_label("E-Mail-Adresse"), page.locator("#zuweisen-adresse")
    field.fill("Frau Kern")
    expect(hint).to_be_empty()  # still typing
    page.get_by_label("Von wem").focus()
    expect(hint).to_have_text("Das ist keine E-Mail-Adresse. So steht sie nicht im Link.")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert page.get_by_label("Der Link").input_value() == link
    field.fill("kern@firma.example")
    page.get_by_label("Von wem").focus()
    expect(hint).to_be_empty()
    assert page.get_by_label("Der Link").input_value() != link
    assert "schicken ihn an kern@firma.example" in page.get_by_label("Text für eine Mail").input_value()


# The pages


def test_axe_finds_nothing_before_and_after_use(visit: Any) -> None:
    page = open_form(visit, viewport=NARROW)
    assert violations(page) == []
    build(page)
    assert violations(page) == []
    page.get_by_label("Gruppe").fill("Nord\nSüd")
    groups_of(page).first.click()
    groups_of(page).last.click()
    assert violations(page) == []
    page.get_by_label("Gruppe").fill("Nord")
    link = page.get_by_label("Der Link").input_value()
    page.goto(link)
    assert violations(page) == []
    page.get_by_role("button", name="Annehmen", exact=True).click()
    assert violations(page) == []
    page.goto(page.url.split("aufgabe/")[0])
    expect(page.locator(".assignment-card")).to_be_visible()
    assert violations(page) == []


def test_two_assignments_without_a_group_have_names_of_their_own(visit: Any) -> None:
    profile = visit()
    accept(profile, code_of(["gartenjahr"], d="2030-03-01"))
    accept(profile, code_of(["gartenjahr"], d="2030-04-01"))
    page = profile.open("")
    for due in ("1. März 2030", "1. April 2030"):
        expect(page.get_by_role("region", name=re.compile(f"Aufgabe ohne Gruppe.*{due}"))).to_be_visible()


def test_nothing_scrolls_sideways_at_320_pixels(visit: Any) -> None:
    page = open_form(visit, viewport={"width": 320, "height": 600})
    build(page)
    page.get_by_label("Gruppe").fill("W" * 60)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(page.get_by_label("Der Link").input_value())
    page.get_by_role("button", name="Annehmen", exact=True).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto(page.url.split("aufgabe/")[0])
    expect(page.locator(".assignment-card")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_an_assignment_is_built_by_keyboard(visit: Any) -> None:
    page = open_form(visit)
    page.get_by_role("checkbox", name="Beginn").focus()
    page.keyboard.press("Space")
    page.get_by_label("Gruppe").focus()
    page.keyboard.type("Neue")
    page.get_by_role("button", name="Link kopieren").focus()
    page.keyboard.press("Enter")
    expect(message(page)).not_to_be_empty()


@pytest.mark.parametrize("path", [ASSIGN, TASK])
def test_without_javascript_the_page_says_what_it_cannot_do(visit: Any, path: str) -> None:
    page = visit(java_script_enabled=False).open(path)
    expect(page.locator("main .offen").first).to_contain_text("JavaScript")
    expect(page.get_by_role("button")).to_have_count(0)

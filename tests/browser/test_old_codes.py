"""Progress, assignments and receipts of earlier editions in a later one, where addresses moved and modules changed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import test_progress
import test_quiz
import test_receipt
from playwright.sync_api import expect
from test_assignment import TASK, accept, message
from test_progress import MAY, read_in
from test_progress import code_of as progress_code
from test_receipt import CHECK, RECEIPT, check, content_of, create, lines

import codes
from conftest import ROOT, build, serve
from kurs.content.course import Course
from kurs.content.model import Numeric
from projekt import REAL_COURSE, copy_course, replace, write

KEY = f"kurs:{REAL_COURSE}:lernstand"
progress = partial(test_progress.progress, course=REAL_COURSE)
plant = partial(test_progress.plant, key=KEY)
stored = partial(test_quiz.stored, key=KEY)
code_of = partial(codes.code_of, c=REAL_COURSE)
receipt = partial(test_receipt.receipt, c=REAL_COURSE)

RECORDED: dict[str, dict[str, str]] = json.loads((ROOT / "tests" / "recorded" / "codes.json").read_text("utf-8"))
"""Edition to what its pages wrote: a course of twenty-three lessons, the modules as in published.json."""

RECEIPTS = [(version, kind) for version, of in RECORDED.items() for kind in of if kind.startswith("receipt")]
THEN = {
    "1.0.0": {"kundenwert": ["das-alte-schild"], "schatz": ["das-alte-schild", "selbstbild"], "kundenblick": ["feindbild", "sofort", "aufgegeben"]},
    "1.10.0": {"kundenwert": ["das-schild", "selbstbild"]},
}  # fmt: skip
MOVES = "/das-alte-schild/: /das-schild/\n/schatz/: /kundenwert/\n/wege/anfang/: /wege/einstieg/\n/alter-check/: /einstiegs-check/\n"


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The course as a later edition of one whose first modules were others."""
    project = copy_course(tmp_path_factory.mktemp("spaeter"))
    published = json.loads((ROOT / "published.json").read_text("utf-8"))
    for url in ("das-alte-schild/", "schatz/", "wege/anfang/", "alter-check/"):
        published["addresses"][url] = []
    write(project, "published.json", json.dumps({**published, "modules": THEN}))
    write(project, "docs/umzuege.yml", MOVES)
    replace(project, "docs/wege/kundenkontakt.md", "path: [", "path: [zuhoeren, sofort, ")
    done = build(project, project / "netz" / "kurs")
    assert done.returncode == 0, done.stderr
    with serve(project / "netz") as root:
        yield f"{root}kurs/"


def verdict(visit: Any, at: str, code: str) -> Any:
    """The line of one receipt in the checker."""
    page = visit(at=at).open(CHECK)
    check(page, code)
    expect(lines(page)).to_have_count(1)
    return lines(page)


def cell(line: Any, course: Course, module: str) -> Any:
    """What the table says of `module`."""
    return line.locator("td").nth(6 + [one.slug for one in course.modules].index(module))


# Progress


def test_what_was_passed_at_an_old_address_is_passed(visit: Any, later: str) -> None:
    profile = visit(at=later)
    plant(profile, progress({}, {"das-alte-schild": MAY}))
    page = profile.open()
    expect(page.locator('main [data-lesson="das-schild"]').first).to_have_attribute("data-status", "bestanden")
    page = profile.open("lernstand/")
    expect(page.locator("main")).to_contain_text("1 Lektion bestanden")
    expect(page.locator("main")).not_to_contain_text("nicht zu finden")


def test_what_was_typed_at_an_old_address_is_there_at_the_new_one(visit: Any, later: str, course: Course) -> None:
    number = next(one.item for one in course.bank.active("das-schild", "practice") if isinstance(one.item, Numeric))
    sentence = {"when": "es klingelt", "then": "atme ich durch", "day": "2026-01-05", "answer": ""}
    values = {
        "quiz:das-alte-schild": {number.id: {"r": number.revision, "given": ["4711"]}},
        "montag:das-alte-schild": sentence,
        "montag:das-schild": {**sentence, "day": ""},
    }
    entries = {name: {"value": value, "changed": 5 - place} for place, (name, value) in enumerate(values.items())}
    profile = visit(at=later)
    typed = {"format": "kurs-getippt", "version": 1, "course": REAL_COURSE, "entries": entries}
    test_progress.plant(profile, typed, KEY.replace("lernstand", "getippt"))
    page = profile.open("das-schild/")
    expect(page.locator(f"#frage-{number.id} input").first).to_have_value("4711")
    page = profile.open("meine-saetze/")
    expect(page.locator(".sentences > li")).to_have_count(1)
    expect(page.locator(".sentences").get_by_role("link")).to_have_text(course.lessons["das-schild"].facts.title)


def test_a_check_of_a_path_goes_on_and_stays_passed_at_its_new_address(visit: Any, later: str, course: Course) -> None:
    (path,) = [path for path in course.paths if path.check and course.address(path.check) == "einstiegs-check/"]
    lessons = {lesson.slug for lesson in path.lessons}
    asked = [one.item for one in course.bank.active(use="exam") if one.item.lesson in lessons][:10]
    attempt = {"n": 3, "t": MAY, "questions": [f"{one.id}:{one.revision}" for one in asked], "answers": {}}
    passed = {"2-1": {"n": 2, "t": MAY, "v": "1.2.0", "right": 9, "total": 10, "modules": ["Eins"]}}
    profile = visit(at=later)
    plant(profile, progress({}, {"alter-check": MAY}, checks={"alter-check": {"attempt": attempt, "passed": passed}}))
    page = profile.open("einstiegs-check/")
    expect(page.locator(".question-number")).to_have_text("Frage 1 von 10")
    title = path.check.title
    page = profile.open("zertifikat/")
    expect(page.locator("article.zertifikat")).to_contain_text(f"den {title} bestanden: 9 von 10")
    expect(page.locator("main option")).to_have_count(1)
    saved = profile.open("lernstand/").locator("[data-saved]")
    expect(saved.get_by_text(f"{title} bestanden")).to_have_count(1)
    expect(saved).not_to_contain_text("alter-check")


def test_progress_read_in_from_an_older_edition_counts_at_the_new_address(visit: Any, later: str) -> None:
    profile = visit(at=later)
    page = profile.open("lernstand/")
    read_in(page, progress_code(progress({}, {"das-alte-schild": MAY})))
    expect(page.locator("main")).to_contain_text("Neu: 1 bestandene Lektion.")
    page.get_by_role("button", name="Zusammenführen").click()
    expect(page.locator("main")).to_contain_text("Zusammengeführt.")
    assert set(stored(page)["lessons"]) == {"das-alte-schild", "das-schild"}  # an older edition still finds its own


def test_a_learning_path_that_moved_leads_on(visit: Any, later: str, course: Course) -> None:
    (path,) = (one for one in course.paths if one.slug == "einstieg")
    page = visit(at=later).open(f"{path.lessons[0].slug}/?weg=anfang")
    following = page.locator(".pager [rel=next]")
    expect(following).to_have_attribute("href", re.compile(rf"/{path.lessons[1].slug}/\?weg=einstieg$"))


# Assignments


@pytest.mark.parametrize(
    ("part", "lessons"),
    [("das-alte-schild", ["das-schild"]), ("schatz", ["das-schild", "selbstbild"]), ("wege/anfang", None)],
)
def test_an_assignment_of_an_old_address_asks_for_the_new_one(
    visit: Any, later: str, course: Course, part: str, lessons: list[str] | None
) -> None:
    page = accept(visit(at=later), code_of([part]))
    (path,) = (one for one in course.paths if one.slug == "einstieg")
    wanted = [course.lessons[slug].title for slug in lessons] if lessons else [one.title for one in path.lessons]
    expect(page.locator(".teile a")).to_have_text(wanted)
    expect(page.locator("[data-unknown]")).to_be_empty()


def test_an_assigned_path_keeps_its_order_and_leads_on_along_it(visit: Any, later: str, course: Course) -> None:
    page = accept(visit(at=later), code_of(["wege/kundenkontakt", "abschlusstest", "serviceklima"]))
    first, second, third = (course.lessons[slug].title for slug in ("zuhoeren", "sofort", "feindbild"))
    titles = page.locator(".teile a").all_text_contents()
    assert titles[:3] == [first, second, third]
    assert titles[-2:] == ["Abschluss-Check", course.lessons["serviceklima"].title]
    page.get_by_role("link", name=f"Weiter: {first}").first.click()
    expect(page.locator(".kicker")).to_contain_text(f"1 von {len(titles)} · Ihre Aufgabe")
    expect(page.locator(".pager [rel=next]")).to_contain_text(second)


@pytest.mark.parametrize("version", ["1.1.0", "1.2.0"])
def test_an_assignment_of_an_earlier_edition_is_read(visit: Any, address: str, version: str) -> None:
    page = visit().open(f"{TASK}#{RECORDED[version]['assignment']}")
    expect(page.locator("[data-assignment]")).to_contain_text("Frau Kern")
    expect(page.locator("[data-unknown]")).to_be_empty()
    expect(message(page)).to_be_empty()


# Receipts


@pytest.mark.parametrize(("version", "kind"), RECEIPTS)
def test_a_receipt_of_an_earlier_edition_is_read(visit: Any, address: str, version: str, kind: str) -> None:
    line = verdict(visit, address, RECORDED[version][kind])
    expect(line).not_to_contain_text("kennt nicht")
    expect(line.locator("td").nth(2)).to_contain_text("noch offen" if "assignment" in kind else "ohne Aufgabe")


def test_a_module_in_an_old_receipt_means_the_lessons_it_had_then(visit: Any, later: str, course: Course) -> None:
    """It has one more now, which nobody is told to have passed."""
    line = verdict(visit, later, RECORDED["1.2.0"]["receipt"])
    expect(cell(line, course, "kundenwert")).to_have_text("1 von 2")
    expect(line).not_to_contain_text("kennt nicht")


def test_the_edition_that_a_receipt_names_decides_what_a_module_means(visit: Any, later: str, course: Course) -> None:
    for version, told in (("1.0.0", "1 von 2"), ("1.9.9", "1 von 2"), ("1.10.0", "bestanden"), ("2.0.0", "bestanden")):
        line = verdict(visit, later, receipt(passed=["kundenwert"], v=version))
        expect(cell(line, course, "kundenwert")).to_have_text(told)


@pytest.mark.parametrize("version", ["0.9.0", "x", ""])
def test_of_an_edition_that_nobody_knows_no_module_is_vouched_for(
    visit: Any, later: str, course: Course, version: str
) -> None:
    line = verdict(visit, later, receipt(passed=["kundenwert"], v=version))
    expect(line).to_contain_text("Diese Fassung kennt nicht: kundenwert.")
    expect(cell(line, course, "kundenwert")).to_be_empty()


def test_lessons_that_left_their_module_or_the_course_are_told_where_they_are(
    visit: Any, later: str, course: Course
) -> None:
    line = verdict(visit, later, receipt(passed=["kundenblick", "das-alte-schild"], v="1.2.0"))
    expect(cell(line, course, "kundenblick")).to_have_text("1 von 4")
    expect(cell(line, course, "kundenmacht")).to_have_text("1 von 3")
    expect(cell(line, course, "kundenwert")).to_have_text("1 von 2")
    expect(line).to_contain_text("Diese Fassung kennt nicht: aufgegeben.")


def test_what_is_open_under_an_old_address_has_its_present_title(visit: Any, later: str, course: Course) -> None:
    task = {"i": "9a96ba04", "o": ["schatz", "das-alte-schild", "fremd"]}
    line = verdict(visit, later, receipt(passed=[], v="1.2.0", a=task))
    expect(line).to_contain_text("noch offen: Der Schatz, fremd.")


def test_a_receipt_of_today_names_no_module(visit: Any, later: str) -> None:
    profile = visit(at=later)
    plant(profile, progress({}, {"das-alte-schild": MAY, "selbstbild": MAY}))
    page = profile.open(RECEIPT)
    expect(page.locator("[data-passed] li")).to_have_text(["Modul „Der Schatz“"])
    assert content_of(create(page))["l"] == ["das-schild", "selbstbild"]

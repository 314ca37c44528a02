"""The check of a path: its own questions, its own state, its own certificate; the course's exam is left alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from test_exam import begin, reply
from test_progress import plant, progress
from test_quiz import stored
from test_typed import wait_for_typed
from test_way import pager, pass_quiz, path_named, where_to_go_on

from conftest import javascript
from kurs.content.course import Course
from kurs.content.model import Match

pytestmark = pytest.mark.any_course
CHECK = "anleiten-check/"


def test_a_path_s_check_asks_about_its_lessons_alone_and_keeps_its_own_state(course: Course, visit: Any) -> None:
    path = path_named(course, "anleiten")
    profile = visit()
    page = profile.open(CHECK)
    begin(page)
    drawn = stored(page)["checks"]["anleiten-check"]["attempt"]["questions"]
    own = {
        f"{one.item.id}:{one.item.revision}"
        for one in course.bank.active(use="exam")
        if course.lessons[one.item.lesson] in path.lessons
    }
    assert len(drawn) == 4
    assert set(drawn) <= own
    for _ in drawn:
        reply(page, course)
    page.get_by_role("button", name="Check abgeben", exact=True).click()
    expect(page.get_by_text("4 von 4 Fragen sind richtig")).to_be_visible()
    expect(page.get_by_role("heading", name="Ergebnis je Lektion")).to_be_visible()
    kept = stored(page)
    assert "exam" not in kept
    assert "anleiten-check" in kept["lessons"]
    expect(profile.open("abschlusstest/").get_by_role("button", name="Check beginnen", exact=True)).to_be_visible()


def test_who_begins_a_check_early_reads_which_lessons_are_not_passed_yet(course: Course, visit: Any) -> None:
    path = path_named(course, "anleiten")
    first, *rest = path.lessons
    profile = visit()
    plant(profile, progress(passed={first.slug: 1}))
    page = profile.open(CHECK)
    said = page.locator("[data-not-yet]")
    expect(said).to_have_text(
        f"Noch nicht bestanden: {', '.join(one.title for one in rest)}. Der Check fragt auch danach."
    )
    expect(said.get_by_role("link").first).to_have_attribute("href", re.compile(rf"/{rest[0].slug}/$"))
    begin(page)
    expect(said).to_be_hidden()
    exam = profile.open("abschlusstest/")
    many = len(course.lessons) - 1
    expect(exam.locator("[data-not-yet]")).to_have_text(
        f"Noch nicht bestanden: {many} von {many + 1} Lektionen. Der Check fragt auch danach."
    )


def test_before_a_check_whose_lessons_are_all_passed_nothing_more_is_said(course: Course, visit: Any) -> None:
    profile = visit()
    plant(profile, progress(passed={one.slug: 1 for one in path_named(course, "anleiten").lessons}))
    page = profile.open(f"{CHECK}?weg=anleiten")
    expect(page.locator(".course-menu .own-way")).to_be_attached()  # the way's script has run
    expect(page.locator("[data-not-yet]")).to_be_hidden()


def test_the_certificate_names_the_check_its_questions_and_the_edition(course: Course, visit: Any) -> None:
    page = visit().open(CHECK)
    begin(page)
    for _ in range(4):
        reply(page, course)
    page.get_by_role("button", name="Check abgeben", exact=True).click()
    page.get_by_role("link", name="Zum Zertifikat").click()
    sheet = page.locator("article.zertifikat")
    expect(sheet).to_contain_text(re.compile(r"hat am .* den Anleiten-Check bestanden: 4 von 4 Fragen waren richtig\."))
    expect(sheet).to_contain_text("Fassung des Kurses: 0.3.0.")
    titles = [lesson.title for lesson in path_named(course, "anleiten").lessons]
    assert set(sheet.locator("li").all_text_contents()) == set(titles)


def test_a_reload_goes_on_with_the_check_and_the_exam_begun_beside_it_is_another(course: Course, visit: Any) -> None:
    profile = visit()
    page = profile.open(CHECK)
    begin(page)
    reply(page, course)
    page.reload()
    expect(page.locator(".question-number")).to_have_text("Frage 2 von 4")
    begin(profile.open("abschlusstest/"))
    kept = stored(profile.open(CHECK))
    assert len(kept["exam"]["attempt"]["questions"]) == 10
    assert len(kept["checks"]["anleiten-check"]["attempt"]["answers"]) == 1


def test_half_an_answer_in_a_path_s_check_comes_back_and_leaves_that_of_the_exam_alone(
    course: Course, visit: Any
) -> None:
    match = next(one.item for one in course.bank.active(use="exam") if isinstance(one.item, Match))
    attempt = {"n": 3, "t": 5, "questions": [f"{match.id}:{match.revision}"], "answers": {}}
    checks = {"anleiten-check": {"attempt": {**attempt, "n": 4}}}
    profile = visit()
    plant(profile, progress(exam={"attempt": attempt}, checks=checks))
    chosen = {}
    for place, (path, index) in enumerate((("abschlusstest/", 1), (CHECK, 2))):
        page = profile.open(path)
        field = page.locator(".exam select").nth(place)
        field.select_option(index=index)
        chosen[path] = (place, field.input_value())
        wait_for_typed(page, chosen[path][1])
        page.close()
    for path, (place, value) in chosen.items():
        page = profile.open(path)
        expect(page.locator(".exam select").nth(place)).to_have_value(value)
        expect(page.locator(".exam select").nth(1 - place)).to_have_value("")
    page = profile.open("lernstand/")
    expect(page.locator("[data-saved]")).to_contain_text("Angefangene Antworten im Abschluss-Check")
    expect(page.locator("[data-saved]")).to_contain_text("Angefangene Antworten im Check „Anleiten-Check“")


def test_half_answers_to_two_questions_of_one_check_in_two_tabs_are_both_kept(course: Course, visit: Any) -> None:
    matches = [one.item for one in course.bank.active(use="exam") if isinstance(one.item, Match)]
    first, second = (f"{match.id}:{match.revision}" for match in matches[:2])
    profile = visit()
    plant(profile, progress(exam={"attempt": {"n": 3, "t": 5, "questions": [first, second], "answers": {}}}))
    one, two = (profile.open("abschlusstest/") for _ in range(2))
    two.get_by_role("button", name="Weiter").click()
    for page in (one, two):
        field = page.locator(".exam form:visible select").first
        field.select_option(index=1)
        wait_for_typed(page, field.input_value())
    page = profile.open("abschlusstest/")
    expect(page.locator(".exam form:visible select").first).not_to_have_value("")
    page.get_by_role("button", name="Weiter").click()
    expect(page.locator(".exam form:visible select").first).not_to_have_value("")


def test_a_path_names_its_check_before_anybody_begins(visit: Any) -> None:
    page = visit().open("wege/anleiten/")
    expect(page.locator("main")).to_contain_text("Zum Schluss: Anleiten-Check, 4 Fragen")
    page.locator("main").get_by_role("link", name="Anleiten-Check").locator("visible=true").click()
    expect(page.locator("h1")).to_have_text("Anleiten-Check")


def test_after_the_last_lesson_of_a_path_comes_its_check(course: Course, visit: Any) -> None:
    path = path_named(course, "anleiten")
    page = visit().open("wege/anleiten/")
    where_to_go_on(page).get_by_role("link").click()
    for lesson in path.lessons:
        expect(page.locator("h1")).to_have_text(lesson.facts.title)
        pass_quiz(page)
        pager(page).locator("[rel=next]").click()
    expect(page.locator("h1")).to_have_text("Anleiten-Check")


def test_a_package_of_a_check_takes_up_what_its_platform_kept(browser: Browser, tmp_path: Path) -> None:
    page = javascript(
        browser,
        tmp_path,
        'import { examOf } from "./exam/exam.js";\nimport { packProgress, progressOf, unpack } from "./lms/packing.js";\n'
        'import { statusOf } from "./lms/status.js";\nwindow.f = { examOf, packProgress, progressOf, unpack, statusOf };\n',
    )
    passes = page.evaluate(
        """() => {
          const pack = { course: "k", lessons: ["a-check"], groups: ["Eins"], exam: true, check: "a-check", questions: [] };
          const pass = { n: 3, t: 1795000000, v: "1.2.3", right: 9, total: 10, modules: ["Eins"] };
          const progress = { format: "kurs-lernstand", version: 1, course: "k", clock: 9, answers: {}, lessons: {},
            checks: { "a-check": { passed: { "1-2": pass } } } };
          const status = f.statusOf(progress, pack);
          const again = f.progressOf(f.unpack(f.packProgress(progress, pack, status)), pack);
          return [status.success, Object.values(f.examOf(again, "a-check").passed).map(({ right, total, modules }) => [right, total, modules])];
        }"""
    )
    assert passes == ["passed", [[9, 10, ["Eins"]]]]

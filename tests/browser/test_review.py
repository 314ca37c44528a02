"""„Heute wiederholen“: what is due comes back, mixed and bounded; no clock and no network loses an answer."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Locator, Page, expect
from test_pages import NARROW, violations
from test_progress import DAY, plant, progress
from test_quiz import KEY, answer, check, stored, wait_until_stored
from test_storage import often
from test_typed import wait_for_typed

from conftest import javascript
from kurs.content.course import Course
from kurs.content.model import Question
from projekt import COURSE

pytestmark = pytest.mark.any_course


def done(course: Course, days: float, lessons: int = 4, ok: bool = True) -> dict:
    """The first lessons passed, every question answered `days` ago."""
    then = int(time.time() - days * DAY)
    slugs = list(course.lessons)[:lessons]
    questions = [placed.item for slug in slugs for placed in course.bank.active(slug, "practice")]
    answers = {q.id: {"r": q.revision, "n": i, "t": then, "ok": ok, "given": ["x"]} for i, q in enumerate(questions, 1)}
    return progress(answers, dict.fromkeys(slugs, then), clock=1000)


def opened(visit: Any, document: dict, **options: Any) -> Page:
    profile = visit(**options)
    plant(profile, document)
    return profile.open("wiederholen/")


def begin(page: Page, count: int = 5) -> list[Locator]:
    start = page.get_by_role("button", name="Anfangen", exact=True)
    expect(start).to_be_visible()
    choice = page.get_by_label(str(count), exact=True)
    if choice.is_visible():  # where there is anything to choose
        choice.check()
    start.click()
    page.locator("form.question").first.wait_for()
    return page.locator("form.question").all()


def question_of(course: Course, form: Locator) -> Question:
    name = form.get_attribute("data-question")
    return next(placed.item for placed in course.bank.active(use="practice") if placed.item.id == name)


def state(page: Page) -> Locator:
    return page.locator("[data-situation]")


def test_before_the_first_passed_lesson_there_is_nothing_and_a_way_on(course: Course, visit: Any) -> None:
    page = visit().open("wiederholen/")
    expect(state(page)).to_contain_text("Noch gibt es nichts zu wiederholen.")
    page.get_by_role("link", name="zur ersten Lektion").click()
    expect(page.locator("h1")).to_have_text(next(iter(course.lessons.values())).facts.title)


@pytest.mark.parametrize(
    ("days", "due"),
    [(0, False), (13.9, False), (14.1, True), (400, True), (-1, True), (-9999, True), (20_000, True), (56_000, True)],
    ids=["today", "before", "after", "long after", "tomorrow", "far future", "1970", "before 1970"],
)
def test_a_right_answer_is_due_after_14_days_and_a_clock_that_jumped_makes_it_due(
    course: Course, visit: Any, days: float, due: bool
) -> None:
    document = done(course, days, lessons=1)
    page = opened(visit, document)
    count = len(document["answers"])
    expect(state(page)).to_contain_text(
        f"{count} Fragen sind fällig." if due else "Heute ist nichts fällig. Die nächste Frage kommt am"
    )
    assert stored(page) == document


def test_a_wrong_answer_is_due_at_once_and_an_unfinished_lesson_never(course: Course, visit: Any) -> None:
    document = done(course, 1, lessons=2)
    first, second = list(course.lessons)[:2]
    wrong = course.bank.active(first, "practice")[0].item.id
    document["answers"][wrong]["ok"] = False
    del document["lessons"][second]
    for placed in course.bank.active(second, "practice"):
        document["answers"][placed.item.id]["t"] = 0
    page = opened(visit, document)
    expect(state(page)).to_have_text("Eine Frage ist fällig.")


def test_where_few_questions_are_due_there_is_no_choice_and_no_empty_result(course: Course, visit: Any) -> None:
    document = done(course, days=1)
    first = next(iter(document["answers"]))
    document["answers"][first]["ok"] = False
    page = opened(visit, document)
    expect(state(page)).to_have_text("Eine Frage ist fällig.")
    expect(page.get_by_role("radio")).to_have_count(0)
    expect(page.locator("section.result")).to_be_hidden()
    begin(page)
    expect(page.locator("form.question")).to_have_count(1)


def test_a_question_with_a_new_meaning_or_a_reset_one_is_not_repeated(course: Course, visit: Any) -> None:
    document = done(course, 20, lessons=1)
    old, reset, *rest = document["answers"]
    document["answers"][old]["r"] -= 1
    document["answers"][reset] = {"r": 1, "n": 50, "reset": True}
    page = opened(visit, document)
    expect(state(page)).to_have_text(f"{len(rest)} Fragen sind fällig.")


def test_a_round_is_as_long_as_chosen_mixed_over_modules_and_kept(course: Course, visit: Any) -> None:
    document = done(course, 20, lessons=8)
    page = opened(visit, document)
    forms = begin(page, 5)
    assert len(forms) == 5
    questions = [question_of(course, form) for form in forms]
    modules = [course.lessons[question.lesson].module for question in questions]
    assert all(one != other for one, other in pairwise(modules))
    expect(forms[0].locator("input, select, button").first).to_be_focused()
    for i, (form, question) in enumerate(zip(forms, questions, strict=True)):
        expect(form.locator(".question-number")).to_have_text(
            f"Frage {i + 1} von 5 · aus {course.lessons[question.lesson].facts.title}"
        )
        answer(form, question, right=i > 0)
        check(form)
        wait_until_stored(page, f'"n":{1001 + i},')
    expect(page.locator("[data-result]")).to_have_text(
        "4 von 5 richtig. Fertig für heute. Was noch nicht richtig war, bleibt fällig."
    )
    now = stored(page)
    assert {name: now["answers"][name]["ok"] for name in now["answers"] if now["answers"][name]["n"] > 1000} == {
        question.id: i > 0 for i, question in enumerate(questions)
    }
    assert now["lessons"] == document["lessons"]  # passed stays passed
    total = len(document["answers"])
    page.get_by_role("button", name=f"Noch eine Runde ({total - 4} fällig)").click()
    expect(state(page)).to_have_text(f"{total - 4} Fragen sind fällig.")
    assert len(begin(page, 20)) == 20


def test_a_round_works_by_keyboard_and_leads_from_question_to_question_to_the_result(
    course: Course, visit: Any
) -> None:
    document = done(course, 20, lessons=1)
    single = [p.item for p in course.bank.active(next(iter(course.lessons)), "practice") if p.item.type == "single"][:2]  # type: ignore[attr-defined]
    document["answers"] = {question.id: document["answers"][question.id] for question in single}
    page = opened(visit, document)
    page.get_by_role("button", name="Anfangen", exact=True).focus()
    page.keyboard.press("Enter")
    for question in single:
        form = page.locator(f"#frage-{question.id}")
        expect(form.locator("input").first).to_be_focused()
        answer(form, question, right=True)
        page.keyboard.press("Enter")
        onwards = "Zum Ergebnis" if question is single[-1] else "Nächste Frage"
        expect(form.get_by_role("button", name=onwards, exact=True)).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.locator("[data-result]")).to_be_focused()
    expect(page.locator("[data-result]")).to_contain_text("In zwei Wochen kommen diese Fragen wieder.")
    expect(page.get_by_role("button", name="Noch eine Runde")).to_have_count(0)


def test_a_wrong_answer_can_be_tried_again_and_counts_in_the_end(course: Course, visit: Any) -> None:
    document = done(course, 20, lessons=1)
    name = next(iter(document["answers"]))
    document["answers"] = {name: document["answers"][name]}
    page = opened(visit, document)
    (form,) = begin(page)
    question = question_of(course, form)
    answer(form, question, right=False)
    check(form)
    expect(page.locator("[data-result]")).to_contain_text("0 von 1 richtig.")
    form.get_by_role("button", name="Noch einmal versuchen").click()
    answer(form, question, right=True)
    check(form)
    expect(page.locator("[data-result]")).to_contain_text("1 von 1 richtig.")


def test_sources_in_a_borrowed_question_lead_where_they_did(course: Course, visit: Any) -> None:
    page = opened(visit, done(course, 20, lessons=8))
    begin(page, 20)
    links = page.locator(".explanation-sources a").evaluate_all("links => links.map((link) => link.href)")
    assert links
    assert all("/kurs/quellen/#" in link for link in links)


def test_without_network_nothing_is_lost_and_a_second_try_works(course: Course, visit: Any) -> None:
    document = done(course, 20)
    profile = visit()
    plant(profile, document)
    page = profile.open("wiederholen/")
    first = next(iter(course.lessons))
    page.route(f"**/{first}/", lambda route: route.fulfill(status=503, body="<html>Wartung</html>"))
    forms = begin(page, 20)
    assert 0 < len(forms) < 20
    assert first not in {question_of(course, form).lesson for form in forms}
    expect(state(page)).to_contain_text("was fehlt, bleibt fällig")
    page.reload()
    page.get_by_role("button", name="Eine neue Runde beginnen").click()
    page.unroute_all()
    page.route("**/*", lambda route: route.abort("internetdisconnected"))
    page.get_by_role("button", name="Anfangen", exact=True).click()
    expect(state(page)).to_contain_text("ließen sich nicht laden. Sie bleiben fällig")
    page.unroute_all()
    assert len(begin(page, 10)) == 10
    assert stored(page) == document
    profile.problems[:] = [one for one in profile.problems if "Failed to load resource" not in one]  # the fault itself


def test_a_page_that_is_not_the_lesson_brings_no_question_and_no_script(course: Course, visit: Any) -> None:
    """A hotel's login page, an old copy with other revisions, a hostile answer: all are HTML with status 200."""
    question = course.bank.active(next(iter(course.lessons)), "practice")[0].item
    profile = visit()
    plant(profile, done(course, 20, lessons=1))
    page = profile.open("wiederholen/")
    hostile = "<script>window.boese = 1</script><img src=x onerror='window.boese = 1'>"
    old = f'<form class="question" data-question="{question.id}" data-revision="99" data-type="single">{hostile}</form>'
    page.route(f"**/{question.lesson}/", lambda route: route.fulfill(content_type="text/html", body=hostile + old))
    page.get_by_role("button", name="Anfangen", exact=True).click()
    expect(state(page)).to_contain_text("ließen sich nicht laden")
    assert page.locator("[data-pool] *").count() == 0
    assert page.evaluate("window.boese") is None
    assert all("inline" in one for one in profile.problems)  # the policy refused what the answer tried
    profile.problems.clear()


def test_the_start_page_speaks_of_review_only_when_something_is_due(course: Course, visit: Any) -> None:
    expect(visit().open().locator("[data-due]")).to_be_hidden()
    fresh, profile = visit(), visit()
    plant(fresh, done(course, 3, lessons=1))
    expect(fresh.open().locator("[data-due]")).to_be_hidden()
    document = done(course, 20, lessons=1)
    plant(profile, document)
    page = profile.open()
    expect(page.locator("[data-due]")).to_contain_text(f"{len(document['answers'])} Fragen sind zum Wiederholen fällig")
    assert violations(page) == []
    page.get_by_role("link", name="Heute wiederholen").click()
    expect(page.locator("h1")).to_have_text("Heute wiederholen")


def test_answers_in_a_round_join_those_of_another_tab(course: Course, visit: Any) -> None:
    profile = visit()
    document = done(course, 20, lessons=1)
    plant(profile, document)
    page = profile.open("wiederholen/")
    form = begin(page)[0]
    other = json.loads(json.dumps(document))
    other["answers"]["von-nebenan"] = {"r": 1, "n": 7, "t": 1, "ok": True, "given": []}
    profile.plant(KEY, json.dumps(other))
    answer(form, question_of(course, form), right=True)
    check(form)
    wait_until_stored(page, '"n":1001,')
    assert "von-nebenan" in stored(page)["answers"]


def reminders(page: Page) -> icalendar.Calendar:
    with page.expect_download() as caught:
        page.get_by_role("button", name="Erinnerungen als Kalenderdatei").click()
    assert caught.value.suggested_filename == "wiederholen.ics"
    return icalendar.Calendar.from_ical(Path(caught.value.path()).read_bytes())


def start_day(event: Any) -> dt.date:
    return event["DTSTART"].dt


@pytest.mark.parametrize(
    ("days", "first"),
    [(0, 14), (5, 9), (20, 1), (None, 14)],
    ids=["just answered", "five days ago", "due already", "nothing passed"],
)
def test_reminders_come_every_two_weeks_from_when_something_is_due_and_lead_here(
    course: Course, visit: Any, days: int | None, first: int
) -> None:
    profile = visit(timezone_id="Europe/Berlin")
    noon = dt.datetime(2027, 3, 20, 11, tzinfo=dt.UTC)  # summer time begins a week later
    profile.context.clock.set_fixed_time(noon)
    if days is not None:
        document = done(course, 0)
        for entry in document["answers"].values():
            entry["t"] = int(noon.timestamp()) - days * DAY
        plant(profile, document)
    page = profile.open("wiederholen/?weg=beginn#erinnern")
    calendar = reminders(page)
    begin = dt.date(2027, 3, 20) + dt.timedelta(first)
    assert [start_day(event) for event in calendar.events] == [begin + dt.timedelta(14 * i) for i in range(6)]
    address = page.url.split("?")[0]
    for event in calendar.events:
        assert str(event["DESCRIPTION"]).endswith(f":\n{address}")
        assert str(event["UID"]) == f"{COURSE}-wiederholen-{start_day(event)}"
    expect(page.locator("[data-reminded]")).to_contain_text("Gesichert als wiederholen.ics, der erste Termin am")
    assert [event["UID"] for event in reminders(page).events] == [event["UID"] for event in calendar.events]


def test_axe_finds_nothing_before_and_after_a_round(course: Course, visit: Any) -> None:
    page = opened(visit, done(course, 20, lessons=8), viewport=NARROW)
    assert violations(page) == []
    for form in begin(page, 5):
        answer(form, question_of(course, form), right=False)
        check(form)
    expect(page.locator("[data-result]")).to_contain_text("0 von 5 richtig.")
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 600})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_without_javascript_the_page_names_another_way(visit: Any) -> None:
    page = visit(java_script_enabled=False).open("wiederholen/")
    expect(page.get_by_text("Ohne JavaScript geht es so")).to_be_visible()
    expect(page.get_by_role("button", name="Anfangen", exact=True)).to_be_hidden()
    expect(page.locator("main [data-lesson] a").first).to_be_visible()


# The choice itself


@pytest.fixture(scope="module")
def choosing(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    page = javascript(
        browser,
        tmp_path_factory.mktemp("js"),
        'import { drawRound, dueQuestions } from "./progress/review.js";\nwindow.f = { drawRound, dueQuestions };\n',
    )
    yield page
    page.close()


due_lists = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 50)), max_size=30)


@often
@given(due=due_lists, count=st.sampled_from([5, 10, 20]))
def test_a_round_repeats_nothing_fills_up_and_favours_no_module(choosing: Page, due: list, count: int) -> None:
    questions = [
        {"id": str(i), "last": last, "lesson": {"module": f"m{module}"}} for i, (module, last) in enumerate(due)
    ]
    drawn = choosing.evaluate("([due, count]) => f.drawRound(due, count)", [questions, count])
    ids = [question["id"] for question in drawn]
    assert len(ids) == len(set(ids)) == min(count, len(due))
    taken = {
        name: [q for q in drawn if q["lesson"]["module"] == name] for name in {q["lesson"]["module"] for q in questions}
    }
    for name, chosen in taken.items():
        waiting = [q for q in questions if q["lesson"]["module"] == name and q not in chosen]
        assert all(q["last"] <= other["last"] for q in chosen for other in waiting)  # the oldest first
        if waiting:  # a module with questions left got no fewer than the others, but for the last turn
            assert len(chosen) >= max(len(one) for one in taken.values()) - 1


@often
@given(t=st.integers(-(10**11), 10**11), now=st.integers(0, 10**10), ok=st.booleans())
def test_a_question_waits_at_most_14_days_whatever_the_clock_says(choosing: Page, t: int, now: int, ok: bool) -> None:
    document = progress({"q": {"r": 1, "n": 1, "t": t, "ok": ok, "given": []}}, {"a": 0})
    lessons = [{"slug": "a", "module": "m", "questions": [{"id": "q", "revision": 1}]}]
    due = choosing.evaluate("([d, l, now]) => f.dueQuestions(d, l, now).length", [document, lessons, now])
    assert due == (0 if ok and 0 <= now - t < 14 * DAY else 1)
    later = choosing.evaluate(
        "([d, l, now]) => f.dueQuestions(d, l, now).length", [document, lessons, max(now, t) + 14 * DAY]
    )
    assert later == 1


# Second round


def test_a_second_round_asks_what_a_lesson_asked_though_nothing_is_due(course: Course, visit: Any) -> None:
    first, second = list(course.lessons)[:2]
    profile = visit()
    plant(profile, done(course, days=1))
    page = profile.open(f"{first}/")
    page.get_by_role("link", name="Noch eine Runde, in anderer Reihenfolge").click()
    own = [placed.item for placed in course.bank.active(first, "practice")]
    expect(state(page)).to_contain_text(f"Zweite Runde: {len(own)} Fragen")
    forms = begin(page, 20)
    assert {form.get_attribute("data-question") for form in forms} == {one.id for one in own}
    for form in forms[:3]:
        answer(form, question_of(course, form), right=False)
        check(form)
    wait_until_stored(page, '"ok":false')
    assert {first, second} <= set(stored(page)["lessons"])  # what was passed stays passed
    expect(profile.open(f"{first}/").locator("[data-quiz]")).to_contain_text("Diese Lektion ist bestanden.")


def test_a_module_and_the_course_have_a_second_round_too(course: Course, visit: Any) -> None:
    module = course.modules[0]
    profile = visit()
    plant(profile, done(course, days=1))
    page = profile.open(f"{module.slug}/")
    page.get_by_role("link", name="Die Fragen dieses Moduls noch einmal").click()
    own = sum(len(course.bank.active(lesson.slug, "practice")) for lesson in module.lessons)
    expect(state(page)).to_contain_text(f"Zweite Runde: {own} Fragen")
    page.get_by_role("link", name="Alles Beantwortete noch einmal").click()
    every = sum(len(course.bank.active(slug, "practice")) for slug in list(course.lessons)[:4])
    expect(state(page)).to_contain_text(f"Zweite Runde: {every} Fragen")


def test_options_come_in_a_fresh_order_with_their_own_letters_and_reasons(course: Course, visit: Any) -> None:
    first = next(iter(course.lessons))
    profile = visit()
    profile.context.add_init_script("Math.random = () => 0")
    plant(profile, done(course, days=1))
    page = profile.open(f"wiederholen/?runde={first}")
    form = next(form for form in begin(page, 20) if form.get_attribute("data-type") == "single")
    question = question_of(course, form)
    there = profile.open(f"{first}/").locator(f"#frage-{question.id} input")
    keys = "nodes => nodes.map((node) => node.value)"
    assert form.locator("input").evaluate_all(keys) != there.evaluate_all(keys)
    letters = form.locator(".letter").all_inner_texts()
    assert letters == sorted(letters)
    answer(form, question, right=True)
    check(form)
    expect(form.get_by_role("status")).to_contain_text("Richtig.")


def test_a_round_that_was_left_goes_on_where_it_was(course: Course, visit: Any) -> None:
    profile = visit()
    plant(profile, done(course, 20, lessons=8))
    page = profile.open("wiederholen/")
    forms = begin(page, 5)
    questions = [question_of(course, form) for form in forms]
    answer(forms[0], questions[0], right=True)
    check(forms[0])
    wait_until_stored(page, f'"clock":{1001}')
    answer(forms[1], questions[1], right=True)
    filled = inputs(forms[1])
    wait_for_typed(page, questions[1].id)
    wait_for_typed(page, '"drafts":{')
    page.close()
    page = profile.open("wiederholen/")
    expect(state(page)).to_have_text("Ihre angefangene Runde ist wieder da.")
    again = page.locator("form.question").all()
    assert [question_of(course, form).id for form in again] == [question.id for question in questions]
    expect(again[0]).to_have_attribute("data-judged", "richtig")
    assert inputs(again[1]) == filled
    expect(page.locator("[data-result]")).to_contain_text("1 von 5 richtig, 4 noch offen.")
    for form, question in zip(again[1:], questions[1:], strict=True):
        answer(form, question, right=True)
        check(form)
    expect(page.locator("[data-result]")).to_contain_text("5 von 5 richtig.")
    page.goto("about:blank")
    page.go_back()
    expect(state(page)).to_contain_text("sind fällig")


def inputs(form: Locator) -> Any:
    """What stands in a question, in its order."""
    return form.evaluate(
        """(form) => [[...form.querySelectorAll("input, select, textarea")].map((field) => [field.value, field.checked]),
          [...form.querySelectorAll(".sequence > li")].map((item) => item.dataset.item)]"""
    )


def test_instead_of_a_round_that_was_left_one_can_begin_a_new_one(course: Course, visit: Any) -> None:
    profile = visit()
    plant(profile, done(course, 20))
    page = profile.open("wiederholen/")
    begin(page)
    wait_for_typed(page, "wiederholen")
    page.reload()
    page.get_by_role("button", name="Eine neue Runde beginnen").click()
    expect(page.locator("form.question")).to_have_count(0)
    assert len(begin(page, 10)) == 10


def test_a_round_under_another_address_waits_there(course: Course, visit: Any) -> None:
    first = next(iter(course.lessons))
    profile = visit()
    plant(profile, done(course, 20))
    page = profile.open("wiederholen/")
    forms = begin(page)
    wait_for_typed(page, "wiederholen")
    page.goto(f"{profile.address}wiederholen/?runde={first}")
    expect(state(page)).to_contain_text("Zweite Runde:")
    page.goto(f"{profile.address}wiederholen/")
    expect(page.locator("form.question")).to_have_count(len(forms))


@pytest.mark.parametrize(
    "kept",
    [5, {}, {"asked": "", "begin": 1, "seed": "", "again": [], "questions": [[1], "x", None, ["a", 1]]}, {"asked": ""}],
)
def test_a_round_that_cannot_be_read_is_none(course: Course, visit: Any, kept: object) -> None:
    profile = visit()
    plant(profile, done(course, 20))
    text = json.dumps(
        {
            "format": "kurs-getippt",
            "version": 1,
            "course": COURSE,
            "entries": {"wiederholen": {"value": kept, "changed": 1}},
        }
    )
    profile.plant(KEY.replace("lernstand", "getippt"), text)
    page = profile.open("wiederholen/")
    assert len(begin(page)) == 5


@pytest.mark.parametrize("asked", ["nirgends", "%3Cimg%20src=x%3E", "a" * 5000, ""])
def test_a_round_of_no_lesson_is_what_is_due(course: Course, visit: Any, asked: str) -> None:
    profile = visit()
    plant(profile, done(course, days=1))
    expect(state(profile.open(f"wiederholen/?runde={asked}"))).to_contain_text("Heute ist nichts fällig.")

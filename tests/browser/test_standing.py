"""What is done and what is new, in words: in the menu, in lists, on the start page; and where to go on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from test_pages import NARROW, WIDE, violations
from test_progress import MAY, plant, progress, right

from codes import code_of
from kurs.content.course import Course
from kurs.content.page import Lesson

pytestmark = pytest.mark.any_course


def answers(course: Course, *lessons: str, most: int = 99) -> dict[str, Any]:
    """Right answers to the first `most` questions of each lesson, one after the other."""
    questions = [placed.item for slug in lessons for placed in course.bank.active(slug, "practice")[:most]]
    return {one.id: right(n, r=one.revision) for n, one in enumerate(questions, 1)}


def opened(visit: Any, document: dict, path: str = "", **options: Any) -> Page:
    profile = visit(**options)
    plant(profile, document)
    return profile.open(path)


def minutes(course: Course, *lessons: Lesson) -> int:
    return course.duration(lessons).reading


def where_to_go_on(page: Page) -> Locator:
    return page.locator("[data-next]")


def test_the_menu_tells_the_state_of_every_module_and_lesson(course: Course, visit: Any) -> None:
    first, second = list(course.lessons)[:2]
    document = progress(answers(course, first) | answers(course, second, most=2), {first: MAY})
    page = opened(visit, document, "glossar/", viewport=WIDE)
    menu = page.get_by_role("navigation", name="Kurs", exact=True)
    module = course.modules[0]
    expect(menu.locator(".module-list > li").first).to_contain_text(f"1 von {len(module.lessons)} bestanden")
    page.goto(page.url.replace("glossar", module.lessons[0].slug))
    total = len(course.bank.active(second, "practice"))
    expect(menu.locator(f'[data-lesson="{first}"] .status')).to_have_text("bestanden")
    expect(menu.locator(f'[data-lesson="{second}"] .status')).to_have_text(f"2 von {total} Fragen beantwortet")
    assert violations(page) == []


def test_a_first_visit_loads_nothing_for_states_that_are_not_there(visit: Any) -> None:
    requests: list[str] = []
    profile = visit()
    profile.context.on("request", lambda request: requests.append(request.url))
    page = profile.open("erde-pruefen/")
    page.wait_for_load_state("networkidle")
    assert requests
    assert not [url for url in requests if "kursplan" in url]


@pytest.mark.parametrize("answer", ["<h1>Anmelden</h1>", "null", '{"boden": {"erde-pruefen": "<img src=x>"}}'])
def test_a_plan_that_is_none_leaves_the_menu_as_it_is(visit: Any, answer: str) -> None:
    profile = visit(viewport=WIDE)
    plant(profile, progress({"x": right()}, {"erde-pruefen": MAY}))
    profile.context.route("**/kursplan.*", lambda route: route.fulfill(body=answer))
    page = profile.open("erde-pruefen/")
    page.wait_for_load_state("networkidle")
    expect(page.locator('.course-menu [data-lesson="erde-pruefen"] .status')).to_contain_text("bestanden")
    assert page.locator(".course-menu img").count() == 0


def test_lists_say_how_much_is_done_and_how_long_the_rest_takes(course: Course, visit: Any) -> None:
    module, path = course.modules[1], next(path for path in course.paths if path.slug == "beginn")
    done = module.lessons[0]
    assert done in path.lessons
    profile = visit()
    plant(profile, progress(answers(course, done.slug), {done.slug: MAY}))
    told = f"1 von {len(module.lessons)} bestanden, noch {minutes(course, *module.lessons[1:])} Minuten"
    expect(profile.open(f"{module.slug}/").locator("main [data-sum]")).to_have_text(told)
    rest = minutes(course, *(lesson for lesson in path.lessons if lesson is not done))
    told_on_path = f"1 von {len(path.lessons)} bestanden, noch {rest} Minuten"
    for page in (profile.open("wege/beginn/"), profile.open("wege/"), profile.open()):
        expect(page.locator("main [data-sum]").filter(has_text=re.compile(f"^{told_on_path}$"))).to_have_count(1)
    start = profile.open()
    expect(start.locator(f"section[aria-labelledby=modul-{module.slug}] [data-sum]")).to_have_text(told)
    whole = minutes(course, *(lesson for lesson in course.lessons.values() if lesson is not done))
    expect(start.locator("section[aria-labelledby=weg-gesamt] [data-sum]")).to_have_text(
        f"1 von {len(course.lessons)} bestanden, noch {whole} Minuten"
    )


def test_who_comes_back_goes_on_at_the_open_question_of_the_last_lesson(course: Course, visit: Any) -> None:
    first, *_, late = list(course.lessons)[:6]
    given = answers(course, first, most=2)
    given |= {name: right(n) for n, name in enumerate(answers(course, late, most=3), 50)}
    page = opened(visit, progress(given))
    questions = course.bank.active(late, "practice")
    expect(where_to_go_on(page)).to_have_text(
        f"Weiter, wo Sie waren: {course.lessons[late].title} (3 von {len(questions)} Fragen beantwortet)"
    )
    where_to_go_on(page).get_by_role("link").click()
    expect(page).to_have_url(re.compile(f"/{late}/#frage-{questions[3].item.id}$"))
    expect(page.locator(f"#frage-{questions[3].item.id}")).to_be_in_viewport()


def test_who_answered_everything_and_did_not_pass_is_told_so_and_goes_on_at_the_quiz(
    course: Course, visit: Any
) -> None:
    first = next(iter(course.lessons))
    page = opened(visit, progress(answers(course, first)))
    told = f"Weiter, wo Sie waren: {course.lessons[first].title} (noch nicht bestanden)"
    expect(where_to_go_on(page)).to_have_text(told)
    where_to_go_on(page).get_by_role("link").click()
    expect(page).to_have_url(re.compile(f"/{first}/#quiz$"))


def loud(page: Page) -> list[str]:
    """What the page's filled buttons say."""
    buttons = [one for one in page.locator("main .knopf").all() if one.is_visible()]
    clear = "rgba(0, 0, 0, 0)"
    return [one.inner_text() for one in buttons if one.evaluate("e => getComputedStyle(e).backgroundColor") != clear]


def test_the_start_page_has_one_button_for_what_comes_next(course: Course, visit: Any) -> None:
    first, second, third = list(course.lessons.values())[:3]
    begin = "Gleich anfangen"
    for scripts in (True, False):
        assert loud(visit(java_script_enabled=scripts).open()) == [begin]
    page = opened(visit, progress(answers(course, first.slug, most=2)), viewport=NARROW)
    assert loud(page) == [first.title]
    expect(page.get_by_role("link", name=begin)).to_be_visible()
    codes = {
        code[-8:]: {"n": 1, "t": MAY, "code": code}
        for code in (code_of([third.slug], g="Nord"), code_of([second.slug], g="Süd"))
    }
    page = opened(visit, progress(assignments=codes))
    expect(page.locator(".assignment-card")).to_have_count(2)
    assert len(loud(page)) == 1
    assert loud(page)[0].startswith("Weiter: ")
    assert violations(page) == []


@pytest.mark.parametrize("begun", [False, True])
def test_nothing_on_the_start_page_moves_when_its_script_comes_late(course: Course, visit: Any, begun: bool) -> None:
    profile = visit(viewport=NARROW)
    if begun:
        plant(profile, progress(answers(course, *list(course.lessons)[:2]), {next(iter(course.lessons)): MAY}))
    page = profile.tab()
    clock = profile.context.new_cdp_session(page)
    clock.send("Animation.enable")
    clock.send("Animation.setPlaybackRate", {"playbackRate": 0})  # the second that the page waits for its script
    page.add_init_script(
        "self.moved = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) self.moved += one.value })"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    held: list[Route] = []
    page.route("**/overview.*.js", lambda route: held.append(route))
    with page.expect_request("**/overview.*.js"):
        page.goto(profile.address, wait_until="commit")
    expect(page.locator("footer")).to_be_attached()
    frames = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    page.evaluate(frames)
    held[0].continue_()
    page.wait_for_load_state("load")
    expect(page.locator("[data-due]")).to_be_visible(visible=begun)
    expect(page.locator("h1")).to_be_visible()
    page.evaluate(frames)
    assert page.evaluate("moved") == 0


def test_a_start_page_whose_script_never_comes_is_there_after_a_second(course: Course, visit: Any) -> None:
    profile = visit()
    plant(profile, progress(answers(course, next(iter(course.lessons)))))
    page = profile.tab()
    page.route("**/overview.*.js", lambda _: None)
    page.goto(profile.address, wait_until="commit")
    expect(page.locator("h1")).to_be_visible()


def test_after_a_passed_lesson_the_next_one_is_offered_and_then_what_was_left_out(course: Course, visit: Any) -> None:
    *rest, before_last, last = list(course.lessons)
    assert last
    page = opened(visit, progress(answers(course, before_last), {before_last: MAY}))
    expect(where_to_go_on(page).get_by_role("link")).to_have_text(course.lessons[last].title)
    done = dict.fromkeys([before_last, last, *rest[1:]], MAY)
    page = opened(visit, progress(answers(course, last), done))
    expect(where_to_go_on(page).get_by_role("link")).to_have_text(course.lessons[rest[0]].title)


def test_a_begun_exam_is_where_one_was(course: Course, visit: Any) -> None:
    first = next(iter(course.lessons))
    attempt = {"n": 80, "t": MAY, "questions": ["x:1"], "answers": {}}
    page = opened(visit, progress(answers(course, first, most=2), exam={"attempt": attempt}))
    expect(where_to_go_on(page).get_by_role("link")).to_have_text("Abschluss-Check")


def test_a_path_goes_on_in_its_own_order_and_keeps_its_name(course: Course, visit: Any) -> None:
    path = next(path for path in course.paths if path.slug == "beginn")
    done, following = path.lessons[:2]
    page = opened(visit, progress(answers(course, done.slug), {done.slug: MAY}), "wege/beginn/")
    expect(where_to_go_on(page).get_by_role("link")).to_have_text(following.facts.title)
    where_to_go_on(page).get_by_role("link").click()
    expect(page).to_have_url(re.compile(rf"/{following.slug}/\?weg=beginn$"))


def test_without_progress_the_start_page_offers_nothing_and_a_path_its_first_lesson(course: Course, visit: Any) -> None:
    expect(where_to_go_on(visit().open())).to_be_hidden()
    path = next(path for path in course.paths if path.slug == "beginn")
    for scripts in (True, False):
        page = visit(java_script_enabled=scripts).open("wege/beginn/")
        expect(where_to_go_on(page)).to_have_text(f"Anfangen: {path.lessons[0].facts.title}")


def test_what_changed_in_a_passed_lesson_is_told_and_only_that_is_open(course: Course, visit: Any) -> None:
    slug = next(iter(course.lessons))
    questions = [placed.item for placed in course.bank.active(slug, "practice")]
    changed, new, reset, *_ = questions
    given = answers(course, slug)
    given[changed.id]["r"] -= 1
    del given[new.id]
    given[reset.id] = {"r": 1, "n": 5, "reset": True}
    profile = visit(viewport=NARROW)
    plant(profile, progress(given, {slug: MAY}))
    told = "bestanden, geändert: eine neue Frage, eine geänderte Frage"
    expect(profile.open().locator(f'main [data-lesson="{slug}"] .status')).to_have_text(told)
    expect(profile.open("lernstand/").locator(f'main [data-lesson="{slug}"] .status')).to_have_text(
        told.replace("bestanden", "bestanden am 3. Mai 2026")
    )
    page = profile.open(f"{slug}/")
    expect(page.locator(".result [role=status]")).to_contain_text(f"Diese Lektion ist {told}.")
    numbers = page.locator("form.question .question-number")
    expect(numbers.nth(0)).to_have_text(f"Frage 1 von {len(questions)} · geändert")
    expect(numbers.nth(1)).to_have_text(f"Frage 2 von {len(questions)} · neu")
    expect(numbers.nth(2)).to_have_text(f"Frage 3 von {len(questions)}")
    verdicts = [form.get_attribute("data-judged") for form in page.locator("form.question").all()]
    assert verdicts == [None, None, None] + ["richtig"] * (len(questions) - 3)
    assert violations(page) == []


def test_a_module_s_button_leads_to_its_open_lesson_and_goes_when_all_are_passed(course: Course, visit: Any) -> None:
    module = course.modules[0]
    first, second = module.lessons[:2]
    page = opened(visit, progress(answers(course, first.slug), {first.slug: MAY}), f"{module.slug}/")
    begin = page.locator("[data-begin]")
    expect(begin).to_have_text(f"Weitermachen {second.title}")
    begin.get_by_role("link").click()
    expect(page.locator("h1")).to_have_text(second.title)
    done = {lesson.slug: MAY for lesson in module.lessons}
    expect(opened(visit, progress({}, done), f"{module.slug}/").locator("[data-begin]")).to_be_hidden()


SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  shifts.push(...list.getEntries().map(({ value, sources }) => [value, ...sources.map(({ node }) => node?.className ?? "")]));
}).observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize("viewport", [NARROW, WIDE])
def test_nothing_moves_for_who_comes_back(course: Course, visit: Any, viewport: Any) -> None:
    profile = visit(viewport=viewport)
    first, second = list(course.lessons)[:2]
    plant(profile, progress(answers(course, first), {first: MAY}))
    profile.context.add_init_script(SHIFTS)
    for path in (
        "",
        f"{first}/",
        f"{course.modules[0].slug}/",
        "wege/beginn/?weg=beginn",
        f"{second}/",
        "lernstand/",
        "nachweis/",
    ):
        page = profile.open(path)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(200)
        assert page.evaluate("shifts") == [], path
        page.close()

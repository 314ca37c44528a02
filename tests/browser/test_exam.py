"""The final exam and the certificate in a real Chromium: drawn, interrupted, handed in, explained, printed."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from test_pages import NARROW, violations
from test_quiz import KEY, KINDS, answer, stored, wait_until_stored, with_slip

from conftest import javascript
from kurs.content.course import Course
from kurs.content.model import Choice, Cloze, Match, Numeric, Order, Question
from kurs.content.questions import option_key
from kurs.site.bundles import bundle
from kurs.site.question_forms import TASKS
from projekt import COURSE, DRAWN

pytestmark = pytest.mark.any_course

EXAM, CERTIFICATE = "abschlusstest/", "zertifikat/"
POOL_REQUEST = re.compile(r"/pruefungsfragen\.[0-9a-f]{8}\.json$")


@pytest.fixture(scope="module")
def parts(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Page:
    """A page that knows the exam's parts as `f`."""
    folder = tmp_path_factory.mktemp("js")
    tasks = "".join(f'import {{ {name} }} from "../questions/{name}/script.js";\n' for name in TASKS)
    page = javascript(browser, folder, f"{tasks}globalThis.kursTypes = {{ {', '.join(TASKS)} }};\n")
    names = {"exam": "resultsByGroup", "pool": "readPool", "question": "isOpen, judge, makeQuestion, restore"}
    imports = "".join(f'import {{ {what} }} from "./exam/{name}.js";\n' for name, what in names.items())
    source = folder / "js" / "parts.js"
    source.write_text(f"{imports}window.f = {{ {', '.join(names.values())} }};\n", "utf-8")
    page.add_script_tag(content=bundle(source))
    return page


def test_results_name_each_objective_missed_once_and_only_groups_that_were_asked(parts: Page) -> None:
    asked = [("A", "a", True), ("B", "b", False), ("B", "b", False), ("B", "c", False), ("B", "d", True)]
    judged = [{"question": {"group": m, "lesson": "l", "objective": o}, "ok": ok} for m, o, ok in asked]
    results = parts.evaluate("([judged, modules]) => f.resultsByGroup(judged, modules)", [judged, ["B", "C", "A"]])
    told = [
        (one["title"], one["right"], one["total"], [missed["objective"] for missed in one["missed"]]) for one in results
    ]
    assert told == [("B", 1, 4, ["b", "c"]), ("A", 1, 1, [])]


@pytest.mark.parametrize("pool", [{}, "Nicht gefunden", None, [None], [{"key": "a:1"}]])
def test_what_is_no_list_of_questions_is_refused(parts: Page, pool: object) -> None:
    refused = (
        "(pool) => { try { f.readPool(pool); return false; } catch (error) { return error instanceof TypeError; } }"
    )
    assert parts.evaluate(refused, pool)


def test_every_question_of_the_pool_is_made_without_its_solution_and_judged_by_it(parts: Page, site: Path) -> None:
    pool = max((site / "assets").glob("pruefungsfragen.*.json"), key=lambda path: path.stat().st_size)  # the course's
    made = parts.evaluate(
        """(pool) => pool.map((entry) => {
          const question = f.makeQuestion(entry, { n: 1, t: 2, questions: [entry.key], answers: {} });
          const hidden = !question.form.querySelector(".solution");
          const [{ ok }] = f.judge([question], {});
          return [hidden, f.isOpen(question), ok, Boolean(question.form.querySelector(".solution"))];
        })""",
        json.loads(pool.read_text("utf-8")),
    )
    assert len(made) > DRAWN
    assert {tuple(one) for one in made} == {(True, True, False, True)}


def begin(page: Page) -> None:
    page.get_by_role("button", name=re.compile("(Check|Neuen Check) beginnen")).click()
    expect(page.locator(".exam form.question")).to_be_visible()


def on_stage(page: Page, course: Course) -> Question:
    name = page.locator(".exam form.question").get_attribute("data-question")
    return next(placed.item for placed in course.bank.questions if placed.item.id == name)


def reply(page: Page, course: Course, right: bool = True) -> None:
    """Answer the question on stage and go on."""
    question = on_stage(page, course)
    form = page.locator(".exam form.question")
    answer(form, question, right)
    form.locator("[type=submit]").click()


def submitting(open_ones: int = 0) -> str:
    """What the button says that hands in so many open questions."""
    many = f"Mit {open_ones} offenen Fragen abgeben"
    return {0: "Check abgeben", 1: "Mit einer offenen Frage abgeben"}.get(open_ones, many)


def hand_in(page: Page, course: Course, wrong: int = 0, open_ones: int = 0) -> None:
    """The whole exam: the first questions left open, the next ones wrong, the rest right."""
    begin(page)
    for place in range(DRAWN):
        expect(page.locator(".question-number")).to_have_text(f"Frage {place + 1} von {DRAWN}")
        if place < open_ones:
            page.locator(".exam [type=submit]").click()
        else:
            reply(page, course, right=place >= open_ones + wrong)
    page.get_by_role("button", name=submitting(open_ones), exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("estanden"))).to_be_visible()


def attempt_of(page: Page) -> dict[str, Any]:
    return stored(page)["exam"]["attempt"]


def plant(profile: Any, **exam: Any) -> None:
    """Store a progress document with this exam."""
    document = {"format": "kurs-lernstand", "version": 1, "course": COURSE, "clock": 9,
                "answers": {}, "lessons": {}, "exam": exam}  # fmt: skip
    profile.plant(KEY, json.dumps(document))


def keys(course: Course, count: int) -> list[str]:
    return [f"{placed.item.id}:{placed.item.revision}" for placed in course.bank.active(use="exam")[:count]]


PASS = {
    "n": 3,
    "t": 1_795_000_000,
    "v": "1.2.3",
    "right": 17,
    "total": 20,
    "modules": ["Der Boden", "Das Gartenjahr"],
}


def test_a_passed_exam_is_kept_shown_in_the_menu_and_leads_to_the_certificate(course: Course, visit: Any) -> None:
    profile = visit()
    page = profile.open(EXAM)
    hand_in(page, course)
    expect(page.get_by_role("heading", name="Bestanden", exact=True)).to_be_focused()
    expect(page.get_by_text("10 von 10 Fragen sind richtig, nötig sind 8.")).to_be_visible()
    expect(page.locator(".exam-modules > li")).to_have_count(len(course.modules))
    (kept,) = stored(page)["exam"]["passed"].values()
    assert (kept["right"], kept["total"]) == (DRAWN, DRAWN)
    assert kept["modules"] == [module.title for module in course.modules]
    expect(page.locator('.course-menu [data-lesson="abschlusstest"] .status')).to_have_text("bestanden")
    module = profile.open("gartenjahr/")
    expect(module.locator('main [data-lesson="abschlusstest"] .status')).to_have_text("bestanden")
    expect(module.locator("main .summe")).to_be_empty()  # the exam is no lesson of the module
    page.get_by_role("link", name="Zum Zertifikat").click()
    expect(page.locator("[data-result]")).to_contain_text("10 von 10 Fragen waren richtig")


@pytest.mark.parametrize(("wrong", "open_ones", "passed"), [(2, 0, True), (3, 0, False), (1, 2, False)])
def test_eight_right_answers_pass_and_seven_do_not(
    course: Course, visit: Any, wrong: int, open_ones: int, passed: bool
) -> None:
    page = visit().open(EXAM)
    hand_in(page, course, wrong=wrong, open_ones=open_ones)
    expect(
        page.get_by_role("heading", name="Bestanden" if passed else "Noch nicht bestanden", exact=True)
    ).to_be_visible()
    assert attempt_of(page)["end"]["right"] == DRAWN - wrong - open_ones
    assert ("passed" in stored(page)["exam"]) is passed
    assert ("abschlusstest" in stored(page)["lessons"]) is passed
    expect(page.get_by_text("Nicht beantwortet.")).to_have_count(open_ones)


def test_the_result_names_for_each_module_what_is_worth_reading_again(course: Course, visit: Any) -> None:
    page = visit().open(EXAM)
    hand_in(page, course, wrong=DRAWN)
    titles = {lesson.title: slug for slug, lesson in course.lessons.items()}
    links = page.locator(".exam-modules a")
    expect(links.nth(3)).to_be_visible()
    for link in links.all():
        assert link.get_attribute("href") == f"../{titles[link.inner_text()]}/"
    missed = page.locator(".exam-modules").inner_text()
    for key in attempt_of(page)["questions"]:
        question = next(p.item for p in course.bank.questions if p.item.id == key.split(":")[0])
        assert course.lessons[question.lesson].facts.objectives[question.objective] in missed


def test_after_the_end_every_question_has_its_verdict_and_all_reasons(course: Course, visit: Any) -> None:
    page = visit().open(EXAM)
    hand_in(page, course, wrong=3)
    expect(page.locator("form.question .verdict")).to_have_text(["Nicht richtig."] * 3 + ["Richtig."] * 7)
    for form in page.locator("form.question").all():
        question = next(p.item for p in course.bank.questions if p.item.id == form.get_attribute("data-question"))
        if form.get_attribute("data-judged") == "richtig":
            form.locator("summary").click()
        expect(form.locator(".explanation")).to_be_visible()
        if isinstance(question, Choice):
            assert form.locator(".letter").all_inner_texts() == list("ABCDEF"[: len(question.options)])
            for place in range(len(question.options)):
                chosen = form.locator(".options input").nth(place).get_attribute("value")
                option = next(option for option in question.options if option_key(option.text) == chosen)
                reason = form.locator(".reasons li").nth(place).inner_text()
                assert reason.startswith("ABCDEF"[place] + (": richtig." if option.correct else ": falsch."))
                assert option.feedback[:20].replace("*", "") in reason
        assert form.locator("fieldset :is(input, select, button):not(:disabled, [readonly])").count() == 0


def test_nothing_is_judged_before_the_end_not_even_on_paper(course: Course, visit: Any) -> None:
    page = visit().open(EXAM)
    begin(page)
    for _ in range(5):
        reply(page, course, right=False)
        page.get_by_role("button", name="Zurück", exact=True).click()
        # an answer that is shown again stays without a verdict
        assert page.locator(":is(.badge, .verdict, .solution, [data-judged], [data-item-reason])").count() == 0
        page.locator(".exam [type=submit]").click()
    page.emulate_media(media="print")
    assert page.locator(".reasons, .explanation").count() == 0
    page.emulate_media(media="screen")
    page.reload()
    page.get_by_role("button", name="Übersicht", exact=True).click()
    for place in range(5):
        page.get_by_role("button", name=f"Frage {place + 1} beantwortet", exact=True).click()
        assert page.locator(":is(.badge, .verdict, .solution, [data-judged], [aria-invalid])").count() == 0
        page.get_by_role("button", name="Übersicht", exact=True).click()


def test_each_attempt_draws_anew_and_evenly(course: Course, visit: Any) -> None:
    page = visit().open(EXAM)
    hand_in(page, course)
    first = attempt_of(page)["questions"]
    page.get_by_role("button", name="Neuen Check beginnen", exact=True).click()
    expect(page.locator(".question-number")).to_have_text(f"Frage 1 von {DRAWN}")
    second = attempt_of(page)["questions"]
    module_of = {p.item.id: course.lessons[p.item.lesson].module for p in course.bank.active(use="exam")}
    for drawn in (first, second):
        count = Counter(module_of[key.split(":")[0]] for key in drawn)
        assert len(set(drawn)) == DRAWN
        assert set(count) == {module.slug for module in course.modules}
        assert max(count.values()) - min(count.values()) <= 1
    assert not set(first) & set(second), "was beim letzten Mal kam, kommt nicht gleich wieder"


def test_options_are_shuffled_for_each_attempt_and_stay_so_after_a_reload(course: Course, visit: Any) -> None:
    single = [placed.item for placed in course.bank.active(use="exam") if placed.item.type == "single"][:DRAWN]  # type: ignore[attr-defined]
    seen = []
    for moment in (1, 2):
        profile = visit()
        plant(
            profile, attempt={"n": 1, "t": moment, "questions": [f"{q.id}:{q.revision}" for q in single], "answers": {}}
        )
        page = profile.open(EXAM)
        page.locator(".exam form.question").wait_for()
        orders = []
        for _ in range(6):
            orders.append(page.locator(".options input").evaluate_all("all => all.map((one) => one.value)"))
            page.locator(".exam [type=submit]").click()
        page.reload()
        page.locator(".exam form.question").wait_for()
        assert page.locator(".options input").evaluate_all("all => all.map((one) => one.value)") == orders[0]
        seen.append(orders)
    assert seen[0] != seen[1]
    assert [sorted(order) for order in seen[0]] == [sorted(order) for order in seen[1]]


def of_every_type(course: Course) -> list[str]:
    """All questions for an attempt; the first six are one of each type, in the order of KINDS."""
    bank = [placed.item for placed in course.bank.active(use="exam")]
    first = [next(q for q in bank if isinstance(q, kind) and q.type == name) for kind, name in KINDS]  # type: ignore[attr-defined]
    return [f"{q.id}:{q.revision}" for q in [*first, *(q for q in bank if q not in first)][:DRAWN]]


def test_every_type_is_kept_over_a_reload_and_judged_at_the_end(course: Course, visit: Any) -> None:
    profile = visit()
    plant(profile, attempt={"n": 1, "t": 1, "questions": of_every_type(course), "answers": {}})
    page = profile.open(EXAM)
    for place in range(DRAWN):
        expect(page.locator(".question-number")).to_have_text(f"Frage {place + 1} von {DRAWN}")
        question = on_stage(page, course)
        answer(page.locator(".exam form.question"), question, right=True)
        page.locator(".exam [type=submit]").click()
    wait_until_stored(page)
    page.reload()
    expect(page.get_by_text("Alle 10 Fragen sind beantwortet.")).to_be_visible()
    page.get_by_role("button", name="Check abgeben", exact=True).click()
    expect(page.get_by_role("heading", name="Bestanden", exact=True)).to_be_visible()
    assert attempt_of(page)["end"]["right"] == DRAWN
    assert page.locator(".badge + .badge").count() == 0, "jedes Urteil steht einmal da"


def test_a_slip_of_spelling_counts_in_the_exam(course: Course, visit: Any) -> None:
    question = next(placed.item for placed in course.bank.active(use="exam") if isinstance(placed.item, Cloze))
    key = f"{question.id}:{question.revision}"
    profile = visit()
    others = [other for other in of_every_type(course) if other != key]
    plant(profile, attempt={"n": 1, "t": 1, "questions": [key, *others], "answers": {}})
    page = profile.open(EXAM)
    for i, answers in enumerate(question.blanks()):
        page.locator(".blank").nth(i).fill(with_slip(answers[0]))
    page.get_by_role("button", name="Übersicht", exact=True).click()
    page.get_by_role("button", name=submitting(len(others)), exact=True).click()
    expect(page.locator(f"#frage-{question.id} .feedback")).to_have_text("Richtig.")


def test_after_a_reload_the_exam_goes_on_at_the_first_open_question(course: Course, visit: Any) -> None:
    profile = visit()
    page = profile.open(EXAM)
    begin(page)
    for _ in range(7):
        reply(page, course)
    question = on_stage(page, course)
    if isinstance(question, Choice):  # chosen, but not yet gone on
        page.locator(".options input").first.check()
    before = attempt_of(page)
    page.reload()
    page.locator(".exam form.question").wait_for()
    assert {**attempt_of(page), "answers": {}} == {**before, "answers": {}}
    place = 9 if isinstance(question, Choice) else 8
    expect(page.locator(".question-number")).to_have_text(f"Frage {place} von {DRAWN}")
    page.get_by_role("button", name="Übersicht", exact=True).click()
    expect(page.get_by_text(f"{place - 1} von {DRAWN} Fragen sind beantwortet")).to_be_visible()
    page.get_by_role("button", name="Frage 1 beantwortet", exact=True).click()
    texts = page.locator(":is(.blank, [data-value])").evaluate_all("all => all.map((one) => one.value)")
    assert any(texts) or page.locator(":checked, [data-moved=ja]").count()


@pytest.mark.parametrize("viewport", [NARROW, {"width": 1280, "height": 800}])
def test_who_comes_back_to_a_running_check_sees_its_question_and_unfolds_the_introduction(
    course: Course, visit: Any, viewport: Any
) -> None:
    profile = visit(viewport=viewport)
    page = profile.open(EXAM)
    introduction = page.locator("main p:not(.kicker)").first
    expect(introduction).to_be_visible()
    begin(page)
    reply(page, course)
    page = profile.open(EXAM)
    expect(page.locator(".question-number")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Weiter", exact=True)).to_have_count(1)
    top = page.locator(".exam form.question").evaluate("form => form.getBoundingClientRect().top / innerHeight")
    assert top < 0.5
    introduction = page.locator("main p:not(.kicker)").first
    expect(introduction).to_be_hidden()
    page.get_by_text("So läuft der Check").click()
    expect(introduction).to_be_visible()
    assert violations(page) == []


def test_after_the_end_of_a_check_its_introduction_stands_there_again(course: Course, visit: Any) -> None:
    page = visit().open(EXAM)
    hand_in(page, course)
    expect(page.get_by_text("So läuft der Check")).to_have_count(0)
    expect(page.locator("main > h1 + p")).to_be_visible()


def test_what_was_just_typed_survives_a_reload(course: Course, visit: Any) -> None:
    questions = of_every_type(course)
    key = questions[[name for _, name in KINDS].index("cloze")]
    profile = visit()
    others = [other for other in questions if other != key]
    plant(profile, attempt={"n": 1, "t": 1, "questions": [key, *others], "answers": {}})
    page = profile.open(EXAM)
    for blank in page.locator(".blank").all():
        blank.press_sequentially("Wort")
    page.reload()
    page.get_by_role("button", name="Übersicht", exact=True).click()
    page.get_by_role("button", name="Frage 1 beantwortet", exact=True).click()
    expect(page.locator(".blank").last).to_have_value("Wort")
    assert page.locator(".badge, [aria-invalid]").count() == 0


def test_an_exam_goes_on_in_another_tab_and_ends_in_both(course: Course, visit: Any) -> None:
    profile = visit()
    page = profile.open(EXAM)
    begin(page)
    reply(page, course)
    other = profile.open(EXAM)
    expect(other.locator(".question-number")).to_have_text(f"Frage 2 von {DRAWN}")
    reply(other, course)
    reply(other, course)
    wait_until_stored(page)
    assert len(attempt_of(page)["answers"]) == 3
    other.get_by_role("button", name="Übersicht", exact=True).click()
    other.get_by_role("button", name=submitting(DRAWN - 3), exact=True).click()
    expect(page.get_by_role("heading", name="Noch nicht bestanden")).to_be_visible()


def test_with_open_questions_the_overview_leads_to_the_first_of_them_and_says_what_is_handed_in(
    course: Course, visit: Any
) -> None:
    page = visit().open(EXAM)
    begin(page)
    reply(page, course)
    page.get_by_role("button", name="Übersicht", exact=True).click()
    expect(page.get_by_role("button", name=submitting(DRAWN - 1), exact=True)).to_be_visible()
    page.get_by_role("button", name="Zur ersten offenen Frage").click()
    expect(page.locator(".question-number")).to_have_text(f"Frage 2 von {DRAWN}")


def test_the_last_result_can_be_seen_again_later(course: Course, visit: Any) -> None:
    profile = visit()
    hand_in(profile.open(EXAM), course, wrong=3)
    page = profile.open(EXAM)
    expect(page.locator(".exam")).to_contain_text("7 von 10 Fragen richtig. Nötig sind 8.")
    page.get_by_role("button", name="Auswertung ansehen", exact=True).click()
    expect(page.get_by_role("heading", name="Noch nicht bestanden")).to_be_focused()
    expect(page.locator("form.question .verdict")).to_have_text(["Nicht richtig."] * 3 + ["Richtig."] * 7)


def test_a_change_of_mind_counts(course: Course, visit: Any) -> None:
    page = visit().open(EXAM)
    begin(page)
    for place in range(DRAWN):
        reply(page, course, right=place > 0)
    page.get_by_role("button", name="Frage 1 beantwortet", exact=True).click()
    reply(page, course)
    page.get_by_role("button", name="Übersicht", exact=True).click()
    page.get_by_role("button", name="Check abgeben", exact=True).click()
    expect(page.get_by_text("10 von 10 Fragen sind richtig")).to_be_visible()


def test_the_exam_can_be_begun_answered_and_handed_in_by_keyboard(course: Course, visit: Any) -> None:
    profile = visit()
    single = [placed.item for placed in course.bank.active(use="exam") if placed.item.type == "single"][:DRAWN]  # type: ignore[attr-defined]
    plant(profile, attempt={"n": 1, "t": 1, "questions": [f"{q.id}:{q.revision}" for q in single], "answers": {}})
    page = profile.open(EXAM)
    page.locator(".options input").first.focus()
    for place in range(DRAWN):
        expect(page.locator(".question-number")).to_have_text(f"Frage {place + 1} von {DRAWN}")
        expect(page.locator(".options input").first).to_be_focused()
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Übersicht")).to_be_focused()
    page.get_by_role("button", name="Check abgeben", exact=True).press("Enter")
    expect(page.get_by_role("heading", name=re.compile("estanden"))).to_be_focused()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus."""
    for _ in range(40):
        if target.evaluate("(one) => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"mit Tab nicht zu erreichen: {target}")


def answer_by_keyboard(page: Page, question: Question) -> None:
    """The right answer, without mouse; the focus is on the first field."""
    form = page.locator(".exam form.question")
    if isinstance(question, Choice):
        right = [option_key(option.text) for option in question.options if option.correct]
        for key in form.locator(".options input").evaluate_all("all => all.map((one) => one.value)"):
            field = form.locator(f'input[value="{key}"]')
            if key in right and question.type == "multiple":
                tab_to(page, field)
                page.keyboard.press("Space")
            elif key in right:
                while not field.is_checked():
                    page.keyboard.press("ArrowDown")
    elif isinstance(question, Cloze):
        for field, answers in zip(form.locator(".blank").all(), question.blanks(), strict=True):
            tab_to(page, field)
            page.keyboard.type(answers[0])
    elif isinstance(question, Numeric):
        page.keyboard.type(f"{question.answer.value:.0f}")
    elif isinstance(question, Order):
        for place, item in enumerate(question.items):
            texts = form.locator(".sequence-text").all_inner_texts()
            steps = texts.index(item.text) - place
            if steps:
                tab_to(page, form.get_by_role("button", name=f"Nach oben: {item.text}", exact=True))
            for _ in range(steps):
                page.keyboard.press("Enter")
    elif isinstance(question, Match):
        for field, pair in zip(form.locator("select").all(), question.pairs, strict=True):
            tab_to(page, field)
            while field.input_value() != option_key(pair.right):
                page.keyboard.press("ArrowDown")
    tab_to(page, form.locator("[type=submit]"))
    page.keyboard.press("Enter")


def test_every_type_can_be_answered_by_keyboard_alone(course: Course, visit: Any) -> None:
    profile = visit()
    plant(profile, attempt={"n": 1, "t": 1, "questions": of_every_type(course), "answers": {}})
    page = profile.open(EXAM)
    fields = page.locator(".exam form.question fieldset :is(input, select, button)")
    fields.first.focus()
    for place in range(len(KINDS)):
        expect(page.locator(".question-number")).to_have_text(f"Frage {place + 1} von {DRAWN}")
        expect(fields.first).to_be_focused()
        answer_by_keyboard(page, on_stage(page, course))
    expect(page.locator(".question-number")).to_have_text(f"Frage 7 von {DRAWN}")
    page.get_by_role("button", name="Übersicht", exact=True).press("Enter")
    page.get_by_role("button", name=submitting(4), exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Noch nicht bestanden")).to_be_focused()
    assert page.locator("form.question .verdict").all_inner_texts() == ["Richtig."] * 6 + ["Nicht beantwortet."] * 4


BROKEN_ANSWERS = {
    "offline": lambda route: route.abort(),
    "gone": lambda route: route.fulfill(status=404, body="weg"),
    "page instead of data": lambda route: route.fulfill(body="<!doctype html><h1>Anmelden</h1>"),
    "other data": lambda route: route.fulfill(json=[{"key": 1}]),
    "null": lambda route: route.fulfill(json=None),
}


@pytest.mark.parametrize("fault", BROKEN_ANSWERS.values(), ids=BROKEN_ANSWERS)
def test_questions_that_do_not_load_are_told_and_can_be_asked_for_again(course: Course, visit: Any, fault: Any) -> None:
    faults = [fault]

    def respond(route: Route) -> None:
        faults.pop()(route) if faults else route.continue_()

    profile = visit()
    profile.context.route(POOL_REQUEST, respond)
    plant(profile, attempt={"n": 1, "t": 1, "questions": keys(course, DRAWN), "answers": {}})
    page = profile.open(EXAM)
    expect(page.locator(".exam [role=status]")).to_contain_text("lassen sich gerade nicht laden")
    page.get_by_role("button", name="Noch einmal versuchen", exact=True).click()
    expect(page.locator(".question-number")).to_have_text(f"Frage 1 von {DRAWN}")
    expect(page.locator(".exam > [role=status]")).to_be_empty()
    profile.problems[:] = [problem for problem in profile.problems if "Failed to load resource" not in problem]


FORBID = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"


@pytest.mark.parametrize("fault", [FORBID, FULL], ids=["forbidden", "full"])
def test_without_storage_the_exam_works_and_says_that_nothing_is_kept(course: Course, visit: Any, fault: str) -> None:
    profile = visit()
    profile.context.add_init_script(fault)
    page = profile.open(EXAM)
    hand_in(page, course)
    expect(page.get_by_role("heading", name="Bestanden", exact=True)).to_be_visible()
    expect(page.locator("[data-messages] p")).to_have_count(1)
    expect(page.locator("[data-messages]")).to_contain_text("nur, solange diese Seite offen ist")


def test_questions_that_an_update_took_away_no_longer_count(course: Course, visit: Any) -> None:
    profile = visit()
    changed = [keys(course, 1)[0].split(":")[0] + ":99", "gibt-es-nicht-mehr:1"]
    plant(profile, attempt={"n": 1, "t": 1, "questions": [*changed, *keys(course, DRAWN - 1)[1:]], "answers": {}})
    page = profile.open(EXAM)
    expect(page.locator(".exam > [role=status]")).to_contain_text("2 Fragen haben sich mit einer neuen Fassung")
    for place in range(DRAWN - 2):
        expect(page.locator(".question-number")).to_have_text(f"Frage {place + 1} von {DRAWN - 2}")
        reply(page, course, right=place > 3)
    page.get_by_role("button", name="Check abgeben", exact=True).click()
    expect(page.get_by_text("4 von 8 Fragen sind richtig, nötig sind 7.")).to_be_visible()


HOSTILE = '<img src=x onerror="window.boese=1">'


@pytest.mark.parametrize("questions", [[], ["__proto__", "constructor", HOSTILE], ["x:1"] * 20])
def test_a_planted_attempt_that_asks_nothing_known_offers_a_new_draw(
    course: Course, visit: Any, questions: list[str]
) -> None:
    profile = visit()
    answers = {question: {"n": 1, "given": [HOSTILE]} for question in questions}
    plant(profile, attempt={"n": 1, "t": 1, "questions": questions, "answers": answers})
    page = profile.open(EXAM)
    expect(page.locator(".exam > [role=status]")).to_contain_text("Ziehen Sie bitte neu.")
    begin(page)
    assert len(attempt_of(page)["questions"]) == DRAWN
    assert page.evaluate("window.boese") is None


def test_planted_answers_are_only_text_and_one_question_counts_once(course: Course, visit: Any) -> None:
    profile = visit()
    names = keys(course, DRAWN)
    plant(
        profile,
        attempt={"n": 1, "t": 1, "questions": names, "answers": {key: {"n": 1, "given": [HOSTILE]} for key in names}},
    )
    page = profile.open(EXAM)
    expect(page.locator(".question-number")).to_have_text(
        f"Frage 1 von {DRAWN}"
    )  # options that do not exist are no answer
    page.get_by_role("button", name="Übersicht", exact=True).click()
    page.get_by_role("button", name=re.compile(r"^Mit \d offenen Fragen abgeben$")).click()
    expect(page.get_by_role("heading", name="Noch nicht bestanden")).to_be_visible()
    assert page.evaluate("window.boese") is None
    plant(profile, attempt={"n": 1, "t": 2, "questions": names[:1] * 20, "answers": {}})
    expect(profile.open(EXAM).locator(".exam > [role=status]")).to_contain_text("Ziehen Sie bitte neu.")


def test_the_questions_load_with_the_first_click_and_not_before(course: Course, visit: Any, site: Path) -> None:
    requests: list[str] = []
    profile = visit()
    profile.context.on("request", lambda request: requests.append(request.url))
    page = profile.open(EXAM)
    expect(page.get_by_role("button", name="Check beginnen", exact=True)).to_be_visible()
    assert not [url for url in requests if POOL_REQUEST.search(url)]
    assert stored(page) == {}
    begin(page)
    assert len([url for url in requests if POOL_REQUEST.search(url)]) == 1


@pytest.mark.parametrize("path", [EXAM, CERTIFICATE])
def test_a_first_visit_stays_within_thirty_kilobytes(visit: Any, path: str) -> None:
    sizes: list[int] = []
    profile = visit()
    profile.context.on("response", lambda response: sizes.append(len(gzip.compress(response.body()))))
    page = profile.open(path)
    page.wait_for_load_state("networkidle")
    assert len(sizes) >= 4
    assert sum(sizes) <= 30_000


def test_search_knows_no_exam_question_and_no_solution(course: Course, site: Path) -> None:
    texts = []
    for fragment in (site / "pagefind" / "fragment").iterdir():
        texts.append(gzip.decompress(fragment.read_bytes()).decode().removeprefix("pagefind_dcd"))
    found = " ".join(json.loads(text)["content"] for text in texts)
    assert f"{DRAWN} Fragen, verteilt auf alle Module" in found
    for placed in course.bank.active():
        for text in (placed.item.stem, placed.item.explanation):
            assert text not in found, placed.item.id


@pytest.mark.parametrize("path", [EXAM, CERTIFICATE])
def test_without_javascript_the_page_says_so_and_shows_the_way_to_the_practice_questions(visit: Any, path: str) -> None:
    page = visit(java_script_enabled=False).open(path)
    expect(page.locator(".ohne-skript")).to_contain_text("JavaScript")
    expect(page.locator(".ohne-skript")).to_contain_text("Übungsfragen")
    expect(page.locator("main .mit-skript").first).to_be_hidden()
    expect(page.get_by_role("button", name="beginnen")).to_have_count(0)
    page.locator(".ohne-skript a").click()
    expect(page.locator("h1")).not_to_contain_text("gibt es hier nicht")


def test_the_exam_has_a_short_address_a_place_in_the_menu_and_neighbours(course: Course, visit: Any) -> None:
    page = visit(viewport={"width": 1280, "height": 900}).open("winter/")
    page.locator(".pager [rel=next]").click()
    expect(page).to_have_url(re.compile(r"/kurs/abschlusstest/$"))
    menu = page.get_by_role("navigation", name="Kurs", exact=True)
    expect(menu.locator("[aria-current]")).to_have_text("Abschluss-Check")
    expect(page.locator(".pager [rel=prev]")).to_contain_text("Durch den Winter")
    page.locator(".kicker a").click()
    expect(page.locator(".lektionen")).to_contain_text(f"{DRAWN} Fragen")


def test_who_has_passed_all_lessons_is_sent_to_the_exam(course: Course, visit: Any) -> None:
    profile = visit()
    document = {"format": "kurs-lernstand", "version": 1, "course": COURSE, "clock": 9, "answers": {},
                "lessons": {slug: {"passed": {"n": 1, "t": 1, "v": "1.0.0"}} for slug in course.lessons}}  # fmt: skip
    page = profile.open()
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(document)])
    page.reload()
    expect(page.locator("[data-next] a")).to_have_text("Abschluss-Check")


def test_axe_finds_nothing_before_during_and_after_the_exam(course: Course, visit: Any) -> None:
    page = visit(viewport=NARROW).open(EXAM)
    assert violations(page) == []
    begin(page)
    assert violations(page) == []
    for place in range(DRAWN):
        reply(page, course, right=place > 4)
    assert violations(page) == []
    page.get_by_role("button", name="Check abgeben", exact=True).click()
    expect(page.get_by_role("heading", name="Noch nicht bestanden")).to_be_visible()
    assert violations(page) == []


def test_nothing_scrolls_sideways_at_320_pixels(course: Course, visit: Any) -> None:
    profile = visit(viewport={"width": 320, "height": 600})
    page = profile.open(EXAM)

    def width() -> int:
        return page.evaluate("document.documentElement.scrollWidth")

    assert width() <= 320
    plant(profile, attempt={"n": 1, "t": 1, "questions": of_every_type(course), "answers": {}})
    page = profile.open(EXAM)
    for _ in range(DRAWN):
        reply(page, course)
        assert width() <= 320
    page.get_by_role("button", name="Check abgeben", exact=True).click()
    expect(page.get_by_role("heading", name="Bestanden", exact=True)).to_be_visible()
    assert width() <= 320
    page.get_by_role("link", name="Zum Zertifikat").click()
    page.get_by_label("Ihr Name").fill("Nepomuk" * 14)
    assert width() <= 320


@pytest.mark.parametrize(
    ("exam", "text", "link"),
    [
        ({}, "sobald Sie einen Check bestanden haben", "Zum Abschluss-Check"),
        ({"attempt": {"n": 1, "t": 1, "questions": ["x:1"], "answers": {}}}, "noch nicht abgegeben", "Weiter im Abschluss-Check"),
        (
            {"attempt": {"n": 1, "t": 1, "questions": ["x:1"], "answers": {}, "end": {"n": 2, "t": 2, "right": 13, "total": 20}}},
            "13 von 20 Fragen richtig. Für das Zertifikat braucht es 16.",
            "Zum Abschluss-Check",
        ),
    ],
    ids=["nothing", "begun", "failed"],
)  # fmt: skip
def test_without_a_passed_exam_the_certificate_says_what_is_missing(
    visit: Any, exam: dict[str, Any], text: str, link: str
) -> None:
    profile = visit()
    plant(profile, **exam)
    page = profile.open(CERTIFICATE)
    expect(page.locator("[data-missing]")).to_contain_text(text)
    expect(page.locator("article.zertifikat")).to_be_hidden()
    expect(page.get_by_role("button", name="Drucken")).to_be_hidden()
    page.get_by_role("link", name=link, exact=True).click()
    expect(page.locator("h1")).to_have_text("Abschluss-Check")


def test_the_certificate_names_date_modules_and_version(visit: Any) -> None:
    profile = visit(timezone_id="Europe/Berlin")
    plant(profile, passed={"2-1": PASS})
    page = profile.open(CERTIFICATE)
    sheet = page.locator("article.zertifikat")
    expect(sheet).to_contain_text("hat am 18. November 2026 den Abschluss-Check des Kurses bestanden: 17 von 20")
    expect(sheet.locator("li")).to_have_text(PASS["modules"])
    expect(sheet).to_contain_text("Fassung des Kurses: 1.2.3.")
    page.get_by_label("Ihr Name").fill("Ada Lovelace")
    expect(sheet.locator("[data-name]")).to_have_text("Ada Lovelace")


def test_the_name_is_kept_only_if_wanted_and_taken_away_again(visit: Any) -> None:
    profile = visit()
    plant(profile, passed={"2-1": PASS})
    page = profile.open(CERTIFICATE)
    page.get_by_label("Ihr Name").fill("Ada Lovelace")
    page.get_by_label("Ihr Name").press("Tab")
    page.wait_for_timeout(100)
    assert "Ada" not in json.dumps(stored(page))
    page.get_by_label("auf diesem Gerät speichern").check()
    wait_until_stored(page, "Ada Lovelace")
    later = profile.open(CERTIFICATE)
    expect(later.get_by_label("Ihr Name")).to_have_value("Ada Lovelace")
    expect(later.locator("[data-name]")).to_have_text("Ada Lovelace")
    later.get_by_label("auf diesem Gerät speichern").uncheck()
    later.wait_for_timeout(100)
    assert "Ada" not in json.dumps(stored(later))
    expect(later.locator("[data-name]")).to_have_text("Ada Lovelace")  # still on this sheet
    later.reload()
    expect(later.get_by_label("Ihr Name")).to_have_value("")


def test_a_name_and_a_planted_result_are_only_text(visit: Any) -> None:
    profile = visit()
    plant(profile, passed={"2-1": {**PASS, "v": HOSTILE, "modules": [HOSTILE]}}, name={"n": 1, "text": HOSTILE})
    page = profile.open(CERTIFICATE)
    expect(page.locator("[data-name]")).to_have_text(HOSTILE)
    expect(page.locator("article.zertifikat li")).to_have_text(HOSTILE)
    assert page.evaluate("window.boese") is None
    assert page.locator("main img").count() == 0


def test_of_several_passed_exams_the_latest_is_shown_and_others_can_be_chosen(visit: Any) -> None:
    profile = visit(timezone_id="Europe/Berlin")
    older = {**PASS, "t": PASS["t"] - 400 * 86_400, "v": "1.0.0"}
    plant(profile, passed={"2-1": PASS, "1-1": older})
    page = profile.open(CERTIFICATE)
    expect(page.locator("[data-edition]")).to_have_text("Fassung des Kurses: 1.2.3.")
    page.get_by_label("Welcher bestandene Check?").select_option("Abschluss-Check: 14. Oktober 2025, Fassung 1.0.0")
    expect(page.locator("[data-edition]")).to_have_text("Fassung des Kurses: 1.0.0.")


@pytest.mark.parametrize("margin", ["0", "2.5cm"])
def test_the_certificate_prints_on_one_page_of_a4(course: Course, visit: Any, margin: str) -> None:
    profile = visit()
    titles = [module.title for module in course.modules]
    plant(
        profile,
        passed={"2-1": {**PASS, "modules": titles}},
        name={"n": 1, "text": "Maria-Theresia von und zu Sonnenberg"},
    )
    page = profile.open(CERTIFICATE)
    expect(page.locator("[data-name]")).not_to_be_empty()
    sides = dict.fromkeys(("top", "bottom", "left", "right"), margin)
    paper = page.pdf(format="A4", margin=sides)  # type: ignore[arg-type]
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) == 1
    page.emulate_media(media="print")
    for gone in ("form", ".page-footer", "h1", ".kopf"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.locator("article.zertifikat")).to_be_visible()


def test_axe_finds_nothing_on_the_certificate(visit: Any) -> None:
    profile = visit(viewport=NARROW)
    page = profile.open(CERTIFICATE)
    assert violations(page) == []
    plant(profile, passed={"2-1": PASS, "1-1": {**PASS, "t": 1}})
    page.reload()
    expect(page.locator("article.zertifikat")).to_be_visible()
    assert violations(page) == []

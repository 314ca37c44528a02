"""„Fragen im Raum zeigen“: a module's questions and a conversation for a room, by keyboard, remote and touch; nothing is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect
from test_accessibility import rgb
from test_offline import keep
from test_pages import violations
from test_progress import plant, progress

from conftest import ROOT, build, load, serve
from kurs.colours import contrast
from kurs.content.conversation import Answer, Conversation, read
from kurs.content.course import Course, load_course
from kurs.content.model import AnyQuestion, Cloze, Match, Numeric, Order, Rate, SingleChoice, Write
from kurs.site.question_forms import entries_of
from projekt import make_course, write

pytestmark = pytest.mark.any_course

ROOM = "trainer/raum/"
WALL = {"width": 1920, "height": 1080}
TABLET = {"width": 1024, "height": 768}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course with a question of every type."""
    project = make_course(tmp_path_factory.mktemp("raum") / "projekt")
    lesson = next(iter(load_course(project).lessons.values()))
    knows, does, *_ = lesson.facts.objectives
    tasks = (ROOT / "tests" / "tasks.yml").read_text("utf-8").replace("lesson: aushang", f"lesson: {lesson.slug}")
    tasks = tasks.replace("objective: aushang-erkennen", f"objective: {knows}")
    write(project, "quizzes/aufgaben.yml", tasks.replace("objective: aushang-schreiben", f"objective: {does}"))
    return project


@pytest.fixture(scope="module")
def course(project: Path) -> Course:
    return load(project)


@pytest.fixture(scope="module")
def address(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("gebaut")
    done = build(project, folder / "kurs")
    assert done.returncode == 0, done.stderr
    with serve(folder) as root:
        yield f"{root}kurs/"


def asked(course: Course, module: int) -> list[AnyQuestion]:
    return [question for lesson in course.modules[module].lessons for question in course.asked(lesson)]


def at(visit: Any, name: str, **options: Any) -> Page:
    """The room with what `name` says."""
    page: Page = visit(**{"viewport": WALL, **options}).open(f"{ROOM}#{name}")
    expect(stage(page)).to_be_visible()
    return page


def stage(page: Page) -> Locator:
    return page.locator(".room-stage")


def said(page: Page) -> Locator:
    return page.locator("[data-said]")


def number(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def told(question: AnyQuestion) -> list[str]:
    """What a room must have read of a question when it is solved."""
    if isinstance(question, Cloze | Numeric):
        return [question.explanation, question.feedback.correct, question.feedback.incorrect]
    entries = entries_of(question)
    return [question.explanation, *(entry.feedback or entry.text for entry in entries if entry.text)]


def first_of(course: Course, kind: type) -> tuple[str, AnyQuestion]:
    """Address of the first question of its type in the room, and the question."""
    for lesson in course.lessons.values():
        for place, question in enumerate(course.asked(lesson), 1):
            if isinstance(question, kind):
                return f"{lesson.slug}/{place}", question
    raise AssertionError(kind)


@pytest.fixture(scope="module")
def conversation(course: Course) -> Conversation:
    found, wrong = read(course.conversations[0])
    assert wrong == []
    return found


def ways(conversation: Conversation) -> dict[str, list[Answer]]:
    """Title of each ending → a way to it."""
    scenes = {scene.name: scene for scene in conversation.scenes}
    found: dict[str, list[Answer]] = {}
    todo: list[tuple[str, int, list[Answer]]] = [(conversation.scenes[0].name, 0, [])]
    while todo:
        name, trust, way = todo.pop(0)
        if scenes[name].ending:
            found.setdefault(scenes[name].ending, way)
        for answer in scenes[name].answers:
            if answer.needs is None or trust >= answer.needs:
                todo.append((answer.target, trust + answer.trust, [*way, answer]))
    return found


def vote(page: Page, answer: Answer) -> None:
    """The letter of the reply, as the trainer presses it."""
    letter = page.locator(".ballot").filter(has_text=answer.text).locator(".card").inner_text()
    page.keyboard.press(letter.lower())


# Questions


@pytest.mark.parametrize(("module", "key"), [(0, "PageDown"), (1, " "), (2, "Enter"), (2, "ArrowRight")])
def test_one_key_leads_through_a_module_and_every_question_is_solved_with_all_reasons(
    visit: Any, course: Course, module: int, key: str
) -> None:
    page = at(visit, course.modules[module].slug)
    questions = asked(course, module)
    for place, question in enumerate(questions, 1):
        number(page, f"Frage {place} von {len(questions)}")
        assert question.explanation not in stage(page).inner_text()
        for _ in range(30):
            if question.explanation in stage(page).inner_text():
                break
            page.keyboard.press(key)
        text = " ".join(stage(page).inner_text().split())
        for reason in told(question):
            assert " ".join(reason.split()) in text, question.id
        for _ in range(9):  # what does not fit is scrolled first
            page.keyboard.press(key)
            if f"Frage {place} von" not in stage(page).inner_text():
                break
    number(page, "Das waren alle Fragen.")


def test_before_it_is_solved_nothing_says_what_is_right(visit: Any, course: Course) -> None:
    place, question = first_of(course, SingleChoice)
    page = at(visit, place)
    for entry in entries_of(question):
        expect(stage(page)).to_contain_text(entry.text)
        expect(stage(page)).not_to_contain_text(entry.feedback)
    expect(page.locator("[data-judged]")).to_have_count(0)


def test_a_letter_keeps_what_most_hands_were_for_and_another_takes_its_place(visit: Any, course: Course) -> None:
    page = at(visit, first_of(course, SingleChoice)[0])
    ballots = page.locator(".ballot")
    page.keyboard.press("b")
    expect(ballots.nth(1)).to_have_attribute("aria-pressed", "true")
    ballots.nth(0).click()
    expect(ballots.nth(0)).to_have_attribute("aria-pressed", "true")
    expect(ballots.nth(1)).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("ArrowRight")
    expect(ballots.nth(0)).to_contain_text("Ihre Wahl")
    expect(ballots.nth(0)).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("kind", [Order, Match, Rate])
def test_letters_count_for_each_step_of_what_is_solved_in_steps(visit: Any, course: Course, kind: type) -> None:
    page = at(visit, first_of(course, kind)[0])
    ballots = stage(page).locator(".ballot")
    page.keyboard.press("b")
    expect(ballots.nth(1)).to_have_attribute("aria-pressed", "true")
    ballots.nth(0).click()
    expect(ballots.nth(0)).to_have_attribute("aria-pressed", "true")
    expect(ballots.nth(1)).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("ArrowRight")
    expect(stage(page).locator(".rows li").nth(0)).to_contain_text("Ihre Wahl: A")
    expect(stage(page).locator(".ballot[aria-pressed=true]")).to_have_count(0)
    page.keyboard.press("ArrowLeft")
    expect(ballots.nth(0)).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("a")
    page.keyboard.press("ArrowRight")
    expect(stage(page)).not_to_contain_text("Ihre Wahl:")


def test_back_takes_one_step_at_a_time(visit: Any, course: Course) -> None:
    page = at(visit, course.modules[0].slug)
    texts = []
    for _ in range(6):
        texts.append(stage(page).inner_text())
        page.keyboard.press("ArrowRight")
    for text in reversed(texts):
        page.keyboard.press("PageUp")
        assert stage(page).inner_text() == text
    expect(page.get_by_role("button", name="Zurück")).to_be_disabled()


def test_somebody_writes_and_hears_the_criteria_before_the_examples(visit: Any, course: Course) -> None:
    place, question = first_of(course, Write)
    assert isinstance(question, Write)
    page = at(visit, place)
    page.keyboard.press("ArrowRight")
    expect(stage(page)).to_contain_text(question.criteria[0])
    expect(stage(page)).not_to_contain_text(question.models[0])
    page.keyboard.press("ArrowRight")
    expect(stage(page)).to_contain_text(question.models[0])


def test_what_is_asked_has_the_focus_and_what_was_solved_is_said_in_a_few_words(visit: Any, course: Course) -> None:
    place, _ = first_of(course, SingleChoice)
    page = at(visit, place)
    expect(stage(page)).to_be_focused()
    expect(said(page)).to_be_empty()
    page.get_by_role("button", name="Auflösen").click()
    expect(said(page)).to_have_text(page.locator("[data-judged=richtig] .card").inner_text().join(["Richtig: ", "."]))
    page.keyboard.press("ArrowRight")
    expect(stage(page)).to_be_focused()
    expect(said(page)).to_be_empty()


def test_the_list_leads_to_a_question_and_a_reload_stays_there(visit: Any, course: Course) -> None:
    page = at(visit, course.modules[0].slug)
    page.get_by_label("Frage", exact=True).select_option(index=3)
    number(page, "Frage 4 von")
    page.reload()
    number(page, "Frage 4 von")


def test_a_tablet_needs_no_keys(visit: Any, course: Course) -> None:
    page = visit(viewport=TABLET, has_touch=True).open(ROOM)
    lesson = next(iter(course.lessons.values()))
    page.get_by_role("link", name=lesson.title).tap()
    number(page, "Frage 1 von")
    for _ in range(60):
        onward = page.locator("[data-onward]")
        if not onward.is_visible():
            break
        box = onward.bounding_box()
        assert box
        assert box["height"] >= 44
        onward.tap()
    number(page, "Das waren alle Fragen.")
    page.get_by_role("button", name="Beenden").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fragen im Raum zeigen")


def test_it_opens_in_full_screen_and_escape_gives_the_page_back(visit: Any, course: Course) -> None:
    page = visit(viewport=WALL).open(ROOM)
    link = page.get_by_role("link", name=course.modules[0].title)
    link.focus()
    page.keyboard.press("Enter")
    number(page, "Frage 1 von")
    expect(page.get_by_role("button", name="Vollbild")).to_be_hidden()
    assert page.evaluate("Boolean(document.fullscreenElement)")
    expect(page.get_by_role("banner")).to_be_hidden()
    page.keyboard.press("Escape")
    if stage(page).is_visible():  # a browser with a screen keeps the first one for itself
        page.keyboard.press("Escape")
    expect(link).to_be_focused()
    page.wait_for_function("!document.fullscreenElement")
    expect(page.get_by_role("banner")).to_be_visible()
    assert page.url.endswith(ROOM)


def test_a_remote_s_keys_load_nothing_anew_and_darken_the_wall(visit: Any, course: Course) -> None:
    page = at(visit, course.modules[0].slug)
    page.evaluate("window.same = true")
    page.keyboard.press("F5")
    expect(page.get_by_role("button", name="Vollbild")).to_be_hidden()
    page.keyboard.press("F5")
    assert page.evaluate("window.same")
    page.keyboard.press(".")
    expect(page.locator(".room.dark")).to_have_count(1)
    page.keyboard.press("PageDown")
    expect(page.locator(".room.dark")).to_have_count(0)
    expect(said(page)).to_be_empty()  # that key only brought the picture back


def test_a_key_held_down_is_one_step(visit: Any, course: Course) -> None:
    page = at(visit, first_of(course, SingleChoice)[0])
    before = page.url
    for _ in range(5):
        page.keyboard.down("ArrowRight")
    expect(said(page)).not_to_be_empty()
    assert page.url == before


# Conversations


def test_a_room_plays_a_conversation_to_each_end_and_reads_which_way_it_took(
    visit: Any, course: Course, conversation: Conversation
) -> None:
    page = at(visit, course.conversations[0].slug)
    for ending, way in ways(conversation).items():
        for answer in way:
            vote(page, answer)
            expect(stage(page)).to_contain_text(answer.text)
        number(page, ending)
        expect(said(page)).to_have_text("Das Gespräch ist zu Ende.")
        page.keyboard.press("PageDown")
        rows = stage(page).get_by_role("listitem")
        expect(rows).to_have_count(len(way))
        for row, answer in zip(rows.all(), way, strict=True):
            expect(row).to_contain_text(answer.text)
            expect(row).to_contain_text(answer.review)
        page.get_by_role("button", name="Noch einmal von vorn").click()
        number(page, "Szene 1")


def test_a_reply_that_needs_trust_is_offered_only_where_it_grew(
    visit: Any, course: Course, conversation: Conversation
) -> None:
    page = at(visit, course.conversations[0].slug)
    scenes = {scene.name: scene for scene in conversation.scenes}
    way = next(way for way in ways(conversation).values() if way[-1].needs is not None)
    vote(page, way[0])
    expect(page.locator(".ballot").filter(has_text=way[-1].text)).to_have_count(1)
    page.keyboard.press("ArrowLeft")
    other = next(
        one for one in conversation.scenes[0].answers if one.target == way[0].target and one.trust < way[0].trust
    )
    vote(page, other)
    expect(page.locator(".ballot")).to_have_count(
        sum(answer.needs is None or other.trust >= answer.needs for answer in scenes[other.target].answers)
    )
    expect(page.locator(".ballot").filter(has_text=way[-1].text)).to_have_count(0)


# The way there, and what may go wrong


def test_a_module_s_page_leads_there(visit: Any, course: Course) -> None:
    page = visit().open(f"{course.modules[1].slug}/")
    page.locator("details.training summary").click()
    page.get_by_role("link", name="Die Fragen dieses Moduls im Raum zeigen").click()
    number(page, f"Frage 1 von {len(asked(course, 1))}")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text(course.modules[1].title)


def test_nothing_is_kept_and_the_trainer_s_own_progress_stays_as_it_is(visit: Any, course: Course) -> None:
    profile = visit(viewport=WALL)
    plant(profile, progress({}, {next(iter(course.lessons)): 1}, clock=3))
    page = profile.open(ROOM)
    before = page.evaluate("JSON.stringify(localStorage)")
    page.goto(page.url + f"#{course.modules[0].slug}")
    number(page, "Frage 1 von")
    for key in ("a", "ArrowRight", "ArrowRight", "b", "ArrowRight"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    assert page.evaluate("JSON.stringify(localStorage)") == before
    assert json.loads(before)
    assert page.evaluate("[sessionStorage.length, document.cookie]") == [0, ""]


@pytest.mark.parametrize(
    "fragment", ["gibt-es-nicht", "%E0%A4%A", "<img src=x onerror=alert(1)>", "boden/x", "a" * 9000, "../boden"]
)
def test_an_address_that_means_nothing_is_told_in_one_sentence(visit: Any, fragment: str) -> None:
    page = visit().open(f"{ROOM}#{fragment}")
    expect(page.locator("[data-message]")).to_contain_text("Unter dieser Adresse gibt es nichts zu zeigen.")
    expect(stage(page)).to_be_hidden()


def test_a_number_that_is_too_high_means_the_last_question(visit: Any, course: Course) -> None:
    count = len(asked(course, 0))
    number(at(visit, f"{course.modules[0].slug}/999"), f"Frage {count} von {count}")


def test_an_old_name_still_shows_what_moved(visit: Any, course: Course) -> None:
    def rename(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, body=answer.text().replace("<html ", f"<html data-moves=alt:{course.modules[0].slug} ", 1)
        )

    profile = visit()
    profile.context.route(f"**/{ROOM}", rename)
    number(profile.open(f"{ROOM}#alt"), "Frage 1 von")


@pytest.mark.parametrize("what", ["no network", "an error page", "a page without questions"])
def test_what_cannot_be_loaded_is_told_and_can_be_tried_again(visit: Any, course: Course, what: str) -> None:
    profile = visit()
    page = profile.open(ROOM)
    lesson = next(iter(course.lessons.values()))
    profile.context.route(
        f"**/{lesson.slug}/",
        lambda route: (
            route.abort()
            if what == "no network"
            else route.fulfill(
                status=500 if "error" in what else 200,
                headers={"content-type": "text/html", "cache-control": "no-store"},  # or the second try reads it again
                body="<h1>Nichts</h1>",
            )
        ),
    )
    link = page.get_by_role("link", name=lesson.title)
    link.click()
    expect(page.locator("[data-message]")).to_contain_text("ließ sich nicht laden")
    profile.problems.clear()  # the browser's own words about it
    profile.context.unroute(f"**/{lesson.slug}/")
    link.click()
    number(page, "Frage 1 von")


def test_without_a_network_a_course_that_was_saved_has_it_all(visit: Any, course: Course) -> None:
    profile = visit(viewport=WALL)
    keep(profile.open("offline/"))
    profile.context.set_offline(True)
    page = profile.open(f"{ROOM}#{course.modules[0].slug}")
    number(page, f"Frage 1 von {len(asked(course, 0))}")
    page.keyboard.press("Escape")
    page.get_by_role("link", name=course.conversations[0].title).click()
    number(page, "Szene 1")


def test_without_javascript_the_page_names_the_paper_and_leads_to_the_lessons(visit: Any, course: Course) -> None:
    page = visit(java_script_enabled=False).open(ROOM)
    expect(page.get_by_text("Der Raummodus braucht JavaScript.")).to_be_visible()
    expect(page.locator("main").get_by_role("link", name="als PDF")).to_have_attribute("href", "../material/")
    lesson = next(iter(course.lessons.values()))
    page.get_by_role("link", name=lesson.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(lesson.title)


# For everyone


def test_axe_finds_nothing_in_any_state(visit: Any, course: Course) -> None:
    page = visit().open(ROOM)
    assert violations(page) == []
    page.goto(page.url + f"#{course.modules[0].slug}")
    number(page, "Frage 1 von")
    seen = set()
    for _ in range(60):
        state = stage(page).locator("> *").evaluate_all("all => all.map((one) => one.tagName + one.className).join()")
        if state not in seen:
            assert violations(page) == []
        seen.add(state)
        if not page.locator("[data-onward]").is_visible():
            break
        page.keyboard.press("ArrowRight")
    number(page, "Das waren alle Fragen.")
    page.goto(page.url.split("#")[0] + f"#{course.conversations[0].slug}")
    number(page, "Szene 1")
    assert violations(page) == []


@pytest.mark.parametrize(("width", "height"), [(320, 600), (640, 400)])
def test_so_small_or_zoomed_so_far_nothing_is_out_of_reach(visit: Any, course: Course, width: int, height: int) -> None:
    page = at(visit, course.modules[0].slug, viewport={"width": width, "height": height})
    for _ in range(60):
        assert page.evaluate("document.querySelector('.room').scrollWidth") <= width
        onward = page.locator("[data-onward]")
        if not onward.is_visible():
            break
        onward.scroll_into_view_if_needed()
        expect(onward).to_be_in_viewport()
        last = stage(page).locator("> *").last
        last.scroll_into_view_if_needed()
        expect(last).to_be_in_viewport()
        page.keyboard.press("ArrowRight")
    number(page, "Das waren alle Fragen.")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_letters_keep_their_contrast_on_every_paper(visit: Any, course: Course, colours: str) -> None:
    page = at(visit, first_of(course, SingleChoice)[0], color_scheme=colours)
    found = page.evaluate(
        """() => [..."ABCDEF"].map((letter) => {
          const card = document.querySelector(".card").cloneNode(true);
          card.dataset.letter = letter;
          document.querySelector(".ballot").append(card);
          return getComputedStyle(card).backgroundColor;
        }).concat(getComputedStyle(document.querySelector(".room")).backgroundColor)"""
    )

    *cards, paper = map(rgb, found)
    for card in cards:
        assert contrast(card, "#ffffff") >= 4.5  # the letter
        assert contrast(card, paper) >= 3
    assert len(set(found[:-1])) == 6

"""One question at a time: dots, back and skip, questions in the text, addresses, paper; by keyboard alone too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from test_pages import NARROW, WIDE, violations

from conftest import Once, build, serve
from projekt import LESSON, make_project, replace, write

ASKED = ["zwei", "eins", "drei", "vier", "fuenf", "sechs"]  # in the order of the page: one stands in the text


def make(folder: Path) -> None:
    project = make_project(folder / "projekt")
    replace(project, "docs/probe/aushang.md", "Zehn Sekunden", "<!-- frage: zwei -->\n\nZehn Sekunden")
    replace(project, "quizzes/probe.yml", "stem: Was sagt drei?", "stem: Ein Blatt hängt am Tor. Was sagt drei?")
    second = LESSON.replace("aushang", "zettel").replace("Der Aushang", "Der Zettel")
    write(project, "docs/probe/zettel.md", second)
    bank = (project / "quizzes/probe.yml").read_text("utf-8").replace("questions:\n", "")
    bank = bank.replace("lesson: aushang", "lesson: zettel").replace("objective: aushang", "objective: zettel")
    bank = bank.replace("- id: ", "- id: zettel-").replace("Was sagt", "Was meint")
    write(project, "quizzes/zettel.yml", "questions:\n" + bank)
    replace(project, "mkdocs.yml", "      - probe/aushang.md\n", "      - probe/aushang.md\n      - probe/zettel.md\n")
    done = build(project, folder / "kurs")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def host(once: Once) -> Iterator[str]:
    with serve(once("steps", make)) as root:
        yield f"{root}kurs/"


@pytest.fixture
def lesson(visit: Any, host: str) -> Any:
    """`lesson(path, **options)` opens a page of the small course in a new profile."""
    return lambda path="aushang/", **options: visit(host, **options).open(path)


def shown(page: Page) -> Locator:
    return page.locator(".steps form.question:visible")


def name_of(page: Page) -> str | None:
    """Id of the one question that the quiz shows."""
    expect(shown(page)).to_have_count(1)
    return shown(page).get_attribute("data-question")


def dot(page: Page, number: int, state: str = "noch offen") -> Locator:
    return page.get_by_role("button", name=f"Frage {number} von 6, {state}", exact=True)


def press(page: Page, name: str) -> None:
    shown(page).get_by_role("button", name=name, exact=name != "Prüfen").click()


def give(form: Locator, right: bool = True) -> None:
    form.get_by_label("Etwas Gutes" if right else "Etwas Altes").check()
    form.get_by_role("button", name="Prüfen").click()


def test_the_quiz_shows_its_first_question_and_a_dot_for_each_of_the_lesson(lesson: Any) -> None:
    page = lesson()
    assert name_of(page) == "eins"
    expect(page.locator(".dots button")).to_have_count(6)
    expect(dot(page, 2)).to_have_attribute("aria-current", "step")
    expect(page.locator("#frage-zwei")).to_be_visible()  # in the text
    expect(page.locator("[data-quiz]")).to_be_hidden()
    expect(shown(page).get_by_role("button", name="Zurück", exact=True)).to_be_hidden()


def test_a_dot_says_what_became_of_its_question_and_leads_there(lesson: Any) -> None:
    page = lesson()
    give(shown(page), right=False)
    dot(page, 3).click()
    assert name_of(page) == "drei"
    give(shown(page))
    expect(dot(page, 3, "richtig")).to_have_attribute("aria-current", "step")
    dot(page, 2, "noch nicht richtig").click()
    assert name_of(page) == "eins"
    expect(shown(page).locator("fieldset")).to_be_focused()


def test_what_was_skipped_comes_again_after_the_last_also_from_the_text(lesson: Any) -> None:
    page = lesson()
    give(shown(page))
    press(page, "Nächste Frage")
    press(page, "Überspringen")
    for _ in ("vier", "fuenf", "sechs"):
        give(shown(page))
        press(page, "Nächste Frage")
    in_the_text = page.locator("#frage-zwei")
    expect(in_the_text.get_by_role("group")).to_be_focused()
    expect(in_the_text).to_be_in_viewport()
    give(in_the_text)
    in_the_text.get_by_role("button", name="Nächste Frage", exact=True).click()
    assert name_of(page) == "drei"
    give(shown(page))
    press(page, "Zum Ergebnis")
    expect(page.locator("[data-quiz]")).to_contain_text("6 von 6 Fragen richtig. Diese Lektion ist bestanden.")
    expect(page.locator("[data-quiz] p").first).to_be_focused()
    expect(shown(page)).to_have_count(0)


def test_who_skips_everything_comes_to_the_result_which_leads_to_what_is_open(lesson: Any) -> None:
    page = lesson()
    for name in ("eins", "drei", "vier", "fuenf", "sechs"):
        assert name_of(page) == name
        press(page, "Überspringen")
    expect(page.locator("[data-quiz]")).to_contain_text("0 von 6 Fragen richtig, 6 noch offen.")
    page.get_by_role("button", name="Zur offenen Frage").click()
    expect(page.locator("#frage-zwei").get_by_role("group")).to_be_focused()


def test_the_focus_on_a_question_is_a_line_around_its_card(lesson: Any) -> None:
    """A line around the fieldset alone would run through its first letters and its buttons."""
    page = lesson()
    shown(page).get_by_role("button", name="Überspringen").focus()
    page.keyboard.press("Enter")
    expect(shown(page).get_by_role("group")).to_be_focused()
    assert shown(page).evaluate("card => getComputedStyle(card).outlineStyle") == "solid"
    assert shown(page).get_by_role("group").evaluate("set => getComputedStyle(set).outlineStyle") == "none"


def test_after_a_question_in_the_text_one_reads_on(lesson: Any) -> None:
    page = lesson()
    form = page.locator("#frage-zwei")
    give(form)
    form.get_by_role("button", name="Weiterlesen", exact=True).click()
    expect(page.get_by_text("Zehn Sekunden genügen")).to_be_focused()
    assert name_of(page) == "eins"


def test_a_wrong_answer_can_be_left_behind_and_tried_again_at_the_end(lesson: Any) -> None:
    page = lesson()
    give(page.locator("#frage-zwei"))
    give(shown(page), right=False)
    press(page, "Weiter")
    for place in range(4):
        give(shown(page))
        press(page, "Nächste Frage" if place < 3 else "Zum Ergebnis")
    result = page.locator("[data-quiz]")
    expect(result).to_contain_text("5 von 6 Fragen richtig. Diese Lektion ist bestanden.")
    result.get_by_role("button", name="Die falsche noch einmal").click()
    assert name_of(page) == "eins"
    expect(dot(page, 2)).to_have_attribute("aria-current", "step")
    give(shown(page))
    press(page, "Zum Ergebnis")
    expect(result).to_contain_text("6 von 6 Fragen richtig.")


def test_back_leads_to_the_question_before(lesson: Any) -> None:
    page = lesson()
    press(page, "Überspringen")
    press(page, "Zurück")
    assert name_of(page) == "eins"


def test_who_comes_back_begins_with_the_first_open_question(lesson: Any) -> None:
    page = lesson()
    give(shown(page))
    expect(dot(page, 2, "richtig")).to_be_visible()
    page.reload()
    assert name_of(page) == "drei"


@pytest.mark.parametrize("name", ASKED)
def test_an_address_opens_its_question(lesson: Any, name: str) -> None:
    page = lesson(f"aushang/#frage-{name}", viewport=NARROW)
    expect(page.locator(f"#frage-{name}")).to_be_in_viewport()
    page.evaluate("location.hash = 'frage-fuenf'")
    expect(page.locator("#frage-fuenf")).to_be_in_viewport()
    assert name_of(page) == "fuenf"


def test_what_the_browser_finds_in_a_hidden_question_is_shown(lesson: Any) -> None:
    page = lesson()
    expect(page.locator("#frage-sechs")).to_have_attribute("hidden", "until-found")
    page.locator("#frage-sechs").evaluate("node => node.dispatchEvent(new Event('beforematch', { bubbles: true }))")
    assert name_of(page) == "sechs"


def pass_all(page: Page) -> Locator:
    """Answer all questions; the result."""
    give(page.locator("#frage-zwei"))
    for place in range(5):
        give(shown(page))
        press(page, "Nächste Frage" if place < 4 else "Zum Ergebnis")
    return page.locator("[data-quiz]")


@pytest.mark.parametrize("viewport", [NARROW, WIDE])
def test_the_button_of_the_result_leads_to_what_follows_in_the_lesson(lesson: Any, viewport: Any) -> None:
    """Sentence, exercise and key points stand behind the quiz: nobody is led past them."""
    page = lesson(viewport=viewport)
    result = pass_all(page)
    (button,) = result.locator(".knopf:visible").all()  # the reset is folded away
    expect(button).to_have_text("Weiter: Mein Satz für Montag")
    button.click()
    expect(page).to_have_url(re.compile(r"/aushang/#vorsatz$"))
    expect(page.get_by_role("heading", name="Mein Satz für Montag")).to_be_in_viewport()


def test_small_the_result_leads_where_the_foot_of_the_page_leads(lesson: Any) -> None:
    page = lesson()
    page.evaluate("document.querySelector('[rel=next]').href = '../zettel/?weg=probe'")
    link = pass_all(page).get_by_role("link", name="Direkt weiter: Der Zettel", exact=True)
    link.click()
    expect(page).to_have_url(re.compile(r"/zettel/\?weg=probe$"))


def test_the_situation_is_regular_and_the_question_bold(lesson: Any) -> None:
    page = lesson("aushang/#frage-drei")
    weights = page.locator("#stamm-drei").evaluate(
        "node => [node, node.firstElementChild].map((one) => [one.textContent.trim(), getComputedStyle(one).fontWeight])"
    )
    assert weights == [["Ein Blatt hängt am Tor. Was sagt drei?", "600"], ["Ein Blatt hängt am Tor.", "400"]]


def test_without_javascript_the_quiz_is_a_list(lesson: Any) -> None:
    page = lesson(java_script_enabled=False)
    expect(page.locator("form.question:visible")).to_have_count(6)
    expect(page.locator(".dots")).to_be_hidden()


def test_on_paper_all_questions_stand_and_the_solutions_at_the_end(lesson: Any) -> None:
    page = lesson()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("form.question:visible")).to_have_count(6)
    expect(page.locator("form.question .solution:visible")).to_have_count(0)
    end = page.locator("main > :last-child")
    expect(end.get_by_role("heading", name="Frage 1 von 6")).to_be_visible()
    expect(end.get_by_text("Genau das steht da.").first).to_be_visible()
    expect(end.get_by_text("Genau das steht da.")).to_have_count(6)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.get_by_role("heading", name="Lösungen")).to_have_count(0)


@pytest.mark.parametrize("forced", ["active", "none"])
def test_a_lesson_is_passed_by_keyboard_alone(lesson: Any, forced: str) -> None:
    page = lesson(forced_colors=forced, viewport=WIDE)

    def tab_to(name: str) -> None:
        for _ in range(60):
            page.keyboard.press("Tab")
            here = page.evaluate("document.activeElement.textContent + (document.activeElement.value ?? '')")
            if name in here:
                outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline == "solid"
                return
        raise AssertionError(name)

    for number in range(6):
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.type") != "radio":
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
        while "Etwas Gutes" not in page.evaluate("document.activeElement.closest('li').textContent"):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(page.locator(":focus")).to_have_text(
            "Weiterlesen" if number == 0 else "Nächste Frage" if number < 5 else "Zum Ergebnis"
        )
        page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_contain_text("Diese Lektion ist bestanden.")
    tab_to("Der Zettel")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/zettel/$"))


def test_states_differ_without_colour(lesson: Any) -> None:
    page = lesson(forced_colors="active")
    give(shown(page))
    press(page, "Nächste Frage")
    give(shown(page), right=False)
    signs = page.locator(".dots button").evaluate_all(
        "nodes => nodes.map((node) => getComputedStyle(node, '::after').content)"
    )
    assert signs == ["none", '" ✓"', '" ✗"', "none", "none", "none"]
    lines = page.locator(".dots button").evaluate_all(
        "nodes => nodes.map((node) => getComputedStyle(node).borderTopStyle)"
    )
    assert lines == ["solid", "solid", "dashed", "solid", "solid", "solid"]


@pytest.mark.parametrize("viewport", [NARROW, WIDE])
def test_nothing_moves_by_itself_when_the_quiz_is_in_view_from_the_beginning(lesson: Any, viewport: Any) -> None:
    page = lesson("aushang/#quiz", viewport=viewport, reduced_motion="reduce")
    page.wait_for_load_state("networkidle")
    page.evaluate(
        """() => { globalThis.moved = 0;
        new PerformanceObserver((list) => { for (const one of list.getEntries()) moved += one.value })
          .observe({ type: "layout-shift", buffered: true }); }"""
    )
    page.wait_for_timeout(300)
    assert page.evaluate("moved") < 0.005


def test_axe_finds_nothing_in_a_step_and_in_the_result(lesson: Any) -> None:
    page = lesson(viewport=NARROW)
    assert violations(page) == []
    give(page.locator("#frage-zwei"), right=False)
    for place in range(5):
        give(shown(page))
        press(page, "Nächste Frage" if place < 4 else "Zum Ergebnis")
    page.get_by_text("Quiz zurücksetzen").click()
    assert violations(page) == []

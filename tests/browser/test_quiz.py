"""Quizzes in a real Chromium: every type right and wrong, by mouse and keyboard, kept, tried again."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Locator, Page, expect

from conftest import javascript
from kurs.content.course import Course
from kurs.content.model import RATINGS, Choice, Cloze, Mark, Match, Numeric, Order, Question, Rate, Write
from kurs.content.questions import option_key
from kurs.words import number_text
from projekt import COURSE

pytestmark = pytest.mark.any_course

KEY = f"kurs:{COURSE}:lernstand"


def example(course: Course, kind: type[Question], only: str | None = None) -> Question:
    """The first practice question of a type."""
    for placed in course.bank.active(use="practice"):
        if isinstance(placed.item, kind) and (only is None or placed.item.type == only):  # type: ignore[attr-defined]
            return placed.item
    raise AssertionError(f"Keine Frage vom Typ {only or kind.__name__}")


def wait_for_steps(page: Page | FrameLocator) -> None:
    """Until the script of a lesson has run, which shows its questions one at a time."""
    expect(page.locator(".dots [aria-current]").first).to_be_attached()


def form_of(page: Page | FrameLocator, question: Question) -> Locator:
    """The question's form, brought to view by its dot where another of its quiz is shown."""
    form = page.locator(f"#frage-{question.id}")
    if isinstance(page, FrameLocator):
        wait_for_steps(page)  # a frame's `load` is waited for by nobody
    if not form.is_visible():
        number = (form.locator(".question-number").text_content() or "").partition(" ·")[0]
        page.get_by_role("button", name=re.compile(f"^{number}, ")).click()
    return form


def result_of(page: Page | FrameLocator) -> Locator:
    """What a lesson's quiz says at its end, reached from the question that is shown."""
    result = page.locator("[data-quiz]")
    form = page.locator(".steps .question:not([hidden])")
    wait_for_steps(page)
    while not result.is_visible():
        wrong = form.get_attribute("data-judged") == "falsch"
        form.get_by_role(
            "button", name="Weiter" if wrong else re.compile("^(Nächste Frage|Zum Ergebnis)$"), exact=True
        ).click()
    return result


def answer(form: Locator, question: Question, right: bool) -> None:
    """Fill in a right or a wrong answer, without submitting."""
    if isinstance(question, Choice):
        chosen = [option for option in question.options if option.correct == right]
        if question.type == "single":
            form.locator(f'input[value="{option_key(chosen[0].text)}"]').check()
        else:  # an answer before this one may have ticked the others
            for option in question.options:
                form.locator(f'input[value="{option_key(option.text)}"]').set_checked(option in chosen)
    elif isinstance(question, Cloze):
        for i, answers in enumerate(question.blanks()):
            form.locator(".blank").nth(i).fill(answers[0] if right else "etwas anderes")
    elif isinstance(question, Numeric):
        value = question.answer.value if right else question.answer.value * 3 + question.answer.tolerance + 7
        form.locator("[data-value]").fill(number_text(value))
    elif isinstance(question, Order):
        sort(form, [item.text for item in question.items], right)
    elif isinstance(question, Match):
        lefts = [pair.right for pair in question.pairs]
        rights = lefts if right else lefts[1:] + lefts[:1]
        for i, text in enumerate(rights):
            form.locator("select").nth(i).select_option(option_key(text))
    elif isinstance(question, Mark):
        for segment in question.segments:
            form.locator(f'input[value="{option_key(segment.text)}"]').set_checked(segment.mark == right)
    elif isinstance(question, Rate):
        for reaction in question.reactions:
            rating = RATINGS[(RATINGS.index(reaction.rating) + (not right)) % len(RATINGS)]
            form.locator(f'input[value="{option_key(reaction.text)}-{rating}"]').check()
    elif isinstance(question, Write):
        form.get_by_role("textbox").fill("Ich sage, wie es weitergeht.")  # nobody judges it
    else:
        raise TypeError(question)


def sort(form: Locator, texts: list[str], right: bool) -> None:
    """Move items with their buttons until they stand in the right order, or in one that is wrong."""
    wanted = [option_key(text) for text in texts]
    if not right:
        wanted = wanted[1:] + wanted[:1]
    for place, key in enumerate(wanted):
        while (now := _places(form).index(key)) > place:
            form.locator(f'[data-item="{key}"] button').first.click()
            assert _places(form).index(key) == now - 1
    if form.get_attribute("data-moved") != "ja":  # stood right by chance: any move counts
        form.locator(".sequence button").nth(1).click()
        form.locator(f'[data-item="{wanted[0]}"] button').first.click()


def _places(form: Locator) -> list[str]:
    return form.locator(".sequence > li").evaluate_all("items => items.map((item) => item.dataset.item)")


def check(form: Locator) -> None:
    form.get_by_role("button", name=re.compile("^(Prüfen|Beispiele ansehen)")).click()


def stored(page: Page, key: str = KEY) -> dict[str, Any]:
    text = page.evaluate(f"localStorage.getItem('{key}')")
    return json.loads(text) if text else {}


def wait_until_stored(page: Page, text: str = "") -> None:
    """Until the stored progress contains `text`; Playwright's own waiting needs eval, which our CSP forbids."""
    for _ in range(600):
        stored = page.evaluate(f"localStorage.getItem('{KEY}')")
        if stored is not None and text in stored:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{text!r} wurde nicht gespeichert")


KINDS = [
    (Choice, "single"),
    (Choice, "multiple"),
    (Cloze, "cloze"),
    (Numeric, "numeric"),
    (Order, "order"),
    (Match, "match"),
]
each_type = pytest.mark.parametrize(("kind", "name"), KINDS, ids=[name for _, name in KINDS])


@each_type
def test_a_right_answer_is_told_explained_and_kept(course: Course, visit: Any, kind: type[Question], name: str) -> None:
    question = example(course, kind, name)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    answer(form, question, right=True)
    check(form)
    reply = form.get_by_role("status")
    expect(reply).to_contain_text("Richtig.")
    expect(form.locator(".more")).not_to_be_empty()
    expect(form.locator(".badge").first if name != "numeric" else reply).to_contain_text("ichtig")
    wait_until_stored(page)
    assert stored(page)["answers"][question.id]["ok"] is True


@each_type
def test_a_wrong_answer_is_explained_and_can_be_tried_again(
    course: Course, visit: Any, kind: type[Question], name: str
) -> None:
    question = example(course, kind, name)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    answer(form, question, right=False)
    check(form)
    expect(form.get_by_role("status")).to_contain_text("Noch nicht richtig.")
    form.get_by_role("button", name="Noch einmal versuchen").click()
    expect(form.get_by_role("status")).to_be_empty()
    answer(form, question, right=True)
    check(form)
    expect(form.get_by_role("status")).to_contain_text("Richtig.")


@each_type
def test_nothing_is_judged_or_kept_before_something_is_entered(
    course: Course, visit: Any, kind: type[Question], name: str
) -> None:
    question = example(course, kind, name)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    check(form)
    expect(form.get_by_role("status")).to_contain_text("zuerst" if name != "multiple" else "mindestens eine")
    assert form.get_attribute("data-judged") is None
    assert stored(page) == {}


@each_type
def test_an_answer_is_still_there_after_a_reload(course: Course, visit: Any, kind: type[Question], name: str) -> None:
    question = example(course, kind, name)
    page = visit().open(f"{question.lesson}/")
    answer(form_of(page, question), question, right=True)
    check(form_of(page, question))
    wait_until_stored(page)
    page.reload()
    form = form_of(page, question)
    expect(form.locator(".feedback")).to_contain_text("Richtig.")
    if isinstance(question, Order):
        assert _places(form) == [option_key(item.text) for item in question.items]
    elif name in ("single", "multiple"):
        assert form.locator("input:checked").count() == sum(option.correct for option in question.options)  # type: ignore[attr-defined]
    else:
        expect(form.locator("input, select").first).not_to_have_value("")


def test_a_question_can_be_answered_with_the_keyboard_alone(course: Course, visit: Any) -> None:
    question = example(course, Choice, "single")
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    form.locator("input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(form.locator("input").nth(2)).to_be_checked()  # arrows choose; nothing is submitted
    assert form.get_attribute("data-judged") is None
    page.keyboard.press("Enter")
    expect(form.get_by_role("status")).not_to_be_empty()
    expect(form.locator("button").first).to_be_focused()
    if form.get_attribute("data-judged") == "falsch":
        page.keyboard.press("Enter")
        expect(form.locator("input").first).to_be_focused()


def test_an_item_moves_by_keyboard_says_its_place_and_keeps_the_focus(course: Course, visit: Any) -> None:
    question = example(course, Order)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    before = _places(form)
    down = form.locator(".sequence > li").first.locator("button").nth(1)
    down.focus()
    for _ in range(len(before)):  # one press more than there are places: the last does nothing
        page.keyboard.press("Enter")
        expect(page.locator(":focus")).to_have_attribute("aria-label", re.compile("^Nach unten"))
    assert _places(form) == [*before[1:], before[0]]
    expect(form.locator(".sequence-status")).to_contain_text(f"Platz {len(before)} von {len(before)}")
    assert form.get_attribute("data-judged") is None


def test_an_item_can_be_dragged(course: Course, visit: Any) -> None:
    question = example(course, Order)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    before = _places(form)
    items = form.locator(".sequence > li .sequence-text")
    items.first.drag_to(items.nth(2))
    assert _places(form)[2] == before[0]


def test_a_wrong_match_hints_without_giving_the_answer_and_keeps_what_was_right(course: Course, visit: Any) -> None:
    question = example(course, Match)
    assert isinstance(question, Match)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    answer(form, question, right=True)
    form.locator("select").first.select_option(option_key(question.pairs[1].right))
    check(form)
    reply = form.get_by_role("status")
    expect(reply).to_contain_text("Noch nicht richtig.")
    told = form.locator(".feedback, .more").all_inner_texts()
    assert f"{question.pairs[0].left}:" in " ".join(told)
    assert question.pairs[0].right not in " ".join(told)
    form.get_by_role("button", name="Noch einmal versuchen").click()
    expect(form.locator("select").first).to_have_value("")
    expect(form.locator("select").first).to_be_focused()
    expect(form.locator("select").nth(1)).to_have_value(option_key(question.pairs[1].right))


def test_enter_in_a_blank_checks_it(course: Course, visit: Any) -> None:
    question = example(course, Cloze)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    answer(form, question, right=True)
    form.locator(".blank").first.press("Enter")
    expect(form.get_by_role("status")).to_contain_text("Richtig.")


@pytest.mark.parametrize("spelling", ["{0}", " {0} ", "{upper}", "{umlaut}", "{0}."])
def test_blanks_accept_german_spellings(course: Course, visit: Any, spelling: str) -> None:
    question = example(course, Cloze)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    for i, answers in enumerate(question.blanks()):
        word = answers[0]
        umlaut = word.translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}))
        form.locator(".blank").nth(i).fill(spelling.format(word, upper=word.upper(), umlaut=umlaut))
    check(form)
    expect(form.get_by_role("status")).to_contain_text("Richtig.")


@pytest.mark.parametrize("text", ["abc", "12 bis 15", "1e9999", "--5", "NaN"])
def test_what_is_no_number_gets_a_hint_instead_of_a_verdict(course: Course, visit: Any, text: str) -> None:
    question = example(course, Numeric)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    form.locator("[data-value]").fill(text)
    check(form)
    expect(form.get_by_role("status")).to_contain_text("nicht als Zahl lesen")
    assert form.get_attribute("data-judged") is None


def test_a_number_counts_with_the_unit_that_stands_beside_the_field(course: Course, visit: Any) -> None:
    units = {
        placed.item.answer.unit: placed.item
        for placed in course.bank.active(use="practice")
        if isinstance(placed.item, Numeric)
    }
    for unit, question in units.items():
        page = visit().open(f"{question.lesson}/")
        form = form_of(page, question)
        form.get_by_label("Ihre Zahl").fill(f"{question.answer.value:.0f} {unit}")
        check(form)
        expect(form.locator(".verdict")).to_have_text("Richtig.")


@pytest.mark.parametrize("typed", ["EUR {}", "€ {}", "{},-", "{},–", "{} € im Jahr", "{} Euro pro Jahr", "{} EUR"])
def test_a_sum_counts_as_people_write_it(course: Course, visit: Any, typed: str) -> None:
    sums = [
        one.item
        for one in course.bank.active(use="practice")
        if isinstance(one.item, Numeric) and one.item.answer.unit == "€"
    ]
    page = visit().open(f"{sums[0].lesson}/")
    form = form_of(page, sums[0])
    form.get_by_label("Ihre Zahl").fill(typed.format(f"{sums[0].answer.value:.0f}"))
    check(form)
    expect(form.locator(".verdict")).to_have_text("Richtig.")


WORDS = [
    ("geht's", "geht’s"),
    ("geht’s", "geht`s"),
    ("Warum", "„Warum“"),
    ("„Warum“", '"Warum"'),
    ("„Warum“", "»Warum«"),
    ("Warum", "‚Warum‘"),
    ("Warum", "'Warum?'"),
]


@pytest.mark.parametrize(("wanted", "typed"), WORDS)
def test_quotes_and_apostrophes_are_no_mistake(browser: Browser, tmp_path: Path, wanted: str, typed: str) -> None:
    source = 'import { matchesText } from "./questions/answers.js";\nglobalThis.probe = matchesText;'
    page = javascript(browser, tmp_path, source)
    assert page.evaluate("([typed, wanted]) => probe(typed, [wanted])", [typed, wanted]) is True
    assert page.evaluate("([typed, wanted]) => probe(typed, [wanted])", [typed + "e", wanted]) is False
    page.close()


NEAR = [
    ("Widersprcuh", "Widerspruch", True),
    ("Widersruch", "Widerspruch", True),
    ("Widerspruchh", "Widerspruch", True),
    ("wiederspruch", "Widerspruch", True),
    ("Lojalität", "Loyalität", True),
    ("Kaufermarkt", "Käufermarkt", True),
    ("den Widersprch", "den Widerspruch", True),
    ("Widerspruch", "Widerspruch", False),  # right
    ("Widesprcuh", "Widerspruch", False),  # two slips
    ("iderspruch", "Widerspruch", False),  # the first letter
    ("Wegg", "Weg", False),  # short words have near neighbours
    ("Faktor 12", "Faktor 13", False),
    ("1200 Euro", "1300 Euro", False),
    ("Wirkungen", "Wirkung", False),
    ("ein Wunsch", "Wunsch", False),
    ("Firmen", "Formen", False),  # a word of the question itself
    ("Wirkung", "Wirkunk", False),  # the answer of another blank
    ("", "Widerspruch", False),
    ("W" + "i" * 1_000_000, "Widerspruch", False),
    ("i " * 500_000, "Widerspruch", False),
]


@pytest.fixture(scope="module")
def near(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Any:
    source = 'import { isNearMiss } from "./questions/answers.js";\nglobalThis.probe = isNearMiss;'
    page = javascript(browser, tmp_path_factory.mktemp("js"), source)
    yield page
    page.close()


@pytest.mark.parametrize(("typed", "wanted", "is_near"), NEAR, ids=lambda one: str(one)[:20])
def test_one_slip_in_a_long_word_is_near_and_another_word_is_not(
    near: Page, typed: str, wanted: str, is_near: bool
) -> None:
    known = ["Wirkung", "Was sagen die Firmen?"]
    told, took = near.evaluate(
        """([typed, wanted, known]) => {
          const start = performance.now();
          return [probe(typed, ["etwas anderes", wanted], known), performance.now() - start];
        }""",
        [typed, wanted, known],
    )
    assert told is is_near
    assert took < 2000


def with_slip(text: str) -> str:
    """`text` with its longest word's third and fourth letter in the other order."""
    word = max(text.split(), key=len)
    return text.replace(word, word[:2] + word[3] + word[2] + word[4:])


def test_a_slip_in_a_blank_is_no_attempt_and_counts_once_it_was_pointed_out(course: Course, visit: Any) -> None:
    question = example(course, Cloze)
    assert isinstance(question, Cloze)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    for i, answers in enumerate(question.blanks()):
        form.locator(".blank").nth(i).fill(with_slip(answers[0]))
    check(form)
    expect(form.get_by_role("status")).to_have_text("Fast: Prüfen Sie die Schreibweise.")
    assert form.get_attribute("data-judged") is None
    assert stored(page) == {}
    check(form)
    expect(form.get_by_role("status")).to_contain_text("Richtig.")
    wait_until_stored(page)
    page.reload()
    expect(form_of(page, question).locator(".feedback")).to_contain_text("Richtig.")


def test_a_slip_that_is_mended_is_right_and_a_wrong_word_is_wrong_at_once(course: Course, visit: Any) -> None:
    question = example(course, Cloze)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    form.locator(".blank").first.fill(with_slip(question.blanks()[0][0]))  # type: ignore[attr-defined]
    check(form)
    answer(form, question, right=True)
    check(form)
    expect(form.get_by_role("status")).to_contain_text("Richtig.")
    page = visit().open(f"{question.lesson}/")
    answer(form_of(page, question), question, right=False)
    check(form_of(page, question))
    expect(form_of(page, question).get_by_role("status")).to_contain_text("Noch nicht richtig.")


@pytest.mark.parametrize("text", ["840 Tausend", "840 bis 900", "8,-4", "EUR", "840 Cent", "pro Jahr", "1,-,-"])
def test_what_is_no_such_sum_is_none(browser: Browser, tmp_path: Path, text: str) -> None:
    page = javascript(
        browser, tmp_path, 'import { readNumbers } from "./questions/answers.js";\nglobalThis.probe = readNumbers;'
    )
    assert page.evaluate("text => probe(text, '€')", text) == []
    page.close()


@pytest.mark.parametrize(("kind", "name"), [(Choice, "multiple"), (Match, "match"), (Order, "order")])
def test_what_is_right_in_a_partly_right_answer_is_not_red(
    course: Course, visit: Any, kind: type[Question], name: str
) -> None:
    question = example(course, kind, name)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    answer(form, question, right=True)
    if isinstance(question, Choice):
        wrong = next(option for option in question.options if not option.correct)
        form.locator(f'input[value="{option_key(wrong.text)}"]').check()
    elif isinstance(question, Match):
        form.locator("select").first.select_option(option_key(question.pairs[1].right))
    else:
        form.locator(".sequence button").nth(1).click()
    check(form)
    colours = {
        word: {
            mark.evaluate("node => getComputedStyle(node).color")
            for mark in form.locator(".badge", has_text=word).all()
        }
        for word in ("richtig", "falsch")
    }
    assert all(colours.values())
    assert colours["richtig"].isdisjoint(colours["falsch"])


def test_the_reasons_of_a_wrong_sequence_name_their_steps(course: Course, visit: Any) -> None:
    question = example(course, Order)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    answer(form, question, right=False)
    check(form)
    assert f"{question.items[0].text}:" in form.locator(".more").inner_text()  # type: ignore[attr-defined]


def test_a_wrong_sequence_says_how_many_places_are_right(course: Course, visit: Any) -> None:
    question = example(course, Order)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    answer(form, question, right=True)
    form.locator(".sequence button").nth(1).click()
    check(form)
    count = len(question.items)  # type: ignore[attr-defined]
    expect(form.get_by_role("status")).to_contain_text(f"{count - 2} von {count} stehen am richtigen Platz.")
    assert form.locator(".badge").all_inner_texts() == ["falsch", "falsch", *["richtig"] * (count - 2)]


def test_only_a_right_answer_shows_the_reasons_of_other_options(course: Course, visit: Any) -> None:
    question = example(course, Choice, "single")
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    reasons = [option.feedback.replace("*", "") for option in question.options]  # type: ignore[attr-defined]
    for right, expected in ((False, 1), (True, len(reasons))):
        answer(form, question, right)
        check(form)
        expect(form.get_by_role("status")).not_to_be_empty()
        told = " ".join(form.locator(".feedback, .more").all_inner_texts())
        assert sum(reason in told for reason in reasons) == expected
        if not right:
            form.get_by_role("button", name="Noch einmal versuchen").click()


def test_the_last_question_leads_to_the_result(course: Course, visit: Any) -> None:
    lesson = next(iter(course.lessons))
    page = visit().open(f"{lesson}/")
    finish(page, course, lesson)
    shown = page.locator(".steps .question:not([hidden])")
    shown.get_by_role("button", name="Zum Ergebnis", exact=True).click()
    expect(page.locator("[data-quiz] [role=status]")).to_be_focused()
    expect(shown).to_have_count(0)


def finish(page: Page, course: Course, lesson: str, wrong: int = 0) -> None:
    """Answer every question of the open lesson, the first `wrong` ones wrongly."""
    for i, placed in enumerate(course.bank.active(lesson, "practice")):
        form = form_of(page, placed.item)
        answer(form, placed.item, right=i >= wrong)
        check(form)


def test_a_lesson_with_enough_right_answers_is_passed_and_shown_as_such(course: Course, visit: Any) -> None:
    lesson = next(iter(course.lessons))
    profile = visit()
    page = profile.open(f"{lesson}/")
    finish(page, course, lesson)
    expect(result_of(page)).to_contain_text("Diese Lektion ist bestanden.")
    expect(page.locator(f'.course-menu [data-lesson="{lesson}"] .status')).to_have_text("bestanden")
    module = profile.open(f"{course.lessons[lesson].module}/")
    expect(module.locator(f'main [data-lesson="{lesson}"] .status')).to_have_text("bestanden")
    start = profile.open()
    expect(start.get_by_text("Als Nächstes")).to_be_visible()


def test_trying_again_brings_back_only_what_was_wrong(course: Course, visit: Any) -> None:
    lesson = next(iter(course.lessons))
    page = visit().open(f"{lesson}/")
    finish(page, course, lesson, wrong=2)
    result_of(page).get_by_role("button", name="Die 2 falschen noch einmal").click()
    verdicts = [form.get_attribute("data-judged") for form in page.locator("form.question").all()]
    assert verdicts == [None, None] + ["richtig"] * (len(verdicts) - 2)
    expect(page.locator("form.question").first.get_by_role("group")).to_be_focused()


def test_who_presses_twice_at_once_has_the_question_open_again_and_the_answer_kept(course: Course, visit: Any) -> None:
    question = example(course, Choice, "single")
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    answer(form, question, right=False)
    form.locator(".question-buttons button").first.evaluate("button => { button.click(); button.click(); }")
    assert stored(page)["answers"][question.id]["ok"] is False
    page.wait_for_timeout(300)  # what is kept later than it is shown
    expect(form.get_by_role("status")).to_be_empty()


def test_of_several_questions_tried_again_one_answer_leaves_the_others_open(course: Course, visit: Any) -> None:
    lesson = next(iter(course.lessons))
    first, second = (placed.item for placed in course.bank.active(lesson, "practice")[:2])
    page = visit().open(f"{lesson}/")
    finish(page, course, lesson, wrong=2)
    result_of(page).get_by_role("button", name="Die 2 falschen noch einmal").click()
    answer(form_of(page, first), first, right=True)
    check(form_of(page, first))
    wait_until_stored(page, f'"n":{len(course.bank.active(lesson, "practice")) + 1}')
    expect(form_of(page, first)).to_have_attribute("data-judged", "richtig")
    expect(form_of(page, second).locator("[type=submit]")).to_have_text("Prüfen")
    assert form_of(page, second).get_attribute("data-judged") is None


def test_once_passed_stays_passed(course: Course, visit: Any) -> None:
    lesson = next(iter(course.lessons))
    page = visit().open(f"{lesson}/")
    finish(page, course, lesson)
    expect(result_of(page)).to_contain_text("bestanden")
    page.get_by_text("Quiz zurücksetzen", exact=True).click()
    page.get_by_role("button", name="Ja, löschen", exact=True).click()
    expect(page.locator("form.question[data-judged]")).to_have_count(0)
    page.reload()
    wait_for_steps(page)
    expect(page.locator("form.question[data-judged]")).to_have_count(0)
    expect(page.locator(f'.course-menu [data-lesson="{lesson}"] .status')).to_have_text("bestanden")


def test_resetting_asks_first_and_can_be_called_off(course: Course, visit: Any) -> None:
    lesson = next(iter(course.lessons))
    page = visit().open(f"{lesson}/")
    finish(page, course, lesson, wrong=1)
    result_of(page).get_by_text("Quiz zurücksetzen", exact=True).click()
    expect(page.get_by_role("button", name="Ja, löschen", exact=True)).to_be_visible()
    page.get_by_text("Quiz zurücksetzen", exact=True).click()
    expect(page.get_by_role("button", name="Ja, löschen", exact=True)).to_be_hidden()
    expect(page.locator("form.question[data-judged]")).to_have_count(len(course.bank.active(lesson, "practice")))


HOSTILE = '<img src=x onerror="window.boese=1"><svg onload=window.boese=1>'


def test_what_is_typed_is_never_html(course: Course, visit: Any) -> None:
    question = example(course, Cloze)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    for i in range(form.locator(".blank").count()):
        form.locator(".blank").nth(i).fill(HOSTILE)
    check(form)
    wait_until_stored(page)
    page.reload()
    expect(form.locator(".blank").first).to_have_value(HOSTILE)
    assert page.evaluate("window.boese") is None
    assert page.locator("main img").count() == 0


def test_without_javascript_questions_are_a_list_with_explanations_to_unfold(course: Course, visit: Any) -> None:
    question = example(course, Choice, "single")
    page = visit(java_script_enabled=False).open(f"{question.lesson}/")
    form = form_of(page, question)
    expect(form.locator("button")).to_be_hidden()
    expect(form.locator(".options li")).to_have_count(len(question.options))  # type: ignore[attr-defined]
    form.locator("summary").click()
    expect(form.locator(".explanation")).to_be_visible()
    expect(form.get_by_text("richtig.")).to_be_visible()


def test_with_javascript_the_solution_waits_for_an_answer(course: Course, visit: Any) -> None:
    question = example(course, Choice, "single")
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    expect(form.locator("summary")).to_be_hidden()
    answer(form, question, right=False)
    check(form)
    expect(form.locator("summary")).to_be_visible()


def test_on_paper_questions_have_their_solutions_and_no_buttons(course: Course, visit: Any) -> None:
    question = example(course, Choice, "single")
    page = visit().open(f"{question.lesson}/")
    page.emulate_media(media="print")
    form = form_of(page, question)
    expect(form.locator("button").first).to_be_hidden()
    expect(form.locator(".reasons li").first).to_be_visible()
    expect(page.locator("header.kopf")).to_be_hidden()


REASONS = [(Choice, "single"), (Choice, "multiple"), (Order, "order"), (Match, "match"), (Cloze, "cloze")]


@pytest.mark.parametrize(("kind", "name"), REASONS, ids=[name for _, name in REASONS])
@pytest.mark.parametrize("right", [True, False])
def test_a_verdict_is_spoken_in_a_few_words(
    course: Course, visit: Any, kind: type[Question], name: str, right: bool
) -> None:
    question = example(course, kind, name)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    answer(form, question, right=right)
    check(form)
    spoken = form.get_by_role("status")
    expect(spoken).to_contain_text("Richtig." if right else "Noch nicht richtig.")
    assert len(spoken.inner_text().split()) <= 45
    if right:
        expect(form.locator(".more")).to_contain_text(form.locator(".explanation").last.text_content().strip()[:30])

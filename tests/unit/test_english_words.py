"""English: its catalogue is whole, and quotation marks, numbers, terms and rules follow the language of the course."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import ROOT
from kurs import words
from kurs.checks.all import check_all
from kurs.checks.translation import updated
from kurs.content.course import load_course
from kurs.content.model import Cloze, Option, SingleChoice, Verdicts
from kurs.content.page import read_page
from kurs.content.questions import is_scale, split_stem
from kurs.site.glossary import terms_of
from kurs.typography import quoted
from projekt import make_project, replace, write

QUESTION = {"id": "x", "revision": 1, "lesson": "l", "objective": "o", "use": "practice", "explanation": "e"}


@pytest.fixture
def _english() -> Iterator[None]:
    words.speak("en")
    yield
    words.speak("de")


def test_every_text_has_its_english_and_no_entry_is_left_over() -> None:
    content, still_open = updated(ROOT / "overrides", "en")
    assert still_open == 0, "kurs words en, then fill in what is empty or marked as fuzzy in src/kurs/locale/en.po"
    assert content == words.path_of("en").read_bytes(), "kurs words en takes out what is used no more"


def test_a_translation_keeps_its_placeholders_and_the_blanks_at_both_ends() -> None:
    for german, forms in words.read_catalogue("en").forms.items():
        if len(forms) == 1:  # a text for one need not say the number
            assert set(words.PLACEHOLDER.findall(forms[0])) == set(words.PLACEHOLDER.findall(german)), german
        for form in forms:
            assert (form[:1] == " ", form[-1:] == " ") == (german[:1] == " ", german[-1:] == " "), german


def choice(*options: str) -> SingleChoice:
    made = tuple(Option(text=text, correct=not i, feedback="f") for i, text in enumerate(options))
    return SingleChoice(**QUESTION, type="single", stem="How much?", options=made)


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize(
    ("options", "rises"),
    [
        (("£900.50", "£1,600", "£10,000"), True),
        (("1.5 hours", "2 hours", "2.25 hours"), True),
        (("1,600", "1,500.75", "2,000"), False),
    ],
)
def test_amounts_are_read_as_english_writes_them(options: tuple[str, ...], rises: bool) -> None:
    assert is_scale(choice(*options)) is rises


@pytest.mark.usefixtures("_english")
def test_a_question_in_quotation_marks_is_part_of_the_situation() -> None:
    stem = "“Where is it? I can’t see it,” says Mr. Hale. What do you answer?"
    question = choice("a", "b").model_copy(update={"stem": stem})
    assert split_stem(question) == ("“Where is it? I can’t see it,” says Mr. Hale.", "What do you answer?")


@pytest.mark.usefixtures("_english")
def test_a_cloze_text_begins_with_the_sentence_of_its_first_blank() -> None:
    question = Cloze(
        **QUESTION,
        type="cloze",
        stem="It rains. “Come in!” They [[stay]].",
        feedback=Verdicts(correct="c", incorrect="i"),
    )
    assert split_stem(question) == ("It rains. “Come in!”", "They [[stay]].")


@pytest.mark.usefixtures("_english")
def test_quotation_marks_are_english_and_inside_the_inner_kind() -> None:
    assert quoted("The “quiet” chair") == "“The ‘quiet’ chair”"


@pytest.mark.usefixtures("_english")
def test_a_term_is_found_with_english_endings_alone(tmp_path: Path) -> None:
    write(tmp_path, "docs/glossar.md", "---\ntitle: T\ndescription: D\n---\n\nChair { #chair }\n:   To sit on.\n")
    (term,) = terms_of(read_page(tmp_path / "docs" / "glossar.md", tmp_path)[0])
    assert [bool(term.pattern.fullmatch(word)) for word in ("Chair", "Chairs", "Chairen")] == [True, True, False]


def rules_broken(project: Path) -> set[str]:
    return {finding.rule.name for finding in check_all(load_course(project))}


def test_rules_about_german_wording_leave_other_languages_alone(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    replace(project, "docs/probe/aushang.md", "then: lese ich ihn wie ein Gast", "then: look at Sie and du")
    replace(project, "quizzes/probe.yml", "Das Datum fehlt.", "Du und dein Hund, die alle sind da.")
    assert {"montag", "sie-form"} <= rules_broken(project)
    replace(project, "mkdocs.yml", "language: de", "language: en")
    assert not {"montag", "sie-form"} & rules_broken(project)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Was sagt eins?", "Which of these is not true?", "verneinung"),
        ("text: Etwas Neues", "text: It is always new", "absolute-woerter"),
        ("text: Etwas Neues", "text: None of the above", "alle-oder-keine"),
    ],
)
def test_rules_about_any_wording_know_their_english_words(tmp_path: Path, old: str, new: str, rule: str) -> None:
    project = make_project(tmp_path)
    replace(project, "quizzes/probe.yml", old, new)
    assert rule not in rules_broken(project)
    replace(project, "mkdocs.yml", "language: de", "language: en")
    assert rule in rules_broken(project)


def test_an_english_plan_says_its_two_words_once(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    replace(project, "mkdocs.yml", "language: de", "language: en")
    replace(project, "docs/probe/aushang.md", "when: ich einen Aushang sehe", "when: if I see a notice")
    assert "montag" in rules_broken(project)

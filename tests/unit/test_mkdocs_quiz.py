"""What is used of mkdocs-quiz, so that an update which changes it says so here and not on a learner's page."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import markdown
import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.structure.files import Files, get_files
from mkdocs.structure.pages import Page

from conftest import ROOT, build
from kurs.content.course import Course
from kurs.content.model import Choice, Cloze, Question
from kurs.content.paragraph import OneParagraph
from kurs.mkdocs_plugin import Quizzes
from kurs.site.question_forms import UnknownQuizError, entries_of, read_quizzes
from projekt import make_project

pytestmark = pytest.mark.any_course

REMEDY = "mkdocs-quiz works differently now: adapt it where decisions/0014 says, or stay with the version before"
PARAGRAPH = markdown.Markdown(extensions=[OneParagraph()])
BLANK_INPUT = '<input type="text" autocomplete="off" class="blank" name="luecke-0" size="6" aria-label="Lücke"'


@cache
def page() -> tuple[Quizzes, Page, Files]:
    config = load_config(str(ROOT / "mkdocs.yml"))
    files = get_files(config)
    file = files.get_file_from_path("index.md")
    assert file
    return Quizzes(config), Page(None, file, config), files


def convert(text: str) -> str:
    quizzes, at, files = page()
    return quizzes.convert(text, at, files)


def paragraph(text: str) -> str:
    """What Markdown makes of a text, as a parser of HTML writes it."""
    html = PARAGRAPH.reset().convert(" ".join(text.split()))
    return html.removeprefix("<p>").removesuffix("</p>").replace("\u00a0", "&nbsp;").replace("&quot;", '"')


def of_type(course: Course, kind: str) -> Question:
    return next(placed.item for placed in course.bank.active() if placed.item.type == kind)  # type: ignore[attr-defined]


def with_options(course: Course, texts: list[str]) -> Choice:
    question = of_type(course, "single")
    assert isinstance(question, Choice)
    options = [
        question.options[0].model_copy(update={"text": text, "feedback": text, "correct": not i})
        for i, text in enumerate(texts)
    ]
    return question.model_copy(update={"options": tuple(options), "stem": texts[0], "explanation": texts[0]})


def test_every_text_of_the_bank_comes_back_as_markdown_has_it(course: Course) -> None:
    questions = [placed.item for placed in course.bank.active()]
    for question, parts in zip(questions, read_quizzes(questions, convert), strict=True):
        if not isinstance(question, Cloze):
            assert f"{parts.situation} {parts.stem}".strip() == paragraph(question.stem), REMEDY
        assert parts.explanation == paragraph(question.explanation), REMEDY
        for made, own in zip(parts.entries, entries_of(question), strict=True):
            assert made.text == paragraph(own.text), REMEDY
            assert made.feedback == (paragraph(own.feedback) if own.feedback else ""), REMEDY
            assert made.correct == own.correct, REMEDY
        for name, text in parts.verdicts.items():
            assert text == paragraph(getattr(question.feedback, name)), REMEDY  # type: ignore[attr-defined]


def test_a_blank_is_a_field_where_the_author_put_it_and_takes_every_spelling(course: Course) -> None:
    question = of_type(course, "cloze").model_copy(update={"stem": "Der [[Weg|Pfad]] ist *das* Ziel."})
    (parts,) = read_quizzes([question], convert)
    before, field, after = parts.stem.partition(BLANK_INPUT)
    assert (before, bool(field)) == ("Der ", True), REMEDY
    assert '="[&quot;Weg&quot;, &quot;Pfad&quot;]"' in after, REMEDY
    assert after.endswith("> ist <em>das</em> Ziel."), REMEDY


@pytest.mark.parametrize(
    "text", ["1. Mai", "Tippen Sie [[x]] ein", "a < b & c", "[Wort] und [[", "# 1", "ein **Wort**"]
)
def test_a_text_stays_a_text_whatever_it_begins_with(course: Course, text: str) -> None:
    (parts,) = read_quizzes([with_options(course, [text, "anders"])], convert)
    assert parts.stem == parts.explanation == parts.entries[0].text == parts.entries[0].feedback
    assert "<input" not in parts.stem
    assert not {"<ol>", "<h1"} & {parts.stem[:4], parts.stem[:3]}


@given(st.lists(st.text("ab ,.;:?!„“()%–§*_`[]&|~\\{}\"'0Ä", min_size=1, max_size=20), min_size=2, max_size=4))
def test_no_signs_in_a_choice_upset_it(course: Course, texts: list[str]) -> None:
    question = with_options(course, [f"{i}{text}x" for i, text in enumerate(texts)])
    (parts,) = read_quizzes([question], convert)
    assert [entry.correct for entry in parts.entries] == [option.correct for option in question.options]


@pytest.mark.parametrize(
    ("kind", "piece"),
    [
        ("single", 'class="quiz"'),
        ("single", 'class="quiz-question"'),
        ("multiple", "fieldset"),
        ("multiple", "data-correct"),
        ("order", "label"),
        ("match", "answer-feedback"),
        ("cloze", "input"),
        ("numeric", 'class="content'),
    ],
)
def test_other_html_of_mkdocs_quiz_stops_the_build_and_names_the_place(course: Course, kind: str, piece: str) -> None:
    changed: Callable[[str], str] = lambda text: convert(text).replace(piece, "x-anders")  # noqa: E731
    with pytest.raises(
        UnknownQuizError, match=r"^Frage .*read_quiz in src/kurs/site/question_forms\.py.*decisions/0014"
    ):
        read_quizzes([of_type(course, kind)], changed)


def test_mkdocs_quiz_knows_the_options_that_are_set() -> None:
    quizzes, _, _ = page()
    assert quizzes.plugin.load_config(quizzes.OPTIONS) == ([], []), REMEDY


def test_mkdocs_quiz_reads_no_translation_for_a_question(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError(f"It reads a file for each question, which costs a long course seconds. {REMEDY}")

    monkeypatch.setattr(polib, "pofile", refuse)
    read_quizzes([of_type(course, "single"), of_type(course, "cloze")], convert)


def test_mkdocs_quiz_leaves_a_page_alone_that_does_not_ask() -> None:
    quizzes, at, files = page()
    text = "Text <quiz>\nF\n- [x] A\n</quiz>"
    assert quizzes.plugin.on_page_markdown(text, page=at, config=quizzes.config) == text, REMEDY
    assert quizzes.plugin.on_page_content(text, page=at, config=quizzes.config, files=files) == text, REMEDY


def test_a_course_without_mkdocs_quiz_is_told_in_one_line(tmp_path: Path) -> None:
    project = make_project(tmp_path / "projekt")
    config = project / "mkdocs.yml"
    config.write_text(config.read_text("utf-8").replace("  - mkdocs_quiz\n", ""), "utf-8")
    done = build(project, tmp_path / "kurs")
    assert done.returncode != 0
    assert "mkdocs.yml: Unter plugins fehlt mkdocs_quiz" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr

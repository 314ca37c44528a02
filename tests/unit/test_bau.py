"""What makes the build fast must not change what it makes."""

from __future__ import annotations

import re

import markdown
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from kurs.course import Course
from kurs.quiz import carried, is_plain, take_apart
from kurs.yamltext import read

CONFIG = (ROOT / "mkdocs.yml").read_text("utf-8")
EXTENSIONS = [
    next(iter(entry)) if isinstance(entry, dict) else entry for entry in read(CONFIG, "").data["markdown_extensions"]
]
CONVERTER = markdown.Markdown(extensions=EXTENSIONS)
SIGNS = " ,.;:?!„“‚‘’()%/–—…€§×−+=-*_`[]<>&|#~\\{}\"'0aÄ\n"


def converted(text: str) -> str:
    CONVERTER.reset()
    return CONVERTER.convert(text)


@given(st.text(st.one_of(st.sampled_from(SIGNS), st.characters()), max_size=30))
def test_text_taken_for_plain_is_what_markdown_leaves_as_it_is(text: str) -> None:
    if is_plain(text):
        assert converted(text) == f"<p>{text}</p>"


def test_most_texts_of_the_bank_are_plain_and_come_out_as_markdown_makes_them(course: Course) -> None:
    texts = [
        " ".join(text.split()) for placed in course.bank.active() for pair in carried(placed.item) for text in pair
    ]
    plain = [text for text in texts if is_plain(text)]
    assert len(plain) > 0.9 * len(texts)
    assert all(converted(text) == f"<p>{text}</p>" for text in plain)


def test_markup_is_never_taken_for_plain() -> None:
    for text in (
        "ein **Wort**",
        "[Seite](a.md)",
        "1. Mai",
        "- Punkt",
        "a < b",
        "Müller & Co",
        "`code`",
        "# Titel",
        " Rand",
    ):
        assert not is_plain(text), text
    assert not re.search(r"<p>1\.", converted("1. Mai"))


def test_emphasis_and_links_in_stem_and_explanation_stay_markup_on_every_python() -> None:
    parts = take_apart(
        '<div class="quiz-question"><p>Was <em>sagt</em> sie?</p></div>'
        '<section class="content"><p>Das <a href="https://example.org">da</a>.</p></section>'
    )
    assert parts.stem == "Was <em>sagt</em> sie?"
    assert parts.explanation == 'Das <a href="https://example.org">da</a>.'

"""Text that is spared the inline patterns comes out as if it were not."""

from __future__ import annotations

import markdown
from hypothesis import given
from hypothesis import strategies as st

from kurs.content.course import Course
from kurs.content.page import EXTENSIONS
from kurs.content.paragraph import OneParagraph
from kurs.content.running_text import RunningText

PAGE = markdown.Markdown(extensions=EXTENSIONS), markdown.Markdown(extensions=[*EXTENSIONS, RunningText()])
PARAGRAPH = (
    markdown.Markdown(extensions=[OneParagraph()]),
    markdown.Markdown(extensions=[OneParagraph(), RunningText()]),
)
SIGNS = [
    *"ab1.:|#>-=~!?\"'„“()]{}",
    " ",
    "  \n",
    "\n",
    "\n\n",
    "    ",
    *"\\`*_[<&",
    "&amp;",
    "<b>",
    "![a](b)",
    "http://a.b",
    "a@b.c",
]


@given(st.lists(st.sampled_from(SIGNS), max_size=14).map("".join))
def test_whatever_signs_a_text_has_it_comes_out_the_same(text: str) -> None:
    for plain, quick in (PAGE, PARAGRAPH):
        assert quick.reset().convert(text) == plain.reset().convert(text)


def test_every_page_of_the_course_comes_out_the_same(course: Course) -> None:
    plain, quick = PAGE
    for page in course.pages:
        assert quick.reset().convert(page.body) == plain.reset().convert(page.body), page.file

"""HAUS.md beside this very course: whoever copies its example gets no finding."""

from __future__ import annotations

from pathlib import Path

import pytest

from houses import LESSON, MODULE, example
from kurs.checks.all import check_all
from kurs.checks.pages import UNFINISHED
from kurs.chores.lessons import new_lesson
from kurs.content.course import load_course
from kurs.content.findings import errors
from projekt import ROOT, copy_course, write


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_course(tmp_path)


def test_the_command_and_then_the_texts_of_the_page_make_a_house_without_a_finding(project: Path) -> None:
    said = f'kurs neue-lektion {MODULE}/{LESSON} "Bis zwanzig Euro entscheiden Sie" --modul "Unsere Regeln"\n'
    assert said in (ROOT / "HAUS.md").read_text("utf-8")
    begun = set(new_lesson(project, f"{MODULE}/{LESSON}", "Bis zwanzig Euro entscheiden Sie", "Unsere Regeln"))
    assert {one.rule for one in errors(check_all(load_course(project)))} == {UNFINISHED}
    assert begun < set(example())
    for name, text in example().items():
        write(project, name, text)
    assert check_all(load_course(project)) == []

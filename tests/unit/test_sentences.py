"""A lesson's sentence to take along: its rules, where the page has it, and what paper makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_kit import edition as of_course
from test_kit import letters, text_in
from test_training import FILE, SOUND

from kurs.checks.all import check_all
from kurs.content.course import load_course
from kurs.content.findings import errors
from kurs.content.training import load_training
from kurs.print.documents import Kit
from projekt import make_project, replace, write

LESSON = "docs/probe/aushang.md"
SUGGESTED = "  when: ich einen Aushang sehe\n  then: lese ich ihn wie ein Gast\n"
OTHER = "  when: ich jemanden weiterverbinde\n  then: sage ich vorher, wer dran ist und worum es geht\n"
SENTENCE = "Wenn ich jemanden weiterverbinde, dann sage ich vorher, wer dran ist und worum es geht."


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = make_project(tmp_path)
    replace(project, LESSON, SUGGESTED, OTHER)
    return project


def told(project: Path) -> list[str]:
    return [str(finding) for finding in errors(check_all(load_course(project)))]


def test_a_sound_sentence_is_not_told(project: Path) -> None:
    assert told(project) == []


DEFECTS = {
    "its own word first": ("when: ich", "when: Wenn ich", "beginnt mit „Wenn“. Streichen Sie das Wort."),
    "a full stop": ("worum es geht", "worum es geht.", "endet mit einem Satzzeichen."),
    "not one's own words": (
        "sage ich vorher, wer dran ist und worum es geht",
        "sagen Sie vorher, wer dran ist",
        "Der Satz für Montag steht nicht in der Ich-Form.",
    ),
    "too long": ("worum es geht", "worum es geht" + " und noch etwas" * 4, "„then“ ist zu lang. Höchstens 90 Zeichen."),
    "one half missing": ("  when: ich jemanden weiterverbinde\n", "", "Das Feld „when“ fehlt oder"),
    "the marker twice": ("Ein Fall.", "<!-- montag -->\n\n<!-- montag -->", "Die Marke „montag“ steht zweimal."),
}


@pytest.mark.parametrize(("old", "new", "message"), DEFECTS.values(), ids=DEFECTS.keys())
def test_a_defect_is_one_line_at_its_place(project: Path, old: str, new: str, message: str) -> None:
    replace(project, LESSON, old, new)
    lines = [line for line in told(project) if message in line]
    assert len(lines) == 1, told(project)
    assert lines[0].startswith(f"{LESSON}:")


def test_the_marker_belongs_on_a_lesson(project: Path) -> None:
    replace(project, "docs/quellen.md", "<!-- quellen -->", "<!-- montag -->")
    assert any("Die Marke „montag“ gehört auf eine Lektion." in line for line in told(project))


def test_worksheet_agenda_and_handbook_carry_the_sentence(project: Path) -> None:
    write(project, FILE, SOUND)
    course = load_course(project)
    training = load_training(course, course.modules[0])
    assert training
    kit = Kit(of_course(course))
    module = course.modules[0]
    for product in (kit.worksheet(module, training), kit.agenda(module, training), kit.handbook()):
        text = text_in(product)
        assert letters("Mein Satz für Montag") in text, product.name
        assert letters(SENTENCE) in text, product.name
        assert letters("Bis nächste Woche") not in text, product.name

"""The texts of the touchpoint map and the plan: each author's mistake gives one line with file and line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conftest import ROOT
from kurs.checks.all import check_all
from kurs.content.course import load_course
from kurs.content.findings import errors
from projekt import make_project, replace, write

MAP = "docs/probe/touchpoint-karte.yml"
PLAN = "docs/probe/dreissig-tage-plan.yml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small project with both tools in its lesson."""
    project = make_project(tmp_path)
    write(project, MAP, (ROOT / "docs/organisation/touchpoint-karte.yml").read_text("utf-8"))
    plan = (ROOT / "docs/umsetzung/dreissig-tage-plan.yml").read_text("utf-8")
    write(project, PLAN, re.sub(r"lesson: \S+", "lesson: aushang", plan))
    marks = "".join(f"<!-- werkzeug: {slug} -->\n\n" for slug in ("touchpoint-karte", "dreissig-tage-plan"))
    replace(project, "docs/probe/aushang.md", "<!-- quiz: aushang -->", f"{marks}<!-- quiz: aushang -->")
    return project


def found(project: Path) -> list[str]:
    return [str(finding) for finding in errors(check_all(load_course(project)))]


def test_the_tools_texts_as_they_are_have_no_error(project: Path) -> None:
    assert found(project) == []


# (file, what stands there, the defect, what the message says)
DEFECTS = {
    "colon in a text": (MAP, "title: Touchpoint-Karte", "title: Karte: für alle", "ein Doppelpunkt mit Leerzeichen"),
    "missing field": (MAP, "note: >-\n  Die Karte zeigt, was Sie sehen. Ein Messinstrument ist sie nicht.\n", "", "„note“ fehlt"),
    "misspelt field": (MAP, "start: 3", "sart: 3", "„sart“ gibt es hier nicht. Meinten Sie „start“?"),
    "too many rows": (MAP, "max: 20", "max: 200", "„200“ ist keine passende Zahl für „max“"),
    "example with an unknown choice": (MAP, "erlebnis: okay", "erlebnis: mittel", "„mittel“ steht nicht zur Auswahl"),
    "unknown slot in a sentence": (MAP, "Zuständigkeit: {n}", "Zuständigkeit: {zahl}", "Platzhalter „{zahl}“ gibt es nicht"),
    "html": (PLAN, "title: Mein Plan für 30 Tage", "title: Mein <b>Plan</b>", "Im Text steht „<b>“"),
    "unknown slot in an appointment": (PLAN, "Gespräch mit {person}", "Gespräch mit {Person}", "„{Person}“ gibt es nicht"),
    "lesson that does not exist": (PLAN, "lesson: aushang", "lesson: aushnag", "Meinten Sie „aushang“?"),
    "suggestion longer than its field": (PLAN, "Sagen, wann\n    vorhaben: >-\n", "Sagen, wann\n    vorhaben: >-\n      " + "sehr " * 40, "fasst 160"),
    "negative day": (PLAN, "- day: 7", "- day: -7", "keine passende Zahl für „day“"),
}  # fmt: skip


@pytest.mark.parametrize("name", DEFECTS)
def test_a_mistake_in_a_tools_texts_gives_one_line_with_file_and_line(project: Path, name: str) -> None:
    file, old, new, message = DEFECTS[name]
    before = (project / file).read_text("utf-8")
    replace(project, file, old, new)
    lines = [line for line in found(project) if message in line]
    assert len(lines) == 1, found(project)
    start = before[: before.index(old)].count("\n") + 1
    place = re.match(rf"{file}:(\d+): ", lines[0])
    if name == "missing field":  # there is no line to name
        assert lines[0].startswith(f"{file}:")
    else:
        assert place, lines[0]
        assert start - 1 <= int(place[1]) <= start + 2  # the line of the key or of the text


def test_a_tool_without_its_texts_is_told_where_its_mark_stands(project: Path) -> None:
    (project / PLAN).unlink()
    (line,) = found(project)
    assert line.startswith("docs/probe/aushang.md:")
    assert PLAN in line


def test_a_broken_file_gives_one_line_not_one_for_each_field(project: Path) -> None:
    replace(project, MAP, "title: Touchpoint-Karte", "title: Karte: für alle")
    assert len(found(project)) == 1

"""The tools' texts: an author's mistake gives one line with file and line number, never a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conftest import ROOT, build
from kurs.checks.all import check_all
from kurs.content.course import load_course
from kurs.content.findings import errors
from kurs.content.tools import TOOLS, load_tool_data
from projekt import make_project, parsed, replace, write

CHECK, TEST, STAIRS = (f"docs/probe/{slug}.yml" for slug in ("vergraulungs-check", "klima-schnelltest", "treppenbild"))
LESSON = "docs/probe/aushang.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A sound course whose lesson shows the tools with the texts of the real one."""
    project = make_project(tmp_path)
    marks = "\n\n".join(
        f"<!-- werkzeug: {path.removesuffix('.yml').rsplit('/')[-1]} -->" for path in (CHECK, TEST, STAIRS)
    )
    replace(project, LESSON, "Schreiben Sie einen Aushang.", f"Schreiben Sie einen Aushang.\n\n{marks}")
    for path in (CHECK, TEST, STAIRS):
        (source,) = (ROOT / "docs").glob(f"*/{Path(path).name}")
        shutil.copy(source, project / path)
    return project


def found(project: Path) -> list[str]:
    return [str(finding) for finding in errors(check_all(load_course(project)))]


def line_of(project: Path, file: str, text: str) -> int:
    lines = (project / file).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def test_sound_texts_give_no_finding_and_their_tools(project: Path) -> None:
    assert found(project) == []
    course = load_course(project)
    for slug in (Path(path).stem for path in (CHECK, TEST, STAIRS)):
        assert isinstance(load_tool_data(course, slug), TOOLS[slug])
    assert load_tool_data(course, "kundenwert-rechner") is None


# (file, what stands there, the defect, a text of the line that is named, what the message says)
DEFECTS = {
    "unknown field": (CHECK, "note: >-", "notiz: >-", "notiz: >-", "Das Feld „notiz“ gibt es hier nicht"),
    "missing advice": (CHECK, "        why:", "        warum:", "warum:", "Das Feld „warum“ gibt es hier nicht"),
    "empty text": (CHECK, "title: Am Telefon", "title:", "  - title:", "„title“ ist leer"),
    "no number": (CHECK, "up_to: 3", "up_to: drei", "up_to: drei", "keine passende Zahl für „up_to“"),
    "falling limits": (CHECK, "up_to: 8", "up_to: 2", "up_to: 2", "up_to ist 2, davor steht 3"),
    "wrong last limit": (CHECK, "up_to: 14", "up_to: 15", "up_to: 15", "gilt bis 15, es gibt aber 14 Aussagen"),
    "four statements": (
        TEST,
        "    - Für das, was ich tue, bin ich gründlich eingearbeitet.\n",
        "",
        "    - Die Programme",
        "„statements“ hat 4 Einträge",
    ),
    "missing quadrant": (
        TEST,
        "  neither:",
        "  keines:",
        "title: Auf Einzelne",
        "Das Feld „keines“ gibt es hier nicht",
    ),
    "three signs": (
        STAIRS,
        "    signs:\n",
        "    signs:\n      - Noch etwas\n",
        "      - Noch etwas",
        "„signs“ hat 3 Einträge",
    ),
    "HTML": (STAIRS, "Recruiting", "<b>Recruiting</b>", "<b>", "Im Text steht „<b>“"),
    "a citation": (TEST, "Sicht können Sie", "Sicht [Nemo2020] können Sie", "    text: >-", "„[Nemo2020]“"),
    "lost text": (
        STAIRS,
        "Mensch und Stelle passen zusammen",
        "Platz #3",
        "Platz #3",
        "bricht bei „#3“ ab",
    ),
    "colon": (STAIRS, "Mensch und Stelle", "Gut: Mensch und Stelle", "Gut: Mensch", "steht ein Doppelpunkt"),
}


@pytest.mark.parametrize("defect", DEFECTS.values(), ids=DEFECTS)
def test_a_mistake_is_told_with_file_and_line(project: Path, defect: tuple[str, str, str, str, str]) -> None:
    file, old, new, place, message = defect
    replace(project, file, old, new)
    lines = [line for line in found(project) if line.startswith(f"{file}:{line_of(project, file, place)}:")]
    assert any(message in line for line in lines), found(project)
    assert all("\n" not in line for line in lines)


def test_a_tool_without_its_texts_is_told_at_its_marker(project: Path) -> None:
    (project / CHECK).unlink()
    (line,) = found(project)
    assert line.startswith(f"{LESSON}:{line_of(project, LESSON, 'vergraulungs-check')}: ")
    assert f"Legen Sie {CHECK} an." in line


def test_texts_of_no_known_tool_are_told(project: Path) -> None:
    write(project, "docs/probe/treppenbilt.yml", "title: x\n")
    (line,) = found(project)
    assert "docs/probe/treppenbilt.yml: Ein Werkzeug „treppenbilt“" in line
    assert "Meinten Sie treppenbild.yml?" in line


@pytest.mark.parametrize("text", ["", "- title: x\n", "nur Text\n"])
def test_a_file_without_fields_is_told(project: Path, text: str) -> None:
    write(project, CHECK, text)
    (line,) = found(project)
    assert line.startswith(f"{CHECK}:1: Hier stehen keine Felder. Nötig sind title, intro, note")


def test_texts_are_shown_as_text_and_the_file_is_not_published(project: Path, tmp_path: Path) -> None:
    replace(project, STAIRS, "Mensch und Stelle passen zusammen", "2 < 3 & „gut“ *so*")
    done = build(project, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    page = parsed(tmp_path / "site" / "aushang" / "index.html")
    assert "2 < 3 & „gut“ *so*" in page.text_content()
    assert not list((tmp_path / "site").rglob("*.yml"))

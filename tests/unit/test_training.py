"""What authors write for trainers: a mistake in training.yml gives one line with file and line number."""

from __future__ import annotations

from pathlib import Path

import pytest

from kurs.checks.all import check_all
from kurs.content.course import load_course
from kurs.content.findings import errors
from kurs.content.training import load_training
from projekt import make_project, replace, write

FILE = "docs/probe/training.yml"
SOUND = """\
worksheet:
  case: aushang
  exercise: aushang
agenda:
  lesson: aushang
  objective: aushang-erkennen
  prepare:
    - Zettel
  steps:
    - minutes: 5
      title: Lesen
      text: Alle lesen.
    - minutes: 6
      title: Schreiben
      text: Alle schreiben.
    - minutes: 4
      title: Verabreden
      text: Eine Person sagt, was sie tut.
roleplay:
  lesson: aushang
  title: Vor dem Brett
  situation: Zwei stehen vor dem Brett.
  roles:
    - name: Die Leserin
      text: Sie lesen.
      wants: Verstehen, was gemeint ist.
    - name: Der Hausmeister
      text: Sie hängen auf.
      wants: Fertig werden.
  observe:
    - Wer fragt?
    - Wer antwortet?
  debrief: Was hätte geholfen?
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = make_project(tmp_path)
    write(project, FILE, SOUND)
    return project


def found(project: Path) -> list[str]:
    return [str(finding) for finding in errors(check_all(load_course(project)))]


def test_a_sound_file_gives_no_finding_and_its_texts(project: Path) -> None:
    assert found(project) == []
    course = load_course(project)
    training = load_training(course, course.modules[0])
    assert training is not None
    assert [step.minutes for step in training.agenda.steps] == [5, 6, 4]


# what stands there, the defect, a text of the line that is named, what the message says
DEFECTS = {
    "unknown field": ("  case: aushang", "  fall: aushang", "fall:", "Das Feld „fall“ gibt es hier nicht"),
    "missing field": ("  debrief: Was hätte geholfen?\n", "", "  lesson: aushang\n  title", "Das Feld „debrief“ fehlt"),
    "unknown lesson": ("  case: aushang", "  case: aushangg", "case:", "Meinten Sie „aushang“?"),
    "unknown section": (
        "  exercise: aushang\n",
        "  exercise: aushang\n  show: [beleg]\n",
        "show:",
        "In der Lektion aushang gibt es keinen Abschnitt #beleg. Meinten Sie „belege“?",
    ),
    "unknown exercise": ("  exercise: aushang", "  exercise: brett", "exercise:", "keine Lektion „brett“"),
    "unknown objective": ("aushang-erkennen", "erkennen", "objective:", "hat kein Lernziel „erkennen“"),
    "too short an agenda": ("minutes: 4", "minutes: 3", "- minutes: 5", "zusammen 14 Minuten. Es müssen 15 sein"),
    "no number": ("minutes: 4", "minutes: vier", "vier", "keine passende Zahl für „minutes“"),
    "third role": ("  observe:", "    - name: X\n      text: Y\n      wants: Z\n  observe:", "- name: Die Leserin", "hat 3 Einträge"),
    "too long": ("Sie lesen.", "Sie lesen. " * 50, "text: Sie lesen", "Höchstens 400 Zeichen"),
    "html": ("Alle lesen.", "Alle <b>lesen</b>.", "<b>", "hier gilt schlichter Text"),
    "exercise and tasks": ("  exercise: aushang", "  exercise: aushang\n  tasks: [Eins]", "case:", "entweder exercise"),
    "neither": ("  exercise: aushang\n", "", "case:", "Das Arbeitsblatt hat keine Übung"),
    "comment sign": ("Alle schreiben.", "Alle schreiben # zügig", "# zügig", "#"),
}  # fmt: skip


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_gives_one_line_with_its_place(project: Path, name: str) -> None:
    old, new, place, message = DEFECTS[name]
    replace(project, FILE, old, new)
    (line,) = [one for one in found(project) if message in one]
    text = (project / FILE).read_text("utf-8")
    number = text[: text.index(place)].count("\n") + 1
    assert line.startswith(f"{FILE}:{number}:"), line


def test_all_defects_of_a_file_come_at_once(project: Path) -> None:
    replace(project, FILE, "  case: aushang", "  case: brett")
    replace(project, FILE, "minutes: 4", "minutes: 3")
    assert len(found(project)) == 2


def test_a_module_may_do_without_the_file(project: Path) -> None:
    (project / FILE).unlink()
    assert found(project) == []

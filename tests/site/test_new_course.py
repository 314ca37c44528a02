"""`kurs neuer-kurs`: a second course beside the first, complete but for its texts, built and packaged by the same program."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import ROOT, build
from kurs.checks.all import check_all
from kurs.checks.pages import UNFINISHED
from kurs.chores.courses import new_course
from kurs.chores.edits import ChoreError
from kurs.content.course import load_course
from kurs.content.findings import errors
from pakete import edition_with, made

pytestmark = pytest.mark.any_course


def test_a_new_course_is_complete_but_for_its_texts(tmp_path: Path) -> None:
    target = tmp_path / "kurse" / "kasse"
    files = new_course(ROOT, os.path.relpath(target, ROOT), "Sicher: an der „Kasse“", "sicher-an-der-kasse")
    missing = errors(check_all(load_course(target)))
    assert missing
    assert {finding.rule for finding in missing} == {UNFINISHED}
    assert not [file for file in files if file.startswith(("overrides", "src", "published"))]
    for path in {target / finding.file for finding in missing}:
        path.write_text(path.read_text("utf-8").replace("TODO", "Text"), "utf-8")
    done = build(target, target / "site")
    assert done.returncode == 0, done.stdout + done.stderr
    start = (target / "site" / "index.html").read_text("utf-8")
    assert 'data-course="sicher-an-der-kasse"' in start
    assert "<title>Sicher: an der „Kasse“</title>" in start
    assert "erstes-modul-scorm12" in made(edition_with(target / "site", root=target))


@pytest.mark.parametrize(
    ("folder", "title", "course_id", "said"),
    [
        ("voll", "Kasse", "kasse", "voll gibt es schon, und darin liegt etwas."),
        ("neu", " ", "kasse", "Der Titel ist leer."),
        ("neu", "Kasse", "Die Kasse", "„Die Kasse“ taugt nicht als Kennung."),
    ],
)
def test_what_cannot_begin_is_said_and_leaves_nothing(
    root: Path, tmp_path: Path, folder: str, title: str, course_id: str, said: str
) -> None:
    (tmp_path / "voll").mkdir()
    (tmp_path / "voll" / "brief.txt").write_text("Hallo", "utf-8")
    with pytest.raises(ChoreError) as told:
        new_course(root, os.path.relpath(tmp_path / folder, root), title, course_id)
    assert said in str(told.value).replace(os.path.relpath(tmp_path, root) + "/", "")
    assert [path.name for path in tmp_path.rglob("*")] == ["voll", "brief.txt"]

"""Files of a house and settings as typed, in a build of the small course."""

from __future__ import annotations

from pathlib import Path

import pytest

from houses import add_house
from kurs.cli import _settings, main
from kurs.content.course import load_course
from projekt import make_course, replace, write

pytestmark = pytest.mark.any_course


def test_a_build_takes_settings_as_typed_and_publishes_no_data_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    project = add_house(make_course(tmp_path / "kurs"), "erde-pruefen")
    for folder in ("docs", "haus/docs"):
        write(project, f"{folder}/umzuege.yml", "# leer\n")
    replace(project, "mkdocs.yml", "extra:\n", "extra:\n  betreiber:\n    telefon: 0301234567\n")
    monkeypatch.chdir(project)
    assert _settings(load_course(project))[2] == []
    assert main(["site"]) == 0
    told = "".join(capfd.readouterr())
    assert "DeprecationWarning" not in told
    assert not list((project / "site").rglob("*.yml"))
    assert "0301234567" in (project / "site/impressum/index.html").read_text("utf-8")

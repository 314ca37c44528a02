"""The course outlives MkDocs: ProperDocs, the fork of MkDocs 1, builds it in a venv without MkDocs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from conftest import ROOT, build_apart

PYTHON = ROOT / ".venv-properdocs" / "bin" / "python"


def contents(folder: Path) -> dict[str, bytes]:
    # The list of licences tells what built the course, the worker carries a checksum; gzip writes the time of the build.
    skip = {"lizenzen/index.html", "dienst.js", "sitemap.xml.gz"}
    files = (path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).as_posix() not in skip)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_properdocs_without_mkdocs_builds_the_same_bytes(tmp_path: Path) -> None:
    assert subprocess.run([PYTHON, "-m", "mkdocs", "--version"], capture_output=True, check=False).returncode != 0
    command = [PYTHON, "-m", "properdocs", "build", "--strict", "-f", "mkdocs.yml", "-d", tmp_path / "kurs"]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert build_apart(ROOT, tmp_path / "mkdocs").returncode == 0
    assert contents(tmp_path / "kurs") == contents(tmp_path / "mkdocs")

"""`make serve` for authors: a change appears by itself, under the same strict policy; an error does not end it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from projekt import make_project, replace


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[Path, str, Path]]:
    """(project, address, log) of a running preview."""
    project = make_project(tmp_path / "projekt")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path / "log.txt"
    with log.open("w") as output:
        command = [sys.executable, "-m", "mkdocs", "serve", "-a", f"127.0.0.1:{port}"]
        server = subprocess.Popen(
            command, cwd=project, stdout=output, stderr=output, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        )
        wait_for(log, "Serving on")
        yield project, f"http://127.0.0.1:{port}/", log
        server.terminate()
        server.wait()


def wait_for(log: Path, text: str) -> None:
    for _ in range(900):
        if text in log.read_text("utf-8"):
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))


def test_a_saved_change_appears_without_a_click(preview: tuple[Path, str, Path], visit: Any) -> None:
    project, address, _ = preview
    page = visit(at=address).open("aushang/")
    page.wait_for_timeout(500)
    replace(project, "docs/probe/aushang.md", "Ein Fall.", "Ein neuer Fall.")
    expect(page.get_by_text("Ein neuer Fall.")).to_be_visible()


def test_an_error_is_told_without_a_traceback_and_the_next_save_mends_it(
    preview: tuple[Path, str, Path], visit: Any
) -> None:
    project, address, log = preview
    page = visit(at=address).open("aushang/")
    page.wait_for_timeout(500)
    replace(project, "quizzes/probe.yml", "correct: true", "correct: ja")
    wait_for(log, "Schreiben Sie true oder false")
    assert "Traceback" not in log.read_text("utf-8")
    replace(project, "quizzes/probe.yml", "correct: ja", "correct: true")
    replace(project, "docs/probe/aushang.md", "Ein Fall.", "Ein heiler Fall.")
    expect(page.get_by_text("Ein heiler Fall.")).to_be_visible()

"""What differs between Linux and Windows stays out of the program: encodings, line ends, separators, names of files."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from conftest import ROOT

SOURCES = sorted((ROOT / "src").rglob("*.py"))
NO_NAME = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)', re.I)
LONGEST = 150  # characters; Windows takes 260 with the folder in front


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """(name of what is called, the call) in a module."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", ""), node


def values(call: ast.Call) -> set[object]:
    """The constants among the arguments."""
    given = [*call.args, *(word.value for word in call.keywords)]
    return {one.value for one in given if isinstance(one, ast.Constant)}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_text_is_read_and_written_as_utf_8_with_one_line_end(path: Path) -> None:
    for name, call in calls(path):
        given, words = values(call), {word.arg for word in call.keywords}
        place = f"{path.name}:{call.lineno}"
        if name in ("read_text", "write_text") and isinstance(call.func, ast.Attribute):
            assert given & {"utf-8", "utf-8-sig"}, f"{place}: names no encoding"
        if name == "write_text":
            assert "newline" in words, f'{place}: newline="\\n", or Windows writes another line end'
        if name == "open" and given & {"r", "w", "a"}:
            assert "encoding" in words, place
        if name in ("run", "Popen", "check_output"):
            assert not words & {"text", "universal_newlines"}, f"{place}: encoding=, for text= takes the system's"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT / "src").as_posix())
def test_a_path_becomes_text_with_slashes_only(path: Path) -> None:
    """str() of a path has backslashes on Windows, which no address, message or file in a package may have."""
    tree = ast.parse(path.read_text("utf-8"))
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "relative_to":
            parent = parents[node]
            shown = isinstance(parent, ast.FormattedValue) or (
                isinstance(parent, ast.Call) and getattr(parent.func, "id", "") == "str"
            )
            assert not shown, f"{path.name}:{node.lineno}: .as_posix()"
    text = path.read_text("utf-8")
    assert not re.search(r"\bos\.sep\b|\bos\.path\.join\b|\bos\.linesep\b", text), path.name


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return done.stdout.split("\0")[:-1]


def test_every_file_can_be_checked_out_on_windows() -> None:
    names = tracked()
    assert len(names) > 300
    assert [name for name in names if any(map(NO_NAME.search, PurePosixPath(name).parts)) or len(name) > LONGEST] == []
    same = Counter(name.lower() for name in names)
    assert [name for name, count in same.items() if count > 1] == []
    modes = subprocess.run(["git", "ls-files", "-s"], cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert "120000 " not in modes.stdout, "a symlink"


def test_git_checks_out_the_same_line_ends_everywhere() -> None:
    assert "* text=auto eol=lf" in (ROOT / ".gitattributes").read_text("utf-8").splitlines()
    assert [
        name for name in tracked() if b"\r\n" in (ROOT / name).read_bytes() and name.endswith((".md", ".yml", ".py"))
    ] == []


@pytest.mark.parametrize("command", [["check", "--warum"], ["schema"], ["--help"]])
def test_what_a_pipe_gets_is_utf_8_whatever_the_system_speaks(command: list[str]) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0", "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-m", "kurs", *command], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    assert done.stderr == b""
    assert re.search("[äöüß]", done.stdout.decode("utf-8"))


def test_uv_makes_no_second_lock() -> None:
    assert "[tool.uv]\nmanaged = false" in (ROOT / "pyproject.toml").read_text("utf-8")
    assert "uv.lock" not in tracked()

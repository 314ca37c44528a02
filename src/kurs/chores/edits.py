"""Changes to several files of a project that are written together or not at all."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from ..checks.all import check_all
from ..checks.pages import UNFINISHED
from ..content.course import Course, load_course
from ..content.findings import Finding, errors
from ..site.delivery import write_whole


class ChoreError(Exception):
    """Nothing was changed; the message says in German lines why."""


class Edits:
    """New texts, new places and removals in `root`, until `apply` writes them."""

    def __init__(self, root: Path):
        self.root = root
        self.moved: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.gone: set[str] = set()

    def move(self, old: str, new: str) -> None:
        """Give a file another place; what it says is asked and changed under the old one."""
        self.moved[old] = new

    def read(self, file: str) -> str:
        """What a file will say, its lines ended by \\n; "" where there is none."""
        if file not in self.texts:
            path = self.root / file
            return path.read_bytes().decode("utf-8").replace("\r\n", "\n") if path.exists() else ""
        return self.texts[file]

    def write(self, file: str, text: str) -> None:
        if text != self.read(file) or not (self.root / file).exists():
            self.texts[file] = text

    def remove(self, file: str) -> None:
        self.gone.add(file)

    def replace(self, file: str, pattern: str, by: str) -> None:
        """Replace every match of `pattern`, line by line; \\1 in `by` stands for its first group."""
        self.write(file, re.sub(pattern, by, self.read(file), flags=re.M))

    def replace_line(self, file: str, line: int, pattern: str, by: str) -> None:
        """Replace the first match on one line, which counts from 1."""
        lines = self.read(file).split("\n")
        lines[line - 1] = re.sub(pattern, by, lines[line - 1], count=1)
        self.write(file, "\n".join(lines))

    def apply(self) -> list[str]:
        """Write everything and check the course; the files that changed.

        Raises ChoreError, after putting everything back, where the course has an error that it did not have before;
        what is yet to be written is none.
        """
        before = set(map(_told, wrong(load_course(self.root))))
        touched = [*self.texts, *self.gone, *self.moved, *self.moved.values()]
        kept = {file: _content(self.root / file) for file in touched}
        try:
            self._write()
            new = [one for one in wrong(load_course(self.root)) if _told(one) not in before]
        except BaseException:
            self._restore(kept)
            raise
        if new:
            self._restore(kept)
            lines = "\n".join(f"  {one}" for one in new)
            raise ChoreError(f"Nichts geändert, denn danach passte nicht mehr zusammen:\n{lines}")
        return sorted({self.moved.get(file, file) for file in touched})

    def _write(self) -> None:
        ends = {file: b"\r\n" in (_content(self.root / file) or b"") for file in self.texts}
        for old, new in self.moved.items():
            (self.root / new).parent.mkdir(parents=True, exist_ok=True)
            if (self.root / new).exists():
                raise ChoreError(f"Nichts geändert: {new} gibt es schon.")
            shutil.move(self.root / old, self.root / new)
        for file, text in self.texts.items():
            path = self.root / self.moved.get(file, file)
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, (text.replace("\n", "\r\n") if ends[file] else text).encode())
        for file in self.gone:
            (self.root / file).unlink()
        _drop_empty(self.root, (*self.moved, *self.gone))

    def _restore(self, kept: dict[str, bytes | None]) -> None:
        for file, content in kept.items():
            path = self.root / file
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(path, content)
        _drop_empty(self.root, (file for file, content in kept.items() if content is None))


def wrong(course: Course) -> list[Finding]:
    """The errors of a course, without what is yet to be written."""
    return [one for one in errors(check_all(course)) if one.rule is not UNFINISHED]


def _told(finding: Finding) -> tuple[str, str, str]:
    return finding.file, finding.subject, finding.problem


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _drop_empty(root: Path, files: Iterable[str]) -> None:
    """Remove the folders that these files left empty."""
    for file in files:
        for folder in (root / file).parents:
            if folder == root or not folder.is_dir() or any(folder.iterdir()):
                break
            folder.rmdir()

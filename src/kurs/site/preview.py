"""What a preview must make anew after a change: as little as is certain to be enough. Knows no generator."""

from __future__ import annotations

import os
from pathlib import Path

from ..content.course import Course
from ..content.model import ExamHead
from ..content.page import Lesson, Page
from ..content.places import GLOSSARY

WATCHED = ("docs", "quizzes")
ALONE = ("mkdocs.yml", "published.json")

Stamps = dict[str, tuple[int, int]]


def stamps(root: Path, overrides: Path) -> Stamps:
    """Time and size of every file that the site is made from, by its path from `root`; the templates may be elsewhere."""
    found: Stamps = {}
    for folder in (*(root / name for name in WATCHED), overrides):
        for place, _, names in os.walk(folder):
            for name in names:
                _stamp(Path(place, name), root, found)
    for name in ALONE:
        _stamp(root / name, root, found)
    return found


def _stamp(path: Path, root: Path, found: Stamps) -> None:
    try:
        status = path.stat()
    except OSError:
        return  # gone meanwhile; the next look finds it missing
    found[Path(os.path.relpath(path, root)).as_posix()] = (status.st_mtime_ns, status.st_size)


def only_texts_changed(before: Stamps, now: Stamps) -> bool:
    """Whether no file came or went, and all that changed are pages and questions."""
    if before.keys() != now.keys():
        return False
    changed = [name for name, stamp in now.items() if before[name] != stamp]
    return all(name.endswith(".md") or name.startswith("quizzes/") for name in changed)


def stale(before: Course, after: Course) -> list[Page] | None:
    """Pages of `after` whose own text or quiz changed; None if others may show what changed, so that all are made anew.

    Everything that other pages show of a page stands in its head; lists made from questions and citations are left
    to the caller, who compares what they are made of.
    """
    if before.by_file.keys() != after.by_file.keys() or before.order != after.order:
        return None
    if before.sources != after.sources or before.evidence != after.evidence or before.ideas != after.ideas:
        return None
    if _questions(before, None, "exam") != _questions(after, None, "exam"):
        return None
    if before.durations != after.durations:
        return None
    found = []
    for page in after.pages:
        old = before.by_file[page.file]
        if page is not old:
            if page.file == GLOSSARY or type(page) is not type(old):
                return None
            if page.head is None or old.head is None or page.head.item != old.head.item:
                return None
            if isinstance(page.head.item, ExamHead):
                return None
            found.append(page)
        elif isinstance(page, Lesson) and _questions(before, page.slug) != _questions(after, page.slug):
            found.append(page)
    return found


def _questions(course: Course, lesson: str | None, use: str = "practice") -> list[object]:
    return [placed.item for placed in course.bank.active(lesson, use)]

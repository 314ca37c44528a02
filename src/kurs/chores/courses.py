"""`kurs neuer-kurs`: a small complete course in a folder of its own, which takes templates and program from this one."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from ..content.course import read_config
from .addresses import SLUG
from .edits import ChoreError
from .lessons import SKELETONS, new_lesson, skeleton
from .navigation import entry

# Pages that every course has as they are: they hold markers and what the program says, and lead to no lesson.
TAKEN_OVER = (
    *("aufgabe.md", "nachweis.md", "lernstand.md", "meine-saetze.md", "suche.md", "offline.md", "quellen.md"),
    *("verlinken.md", "impressum.md", "datenschutz.md", "barrierefreiheit.md", "lizenzen.md", "bilder/zeichen.svg"),
    *("trainer/index.md", "trainer/zuweisen.md", "trainer/pruefen.md", "trainer/raum.md", "trainer/material.md"),
    *("trainer/einarbeitung.md", "trainer/freitag.md"),
    *(
        "trainer/abdeckung.md",
        "trainer/lms.md",
        "trainer/moodle-anlegen.svg",
        "trainer/moodle-abschluss.svg",
        "trainer/neue-fassung.svg",
    ),
)
NAVIGATION = (
    ("Wege", ("wege/index.md",)),
    (
        "Für Trainerinnen und Trainer",
        (
            *("trainer/index.md", "trainer/zuweisen.md", "trainer/pruefen.md", "trainer/leitfaden.md"),
            *("trainer/einarbeitung.md", "trainer/freitag.md", "trainer/raum.md", "trainer/material.md"),
            *("trainer/lms.md", "verlinken.md", "trainer/abdeckung.md"),
        ),
    ),
    ("Ihr Lernstand", ("aufgabe.md", "nachweis.md", "lernstand.md", "wiederholen.md", "meine-saetze.md")),
    ("Nachschlagen", ("glossar.md", "quellen.md", "artikel.md", "suche.md", "offline.md")),
    ("Rechtliches", ("impressum.md", "datenschutz.md", "barrierefreiheit.md", "lizenzen.md")),
)
MODULE, LESSON = "erstes-modul", "erste-lektion"


def new_course(root: Path, folder: str, title: str, course_id: str) -> list[str]:
    """Begin a course in `folder`, which must be empty or not there; its files. Raises ChoreError.

    `course_id` names the learners' data in browsers and never changes. Settings are those of the course in `root`.
    """
    target, title = (root / folder).resolve(), " ".join(title.split())
    if not title:
        raise ChoreError("Der Titel ist leer.")
    if not SLUG.fullmatch(course_id):
        raise ChoreError(f"„{course_id}“ taugt nicht als Kennung. Nur a–z, Ziffern und Bindestriche.")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise ChoreError(f"{folder} gibt es schon, und darin liegt etwas. Nennen Sie einen neuen Ordner.")
    fresh = target.with_name(f".{target.name}-neu")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        _fill(root, fresh, title, course_id)
        if target.exists():
            target.rmdir()
        fresh.rename(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file())


def _fill(root: Path, target: Path, title: str, course_id: str) -> None:
    for name in TAKEN_OVER:
        (target / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / "docs" / name, target / "docs" / name)
    own = SKELETONS / "course"
    for path in sorted(own.rglob("*.md")):
        name = path.relative_to(own).as_posix()
        (target / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        text = skeleton(f"course/{name}", title=title, module=MODULE, lesson=LESSON)
        (target / "docs" / name).write_text(text, "utf-8", newline="\n")
    (target / "quizzes").mkdir()
    (target / "mkdocs.yml").write_text(_config(root, target, title, course_id), "utf-8", newline="\n")
    (target / "CHANGELOG.md").write_text("# Was neu ist\n\n## 1.0.0\n\n- Die erste Fassung.\n", "utf-8", newline="\n")
    new_lesson(target, f"{MODULE}/{LESSON}", "Erste Lektion", "Erstes Modul")


def _config(root: Path, target: Path, title: str, course_id: str) -> str:
    """mkdocs.yml of the course in `root` with another title, navigation and id."""
    text = (root / "mkdocs.yml").read_text("utf-8")
    lines = ["nav:", "  - Start: index.md"]
    for group, pages in NAVIGATION:
        lines += [f"  - {group}:", *map(entry, pages)]
    said = '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'
    overrides = Path(os.path.relpath(read_config(root / "mkdocs.yml", root)[0].overrides, target)).as_posix()
    for pattern, new in (
        (r"^nav:.*\n(?:[ ].*\n|\n(?=[ ]))*", "\n".join(lines) + "\n"),
        (r"^site_name:.*", f"site_name: {said}"),
        (r"^site_description:.*", f"site_description: {said}"),
        (r"^site_url:.*\n", ""),
        (r"^(  kurs_id:) \S+", rf"\g<1> {course_id}"),
        (r"^(  version:) \S+", r"\g<1> 1.0.0"),
        (r"^(  kurzname:) [^#\n]*?(?=\s*(#|$))", r'\g<1> ""'),
        (r"^(  custom_dir:) \S+", rf"\g<1> {overrides}"),
        (r"^(watch:\n)  - \S+", rf"\g<1>  - {overrides}"),
    ):
        text = re.sub(pattern, new if "\\g" in new else lambda _, by=new: by, text, count=1, flags=re.M)
    return text

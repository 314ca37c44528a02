"""Files in docs/, the course's and the house's: all but *.yml, what pages are made from, are published."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from pathlib import Path

from ..content.course import Course
from ..content.findings import Remark, Rule
from ..content.house import docs_folders

SUFFIXES = frozenset(
    {".md", ".yml", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".ico"}
    | {".pdf", ".mp3", ".mp4", ".webm", ".vtt", ".csv", ".txt"}
)


def files_in(docs: Path) -> Iterator[tuple[str, bool]]:
    """Every file below docs/ as the build finds it, and whether it is a link to elsewhere, as folders may be too."""
    for folder, folders, names in os.walk(docs):
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        for name in sorted([*names, *links]):
            if not name.startswith("."):
                yield (here / name).relative_to(docs).as_posix(), (here / name).is_symlink()


@Rule("dateien", "Alles in docs/ wird veröffentlicht; was ein Browser ausführen könnte, gehört nicht hinein.")
def only_content_lies_in_docs(course: Course) -> Iterator[Remark]:
    found = (
        (docs.relative_to(course.root).as_posix(), one) for docs in docs_folders(course.root) for one in files_in(docs)
    )
    for folder, (name, is_link) in found:
        suffix = posixpath.splitext(name)[1]
        if is_link:
            told = "Das ist eine Verknüpfung (Symlink).", "Legen Sie die Datei selbst hierher."
        elif suffix in SUFFIXES:
            continue
        elif suffix.lower() in SUFFIXES:
            told = f"Die Endung „{suffix}“ ist groß geschrieben.", f"Nennen Sie die Datei …{suffix.lower()}."
        else:
            told = "Solche Dateien gehören nicht in docs/.", f"Erlaubt sind {', '.join(sorted(SUFFIXES))}."
        yield Remark(f"{folder}/{name}", 0, "", *told)

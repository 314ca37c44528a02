"""The search: Pagefind reads the built pages; nothing of it loads before somebody searches.

Pagefind stems German and matches beginnings. What it lacks (umlauts written out, the end of a compound,
a slip of the finger) the search page adds with the course's vocabulary, a list of all words in it.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from pagefind_bin import get_executable

from ..words import language
from .joints import SOFT_HYPHEN

SHIPPED_UI = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")
WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{4,40}")
SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
FRAGMENT_MARK = "pagefind_dcd"  # with this every unpacked file of Pagefind begins


class SearchError(Exception):
    """Pagefind failed; the message is its own."""


def build_index(site: Path, long: bool = False) -> None:
    """Write site/pagefind/. Pages say with data-pagefind-body what is text; forms are left out by Pagefind.

    A `long` course gets its list of words by initial letter too, so that a search need not load all of them.
    """
    service = [str(get_executable()), "--service"]
    made: dict[str, Any] = {"files": []}
    try:
        with subprocess.Popen(service, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as engine:
            for task in _tasks(site):
                made = _ask(engine, task)
    except BrokenPipeError:
        raise SearchError("Pagefind hat sich beendet.") from None
    if not any(file["path"].startswith("fragment/") for file in made["files"]):
        raise SearchError("Pagefind hat keine Seite gefunden, die sich durchsuchen lässt.")
    folder = site / "pagefind"
    for file in made["files"]:
        path = folder / file["path"]
        if not path.name.startswith(SHIPPED_UI):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base64.b64decode(file["content"]))
    words = vocabulary(folder)
    _write_words(folder / "woerter.json", words)
    if long:
        (folder / "woerter").mkdir(exist_ok=True)
        for letter in ascii_lowercase:
            mine = [word for word in words if word.translate(SPELLED).startswith(letter)]
            _write_words(folder / "woerter" / f"{letter}.json", mine)


def _tasks(site: Path) -> Iterator[dict[str, Any]]:
    """What makes the index, a page at a time: Pagefind by itself takes them in the order of the file system.

    It hands out its files at the end; those that it writes may be cut off when it ends.
    """
    yield {"type": "NewIndex", "config": {"force_language": language()}}
    for path in sorted(site.rglob("*.html")):
        place = path.relative_to(site).as_posix()
        html = path.read_text("utf-8").replace(SOFT_HYPHEN, "")  # which would make two words of one
        yield {"type": "AddFile", "index_id": 0, "file_path": place, "file_contents": html}
    yield {"type": "GetFiles", "index_id": 0}


def _ask(engine: subprocess.Popen[bytes], task: dict[str, Any]) -> dict[str, Any]:
    """What Pagefind's service answers to `task`; both are JSON in base64, ended by a comma. Raises SearchError."""
    assert engine.stdin is not None
    assert engine.stdout is not None
    engine.stdin.write(base64.b64encode(json.dumps({"message_id": 0, "payload": task}).encode()) + b",")
    engine.stdin.flush()
    answer = bytearray()
    while not answer.endswith(b","):
        piece = os.read(engine.stdout.fileno(), 1 << 16)
        if not piece:
            raise SearchError("Pagefind hat sich beendet.")
        answer += piece
    said: dict[str, Any] = json.loads(base64.b64decode(answer))["payload"]
    if said["type"] == "Error":
        raise SearchError(f"Pagefind: {said['message']}")
    return said


def _write_words(path: Path, words: list[str]) -> None:
    path.write_text(json.dumps(words, ensure_ascii=False, separators=(",", ":")), "utf-8", newline="\n")


def vocabulary(folder: Path) -> list[str]:
    """Every word that Pagefind indexed in `folder`, in lower case, sorted: the text of each page is there for excerpts."""
    found: set[str] = set()
    for path in (folder / "fragment").iterdir():
        _, _, text = gzip.decompress(path.read_bytes()).decode().partition(FRAGMENT_MARK)
        found.update(WORD.findall(json.loads(text)["content"]))
    return sorted({word.lower() for word in found})

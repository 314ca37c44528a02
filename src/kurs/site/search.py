"""The search: Pagefind reads the built pages; nothing of it loads before somebody searches.

Pagefind stems German and matches beginnings. What it lacks (umlauts written out, the end of a compound,
a slip of the finger) the search page adds with the course's vocabulary, a list of all words in it.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import json
import os
import queue
import re
import subprocess
import threading
from pathlib import Path
from string import ascii_lowercase
from typing import Any

from pagefind_bin import get_executable

from ..words import language
from .joints import SOFT_HYPHEN

SHIPPED_UI = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")
WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{4,40}")
SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
BODY = "data-pagefind-body"
NOT_FOUND = "404.html"  # nobody looks for it
FRAGMENT_MARK = "pagefind_dcd"  # with this every unpacked file of Pagefind begins


class SearchError(Exception):
    """Pagefind failed; the message is its own."""


class Index:
    """The index of a site whose pages are added as they are made; Pagefind, a process of its own, reads them meanwhile.

    It would take a folder's in the order of the file system, and writes files that may be cut off when it ends: it
    gets a page at a time and hands out its files at the end. What is asked and answered is JSON in base64 and a comma.
    """

    def __init__(self) -> None:
        service = [str(get_executable()), "--service"]
        self._engine = subprocess.Popen(service, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._asked = 0
        self._answers: queue.SimpleQueue[bytes | bytearray] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, daemon=True)  # or a full pipe would stop both one day
        self._listener.start()
        self._ask(type="NewIndex", config={"force_language": language()})

    def add(self, place: str, html: str) -> None:
        """Add the page at `place` of the site, if it says with data-pagefind-body what of it is to be found."""
        if BODY in html and place != NOT_FOUND:
            html = html.replace(SOFT_HYPHEN, "")  # which would make two words of one
            self._ask(type="AddFile", index_id=0, file_path=place, file_contents=html)

    def end(self) -> None:
        """No page follows."""
        self._ask(type="GetFiles", index_id=0)

    def write(self, site: Path, long: bool) -> None:
        """Write site/pagefind/ after the end; a `long` course gets its list of words by initial letter too, so that a
        search need not load all of them. Raises SearchError."""
        said: dict[str, Any] = {}
        try:
            for _ in range(self._asked):
                answer = self._answers.get()
                if not answer:
                    raise SearchError("Pagefind hat sich beendet.")
                answer = base64.b64decode(answer)
                said = json.loads(answer)["payload"]
                del answer  # the last is large
                if said["type"] == "Error":
                    raise SearchError(f"Pagefind: {said['message']}")
        finally:
            self.close()
        if not any(file["path"].startswith("fragment/") for file in said["files"]):
            raise SearchError("Pagefind hat keine Seite gefunden, die sich durchsuchen lässt.")
        folder = site / "pagefind"
        for file in said["files"]:
            path = folder / file["path"]
            if not path.name.startswith(SHIPPED_UI):
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(base64.b64decode(file["content"]))
        _write_all_words(folder, long)

    def close(self) -> None:
        """End Pagefind, with or without an index."""
        assert self._engine.stdin is not None
        assert self._engine.stdout is not None
        with contextlib.suppress(BrokenPipeError):  # what it was asked last and did not read
            self._engine.stdin.close()
        self._listener.join()
        self._engine.stdout.close()
        self._engine.wait()

    def _ask(self, **task: Any) -> None:
        assert self._engine.stdin is not None
        self._asked += 1
        with contextlib.suppress(BrokenPipeError):  # it has ended; `write` tells
            self._engine.stdin.write(base64.b64encode(json.dumps({"message_id": 0, "payload": task}).encode()) + b",")
            self._engine.stdin.flush()

    def _listen(self) -> None:
        assert self._engine.stdout is not None
        answer = bytearray()
        while piece := os.read(self._engine.stdout.fileno(), 1 << 16):
            *ends, piece = piece.split(b",")
            for end in ends:
                answer += end
                self._answers.put(answer)
                answer = bytearray()
            answer += piece
        self._answers.put(b"")


def build_index(site: Path, long: bool = False) -> None:
    """Write site/pagefind/ for the pages that are there. Raises SearchError."""
    index = Index()
    for path in sorted(site.rglob("*.html")):
        index.add(path.relative_to(site).as_posix(), path.read_text("utf-8"))
    index.end()
    index.write(site, long)


def _write_all_words(folder: Path, long: bool) -> None:
    words = vocabulary(folder)
    _write_words(folder / "woerter.json", words)
    if long:
        (folder / "woerter").mkdir(exist_ok=True)
        for letter in ascii_lowercase:
            mine = [word for word in words if word.translate(SPELLED).startswith(letter)]
            _write_words(folder / "woerter" / f"{letter}.json", mine)


def _write_words(path: Path, words: list[str]) -> None:
    path.write_text(json.dumps(words, ensure_ascii=False, separators=(",", ":")), "utf-8", newline="\n")


def vocabulary(folder: Path) -> list[str]:
    """Every word that Pagefind indexed in `folder`, in lower case, sorted: the text of each page is there for excerpts."""
    found: set[str] = set()
    for path in (folder / "fragment").iterdir():
        _, _, text = gzip.decompress(path.read_bytes()).decode().partition(FRAGMENT_MARK)
        found.update(WORD.findall(json.loads(text)["content"]))
    return sorted({word.lower() for word in found})

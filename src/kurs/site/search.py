"""The search: Pagefind reads the built pages; nothing of it loads before somebody searches.

Pagefind stems German and matches beginnings. What it lacks (umlauts written out, the end of a compound,
a slip of the finger) the search page adds with the course's vocabulary, a list of all words in it.
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from pathlib import Path
from string import ascii_lowercase

from pagefind_bin import get_executable

from ..words import language

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
    command = [get_executable(), "--site", site, "--force-language", language(), "--quiet"]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SearchError(f"Pagefind: {done.stderr.strip() or done.stdout.strip()}")
    folder = site / "pagefind"
    for path in folder.iterdir():
        if path.name.startswith(SHIPPED_UI):
            path.unlink()
    words = vocabulary(folder)
    _write_words(folder / "woerter.json", words)
    if long:
        (folder / "woerter").mkdir(exist_ok=True)
        for letter in ascii_lowercase:
            mine = [word for word in words if word.translate(SPELLED).startswith(letter)]
            _write_words(folder / "woerter" / f"{letter}.json", mine)


def _write_words(path: Path, words: list[str]) -> None:
    path.write_text(json.dumps(words, ensure_ascii=False, separators=(",", ":")), "utf-8")


def vocabulary(folder: Path) -> list[str]:
    """Every word that Pagefind indexed in `folder`, in lower case, sorted: the text of each page is there for excerpts."""
    found: set[str] = set()
    for path in (folder / "fragment").iterdir():
        _, _, text = gzip.decompress(path.read_bytes()).decode().partition(FRAGMENT_MARK)
        found.update(WORD.findall(json.loads(text)["content"]))
    return sorted({word.lower() for word in found})

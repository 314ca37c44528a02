"""The search: Pagefind reads the built pages; nothing of it loads before somebody searches.

Pagefind stems German and matches beginnings. What it lacks (umlauts written out, the end of a compound,
a slip of the finger) the search page adds with the course's vocabulary, a list of all words in it.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import lxml.html
from pagefind_bin import get_executable

SHIPPED_UI = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")
WORD = re.compile(r"[A-Za-zÄÖÜäöüß]{4,40}")


class SearchError(Exception):
    """Pagefind failed; the message is its own."""


def build_index(site: Path) -> None:
    """Write site/pagefind/. Pages say with data-pagefind-body what is text; forms are left out by Pagefind."""
    command = [get_executable(), "--site", site, "--force-language", "de", "--quiet"]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SearchError(f"Pagefind: {done.stderr.strip() or done.stdout.strip()}")
    for path in (site / "pagefind").iterdir():
        if path.name.startswith(SHIPPED_UI):
            path.unlink()
    words = json.dumps(vocabulary(site), ensure_ascii=False, separators=(",", ":"))
    (site / "pagefind" / "woerter.json").write_text(words, "utf-8")


def vocabulary(site: Path) -> list[str]:
    """Every word that the search can find, in lower case, sorted."""
    found: set[str] = set()
    for page in site.rglob("index.html"):
        tree = lxml.html.fromstring(page.read_bytes())
        for form in tree.xpath("//main//form"):
            form.drop_tree()
        for main in tree.xpath("//main"):
            found.update(word.lower() for word in WORD.findall(main.text_content()))
    return sorted(found)

"""Running text for Python-Markdown: a text without any sign that means something stays as it is."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

SIGN = re.compile(r"[\\`*_\[<&]|  \n")
"""What every inline pattern of Python-Markdown needs. The extensions in EXTENSIONS add none."""


class RunningText(Extension):
    """Spares most texts the search for each inline pattern, one after the other, which finds nothing there."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        md.treeprocessors.register(_Taken(md), "kurs-running-text", 21)  # before inline (20)


class _Taken(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.text and not SIGN.search(element.text):
                element.text = AtomicString(element.text)
            if element.tail and not SIGN.search(element.tail):
                element.tail = AtomicString(element.tail)

"""Where a long compound may break in a narrow menu, button or heading: at the joints between words that the course itself uses.

Browsers hyphenate by themselves where they have a dictionary for it; not all do, and then they break anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property

LONG = re.compile(r"[^\W\d_]{16,}")  # what may be too long for a menu
SHORTEST = 5  # letters of a part; shorter ones stand in other words by chance
SECOND = 8  # letters of a second part that is no word of the texts by itself; shorter ones are endings
WORD = re.compile(rf"[^\W\d_]{{{SHORTEST},}}")
LINKS = ("", "s", "es", "n", "en")
SOFT_HYPHEN = "\u00ad"
HEADING = re.compile(r"(?<=<h[12])[^>]*>.*?(?=</h[12]>)", re.S)
TEXT = re.compile(r">[^<]+")


class Joints:
    """Breaks compounds of `texts`' words."""

    def __init__(self, texts: Iterable[str]):
        self._texts = texts
        self.soft = cache(self._soft)

    def in_headings(self, html: str) -> str:
        """`html` with soft hyphens in the text of its large headings; scripts take words from the small ones."""
        return HEADING.sub(lambda heading: TEXT.sub(lambda text: self.soft(text[0]), heading[0]), html)

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(word.lower() for text in self._texts for word in WORD.findall(text))

    @cached_property
    def _words(self) -> frozenset[str]:
        """The texts' words, and what stands behind two of them: Kundenorientierung and Marktorientierung tell of Orientierung."""
        before: dict[str, set[str]] = {}
        for word in filter(LONG.fullmatch, self._own):
            for end in range(SHORTEST, len(word) - SECOND + 1):
                if word[:end] in self._own and not word[end:].startswith(LINKS[1:]):  # which may be a link itself
                    before.setdefault(word[end:], set()).add(word[:end])
        return self._own | {rest for rest, firsts in before.items() if len(firsts) > 1}

    def _soft(self, text: str) -> str:
        """`text` with soft hyphens in its long compounds."""
        return LONG.sub(lambda match: SOFT_HYPHEN.join(self._split(match[0]) or [match[0]]), text)

    def _split(self, word: str) -> list[str]:
        """`word` in as few parts as there are words for; [] if there are none."""
        found: list[list[str]] = []
        for end in range(SHORTEST, len(word) - SHORTEST + 1):
            if self._is_part(word[:end]):
                rest = word[end:]
                parts = [rest] if rest.lower() in self._words else self._split(rest)
                found += [[word[:end], *parts]] if parts else []
        return min(found, key=len, default=[])

    def _is_part(self, text: str) -> bool:
        return any(text.lower().endswith(link) and text.lower().removesuffix(link) in self._words for link in LINKS)

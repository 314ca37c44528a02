"""What every form of a question shares, whoever shows it: names of options, fixed orders."""

from __future__ import annotations

import hashlib
import random
from typing import Any

from ..words import gettext
from .model import Question, Rating

BLANK_SIGN = "\u27e6{}\u27e7"  # ⟦0⟧: stands for a blank while the stem is Markdown


def option_key(text: str) -> str:
    """Short permanent name of an option: survives reordering, changes with the wording."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def rating_text(rating: Rating) -> str:
    """What learners read for a rating."""
    return {"helps": gettext("hilft"), "neutral": gettext("ändert nichts"), "harms": gettext("schadet")}[rating]


def shuffled(question: Question, items: list[Any]) -> list[Any]:
    """A fixed random order: the same at every build, unrelated to the order in the file."""
    random.Random(question.id).shuffle(items)
    return items


def disordered(question: Question, items: list[Any]) -> list[Any]:
    """Shuffled, and never by chance in the right order already."""
    mixed = shuffled(question, list(items))
    return mixed if mixed != items else items[1:] + items[:1]

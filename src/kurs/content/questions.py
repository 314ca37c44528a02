"""What every form of a question shares, whoever shows it: names of options, fixed orders."""

from __future__ import annotations

import hashlib
import random
import re
from itertools import pairwise
from typing import Any

from ..words import gettext
from .model import Choice, Question, Rating

BLANK_SIGN = "\u27e6{}\u27e7"  # ⟦0⟧: stands for a blank while the stem is Markdown


def option_key(text: str) -> str:
    """Short permanent name of an option: survives reordering, changes with the wording."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def rating_text(rating: Rating) -> str:
    """What learners read for a rating."""
    return {"helps": gettext("hilft"), "neutral": gettext("ändert nichts"), "harms": gettext("schadet")}[rating]


AMOUNT = re.compile(r"(?:[^\W\d]+\.? )?(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?\b")


def is_scale(question: Choice) -> bool:
    """Whether the options are amounts that rise or fall in the file; such an order means something and stays."""
    found = [AMOUNT.match(option.text) for option in question.options]
    numbers = [float(f"{match[1].replace('.', '')}.{match[2] or 0}") for match in found if match]
    if len(numbers) < len(question.options):
        return False
    steps = [later - former for former, later in pairwise(numbers)]
    return all(step > 0 for step in steps) or all(step < 0 for step in steps)


def arranged(question: Choice, items: list[Any]) -> list[Any]:
    """`items`, one for each option, as the site shows the options: mixed unless their order means something."""
    return items if is_scale(question) else shuffled(question, items)


def shuffled(question: Question, items: list[Any]) -> list[Any]:
    """A fixed random order: the same at every build, unrelated to the order in the file."""
    random.Random(question.id).shuffle(items)
    return items


def disordered(question: Question, items: list[Any]) -> list[Any]:
    """Shuffled, and never by chance in the right order already."""
    mixed = shuffled(question, list(items))
    return mixed if mixed != items else items[1:] + items[:1]

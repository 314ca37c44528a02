"""What every form of a question shares, whoever shows it: names of options, fixed orders, what a stem asks."""

from __future__ import annotations

import hashlib
import random
import re
from itertools import pairwise
from typing import Any

from ..words import gettext, number_signs
from .model import BLANK, Choice, Cloze, Monday, Question, Rating

BLANK_SIGN = "\u27e6{}\u27e7"  # ⟦0⟧: stands for a blank while the stem is Markdown


def option_key(text: str) -> str:
    """Short permanent name of an option: survives reordering, changes with the wording."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def rating_text(rating: Rating) -> str:
    """What learners read for a rating."""
    return {"helps": gettext("hilft"), "neutral": gettext("ändert nichts"), "harms": gettext("schadet")}[rating]


def monday_sentence(monday: Monday) -> str:
    """The sentence for Monday, as it is read."""
    return gettext("Wenn {when}, dann {then}.").format(when=monday.when, then=monday.then)


def _amount(text: str) -> float | None:
    """The number that `text` begins with, after a word or a currency's sign at most."""
    group, point = map(re.escape, number_signs())
    match = re.match(rf"(?:[^\W\d]+\.? )?[€£$]?(\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{point}(\d+))?\b", text)
    return float(f"{re.sub(group, '', match[1])}.{match[2] or 0}") if match else None


def is_scale(question: Choice) -> bool:
    """Whether the options are amounts that rise or fall in the file; such an order means something and stays."""
    found = [_amount(option.text) for option in question.options]
    numbers = [number for number in found if number is not None]
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


SENTENCE_END = re.compile(r"[.?!…][“”\"‘’)*_]*\s+(?=[\"„‚“‘(*_\[]*[A-ZÄÖÜ\d\[])")
ABBREVIATED = re.compile(
    r"\b(?:\d+|\w|Dr|Prof|Hr|Fr|Mr|Mrs|Ms|St|Nr|Abs|Art|Tel|Str|Mio|Mrd|ca|bzw|vgl|usw|evtl|inkl|geb)\.$"
)
"""What ends in a full stop and no sentence: an ordinal number or a short form."""
ASKS = re.compile(r"\?[)*_]*$|^[*_]*[A-ZÄÖÜ][a-zäöüß]+n Sie\b")


def split_stem(question: Question) -> tuple[str, str]:
    """(the situation, what is asked) of a stem, each on one line; the situation is "" where all of it asks.

    An author's blank line parts them. Else the question begins with the last sentence that ends in a question mark or
    bids the reader do something („Bringen Sie …“), and with those right before it that do so too; a cloze text with its
    first sentence that has a blank. A sentence within quotes is none of them, and emphasis is never torn apart.
    """
    before, blank_line, asked = question.stem.strip().partition("\n")
    if blank_line:
        return " ".join(before.split()), " ".join(asked.split())
    sentences = _sentences(question.stem)
    if isinstance(question, Cloze):
        begins = next((i for i, one in enumerate(sentences) if BLANK.search(one)), 0)
    else:
        asking = [bool(ASKS.search(one)) for one in sentences]
        begins = max((i for i, asks in enumerate(asking) if asks), default=0)
        while begins and asking[begins - 1]:
            begins -= 1
    situation, asked = " ".join(sentences[:begins]), " ".join(sentences[begins:])
    torn = any(situation.count(sign) % 2 for sign in "*_`") or situation.count("[") != situation.count("]")
    return ("", f"{situation} {asked}") if torn else (situation, asked)


def _sentences(text: str) -> list[str]:
    """`text` cut where a sentence ends, outside of quotes and not behind an abbreviation or an ordinal number."""
    text = " ".join(text.split())
    opening, closing = gettext("„{text}“").split("{text}")
    cuts = [0]
    for match in SENTENCE_END.finditer(text):
        before = text[cuts[-1] : match.end()].strip()
        if before.count(opening) <= before.count(closing) and not ABBREVIATED.search(before):
            cuts.append(match.end())
    return [text[start:end].strip() for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]

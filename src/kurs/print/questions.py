"""Questions on paper: as somebody answers them with a pen, and as an answer key tells them. Data for overrides/print/."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, assert_never

from ..content.course import Course
from ..content.model import (
    RATINGS,
    AnyQuestion,
    Choice,
    Cloze,
    Mark,
    Match,
    MultipleChoice,
    Numeric,
    Order,
    Rate,
    SingleChoice,
    Talk,
    Write,
)
from ..content.questions import arranged, disordered, option_key, rating_text
from ..typography import quoted
from ..words import gettext, number_text
from .blocks import Node, read_inline

LETTERS = "ABCDEFGHIJKLMNOP"
LINES = 3  # to write an answer on


def talked(course: Course, questions: Iterable[Talk]) -> list[dict[str, list[Node]]]:
    """Questions on a case, with what to listen for: ask, listen."""
    return [{"ask": read_inline(course, one.ask), "listen": read_inline(course, one.listen)} for one in questions]


def asked(course: Course, question: AnyQuestion, number: int = 0) -> dict[str, Any]:
    """A question without its key. `options` are to tick, to number or to letter, each with its `mark` ("" for none);
    `choices` are what their letters mean, `ratings` what each may be, `lines` to write on; `unit`: of a number to write."""
    options, choices = _offered(question)
    return {
        "id": question.id,
        "number": number,
        "kind": question.type,
        "stem": read_inline(course, question.stem),
        "instruction": _instruction(question),
        "options": [{"mark": mark, "text": read_inline(course, text)} for mark, text in options],
        "choices": [{"mark": mark, "text": read_inline(course, text)} for text, mark in choices.items()],
        "ratings": [rating_text(rating) for rating in RATINGS] if isinstance(question, Rate) else [],
        "lines": LINES if isinstance(question, Write) else 0,
        "unit": (question.answer.unit or "") if isinstance(question, Numeric) else None,
    }


def room(question: AnyQuestion) -> int:
    """About how much space it takes on paper, in letters."""
    options, choices = _offered(question)
    lines = 80 * LINES if isinstance(question, Write) else 0
    return len(question.stem) + sum(len(text) for _, text in options) + sum(map(len, choices)) + lines


def _offered(question: AnyQuestion) -> tuple[list[tuple[str, str]], Mapping[str, str]]:
    """What there is to choose from, with marks, in the order on the site; and letters by the right sides of pairs."""
    match question:
        case SingleChoice() | MultipleChoice():
            return [(letter, option.text) for letter, option in lettered(question)], {}
        case Order():
            return [("", item.text) for item in disordered(question, list(question.items))], {}
        case Match():
            return [("", pair.left) for pair in question.pairs], _letters(question)
        case Mark():
            return _numbered(segment.text for segment in question.segments), {}
        case Rate():
            return _numbered(reaction.text for reaction in question.reactions), {}
        case Cloze() | Numeric() | Write():
            return [], {}
        case _:
            assert_never(question)


def _numbered(texts: Iterable[str]) -> list[tuple[str, str]]:
    return [(f"{i}.", text) for i, text in enumerate(texts, 1)]


def _letters(question: Match) -> dict[str, str]:
    """A letter for each right side, in the order on the site."""
    rights = sorted({*(pair.right for pair in question.pairs), *question.extra}, key=option_key)
    return dict(zip(rights, LETTERS, strict=False))


def lettered(question: Choice) -> list[tuple[str, Any]]:
    """The options with the letters that they have on the site."""
    return list(zip(LETTERS, arranged(question, list(question.options)), strict=False))


def _instruction(question: AnyQuestion) -> str:
    """What to do with the pen."""
    match question:
        case SingleChoice():
            return gettext("Kreuzen Sie eine Antwort an.")
        case MultipleChoice():
            return gettext("Kreuzen Sie alles an, was stimmt.")
        case Cloze():
            one, many = gettext("Füllen Sie die Lücke."), gettext("Füllen Sie die Lücken.")
            return one if len(question.blanks()) == 1 else many
        case Numeric():
            return gettext("Schreiben Sie die Zahl auf.")
        case Order():
            return gettext("Schreiben Sie die 1 vor das, was zuerst kommt, dann die 2 und so weiter.")
        case Match():
            return gettext("Schreiben Sie zu jeder Zeile den Buchstaben, der dazu passt.")
        case Mark():
            return gettext("Kreuzen Sie die Stellen an, die Sie markieren.")
        case Rate():
            return gettext("Kreuzen Sie zu jeder Zeile an, was sie bewirkt.")
        case Write():
            return gettext("Schreiben Sie Ihre Antwort auf, oder sagen Sie sie laut.")
        case _:
            assert_never(question)


def answered(course: Course, question: AnyQuestion, number: int) -> dict[str, Any]:
    """A question with its key and reasons. Rows: mark, text, reason, what is to be said of it and whether to stress it;
    `all`: no row is the right one, so that every row is part of the key."""

    row = partial(_row, course)
    key = ""
    match question:
        case SingleChoice() | MultipleChoice():
            said = {True: gettext("richtig"), False: gettext("falsch")}
            rows = [
                row(letter, one.text, one.feedback, said[one.correct], one.correct)
                for letter, one in lettered(question)
            ]
        case Order():
            rows = [row(f"{i}.", item.text, item.feedback) for i, item in enumerate(question.items, 1)]
        case Match():
            letters = _letters(question)
            rows = [row(letters[pair.right], f"{pair.left} → {pair.right}", pair.feedback) for pair in question.pairs]
            left = "; ".join(question.extra)
            key = gettext("Übrig bleibt: {texts}").format(texts=left) if left else ""
        case Mark():
            rows = [
                row(f"{i}.", one.text, one.feedback, gettext("markieren") if one.mark else "", one.mark)
                for i, one in enumerate(question.segments, 1)
            ]
        case Rate():
            rows = [
                row(f"{i}.", one.text, one.feedback, rating_text(one.rating))
                for i, one in enumerate(question.reactions, 1)
            ]
        case Write():
            rows = [row(f"{i}.", text, "") for i, text in enumerate(question.models, 1)]
            rows.append(row("", gettext("Daran messen Sie es:"), " ".join(question.criteria)))
        case Cloze() | Numeric():
            key = _number(question) if isinstance(question, Numeric) else _blanks(question)
            verdicts = question.feedback
            rows = [
                row("", gettext("Wenn es stimmt"), verdicts.correct),
                row("", gettext("Wenn nicht"), verdicts.incorrect),
            ]
        case _:
            assert_never(question)
    return {
        "number": number,
        "stem": read_inline(course, question.stem),
        "key": read_inline(course, key) if key else [],
        "rows": rows,
        "all": not isinstance(question, Cloze | Numeric) and not any(one["right"] for one in rows),
        "explanation": read_inline(course, question.explanation),
        "sources": [course.sources[name].item.label for name in question.sources],
    }


def _row(course: Course, mark: str, text: str, reason: str, verdict: str = "", right: bool = False) -> dict[str, Any]:
    told = {"verdict": verdict, "right": right}
    return {"mark": mark, "text": read_inline(course, text), "reason": read_inline(course, reason), **told}


def _blanks(question: Cloze) -> str:
    blanks = [gettext(" oder ").join(quoted(answer) for answer in answers) for answers in question.blanks()]
    named = (gettext("Lücke {number}: {text}").format(number=i, text=text) for i, text in enumerate(blanks, 1))
    return blanks[0] if len(blanks) == 1 else "; ".join(named)


def _number(question: Numeric) -> str:
    answer = question.answer
    unit = f" {answer.unit}" if answer.unit else ""
    low, high = (number_text(answer.value + sign * answer.tolerance) for sign in (-1, 1))
    exact = f"{number_text(answer.value)}{unit}"
    counting = gettext("{number}; es zählt alles von {low} bis {high}{unit}")
    return counting.format(number=exact, low=low, high=high, unit=unit) if answer.tolerance else exact

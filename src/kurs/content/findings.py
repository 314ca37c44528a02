"""Findings: what is wrong in the content, where, what an author can do about it, and which rule says so."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

ERROR = "Fehler"
WARNING = "Hinweis"

C = TypeVar("C")


@dataclass(frozen=True, order=True)
class Remark:
    """One problem, before a rule puts its name to it.

    `file` is relative to the project, `line` counts from 1 (0: the whole file), `subject` names the
    question or lesson ("" if the place says enough).
    """

    file: str
    line: int
    subject: str
    problem: str
    remedy: str


@dataclass(frozen=True, order=True)
class Rule:
    """What content must keep. `name` is permanent, `reason` is for authors; ERROR stops the build, WARNING is a hint.

    As a decorator it makes a check of a function that yields remarks (findings of other rules pass unchanged).
    """

    name: str
    reason: str
    level: str = ERROR
    language: str = ""
    """The one in which the rule makes sense; "" for every language."""

    def __post_init__(self) -> None:
        RULES[self.name] = self

    def finding(self, remark: Remark) -> Finding:
        return Finding(remark.file, remark.line, remark.subject, remark.problem, remark.remedy, self)

    def says(self, file: str, line: int, problem: str, remedy: str, subject: str = "") -> Finding:
        return Finding(file, line, subject, problem, remedy, self)

    def __call__(self, function: Callable[[C], Iterable[Remark]]) -> Callable[[C], list[Finding]]:
        @wraps(function)
        def check(course: C) -> list[Finding]:
            if self.language and self.language != getattr(course, "language", ""):
                return []
            return [one if isinstance(one, Finding) else self.finding(one) for one in function(course)]

        CHECKS.append((self, check))
        return check


RULES: dict[str, Rule] = {}
"""Every rule by its name."""

CHECKS: list[tuple[Rule, Callable[[Any], list[Finding]]]] = []
"""What is asked of a course once it is read."""


@dataclass(frozen=True, order=True)
class Finding(Remark):
    """A remark with the rule that it breaks, told in one line."""

    rule: Rule

    @property
    def level(self) -> str:
        return self.rule.level

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        subject = f" {self.subject}:" if self.subject else ""
        text = f"{place}:{subject} {self.problem} {self.remedy} [{self.rule.name}]"
        return " ".join(text.split())


FILE = Rule("file", "Was sich nicht lesen lässt, fehlte sonst still im Kurs.")
SCHEMA = Rule("schema", "Jedes Feld hat einen Namen und eine Form; ein Tippfehler ließe seinen Inhalt verschwinden.")


def errors(findings: Iterable[Finding]) -> list[Finding]:
    return sorted({finding for finding in findings if finding.level == ERROR})


def warnings(findings: Iterable[Finding]) -> list[Finding]:
    return sorted({finding for finding in findings if finding.level == WARNING})


def shorten(text: str, limit: int = 60) -> str:
    """`text` on one line, cut to `limit` characters, for quoting in a message."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def nearest(word: str, known: Iterable[str], least: float = 0.6) -> str:
    """Which of `known` is most like `word`; "" if none is so by `least`, from 0 to 1."""
    return next(iter(difflib.get_close_matches(word, sorted(known), 1, least)), "")


MOST_NAMES = 12  # in a message; one more is shown, too, rather than counted


def near(word: str, known: Collection[str], otherwise: str | None = None, shown: str = "„{}“") -> str:
    """A remedy: the word that was meant, as `shown`; else `otherwise`, or what is known."""
    meant = nearest(word, known)
    if meant:
        return f"Meinten Sie {shown.format(meant)}?"
    if otherwise is not None:
        return otherwise
    names = sorted(known)
    shown_names = names if len(names) <= MOST_NAMES + 1 else names[:MOST_NAMES]
    more = f" und {len(names) - MOST_NAMES} weitere" if len(names) > len(shown_names) else ""
    return f"Bekannt sind: {', '.join(shown_names)}{more}."

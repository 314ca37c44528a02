"""Findings: what is wrong in the content, where, and what an author can do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ERROR = "Fehler"
WARNING = "Hinweis"


@dataclass(frozen=True, order=True)
class Finding:
    """One problem, told in one line.

    `file` is relative to the project, `line` counts from 1 (0: the whole file), `subject` names the
    question or lesson, `rule` is the rule's permanent name, `level` is ERROR (stops the build) or WARNING.
    """

    file: str
    line: int
    subject: str
    problem: str
    remedy: str
    rule: str
    level: str = ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        subject = f" {self.subject}:" if self.subject else ""
        text = f"{place}:{subject} {self.problem} {self.remedy} [{self.rule}]"
        return " ".join(text.split())


class ContentError(Exception):
    """The content has errors; `findings` holds all of them."""

    def __init__(self, findings: Iterable[Finding]):
        self.findings = sorted(set(findings))
        super().__init__("\n".join(str(finding) for finding in self.findings))


def errors(findings: Iterable[Finding]) -> list[Finding]:
    return sorted({finding for finding in findings if finding.level == ERROR})


def warnings(findings: Iterable[Finding]) -> list[Finding]:
    return sorted({finding for finding in findings if finding.level == WARNING})


def shorten(text: str, limit: int = 60) -> str:
    """`text` on one line, cut to `limit` characters, for quoting in a message."""
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def quoted(text: str) -> str:
    """`text` in quotation marks; its own become the inner kind: „‚Kunde stört‘, ein Fall“."""
    return f"„{text.replace('„', '‚').replace('“', '‘')}“"

"""Addresses that moved: umzuege.yml of course and house says where to, the finished site leads there. Needs no server.

/alt/: /das-schild/                           a page: a small page at the old address leads on, anchors included
/das-schild/#tuete: /das-schild/#rechnung     an anchor: an empty element at the new place
/das-schild/#rabatt: /selbstbild/#belege      a section that left its page: a note for those who still come
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import lxml.html

from . import yamltext
from .bank import read_text
from .course import Course
from .findings import Finding, Rule, near, shorten
from .house import FOLDER, PREFIX
from .places import CONVERSATION_PREFIX

FILE = "docs/umzuege.yml"
OWN_FILE = f"{FOLDER}/{FILE}"
"""The house's moves, in the same form."""
LEADS_ON = Rule("umzug", "Eine alte Adresse führt in einem Schritt dorthin, wo der Inhalt jetzt steht.")
FORM = re.compile(r"/((?:[a-z0-9-]+/)*)(?:#([\w-]+))?")


@dataclass(frozen=True, order=True)
class Address:
    """A page as in published.json ("das-schild/", "" for the start) and an anchor on it ("" for its top)."""

    page: str
    anchor: str = ""

    def __str__(self) -> str:
        return f"/{self.page}" + (f"#{self.anchor}" if self.anchor else "")

    def below(self, page: str) -> str:
        """This address relative to `page`, so that it holds under any base path."""
        return ("../" * page.count("/") + str(self)[1:]) or "./"


@dataclass(frozen=True)
class Move:
    old: Address
    new: Address
    line: int
    file: str = FILE

    def finding(self, problem: str, remedy: str) -> Finding:
        return LEADS_ON.says(self.file, self.line, problem, remedy, str(self.old))


def file_for(address: str) -> str:
    """Where the move of a page is written down: an address of the house begins with haus-."""
    last = address.rstrip("/").rpartition("/")[2].removeprefix(CONVERSATION_PREFIX)
    return OWN_FILE if last.startswith(PREFIX) else FILE


def read_moves(root: Path) -> tuple[list[Move], list[Finding]]:
    """The moves that are written down, the course's and the house's, and what is wrong with their form. No file: no moves."""
    moves: dict[Address, Move] = {}
    findings: list[Finding] = []
    for file in (FILE, OWN_FILE):
        found, wrong = _read(root, file)
        findings += wrong
        for move in found:
            first = moves.setdefault(move.old, move)
            if first is not move:
                problem = f"Wohin diese Adresse führt, steht schon in {first.file}:{first.line}."
                findings.append(move.finding(problem, "Löschen Sie Ihre Zeile."))
    return list(moves.values()), findings


def _read(root: Path, file: str) -> tuple[list[Move], list[Finding]]:
    if not (root / file).exists():
        return [], []
    text, findings = read_text(root / file, file)
    document = yamltext.read(text or "", file)
    findings = findings + document.findings
    if document.data is not None and not isinstance(document.data, dict):
        remedy = "Schreiben Sie je Zeile „/alte-adresse/: /neue-adresse/“."
        return [], [*findings, LEADS_ON.says(file, 1, "Hier steht keine Liste von Adressen.", remedy)]
    moves = []
    for old, new in (document.data or {}).items():
        forms = [FORM.fullmatch(one) if isinstance(one, str) else None for one in (old, new)]
        if all(forms):
            before, after = (Address(form[1], form[2] or "") for form in forms if form)
            moves.append(Move(before, after, document.line(old), file))
            continue
        bad = shorten(str(old if forms[0] is None else new or "nichts"), 40)
        remedy = "Schreiben Sie sie wie „/das-schild/“ oder „/das-schild/#belege“."
        findings.append(document.says((old,), f"„{bad}“ ist keine Adresse dieses Kurses.", remedy, rule=LEADS_ON))
    return moves, findings


def now_called(course: Course, name: str, known: Collection[str]) -> str:
    """A remedy for a name that there is not: where its page moved to, else the one of `known` that was meant."""
    moved = next((move.new for move in read_moves(course.root)[0] if move.old == Address(f"{name}/")), None)
    slug = moved.page.rstrip("/").rpartition("/")[2] if moved else ""
    return f"Sie heißt jetzt „{slug}“; schreiben Sie diesen Namen." if slug in known else near(name, known)


@LEADS_ON
def check_moves(course: Course) -> Iterator[Finding]:
    """What is wrong with the moves as far as one can tell before the build."""
    moves, findings = read_moves(course.root)
    yield from findings
    live = {course.address(page) for page in course.pages}
    next_of = {move.old: move.new for move in moves}
    for move in moves:
        if not move.old.anchor and move.old.page in live:
            yield move.finding("Unter dieser Adresse liegt eine Seite.", "Löschen Sie die Zeile.")
        elif move.old.anchor and move.old.page not in live and Address(move.old.page) not in next_of:
            remedy = f"Ergänzen Sie, wohin die ganze Seite zieht: „/{move.old.page}: /neue-adresse/“."
            yield move.finding(f"Die Seite /{move.old.page} gibt es nicht, und sie ist auch nicht umgezogen.", remedy)
        yield from _check_target(move, next_of, live)


def _check_target(move: Move, next_of: Mapping[Address, Address], live: set[str]) -> Iterator[Finding]:
    trail = [move.old, move.new]
    while trail[-1] in next_of and trail[-1] not in trail[:-1]:
        trail.append(next_of[trail[-1]])
    if trail[-1] in trail[:-1]:
        circle = " → ".join(map(str, trail))
        yield move.finding(f"Der Umzug dreht sich im Kreis: {circle}.", "Nennen Sie eine Adresse, die es gibt.")
    elif len(trail) > 2:
        yield move.finding(f"Das Ziel {move.new} ist selbst umgezogen.", f"Schreiben Sie gleich {trail[-1]}.")
    elif move.new.page not in live:
        remedy = near(move.new.page, live, "Nennen Sie eine Adresse, die es gibt.", "/{}")
        yield move.finding(f"Das Ziel {move.new} gibt es nicht.", remedy)


def ids_of(site: Path, page: str) -> set[str]:
    """All anchors on a page of a built site; none if there is no such page."""
    path = site / page / "index.html"
    return set(lxml.html.fromstring(path.read_bytes()).xpath("//main//@id")) if path.exists() else set()

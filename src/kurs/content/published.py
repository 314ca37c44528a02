"""What learners already have: published.json, written by a release, read by every check.

    {"version": "1.0.0", "date": "2026-11-23",
     "addresses": {"das-schild/": ["belege", …]},           every address and anchor ever published
     "questions": {"schild-fehlkauf": {"slot": 0, "revision": 1, "wording": 0, "since": "2026-11-23",
                                       "fingerprint": "…"}},
     "modules": {"1.0.0": {"kundenwert": ["das-schild", …]}}}      what each module held, from that edition on

`slot` is a small permanent number; LMS packages pack progress by it. `since` is the day of the release that
brought this revision; learners who passed the lesson before read what is new. The first release wrote none.
Receipts of 1.1 and 1.2 name modules: they mean the lessons of the edition that wrote them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import lxml.html

from .course import Course
from .findings import Finding, Remark, Rule
from .moves import FILE as MOVES
from .moves import Address, ids_of, read_moves
from .places import KEY_POINTS
from .settings import Operator, missing

EMPTY: dict[str, Any] = {"version": "0.0.0", "date": "", "addresses": {}, "questions": {}, "modules": {}}


LASTS = Rule("adresse", "Links, die jemand schon hat, gelten für immer.")
NO_PAGE = ("Die veröffentlichte Adresse gibt es nicht mehr.", "Stellen Sie die Seite wieder her")


class ReleaseError(Exception):
    """The course cannot be released; the message lists why."""


def read_published(root: Path) -> dict[str, Any]:
    path = root / "published.json"
    return EMPTY | json.loads(path.read_text("utf-8")) if path.exists() else EMPTY


def news_since(course: Course) -> dict[str, str]:
    """Id of each question whose present revision came after the first release, to the day (ISO) of its release."""
    published = read_published(course.root)
    days = {name: _since(entry, published) for name, entry in published["questions"].items()}
    first = min(days.values(), default="")
    return {
        placed.item.id: days[placed.item.id]
        for placed in course.bank.questions
        if days.get(placed.item.id, "") > first
        and placed.item.revision == published["questions"][placed.item.id]["revision"]
    }


def _since(entry: Mapping[str, Any], published: Mapping[str, Any]) -> str:
    return str(entry.get("since", published["date"]))


def modules_of(course: Course) -> dict[str, list[str]]:
    """Module to its lessons, by their addresses' names, in the order of the course."""
    return {module.slug: [lesson.slug for lesson in module.lessons] for module in course.modules}


def moved_parts(course: Course) -> dict[str, str]:
    """Old to present address of each lesson, module, learning path or exam that moved, as codes and progress name
    them: "das-schild", "wege/einstieg". Only like to like: who passed a lesson has not passed a module."""
    editions = [*read_published(course.root)["modules"].values(), modules_of(course)]
    modules = {name for edition in editions for name in edition}
    lessons = {name for edition in editions for module in edition.values() for name in module}

    def kind(part: str) -> str:
        if part.startswith("wege/"):
            return "path"
        return "module" if part in modules else "lesson" if part in lessons else "other"

    parts = {course.address(page) for module in course.modules for page in (module.index, *module.steps)}
    parts |= {course.address(page) for path in course.paths for page in (path.page, path.check) if page}
    moves = [move for move in read_moves(course.root)[0] if not move.old.anchor and move.new.page in parts]
    pairs = {move.old.page.removesuffix("/"): move.new.page.removesuffix("/") for move in moves}
    return {old: new for old, new in pairs.items() if kind(old) == kind(new)}


@Rule("veroeffentlicht", "Der Lernstand kennt jede veröffentlichte Frage; was ihre Änderung heißt, entscheiden Sie.")
def check_decisions(course: Course) -> Iterator[Remark]:
    """A published question that changed needs its author's decision; one that vanished was not retired."""
    published: Mapping[str, Any] = read_published(course.root)["questions"]
    current = {placed.item.id: placed for placed in course.bank.questions}
    unread = _ids_written(course.root, {finding.file for finding in course.bank.findings})
    for name, old in published.items():
        placed = current.get(name)
        if placed is None:
            if name not in unread:
                remedy = "Holen Sie sie zurück und setzen Sie status: retired; der Lernstand kennt sie."
                yield Remark("quizzes", 0, f"Frage {name}", "Die veröffentlichte Frage fehlt.", remedy)
            continue
        question = placed.item
        revision, wording = old["revision"], old["wording"]
        decided = question.revision > revision or question.wording > wording
        if question.revision < revision or (question.revision == revision and question.wording < wording):
            problem = f"Veröffentlicht ist revision {revision}, wording {wording}."
            yield placed.says("revision", problem, "Die Zahlen dürfen nur steigen.")
        elif question.fingerprint() != old["fingerprint"] and not decided:
            yield placed.says(
                "stem",
                "Stamm, Optionen oder Lösung haben sich seit der Veröffentlichung geändert.",
                f"Hat sich der Sinn geändert: revision: {revision + 1} (Lernende antworten neu). Nur der Wortlaut: wording: {wording + 1}.",
            )


def _ids_written(root: Path, files: set[str]) -> set[str]:
    """Every id that stands in `files`, even where an error keeps the question from being read."""
    text = "".join((root / file).read_bytes().decode("utf-8", "replace") for file in files if (root / file).is_file())
    return set(re.findall(r"\bid:[ \t]*[\"']?([\w-]+)", text))


def addresses_of(site: Path) -> dict[str, list[str]]:
    """Address of every page of a built site to the anchors that people link to: sections and glossary entries.

    Pages to print are no places to link to; they go with their lesson.
    """
    found = {}
    for path in sorted(site.rglob("index.html")):
        url = path.parent.relative_to(site).as_posix()
        if url.endswith(f"/{KEY_POINTS}"):
            continue
        tree = lxml.html.fromstring(path.read_bytes())
        ids = [name for name in tree.xpath("//main//*[self::h2 or self::h3 or self::dt]/@id")]
        found["" if url == "." else f"{url}/"] = sorted(set(ids))
    return found


def release(course: Course, site: Path, version: str, operator: Operator, today: str) -> dict[str, Any]:
    """The next content of published.json; refuses with every reason at once."""
    old = read_published(course.root)
    reasons = [f"In mkdocs.yml fehlt unter extra.betreiber: {one.label} ({one.field})." for one in missing(operator)]
    if _numbers(version) <= _numbers(old["version"]):
        reasons.append(
            f"Version {version} ist nicht neuer als die veröffentlichte {old['version']}. Erhöhen Sie extra.version in mkdocs.yml."
        )
    changelog = course.root / "CHANGELOG.md"
    told = changelog.read_text("utf-8") if changelog.exists() else ""
    if not re.search(rf"^## {re.escape(version)}\b.*\n+(?:.*\n)*?- ", told, re.M):
        reasons.append(f"CHANGELOG.md hat keinen Abschnitt „## {version}“ mit mindestens einem Punkt.")
    if not site.exists():
        reasons.append("Es gibt keinen gebauten Kurs; rufen Sie make site auf.")
    else:
        reasons.extend(map(str, check_addresses(course.root, site)))
    if reasons:
        raise ReleaseError("Keine Freigabe:\n" + "\n".join(f"  {reason}" for reason in reasons))
    addresses = {url: sorted({*old["addresses"].get(url, []), *ids}) for url, ids in addresses_of(site).items()}
    questions = dict(old["questions"])
    slots = iter(range(1 + max((entry["slot"] for entry in questions.values()), default=-1), 10**6))
    for placed in course.bank.questions:
        question = placed.item
        before = questions.get(question.id)
        slot = before["slot"] if before else next(slots)
        questions[question.id] = {
            "slot": slot,
            "since": _since(before, old) if before and before["revision"] == question.revision else today,
            "revision": question.revision,
            "wording": question.wording,
            "fingerprint": question.fingerprint(),
        }
    modules, recorded = modules_of(course), old["modules"]
    is_recorded = bool(recorded) and recorded[max(recorded, key=_numbers)] == modules
    return {
        "version": version,
        "date": today,
        "addresses": {**old["addresses"], **addresses},
        "questions": questions,
        "modules": recorded if is_recorded else {**recorded, version: modules},
    }


def check_addresses(root: Path, site: Path) -> list[Finding]:
    """Published addresses and anchors that a built site neither answers nor leads on from."""
    moved = {move.old: move.new for move in read_moves(root)[0]}
    findings = []
    for url, anchors in read_published(root)["addresses"].items():
        if not (site / url / "index.html").exists():
            findings.append(_gone(Address(url), *NO_PAGE))
            continue
        target = moved.get(Address(url))
        if target and target.anchor:
            continue  # wherever on the old page, one lands there
        known = ids_of(site, url) | (ids_of(site, target.page) if target else set())
        for anchor in sorted(set(anchors) - known):
            findings.append(
                _gone(
                    Address(url, anchor),
                    "Den veröffentlichten Anker gibt es nicht mehr.",
                    "Geben Sie der Überschrift den alten Anker zurück",
                )
            )
    return findings


@LASTS
def check_pages(course: Course) -> list[Finding]:
    """Published pages that are gone and not moved: an author learns it before the build; anchors need a built site."""
    known = {Address(course.address(page)) for page in course.pages} | {move.old for move in read_moves(course.root)[0]}
    lost = [url for url in read_published(course.root)["addresses"] if Address(url) not in known]
    return [_gone(Address(url), *NO_PAGE) for url in lost]


def _gone(address: Address, problem: str, remedy: str) -> Finding:
    new = "/neue-seite/" + ("#neuer-anker" if address.anchor else "")
    move = f"oder tragen Sie in {MOVES} ein, wohin sie führt: „{address}: {new}“."
    return LASTS.says("published.json", 0, problem, f"{remedy} {move}", str(address))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))

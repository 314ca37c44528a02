"""What learners already have: published.json, written by a release, read by every check.

    {"version": "1.0.0", "date": "2026-11-23",
     "addresses": {"das-schild/": ["belege", …]},           every address and anchor ever published
     "questions": {"schild-fehlkauf": {"slot": 0, "revision": 1, "wording": 0, "since": "2026-11-23",
                                       "fingerprint": "…"}},
     "modules": {"1.0.0": {"kundenwert": ["das-schild", …]}}}      what each module held, from that edition on

A house keeps its own in haus/published.json, in the same form, for what it adds; its slots begin at 50,000.
`slot` is a small permanent number; LMS packages pack progress by it. `since` is the day of the release that
brought this revision; learners who passed the lesson before read what is new. The first release wrote none.
Receipts of 1.1 and 1.2 name modules: they mean the lessons of the edition that wrote them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import lxml.html

from .course import Course
from .findings import Finding, Remark, Rule
from .house import FIRST_SLOT, FOLDER, LAST_SLOT, config_of, is_own
from .moves import Address, Move, file_for, ids_of, read_moves
from .places import KEY_POINTS
from .settings import Operator, missing

LEDGER = "published.json"
EMPTY: dict[str, Any] = {"version": "0.0.0", "date": "", "addresses": {}, "questions": {}, "modules": {}}


LASTS = Rule("adresse", "Links, die jemand schon hat, gelten für immer.")
NO_PAGE = ("Die veröffentlichte Adresse gibt es nicht mehr.", "Stellen Sie die Seite wieder her")


class ReleaseError(Exception):
    """The course cannot be released; the message lists why."""


def read_published(root: Path) -> dict[str, Any]:
    """What the course has published."""
    return _read(root / LEDGER)


def read_own(root: Path) -> dict[str, Any]:
    """What the house has published."""
    return _read(root / FOLDER / LEDGER)


def _read(path: Path) -> dict[str, Any]:
    return EMPTY | json.loads(path.read_text("utf-8")) if path.exists() else EMPTY


def published_questions(root: Path) -> dict[str, Any]:
    """Every published question, the course's and the house's; their ids differ."""
    return {**read_published(root)["questions"], **read_own(root)["questions"]}


def published_addresses(root: Path) -> dict[str, list[str]]:
    """Every published address with its anchors, the course's and the house's."""
    return {**read_published(root)["addresses"], **read_own(root)["addresses"]}


def slots(course: Course) -> dict[str, int]:
    """The number of each question; until its release it has one for the time being."""
    found: dict[str, int] = {}
    for ledger, own in ((read_published(course.root), False), (read_own(course.root), True)):
        known = {name: entry["slot"] for name, entry in ledger["questions"].items()}
        following = _following(known.values(), own)
        ids = {placed.item.id for placed in course.bank.questions if is_own(placed.file) is own}
        found |= known | dict(zip(sorted(ids - known.keys()), range(following, following + len(ids)), strict=False))
    return found


def _following(known: Iterable[int], own: bool) -> int:
    return 1 + max(known, default=FIRST_SLOT - 1 if own else -1)


def news_since(course: Course) -> dict[str, str]:
    """Id of each question whose present revision came after the first release, to the day (ISO) of its release.

    The course's first release is none of the house's, and the other way round.
    """
    present = {placed.item.id: placed.item.revision for placed in course.bank.questions}
    found = {}
    for ledger in (read_published(course.root), read_own(course.root)):
        days = {name: _since(entry, ledger) for name, entry in ledger["questions"].items()}
        first = min(days.values(), default="")
        for name, day in days.items():
            if day > first and present.get(name) == ledger["questions"][name]["revision"]:
                found[name] = day
    return found


def _since(entry: Mapping[str, Any], published: Mapping[str, Any]) -> str:
    return str(entry.get("since", published["date"]))


def modules_of(course: Course) -> dict[str, list[str]]:
    """Module to its lessons, by their addresses' names, in the order of the course."""
    return {module.slug: [lesson.slug for lesson in module.lessons] for module in course.modules}


def moved_parts(course: Course) -> dict[str, str]:
    """Old to present address of each lesson, module, learning path or exam that moved, as codes and progress name
    them: "das-schild", "wege/einstieg". Only like to like: who passed a lesson has not passed a module."""
    ledgers = (read_published(course.root), read_own(course.root))
    editions = [*(edition for ledger in ledgers for edition in ledger["modules"].values()), modules_of(course)]
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
    published: Mapping[str, Any] = published_questions(course.root)
    current = {placed.item.id: placed for placed in course.bank.questions}
    unread = _ids_written(course.root, {finding.file for finding in course.bank.findings})
    for name, old in published.items():
        placed = current.get(name)
        if placed is None:
            if name not in unread:
                remedy = "Holen Sie sie zurück und setzen Sie status: retired; der Lernstand kennt sie."
                folder = f"{FOLDER}/quizzes" if name in read_own(course.root)["questions"] else "quizzes"
                yield Remark(folder, 0, f"Frage {name}", "Die veröffentlichte Frage fehlt.", remedy)
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
    """The next content of the ledger at `ledger_of(course)`; refuses with every reason at once.

    `version` is the house's where there is one: then what it adds is released, and the course must be as it was published.
    """
    own = course.house is not None
    old = read_own(course.root) if own else read_published(course.root)
    config, log = config_of(own), f"{FOLDER}/CHANGELOG.md" if own else "CHANGELOG.md"
    reasons = [f"In {config} fehlt unter extra.betreiber: {one.label} ({one.field})." for one in missing(operator)]
    if _numbers(version) <= _numbers(old["version"]):
        reasons.append(
            f"Version {version} ist nicht neuer als die veröffentlichte {old['version']}. Erhöhen Sie extra.version in {config}."
        )
    changelog = (course.root / log).read_text("utf-8") if (course.root / log).exists() else ""
    if not re.search(rf"^## {re.escape(version)}\b.*\n+(?:.*\n)*?- ", changelog, re.M):
        reasons.append(f"{log} hat keinen Abschnitt „## {version}“ mit mindestens einem Punkt.")
    if not site.exists():
        reasons.append("Es gibt keinen gebauten Kurs; rufen Sie make site auf.")
    else:
        reasons.extend(map(str, check_addresses(course.root, site)))
    questions = dict(old["questions"])
    current = [placed for placed in course.bank.questions if is_own(placed.file) is own]
    if own:
        reasons.extend(_changed_course(course))
    following, last = _following((one["slot"] for one in questions.values()), own), LAST_SLOT if own else FIRST_SLOT - 1
    new = [placed.item.id for placed in current if placed.item.id not in questions]
    if following + len(new) - 1 > last:
        reasons.append(f"Für {len(new)} neue Fragen fehlen Nummern; die letzte ist {last}.")
    if reasons:
        raise ReleaseError("Keine Freigabe:\n" + "\n".join(f"  {reason}" for reason in reasons))
    mine = {course.address(page) for page in course.pages if page.is_own is own}
    built = {url: ids for url, ids in addresses_of(site).items() if not own or url in mine}
    addresses = {url: sorted({*old["addresses"].get(url, []), *ids}) for url, ids in built.items()}
    numbers = dict(zip(new, range(following, following + len(new)), strict=True))
    for placed in current:
        question = placed.item
        before = questions.get(question.id)
        questions[question.id] = {
            "slot": before["slot"] if before else numbers[question.id],
            "since": _since(before, old) if before and before["revision"] == question.revision else today,
            "revision": question.revision,
            "wording": question.wording,
            "fingerprint": question.fingerprint(),
        }
    modules, recorded = modules_of(course), old["modules"]
    if own:
        lessons = {slug for slug, lesson in course.lessons.items() if lesson.is_own}
        modules = {slug: [one for one in inside if one in lessons] for slug, inside in modules.items()}
        modules = {slug: inside for slug, inside in modules.items() if inside}
    is_recorded = bool(recorded) and recorded[max(recorded, key=_numbers)] == modules
    return {
        "version": version,
        "date": today,
        "addresses": {**old["addresses"], **addresses},
        "questions": questions,
        "modules": recorded if is_recorded else {**recorded, version: modules},
    }


def ledger_of(course: Course) -> Path:
    """What a release of `course` writes: the house's file where there is one."""
    return course.root / FOLDER / LEDGER if course.house else course.root / LEDGER


def _changed_course(course: Course) -> Iterator[str]:
    """What stands in the course and is none of its published version: a house's own belongs to the house."""
    published = read_published(course.root)
    known = {*published["addresses"], *(move.old.page for move in read_moves(course.root)[0])}
    for placed in course.bank.questions:
        if not is_own(placed.file) and placed.item.id not in published["questions"]:
            yield f"{placed.file}: Die Frage {placed.item.id} gehört nicht zum Kurs. Eigenes steht in {FOLDER}/quizzes/."
    for page in course.pages:
        if not page.is_own and course.address(page) not in known:
            yield f"{page.file}: Die Seite gehört nicht zum Kurs. Eigenes steht in {FOLDER}/docs/."


def check_addresses(root: Path, site: Path) -> list[Finding]:
    """Published addresses and anchors that a built site neither answers nor leads on from."""
    moved = {move.old: move.new for move in read_moves(root)[0]}
    findings = []
    for url, anchors in published_addresses(root).items():
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


def named_moves(root: Path, site: Path) -> list[Move]:
    """Anchors that the program made of a page's name ("fragen-das-schild") and that follow it to its new one.

    Which they are, the built `site` tells: the published anchor is gone, and the same with the new name is there.
    """
    moves = [move for move in read_moves(root)[0] if not (move.old.anchor or move.new.anchor)]
    there = {move.old.page: move.new.page for move in moves}
    found = []
    for url, anchors in published_addresses(root).items():
        renamed = [
            (move, anchor, f"{anchor.removesuffix(_name(move.old))}{_name(move.new)}")
            for move in moves
            for anchor in anchors
            if anchor.endswith(f"-{_name(move.old)}")
        ]
        page = there.get(url, url)
        ids = ids_of(site, page) if renamed else set()
        for move, old, new in renamed:
            if new in ids and old not in ids:
                found.append(Move(Address(url, old), Address(page, new), move.line, move.file))
    return found


def _name(address: Address) -> str:
    """The part of a page's address that is its own."""
    return address.page.rstrip("/").rpartition("/")[2]


@LASTS
def check_pages(course: Course) -> list[Finding]:
    """Published pages that are gone and not moved: an author learns it before the build; anchors need a built site."""
    known = {Address(course.address(page)) for page in course.pages} | {move.old for move in read_moves(course.root)[0]}
    lost = [url for url in published_addresses(course.root) if Address(url) not in known]
    return [_gone(Address(url), *NO_PAGE) for url in lost]


def _gone(address: Address, problem: str, remedy: str) -> Finding:
    new = "/neue-seite/" + ("#neuer-anker" if address.anchor else "")
    moves = file_for(address.page)
    move = f"oder tragen Sie in {moves} ein, wohin sie führt: „{address}: {new}“."
    return LASTS.says(f"{FOLDER}/{LEDGER}" if is_own(moves) else LEDGER, 0, problem, f"{remedy} {move}", str(address))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))

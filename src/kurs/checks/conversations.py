"""Conversations to play: every way is walked, and each conversation fits the course around it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from ..content.conversation import BAD, GOOD, LEADS_ON, Answer, Conversation, Scene, finding, read
from ..content.course import Course
from ..content.findings import Finding, Remark, Rule, near, shorten
from ..content.page import ConversationPage, Lesson, Marker
from ..content.places import CONVERSATION_PREFIX
from ..words import SOURCE

CHECK = "Prüfen Sie die Schreibung."
TITLES = re.compile(r"^(?:(?:Frau|Herr|Herrn|Mr|Mrs|Ms|Miss|Dr\.?|Prof\.?)\s+)+")
MENTION = re.compile(r"\b(?:Frau|Herrn?|Mr|Mrs|Ms|Miss) (?:Dr\.? )?([A-ZÄÖÜ][\w-]+)")
YOU = ("Sie", "You")


@dataclass(frozen=True)
class Extent:
    """How long a conversation may be: moves of each way, and endings."""

    fewest: int
    most: int
    endings: int


SHORT, LONG = Extent(5, 8, 2), Extent(1, 14, 4)
SHORT_MINUTES = 5
"""Up to here a conversation is a short one."""


def extent_of(minutes: int) -> Extent:
    return SHORT if minutes <= SHORT_MINUTES else LONG


@LEADS_ON
def conversations_lead_on(course: Course) -> Iterator[Finding]:
    for page in course.conversations:
        conversation, wrong = read(page)
        yield from wrong
        if page.head:
            yield from check(conversation, course.lessons, extent_of(page.facts.exercise))


@Rule("gespraech-personen", "Wen man in einem Gespräch kennengelernt hat, der ist im nächsten niemand anderes.")
def people_are_listed_and_nobody_is_two(course: Course) -> Iterator[Remark]:
    homes: dict[str, ConversationPage] = {}
    for page in course.conversations:
        if page.head is None:
            continue
        listed = page.facts.people
        conversation, _ = read(page)
        for line, speaker in _speakers(conversation):
            if speaker not in (*listed, *YOU):
                problem = f"„{shorten(speaker, 40)}“ spricht und steht nicht im Kopf unter people."
                yield page.says(line, problem, near(speaker, listed, "Ergänzen Sie die Person."))
        names = {_bare(person) for person in listed}
        for line, name in _mentioned(conversation):
            if name not in names and name.removesuffix("s") not in names:
                problem = f"Von „{shorten(name, 40)}“ ist die Rede, und im Kopf unter people fehlt der Name."
                yield page.says(line, problem, near(name, names, "Ergänzen Sie die Person."))
        told = " ".join(text for _, text in conversation.prose())
        for i, person in enumerate(listed):
            if conversation.scenes and _bare(person) not in told:
                problem = f"„{shorten(person, 40)}“ kommt im Gespräch nicht vor."
                yield page.head.says(("people", i), problem, "Löschen Sie den Eintrag oder prüfen Sie die Schreibung.")
            other = homes.setdefault(_bare(person).casefold(), page)
            if other is not page:
                problem = f"„{shorten(person, 40)}“ heißt auch jemand in {other.file}."
                yield page.head.says(("people", i), problem, "Geben Sie der Person hier einen anderen Namen.")


def _speakers(conversation: Conversation) -> Iterator[tuple[int, str]]:
    """(line, name) of all who speak, each once."""
    seen: dict[str, int] = {}
    for scene in conversation.scenes:
        for passage in scene.passages:
            if passage.speaker:
                seen.setdefault(passage.speaker, passage.line)
    yield from ((line, speaker) for speaker, line in seen.items())


def _mentioned(conversation: Conversation) -> Iterator[tuple[int, str]]:
    """(line, name) of all who are told about, each once."""
    seen: dict[str, int] = {}
    for line, text in conversation.prose():
        for name in MENTION.findall(text):
            seen.setdefault(name, line)
    yield from ((line, name) for name, line in seen.items())


def _bare(person: str) -> str:
    return TITLES.sub("", person)


@Rule("gespraech-karte", "Ein Gespräch findet, wer in seiner Lektion die Karte dazu sieht.")
def a_lesson_leads_to_its_conversation(course: Course) -> Iterator[Remark]:
    named = {page.name: page for page in course.conversations}
    carried: defaultdict[str, list[int]] = defaultdict(list)
    for page in course.pages:
        lines = dict(page.prose_lines)
        for line, name, argument in page.markers:
            if name != Marker.CONVERSATION:
                continue
            marker = f"<!-- {Marker.CONVERSATION}: {argument} -->"
            own = named.get(argument)
            if own is None:
                problem = f"Das Gespräch „{shorten(argument, 40)}“ gibt es nicht."
                yield page.says(line, problem, near(argument, named, "Löschen Sie die Marke."))
            elif not isinstance(page, Lesson):
                yield page.says(line, "Die Karte eines Gesprächs steht nur in Lektionen.", "Löschen Sie die Marke.")
            elif own.head and own.facts.lesson != page.slug:
                problem = f"Das Gespräch „{argument}“ gehört zur Lektion {own.facts.lesson}."
                yield page.says(line, problem, f"Löschen Sie die Marke oder ändern Sie lesson in {own.file}.")
            elif carried[argument]:
                problem = f"Die Karte steht schon in Zeile {carried[argument][0]}."
                yield page.says(line, problem, "Löschen Sie eine der Marken.")
            elif lines[line].rstrip() != marker:
                problem = "Die Marke „gespraech“ steht nicht für sich."
                yield page.says(line, problem, f"Schreiben Sie {marker} ohne Einrückung in eine eigene Zeile.")
            if isinstance(page, Lesson) and own:
                carried[argument].append(line)
    for name, own in named.items():
        yield from _at_home(course, own, bool(carried[name]))


def _at_home(course: Course, page: ConversationPage, has_card: bool) -> Iterator[Remark]:
    """What is wrong with the place of a conversation: its file, its lesson, the card there."""
    named = page.path.stem == CONVERSATION_PREFIX.rstrip("-") or page.path.stem.startswith(CONVERSATION_PREFIX)
    if course.language == SOURCE and not named:
        yield page.says(
            0, "So heißt die Datei eines Gesprächs nicht.", f"Nennen Sie sie {CONVERSATION_PREFIX}{page.path.name}."
        )
    if page.head is None:
        return
    lesson = course.lessons.get(page.facts.lesson)
    if lesson is None:
        problem = f"Die Lektion „{page.facts.lesson}“ gibt es nicht."
        yield page.head.says("lesson", problem, near(page.facts.lesson, course.lessons, CHECK))
        return
    if lesson.path.parent != page.path.parent:
        problem = f"Die Lektion {lesson.slug} liegt in docs/{lesson.path.parent.name}/, das Gespräch nicht."
        yield page.head.says("lesson", problem, "Legen Sie die Datei dazu.")
    if not has_card:
        remedy = f"Setzen Sie dort <!-- {Marker.CONVERSATION}: {page.name} --> in eine eigene Zeile."
        yield page.head.says("lesson", f"In {lesson.file} fehlt die Karte zum Gespräch.", remedy)


def check(conversation: Conversation, lessons: Collection[str], extent: Extent) -> list[Finding]:
    """What is wrong with the story: where it leads, whether it ends, what it leaves unsaid."""
    findings: list[Finding] = []
    scenes: dict[str, Scene] = {}

    def report(line: int, scene: str, problem: str, remedy: str) -> None:
        findings.append(finding(conversation.file, line, scene, problem, remedy))

    if not conversation.scenes:
        report(0, "", "Das Gespräch hat keine Szene.", "Beginnen Sie eine mit „## anfang“.")
        return findings
    for scene in conversation.scenes:
        first = scenes.setdefault(scene.name, scene)
        if first is not scene:
            report(
                scene.line, scene.name, f"Sie steht schon in Zeile {first.line}.", "Geben Sie einer einen neuen Namen."
            )
        if not scene.passages:
            report(scene.line, scene.name, "Die Szene ist leer.", "Schreiben Sie, was geschieht oder wer spricht.")
        if scene.ending and scene.answers:
            report(
                scene.line, scene.name, "Ein Ende hat keine Antworten.", "Löschen Sie sie oder die Zeile „(ende …)“."
            )
        elif scene.question and not scene.answers:
            remedy = "Löschen Sie die Zeile „? …“ oder ergänzen Sie Antworten („* …“)."
            report(scene.line, scene.name, "Der Frage folgen keine Antworten.", remedy)
        elif not scene.ending and not scene.answers:
            report(
                scene.line,
                scene.name,
                "Hier geht es nicht weiter.",
                "Ergänzen Sie Antworten („* …“) oder „(ende gut: Titel)“.",
            )
        elif not scene.ending and all(answer.needs is not None for answer in scene.answers):
            report(
                scene.line,
                scene.name,
                "Jede Antwort hat eine Bedingung; wem keine offensteht, der sitzt fest.",
                "Lassen Sie eine ohne „[wenn …]“.",
            )
    for scene in conversation.scenes:
        for answer in scene.answers:
            if answer.target not in scenes:
                report(
                    answer.line,
                    scene.name,
                    f"Die Szene „{answer.target}“ gibt es nicht.",
                    near(answer.target, scenes, CHECK),
                )
            if not answer.review:
                report(
                    answer.line,
                    scene.name,
                    f"Der Antwort „{shorten(answer.text, 40)}“ fehlt der Rückblick.",
                    "Schreiben Sie darunter „  = … [name-der-lektion]“.",
                )
            elif answer.lesson and answer.lesson not in lessons:
                report(
                    answer.line,
                    scene.name,
                    f"Die Lektion „{answer.lesson}“ gibt es nicht.",
                    near(answer.lesson, lessons, CHECK),
                )
    outcomes = [scene.outcome for scene in scenes.values() if scene.ending]
    if len(outcomes) < extent.endings:
        problem = f"Das Gespräch hat {len(outcomes)} Enden."
        report(0, "", problem, f"Mindestens {extent.endings} sind nötig: „(ende gut: Titel)“.")
    for outcome, word, sign in ((GOOD, "gutes", "gut"), (BAD, "schlechtes", "schlecht")):
        if outcomes and outcome not in outcomes:
            report(0, "", f"Das Gespräch hat kein {word} Ende.", f"Schreiben Sie bei einem „(ende {sign}: Titel)“.")
    findings += _check_ways(conversation, scenes, extent)
    return findings


Names: TypeAlias = tuple[tuple[str, Answer], ...]
"""(scene, answer) of each move."""


def _check_ways(conversation: Conversation, scenes: dict[str, Scene], extent: Extent) -> Iterator[Finding]:
    """Walk every way at once: after each move, the (scene, trust) where somebody can be, with one way there."""
    start = conversation.scenes[0].name
    here: dict[tuple[str, int], Names] = {(start, 0): ()}
    most: dict[str, int] = {}
    early: set[str] = set()
    for move in range(extent.most + 1):
        after: dict[tuple[str, int], Names] = {}
        for (name, trust), way in here.items():
            most[name] = max(trust, most.get(name, trust))
            if scenes[name].ending and move < extent.fewest and name not in early:
                early.add(name)
                yield _too_short(conversation.file, way, scenes[name], extent)
            for answer in scenes[name].answers:
                if answer.target in scenes and (answer.needs is None or trust >= answer.needs):
                    after.setdefault((answer.target, trust + answer.trust), (*way, (name, answer)))
        here = after
        if move == extent.most and here:
            yield _too_long(conversation.file, next(iter(here.values())), next(iter(here))[0], extent)
    reached, todo = {start}, [start]
    while todo:
        for answer in scenes[todo.pop()].answers:
            if answer.target in scenes and answer.target not in reached:
                reached.add(answer.target)
                todo.append(answer.target)
    for scene in scenes.values():
        if scene.name not in reached:
            yield finding(
                conversation.file,
                scene.line,
                scene.name,
                "Keine Antwort führt hierher.",
                f"Setzen Sie hinter eine „-> {scene.name}“ oder löschen Sie die Szene.",
            )
        for answer in scene.answers:
            if scene.name in most and answer.needs is not None and most[scene.name] < answer.needs:
                yield finding(
                    conversation.file,
                    answer.line,
                    scene.name,
                    f"Die Bedingung erfüllt niemand: bis hierher ist vertrauen höchstens {most[scene.name]}.",
                    "Senken Sie die Zahl.",
                )


def _too_short(file: str, way: Names, end: Scene, extent: Extent) -> Finding:
    names = " → ".join([*(name for name, _ in way), end.name])
    problem = f"Ein Weg endet nach {len(way)} Zügen: {names}."
    return finding(file, end.line, end.name, problem, f"Mindestens {extent.fewest} Züge hat jeder.")


def _too_long(file: str, way: Names, end: str, extent: Extent) -> Finding:
    names = [name for name, _ in way] + [end]
    for i, name in enumerate(names):
        if name in names[:i]:
            back = names.index(name)
            circle = " → ".join(names[back : i + 1])
            return finding(
                file,
                way[i - 1][1].line,
                names[i - 1],
                f"Das Gespräch dreht sich im Kreis: {circle}.",
                "Führen Sie weiter.",
            )
    return finding(
        file,
        way[-1][1].line,
        names[-2],
        f"Ein Weg hat mehr als {extent.most} Züge: {' → '.join(names)}.",
        "Führen Sie früher zu einem Ende.",
    )

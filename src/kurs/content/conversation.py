"""A conversation to play: scenes, speech and answers in plain text that trainers can change.

    ## scene
    What happens, in paragraphs.
    > Frau Seidel: What she says.
    * What the learner says -> next-scene [+vertrauen] [-vertrauen] [wenn vertrauen >= 3]
      = What can be said about it afterwards. [lesson]
    (ende: Title)

The first scene is where it starts. `vertrauen` starts at 0 and is never shown. Knows no generator.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from .course import Course
from .findings import Finding, Rule, near, shorten
from .page import CONVERSATION, HTML_TAG, Marker, Page

LEADS_ON = Rule("gespraech", "Jeder Weg durch das Gespräch führt zu einem Ende, und jede Antwort wird besprochen.")
CHECK = "Prüfen Sie die Schreibung."
TOOL = "gespraechssimulation"
MOST_MOVES = 14
FEWEST_ENDINGS = 4

NAME = re.compile(r"[a-z][a-z0-9-]*")
SPEECH = re.compile(r">\s*([^:„“]{1,40}):\s*(\S.*)")
ENDING = re.compile(r"\(ende:\s*(.+?)\s*\)", re.I)
ANSWER = re.compile(r"(.+?)\s+->\s*([^\s\[]+)((?:\s*\[[^\]]*\])*)")
CONDITION = re.compile(r"wenn vertrauen >= (-?\d+)")
REVIEW = re.compile(r"(.+?)\s*\[([^\]]*)\]")
MARKUP = re.compile(r"\*|`|\]\(|__|->|\[[+-]?vertrauen|\[wenn ")


@dataclass(frozen=True)
class Passage:
    """A paragraph: speech if `speaker` is named, else what happens."""

    line: int
    text: str
    speaker: str = ""


@dataclass(frozen=True)
class Answer:
    """A move: what the learner says or does. `needs` is the trust without which nobody is offered it."""

    line: int
    text: str
    target: str
    trust: int = 0
    needs: int | None = None
    review: str = ""
    lesson: str = ""


@dataclass(frozen=True)
class Scene:
    line: int
    name: str
    passages: tuple[Passage, ...]
    answers: tuple[Answer, ...]
    ending: str = ""


@dataclass(frozen=True)
class Conversation:
    file: str
    scenes: tuple[Scene, ...]

    def prose(self) -> Iterator[tuple[int, str]]:
        """(line, text) of all that learners read."""
        for scene in self.scenes:
            yield scene.line, scene.ending
            for passage in scene.passages:
                yield passage.line, f"{passage.speaker} {passage.text}"
            for answer in scene.answers:
                yield answer.line, f"{answer.text} {answer.review}"


def introduction(page: Page) -> str:
    """The Markdown before the first scene."""
    return re.split(r"^## ", page.body, maxsplit=1, flags=re.M)[0]


def read(page: Page) -> tuple[Conversation, list[Finding]]:
    """The scenes of a page, and each line that could not be understood."""
    reader = _Reader(page.file)
    started = False
    for line, text in enumerate(page.body.splitlines(), page.body_line):
        started = started or text.startswith("## ")
        if started:
            reader.take(line, text.rstrip())
    reader.close_scene()
    return Conversation(page.file, tuple(reader.scenes)), reader.findings


class _Reader:
    """One scene at a time. A block is a line and those that continue it: [first line, sign, text]."""

    def __init__(self, file: str):
        self.file = file
        self.scenes: list[Scene] = []
        self.findings: list[Finding] = []
        self._head: tuple[int, str] | None = None
        self._blocks: list[tuple[int, str, str]] = []
        self._open = False

    def take(self, line: int, text: str) -> None:
        bare = text.strip()
        if not bare:
            self._open = False
        elif text.startswith("## "):
            self.close_scene()
            self._head = (line, bare[3:].strip())
        elif self._open and self._continues(text):
            first, sign, before = self._blocks[-1]
            self._blocks[-1] = (first, sign, f"{before} {bare.removeprefix('>').strip()}")
        else:
            sign = bare[0] if bare[0] in ">*=" or re.match(r"#+ |\(ende:", bare, re.I) else ""
            self._blocks.append((line, sign, bare))
            self._open = True

    def _continues(self, text: str) -> bool:
        sign = self._blocks[-1][1]
        bare = text.strip()
        if bare[0] == ">":
            return sign == ">" and not SPEECH.fullmatch(bare)
        if bare[0] in "*=" or re.match(r"#+ |\(ende:", bare, re.I):
            return False
        return sign == "" or (sign in "*=" and text[0] in " \t")

    def close_scene(self) -> None:
        if self._head is None:
            return
        line, name = self._head
        if not NAME.fullmatch(name):
            self._report(line, f"„{shorten(name, 40)}“ ist kein Name für eine Szene.", "Nur a–z, Ziffern und -.")
        passages: list[Passage] = []
        answers: list[Answer] = []
        ending = ""
        for number, sign, text in self._blocks:
            if sign == ">":
                passages += self._speech(number, text)
            elif sign == "*":
                answers += self._answer(number, text)
            elif sign == "=":
                answers = self._review(number, text, answers)
            elif sign == "(" and (match := ENDING.fullmatch(text)):
                ending = match[1]
            elif sign == "#":
                self._report(
                    number, f"„{shorten(text, 40)}“ steht mitten in einer Szene.", "Szenen beginnen mit „## “."
                )
            elif answers:
                self._report(
                    number,
                    f"Nach den Antworten steht „{shorten(text, 40)}“.",
                    "Erzähltext gehört vor die Antworten; eine zweite Zeile einer Antwort rücken Sie ein.",
                )
            else:
                passages.append(Passage(number, text))
        scene = Scene(line, name, tuple(passages), tuple(answers), ending)
        for number, text in Conversation(self.file, (scene,)).prose():
            tag = HTML_TAG.search(text)
            found = tag or MARKUP.search(text)
            if found:
                shown = f"HTML („{shorten(found[0], 40)}“)" if tag else f"„{found[0]}“"
                self._report(number, f"Im Text steht {shown}.", "Im Gespräch steht nur Text, ohne Auszeichnung.")
        self.scenes.append(scene)
        self._head, self._blocks, self._open = None, [], False

    def _speech(self, line: int, text: str) -> list[Passage]:
        match = SPEECH.fullmatch(text)
        if not match:
            self._report(line, f"Bei „{shorten(text, 40)}“ fehlt, wer spricht.", "Schreiben Sie „> Name: Rede“.")
            return []
        return [Passage(line, match[2], match[1].strip())]

    def _answer(self, line: int, text: str) -> list[Answer]:
        match = ANSWER.fullmatch(text.removeprefix("*").strip())
        if not match:
            self._report(
                line,
                f"Der Antwort „{shorten(text.removeprefix('*'), 40)}“ fehlt das Ziel.",
                "Schreiben Sie dahinter „ -> name-der-szene“.",
            )
            return []
        trust, needs = 0, None
        for tag in re.findall(r"\[([^\]]*)\]", match[3]):
            condition = CONDITION.fullmatch(tag)
            if tag in ("+vertrauen", "-vertrauen"):
                trust += 1 if tag[0] == "+" else -1
            elif condition:
                needs = int(condition[1])
            else:
                self._report(
                    line,
                    f"Die Angabe „[{tag}]“ gibt es nicht.",
                    "Möglich sind [+vertrauen], [-vertrauen] und [wenn vertrauen >= 3].",
                )
        return [Answer(line, match[1], match[2], trust, needs)]

    def _review(self, line: int, text: str, answers: list[Answer]) -> list[Answer]:
        if not answers or answers[-1].review:
            self._report(line, "Dieser Rückblick gehört zu keiner Antwort.", "Er steht direkt unter einer „* …“-Zeile.")
            return answers
        last = answers[-1]
        match = REVIEW.fullmatch(text.removeprefix("=").strip())
        if not match:
            self._report(line, "Dem Rückblick fehlt die Lektion.", "Schreiben Sie an sein Ende [name-der-lektion].")
        review, lesson = (match[1], match[2]) if match else (text.removeprefix("=").strip(), "")
        return [*answers[:-1], Answer(last.line, last.text, last.target, last.trust, last.needs, review, lesson)]

    def _report(self, line: int, problem: str, remedy: str) -> None:
        self.findings.append(_finding(self.file, line, self._head[1] if self._head else "", problem, remedy))


def _finding(file: str, line: int, scene: str, problem: str, remedy: str) -> Finding:
    return LEADS_ON.says(file, line, problem, remedy, f"Szene {shorten(scene, 40)}" if scene else "")


def homes(course: Course) -> list[Page]:
    """Lessons that lead to the conversation."""
    return [page for page in course.pages if (Marker.TOOL, TOOL) in [marker[1:] for marker in page.markers]]


@LEADS_ON
def check_conversations(course: Course) -> Iterator[Finding]:
    """All that is wrong in the conversations of the course."""
    for page in course.conversations:
        conversation, wrong = read(page)
        yield from [*wrong, *check(conversation, course.lessons)]
    if len(course.conversations) != 1:
        problem = f"Die Marke „{TOOL}“ braucht genau ein Gespräch, der Kurs hat {len(course.conversations)}."
        remedy = f"Ein Gespräch ist eine Seite mit „template: {CONVERSATION}“."
        yield from (_finding(page.file, 0, "", problem, remedy) for page in homes(course))


def check(conversation: Conversation, lessons: Collection[str]) -> list[Finding]:
    """What is wrong with the story: where it leads, whether it ends, what it leaves unsaid."""
    findings: list[Finding] = []
    scenes: dict[str, Scene] = {}

    def report(line: int, scene: str, problem: str, remedy: str) -> None:
        findings.append(_finding(conversation.file, line, scene, problem, remedy))

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
                scene.line, scene.name, "Ein Ende hat keine Antworten.", "Löschen Sie sie oder die Zeile „(ende: …)“."
            )
        elif not scene.ending and not scene.answers:
            report(
                scene.line,
                scene.name,
                "Hier geht es nicht weiter.",
                "Ergänzen Sie Antworten („* …“) oder „(ende: Titel)“.",
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
    endings = sum(bool(scene.ending) for scene in scenes.values())
    if endings < FEWEST_ENDINGS:
        report(0, "", f"Das Gespräch hat {endings} Enden.", f"Mindestens {FEWEST_ENDINGS} sind nötig: „(ende: Titel)“.")
    findings += _check_ways(conversation, scenes)
    return findings


Way: TypeAlias = tuple[tuple[str, Answer], ...]
"""(scene, answer) of each move."""


def _check_ways(conversation: Conversation, scenes: dict[str, Scene]) -> Iterator[Finding]:
    """Walk every way at once: after each move, the (scene, trust) where somebody can be, with one way there."""
    start = conversation.scenes[0].name
    here: dict[tuple[str, int], Way] = {(start, 0): ()}
    most: dict[str, int] = {}
    for move in range(MOST_MOVES + 1):
        after: dict[tuple[str, int], Way] = {}
        for (name, trust), way in here.items():
            most[name] = max(trust, most.get(name, trust))
            for answer in scenes[name].answers:
                if answer.target in scenes and (answer.needs is None or trust >= answer.needs):
                    after.setdefault((answer.target, trust + answer.trust), (*way, (name, answer)))
        here = after
        if move == MOST_MOVES and here:
            yield _too_long(conversation.file, next(iter(here.values())), next(iter(here))[0])
    reached, todo = {start}, [start]
    while todo:
        for answer in scenes[todo.pop()].answers:
            if answer.target in scenes and answer.target not in reached:
                reached.add(answer.target)
                todo.append(answer.target)
    for scene in scenes.values():
        if scene.name not in reached:
            yield _finding(
                conversation.file,
                scene.line,
                scene.name,
                "Keine Antwort führt hierher.",
                f"Setzen Sie hinter eine „-> {scene.name}“ oder löschen Sie die Szene.",
            )
        for answer in scene.answers:
            if scene.name in most and answer.needs is not None and most[scene.name] < answer.needs:
                yield _finding(
                    conversation.file,
                    answer.line,
                    scene.name,
                    f"Die Bedingung erfüllt niemand: bis hierher ist vertrauen höchstens {most[scene.name]}.",
                    "Senken Sie die Zahl.",
                )


def _too_long(file: str, way: Way, end: str) -> Finding:
    names = [name for name, _ in way] + [end]
    for i, name in enumerate(names):
        if name in names[:i]:
            back = names.index(name)
            circle = " → ".join(names[back : i + 1])
            return _finding(
                file,
                way[i - 1][1].line,
                names[i - 1],
                f"Das Gespräch dreht sich im Kreis: {circle}.",
                "Führen Sie weiter.",
            )
    return _finding(
        file,
        way[-1][1].line,
        names[-2],
        f"Ein Weg hat mehr als {MOST_MOVES} Züge: {' → '.join(names)}.",
        "Führen Sie früher zu einem Ende.",
    )

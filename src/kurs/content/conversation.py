"""A conversation to play: scenes, speech and answers in plain text that trainers can change.

    ## scene
    What happens, in paragraphs.
    > Frau Seidel: What she says.
    ? What would you say? The learner writes that down before the answers show.
    * What the learner says -> next-scene [+vertrauen] [-vertrauen] [wenn vertrauen >= 3]
      = What can be said about it afterwards. [lesson]
    (ende gut: Title) or (ende schlecht: Title), or (ende: Title) where it is neither

The first scene is where it starts. `vertrauen` starts at 0 and is never shown. Knows no generator.
What a story must keep is checked by checks/conversations.py.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from .findings import Finding, Rule, shorten
from .page import HTML_TAG, Page

LEADS_ON = Rule("gespraech", "Jeder Weg durch das Gespräch führt zu einem Ende, und jede Antwort wird besprochen.")
GOOD, BAD, NEITHER = "good", "bad", "neither"
OUTCOMES = {"gut": GOOD, "schlecht": BAD, None: NEITHER}

NAME = re.compile(r"[a-z][a-z0-9-]*")
SPEECH = re.compile(r">\s*([^:„“]{1,40}):\s*(\S.*)")
ENDING = re.compile(r"\(ende(?:\s+(gut|schlecht))?:\s*(.+?)\s*\)")
OTHER_SIGN = re.compile(r"#+ |\(ende\b", re.I)
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
    """Its title, "" where the story goes on."""
    outcome: str = ""
    """Of an ending: GOOD, BAD or NEITHER."""
    question: str = ""
    """What the learner answers in own words before the answers show."""


@dataclass(frozen=True)
class Conversation:
    file: str
    scenes: tuple[Scene, ...]

    def prose(self) -> Iterator[tuple[int, str]]:
        """(line, text) of all that learners read."""
        for scene in self.scenes:
            yield scene.line, f"{scene.ending} {scene.question}".strip()
            for passage in scene.passages:
                yield passage.line, f"{passage.speaker} {passage.text}"
            for answer in scene.answers:
                yield answer.line, f"{answer.text} {answer.review}"

    @property
    def shape(self) -> str:
        """Changes when a way through the scenes may no longer be one; wording does not matter."""
        ways = [(one.name, [(way.target, way.trust, way.needs) for way in one.answers]) for one in self.scenes]
        return hashlib.sha256(repr(ways).encode()).hexdigest()[:8]


Way: TypeAlias = tuple[tuple[Scene, Answer], ...]
"""Each scene and what is done in it."""


def best_way(conversation: Conversation) -> Way:
    """The way to a good ending on which trust grows most, a short one; () if there is none.

    Only of a conversation without errors.
    """
    scenes = {scene.name: scene for scene in conversation.scenes}
    todo: list[tuple[Scene, int, Way]] = [(conversation.scenes[0], 0, ())]
    seen: set[tuple[str, int]] = set()
    best: tuple[int, Way] = (0, ())
    for scene, trust, way in todo:
        if scene.outcome == GOOD and (not best[1] or trust > best[0]):
            best = (trust, way)
        if (scene.name, trust) not in seen:
            seen.add((scene.name, trust))
            open_answers = (one for one in scene.answers if one.needs is None or trust >= one.needs)
            todo += [(scenes[one.target], trust + one.trust, (*way, (scene, one))) for one in open_answers]
    return best[1]


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
            sign = bare[0] if bare[0] in ">*=?" or OTHER_SIGN.match(bare) else ""
            self._blocks.append((line, sign, bare))
            self._open = True

    def _continues(self, text: str) -> bool:
        sign = self._blocks[-1][1]
        bare = text.strip()
        if bare[0] == ">":
            return sign == ">" and not SPEECH.fullmatch(bare)
        if bare[0] in "*=?" or OTHER_SIGN.match(bare):
            return False
        return sign == "" or (sign in "*=?" and text[0] in " \t")

    def close_scene(self) -> None:
        if self._head is None:
            return
        line, name = self._head
        if not NAME.fullmatch(name):
            self._report(line, f"„{shorten(name, 40)}“ ist kein Name für eine Szene.", "Nur a–z, Ziffern und -.")
        passages: list[Passage] = []
        answers: list[Answer] = []
        ending, outcome, question = "", "", ""
        for number, sign, text in self._blocks:
            if sign == ">":
                passages += self._speech(number, text)
            elif sign == "*":
                answers += self._answer(number, text)
            elif sign == "=":
                answers = self._review(number, text, answers)
            elif sign == "(":
                ending, outcome = self._ending(number, text)
            elif sign == "?":
                question = self._question(number, text, question, answers)
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
        scene = Scene(line, name, tuple(passages), tuple(answers), ending, outcome, question)
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

    def _ending(self, line: int, text: str) -> tuple[str, str]:
        match = ENDING.fullmatch(text)
        if not match:
            remedy = "Schreiben Sie „(ende gut: Titel)“ oder „(ende schlecht: Titel)“."
            self._report(line, f"„{shorten(text, 40)}“ ist kein Ende.", remedy)
            return text, NEITHER  # it was meant as one
        return match[2], OUTCOMES[match[1]]

    def _question(self, line: int, text: str, before: str, answers: list[Answer]) -> str:
        if before:
            self._report(line, "Die Szene fragt zweimal.", "Lassen Sie eine Zeile „? …“ stehen.")
        elif answers:
            self._report(line, "Die Frage steht nach den Antworten.", "Setzen Sie die Zeile „? …“ davor.")
        return text.removeprefix("?").strip()

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
        self.findings.append(finding(self.file, line, self._head[1] if self._head else "", problem, remedy))


def finding(file: str, line: int, scene: str, problem: str, remedy: str) -> Finding:
    return LEADS_ON.says(file, line, problem, remedy, f"Szene {shorten(scene, 40)}" if scene else "")

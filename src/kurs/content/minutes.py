"""How long a lesson takes, counted from what is in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..words import gettext, ngettext
from .model import AnyQuestion, Choice, Write, texts
from .page import HEADING, Lesson, Marker, words_in

WORDS_A_MINUTE = 150
ANSWERING = 10  # seconds to think about a question and to answer it
WRITING = 60  # seconds to write a sentence or two


class Duration(NamedTuple):
    """Minutes: to read and answer, and for the exercise, which is voluntary."""

    reading: int
    exercise: int

    def __str__(self) -> str:
        return self.told(1)

    def told(self, lessons: int) -> str:
        """In words: „8 Minuten, dazu 5 für die Übung“; `lessons` says of how many it is the sum."""
        reading = spoken(self.reading)
        if not self.exercise:
            return reading
        exercise = spoken(self.exercise) if max(self) > LONG else str(self.exercise)
        text = ngettext("{reading}, dazu {exercise} für die Übung", "{reading}, dazu {exercise} für Übungen", lessons)
        return text.format(reading=reading, exercise=exercise)


LONG = 90  # minutes; longer durations are told in half hours


def spoken(minutes: int) -> str:
    """A number of minutes in words: minutes up to an hour and a half, then half hours."""
    if minutes <= LONG:
        return ngettext("{minutes} Minute", "{minutes} Minuten", minutes).format(minutes=minutes)
    hours, half = divmod(round(minutes / 30), 2)
    return gettext("etwa {hours} Stunden").format(hours=f"{hours}{'½' if half else ''}")


def duration(lesson: Lesson, questions: Sequence[AnyQuestion]) -> Duration:
    """How long `lesson` with its practice `questions` takes; only for lessons without errors.

    Reading is the text that is visible up to the quiz, the questions with all their answers, and what is read after a
    right answer, at 150 words a minute; 10 seconds more for each question, and a minute where one writes.
    The exercise has the time that its author typed (`exercise:`), so its text does not count.
    """
    seconds = 60 * words_in("\n".join(visible(lesson))) / WORDS_A_MINUTE + _answering(questions)
    return Duration(max(1, round(seconds / 60)), lesson.facts.exercise)


def examination(questions: Sequence[AnyQuestion], draws: int) -> int:
    """Minutes for an attempt with `draws` of `questions`, each read and answered as in a lesson; 0 without questions."""
    return round(_answering(questions) * draws / len(questions) / 60) if questions else 0


def _answering(questions: Sequence[AnyQuestion]) -> float:
    """Seconds."""
    words = sum(words_in(text) for question in questions for text in _read(question))
    writing = WRITING * sum(isinstance(question, Write) for question in questions)
    return 60 * words / WORDS_A_MINUTE + ANSWERING * len(questions) + writing


def total(durations: Iterable[Duration]) -> Duration:
    """The sum; 0 minutes of nothing."""
    reading, exercise = zip((0, 0), *durations, strict=True)
    return Duration(sum(reading), sum(exercise))


QUIZ = re.compile(rf"<!--\s*{Marker.QUIZ}\b")
FOLDED = re.compile(r"\?\?\?\s")  # ???+ is open


def visible(lesson: Lesson) -> Iterator[str]:
    """The lines that one reads up to the quiz: what is folded away and the exercise are left out."""
    folded = exercise = False
    for _, line in lesson.prose_lines:
        if QUIZ.match(line):
            return
        heading = HEADING.match(line)
        if heading and len(heading[1]) <= 2:
            exercise = heading[3] == "uebung"
        if line.strip() and not line.startswith((" ", "\t")):
            folded = bool(FOLDED.match(line))
        if not (folded or exercise):
            yield line


def _read(question: AnyQuestion) -> Iterator[str]:
    """Every text of a question but the reasons of wrong answers."""
    for path, text in texts(question):
        wrong = path[-1] == "incorrect"
        if isinstance(question, Choice) and path[-1] == "feedback" and isinstance(path[1], int):
            wrong = not question.options[path[1]].correct
        if not wrong:
            yield text

"""What makes a lesson: its parts, its length, its idea."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..content.course import Course
from ..content.findings import WARNING, Remark, Rule, shorten
from ..content.minutes import QUIZ, visible
from ..content.model import AnyQuestion, Mark, Order, Rate, Write, texts
from ..content.page import CITATION, EVIDENCE, Lesson, Marker, words_in
from .questions import NOTHING


@Rule("aufbau", "Jede Lektion hat denselben Aufbau, damit man sich zurechtfindet (Kurslandkarte).")
def lessons_have_all_parts(course: Course) -> Iterator[Remark]:
    for lesson in course.lessons.values():
        anchors = {section.anchor for section in lesson.sections}
        for anchor, what in (("uebung", "Jetzt Sie"), ("kernpunkte", "Kernpunkte")):
            if anchor not in anchors:
                yield lesson.says(
                    0, f"Es fehlt der Abschnitt mit dem Anker #{anchor}.", f"Ergänzen Sie „## {what} {{ #{anchor} }}“."
                )
        places = [EVIDENCE, QUIZ, re.compile(r"##.*\{ #uebung"), re.compile(r"##.*\{ #kernpunkte")]
        lines = [text for _, text in lesson.prose_lines]
        order = [i for one in places for i in [next((i for i, text in enumerate(lines) if one.match(text)), None)] if i]
        if order != sorted(order):
            problem = "Die Teile stehen in anderer Reihenfolge als Belege, Quiz, Übung, Kernpunkte."
            yield lesson.says(0, problem, "Stellen Sie um.")


SENTENCE = {"de": ("Wenn", "dann", r"\b(ich|wir)\b", r"\bSie\b"), "en": ("If", "then", "", NOTHING)}
"""Of a language: the two words that already stand there, who speaks in the sentence, and who must not."""


@Rule(
    "montag", "Ein Vorsatz wirkt als Wenn-dann-Satz in eigenen Worten; die beiden Wörter und der Punkt stehen schon da."
)
def mondays_fit_into_their_sentence(course: Course) -> Iterator[Remark]:
    for lesson in course.lessons.values():
        marks = [line for line, name, _ in lesson.markers if name == Marker.MONDAY]
        for line in marks[1:]:
            yield lesson.says(line, "Die Marke „montag“ steht zweimal.", "Löschen Sie eine.")
        if lesson.head is None:
            continue
        monday = lesson.facts.monday
        first, second, speaker, stranger = SENTENCE.get(course.language, ("", "", "", NOTHING))
        for field, word in (("when", first), ("then", second)):
            text = getattr(monday, field)
            path = ("monday", field)
            if word and re.match(rf"{word}\b", text, re.I):
                yield lesson.head.says(path, f"„{shorten(text, 40)}“ beginnt mit „{word}“.", "Streichen Sie das Wort.")
            if re.search(r"[.!?,;:]$", text):
                yield lesson.head.says(path, f"„{shorten(text, 40)}“ endet mit einem Satzzeichen.", "Streichen Sie es.")
        both = f"{monday.when} {monday.then}"
        if not re.search(speaker, both) or re.search(stranger, re.sub("„[^“]*“|“[^”]*”", "", both)):
            problem = "Der Satz für Montag steht nicht in der Ich-Form."
            yield lesson.head.says(
                "monday", problem, "Schreiben Sie ihn so, wie ihn sich jemand vornimmt: „sage ich …“."
            )


@Rule("laenge", "Eine Lektion passt in eine Pause: Wer mehr wissen will, klappt auf.", WARNING)
def lessons_are_short(course: Course) -> Iterator[Remark]:
    for lesson in course.lessons.values():
        text, case, fold = "\n".join(visible(lesson)), _case(lesson), _fold(course, lesson)
        questions = sum(words_in(text) for one in course.asked(lesson) for text in _offered(one))
        for what, words, most in (
            ("Bis zum Quiz stehen da", words_in(text), 600),
            ("Der Fall hat", case, 140),
            ("Zugeklappt stehen da", fold, 150),
            ("Die Fragen mit ihren Antworten haben", questions, 450),
        ):
            if words > most:
                yield lesson.says(0, f"{what} {words} Wörter.", f"Gut sind höchstens {most}.")
        if case < 60:
            yield lesson.says(lesson.body_line, f"Der Fall hat {case} Wörter.", "Gut sind 60 bis 140.")
        for line, words in _paragraphs(lesson):
            if words > 60:
                yield lesson.says(line, f"Der Absatz hat {words} Wörter.", "Gut sind höchstens 60; teilen Sie ihn.")


@Rule("minuten", "Keine Lektion dauert länger als neun Minuten, im Mittel sind es acht.", WARNING)
def lessons_take_eight_minutes(course: Course) -> Iterator[Remark]:
    if any(lesson.head is None for lesson in course.lessons.values()):
        return
    for slug, lesson in course.lessons.items():
        if course.durations[slug].reading > 9:
            minutes = course.durations[slug].reading
            yield lesson.says(0, f"Die Lektion dauert {minutes} Minuten.", "Kürzen Sie Text oder Fragen.")
    total = sum(one.reading for one in course.durations.values())
    if total > 8.5 * len(course.durations):
        problem = f"Im Mittel dauert eine Lektion {total / len(course.durations):.1f} Minuten.".replace(".", ",", 1)
        yield Remark("docs", 0, "", problem, "Gedacht sind acht.")


@Rule("tun", "Geübt wird, was jemand bei der Arbeit tut: schreiben, markieren, einschätzen, ordnen.", WARNING)
def lessons_let_somebody_do_something(course: Course) -> Iterator[Remark]:
    for lesson in course.lessons.values():
        practice = course.asked(lesson)
        if practice and not any(isinstance(question, Write | Mark | Rate | Order) for question in practice):
            yield lesson.says(0, "In keiner Übungsfrage tut jemand etwas.", "Nehmen Sie write, mark, rate oder order.")
        if len(practice) > 7:
            yield lesson.says(0, f"Die Lektion hat {len(practice)} Übungsfragen.", "Fünf bis sieben genügen.")


@Rule("zitate", "Was man weiß, steht zugeklappt; außerhalb lenkt mehr als eine Quelle vom Tun ab.", WARNING)
def sources_are_folded_away(course: Course) -> Iterator[Remark]:
    for lesson in course.lessons.values():
        cited = CITATION.findall("\n".join(visible(lesson)))
        if len(cited) > 1:
            problem = f"Außerhalb des Zugeklappten stehen {len(cited)} Quellen."
            yield lesson.says(0, problem, "Nehmen Sie alle bis auf eine unter ??? beleg.")


def _case(lesson: Lesson) -> int:
    """Words before the first section."""
    before = re.split(r"^## ", lesson.body, maxsplit=1, flags=re.M)[0]
    return words_in(re.sub(r"^# .*$", "", before, flags=re.M))


def _fold(course: Course, lesson: Lesson) -> int:
    """Words folded away as evidence, with the sentences of the findings."""
    lines: list[str] = []
    inside = False
    for _, text in lesson.prose_lines:
        if text.strip() and not text.startswith((" ", "\t")):
            inside = bool(EVIDENCE.match(text))
        elif inside:
            lines.append(course.with_evidence(text))
    return words_in(CITATION.sub("", "\n".join(lines)))


def _paragraphs(lesson: Lesson) -> Iterator[tuple[int, int]]:
    """First line and words of each paragraph outside lists and tables."""
    block: list[tuple[int, str]] = []
    for number, text in [*lesson.prose_lines, (0, "")]:
        if text.strip():
            block.append((number, text))
        elif block:
            if not re.match(r"[ \t]*(?:[|#>!?<]|[-*+] |\d+\. )", block[0][1]):
                yield block[0][0], words_in("\n".join(text for _, text in block))
            block = []


def _offered(question: AnyQuestion) -> Iterator[str]:
    """What one reads before answering."""
    for path, text in texts(question):
        if (
            path[0] in ("stem", "options", "items", "pairs", "extra", "segments", "reactions")
            and path[-1] != "feedback"
        ):
            yield text


@Rule("ideen", "Keine Idee aus docs/ideen.yml fehlt im Kurs.")
def every_idea_is_a_lesson(course: Course) -> Iterator[Remark]:
    taught = {idea for lesson in course.lessons.values() if lesson.head for idea in lesson.facts.ideas}
    for idea, text in course.ideas.items():
        if idea not in taught:
            problem = f"Zur Idee {idea} („{shorten(text, 40)}“) gibt es keine Lektion."
            yield Remark("docs/ideen.yml", 0, "", problem, "Nennen Sie sie unter ideas: im Kopf einer Lektion.")
    for lesson in course.lessons.values() if course.ideas else ():
        for idea in lesson.facts.ideas if lesson.head else ():
            if lesson.head and idea not in course.ideas:
                remedy = "Tragen Sie sie dort ein oder nehmen Sie sie aus ideas: heraus."
                yield lesson.head.says("ideas", f"Die Idee „{idea}“ steht nicht in docs/ideen.yml.", remedy)

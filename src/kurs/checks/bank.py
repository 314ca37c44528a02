"""What makes the bank sound as a whole: ids, objectives, enough questions, nothing that gives keys away across a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..content.course import Course
from ..content.findings import WARNING, Remark, Rule, near
from ..content.model import AnyQuestion, Placed, SingleChoice, holds
from ..content.moves import now_called
from .questions import normalize


@Rule("eindeutige-id", "Der Lernstand hängt an der Id; zwei gleiche würden vermischt.")
def unique_ids(course: Course) -> Iterator[Remark]:
    seen: dict[str, Placed[AnyQuestion]] = {}
    for placed in course.bank.questions:
        first = seen.setdefault(placed.item.id, placed)
        if first is not placed:
            yield placed.says(
                "id",
                f"Die id steht schon in {first.file}:{first.line('id')}.",
                "Vergeben Sie eine neue; alte Ids werden auch nach dem Stilllegen nicht wieder benutzt.",
            )


@Rule("bekannte-lektion", "Jede Frage gehört zu einer Lektion und einem ihrer Lernziele.")
def known_lesson_and_objective(course: Course) -> Iterator[Remark]:
    for placed in course.bank.active():
        lesson = course.lessons.get(placed.item.lesson)
        if lesson is None:
            yield placed.says(
                "lesson",
                f"Die Lektion „{placed.item.lesson}“ gibt es nicht.",
                now_called(course, placed.item.lesson, course.lessons),
            )
        elif lesson.head and placed.item.objective not in lesson.facts.objectives:
            yield placed.says(
                "objective",
                f"Die Lektion {lesson.slug} hat kein Lernziel „{placed.item.objective}“.",
                near(placed.item.objective, lesson.facts.objectives),
            )


@Rule("gepruefte-lernziele", "Ein Lernziel, das keine Übungsfrage prüft, ist ein leeres Versprechen.")
def objectives_are_examined(course: Course) -> Iterator[Remark]:
    owner: dict[str, str] = {}
    for lesson in course.lessons.values():
        if lesson.head is None:
            continue
        asked = {placed.item.objective for placed in course.bank.active(lesson.slug, "practice")}
        for objective in lesson.facts.objectives:
            line = lesson.head.line("objectives", objective)
            if objective not in asked:
                yield lesson.says(
                    line,
                    f"Das Lernziel „{objective}“ wird von keiner Übungsfrage geprüft.",
                    "Schreiben Sie eine Frage dazu oder streichen Sie das Ziel.",
                )
            if owner.setdefault(objective, lesson.slug) != lesson.slug:
                yield lesson.says(
                    line,
                    f"Das Lernziel „{objective}“ gehört schon zur Lektion {owner[objective]}.",
                    "Vergeben Sie eine andere id.",
                )


@Rule("dubletten", "Zweimal dieselbe Frage lehrt nichts Neues.", WARNING)
def stems_are_not_repeated(course: Course) -> Iterator[Remark]:
    seen: dict[str, Placed[AnyQuestion]] = {}
    for placed in course.bank.active():
        first = seen.setdefault(normalize(placed.item.stem), placed)
        if first is not placed:
            yield placed.says("stem", f"Denselben Stamm hat {first.item.id}.", "Fragen Sie etwas anderes.")


@Rule(
    "laengen-verrat",
    "Ist die richtige Option öfter als zufällig die längste, lernt man das statt des Inhalts (Dossier 2b).",
    WARNING,
)
def length_gives_nothing_away(course: Course) -> Iterator[Remark]:
    for file, group in _by_file(course).items():
        longest = [placed for placed in group if _is_longest(placed.item)]
        if len(group) >= 8 and len(longest) > 0.45 * len(group):
            yield Remark(
                file,
                0,
                "",
                f"In {len(longest)} von {len(group)} Fragen ist die richtige Option die längste.",
                "Kürzen Sie dort oder verlängern Sie die anderen: höchstens 45 Prozent.",
            )


@Rule("lage", "Liegt die richtige Option meist am selben Platz, verrät sich das (Dossier 2b, Regel 20).", WARNING)
def keys_are_spread(course: Course) -> Iterator[Remark]:
    for file, group in _by_file(course).items():
        places = Counter(
            next(i for i, o in enumerate(p.item.options) if o.correct)
            for p in group
            if any(o.correct for o in p.item.options)
        )
        if len(group) >= 8 and places and places.most_common(1)[0][1] > 0.6 * len(group):
            place, count = places.most_common(1)[0]
            yield Remark(
                file,
                0,
                "",
                f"In {count} von {len(group)} Fragen ist Option {place + 1} richtig.",
                "Mischen Sie die Plätze.",
            )


def _by_file(course: Course) -> dict[str, list[Placed[SingleChoice]]]:
    groups: dict[str, list[Placed[SingleChoice]]] = {}
    for placed in course.bank.active():
        if holds(placed, SingleChoice):
            groups.setdefault(placed.file, []).append(placed)
    return groups


def _is_longest(question: SingleChoice) -> bool:
    lengths = sorted((len(option.text), option.correct) for option in question.options)
    return lengths[-1][1] and lengths[-1][0] > lengths[-2][0]


@Rule("fragenzahl", "Fünf Übungsfragen sind das Mindeste; einer Lektion Ihres Hauses genügen drei.")
def lessons_have_enough_questions(course: Course) -> Iterator[Remark]:
    for lesson in course.lessons.values():
        count = len(course.bank.active(lesson.slug, "practice"))
        least, word = (3, "drei") if lesson.is_own else (5, "fünf")
        if 0 < count < least:
            yield lesson.says(0, f"Die Lektion hat {count} Übungsfragen.", f"Mindestens {word} sind nötig.")


@Rule(
    "pruefungspool",
    "Der Abschluss-Check zieht aus jedem Modul; jede Lektion kommt darin vor, die Ihres Hauses, wenn Sie wollen.",
)
def every_lesson_is_examined(course: Course) -> Iterator[Remark]:
    for module in course.modules if course.ideas else ():
        pool = [placed for lesson in module.lessons for placed in course.bank.active(lesson.slug, "exam")]
        if module.lessons and len(pool) < 5 and not module.index.is_own:
            yield module.index.says(
                0, f"Das Modul hat {len(pool)} Prüfungsfragen.", "Mindestens fünf mit use: exam sind nötig."
            )
        for lesson in module.lessons:
            if not course.bank.active(lesson.slug, "exam") and not lesson.is_own:
                yield lesson.says(0, "Zur Lektion gibt es keine Prüfungsfrage.", "Schreiben Sie eine mit use: exam.")

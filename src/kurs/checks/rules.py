"""Rules on content, each with a permanent name and its reason.

A rule is a function from the course to findings. Errors stop the build; hints (WARNING) are printed
and left to the author's judgement. Where a rule rests on research, dossier 2b names it.
"""

from __future__ import annotations

import difflib
import functools
import os
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..content.conversation import introduction
from ..content.course import Course
from ..content.findings import ERROR, WARNING, Finding, shorten
from ..content.model import BLANK, Cloze, Match, Numeric, Order, Placed, Question, SingleChoice
from ..content.page import CITATION, IMAGE, MARKER, Lesson, Marker, Page
from .converted import Converted, Problem, convert, path_of

Check = Callable[[Course], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    name: str
    reason: str
    level: str
    check: Check


RULES: list[Rule] = []


def rule(name: str, reason: str, level: str = ERROR) -> Callable[[Callable], Callable]:
    """Register a function that yields (placed question or page, line, problem, remedy)."""

    def register(function: Callable[[Course], Iterator[tuple]]) -> Callable:
        def check(course: Course) -> Iterator[Finding]:
            for where, line, problem, remedy in function(course):
                subject = f"Frage {where.item.id}" if isinstance(where, Placed) else ""
                yield Finding(where.file, line, subject, problem, remedy, name, level)

        RULES.append(Rule(name, reason, level, check))
        return function

    return register


def check(course: Course) -> list[Finding]:
    """Everything that is wrong in the course: what reading it found and what the rules find."""
    findings = list(course.findings)
    for one in RULES:
        findings.extend(one.check(course))
    return sorted(set(findings))


def _choices(course: Course) -> Iterator[Placed[SingleChoice]]:
    for placed in course.bank.active():
        if isinstance(placed.item, SingleChoice):
            yield placed  # type: ignore[misc]


def _texts(question: Question) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every text of a question with its path."""
    yield ("stem",), question.stem
    yield ("explanation",), question.explanation
    if isinstance(question, SingleChoice):
        for i, option in enumerate(question.options):
            yield ("options", i, "text"), option.text
            yield ("options", i, "feedback"), option.feedback
    if isinstance(question, Order):
        for i, item in enumerate(question.items):
            yield ("items", i, "text"), item.text
            yield ("items", i, "feedback"), item.feedback
    if isinstance(question, Match):
        for i, pair in enumerate(question.pairs):
            yield ("pairs", i, "left"), pair.left
            yield ("pairs", i, "right"), pair.right
            yield ("pairs", i, "feedback"), pair.feedback
        for i, text in enumerate(question.extra):
            yield ("extra", i), text
    if isinstance(question, Cloze | Numeric):
        yield ("feedback", "correct"), question.feedback.correct
        yield ("feedback", "incorrect"), question.feedback.incorrect


# The bank: references


@rule("eindeutige-id", "Der Lernstand hängt an der Id; zwei gleiche würden vermischt.")
def unique_ids(course: Course) -> Iterator[tuple]:
    seen: dict[str, Placed[Question]] = {}
    for placed in course.bank.questions:
        first = seen.setdefault(placed.item.id, placed)
        if first is not placed:
            yield (
                placed,
                placed.line("id"),
                f"Die id steht schon in {first.file}:{first.line('id')}.",
                "Vergeben Sie eine neue; alte Ids werden auch nach dem Stilllegen nicht wieder benutzt.",
            )


@rule("bekannte-lektion", "Jede Frage gehört zu einer Lektion und einem ihrer Lernziele.")
def known_lesson_and_objective(course: Course) -> Iterator[tuple]:
    for placed in course.bank.active():
        lesson = course.lessons.get(placed.item.lesson)
        if lesson is None:
            yield (
                placed,
                placed.line("lesson"),
                f"Die Lektion „{placed.item.lesson}“ gibt es nicht.",
                _near(placed.item.lesson, course.lessons),
            )
        elif lesson.head and placed.item.objective not in lesson.facts.objectives:
            yield (
                placed,
                placed.line("objective"),
                f"Die Lektion {lesson.slug} hat kein Lernziel „{placed.item.objective}“.",
                _near(placed.item.objective, lesson.facts.objectives),
            )


def _near(word: str, known: Iterable[str]) -> str:
    names = sorted(known)
    near = difflib.get_close_matches(word, names, 1)
    return f"Meinten Sie „{near[0]}“?" if near else f"Bekannt sind: {', '.join(names[:12])}."


@rule("bekannte-quelle", "Zitiert wird allein, was in docs/quellen.yml steht.")
def known_sources(course: Course) -> Iterator[tuple]:
    advice = "Tragen Sie sie in docs/quellen.yml ein oder nehmen Sie den Schlüssel heraus."
    for placed in course.bank.questions:
        for key in placed.item.sources:
            if key not in course.sources:
                yield placed, placed.line("sources"), f"Die Quelle „{key}“ ist unbekannt.", advice
    for page in course.pages:
        for line, key in page.citations:
            if key not in course.sources:
                yield page, line, f"Die Quelle „{key}“ ist unbekannt.", advice


@rule("quelle-im-text", "Zitieren lässt sich allein im Fließtext; in Kopf und Bildzeile bliebe der Schlüssel stehen.")
def sources_are_cited_in_prose(course: Course) -> Iterator[tuple]:
    for page in course.pages:
        texts = [(line, match[3] or "") for line, text in page.prose_lines for match in IMAGE.finditer(text)]
        if page.head is not None:
            for name, value in page.head.item:
                if isinstance(value, dict):
                    texts += [(page.head.line(name, key), text) for key, text in value.items()]
                elif isinstance(value, str):
                    texts.append((page.head.line(name), value))
        for line, text in texts:
            for found in CITATION.finditer(text):
                yield page, line, f"„{found[0]}“ bliebe hier so stehen.", "Zitieren Sie im Text der Seite."


@dataclass(frozen=True)
class _Somewhere:
    """A whole file, where no single question is to blame."""

    file: str


@rule("gepruefte-lernziele", "Ein Lernziel, das keine Übungsfrage prüft, ist ein leeres Versprechen.")
def objectives_are_examined(course: Course) -> Iterator[tuple]:
    owner: dict[str, str] = {}
    for lesson in course.lessons.values():
        if lesson.head is None:
            continue
        asked = {placed.item.objective for placed in course.bank.active(lesson.slug, "practice")}
        for objective in lesson.facts.objectives:
            line = lesson.head.line("objectives", objective)
            if objective not in asked:
                yield (
                    lesson,
                    line,
                    f"Das Lernziel „{objective}“ wird von keiner Übungsfrage geprüft.",
                    "Schreiben Sie eine Frage dazu oder streichen Sie das Ziel.",
                )
            if owner.setdefault(objective, lesson.slug) != lesson.slug:
                yield (
                    lesson,
                    line,
                    f"Das Lernziel „{objective}“ gehört schon zur Lektion {owner[objective]}.",
                    "Vergeben Sie eine andere id.",
                )


# The bank: form of a question


@rule("ein-schluessel", "Wer richtig antwortet, muss auch gewinnen können.")
def keys_fit_the_type(course: Course) -> Iterator[tuple]:
    for placed in _choices(course):
        right = sum(option.correct for option in placed.item.options)
        if right == 0:
            yield (
                placed,
                placed.line("options"),
                "Keine Option ist richtig.",
                "Setzen Sie bei der richtigen correct: true.",
            )
        elif placed.item.type == "single" and right > 1:
            yield (
                placed,
                placed.line("options"),
                f"{right} Optionen sind richtig.",
                "Setzen Sie nur bei einer correct: true oder wählen Sie type: multiple.",
            )
        elif right == len(placed.item.options):
            yield placed, placed.line("options"), "Alle Optionen sind richtig.", "Mindestens eine muss falsch sein."


MOST_BLANKS = 40  # texts of one answer that a stored progress may have: LIMITS.given in lernstand.js


@rule("luecken", "Eine Lücke braucht mindestens eine Antwort, die zählt.")
def blanks_have_answers(course: Course) -> Iterator[tuple]:
    for placed in course.bank.active():
        question = placed.item
        if isinstance(question, Cloze):
            blanks = question.blanks()
            if not blanks:
                yield (
                    placed,
                    placed.line("stem"),
                    "Der Lückentext hat keine Lücke.",
                    "Schreiben Sie [[Antwort|andere Schreibung]] in den stem.",
                )
            if len(blanks) > MOST_BLANKS:
                yield (
                    placed,
                    placed.line("stem"),
                    f"Der Lückentext hat {len(blanks)} Lücken.",
                    f"Höchstens {MOST_BLANKS} gehen; machen Sie zwei Fragen daraus.",
                )
            if any(not answer for blank in blanks for answer in blank):
                yield (
                    placed,
                    placed.line("stem"),
                    "Eine Lücke hat eine leere Antwort.",
                    "Zwischen [[, | und ]] muss etwas stehen.",
                )
        elif "[[" in question.stem:
            yield (
                placed,
                placed.line("stem"),
                "Eckige Doppelklammern stehen nur in Lückentexten.",
                "Wählen Sie type: cloze oder formulieren Sie um.",
            )


LISTED = re.compile(r"\A(\d+[.)]|[-+*]) ")  # the build keeps such a beginning from becoming a list
MAY_BE_MARKUP = re.compile(r"[<\[{]|\A[^\w„‚(]")  # without any of these, a line is a paragraph with emphasis at most


def _in_one_paragraph(text: str) -> tuple[str, str] | None:
    """What of `text` is more than a paragraph with emphasis and links, and what to do; None if it is not."""
    text = LISTED.sub("", " ".join(text.split()), count=1)
    if not MAY_BE_MARKUP.search(text):
        return None
    found = convert(text)
    written = [problem.what for problem in found.problems if problem.kind in ("html", "comment", "element")]
    written += MARKER.findall(text) and ["<!--"]
    if written:
        shown = shorten(written[0], 30)
        return (
            f"Im Text steht HTML („{shown}“).",
            "Nehmen Sie Markdown: **fett**, *kursiv*; ein einzelnes < ist erlaubt.",
        )
    if found.blocks != ("p",):
        return "Der Text enthält eine Liste, ein Zitat, eine Überschrift oder Code.", "Fragetexte sind ein Absatz."
    attribute = next((problem.what for problem in found.problems if problem.kind == "attribute"), found.marked)
    if attribute:
        return (
            f"Im Text steht ein Attribut („{shorten(attribute, 30)}“).",
            "Nehmen Sie die geschweiften Klammern heraus.",
        )
    citation = CITATION.search(text)
    if citation:
        return f"Im Text steht die Quelle „{citation[0]}“.", "Quellen stehen unter sources."
    for link in found.links:
        if link.is_image:
            return f"Im Text steht das Bild „{shorten(link.target, 30)}“.", "Bilder haben Fragen nicht."
        if not link.target.startswith(("https://", "http://")):
            return (
                f"Im Text steht ein Link ohne https:// („{shorten(link.target, 30)}“).",
                "Nennen Sie die ganze Adresse.",
            )
    return None


@rule("kein-html", "Fragen sind Markdown; HTML könnte die Seite zerlegen oder Skripte einschleusen.")
def no_html_in_questions(course: Course) -> Iterator[tuple]:
    for placed in course.bank.questions:
        for path, text in _texts(placed.item):
            wrong = _in_one_paragraph(BLANK.sub("x", text) if path == ("stem",) else text)
            if wrong:
                yield placed, placed.line(*path), *wrong


@rule("kein-html-in-quellen", "Eine Quelle steht in jeder Lektion, die sie zitiert, und ihr Text ist Markdown.")
def no_html_in_sources(course: Course) -> Iterator[tuple]:
    for placed in course.sources.values():
        for name in ("label", "work", "seen"):
            wrong = _in_one_paragraph(getattr(placed.item, name))
            if wrong:
                yield _Somewhere(placed.file), placed.line(name), *wrong


@rule("optionen", "Drei Optionen genügen, doppelte verraten oder verwirren.")
def options_differ(course: Course) -> Iterator[tuple]:
    for placed in course.bank.active():
        question = placed.item
        texts: list[str] = []
        if isinstance(question, SingleChoice):
            texts, name = [option.text for option in question.options], "options"
        elif isinstance(question, Order):
            texts, name = [item.text for item in question.items], "items"
        elif isinstance(question, Match):
            texts, name = [pair.left for pair in question.pairs], "pairs"
        seen = Counter(normalize(text) for text in texts)
        for i, text in enumerate(texts):
            if seen[normalize(text)] > 1:
                yield (
                    placed,
                    placed.line(name, i),
                    f"„{shorten(text, 40)}“ steht mehrmals.",
                    "Formulieren Sie eine der beiden anders.",
                )
                break


UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@functools.lru_cache(maxsize=100_000)  # four rules ask, and a preview asks again after every change
def normalize(text: str) -> str:
    """Text without case, punctuation and spelling variants, for comparing."""
    return " ".join(re.findall(r"\w+", text.casefold().translate(UMLAUTS)))


@rule("alle-oder-keine", "„Alle genannten“ verrät sich, sobald man zwei Optionen kennt (Dossier 2b, Regeln 25/26).")
def no_all_or_none(course: Course) -> Iterator[tuple]:
    pattern = re.compile(
        r"\b(alle|keine|beide|nichts) (der |davon|von )?(genannten|oben|davon|antworten|optionen)|\bsowohl A als auch B\b",
        re.I,
    )
    for placed in _choices(course):
        for i, option in enumerate(placed.item.options):
            if pattern.search(option.text):
                yield (
                    placed,
                    placed.line("options", i, "text"),
                    f"Die Option „{shorten(option.text, 40)}“ fasst andere zusammen.",
                    "Schreiben Sie eine eigenständige Aussage oder wählen Sie type: multiple.",
                )


@rule(
    "stamm-ende",
    "Der Stamm endet als Frage, Aufforderung oder mit Doppelpunkt; sonst weiß niemand, was zu tun ist.",
    WARNING,
)
def stems_end_as_questions(course: Course) -> Iterator[tuple]:
    for placed in course.bank.active():
        question = placed.item
        if not isinstance(question, Cloze) and not re.search(r"[?:][“‘*)]*$", question.stem):
            yield (
                placed,
                placed.line("stem"),
                "Der Stamm endet weder mit ? noch mit :.",
                "Stellen Sie am Schluss die Frage.",
            )


@rule("laengen-verhaeltnis", "Eine auffällig lange Option zieht an, ob sie stimmt oder nicht (Dossier 2b).", WARNING)
def options_have_like_lengths(course: Course) -> Iterator[tuple]:
    for placed in _choices(course):
        lengths = [len(option.text) for option in placed.item.options]
        if max(lengths) > 1.5 * min(lengths) and max(lengths) - min(lengths) > 15:
            yield (
                placed,
                placed.line("options"),
                f"Die Optionen sind {min(lengths)} bis {max(lengths)} Zeichen lang.",
                "Gleichen Sie an: längste höchstens das Anderthalbfache der kürzesten.",
            )


@rule(
    "laengen-verrat",
    "Ist die richtige Option öfter als zufällig die längste, lernt man das statt des Inhalts (Dossier 2b).",
    WARNING,
)
def length_gives_nothing_away(course: Course) -> Iterator[tuple]:
    for file, group in _by_file(course).items():
        longest = [placed for placed in group if _is_longest(placed.item)]
        if len(group) >= 8 and len(longest) > 0.45 * len(group):
            yield (
                _Somewhere(file),
                0,
                f"In {len(longest)} von {len(group)} Fragen ist die richtige Option die längste.",
                "Kürzen Sie dort oder verlängern Sie die anderen: höchstens 45 Prozent.",
            )


def _by_file(course: Course) -> dict[str, list[Placed[SingleChoice]]]:
    groups: dict[str, list[Placed[SingleChoice]]] = {}
    for placed in _choices(course):
        if placed.item.type == "single":
            groups.setdefault(placed.file, []).append(placed)
    return groups


def _is_longest(question: SingleChoice) -> bool:
    lengths = sorted((len(option.text), option.correct) for option in question.options)
    return lengths[-1][1] and lengths[-1][0] > lengths[-2][0]


@rule("lage", "Liegt die richtige Option meist am selben Platz, verrät sich das (Dossier 2b, Regel 20).", WARNING)
def keys_are_spread(course: Course) -> Iterator[tuple]:
    for file, group in _by_file(course).items():
        places = Counter(
            next(i for i, o in enumerate(p.item.options) if o.correct)
            for p in group
            if any(o.correct for o in p.item.options)
        )
        if len(group) >= 8 and places and places.most_common(1)[0][1] > 0.6 * len(group):
            place, count = places.most_common(1)[0]
            yield (
                _Somewhere(file),
                0,
                f"In {count} von {len(group)} Fragen ist Option {place + 1} richtig.",
                "Mischen Sie die Plätze.",
            )


@rule("verneinung", "Eine Verneinung im Stamm prüft das Lesen, nicht das Wissen (Dossier 2b, Regel 17).", WARNING)
def stems_are_positive(course: Course) -> Iterator[tuple]:
    for placed in course.bank.active():
        question = re.split(r"(?<=[.!“])\s+", placed.item.stem)[-1]
        if re.search(r"\b(nicht|kein\w*|außer|ausgenommen)\b", question) and not re.search(
            r"\*\*(nicht|kein\w*|außer)\*\*", question
        ):
            yield (
                placed,
                placed.line("stem"),
                "Die Frage ist verneint.",
                "Fragen Sie positiv oder heben Sie das Wort mit ** hervor.",
            )


@rule(
    "absolute-woerter",
    "Immer und nie stehen meist in falschen Optionen; wer das weiß, rät richtig (Dossier 2b, Regel 28a).",
    WARNING,
)
def absolutes_are_even(course: Course) -> Iterator[tuple]:
    pattern = re.compile(r"\b(immer|nie|niemals|stets|völlig|ausschließlich)\b", re.I)
    for placed in _choices(course):
        wrong = [i for i, o in enumerate(placed.item.options) if not o.correct and pattern.search(o.text)]
        right = [o for o in placed.item.options if o.correct and pattern.search(o.text)]
        if wrong and not right:
            yield (
                placed,
                placed.line("options", wrong[0], "text"),
                "Ein absolutes Wort steht allein in einer falschen Option.",
                "Schwächen Sie es ab.",
            )


@rule(
    "klang-verrat",
    "Ein seltenes Wort aus dem Stamm allein in der richtigen Option ist ein Wink (Dossier 2b, Regel 28b).",
    WARNING,
)
def keys_do_not_echo_the_stem(course: Course) -> Iterator[tuple]:
    for placed in _choices(course):
        if placed.item.type != "single":
            continue
        stem = {word for word in normalize(placed.item.stem).split() if len(word) > 7}
        echoes = [stem & set(normalize(o.text).split()) for o in placed.item.options]
        key = next((i for i, o in enumerate(placed.item.options) if o.correct), 0)
        if echoes[key] and not any(e for i, e in enumerate(echoes) if i != key):
            yield (
                placed,
                placed.line("options", key, "text"),
                f"„{sorted(echoes[key])[0]}“ aus dem Stamm steht allein in der richtigen Option.",
                "Streichen Sie es dort oder nehmen Sie es auch woanders auf.",
            )


@rule("gleiche-form", "Endet eine Option anders als die übrigen, fällt sie auf (Dossier 2b, Regel 23).", WARNING)
def options_share_punctuation(course: Course) -> Iterator[tuple]:
    for placed in _choices(course):
        ends = Counter(bool(re.search(r"[.?!][“‘]?$", option.text)) for option in placed.item.options)
        if len(ends) > 1:
            yield (
                placed,
                placed.line("options"),
                "Einige Optionen enden mit einem Satzzeichen, andere nicht.",
                "Schreiben Sie alle als Satz oder alle als Stichwort.",
            )


@rule("ueberlappung", "Steckt eine Option in einer anderen, sind vielleicht beide richtig (Dossier 2b).", WARNING)
def options_do_not_contain_each_other(course: Course) -> Iterator[tuple]:
    for placed in _choices(course):
        texts = [normalize(option.text) for option in placed.item.options]
        for i, text in enumerate(texts):
            if any(i != j and text and f" {text} " in f" {other} " for j, other in enumerate(texts)):
                yield (
                    placed,
                    placed.line("options", i, "text"),
                    f"„{shorten(placed.item.options[i].text, 40)}“ steckt in einer anderen Option.",
                    "Grenzen Sie beide voneinander ab.",
                )


@rule("dubletten", "Zweimal dieselbe Frage lehrt nichts Neues.", WARNING)
def stems_are_not_repeated(course: Course) -> Iterator[tuple]:
    seen: dict[str, Placed[Question]] = {}
    for placed in course.bank.active():
        first = seen.setdefault(normalize(placed.item.stem), placed)
        if first is not placed:
            yield placed, placed.line("stem"), f"Denselben Stamm hat {first.item.id}.", "Fragen Sie etwas anderes."


@rule("sie-form", "Der Kurs siezt; „du“ steht nur in wörtlicher Rede.", WARNING)
def learners_are_addressed_formally(course: Course) -> Iterator[tuple]:
    pattern = re.compile(r"\b(du|dir|dich|dein\w*|euch|eure\w*)\b", re.I)
    for placed in course.bank.active():
        for path, text in _texts(placed.item):
            if pattern.search(re.sub(r"„[^“]*“|‚[^‘]*‘", "", text)):
                yield placed, placed.line(*path), f"„{shorten(text, 40)}“ duzt.", "Schreiben Sie Sie, Ihnen, Ihr."


# Lessons


@rule("quiz-marke", "Eine Lektion zeigt ihre Fragen durch genau eine Marke.")
def markers_and_questions_belong_together(course: Course) -> Iterator[tuple]:
    for page in course.pages:
        marks = [(line, argument) for line, name, argument in page.markers if name == Marker.QUIZ]
        if not isinstance(page, Lesson):
            for line, _ in marks:
                yield (
                    page,
                    line,
                    "Auf dieser Seite steht eine Quiz-Marke, sie ist aber keine Lektion.",
                    "Löschen Sie die Marke.",
                )
            continue
        questions = course.bank.active(page.slug, "practice")
        for line, argument in marks:
            if argument != page.slug:
                yield (
                    page,
                    line,
                    f"Die Marke nennt „{argument}“, die Lektion heißt {page.slug}.",
                    f"Schreiben Sie <!-- quiz: {page.slug} -->.",
                )
        for line, _ in marks[1:]:
            yield page, line, "Die Quiz-Marke steht zweimal.", "Löschen Sie eine."
        if marks and not questions:
            yield (
                page,
                marks[0][0],
                "Zur Quiz-Marke gibt es keine Übungsfragen.",
                f"Legen Sie Fragen mit lesson: {page.slug} und use: practice an.",
            )
        if questions and not marks:
            yield (
                page,
                0,
                f"Zu {len(questions)} Fragen fehlt die Quiz-Marke.",
                f"Setzen Sie <!-- quiz: {page.slug} --> vor „Bis nächste Woche“.",
            )


MARKER_PARTS = {
    Marker.OPERATOR: {"abruf", "anbieter", "datenschutz", "kontakt"},
    Marker.RECORD_STORE: {"arbeitgeber", "kurz", "was"},
    Marker.NUMBER: {"bestehen", "test"},
}
"""What may stand behind the colon; a quiz and a tool name something of the course, behind the others is nothing."""


@rule("bekannte-marke", "Ein Tippfehler in einer Marke ließe einen Teil der Seite still verschwinden.")
def markers_are_known(course: Course) -> Iterator[tuple]:
    tools = {path.parent.name for path in (course.root / "overrides" / "tools").glob("*/template.html")}
    parts = {**MARKER_PARTS, Marker.TOOL: tools}
    own_page = {
        Marker.MODULE: ({module.index.file for module in course.modules}, "die erste Seite eines Moduls"),
        Marker.PATH: ({path.page.file for path in course.paths}, "die Seite eines Weges"),
    }
    for page in course.pages:
        for line, name, argument in page.markers:
            if name not in list(Marker):
                yield page, line, f"Die Marke „{name}“ gibt es nicht.", _near(name, list(Marker))
                continue
            marker = Marker(name)
            files, what = own_page.get(marker, ({page.file}, ""))
            known = {argument} if marker is Marker.QUIZ else parts.get(marker, {""})
            if marker is Marker.TOOL and argument not in known:
                yield page, line, f"Das Werkzeug „{argument}“ gibt es nicht.", _near(argument, known)
            elif argument not in known:
                remedy = _near(argument, known) if known != {""} else f"Schreiben Sie <!-- {name} -->."
                yield page, line, f"Hinter der Marke „{name}“ steht „{shorten(argument, 40)}“.", remedy
            elif page.file not in files:
                yield page, line, f"Die Marke „{name}“ gehört auf {what}.", "Löschen Sie sie hier."


@rule("kein-quiz-block", "Fragen stehen in quizzes/, wo sie geprüft werden; <quiz> im Text umginge jede Prüfung.")
def no_raw_quizzes(course: Course) -> Iterator[tuple]:
    for page in course.pages:
        for line, text in page.prose_lines:
            if re.search(r"</?\s*\??\s*quiz\b", text, re.I) or re.search(r"mkdocs-quiz (intro|results)", text):
                yield (
                    page,
                    line,
                    "Im Text steht ein <quiz>-Block.",
                    "Legen Sie die Frage in quizzes/ an und setzen Sie <!-- quiz: lektion -->.",
                )
            elif re.match(r"\s*[-*+] \[[ xX]?\]", text):
                yield (
                    page,
                    line,
                    "Im Text steht eine Ankreuzliste, die wie eine Frage aussieht.",
                    "Nehmen Sie eine einfache Liste oder legen Sie eine Frage an.",
                )


def _converted(page: Page) -> Converted:
    """What a browser gets of the author's text; the scenes of a conversation are no Markdown."""
    return convert(introduction(page) if page.is_conversation else page.body, page.body_line)


@rule("kein-html-im-text", "Inhalte bleiben Markdown, damit sie auch ohne diesen Generator leben.")
def no_html_in_pages(course: Course) -> Iterator[tuple]:
    for page in course.pages:
        for problem in _converted(page).problems:
            if not re.match(r"</?\s*\??\s*quiz\b", problem.what, re.I):  # another rule says what to do then
                yield page, problem.line or page.body_line, *_forbidden(problem)


def _forbidden(problem: Problem) -> tuple[str, str]:
    shown = shorten(problem.what, 40)
    if problem.kind == "comment":
        known = "Marken sehen so aus: <!-- quiz: lektion -->. Kommentare könnten alle lesen; nehmen Sie sie heraus."
        return f"„{shown}“ ist keine Marke.", known
    if problem.kind == "attribute":
        return f"Im Text steht das Attribut „{shown}“.", "Erlaubt sind { #anker }, { .klasse }, lang, title und hidden."
    if problem.kind != "link":
        return f"Im Text steht HTML („{shown}“).", "Nehmen Sie Markdown."
    if re.match(r"\s*(java|vb)script:|\s*data:", problem.what, re.I):
        return "Ein Link führt ein Skript aus.", "Verlinken Sie eine Seite."
    remedy = (
        "Links beginnen mit https://, mailto: oder tel:, oder sie nennen eine Datei in docs/; Bilder liegen in docs/."
    )
    return f"Die Adresse „{shown}“ ist hier nicht erlaubt.", remedy


SUFFIXES = frozenset(
    {".md", ".yml", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".avif", ".ico"}
    | {".pdf", ".mp3", ".mp4", ".webm", ".vtt", ".csv", ".txt"}
)


def _files(docs: Path) -> Iterator[tuple[str, bool]]:
    """Every file below docs/ as the build finds it, and whether it is a link to elsewhere, as folders may be too."""
    for folder, folders, names in os.walk(docs):
        here = Path(folder)
        links = [name for name in folders if (here / name).is_symlink()]
        for name in sorted([*names, *links]):
            if not name.startswith("."):
                yield (here / name).relative_to(docs).as_posix(), (here / name).is_symlink()


@rule("dateien", "Alles in docs/ wird veröffentlicht; was ein Browser ausführen könnte, gehört nicht hinein.")
def only_content_lies_in_docs(course: Course) -> Iterator[tuple]:
    for name, is_link in _files(course.root / "docs"):
        where, suffix = _Somewhere(f"docs/{name}"), posixpath.splitext(name)[1]
        if is_link:
            yield where, 0, "Das ist eine Verknüpfung (Symlink).", "Legen Sie die Datei selbst hierher."
        elif suffix not in SUFFIXES and suffix.lower() in SUFFIXES:
            yield where, 0, f"Die Endung „{suffix}“ ist groß geschrieben.", f"Nennen Sie die Datei …{suffix.lower()}."
        elif suffix not in SUFFIXES:
            yield where, 0, "Solche Dateien gehören nicht in docs/.", f"Erlaubt sind {', '.join(sorted(SUFFIXES))}."


@rule("nav", "Eine Seite, die nicht in der Navigation steht, findet niemand.")
def every_page_is_in_the_navigation(course: Course) -> Iterator[tuple]:
    for page in course.pages:
        if page.file not in course.order:
            name = page.file.removeprefix("docs/")
            yield (
                page,
                1,
                "Die Seite steht nicht in der Navigation.",
                f"Tragen Sie „{name}“ in mkdocs.yml unter nav ein.",
            )


@rule("links", "Ein Link ins Leere oder ein fehlendes Bild enttäuscht alle, die ihm folgen.")
def links_lead_somewhere(course: Course) -> Iterator[tuple]:
    files = {name for name, _ in _files(course.root / "docs") if not name.endswith(".yml")}
    for page in course.pages:
        for link in _converted(page).links:
            parts = path_of(link.target)
            if parts is None:
                continue  # out of the course, or forbidden by another rule
            path, anchor = parts
            own = page.file.removeprefix("docs/")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(own), path)) if path else own
            line, shown = link.line or page.body_line, shorten(link.target, 60)
            if not path and not anchor:
                yield page, line, "Hier fehlt, wohin der Link führt.", "Nennen Sie eine Datei oder eine Adresse."
            elif path.startswith("/"):
                remedy = "Nennen Sie die Datei von dieser Seite aus, zum Beispiel ../glossar.md."
                yield page, line, f"„{shown}“ beginnt mit einem Schrägstrich.", remedy
            elif target not in files:
                what = "Das Bild" if link.is_image else "Das Ziel"
                yield page, line, f"{what} „{shown}“ gibt es nicht.", _nearest_file(target, own, files)
            elif anchor and f"docs/{target}" in course.by_file:
                known = _anchors(course, course.by_file[f"docs/{target}"])
                if known is not None and anchor not in known:
                    yield page, line, f"Den Anker „#{anchor}“ gibt es in {target} nicht.", _near(anchor, known)


def _nearest_file(target: str, page: str, files: set[str]) -> str:
    same_name = sorted(name for name in files if posixpath.basename(name) == posixpath.basename(target))
    near = same_name or difflib.get_close_matches(target, sorted(files), 1, 0.75)
    if not near:
        return "Prüfen Sie Ordner und Schreibung; Groß und Klein zählen."
    return f"Meinten Sie „{posixpath.relpath(near[0], posixpath.dirname(page) or '.')}“?"


def _anchors(course: Course, page: Page) -> set[str] | None:
    """The anchors of a page, its author's and those of the parts that markers bring; None if the build alone knows."""
    known = set(_converted(page).ids)
    if isinstance(page, Lesson):
        known.add("quellen")
    for _, name, argument in page.markers:
        if name not in list(Marker):
            continue
        marker = Marker(name)
        if marker is Marker.QUIZ:
            known.add("quiz")
        elif marker is Marker.SOURCES:
            known |= {key.lower() for key in course.sources}
        else:
            text = _with_includes(course.root / "overrides", marker.template.format(argument))
            if re.search(r'\bid="[^"]*\{', text):
                return None
            known |= set(re.findall(r'\bid="([^"]+)"', text))
    return known


def _with_includes(folder: Path, name: str) -> str:
    """A template with those that it includes; "" where there is none."""
    text = (folder / name).read_text("utf-8") if (folder / name).is_file() else ""
    return text + "".join(_with_includes(folder, one) for one in re.findall(r'\{% include "([^"]+)"', text))


@rule("eindeutige-adresse", "Der Dateiname ist die Adresse der Lektion, und Adressen gelten für immer.")
def addresses_are_unique(course: Course) -> Iterator[tuple]:
    seen: dict[str, str] = {}
    for page in course.with_short_address:
        first = seen.setdefault(page.slug, page.file)
        if first != page.file:
            yield page, 0, f"Die Adresse /{page.slug}/ gehört schon zu {first}.", "Benennen Sie die Datei um."
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", page.slug):
            yield page, 0, f"„{page.slug}“ taugt nicht als Adresse.", "Nur a–z, Ziffern und Bindestriche."


@rule("anker", "Auf Überschriften wird verlinkt; ihr Anker darf sich mit dem Wortlaut nicht ändern.")
def headings_have_anchors(course: Course) -> Iterator[tuple]:
    for page in course.pages:
        seen: set[str] = set()
        titles = [section for section in page.sections if section.level == 1]
        if len(titles) != 1:
            yield (
                page,
                page.body_line,
                f"Die Seite hat {len(titles)} Überschriften erster Ebene.",
                "Genau eine „# Titel“.",
            )
        if page.is_conversation:
            continue  # its „## …“ name scenes, which never show; conversation.py checks them
        for section in page.sections:
            if section.level > 1 and not section.anchor:
                yield (
                    page,
                    section.line,
                    f"Der Überschrift „{shorten(section.title, 40)}“ fehlt der Anker.",
                    "Schreiben Sie dahinter { #kurzes-wort }.",
                )
            elif section.anchor in seen:
                yield page, section.line, f"Den Anker „{section.anchor}“ gibt es zweimal.", "Wählen Sie einen anderen."
            elif section.anchor and not re.fullmatch(r"[a-z][a-z0-9-]*", section.anchor):
                yield (
                    page,
                    section.line,
                    f"Der Anker „{section.anchor}“ enthält andere Zeichen als a–z, 0–9 und -.",
                    "Schreiben Sie ae, oe, ue, ss.",
                )
            if section.anchor:
                seen.add(section.anchor)


@rule("bild-text", "Wer ein Bild nicht sieht, braucht, was es sagt.")
def images_have_text(course: Course) -> Iterator[tuple]:
    for page in course.pages:
        for link in _converted(page).links:
            if link.is_image and len(link.words.split()) < 3:
                yield (
                    page,
                    link.line or page.body_line,
                    f"Dem Bild {shorten(link.target)} fehlt der Alternativtext.",
                    "Schreiben Sie zwischen ![ und ] in einem Satz, was es sagt.",
                )


@rule("aufbau", "Jede Lektion hat denselben Aufbau, damit man sich zurechtfindet (Kurslandkarte).")
def lessons_have_all_parts(course: Course) -> Iterator[tuple]:
    for lesson in course.lessons.values():
        anchors = {section.anchor for section in lesson.sections}
        for anchor, what in (("belege", "Was man darüber weiß"), ("uebung", "Jetzt Sie"), ("kernpunkte", "Kernpunkte")):
            if anchor not in anchors:
                yield (
                    lesson,
                    0,
                    f"Es fehlt der Abschnitt mit dem Anker #{anchor}.",
                    f"Ergänzen Sie „## {what} {{ #{anchor} }}“.",
                )
        if not re.search(r'^!!! tip "Bis nächste Woche"[ \t]*$', lesson.body, re.M):
            yield (
                lesson,
                0,
                "Es fehlt die Aufgabe für die Woche.",
                'Ergänzen Sie !!! tip "Bis nächste Woche" als eigene Zeile und darunter, eingerückt, die Aufgabe.',
            )
        order = [m for m in ("{ #uebung", "<!-- quiz:", "!!! tip", "{ #kernpunkte") if m in lesson.body]
        if order != sorted(order, key=lesson.body.index):
            yield (
                lesson,
                0,
                "Die Teile stehen in anderer Reihenfolge als Übung, Quiz, Wochenaufgabe, Kernpunkte.",
                "Stellen Sie um.",
            )


@rule("belegt", "Der Abschnitt #belege nennt mindestens eine Quelle.")
def evidence_is_cited(course: Course) -> Iterator[tuple]:
    for lesson in course.lessons.values():
        if not lesson.citations:
            yield lesson, 0, "Die Lektion nennt keine Quelle.", "Setzen Sie [Schlüssel] hinter die Aussage."


@rule("fall-laenge", "Der Fall führt hinein; 60 bis 150 Wörter genügen.", WARNING)
def cases_are_short(course: Course) -> Iterator[tuple]:
    for lesson in course.lessons.values():
        before = re.split(r"^## ", lesson.body, maxsplit=1, flags=re.M)[0]
        count = Page(lesson.path, lesson.file, None, re.sub(r"^# .*$", "", before, flags=re.M), 1).words()
        if not 60 <= count <= 150:
            yield lesson, lesson.body_line, f"Der Fall hat {count} Wörter.", "60 bis 150 sind gedacht."


@rule("umfang", "Eine Lektion dauert 6 bis 10 Minuten.", WARNING)
def lessons_take_ten_minutes(course: Course) -> Iterator[tuple]:
    for lesson in course.lessons.values():
        if not 700 <= lesson.words() <= 1300:
            yield lesson, 0, f"Die Lektion hat {lesson.words()} Wörter.", "700 bis 1.300 sind gedacht."
        if lesson.head and not 6 <= lesson.facts.minutes <= 10:
            yield (
                lesson,
                lesson.head.line("minutes"),
                f"Die Lektion dauert {lesson.facts.minutes} Minuten.",
                "6 bis 10 sind gedacht.",
            )


@rule("ideen", "Keine Idee des Artikels fehlt im Kurs.")
def every_idea_is_a_lesson(course: Course) -> Iterator[tuple]:
    taught = {idea for lesson in course.lessons.values() if lesson.head for idea in lesson.facts.ideas}
    for idea, text in course.ideas.items():
        if idea not in taught:
            yield (
                _Somewhere("docs/ideen.yml"),
                0,
                f"Zur Idee {idea} („{shorten(text, 40)}“) gibt es keine Lektion.",
                "Nennen Sie sie unter ideas: im Kopf einer Lektion.",
            )
    for lesson in course.lessons.values() if course.ideas else ():
        for idea in lesson.facts.ideas if lesson.head else ():
            if idea not in course.ideas:
                yield (
                    lesson,
                    lesson.head.line("ideas"),  # type: ignore[union-attr]
                    f"Die Idee „{idea}“ steht nicht in docs/ideen.yml.",
                    "Tragen Sie sie dort ein oder nehmen Sie sie aus ideas: heraus.",
                )


@rule("wege", "Ein Weg führt nur zu Lektionen, die es gibt.")
def paths_lead_somewhere(course: Course) -> Iterator[tuple]:
    for path in course.paths:
        assert path.page.head is not None
        for slug in path.page.head.item.path:  # type: ignore[attr-defined]
            if not course.resolve(slug):
                yield (
                    path.page,
                    path.page.head.line("path"),
                    f"„{slug}“ ist weder Lektion noch Modul.",
                    _near(slug, [*course.lessons, *(m.slug for m in course.modules)]),
                )


@rule("pruefungspool", "Der Abschlusstest zieht aus jedem Modul; jede Lektion kommt darin vor.")
def every_lesson_is_examined(course: Course) -> Iterator[tuple]:
    for module in course.modules if course.ideas else ():
        pool = [placed for lesson in module.lessons for placed in course.bank.active(lesson.slug, "exam")]
        if module.lessons and len(pool) < 5:
            yield (
                module.index,
                0,
                f"Das Modul hat {len(pool)} Prüfungsfragen.",
                "Mindestens fünf mit use: exam sind nötig.",
            )
        for lesson in module.lessons:
            if not course.bank.active(lesson.slug, "exam"):
                yield lesson, 0, "Zur Lektion gibt es keine Prüfungsfrage.", "Schreiben Sie eine mit use: exam."


@rule("modulseite", "Was im Modul steht und keine Lektion ist, fehlte sonst still in Menü und Fortschritt.")
def modules_hold_lessons_and_the_exam(course: Course) -> Iterator[tuple]:
    folders = {module.index.path.parent: module for module in course.modules}
    conversations = {page.file for page in course.conversations}
    for page in course.pages:
        module = folders.get(page.path.parent)
        if module and page.head and page.file not in conversations and course.module_of(page) is not module:
            yield (
                page,
                1,
                f"Die Seite liegt im Modul {module.slug}, ist dort aber keine Lektion.",
                "Nennen Sie Lernziele (objectives) und tragen Sie sie in mkdocs.yml ein, oder verschieben Sie sie.",
            )


@rule("abschlusstest", "Es gibt einen Abschlusstest, und er kann so viele Fragen ziehen, wie er verspricht.")
def the_exam_can_be_drawn(course: Course) -> Iterator[tuple]:
    exams = [page for module in course.modules for page in module.exams]
    for page in exams[1:]:
        yield page, 1, f"Einen Abschlusstest gibt es schon: {exams[0].file}.", "Entfernen Sie hier „exam:“."
    for page in course.pages:
        marks = [line for line, name, argument in page.markers if (name, argument) == ("werkzeug", "abschlusstest")]
        if page in exams and len(marks) != 1:
            yield page, 1, f"Die Marke des Tests steht {len(marks)}-mal.", "Einmal: <!-- werkzeug: abschlusstest -->."
        elif page not in exams and marks:
            yield page, marks[0], "Diese Seite ist kein Abschlusstest.", "Setzen Sie „exam: 20“ in ihren Kopf."
        paper = [line for line, name, argument in page.markers if (name, argument) == ("werkzeug", "zertifikat")]
        if paper and not exams:
            yield page, paper[0], "Ein Zertifikat braucht einen Abschlusstest.", "Löschen Sie die Marke."
    if exams and "docs/zertifikat.md" not in course.by_file:
        yield exams[0], 1, "Zum Test fehlt die Seite docs/zertifikat.md.", "Legen Sie sie mit der Marke zertifikat an."
    pool = len(course.bank.active(use="exam"))
    if course.exam and course.exam.head and pool < course.exam.head.item.exam:  # type: ignore[attr-defined]
        yield (
            course.exam,
            course.exam.head.line("exam"),
            f"Es gibt nur {pool} Prüfungsfragen.",
            "Schreiben Sie mehr mit use: exam, oder ziehen Sie weniger.",
        )


@rule("fragenzahl", "Fünf Übungsfragen sind das Mindeste.")
def lessons_have_enough_questions(course: Course) -> Iterator[tuple]:
    for lesson in course.lessons.values():
        count = len(course.bank.active(lesson.slug, "practice"))
        if 0 < count < 5:
            yield lesson, 0, f"Die Lektion hat {count} Übungsfragen.", "Mindestens fünf sind nötig."


@rule("unfertig", "Platzhalter gehen nicht hinaus.")
def nothing_is_unfinished(course: Course) -> Iterator[tuple]:
    pattern = re.compile(r"\b(TODO|FIXME|XXX|Lorem ipsum|TBD)\b")
    for page in course.pages:
        for line, text in page.prose_lines:
            if pattern.search(text):
                yield page, line, f"Hier steht „{pattern.search(text)[0]}“.", "Schreiben Sie es fertig."  # type: ignore[index]

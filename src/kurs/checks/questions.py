"""What makes a single question sound: its key, its wording, its options. Where a rule rests on research, dossier 2b names it."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator
from typing import assert_never

from ..content.course import Course
from ..content.findings import WARNING, Remark, Rule, shorten
from ..content.model import (
    Choice,
    Cloze,
    Mark,
    Match,
    MultipleChoice,
    Numeric,
    Order,
    Placed,
    Rate,
    SingleChoice,
    Write,
    holds,
    texts,
)
from ..content.questions import ABBREVIATED


def choices(course: Course) -> Iterator[Placed[Choice]]:
    return (placed for placed in course.bank.active() if holds(placed, Choice))


@Rule("ein-schluessel", "Wer richtig antwortet, muss auch gewinnen können.")
def keys_fit_the_type(course: Course) -> Iterator[Remark]:
    for placed in choices(course):
        right = sum(option.correct for option in placed.item.options)
        if right == 0:
            yield placed.says("options", "Keine Option ist richtig.", "Setzen Sie bei der richtigen correct: true.")
        elif holds(placed, SingleChoice) and right > 1:
            yield placed.says(
                "options",
                f"{right} Optionen sind richtig.",
                "Setzen Sie nur bei einer correct: true oder wählen Sie type: multiple.",
            )
        elif right == len(placed.item.options):
            yield placed.says("options", "Alle Optionen sind richtig.", "Mindestens eine muss falsch sein.")


@Rule("markieren", "Zu suchen ist nur etwas, wenn es zu finden ist und nicht alles gemeint ist.")
def some_segments_are_marked(course: Course) -> Iterator[Remark]:
    for placed in course.bank.active():
        if holds(placed, Mark):
            marked = sum(segment.mark for segment in placed.item.segments)
            if marked == 0:
                yield placed.says(
                    "segments", "Keine Stelle ist zu markieren.", "Setzen Sie mindestens eine mark: true."
                )
            elif marked == len(placed.item.segments):
                yield placed.says("segments", "Alle Stellen sind zu markieren.", "Mindestens eine braucht mark: false.")


@Rule("ein-satz", "Wer eine Stelle markiert, meint einen Satz; in zweien bliebe offen, welchen.", WARNING)
def segments_are_single_sentences(course: Course) -> Iterator[Remark]:
    for placed in course.bank.active():
        for i, segment in enumerate(placed.item.segments if holds(placed, Mark) else ()):
            ends = re.finditer(r"[.!?…](?=[“”‘’]?\s+[„‚“‘]?[A-ZÄÖÜ])", segment.text)
            if any(not ABBREVIATED.search(segment.text[: end.end()]) for end in ends):
                yield placed.says(
                    ("segments", i, "text"),
                    f"„{shorten(segment.text, 40)}“ sind mehrere Sätze.",
                    "Machen Sie aus jedem Satz eine eigene Stelle.",
                )


@Rule("einschaetzen", "Sind alle Reaktionen gleich gut, ist nichts zu unterscheiden.")
def ratings_differ(course: Course) -> Iterator[Remark]:
    for placed in course.bank.active():
        if holds(placed, Rate) and len({reaction.rating for reaction in placed.item.reactions}) == 1:
            yield placed.says(
                "reactions",
                f"Alle Reaktionen haben rating: {placed.item.reactions[0].rating}.",
                "Mindestens zwei verschiedene sind nötig: helps, neutral oder harms.",
            )


@Rule("schreiben-nur-ueben", "Ob ein Satz gut ist, kann kein Test entscheiden; geschrieben wird nur in der Übung.")
def nobody_writes_in_the_exam(course: Course) -> Iterator[Remark]:
    for placed in course.bank.active(use="exam"):
        if holds(placed, Write):
            yield placed.says("use", "Eine Schreibaufgabe steht in der Prüfung.", "Schreiben Sie use: practice.")


@Rule("kriterien", "Ein Kriterium hakt man am eigenen Satz ab: Es sagt, was dort steht, und jedes etwas anderes.")
def criteria_can_be_ticked(course: Course) -> Iterator[Remark]:
    for placed in course.bank.active():
        criteria = placed.item.criteria if holds(placed, Write) else ()
        for i, text in enumerate(criteria):
            if text.rstrip("*_“” ").endswith("?"):
                problem = f"Das Kriterium „{shorten(text, 40)}“ ist eine Frage."
                yield placed.says(("criteria", i), problem, "Machen Sie eine Aussage daraus, die man abhaken kann.")
            if normalize(text) in map(normalize, criteria[:i]):
                problem = f"Das Kriterium „{shorten(text, 40)}“ steht zweimal."
                yield placed.says(("criteria", i), problem, "Formulieren Sie eines der beiden anders.")


@Rule("restseite", "Gehen alle Seiten auf, ergibt sich die letzte Zuordnung von selbst.", WARNING)
def matches_have_a_spare_side(course: Course) -> Iterator[Remark]:
    for placed in course.bank.active():
        if holds(placed, Match) and not placed.item.extra:
            yield placed.says(
                "pairs",
                "Jede rechte Seite gehört zu einer linken.",
                "Ergänzen Sie unter extra: eine, die übrig bleibt.",
            )


MOST_BLANKS = 40  # texts of one answer that a stored progress may have: LIMITS.given in document.js


@Rule("luecken", "Eine Lücke braucht mindestens eine Antwort, die zählt.")
def blanks_have_answers(course: Course) -> Iterator[Remark]:
    for placed in course.bank.active():
        question = placed.item
        if isinstance(question, Cloze):
            blanks = question.blanks()
            if not blanks:
                yield placed.says(
                    "stem",
                    "Der Lückentext hat keine Lücke.",
                    "Schreiben Sie [[Antwort|andere Schreibung]] in den stem.",
                )
            if len(blanks) > MOST_BLANKS:
                yield placed.says(
                    "stem",
                    f"Der Lückentext hat {len(blanks)} Lücken.",
                    f"Höchstens {MOST_BLANKS} gehen; machen Sie zwei Fragen daraus.",
                )
            if any(not answer for blank in blanks for answer in blank):
                yield placed.says(
                    "stem", "Eine Lücke hat eine leere Antwort.", "Zwischen [[, | und ]] muss etwas stehen."
                )
        elif "[[" in question.stem:
            yield placed.says(
                "stem",
                "Eckige Doppelklammern stehen nur in Lückentexten.",
                "Wählen Sie type: cloze oder formulieren Sie um.",
            )


@Rule("optionen", "Drei Optionen genügen, doppelte verraten oder verwirren.")
def options_differ(course: Course) -> Iterator[Remark]:
    for placed in course.bank.active():
        question = placed.item
        match question:
            case SingleChoice() | MultipleChoice():
                name, choices = "options", [option.text for option in question.options]
            case Order():
                name, choices = "items", [item.text for item in question.items]
            case Match():
                name, choices = "pairs", [pair.left for pair in question.pairs]
            case Mark():
                name, choices = "segments", [segment.text for segment in question.segments]
            case Rate():
                name, choices = "reactions", [reaction.text for reaction in question.reactions]
            case Write():
                name, choices = "models", list(question.models)
            case Cloze() | Numeric():
                continue  # nothing to choose from
            case _:
                assert_never(question)
        seen = Counter(normalize(text) for text in choices)
        for i, text in enumerate(choices):
            if seen[normalize(text)] > 1:
                yield placed.says(
                    (name, i), f"„{shorten(text, 40)}“ steht mehrmals.", "Formulieren Sie eine der beiden anders."
                )
                break


UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


@functools.lru_cache(maxsize=100_000)  # four rules ask, and a preview asks again after every change
def normalize(text: str) -> str:
    """Text without case, punctuation and spelling variants, for comparing."""
    return " ".join(re.findall(r"\w+", text.casefold().translate(UMLAUTS)))


NOTHING = r"(?!)"  # matches nowhere
ALL_OR_NONE = {
    "de": r"\b(alle|keine|beide|nichts) (der |davon|von )?(genannten|oben|davon|antworten|optionen)|\bsowohl A als auch B\b",
    "en": r"\b(all|none|both|neither) of (the|these|those)( (above|answers|options)|$)|\bboth A and B\b",
}
NEGATED = {"de": r"nicht|kein\w*|außer|ausgenommen", "en": r"not|never|no|except|\w+n[’']t"}
ABSOLUTE = {
    "de": r"\b(immer|nie|niemals|stets|völlig|ausschließlich)\b",
    "en": r"\b(always|never|completely|entirely|exclusively)\b",
}
"""What to look for in which language; in others nobody looks."""


@Rule("alle-oder-keine", "„Alle genannten“ verrät sich, sobald man zwei Optionen kennt (Dossier 2b, Regeln 25/26).")
def no_all_or_none(course: Course) -> Iterator[Remark]:
    pattern = re.compile(ALL_OR_NONE.get(course.language, NOTHING), re.I)
    for placed in choices(course):
        for i, option in enumerate(placed.item.options):
            if pattern.search(option.text):
                yield placed.says(
                    ("options", i, "text"),
                    f"Die Option „{shorten(option.text, 40)}“ fasst andere zusammen.",
                    "Schreiben Sie eine eigenständige Aussage oder wählen Sie type: multiple.",
                )


BIDS = {"de": r"\?|[a-zäöüß]n Sie\b"}  # what one is asked to write; a bidding looks like nothing special in English


@Rule(
    "stamm-ende",
    "Der Stamm endet als Frage, Aufforderung oder mit Doppelpunkt; sonst weiß niemand, was zu tun ist.",
    WARNING,
)
def stems_end_as_questions(course: Course) -> Iterator[Remark]:
    for placed in course.bank.active():
        question = placed.item
        # „Ein oder zwei Sätze.“ may follow what one is asked to write.
        asks = BIDS.get(course.language, "") if isinstance(question, Write) else r"[?:][“”‘’*)]*$"
        if not isinstance(question, Cloze | Mark) and not re.search(asks, question.stem):
            yield placed.says("stem", "Der Stamm endet weder mit ? noch mit :.", "Stellen Sie am Schluss die Frage.")


@Rule("laengen-verhaeltnis", "Eine auffällig lange Option zieht an, ob sie stimmt oder nicht (Dossier 2b).", WARNING)
def options_have_like_lengths(course: Course) -> Iterator[Remark]:
    for placed in choices(course):
        lengths = [len(option.text) for option in placed.item.options]
        if max(lengths) > 1.5 * min(lengths) and max(lengths) - min(lengths) > 15:
            yield placed.says(
                "options",
                f"Die Optionen sind {min(lengths)} bis {max(lengths)} Zeichen lang.",
                "Gleichen Sie an: längste höchstens das Anderthalbfache der kürzesten.",
            )


@Rule("verneinung", "Eine Verneinung im Stamm prüft das Lesen, nicht das Wissen (Dossier 2b, Regel 17).", WARNING)
def stems_are_positive(course: Course) -> Iterator[Remark]:
    words = NEGATED.get(course.language, NOTHING)
    for placed in course.bank.active():
        question = re.split(r"(?<=[.!“”])\s+", placed.item.stem)[-1]
        if re.search(rf"\b({words})\b", question) and not re.search(rf"\*\*({words})\*\*", question):
            yield placed.says(
                "stem", "Die Frage ist verneint.", "Fragen Sie positiv oder heben Sie das Wort mit ** hervor."
            )


@Rule(
    "absolute-woerter",
    "Immer und nie stehen meist in falschen Optionen; wer das weiß, rät richtig (Dossier 2b, Regel 28a).",
    WARNING,
)
def absolutes_are_even(course: Course) -> Iterator[Remark]:
    pattern = re.compile(ABSOLUTE.get(course.language, NOTHING), re.I)
    for placed in choices(course):
        wrong = [i for i, o in enumerate(placed.item.options) if not o.correct and pattern.search(o.text)]
        right = [o for o in placed.item.options if o.correct and pattern.search(o.text)]
        if wrong and not right:
            yield placed.says(
                ("options", wrong[0], "text"),
                "Ein absolutes Wort steht allein in einer falschen Option.",
                "Schwächen Sie es ab.",
            )


@Rule(
    "klang-verrat",
    "Ein seltenes Wort aus dem Stamm allein in der richtigen Option ist ein Wink (Dossier 2b, Regel 28b).",
    WARNING,
)
def keys_do_not_echo_the_stem(course: Course) -> Iterator[Remark]:
    for placed in course.bank.active():
        if not holds(placed, SingleChoice):
            continue
        stem = {word for word in normalize(placed.item.stem).split() if len(word) > 7}
        echoes = [stem & set(normalize(o.text).split()) for o in placed.item.options]
        key = next((i for i, o in enumerate(placed.item.options) if o.correct), 0)
        if echoes[key] and not any(e for i, e in enumerate(echoes) if i != key):
            yield placed.says(
                ("options", key, "text"),
                f"„{sorted(echoes[key])[0]}“ aus dem Stamm steht allein in der richtigen Option.",
                "Streichen Sie es dort oder nehmen Sie es auch woanders auf.",
            )


@Rule("gleiche-form", "Endet eine Option anders als die übrigen, fällt sie auf (Dossier 2b, Regel 23).", WARNING)
def options_share_punctuation(course: Course) -> Iterator[Remark]:
    for placed in choices(course):
        ends = Counter(bool(re.search(r"[.?!][“”‘’]?$", option.text)) for option in placed.item.options)
        if len(ends) > 1:
            yield placed.says(
                "options",
                "Einige Optionen enden mit einem Satzzeichen, andere nicht.",
                "Schreiben Sie alle als Satz oder alle als Stichwort.",
            )


@Rule("ueberlappung", "Steckt eine Option in einer anderen, sind vielleicht beide richtig (Dossier 2b).", WARNING)
def options_do_not_contain_each_other(course: Course) -> Iterator[Remark]:
    for placed in choices(course):
        texts = [normalize(option.text) for option in placed.item.options]
        for i, text in enumerate(texts):
            if any(i != j and text and f" {text} " in f" {other} " for j, other in enumerate(texts)):
                yield placed.says(
                    ("options", i, "text"),
                    f"„{shorten(placed.item.options[i].text, 40)}“ steckt in einer anderen Option.",
                    "Grenzen Sie beide voneinander ab.",
                )


@Rule("sie-form", "Der Kurs siezt; „du“ steht nur in wörtlicher Rede.", WARNING, language="de")
def learners_are_addressed_formally(course: Course) -> Iterator[Remark]:
    pattern = re.compile(r"\b(du|dir|dich|dein\w*|euch|eure\w*)\b", re.I)
    for placed in course.bank.active():
        for path, text in texts(placed.item):
            if pattern.search(re.sub(r"„[^“]*“|‚[^‘]*‘", "", text)):
                yield placed.says(path, f"„{shorten(text, 40)}“ duzt.", "Schreiben Sie Sie, Ihnen, Ihr.")

"""The practice questions as an Anki deck: a subdeck for each module, notes that a newer deck updates.

Decks, the note type and notes have ids made from the course's and the question's, so a second import changes what
is there instead of adding to it. Exam questions stay out.
"""

from __future__ import annotations

import hashlib
import html
import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import assert_never

from ..colours import DARK, LIGHT
from ..content.model import (
    BLANK,
    RATINGS,
    AnyQuestion,
    Choice,
    Cloze,
    Mark,
    Match,
    MultipleChoice,
    Numeric,
    Option,
    Order,
    Rate,
    SingleChoice,
    Verdicts,
    Write,
)
from ..content.questions import BLANK_SIGN, arranged, disordered, rating_text
from ..words import gettext, marked, number_text
from .edition import Edition, Product, zipped
from .question_html import fragment, further_reading, plain

GROUP = marked("Karteikarten")
TYPE = "Kurskarte 1"  # another number whenever the fields change: Anki updates notes of one type only
FIELDS = ("Frage", "Antwort", "Kennung")
FRONT = "{{Frage}}"
BACK = '{{Frage}}<hr id="answer">{{Antwort}}'
LOOK = f"""\
.card {{ max-width: 38rem; margin: 0 auto; padding: 1rem; font: 1.1rem/1.5 system-ui, sans-serif; text-align: left; }}
.card {{ background: {LIGHT["papier"]}; color: {LIGHT["tinte"]}; }}
.card.nightMode, .card.night_mode {{ background: {DARK["papier"]}; color: {DARK["tinte"]}; }}
li {{ margin: .4rem 0; }}
a {{ color: inherit; }}
.hinweis, .quelle {{ font-size: .85em; opacity: .8; }}
.warum {{ display: block; }}
img {{ max-width: 100%; }}
"""


def make_anki(edition: Edition) -> Iterator[Product]:
    """One deck of the whole course, where the package genanki is installed (make packages sees to it)."""
    count = len(edition.course.bank.active(use="practice"))
    purpose = gettext(
        "{count} Übungsfragen für Anki, je Modul ein Stapel. Eine neuere Datei bringt vorhandene Karten auf den neuen Stand."
    ).format(count=count)
    title = gettext("Karteikarten für Anki")
    yield Product(edition.file_name("", "anki", "apkg"), title, gettext(GROUP), purpose, deck_file(edition))


def deck_file(edition: Edition) -> bytes:
    """The .apkg: a zip with a database, and pictures under numbers."""
    import genanki  # in requirements/packages.txt; make site does without

    course = edition.settings.kurs_id
    look = {"name": "Karte", "qfmt": FRONT, "afmt": BACK}
    fields = [{"name": name} for name in FIELDS]
    kind = genanki.Model(_number(course, TYPE), f"{plain(edition.title)}: {TYPE}", fields, [look], LOOK)
    title = plain(edition.title).replace("::", ":")
    about = gettext("Fassung {version}. Texte: CC BY 4.0.").format(version=edition.version)
    decks = [genanki.Deck(_number(course), title, about)]
    pictures: dict[str, bytes] = {}
    for module in edition.course.modules:
        deck = genanki.Deck(_number(course, module.slug), f"{title}::{plain(module.title).replace('::', ':')}")
        for lesson in module.lessons:
            for placed in edition.course.bank.active(lesson.slug, "practice"):
                card = Card(edition, placed.item)
                texts = [card.front(), card.back(), placed.item.id]
                guid = genanki.guid_for(course, placed.item.id)
                deck.add_note(genanki.Note(kind, texts, guid=guid, tags=[module.slug, lesson.slug]))
                pictures |= card.pictures
        decks.append(deck)
    buffer = io.BytesIO()
    genanki.Package(decks).write_to_file(buffer, timestamp=edition.moment.timestamp())
    with zipfile.ZipFile(buffer) as archive:
        database = archive.read("collection.anki2")
    names = json.dumps({str(number): name for number, name in enumerate(pictures)})
    shown = {str(number): content for number, content in enumerate(pictures.values())}
    return zipped({"collection.anki2": database, "media": names.encode(), **shown}, edition.moment)


def _number(*names: str) -> int:
    """An id in Anki's range, the same for the same names."""
    return (1 << 30) + int.from_bytes(hashlib.sha256("/".join(names).encode()).digest()[:4]) % (1 << 30)


class Card:
    """Both sides of one question as HTML; `pictures` is what they show, by file name."""

    def __init__(self, edition: Edition, question: AnyQuestion):
        self.edition, self.question = edition, question
        self.pictures: dict[str, bytes] = {}

    def _html(self, text: str) -> str:
        found = fragment(self.edition, self.question, text)
        self.pictures |= {name: path.read_bytes() for name, path in found.pictures.items()}
        return _inert(found.html())

    def front(self) -> str:
        question = self.question
        parts = [f"<p>{self._stem(['____'] * len(BLANK.findall(question.stem)))}</p>"]
        match question:
            case SingleChoice() | MultipleChoice():
                if isinstance(question, MultipleChoice):
                    parts.append(_hint(gettext("Mehrere Antworten können richtig sein.")))
                parts.append(_list("ol type=A", (self._html(option.text) for option in self._options(question))))
            case Cloze():
                pass  # its blanks say enough
            case Numeric():
                unit = question.answer.unit
                asked = gettext("Gesucht ist eine Zahl ({unit}).") if unit else gettext("Gesucht ist eine Zahl.")
                parts.append(_hint(asked.format(unit=_inert(_escape(unit or "")))))
            case Order():
                items = disordered(question, list(question.items))
                parts.append(_list("ul", (self._html(item.text) for item in items)))
            case Match():
                rights = sorted({*(pair.right for pair in question.pairs), *question.extra})
                parts.append(_list("ol", (self._html(pair.left) for pair in question.pairs)))
                parts.append(_list("ol type=A", (self._html(text) for text in rights)))
            case Mark():
                parts.append(_list("ol", (self._html(segment.text) for segment in question.segments)))
            case Rate():
                parts.append(_hint(f"{' · '.join(map(rating_text, RATINGS))}:"))
                parts.append(_list("ol", (self._html(reaction.text) for reaction in question.reactions)))
            case Write():
                parts.append(_hint(gettext("Schreiben Sie es auf, oder sagen Sie es laut.")))
            case _:
                assert_never(question)
        return "".join(parts)

    def back(self) -> str:
        question = self.question
        parts = [*self._solution(), f"<p>{self._html(question.explanation)}</p>"]
        parts += [f'<p class="quelle">{_inert(line)}</p>' for line in further_reading(self.edition, question)]
        return "".join(parts)

    def _solution(self) -> Iterator[str]:
        question = self.question
        rows = []
        match question:
            case SingleChoice() | MultipleChoice():
                for option in self._options(question):
                    verdict = gettext("Richtig:") if option.correct else gettext("Falsch:")
                    rows.append(_row(f"{verdict} {self._html(option.text)}", self._html(option.feedback)))
                yield _list("ol type=A", rows)
            case Order():
                yield _list("ol", (_row(self._html(item.text), self._html(item.feedback)) for item in question.items))
            case Match():
                for pair in question.pairs:
                    rows.append(_row(f"{self._html(pair.left)} → {self._html(pair.right)}", self._html(pair.feedback)))
                yield _list("ol", rows)
                if question.extra:
                    left = ", ".join(self._html(text) for text in question.extra)
                    yield f"<p>{gettext('Übrig bleibt: {texts}').format(texts=left)}</p>"
            case Mark():
                for segment in question.segments:
                    verdict = gettext("Markieren:") if segment.mark else gettext("Stehen lassen:")
                    rows.append(_row(f"{verdict} {self._html(segment.text)}", self._html(segment.feedback)))
                yield _list("ol", rows)
            case Rate():
                for one in question.reactions:
                    rows.append(_row(f"{self._html(one.text)} → {rating_text(one.rating)}", self._html(one.feedback)))
                yield _list("ol", rows)
            case Write():
                yield f"<p>{gettext('So kann es gehen:')}</p>"
                yield _list("ul", (self._html(text) for text in question.models))
                yield f"<p>{gettext('Daran messen Sie es:')}</p>"
                yield _list("ul", (self._html(text) for text in question.criteria))
            case Cloze():
                yield f"<p>{self._stem(['/'.join(answers) for answers in question.blanks()])}</p>"
                yield from self._verdicts(question.feedback)
            case Numeric():
                answer = question.answer
                unit = f" {_escape(answer.unit)}" if answer.unit else ""
                low, high = (number_text(answer.value + sign * answer.tolerance) for sign in (-1, 1))
                span = (
                    gettext("; alles von {low} bis {high} zählt").format(low=low, high=high) if answer.tolerance else ""
                )
                yield f"<p><strong>{number_text(answer.value)}{_inert(unit)}</strong>{span}</p>"
                yield from self._verdicts(question.feedback)
            case _:
                assert_never(question)

    def _verdicts(self, told: Verdicts) -> Iterator[str]:
        yield f"<p>{self._html(told.correct)}</p><p>{gettext('Lagen Sie daneben?')} {self._html(told.incorrect)}</p>"

    def _stem(self, blanks: list[str]) -> str:
        """The question with `blanks`, plain texts, in its blanks."""
        count = itertools.count()
        text = self._html(BLANK.sub(lambda _: BLANK_SIGN.format(next(count)), self.question.stem))
        for i, blank in enumerate(blanks):
            text = text.replace(BLANK_SIGN.format(i), f"<strong>{_inert(_escape(blank))}</strong>")
        return text

    @staticmethod
    def _options(question: Choice) -> list[Option]:
        return arranged(question, list(question.options))  # letters as on the site


def _escape(text: str) -> str:
    return html.escape(plain(text), quote=False)


def _hint(text: str) -> str:
    return f'<p class="hinweis">{text}</p>'


def _row(what: str, why: str) -> str:
    return f'<strong>{what}</strong> <span class="warum">{why}</span>'


def _list(tag: str, rows: Iterable[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{row}</li>' for row in rows)}</{tag.split()[0]}>"


def _inert(text: str) -> str:
    """`text` (HTML) without a meaning for Anki, which reads [sound:…], [latex] and \\( as commands."""
    parts = re.split(r"(<[^>]*>)", text)
    for i in range(0, len(parts), 2):
        parts[i] = re.sub(r"\\(?=[(\[])", r"\\<span></span>", parts[i]).replace("[", "&#91;")
    return "".join(parts)

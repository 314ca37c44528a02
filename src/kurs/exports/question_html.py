"""A text of a question as a clean fragment of HTML, for formats that are not the site.

Texts are one paragraph of Markdown. Whatever else is in them, tags included, stays text: nothing here relies on
the rules that keep HTML out of the bank.
"""

from __future__ import annotations

import hashlib
import html
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import lxml.etree
import lxml.html
import markdown

from ..content.course import Module
from ..content.model import AnyQuestion, Question
from ..content.paragraph import OneParagraph
from ..words import gettext
from .edition import Edition, PackageError

ALLOWED = {"em": (), "strong": (), "code": (), "br": (), "a": ("href",), "img": ("src", "alt")}
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WEB = re.compile(r"https?://|mailto:", re.I)


@dataclass(frozen=True)
class Fragment:
    """`element` is a <div> with inline content. Its pictures have a bare name as src; `pictures` maps it to a file."""

    element: lxml.html.HtmlElement
    pictures: Mapping[str, Path]

    def html(self, folder: str = "") -> str:
        """As HTML that is XML too; pictures lie in `folder` ("" or ending with /)."""
        copy = deepcopy(self.element)
        for image in copy.iter("img"):
            image.set("src", folder + image.get("src"))
        parts = [html.escape(copy.text or "", quote=False)]
        parts += [lxml.etree.tostring(child, encoding="unicode", method="xml") for child in copy]
        return "".join(parts)

    def text(self) -> str:
        """As plain text."""
        return str(self.element.text_content())


def fragment(edition: Edition, question: Question, text: str) -> Fragment:
    """One text of `question`. Raises PackageError for a picture that is not there."""
    root = deepcopy(_parsed(text))
    lesson = edition.course.lessons[question.lesson]
    pictures = {}
    for image in root.iter("img"):
        place = posixpath.normpath(posixpath.join(posixpath.dirname(lesson.uri), image.get("src") or ""))
        path = edition.course.path_in_docs(place)
        if path is None:
            raise PackageError(
                f"Frage {question.id}: Das Bild „{image.get('src')}“ gibt es nicht. "
                f"Legen Sie es neben die Lektion, nach {lesson.path.parent.relative_to(edition.course.root).as_posix()}/."
            )
        name = f"{hashlib.sha256(path.read_bytes()).hexdigest()[:12]}{path.suffix}"
        image.set("src", name)
        pictures[name] = path
    return Fragment(root, pictures)


@cache
def _parsed(text: str) -> lxml.html.HtmlElement:
    converter = _converter()
    converter.reset()
    root = parse_html(converter.convert(plain(text)))
    for element in list(root.iter()):
        if element is root:
            continue
        kept = ALLOWED.get(element.tag)
        unsafe = element.tag == "a" and not WEB.match(element.get("href", ""))
        if kept is None or unsafe:  # paragraphs; links within the course, which lead nowhere elsewhere
            element.drop_tag()
            continue
        for name in set(element.attrib) - set(kept):
            del element.attrib[name]
    return root


def parse_html(text: str) -> lxml.html.HtmlElement:
    """A <div> with `text`, which is HTML, as its content."""
    return lxml.html.fragment_fromstring(text, create_parent="div")


@cache
def _converter() -> markdown.Markdown:
    """Markdown without blocks and without HTML: paragraphs, emphasis, code, links, pictures."""
    converter = markdown.Markdown(extensions=[OneParagraph()], output_format="xhtml")
    converter.inlinePatterns.deregister("html")
    return converter


Parts = Sequence[tuple[Module, Sequence[AnyQuestion]]]


def parts_of(edition: Edition) -> Iterator[tuple[str, str, Parts, bool]]:
    """(slug, title, questions by module, whether they are the exam's) of every set of questions that is exported.

    Practice questions by module and as a whole; the exam's are a set of their own, so that nobody hands them out
    unawares.
    """
    course = edition.course
    practice = [(module, _questions(edition, module, "practice")) for module in course.modules]
    for module, questions in practice:
        yield module.slug, module.title, [(module, questions)], False
    yield "", gettext("Der ganze Kurs"), practice, False
    exam = [(module, _questions(edition, module, "exam")) for module in course.modules]
    if course.exam and any(questions for _, questions in exam):
        yield course.exam.slug, course.exam.title, exam, True


def _questions(edition: Edition, module: Module, use: str) -> list[AnyQuestion]:
    """In the order of the lessons."""
    bank = edition.course.bank
    return [placed.item for lesson in module.lessons for placed in bank.active(lesson.slug, use)]


def further_reading(edition: Edition, question: Question) -> Iterator[str]:
    """Lines of HTML below an explanation: what it rests on, and where the course teaches it."""
    for key in question.sources:
        source = edition.course.sources[key].item
        link = f"https://doi.org/{source.doi}" if source.doi else source.url
        label = html.escape(source.label)
        label = f'<a href="{html.escape(link)}">{label}</a>' if link else label
        yield f"{gettext('Quelle:')} {label}: {html.escape(source.work, quote=False)}"
    lesson = edition.course.lessons[question.lesson]
    title = html.escape(lesson.title, quote=False)
    if edition.address:
        title = f'<a href="{html.escape(edition.address.rstrip("/"))}/{lesson.slug}/">{title}</a>'
    yield gettext("Zum Nachlesen: {title}").format(title=title)


def plain(text: str) -> str:
    """`text` on one line, without characters that XML forbids."""
    return " ".join(NOT_XML.sub("", text).split())


def number(value: float) -> str:
    """3750.0 → 3750, never with an exponent."""
    return f"{value:.10f}".rstrip("0").rstrip(".")

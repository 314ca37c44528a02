"""Pages as authors write them: front matter, sections, citations, markers. Knows no generator."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Self

from . import yamltext
from .bank import read_text
from .findings import Finding, Remark, Rule
from .house import is_own, uri_of
from .model import (
    ConversationHead,
    ExamHead,
    Head,
    LessonHead,
    PageHead,
    PathHead,
    Placed,
    holds,
    text_fields,
    validate,
)
from .places import CONVERSATION_PREFIX

HEAD = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*\r?\n", re.S | re.M)
HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*(?:\{\s*#([\w-]+)[^}]*\})?\s*$")
EXTENSIONS = (
    *("toc", "tables", "fenced_code"),  # MkDocs' own
    *("admonition", "attr_list", "def_list", "md_in_html", "pymdownx.details"),  # as in mkdocs.yml
)
"""What Markdown means here, for all who convert a page's."""
MARKER = re.compile(r"<!--\s*([a-zäöüß-]+)(?::\s*([^>]*?))?\s*-->")
CITATION = re.compile(r"\[(?<![\]\w!\\]\[)([a-z]*[A-Z][A-Za-z0-9-]*)\](?![\[(])(?!:\s*https?:)")
IMAGE = re.compile(r"!\[([^\]]*)\]\(\s*([^)\s]+)(?:\s+\"([^\"]*)\")?\s*\)")
HTML_TAG = re.compile(r"<(/?[A-Za-z][\w-]*)(?:[\s/][^<>]*)?>|<!(?!--)|<\?")
FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
PROSE = frozenset().union(*map(text_fields, (LessonHead, ConversationHead, PathHead, ExamHead)))
HEADED = Rule("front-matter", "Titel und Beschreibung braucht jede Seite: im Menü, in der Suche, in geteilten Links.")
EVIDENCE_FOLD = "beleg"  # ??? beleg "…": what is known, folded away
EVIDENCE_ANCHOR = "belege"
EVIDENCE = re.compile(rf"\?\?\?\+?\s+{EVIDENCE_FOLD}\b")
CONVERSATION = "gespraech.html"  # the template that makes a page a conversation


class Marker(StrEnum):
    """What an author can ask for with <!-- name --> or <!-- name: argument -->, and its template in overrides/.

    A {} in the template stands for the argument. A number and a finding have none, nor have a quiz and a question: questions bring theirs.
    """

    template: str

    def __new__(cls, name: str, template: str = "") -> Self:
        marker = str.__new__(cls, name)
        marker._value_ = name
        marker.template = template
        return marker

    QUIZ = "quiz"
    QUESTION = "frage"
    NUMBER = "zahl"
    EVIDENCE = "befund"
    TOOL = "werkzeug", "tools/{}/template.html"
    CONVERSATION = "gespraech", "parts/conversation_card.html"
    MODULE = "modul", "parts/module.html"
    MODULES = "module", "parts/modules.html"
    PATH = "weg", "parts/path.html"
    PATHS = "wege", "parts/paths.html"
    COVERAGE = "abdeckung", "parts/coverage.html"
    FRIDAY = "freitag", "parts/friday.html"
    LICENCES = "lizenzen", "parts/licences.html"
    SOURCES = "quellen", "parts/sources.html"
    MATERIAL = "material", "parts/material.html"
    ADDRESSES = "adressen", "parts/addresses.html"
    OPERATOR = "betreiber", "parts/operator/{}.html"
    RECORD_STORE = "meldungen", "parts/record_store.html"
    MONDAY = "montag", "parts/monday.html"


@dataclass(frozen=True)
class Section:
    level: int
    title: str
    anchor: str | None
    line: int


@dataclass(frozen=True)
class Page:
    """One Markdown file. `body` starts on `body_line`; `head` is None where the front matter is broken."""

    path: Path
    file: str
    head: Placed[Head] | None
    body: str
    body_line: int

    @property
    def uri(self) -> str:
        """Its place in docs/, whoever's: "kundenwert/das-schild.md"."""
        return uri_of(self.file)

    @property
    def is_own(self) -> bool:
        """Whether it is the house's, not the course's."""
        return is_own(self.file)

    @cached_property
    def slug(self) -> str:
        """The last part of the permanent address."""
        return self.path.parent.name if self.path.name == "index.md" else self.path.stem

    def says(self, line: int, problem: str, remedy: str) -> Remark:
        """What is wrong on `line`, or with the whole page (0)."""
        return Remark(self.file, line, "", problem, remedy)

    @property
    def title(self) -> str:
        return self.head.item.title if self.head else self.slug

    @property
    def description(self) -> str:
        return self.head.item.description if self.head else ""

    @property
    def draws(self) -> int:
        """How many questions an attempt at the exam on this page has; 0 if it has none."""
        return self.head.item.exam if holds(self.head, ExamHead) else 0

    @property
    def is_conversation(self) -> bool:
        """Whether its body is a conversation to play; conversation.py reads those."""
        return isinstance(self, ConversationPage)

    @cached_property
    def prose_lines(self) -> list[tuple[int, str]]:
        """(line, text) of the body with code blanked out, so that examples of syntax are not taken for syntax."""
        return list(_without_code(self.body, self.body_line))

    @cached_property
    def sections(self) -> list[Section]:
        return [
            Section(len(match[1]), match[2], match[3], number)
            for number, text in self.prose_lines
            if (match := HEADING.match(text))
        ]

    @cached_property
    def citations(self) -> list[tuple[int, str]]:
        return [(number, key) for number, text in self.prose_lines for key in CITATION.findall(text)]

    @cached_property
    def markers(self) -> list[tuple[int, str, str]]:
        """(line, name, argument) of each `<!-- name: argument -->`."""
        text = "\n".join(text for _, text in self.prose_lines)  # a marker may go over several lines
        return [
            (self.body_line + text.count("\n", 0, match.start()), match[1], (match[2] or "").strip())
            for match in MARKER.finditer(text)
        ]

    def words(self) -> int:
        """Words that somebody reads: without markers, markup and front matter."""
        return self._words

    @cached_property
    def _words(self) -> int:
        return words_in("\n".join(text for _, text in self.prose_lines))


@dataclass(frozen=True)
class Lesson(Page):
    """A page with objectives and, through its marker, a quiz."""

    module: str = ""

    @property
    def asked(self) -> list[str]:
        """Ids of the questions that stand in the text, before the quiz."""
        return [argument for _, name, argument in self.markers if name == Marker.QUESTION]

    @cached_property
    def folds_evidence(self) -> bool:
        """Whether what is known stands folded away."""
        return any(EVIDENCE.match(text) for _, text in self.prose_lines)

    @property
    def facts(self) -> LessonHead:
        """The checked front matter; only for lessons of a course without errors."""
        assert self.head is not None
        assert isinstance(self.head.item, LessonHead)
        return self.head.item


@dataclass(frozen=True)
class ConversationPage(Page):
    """A page whose body is a conversation to play, also while its front matter is broken."""

    @property
    def name(self) -> str:
        """What its marker says: „dritter-anruf“ of gespraech-dritter-anruf.md."""
        return self.path.stem.removeprefix(CONVERSATION_PREFIX)

    @property
    def facts(self) -> ConversationHead:
        """The checked front matter; only for conversations of a course without errors."""
        assert holds(self.head, ConversationHead)
        return self.head.item


def words_in(text: str) -> int:
    """Words that somebody reads of `text`, which is Markdown."""
    text = IMAGE.sub(r"\3", MARKER.sub("", text))
    text = re.sub(r"\{[^}\n]*\}|\]\([^)]*\)|[#>*|_`\[\]-]|^(!!!|\?\?\?\+?)\s+\w+", " ", text, flags=re.M)
    return len(re.findall(r"\w[\w.,–-]*", text))


def _without_code(text: str, first_line: int) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(yamltext.LINE_BREAK.split(text), first_line):
        match = FENCE.match(line)
        if fence:
            fence = "" if match and match[1][0] == fence[0] and len(match[1]) >= len(fence) else fence
            yield number, ""
        elif match:
            fence = match[1]
            yield number, ""
        else:
            yield number, re.sub(r"(`+)(.+?)\1", "", line)


def read_page(path: Path, root: Path, module: str | None = None) -> tuple[Page, list[Finding]]:
    """A page, or a lesson of `module` where the front matter names objectives."""
    file = path.relative_to(root).as_posix()
    text, findings = read_text(path, file)
    if text is None:
        return Page(path, file, None, "", 1), findings
    page, wrong = _parse_page(path, file, module, text)
    return page, list(wrong)


@lru_cache(maxsize=5000)  # a preview reads all pages again after every change of one
def _parse_page(path: Path, file: str, module: str | None, text: str) -> tuple[Page, tuple[Finding, ...]]:
    findings: list[Finding] = []
    match = HEAD.match(text)
    if not match:
        problem = "Die Seite beginnt nicht mit Angaben zwischen zwei Zeilen „---“."
        return Page(path, file, None, text, 1), (HEADED.says(file, 1, problem, "Siehe CONTRIBUTING.md."),)
    document = yamltext.read(match[1], file, first_line=2, prose=PROSE)
    findings.extend(document.findings)
    body, body_line = text[match.end() :], text[: match.end()].count("\n") + 1
    is_lesson = module is not None and isinstance(document.data, dict) and "objectives" in document.data
    head: Placed[Head] | None = None
    is_conversation = isinstance(document.data, dict) and document.data.get("template") == CONVERSATION
    if isinstance(document.data, dict):
        head, wrong = validate(_kind(document.data, is_lesson), document, (), "")
        findings.extend(wrong)
    elif not document.findings:
        findings.append(
            HEADED.says(
                file, 2, "Zwischen den Zeilen „---“ stehen keine Felder.", "Ergänzen Sie title und description."
            )
        )
    if is_lesson:
        return Lesson(path, file, head, body, body_line, module or ""), tuple(findings)
    if is_conversation:
        return ConversationPage(path, file, head, body, body_line), tuple(findings)
    return Page(path, file, head, body, body_line), tuple(findings)


def _kind(data: dict[str, Any], is_lesson: bool) -> type[Head]:
    """What front matter with these fields has to be."""
    if is_lesson:
        return LessonHead
    if data.get("template") == CONVERSATION:
        return ConversationHead
    return PathHead if "path" in data else ExamHead if "exam" in data else PageHead


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Apply `change` to what is neither a code block nor a code span."""
    out: list[str] = []
    block: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        match = FENCE.match(line)
        if fence:
            out.append(line)
            if match and match[1][0] == fence[0] and len(match[1]) >= len(fence):
                fence = ""
        elif match:
            out.append(_outside_spans("".join(block), change))
            out.append(line)
            block, fence = [], match[1]
        else:
            block.append(line)
    return "".join(out) + _outside_spans("".join(block), change)


def _outside_spans(text: str, change: Callable[[str], str]) -> str:
    parts = re.split(r"(`+[^`\n]+`+)", text)
    return "".join(part if i % 2 else change(part) for i, part in enumerate(parts))

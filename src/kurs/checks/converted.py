"""Authors' Markdown as it comes out: checked, as a browser would read it, against what is allowed.

Searching the source for what is forbidden misses the next way of writing it; so the page is converted as the build
converts it, and an HTML 5 parser says what is in it. Knows no generator.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from typing import Any
from urllib.parse import unquote

import markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..content.conversation import introduction
from ..content.page import EXTENSIONS, MARKER, Page
from ..content.running_text import RunningText

ALWAYS = frozenset({"id", "class", "hidden", "lang", "title"})
INLINE: dict[str, frozenset[str]] = {
    "a": frozenset({"href"}),
    **dict.fromkeys(("br", "code", "em", "strong", "sub", "sup"), frozenset()),
}
ALLOWED: dict[str, frozenset[str]] = INLINE | {
    **dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "li", "blockquote", "hr", "pre"), frozenset()),
    **dict.fromkeys(("table", "thead", "tbody", "tr", "dl", "dt", "dd", "summary", "div"), frozenset()),
    **dict.fromkeys(("td", "th"), frozenset({"style"})),  # only as Markdown writes it: alignment
    "ol": frozenset({"start"}),
    "img": frozenset({"src", "alt"}),
    "details": frozenset({"open"}),
}
ALIGNMENT = re.compile(r"text-align: (left|center|right);")
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.I)
SCHEMES = frozenset({"https", "http", "mailto", "tel"})
ENTITY = re.compile(r"&(#[0-9]+|#x[0-9a-fA-F]+|[a-zA-Z0-9]+);")


# Between two letters of one line, text without any sign that Markdown knows is text. The build converts every page once
# more, so this halves what the check costs; three words stay, for a picture's words are counted; headings stay whole, for their anchors are made of their words.
RUNNING_TEXT = re.compile(r"^#.*|(?<=[a-zäöüß] )[^<>\[\]{}()`\\|\"*_&!#\n:=]{20,}(?=[a-zäöüß])", re.M)


@dataclass(frozen=True)
class Problem:
    """What is in a text and must not be. `kind`: html, comment, element, attribute or link; `what` is shown."""

    kind: str
    what: str
    line: int


@dataclass(frozen=True)
class Link:
    """Where a text leads, or which picture it shows with which words; `target` as the browser reads it."""

    target: str
    line: int
    is_image: bool = False
    words: str = ""


@dataclass(frozen=True)
class Converted:
    """A text after conversion; lines count as in its file."""

    problems: tuple[Problem, ...]
    links: tuple[Link, ...]
    ids: frozenset[str]
    blocks: tuple[str, ...]
    """Names of the elements at the top."""
    marked: str
    """The first attribute that came from braces, an allowed one too; "" if there is none."""


class _Raw(Extension):
    """Keeps what an author wrote as HTML: Markdown stores it, as it is, behind what fenced code has stored."""

    def extendMarkdown(self, md: Any) -> None:  # noqa: N802
        self.found: list[str] = []
        self.first = 0
        outer = self

        class Start(Preprocessor):
            def run(self, lines: list[str]) -> list[str]:
                outer.first = len(self.md.htmlStash.rawHtmlBlocks)
                outer.found = []
                return lines

        class End(Postprocessor):
            def run(self, text: str) -> str:  # also for every heading, before the page is done
                stash = self.md.htmlStash.rawHtmlBlocks
                for i in range(outer.first, len(stash)):
                    written = str(stash[i])
                    if written.strip() and not ENTITY.fullmatch(written) and not MARKER.fullmatch(written.strip()):
                        outer.found.append(written)
                        stash[i] = ""
                return text

        md.preprocessors.register(Start(md), "kurs-start", 22)  # behind fenced_code (25), before html_block (20)
        md.postprocessors.register(End(md), "kurs-end", 35)  # before raw_html (30)


@cache
def _converter() -> tuple[markdown.Markdown, _Raw]:
    raw = _Raw()
    return markdown.Markdown(extensions=[*EXTENSIONS, RunningText(), raw]), raw


def _shortened(match: re.Match[str]) -> str:
    return match[0] if match[0].startswith("#") else "x x x "


@lru_cache(maxsize=5000)  # a preview checks all pages again after every change of one
def convert(text: str, first_line: int = 1) -> Converted:
    """`text` as the build makes it, and what of it is not allowed. `first_line` is the line on which it starts."""
    converter, raw = _converter()
    html = converter.reset().convert(RUNNING_TEXT.sub(_shortened, text))
    place = _Places(text, first_line)
    problems: list[Problem] = []
    for written in raw.found:
        for comment, rest in _told_apart(written):
            if comment and not MARKER.fullmatch(comment):
                problems.append(Problem("comment", comment, place.of(comment)))
            if rest.strip() and not (problems and rest.startswith("</")):  # what opened it is told
                problems.append(Problem("html", rest.strip(), place.of(rest.strip())))
    links: list[Link] = []
    ids: set[str] = set()
    blocks: list[str] = []
    marked = ""
    for name, attributes, node, is_top in _elements(html):
        if is_top:
            blocks.append(name)
        if attributes.get("id"):
            ids.add(attributes["id"])
        marked = marked or next((one for one in attributes if one in ALWAYS - {"title"}), "")
        problems += _in_element(name, attributes, place)
        if name == "a" and "href" in attributes:
            target = attributes["href"] or ""
            links.append(Link(target, place.of(target, node.text())))
        elif name == "img":
            target = attributes.get("src") or ""
            links.append(Link(target, place.of(target), True, attributes.get("alt") or ""))
    for link in links:
        problems += _in_link(link)
    return Converted(tuple(problems), tuple(links), frozenset(ids), tuple(blocks), marked)


def converted(page: Page) -> Converted:
    """What a browser gets of the author's text; the scenes of a conversation are no Markdown."""
    return convert(introduction(page) if page.is_conversation else page.body, page.body_line)


def _elements(html: str) -> Iterator[tuple[str, dict[str, Any], LexborNode, bool]]:
    """(name, attributes, node, whether it stands at the top) of every element, as a browser reads them."""
    body = LexborHTMLParser(html).body
    for node in body.traverse(include_text=False) if body else ():
        if body and node.is_element_node and node.mem_id != body.mem_id:
            is_top = node.parent is not None and node.parent.mem_id == body.mem_id
            yield node.tag or "", node.attributes, node, is_top


def _told_apart(html: str) -> Iterator[tuple[str, str]]:
    """(comment, what follows it) of raw HTML; the first comment may be missing."""
    for part in re.split(r"(?=<!--)", html):
        comment, end, rest = part.partition("-->") if part.startswith("<!--") else ("", "", part)
        yield (comment + end, rest)


def _in_element(tag: str, attributes: dict[str, Any], place: _Places) -> Iterator[Problem]:
    if tag not in ALLOWED:
        yield Problem("element", f"<{tag}>", place.of(f"<{tag}"))
        return
    for name, value in attributes.items():
        aligned = name == "style" and ALIGNMENT.fullmatch(value or "")
        if name not in ALWAYS | ALLOWED[tag] or (name == "style" and not aligned):
            yield Problem("attribute", name, place.of(name))


def _in_link(link: Link) -> Iterator[Problem]:
    plain = re.sub(r"[\x00-\x20]", "", link.target)  # browsers skip them
    scheme = SCHEME.match(plain)
    if plain.startswith(("//", "\\")) or (scheme and (link.is_image or scheme[1].lower() not in SCHEMES)):
        yield Problem("link", link.target, link.line)


def path_of(target: str) -> tuple[str, str] | None:
    """(path, anchor) of a link inside the course, decoded; None for one that leads out of it or is not allowed."""
    if SCHEME.match(target) or target.startswith(("//", "\\")):
        return None
    path, _, anchor = target.partition("#")
    return unquote(path.partition("?")[0]), unquote(anchor)


class _Places:
    """Finds the line on which something stands that the conversion only shows without it."""

    def __init__(self, text: str, first_line: int):
        self.lines = text.split("\n")
        self.first_line = first_line
        self.asked: Counter[str] = Counter()

    def of(self, *signs: str) -> int:
        """The line with the first of `signs` that is found; asked again, the next such line. 0 if there is none."""
        for sign in signs:
            sign = sign.strip().partition("\n")[0].strip()
            found = [number for number, line in enumerate(self.lines) for _ in range(_count(sign, line))]
            if found:
                self.asked[sign] += 1
                return self.first_line + found[min(self.asked[sign], len(found)) - 1]
        return 0


def _count(sign: str, line: str) -> int:
    if not sign:
        return 0
    return (
        line.count(sign) or ("&" in line and unescape(line).count(sign)) or ("%" in line and unquote(line).count(sign))
    )

"""Terms of the glossary: found on its page, linked where a lesson's running text mentions them first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..content.page import Page
from ..words import language
from .tree import Node, Tree, top_nodes

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
NOT_TEXT = HEADINGS | {"a", "code", "summary", "svg", "section", "form", "figcaption"}
"""Where no term is linked: headings, links, code, drawings, tools and questions."""


@dataclass(frozen=True)
class Term:
    """A term, a pattern that finds it inflected, and the anchor of its entry."""

    word: str
    pattern: re.Pattern[str]
    anchor: str


ENDINGS = {"de": "s|es|n|en|e", "en": "s|es"}  # of a noun that is not in its dictionary form


def terms_of(page: Page) -> list[Term]:
    """The terms of the glossary, longest first.

    A term with something in parentheses means only one of several senses; it is not linked by itself.
    """
    found = re.findall(r"^(\S[^\n{]*?)\s*\{ #([a-z0-9-]+) \}\n:", page.body, re.M)
    words = [(term, anchor) for term, anchor in found if "(" not in term]
    endings = ENDINGS.get(language(), "")
    return [
        Term(term, re.compile(rf"(?<![\w-]){re.escape(term)}(?:{endings})?(?![\w-])"), anchor)
        for term, anchor in sorted(words, key=lambda word: -len(word[0]))
    ]


def link_terms(tree: Tree, terms: Iterable[Term], address: str) -> None:
    """Link each term where it is mentioned first, to its entry on the page at `address`."""
    texts = [(node, [(node.text_content or "", "")]) for node in _running_texts(top_nodes(tree))]
    everything = "\n".join(parts[0][0] for _, parts in texts)
    for term in terms:
        if term.word in everything:  # most terms are not on most pages
            any(_link_first(parts, term) for _, parts in texts)
    for node, parts in texts:
        if len(parts) > 1:
            _write(tree, node, parts, address)


Parts = list[tuple[str, str]]
"""A text in pieces, each with the anchor that it links to, or ""."""


def _link_first(parts: Parts, term: Term) -> bool:
    for i, (text, anchor) in enumerate(parts):
        found = None if anchor else term.pattern.search(text)
        if found:
            start, end = found.span()
            parts[i : i + 1] = [(text[:start], ""), (found[0], term.anchor), (text[end:], "")]
            return True
    return False


def _write(tree: Tree, node: Node, parts: Parts, address: str) -> None:
    for text, anchor in parts:
        if anchor:
            link = tree.create_node("a")
            link.attrs["class"] = "glossary-term"
            link.attrs["href"] = f"{address}#{anchor}"
            link.insert_child(text)
            node.insert_before(link, move=True)
        elif text:
            node.insert_before(text)
    node.decompose()


def _running_texts(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.is_text_node:
            yield node
        elif node.tag not in NOT_TEXT:
            yield from _running_texts(node.iter(include_text=True))

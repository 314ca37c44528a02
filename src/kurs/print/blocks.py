"""Authors' Markdown as a tree of plain data, for what is no web page.

A node is a text or a dict with "t", its kind. Inline: em, strong, code, sub, sup (with "c", their nodes), br, blank (a
blank of a cloze), link (with "url"), goto (with "label"). Block: p, h ("level", "id"), ul and ol ("items", "start"),
table ("head", "rows", "widths", "small"), quote, figure ("src", "alt", "caption"), box ("kind", "title"), terms ("items"),
pre ("text"), rule, marker ("name", "argument"). Raw HTML is text here: nothing an author wrote gets lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import lxml.html
import markdown
from markdown.extensions import Extension

from ..content.course import Course
from ..content.model import BLANK
from ..content.page import CITATION, EXTENSIONS, MARKER, outside_code
from ..content.paragraph import OneParagraph

Node = Any
Link = Callable[[str], dict[str, str] | None]
"""Where an address of the Markdown leads in the document: {"url": …}, {"label": …}, or None for nowhere."""

SOURCE = "quelle:"  # the address that stands for a cited source
BLANK_SIGN = "\ue000"
INLINE = {"em": "em", "i": "em", "strong": "strong", "b": "strong", "code": "code", "sub": "sub", "sup": "sup"}


@cache
def _converter(*, blocks: bool) -> markdown.Markdown:
    """As the site's, but raw HTML stays text; without `blocks` everything is one paragraph."""
    without = [name for name in EXTENSIONS if name != "md_in_html"]
    extensions: Sequence[str | Extension] = without if blocks else ["attr_list", OneParagraph()]
    converter = markdown.Markdown(extensions=extensions, output_format="xhtml")
    if blocks:
        converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    return converter


def read_blocks(course: Course, text: str, link: Link = lambda _: None) -> list[Node]:
    """A page's body or a part of it as blocks. Markers that stand alone on a line become nodes."""
    nodes: list[Node] = []
    rest = 0
    for match in re.finditer(rf"^{MARKER.pattern}[ \t]*$", text, re.M):
        nodes += _blocks_of(_tree(course, text[rest : match.start()], blocks=True), link)
        nodes.append({"t": "marker", "name": match[1], "argument": (match[2] or "").strip()})
        rest = match.end()
    return nodes + _blocks_of(_tree(course, text[rest:], blocks=True), link)


def read_inline(course: Course, text: str, link: Link = lambda _: None) -> list[Node]:
    """One paragraph, such as a text of a question; a cloze's [[blanks]] become nodes."""
    tree = _tree(course, BLANK.sub(BLANK_SIGN, " ".join(text.split())), blocks=False)
    return [node for part in tree for node in _inline_of(part, link)]


def text_of(node: Node) -> str:
    """What somebody reads of a node or a list of nodes, without markup."""
    if isinstance(node, str):
        return node
    if isinstance(node, list):
        return "".join(text_of(one) for one in node)
    return "".join(
        text_of(node[key]) for key in ("title", "c", "head", "rows", "items", "caption", "text") if key in node
    )


def _tree(course: Course, text: str, *, blocks: bool) -> Any:
    def cite(match: re.Match[str]) -> str:
        source = course.sources.get(match[1])
        return f"[[{source.item.label}]]({SOURCE}{match[1]})" if source else match[0]

    text = outside_code(text, lambda part: CITATION.sub(cite, part))
    html = _converter(blocks=blocks).reset().convert(text)
    return lxml.html.fragment_fromstring(html, create_parent="div")


def _blocks_of(element: Any, link: Link) -> list[Node]:
    """The blocks in `element`; inline content between them becomes paragraphs."""
    blocks: list[Node] = []
    loose: list[Node] = []

    def close() -> None:
        if text_of(loose).strip():
            blocks.append({"t": "p", "c": _trimmed(loose[:])})
        loose.clear()

    loose += _text(element.text)
    for child in element:
        block = _block_of(child, link)
        if block is None:
            loose += _inline_child(child, link)
        else:
            close()
            blocks += block
        loose += _text(child.tail)
    close()
    return blocks


def _block_of(element: Any, link: Link) -> list[Node] | None:
    """Blocks for a block element; None for an inline one."""
    tag = element.tag
    if tag == "p":
        images = element.findall("img")
        if len(images) == 1 and not element.text_content().strip():
            return [_figure(images[0])]
        return [{"t": "p", "c": _trimmed(_inline_of(element, link))}]
    if re.fullmatch(r"h[1-6]", tag):
        return [{"t": "h", "level": int(tag[1]), "id": element.get("id", ""), "c": _inline_of(element, link)}]
    if tag in ("ul", "ol"):
        items = [_blocks_of(item, link) for item in element]
        return [{"t": tag, "items": items, "start": int(element.get("start", 1))}]
    if tag == "table":
        return [_table(element, link)]
    if tag == "blockquote":
        return [{"t": "quote", "c": _blocks_of(element, link)}]
    if tag == "dl":
        return [{"t": "terms", "items": list(_terms(element, link))}]
    if tag == "details":
        title, *rest = element
        box = {"t": "box", "kind": element.get("class", ""), "title": _inline_of(title, link)}
        return [box | {"c": [node for part in rest for node in _block_of(part, link) or []]}]
    if tag == "div" and "admonition" in element.classes:
        title, *rest = element
        kind = element.get("class", "").removeprefix("admonition ")
        box = {"t": "box", "kind": kind, "title": _inline_of(title, link)}
        return [box | {"c": [node for part in rest for node in _block_of(part, link) or []]}]
    if tag == "div":
        return _blocks_of(element, link)
    if tag == "pre":
        return [{"t": "pre", "text": element.text_content().rstrip("\n")}]
    if tag == "hr":
        return [{"t": "rule"}]
    return None


def _figure(image: Any) -> Node:
    return {
        "t": "figure",
        "src": image.get("src", ""),
        "alt": image.get("alt", ""),
        "caption": image.get("title", ""),
    }


def _table(table: Any, link: Link) -> Node:
    head = [_inline_of(cell, link) for cell in table.iterfind("thead/tr/th")]
    rows = [[_inline_of(cell, link) for cell in row] for row in table.iterfind("tbody/tr")]
    columns = zip(*(([head, *rows]) if any(text_of(cell) for cell in head) else rows), strict=True)
    widths = [_width(column) for column in columns]
    small = len(rows) <= 7 and len(text_of(rows)) < 1500
    return {"t": "table", "head": head, "rows": rows, "widths": widths, "small": small}


def _width(column: tuple[Node, ...]) -> float:
    """A column's share of the width: by its text, but never too narrow for its longest word."""
    texts = [text_of(cell) for cell in column]
    longest = max((len(word) for text in texts for word in re.split(r"[\s/-]+", text)), default=1)
    return float(max((sum(map(len, texts)) / len(texts)) ** 0.8, longest * 0.9, 4))


def _terms(element: Any, link: Link) -> Iterator[Node]:
    term: Any = None
    for child in element:
        if child.tag == "dt":
            term = child
        else:
            yield {"term": _inline_of(term, link), "id": term.get("id", ""), "c": _blocks_of(child, link)}


def _inline_of(element: Any, link: Link) -> list[Node]:
    nodes = _text(element.text)
    for child in element:
        nodes += _inline_child(child, link)
        nodes += _text(child.tail)
    return nodes


def _inline_child(child: Any, link: Link) -> list[Node]:
    content = _inline_of(child, link)
    if child.tag == "br":
        return [{"t": "br"}]
    if child.tag in INLINE:
        return [{"t": INLINE[child.tag], "c": content}]
    if child.tag == "a":
        href = child.get("href", "")
        if href.startswith(SOURCE):
            return [{"t": "cite", "c": content, "key": href.removeprefix(SOURCE)}]
        target = link(href)
        return [{"t": "link", "c": content, **target}] if target else content
    if child.tag == "img":
        return [child.get("alt", "")]
    return content


def _text(text: str | None) -> list[Node]:
    """A text as nodes: line breaks of the source are blanks, signs of blanks are nodes."""
    parts = re.sub(r"[ \t\r\n]+", " ", text or "").split(BLANK_SIGN)
    nodes: list[Node] = []
    for i, part in enumerate(parts):
        nodes += [{"t": "blank", "number": i}] if i else []
        nodes += [part] if part else []
    return nodes


def _trimmed(nodes: list[Node]) -> list[Node]:
    if nodes and isinstance(nodes[0], str):
        nodes[0] = nodes[0].lstrip()
    if nodes and isinstance(nodes[-1], str):
        nodes[-1] = nodes[-1].rstrip()
    return nodes


def walk(node: Node) -> Iterator[dict[str, Any]]:
    """Every dict in a node or list of nodes, at any depth."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, list):
        for one in node:
            yield from walk(one)

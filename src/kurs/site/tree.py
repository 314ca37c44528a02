"""HTML read back as a tree that several hands change, and written once. The parser is the browsers' (HTML 5)."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser, LexborNode

Tree = LexborHTMLParser
Node = LexborNode


def read_part(html: str) -> Tree:
    """A piece of a page; `html_of` writes it."""
    return LexborHTMLParser(html, is_fragment=True)


def html_of(tree: Tree) -> str:
    return tree.html or ""


def top_nodes(tree: Tree) -> list[Node]:
    """What stands at the top of a piece: elements, texts and comments."""
    return list(tree.root.iter(include_text=True)) if tree.root else []


def put(tree: Tree, node: Node, html: str) -> None:
    """`html` in the place of `node`."""
    holder = tree.create_node("div")
    node.replace_with(holder, move=True)
    holder.inner_html = html
    holder.unwrap(delete_empty=True)


def renamed(tree: Tree, node: Node, tag: str, **attributes: str) -> None:
    """`node` with another tag and `attributes` besides its own."""
    new = tree.create_node(tag)
    for name, value in {**attributes, **node.attributes}.items():
        new.attrs[name] = value or ""
    new.inner_html = node.inner_html or ""
    node.replace_with(new, move=True)

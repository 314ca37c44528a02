"""A few pages of the built site, cut out so that they work by themselves: without a server, a network, their neighbours.

Addresses are relative and name index.html, because a folder has no page where there is no server. A link to a page
that stays behind leads to the public address where there is one, else it becomes its own text; in menus it goes.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..site.bundles import Asset
from ..site.tree import Node, Tree, html_of, read_part
from .edition import PackageError

CHROME = {"header", "nav", "footer"}
ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.I)
PAGE_DATA = re.compile(r"^\.{1,2}/[\w./-]*(?:[?#].*)?$")
PRIVATE = re.compile(
    r"^(?:trainer/|lernstand/|meine-saetze/|wiederholen/|offline/|suche/|zertifikat/|aufgabe/|nachweis/|verlinken/)"
)
"""Pages of the public site that must not be mistaken for the package's: for trainers, for one device."""


@dataclass(frozen=True)
class Parcel:
    """What to cut out of `site`: addresses of pages ("das-schild/"), the one to begin with, how they are secured."""

    site: Path
    pages: set[str]
    start: str
    address: str
    """The site's public address, "" if there is none."""
    csp: str
    script: Asset
    """What speaks for a page in its frame."""
    exams: frozenset[str] = frozenset()
    """Addresses of the exams: private, too."""


def wrap(parcel: Parcel) -> dict[str, bytes]:
    """All files below kurs/: the pages and what they load."""
    files: dict[str, bytes] = {}
    needed: set[str] = set()
    for page in sorted(parcel.pages):
        source = parcel.site / page / "index.html"
        writer = _Writer(parcel, page)
        files[f"kurs/{page}index.html"] = writer.write(source.read_text("utf-8")).encode()
        needed |= writer.needed
    for file in sorted(needed):
        files[f"kurs/{file}"] = (parcel.site / file).read_bytes()
    return files | {f"kurs/{parcel.script.path}": parcel.script.content}


class _Writer:
    """Rewrites one page. Elements are judged on the whole tree first, then taken out: a parser's node ends with it."""

    def __init__(self, parcel: Parcel, page: str):
        self.parcel = parcel
        self.page = page
        self.needed: set[str] = set()

    def write(self, html: str) -> str:
        """The page as it stands in the package."""
        tree = Tree(html)
        self._rewrite(tree)
        return html_of(tree)

    def _rewrite(self, tree: Tree) -> None:
        elements = [node for node in tree.root.traverse() if node.is_element_node] if tree.root else []
        gone = [node for node in elements if self._is_for_the_site(node)]
        links = [node for node in elements if node.tag == "a" and "href" in node.attributes]
        leading = Counter[int]()  # links in an element that lead somewhere, by its mem_id, and those that do not
        dead = Counter[int]()
        lost = []
        for link in links:
            is_alive = self._leads_on(link)
            for node in (link, *_around(link)):
                (leading if is_alive else dead)[node.mem_id] += 1
            if not is_alive:
                lost.append(link)
        for node in elements:
            if dead[node.mem_id] and not leading[node.mem_id] and _is_about_its_links(node):
                gone.append(node)
        left_out = {inner.mem_id for node in gone for inner in node.traverse()}
        whole = [node for node in gone if node.parent is None or node.parent.mem_id not in left_out]
        for node in elements:
            if node.mem_id not in left_out:
                self._change(tree, node)
        for link in lost:
            if link.mem_id not in left_out:
                link.unwrap(delete_empty=True)
        for node in whole:
            node.decompose()

    def _is_for_the_site(self, node: Node) -> bool:
        """What is said of the site alone, what other sites read, what a record store gets, a form that leads nowhere."""
        attributes = _attributes(node)
        if node.tag == "link" and attributes.get("rel") not in ("stylesheet", "icon"):
            return True
        if node.tag == "meta":
            return attributes.get("property", attributes.get("name", "")).startswith(("og:", "twitter:"))
        if "data-xapi" in attributes or posixpath.basename(attributes.get("href", "")).startswith("xapi."):
            return True
        return "nur-website" in attributes.get("class", "") or (node.tag == "form" and bool(attributes.get("action")))

    def _change(self, tree: Tree, node: Node) -> None:
        attributes = _attributes(node)
        if node.tag == "html":
            node.attrs["data-page"] = self.page
            node.attrs["data-frame"] = f"{'../' * self.page.count('/')}../index.html"
        elif attributes.get("http-equiv", "").lower() == "content-security-policy":
            node.attrs["content"] = self.parcel.csp
            script = tree.create_node("script")
            script.attrs["src"] = f"{'../' * self.page.count('/')}{self.parcel.script.path}"
            script.attrs["defer"] = ""
            node.insert_after(script, move=True)
        elif "nur-paket" in attributes.get("class", ""):
            if "hidden" in attributes:
                del node.attrs["hidden"]
        elif node.tag != "a":
            for name in ("src", "href"):
                if name in attributes and not attributes[name].startswith(("#", "data:")):
                    self._need(attributes[name])
            self._change_data(tree, node, attributes)

    def _leads_on(self, link: Node) -> bool:
        """Let a link lead to its page in the package, or to the public one; False if there is neither."""
        attributes = _attributes(link)
        href = attributes["href"]
        if href.startswith("#"):
            return True
        if ELSEWHERE.match(href):
            if href.startswith("http"):
                _open_apart(link)
            return True
        if "brand" in attributes.get("class", "").split():
            link.attrs["href"] = self._to(self.parcel.start)
            return True
        inside = self.inside(href)
        if inside is not None:
            link.attrs["href"] = inside
            return True
        public = self.public(href)
        if public and not _is_chrome(link):
            link.attrs["href"] = public
            _open_apart(link)
            return True
        return False

    def _change_data(self, tree: Tree, node: Node, attributes: dict[str, str]) -> None:
        """Addresses that scripts read. What scripts would fetch comes along, since a disk answers no requests."""
        for name, value in attributes.items():
            if name == "data-pool":
                del node.attrs[name]
                node.insert_child(_data(tree, self._pool(value)), move=True)
            elif name == "data-plan":
                del node.attrs[name]
                plan = _data(tree, self._plan(value))
                plan.attrs["data-plan"] = ""
                node.insert_child(plan, move=True)
            elif name == "data-typed":
                del node.attrs[name]  # a package keeps nothing that is typed: its device may be anybody's
            elif name.startswith("data-") and PAGE_DATA.match(value):
                inside = self.inside(value)
                if inside is None:
                    del node.attrs[name]
                else:
                    node.attrs[name] = inside

    def _plan(self, file: str) -> str:
        """The course's plan as far as the package has its pages, as JSON that can stand in a script on this page."""
        plan = json.loads((self.parcel.site / self._resolved(file)).read_text("utf-8"))
        plan = {kind: [one for one in list_ if self._is_here(one)] for kind, list_ in plan.items()}
        here = {lesson["slug"] for lesson in plan["lessons"]}
        plan["paths"] = [path for path in plan["paths"] if here.issuperset(path["lessons"])]
        for module in plan["modules"]:
            module["lessons"] = [slug for slug in module["lessons"] if slug in here]
        for one in (*plan["modules"], *plan["paths"], *plan["lessons"]):
            one["url"] = self._to(one["url"].removeprefix("../"))
        return _in_script(plan)

    def _is_here(self, one: dict[str, str]) -> bool:
        return one["url"].removeprefix("../") in self.parcel.pages

    def _pool(self, file: str) -> str:
        """The exam's questions as JSON that can stand in a script."""
        rows = json.loads((self.parcel.site / self._resolved(file)).read_text("utf-8"))
        for row in rows:
            form = read_part(row["form"])
            self._rewrite(form)
            row["form"] = html_of(form)
            row["url"] = self.inside(row["url"]) or self.public(row["url"])
        return _in_script(rows)

    def _resolved(self, href: str) -> str:
        """`href` on this page as an address in the site, without query and anchor."""
        path = re.split(r"[?#]", href)[0]
        if not path:
            return self.page
        resolved = posixpath.normpath(posixpath.join(self.page, path))
        resolved = "" if resolved in (".", "index.html") else resolved.removesuffix("/index.html")
        return resolved if not resolved or "." in posixpath.basename(resolved) else f"{resolved}/"

    def _to(self, target: str) -> str:
        return posixpath.relpath(f"{target}index.html", self.page or ".")

    def inside(self, href: str) -> str | None:
        """`href` for this page in the package, or None if the package has no such page."""
        target = self._resolved(href)
        rest = href[len(re.split(r"[?#]", href)[0]) :]
        if target in self.parcel.pages:
            return self._to(target) + rest
        if "." in posixpath.basename(target) and (self.parcel.site / target).is_file():
            self.needed.add(target)
            return href
        return None

    def public(self, href: str) -> str:
        """`href` on the public site; "" if there is none or the page is not for readers of a package."""
        target = self._resolved(href)
        if not self.parcel.address or PRIVATE.match(target) or target in self.parcel.exams:
            return ""
        rest = href[len(re.split(r"[?#]", href)[0]) :]
        return self.parcel.address.rstrip("/") + "/" + target + re.sub(r"^\?weg=[^#]*", "", rest)

    def _need(self, href: str) -> None:
        if ELSEWHERE.match(href):
            raise PackageError(f"Die Seite /{self.page} lädt {href}; ein Paket lädt nichts von anderswo.")
        file = self._resolved(href)
        if not (self.parcel.site / file).is_file():
            raise PackageError(f"Die Seite /{self.page} lädt {href}, und das gibt es im gebauten Kurs nicht.")
        self.needed.add(file)


def _data(tree: Tree, text: str) -> Node:
    """JSON as an element that scripts read."""
    script = tree.create_node("script")
    script.attrs["type"] = "application/json"
    script.insert_child(text)
    return script


def _in_script(value: Any) -> str:
    """`value` as JSON that ends no script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def _attributes(node: Node) -> dict[str, str]:
    return {name: value or "" for name, value in node.attributes.items()}


def _around(node: Node) -> Iterator[Node]:
    """The elements that `node` stands in, from the inmost."""
    outer = node.parent
    while outer is not None:
        yield outer
        outer = outer.parent


def _is_chrome(node: Node) -> bool:
    return any(outer.tag in CHROME for outer in (node, *_around(node)))


def _is_about_its_links(node: Node) -> bool:
    """Whether nothing is worth keeping of an element whose links all lead nowhere: in menus and lists of lessons."""
    if node.tag == "li":
        return _is_chrome(node) or "data-lesson" in node.attributes
    if node.tag == "a":
        return _is_chrome(node) and not any(outer.tag == "li" for outer in _around(node))
    return node.tag == "p" and not {"hidden", "data-again"}.isdisjoint(node.attributes)


def _open_apart(link: Node) -> None:
    """Other sites refuse to be framed."""
    link.attrs["target"] = "_blank"
    link.attrs["rel"] = "noopener"

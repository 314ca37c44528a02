"""A few pages of the built site, cut out so that they work by themselves: without a server, a network, their neighbours.

Addresses are relative and name index.html, because a folder has no page where there is no server. A link to a page
that stays behind leads to the public address where there is one, else it becomes its own text; in menus it goes.
"""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path

from ..site.bundles import Asset
from .edition import PackageError

TOKEN = re.compile(r"<!--.*?-->|<(/?)([a-zA-Z][\w:-]*)((?:[^\"'>]|\"[^\"]*\"|'[^']*')*)>", re.S)
ATTRIBUTE = re.compile(r"([\w:-]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
CHROME = {"header", "nav", "footer"}
ELSEWHERE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|//)", re.I)
PAGE_DATA = re.compile(r"^\.{1,2}/[\w./-]*(?:[?#].*)?$")
PRIVATE = re.compile(
    r"^(?:trainer/|lernstand/|wiederholen/|offline/|suche/|zertifikat/|abschlusstest/|aufgabe/|nachweis/|verlinken/)"
)
"""Pages of the public site that must not be mistaken for the package's: for trainers, for one device, for the exam."""


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


@dataclass
class _Open:
    """An element whose end is still to come; `first` is its place in the output."""

    tag: str
    first: int
    is_kept: bool = True
    is_chrome: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    live: int = 0
    """Links in it that lead somewhere in the package."""
    dead: int = 0


class _Writer:
    def __init__(self, parcel: Parcel, page: str):
        self.parcel = parcel
        self.page = page
        self.needed: set[str] = set()
        self.out: list[str] = []
        self.stack: list[_Open] = []
        self.questions: dict[str, str] = {}

    def write(self, html: str) -> str:
        """The page as it stands in the package."""
        self.out, self.stack = [], []
        end = 0
        for match in TOKEN.finditer(html):
            self.out.append(html[end : match.start()])
            end = match.end()
            if match[2] is None:
                continue  # a comment
            tag = match[2].lower()
            if match[1]:
                self._close(tag, match[0])
            else:
                self._start(tag, match[0], _attributes(match[3]))
        self.out.append(html[end:])
        return "".join(self.out)

    def _start(self, tag: str, raw: str, attributes: dict[str, str]) -> None:
        text = self._changed(tag, raw, attributes)
        if tag not in VOID and not raw.endswith("/>"):
            chrome = tag in CHROME or any(one.is_chrome for one in self.stack[-1:])
            one = _Open(tag, len(self.out), text != "", chrome, attributes)
            self.stack.append(one)
            if tag == "a" and "href" in attributes:
                self._note(text)
        self.out.append(text)

    def _note(self, text: str) -> None:
        for one in self.stack:
            if text:
                one.live += 1
            else:
                one.dead += 1

    def _close(self, tag: str, raw: str) -> None:
        if not any(one.tag == tag for one in self.stack):
            self.out.append(raw)
            return
        while (one := self.stack.pop()).tag != tag:
            pass  # its end tag was left out
        if self._is_left_out(one):
            del self.out[one.first :]
        elif one.is_kept:
            self.out.append(raw)

    def _is_left_out(self, one: _Open) -> bool:
        """What is said of the site alone; a form that leads nowhere; in menus and lists what only a dead link is about."""
        if "nur-website" in one.attributes.get("class", ""):
            return True
        if one.tag == "form":
            return not one.is_kept
        if one.dead == 0 or one.live > 0:
            return False
        if one.tag == "li":
            return one.is_chrome or "data-lesson" in one.attributes
        if one.tag == "a":
            return one.is_chrome and not any(outer.tag == "li" for outer in self.stack)
        return one.tag == "p" and "hidden" in one.attributes

    def _changed(self, tag: str, raw: str, attributes: dict[str, str]) -> str:
        """The start tag for the package; "" leaves it out."""
        if tag == "html":
            up = "../" * self.page.count("/")
            return _tag(tag, attributes | {"data-seite": self.page, "data-rahmen": f"{up}../index.html"})
        if tag == "meta":
            return self._meta(raw, attributes)
        if tag == "link" and attributes.get("rel") not in ("stylesheet", "icon"):
            return ""
        if "data-xapi" in attributes or posixpath.basename(attributes.get("href", "")).startswith("xapi."):
            return ""  # the platform is told, and nobody else
        if tag == "a":
            return self._link(raw, attributes)
        if tag == "form" and attributes.get("action"):
            return ""
        if "nur-paket" in attributes.get("class", ""):
            return _tag(tag, {name: value for name, value in attributes.items() if name != "hidden"})
        for name in ("src", "href"):
            if name in attributes and not attributes[name].startswith(("#", "data:")):
                self._need(attributes[name])
        return self._data(tag, raw, attributes)

    def _meta(self, raw: str, attributes: dict[str, str]) -> str:
        if attributes.get("http-equiv", "").lower() == "content-security-policy":
            script = f'<script src="{"../" * self.page.count("/")}{self.parcel.script.path}" defer></script>'
            return _tag("meta", attributes | {"content": self.parcel.csp}) + script
        return "" if attributes.get("property", attributes.get("name", "")).startswith(("og:", "twitter:")) else raw

    def _link(self, raw: str, attributes: dict[str, str]) -> str:
        href = attributes.get("href")
        if href is None or href.startswith("#"):
            return raw
        if ELSEWHERE.match(href):
            if not href.startswith("http"):
                return raw
            return _tag("a", attributes | {"target": "_blank", "rel": "noopener"})  # other sites refuse to be framed
        if "marke-kurs" in attributes.get("class", "").split():
            return _tag("a", attributes | {"href": self._to(self.parcel.start)})
        inside = self.inside(href)
        if inside is not None:
            return _tag("a", attributes | {"href": inside})
        public = self.public(href)
        if public and not any(one.is_chrome for one in self.stack[-1:]):
            return _tag("a", attributes | {"href": public, "target": "_blank", "rel": "noopener"})
        return ""

    def _data(self, tag: str, raw: str, attributes: dict[str, str]) -> str:
        """Addresses that scripts read. What scripts would fetch comes along, since a disk answers no requests."""
        changed = dict(attributes)
        pool = ""
        for name, value in attributes.items():
            if name == "data-wege":
                changed[name] = self._paths(value)
            elif name == "data-fragen":
                del changed[name]
                pool = self._pool(value)
            elif name == "data-plan":
                del changed[name]
                self.questions = self._plan(value)
            elif name.startswith("data-") and PAGE_DATA.match(value):
                inside = self.inside(value)
                if inside is None:
                    del changed[name]
                else:
                    changed[name] = inside
        if attributes.get("data-lesson") in self.questions and "data-questions" not in attributes:
            changed["data-questions"] = self.questions[attributes["data-lesson"]]
        return raw if changed == attributes else _tag(tag, changed) + pool

    def _paths(self, text: str) -> str:
        """Where learning paths go next, as far as they are here."""
        found = []
        for path in json.loads(text):
            there, following = self.inside(path["url"]), self.inside(path.get("next", path["url"]))
            if there is not None and following is not None:
                found.append(path | {"url": there} | ({"next": following} if "next" in path else {}))
        return json.dumps(found, ensure_ascii=False)

    def _plan(self, file: str) -> dict[str, str]:
        """What the menu needs of each lesson; on the site it fetches that later."""
        plan = json.loads((self.parcel.site / self._resolved(file)).read_text("utf-8"))
        return {lesson: asked for lessons in plan.values() for lesson, asked in lessons.items()}

    def _pool(self, file: str) -> str:
        rows = json.loads((self.parcel.site / self._resolved(file)).read_text("utf-8"))
        for row in rows:
            form = _Writer(self.parcel, self.page)
            row["form"] = form.write(row["form"])
            row["url"] = self.inside(row["url"]) or self.public(row["url"])
        text = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
        return f'<script type="application/json">{text}</script>'

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
        if not self.parcel.address or PRIVATE.match(target):
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


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): unescape(value.strip("\"'")) for name, value in ATTRIBUTE.findall(text)}


def _tag(tag: str, attributes: dict[str, str]) -> str:
    quoted = {name: escape(value, quote=False).replace('"', "&quot;") for name, value in attributes.items()}
    parts = [f'{name}="{value}"' if value else name for name, value in quoted.items()]
    return f"<{' '.join([tag, *parts])}>"

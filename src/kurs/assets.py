"""Browser files: ES modules and style sheets in overrides/assets → a few scripts and sheets, hashed.

The source is standard ES modules. A bundle is one classic script, because LMS packages run where
modules do not load, and because one request is faster than eight. The bundler knows just what the
sources use (`import { a } from "./b.js"`, `export function|const|class`) and refuses the rest.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import rcssmin
import rjsmin

from .look import tokens

try:
    import minify  # PyPI: tdewolff-minify; wheels for Linux, where sites are built, but not for every desk
except ImportError:
    minify = None
else:
    # Later steps read the pages: comments are marks for them, lxml does not know where HTML 5 ends a paragraph, and
    # html.parser takes the slash of an address without quotes for the end of its tag. Scripts and style sheets select
    # by attributes, also where one holds its default: type="submit".
    kept = ("comments", "default-attr-vals", "document-tags", "end-tags", "quotes")
    minify.config({f"html-keep-{what}": True for what in kept})

IMPORT = re.compile(r'^import\s*\{([^}]*)\}\s*from\s*"\./([\w-]+\.js)";[ \t]*\n', re.M)
NESTED_TEMPLATE = re.compile(r"`[^`]*\$\{[^}`]*`")
EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?function\b|const\b|class\b)", re.M)
SHEETS = {
    "kurs": ("grund", "seite", "quiz", "druck"),  # every page; the others where they are needed
    "uebersicht": ("uebersicht",),
    "werkzeuge": ("werkzeuge",),
    "ankreuzen": ("werkzeuge", "ankreuzen"),
    "touchpoint-karte": ("werkzeuge", "formular", "karte"),
    "dreissig-tage-plan": ("werkzeuge", "formular", "plan"),
    "gespraech": ("gespraech",),
    "lernstand": ("lernstand",),
    "verlinken": ("verlinken",),
    "pruefung": ("werkzeuge", "pruefung"),
    "aufgabe": ("formular", "aufgabe"),
    "xapi": ("xapi",),
    "rahmen": ("rahmen",),
}
SHARED_SHEETS = {
    "vergraulungs-check": "ankreuzen",
    "klima-schnelltest": "ankreuzen",
    "treppenbild": "ankreuzen",
    "abschlusstest": "pruefung",
    "zertifikat": "pruefung",
    "zuweisen": "aufgabe",
    "nachweis": "aufgabe",
    "nachweise-pruefen": "aufgabe",
}
IN_PACKAGES = {"paket.js", "scorm12.js", "scorm2004.js", "cmi5.js", "rahmen.css"}
"""What packages for learning platforms bring besides; the site does without."""


class BundleError(Exception):
    """A source uses something the bundler does not know."""


@dataclass(frozen=True)
class Asset:
    """`name` is stable (kurs.js), `path` is the address in the site with a hash of the content."""

    name: str
    path: str
    content: bytes


def build_assets(folder: Path, accent: str) -> dict[str, Asset]:
    """All bundles of `folder` by name: kurs.css, the other sheets, a script for each *.eintritt.js."""
    assets = []
    for name, parts in SHEETS.items():
        css = "\n".join((folder / "css" / f"{part}.css").read_text("utf-8") for part in parts)
        assets.append(hashed(f"{name}.css", smaller("text/css", tokens(accent) + css if name == "kurs" else css)))
    for entry in sorted((folder / "js").glob("*.eintritt.js")):
        name = entry.name.replace(".eintritt.js", ".js")
        assets.append(hashed(name, smaller("application/javascript", bundle(entry))))
    return {asset.name: asset for asset in assets}


def smaller(kind: str, text: str) -> str:
    """`text` of media type `kind` without what browsers do not need; shorter still where names can be shortened."""
    if minify:
        return minify.string(kind, text)
    return rcssmin.cssmin(text) if kind == "text/css" else rjsmin.jsmin(text)


def smaller_page(html: str) -> str:
    """A page without white space that nobody sees; unchanged where no minifier is."""
    if minify:
        html = minify.string("text/html", html)
    return html.replace("</dt><dd>", "</dt> <dd>")  # or the search takes a term and its explanation for one word


def sheet_of(tool: str) -> str:
    """Name of the style sheet that a tool needs besides kurs.css."""
    return f"{tool if tool in SHEETS else SHARED_SHEETS.get(tool, 'werkzeuge')}.css"


def hashed(name: str, text: str) -> Asset:
    """`text` as a file whose address changes with its content."""
    content = text.encode()
    stem, suffix = name.rsplit(".", 1)
    return Asset(name, f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{suffix}", content)


def bundle(entry: Path) -> str:
    """`entry` and all it imports, in order, as one strict function scope."""
    order: list[Path] = []
    texts: dict[Path, str] = {}

    def visit(path: Path, trail: tuple[Path, ...]) -> None:
        if path in trail:
            raise BundleError(f"{path.name} importiert sich im Kreis: {' → '.join(p.name for p in (*trail, path))}")
        if path in texts:
            return
        source = path.read_text("utf-8")
        for names, target in IMPORT.findall(source):
            if " as " in names:
                raise BundleError(f"{path.name}: „as“ in import kennt der Bündler nicht.")
            visit(path.parent / target, (*trail, path))
        text = EXPORT.sub("", IMPORT.sub("", source))
        left = re.search(r"^(import|export)\b.*$", text, re.M)
        if left:
            raise BundleError(f"{path.name}: „{left[0]}“ kennt der Bündler nicht.")
        if NESTED_TEMPLATE.search(text):
            raise BundleError(
                f"{path.name}: rjsmin zerstört Vorlagen in Vorlagen (`${{`…`}}`); bilden Sie den inneren Text vorher."
            )
        texts[path] = text
        order.append(path)

    visit(entry, ())
    _no_name_twice(texts)
    return '(function () {\n"use strict";\n' + "\n".join(texts[path] for path in order) + "\n})();\n"


def _no_name_twice(texts: dict[Path, str]) -> None:
    owner: dict[str, Path] = {}
    for path, text in texts.items():
        for name in re.findall(r"^(?:async )?(?:function\*?|const|let|class)\s+([\w$]+)", text, re.M):
            if owner.setdefault(name, path) != path:
                raise BundleError(
                    f"„{name}“ steht in {owner[name].name} und {path.name}; im Bündel teilen sie sich einen Raum."
                )

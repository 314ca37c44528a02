"""Browser files: ES modules and style sheets in overrides → a few scripts and sheets, hashed.

The source is standard ES modules. A bundle is one classic script, because LMS packages run where
modules do not load, and because one request is faster than eight. The bundler knows just what the
sources use (`import { a, b as c } from "../d.js"`, `export function|const|class`) and refuses the rest.
It also puts the words of the site's language into the scripts (script_words.py).
"""

from __future__ import annotations

import functools
import hashlib
import os
import posixpath
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rcssmin
import rjsmin

from ..colours import tokens
from ..icons import UnknownIconError, css_icon
from ..script_words import ScriptError, with_words
from ..words import forms_of, gettext, language, plural_rule

IMPORT = re.compile(r'^import\s*\{([^}]*)\}\s*from\s*"(\.\.?/[\w./-]+\.js)";[ \t]*\n', re.M)
EXPORT = re.compile(r"^export\s+(?=(?:(?:async\s+)?function\b\*?|const\b|class\b)\s*([\w$]+))", re.M)
GETTEXT = "gettext.js"  # of js/formats; gives `t`, which is gone when its texts are written
LANGUAGE = "language.js"  # of js/formats; the bundler puts these two of another language there
GERMAN, GERMAN_RULE = '"de"', "n !== 1"
# A module's own names, and declarations that may hold more of them than the pattern finds.
DECLARED = re.compile(r"^(?:(?:async\s+)?function\b\*?|class|const|let|var)\s+([\w$]+)", re.M)
UNCLEAR = re.compile(r"^(?:const|let|var)(?:\s*[\[{]|.*,\s*(?:$|[\w$]+\s*(?:;|=(?![=>]))))|^[)\]}]+,", re.M)
WORD = re.compile(r"(?<![\w$.])[A-Za-z_$][\w$]*|(?<=\.\.\.)[\w$]+")
# Where a statement of a module begins, and one that does nothing as long as nobody uses its name.
STATEMENT = re.compile(r"^(?=[^\s)\]}/*`])", re.M)
IDLE = re.compile(
    r"(?:(?:async\s+)?function\b\*?|class)\s+([\w$]+)|const\s+([\w$]+)\s*=\s*(?:[\"\d]|(?:\([^()]*\)|[\w$]+)\s*=>)"
)
ICON = re.compile(r'\bicon\("([^"]+)"\)')  # in a style sheet
COMMENT = re.compile(r"^[ \t]*(?://.*|/\*[\s\S]*?\*/)", re.M)
PREFORMATTED = re.compile(r"<(?:pre|textarea[^>]*>[^<]|script[^>]*>[^<])")
NESTED_TEMPLATE = re.compile(r"`[^`]*\$\{(?:[^{}`]|\{[^{}`]*\})*`")
SHEETS = {
    # every page; the others where they are needed
    "kurs": ("css/base", "css/page", "css/questions", "questions/*/style", "css/print", "css/questions-print"),
    "extras": ("css/extras", "css/monday"),
    "sentences": ("css/monday", "css/sentences"),
    "key-points": ("css/key-points",),
    "overview": ("css/overview",),
    "tools": ("tools/tools", "tools/sliders"),
    "checklist": ("tools/tools", "tools/checklist"),
    "touchpoint-karte": ("tools/tools", "css/form", "tools/touchpoint-karte/style"),
    "dreissig-tage-plan": ("tools/tools", "css/form", "tools/dreissig-tage-plan/style"),
    "conversation": ("css/conversation",),
    "raum": ("tools/raum/style",),
    "progress": ("css/progress",),
    "links": ("css/links",),
    "exam": ("tools/tools", "css/exam"),
    "assignments": ("css/form", "css/assignments"),
    "nachweise-pruefen": ("css/form", "css/assignments", "tools/nachweise-pruefen/style"),
    "xapi": ("css/xapi",),
    "frame": ("package/frame",),
}
SHARED_SHEETS = {
    "vergraulungs-check": "checklist",
    "klima-schnelltest": "checklist",
    "treppenbild": "checklist",
    "abschlusstest": "exam",
    "zertifikat": "exam",
    "aufgabe": "assignments",
    "zuweisen": "assignments",
    "nachweis": "assignments",
    "einarbeitungsplan": "assignments",
}
SCRIPTS = {
    "start": "js/page/start",  # before the first paint of every page
    "kurs": "js/pages/lesson",
    "tasks": "js/questions/tasks",  # in lessons for who comes near; questions/quiz.js loads it
    "monday": "js/pages/monday",  # for who comes near; one of the extras loads it
    "sentences": "js/pages/sentences",
    "went": "js/pages/went",  # for who has typed something; pages/review.js loads it
    "overview": "js/pages/overview",
    "way": "js/pages/way",  # for who has begun; page/way.js loads it
    "extras": "js/pages/extras",  # for who does something; page/extras.js loads it
    "typed": "js/pages/typed",  # for who types or has typed; page/typed.js loads it
    "speech": "js/pages/speech",  # where the device has a voice; page/voices.js loads it
    "conversation": "js/pages/conversation",
    "progress": "js/pages/progress",
    "review": "js/pages/review",
    "links": "js/pages/links",
    "offline": "js/pages/offline",
    "search": "js/search/entry",
    "xapi": "js/xapi/entry",
    "missing": "js/pages/missing",
    "print": "js/pages/print",
    "moved": "js/moved",
    "reload": "js/reload",
    "package": "js/lms/page",
    "scorm12": "js/lms/scorm12",
    "scorm2004": "js/lms/scorm2004",
    "cmi5": "js/lms/cmi5",
}
"""Bundle to its entry; a tool's is tools/<tool>/entry.js, named as the tool, in lessons for who comes near."""
IN_PACKAGES = {"package.js", "scorm12.js", "scorm2004.js", "cmi5.js", "frame.css"}
"""What packages for learning platforms bring besides; the site does without."""


LOGO = "css/logo"
"""Only where whoever offers the course has one."""
PASS_MARK = re.compile(r"^export const PASS_MARK = (0?\.\d+|1);", re.M)


class BundleError(Exception):
    """A source uses something the bundler does not know."""


@dataclass(frozen=True)
class Asset:
    """`name` is stable (kurs.js), `path` is the address in the site with a hash of the content."""

    name: str
    path: str
    content: bytes


def build_assets(folder: Path, accent: str, has_logo: bool = False) -> dict[str, Asset]:
    """All bundles of `folder` (overrides/) by name: the sheets, the scripts of SCRIPTS and of tools."""
    assets = []
    for name, parts in SHEETS.items():
        parts = (*parts, LOGO) if has_logo and name == "kurs" else parts
        css = "\n".join(path.read_text("utf-8") for part in parts for path in _sheets(folder, part))
        css = ICON.sub(_icon, css)
        css = tokens(accent, has_logo) + css if name == "kurs" else css
        assets.append(hashed(f"{name}.css", smaller("text/css", css)))
    entries = {name: folder / f"{path}.js" for name, path in SCRIPTS.items()}
    entries |= {entry.parent.name: entry for entry in sorted((folder / "tools").glob("*/entry.js"))}
    read: dict[str, _Module] = {}
    for name, entry in entries.items():
        assets.append(hashed(f"{name}.js", smaller("application/javascript", bundle(entry, read))))
    return {asset.name: asset for asset in assets}


def _icon(match: re.Match[str]) -> str:
    try:
        return css_icon(match[1])
    except UnknownIconError as error:
        raise BundleError(str(error)) from None


def _sheets(folder: Path, part: str) -> list[Path]:
    """The style sheets that `part` of SHEETS means: one, or with * that of each folder that no other bundle names."""
    named = {folder / f"{other}.css" for parts in SHEETS.values() for other in parts if other != part}
    found = sorted(path for path in folder.glob(f"{part}.css") if "*" not in part or path not in named)
    if not found:
        raise BundleError(f"{part}.css gibt es nicht.")
    return found


def pass_mark(folder: Path) -> int:
    """Per cent of right answers with which lesson, module and exam are passed, as the scripts of `folder` have it."""
    found = PASS_MARK.search((folder / "js" / "progress" / "scoring.js").read_text("utf-8"))
    assert found, "scoring.js: PASS_MARK"
    return round(100 * float(found[1]))


@functools.cache
def minifier() -> Any:
    """PyPI's tdewolff-minify; None where it is not, for there are wheels for Linux, where sites are built, but not for
    every desk. It is loaded when it is needed: it keeps threads of its own, which are not there after a fork."""
    try:
        import minify
    except ImportError:
        return None
    # Later steps read the pages: comments are marks for them, lxml does not know where HTML 5 ends a paragraph, and
    # html.parser takes the slash of an address without quotes for the end of its tag. Scripts and style sheets select
    # by attributes, also where one holds its default: type="submit".
    kept = ("comments", "default-attr-vals", "document-tags", "end-tags", "quotes")
    minify.config({f"html-keep-{what}": True for what in kept})
    return minify


def minifier_is_awake() -> bool:
    """Whether this process has loaded it, so that a fork of it cannot use it."""
    return minifier.cache_info().currsize > 0


def smaller(kind: str, text: str) -> str:
    """`text` of media type `kind` without what browsers do not need; shorter still where names can be shortened."""
    if minify := minifier():
        return str(minify.string(kind, text))
    if kind == "text/css":
        return str(rcssmin.cssmin(text))
    return text if NESTED_TEMPLATE.search(text) else rjsmin.jsmin(text)  # which would take the inner ` for the end


def smaller_page(html: str) -> str:
    """A page without white space that nobody sees; unchanged where no minifier is."""
    if minify := minifier():
        html = minify.string("text/html", html)
        if not PREFORMATTED.search(html):
            html = html.replace("\n", " ")  # the same to readers, one sign less to packers
    return html.replace("</dt><dd>", "</dt> <dd>")  # or the search takes a term and its explanation for one word


def sheet_of(tool: str) -> str:
    """Name of the style sheet that a tool needs besides kurs.css."""
    return f"{tool if tool in SHEETS else SHARED_SHEETS.get(tool, 'tools')}.css"


def hashed(name: str, text: str) -> Asset:
    """`text` as a file whose address changes with its content."""
    content = text.encode()
    stem, suffix = name.rsplit(".", 1)
    return Asset(name, f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:8]}.{suffix}", content)


@dataclass(frozen=True)
class _Module:
    """A source without its imports and exports. `imports` are (name there, name here, path of the module)."""

    text: str
    imports: list[tuple[str, str, str]]
    exports: frozenset[str]


def bundle(entry: Path, read: dict[str, _Module] | None = None) -> str:
    """`entry` and all it imports, in order, as one strict function scope, in which each has a scope of its own.

    A module whose names mean nothing to the others stands there as it is. Any other becomes a function: what it
    imports are its parameters, what others import from it is what it returns. `read` keeps what was read for the next
    bundle: most modules are in many. Raises BundleError.
    """
    read = {} if read is None else read
    modules: dict[str, _Module] = {}  # in the order in which they run

    def visit(path: str, trail: tuple[str, ...]) -> None:
        if path in trail:
            circle = " → ".join(map(posixpath.basename, (*trail, path)))
            raise BundleError(f"{posixpath.basename(path)} importiert sich im Kreis: {circle}")
        if path in modules:
            return
        module = read.get(path) or read.setdefault(path, _read_module(path))
        for name, _, source in module.imports:
            visit(source, (*trail, path))
            if name not in modules[source].exports:
                raise BundleError(
                    f"{posixpath.basename(path)}: „{name}“ gibt {posixpath.basename(source)} nicht heraus."
                )
        modules[path] = module

    visit(posixpath.normpath(entry.as_posix()), ())
    modules = _without_idle(modules)
    wanted = {(source, name) for module in modules.values() for name, _, source in module.imports}
    outside: dict[tuple[str, str], str] = {}  # what an export is called between the modules
    parts = []
    for number, (path, module) in enumerate(modules.items()):
        handed = sorted(name for source, name in wanted if source == path)
        taken = {here: outside[source, name] for name, here, source in module.imports}
        taken = {here: there for here, there in taken.items() if here != there}
        if not taken and _stands_alone(path, modules):
            outside |= {(path, name): name for name in handed}
            parts.append(module.text)
            continue
        outside |= {(path, name): f"{name}${number}" for name in handed}
        # `let`: the minifier joins neighbouring constants, and puts one that is taken apart before those that it needs.
        head = f"let [{', '.join(outside[path, name] for name in handed)}] = " if handed else ""
        end = f"return [{', '.join(handed)}];\n" if handed else ""
        parts.append(f"{head}(({', '.join(taken)}) => {{\n{module.text}{end}}})({', '.join(taken.values())});\n")
    return '(function () {\n"use strict";\n' + "\n".join(parts) + "})();\n"


def _without_idle(modules: dict[str, _Module]) -> dict[str, _Module]:
    """`modules` without functions, classes and constants that nothing in this bundle uses."""
    wanted: set[tuple[str, str]] = set()
    kept: dict[str, _Module] = {}
    for path, module in reversed(modules.items()):  # whoever imports from it comes after it
        pieces = [(piece, _words(piece)) for piece in STATEMENT.split(module.text)]
        handed = {name for source, name in wanted if source == path}
        uses = Counter(word for _, words in pieces for word in words)  # in how many statements a word stands
        while (idle := _idle(pieces, uses, handed)) is not None:
            uses.subtract(pieces.pop(idle)[1])
        words = {word for _, own in pieces for word in own}
        imports = [(there, here, source) for there, here, source in module.imports if here in words]
        wanted |= {(source, there) for there, _, source in imports}
        if words:
            kept[path] = _Module("".join(piece for piece, _ in pieces), imports, module.exports)
    return dict(reversed(kept.items()))


def _idle(pieces: list[tuple[str, frozenset[str]]], uses: Counter[str], handed: set[str]) -> int | None:
    """The first of a module's statements, each with its words, that nothing there and nobody else needs."""
    for i, (piece, words) in enumerate(pieces):
        match = IDLE.match(piece)
        name = match and (match[1] or match[2])
        # One of several names, or an odd number of ` : what looks like the next statement is text of this one.
        if (
            name
            and name not in handed
            and uses[name] == (name in words)
            and not UNCLEAR.search(piece)
            and piece.count("`") % 2 == 0
        ):
            return i
    return None


@functools.lru_cache(4096)  # the same modules are asked again for each bundle they are in
def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(COMMENT.sub("", text)))


def _stands_alone(path: str, modules: dict[str, _Module]) -> bool:
    """Whether no other module has a word that is one of the module's own names, but for what it imports from it."""
    if UNCLEAR.search(modules[path].text):
        return False
    own = set(DECLARED.findall(modules[path].text))
    for other, module in modules.items():
        imported = {here for _, here, source in module.imports if source == path}
        if other != path and (own - imported) & _words(module.text):
            return False
    return True


def _read_module(path: str) -> _Module:
    folder, file = posixpath.split(path)
    source = Path(path).read_text("utf-8")
    imports = []
    for names, target in IMPORT.findall(source):
        module = posixpath.normpath(posixpath.join(folder, target))
        if names.strip() == "t" and posixpath.basename(module) == GETTEXT:
            continue
        if not os.path.isfile(module):
            raise BundleError(f"{file}: „{target}“ gibt es nicht.")
        for name in filter(None, (name.strip() for name in names.split(","))):
            there, _, here = name.partition(" as ")
            imports.append((there.strip(), here.strip() or there.strip(), module))
    rest = IMPORT.sub("", source)
    try:
        text = with_words(EXPORT.sub("", rest), _said)
    except ScriptError as error:
        raise BundleError(f"{file}: {error}") from None
    if file == LANGUAGE:
        text = text.replace(GERMAN, f'"{language()}"').replace(GERMAN_RULE, plural_rule())
    left = re.search(r"^(import|export)\b.*$", text, re.M)
    if left:
        raise BundleError(f"{file}: „{left[0]}“ kennt der Bündler nicht.")
    return _Module(text, imports, frozenset(EXPORT.findall(rest)))


def _said(_: int, text: str, many: str) -> tuple[str, ...]:
    return forms_of(text, many) if many else (gettext(text),)

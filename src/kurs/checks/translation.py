"""The interface's texts: where they stand, and what a catalogue lacks."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po
from jinja2.ext import babel_extract

from ..content.course import Course
from ..content.findings import WARNING, Remark, Rule
from ..script_words import with_words
from ..words import PLACEHOLDER, SOURCE, all_of, languages, path_of

CODE = Path(__file__).parent.parent
CALLS = {"gettext", "marked", "ngettext"}
JINJA = {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true", "silent": "false"}
PRINTED = re.compile(r'(?<![\w-])t\("((?:[^"\\]|\\.)*)"')
IDLE_FIELD = re.compile(rb'\n"(?!Language:|Plural-Forms|MIME|Content)[A-Z][\w-]*: .*')  # of a catalogue's head
Forms = tuple[str, ...]  # a German text, or one for one and one for many
Text = tuple[str, int, Forms]  # with file and line


TRANSLATED = Rule("sprache", "Ein Katalog, der nicht zu den Texten passt, ließe Seiten halb übersetzt oder falsch.")
OPEN = Rule("unuebersetzt", "Was im Katalog fehlt, bleibt auf der Seite deutsch.", WARNING)


@TRANSLATED
def check_language(course: Course) -> Iterator[Remark]:
    """Whether the site's language has a catalogue, and whether that fits the texts of today."""
    language = course.language
    if language == SOURCE:
        return
    if language not in languages():
        known = ", ".join(languages())
        remedy = f"Nehmen Sie eine von diesen: {known}. Oder legen Sie mit „kurs words {language}“ einen Katalog an."
        problem = f"Für die Sprache „{language}“ gibt es keinen Katalog."
        yield Remark("mkdocs.yml", 0, "theme.language", problem, remedy)
        return
    file = f"locale/{language}.po"
    try:
        catalogue = _read(language)
    except PoFileError as error:
        yield Remark(file, 0, "", f"Der Katalog ist nicht lesbar: {error}.", "Bessern Sie die Zeile nach.")
        return
    for message in catalogue:
        for name in sorted(_placeholders(message.string) - _placeholders(message.id)) if message.id else ():
            problem = f"In der Übersetzung steht der Platzhalter {name}, im deutschen Text nicht."
            remedy = "Nehmen Sie nur Platzhalter, die dort stehen."
            yield Remark(file, message.lineno or 0, f"„{all_of(message.id)[0]}“", problem, remedy)
    open_texts = _open(catalogue, course.overrides)
    if open_texts:
        problem = f"{len(open_texts)} Texte sind nicht übersetzt und bleiben deutsch, zuerst: „{open_texts[0]}“."
        yield OPEN.says(file, 0, problem, f"„kurs words {language}“ trägt sie in den Katalog ein.")


def updated(overrides: Path, language: str) -> tuple[bytes, int]:
    """The catalogue of `language` as a PO file that has all texts of today, and how many of them are open.

    Raises ValueError, UnknownLocaleError or PoFileError where `language` is none or its catalogue cannot be read.
    """
    catalogue = _read(language) if language in languages() else Catalog(Locale.parse(language))
    catalogue.header_comment = (
        f"# „kurs words {language}“ brings the keys up to date; what stands in msgstr is written by hand."
    )
    fresh = Catalog()
    for file, line, forms in texts(overrides):
        fresh.add(forms if len(forms) > 1 else forms[0], locations=[(file, line)])
    catalogue.update(fresh)
    catalogue.fuzzy = False  # its head; nobody has filled in what stands there
    content = io.BytesIO()
    write_po(content, catalogue, width=120, omit_header=False, include_lineno=False, ignore_obsolete=True)
    head, blank, rest = content.getvalue().partition(b"\n\n")
    return IDLE_FIELD.sub(b"", head) + blank + rest, len(_open(catalogue, overrides))


def texts(overrides: Path) -> Iterator[Text]:
    """Every text of templates, scripts and print in `overrides`, and of this code."""
    readers = {"html": _in_template, "js": _in_script, "typ": _in_print}
    files = [
        (path, path.relative_to(overrides.parent).as_posix(), reader)
        for ending, reader in readers.items()
        for path in sorted(overrides.rglob(f"*.{ending}"))
    ]
    files += [(path, f"src/kurs/{path.relative_to(CODE).as_posix()}", _in_code) for path in sorted(CODE.rglob("*.py"))]
    for path, name, reader in files:
        for line, text in reader(path.read_text("utf-8")):
            yield name, line, text


def _in_template(source: str) -> Iterator[tuple[int, Forms]]:
    for line, _, found, _ in babel_extract(io.BytesIO(source.encode()), ["_", "gettext", "ngettext"], [], JINJA):
        yield line, tuple(one for one in all_of(found) if one)


def _in_script(source: str) -> Iterator[tuple[int, Forms]]:
    found: list[tuple[int, Forms]] = []

    def say(at: int, one: str, many: str) -> Forms:
        forms = (one, many) if many else (one,)
        found.append((source.count("\n", 0, at) + 1, forms))
        return forms

    with_words(source, say)
    yield from found


def _in_print(source: str) -> Iterator[tuple[int, Forms]]:
    for match in PRINTED.finditer(source):
        yield source.count("\n", 0, match.start()) + 1, (unquoted(match[1]),)


def _in_code(source: str) -> Iterator[tuple[int, Forms]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            texts = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if texts:
                yield node.lineno, tuple(texts)


def unquoted(text: str) -> str:
    """What a string of Typst says."""
    return re.sub(r"\\(.)", lambda match: {"n": "\n"}.get(match[1], match[1]), text)


def _read(language: str) -> Catalog:
    """Raises PoFileError."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def _open(catalogue: Catalog, overrides: Path) -> list[str]:
    """The texts of today that have no certain translation, in the order in which they stand in the files."""
    done = {all_of(one.id)[0] for one in catalogue if one.id and not one.fuzzy and all(all_of(one.string))}
    return [text for text in dict.fromkeys(forms[0] for _, _, forms in texts(overrides)) if text not in done]


def _placeholders(text: Any) -> set[str]:
    return {match[0] for one in all_of(text) for match in PLACEHOLDER.finditer(one)}

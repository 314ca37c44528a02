"""Der Kurs auf der Kommandozeile. make ruft site, check, schema, packages und release auf; die übrigen ändern Dateien und nennen sie."""

from __future__ import annotations

import argparse
import datetime
import io
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from babel.core import UnknownLocaleError
from babel.messages.pofile import PoFileError

from .checks.all import check_all
from .checks.brand import check_brand
from .checks.pages import UNFINISHED
from .checks.translation import updated
from .chores.addresses import relocate, rename
from .chores.courses import new_course
from .chores.edits import ChoreError
from .chores.lessons import new_lesson
from .content import yamltext
from .content.course import Course, load_course, read_config
from .content.findings import RULES, Finding, errors, warnings
from .content.house import joined, with_settings
from .content.model import QuestionFile
from .content.places import MATERIAL
from .content.published import ReleaseError, ledger_of, release
from .content.settings import CONFIG, Settings, read_settings
from .exports.edition import Edition, PackageError
from .exports.publish import commit_moment, make_packages, publish
from .makers import MAKERS
from .site.delivery import InUseError, alone, build_whole, explain, write_whole
from .words import path_of, speak


def main(arguments: list[str] | None = None) -> int:
    _speak_utf8()
    parser = argparse.ArgumentParser(prog="kurs", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("site", help="den Kurs streng nach site/ bauen, mit .br und .gz für den Server")
    check = commands.add_parser("check", help="Inhalt prüfen: Fehler und Hinweise")
    check.add_argument("--warum", action="store_true", help="statt dessen sagen, warum es jede Regel gibt")
    commands.add_parser("schema", help="JSON Schema der Fragenbank ausgeben, für den Editor")
    commands.add_parser("packages", help="aus site/ alles für Trainer und Lernplattformen nach dist/ schreiben")
    commands.add_parser("release", help="published.json für die Fassung des Kurses oder des Hauses schreiben")
    translate = commands.add_parser("words", help="Katalog einer Sprache anlegen oder auf den Stand der Texte bringen")
    translate.add_argument("language", help="Kürzel der Sprache, wie in theme.language: en")
    begin = commands.add_parser("neue-lektion", help="eine Lektion mit Fragen anlegen und überall eintragen")
    begin.add_argument("ort", help="<modul>/<adresse>, zum Beispiel kundenwert/das-schild; Eigenes beginnt mit haus-")
    begin.add_argument("titel")
    begin.add_argument("--modul", metavar="TITEL", default="", help="Titel des Moduls, wenn es noch keins ist")
    change = commands.add_parser(
        "umbenennen", help="einer Lektion, einem Modul, Weg, Check oder Gespräch eine neue Adresse geben"
    )
    change.add_argument("alt")
    change.add_argument("neu")
    carry = commands.add_parser("verschieben", help="eine Lektion mit Fragen und Gesprächen in ein anderes Modul legen")
    carry.add_argument("lektion")
    carry.add_argument("modul")
    found = commands.add_parser(
        "neuer-kurs", help="einen kleinen Kurs in einem neuen Ordner anlegen, mit demselben Programm"
    )
    found.add_argument("ordner")
    found.add_argument("titel")
    found.add_argument("kennung", help="bleibt für immer, zum Beispiel sicher-an-der-kasse")
    given = parser.parse_args(arguments)
    reading: dict[str, Callable[[Path], int]] = {"schema": _schema}
    reading["check"] = lambda root: _explain_rules() if given.warum else _check(root)
    reading["words"] = lambda root: _words(root, given.language)
    writing: dict[str, Callable[[Path], int]] = {"site": _site, "packages": _packages, "release": _release}
    writing["neue-lektion"] = lambda root: _do(new_lesson, root, given.ort, given.titel, given.modul)
    writing["umbenennen"] = lambda root: _do(rename, root, given.alt, given.neu)
    writing["neuer-kurs"] = lambda root: _begin(root, given.ordner, given.titel, given.kennung)
    writing["verschieben"] = lambda root: _do(relocate, root, given.lektion, given.modul)
    root = Path.cwd()
    os.umask(0o022)  # what a server hands out must be readable for it, whatever else is kept private here
    try:
        if given.command in reading:
            return reading[given.command](root)
        with alone(root):
            return writing[given.command](root)
    except InUseError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(explain(error), file=sys.stderr)
        return 1


def _speak_utf8() -> None:
    """What a pipe or a file gets is UTF-8: elsewhere Windows takes its own code page, which lacks some signs."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _do(chore: Callable[..., list[str]], root: Path, *named: str) -> int:
    """Change files and name them, or say in one line why none was changed."""
    try:
        changed = chore(root, *named)
    except ChoreError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(["Geändert:", *(f"  {file}" for file in changed)]))
    open_texts = [one for one in check_all(load_course(root)) if one.rule is UNFINISHED]
    if open_texts:
        print(f"Noch zu schreiben sind {len(open_texts)} Stellen mit TODO; kurs check nennt sie.")
    return 0


def _begin(root: Path, folder: str, title: str, course_id: str) -> int:
    try:
        files = new_course(root, folder, title, course_id)
    except ChoreError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(files)} Dateien in {folder}. Dort nennt kurs check jede Stelle mit TODO.")
    return 0


def _site(root: Path) -> int:
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")  # as make does; Material reads it when it is imported
    from .mkdocs_plugin import build  # the other commands need no generator

    hosting = read_config(root / CONFIG, root)[0].overrides.parent / "hosting"

    def fill(folder: Path) -> int:
        code = build(root / CONFIG, folder)
        if code == 0:
            # Hosts that know it look for it in the site.
            shutil.copyfile(hosting / "_headers", folder / "_headers")
        return code

    return build_whole(root / "site", fill)


def _check(root: Path) -> int:
    from .mkdocs_plugin import check_config

    course = load_course(root)
    findings = check_all(course)
    if course.is_ordered:
        findings += _settings(course)[2] + check_config(root / CONFIG)
    for label, group in (("Fehler", errors(findings)), ("Hinweise", warnings(findings))):
        print(f"{label}: {len(group)}")
        for finding in group:
            print(f"  {finding}")
    return 1 if errors(findings) else 0


def _explain_rules() -> int:
    for name, rule in sorted(RULES.items()):
        print(f"{name} ({rule.level}): {rule.reason}")
    return 0


def _schema(root: Path) -> int:
    json.dump(QuestionFile.model_json_schema(), sys.stdout, ensure_ascii=False, indent=1)
    print()
    return 0


def _settings(course: Course) -> tuple[dict[str, Any], Settings | None, list[Finding]]:
    """What mkdocs.yml and the house say in one, their settings as a build reads them, and all that is wrong with these.

    `course` must have a mkdocs.yml that can be read.
    """
    document = yamltext.read((course.root / CONFIG).read_text("utf-8-sig"), CONFIG)
    config = joined(document.data, course.house.settings if course.house else {})
    extra = config.get("extra")
    extra = extra if isinstance(extra, dict) else {}
    documents = with_settings(document, course.house)
    settings, wrong = read_settings(extra, documents)
    return config, settings, wrong + check_brand(extra, course.root, documents)


def _checked(root: Path) -> tuple[Course, Settings, str, str] | None:
    """Course, settings, public address ("" where unset) and title; None, with the reasons printed, if wrong."""
    course = load_course(root)
    findings = check_all(course)
    if not errors(findings):
        speak(course.language)
    config, settings, found = _settings(course) if course.is_ordered else ({}, None, [])
    wrong = errors(findings + found)
    if wrong or settings is None:
        for finding in wrong:
            print(finding, file=sys.stderr)
        return None
    return course, settings, config.get("site_url") or "", config["site_name"]


def _packages(root: Path) -> int:
    checked = _checked(root)
    if checked is None:
        return 1
    course, settings, address, title = checked
    if not (root / "site" / "index.html").exists():
        print("Es gibt keinen gebauten Kurs; rufen Sie make site auf.", file=sys.stderr)
        return 1
    edition = Edition(course, settings, root / "site", commit_moment(root), address, title)
    try:
        products = make_packages(edition, MAKERS)
    except PackageError as error:
        print(error, file=sys.stderr)
        return 1
    publish(edition, products, root / "dist")
    print(f"{len(products)} Dateien in dist/, dieselben auf der Seite {MATERIAL}.")
    return 0


def _release(root: Path) -> int:
    checked = _checked(root)
    if checked is None:
        return 1
    course, settings, *_ = checked
    version = course.house.version if course.house else settings.version
    try:
        content = release(course, root / "site", version, settings.betreiber, datetime.date.today().isoformat())
    except ReleaseError as error:
        print(error, file=sys.stderr)
        return 1
    text = json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    write_whole(ledger_of(course), text.encode())
    print(f"Version {version} freigegeben: {len(content['questions'])} Fragen, {len(content['addresses'])} Adressen.")
    return 0


def _words(root: Path, language: str) -> int:
    overrides = read_config(root / CONFIG, root)[0].overrides
    try:
        content, open_texts = updated(overrides, language)
    except (UnknownLocaleError, PoFileError, ValueError) as error:
        print(f"{language}: {error}", file=sys.stderr)
        return 1
    path = path_of(language)
    path.parent.mkdir(exist_ok=True)
    write_whole(path, content)
    print(f"{path}: noch zu übersetzen sind {open_texts} Texte.")
    return 0

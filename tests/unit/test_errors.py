"""Author errors: each kind gives one line with file, line, id, problem and remedy; never a traceback."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from conftest import ROOT, build
from kurs.checks.all import check_all
from kurs.checks.markers import MARKER_PARTS
from kurs.checks.pages import CUT
from kurs.cli import main
from kurs.content import yamltext
from kurs.content.course import load_course
from kurs.content.findings import errors, near
from kurs.content.page import Marker
from kurs.content.settings import Operator
from kurs.site.composer import Composer
from kurs.site.figures import inline_svg
from kurs.templates import Templates
from projekt import PAGE, SINGLE, make_project, questions, replace, write

BANK = "quizzes/probe.yml"
LESSON = "docs/probe/aushang.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


def found(project: Path) -> list[str]:
    return [str(finding) for finding in errors(check_all(load_course(project)))]


def test_the_sound_project_has_no_error(project: Path) -> None:
    assert found(project) == []


# (file, what stands there, the defect, what the message says, its place)
DEFECTS = {
    "two right answers": (BANK, "correct: false", "correct: true", "2 Optionen sind richtig", f"{BANK}:10: Frage eins"),
    "no right answer": (BANK, "correct: true", "correct: false", "Keine Option ist richtig", f"{BANK}:10: Frage eins"),
    "unknown type": (
        BANK,
        "type: single",
        "type: singel",
        "Den Fragetyp „singel“ gibt es nicht",
        f"{BANK}:7: Frage eins",
    ),
    "unknown key": (BANK, "explanation:", "explanaton:", "Meinten Sie „explanation“?", f"{BANK}:19: Frage eins"),
    "duplicate id": (
        BANK,
        "id: zwei",
        "id: eins",
        "Die id steht schon in quizzes/probe.yml:2",
        f"{BANK}:22: Frage eins",
    ),
    "missing feedback": (
        BANK,
        "        feedback: Das Datum fehlt.\n",
        "",
        "Das Feld „feedback“ fehlt",
        f"{BANK}:13: Frage eins",
    ),
    "empty feedback": (
        BANK,
        "feedback: Das Datum fehlt.",
        "feedback:",
        "„feedback“ ist leer",
        f"{BANK}:15: Frage eins",
    ),
    "unknown lesson": (BANK, "lesson: aushang", "lesson: aushäng", "hat nicht die Form", f"{BANK}:4: Frage eins"),
    "misspelt lesson": (BANK, "lesson: aushang", "lesson: aushnag", "Meinten Sie „aushang“?", f"{BANK}:4: Frage eins"),
    "unknown objective": (
        BANK,
        "aushang-erkennen",
        "aushang-lesen",
        "kein Lernziel „aushang-lesen“",
        f"{BANK}:5: Frage eins",
    ),
    "unknown source": (
        BANK,
        "sources: []",
        "sources: [Nemo2020]",
        "Die Quelle „Nemo2020“ ist unbekannt",
        f"{BANK}:20: Frage eins",
    ),
    "yes for a truth": (
        BANK,
        "correct: true",
        "correct: ja",
        "Schreiben Sie true oder false",
        f"{BANK}:11: Frage eins",
    ),
    "HTML in a stem": (
        BANK,
        "Was sagt eins?",
        "Was <b>sagt</b> eins?",
        "Im Text steht HTML („<b>“)",
        f"{BANK}:8: Frage eins",
    ),
    "script in feedback": (
        BANK,
        "Das Datum fehlt.",
        "<script>alert(1)</script>",
        "Im Text steht HTML",
        f"{BANK}:15: Frage eins",
    ),
    "HTML with a slash for a space": (
        BANK,
        "Was sagt eins?",
        "Was <img/src=x> eins?",
        "Im Text steht HTML („<img/src=x>“)",
        f"{BANK}:8: Frage eins",
    ),
    "a source as an option": (
        BANK,
        "Etwas Altes",
        '"[Carlzon1987]"',
        "Quellen stehen unter sources",
        f"{BANK}:13: Frage eins",
    ),
    "an attribute": (BANK, "Etwas Altes", "'*Etwas*{ onclick=\"x()\" }'", "ein Attribut", f"{BANK}:13: Frage eins"),
    "a masked script link": (
        BANK,
        "Etwas Altes",
        "'[x](&#106;avascript:x)'",
        "ein Link ohne https://",
        f"{BANK}:13: Frage eins",
    ),
    "an escaped control character": (BANK, "Etwas Altes", '"Et\\0was"', "unsichtbares Steuerzeichen", f"{BANK}:13:"),
    "blank in a choice": (
        BANK,
        "Was sagt eins?",
        "Was [[sagt]] eins?",
        "Eckige Doppelklammern",
        f"{BANK}:8: Frage eins",
    ),
    "all of the above": (BANK, "Etwas Altes", "Alle genannten", "fasst andere zusammen", f"{BANK}:13: Frage eins"),
    "same option twice": (BANK, "Etwas Altes", "Etwas gutes!", "steht mehrmals", f"{BANK}:10: Frage eins"),
    "colon in prose": (BANK, "Das Datum fehlt.", "Gut: so", "„Gut: so“ steht ein Doppelpunkt", f"{BANK}:15:"),
    "hash in prose": (BANK, "Das Datum fehlt.", "Platz #3 ist leer", "bricht bei „#3 ist leer“ ab", f"{BANK}:15:"),
    "hash in an objective": (
        LESSON,
        "Erkennen, was ein Aushang sagt",
        "Erkennen, was #3 sagt",
        "bricht bei „#3 sagt“ ab",
        f"{LESSON}:7:",
    ),
    "quote in prose": (
        BANK,
        "Das Datum fehlt.",
        '"Gut" sagt er',
        "Nehmen Sie deutsche Anführungszeichen",
        f"{BANK}:15:",
    ),
    "unclosed quote": (BANK, "Das Datum fehlt.", '"Gut', "Anführungszeichen", f"{BANK}:15:"),
    "at sign first": (BANK, "Das Datum fehlt.", "@alle", "eigene Bedeutung", f"{BANK}:15:"),
    "asterisk first": (BANK, "Das Datum fehlt.", "*Nein*, sagt er", "eigene Bedeutung", f"{BANK}:15:"),
    "ampersand first": (BANK, "Das Datum fehlt.", "& Co", "eigene Bedeutung", f"{BANK}:15:"),
    "exclamation mark first": (BANK, "Das Datum fehlt.", "!wichtig", "eigene Bedeutung", f"{BANK}:15:"),
    "brackets first": (BANK, "Was sagt eins?", "[[Weg]] ist hier?", "YAML liest eine Liste", f"{BANK}:8:"),
    "tab": (BANK, "    revision: 1", "\trevision: 1", "Tabulator", f"{BANK}:3:"),
    "wrong indent": (BANK, "    objective: aus", "   objective: aus", "Einrückung", f"{BANK}:"),
    "key twice": (BANK, "    use: practice", "    use: practice\n    use: exam", "„use“ steht zweimal", f"{BANK}:7:"),
    "control character": (BANK, "Das Datum", "Das\x07 Datum", "Steuerzeichen", f"{BANK}:15:"),
    "unknown citation": (
        LESSON,
        "[Carlzon1987]",
        "[Karlsson1987]",
        "Die Quelle „Karlsson1987“ ist unbekannt",
        f"{LESSON}:25:",
    ),
    "unknown citation that begins small": (
        LESSON,
        "[Carlzon1987]",
        "[deCarlzon1987]",
        "Die Quelle „deCarlzon1987“ ist unbekannt",
        f"{LESSON}:25:",
    ),
    "a key that no citation finds": (
        "docs/quellen.yml",
        "Carlzon1987:",
        "carlzon:",
        "So kann man sich nicht darauf beziehen",
        "docs/quellen.yml:2: Quelle carlzon",
    ),
    "a source in an objective": (
        LESSON,
        "Erkennen, was ein Aushang sagt",
        "Erkennen, was [Carlzon1987] fand",
        "„[Carlzon1987]“ bliebe hier so stehen",
        f"{LESSON}:7:",
    ),
    "a source in a caption": (
        LESSON,
        "Ein Fall.",
        '![Ein Aushang](aushang.svg "Zehn Sekunden [Carlzon1987].")',
        "„[Carlzon1987]“ bliebe hier so stehen",
        f"{LESSON}:21:",
    ),
    "unknown marker": (
        LESSON,
        "<!-- quiz: aushang -->",
        "<!-- quizz: aushang -->",
        "Meinten Sie „quiz“?",
        f"{LESSON}:27:",
    ),
    "marker of another lesson": (
        LESSON,
        "quiz: aushang",
        "quiz: anderes",
        "Die Marke nennt „anderes“",
        f"{LESSON}:27:",
    ),
    "typed minutes": (
        LESSON,
        "exercise: 5",
        "exercise: 5\nminutes: 8",
        "rechnet der Bau aus. Löschen Sie die Zeile",
        f"{LESSON}:5:",
    ),
    "no marker": (LESSON, "<!-- quiz: aushang -->", "", "fehlt die Quiz-Marke", LESSON),
    "unclosed quiz block": (
        LESSON,
        "Schreiben Sie einen",
        "<quiz>\nSchreiben Sie einen",
        "<quiz>-Block",
        f"{LESSON}:31:",
    ),
    "capital quiz block": (LESSON, "Schreiben Sie einen", "<Quiz>Schreiben Sie einen", "<quiz>-Block", f"{LESSON}:31:"),
    "quiz block with attribute": (
        LESSON,
        "Schreiben Sie einen",
        '<quiz id="a">Schreiben',
        "<quiz>-Block",
        f"{LESSON}:31:",
    ),
    "checkbox list": (LESSON, "Schreiben Sie einen Aushang.", "- [x] Ja", "Ankreuzliste", f"{LESSON}:31:"),
    "HTML in a lesson": (LESSON, "Ein Fall.", "Ein <i onclick='x()'>Fall</i>.", "Im Text steht HTML", f"{LESSON}:21:"),
    "script link": (LESSON, "Ein Fall.", "Ein [Fall](javascript:alert(1)).", "führt ein Skript aus", f"{LESSON}:21:"),
    "heading without anchor": (LESSON, "## Jetzt Sie { #uebung }", "## Jetzt Sie", "fehlt der Anker", f"{LESSON}:29:"),
    "anchor with umlaut": (LESSON, "#uebung", "#übung", "enthält andere Zeichen", f"{LESSON}:29:"),
    "HTML over two lines": (
        LESSON,
        "Ein Fall.",
        "Ein <i\nonclick=x()>Fall</i>.",
        "Im Text steht HTML",
        f"{LESSON}:21:",
    ),
    "HTML in a block over lines": (
        LESSON,
        "Ein Fall.",
        "<script\n>\nx()\n</script>",
        "Im Text steht HTML („<script > x() </script>“)",
        f"{LESSON}:21:",
    ),
    "HTML behind an escaped backtick": (
        LESSON,
        "Ein Fall.",
        "Ein \\`<i>\\` Fall.",
        "Im Text steht HTML",
        f"{LESSON}:21:",
    ),
    "HTML that holds Markdown": (
        LESSON,
        "Ein Fall.",
        "<section markdown>\nEin *Fall*.\n</section>",
        "Im Text steht HTML („<section>“)",
        f"{LESSON}:21:",
    ),
    "script link in angle brackets": (
        LESSON,
        "Ein Fall.",
        "Ein [Fall](<javascript:alert(1)>).",
        "führt ein Skript aus",
        f"{LESSON}:21:",
    ),
    "script link in a reference": (
        LESSON,
        "Ein Fall.",
        "Ein [Fall][a].\n\n[a]: javascript:alert(1)",
        "führt ein Skript aus",
        f"{LESSON}:23:",
    ),
    "script link in entities": (
        LESSON,
        "Ein Fall.",
        "Ein [Fall](&#106;ava&#115;cript:x).",
        "führt ein Skript aus",
        f"{LESSON}:21:",
    ),
    "script link in an attribute list": (
        LESSON,
        "Ein Fall.",
        'Ein [Fall](index.md){: href="javascript:x" }.',
        "führt ein Skript aus",
        f"{LESSON}:21:",
    ),
    "handler in an attribute list": (
        LESSON,
        "Ein Fall.",
        "Ein *Fall*{ onclick=x }.",
        "das Attribut „onclick“",
        f"{LESSON}:21:",
    ),
    "style in an attribute list": (
        LESSON,
        "Ein Fall.",
        'Ein *Fall*{ style="color: red" }.',
        "das Attribut „style“",
        f"{LESSON}:21:",
    ),
    "unknown scheme": (LESSON, "Ein Fall.", "Ein [Fall](file:///x).", "Die Adresse „file:///x“", f"{LESSON}:21:"),
    "link to another server without scheme": (
        LESSON,
        "Ein Fall.",
        "Ein [Fall](//example.org/x).",
        "Die Adresse „//example.org/x“",
        f"{LESSON}:21:",
    ),
    "picture of another server": (
        LESSON,
        "Ein Fall.",
        "![Ein Bild vom Fall](https://example.org/x.png)",
        "Die Adresse „https://example.org/x.png“",
        f"{LESSON}:21:",
    ),
    "a comment": (LESSON, "Ein Fall.", "<!-- Notiz für mich -->", "ist keine Marke", f"{LESSON}:21:"),
    "a capital marker": (
        LESSON,
        "<!-- quiz: aushang -->",
        "<!-- Quiz: aushang -->",
        "ist keine Marke",
        f"{LESSON}:27:",
    ),
    "a marker over two lines": (
        LESSON,
        "Ein Fall.",
        "<!--\nwerkzeug: nix -->",
        "Das Werkzeug „nix“ gibt es nicht",
        f"{LESSON}:21:",
    ),
    "a module's marker elsewhere": (LESSON, "Ein Fall.", "<!-- modul -->", "erste Seite eines Moduls", f"{LESSON}:21:"),
    "a path's marker elsewhere": (LESSON, "Ein Fall.", "<!-- weg -->", "die Seite eines Weges", f"{LESSON}:21:"),
    "an unknown part of a marker": (
        LESSON,
        "Ein Fall.",
        "<!-- betreiber: kontkat -->",
        "Meinten Sie „kontakt“?",
        f"{LESSON}:21:",
    ),
    "a marker that has no part": (
        LESSON,
        "Ein Fall.",
        "<!-- module: x -->",
        "Hinter der Marke „module“",
        f"{LESSON}:21:",
    ),
    "an attribute list over two lines": (
        BANK,
        "stem: Was sagt eins?",
        "stem: >-\n      *Was*{ onclick\n      =x() } sagt eins?",
        "ein Attribut",
        f"{BANK}:8: Frage eins",
    ),
    "an attribute list of one word": (BANK, "Etwas Altes", "'*Etwas*{ onclick }'", "ein Attribut", f"{BANK}:13:"),
    "classes in the bank": (BANK, "Etwas Altes", "'*Etwas*{ .a .b }'", "ein Attribut", f"{BANK}:13: Frage eins"),
    "a comment in the bank": (BANK, "Etwas Altes", "Etwas <!-- Altes -->", "Im Text steht HTML", f"{BANK}:13:"),
    "a marker in the bank": (BANK, "Etwas Altes", "Etwas <!-- altes -->", "Im Text steht HTML", f"{BANK}:13:"),
    "a script in angle brackets": (
        BANK,
        "Etwas Altes",
        "'[x](<javascript:x>)'",
        "ein Link ohne https://",
        f"{BANK}:13: Frage eins",
    ),
    "a reference that hides the text": (
        BANK,
        "Etwas Altes",
        "'[x]: javascript:x'",
        "Fragetexte sind ein Absatz",
        f"{BANK}:13:",
    ),
    "HTML in a source": (
        "docs/quellen.yml",
        "nach einem Zitat",
        "nach <b>einem</b> Zitat",
        "Im Text steht HTML („<b>“)",
        "docs/quellen.yml:6:",
    ),
    "a dead link": (LESSON, "Ein Fall.", "Ein [Fall](../quelen.md).", "Meinten Sie „../quellen.md“?", f"{LESSON}:21:"),
    "a dead link in a reference": (
        LESSON,
        "Ein Fall.",
        "Ein [Fall][a].\n\n[a]: nirgends.md",
        "Das Ziel „nirgends.md“ gibt es nicht",
        f"{LESSON}:23:",
    ),
    "a link in other case": (
        LESSON,
        "Ein Fall.",
        "Ein [Fall](../Quellen.md).",
        "Das Ziel „../Quellen.md“",
        f"{LESSON}:21:",
    ),
    "a link to an address": (
        LESSON,
        "Ein Fall.",
        "Ein [Fall](../aushang/).",
        "Das Ziel „../aushang/“",
        f"{LESSON}:21:",
    ),
    "a link from the root": (
        LESSON,
        "Ein Fall.",
        "Ein [Fall](/quellen.md).",
        "beginnt mit einem Schrägstrich",
        f"{LESSON}:21:",
    ),
    "a link to data": (
        LESSON,
        "Ein Fall.",
        "Ein [Fall](../quellen.yml).",
        "Das Ziel „../quellen.yml“",
        f"{LESSON}:21:",
    ),
    "an empty link": (LESSON, "Ein Fall.", "Ein [Fall]().", "wohin der Link führt", f"{LESSON}:21:"),
    "a dead anchor": (LESSON, "Ein Fall.", "Ein [Fall](#kernpunkt).", "Meinten Sie „kernpunkte“?", f"{LESSON}:21:"),
    "a dead anchor elsewhere": (
        LESSON,
        "Ein Fall.",
        "Ein [Fall](index.md#nirgends).",
        "Den Anker „#nirgends“ gibt es in probe/index.md nicht",
        f"{LESSON}:21:",
    ),
    "a missing picture": (
        LESSON,
        "Ein Fall.",
        "![Ein Bild vom Fall](x.svg)",
        "Das Bild „x.svg“ gibt es nicht",
        f"{LESSON}:21:",
    ),
    "a small picture that is not there": (
        "docs/probe/index.md",
        "title: Probemodul\n",
        "title: Probemodul\npicture: bild.svg\n",
        "Neben der Seite liegt keine Zeichnung „bild.svg“",
        "docs/probe/index.md:3:",
    ),
    "an icon that the set lacks": (
        "docs/probe/index.md",
        "title: Probemodul\n",
        "title: Probemodul\npicture: material/door-opem\n",
        "Meinten Sie „material/door-open“?",
        "docs/probe/index.md:3:",
    ),
    "a page that the navigation lacks": (
        "mkdocs.yml",
        "      - quellen.md\n",
        "      - index.md\n",
        "Die Seite steht nicht in der Navigation",
        "docs/quellen.md:1:",
    ),
    "a line of the navigation without a page": (
        "mkdocs.yml",
        "      - quellen.md\n",
        "      - quellen.md\n      - quelen.md\n",
        "Die Seite „quelen.md“ gibt es in docs/ nicht. Meinten Sie „quellen.md“?",
        "mkdocs.yml:{}:",
    ),
    "a navigation too deep": (
        "mkdocs.yml",
        "      - quellen.md\n",
        "      - quellen.md\n      - Tiefer:\n          - index.md\n",
        "zu tief verschachtelt",
        "mkdocs.yml:{}:",
    ),
    "no navigation": (
        "mkdocs.yml",
        "nav:\n  - Start: index.md\n",
        "nav: index.md\nextra_:\n",
        "keine Liste von Seiten",
        "mkdocs.yml:{}:",
    ),
    "image without text": (LESSON, "Ein Fall.", "![](x.svg)", "fehlt der Alternativtext", f"{LESSON}:21:"),
    "missing part": (LESSON, "{ #uebung }", "{ #anders }", "Es fehlt der Abschnitt mit dem Anker #uebung", LESSON),
    "no sentence for Monday": (
        LESSON,
        "monday:\n  when: ich einen Aushang sehe\n  then: lese ich ihn wie ein Gast\n",
        "",
        "Es fehlt der Satz für Montag. Ergänzen Sie im Kopf monday: und darunter when: und then:",
        LESSON,
    ),
    "no questions on the case": (
        LESSON,
        "talk:\n  - ask: Was steht da?\n    listen: Nennen alle dasselbe?\n  - ask: Was fehlt?\n    listen: Fragen Sie nach dem Datum.\n",
        "",
        "Es fehlen die Fragen zum Fall. Ergänzen Sie im Kopf talk:",
        LESSON,
    ),
    "one question on the case": (
        LESSON,
        "  - ask: Was fehlt?\n    listen: Fragen Sie nach dem Datum.\n",
        "",
        "„talk“ hat 1 Einträge. Mindestens 2 sind nötig.",
        LESSON,
    ),
    "the quiz behind the exercise": (
        LESSON,
        "<!-- quiz: aushang -->\n\n## Jetzt Sie { #uebung }\n",
        "## Jetzt Sie { #uebung }\n\n<!-- quiz: aushang -->\n",
        "Die Teile stehen in anderer Reihenfolge",
        LESSON,
    ),
    "short description": (
        LESSON,
        "Woran man erkennt, was ein Aushang sagt, und wie man ihn so schreibt, dass er hilft.",
        "Kurz.",
        "zu kurz",
        f"{LESSON}:3:",
    ),
    "unexamined objective": (
        LESSON,
        "  aushang-schreiben: Einen",
        "  aushang-malen: Ein",
        "wird von keiner Übungsfrage geprüft",
        f"{LESSON}:8:",
    ),
    "unfinished text": (LESSON, "Ein Fall.", "TODO: Ein Fall.", "TODO", f"{LESSON}:21:"),
    "no front matter": (LESSON, "---\ntitle", "title", "beginnt nicht mit Angaben", f"{LESSON}:1:"),
}


def at(path: Path, *texts: str) -> int:
    """The line of the last of `texts` that stands in the file."""
    lines = path.read_text("utf-8").splitlines()
    return max((i for i, line in enumerate(lines, 1) if line.strip().endswith(texts)), default=0)


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_gives_one_helpful_line(project: Path, name: str) -> None:
    file, old, new, message, place = DEFECTS[name]
    replace(project, file, old, new)
    if file == "mkdocs.yml":  # whoever offers the course may write more above
        place = place.format(at(project / file, "- quelen.md", "- Tiefer:", "nav: index.md"))
    lines = [line for line in found(project) if message in line]
    assert len(lines) == 1, found(project)
    assert lines[0].startswith(place), lines[0]
    assert "\n" not in lines[0]


# (file in docs/, what it holds, what the message says)
FILES = {
    "an HTML page": ("mehr/seite.html", b"<script>x()</script>", "docs/mehr/seite.html: Solche Dateien gehören nicht"),
    "a drawing with capital ending": ("bilder/a.SVG", b"<svg/>", "docs/bilder/a.SVG: Die Endung „.SVG“ ist groß"),
    "an editor's copy": ("index.md~", b"alt", "docs/index.md~: Solche Dateien gehören nicht"),
    "a drawing with an entity": (
        "bilder/a.svg",
        b'<!DOCTYPE svg [<!ENTITY a "x">]>\n<svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>',
        "docs/bilder/a.svg: Die Zeichnung enthält Entitäten (<!ENTITY>).",
    ),
    "a drawing with an unknown entity": (
        "bilder/a.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg">\n<text>&nbsp;</text></svg>',
        "docs/bilder/a.svg:2: Die Zeichnung ist kein gültiges SVG.",
    ),
    "a drawing that says Latin 1 wrongly": (
        "bilder/a.svg",
        '<svg xmlns="http://www.w3.org/2000/svg">\n<text>Tür</text></svg>'.encode("latin-1"),
        "docs/bilder/a.svg:2: Die Zeichnung ist kein gültiges SVG.",
    ),
    "a drawing with an instruction": (
        "bilder/a.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg">\n<?xml-stylesheet href="x"?></svg>',
        "docs/bilder/a.svg:2: Die Zeichnung enthält <?xml-stylesheet",
    ),
    "a drawing that loads something": (
        "bilder/a.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><path fill="url(//example.org/x)"/></svg>',
        "docs/bilder/a.svg:1: Die Zeichnung enthält das Attribut fill",
    ),
    "a drawing with a handler": (
        "bilder/a.svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><path ONCLICK="x()"/></svg>',
        "docs/bilder/a.svg:1: Die Zeichnung enthält das Attribut ONCLICK",
    ),
    "nothing": ("bilder/a.svg", b"", "docs/bilder/a.svg:1: Die Zeichnung ist kein gültiges SVG."),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_must_not_be_published_gives_one_line(project: Path, name: str) -> None:
    file, content, message = FILES[name]
    path = project / "docs" / file
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    lines = found(project)
    assert len(lines) == 1, lines
    assert lines[0].startswith(message)


@pytest.mark.skipif(sys.platform == "win32", reason="Verknüpfungen brauchen unter Windows besondere Rechte")
@pytest.mark.parametrize("target", ["datei.txt", "ordner"])
def test_a_link_out_of_the_project_is_told(
    project: Path, tmp_path_factory: pytest.TempPathFactory, target: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("woanders")
    write(elsewhere, "datei.txt", "geheim")
    write(elsewhere, "ordner/seite.md", "geheim")
    (project / "docs" / "probe" / target).symlink_to(elsewhere / target)
    assert [line for line in found(project) if "Symlink" in line] == [
        f"docs/probe/{target}: Das ist eine Verknüpfung (Symlink). Legen Sie die Datei selbst hierher. [dateien]"
    ]


def test_a_drawing_in_declared_latin_1_is_shown_as_it_is_meant(project: Path) -> None:
    svg = '<?xml version="1.0" encoding="ISO-8859-1"?><svg xmlns="http://www.w3.org/2000/svg"><text>Tür</text></svg>'
    (project / "docs" / "bilder" / "a.svg").write_bytes(svg.encode("latin-1"))
    assert found(project) == []
    assert "<text>Tür</text>" in inline_svg(svg.encode("latin-1"), "Eine Tür")


@pytest.mark.parametrize(
    "text",
    [
        "Ein [Fall](../quellen.md#quellen), [noch einer](index.md), [außen](https://example.org/a?b=c#d), <info@example.org>.",
        "Ein *Fall*{ lang=en } und `<b>` und 3 < 4 &amp; mehr.",
        "```html\n<script>x()</script>\n```",
        "| Fall | Zahl |\n|---|--:|\n| eins | 1 |",
        "Ein [Fall](#quiz), [hier](#belege), [dort](#quellen), [oben](#der-aushang).",
        "![Ein Bild vom Fall](../bilder/zeichen.svg)",
        '??? info "Mehr"\n    Ein Fall.',
    ],
)
def test_what_markdown_makes_is_allowed(project: Path, text: str) -> None:
    replace(project, LESSON, "Ein Fall.", text)
    replace(project, "docs/quellen.md", "# Quellen", "# Quellen\n\n## Quellen { #quellen }")
    assert found(project) == []


@pytest.mark.parametrize(
    "text", ["1. Mai", "- 5 Grad", "a < b", "Müller & Co", "**fett** und *kursiv*", "[da](https://example.org)"]
)
def test_a_question_may_say_what_is_no_markup(project: Path, text: str) -> None:
    replace(project, BANK, "Etwas Altes", f"'{text}'")
    assert found(project) == []


@pytest.mark.parametrize("file", [LESSON, "docs/probe/index.md", "docs/quellen.md"])
def test_a_marker_where_it_does_not_belong_is_told_or_does_no_harm(project: Path, file: str) -> None:
    text = (project / file).read_text("utf-8")
    tools = [path.parent.name for path in (ROOT / "overrides" / "tools").glob("*/template.html")]
    assert "abschlusstest" in tools
    markers = [f"werkzeug: {tool}" for tool in tools] + ["quiz: aushang"]
    markers += [f"{name}: {part}" for name in Marker for part in ("nix", *MARKER_PARTS.get(name, ()))]
    markers += list(Marker)
    for marker in markers:
        write(project, file, f"{text}\n\n<!-- {marker} -->\n")
        course = load_course(project)
        if not errors(check_all(course)):
            composer = Composer(course, Templates(project / "overrides"), Operator(), lambda _, to: to, "")
            composer.markdown(course.by_file[file])


def test_a_tool_that_leads_to_a_missing_page_stops_the_build_in_one_line(project: Path) -> None:
    replace(project, LESSON, "Ein Fall.", "Ein Fall.\n\n<!-- werkzeug: nachweis -->")
    done = build(project, project / "site")
    assert done.returncode == 1
    output = done.stdout + done.stderr
    assert "Traceback" not in output
    assert f"{LESSON}: Hier führt ein Teil der Seite zu docs/" in output


@pytest.mark.parametrize(("marker", "anchor"), [("abdeckung", "zahlen"), ("werkzeug: aufgabe", "aufgabe-titel")])
def test_a_link_to_an_anchor_in_what_a_marker_brings_is_right(project: Path, marker: str, anchor: str) -> None:
    replace(project, LESSON, "Ein Fall.", f"[Dort](#{anchor}).\n\n<!-- {marker} -->")
    assert not [line for line in found(project) if "Den Anker" in line]


ASKED_WRONGLY = {
    "unknown": ("<!-- frage: eims -->", "Die Frage „eims“ gibt es nicht. Meinten Sie „eins“?"),
    "without an id": ("<!-- frage -->", "Die Frage „“ gibt es nicht. Bekannt sind:"),
    "of another lesson": ("<!-- frage: fremd -->", "gehört zur Lektion zettel"),
    "of the exam": ("<!-- frage: pruefung -->", "ist eine Prüfungsfrage"),
    "retired": ("<!-- frage: alt -->", "ist stillgelegt"),
    "indented": ("??? beleg\n    <!-- frage: eins -->", "steht nicht für sich"),
    "within a sentence": ("Nun <!-- frage: eins --> weiter.", "steht nicht für sich"),
}


@pytest.mark.parametrize(("marker", "told"), ASKED_WRONGLY.values(), ids=ASKED_WRONGLY)
def test_a_question_in_the_text_that_cannot_stand_there_is_told(project: Path, marker: str, told: str) -> None:
    bank = questions() + SINGLE.format(id="fremd", objective="aushang-erkennen").replace("son: aushang", "son: zettel")
    bank += SINGLE.format(id="pruefung", objective="aushang-erkennen").replace("use: practice", "use: exam")
    bank += SINGLE.format(id="alt", objective="aushang-erkennen").replace("use:", "status: retired\n    use:")
    write(project, BANK, bank)
    replace(project, LESSON, "Zehn Sekunden", f"{marker}\n\nZehn Sekunden")
    line = 25 + marker.count("\n")
    assert [one for one in found(project) if one.startswith(f"{LESSON}:{line}: ") and told in one]


def test_a_question_stands_in_the_text_once_and_before_the_quiz(project: Path) -> None:
    replace(project, LESSON, "Zehn Sekunden", "<!-- frage: eins -->\n\n<!-- frage: eins -->\n\nZehn Sekunden")
    replace(project, LESSON, "## Kernpunkte", "<!-- frage: zwei -->\n\n## Kernpunkte")
    told = found(project)
    assert len(told) == 2
    assert "Die Frage eins steht schon in Zeile 25." in told[0]
    assert "Die Frage zwei steht hinter dem Quiz." in told[1]


def test_a_question_in_the_text_of_a_page_that_is_no_lesson_is_told(project: Path) -> None:
    write(
        project,
        "docs/probe/index.md",
        (project / "docs/probe/index.md").read_text("utf-8") + "\n<!-- frage: eins -->\n",
    )
    assert "Diese Seite ist keine Lektion, hier steht keine Frage." in "".join(found(project))


def test_a_quiz_keeps_at_least_one_question(project: Path) -> None:
    marks = "".join(f"<!-- frage: {name} -->\n\n" for name in ("eins", "zwei", "drei", "vier", "fuenf", "sechs"))
    replace(project, LESSON, "Zehn Sekunden", f"{marks}Zehn Sekunden")
    (told,) = found(project)
    assert "für das Quiz bleibt keine" in told


def test_a_link_to_a_question_of_the_lesson_is_right_wherever_it_stands(project: Path) -> None:
    replace(
        project,
        LESSON,
        "Ein Fall.",
        "<!-- frage: zwei -->\n\n[Dort](#frage-eins), [da](#frage-zwei), [nie](#frage-neun).",
    )
    (told,) = found(project)
    assert "#frage-neun" in told


def test_questions_without_a_lesson_and_a_marker_without_questions_are_told(project: Path) -> None:
    write(project, BANK, "questions: []\n")
    assert any("Zur Quiz-Marke gibt es keine Übungsfragen" in line for line in found(project))


def test_a_file_of_five_megabytes_is_refused_in_one_line(project: Path) -> None:
    write(project, "quizzes/gross.yml", "questions:\n" + "# x\n" * 1_300_000)
    assert [line for line in found(project) if "gross.yml" in line] == [
        "quizzes/gross.yml: Die Datei ist größer als 1000 KB. Teilen Sie sie auf. [file]"
    ]


def test_a_file_that_is_no_utf8_is_named_with_its_line(project: Path) -> None:
    (project / "quizzes" / "latin.yml").write_bytes("questions:\n  # Rückgabe\n".encode("latin-1"))
    assert any(line.startswith("quizzes/latin.yml:2: Die Datei ist nicht in UTF-8") for line in found(project))


def test_a_release_with_a_mkdocs_yml_that_is_no_utf8_says_so(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = project / "mkdocs.yml"
    config.write_bytes(config.read_bytes() + "\n# Rückgabe\n".encode("latin-1"))
    monkeypatch.chdir(project)
    assert main(["release"]) == 1
    assert "Die Datei ist nicht in UTF-8" in capsys.readouterr().err


def test_a_cloze_with_more_blanks_than_an_answer_can_keep_is_told(project: Path) -> None:
    cloze = SINGLE.format(id="lang", objective="aushang-erkennen").partition("    options:")[0]
    cloze = cloze.replace("single", "cloze").replace("Was sagt lang?", "'" + "[[a]] " * 41 + "'")
    cloze += (
        "    feedback: {correct: Gut so., incorrect: Noch einmal.}\n    explanation: Man liest mit.\n    sources: []\n"
    )
    write(project, BANK, (project / BANK).read_text("utf-8") + "\n" + cloze)
    assert any("hat 41 Lücken" in line and "Frage lang" in line for line in found(project)), found(project)


def test_html_in_a_unit_is_told(project: Path) -> None:
    numeric = SINGLE.format(id="zahl", objective="aushang-erkennen").partition("    options:")[0]
    numeric = numeric.replace("single", "numeric") + "    answer: {value: 1, unit: <b>Euro</b>}\n"
    numeric += "    feedback: {correct: Gut so., incorrect: Noch einmal.}\n    explanation: Man liest mit.\n"
    write(project, BANK, (project / BANK).read_text("utf-8") + "\n" + numeric)
    assert any("Frage zahl: Im Text steht HTML" in line for line in found(project)), found(project)


def test_every_broken_question_of_a_file_is_told_at_once(project: Path) -> None:
    replace(project, BANK, "Das Datum fehlt.", "Gut: so")
    replace(project, BANK, "stem: Was sagt zwei?", 'stem: "Was" sagt zwei?')
    replace(project, BANK, "id: drei\n    revision: 1", "id: drei\n    revision: eins")
    lines = found(project)
    assert any(f"{BANK}:15:" in line for line in lines)
    assert any(f"{BANK}:28:" in line for line in lines)
    assert any("Frage drei: „eins“ ist keine passende Zahl für „revision“" in line for line in lines)


@pytest.mark.parametrize("sign", ["\x0c", "\x85", "\u2028"])
def test_a_sign_that_nobody_sees_is_told_on_the_line_where_an_editor_shows_it(project: Path, sign: str) -> None:
    replace(project, BANK, "questions:", "#\n#\nquestions:")
    replace(project, BANK, "Das Datum fehlt.", f"Das{sign}{sign} Datum fehlt.")
    assert any(line.startswith(f"{BANK}:17: Hier steht ein unsichtbares Steuerzeichen") for line in found(project))


def test_an_empty_line_where_the_file_breaks_off_is_no_traceback(project: Path) -> None:
    write(project, "quizzes/ab.yml", "questions: [\n\n")
    assert any(line.startswith("quizzes/ab.yml:") for line in found(project))


def test_after_a_hundred_errors_one_line_stands_for_the_rest(project: Path) -> None:
    write(project, "quizzes/viele.yml", "questions:\n" + "- {type: single}\n" * 1000)
    lines = [line for line in found(project) if "viele.yml" in line]
    assert 100 <= len(lines) <= 120
    assert [line for line in lines if "genannt sind die ersten 100 Fehler" in line]


def test_a_message_quotes_a_megabyte_in_a_few_words(project: Path) -> None:
    for old in ("id: eins", "type: single", "correct: true", "use: practice"):
        replace(project, BANK, old, f"{old.split()[0]} {'a' * 100_000}")
    assert max(len(line) for line in found(project)) < 400


SETTINGS = """\
extra:
  betreiber:
    name: "Muster"
    anschrift: "Weg 1"
    email: "a@b.de"
    logo: "x.svg"
    akzent: "#0b6b63"
"""
QUESTION = """\
questions:
  - id: a
    explanation: >-
      Ein Text.
    sources: []
"""
# text, what stands there, what stands there instead, what the message says
SLIPS = {
    "no colon": (SETTINGS, 'name: "M', 'name "M', 'f:3: In der Zeile „name "Muster"“ fehlt hinter „name“ der'),
    "no colon below": (SETTINGS, 'email: "a@b.de"', "email a@b.de", "f:5: In der Zeile „email a@b.de“ fehlt hinter"),
    "no colon, then a comment": (SETTINGS, 'name: "Muster"', "name Muster\n    # Ort", "f:3: In der Zeile „name"),
    "no colon above a block": (SETTINGS, "betreiber:", "betreiber", "f:2: In der Zeile „betreiber“ fehlt"),
    "no colon before a folded text": (QUESTION, "explanation:", "explanation", "Schreiben Sie „explanation: >-“."),
    "no blank": (SETTINGS, "name: ", "name:", 'f:3: In der Zeile „name:"Muster"“ fehlt hinter „name:“ das Leerz'),
    "too far in": (SETTINGS, "    name", "     name", 'f:3: Die Zeile „name: "Muster"“ ist anders eingerückt als'),
    "too far in below": (SETTINGS, "    email", "     email", 'f:5: Die Zeile „email: "a@b.de"“ ist anders'),
    "one level up": (SETTINGS, "    logo", "  logo", 'f:6: Die Zeile „logo: "x.svg"“ ist anders eingerückt als die d'),
    "one level up, unquoted": (
        SETTINGS,
        '    logo: "x.svg"',
        "  logo: x.svg",
        "f:6: Die Zeile „logo: x.svg“ ist anders",
    ),
    "an open quote": (SETTINGS, '"Muster"', '"Muster', 'f:3: Der Text „"Muster“ beginnt mit " und hört damit nicht'),
}


@pytest.mark.parametrize("case", SLIPS)
def test_a_slip_is_told_of_its_own_line_not_of_the_one_where_the_parser_noticed_it(case: str) -> None:
    text, old, new, message = SLIPS[case]
    assert old in text
    (finding,) = yamltext.read(text.replace(old, new, 1), "f").findings
    assert message in str(finding)


def test_a_bomb_of_aliases_and_a_deep_nest_are_refused(project: Path) -> None:
    write(project, "quizzes/bombe.yml", "a: &a [x, x]\nb: [*a, *a]\n")
    write(project, "quizzes/tief.yml", "questions: " + "[" * 5000 + "]" * 5000)
    lines = found(project)
    assert any("quizzes/bombe.yml:1:" in line for line in lines)
    assert any("zu tief verschachtelt" in line for line in lines)


EXAM = """\
---
title: Abschlusstest
description: Fragen aus allen Modulen, die Auswertung am Ende und ein Zertifikat.
exam: 1
---

# Abschlusstest

<!-- werkzeug: abschlusstest -->
"""


def with_exam(project: Path, page: str = EXAM) -> list[str]:
    """What is found in a project whose module ends with an exam on one question."""
    write(project, "docs/probe/test.md", page)
    write(project, "docs/zertifikat.md", PAGE.format(title="Zertifikat", body="Hier."))
    replace(project, "mkdocs.yml", "probe/aushang.md", "probe/aushang.md\n      - probe/test.md")
    replace(project, "mkdocs.yml", "quellen.md", "quellen.md\n      - zertifikat.md")
    replace(project, BANK, "questions:\n", "questions:\n" + SINGLE.format(id="p", objective="aushang-erkennen"))
    replace(project, BANK, "use: practice", "use: exam")
    return found(project)


def test_a_module_may_end_with_an_exam_that_is_no_lesson(project: Path) -> None:
    assert with_exam(project) == []
    (module,) = load_course(project).modules
    assert [page.slug for page in module.steps] == ["aushang", "test"]
    assert "test" not in load_course(project).lessons


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("exam: 1\n", "", "Die Seite liegt im Modul probe, ist dort aber keine Lektion"),
        ("exam: 1\n", "", "Diese Seite ist kein Check"),
        ("exam: 1\n", "exam: 2\n", "Es gibt nur 1 Prüfungsfragen"),
        ("exam: 1\n", "exam: 41\n", "keine passende Zahl für „exam“"),
        ("<!-- werkzeug: abschlusstest -->\n", "", "Die Marke des Checks steht 0-mal"),
    ],
)
def test_an_exam_that_cannot_work_is_told(project: Path, old: str, new: str, message: str) -> None:
    lines = with_exam(project, EXAM.replace(old, new))
    assert len([line for line in lines if message in line]) == 1, lines


PATH = PAGE.replace("---\n\n", "audience: Neue\npath: [aushang, probe]\n---\n\n", 1)


@pytest.mark.parametrize(
    ("of", "message"),
    [
        ("neu", ""),
        ("nue", "Den Weg „nue“ gibt es nicht. Meinten Sie „neu“?"),
        ("zwei", "Der Weg neu hat schon einen Check"),
    ],
)
def test_a_check_that_belongs_to_no_path_or_is_a_second_one_is_told(project: Path, of: str, message: str) -> None:
    check = EXAM.replace("exam: 1\n", "exam: 1\nof: neu\n")
    write(project, "docs/neu.md", PATH.format(title="Neu hier", body="<!-- weg -->"))
    write(project, "docs/neu-check.md", check.replace("of: neu", f"of: {of}") if of != "zwei" else check)
    more = "      - neu.md\n      - neu-check.md\n"
    if of == "zwei":
        write(project, "docs/noch-ein-check.md", check)
        more += "      - noch-ein-check.md\n"
    write(project, "docs/zertifikat.md", PAGE.format(title="Zertifikat", body="Hier."))
    replace(project, "mkdocs.yml", "      - quellen.md\n", f"      - quellen.md\n      - zertifikat.md\n{more}")
    replace(project, BANK, "questions:\n", "questions:\n" + SINGLE.format(id="p", objective="aushang-erkennen"))
    replace(project, BANK, "use: practice", "use: exam")
    lines = found(project)
    assert (lines == []) if not message else any(message in line for line in lines), lines


@pytest.mark.parametrize(("template", "wanted"), CUT.items())
def test_a_page_that_its_template_cannot_cut_is_told_in_one_line(project: Path, template: str, wanted: int) -> None:
    sections = "\n\n".join(f"## Teil {i} {{ #teil-{i} }}\n\nText." for i in range(wanted))
    page = PAGE.format(title="Probe", body=sections).replace("---\n\n", f"template: {template}\n---\n\n", 1)
    write(project, "docs/probeseite.md", page)
    replace(project, "mkdocs.yml", "      - quellen.md\n", "      - quellen.md\n      - probeseite.md\n")
    assert found(project) == []
    replace(project, "docs/probeseite.md", f"## Teil {wanted - 1} {{ #teil-{wanted - 1} }}", "Noch mehr.")
    (told,) = found(project)
    assert told.startswith(f"docs/probeseite.md:6: Die Vorlage {template} braucht {wanted} Überschriften")
    done = build(project, project / "site")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_a_certificate_without_an_exam_is_told(project: Path) -> None:
    replace(project, "docs/quellen.md", "<!-- quellen -->", "<!-- quellen -->\n\n<!-- werkzeug: zertifikat -->")
    assert any("Ein Zertifikat braucht einen Abschluss-Check" in line for line in found(project))


@pytest.mark.parametrize(
    ("ideas", "message"),
    [
        (
            "I4: >-\n  Schilder.\nI5: >-\n  Sprachcomputer.\n",
            "docs/ideen.yml: Zur Idee I5 („Sprachcomputer.“) gibt es keine",
        ),
        ("I5: >-\n  Sprachcomputer.\n", f"{LESSON}:5: Die Idee „I4“ steht nicht in docs/ideen.yml."),
        ("I4: >-\n  Schilder.\n", "docs/probe/index.md: Das Modul hat 0 Prüfungsfragen. Mindestens fünf"),
        ("I4: >-\n  Schilder.\n", f"{LESSON}: Zur Lektion gibt es keine Prüfungsfrage."),
    ],
)
def test_an_idea_not_taught_and_a_lesson_not_examined_are_told(project: Path, ideas: str, message: str) -> None:
    write(project, "docs/ideen.yml", ideas)
    assert len([line for line in found(project) if line.startswith(message)]) == 1, found(project)


def test_the_build_stops_with_all_errors_and_without_a_traceback(project: Path, tmp_path: Path) -> None:
    replace(project, BANK, "correct: true", "correct: false")
    replace(project, BANK, "Das Datum fehlt.", "Im <b>Text</b>")
    replace(project, LESSON, "[Carlzon1987]", "[Nemo2020]")
    done = build(project, tmp_path / "site")
    output = done.stdout + done.stderr
    assert done.returncode == 1
    assert "Traceback" not in output
    assert "3 Fehler im Inhalt" in output
    assert len(re.findall(r"^  (quizzes|docs)/", output, re.M)) == 3
    assert not (tmp_path / "site").exists()


def test_a_broken_link_and_a_missing_anchor_stop_the_strict_build(project: Path, tmp_path: Path) -> None:
    replace(project, LESSON, "Ein Fall.", "Ein [Fall](gibtsnicht.md) und [noch einer](index.md#nirgends).")
    done = build(project, tmp_path / "site")
    assert done.returncode == 1
    output = done.stdout + done.stderr
    assert f"{LESSON}:21: Das Ziel „gibtsnicht.md“ gibt es nicht." in output
    assert f"{LESSON}:21: Den Anker „#nirgends“ gibt es in probe/index.md nicht." in output
    assert "WARNING" not in output, "MkDocs sagt es noch einmal, auf Englisch"


def test_a_link_may_lead_to_what_a_tool_or_a_part_of_the_page_brings(project: Path) -> None:
    replace(project, LESSON, "Ein Fall.", "Ein [Fall](#rechner-titel).\n\n<!-- werkzeug: kundenwert-rechner -->")
    replace(
        project, "docs/quellen.md", "<!-- quellen -->", "[Zahlen](#zahlen)\n\n<!-- quellen -->\n\n<!-- abdeckung -->"
    )
    assert [line for line in found(project) if "Anker" in line] == []


def test_a_link_may_lead_to_a_long_heading_that_has_no_anchor_of_its_own(project: Path) -> None:
    replace(
        project,
        "docs/quellen.md",
        "# Quellen",
        "# Quellen für alle die mehr wissen wollen\n\n[Kopf](#quellen-fur-alle-die-mehr-wissen-wollen)",
    )
    assert [line for line in found(project) if "Anker „#" in line] == []


@pytest.mark.parametrize("marker", [one for one in Marker if one.template])
def test_every_marker_brings_a_template_that_exists(marker: Marker) -> None:
    for argument in MARKER_PARTS.get(marker, {"abschlusstest"}):
        assert (ROOT / "overrides" / marker.template.format(argument)).is_file()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('akzent: "#0b6b63"', "akzent: petrol", "extra.betreiber.akzent: „petrol“ passt hier nicht"),
        (
            "nur_intern: false",
            "nur_intern: ja",
            "extra.nur_intern: „ja“ passt hier nicht. Schreiben Sie true oder false",
        ),
        (
            "nur_intern: false",
            "nur_inern: true",
            "extra.nur_inern: Diese Einstellung gibt es nicht. Bekannt sind: kurs_id",
        ),
        ("  version: ", "  # version: ", "extra.version: Diese Einstellung fehlt."),
    ],
)
def test_a_wrong_setting_is_told_in_one_line(project: Path, tmp_path: Path, old: str, new: str, message: str) -> None:
    replace(project, "mkdocs.yml", old, new)
    done = build(project, tmp_path / "site")
    assert done.returncode == 1
    assert message in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("nur_intern: false", "nur_inern: true", "extra.nur_inern: Diese Einstellung gibt es nicht."),
        ('akzent: "#0b6b63"', "akzent: petrol", "extra.betreiber.akzent: „petrol“ passt hier nicht"),
    ],
)
def test_a_setting_that_no_page_could_show_is_told_by_the_check_in_one_line(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    replace(project, "mkdocs.yml", old, new)
    monkeypatch.chdir(project)
    assert main(["check"]) == 1
    line = (project / "mkdocs.yml").read_text("utf-8").partition(new)[0].count("\n") + 1
    told = capsys.readouterr().out.splitlines()
    assert [one for one in told if one.startswith(f"  mkdocs.yml:{line}: {message}")] == [
        one for one in told if "extra" in one
    ]
    replace(project, "mkdocs.yml", new, old)
    assert main(["check"]) == 0


def test_a_match_without_a_spare_side_is_told(project: Path) -> None:
    match = SINGLE.format(id="paare", objective="aushang-erkennen").partition("    options:")[0]
    match = match.replace("single", "match") + "    pairs:\n"
    for i in range(2):
        match += f"      - {{left: Links {i}, right: Rechts {i}, feedback: Darum {i}.}}\n"
    match += "    explanation: Man liest mit.\n"
    sound = (project / BANK).read_text("utf-8") + "\n" + match
    write(project, BANK, sound)
    hint = "Frage paare: Jede rechte Seite gehört zu einer linken."
    assert any(hint in str(finding) for finding in check_all(load_course(project)))
    write(project, BANK, sound + "    extra: [Rechts 3]\n")
    assert not any(hint in str(finding) for finding in check_all(load_course(project)))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("site_url: kurs.example.org", "mkdocs.yml:1: „kurs.example.org“ ist keine Adresse."),
        ("sitename: Kurs", "mkdocs.yml:1: „sitename“ kennt MkDocs nicht. Meinten Sie „site_name“?"),
        ("use_directory_urls: vielleicht", "mkdocs.yml:1: „use_directory_urls“ passt so nicht:"),
        ("site_author: [Ada", "mkdocs.yml:3: Die Zeile „site_name"),
    ],
)
def test_check_names_what_a_strict_build_would_say_of_the_settings(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], line: str, said: str
) -> None:
    write(project, "mkdocs.yml", f"{line}\n{(project / 'mkdocs.yml').read_text('utf-8')}")
    monkeypatch.chdir(project)
    assert main(["check"]) == 1
    told = capsys.readouterr().out.split("Hinweise:")[0].splitlines()
    assert told[0] == "Fehler: 1"
    assert told[1].strip().startswith(said)


def test_a_preview_shows_what_is_yet_to_be_written(project: Path) -> None:
    replace(project, LESSON, "Ein Fall.", "TODO: Ein Fall.")
    config = load_config(str(project / "mkdocs.yml"))
    plugin = config.plugins["kurs"]
    plugin.on_startup(command="serve", dirty=False)
    plugin.on_config(config)
    plugin.on_startup(command="build", dirty=False)
    with pytest.raises(Abort, match="Hier steht „TODO“"):
        plugin.on_config(config)


def test_a_list_of_what_is_known_says_how_many_it_leaves_out() -> None:
    names = [f"n{i:02}" for i in range(20)]
    assert near("ganz-anders", names) == f"Bekannt sind: {', '.join(names[:12])} und 8 weitere."
    assert near("ganz-anders", names[:13]) == f"Bekannt sind: {', '.join(names[:13])}."


def test_a_broken_file_hides_nothing_that_is_wrong_in_another(project: Path) -> None:
    replace(project, BANK, "Das Datum fehlt.", "Das <b>Datum</b> fehlt.")
    write(project, "quizzes/ab.yml", "questions: [\n\n")
    lines = found(project)
    assert any(line.startswith("quizzes/ab.yml:") for line in lines)
    assert any(line.startswith(f"{BANK}:") and "HTML" in line for line in lines)

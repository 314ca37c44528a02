"""The words of the interface: German in the source, the site's language in what is built."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_bundles import module, said

from conftest import ROOT
from kurs import words
from kurs.checks.all import check_all
from kurs.checks.translation import texts, updated
from kurs.cli import main
from kurs.content.course import load_course
from kurs.content.findings import errors, warnings
from kurs.site.bundles import BundleError, bundle
from kurs.templates import Templates
from projekt import make_project, replace
from translated import Texts, catalogues, write_catalogue, write_marked

TEXTS: Texts = {
    "Noch nicht richtig.": "Not right yet.",
    "{right} von {total} richtig": "of {total}, {right} are right",
    ("eine Frage", "{count} Fragen"): ("one question", "{count} questions"),
    ("Lektion", "Lektionen"): ("lesson", "lessons"),
    "Zeile 1\nZeile `2`": "line 1\nline `2`",
    "Weiter mit %(titel)s": "Go on: %(titel)s",
    ("%(num)s Minute", "%(num)s Minuten"): ("%(num)s minute", "%(num)s minutes"),
    "bis {lessons}": "until {lessons}",
    "nur {value} und {value2}": "{value2} and {value} only",
}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path) -> Iterator[None]:
    with catalogues(tmp_path / "locale"):
        yield


@pytest.fixture
def _english() -> None:
    write_catalogue("en", TEXTS)
    words.speak("en")


IMPORT = 'import { t } from "./formats/gettext.js";\nimport { counted, plural } from "./formats/language.js";\n'
SCRIPTS = {
    "a text": ("t`Noch nicht richtig.`", "Noch nicht richtig.", "Not right yet."),
    "values": ("t`${right} von ${total} richtig`", "2 von 3 richtig", "of 3, 2 are right"),
    "one": ("plural(1, t`eine Frage`, t`${count} Fragen`)", "eine Frage", "one question"),
    "many": ("plural(count, t`eine Frage`, t`${count} Fragen`)", "7 Fragen", "7 questions"),
    "counted": ("counted(lessons.length, t`Lektion`, t`Lektionen`)", "2 Lektionen", "2 lessons"),
    "a text in a text": (
        "t`bis ${counted(lessons.length, t`Lektion`, t`Lektionen`)}`",
        "bis 2 Lektionen",
        "until 2 lessons",
    ),
    "signs of templates": ("t`Zeile 1\\nZeile \\`2\\``", "Zeile 1\nZeile `2`", "line 1\nline `2`"),
    "what has no name": ("t`nur ${1 + 1} und ${[3].length}`", "nur 2 und 1", "1 and 2 only"),
    "a text that the catalogue lacks": ("t`Ganz neu: ${right}`", "Ganz neu: 2", "Ganz neu: 2"),
}


def script(folder: Path, expression: str) -> str:
    for name in ("gettext", "language"):
        source = (ROOT / "overrides" / "js" / "formats" / f"{name}.js").read_text("utf-8")
        module(folder, {f"formats/{name}": source})
    values = "const right = 2, total = 3, count = 7, lessons = [1, 2];\n"
    return bundle(module(folder, {"a": f"{IMPORT}{values}console.log({expression});\n"}))


@pytest.mark.parametrize(("expression", "german", "_"), SCRIPTS.values(), ids=SCRIPTS.keys())
def test_a_script_says_the_german_of_its_source(tmp_path: Path, expression: str, german: str, _: str) -> None:
    assert said(script(tmp_path, expression)) == german


@pytest.mark.usefixtures("_english")
@pytest.mark.parametrize(("expression", "_", "english"), SCRIPTS.values(), ids=SCRIPTS.keys())
def test_a_script_says_it_in_the_sites_language(tmp_path: Path, expression: str, _: str, english: str) -> None:
    assert said(script(tmp_path, expression)) == english


def test_a_script_carries_nothing_of_the_catalogue(tmp_path: Path) -> None:
    module(tmp_path, {"formats/gettext": "export const t = 1;\n"})
    entry = module(tmp_path, {"a": 'import { t } from "./formats/gettext.js";\nconsole.log(t`Ja`);\n'})
    german = bundle(module(tmp_path / "plain", {"a": 'console.log("Ja");\n'}))
    assert bundle(entry) == german


def test_a_language_with_more_forms_of_number_gets_them(tmp_path: Path) -> None:
    forms = ("lekcja", "lekcje", "lekcji")
    write_catalogue("pl", {("Lektion", "Lektionen"): forms})
    words.speak("pl")
    counts = [1, 3, 5, 22]
    expression = ", ".join(f"counted({count}, t`Lektion`, t`Lektionen`)" for count in counts)
    assert said(script(tmp_path, expression)) == "1 lekcja 3 lekcje 5 lekcji 22 lekcje"
    assert [words.ngettext("Lektion", "Lektionen", count) for count in counts] == [
        "lekcja",
        "lekcje",
        "lekcji",
        "lekcje",
    ]


def test_a_script_whose_text_has_no_end_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"^a\.js: Ein Text nach t` hat kein Ende\.$"):
        script(tmp_path, "t`Ohne Ende")


PAGE = """\
<p title="{{ _('Noch nicht richtig.') }}">{{ _("Weiter mit %(titel)s", titel=titel) }}
{% trans num=minutes %}{{ num }} Minute{% pluralize %}{{ num }} Minuten{% endtrans %} {{ language }}</p>
"""


def test_a_template_says_it_in_the_sites_language_and_escapes_its_values(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, "utf-8")

    def shown() -> str:
        return Templates(tmp_path).render("page.html", titel="<b>", minutes=3)

    assert shown() == '<p title="Noch nicht richtig.">Weiter mit &lt;b&gt;\n3 Minuten de</p>'
    write_catalogue("en", TEXTS)
    words.speak("en")
    assert shown() == '<p title="Not right yet.">Go on: &lt;b&gt;\n3 minutes en</p>'


@pytest.fixture
def english_project(tmp_path: Path) -> Path:
    project = make_project(tmp_path / "projekt")
    replace(project, "mkdocs.yml", "language: de", "language: en")
    return project


def test_a_language_without_a_catalogue_is_told_to_the_author(english_project: Path) -> None:
    (found,) = errors(check_all(load_course(english_project)))
    assert "mkdocs.yml: theme.language: Für die Sprache „en“ gibt es keinen Katalog." in str(found)


def test_what_a_catalogue_lacks_is_told_once(english_project: Path) -> None:
    write_catalogue("en", {"Das gibt es nicht mehr.": "Long gone."})
    (found,) = [one for one in warnings(check_all(load_course(english_project))) if one.rule.name == "unuebersetzt"]
    assert "Texte sind nicht übersetzt und bleiben deutsch" in str(found)


def test_a_whole_catalogue_has_no_finding(english_project: Path) -> None:
    write_marked("en", english_project, lambda text: f"«{text}»")
    assert [
        one for one in check_all(load_course(english_project)) if one.rule.name in ("sprache", "unuebersetzt")
    ] == []


@pytest.mark.parametrize("wrong", ["{zahl} right", "%(zahl)s right"])
def test_a_placeholder_that_the_german_text_does_not_have_is_an_error(english_project: Path, wrong: str) -> None:
    write_catalogue("en", {"{right} richtig": wrong})
    found = errors(check_all(load_course(english_project)))
    assert ["Platzhalter" in str(one) for one in found] == [True]


def test_a_catalogue_that_is_no_catalogue_is_an_error(english_project: Path) -> None:
    words.path_of("en").parent.mkdir()
    words.path_of("en").write_text("Kein Katalog\n", "utf-8")
    assert ["nicht lesbar" in str(one) for one in errors(check_all(load_course(english_project)))] == [True]


def test_a_catalogue_brought_up_to_date_keeps_what_is_translated(tmp_path: Path) -> None:
    project = make_project(tmp_path / "projekt")
    first = next(forms[0] for _, _, forms in texts(project / "overrides") if len(forms) == 1)
    write_catalogue("en", {first: "as translated"})
    content, still_open = updated(project / "overrides", "en")
    words.path_of("en").write_bytes(content)
    assert words.read_catalogue("en").forms == {first: ("as translated",)}
    assert still_open == len({forms[0] for _, _, forms in texts(project / "overrides")}) - 1


def test_a_new_catalogue_is_begun_by_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(make_project(tmp_path / "projekt"))
    assert main(["words", "en"]) == 0
    assert "en" in words.languages()
    assert main(["words", "keine-sprache"]) == 1
    assert capsys.readouterr().err.startswith("keine-sprache: ")


def test_numbers_and_days_are_written_as_the_language_writes_them() -> None:
    assert [words.number_text(value) for value in (3750.5, 0.1 + 0.2, 12, -1000)] == ["3.750,5", "0,3", "12", "-1.000"]
    assert words.day_text(datetime.date(2026, 11, 9)) == "09.11.2026"
    write_catalogue("en", {})
    words.speak("en")
    assert words.number_text(3750.5) == "3,750.5"
    assert words.day_text(datetime.date(2026, 11, 9)) == "Nov 9, 2026"

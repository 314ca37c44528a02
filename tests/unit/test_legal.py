"""What an operator may have to say by law: shown where it is set, never made up, and a wrong value told in one line."""

from __future__ import annotations

import datetime
from typing import Any

import lxml.html
import pytest
import yaml

from conftest import ROOT
from kurs.content.settings import Operator, Settings, missing, read_settings
from kurs.templates import Templates

pytestmark = pytest.mark.any_course

STATEMENT = """
gesetz: § 12a BGG und BITV 2.0
vereinbar: teilweise
hindernisse:
  - Die Handbücher als PDF sind nicht mit Vorleseprogrammen geprüft, weil dafür niemand da war.
erstellt: 2026-11-30
methode: Selbstbewertung
kontakt: barrierefrei@muster.example
durchsetzung: Schlichtungsstelle Muster, https://schlichtung.muster.example
"""


def read(statement: str = STATEMENT, **operator: Any) -> tuple[Settings | None, list[str]]:
    block = {**operator, "barrierefreiheit": yaml.safe_load(statement)}
    settings, findings = read_settings({"kurs_id": "probe", "version": "1.0.0", "betreiber": block})
    return settings, [str(finding) for finding in findings]


def shown(part: str, operator: Operator) -> Any:
    open_fields = {one.field: one.label for one in missing(operator)}
    html = Templates(ROOT / "overrides").render(f"parts/operator/{part}.html", operator=operator, missing=open_fields)
    return lxml.html.fragment_fromstring(html, create_parent="div")


def text_of(part: str, operator: Operator) -> str:
    return " ".join(shown(part, operator).text_content().split())


def test_a_statement_says_law_state_barriers_days_contact_and_who_enforces() -> None:
    settings, told = read(STATEMENT + "geprueft: 2027-01-15\n", name="Kreis <Muster>")
    assert told == []
    assert settings is not None
    text = text_of("erklaerung", settings.betreiber)
    for part in (
        "Anbieter ist Kreis <Muster>. Grundlage: § 12a BGG und BITV 2.0.",
        "teilweise",
        "nicht mit Vorleseprogrammen geprüft",
        "Erstellt am 30.11.2026",
        "Selbstbewertung",
        "Zuletzt überprüft am 15.01.2027",
        "Schlichtungsstelle Muster",
    ):
        assert part in text, part
    links = shown("erklaerung", settings.betreiber).xpath("//a/@href")
    assert links == ["mailto:barrierefrei@muster.example", "https://schlichtung.muster.example"]


@pytest.mark.parametrize("block", ["", "gesetz: ''\nvereinbar: ''\nhindernisse: []\nerstellt: ''\nkontakt: ''"])
def test_without_settings_there_is_no_statement(block: str) -> None:
    settings, told = read(block)
    assert told == []
    assert settings is not None
    assert shown("erklaerung", settings.betreiber).text_content().strip() == ""


WRONG = {
    "a day in German": (
        "erstellt: 2026-11-30",
        "erstellt: 30.11.2026",
        "erstellt: „30.11.2026“ passt hier nicht. Schreiben",
    ),
    "a number for a day": ("erstellt: 2026-11-30", "erstellt: 20261130", "erstellt: „20261130“ passt hier nicht."),
    "no day of the calendar": (
        "erstellt: 2026-11-30",
        "erstellt: '2026-11-31'",
        "Jahr-Monat-Tag, zum Beispiel 2026-11-30",
    ),
    "an unknown state": ("vereinbar: teilweise", "vereinbar: fast", "Schreiben Sie vollständig, teilweise oder nicht."),
    "nobody who enforces": ("durchsetzung: Schl", "# Schl", "durchsetzung: Diese Einstellung fehlt."),
    "a typo": ("methode:", "methodde:", "methodde: Diese Einstellung gibt es nicht. Bekannt sind: gesetz, vereinbar"),
    "barriers that are no list": (
        STATEMENT[STATEMENT.index("hindernisse") : STATEMENT.index("erstellt")],
        "hindernisse: Die PDF\n",
        "Schreiben Sie eine Liste",
    ),
    "partly, without barriers": (
        STATEMENT[STATEMENT.index("hindernisse") : STATEMENT.index("erstellt")],
        "",
        "„hindernisse“ fehlt; die Erklärung nennt, was nicht barrierefrei ist",
    ),
    "fully, with barriers": ("vereinbar: teilweise", "vereinbar: vollständig", "widersprechen sich"),
}


@pytest.mark.parametrize(("old", "new", "message"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_is_told_in_one_line(old: str, new: str, message: str) -> None:
    assert old in STATEMENT
    settings, told = read(STATEMENT.replace(old, new))
    assert settings is None
    lines = [line for line in told if message in line]
    assert len(lines) == 1, told
    assert "extra.betreiber.barrierefreiheit" in lines[0]
    assert "\n" not in lines[0]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("email", "kurs(at)firma.de", "„kurs(at)firma.de“ passt hier nicht. Schreiben Sie eine Adresse mit @"),
        ("anschrift", "80331", "„80331“ passt hier nicht. Schreiben Sie Straße, Hausnummer, Postleitzahl und Ort."),
        ("akzent", "#ff0", "„#ff0“ passt hier nicht. Schreiben Sie # und sechs Zeichen"),
    ],
)
def test_what_is_plainly_no_address_or_colour_is_told(field: str, value: str, message: str) -> None:
    settings, told = read("", **{field: value})
    assert settings is None
    assert [message in line for line in told] == [True]


def test_a_form_is_a_second_way_beside_mail_and_a_link() -> None:
    operator = Operator(email="kurs@muster.example", kontaktformular="https://muster.example/kontakt")
    assert "telefon" not in [one.field for one in missing(operator)]
    assert "telefon" in [one.field for one in missing(Operator(email="kurs@muster.example"))]
    links = shown("anbieter", operator).xpath("//a/@href")
    assert links == ["mailto:kurs@muster.example", "https://muster.example/kontakt"]
    assert "Telefon" not in text_of("anbieter", operator)


@pytest.mark.parametrize("address", ["muster.example/kontakt", "javascript:alert(1)", "http://muster.example/"])
def test_a_form_that_is_no_safe_address_is_told(address: str) -> None:
    settings, told = read("", kontaktformular=address)
    assert settings is None
    assert len(told) == 1
    assert "extra.betreiber.kontaktformular" in told[0]
    assert "die mit https:// beginnt" in told[0]


def test_distance_teaching_is_named_where_it_is_set() -> None:
    assert "FernUSG" not in text_of("anbieter", Operator())
    text = text_of("anbieter", Operator(fernunterricht="Zulassung Nr. 1234567"))
    assert "Fernunterricht (FernUSG): Zulassung Nr. 1234567" in text


def test_a_day_stays_a_day() -> None:
    settings, _ = read()
    assert settings is not None
    assert settings.betreiber.barrierefreiheit is not None
    assert settings.betreiber.barrierefreiheit.erstellt == datetime.date(2026, 11, 30)


def test_the_page_on_accessibility_has_a_place_for_the_statement() -> None:
    assert "\n<!-- betreiber: erklaerung -->\n" in (ROOT / "docs" / "barrierefreiheit.md").read_text("utf-8")

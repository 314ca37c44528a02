"""What whoever offers the course sets: each fault is told in one line, with what to do; whatever is sound passes."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from conftest import ROOT
from kurs.checks.brand import check_brand
from kurs.cli import _settings
from kurs.content import yamltext
from kurs.content.brand import Picture, read_brand
from kurs.content.course import load_course
from kurs.content.settings import Operator
from projekt import COURSE, write

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}"><path fill="{fill}" d="M0 0h{w}v{h}H0z"/>{more}</svg>'


def drawing(w: int = 400, h: int = 100, fill: str = "#222222", more: str = "") -> str:
    return SVG.format(w=w, h=h, fill=fill, more=more)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = tmp_path
    (project / "docs" / "bilder").mkdir(parents=True)
    shutil.copy(ROOT / "docs" / "bilder" / "zeichen.svg", project / "docs" / "bilder")
    write(project, "docs/quellen.md", "# Quellen")
    write(project, "hosting/README.md", "# Ausliefern")
    write(project, "docs/bilder/logo.svg", drawing())
    write(project, "docs/bilder/weiss.svg", drawing(fill="#ffffff"))
    write(project, "docs/bilder/schrift.svg", drawing(more="<text>Muster</text>"))
    write(project, "docs/bilder/masslos.svg", '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>')
    write(project, "docs/bilder/kaputt.svg", "<svg><path")
    write(project, "docs/bilder/kaputt.png", "kein Bild")
    write(project, "docs/bilder/gross.svg", drawing(more=f"<!-- {40_000 * 'x'} -->"))
    write(project, "docs/bilder/riesig.svg", drawing(more=f"<!-- {1_100_000 * 'x'} -->"))
    return project


def told(project: Path, operator: str, top: str = "") -> list[str]:
    """What is said of these lines below `betreiber:`, each as it stands in a console."""
    source = f"{top}extra:\n  kurs_id: {COURSE}\n  betreiber:\n    {operator}\n"
    document = yamltext.read(source, "mkdocs.yml")
    return [str(finding) for finding in check_brand(document.data["extra"], project, [document])]


def told_with_house(project: Path, course: str, house: str) -> list[str]:
    """What is said of these lines of mkdocs.yml and of haus/mkdocs.yml, each at the top of its file."""
    write(project, "mkdocs.yml", course)
    write(project, "haus/mkdocs.yml", house)
    return [str(finding) for finding in _settings(load_course(project))[2]]


@pytest.mark.parametrize(
    ("operator", "message"),
    [
        ("logo: bilder/fehlt.svg", "mkdocs.yml:4: extra.betreiber.logo: „bilder/fehlt.svg“ ist kein Bild in docs/."),
        ("logo: bilder/Logo.svg", "„bilder/Logo.svg“ ist kein Bild in docs/. Meinten Sie „bilder/logo.svg“?"),
        ("logo: https://example.org/logo.svg", "„https://example.org/logo.svg“ ist kein Bild in docs/."),
        ("logo: 'javascript:alert(1)'", "„javascript:alert(1)“ ist kein Bild in docs/."),
        ("logo: ../hosting/README.md", "„../hosting/README.md“ ist kein Bild in docs/."),
        ("logo: quellen.md", "„quellen.md“ ist kein Bild in docs/."),
        ("logo: bilder/kaputt.svg", "„bilder/kaputt.svg“ lässt sich nicht als Zeichnung lesen."),
        ("logo: bilder/kaputt.png", "„bilder/kaputt.png“ lässt sich nicht als Bild lesen."),
        ("logo: bilder/masslos.svg", "„bilder/masslos.svg“ sagt nicht, wie groß es ist. Ergänzen Sie"),
        ("logo: bilder/riesig.svg", "„bilder/riesig.svg“ ist größer als 1 MB."),
        ("logo: bilder/gross.svg", "„bilder/gross.svg“ wiegt 40 KB"),
        (
            "logo: bilder/weiss.svg",
            "„bilder/weiss.svg“ hebt sich von hellen Seiten kaum ab (Kontrast 1 statt 3). Nehmen Sie die Fassung für hellen Grund.",
        ),
        ("logo: bilder/schrift.svg", "In „bilder/schrift.svg“ steht Schrift als Text"),
        (
            "logo_dunkel: bilder/weiss.svg",
            "mkdocs.yml:4: extra.betreiber.logo_dunkel: Das Logo für dunkle Seiten steht allein.",
        ),
        ("logo: bilder/logo.svg\n    logo_dunkel: bilder/logo.svg", "Nehmen Sie die Fassung für dunklen Grund."),
        ("zeichen: bilder/logo.svg", "„bilder/logo.svg“ ist nicht quadratisch"),
        (
            "akzent: #0b6b63",
            "mkdocs.yml:4: extra.betreiber.akzent: Hier steht nichts; was hinter # folgt, liest YAML als",
        ),
        ("akzent: # 0b6b63", "extra.betreiber.akzent: Hier steht nichts"),
        (
            'akzent: "#ffff00"',
            "#ffff00 liest man auf getöntem Grund schlecht (Kontrast 1 statt 4,6); Links und Knöpfe nehmen auf hellen Seiten #",
        ),
        ("name: Laden #1", "mkdocs.yml:4: extra.betreiber.name: Bei „#1“ ist Schluss"),
        (
            "fragen_an: Frau Kern #12 # Kontakt für Fragen",
            'Bei „#12“ ist Schluss: Was hinter # folgt, liest YAML als Kommentar. Setzen Sie den Wert in Anführungszeichen: fragen_an: "Frau Kern #12".',
        ),
        ("fragen_an: #team im Chat", 'Setzen Sie den Wert in Anführungszeichen: fragen_an: "#team im Chat".'),
    ],
)
def test_what_no_page_could_show_is_told_in_one_line(project: Path, operator: str, message: str) -> None:
    (line,) = told(project, operator)
    assert message in line
    assert "\n" not in line


def test_a_title_that_yaml_cuts_off_is_told(project: Path) -> None:
    (line,) = told(project, "name: Muster", "site_name: Kurs #1 für alle\n")
    assert "mkdocs.yml:1: site_name: Bei „#1 für alle“ ist Schluss" in line


COURSE_SAYS = f"site_name: Kurs\nextra:\n  kurs_id: {COURSE}\n  version: 1.0.0\n"


@pytest.mark.parametrize(
    ("house", "message"),
    [
        ("site_name: Laden #1\n", "haus/mkdocs.yml:1: site_name: Bei „#1“ ist Schluss"),
        ("extra:\n  kurzname: Laden #1\n", "haus/mkdocs.yml:2: extra.kurzname: Bei „#1“ ist Schluss"),
        (
            "extra:\n  betreiber:\n    fragen_an: Frau Kern #12\n",
            'haus/mkdocs.yml:3: extra.betreiber.fragen_an: Bei „#12“ ist Schluss: Was hinter # folgt, liest YAML als Kommentar. Setzen Sie den Wert in Anführungszeichen: fragen_an: "Frau Kern #12".',
        ),
        (
            "extra:\n  betreiber:\n    logo: bilder/fehlt.svg\n",
            "haus/mkdocs.yml:3: extra.betreiber.logo: „bilder/fehlt.svg“ ist kein Bild in haus/docs/.",
        ),
        ("extra:\n  lernplattform: [scorm12, scorm13]\n", "haus/mkdocs.yml:2: extra.lernplattform.1: „scorm13“ passt"),
        (
            "extra:\n  xapi:\n    endpoint: https://lrs.example/\n",
            "haus/mkdocs.yml:3: extra.xapi.zugang: Diese Einstellung fehlt.",
        ),
    ],
)
def test_a_setting_of_a_house_is_told_of_its_own_file_and_line(project: Path, house: str, message: str) -> None:
    (line,) = told_with_house(project, COURSE_SAYS, house)
    assert line.startswith(message)


@pytest.mark.parametrize(
    ("course", "message"),
    [
        ("site_name: Laden #1\n", "mkdocs.yml:1: site_name: Bei „#1“ ist Schluss"),
        ("  betreiber:\n    name: Laden #1\n", "mkdocs.yml:6: extra.betreiber.name: Bei „#1“ ist Schluss"),
        ("  betreiber:\n    logo: bilder/fehlt.svg\n", "mkdocs.yml:6: extra.betreiber.logo: „bilder/fehlt.svg“"),
        ("  kurs_ID: x\n", "mkdocs.yml:5: extra.kurs_ID: Diese Einstellung gibt es nicht."),
    ],
)
def test_a_setting_of_the_course_is_told_of_mkdocs_yml_whatever_a_house_sets(
    project: Path, course: str, message: str
) -> None:
    source = COURSE_SAYS.replace("site_name: Kurs\n", course) if course.startswith("site") else COURSE_SAYS + course
    (line,) = told_with_house(project, source, "site_name: Haus\nextra:\n  betreiber:\n    name: Haus\n")
    assert line.startswith(message)


def test_a_colour_that_is_told_to_be_too_light_never_has_the_contrast_that_is_asked_for(project: Path) -> None:
    for grey in range(96, 132):
        for line in told(project, f'akzent: "#{grey:02x}{grey:02x}{grey:02x}"'):
            found = re.search(r"\(Kontrast ([\d,]+) statt ([\d,]+)\)", line)
            assert found
            assert float(found[1].replace(",", ".")) < float(found[2].replace(",", "."))


def test_a_value_with_a_colon_is_quoted_without_the_comment_behind_it() -> None:
    (finding,) = yamltext.read("fragen_an: Laden: Frau Kern # Kontakt für Fragen\n", "mkdocs.yml").findings
    assert finding.problem.startswith("Im Text „Laden: Frau Kern“ steht ein Doppelpunkt")


@pytest.mark.parametrize(
    "operator",
    [
        "logo: bilder/logo.svg\n    logo_dunkel: bilder/weiss.svg\n    zeichen: bilder/zeichen.svg",
        'name: "Laden #1"',
        "anschrift: # Straße, Ort",
        "anschrift: Große Straße 1, 12345 Ort # Straße, Ort",
        'akzent: "#0B6B63"',
        "fragen_an: https://muster.example/kontakt#team",
    ],
)
def test_what_is_sound_passes_without_a_word(project: Path, operator: str) -> None:
    assert told(project, operator) == []


def test_a_course_without_any_sign_is_told(project: Path) -> None:
    (project / "docs" / "bilder" / "zeichen.svg").unlink()
    (line,) = told(project, "name: Muster")
    assert "kein Zeichen" in line
    assert told(project, "zeichen: bilder/logo.svg")[0].count("quadratisch") == 1


@pytest.mark.parametrize(("width", "height"), [(1200, 60), (400, 100), (100, 100), (60, 300), (10, 900)])
def test_a_logo_of_any_proportion_keeps_it_in_the_box_of_the_head(project: Path, width: int, height: int) -> None:
    write(project, "docs/bilder/logo.svg", drawing(width, height))
    brand = read_brand(Operator(logo="bilder/logo.svg"), project / "docs")
    assert brand.logo
    shown = brand.sized(brand.logo)
    assert 1 <= int(shown["width"]) <= 224
    assert 1 <= int(shown["height"]) <= 40
    assert max(int(shown["width"]) / 224, int(shown["height"]) / 40) > 0.99


def test_the_course_s_own_sign_takes_the_accent_and_a_photo_becomes_a_sign(project: Path) -> None:
    docs = project / "docs"
    assert b"#7a1fa2" in read_brand(Operator(akzent="#7a1fa2"), docs).icon
    picture = Image.new("RGBA", (64, 64))
    ImageDraw.Draw(picture).ellipse((2, 2, 61, 61), fill="#c81e3c")
    picture.save(docs / "bilder" / "app.webp")
    icon = read_brand(Operator(zeichen="bilder/app.webp"), docs).icon
    assert icon.startswith(b"<svg")
    assert b"data:image/png;base64," in icon


def test_photos_are_printed_as_png_of_bounded_size(project: Path) -> None:
    Image.new("RGB", (3000, 1000), "#c81e3c").save(project / "docs" / "bilder" / "foto.jpg")
    logo = read_brand(Operator(logo="bilder/foto.jpg"), project / "docs").logo
    assert logo
    printed = Picture("foto.png", 1, 1, logo.printable)
    assert logo.printable.startswith(b"\x89PNG")
    assert printed.image().size == (1200, 400)

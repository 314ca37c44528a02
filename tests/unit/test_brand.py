"""What whoever offers the course sets: each fault is told in one line, with what to do; whatever is sound passes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from conftest import ROOT
from kurs.checks.brand import check_brand
from kurs.content import yamltext
from kurs.content.brand import Picture, read_brand
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
    data = yamltext.read(source, "mkdocs.yml").data
    return [str(finding) for finding in check_brand(data["extra"], project, source)]


@pytest.mark.parametrize(
    ("operator", "message"),
    [
        ("logo: bilder/fehlt.svg", "mkdocs.yml:4: extra.betreiber.logo: „bilder/fehlt.svg“ ist kein Bild in docs/."),
        ("logo: bilder/Logo.svg", "„bilder/Logo.svg“ ist kein Bild in docs/."),
        ("logo: https://example.org/logo.svg", "„https://example.org/logo.svg“ ist kein Bild in docs/."),
        ("logo: 'javascript:alert(1)'", "„javascript:alert(1)“ ist kein Bild in docs/."),
        ("logo: ../hosting/README.md", "„../hosting/README.md“ ist kein Bild in docs/."),
        ("logo: quellen.md", "„quellen.md“ ist kein Bild in docs/."),
        ("logo: bilder/kaputt.svg", "„bilder/kaputt.svg“ lässt sich nicht als Zeichnung lesen."),
        ("logo: bilder/kaputt.png", "„bilder/kaputt.png“ lässt sich nicht als Bild lesen."),
        ("logo: bilder/masslos.svg", "„bilder/masslos.svg“ sagt nicht, wie groß es ist. Ergänzen Sie"),
        ("logo: bilder/riesig.svg", "„bilder/riesig.svg“ ist größer als 1 MB."),
        ("logo: bilder/gross.svg", "„bilder/gross.svg“ wiegt 40 KB"),
        ("logo: bilder/weiss.svg", "„bilder/weiss.svg“ hebt sich von hellen Seiten kaum ab (Kontrast 1 statt 3)."),
        ("logo: bilder/schrift.svg", "In „bilder/schrift.svg“ steht Schrift als Text"),
        (
            "logo_dunkel: bilder/weiss.svg",
            "mkdocs.yml:4: extra.betreiber.logo_dunkel: Das Logo für dunkle Seiten steht allein.",
        ),
        ("logo: bilder/logo.svg\n    logo_dunkel: bilder/logo.svg", "hebt sich von dunklen Seiten kaum ab"),
        ("zeichen: bilder/logo.svg", "„bilder/logo.svg“ ist nicht quadratisch"),
        (
            "akzent: #0b6b63",
            "mkdocs.yml:4: extra.betreiber.akzent: Hier steht nichts; was hinter # folgt, liest YAML als",
        ),
        ("akzent: # 0b6b63", "extra.betreiber.akzent: Hier steht nichts"),
        (
            'akzent: "#ffff00"',
            "#ffff00 liest man auf hellem Grund schlecht (Kontrast 1,1); Links und Knöpfe nehmen dort #",
        ),
        ("name: Laden #1", "mkdocs.yml:4: extra.betreiber.name: Bei „#1“ ist Schluss"),
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

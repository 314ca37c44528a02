"""Another language: its catalogue speaks in all that is built and made, and what learners never see stays German."""

from __future__ import annotations

import datetime
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from test_training import FILE, SOUND

from kurs import words
from kurs.checks.all import check_all
from kurs.content.course import load_course
from kurs.content.findings import errors
from kurs.content.settings import Settings
from kurs.exports.edition import Edition, Product
from kurs.exports.moodle import make_moodle
from kurs.exports.qti import make_qti
from kurs.print.documents import make_kit
from projekt import make_project, replace, write
from translated import catalogues, write_marked

pytestmark = pytest.mark.xdist_group("language")

BUILD = """
import sys
from pathlib import Path
from kurs import words
from kurs.mkdocs_plugin import build
words.FOLDER = Path(sys.argv[1])
sys.exit(build(Path("mkdocs.yml"), Path("site").resolve()))
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The small course in a language in which every text is the German one in ‹ ›, built."""
    folder = tmp_path_factory.mktemp("language")
    project = make_project(folder / "kurs")
    replace(project, "mkdocs.yml", "language: de", "language: en")
    write(project, FILE, SOUND)
    with catalogues(folder / "locale"):
        write_marked("en", project, lambda text: f"‹{text}›")
        done = subprocess.run(
            [sys.executable, "-c", BUILD, str(words.FOLDER)], cwd=project, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        yield project


@pytest.fixture(scope="module")
def products(project: Path) -> dict[str, Product]:
    course = load_course(project)
    assert errors(check_all(course)) == []
    words.speak(course.language)
    settings = Settings(kurs_id="probe", version="1.2.3")
    edition = Edition(
        course, settings, project / "site", datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC), "", "Kurs"
    )
    found = [product for make in (make_kit, make_moodle, make_qti) for product in make(edition)]
    return {product.name: product for product in found}


def test_a_page_says_its_language_and_speaks_it(project: Path) -> None:
    page = (project / "site" / "aushang" / "index.html").read_text("utf-8")
    assert re.search(r"<html lang=\"?en\b", page)
    for text in ("Zum Inhalt", "Frage 1 von 6", "Prüfen", "Lösung und Begründungen", "2 Minuten"):
        assert f"‹{text}›" in page, text


def test_a_script_speaks_it(project: Path) -> None:
    (script,) = (project / "site" / "assets").glob("kurs.*.js")
    text = script.read_text("utf-8")
    assert "‹Noch nicht richtig.›" in text
    assert re.search(r"‹\$\{[^}]*\} von \$\{[^}]*\} Fragen richtig›", text)
    assert '="en"' in text


def test_the_worker_speaks_it(project: Path) -> None:
    assert "‹Es gibt eine neue Fassung des Kurses" in (project / "site" / "dienst.js").read_text("utf-8")


def test_the_search_is_told_the_language(project: Path) -> None:
    assert '"en"' in (project / "site" / "pagefind" / "pagefind-entry.json").read_text("utf-8")


def test_what_is_printed_speaks_it(products: dict[str, Product]) -> None:
    sheet = pypdf.PdfReader(io.BytesIO(products["probe-1.2.3-probe-‹arbeitsblatt›.pdf"].content))
    text = " ".join(page.extract_text() for page in sheet.pages)
    for said in ("‹Arbeitsblatt›", "‹Der Fall›", "‹Fassung 1.2.3, Stand Nov 24, 2026›"):
        assert said in text
    assert sheet.trailer["/Root"]["/Lang"] == "en"


def test_the_list_of_materials_speaks_it(products: dict[str, Product]) -> None:
    for product in products.values():
        assert product.group.startswith("‹") or product.group == "Probe", product.name
        assert product.purpose.startswith("‹"), product.name


def test_questions_for_moodle_speak_it(products: dict[str, Product]) -> None:
    assert "‹Zum Nachlesen: " in products["probe-1.2.3-moodle.xml"].content.decode()


def test_findings_stay_german_for_the_author(project: Path) -> None:
    replace(project, "docs/probe/aushang.md", "[Carlzon1987]", "[Carlson1987]")
    found = errors(check_all(load_course(project)))
    replace(project, "docs/probe/aushang.md", "[Carlson1987]", "[Carlzon1987]")
    assert found
    assert "‹" not in "".join(map(str, found))

"""The second course, examples/quiet-chair: in order, with all that a course can have, and English in everything people read."""

from __future__ import annotations

import dataclasses
import datetime
import io
import json
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import lxml.etree
import pypdf
import pytest

from conftest import EXAMPLE, build
from english import WORD, is_english
from kurs import words
from kurs.checks.all import check_all
from kurs.content.course import Course, load_course
from kurs.content.findings import errors
from kurs.content.model import QUESTION_TYPES
from kurs.content.published import ReleaseError, release
from kurs.content.settings import Operator
from kurs.exports.edition import Product
from kurs.exports.publish import make_packages
from kurs.makers import MAKERS
from pakete import edition_with
from projekt import PAGE, make_project, replace, write

pytestmark = pytest.mark.xdist_group("language")

READ = {"alt", "aria-label", "aria-roledescription", "label", "placeholder", "title"}


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(EXAMPLE)


@pytest.fixture(scope="module")
def products(example_site: Path) -> Iterator[list[Product]]:
    words.speak("en")
    edition = dataclasses.replace(edition_with(example_site, root=EXAMPLE), title="The Quiet Chair")
    yield make_packages(edition, MAKERS)
    words.speak("de")


@cache
def german_words() -> frozenset[str]:
    """What stands in German texts of the interface and is no English."""
    known = words.read_catalogue("en").forms
    english_ones = {word for forms in known.values() for form in forms for word in WORD.findall(form)}
    found = {word for key in known for word in WORD.findall(key) if len(word) > 3}
    return frozenset(word for word in found - english_ones if not is_english(word))


class Shown(HTMLParser):
    """Collects what a reader sees or hears, without code and the names of packages."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside += tag in ("script", "code", "table")
        values = dict(attrs)
        read = READ | ({"content"} if values.get("name") == "description" else set())
        self.texts += [value for name, value in attrs if name in read and value]
        self.texts += [value for name, value in attrs if name.startswith("data-") and value and " " in value]

    def handle_endtag(self, tag: str) -> None:
        self.inside -= tag in ("script", "code", "table")

    def handle_data(self, data: str) -> None:
        self.texts += [] if self.inside else [data]


def test_the_example_has_nothing_to_complain_about(course: Course) -> None:
    assert list(map(str, check_all(course))) == []


def test_the_example_shows_all_that_a_course_can_have(course: Course) -> None:
    assert [len(course.modules), len(course.lessons), len(course.paths), len(course.conversations)] == [2, 4, 1, 1]
    assert {placed.item.type for placed in course.bank.questions} == set(QUESTION_TYPES)
    assert course.exam


def test_every_word_on_every_page_is_english(example_site: Path) -> None:
    strange = {}
    for path in sorted(example_site.rglob("*.html")):
        shown = Shown()
        shown.feed(path.read_text("utf-8"))
        found = {word for text in shown.texts for word in WORD.findall(text) if not is_english(word)}
        if found:
            strange[path.relative_to(example_site).as_posix()] = found
    assert strange == {}


def test_a_german_word_on_a_page_would_be_noticed() -> None:
    assert not any(map(is_english, ("Lernstand", "Fragen", "zurück", "Begründungen", "nicht")))
    assert {"Lernstand", "Frage", "Prüfen"} <= german_words()


def test_no_script_says_a_german_text(example_site: Path) -> None:
    forms = words.read_catalogue("en").forms
    texts = [text for text in forms if " " in text.strip() and "{" not in text and text not in forms[text]]
    assert len(texts) > 300
    for path in (*(example_site / "assets").glob("*.js"), example_site / "dienst.js"):
        script = path.read_text("utf-8")
        assert [text for text in texts if text in script] == [], path.name


def test_the_language_is_stated_wherever_programs_ask_for_it(example_site: Path, products: list[Product]) -> None:
    for path in example_site.rglob("*.html"):
        assert re.search(r"<html lang=\"?en\b", path.read_text("utf-8")), path
    assert json.loads((example_site / "kurs.webmanifest").read_text("utf-8"))["lang"] == "en"
    assert list(json.loads((example_site / "pagefind" / "pagefind-entry.json").read_text("utf-8"))["languages"]) == [
        "en"
    ]
    stated = set()
    for product in products:
        if product.name.endswith(".pdf"):
            stated.add(pypdf.PdfReader(io.BytesIO(product.content)).trailer["/Root"]["/Lang"])
        elif product.name.endswith(".zip") and "trainer-kit" not in product.name:
            with zipfile.ZipFile(io.BytesIO(product.content)) as archive:
                xml = "".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml"))
            stated |= set(re.findall(r'\b(?:lang|language)="([^"]+)"', xml))
    assert stated <= {"en", "en-US", "x-none"}
    assert "en" in stated


def test_what_is_made_for_trainers_holds_no_german_word(products: list[Product]) -> None:
    for product in products:
        said = f"{product.name} {product.title} {product.group} {product.purpose}"
        if product.name.endswith(".pdf"):
            said += " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(product.content)).pages)
        elif product.name.endswith(".xml"):
            said += " ".join(lxml.etree.fromstring(product.content).itertext())
        assert german_words() & set(WORD.findall(said)) == set(), product.name
        assert not re.search("[äöüÄÖÜß„]", said), product.name


def test_dates_and_numbers_are_written_as_in_english() -> None:
    words.speak("en")
    try:
        assert words.day_text(datetime.date(2026, 11, 29)) == "Nov 29, 2026"
        assert words.number_text(3750.5) == "3,750.5"
    finally:
        words.speak("de")


def test_a_course_of_one_lesson_needs_no_sources_glossary_paths_or_test(tmp_path: Path) -> None:
    project = make_project(tmp_path / "kurs")
    for name in ("docs/quellen.md", "docs/quellen.yml"):
        (project / name).unlink()
    replace(project, "mkdocs.yml", "- quellen.md", "- suche.md")
    replace(project, "docs/probe/aushang.md", " [Carlzon1987]", "")
    search = PAGE.format(title="Suche", body="<!-- module -->").replace("---\n\n", "template: suche.html\n---\n\n", 1)
    write(project, "docs/suche.md", search)
    assert errors(check_all(load_course(project))) == []
    done = build(project, tmp_path / "site")
    assert done.returncode == 0, done.stderr


def test_a_release_without_a_change_log_says_what_to_write(tmp_path: Path) -> None:
    project = make_project(tmp_path / "kurs")
    with pytest.raises(ReleaseError, match=r"CHANGELOG\.md hat keinen Abschnitt"):
        release(load_course(project), project / "site", "0.3.0", Operator(), "2026-11-29")

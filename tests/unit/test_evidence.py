"""What may be said of a finding stands once, in its lesson, folded away."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_composer import as_html, composer_of

from kurs.checks.all import check_all
from kurs.content.course import load_course
from kurs.content.findings import ERROR
from projekt import make_project, replace, write

AUSHANG = "docs/probe/aushang.md"
EVIDENCE = """\
Zehn1987:
  sentence: Nach Carlzon genügten 1987 zehn Sekunden.
  sources: [Carlzon1987]
  lesson: aushang
"""
OLD = "## Was man weiß { #belege }\n\nZehn Sekunden genügen [Carlzon1987].\n"
NEW = '??? beleg "Was man darüber weiß"\n    <!-- befund: Zehn1987 -->\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The sound project, its evidence folded away and said by key."""
    project = make_project(tmp_path)
    write(project, "docs/befunde.yml", EVIDENCE)
    replace(project, AUSHANG, OLD, NEW)
    return project


def findings(project: Path) -> list[str]:
    """Errors alone."""
    return [str(finding) for finding in check_all(load_course(project)) if finding.level == ERROR]


def test_a_lesson_shows_the_sentence_of_a_finding_with_its_source(project: Path) -> None:
    composer = composer_of(project)
    text = composer.markdown(composer.course.lessons["aushang"])
    assert "    Nach Carlzon genügten 1987 zehn Sekunden [[Carlzon 1987]](../quellen.md#carlzon1987)" in text


def test_a_link_to_the_evidence_finds_the_title_of_the_fold(project: Path) -> None:
    composer = composer_of(project)
    page = as_html(project, composer.markdown(composer.course.lessons["aushang"]))
    assert page.xpath("//details/summary/h2[@id='belege']")[0].text_content() == "Was man darüber weiß"


def test_the_sources_page_says_what_is_said_of_a_work(project: Path) -> None:
    composer = composer_of(project)
    assert "Nach Carlzon genügten 1987 zehn Sekunden." in composer.markdown(composer.course.by_file["docs/quellen.md"])


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (AUSHANG, "befund: Zehn1987", "befund: Zehm1987", "Den Befund „Zehm1987“ gibt es nicht. Meinten Sie"),
        (AUSHANG, NEW, NEW + "\n    <!-- befund: Zehn1987 -->\n", "Der Befund Zehn1987 steht hier zweimal."),
        (
            "docs/index.md",
            "<!-- module -->",
            "<!-- module -->\n\n<!-- befund: Zehn1987 -->",
            "gehört in die Lektion aushang",
        ),
        ("docs/befunde.yml", "lesson: aushang", "lesson: aushamg", "Die Lektion „aushamg“ gibt es nicht."),
        ("docs/befunde.yml", "[Carlzon1987]", "[Carlson1987]", "Die Quelle „Carlson1987“ ist unbekannt."),
        ("docs/befunde.yml", "sentence:", "satz:", "sentence"),
    ],
)
def test_a_finding_that_is_not_said_once_in_its_lesson_is_told(
    project: Path, file: str, old: str, new: str, message: str
) -> None:
    assert not findings(project)
    replace(project, file, old, new)
    assert any(message in finding for finding in findings(project)), findings(project)


def test_a_source_that_nobody_cites_is_named(project: Path) -> None:
    def unused() -> list[str]:
        return [str(one) for one in check_all(load_course(project)) if one.rule.name == "quelle-zitiert"]

    assert unused() == []
    replace(project, "docs/befunde.yml", "  sources: [Carlzon1987]\n", "  sources: []\n")
    assert [line for line in unused() if "Die Quelle „Carlzon1987“ zitiert niemand." in line]

"""One place for each truth: what changes there changes everywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conftest import ROOT
from kurs.colours import DARK, LIGHT
from kurs.content.course import Course, load_course
from kurs.content.page import EXTENSIONS
from kurs.content.settings import Operator, read_settings
from kurs.exports import anki
from kurs.exports.moodle import VERDICTS
from kurs.print.blocks import read_blocks
from kurs.site.bundles import pass_mark
from kurs.site.composer import Composer
from kurs.site.offline import write_offline_files
from kurs.templates import Templates
from projekt import make_project, replace, write

EXAM = """\
---
title: Abschlusstest
description: Fragen aus allen Modulen, die Auswertung am Ende und ein Zertifikat.
exam: 1
---

# Abschlusstest
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


def test_texts_follow_the_pass_mark_of_the_scripts(project: Path) -> None:
    replace(project, "overrides/js/progress/scoring.js", "PASS_MARK = 0.8;", "PASS_MARK = 0.65;")
    replace(project, "docs/quellen.md", "<!-- quellen -->", "Ab <!-- zahl: bestehen --> Prozent.")
    course = load_course(project)
    composer = Composer(course, Templates(project / "overrides"), Operator(), lambda _, to: to, "")
    assert "Ab 65 Prozent." in composer.markdown(course.by_file["docs/quellen.md"])


def test_no_text_about_passing_writes_the_pass_mark_itself(course: Course) -> None:
    for page in (course.exam, course.by_file["docs/trainer/lms.md"]):
        assert page is not None
        assert "<!-- zahl: bestehen -->" in page.body, page.file
        assert f"{pass_mark(ROOT / 'overrides')} Prozent" not in page.body, page.file


def test_no_other_script_has_the_number_of_the_pass_mark() -> None:
    number = re.compile(rf"(?<![\d.]){re.escape(str(pass_mark(ROOT / 'overrides') / 100))}(?!\d)")
    files = [*(ROOT / "overrides" / "js").rglob("*.js"), *(ROOT / "overrides").glob("*/*/*.js")]
    found = {path.name for path in files if number.search(path.read_text("utf-8"))}
    assert found == {"scoring.js"}


def test_moodle_says_of_an_answer_what_the_site_says() -> None:
    script = (ROOT / "overrides" / "js" / "questions" / "quiz.js").read_text("utf-8")
    for name in ("correctfeedback", "incorrectfeedback"):
        assert f"t`{VERDICTS[name]}`" in script


def test_anki_shows_cards_in_the_colours_of_the_pages() -> None:
    shown = re.findall(r"background: (#\w+); color: (#\w+);", anki.LOOK)
    assert shown == [(colours["papier"], colours["tinte"]) for colours in (LIGHT, DARK)]


def test_the_certificate_bears_the_title_of_the_course(project: Path) -> None:
    replace(project, "docs/quellen.md", "<!-- quellen -->", "<!-- werkzeug: zertifikat -->")
    write(project, "docs/probe/test.md", EXAM)
    replace(project, "mkdocs.yml", "probe/aushang.md", "probe/aushang.md\n      - probe/test.md")
    course = load_course(project)
    composer = Composer(
        course, Templates(project / "overrides"), Operator(), lambda _, to: to, "", title="Der <Probe>kurs"
    )
    assert '<h2 id="zertifikat-titel">Der &lt;Probe&gt;kurs</h2>' in composer.markdown(
        course.by_file["docs/quellen.md"]
    )


@pytest.mark.parametrize(("short", "shown"), [("Probe", "Probe"), ("", "Der Probekurs")])
def test_a_home_screen_shows_the_short_name_or_the_title(tmp_path: Path, short: str, shown: str) -> None:
    write(tmp_path, "index.html", "<p>Start</p>")
    write(tmp_path, "404.html", "<p>Nichts</p>")
    write(tmp_path, "bilder/zeichen.svg", (ROOT / "docs" / "bilder" / "zeichen.svg").read_text("utf-8"))
    worker = ROOT / "overrides" / "js" / "worker.js"
    write_offline_files(tmp_path, worker, "Der Probekurs", "#005500", "/", short)
    manifest = json.loads((tmp_path / "kurs.webmanifest").read_text("utf-8"))
    assert (manifest["name"], manifest["short_name"]) == ("Der Probekurs", shown)


def test_a_short_name_that_no_home_screen_could_show_is_refused() -> None:
    _, (finding,) = read_settings({"kurs_id": "probe", "version": "1.0.0", "kurzname": "Wahre Kundenorientierung"})
    assert "zwölf Zeichen" in str(finding)


def test_the_plan_gives_scripts_the_minutes_that_lists_show(project: Path) -> None:
    replace(project, "docs/probe/aushang.md", "Ein Fall.", "Wort " * 600)
    course = load_course(project)
    composer = Composer(course, Templates(project / "overrides"), Operator(), lambda _, to: to, "")
    shown = composer.markdown(course.by_file["docs/index.md"])
    assert '<span class="minutes">6 Min.</span>' in shown
    assert [lesson["minutes"] for lesson in json.loads(composer.plan())["lessons"] if lesson["minutes"]] == [6]


def test_everything_reads_markdown_as_the_site_does() -> None:
    """The site's extensions are MkDocs' own three and those of mkdocs.yml."""
    listed = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nmarkdown_extensions:\n")[2].partition("\n\n")[0]
    assert set(EXTENSIONS) == {"toc", "tables", "fenced_code", *re.findall(r"^  - ([\w.]+)", listed, re.M)}


def test_fenced_code_is_code_on_paper_too(project: Path) -> None:
    (node,) = read_blocks(load_course(project), "```\nSo *bleibt* es.\n```\n")
    assert (node["t"], node["text"].strip()) == ("pre", "So *bleibt* es.")

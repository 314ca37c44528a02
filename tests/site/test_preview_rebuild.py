"""`make serve` after a change: what is made anew is what a full build would make."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from gespraeche import SHORT_FILE, with_conversations
from projekt import SINGLE, make_long_project, make_project, replace, write

LESSON, BANK = "docs/probe/aushang.md", "quizzes/probe.yml"
LATER = ("pagefind", "dienst.js", "sitemap.xml.gz")  # made behind the preview, or of the clock


class Preview:
    """What `mkdocs serve` does, without its server: a build, then refresh or another build."""

    def __init__(self, project: Path, site: Path):
        self.project, self.site = project, site
        self.build()

    def build(self) -> None:
        config = load_config(str(self.project / "mkdocs.yml"), site_dir=str(self.site))
        config.plugins.on_startup(command="serve", dirty=False)
        config.site_url = "http://127.0.0.1:8000/"
        build(config, serve_url=config.site_url)
        self.plugin: Any = config.plugins["kurs"]

    def pages(self) -> dict[str, bytes]:
        files = (path for path in self.site.rglob("*") if path.is_file())
        named = ((path.relative_to(self.site).as_posix(), path) for path in files)
        return {name: path.read_bytes() for name, path in named if not name.startswith(LATER)}


@pytest.fixture
def preview(tmp_path: Path) -> Preview:
    return Preview(with_conversations(make_project(tmp_path / "projekt")), tmp_path / "site")


def as_a_full_build_makes_it(project: Path, site: Path) -> dict[str, bytes]:
    return Preview(project, site).pages()


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda project: replace(project, name, old, new)


TEXTS = {
    "a sentence": edit(LESSON, "Ein Fall.", "Ein anderer Fall."),
    "a heading": edit(LESSON, "## Was man weiß {", "## Was man darüber weiß {"),
    "a feedback": edit(BANK, "Genau das steht da.", "Das steht **genau** da."),
    "an option": edit(BANK, "Etwas Altes", "Etwas Uraltes"),
    "a source no longer cited": edit(LESSON, " [Carlzon1987].", ", und [Carlzon1987] meint das auch."),
    "a scene": edit(SHORT_FILE, "Sie lacht.", "Sie lacht laut."),
    "the start page": edit("docs/index.md", "# Probekurs", "# Ein Probekurs\n\nNeu hier?"),
}
EVERYTHING = {
    "a title": edit(LESSON, "title: Der Aushang", "title: Der Zettel"),
    "a description": edit(LESSON, "Woran man erkennt", "Woran man sieht"),
    "a new question": lambda project: write(
        project,
        BANK,
        (project / BANK).read_text("utf-8") + SINGLE.format(id="sieben", objective="aushang-erkennen"),
    ),
    "a question retired": edit(BANK, "    revision: 1\n", "    revision: 1\n    status: retired\n"),
    "a source": edit("docs/quellen.yml", "Moments of Truth", "Augenblicke"),
    "a setting": edit("mkdocs.yml", 'name: ""', 'name: "Muster"'),
    "a template": edit("overrides/questions/frame.html", "Prüfen", "Jetzt prüfen"),
    "a style": edit("overrides/css/questions.css", "}", "}\n.neu { color: red }"),
    "a page more": lambda project: write(project, "docs/neu.md", (project / "docs/index.md").read_text("utf-8")),
}


@pytest.mark.parametrize("change", TEXTS.values(), ids=TEXTS)
def test_a_change_of_text_is_made_anew_page_by_page_and_as_a_full_build_makes_it(
    preview: Preview, tmp_path: Path, change: Callable[[Path], None]
) -> None:
    before = preview.pages()
    change(preview.project)
    assert preview.plugin.refresh()
    after = preview.pages()
    assert after != before
    assert after == as_a_full_build_makes_it(preview.project, tmp_path / "voll")


@pytest.mark.parametrize("change", EVERYTHING.values(), ids=EVERYTHING)
def test_what_other_pages_show_makes_everything_anew(preview: Preview, change: Callable[[Path], None]) -> None:
    change(preview.project)
    assert not preview.plugin.refresh()


def test_a_page_made_anew_still_says_which_record_store_is_told(tmp_path: Path) -> None:
    project = make_project(tmp_path / "projekt")
    store = (
        "extra:\n  xapi:\n    endpoint: https://lrs.example.org/xAPI\n    zugang: kurs:geheim\n    verben: [passed]\n"
    )
    replace(project, "mkdocs.yml", "extra:\n", store)
    replace(project, "docs/index.md", "# Probekurs", "# Probekurs\n\n<!-- meldungen: was -->")
    preview = Preview(project, tmp_path / "site")
    replace(project, "docs/index.md", "# Probekurs", "# Ein Probekurs")
    assert preview.plugin.refresh()
    page = preview.pages()["index.html"].decode()
    assert "Ein Probekurs" in page
    assert "Was Sie melden können" in page


@pytest.mark.parametrize("changed", [LESSON, "docs/index.md"])
def test_anchors_that_moved_are_led_on_once_and_without_a_word_however_often_pages_are_made_anew(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, changed: str
) -> None:
    project = make_project(tmp_path / "projekt")
    write(project, "docs/umzuege.yml", "/aushang/#alt: /aushang/#belege\n/aushang/#weg: /quellen/\n")
    preview = Preview(project, tmp_path / "site")
    for _ in range(2):
        write(project, changed, (project / changed).read_text("utf-8") + "\nNoch ein Satz.\n")
        assert preview.plugin.refresh()
    assert [record.message for record in caplog.records if record.levelname == "WARNING"] == []
    assert preview.pages() == as_a_full_build_makes_it(project, tmp_path / "voll")


def test_an_error_stops_the_preview_and_the_next_change_mends_it(preview: Preview, tmp_path: Path) -> None:
    good = preview.pages()
    replace(preview.project, BANK, "correct: true", "correct: false")
    with pytest.raises(Abort):
        preview.plugin.refresh()
    assert preview.pages() == good
    replace(preview.project, BANK, "correct: false", "correct: true")
    replace(preview.project, LESSON, "Ein Fall.", "Noch ein Fall.")
    assert preview.plugin.refresh()
    assert preview.pages() == as_a_full_build_makes_it(preview.project, tmp_path / "voll")


def test_changes_one_after_the_other_add_up(preview: Preview, tmp_path: Path) -> None:
    for change in TEXTS.values():
        change(preview.project)
        assert preview.plugin.refresh()
    assert preview.pages() == as_a_full_build_makes_it(preview.project, tmp_path / "voll")


def test_in_a_long_course_one_changed_lesson_is_one_page_made_anew(tmp_path: Path) -> None:
    preview = Preview(make_long_project(tmp_path / "projekt", 20), tmp_path / "site")
    before = preview.pages()
    replace(preview.project, "docs/probe-7/aushang-7.md", "Ein Fall.", "Ein anderer Fall.")
    replace(preview.project, "quizzes/probe-3.yml", "Man liest mit.", "Man liest immer mit.")
    assert preview.plugin.refresh()
    after = preview.pages()
    changed = [name for name in after if before[name] != after[name]]
    assert sorted(changed) == ["aushang-3/index.html", "aushang-7/index.html"]
    assert after == as_a_full_build_makes_it(preview.project, tmp_path / "voll")

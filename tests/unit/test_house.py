"""What a house adds to the course: held apart from it, told line by line where it does not fit, numbered by itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_repository import FILLED

from conftest import ROOT
from houses import LESSON, MODULE, add_house, example
from kurs.checks.all import check_all
from kurs.content import yamltext
from kurs.content.course import Course, load_course
from kurs.content.findings import errors, warnings
from kurs.content.house import FIRST_SLOT, FOLDER
from kurs.content.published import ReleaseError, ledger_of, moved_parts, news_since, read_own, release, slots
from kurs.content.settings import Operator
from kurs.exports.lms_packages import fullest
from projekt import make_course, replace, write

pytestmark = pytest.mark.any_course

CONFIG = f"{FOLDER}/mkdocs.yml"
PAGE = f"{FOLDER}/docs/{MODULE}/{LESSON}.md"
QUIZ = f"{FOLDER}/quizzes/{MODULE}.yml"
PATH = f"{FOLDER}/docs/wege/haus-azubis.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return released(add_house(make_course(tmp_path / "kurs"), "erde-pruefen"))


def released(project: Path) -> Path:
    """`project` as an operator gets it: all of the course is released, nothing of the house."""
    (project / FOLDER).rename(project / "aside")
    course = load_course(project)
    write(project, "CHANGELOG.md", "## 0.4.0\n\n- Neues.\n")
    content = release(course, as_built(course, project / "gebaut"), "0.4.0", FILLED, "2027-01-11")
    ledger_of(course).write_text(json.dumps(content), "utf-8")
    (project / "aside").rename(project / FOLDER)
    return project


def release_house(project: Path, today: str = "2027-02-01") -> dict[str, Any]:
    """Release what the house adds; the new content of its ledger."""
    course = load_course(project)
    assert course.house
    content = release(course, as_built(course, project / "site"), course.house.version, FILLED, today)
    ledger_of(course).write_text(json.dumps(content), "utf-8")
    return content


def as_built(course: Course, site: Path) -> Path:
    """A site that has every page of `course`, with no more in it than a release asks about."""
    for page in course.pages:
        write(site, f"{course.address(page)}index.html", "<main><h2 id='belege'>Belege</h2></main>")
    return site


def found(project: Path) -> list[str]:
    return [str(finding) for finding in errors(check_all(load_course(project)))]


def test_the_example_fits_without_a_finding(project: Path) -> None:
    assert len(example()) == 6
    assert found(project) == []


def test_what_a_house_adds_stands_with_the_course_in_its_order(project: Path) -> None:
    course = load_course(project)
    assert [module.slug for module in course.modules] == ["boden", "pflanzen", MODULE, "gartenjahr"]
    assert [path.slug for path in course.paths][-1] == "haus-azubis"
    assert course.address(course.lessons[LESSON]) == f"{LESSON}/"
    assert len(course.asked(course.lessons[LESSON])) == 3


def test_groups_of_a_house_leave_the_course_its_name(project: Path) -> None:
    named = yamltext.read((project / "mkdocs.yml").read_text("utf-8"), "mkdocs.yml").data["site_name"]
    assert load_course(project).by_uri["index.md"].title == named
    replace(project, CONFIG, "nav:", "site_name: Kurs der Muster GmbH\nnav:")
    assert load_course(project).by_uri["index.md"].title == "Kurs der Muster GmbH"


def test_a_house_lesson_can_stand_in_a_module_of_the_course(project: Path) -> None:
    text = (project / PAGE).read_text("utf-8").replace(LESSON, "haus-wasser").replace("haus-betrag", "haus-b2")
    write(project, f"{FOLDER}/docs/boden/haus-wasser.md", text.replace("haus-mehr", "haus-m2"))
    bank = (project / QUIZ).read_text("utf-8").replace(LESSON, "haus-wasser").replace("haus-betrag", "haus-b2")
    write(project, f"{FOLDER}/quizzes/boden.yml", bank.replace("haus-mehr", "haus-m2"))
    replace(project, CONFIG, "  - Wege:\n", "  - Der Boden:\n      - boden/haus-wasser.md\n  - Wege:\n")
    assert found(project) == []
    assert [lesson.slug for lesson in load_course(project).modules[0].lessons][-1] == "haus-wasser"


# file, what stands there, what stands there instead, what the message says
DEFECTS = {
    "a path to a lesson that is gone": (PATH, "[erde-pruefen,", "[erde-pruefn,", f"{PATH}:5: „erde-pruefn“ ist weder"),
    "a link to a page that is gone": (
        *(PAGE, "## Wenn es mehr", "[Mehr](../boden/erde.md)\n\n## Wenn es mehr"),
        f"{PAGE}:37: Das Ziel „../boden/erde.md“ gibt es nicht.",
    ),
    "an unknown marker": (PAGE, "## Wenn es", "<!-- quizz: x -->\n\n## Wenn es", f"{PAGE}:37: Die Marke „quizz“"),
    "an unknown source": (
        PAGE,
        "## Wenn es",
        "So ist es [Meyer2099].\n\n## Wenn es",
        f"{PAGE}:37: Die Quelle „Meyer2099“ ist unbekannt. Tragen Sie sie in {FOLDER}/docs/quellen.yml ein",
    ),
    "a page that is not there": (
        CONFIG,
        "haus-azubis",
        "haus-azubi",
        f"{CONFIG}:6: Die Seite „wege/haus-azubi.md“ gibt es in {FOLDER}/docs/",
    ),
    "a group that is gone": (CONFIG, "- Wege:", "- Pfade:", f"{CONFIG}:5: Die Gruppe „Pfade“ gibt es im Kurs nicht"),
    "an unknown setting": (
        CONFIG,
        "extra:",
        "theme: x\nextra:",
        f"{CONFIG}:8: „theme“ kann das Haus nicht einstellen.",
    ),
    "a version of two numbers": (CONFIG, "1.0.0", "1.0", f"{CONFIG}:9: „1.0“ ist keine Fassung, denn die hat drei"),
    "no version": (CONFIG, "version: 1.0.0", "kurzname: Haus", f"{CONFIG}:9: Die Fassung des Hauses fehlt."),
    "an id of the course": (QUIZ, f"id: {LESSON}-torte", "id: torte", f"{QUIZ}:2: Frage torte: Die id einer Frage"),
    "a question on a lesson that is gone": (
        QUIZ,
        f"lesson: {LESSON}",
        "lesson: weg",
        f"{QUIZ}:4: Frage {LESSON}-torte",
    ),
    "an address that is none": (CONFIG, "nav:", "site_url: kurs.de\nnav:", f"{CONFIG}:1: „kurs.de“ ist keine Adresse."),
}


@pytest.mark.parametrize("case", DEFECTS)
def test_what_does_not_fit_is_told_with_its_line(project: Path, case: str) -> None:
    file, old, new, said = DEFECTS[case]
    replace(project, file, old, new)
    assert [line for line in found(project) if line.startswith(said)], found(project)


def test_a_broken_navigation_is_told_once_and_nothing_that_follows_from_it(project: Path) -> None:
    replace(project, CONFIG, "extra:", "extra: [")
    (line,) = found(project)
    assert line.startswith(f"{CONFIG}:")
    replace(project, CONFIG, "extra: [", "extra:")
    replace(project, "mkdocs.yml", "nav:\n", "nav: [\n")
    (line,) = found(project)
    assert line.startswith("mkdocs.yml:")


# file, what stands there, what stands there instead: as bytes, since not all is UTF-8
UNREADABLE = {
    "a colon is missing": (PAGE, b"exercise: 3", b"exercise 3"),
    "a page in Latin 1": (PAGE, "für".encode(), "für".encode("latin-1")),
    "a tab in the head of a path": (PATH, b"audience: alle", b"\taudience: alle"),
    "a head without its first line": (PAGE, b"---\ntitle", b"title"),
    "a question without a colon": (QUIZ, b"explanation: >-", b"explanation >-"),
    "moves without a colon": (f"{FOLDER}/docs/umzuege.yml", b"", b"/haus-alt/ /haus-neu/\n/haus-a/: /haus-b/\n"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_of_an_unreadable_file_one_line_is_told_and_that_the_rest_is_checked_later(project: Path, case: str) -> None:
    file, old, new = UNREADABLE[case]
    path = project / file
    path.write_bytes(path.read_bytes().replace(old, new, 1) if old else new)
    (line,) = found(project)
    assert line.startswith(f"{file}:")
    (hint,) = warnings(check_all(load_course(project)))
    assert "Alles Weitere ist noch nicht geprüft." in str(hint)


def test_a_house_whose_settings_have_another_ending_is_told_their_name(project: Path) -> None:
    (project / CONFIG).rename(project / f"{FOLDER}/mkdocs.yaml")
    (line,) = found(project)
    assert line.startswith(f"{CONFIG}: Die Datei heißt bei Ihnen mkdocs.yaml. Nennen Sie sie mkdocs.yml.")


def test_a_lesson_taken_out_of_the_navigation_is_told_alone_and_where_it_says_what_to_do(project: Path) -> None:
    replace(project, "mkdocs.yml", "      - boden/erde-pruefen.md\n", "")
    (line,) = found(project)
    assert line.startswith("docs/boden/erde-pruefen.md:1: Die Lektion steht nicht in der Navigation.")
    assert "Herausnehmen lässt sich eine Lektion des Kurses nicht; was stattdessen geht, sagt HAUS.md." in line
    assert "## Was nicht geht" in (ROOT / "HAUS.md").read_text("utf-8")


def test_a_page_or_question_of_the_course_takes_no_name_of_a_house(project: Path) -> None:
    replace(project, "quizzes/boden.yml", "id: erde", "id: haus-erde")
    assert any("ist Fragen eines Hauses vorbehalten" in line for line in found(project))


def test_a_page_of_the_same_name_is_told_and_the_course_s_stays(project: Path) -> None:
    write(
        project,
        f"{FOLDER}/docs/glossar.md",
        "---\ntitle: Unser Glossar\ndescription: Wörter aus dem Haus.\n---\n\n# Glossar\n",
    )
    assert f"{FOLDER}/docs/glossar.md: Die Seite glossar.md gibt es auch im Kurs." in "\n".join(found(project))
    assert load_course(project).by_uri["glossar.md"].title != "Unser Glossar"


def test_a_source_that_the_course_has_too_is_told(project: Path) -> None:
    source = (project / "docs/quellen.yml").read_text("utf-8")
    write(project, f"{FOLDER}/docs/quellen.yml", source)
    assert any(
        line.startswith(f"{FOLDER}/docs/quellen.yml:") and "steht schon in docs/quellen.yml" in line
        for line in found(project)
    )


def test_a_renamed_lesson_of_the_course_is_named_where_the_house_means_it(project: Path) -> None:
    rename_in_course(project)
    path, *_ = found(project)
    assert path.startswith(f"{PATH}:5: „erde-pruefen“ ist weder Lektion noch Modul. Sie heißt jetzt „erde-fuehlen“")


def rename_in_course(project: Path) -> None:
    """A new version of the course, in which a lesson has another address."""
    for file in [*project.glob("docs/**/*.md"), *project.glob("quizzes/*.yml"), *project.glob("docs/*/*.yml")]:
        file.write_text(file.read_text("utf-8").replace("erde-pruefen", "erde-fuehlen"), "utf-8")
    (project / "docs/boden/erde-pruefen.md").rename(project / "docs/boden/erde-fuehlen.md")
    replace(project, "mkdocs.yml", "boden/erde-pruefen.md", "boden/erde-fuehlen.md")
    write(project, "docs/umzuege.yml", "/erde-pruefen/: /erde-fuehlen/\n")
    ledger = json.loads((project / "published.json").read_text("utf-8"))
    fresh = {placed.item.id: placed.item for placed in load_course(project).bank.questions}
    for name, entry in ledger["questions"].items():
        entry["fingerprint"] = fresh[name].fingerprint()
    write(project, "published.json", json.dumps(ledger))


def test_a_release_of_the_house_writes_its_own_ledger_alone(project: Path) -> None:
    before = (project / "published.json").read_bytes()
    content = release_house(project)
    assert json.loads((project / FOLDER / "published.json").read_text("utf-8")) == content
    assert set(content["addresses"]) == {f"{MODULE}/", f"{LESSON}/", "wege/haus-azubis/"}
    assert [entry["slot"] for entry in content["questions"].values()] == [FIRST_SLOT + i for i in range(3)]
    assert content["modules"] == {"1.0.0": {MODULE: [LESSON]}}
    assert (project / "published.json").read_bytes() == before


def test_a_release_that_lacks_an_operator_names_the_file_of_the_house(project: Path) -> None:
    course = load_course(project)
    with pytest.raises(ReleaseError, match=f"In {FOLDER}/mkdocs.yml fehlt unter extra.betreiber: Anschrift"):
        release(course, project / "site", "1.0.0", Operator(), "2027-02-01")


def test_the_number_of_a_house_question_outlasts_a_new_version_of_the_course(project: Path) -> None:
    content = release_house(project)
    ledger = json.loads((project / "published.json").read_text("utf-8"))
    entry = next(iter(ledger["questions"].values()))
    ledger["questions"]["neu"] = {**entry, "slot": 1 + max(one["slot"] for one in ledger["questions"].values())}
    write(project, "published.json", json.dumps(ledger))
    kept = {name: number for name, number in slots(load_course(project)).items() if name.startswith("haus-")}
    assert kept == {name: entry["slot"] for name, entry in content["questions"].items()}


def test_before_its_release_a_house_question_has_a_number_of_the_house(project: Path) -> None:
    numbers = slots(load_course(project))
    assert sorted(number for name, number in numbers.items() if name.startswith("haus-")) == [50_000, 50_001, 50_002]
    assert max(number for name, number in numbers.items() if not name.startswith("haus-")) < 100


def test_a_whole_course_with_a_house_fits_into_the_smallest_room_of_platforms() -> None:
    course = load_course(ROOT)
    questions = [{"slot": number} for number in [*slots(course).values(), *range(FIRST_SLOT, FIRST_SLOT + 60)]]
    pack = {
        "questions": questions,
        "lessons": [*course.lessons, *(f"haus-lektion-{i}" for i in range(12))],
        "exam": False,
    }
    assert fullest(pack) < 4096 / 2


def test_the_first_release_of_a_house_is_no_news_but_a_later_revision_is(project: Path) -> None:
    release_house(project)
    assert news_since(load_course(project)) == {}
    replace(project, QUIZ, "revision: 1", "revision: 2")
    replace(project, CONFIG, "1.0.0", "1.1.0")
    replace(project, f"{FOLDER}/CHANGELOG.md", "## 1.0.0", "## 1.1.0\n\n- Neu.\n\n## 1.0.0")
    release_house(project, "2027-03-01")
    assert news_since(load_course(project)) == {f"{LESSON}-torte": "2027-03-01"}


def test_what_was_put_into_the_course_itself_is_not_released_as_the_house_s(project: Path) -> None:
    bank = (project / "quizzes/boden.yml").read_text("utf-8")
    block = bank[bank.index("  - id: ") : bank.index("  - id: ", bank.index("  - id: ") + 5)]
    write(project, "quizzes/zusatz.yml", "questions:\n" + block.replace("  - id: ", "  - id: zusatz-", 1))
    course = load_course(project)
    with pytest.raises(ReleaseError, match=r"Eigenes steht in haus/quizzes/"):
        release(course, as_built(course, project / "site"), "1.0.0", FILLED, "2027-02-01")


def test_a_published_house_question_that_vanished_is_missed_in_the_house(project: Path) -> None:
    release_house(project)
    replace(project, QUIZ, f"id: {LESSON}-torte", f"id: {LESSON}-honig")
    assert any(line.startswith(f"{FOLDER}/quizzes: Frage {LESSON}-torte:") for line in found(project))


def test_a_house_lesson_that_moved_keeps_what_was_passed(project: Path) -> None:
    release_house(project)
    for file in (PAGE, QUIZ, PATH, CONFIG):
        write(project, file, (project / file).read_text("utf-8").replace(LESSON, "haus-20"))
    replace(project, QUIZ, "id: haus-20-torte", f"id: {LESSON}-torte")
    replace(project, QUIZ, "id: haus-20-reihe", f"id: {LESSON}-reihe")
    replace(project, QUIZ, "id: haus-20-satz", f"id: {LESSON}-satz")
    (project / PAGE).rename(project / PAGE.replace(LESSON, "haus-20"))
    assert [f"tragen Sie in {FOLDER}/docs/umzuege.yml ein" in line for line in found(project)] == [True]
    write(project, f"{FOLDER}/docs/umzuege.yml", f"/{LESSON}/: /haus-20/\n")
    assert found(project) == []
    assert moved_parts(load_course(project)) == {LESSON: "haus-20"}
    assert read_own(project)["modules"]

"""`kurs neue-lektion`, `umbenennen`, `verschieben`: all files fit afterwards, or none has changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from houses import LESSON, MODULE, add_house
from kurs.checks.all import check_all
from kurs.checks.pages import UNFINISHED
from kurs.chores import edits
from kurs.chores.addresses import PLAN, relocate, rename
from kurs.chores.edits import ChoreError
from kurs.chores.lessons import new_lesson
from kurs.cli import main
from kurs.content.course import load_course
from kurs.content.findings import errors
from kurs.content.published import EMPTY, moved_parts
from projekt import make_course, replace, write

pytestmark = pytest.mark.any_course


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small course with everything published, and with a plan as a test holds it."""
    folder = make_course(tmp_path / "kurs")
    course = load_course(folder)
    lines = [f'    "{module.slug}": {json.dumps([one.slug for one in module.lessons])},' for module in course.modules]
    write(folder, PLAN, "\n".join(["MAP = {", *lines, "}\n"]))
    ledger = EMPTY | json.loads((folder / "published.json").read_text("utf-8"))
    ledger["addresses"] = {course.address(page): [] for page in course.pages}
    ledger["modules"] = {"0.3.0": {module.slug: [one.slug for one in module.lessons] for module in course.modules}}
    write(folder, "published.json", json.dumps(ledger))
    return folder


def found(project: Path) -> list[str]:
    return [str(finding) for finding in errors(check_all(load_course(project)))]


def everything(project: Path) -> dict[str, bytes]:
    folders = ("docs", "quizzes", "tests", "haus")
    paths = [path for name in folders for path in (project / name).rglob("*") if path.is_file()]
    return {path.relative_to(project).as_posix(): path.read_bytes() for path in [*paths, project / "mkdocs.yml"]}


RENAMED = {
    "a lesson": ("giessen", "wasser", "/giessen/: /wasser/"),
    "a module": ("pflanzen", "beete", "/pflanzen/: /beete/"),
    "a path": ("beginn", "erste-wochen", "/wege/beginn/: /wege/erste-wochen/"),
    "the check of a path": ("anleiten-check", "anleiten-pruefung", "/anleiten-check/: /anleiten-pruefung/"),
    "the exam": ("abschlusstest", "letzter-test", "/abschlusstest/: /letzter-test/"),
    "a conversation": ("nachbarin", "zaun", "/gespraech-nachbarin/: /gespraech-zaun/"),
}


@pytest.mark.parametrize("what", RENAMED)
def test_everything_follows_what_is_renamed_and_its_old_address_leads_on(project: Path, what: str) -> None:
    old, new, move = RENAMED[what]
    assert found(project) == []
    rename(project, old, new)
    assert found(project) == []
    assert move in (project / "docs/umzuege.yml").read_text("utf-8").splitlines()
    assert not [file for file in everything(project) if f"{old}." in file or f"/{old}/" in file]


def test_what_was_passed_before_counts_under_the_new_name(project: Path) -> None:
    rename(project, "giessen", "wasser")
    rename(project, "pflanzen", "beete")
    rename(project, "beginn", "erste-wochen")
    assert moved_parts(load_course(project)) == {
        "giessen": "wasser",
        "pflanzen": "beete",
        "wege/beginn": "wege/erste-wochen",
    }


def test_a_second_renaming_leads_both_old_addresses_on_in_one_step(project: Path) -> None:
    write(project, "docs/umzuege.yml", "# Bleibt stehen.\n/giessen/#alt: /giessen/#kernpunkte\n")
    rename(project, "giessen", "wasser")
    rename(project, "wasser", "giesskanne")
    text = (project / "docs/umzuege.yml").read_text("utf-8")
    assert text == "# Bleibt stehen.\n/giessen/#alt: /giesskanne/#kernpunkte\n/giessen/: /giesskanne/\n"
    assert found(project) == []


def test_renaming_back_takes_the_move_back(project: Path) -> None:
    before = everything(project)
    rename(project, "giessen", "wasser")
    rename(project, "wasser", "giessen")
    text = (project / "docs/umzuege.yml").read_text("utf-8")
    assert [line for line in text.splitlines() if not line.startswith("#")] == []
    assert {name: text for name, text in everything(project).items() if name != "docs/umzuege.yml"} == before


def test_comments_and_line_ends_stay_as_their_author_had_them(project: Path) -> None:
    replace(
        project, "mkdocs.yml", "      - pflanzen/giessen.md", "      # Wasser\n      - pflanzen/giessen.md  # im Sommer"
    )
    bank = (project / "quizzes/pflanzen.yml").read_bytes()
    (project / "quizzes/pflanzen.yml").write_bytes(bank.replace(b"\n", b"\r\n"))
    rename(project, "giessen", "wasser")
    assert "      # Wasser\n      - pflanzen/wasser.md  # im Sommer" in (project / "mkdocs.yml").read_text("utf-8")
    changed = (project / "quizzes/pflanzen.yml").read_bytes()
    assert changed == bank.replace(b"lesson: giessen", b"lesson: wasser").replace(b"\n", b"\r\n")


def test_a_lesson_moves_with_its_conversation_and_its_questions(project: Path) -> None:
    before = (project / "quizzes/pflanzen.yml").read_text("utf-8") + (project / "quizzes/boden.yml").read_text("utf-8")
    (project / "docs/ideen.yml").unlink()  # with ideas each module needs five questions for the exam
    training = (project / "docs/pflanzen/training.yml").read_text("utf-8")
    training = training.replace("giessen-zeit-waehlen", "aussaat-tiefe-finden")
    write(project, "docs/pflanzen/training.yml", training.replace("lesson: giessen", "lesson: aussaat"))
    relocate(project, "giessen", "boden")
    assert found(project) == []
    course = load_course(project)
    assert [lesson.slug for lesson in course.modules[0].lessons] == ["erde-pruefen", "kompost", "giessen"]
    assert (project / "docs/boden/gespraech-nachbarin.md").exists()
    assert {placed.file for placed in course.bank.questions if placed.item.lesson == "giessen"} == {"quizzes/boden.yml"}
    after = (project / "quizzes/pflanzen.yml").read_text("utf-8") + (project / "quizzes/boden.yml").read_text("utf-8")
    assert sorted(filter(None, after.splitlines())) == sorted(filter(None, before.splitlines()))
    assert '"boden": ["erde-pruefen", "kompost", "giessen"],\n    "pflanzen": ["aussaat"],' in (
        project / PLAN
    ).read_text("utf-8")
    assert course.address(course.lessons["giessen"]) == "giessen/"
    assert moved_parts(course) == {}


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "an unknown name": (lambda root: rename(root, "giesen", "x"), "„giesen“ gibt es nicht. Meinten Sie „giessen“?"),
    "a name with signs": (lambda root: rename(root, "giessen", "Gießen!"), "„Gießen!“ taugt nicht als Adresse."),
    "a name that is taken": (lambda root: rename(root, "giessen", "aussaat"), "Die Adresse /aussaat/ gibt es schon."),
    "a name of a house": (lambda root: rename(root, "giessen", "haus-x"), "haus- ist dem Haus vorbehalten."),
    "a page that code knows": (lambda root: rename(root, "glossar", "woerter"), "„glossar“ gibt es nicht."),
    "an unknown lesson": (lambda root: relocate(root, "giesen", "boden"), "Die Lektion „giesen“ gibt es nicht."),
    "an unknown module": (lambda root: relocate(root, "giessen", "bodn"), "Das Modul „bodn“ gibt es nicht."),
    "its own module": (lambda root: relocate(root, "giessen", "pflanzen"), "steht schon im Modul pflanzen."),
    "sheets that need it": (lambda root: relocate(root, "aussaat", "boden"), "docs/pflanzen/training.yml:"),
    "no module": (lambda root: new_lesson(root, "neu", "Neu"), "„neu“ ist keine Lektion."),
    "a module without a title": (lambda root: new_lesson(root, "neues/neu", "Neu"), "Das Modul „neues“ gibt es nicht."),
    "a lesson that there is": (
        lambda root: new_lesson(root, "boden/giessen", "Neu"),
        "gehört schon zu docs/pflanzen/giessen.md",
    ),
    "an empty title": (lambda root: new_lesson(root, "boden/neu", " "), "Der Titel ist leer."),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_done_is_said_and_changes_nothing(project: Path, case: str) -> None:
    do, said = WRONG[case]
    before = everything(project)
    with pytest.raises(ChoreError) as told:
        do(project)
    assert said in str(told.value)
    assert everything(project) == before


def test_an_error_while_writing_puts_everything_back(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, real, calls = everything(project), edits.write_whole, []

    def failing(path: Path, content: bytes) -> None:
        calls.append(path)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        real(path, content)

    monkeypatch.setattr(edits, "write_whole", failing)
    with pytest.raises(OSError, match="No space"):
        rename(project, "pflanzen", "beete")
    assert len(calls) > 3
    assert everything(project) == before


def test_a_course_with_errors_is_not_touched(project: Path) -> None:
    replace(project, "docs/wege/beginn.md", "path: [", "path: [gibt-es-nicht, ")
    with pytest.raises(ChoreError, match=r"^Erst muss der Kurs ohne Fehler sein:\n  docs/wege/beginn\.md:5"):
        rename(project, "giessen", "wasser")


NEW = {
    "a lesson": ("boden/neu-im-boden", ""),
    "a lesson in a new module": ("wasser/giesskanne", "Das Wasser: neu"),
    "a house lesson in a new module": ("haus-regeln/haus-eins", "Unsere Regeln"),
    "a house lesson in a module of the course": ("boden/haus-erde", ""),
}


@pytest.mark.parametrize("what", NEW)
def test_of_a_new_lesson_only_its_texts_are_missing(project: Path, what: str) -> None:
    place, module = NEW[what]
    new_lesson(project, place, "Alles neu: ein „Titel“", module)
    missing = errors(check_all(load_course(project)))
    assert {finding.rule for finding in missing} == {UNFINISHED}
    for path in {project / finding.file for finding in missing}:
        path.write_text(path.read_text("utf-8").replace("TODO", "Text"), "utf-8")
    course = load_course(project)
    assert found(project) == []
    slug = place.rpartition("/")[2]
    assert course.lessons[slug].title == "Alles neu: ein „Titel“"
    whole = next(path for path in course.paths if path.slug == "gesamt")
    assert slug in [lesson.slug for lesson in whole.lessons] or place.startswith("haus-")
    assert (slug in (project / PLAN).read_text("utf-8")) is not slug.startswith("haus-")


def test_what_is_yet_to_be_written_keeps_a_course_from_being_built(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    assert main(["neue-lektion", "boden/neu", "Neu"]) == 0
    assert "  docs/boden/neu.md\n" in capsys.readouterr().out
    assert main(["site"]) == 1
    assert "docs/boden/neu.md:4: Hier steht „TODO“." in "".join(capsys.readouterr())
    assert not (project / "site").exists()
    assert main(["umbenennen", "gibt-es-nicht", "x"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_house_lesson_is_renamed_in_the_house(project: Path) -> None:
    add_house(project, "erde-pruefen")
    write(project, "haus/published.json", json.dumps(EMPTY | {"addresses": {f"{LESSON}/": []}}))
    rename(project, LESSON, "haus-20")
    assert found(project) == []
    assert f"/{LESSON}/: /haus-20/" in (project / "haus/docs/umzuege.yml").read_text("utf-8")
    assert f"      - {MODULE}/haus-20.md" in (project / "haus/mkdocs.yml").read_text("utf-8")
    assert "path: [erde-pruefen, haus-20]" in (project / "haus/docs/wege/haus-azubis.md").read_text("utf-8")


def test_where_a_house_adds_to_the_course_what_is_the_course_s_stays(project: Path) -> None:
    add_house(project, "erde-pruefen")
    before = everything(project)
    for do in (lambda: rename(project, "giessen", "wasser"), lambda: relocate(project, "giessen", "boden")):
        with pytest.raises(ChoreError, match=r"docs/pflanzen/giessen\.md gehört zum Kurs") as told:
            do()
        assert "\n" not in str(told.value)
    assert everything(project) == before


def test_the_only_lesson_of_a_module_stays_in_it(project: Path) -> None:
    add_house(project, "erde-pruefen")
    with pytest.raises(ChoreError, match=f"{LESSON} ist die einzige Lektion im Modul {MODULE}"):
        relocate(project, LESSON, "boden")


def test_a_module_without_a_lesson_is_told(project: Path) -> None:
    write(
        project,
        "docs/leer/index.md",
        "---\ntitle: Leer\ndescription: Ein Modul, in dem noch nichts steht.\n---\n\n# Leer\n\n<!-- modul -->\n",
    )
    replace(project, "mkdocs.yml", "  - Wege:\n", "  - Leer:\n      - leer/index.md\n  - Wege:\n")
    assert [line for line in found(project) if "Das Modul leer hat keine Lektion. Tragen Sie in mkdocs.yml" in line]

"""A course with what a house adds, in a browser: lessons like others, through a new version of the course and new addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from test_assignment import accept
from test_platform import ANSWERED
from test_progress import MAY, plant, progress
from test_receipt import CHECK, RECEIPT, check, content_of, create, lines

from codes import code_of
from conftest import build, javascript, serve
from houses import LESSON, MODULE, add_house
from kurs.chores.addresses import relocate, rename
from kurs.content.course import load_course
from kurs.content.house import FIRST_SLOT, FOLDER
from kurs.content.published import EMPTY, slots
from kurs.exports.lms_packages import fullest
from projekt import link_folder, make_course, replace, write

pytestmark = pytest.mark.any_course
NEW_LESSON = "haus-bis-zwanzig"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course with a house, everything published."""
    folder = add_house(make_course(tmp_path_factory.mktemp("haus") / "projekt"), "erde-pruefen")
    course = load_course(folder)
    for name, own in (("published.json", False), (f"{FOLDER}/published.json", True)):
        addresses = {course.address(page): [] for page in course.pages if page.is_own is own}
        modules = {"0.3.0": {module.slug: [one.slug for one in module.lessons] for module in course.modules}}
        write(folder, name, json.dumps(EMPTY | {"addresses": addresses, "modules": modules}))
    return folder


@pytest.fixture(scope="module")
def editions(project: Path) -> tuple[Path, Path]:
    """The built site, and that of the next version: the course renamed and moved lessons, the house renamed its own."""
    first, second = project.parent / "alt", project.parent / "neu"
    done = build(project, first)
    assert done.returncode == 0, done.stdout + done.stderr
    aside = project.parent / "beiseite"  # a house leaves the course's pages alone; its makers, who have none, do not
    (project / FOLDER).rename(aside)
    rename(project, "erde-pruefen", "erde-fuehlen")
    rename(project, "boden", "erde")
    rename(project, "beginn", "anfang")
    (project / "docs/ideen.yml").unlink()  # with ideas each module needs five questions for the exam
    (project / "docs/erde/training.yml").unlink()  # its sheets name the lesson
    relocate(project, "kompost", "gartenjahr")
    aside.rename(project / FOLDER)
    replace(project, f"{FOLDER}/docs/wege/haus-azubis.md", "erde-pruefen", "erde-fuehlen")
    rename(project, LESSON, NEW_LESSON)
    replace(project, "mkdocs.yml", "  version: 0.3.0", "  version: 0.4.0")
    done = build(project, second)
    assert done.returncode == 0, done.stdout + done.stderr
    return first, second


@pytest.fixture
def server(editions: tuple[Path, Path], tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Address of what the link `kurs` in a folder leads to: first the old site."""
    link_folder(tmp_path / "kurs", editions[0])
    with serve(tmp_path) as root:
        yield f"{root}kurs/", tmp_path / "kurs"


def update(link: Path, site: Path) -> None:
    link.unlink()
    link_folder(link, site)


def test_progress_links_assignments_and_receipts_outlast_a_new_version(
    visit: Any, server: tuple[str, Path], editions: tuple[Path, Path]
) -> None:
    address, link = server
    profile = visit(at=address)
    plant(profile, progress({}, {"erde-pruefen": MAY, "kompost": MAY, LESSON: MAY}))
    accept(profile, code_of(["boden", MODULE, "wege/beginn"], g="Team Nord"))
    page = profile.open(RECEIPT)
    code = create(page, "Ada")
    assert content_of(code)["l"] == ["erde-pruefen", "kompost", LESSON]

    update(link, editions[1])

    page = profile.open(CHECK)
    check(page, code)
    row = lines(page)
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Ada")
    expect(page.locator("main")).not_to_contain_text("gibt es nicht")
    page = profile.open(RECEIPT)
    assert set(content_of(create(page))["l"]) == {"erde-fuehlen", NEW_LESSON}  # of the module as it is today
    page.get_by_label("Der Nachweis gilt für").select_option("alles, was ich bisher bestanden habe")
    assert set(content_of(create(page))["l"]) == {"erde-fuehlen", "kompost", NEW_LESSON}
    for old, new in ((LESSON, NEW_LESSON), ("erde-pruefen", "erde-fuehlen"), ("wege/beginn", "wege/anfang")):
        page = profile.open(f"{old}/")
        expect(page).to_have_url(f"{address}{new}/")
    accept(visit(at=address), code_of([LESSON, "boden", "wege/beginn"]))


def test_a_house_lesson_stands_in_the_menu_and_in_search(visit: Any, server: tuple[str, Path]) -> None:
    address, _ = server
    page = visit(at=address).open(f"{LESSON}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bis zwanzig Euro entscheiden Sie")
    expect(page.locator("form.question, [data-question]")).not_to_have_count(0)
    page = visit(at=address).open("suche/?q=Torte")
    expect(page.locator("main")).to_contain_text("Bis zwanzig Euro entscheiden Sie")


@pytest.fixture(scope="module")
def packing(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    page = javascript(
        browser,
        tmp_path_factory.mktemp("js"),
        'import { packProgress, progressOf, unpack } from "./lms/packing.js";\nimport { statusOf } from "./lms/status.js";\n'
        'import { emptyProgress } from "./progress/scoring.js";\nwindow.f = { packProgress, progressOf, unpack, statusOf, emptyProgress };\n',
    )
    yield page
    page.close()


def test_what_a_platform_kept_is_read_with_a_house_and_without(project: Path, packing: Page) -> None:
    numbers = slots(load_course(project))
    asked = [{"id": name, "revision": 1, "slot": number} for name, number in numbers.items()]
    plain = [question for question in asked if question["slot"] < FIRST_SLOT]
    assert 0 < len(plain) < len(asked)
    pack = {"course": "probe", "lessons": ["a"], "exam": False, "questions": asked}
    before = packing.evaluate(ANSWERED, {**pack, "questions": plain})
    read = packing.evaluate("([text, pack]) => f.progressOf(f.unpack(text), pack)", [before, pack])
    assert set(read["answers"]) == {question["id"] for question in plain}
    whole = packing.evaluate(ANSWERED, pack)
    assert len(whole) == fullest(pack)
    read = packing.evaluate("([text, pack]) => f.progressOf(f.unpack(text), pack)", [whole, pack])
    assert set(read["answers"]) == set(numbers)
    kept = packing.evaluate(
        "([text, pack]) => f.packProgress(f.emptyProgress('probe'), pack, f.statusOf(f.emptyProgress('probe'), pack), f.unpack(text))",
        [whole, {**pack, "questions": plain}],
    )
    read = packing.evaluate("([text, pack]) => f.progressOf(f.unpack(text), pack)", [kept, pack])
    assert set(read["answers"]) == set(numbers) - {question["id"] for question in plain}

"""The trainer kit: what the PDF files hold, and that everyone can read them."""

from __future__ import annotations

import datetime
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from PIL import Image
from test_training import FILE, SOUND

from conftest import ROOT
from kurs.colours import light_colours
from kurs.content.conversation import read
from kurs.content.course import Course, Module, load_course
from kurs.content.model import Choice, Match, Question, texts
from kurs.content.page import IMAGE
from kurs.content.settings import Operator, Settings
from kurs.content.training import AGENDA, load_training
from kurs.exports.edition import Edition, PackageError, Product
from kurs.print.blocks import read_blocks, read_inline, text_of, walk
from kurs.print.documents import GUIDE, Kit, make_kit
from kurs.print.questions import asked
from kurs.print.typesetting import PressError, figure, figure_classes
from projekt import make_project, parsed, replace, with_tasks, write

MOMENT = datetime.datetime(2026, 11, 24, 8, tzinfo=datetime.UTC)
SHEETS = ("arbeitsblatt", "loesungen", "team", "rollenspiel")
HOSTILE = "#panic() $x$ \\#let =Titel @ref </div> <script> ~ // /* ++ 3 - 4 „so“ [a] {b} 100 % 'x' \"y\" … -- ---"


def edition(course: Course, accent: str = "#0b6b63", address: str = "") -> Edition:
    settings = Settings(kurs_id="probe", version="1.2.3", betreiber=Operator(akzent=accent))
    return Edition(course, settings, course.root / "site", MOMENT, address, "Wahre Kundenorientierung")


@pytest.fixture(scope="module")
def kit(course: Course) -> Callable[..., Product]:
    """`kit("worksheet", module)` is that document of the real course, made once."""
    whole = Kit(edition(course))
    made: dict[tuple[str, str], Product] = {}

    def make(kind: str, module: Module | None = None) -> Product:
        key = (kind, module.slug if module else "")
        if key not in made:
            training = (load_training(course, module),) if module and kind != "answers" else ()
            made[key] = getattr(whole, kind)(*((module,) if module else ()), *training)
        return made[key]

    return make


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = make_project(tmp_path)
    write(project, FILE, SOUND)
    return project


@cache
def pages_of(content: bytes) -> list[str]:
    """Text of each page; pypdf takes every hyphen for a soft one, because both are the same glyph."""
    return [page.extract_text().replace("\xad", "-") for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def letters(text: str) -> str:
    """Letters and digits alone, so that line ends and hyphens do not count."""
    return re.sub(r"[\W_]+", "", text)


def text_in(product: Product) -> str:
    """The text of all pages as letters, without what stands at the top and the bottom of each page."""
    pages = []
    for page in pages_of(product.content):
        lines = [line for line in page.splitlines() if not re.match(r"Fassung 1\.2\.3|\d+( von \d+)?$", line)]
        pages.append(letters("".join(lines)))
    running = letters("Wahre Kundenorientierung" + product.title)
    return "".join(page.removeprefix(running) for page in pages)


def plain(course: Course, text: str) -> str:
    return letters(text_of(read_inline(course, text)))


def questions(course: Course, module: Any, use: str) -> list[Question]:
    return [placed.item for lesson in module.lessons for placed in course.bank.active(lesson.slug, use)]


def test_a_title_that_is_a_quotation_gets_the_inner_marks(project: Path) -> None:
    replace(project, "docs/probe/aushang.md", "title: Der Aushang", "title: „Kunde stört“")
    course = load_course(project)
    training = load_training(course, course.modules[0])
    assert training is not None
    text = " ".join("".join(pages_of(Kit(edition(course)).agenda(course.modules[0], training).content)).split())
    assert "„‚Kunde stört‘“" in text
    assert "„„" not in text


def test_a_module_with_training_has_four_sheets_one_without_its_answer_key(project: Path) -> None:
    def names() -> list[str]:
        products = make_kit(edition(load_course(project)))
        return [product.name.removeprefix("probe-1.2.3-") for product in products]

    sheets = [f"probe-{kind}.pdf" for kind in SHEETS]
    assert names() == ["trainerkoffer.zip", "handbuch.pdf", *sheets, "aushang-papier.pdf"]
    (project / FILE).unlink()
    assert names() == ["trainerkoffer.zip", "handbuch.pdf", "probe-loesungen.pdf", "aushang-papier.pdf"]


def test_the_zip_holds_every_document(project: Path) -> None:
    whole, *documents = make_kit(edition(load_course(project)))
    with zipfile.ZipFile(io.BytesIO(whole.content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {one.name: one.content for one in documents}


def test_every_module_of_the_course_has_training_and_the_course_its_guide(course: Course) -> None:
    assert [module.slug for module in course.modules if load_training(course, module) is None] == []
    assert GUIDE in course.by_file


def test_a_worksheet_has_two_pages_a_case_questions_and_the_sentence_for_monday(
    course: Course, kit: Callable[..., Product]
) -> None:
    for module in course.modules:
        product = kit("worksheet", module)
        assert len(pages_of(product.content)) == 2, module.slug
        training = load_training(course, module)
        assert training is not None
        text = text_in(product)
        talk = course.lessons[training.worksheet.case].facts.talk
        for question in [one.ask for one in talk] + list(training.worksheet.tasks):
            assert letters(question) in text, question
        assert not any(letters(one.listen) in text for one in talk)
        opening = read_blocks(course, course.lessons[training.worksheet.case].body)[1]
        assert letters(text_of(opening)) in text
        assert "MeinSatzfürMontag" in text
        assert any(letters(question.stem)[:60] in text for question in questions(course, module, "practice"))


def test_the_first_page_of_the_answer_key_answers_the_worksheet_under_the_same_numbers(
    course: Course, kit: Callable[..., Product]
) -> None:
    for module in course.modules:
        training = load_training(course, module)
        assert training is not None
        second = pages_of(kit("worksheet", module).content)[1]
        numbered = [
            (place.start(), number, question)
            for question in questions(course, module, "practice")
            for number in range(1, 9)
            if (place := re.search(f"{number}{letters(question.stem)[:50]}", letters(second)))
        ]
        assert [number for _, number, _ in sorted(numbered, key=lambda one: one[0])] == [*range(1, len(numbered) + 1)]
        assert numbered, module.slug
        first = letters(pages_of(kit("answers", module).content)[0])
        for _, number, question in numbered:
            assert f"{number}{letters(question.stem)[:50]}" in first, question.id
        for i, one in enumerate(course.lessons[training.worksheet.case].facts.talk):
            assert "ab"[i] + letters(one.ask) in first
            assert letters(one.listen) in first
        assert "FüralledieeineRundeleiten" not in first, "the rest begins on the next page"


def test_an_answer_key_holds_every_practice_question_with_its_key_and_all_reasons(
    course: Course, kit: Callable[..., Product]
) -> None:
    checked = 0
    for module in course.modules:
        text = text_in(kit("answers", module))
        for question in questions(course, module, "practice"):
            for _, part in texts(question):
                assert plain(course, part) in text, (question.id, part)
                checked += 1
            if question.type in ("single", "multiple"):  # type: ignore[attr-defined]
                for option in question.options:  # type: ignore[attr-defined]
                    assert plain(course, option.text) + ("richtig" if option.correct else "falsch") in text, option.text
    assert checked > 1000


def test_an_answer_key_tells_no_question_of_the_exam(course: Course, kit: Callable[..., Product]) -> None:
    for module in course.modules:
        text = text_in(kit("answers", module))
        for question in questions(course, module, "exam"):
            assert plain(course, question.stem) not in text, question.id


def test_options_have_the_letters_that_they_have_on_the_site(course: Course, site: Path) -> None:
    compared = 0
    for question in questions(course, course.modules[0], "practice"):
        if isinstance(question, Choice):
            page = parsed(site / question.lesson / "index.html")
            form = page.xpath(f"//*[contains(@data-key, '{question.id}') or contains(@id, '{question.id}')]")[0]
            shown = letters(form.text_content())
            places = [shown.index(letters(text_of(one["text"]))) for one in asked(course, question)["options"]]
            assert places == sorted(places), question.id
            compared += 1
    assert compared >= 3


def test_a_lesson_on_paper_asks_what_the_site_asks_under_its_numbers_and_tells_no_solution(course: Course) -> None:
    whole = Kit(edition(course))
    for module in course.modules[:3]:
        for lesson in module.lessons:
            text = text_in(whole.lesson(module, lesson))
            for number, question in enumerate(course.asked(lesson), 1):
                if question.type != "cloze":
                    assert f"{number}{plain(course, question.stem)}" in text, question.id
                told = [part for path, part in texts(question) if path[-1] == "feedback" or path[0] == "models"]
                for part in [question.explanation, *told]:
                    assert plain(course, part) not in text, (question.id, part)
            assert not any(letters(one.listen) in text for one in lesson.facts.talk)
            assert "Einemögliche" not in text
            assert letters(lesson.facts.monday.then) in text


INSTRUCTIONS = {
    "single": "eine Antwort an",
    "multiple": "alles an, was stimmt",
    "cloze": "Füllen Sie die Lücke",
    "numeric": "die Zahl auf",
    "order": "die 1 vor das, was zuerst kommt",
    "match": "den Buchstaben, der dazu passt",
    "mark": "die Stellen an",
    "rate": "was sie bewirkt",
    "write": "oder sagen Sie sie laut",
}


def test_each_type_says_what_to_do_with_the_pen(course: Course) -> None:
    by_type = {placed.item.type: placed.item for placed in course.bank.questions}
    assert by_type.keys() == INSTRUCTIONS.keys()
    for name, question in by_type.items():
        assert INSTRUCTIONS[name] in asked(course, question)["instruction"], name


def test_there_is_room_to_write_where_something_is_to_be_written(project: Path) -> None:
    course = load_course(with_tasks(project))
    shown = {placed.item.type: asked(course, placed.item) for placed in course.bank.questions}
    assert shown["write"]["lines"] == 3
    assert shown["rate"]["ratings"] == ["hilft", "ändert nichts", "schadet"]
    assert [option["mark"] for option in shown["mark"]["options"]] == ["1.", "2.", "3.", "4."]
    assert shown["single"]["lines"] == 0


def test_letters_of_pairs_are_those_of_the_answer_key(course: Course, kit: Callable[..., Product]) -> None:
    module = next(one for one in course.modules if any(q.type == "match" for q in questions(course, one, "practice")))  # type: ignore[attr-defined]
    text = text_in(kit("answers", module))
    for question in questions(course, module, "practice"):
        if isinstance(question, Match):
            marks = {text_of(one["text"]): one["mark"] for one in asked(course, question)["choices"]}
            for pair in question.pairs:
                assert (
                    marks[text_of(read_inline(course, pair.right))] + plain(course, f"{pair.left} → {pair.right}")
                    in text
                )


def test_a_path_on_paper_has_its_lessons_in_order_and_its_own_answers_the_whole_course_has_the_handbook(
    course: Course,
) -> None:
    path = course.paths[0]
    whole = Kit(edition(course))
    text = text_in(whole.path(path))
    places = [text.index(letters(lesson.body.split("\n\n")[1])[:60]) for lesson in path.lessons]
    assert places == sorted(places)
    answers = text_in(whole.path_answers(path))
    for lesson in path.lessons:
        for number, question in enumerate(course.asked(lesson), 1):
            assert f"{number}{plain(course, question.stem)}" in answers
            assert plain(course, question.explanation) not in text
    names = [product.name for product in make_kit(edition(course))]
    assert sum(name.endswith("-weg.pdf") for name in names) == len(course.paths) - 1
    assert not any("gesamt" in name for name in names)


def lowest(page: pypdf.PageObject) -> float:
    """How far above the foot of the page its last text or line is, in points; what stands in the foot does not count."""
    marks: list[float] = []

    def put(x: Any, y: Any, cm: list[float]) -> None:
        marks.append(float(x) * cm[1] + float(y) * cm[3] + cm[5])

    def drawn(operator: bytes, operands: list[Any], cm: list[float], _: list[float]) -> None:
        if operator in (b"m", b"l"):
            put(*operands, cm)

    def written(text: str, cm: list[float], tm: list[float], *_: Any) -> None:
        if text.strip():
            put(tm[4], tm[5], cm)

    page.extract_text(visitor_text=written, visitor_operand_before=drawn)
    return min(mark for mark in marks if mark > FOOT)


FOOT, HEIGHT = 75, 842  # points, of A4


def test_no_page_has_a_blank_third(course: Course, kit: Callable[..., Product]) -> None:
    whole = Kit(edition(course))
    module = course.modules[1]
    sheets = [kit(kind, module) for kind in ("worksheet", "answers", "agenda", "roleplay")]
    papers = [whole.lesson(module, lesson) for lesson in module.lessons]
    for product in [kit("handbook"), kit("guide"), whole.path(course.paths[0]), *papers, *sheets]:
        for number, page in enumerate(pypdf.PdfReader(io.BytesIO(product.content)).pages, 1):
            assert lowest(page) - FOOT < (HEIGHT - 2 * FOOT) / 3, (product.name, number)


def test_a_team_agenda_takes_a_quarter_of_an_hour_and_holds_the_case_to_read_aloud(
    course: Course, kit: Callable[..., Product]
) -> None:
    for module in course.modules:
        training = load_training(course, module)
        assert training is not None
        assert sum(step.minutes for step in training.agenda.steps) == AGENDA
        first, second = pages_of(kit("agenda", module).content)
        assert f"–{AGENDA}" in first
        case = read_blocks(course, course.lessons[training.agenda.lesson].body)[1]
        assert letters(text_of(case)) in letters(second)


def test_a_role_play_fits_one_sheet_with_both_roles(course: Course, kit: Callable[..., Product]) -> None:
    for module in course.modules:
        product = kit("roleplay", module)
        assert len(pages_of(product.content)) == 1
        training = load_training(course, module)
        assert training is not None
        for part in [training.roleplay.situation, *(role.text for role in training.roleplay.roles)]:
            assert letters(part) in text_in(product)


def test_each_conversation_has_a_card_to_play_it_without_a_screen(course: Course) -> None:
    whole = Kit(edition(course))
    for module in course.modules:
        for page in course.conversations_of(module.lessons):
            product = whole.conversation(module, page)
            assert len(pages_of(product.content)) == 1
            first = read(page)[0].scenes[0]
            for part in [
                page.title,
                page.facts.place,
                page.facts.people[0],
                first.question,
                *(one.text for one in first.passages),
            ]:
                assert letters(part) in text_in(product), (page.file, part)


def test_the_handbook_loses_no_text_of_a_lesson(course: Course, kit: Callable[..., Product]) -> None:
    pages = pages_of(kit("handbook").content)
    titles = sorted(map(letters, (lesson.title for lesson in course.lessons.values())), key=len, reverse=True)
    running = re.compile("^WahreKundenorientierung(" + "|".join(titles) + ")?")
    cut = [re.sub(r"^Fassung 1\.2\.3.*$|^\d+$", "", page, flags=re.M) for page in pages]
    text = "".join(running.sub("", letters(page)) for page in cut)
    missing = []
    for page in [*course.lessons.values(), course.by_file["docs/glossar.md"]]:
        for node in walk(read_blocks(course, course.with_evidence(page.body))):
            parts = {
                "p": [node],
                "h": [node] if node.get("level") != 1 else [],
                "table": [cell for row in [node.get("head", []), *node.get("rows", [])] for cell in row],
                "figure": [node.get("caption", "")],
                "box": [node.get("title", [])],
            }.get(node.get("t", ""), [node["term"]] if "term" in node else [])
            missing += [(page.slug, text_of(part)) for part in parts if letters(text_of(part)) not in text]
    assert missing == []


def test_the_contents_of_the_handbook_name_the_pages_on_which_lessons_begin(
    course: Course, kit: Callable[..., Product]
) -> None:
    reader = pypdf.PdfReader(io.BytesIO(kit("handbook").content))
    contents = {letters(line) for line in reader.pages[1].extract_text().splitlines()}
    starts: dict[str, int] = {}

    def collect(entries: list[Any]) -> None:
        for entry in entries:
            if isinstance(entry, list):
                collect(entry)
            else:
                starts.setdefault(entry.title, reader.get_destination_page_number(entry) + 1)

    collect(reader.outline)
    for lesson in course.lessons.values():
        assert f"{letters(lesson.title)}{starts[lesson.title]}" in contents, lesson.title
        assert letters(lesson.title) in letters(reader.pages[starts[lesson.title] - 1].extract_text())


def structure(element: Any) -> list[Any]:
    """Every element of a structure tree."""
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    found = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary)]
    return found + [one for kid in found for one in structure(kid)]


def test_every_document_is_tagged_and_named_and_says_that_it_is_german(
    course: Course, kit: Callable[..., Product]
) -> None:
    module = course.modules[0]
    sheets = [kit(kind, module) for kind in ("worksheet", "answers", "agenda", "roleplay")]
    papers = [Kit(edition(course)).lesson(module, module.lessons[0]), Kit(edition(course)).path(course.paths[0])]
    for product in [kit("handbook"), kit("guide"), *papers, *sheets]:
        name = product.name
        with pikepdf.open(io.BytesIO(product.content)) as pdf:
            assert pdf.Root.MarkInfo.Marked, name
            assert str(pdf.Root.Lang).lower().startswith("de"), name
            assert pdf.Root.ViewerPreferences.DisplayDocTitle, name
            with pdf.open_metadata() as metadata:
                assert metadata["pdfuaid:part"] == "1", name
                assert str(pdf.docinfo["/Title"]) == metadata["dc:title"], name
            kinds = {str(element.get("/S")) for element in structure(pdf.Root.StructTreeRoot)}
            assert kinds & {"/H1", "/Title"}, name
            fonts = {str(font.BaseFont) for page in pdf.pages for font in page.Resources.get("/Font", {}).values()}
            assert fonts
            assert all(re.search(r"Source(Sans|Serif)Pro", font) for font in fonts), fonts


def test_every_figure_of_the_handbook_says_what_it_shows(course: Course, kit: Callable[..., Product]) -> None:
    lines = [text for one in course.lessons.values() for _, text in one.prose_lines]
    wanted = [found[1] for text in lines for found in IMAGE.finditer(text)]
    with pikepdf.open(io.BytesIO(kit("handbook").content)) as pdf:
        figures = [one for one in structure(pdf.Root.StructTreeRoot) if one.get("/S") == "/Figure"]
        told = [str(one["/Alt"]) for one in figures if "/Alt" in one]
    assert sorted(told) == sorted(wanted)
    assert len(figures) == len(wanted)


def test_tables_of_the_handbook_have_headers(kit: Callable[..., Product]) -> None:
    with pikepdf.open(io.BytesIO(kit("handbook").content)) as pdf:
        tables = [one for one in structure(pdf.Root.StructTreeRoot) if one.get("/S") == "/Table"]
        assert tables
        assert all(any(part.get("/S") == "/TH" for part in structure(table)) for table in tables)


def test_the_same_commit_makes_the_same_bytes(course: Course, kit: Callable[..., Product]) -> None:
    """In another process, with other hash seeds and an empty cache."""
    script = (
        "import json, test_kit, kurs.content.course as c, kurs.print.documents as k\n"
        "kit = k.Kit(test_kit.edition(c.load_course(test_kit.ROOT)))\n"
        "course = kit.course\n"
        "module = course.modules[0]\n"
        "one = [kit.handbook(), kit.guide(), kit.worksheet(module, k.load_training(course, module))]\n"
        "print(json.dumps({product.name: product.checksum for product in one}))\n"
    )
    path = f"{ROOT / 'tests'}:{ROOT / 'tests' / 'unit'}"
    done = subprocess.run([sys.executable, "-c", script], env={"PYTHONPATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    again = json.loads(done.stdout)
    products = [kit("handbook"), kit("guide"), kit("worksheet", course.modules[0])]
    assert again == {product.name: product.checksum for product in products}


def test_text_of_authors_is_never_taken_for_markup_of_the_typesetter(project: Path) -> None:
    replace(project, "quizzes/probe.yml", "feedback: Das Datum fehlt.", f"feedback: >-\n          Ä {HOSTILE}")
    replace(project, FILE, "situation: Zwei stehen vor dem Brett.", f"situation: >-\n    Ö {HOSTILE}")
    replace(project, "docs/probe/aushang.md", "Ein Fall.", f"Ein Fall: {HOSTILE}")
    course = load_course(project)
    made = {product.name: product for product in make_kit(edition(course))}
    for name in ("probe-loesungen", "probe-rollenspiel", "probe-arbeitsblatt", "handbuch"):
        text = re.sub(r"\s+", "", "".join(pages_of(made[f"probe-1.2.3-{name}.pdf"].content)))
        for word in HOSTILE.replace("\\#", "#").split():
            assert word.replace("---", "-") in text.replace("---", "-"), (name, word)


def test_the_longest_texts_that_are_allowed_fit_on_their_paper(project: Path) -> None:
    talk = f"  - ask: {'Wortkette ' * 15}\n    listen: {'Wortkette ' * 19}\n"
    replace(project, "docs/probe/aushang.md", "talk:\n", f"talk:\n{talk}")
    course = load_course(project)
    module = course.modules[0]
    training = load_training(course, module)
    assert training is not None
    sentence, paragraph = "Wortkette " * 16, "Wortkette " * 40
    role = training.roleplay.roles[0].model_copy(update={"text": paragraph, "wants": sentence, "name": "Wort " * 10})
    play = training.roleplay.model_copy(
        update={"situation": paragraph, "roles": (role, role), "observe": (sentence,) * 4, "debrief": sentence}
    )
    sheet = training.worksheet.model_copy(update={"tasks": (sentence,) * 6, "exercise": None})
    full = training.model_copy(update={"roleplay": play, "worksheet": sheet})
    kit = Kit(edition(course))
    assert len(pages_of(kit.roleplay(module, full).content)) == 1
    assert len(pages_of(kit.worksheet(module, full).content)) == 2


def test_a_case_too_long_for_the_worksheet_is_told_in_one_line(project: Path) -> None:
    replace(project, "docs/probe/aushang.md", "Ein Fall.", "Ein langer Fall. " * 400)
    with pytest.raises(PackageError) as caught:
        list(make_kit(edition(load_course(project))))
    assert re.fullmatch(
        r"probe-1\.2\.3-probe-arbeitsblatt\.pdf lässt sich nicht setzen: .* Kürzen Sie .*", str(caught.value)
    )


def test_links_lead_to_the_public_site_where_it_has_an_address(course: Course) -> None:
    page = course.by_file["docs/trainer/leitfaden.md"]
    lesson = course.modules[0].lessons[0]
    kit = Kit(edition(course, address="https://kurs.example.org/a/"))
    assert kit._outside(page, f"../{lesson.module}/{lesson.slug}.md#belege") == {
        "url": f"https://kurs.example.org/a/{lesson.slug}/#belege"
    }
    assert kit._outside(page, "material.md") == {"url": "https://kurs.example.org/a/trainer/material/"}
    assert Kit(edition(course))._outside(page, "material.md") is None


def test_with_a_public_address_a_qr_code_leads_from_the_sheet_to_its_module(project: Path) -> None:
    course = load_course(project)
    module = course.modules[0]
    training = load_training(course, module)
    assert training is not None
    sheet = Kit(edition(course, address="https://kurs.example.org/")).worksheet(module, training)
    assert len(pages_of(sheet.content)) == 2
    assert "https://kurs.example.org/probe/" in pages_of(sheet.content)[0]
    with pikepdf.open(io.BytesIO(sheet.content)) as pdf:
        told = [str(one["/Alt"]) for one in structure(pdf.Root.StructTreeRoot) if "/Alt" in one]
    assert told == ["QR-Code zur Seite: https://kurs.example.org/probe/"]


def test_photographs_are_printed_and_pictures_elsewhere_are_told_in_words(project: Path) -> None:
    Image.new("RGB", (40, 30), "teal").save(project / "docs" / "probe" / "foto.png")
    pictures = "![Ein Foto vom Brett](foto.png)\n\n![Ein Bild von woanders](https://example.org/x.svg)"
    replace(project, "docs/probe/aushang.md", "Schreiben Sie einen Aushang.", f"Schreiben Sie.\n\n{pictures}")
    course = load_course(project)
    training = load_training(course, course.modules[0])
    assert training is not None
    kit = Kit(edition(course))
    for content in (kit.handbook().content, kit.worksheet(course.modules[0], training).content):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            told = [str(one["/Alt"]) for one in structure(pdf.Root.StructTreeRoot) if "/Alt" in one]
        assert told == ["Ein Foto vom Brett"]
        assert "Ein Bild von woanders" in "".join(pages_of(content))


def test_drawings_take_their_look_from_the_style_sheet() -> None:
    style = ROOT / "overrides" / "css" / "base.css"
    colours = light_colours("#7a1fa2")
    classes = figure_classes(style, colours)
    drawn = figure(
        b'<svg xmlns="http://www.w3.org/2000/svg"><path class="gestrichelt akzent" d="M0 0"/></svg>', classes, "#000"
    )
    assert f'stroke="{colours["akzent"]}"'.encode() in drawn
    assert b'stroke-dasharray="5 5"' in drawn
    assert b"class" not in drawn


def test_a_drawing_with_an_unknown_class_is_refused() -> None:
    with pytest.raises(PressError, match="„rot“"):
        figure(b'<svg xmlns="http://www.w3.org/2000/svg"><path class="rot"/></svg>', {}, "#000")

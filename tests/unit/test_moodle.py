"""Moodle XML, read back: by an independent parser where it knows the type, by Moodle's own expressions for blanks."""

from __future__ import annotations

import base64
import html
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import lxml.html
import pytest
from moodle_xml_parser.parser import parse_bytes

from exporte import HOSTILE, PICTURE, edition_of, hostile_project, said
from kurs.content.model import Choice, Cloze, Match, MultipleChoice, Numeric, Order
from kurs.exports.edition import Edition, PackageError, Product
from kurs.exports.moodle import make_moodle, spellings

pytestmark = pytest.mark.any_course

# Moodle's qtype_multianswer: an answer ends at } # ~, a feedback at } ~, unless a backslash (or an entity) stands there.
ANSWER = re.compile(r"~?(=|%-?\d+%)?(.+?(?<!\\|&)(?<!&amp;)(?=[~#}]|$))(#(.*?(?<!\\)(?=[~}]|$)))?", re.S)
BLANK = re.compile(r"\{1:SHORTANSWER:(.*?)(?<!\\)\}", re.S)


# The order in which Moodle 4.5 itself writes a question: question/format/xml/format.php, qtype_ordering's export_to_xml.
HEAD = "name questiontext generalfeedback defaultgrade penalty hidden idnumber "
VERDICTS = "correctfeedback partiallycorrectfeedback incorrectfeedback shownumcorrect "
OWN_EXPORT = {
    "category": "category info idnumber",
    "cloze": HEAD.replace("defaultgrade ", "") + "hint tags",
    "essay": HEAD
    + "responseformat responserequired responsefieldlines minwordlimit maxwordlimit attachments attachmentsrequired "
    + "maxbytes filetypeslist graderinfo responsetemplate tags",
    "matching": HEAD + "shuffleanswers " + VERDICTS + "subquestion hint tags",
    "multichoice": HEAD
    + "single shuffleanswers answernumbering showstandardinstruction "
    + VERDICTS
    + "answer hint tags",
    "numerical": HEAD + "answer units unitgradingtype unitpenalty showunits unitsleft instructions hint tags",
    "ordering": HEAD
    + "layouttype selecttype selectcount gradingtype showgrading numberingstyle "
    + VERDICTS
    + "answer hint tags",
    "answer": "text file feedback tolerance",
    "subquestion": "text file answer",
}


def places(node: ET.Element, kind: str) -> list[int]:
    """Where Moodle's own export has each child of `node`. Raises ValueError for one that it does not have."""
    return [OWN_EXPORT[kind].split().index(child.tag) for child in node]


@pytest.fixture(scope="module")
def edition(root: Path) -> Edition:
    return edition_of(root)


@pytest.fixture(scope="module")
def products(edition: Edition) -> dict[str, Product]:
    return {product.name: product for product in make_moodle(edition)}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> list[ET.Element]:
    """Questions of the newest form."""
    folder = tmp_path_factory.mktemp("moodle") / "kurs"
    folder.mkdir()
    edition = edition_of(hostile_project(folder))
    (product,) = (one for one in make_moodle(edition) if one.name == "probe-kurs-1.2.3-moodle-ab-4.4.xml")
    return questions(product)


def questions(product: Product) -> list[ET.Element]:
    found = ET.fromstring(product.content).findall("question")
    return [question for question in found if question.get("type") != "category"]


def bare(markdown: str) -> str:
    """What a reader sees of a text of the real bank, which knows only emphasis."""
    return " ".join(markdown.replace("*", "").split())


def shown(text: str | None) -> str:
    """What a reader sees of HTML."""
    return " ".join(lxml.html.fragment_fromstring(text or "", create_parent="div").text_content().split())


def read_blank(inner: str) -> list[tuple[str, str, str]]:
    """(mark, answer, feedback as HTML) as Moodle's importer reads the inside of a blank."""
    found = []
    while match := ANSWER.match(inner):
        answer, feedback = (
            html.unescape(part).replace("\\}", "}").replace("\\#", "#") for part in (match[2], match[4] or "")
        )
        found.append((match[1] or "", answer, feedback))
        inner = inner[match.end() :]
    assert inner == "", inner
    return found


def test_every_active_question_is_exported_once_and_the_exams_apart(
    edition: Edition, products: dict[str, Product]
) -> None:
    def ids(name: str) -> list[str | None]:
        return [question.findtext("idnumber") for question in questions(products[f"probe-kurs-1.2.3-{name}.xml"])]

    for use, name in (("practice", "moodle"), ("practice", "moodle-ab-4.4"), ("exam", "abschlusstest-moodle")):
        assert sorted(map(str, ids(name))) == sorted(placed.item.id for placed in edition.course.bank.active(use=use))
    by_module = [ids(f"{module.slug}-moodle") for module in edition.course.modules]
    assert sorted(str(one) for module in by_module for one in module) == sorted(map(str, ids("moodle")))


def test_each_module_has_its_category_and_the_path_names_the_edition(
    edition: Edition, products: dict[str, Product]
) -> None:
    root = ET.fromstring(products["probe-kurs-1.2.3-moodle.xml"].content)
    paths = [category.findtext("text") for category in root.iter("category")]
    top, written = "$course$/top/Probe & Kurs 1.2.3", "Schreibaufgaben, von Hand zu bewerten"
    titles = [module.title for module in edition.course.modules]
    assert paths[: len(titles)] == [f"{top}/{title}" for title in titles]
    assert {str(path).rpartition("/")[0] for path in paths[len(titles) :]} <= {f"{top}/{written}"}
    exam = ET.fromstring(products["probe-kurs-1.2.3-abschlusstest-moodle.xml"].content)
    assert all("/Abschluss-Check/" in str(category.findtext("text")) for category in exam.iter("category"))


def test_an_independent_parser_reads_choices_as_they_stand_in_the_bank(
    edition: Edition, products: dict[str, Product]
) -> None:
    read = parse_bytes(products["probe-kurs-1.2.3-moodle.xml"].content)["multichoice"]
    bank = {
        placed.item.id: placed.item
        for placed in edition.course.bank.active(use="practice")
        if isinstance(placed.item, Choice)
    }
    read = [question for question in read if question.name.split(":")[0] in bank]  # marking is multichoice there, too
    assert len(read) == len(bank) > 5
    for question in read:
        item = bank[question.name.split(":")[0]]
        assert question.single != isinstance(item, MultipleChoice)
        assert shown(question.text_pre_parse) == bare(item.stem)
        assert shown(question.general_feedback).startswith(bare(item.explanation))
        assert [(shown(one.answer), shown(one.feedback)) for one in question.options] == [
            (bare(option.text), bare(option.feedback)) for option in item.options
        ]
        points = [one.score_fraction for one in question.options]
        assert [point > 0 for point in points] == [option.correct for option in item.options]
        assert sum(point for point in points if point > 0) == pytest.approx(100, abs=0.01)
        assert sum(points) == pytest.approx(100 if question.single else 0, abs=0.01)


def test_moodle_knows_every_fraction(products: dict[str, Product]) -> None:
    known = {"0", "100", "50", "33.33333", "25", "20", "16.66667"}
    for product in products.values():
        for question in questions(product):
            if question.get("type") != "ordering":
                assert {str(answer.get("fraction")).lstrip("-") for answer in question.findall("answer")} <= known


def test_an_independent_parser_reads_blanks_with_all_spellings(edition: Edition, products: dict[str, Product]) -> None:
    read = parse_bytes(products["probe-kurs-1.2.3-moodle.xml"].content)["cloze"]
    asked = edition.course.bank.active(use="practice")
    bank = {placed.item.id: placed.item for placed in asked if isinstance(placed.item, Cloze)}
    assert len(read) == len(bank) > 0
    for question in read:
        item = bank[question.name.split(":")[0]]
        for gap, answers in zip(question.gaps, item.blanks(), strict=True):
            *right, wrong = gap.options
            assert {one.answer for one in right} == {text for answer in answers for text in spellings(answer)}
            assert {(one.score, one.feedback) for one in right} == {(100, item.feedback.correct)}
            assert (wrong.answer, wrong.score, wrong.feedback) == ("*", 0, item.feedback.incorrect)


def test_spellings_are_those_that_the_course_accepts() -> None:
    assert set(spellings("Größe 1,5")) == {f"Gr{o}{s}e 1{k}5" for o in ("ö", "oe") for s in ("ß", "ss") for k in ",."}


def test_numbers_sequences_and_pairs_carry_the_key_of_the_bank(edition: Edition, products: dict[str, Product]) -> None:
    bank = {placed.item.id: placed.item for placed in edition.course.bank.active()}
    kinds = set()
    for name in ("moodle", "moodle-ab-4.4", "abschlusstest-moodle"):
        for question in questions(products[f"probe-kurs-1.2.3-{name}.xml"]):
            item = bank[str(question.findtext("idnumber"))]
            kinds.add((type(item), question.get("type")))
            rows = [
                (shown(one.findtext("text")), one.findtext("answer/text")) for one in question.findall("subquestion")
            ]
            told = shown(question.findtext("generalfeedback/text"))
            if isinstance(item, Numeric):
                right, wrong = question.findall("answer")
                assert float(str(right.findtext("text"))) == item.answer.value
                assert float(str(right.findtext("tolerance"))) == item.answer.tolerance
                assert (wrong.findtext("text"), wrong.get("fraction")) == ("*", "0")
                assert question.findtext("units/unit/unit_name") == item.answer.unit
                reasons = [shown(one.findtext("feedback/text")) for one in (right, wrong)]
                assert reasons == [bare(item.feedback.correct), bare(item.feedback.incorrect)]
            elif isinstance(item, Order) and question.get("type") == "ordering":
                assert [shown(one.findtext("text")) for one in question.findall("answer")] == [
                    bare(one.text) for one in item.items
                ]
            elif isinstance(item, Order):
                assert rows == [(bare(one.text), f"{place}. Stelle") for place, one in enumerate(item.items, 1)]
            elif isinstance(item, Match):
                pairs = [(bare(pair.left), bare(pair.right)) for pair in item.pairs]
                assert rows == pairs + [("", bare(text)) for text in item.extra]
            if isinstance(item, Order | Match):
                parts = item.items if isinstance(item, Order) else item.pairs
                assert all(bare(part.feedback) in told for part in parts)
    assert kinds >= {(Numeric, "numerical"), (Order, "matching"), (Order, "ordering"), (Match, "matching")}


def test_every_type_is_written_in_the_order_of_moodles_own_export(
    products: dict[str, Product], hostile: list[ET.Element]
) -> None:
    kinds = set()
    written = [one for product in products.values() for one in ET.fromstring(product.content).iter("question")]
    for question in (*written, *hostile):
        kind = str(question.get("type"))
        kinds.add(kind)
        assert (found := places(question, kind)) == sorted(found), (kind, found)
        for part in (*question.findall("answer"), *question.findall("subquestion")):
            assert (found := places(part, part.tag)) == sorted(found), (kind, part.tag, found)
    assert kinds == set(OWN_EXPORT) - {"answer", "subquestion"}


def test_what_consists_of_parts_says_how_many_are_right(products: dict[str, Product]) -> None:
    """Without it Moodle from 4.4 on invents two hints for a sequence, and stops at the first, which has no text."""
    for question in questions(products["probe-kurs-1.2.3-moodle-ab-4.4.xml"]):
        said = question.find("shownumcorrect")
        has_parts = question.get("type") in ("matching", "ordering") or question.findtext("single") == "false"
        assert (said is not None) == has_parts, question.findtext("idnumber")
        if question.get("type") == "ordering":
            assert said is not None
            assert said.text == "1"  # this type reads the number; for the others the element itself says it


def test_only_the_form_for_newer_moodles_uses_their_type(products: dict[str, Product]) -> None:
    for name, product in products.items():
        has = any(question.get("type") == "ordering" for question in questions(product))
        assert has == ("ab-4.4" in name), name


def test_hostile_text_stays_text(hostile: list[ET.Element]) -> None:
    assert [question.get("type") for question in hostile] == [
        "multichoice",
        "multichoice",
        "cloze",
        "numerical",
        "ordering",
        "matching",
        "multichoice",
        "matching",
        "essay",
    ]
    for question in hostile:
        for node in question.iter("text"):
            if node.text and "<p>" in node.text:
                tree = lxml.html.fragment_fromstring(node.text, create_parent="div")
                assert {one.tag for one in tree.iter()} <= {"div", "p", "a", "img", "ul", "ol", "li", "strong"}
        assert said("e") in shown(question.findtext("generalfeedback/text"))
    single, _, cloze, _, ordering, matching, *_ = hostile
    assert shown(single.findtext("questiontext/text")) == said("s")
    assert [shown(one.findtext("feedback/text")) for one in single.findall("answer")] == [
        said(f"f{i}") for i in range(3)
    ]
    assert [shown(one.findtext("text")) for one in ordering.findall("answer")] == [said(f"o{i}") for i in range(3)]
    assert [one.findtext("answer/text") for one in matching.findall("subquestion")] == [
        said("r0"),
        said("r1"),
        said("x"),
    ]
    text = str(cloze.findtext("questiontext/text"))
    assert HOSTILE in shown(BLANK.sub("", text))
    first, second = (read_blank(inner) for inner in BLANK.findall(text))
    assert [answer for mark, answer, _ in first if mark] == ["Käufermarkt #1", "Kaeufermarkt #1", "b}~\\*c"]
    assert [answer for _, answer, _ in second] == ["zwei", "*"]
    assert [shown(feedback) for _, _, feedback in second] == [said("ja"), said("nein")]


def test_a_picture_of_a_stem_travels_inside_the_file(hostile: list[ET.Element]) -> None:
    (file,) = (file for question in hostile for file in question.iter("file"))
    assert base64.b64decode(file.text or "") == PICTURE
    assert f'src="@@PLUGINFILE@@/{file.get("name")}"' in str(hostile[0].findtext("questiontext/text"))


def test_a_picture_that_is_missing_ends_the_build_with_one_line(tmp_path: Path) -> None:
    hostile_project(tmp_path)
    (tmp_path / "docs" / "probe" / "bild.png").unlink()
    with pytest.raises(PackageError, match=r"^Frage 0-single: Das Bild „bild\.png“ gibt es nicht\. .*docs/probe/\.$"):
        list(make_moodle(edition_of(tmp_path)))


def test_two_builds_are_the_same_bytes(edition: Edition, products: dict[str, Product]) -> None:
    again = {product.name: product.checksum for product in make_moodle(edition_of(edition.course.root))}
    assert again == {name: product.checksum for name, product in products.items()}

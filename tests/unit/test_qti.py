"""QTI 2.1 packages: whole, well formed, and with feedback that an answer really triggers."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import lxml.etree
import pytest
import qti_convert

from exporte import PICTURE, edition_of, hostile_project, said
from kurs.content.model import Choice, Cloze, Match, Numeric, Order
from kurs.content.questions import option_key
from kurs.exports.edition import Edition, Product
from kurs.exports.qti import identifier, make_qti

pytestmark = pytest.mark.any_course

PROFILE = lxml.etree.RelaxNG(lxml.etree.parse(Path(__file__).parent / "qti.rng"))
NAMES = {"q": "http://www.imsglobal.org/xsd/imsqti_v2p1", "m": "http://www.imsglobal.org/xsd/imscp_v1p1"}
Node = lxml.etree._Element


@pytest.fixture(scope="module")
def edition(root: Path) -> Edition:
    return edition_of(root)


@pytest.fixture(scope="module")
def packages(edition: Edition) -> dict[str, dict[str, bytes]]:
    """Files of every package by the package's name."""
    return {product.name: unzipped(product) for product in make_qti(edition)}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("qti") / "kurs"
    folder.mkdir()
    return unzipped(next(iter(make_qti(edition_of(hostile_project(folder))))))


def unzipped(product: Product) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(product.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def documents(files: Mapping[str, bytes]) -> dict[str, Node]:
    """Items and tests."""
    return {
        name: lxml.etree.fromstring(content)
        for name, content in files.items()
        if name.endswith(".xml") and name != "imsmanifest.xml"
    }


def words(node: Node | None) -> str:
    assert node is not None
    return " ".join("".join(node.itertext()).split())


def bare(markdown: str) -> str:
    return " ".join(markdown.replace("*", "").split())


class Player:
    """Response processing as the specification describes it, for the operators that we use."""

    def __init__(self, item: Node, responses: Mapping[str, Any]):
        self.item, self.responses = item, responses
        self.outcomes: dict[str, Any] = {}
        for rule in item.find("q:responseProcessing", NAMES):
            self._run(rule)

    def _run(self, rule: Node) -> None:
        name = lxml.etree.QName(rule).localname
        if name == "setOutcomeValue":
            self.outcomes[rule.get("identifier")] = self._value(rule[0])
            return
        assert name == "responseCondition"
        test, *then = rule[0]
        for inner in then if self._value(test) else (rule[1] if len(rule) > 1 else []):
            self._run(inner)

    def _value(self, node: Node) -> Any:
        name, inner = lxml.etree.QName(node).localname, [*node]
        key = node.get("identifier")
        if name == "variable":
            return self.responses.get(key, self.outcomes.get(key))
        if name == "correct":
            return self._correct(key)
        if name == "baseValue":
            return float(node.text) if node.get("baseType") == "float" else node.text
        if name == "mapResponse":
            entries = self.item.iterfind(f"q:responseDeclaration[@identifier='{key}']/q:mapping/q:mapEntry", NAMES)
            given = str(self.responses.get(key, "")).casefold()
            return max(
                (float(one.get("mappedValue")) for one in entries if one.get("mapKey").casefold() == given), default=0
            )
        values = [self._value(one) for one in inner]
        if name == "match":
            return values[0] == values[1]
        if name == "member":
            return values[0] in (values[1] or ())
        if name == "index":
            place = int(node.get("n")) - 1
            return values[0][place] if values[0] and place < len(values[0]) else None
        if name == "gt":
            return values[0] > values[1]
        if name in ("gte", "lte"):
            return values[0] >= values[1] if name == "gte" else values[0] <= values[1]
        if name == "isNull":
            return values[0] in (None, "")
        return {"not": lambda: not values[0], "and": lambda: all(values), "or": lambda: any(values)}[name]()

    def _correct(self, key: str) -> Any:
        declaration = self.item.find(f"q:responseDeclaration[@identifier='{key}']", NAMES)
        values = [one.text for one in declaration.iterfind("q:correctResponse/q:value", NAMES)]
        if declaration.get("baseType") == "float":
            return float(values[0])
        return {"single": values[0], "multiple": set(values), "ordered": values}[declaration.get("cardinality")]

    @property
    def shown(self) -> list[str]:
        """Texts of the feedback that a player would show now, without what stands below an explanation."""
        texts = []
        for feedback in self.item.iterfind("q:modalFeedback", NAMES):
            value = self.outcomes.get(feedback.get("outcomeIdentifier"))
            if feedback.get("identifier") in (value if isinstance(value, set) else {value}):
                texts.append(words(feedback[0]))
        return texts


def item_of(packages: Mapping[str, Mapping[str, bytes]], name: str) -> Node:
    files = {path: content for package in packages.values() for path, content in package.items()}
    return lxml.etree.fromstring(files[f"fragen/{name}.xml"])


def questions(edition: Edition, kind: type) -> list[Any]:
    return [placed.item for placed in edition.course.bank.active() if isinstance(placed.item, kind)]


def test_every_active_question_is_an_item_and_the_exams_lie_apart(
    edition: Edition, packages: dict[str, dict[str, bytes]]
) -> None:
    for name, use in (("probe-kurs-1.2.3-qti.zip", "practice"), ("probe-kurs-1.2.3-abschlusstest-qti.zip", "exam")):
        items = {
            path.removeprefix("fragen/").removesuffix(".xml") for path in packages[name] if path.startswith("fragen/")
        }
        assert items == {placed.item.id for placed in edition.course.bank.active(use=use)}
    for module in edition.course.modules:
        assert f"probe-kurs-1.2.3-{module.slug}-qti.zip" in packages


def test_the_manifest_lists_every_file_and_no_other(
    packages: dict[str, dict[str, bytes]], hostile: dict[str, bytes]
) -> None:
    for files in [*packages.values(), hostile]:
        manifest = lxml.etree.fromstring(files["imsmanifest.xml"])
        listed = [file.get("href") for file in manifest.iterfind(".//m:file", NAMES)]
        assert sorted(listed) == sorted(set(files) - {"imsmanifest.xml"})
        ids = {resource.get("identifier") for resource in manifest.iterfind(".//m:resource", NAMES)}
        assert {one.get("identifierref") for one in manifest.iterfind(".//m:dependency", NAMES)} == ids - {"test"}
        test = lxml.etree.fromstring(files["test.xml"])
        references = {one.get("identifier"): one.get("href") for one in test.iterfind(".//q:assessmentItemRef", NAMES)}
        assert set(references) == ids - {"test"}
        for key, href in references.items():
            assert lxml.etree.fromstring(files[href]).get("identifier") == key


def test_items_and_tests_keep_to_the_profile(packages: dict[str, dict[str, bytes]], hostile: dict[str, bytes]) -> None:
    for files in [*packages.values(), hostile]:
        for name, document in documents(files).items():
            assert PROFILE.validate(document), f"{name}: {PROFILE.error_log}"


@pytest.mark.skipif("QTI_XSD" not in os.environ, reason="QTI_XSD nennt kein imsqti_v2p1.xsd")
def test_items_and_tests_are_valid_under_the_published_schema(
    packages: dict[str, dict[str, bytes]], hostile: dict[str, bytes]
) -> None:
    schema = lxml.etree.XMLSchema(lxml.etree.parse(os.environ["QTI_XSD"]))
    for files in [*packages.values(), hostile]:
        for name, document in documents(files).items():
            assert schema.validate(document), f"{name}: {schema.error_log}"


def test_a_second_tool_converts_a_package_without_loss(packages: dict[str, dict[str, bytes]]) -> None:
    files = packages["probe-kurs-1.2.3-qti.zip"]
    newer = qti_convert.upgrade_package_files(files)
    assert set(files) <= set(newer.files)
    for name, before in documents(files).items():
        text = newer.files[name]
        after = lxml.etree.fromstring(text if isinstance(text, bytes) else text.encode())
        for old, new in (
            ("modalFeedback", "qti-modal-feedback"),
            ("responseDeclaration", "qti-response-declaration"),
            ("simpleChoice", "qti-simple-choice"),
            ("simpleAssociableChoice", "qti-simple-associable-choice"),
            ("textEntryInteraction", "qti-text-entry-interaction"),
            ("assessmentItemRef", "qti-assessment-item-ref"),
        ):
            ids = [node.get("identifier") for node in before.iterfind(f".//q:{old}", NAMES)]
            assert [node.get("identifier") for node in after.iterfind(f".//{{*}}{new}")] == ids
        assert after.get("identifier") == before.get("identifier")
        assert words(after) == words(before)


def key_of(question: Choice) -> set[str]:
    return {f"o-{option_key(option.text)}" for option in question.options if option.correct}


def test_each_option_triggers_its_own_reason(edition: Edition, packages: dict[str, dict[str, bytes]]) -> None:
    several = 0
    for question in questions(edition, Choice):
        item = item_of(packages, question.id)
        multiple = question.type == "multiple"
        several += multiple
        for option in question.options:
            key = f"o-{option_key(option.text)}"
            player = Player(item, {"RESPONSE": {key} if multiple else key})
            assert player.shown == [bare(option.feedback), bare(question.explanation)]
            assert player.outcomes["SCORE"] == (option.correct and (not multiple or len(key_of(question)) == 1))
        right = key_of(question)
        if multiple:
            player = Player(item, {"RESPONSE": right})
            told = [bare(option.feedback) for option in question.options if option.correct]
            assert (player.outcomes["SCORE"], player.shown[:-1]) == (1, told)
    assert several > 2


def test_blanks_and_numbers_trigger_their_verdict(edition: Edition, packages: dict[str, dict[str, bytes]]) -> None:
    for question in questions(edition, Cloze):
        item = item_of(packages, question.id)
        blanks = question.blanks()
        for last in blanks[-1]:
            given = [answers[0].upper() for answers in blanks[:-1]] + [last]
            player = Player(item, {f"RESPONSE_{i + 1}": text for i, text in enumerate(given)})
            assert (player.outcomes["SCORE"], player.shown[0]) == (1, bare(question.feedback.correct)), given
        player = Player(item, {f"RESPONSE_{i + 1}": "ganz falsch" for i in range(len(blanks))})
        assert (player.outcomes["SCORE"], player.shown[0]) == (0, bare(question.feedback.incorrect))
    for question in questions(edition, Numeric):
        item, (value, margin) = item_of(packages, question.id), (question.answer.value, question.answer.tolerance)
        for given, ok in ((value, True), (value + margin, True), (value - margin, True), (value + margin + 0.5, False)):
            player = Player(item, {"RESPONSE": given})
            expected = question.feedback.correct if ok else question.feedback.incorrect
            assert (player.outcomes["SCORE"], player.shown[0]) == (ok, bare(expected))


def test_wrong_places_and_pairs_trigger_their_reasons(edition: Edition, packages: dict[str, dict[str, bytes]]) -> None:
    for question in questions(edition, Order):
        item = item_of(packages, question.id)
        keys = [f"o-{option_key(one.text)}" for one in question.items]
        reasons = [bare(one.feedback) for one in question.items]
        assert Player(item, {"RESPONSE": keys}).shown[:-1] == reasons
        player = Player(item, {"RESPONSE": [keys[1], keys[0], *keys[2:]]})
        assert (player.outcomes["SCORE"], player.shown[:-1]) == (0, reasons[:2])
        shown = [one.get("identifier") for one in item.iterfind(".//q:simpleChoice", NAMES)]
        assert sorted(shown) == sorted(keys)
        assert shown != keys  # a player that does not shuffle must not tell
    for question in questions(edition, Match):
        item = item_of(packages, question.id)
        pairs = [f"l-{option_key(one.left)} r-{option_key(one.right)}" for one in question.pairs]
        reasons = [bare(one.feedback) for one in question.pairs]
        assert Player(item, {"RESPONSE": set(pairs)}).shown[:-1] == reasons
        player = Player(item, {"RESPONSE": set(pairs[1:])})
        assert (player.outcomes["SCORE"], player.shown[:-1]) == (0, reasons[:1])
        rights = {words(one) for one in item.findall(".//q:simpleMatchSet", NAMES)[1]}
        assert rights == {bare(text) for text in (*(one.right for one in question.pairs), *question.extra)}


def test_hostile_text_stays_text_and_ids_stay_names(hostile: dict[str, bytes]) -> None:
    items = {document.get("identifier"): document for document in documents(hostile).values()}
    assert {identifier("0-single"), "_5-match"} <= set(items)
    for name, item in items.items():
        if name.startswith("_"):
            assert said("e") in words(item.findall("q:modalFeedback", NAMES)[-1])
    single, cloze = items["_0-single"], items["_2-cloze"]
    assert words(single.find(".//q:prompt", NAMES)) == said("s")
    assert [words(one) for one in single.iterfind(".//q:simpleChoice", NAMES)] == [said(f"o{i}") for i in range(3)]
    assert [one.get("mapKey") for one in cloze.iterfind(".//q:mapEntry", NAMES)] == [
        "Käufermarkt #1",
        "Kaeufermarkt #1",
        "b}~*c",
        "zwei",
    ]
    assert words(cloze.find(".//q:p", NAMES)) == f"{said('s')} und ."
    blanks = [one.get("responseIdentifier") for one in cloze.iterfind(".//q:textEntryInteraction", NAMES)]
    assert blanks == ["RESPONSE_1", "RESPONSE_2"]


def test_a_picture_lies_where_its_item_looks_for_it(hostile: dict[str, bytes]) -> None:
    (image,) = (image for item in documents(hostile).values() for image in item.iterfind(".//q:img", NAMES))
    assert hostile[f"fragen/{image.get('src')}"] == PICTURE
    assert image.get("alt") == "Ein Bild"


def test_two_builds_are_the_same_bytes(edition: Edition) -> None:
    first = {product.name: product.checksum for product in make_qti(edition)}
    assert first == {product.name: product.checksum for product in make_qti(edition_of(edition.course.root))}

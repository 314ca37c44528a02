"""Questions in which somebody does more than choose (tests/tasks.yml): their rules, and what each format makes of them."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import lxml.etree
import pytest
from moodle_xml_parser.parser import parse_bytes
from test_kit import edition as of_course
from test_kit import letters, text_in
from test_moodle import shown
from test_qti import NAMES, PROFILE, Player, words
from test_training import FILE, SOUND

from exporte import edition_of
from kurs.checks.all import check_all
from kurs.content.course import load_course
from kurs.content.minutes import duration
from kurs.content.model import RATINGS, Choice, Mark, Question, Rate, Write
from kurs.content.questions import arranged, is_scale, option_key, rating_text
from kurs.content.training import load_training
from kurs.exports.anki import Card
from kurs.exports.edition import Edition
from kurs.exports.moodle import _question, make_moodle
from kurs.exports.qti import Item, make_qti
from kurs.print.documents import Kit
from kurs.print.questions import asked
from projekt import make_project, replace, with_tasks, write

BANK = "quizzes/tasks.yml"
T = TypeVar("T", bound=Question)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return with_tasks(make_project(tmp_path))


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return edition_of(with_tasks(make_project(tmp_path_factory.mktemp("tasks"))))


def of_kind(edition: Edition, kind: type[T]) -> T:
    (question,) = [placed.item for placed in edition.course.bank.active() if isinstance(placed.item, kind)]
    return question


def told(project: Path) -> list[str]:
    return [str(finding) for finding in check_all(load_course(project)) if finding.file == BANK]


# Rules


def test_the_samples_keep_every_rule(project: Path) -> None:
    assert told(project) == []


# Each is a text, what takes its place wherever it stands, and a part of the message.
DEFECTS = {
    "no segment is marked": ("mark: true", "mark: false", "Keine Stelle ist zu markieren."),
    "every segment is marked": ("mark: false", "mark: true", "Alle Stellen sind zu markieren."),
    "two sentences": ("noch einmal die", "den Namen. Nennen Sie auch die", "sind mehrere Sätze"),
    "the same segment twice": (
        "Wir bearbeiten Ihr Anliegen schnellstmöglich.",
        "Bitte nennen Sie uns noch einmal die Vertragsnummer.",
        "steht mehrmals",
    ),
    "all ratings alike": ("rating: neutral\n", "rating: harms\n", "Alle Reaktionen haben rating: harms."),
    "an unknown rating": ("rating: helps", "rating: gut", "„gut“ ist kein Wert für „rating“. Möglich sind: "),
    "a segment without a reason": ("Warten mit offenem Ende.", "", "„feedback“"),
    "html in a segment": ("Den Zählerstand", "Den <b>Zähler</b>", "Im Text steht HTML"),
    "a question as criterion": ("bis wann.", "bis wann?", "ist eine Frage. Machen Sie eine Aussage daraus"),
    "a criterion twice": (
        "Sie versprechen nur, was Sie selbst in der Hand haben.",
        "Er muss sein Anliegen nicht noch einmal erzählen.",
        "steht zweimal",
    ),
    "a model twice": (
        "„Möchten Sie kurz warten, oder soll ich Ihre Frage aufschreiben? Dann ruft das Team Sie morgen bis zehn an.“",
        "„Ich gebe dem Team Ihre Frage und Ihre Nummer weiter. Um vier sehe ich nach, ob jemand angerufen hat.“",
        "steht mehrmals",
    ),
    "two criteria": (
        "      - Sie versprechen nur, was Sie selbst in der Hand haben.\n",
        "",
        "„criteria“ hat 2 Einträge.",
    ),
    "nothing asked": ("Was sagen\n      Sie ihm?", "Sprechen ist Silber.", "Der Stamm endet weder mit ? noch mit :."),
    "du in a reaction": ("Schildern Sie mal.“", "Sie mal.“ Und du?", "duzt"),
}


@pytest.mark.parametrize(("old", "new", "message"), DEFECTS.values(), ids=DEFECTS.keys())
def test_a_defect_is_told(project: Path, old: str, new: str, message: str) -> None:
    text = (project / BANK).read_text("utf-8")
    assert old in text
    if "Alle Reaktionen" in message:
        text = text.replace("rating: helps", "rating: harms")
    write(project, BANK, text.replace(old, new))
    assert any(message in line for line in told(project)), told(project)


def test_short_forms_and_ordinals_end_no_sentence(project: Path) -> None:
    replace(project, BANK, "noch einmal die", "z. B. Nr. und Str. Ihrer Wohnung bis zum 3. Mai und die")
    assert told(project) == []


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        ("      - text: >-\n          Den Zähl", "    explanation", "„segments“ hat 2 Einträge."),
        ("      - text: >-\n          „Oh je", "    explanation: >-\n      Der gute", "„reactions“ hat 2 Einträge."),
    ],
)
def test_too_few_to_choose_from_are_told(project: Path, start: str, end: str, message: str) -> None:
    text = (project / BANK).read_text("utf-8")
    before, _, rest = text.partition(start)
    write(project, BANK, before + rest[rest.index(end) :])
    assert any(message in line for line in told(project)), told(project)


def test_one_model_is_not_enough(project: Path) -> None:
    text = (project / BANK).read_text("utf-8")
    start, end = text.index("      - >-\n        „Möchten Sie"), text.index("    explanation: >-\n      Klären")
    write(project, BANK, text[:start] + text[end:])
    assert any("„models“ hat 1 Einträge." in line for line in told(project)), told(project)


def test_writing_is_no_part_of_the_exam(project: Path) -> None:
    before, _, after = (project / BANK).read_text("utf-8").partition("  - id: aushang-antworten")
    write(project, BANK, before + "  - id: aushang-antworten" + after.replace("use: practice", "use: exam"))
    assert any("Frage aushang-antworten: Eine Schreibaufgabe steht in der Prüfung." in line for line in told(project))


def test_a_minute_is_added_for_writing(project: Path) -> None:
    course = load_course(project)
    (item,) = [placed.item for placed in course.bank.active() if isinstance(placed.item, Write)]
    lesson = course.lessons["aushang"]
    assert duration(lesson, [item] * 10).reading - duration(lesson, [item] * 5).reading in range(8, 10)


def test_a_change_of_the_key_changes_the_fingerprint(edition: Edition) -> None:
    mark, rate = of_kind(edition, Mark), of_kind(edition, Rate)
    segments = [one.model_copy(update={"mark": not one.mark}) for one in mark.segments]
    reactions = [one.model_copy(update={"rating": "harms"}) for one in rate.reactions]
    assert mark.model_copy(update={"segments": tuple(segments)}).fingerprint() != mark.fingerprint()
    assert rate.model_copy(update={"reactions": tuple(reactions)}).fingerprint() != rate.fingerprint()


# Moodle


def moodle(edition: Edition) -> bytes:
    return next(one.content for one in make_moodle(edition) if one.name.endswith("-moodle.xml"))


def test_an_independent_parser_reads_marks_as_several_choices_in_the_order_of_the_text(edition: Edition) -> None:
    item = of_kind(edition, Mark)
    (read,) = [one for one in parse_bytes(moodle(edition))["multichoice"] if one.name.startswith(item.id)]
    assert not read.single
    assert [(shown(one.answer), shown(one.feedback)) for one in read.options] == [
        (one.text, one.feedback) for one in item.segments
    ]
    assert [one.score_fraction > 0 for one in read.options] == [one.mark for one in item.segments]
    assert sum(one.score_fraction for one in read.options) == 0
    (node,) = lxml.etree.fromstring(moodle(edition)).xpath(f"question[idnumber='{item.id}']")
    assert node.findtext("shuffleanswers") == "false"


def test_moodle_matches_each_reaction_with_its_rating_and_offers_all_three(edition: Edition) -> None:
    item = of_kind(edition, Rate)
    (node,) = lxml.etree.fromstring(moodle(edition)).xpath(f"question[idnumber='{item.id}']")
    rows = [(shown(one.findtext("text")), one.findtext("answer/text")) for one in node.findall("subquestion")]
    assert rows == [(one.text, rating_text(one.rating)) for one in item.reactions]
    assert all(one.feedback in shown(node.findtext("generalfeedback/text")) for one in item.reactions)
    two = item.model_copy(update={"reactions": tuple(one for one in item.reactions if one.rating != "harms")})
    assert [one.findtext("answer/text") for one in _question(edition, two, False).findall("subquestion")] == [
        *(rating_text(one.rating) for one in two.reactions),
        "schadet",
    ]


def test_moodle_keeps_what_waits_for_a_grader_in_a_category_of_its_own(edition: Edition) -> None:
    item = of_kind(edition, Write)
    nodes = lxml.etree.fromstring(moodle(edition)).findall("question")
    *before, essay = nodes
    assert [node.get("type") for node in before].count("category") == 2
    assert essay.get("type") == "essay"
    assert [node for node in before if node.get("type") == "category"][-1] is before[-1]
    assert (before[-1].findtext("category/text") or "").endswith("/Schreibaufgaben, von Hand zu bewerten/Probe")
    for place in ("generalfeedback", "graderinfo"):
        told = shown(essay.findtext(f"{place}/text"))
        assert all(text in told for text in (*item.models, *item.criteria)), place
    assert essay.findtext("idnumber") == item.id


# QTI


@pytest.fixture(scope="module")
def items(edition: Edition) -> dict[str, lxml.etree._Element]:
    (package,) = (one for one in make_qti(edition) if one.name == "probe-kurs-1.2.3-qti.zip")
    with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
        return {name: lxml.etree.fromstring(archive.read(name)) for name in archive.namelist()}


@pytest.fixture(scope="module")
def item_of(items: dict[str, lxml.etree._Element]) -> Callable[[Question], lxml.etree._Element]:
    return lambda question: items[f"fragen/{question.id}.xml"]


def test_qti_keeps_to_the_profile(edition: Edition, item_of: Callable[[Question], lxml.etree._Element]) -> None:
    for kind in (Mark, Rate, Write):
        item = item_of(of_kind(edition, kind))
        assert PROFILE.validate(item), PROFILE.error_log
        if "QTI_XSD" in os.environ:
            schema = lxml.etree.XMLSchema(lxml.etree.parse(os.environ["QTI_XSD"]))
            assert schema.validate(item), schema.error_log


def test_qti_scores_all_and_only_the_marked_ones(
    edition: Edition, item_of: Callable[[Question], lxml.etree._Element]
) -> None:
    question = of_kind(edition, Mark)
    item = item_of(question)
    assert [words(one) for one in item.iterfind(".//q:hottext", NAMES)] == [one.text for one in question.segments]
    keys = {f"o-{option_key(one.text)}": one for one in question.segments}
    right = {key for key, one in keys.items() if one.mark}
    for given, score in ((right, 1), (set(keys), 0), (set(list(right)[:1]), 0)):
        player = Player(item, {"RESPONSE": given})
        reasons = [one.feedback for key, one in keys.items() if key in given]
        assert (player.outcomes["SCORE"], player.shown) == (score, [*reasons, question.explanation])


def test_qti_scores_ratings_and_tells_the_reason_of_a_wrong_one(
    edition: Edition, item_of: Callable[[Question], lxml.etree._Element]
) -> None:
    question = of_kind(edition, Rate)
    item = item_of(question)
    _, targets = item.iterfind(".//q:simpleMatchSet", NAMES)
    assert [words(one) for one in targets] == [rating_text(rating) for rating in RATINGS]
    pairs = [f"l-{option_key(one.text)} {one.rating}" for one in question.reactions]
    reasons = [one.feedback for one in question.reactions]
    assert Player(item, {"RESPONSE": set(pairs)}).outcomes["SCORE"] == 1
    player = Player(item, {"RESPONSE": {pairs[0].replace("helps", "harms"), *pairs[1:]}})
    assert (player.outcomes["SCORE"], player.shown[:-1]) == (0, reasons[:1])


def test_qti_gives_the_point_for_writing_and_shows_models_and_criteria(
    edition: Edition, item_of: Callable[[Question], lxml.etree._Element]
) -> None:
    question = of_kind(edition, Write)
    item = item_of(question)
    assert [Player(item, given).outcomes["SCORE"] for given in ({"RESPONSE": "Gern."}, {})] == [1, 0]
    (feedback,) = item.iterfind("q:modalFeedback[@outcomeIdentifier='FEEDBACK']", NAMES)
    told = [words(one) for one in feedback]
    assert [text for text in told if not text.endswith(":")] == [*question.models, *question.criteria]


# Cards and paper


def test_a_card_asks_for_every_text_and_answers_with_key_and_reason(edition: Edition) -> None:
    mark, rate = of_kind(edition, Mark), of_kind(edition, Rate)
    front, back = (shown(side) for side in (Card(edition, mark).front(), Card(edition, mark).back()))
    for one in mark.segments:
        assert one.text in front
        assert f"{'Markieren:' if one.mark else 'Stehen lassen:'} {one.text} {one.feedback}" in back
    front, back = (shown(side) for side in (Card(edition, rate).front(), Card(edition, rate).back()))
    for reaction in rate.reactions:
        assert reaction.text in front
        assert f"{reaction.text} → {rating_text(reaction.rating)} {reaction.feedback}" in back


def test_a_card_for_writing_shows_models_and_criteria_on_its_back_alone(edition: Edition) -> None:
    item = of_kind(edition, Write)
    front, back = (shown(side) for side in (Card(edition, item).front(), Card(edition, item).back()))
    assert "Schreiben Sie es auf, oder sagen Sie es laut." in front
    for text in (*item.models, *item.criteria):
        assert text in back
        assert text not in front


def test_the_answer_key_names_what_to_mark_and_how_to_rate(project: Path) -> None:
    course = load_course(project)
    text = text_in(Kit(of_course(course)).answers(course.modules[0]))
    assert letters("noch einmal die Vertragsnummer. markieren Wiederholen") in text
    assert letters("Mal.“ schadet Sie erzählt zum dritten Mal") in text.replace("mal", "Mal")
    assert letters("Daran messen Sie es: Er muss sein Anliegen nicht noch einmal erzählen.") in text
    assert letters("2. „Möchten Sie kurz warten, oder soll ich Ihre Frage aufschreiben?") in text


def test_a_worksheet_offers_boxes_for_sentences_and_ratings(project: Path) -> None:
    write(project, FILE, SOUND)
    (project / "quizzes" / "probe.yml").unlink()  # nothing else to choose
    course = load_course(project)
    training = load_training(course, course.modules[0])
    assert training
    text = text_in(Kit(of_course(course)).worksheet(course.modules[0], training))
    assert letters("Den Zählerstand brauchen wir für die letzte Rechnung.") in text
    assert letters("Schildern Sie mal.“ hilft ändert nichts schadet") in text


def test_a_worksheet_has_lines_to_write_on(project: Path) -> None:
    write(project, FILE, SOUND)
    (project / "quizzes" / "probe.yml").unlink()
    text = (project / BANK).read_text("utf-8")
    write(project, BANK, "questions:\n" + text[text.index("  - id: aushang-antworten") :])
    course = load_course(project)
    kit = Kit(of_course(course))
    training = load_training(course, course.modules[0])
    assert training
    assert letters("Was sagen Sie ihm? Ein oder zwei Sätze.") in text_in(kit.worksheet(course.modules[0], training))
    (question,) = (placed.item for placed in course.bank.active(use="practice"))
    assert asked(course, question)["lines"] == 3


# Orders that mean something


@pytest.mark.parametrize(
    ("texts", "is_kept"),
    [
        (["5 Euro", "10 Euro", "1.000 Euro"], True),
        (["Etwa 1,5 Prozent", "Etwa 0,5 Prozent", "Ca. 0,2 Prozent"], True),
        (["10 Euro", "5 Euro", "1.000 Euro"], False),
        (["5 Euro", "10 Euro", "gar nichts"], False),
        (["5 Euro", "5,0 Euro", "6 Euro"], False),
        (["Der Wert steigt auf 5.", "Der Wert steigt auf 6.", "Der Wert steigt auf 7."], False),
    ],
)
def test_amounts_in_order_stay_in_order_everywhere(edition: Edition, texts: list[str], is_kept: bool) -> None:
    sample = next(one.item for one in edition.course.bank.active() if isinstance(one.item, Choice))
    options = [one.model_copy(update={"text": text}) for one, text in zip(sample.options, texts, strict=True)]
    question = sample.model_copy(update={"options": tuple(options)})
    assert is_scale(question) == is_kept
    if is_kept:
        assert arranged(question, texts) == texts
    shuffle = str(not is_kept).lower()
    assert _question(edition, question, False).findtext("shuffleanswers") == shuffle
    (interaction,) = Item(edition, question).node().iterfind(".//q:choiceInteraction", NAMES)
    assert interaction.get("shuffle") == shuffle

"""Our QTI in a player that is not ours: qti-components scores answers of every type and shows what they trigger."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
import qti_convert
from playwright.sync_api import Browser, Page

from conftest import ROOT
from exporte import edition_of
from kurs.content.model import Choice, Cloze, Mark, Match, MultipleChoice, Numeric, Order, Question, Rate, Write
from kurs.content.questions import option_key
from kurs.exports.edition import Edition
from kurs.exports.qti import make_qti
from projekt import make_course, make_project, with_tasks

PLAYER = ROOT / "node_modules" / "@citolab" / "qti-components" / "cdn" / "index.global.js"
# HTML has no self-closing elements; the player reads its items from HTML.
ANSWER = """async ([text, responses]) => {
    const parsed = new DOMParser().parseFromString(text, "application/xml");
    const xml = new XMLSerializer().serializeToString(parsed.documentElement);
    document.body.innerHTML = xml.replace(/<(qti-[a-z-]+)([^>]*)\\/>/g, "<$1$2></$1>");
    const item = document.querySelector("qti-assessment-item");
    const end = Date.now() + 20000;
    const until = async (ready) => {
        while (!ready()) {
            if (Date.now() > end) throw new Error("the player does not get on");
            await new Promise((done) => setTimeout(done, 20));
        }
    };
    const value = (name) => item.variables?.find(({ identifier }) => identifier === name)?.value;
    await until(() => value("SCORE") !== undefined);
    for (const [name, response] of Object.entries(responses)) item.updateResponseVariable(name, response);
    item.processResponse();
    await until(() => value("EXPLANATION") === "shown");
    const feedback = [...document.querySelectorAll("qti-modal-feedback")];
    await Promise.all(feedback.map((one) => one.updateComplete));
    const shown = feedback.filter((one) => one.shadowRoot.querySelector("dialog")?.open);
    return [Number(value("SCORE")), shown.map((one) => one.querySelector("p").textContent)];
}"""


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> list[Edition]:
    """Of the test course, which has every type, and of a small one that has those of tests/tasks.yml."""
    return [
        edition_of(make_course(tmp_path_factory.mktemp("any") / "kurs")),
        edition_of(with_tasks(make_project(tmp_path_factory.mktemp("tasks")))),
    ]


@pytest.fixture(scope="module")
def items(editions: list[Edition]) -> dict[str, str]:
    """Practice questions as QTI 3, which the player reads, by id."""
    return {name: text for edition in editions for name, text in items_of(edition).items()}


def items_of(edition: Edition) -> dict[str, str]:
    (package,) = (one for one in make_qti(edition) if one.name == "probe-kurs-1.2.3-qti.zip")
    with zipfile.ZipFile(io.BytesIO(package.content)) as archive:
        newer = qti_convert.upgrade_package_files({name: archive.read(name) for name in archive.namelist()}).files
    texts = {name: text if isinstance(text, str) else text.decode() for name, text in newer.items()}
    return {name.removeprefix("fragen/").removesuffix(".xml"): text for name, text in texts.items() if "/" in name}


@pytest.fixture(scope="module")
def player(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    page.set_content("<!doctype html><title>Player</title>")
    page.add_script_tag(path=PLAYER)
    yield page
    page.close()


def keys(mark: str, texts: Any) -> list[str]:
    return [f"{mark}-{option_key(text)}" for text in texts]


def answers(question: Question) -> Iterator[tuple[dict[str, Any], int, list[str]]]:
    """Responses with the score and the reasons that each must bring."""
    if isinstance(question, MultipleChoice):
        right = [option for option in question.options if option.correct]
        yield {"RESPONSE": keys("o", (one.text for one in right))}, 1, [one.feedback for one in right]
        yield {"RESPONSE": keys("o", [right[0].text])}, 0, [right[0].feedback]
    elif isinstance(question, Choice):
        for option in question.options:
            yield {"RESPONSE": keys("o", [option.text])[0]}, int(option.correct), [option.feedback]
    elif isinstance(question, Order):
        places = keys("o", (item.text for item in question.items))
        reasons = [item.feedback for item in question.items]
        yield {"RESPONSE": places}, 1, reasons
        yield {"RESPONSE": [places[1], places[0], *places[2:]]}, 0, reasons[:2]
    elif isinstance(question, Match):
        pairs = [f"{keys('l', [pair.left])[0]} {keys('r', [pair.right])[0]}" for pair in question.pairs]
        reasons = [pair.feedback for pair in question.pairs]
        yield {"RESPONSE": pairs}, 1, reasons
        yield {"RESPONSE": pairs[1:]}, 0, reasons[:1]
    elif isinstance(question, Mark):
        marked = [one for one in question.segments if one.mark]
        yield {"RESPONSE": keys("o", (one.text for one in marked))}, 1, [one.feedback for one in marked]
        yield {"RESPONSE": keys("o", [marked[0].text])}, 0, [marked[0].feedback]
        yield (
            {"RESPONSE": keys("o", (one.text for one in question.segments))},
            0,
            [one.feedback for one in question.segments],
        )
    elif isinstance(question, Rate):
        rated = [f"{keys('l', [one.text])[0]} {one.rating}" for one in question.reactions]
        yield {"RESPONSE": rated}, 1, [one.feedback for one in question.reactions]
        yield {"RESPONSE": rated[1:]}, 0, [question.reactions[0].feedback]
    elif isinstance(question, Write):
        yield {"RESPONSE": "Ich rufe um vier zurück."}, 1, ["So kann es gehen:"]
        yield {}, 0, ["So kann es gehen:"]
    elif isinstance(question, Cloze):
        blanks = question.blanks()
        right = {f"RESPONSE_{i + 1}": accepted[-1].upper() for i, accepted in enumerate(blanks)}
        yield right, 1, [question.feedback.correct]
        yield {name: "ganz anders" for name in right}, 0, [question.feedback.incorrect]
    elif isinstance(question, Numeric):
        value, tolerance = question.answer.value, question.answer.tolerance
        for given, ok in ((value, 1), (value + tolerance, 1), (value - tolerance - 1, 0)):
            yield {"RESPONSE": str(given)}, ok, [question.feedback.correct if ok else question.feedback.incorrect]


@pytest.mark.parametrize("kind", ["single", "multiple", "cloze", "numeric", "order", "match", "mark", "rate", "write"])
def test_a_foreign_player_scores_and_shows_the_reasons(
    editions: list[Edition], items: dict[str, str], player: Page, kind: str
) -> None:
    banks = [one for edition in editions for one in edition.course.bank.active(use="practice")]
    questions = [one.item for one in banks if one.item.type == kind]  # type: ignore[attr-defined]
    assert questions
    for question in questions[:3]:
        for responses, score, reasons in answers(question):
            told = player.evaluate(
                ANSWER, [items[question.id][items[question.id].index("<qti-assessment-item") :], responses]
            )
            assert told == [score, [*reasons, question.explanation]], (question.id, responses)

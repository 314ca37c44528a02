"""The Anki deck: opened as a database, and what a newer deck would do to a learner's cards."""

from __future__ import annotations

import dataclasses
import datetime
import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import lxml.html
import pytest

from conftest import ROOT
from exporte import MOMENT, PICTURE, edition_of, hostile_project, said
from kurs.content.model import QUESTION_TYPES, Choice, Match
from kurs.exports.anki import deck_file, make_anki
from kurs.exports.edition import Edition
from projekt import replace


@dataclasses.dataclass
class Deck:
    """An opened .apkg. `notes`: question id → (guid, changed, tags, fields)."""

    notes: dict[str, tuple[str, int, list[str], list[str]]]
    decks: dict[str, str]
    cards: dict[str, str]
    models: dict[str, Any]
    pictures: dict[str, bytes]


def opened(content: bytes, folder: Path) -> Deck:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        (folder / "sammlung").write_bytes(archive.read("collection.anki2"))
        pictures = {name: archive.read(number) for number, name in json.loads(archive.read("media")).items()}
    with closing(sqlite3.connect(folder / "sammlung")) as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)
        decks, models = database.execute("select decks, models from col").fetchone()
        rows = database.execute("select guid, mod, tags, flds, id from notes").fetchall()
        placed = dict(database.execute("select nid, did from cards").fetchall())
    names = {number: deck["name"] for number, deck in json.loads(decks).items()}
    notes, cards = {}, {}
    for guid, changed, tags, text, number in rows:
        fields = text.split("\x1f")
        assert fields[2] not in notes
        notes[fields[2]] = (guid, changed, tags.split(), fields)
        cards[fields[2]] = names[str(placed[number])]
    return Deck(notes, names, cards, json.loads(models), pictures)


def shown(text: str) -> str:
    return " ".join(lxml.html.fragment_fromstring(text, create_parent="div").text_content().split())


@pytest.fixture(scope="module")
def edition() -> Edition:
    return edition_of(ROOT)


@pytest.fixture(scope="module")
def deck(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Deck:
    return opened(deck_file(edition), tmp_path_factory.mktemp("anki"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    folder = tmp_path_factory.mktemp("anki") / "kurs"
    folder.mkdir()
    hostile_project(folder)
    replace(
        folder, "quizzes/probe.yml", "o0 <script>", "o0 [sound:a.mp3] [latex]x[/latex] \\\\(y\\\\) \\\\[z\\\\] <script>"
    )
    return opened(deck_file(edition_of(folder)), folder)


def test_every_practice_question_is_a_card_in_its_modules_deck_and_no_exam_question_is(
    edition: Edition, deck: Deck
) -> None:
    bank = edition.course.bank
    assert set(deck.notes) == {placed.item.id for placed in bank.active(use="practice")}
    for module in edition.course.modules:
        for lesson in module.lessons:
            for placed in bank.active(lesson.slug, "practice"):
                assert deck.cards[placed.item.id] == f"Probe & Kurs::{module.title}"
                assert deck.notes[placed.item.id][2] == [module.slug, lesson.slug]


def test_the_front_asks_and_the_back_gives_every_reason(edition: Edition, deck: Deck) -> None:
    for placed in edition.course.bank.active(use="practice"):
        question = placed.item
        front, back = (shown(text) for text in deck.notes[question.id][3][:2])
        assert shown(question.explanation.replace("*", "")) in back
        parts: list[Any] = []
        if isinstance(question, Choice):
            parts = [*question.options]
            assert all(shown(option.text.replace("*", "")) in front for option in question.options)
        elif isinstance(question, Match):
            parts = [*question.pairs]
            assert all(shown(text) in front for pair in question.pairs for text in (pair.left, pair.right))
        assert all(shown(part.feedback) in back for part in parts)
        assert not any(shown(part.feedback) in front for part in parts)


def test_a_newer_deck_updates_cards_instead_of_doubling_them(tmp_path: Path) -> None:
    hostile_project(tmp_path)
    first = edition_of(tmp_path)
    old = opened(deck_file(first), tmp_path)
    replace(tmp_path, "quizzes/probe.yml", "o1 <script>", "Neu gefasst <script>")
    settings = first.settings.model_copy(update={"version": "2.0.0"})
    later = MOMENT + datetime.timedelta(days=90)
    newer = dataclasses.replace(edition_of(tmp_path), settings=settings, moment=later)
    new = opened(deck_file(newer), tmp_path)
    assert {key: note[0] for key, note in new.notes.items()} == {key: note[0] for key, note in old.notes.items()}
    assert new.decks == old.decks
    assert set(new.models) == set(old.models)
    assert all(new.notes[key][1] > old.notes[key][1] for key in old.notes)
    assert "Neu gefasst" in new.notes["0-single"][3][0]


def test_decks_of_two_courses_do_not_touch_each_other(tmp_path: Path) -> None:
    hostile_project(tmp_path)
    one = edition_of(tmp_path)
    other = dataclasses.replace(one, settings=one.settings.model_copy(update={"kurs_id": "anderer"}))
    first, second = opened(deck_file(one), tmp_path), opened(deck_file(other), tmp_path)
    assert not {note[0] for note in first.notes.values()} & {note[0] for note in second.notes.values()}
    assert not (set(first.decks) & set(second.decks)) - {"1"}  # 1 is the deck that every collection has


def test_hostile_text_stays_text_and_means_nothing_to_anki(hostile: Deck) -> None:
    assert len(hostile.notes) == len(QUESTION_TYPES)
    for _, _, _, (front, back, *_) in hostile.notes.values():
        for side in (front, back):
            tree = lxml.html.fragment_fromstring(side, create_parent="div")
            known = {"div", "p", "a", "img", "ul", "ol", "li", "strong", "span", "code", "em"}
            assert {node.tag for node in tree.iter()} <= known
            assert not re.search(r"\[(sound|latex|\$)|\\[(\[]", side)
        assert said("s") in shown(front)
        assert said("e") in shown(back)
    single = hostile.notes["0-single"][3]
    assert "o0 [sound:a.mp3] [latex]x[/latex] \\(y\\) \\[z\\] <script>" in shown(single[0])
    assert "3.750,5 €" in shown(hostile.notes["3-numeric"][3][1])
    assert "Käufermarkt #1/b}~*c" in shown(hostile.notes["2-cloze"][3][1])


def test_a_picture_comes_with_the_deck(hostile: Deck) -> None:
    ((name, content),) = hostile.pictures.items()
    assert content == PICTURE
    assert f'src="{name}"' in hostile.notes["0-single"][3][0]


def test_two_builds_are_the_same_bytes(edition: Edition) -> None:
    (first,), (second,) = make_anki(edition), make_anki(edition_of(ROOT))
    assert first.name == "probe-kurs-1.2.3-anki.apkg"
    assert first.checksum == second.checksum

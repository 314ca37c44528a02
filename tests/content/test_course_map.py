"""The course map: every module, lesson, tool and path that was promised is there, and asked about as promised."""

from __future__ import annotations

import re

import pytest

from kurs.checks.converted import convert
from kurs.content.course import Course
from kurs.content.model import Match, Order

MAP = {
    "kundenwert": ["das-schild", "selbstbild"],
    "kundenblick": ["feindbild", "botschaften", "vergraulung", "bittsteller"],
    "kundenmacht": ["kaeufermarkt", "spielregeln", "sofort"],
    "organisation": ["von-aussen-nach-innen", "serviceklima"],
    "mitarbeiter-zuerst": ["umsetzer", "interne-kunden", "schluesselfrage"],
    "loyalitaetstreppe": ["was-loyalitaet-ist", "stufen", "spitzenleistung"],
    "fuehrung": ["rahmen-schaffen", "fuehren-im-alltag"],
    "gespraeche": ["zuhoeren", "rueckmeldung", "gespraech-fuehren"],
    "umsetzung": ["dreissig-tage"],
}
TOOLS = {
    "das-schild": "kundenwert-rechner",
    "selbstbild": "selbsteinschaetzung",
    "vergraulung": "vergraulungs-check",
    "von-aussen-nach-innen": "touchpoint-karte",
    "serviceklima": "klima-schnelltest",
    "stufen": "treppenbild",
    "dreissig-tage": "dreissig-tage-plan",
}
PATHS = {
    "einstieg": ["botschaften", "bittsteller", "feindbild", "schluesselfrage", "das-schild"],
    "kundenkontakt": [*MAP["kundenblick"], *MAP["kundenwert"], *MAP["kundenmacht"], "zuhoeren", "interne-kunden"],
    "backoffice": ["botschaften", "vergraulung", "sofort", *MAP["organisation"], "interne-kunden", "das-schild"],
    "fuehrungskraefte": [
        "schluesselfrage",
        *MAP["fuehrung"],
        *MAP["gespraeche"],
        "selbstbild",
        *MAP["organisation"],
        "umsetzer",
        "interne-kunden",
        *MAP["loyalitaetstreppe"],
    ],
    "gesamt": [lesson for lessons in MAP.values() for lesson in lessons],
}
CONVERSATIONS = {
    "das-schild": "ohne-bon",
    "feindbild": "samstagskunde",
    "botschaften": "schild-an-der-tuer",
    "vergraulung": "dritter-anruf",
    "bittsteller": "falsche-torte",
    "spielregeln": "amt-am-telefon",
    "sofort": "sofort-bitte",
    "interne-kunden": "uebergabe-um-sechs",
    "rueckmeldung": "rueckmeldung",
    "gespraech-fuehren": "gespraech",
}
FIGURES = {
    "das-schild": "jahre.svg",
    "selbstbild": "fuenf-luecken.svg",
    "feindbild": "feindbild-kreis.svg",
    "botschaften": "hinweis-aufbau.svg",
    "kaeufermarkt": "wer-wartet.svg",
    "von-aussen-nach-innen": "weg-des-kunden.svg",
    "interne-kunden": "zwei-kleider.svg",
    "was-loyalitaet-ist": "drei-bindungen.svg",
    "schluesselfrage": "tuer-zu.svg",
    "fuehren-im-alltag": "meldeweg.svg",
    "rueckmeldung": "www.svg",
}


def test_modules_and_lessons_stand_in_the_order_of_the_map(course: Course) -> None:
    modules = [module for module in course.modules if not module.index.is_own]
    assert {one.slug: [lesson.slug for lesson in one.lessons if not lesson.is_own] for one in modules} == MAP


@pytest.mark.parametrize("lesson", TOOLS)
def test_a_lesson_has_its_tool(course: Course, lesson: str) -> None:
    assert TOOLS[lesson] in [argument for _, name, argument in course.lessons[lesson].markers if name == "werkzeug"]


@pytest.mark.parametrize("lesson", CONVERSATIONS)
def test_a_lesson_has_its_conversation(course: Course, lesson: str) -> None:
    assert ("gespraech", CONVERSATIONS[lesson]) in [marker[1:] for marker in course.lessons[lesson].markers]


@pytest.mark.parametrize("lesson", FIGURES)
def test_a_lesson_has_its_figure(course: Course, lesson: str) -> None:
    assert FIGURES[lesson] in [link.target for link in convert(course.lessons[lesson].body).links if link.is_image]


@pytest.mark.parametrize("path", PATHS)
def test_a_role_has_its_path(course: Course, path: str) -> None:
    (found,) = (one for one in course.paths if one.slug == path)
    assert [lesson.slug for lesson in found.lessons] == PATHS[path]


def test_the_way_in_takes_an_hour_at_most(course: Course) -> None:
    (way_in,) = (one for one in course.paths if one.slug == "einstieg")
    assert course.duration(way_in.lessons).reading <= 45


@pytest.mark.parametrize(
    ("lesson", "kind"),
    [("umsetzer", Order), ("gespraech-fuehren", Order), ("was-loyalitaet-ist", Match), ("selbstbild", Match)],
)
def test_sequences_are_asked_as_sequences_and_pairs_as_pairs(course: Course, lesson: str, kind: type) -> None:
    assert any(isinstance(placed.item, kind) for placed in course.bank.active(lesson, "practice"))


MINUTES = dict(
    enumerate(
        ["fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf", "dreizehn", "vierzehn", "fünfzehn"], 5
    )
)


def exercise_of(course: Course, lesson: str) -> str:
    found = re.search(r"\{ #uebung \}(.*?)^## ", course.lessons[lesson].body, re.M | re.S)
    assert found
    return found[1]


@pytest.mark.parametrize("lesson", PATHS["gesamt"])
def test_an_exercise_says_how_long_it_takes(course: Course, lesson: str) -> None:
    """The minutes in a page's head are far away, and paper has no head."""
    minutes = MINUTES[course.lessons[lesson].facts.exercise]
    assert re.search(rf"\b{minutes} Minuten", exercise_of(course, lesson), re.I)


@pytest.mark.parametrize("lesson", PATHS["gesamt"])
def test_an_exercise_can_be_done_from_paper_and_names_no_device(course: Course, lesson: str) -> None:
    assert not re.search(r"\bdiese[ms] (?:Gerät|Telefon|Rechner)", exercise_of(course, lesson))


def test_all_fourteen_ideas_are_named(course: Course) -> None:
    assert list(course.ideas) == [f"I{number}" for number in range(1, 15)]

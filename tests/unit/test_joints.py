"""Long compounds break between words that the course itself uses."""

from __future__ import annotations

import pytest

from kurs.site.joints import Joints

TEXTS = ["Die Kunden, das Programme-Heft; Vergraulung", "Loyalität, eine Treppe", "Wissen ist Macht"]


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("Kundenvergraulungsprogramme", "Kunden|vergraulungs|programme"),
        ("Loyalitätstreppe", "Loyalitäts|treppe"),
        ("„Kundenvergraulungsprogramme“ hier", "„Kunden|vergraulungs|programme“ hier"),
        ("Kundentreppe", "Kundentreppe"),  # short enough
        ("Kundenorientierung", "Kundenorientierung"),  # no such words
    ],
)
def test_a_long_compound_breaks_at_its_joints_and_nowhere_else(word: str, broken: str) -> None:
    assert Joints(TEXTS).soft(word).replace("\u00ad", "|") == broken


def test_what_stands_behind_two_known_words_is_a_word_too() -> None:
    known = "Kunden und Mitarbeiter: Kundenorientierung, Mitarbeiterorientierung; Kundenvergraulung"
    assert Joints([known]).soft("Kundenorientierung") == "Kunden\u00adorientierung"
    assert Joints([known]).soft("Kundenvergraulung") == "Kundenvergraulung"  # behind one alone


def test_a_letter_that_links_two_words_belongs_to_the_first() -> None:
    known = "Arbeit, Geschäft: Arbeitsbedingung, Geschäftsbedingung"
    assert Joints([known]).soft("Arbeitsbedingung") == "Arbeitsbedingung"


def test_headings_break_too_but_not_their_addresses_nor_other_text() -> None:
    long = "Kundenvergraulungsprogramme"
    broken = "Kunden\u00advergraulungs\u00adprogramme"
    html = f'<h2 id="{long}" class="a">1. {long} <a href="{long}">{long}</a></h2><p>{long}</p>'
    wanted = f'<h2 id="{long}" class="a">1. {broken} <a href="{long}">{broken}</a></h2><p>{long}</p>'
    assert Joints(TEXTS).in_headings(html) == wanted

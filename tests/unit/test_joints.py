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

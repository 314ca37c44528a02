"""Which part of a stem is the situation, set in regular type, and which asks, set in bold."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_mkdocs_quiz import convert

from kurs.content.course import Course, load_course
from kurs.content.questions import split_stem
from kurs.site.question_forms import read_quizzes
from projekt import make_project, replace

BANK = "quizzes/probe.yml"
SPLIT = {
    "a question at the end": ("Ein Kunde wartet. Was tun Sie?", "Ein Kunde wartet.", "Was tun Sie?"),
    "only a question": ("Was tun Sie?", "", "Was tun Sie?"),
    "what is wanted, after the question": (
        "Es ist voll. Was sagen Sie ihm? Ein Satz.",
        "Es ist voll.",
        "Was sagen Sie ihm? Ein Satz.",
    ),
    "the last of two questions": (
        "Wieder die Rechnung? Sie seufzen. Was nun?",
        "Wieder die Rechnung? Sie seufzen.",
        "Was nun?",
    ),
    "a request": (
        "Hier hängt ein Schild. Bringen Sie die Sätze in eine Folge:",
        "Hier hängt ein Schild.",
        "Bringen Sie die Sätze in eine Folge:",
    ),
    "a question within quotes": (
        "Er ruft: „Wo ist sie? Na?“ Was sagen Sie?",
        "Er ruft: „Wo ist sie? Na?“",
        "Was sagen Sie?",
    ),
    "a question and a request": ("Es ist voll. Was hilft? Ordnen Sie zu:", "Es ist voll.", "Was hilft? Ordnen Sie zu:"),
    "a question with a quote": (
        "Es klingelt. Was heißt „Wo? Hier?“ am Telefon?",
        "Es klingelt.",
        "Was heißt „Wo? Hier?“ am Telefon?",
    ),
    "an abbreviation and a date": (
        "Es ist Mai. Was sagt Dr. Aydin am 3. Mai dazu?",
        "Es ist Mai.",
        "Was sagt Dr. Aydin am 3. Mai dazu?",
    ),
    "nothing that asks": ("Das Haus. Der Hof.", "", "Das Haus. Der Hof."),
    "emphasis over the cut": ("*Es ist voll. Was nun?*", "", "*Es ist voll. Was nun?*"),
    "an author's blank line": (
        "Es ist voll. Was nun?\n\nIch meine: jetzt.",
        "Es ist voll. Was nun?",
        "Ich meine: jetzt.",
    ),
}


def asking(project: Path, stem: str, cloze: bool = False) -> Course:
    text = stem.replace("\n", "\n      ")
    if cloze:
        bank = (project / BANK).read_text("utf-8")
        options = bank[bank.index("    options:") : bank.index("    explanation:")]
        replace(project, BANK, options, "    feedback:\n      correct: Ja.\n      incorrect: Nein.\n")
        replace(project, BANK, "type: single", "type: cloze")
    replace(project, BANK, "stem: Was sagt eins?", f"stem: >-\n      {text}")
    return load_course(project)


@pytest.mark.parametrize(("stem", "situation", "asked"), SPLIT.values(), ids=SPLIT)
def test_the_situation_ends_where_the_question_begins(tmp_path: Path, stem: str, situation: str, asked: str) -> None:
    course = asking(make_project(tmp_path), stem)
    assert split_stem(course.bank.questions[0].item) == (situation, asked)


def test_a_cloze_text_asks_from_its_first_blank_on(tmp_path: Path) -> None:
    course = asking(make_project(tmp_path), "Das ist so. Es heißt [[Weg]]. Und auch [[Pfad]].", cloze=True)
    assert split_stem(course.bank.questions[0].item) == ("Das ist so.", "Es heißt [[Weg]]. Und auch [[Pfad]].")


def test_both_parts_survive_markdown(tmp_path: Path) -> None:
    course = asking(make_project(tmp_path), "Ein *Schild* & mehr. Was _nun_?")
    (parts,) = read_quizzes([course.bank.questions[0].item], convert)
    assert (parts.situation, parts.stem) == ("Ein <em>Schild</em> &amp; mehr.", "Was <em>nun</em>?")


def test_a_blank_line_does_not_change_what_was_published(tmp_path: Path) -> None:
    one = asking(make_project(tmp_path / "one"), "Es ist voll. Was nun?").bank.questions[0].item
    two = asking(make_project(tmp_path / "two"), "Es ist voll.\n\nWas nun?").bank.questions[0].item
    assert one.fingerprint() == two.fingerprint()


def test_most_situations_of_the_course_end_before_their_question(course: Course) -> None:
    """Whole stems in bold are short ones, else the rule misses what our authors write."""
    whole = [placed.item for placed in course.bank.active() if not split_stem(placed.item)[0]]
    assert [one.id for one in whole if len(one.stem) > 200 and one.type != "cloze"] == []

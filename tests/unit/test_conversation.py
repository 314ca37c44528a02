"""The conversation's plain text: what it becomes, and one helpful line for each thing that can be wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kurs.checks.all import check_all
from kurs.content.conversation import Answer, Conversation, Passage, introduction, read
from kurs.content.course import load_course
from kurs.content.findings import errors
from projekt import make_project, replace, write

FILE = "docs/probe/plausch.md"
TALK = """\
---
title: Der Plausch
description: Ein Gespräch, an dem die Prüfungen ausprobiert werden, mit vier Enden.
template: gespraech.html
---

# Der Plausch

Sie wählen.

## anfang
Ein Montag,
ganz früh.

Es klopft.
> Frau Wirth: Guten
> Morgen.
> Herr Nowak: Auch von mir.

* „Herein.“ -> mitte [+vertrauen]
  = Ein
  Anfang. [aushang]
* Sie schweigen
  lange. -> mitte [-vertrauen]
  = Das wirkt. [aushang]
* „Später.“ -> ende-spaet
  = Das wirkt auch. [aushang]

## mitte
> Frau Wirth: Und nun?

* „Gut.“ -> ende-gut [wenn vertrauen >= 1]
  = Das geht. [aushang]
* „Schlecht.“ -> ende-schlecht
  = Das nicht. [aushang]
* „Wie immer.“ -> ende-wie
  = Vielleicht. [aushang]

## ende-spaet
Niemand wartet.
(ende: Zu spät)

## ende-gut
Alle lachen.
(ende: Alles gut)

## ende-schlecht
Alle gehen.
(ende: Alle fort)

## ende-wie
Nichts geschieht.
(ende: Wie immer)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = make_project(tmp_path)
    write(folder, FILE, TALK)
    replace(folder, "mkdocs.yml", "  - Mehr:\n", "  - Mehr:\n      - probe/plausch.md\n")
    return folder


def conversation(project: Path) -> Conversation:
    found, wrong = read(load_course(project).by_file[FILE])
    assert wrong == []
    return found


def found(project: Path) -> list[str]:
    return [str(finding) for finding in errors(check_all(load_course(project)))]


def test_a_sound_conversation_has_no_error(project: Path) -> None:
    assert found(project) == []


def test_scenes_know_their_text_their_speakers_and_their_lines(project: Path) -> None:
    first, *_, last = conversation(project).scenes
    assert (first.name, first.line) == ("anfang", 11)
    assert first.passages == (
        Passage(12, "Ein Montag, ganz früh."),
        Passage(15, "Es klopft."),
        Passage(16, "Guten Morgen.", "Frau Wirth"),
        Passage(18, "Auch von mir.", "Herr Nowak"),
    )
    assert (last.ending, last.answers) == ("Wie immer", ())


def test_answers_know_target_trust_condition_and_review(project: Path) -> None:
    first, second, *_ = conversation(project).scenes
    assert first.answers[0] == Answer(20, "„Herein.“", "mitte", 1, None, "Ein Anfang.", "aushang")
    assert first.answers[1] == Answer(23, "Sie schweigen lange.", "mitte", -1, None, "Das wirkt.", "aushang")
    assert second.answers[0].needs == 1


def test_what_stands_before_the_first_scene_is_markdown(project: Path) -> None:
    assert introduction(load_course(project).by_file[FILE]).split() == ["#", "Der", "Plausch", "Sie", "wählen."]


# (what stands there, the defect, what the message says, its line)
DEFECTS = {
    "unknown target": (
        "-> ende-spaet",
        "-> ende-spät",
        "Die Szene „ende-spät“ gibt es nicht. Meinten Sie „ende-spaet“?",
        26,
    ),
    "no target": (" -> ende-spaet", "", "fehlt das Ziel", 26),
    "two words as target": ("-> ende-spaet", "-> ende spaet", "fehlt das Ziel", 26),
    "unknown mark": ("[+vertrauen]", "[+trauen]", "Die Angabe „[+trauen]“ gibt es nicht", 20),
    "condition in other words": (">= 1]", "> 1]", "Die Angabe „[wenn vertrauen > 1]“ gibt es nicht", 32),
    "condition nobody meets": (
        ">= 1]",
        ">= 2]",
        "Die Bedingung erfüllt niemand: bis hierher ist vertrauen höchstens 1",
        32,
    ),
    "same scene twice": ("## ende-wie", "## ende-gut", "Sie steht schon in Zeile 43", 51),
    "scene nobody reaches": ("ende-schlecht\n  = Das", "ende-gut\n  = Das", "Keine Antwort führt hierher", 47),
    "scene name with blank": ("## mitte", "## Die Mitte", "„Die Mitte“ ist kein Name für eine Szene", 29),
    "scene without way on": ("(ende: Alles gut)", "", "Hier geht es nicht weiter", 43),
    "ending with answers": (
        "(ende: Alles gut)",
        "(ende: Alles gut)\n* „Noch etwas.“ -> ende-wie\n  = Mehr. [aushang]",
        "Ein Ende hat keine Antworten",
        43,
    ),
    "empty scene": ("Alle lachen.\n", "", "Die Szene ist leer", 43),
    "too few endings": (
        "(ende: Alles gut)",
        "* „Na ja.“ -> ende-wie\n  = Ja. [aushang]",
        "Das Gespräch hat 3 Enden",
        0,
    ),
    "circle": (
        "(ende: Alle fort)",
        "* „Halt.“ -> mitte\n  = Ja. [aushang]",
        "im Kreis: mitte → ende-schlecht → mitte",
        49,
    ),
    "no review": ("  = Das wirkt. [aushang]\n", "", "Der Antwort „Sie schweigen lange.“ fehlt der Rückblick", 23),
    "review without lesson": ("Das wirkt. [aushang]", "Das wirkt.", "Dem Rückblick fehlt die Lektion", 25),
    "unknown lesson": ("Das wirkt. [aushang]", "Das wirkt. [aushnag]", "Meinten Sie „aushang“?", 23),
    "two reviews": (
        "  = Das wirkt. [aushang]",
        "  = Das wirkt. [aushang]\n  = So. [aushang]",
        "gehört zu keiner Antwort",
        26,
    ),
    "speech without speaker": ("> Frau Wirth: Und nun?", "> Und nun?", "fehlt, wer spricht", 30),
    "text after the answers": (
        "* „Später.“",
        "Es wird still.\n\n* „Später.“",
        "Nach den Antworten steht „Es wird still.“",
        26,
    ),
    "heading inside": ("Es klopft.", "### Es klopft.", "steht mitten in einer Szene", 15),
    "markup": ("Es klopft.", "Es **klopft**.", "Im Text steht „*“", 15),
    "HTML": ("Es klopft.", "Es <b>klopft</b>.", "Im Text steht HTML", 15),
    "two titles": ("Sie wählen.", "# Noch ein Titel", "2 Überschriften erster Ebene", 6),
    "unfinished": ("Es klopft.", "TODO", "Hier steht „TODO“", 15),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_gives_one_helpful_line(project: Path, name: str) -> None:
    old, new, message, line = DEFECTS[name]
    replace(project, FILE, old, new)
    lines = [one for one in found(project) if message in one]
    assert len(lines) == 1, found(project)
    assert lines[0].startswith(f"{FILE}:{line}: " if line else f"{FILE}: "), lines[0]
    assert "\n" not in lines[0]


def test_a_scene_whose_answers_all_have_conditions_is_told(project: Path) -> None:
    replace(project, FILE, "-> ende-schlecht", "-> ende-schlecht [wenn vertrauen >= 0]")
    replace(project, FILE, "-> ende-wie", "-> ende-wie [wenn vertrauen >= -1]")
    (line,) = found(project)
    assert line.startswith(f"{FILE}:29: Szene mitte: Jede Antwort hat eine Bedingung")


def chain(moves: int) -> str:
    """A conversation whose longest way has so many moves."""
    steps = [f"## s{i}\nSo.\n\n* „Ja.“ -> s{i + 1}\n  = Ja. [aushang]\n" for i in range(1, moves)]
    return TALK.replace("-> ende-spaet", "-> s1") + "\n" + "\n".join(steps) + f"\n## s{moves}\nAus.\n(ende: Aus)\n"


def test_fourteen_moves_are_enough(project: Path) -> None:
    write(project, FILE, chain(14).replace("## ende-spaet\nNiemand wartet.\n(ende: Zu spät)\n", ""))
    assert found(project) == []
    write(project, FILE, chain(15).replace("## ende-spaet\nNiemand wartet.\n(ende: Zu spät)\n", ""))
    (line,) = found(project)
    assert "Ein Weg hat mehr als 14 Züge: anfang → s1 → s2" in line


def test_a_conversation_without_scenes_says_so(project: Path) -> None:
    write(project, FILE, TALK.split("## anfang")[0])
    (line,) = found(project)
    assert line.startswith(f"{FILE}: Das Gespräch hat keine Szene")


def test_the_mark_in_a_lesson_needs_a_conversation(project: Path) -> None:
    lesson = "docs/probe/aushang.md"
    replace(
        project, lesson, "<!-- quiz: aushang -->", "<!-- werkzeug: gespraechssimulation -->\n\n<!-- quiz: aushang -->"
    )
    assert found(project) == []
    (project / FILE).unlink()
    replace(project, "mkdocs.yml", "      - probe/plausch.md\n", "")
    (line,) = found(project)
    assert line.startswith(f"{lesson}: Die Marke „gespraechssimulation“ braucht genau ein Gespräch, der Kurs hat 0.")


def test_its_address_must_not_belong_to_a_lesson(project: Path) -> None:
    write(project, "docs/mehr/aushang.md", TALK)
    assert any("Die Adresse /aushang/ gehört schon zu docs/probe/aushang.md" in line for line in found(project))


def test_only_a_conversation_may_leave_its_headings_without_anchors(project: Path) -> None:
    replace(project, FILE, "template: gespraech.html\n", "")
    assert any(line.startswith(f"{FILE}:10:") and "fehlt der Anker" in line for line in found(project))

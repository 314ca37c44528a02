"""The conversation's plain text: what it becomes, and one helpful line for each thing that can be wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gespraeche import CARD, FILE, LESSON_FILE, QUIZ, SHORT_FILE, TALK, with_conversations
from kurs.checks.all import check_all
from kurs.content.conversation import Answer, Conversation, Passage, introduction, read
from kurs.content.course import load_course
from kurs.content.findings import errors
from projekt import make_project, replace, write


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return with_conversations(make_project(tmp_path))


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
    assert (first.name, first.line) == ("anfang", 15)
    assert first.passages == (
        Passage(16, "Ein Montag, ganz früh."),
        Passage(19, "Es klopft."),
        Passage(20, "Guten Morgen.", "Frau Wirth"),
        Passage(22, "Auch von mir.", "Herr Nowak"),
    )
    assert (last.ending, last.answers) == ("Wie immer", ())


def test_answers_know_target_trust_condition_and_review(project: Path) -> None:
    first, second, *_ = conversation(project).scenes
    assert first.answers[0] == Answer(24, "„Herein.“", "mitte", 1, None, "Ein Anfang.", "aushang")
    assert first.answers[1] == Answer(27, "Sie schweigen lange.", "mitte", -1, None, "Das wirkt.", "aushang")
    assert second.answers[0].needs == 1


def test_what_stands_before_the_first_scene_is_markdown(project: Path) -> None:
    assert introduction(load_course(project).by_file[FILE]).split() == ["#", "Der", "Plausch", "Sie", "wählen."]


# (what stands there, the defect, what the message says, its line)
DEFECTS = {
    "unknown target": (
        "-> ende-spaet",
        "-> ende-spät",
        "Die Szene „ende-spät“ gibt es nicht. Meinten Sie „ende-spaet“?",
        30,
    ),
    "no target": (" -> ende-spaet", "", "fehlt das Ziel", 30),
    "two words as target": ("-> ende-spaet", "-> ende spaet", "fehlt das Ziel", 30),
    "unknown mark": ("[+vertrauen]", "[+trauen]", "Die Angabe „[+trauen]“ gibt es nicht", 24),
    "condition in other words": (">= 1]", "> 1]", "Die Angabe „[wenn vertrauen > 1]“ gibt es nicht", 36),
    "condition nobody meets": (
        ">= 1]",
        ">= 2]",
        "Die Bedingung erfüllt niemand: bis hierher ist vertrauen höchstens 1",
        36,
    ),
    "same scene twice": ("## ende-wie", "## ende-gut", "Sie steht schon in Zeile 47", 55),
    "scene nobody reaches": ("ende-schlecht\n  = Das", "ende-gut\n  = Das", "Keine Antwort führt hierher", 51),
    "scene name with blank": ("## mitte", "## Die Mitte", "„Die Mitte“ ist kein Name für eine Szene", 33),
    "scene without way on": ("(ende gut: Alles gut)", "", "Hier geht es nicht weiter", 47),
    "ending with answers": (
        "(ende gut: Alles gut)",
        "(ende gut: Alles gut)\n* „Noch etwas.“ -> ende-wie\n  = Mehr. [aushang]",
        "Ein Ende hat keine Antworten",
        47,
    ),
    "empty scene": ("Alle lachen.\n", "", "Die Szene ist leer", 47),
    "too few endings": (
        "(ende gut: Alles gut)",
        "* „Na ja.“ -> ende-wie\n  = Ja. [aushang]",
        "Das Gespräch hat 3 Enden",
        0,
    ),
    "circle": (
        "(ende schlecht: Alle fort)",
        "* „Halt.“ -> mitte\n  = Ja. [aushang]",
        "im Kreis: mitte → ende-schlecht → mitte",
        53,
    ),
    "no review": ("  = Das wirkt. [aushang]\n", "", "Der Antwort „Sie schweigen lange.“ fehlt der Rückblick", 27),
    "review without lesson": ("Das wirkt. [aushang]", "Das wirkt.", "Dem Rückblick fehlt die Lektion", 29),
    "unknown lesson": ("Das wirkt. [aushang]", "Das wirkt. [aushnag]", "Meinten Sie „aushang“?", 27),
    "two reviews": (
        "  = Das wirkt. [aushang]",
        "  = Das wirkt. [aushang]\n  = So. [aushang]",
        "gehört zu keiner Antwort",
        30,
    ),
    "speech without speaker": ("> Frau Wirth: Und nun?", "> Und nun?", "fehlt, wer spricht", 34),
    "text after the answers": (
        "* „Später.“",
        "Es wird still.\n\n* „Später.“",
        "Nach den Antworten steht „Es wird still.“",
        30,
    ),
    "heading inside": ("Es klopft.", "### Es klopft.", "steht mitten in einer Szene", 19),
    "markup": ("Es klopft.", "Es **klopft**.", "Im Text steht „*“", 19),
    "HTML": ("Es klopft.", "Es <b>klopft</b>.", "Im Text steht HTML", 19),
    "two titles": ("Sie wählen.", "# Noch ein Titel", "2 Überschriften erster Ebene", 10),
    "unfinished": ("Es klopft.", "TODO", "Hier steht „TODO“", 19),
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
    assert line.startswith(f"{FILE}:33: Szene mitte: Jede Antwort hat eine Bedingung")


def chain(moves: int) -> str:
    """A conversation whose longest way has so many moves."""
    steps = [f"## s{i}\nSo.\n\n* „Ja.“ -> s{i + 1}\n  = Ja. [aushang]\n" for i in range(1, moves)]
    return TALK.replace("-> ende-spaet", "-> s1") + "\n" + "\n".join(steps) + f"\n## s{moves}\nAus.\n(ende: Aus)\n"


def test_fourteen_moves_are_enough(project: Path) -> None:
    write(project, FILE, chain(14).replace("## ende-spaet\nNiemand wartet.\n(ende schlecht: Zu spät)\n", ""))
    assert found(project) == []
    write(project, FILE, chain(15).replace("## ende-spaet\nNiemand wartet.\n(ende schlecht: Zu spät)\n", ""))
    (line,) = found(project)
    assert "Ein Weg hat mehr als 14 Züge: anfang → s1 → s2" in line


def test_a_conversation_without_scenes_says_so(project: Path) -> None:
    write(project, FILE, TALK.split("## anfang")[0])
    (line,) = found(project)
    assert line.startswith(f"{FILE}: Das Gespräch hat keine Szene")


# (file, what stands there, the defect, how the one line begins)
AROUND = {
    "no such conversation": (
        LESSON_FILE,
        "plausch -->",
        "plasch -->",
        f"{LESSON_FILE}:27: Das Gespräch „plasch“ gibt es nicht. Meinten",
    ),
    "card within a line": (
        LESSON_FILE,
        CARD,
        f"Hier: {CARD}",
        f"{LESSON_FILE}:27: Die Marke „gespraech“ steht nicht für",
    ),
    "two cards": (LESSON_FILE, QUIZ, f"{CARD}\n\n{QUIZ}", f"{LESSON_FILE}:31: Die Karte steht schon in Zeile 27."),
    "card on another page": (
        "docs/index.md",
        "<!-- module -->",
        f"<!-- module -->\n\n{CARD}",
        "docs/index.md:10: Die Karte eines",
    ),
    "no card": (
        LESSON_FILE,
        CARD,
        "",
        f"{FILE}:5: In {LESSON_FILE} fehlt die Karte zum Gespräch. Setzen Sie dort {CARD}",
    ),
    "unknown home": (
        FILE,
        "lesson: aushang",
        "lesson: aushnag",
        f"{FILE}:5: Die Lektion „aushnag“ gibt es nicht. Meinten Sie „aushang“?",
    ),
    "speaker who is not listed": (
        FILE,
        "[Frau Wirth, ",
        "[",
        f"{FILE}:20: „Frau Wirth“ spricht und steht nicht im Kopf",
    ),
    "person who is told about": (
        FILE,
        "Niemand wartet.",
        "Nur Herr Abel wartet.",
        f"{FILE}:44: Von „Abel“ ist die Rede, und im Kopf unter people fehlt der Name.",
    ),
    "person who is not there": (
        FILE,
        "[Frau Wirth, ",
        "[Frau Wirth, Herr Abel, ",
        f"{FILE}:7: „Herr Abel“ kommt im Gespräch nicht vor.",
    ),
    "a name twice": (
        SHORT_FILE,
        "[Frau Kern]",
        "[Frau Kern, Dr. Wirth]",
        f"{FILE}:7: „Frau Wirth“ heißt auch jemand in {SHORT_FILE}.",
    ),
    "no place": (FILE, "place: Ein Büro am Morgen\n", "", f"{FILE}:2: Das Feld „place“ fehlt oder"),
    "only one outcome": (SHORT_FILE, "(ende gut:", "(ende:", f"{SHORT_FILE}: Das Gespräch hat kein gutes Ende."),
    "ending of another kind": (
        SHORT_FILE,
        "(ende gut:",
        "(ende super:",
        f"{SHORT_FILE}:54: Szene heiter: „(ende super: Heiter)“ ist kein Ende.",
    ),
    "too short": (
        SHORT_FILE,
        "„Weiter.“ -> drei",
        "„Weiter.“ -> vier",
        f"{SHORT_FILE}:52: Szene heiter: Ein Weg endet nach 4 Zügen: eins → zwei → vier",
    ),
    "too many moves": (
        SHORT_FILE,
        "exercise: 3",
        "exercise: 10",
        f"{SHORT_FILE}: Das Gespräch hat 2 Enden. Mindestens 4",
    ),
    "question after the answers": (
        SHORT_FILE,
        "## zwei",
        "? Warum?\n\n## zwei",
        f"{SHORT_FILE}:26: Szene eins: Die Szene fragt zweimal.",
    ),
    "question at the end": (
        SHORT_FILE,
        "Sie lacht.\n",
        "Sie lacht.\n? Und jetzt?\n",
        f"{SHORT_FILE}:52: Szene heiter: Der Frage folgen keine",
    ),
}


@pytest.mark.parametrize("name", AROUND)
def test_what_does_not_fit_the_course_or_its_length_is_told(project: Path, name: str) -> None:
    file, old, new, start = AROUND[name]
    replace(project, file, old, new)
    assert [line for line in found(project) if line.startswith(start)], found(project)


def test_a_broken_head_does_not_make_lessons_of_its_scenes(project: Path) -> None:
    replace(project, FILE, "exercise: 10\n", "")
    (line,) = found(project)
    assert line.startswith(f"{FILE}:2: Das Feld „exercise“ fehlt oder")


def test_a_scene_may_ask_for_own_words_first(project: Path) -> None:
    (found_here, wrong) = read(load_course(project).by_file[SHORT_FILE])
    assert wrong == []
    assert [scene.question for scene in found_here.scenes][:2] == ["Was würden Sie sagen?", ""]
    assert [scene.outcome for scene in found_here.scenes[-2:]] == ["good", "bad"]


def test_its_shape_stays_while_only_words_change(project: Path) -> None:
    before = conversation(project).shape
    replace(project, FILE, "Niemand wartet.", "Es wartet niemand.")
    assert conversation(project).shape == before
    replace(project, FILE, "-> ende-wie", "-> ende-gut")
    assert conversation(project).shape != before


def test_its_address_must_not_belong_to_a_lesson(project: Path) -> None:
    write(project, "docs/mehr/aushang.md", TALK)
    assert any("Die Adresse /aushang/ gehört schon zu docs/probe/aushang.md" in line for line in found(project))


def test_only_a_conversation_may_leave_its_headings_without_anchors(project: Path) -> None:
    replace(project, FILE, "template: gespraech.html\n", "")
    assert any(line.startswith(f"{FILE}:14:") and "fehlt der Anker" in line for line in found(project))

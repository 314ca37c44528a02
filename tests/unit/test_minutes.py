"""How long lessons take is counted from what is in them, by the rule in content/minutes.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from kurs.content.course import Course, load_course
from kurs.content.minutes import Duration, examination, visible
from kurs.site.links import all_targets
from projekt import PAGE, make_project, replace, write

LESSON = "docs/probe/aushang.md"
BANK = "quizzes/probe.yml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


def reading(project: Path) -> int:
    return load_course(project).durations["aushang"].reading


def test_the_sound_lesson_takes_what_its_questions_take(project: Path) -> None:
    """Six questions of some 20 words and 10 seconds."""
    assert load_course(project).durations["aushang"] == Duration(2, 5)


def test_a_hundred_and_fifty_words_of_text_are_a_minute(project: Path) -> None:
    before = reading(project)
    replace(project, LESSON, "Ein Fall.", "Wort " * 450)
    assert reading(project) == before + 3


@pytest.mark.parametrize(
    ("place", "unread"),
    {
        "folded away": ("Ein Fall.", 'Ein Fall.\n\n??? info "Mehr"\n    {words}\n\n    {words}\n'),
        "in the exercise": ("Schreiben Sie einen Aushang.", "{words}\n\n### Noch etwas\n\n{words}"),
        "behind the quiz": ("<!-- quiz: aushang -->", "<!-- quiz: aushang -->\n\n{words}"),
        "in a comment of the course": ("Ein Fall.", "Ein Fall. <!-- zahl: test -->"),
    }.values(),
)
def test_what_one_need_not_read_does_not_count(project: Path, place: str, unread: str) -> None:
    before = "\n".join(visible(load_course(project).lessons["aushang"])).split()
    replace(project, LESSON, place, unread.format(words="Wort " * 450))
    after = "\n".join(visible(load_course(project).lessons["aushang"])).split()
    assert [word for word in after if word == "Wort"] == []
    assert len(after) - len(before) < 10


def test_what_is_unfolded_from_the_beginning_counts(project: Path) -> None:
    before = reading(project)
    replace(project, LESSON, "Ein Fall.", '???+ info "Mehr"\n    ' + "Wort " * 300)
    assert reading(project) == before + 2


def test_reasons_of_wrong_answers_do_not_count_and_those_of_right_ones_do(project: Path) -> None:
    before = reading(project)
    replace(project, BANK, "feedback: Das Datum fehlt.", "feedback: " + "Wort " * 300)
    assert reading(project) == before
    replace(project, BANK, "feedback: Genau das steht da.", "feedback: " + "Wort " * 300)
    assert reading(project) == before + 2


@pytest.mark.parametrize("words", ["stem: Was sagt eins?", "text: Etwas Altes", "explanation: Man liest mit."])
def test_the_question_its_answers_and_its_explanation_count(project: Path, words: str) -> None:
    before = reading(project)
    replace(project, BANK, words, f"{words.partition(':')[0]}: " + "Wort " * 300)
    assert reading(project) == before + 2


def test_a_path_counts_each_lesson_once(project: Path) -> None:
    head = PAGE.replace("---\n\n", "audience: Neue\npath: [aushang, probe]\n---\n\n", 1)
    write(project, "docs/wege/neu.md", head.format(title="Neu hier", body="<!-- weg -->"))
    replace(project, "mkdocs.yml", "  - Mehr:\n", "  - wege/neu.md\n  - Mehr:\n")
    course = load_course(project)
    (path,) = course.paths
    assert [lesson.slug for lesson in path.lessons] == ["aushang"]
    assert course.duration([*path.lessons, *path.lessons]) == course.durations["aushang"]


@pytest.mark.parametrize(
    ("duration", "lessons", "told"),
    [
        (Duration(8, 5), 1, "8 Minuten, dazu 5 für die Übung"),
        (Duration(1, 0), 1, "1 Minute"),
        (Duration(40, 25), 5, "40 Minuten, dazu 25 für Übungen"),
        (Duration(270, 150), 23, "etwa 4½ Stunden, dazu etwa 2½ Stunden für Übungen"),
        (Duration(100, 45), 9, "etwa 1½ Stunden, dazu 45 Minuten für Übungen"),
    ],
)
def test_reading_and_exercise_are_told_apart(duration: Duration, lessons: int, told: str) -> None:
    assert duration.told(lessons) == told


def test_the_whole_course_takes_what_its_lessons_take(course: Course) -> None:
    whole = next(target for target in all_targets(course) if not target.address)
    assert whole.minutes == sum(course.durations[slug].reading for slug in course.lessons)


def test_a_check_takes_the_minutes_of_as_many_of_its_questions_as_it_draws(project: Path) -> None:
    questions = load_course(project).asked(load_course(project).lessons["aushang"])
    hundred, thousand = (examination(questions, draws) for draws in (100, 1000))
    assert hundred > 10
    assert abs(thousand - 10 * hundred) <= 10  # rounded
    assert examination([], 10) == 0

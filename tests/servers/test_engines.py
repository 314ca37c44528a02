"""The course in Firefox and WebKit, really running: a lesson, the exam, an assignment to its receipt, without a network."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import engines
from codes import code_of
from conftest import serve
from engines import Engine, wait_for
from kurs.content.course import Course
from kurs.content.model import Choice
from kurs.content.questions import option_key
from projekt import COURSE

pytestmark = pytest.mark.any_course

KEY = f"kurs:{COURSE}:lernstand"
LESSON = "erde-pruefen"


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    still = engines.missing()
    assert not still, f"Es fehlen {still}; make test-servers installiert sie."
    with getattr(engines, request.param)() as running:
        yield running


@pytest.fixture
def kurs(engine: Engine, site: Path) -> Iterator[str]:
    """The course at an address of its own, so that no test finds what another kept."""
    with serve(site.parent) as root:
        yield f"{root}kurs/"


def press(engine: Engine, name: str) -> None:
    """Click the button or link whose name begins so once it is there to be clicked."""
    wait_for(
        engine,
        "(() => { const one = [...document.querySelectorAll('main button, main a')]"
        f".find((one) => one.textContent.trim().startsWith({json.dumps(name)}) && one.getClientRects().length && !one.disabled);"
        " document.querySelector('[data-probe]')?.removeAttribute('data-probe');"
        " one?.setAttribute('data-probe', ''); return Boolean(one); })()",
    )
    engine.click("[data-probe]")


def text(engine: Engine, selector: str, words: str) -> None:
    """Wait until an element holds these words."""
    said = f"[...document.querySelectorAll({json.dumps(selector)})].map((one) => one.textContent).join(' ')"
    wait_for(engine, f"{said}.includes({json.dumps(words)})")


def kept(engine: Engine) -> Any:
    return json.loads(engine.run(f"return localStorage.getItem({json.dumps(KEY)})") or "null")


def test_an_answer_is_judged_and_still_there_after_a_reload(course: Course, engine: Engine, kurs: str) -> None:
    (question, *_) = [p.item for p in course.bank.active(LESSON, "practice") if isinstance(p.item, Choice)]
    form = f"#frage-{question.id}"
    engine.open(f"{kurs}{LESSON}/{form}")
    for option in question.options:
        if option.correct:
            engine.click(f'{form} label:has([value="{option_key(option.text)}"])')
    engine.click(f"{form} [type=submit]")
    text(engine, f"{form} [role=status]", "Richtig.")
    engine.open(f"{kurs}{LESSON}/")  # at once: what is not kept yet is kept as the page is left
    wait_for(engine, f"document.querySelector('{form}').dataset.judged === 'richtig'")
    assert question.id in kept(engine)["answers"]


def test_the_exam_is_drawn_resumed_and_judged(engine: Engine, kurs: str) -> None:
    engine.open(f"{kurs}abschlusstest/")
    press(engine, "Check beginnen")
    text(engine, ".question-number", "Frage 1 von 10")
    drawn = kept(engine)["exam"]["attempt"]["questions"]
    engine.open(f"{kurs}abschlusstest/")
    text(engine, ".question-number", "Frage 1 von 10")
    assert kept(engine)["exam"]["attempt"]["questions"] == drawn
    press(engine, "Übersicht")
    press(engine, "Mit 10 offenen Fragen abgeben")
    text(engine, "main h2", "Noch nicht bestanden")


def test_an_assignment_ends_in_a_receipt_that_the_checker_reads(engine: Engine, kurs: str) -> None:
    engine.open(f"{kurs}aufgabe/#{code_of([LESSON], g='Team Nord')}")
    text(engine, "main", "Team Nord")
    press(engine, "Annehmen")
    text(engine, "[data-accepted]", "Angenommen.")
    progress = kept(engine)
    progress["lessons"][LESSON] = {"passed": {"n": 1, "t": 1795000000, "v": "0.1.0"}}
    engine.run(f"localStorage.setItem({json.dumps(KEY)}, {json.dumps(json.dumps(progress))})")
    engine.open(f"{kurs}nachweis/")
    press(engine, "Nachweis erstellen")
    if (
        wait_for(
            engine,
            "(document.querySelector('#nachweis-code').value && 'da') || (document.body.innerText.includes('Ja, das bin ich') && 'gefragt')",
        )
        == "gefragt"
    ):
        press(engine, "Ja, das bin ich")
    code = wait_for(engine, "document.querySelector('#nachweis-code').value")
    engine.open(f"{kurs}trainer/pruefen/")
    engine.run(
        "const field = document.querySelector('#pruefen-text');"
        f"field.value = {json.dumps(code)}; field.dispatchEvent(new Event('input', {{ bubbles: true }}));"
    )
    press(engine, "Prüfen")
    text(engine, "main table", "Team Nord")


def test_a_course_saved_on_the_device_opens_without_a_network(
    course: Course, engine: Engine, site: Path, tmp_path: Path
) -> None:
    shutil.copytree(site, tmp_path / "kurs")
    with serve(tmp_path) as root:
        engine.open(f"{root}kurs/offline/")
        press(engine, "Offline speichern")
        text(engine, "main", "geht auch ohne Netz")
    engine.open(f"{root}kurs/{LESSON}/")
    text(engine, "h1", course.lessons[LESSON].title)
    wait_for(engine, "document.querySelector('.dots').children.length")

"""One learner, three months: start, an update of the course, a new phone, review, exam, certificate."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from test_exam import hand_in
from test_quiz import answer, check, form_of, stored, wait_until_stored

from conftest import build, serve
from kurs.content.course import Course, load_course
from kurs.content.published import release
from kurs.content.settings import REQUIRED, Operator
from projekt import VERSION, link_folder, make_course, replace, write

pytestmark = pytest.mark.any_course

OPERATOR = Operator(**dict.fromkeys(REQUIRED, "Muster") | {"email": "muster@example.org"})
BANK = "quizzes/boden.yml"
FIRST = dt.date(2026, 11, 1)
UPDATE = dt.date(2027, 3, 15)


@dataclass(frozen=True)
class Edition:
    site: Path
    course: Course


def question_text(project: Path, name: str) -> str:
    text = (project / BANK).read_text("utf-8")
    return re.search(rf"^  - id: {name}\n(?:(?!  - id:).*\n)*", text, re.M)[0]  # type: ignore[index]


def edit(project: Path, name: str, old: str, new: str) -> None:
    before = question_text(project, name)
    assert old in before, old
    replace(project, BANK, before, before.replace(old, new, 1))


def update(project: Path, old_site: Path) -> None:
    """What a year of authors does: a question with a new meaning, a reworded, a new, a retired, a moved one."""
    new = question_text(project, "erde-schatten").replace("erde-schatten", "erde-neu")
    new = re.sub(r"    stem: >-\n(?:      .*\n)+", "    stem: Wo wächst der Salat im Juli?\n", new)
    edit(project, "erde-kugel", "revision: 1", "revision: 2")
    edit(project, "erde-kugel", "stem: >-\n      ", "stem: >-\n      Ein neuer Fall. ")
    edit(project, "erde-kosten", "revision: 1", "revision: 1\n    wording: 1")
    edit(project, "erde-kosten", "stem: >-\n      ", "stem: >-\n      Gut. ")
    edit(project, "erde-zuordnen", "    revision: 1\n", "    revision: 1\n    status: retired\n")
    edit(project, "kompost-geruch", "lesson: kompost", "lesson: erde-pruefen")
    edit(project, "kompost-geruch", "objective: kompost-pflegen", "objective: erde-erkennen")
    replace(project, BANK, question_text(project, "erde-kugel"), new + question_text(project, "erde-kugel"))
    replace(project, "mkdocs.yml", f"  version: {VERSION}", "  version: 9.1.0")
    publish(project, old_site, "9.1.0", UPDATE)


def publish(project: Path, site: Path, version: str, day: dt.date) -> None:
    write(project, "CHANGELOG.md", f"## {version}\n\n- Neu\n")
    content = release(load_course(project), site, version, OPERATOR, day.isoformat())
    write(project, "published.json", json.dumps(content))


@pytest.fixture(scope="module")
def new_edition(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    project = make_course(tmp_path_factory.mktemp("fassung"))
    publish(project, site, VERSION, FIRST)
    update(project, site)
    done = build(project, project / "neu")
    assert done.returncode == 0, done.stderr
    return Edition(project / "neu", load_course(project))


@pytest.fixture
def host(site: Path, tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The folder in which `kurs` leads to the edition on offer, and its address."""
    link_folder(tmp_path / "kurs", site)
    with serve(tmp_path) as root:
        yield tmp_path, f"{root}kurs/"


def offer(folder: Path, site: Path, page: Page) -> None:
    (folder / "kurs").unlink()
    link_folder(folder / "kurs", site)
    page.context.new_cdp_session(page).send("Network.clearBrowserCache")


def today(context: BrowserContext, month: int, day: int) -> None:
    context.clock.set_fixed_time(dt.datetime(2027, month, day, 9, 30, tzinfo=dt.UTC))


def work_through(page: Page, course: Course, lesson: str, most: int = 99) -> None:
    for placed in course.bank.active(lesson, "practice")[:most]:
        form = form_of(page, placed.item)
        if form.get_attribute("data-judged") is None:
            answer(form, placed.item, right=True)
            check(form)
            expect(form).to_have_attribute("data-judged", "richtig")
            wait_until_stored(page, f'"{placed.item.id}"')


def test_a_lesson_half_done_before_an_update_says_in_one_sentence_that_it_was_renewed(
    course: Course, new_edition: Edition, host: tuple[Path, str], visit: Any
) -> None:
    folder, address = host
    profile = visit(at=address)
    page = profile.open("erde-pruefen/")
    names = [placed.item.id for placed in course.bank.active("erde-pruefen", "practice")]
    work_through(page, course, "erde-pruefen", most=names.index("erde-kugel") + 2)
    offer(folder, new_edition.site, page)
    page.goto(f"{address}erde-pruefen/")
    expect(page.locator("#nr-erde-kugel")).to_contain_text(
        "geändert am 15. März 2027. Die Lektion ist erneuert, Ihre übrigen Antworten zählen weiter."
    )
    page.goto(address)
    state = page.locator('main [data-lesson="erde-pruefen"] .status')
    expect(state).to_contain_text("Fragen beantwortet, geändert am 15. März 2027: eine geänderte Frage")


def test_three_months_of_a_learner(course: Course, new_edition: Edition, host: tuple[Path, str], visit: Any) -> None:
    folder, address = host
    first, second = (course.lessons[slug].title for slug in ("erde-pruefen", "kompost"))

    # 1 March: the first lesson, and half of the second.
    old_phone = visit(at=address, timezone_id="Europe/Berlin")
    today(old_phone.context, 3, 1)
    page = old_phone.open()
    page.get_by_role("link", name="Gleich anfangen").click()
    expect(page.locator("h1")).to_have_text(first)
    work_through(page, course, "erde-pruefen")
    expect(page.locator(".result [role=status]")).to_contain_text("Diese Lektion ist bestanden.")
    page.locator(".pager [rel=next]").click()
    expect(page.locator("h1")).to_have_text(second)
    work_through(page, course, "kompost", most=4)

    # 3 March: back where she was.
    today(old_phone.context, 3, 3)
    page.goto(address)
    page.locator("[data-next] a").click()
    expect(page).to_have_url(re.compile("/kompost/#frage-"))
    work_through(page, course, "kompost")
    expect(page.locator(".result [role=status]")).to_contain_text("Diese Lektion ist bestanden.")
    first_pass = stored(page)["lessons"]

    # 16 March: the course was updated. Passed stays passed; only what has a new meaning or is new is open.
    offer(folder, new_edition.site, page)
    today(old_phone.context, 3, 16)
    page.goto(address)
    state = page.locator('main [data-lesson="erde-pruefen"] .status')
    expect(state).to_have_text("bestanden, geändert am 15. März 2027: eine neue Frage, eine geänderte Frage")
    expect(page.locator('main [data-lesson="kompost"] .status')).to_have_text("bestanden")
    page.goto(f"{address}erde-pruefen/")
    is_open = {
        form.get_attribute("data-question"): form.get_attribute("data-judged") is None
        for form in page.locator("form.question").all()
    }
    assert {name for name, one in is_open.items() if one} == {"erde-kugel", "erde-neu"}
    assert {"erde-kosten", "kompost-geruch"} <= set(is_open)  # reworded and moved: still answered
    assert "erde-zuordnen" not in is_open  # retired
    assert "erde-zuordnen" in stored(page)["answers"]  # and not forgotten
    expect(page.locator("#nr-erde-kugel")).to_contain_text("geändert am 15. März 2027")
    expect(page.locator("#nr-erde-neu")).to_contain_text("neu seit 15. März 2027")
    work_through(page, new_edition.course, "erde-pruefen")
    expect(page.locator(".result [role=status]")).to_contain_text("Diese Lektion ist bestanden.")
    assert stored(page)["lessons"] == first_pass

    # 2 April: a new phone, on which she had already answered a question; both come together.
    new_phone = visit(at=address, timezone_id="Europe/Berlin")
    today(new_phone.context, 4, 2)
    third = new_edition.course.bank.active("aussaat", "practice")[0].item
    mobile = new_phone.open("aussaat/")
    answer(form_of(mobile, third), third, right=True)
    check(form_of(mobile, third))
    wait_until_stored(mobile, third.id)
    page.goto(f"{address}lernstand/")
    page.get_by_role("button", name="Als Code zeigen").click()
    expect(page.get_by_label("Ihr Code")).to_have_value(re.compile("^LERNSTAND"))
    mobile.goto(f"{address}lernstand/")
    mobile.get_by_label("oder Code").fill(page.get_by_label("Ihr Code").input_value())
    mobile.get_by_role("button", name="Prüfen, was dazukommt").click()
    mobile.get_by_role("button", name="Zusammenführen").click()
    expect(mobile.locator("[data-message=einlesen]")).to_contain_text("2 bestandene Lektionen")
    assert set(stored(mobile)["answers"]) == set(stored(page)["answers"]) | {third.id}
    expect(mobile.locator('main [data-lesson="erde-pruefen"] .status')).to_have_text("bestanden am 1. März 2027")

    # 3 May: what was learnt is due again.
    today(new_phone.context, 5, 3)
    mobile.goto(address)
    mobile.locator("[data-due]").get_by_role("link").click()
    mobile.get_by_label("5", exact=True).check()
    mobile.get_by_role("button", name="Anfangen", exact=True).click()
    expect(mobile.locator("form.question")).to_have_count(5)
    known = {placed.item.id: placed.item for placed in new_edition.course.bank.active(use="practice")}
    for form in mobile.locator("form.question").all():
        answer(form, known[form.get_attribute("data-question") or ""], right=True)
        check(form)
    expect(mobile.locator("[data-result]")).to_contain_text("5 von 5 richtig. Fertig für heute.")

    # 28 May: the exam, on the phone, with the certificate of this edition.
    today(new_phone.context, 5, 28)
    mobile.goto(f"{address}abschlusstest/")
    hand_in(mobile, new_edition.course, wrong=2)
    mobile.get_by_role("link", name="Zum Zertifikat").click()
    sheet = mobile.locator("article.zertifikat")
    expect(sheet).to_contain_text("hat am 28. Mai 2027 den Abschluss-Check des Kurses bestanden: 8 von 10")
    expect(sheet).to_contain_text("Fassung des Kurses: 9.1.0.")
    mobile.get_by_label("Ihr Name").fill("Ada Lovelace")
    expect(sheet.locator("[data-name]")).to_have_text("Ada Lovelace")

"""Questions in which somebody does more than choose, in a real Chromium: by mouse, touch and keyboard, right, wrong and half."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect
from test_pages import NARROW, violations
from test_progress import progress
from test_quiz import KEY, check, form_of, stored, wait_until_stored

from conftest import ROOT, build, javascript, serve
from exporte import edition_of
from kurs.content.course import Course, load_course
from kurs.content.model import RATINGS, Mark, Question, Rate
from kurs.content.questions import option_key
from pakete import made, opened, texts
from projekt import FIXTURE, exam_page, link_folder, make_project, replace, with_tasks, write

pytestmark = pytest.mark.any_course

LESSON, EXAM, REVIEW = "aushang/", "abschlusstest/", "wiederholen/"
NAMES = ("mark", "rate")
each_type = pytest.mark.parametrize("name", NAMES)


AMOUNTS = """
  - id: aushang-betrag
    revision: 1
    lesson: aushang
    objective: aushang-erkennen
    use: practice
    type: single
    stem: Was kostet das im Jahr?
    options:
      - {text: 900 Euro, correct: false, feedback: Das ist zu wenig.}
      - {text: "Etwa 1.200,50 Euro", correct: true, feedback: Genau so viel.}
      - {text: 15.000 Euro, correct: false, feedback: Das ist zu viel.}
    explanation: Man rechnet mit.
    sources: []
"""


def with_exam(project: Path) -> Path:
    """`project` with the course's pages for reviewing and for the exam, which asks what tests/tasks.yml holds."""
    text, _, _ = (project / "quizzes" / "tasks.yml").read_text("utf-8").partition("\n  - id: aushang-antworten")
    write(project, "quizzes/betrag.yml", f"questions:{AMOUNTS}")
    text = text.replace("id: aushang-", "id: pruefung-").replace("use: practice", "use: exam")
    write(project, "quizzes/pruefung.yml", text)
    write(project, "docs/probe/abschlusstest.md", exam_page(2))
    shutil.copy(ROOT / "docs" / "zertifikat.md", project / "docs")
    shutil.copy(FIXTURE / "docs" / "wiederholen.md", project / "docs")
    replace(
        project,
        "mkdocs.yml",
        "      - probe/aushang.md\n",
        "      - probe/aushang.md\n      - probe/abschlusstest.md\n",
    )
    replace(
        project,
        "mkdocs.yml",
        "      - quellen.md\n",
        "      - quellen.md\n      - wiederholen.md\n      - zertifikat.md\n",
    )
    return project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return with_exam(with_tasks(make_project(tmp_path_factory.mktemp("projekt"))))


@pytest.fixture(scope="module")
def tasks(project: Path) -> Course:
    return load_course(project)


@pytest.fixture(scope="module")
def built(project: Path) -> Path:
    target = project.parent / "kurs"
    done = build(project, target)
    assert done.returncode == 0, done.stderr[-3000:]
    return target


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    with serve(built.parent) as root:
        yield f"{root}kurs/"


def of_type(course: Course, name: str, use: str = "practice") -> Question:
    return next(one.item for one in course.bank.active(use=use) if one.item.type == name)


def values(question: Question, how: str) -> list[str]:
    """Values of the boxes that an answer ticks, one that is "right", "wrong" or "half" right."""
    if isinstance(question, Mark):
        right = [option_key(one.text) for one in question.segments if one.mark]
        wrong = [option_key(one.text) for one in question.segments if not one.mark]
        return {"right": right, "wrong": wrong[:1], "half": [right[0], wrong[0]]}[how]
    assert isinstance(question, Rate)
    ratings = [RATINGS.index(one.rating) for one in question.reactions]
    moved = {"right": 0, "wrong": len(ratings), "half": 1}[how]
    ratings = [(rating + (i < moved)) % 3 for i, rating in enumerate(ratings)]
    return [f"{option_key(one.text)}-{RATINGS[i]}" for one, i in zip(question.reactions, ratings, strict=True)]


def begun(profile: Any, document: dict[str, Any]) -> Any:
    """`profile` with `document` as an earlier visit would have left it."""
    profile.plant(KEY, json.dumps(document))
    return profile


def fill(form: Locator, question: Question, how: str, way: str = "mouse") -> None:
    wanted = values(question, how)
    expect(form).to_be_visible()  # a review fetches its questions first
    for box in form.locator("fieldset input").all():
        is_wanted = box.get_attribute("value") in wanted
        if way != "keyboard":
            if box.is_checked() != is_wanted and (is_wanted or isinstance(question, Mark)):
                label = form.locator("label", has=box.page.locator(f'[value="{box.get_attribute("value")}"]'))
                label.tap() if way == "touch" else label.click()
        elif box.is_checked() != is_wanted and (is_wanted or isinstance(question, Mark)):
            box.focus()
            box.page.keyboard.press("Space")
    assert form.locator("fieldset input:checked").evaluate_all("all => all.map((one) => one.value)") == [
        value
        for value in form.locator("fieldset input").evaluate_all("all => all.map((one) => one.value)")
        if value in wanted
    ]


SAID = {
    ("mark", "wrong"): "0 von 2 Stellen gefunden. Eine Markierung ist zu viel.",
    ("mark", "half"): "1 von 2 Stellen gefunden. Eine Markierung ist zu viel.",
    ("rate", "wrong"): "0 von 3 richtig eingeschätzt.",
    ("rate", "half"): "2 von 3 richtig eingeschätzt.",
}


@each_type
@pytest.mark.parametrize("how", ["right", "wrong", "half"])
@pytest.mark.parametrize("way", ["mouse", "touch", "keyboard"])
def test_an_answer_is_judged_and_says_how_much_is_right(
    tasks: Course, visit: Any, name: str, how: str, way: str
) -> None:
    question = of_type(tasks, name)
    page = visit(has_touch=True, viewport=NARROW).open(LESSON)
    form = form_of(page, question)
    fill(form, question, how, way)
    if way == "keyboard":
        page.keyboard.press("Enter")
    else:
        check(form)
    reply = form.get_by_role("status")
    if how == "right":
        expect(reply).to_contain_text("Richtig.")
        assert form.locator(".more > div").count() == len(question.keyed()) + 1  # every reason and the explanation
    else:
        expect(reply).to_contain_text("Noch nicht richtig.")
        expect(reply).to_contain_text(SAID[name, how])
    wait_until_stored(page)
    entry = stored(page)["answers"][question.id]
    assert (entry["ok"], sorted(entry["given"])) == (how == "right", sorted(values(question, how)))


@each_type
def test_a_wrong_answer_tells_the_reasons_of_what_was_chosen_and_keeps_what_is_right(
    tasks: Course, visit: Any, name: str
) -> None:
    question = of_type(tasks, name)
    page = visit().open(LESSON)
    form = form_of(page, question)
    fill(form, question, "half")
    check(form)
    told = form.locator(".feedback, .more").all_inner_texts()
    parts = question.segments if isinstance(question, Mark) else question.reactions  # type: ignore[attr-defined]
    shown = [one.feedback for one in parts if any(one.feedback in text for text in told)]
    assert len(shown) == {"mark": 2, "rate": 1}[name]
    assert not any("hilft" in text for text in told), "die richtige Einschätzung bleibt offen"
    form.get_by_role("button", name="Noch einmal versuchen").click()
    assert form.locator("fieldset input:checked").count() == {"mark": 1, "rate": 2}[name]
    fill(form, question, "right")
    check(form)
    expect(form.get_by_role("status")).to_contain_text("Richtig.")


@each_type
def test_nothing_is_judged_before_something_is_entered(tasks: Course, visit: Any, name: str) -> None:
    page = visit().open(LESSON)
    form = form_of(page, of_type(tasks, name))
    check(form)
    expect(form.get_by_role("status")).to_contain_text({"mark": "mindestens eine", "rate": "zuerst jede"}[name])
    assert stored(page) == {}


def test_who_leaves_a_reaction_out_is_led_to_it(tasks: Course, visit: Any) -> None:
    page = visit().open(LESSON)
    form = form_of(page, of_type(tasks, "rate"))
    first, second = form.locator(".ratings > li").nth(0), form.locator(".ratings > li").nth(1)
    first.get_by_role("radio").first.check()
    check(form)
    expect(second.get_by_role("radio").first).to_be_focused()


@each_type
def test_an_answer_is_there_after_a_reload_and_in_a_second_tab(tasks: Course, visit: Any, name: str) -> None:
    question = of_type(tasks, name)
    profile = visit()
    page, other = profile.open(LESSON), profile.open(LESSON)
    fill(form_of(page, question), question, "half")
    check(form_of(page, question))
    wait_until_stored(page)
    page.reload()
    for one in (page, other):
        form = form_of(one, question)
        expect(form.locator(".feedback")).to_contain_text(SAID[name, "half"])
        assert sorted(form.locator(":checked").evaluate_all("all => all.map((one) => one.value)")) == sorted(
            values(question, "half")
        )


@each_type
def test_without_storage_an_answer_is_judged_all_the_same(tasks: Course, visit: Any, name: str) -> None:
    profile = visit()
    profile.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    question = of_type(tasks, name)
    form = form_of(profile.open(LESSON), question)
    fill(form, question, "right")
    check(form)
    expect(form.get_by_role("status")).to_contain_text("Richtig.")


@each_type
def test_without_javascript_key_and_reasons_unfold(tasks: Course, visit: Any, name: str) -> None:
    question = of_type(tasks, name)
    form = form_of(visit(java_script_enabled=False).open(LESSON), question)
    form.get_by_text("Lösung und Begründungen").click()
    told = form.locator("details").inner_text()
    if isinstance(question, Mark):
        for segment in question.segments:
            verdict = "Markieren:" if segment.mark else "Stehen lassen:"
            assert f"{segment.text} {verdict} {segment.feedback}" in told
    else:
        for text in ("hilft: Sie muss nichts", "schadet: Sie erzählt", "ändert nichts: Freundlich."):
            assert text in told


def test_axe_finds_nothing_before_and_after_an_answer(tasks: Course, visit: Any) -> None:
    page = visit(viewport=NARROW).open(LESSON)
    assert violations(page) == []
    for name in NAMES:
        question = of_type(tasks, name)
        fill(form_of(page, question), question, "half")
        check(form_of(page, question))
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 361


def test_every_choice_has_a_name_and_a_reaction_names_its_group(tasks: Course, visit: Any) -> None:
    page = visit().open(LESSON)
    mark, rate = of_type(tasks, "mark"), of_type(tasks, "rate")
    for segment in mark.segments:  # type: ignore[attr-defined]
        assert form_of(page, mark).get_by_role("checkbox", name=segment.text, exact=True).count() == 1
    for reaction in rate.reactions:  # type: ignore[attr-defined]
        group = form_of(page, rate).get_by_role("group", name=reaction.text, exact=True)
        assert [one.get_attribute("value") for one in group.get_by_role("radio").all()] == [
            f"{option_key(reaction.text)}-{rating}" for rating in RATINGS
        ]
        expect(group.get_by_role("radio", name="ändert nichts", exact=True)).to_be_visible()


def test_a_mark_and_a_verdict_show_without_colours(tasks: Course, visit: Any) -> None:
    page = visit(forced_colors="active").open(LESSON)
    for name in NAMES:
        question = of_type(tasks, name)
        form = form_of(page, question)
        fill(form, question, "half")
        check(form)
        words = form.locator(".badge").all_inner_texts()
        assert set(words) == {"richtig", "falsch"}
        styles = form.locator(":is(.segments label, .ratings > li)").evaluate_all(
            "all => all.map((one) => getComputedStyle(one).borderTopStyle)"
        )
        assert {"solid", "dashed"} <= set(styles)


def test_on_paper_every_text_and_its_reason_stand(tasks: Course, visit: Any) -> None:
    page = visit().open(LESSON)
    page.emulate_media(media="print")
    for name in NAMES:
        form = form_of(page, of_type(tasks, name))
        expect(form.locator("fieldset input").first).to_be_visible()
        expect(form.locator(".solution li").last).to_be_visible()


@each_type
def test_the_exam_asks_and_judges_it(tasks: Course, visit: Any, name: str) -> None:
    questions = [of_type(tasks, one, "exam") for one in NAMES]
    keys = [f"{one.id}:{one.revision}" for one in questions]
    attempt = {"n": 1, "t": 1, "questions": keys, "answers": {}}
    profile = begun(visit(), progress(exam={"attempt": attempt}))
    page = profile.open(EXAM)
    for question in questions:
        form = page.locator(f"#frage-{question.id}")
        expect(form).to_be_visible()
        if isinstance(question, Mark):
            assert form.locator("input").evaluate_all("all => all.map((one) => one.value)") == [
                option_key(one.text) for one in question.segments
            ], "Sätze bleiben in der Reihenfolge des Textes"
        fill(form, question, "half" if question.type == name else "right")  # type: ignore[attr-defined]
        form.locator("[type=submit]").click()
    wait_until_stored(page)
    page.reload()
    page.get_by_role("button", name="Check abgeben", exact=True).click()
    for question in questions:
        reply = page.locator(f"#frage-{question.id} .feedback")
        if question.type == name:  # type: ignore[attr-defined]
            expect(reply).to_have_text(f"Nicht richtig.{SAID[name, 'half']}")
        else:
            expect(reply).to_have_text("Richtig.")


def test_the_review_asks_it(tasks: Course, visit: Any) -> None:
    document = progress(
        answers={
            placed.item.id: {"r": placed.item.revision, "n": i, "t": 1, "ok": True, "given": []}
            for i, placed in enumerate(tasks.bank.active("aushang", "practice"), 1)
        },
        lessons={"aushang": {"passed": {"n": 90, "t": 1, "v": "1"}}},
    )
    profile = begun(visit(), document)
    page = profile.open(REVIEW)
    page.get_by_label("10", exact=True).check()
    page.get_by_role("button", name="Anfangen", exact=True).click()
    for name in NAMES:
        question = of_type(tasks, name)
        form = page.locator(f"#frage-{question.id}")
        fill(form, question, "right")
        check(form)
        expect(form.get_by_role("status")).to_contain_text("Richtig.")


def test_only_pages_that_may_show_a_task_load_what_it_needs(built: Path, site: Path) -> None:
    def loads(path: Path) -> bool:
        text = path.read_text("utf-8")
        assert ("assets/tasks." in text) == bool(re.search(r"assets/tasks\.\w+\.js", text))
        return "assets/tasks." in text

    assert all(loads(built / name / "index.html") for name in (LESSON, EXAM, REVIEW))
    assert not any(loads(built / name / "index.html") for name in ("probe", "quellen", ""))
    for page in sorted(site.glob("*/index.html")):
        assert loads(page) or not re.search(
            r'data-type="?(?:cloze|mark|numeric|order|rate|write)', page.read_text("utf-8")
        ), page


ORDERS = """([forms, rounds]) => forms.map((html) => {
  const orders = new Map();
  for (let i = 0; i < rounds; i++) {
    document.body.innerHTML = html;
    const form = document.querySelector("form");
    probe.shuffleForm(form, probe.seeded(`${i}`));
    const boxes = [...form.querySelectorAll(".options input, .ratings fieldset label:first-of-type input")];
    const reasons = [...form.querySelectorAll(".reasons > li")];
    const order = [
      ...boxes.map((box, place) => [box.value, reasons[place].querySelector("span").textContent]),
      ...[...form.querySelectorAll("[data-item]")].map((item) => item.dataset.item),
      ...[...form.querySelectorAll("select")].map((list) => [...list.options].map((one) => one.value)),
    ];
    orders.set(JSON.stringify(order), [...form.querySelectorAll(".letter")].map((letter) => letter.textContent).join(""));
  }
  return [document.querySelector("form").dataset.question, [...orders.keys()].map(JSON.parse), [...new Set(orders.values())]];
})"""


def test_a_new_round_has_a_new_order_and_an_order_that_means_something_stays(
    browser: Browser, built: Path, site: Path, course: Course, tmp_path: Path
) -> None:
    source = 'import { seeded } from "./exam/exam.js";\nimport { shuffleForm } from "./questions/shuffle.js";\n'
    page = javascript(browser, tmp_path, f"{source}globalThis.probe = {{ seeded, shuffleForm }};")
    lessons = [built / LESSON, site / "erde-pruefen", site / "giessen"]
    html = [form for lesson in lessons for form in forms_in(lesson / "index.html")]
    seen = set()
    for name, orders, letters in page.evaluate(ORDERS, [html, 12]):
        kind = re.search(rf'data-question="?{name}"?[^>]*data-type="?(\w+)', " ".join(html))
        assert kind
        seen.add(kind[1])
        fixed = kind[1] in ("mark", "numeric", "cloze", "write") or name == "aushang-betrag"
        assert (len(orders) == 1) == fixed, name
        assert letters in (["ABC"], ["ABCD"], ["ABCDE"], [""]), name
        if kind[1] in ("single", "multiple", "mark", "rate"):
            pairs = [sorted(map(tuple, order)) for order in orders]
            assert all(one == pairs[0] for one in pairs), "jeder Grund geht mit seinem Text"
    assert seen >= {"single", "mark", "rate", "order", "match", "write"}
    page.close()


def forms_in(path: Path) -> list[str]:
    return re.findall(r"<form class=\"quiz question.*?</form>", path.read_text("utf-8"), re.S)


def test_packages_bring_what_a_task_needs(project: Path, built: Path) -> None:
    shutil.copy(ROOT / "LICENSE", project)
    link_folder(project / "node_modules", ROOT / "node_modules")
    shutil.copy(ROOT / "package-lock.json", project)
    packages = made(dataclasses.replace(edition_of(project), site=built))
    archive = opened(packages["probe-scorm12"])
    pages = [text for _, text in texts(archive) if re.search(r'data-type=\\?"?mark', text)]
    assert pages
    for text in pages:
        (name,) = set(re.findall(r"assets/tasks\.\w+\.js", text))
        assert [one for one in archive.namelist() if one.endswith(name)], name

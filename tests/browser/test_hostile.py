"""Hostile texts wherever a text can come from: nothing runs, nothing is loaded, no page breaks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import markdown
import pytest
import yaml
from playwright.sync_api import Page, expect
from test_assignment import code_of
from test_receipt import receipt
from test_storage import COURSE

from conftest import build, serve
from hostile import TEXTS
from kurs.checks.all import check_all
from kurs.content.course import load_course
from kurs.content.findings import errors
from kurs.content.page import EXTENSIONS
from projekt import make_project

pytestmark = pytest.mark.any_course

KEY = f"kurs:{COURSE}:lernstand"
NARROW = {"viewport": {"width": 360, "height": 800}}
# Not read from here: what a URL may hold. Browsers cut longer ones or take minutes to show them.
IN_URL = 2000


HARMLESS = {"p", "em", "strong", "code", "pre", "ul", "ol", "li", "hr", "br", "blockquote", "h1", "h2", "h3"}


def assert_unharmed(page: Page) -> None:
    """Nothing ran, and head, text and foot of the page are where they were."""
    assert page.evaluate("window.boese") is None
    assert page.evaluate("document.body.boese") is None
    assert (
        page.locator("main script, main iframe, main object, main embed, main style, main link, main base").count() == 0
    )
    expect(page.locator("header.kopf")).to_be_visible()
    expect(page.locator("main h1")).to_be_visible()
    expect(page.locator("footer.page-footer")).to_be_visible()
    assert page.locator("form form, main main, footer main").count() == 0


# What authors write


def hostile_question(i: int, text: str) -> dict[str, Any]:
    """A question whose texts are `text`; the types take turns."""
    texts = (text, f"Etwas {i}", "Nichts")
    own: dict[str, Any] = [
        {
            "type": "single",
            "options": [{"text": one, "correct": one is text, "feedback": text} for one in texts],
        },
        {"type": "mark", "segments": [{"text": one, "mark": one is text, "feedback": text} for one in texts]},
        {
            "type": "rate",
            "reactions": [
                {"text": one, "rating": "helps" if one is text else "harms", "feedback": text} for one in texts
            ],
        },
        {"type": "write", "criteria": [text, "Anders", "Noch anders"], "models": [text, "Kürzer"]},
    ][i % 4]
    place = {"lesson": "aushang", "objective": "aushang-erkennen", "use": "practice"}
    return {"id": f"h-{i}", "revision": 1, "stem": text, **own, **place, "explanation": text, "sources": []}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list[str], list[str]]]:
    """Address of a course whose lesson asks hostile questions, and the texts that were taken and refused."""
    project = make_project(tmp_path_factory.mktemp("projekt"))

    for i, text in enumerate(TEXTS):
        block = [hostile_question(i, text[:5000])]  # what is longer than 4,000 is refused anyway
        content = yaml.safe_dump({"questions": block}, allow_unicode=False, width=10**9)
        (project / "quizzes" / f"h-{i}.yml").write_text(content, "utf-8")
    told = [str(finding) for finding in errors(check_all(load_course(project)))]
    refused = {int(number) for line in told for number in re.findall(r"^quizzes/h-(\d+)\.yml:\d+: ", line)}
    for i in refused:
        (project / "quizzes" / f"h-{i}.yml").unlink()
    taken = [i for i in range(len(TEXTS)) if i not in refused]
    assert errors(check_all(load_course(project))) == []
    target = tmp_path_factory.mktemp("site") / "kurs"
    done = build(project, target)
    assert done.returncode == 0, done.stderr[-3000:]
    with serve(target.parent) as root:
        yield f"{root}kurs/", [TEXTS[i] for i in taken], [TEXTS[i] for i in sorted(refused)]


def test_markup_in_questions_is_refused_with_a_line_and_the_rest_is_taken(written: Any) -> None:
    _, taken, refused = written
    assert len(taken) > 60
    assert len(refused) > 60
    made = {text: markdown.markdown(text, extensions=EXTENSIONS) for text in taken}  # some tags are text to Markdown
    assert [text for text, html in made.items() if set(re.findall(r"<(\w+)", html)) - HARMLESS] == []


def test_what_authors_write_shows_as_text_and_every_question_still_works(visit: type, written: Any) -> None:
    address, taken, _ = written
    page = visit(address, **NARROW).open("aushang/")
    forms = page.locator("form.question")
    expect(forms).to_have_count(6 + len(taken))
    assert_unharmed(page)
    attributes = page.evaluate(
        """() => [...new Set([...document.querySelectorAll("form.question, form.question *")]
            .flatMap((node) => [...node.attributes].map((one) => one.name)))]"""
    )
    assert [
        name for name in attributes if name.startswith("on") or name in ("style", "autofocus", "srcdoc", "formaction")
    ] == []
    links = page.evaluate(
        """() => [...document.querySelectorAll("main [href], main [src]")].map((node) => node.href || node.src)"""
    )
    assert [link for link in links if not re.match(r"https?:|mailto:", link)] == []
    assert [link for link in links if "boese.example" in link] == []
    silent = page.evaluate(
        """() => [...document.querySelectorAll("form.question")].filter((form) => {
            for (const input of form.querySelectorAll("input")) {
                if (!input.name || !form.querySelector(`[name="${input.name}"]:checked`)) input.click();
            }
            form.requestSubmit();
            return !form.querySelector(".feedback .verdict");
        }).map((form) => form.dataset.question)"""
    )
    assert silent == []
    assert_unharmed(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 361


# What learners type, and what their browser holds


def feed(page: Page, texts: list[str], action: str) -> None:
    """Run the JavaScript `action` (an async function of a text) for each text."""
    page.evaluate(f"async (texts) => {{ const act = {action}; for (const text of texts) await act(text); }}", texts)


def test_a_blank_and_a_number_take_any_input(visit: type, course: Any) -> None:
    learner = visit()
    for kind in ("cloze", "numeric"):
        (lesson, name) = next(
            (p.item.lesson, p.item.id) for p in course.bank.active(use="practice") if p.item.type == kind
        )
        page = learner.open(f"{lesson}/")
        page.locator("#quiz").scroll_into_view_if_needed()
        form = f"document.querySelector('form[data-question=\"{name}\"]')"
        page.wait_for_function(
            f"() => {{ {form}.requestSubmit(); return {form}.querySelector('.feedback').textContent }}"
        )
        feed(
            page,
            list(TEXTS),
            f"""(text) => {{
                const form = document.querySelector('form[data-question="{name}"]');
                for (const input of form.querySelectorAll("input[type=text]")) input.value = text;
                form.requestSubmit();
                if (!form.querySelector(".feedback").textContent) throw new Error("stumm: " + text.slice(0, 50));
                if (form.dataset.done === "ja" && form.dataset.judged === "falsch") form.requestSubmit();
            }}""",
        )
        assert_unharmed(page)
        page.reload()
        assert_unharmed(page)


def test_the_search_box_takes_any_input(visit: type) -> None:
    page = visit(**NARROW).open("suche/?q=" + "%3Cscript%3Ewindow.boese=1%3C/script%3E")
    expect(page.locator("[data-search-status]")).not_to_be_empty(timeout=30000)
    page.set_default_timeout(120_000)
    feed(
        page,
        [text[:20_000] for text in TEXTS if text.strip()],
        """async (text) => {
            const form = document.querySelector("form[data-search]");
            const status = document.querySelector("[data-search-status]");
            form.querySelector("input").value = text;
            status.textContent = "";
            form.requestSubmit();
            for (let i = 0; i < 500 && !status.textContent && form.querySelector("input").value.trim(); i++) await new Promise((done) => setTimeout(done, 10));
            if (form.querySelector("input").value.trim() && !status.textContent) throw new Error("stumm: " + text.slice(0, 50));
        }""",
    )
    assert_unharmed(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 361


def test_query_and_fragment_of_an_address_take_anything(visit: type) -> None:
    page = visit().open("aufgabe/")
    feed(
        page,
        [text[:IN_URL] for text in TEXTS],
        "async (text) => { location.hash = text; await new Promise((done) => setTimeout(done)); }",
    )
    assert_unharmed(page)
    page.goto(page.url.split("aufgabe/")[0] + "trainer/pruefen/")
    feed(
        page,
        [text[:IN_URL] for text in TEXTS],
        "async (text) => { location.hash = text; await new Promise((done) => setTimeout(done)); }",
    )
    assert_unharmed(page)
    for text in TEXTS[::12]:
        value = page.evaluate("(text) => encodeURIComponent(text)", text[:300].replace("\x00", ""))
        page.goto(page.url.split("kurs/")[0] + f"kurs/erde-pruefen/?weg={value}#{value}")
        assert_unharmed(page)


def document_of(texts: list[str]) -> dict[str, Any]:
    """A sound progress document with hostile texts wherever one may stand."""
    passed = {"n": 3, "t": 1_790_000_000, "v": texts[0], "right": 20, "total": 20, "modules": texts[:200]}
    return {
        "format": "kurs-lernstand",
        "version": 1,
        "course": COURSE,
        "clock": 5,
        "answers": {text[:50]: {"r": 1, "n": 1, "t": 1, "ok": False, "given": [text]} for text in texts}
        | {"schild-fehlkauf": {"r": 1, "n": 2, "t": 1, "ok": False, "given": texts[:40]}},
        "lessons": {text[:50]: {"passed": {"n": 2, "t": 1, "v": text}} for text in texts},
        "exam": {"passed": {"3-1": passed}, "name": {"n": 4, "text": texts[1]}},
    }


SHORT = [text[:500] for text in TEXTS]
PAGES = ("lernstand/", "erde-pruefen/", "", "wiederholen/", "abschlusstest/", "zertifikat/", "nachweis/")


def test_a_stored_progress_full_of_hostile_texts_shows_as_text_everywhere(visit: type) -> None:
    learner = visit(**NARROW)
    page = learner.open("impressum/")
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(document_of(SHORT))])
    for path in PAGES:
        page.goto(learner.address + path)
        assert_unharmed(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 361, path
    kept = page.evaluate("(key) => JSON.parse(localStorage.getItem(key)).answers", KEY)
    assert len(kept) > 150


def test_stored_rubbish_is_put_aside_and_the_page_works(visit: type) -> None:
    learner = visit()
    page = learner.open("impressum/")
    for text in (*TEXTS[::40], "[" * 100_000, '{"format":"kurs-lernstand","version":1,"answers":' + "[" * 5000):
        page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
        page.goto(learner.address + "lernstand/")
        assert_unharmed(page)


def test_the_certificate_shows_any_name_as_it_was_typed(visit: type) -> None:
    learner = visit(**NARROW)
    page = learner.open("impressum/")
    page.evaluate(
        "([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps(document_of(["1.0.0", "Ada", "Modul"]))]
    )
    page.goto(learner.address + "zertifikat/")
    feed(
        page,
        list(TEXTS),
        """(text) => {
            const field = document.querySelector("#zertifikat-name");
            field.value = text;
            field.dispatchEvent(new Event("input", { bubbles: true }));
            if (document.querySelector("[data-name]").textContent !== field.value.trim()) throw new Error(text.slice(0, 50));
        }""",
    )
    page.locator("#zertifikat-name").fill(TEXTS[4])
    assert_unharmed(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 361


def test_reading_in_refuses_every_text_in_words(visit: type) -> None:
    page = visit().open("lernstand/")
    page.set_default_timeout(60_000)
    documents = [json.dumps(document_of([text, text, text])) for text in SHORT[:20]]
    feed(
        page,
        [*TEXTS, *documents],
        """async (text) => {
            const form = document.querySelector("[data-import]");
            const message = document.querySelector("[data-message=einlesen]");
            form.querySelector("#code-ein").value = text;
            message.textContent = "";
            form.requestSubmit();
            for (let i = 0; i < 500 && !message.textContent; i++) await new Promise((done) => setTimeout(done, 5));
            if (!message.textContent) throw new Error("stumm: " + text.slice(0, 50));
        }""",
    )
    assert_unharmed(page)


def test_an_assignment_shows_its_texts_as_texts(visit: type) -> None:
    page = visit(**NARROW).open("aufgabe/")
    codes = [code_of(["boden", text[:90]], g=text[:60], f=text[:60], n=text[:300]) for text in TEXTS]
    feed(
        page,
        [*TEXTS, *codes],
        """async (text) => {
            document.querySelector("#aufgabe-link").value = text;
            document.querySelector("#aufgabe-link").form.requestSubmit();
            await new Promise((done) => setTimeout(done));
        }""",
    )
    assert_unharmed(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 361


def test_the_page_that_assigns_takes_any_input(visit: type) -> None:
    page = visit(**NARROW).open("trainer/zuweisen/")
    page.get_by_role("checkbox", name="Der Boden").check()
    page.set_default_timeout(60_000)
    feed(
        page,
        list(TEXTS),
        """(text) => {
            for (const name of ["gruppe", "an", "von", "hinweis"]) {
                const field = document.querySelector(`[name=${name}]`);
                field.value = field.maxLength > 0 ? text.slice(0, field.maxLength) : text;
            }
            document.querySelector("form[novalidate]").dispatchEvent(new Event("input", { bubbles: true }));
            for (const fold of document.querySelectorAll("[data-each] > details")) fold.open = true;
        }""",
    )
    assert_unharmed(page)
    page.get_by_label("Gruppe").fill("\n".join(text[:50] for text in TEXTS[:40]))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".slip")).not_to_have_count(0)
    assert_unharmed(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 361
    page.reload()
    assert_unharmed(page)


def test_the_checker_lists_hostile_receipts_as_texts(visit: type, tmp_path: Path) -> None:
    page = visit().open("trainer/pruefen/")
    codes = [receipt(text[:80], random=f"r{i:03d}") for i, text in enumerate(TEXTS)]
    page.evaluate(
        """(text) => { const field = document.querySelector("#pruefen-text"); field.value = text; field.form.requestSubmit(); }""",
        "\n\n".join([*codes, *(text[:2000] for text in TEXTS)]),
    )
    expect(page.locator("table.nachweise tbody tr").nth(100)).to_be_attached()
    assert_unharmed(page)

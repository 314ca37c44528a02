"""Progress on this device: merging is safe in any order, and no fault of storage loses an answer."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from test_quiz import KEY, answer, check, example, finish, form_of, stored, wait_until_stored

from conftest import javascript
from kurs.content.course import Course
from kurs.content.model import Choice, Cloze
from projekt import COURSE

pytestmark = pytest.mark.any_course


@pytest.fixture(scope="module")
def functions(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """An empty page with the pure functions of the runtime on `window.f`."""
    page = javascript(
        browser,
        tmp_path_factory.mktemp("js"),
        'import { mergeProgress, canonical, inspectProgress, withAnswer } from "./progress/document.js";\n'
        'import { scoreOf } from "./progress/scoring.js";\n'
        'import { normalizeText, readNumbers } from "./questions/answers.js";\n'
        'import { drawQuestions, neededFor, seeded, withAttempt, withExamAnswer, withExamEnd, withName } from "./exam/exam.js";\n'
        'import { shuffled } from "./questions/shuffle.js";\n'
        "window.f = { mergeProgress, canonical, inspectProgress, withAnswer, scoreOf, normalizeText, readNumbers,"
        " drawQuestions, neededFor, seeded, shuffled, withAttempt, withExamAnswer, withExamEnd, withName };\n",
    )
    yield page
    page.close()


names = st.sampled_from(["a", "b", "c", "spaeter-neu", "__proto__", "constructor"])
counts = st.integers(0, 4)
answers = st.one_of(
    st.fixed_dictionaries({"r": counts, "n": counts, "reset": st.just(True)}),
    st.fixed_dictionaries(
        {
            "r": counts,
            "n": counts,
            "t": counts,
            "ok": st.booleans(),
            "given": st.lists(st.sampled_from(["x", "y"]), max_size=2),
        }
    ),
)
passed = st.fixed_dictionaries({"n": counts, "t": counts, "v": st.sampled_from(["1.0.0", "1.1.0"])})
lessons = st.one_of(
    st.just({}), st.fixed_dictionaries({"passed": passed}, optional={"note": st.sampled_from(["p", "q"])})
)
given_texts = st.lists(st.sampled_from(["x", "y"]), max_size=2)
scores = {"n": counts, "t": counts, "right": counts, "total": counts}
attempts = st.fixed_dictionaries(
    {
        "n": counts,
        "t": st.sampled_from([1, 2]),
        "questions": st.sampled_from([["a:1"], ["a:1", "b:1"]]),
        "answers": st.dictionaries(
            st.sampled_from(["a:1", "b:1"]), st.fixed_dictionaries({"n": counts, "given": given_texts}), max_size=2
        ),
    },
    optional={"end": st.fixed_dictionaries(scores), "spaeter": st.sampled_from([1, None])},
)
passes = st.fixed_dictionaries({**scores, "v": st.just("1.0.0"), "modules": given_texts})
exams = st.fixed_dictionaries(
    {},
    optional={
        "attempt": attempts,
        "passed": st.dictionaries(st.sampled_from(["1-1", "2-1"]), passes, max_size=2),
        "name": st.fixed_dictionaries({"n": counts, "text": st.sampled_from(["", "Ada"])}),
        "neu": st.sampled_from([1, None]),
    },
)
assignments = st.dictionaries(
    names,
    st.one_of(
        st.fixed_dictionaries({"n": counts, "t": counts, "code": st.sampled_from(["AUFGABE1.a", "AUFGABE2.b"])}),
        st.fixed_dictionaries({"n": counts, "gone": st.just(True)}),
    ),
    max_size=3,
)
documents = st.fixed_dictionaries(
    {
        "format": st.just("kurs-lernstand"),
        "version": st.just(1),
        "course": st.just(COURSE),
        "clock": counts,
        "answers": st.dictionaries(names, answers, max_size=3),
        "lessons": st.dictionaries(names, lessons, max_size=2),
    },
    optional={"neues-feld": st.sampled_from([1, 2, None]), "exam": exams, "assignments": assignments},
)
often = settings(max_examples=60)


def merged(page: Page, *expression: object) -> str:
    """canonical(merge(…)) where a tuple stands for a merge."""
    return page.evaluate(
        "(e) => { const m = (x) => Array.isArray(x) ? f.mergeProgress(m(x[0]), m(x[1])) : x; return f.canonical(m(JSON.parse(e))); }",
        json.dumps(expression[0]),  # as text, so that a key __proto__ arrives as the key that it is
    )


@often
@given(a=documents, b=documents)
def test_merging_is_commutative(functions: Page, a: dict, b: dict) -> None:
    assert merged(functions, [a, b]) == merged(functions, [b, a])


@often
@given(a=documents, b=documents, c=documents)
def test_merging_is_associative(functions: Page, a: dict, b: dict, c: dict) -> None:
    assert merged(functions, [[a, b], c]) == merged(functions, [a, [b, c]])


def test_an_unknown_null_is_a_value_like_any_other(functions: Page) -> None:
    empty = {"format": "kurs-lernstand", "version": 1, "course": COURSE, "clock": 0, "answers": {}, "lessons": {}}
    a, b, c = ({**empty, **more} for more in ({"neues-feld": None}, {}, {"neues-feld": 1}))
    assert merged(functions, [[a, b], c]) == merged(functions, [a, [b, c]])


@often
@given(a=documents, b=documents)
def test_merging_is_idempotent(functions: Page, a: dict, b: dict) -> None:
    assert merged(functions, [a, a]) == merged(functions, a)
    assert merged(functions, [[a, b], b]) == merged(functions, [a, b])


EMPTY = {"format": "kurs-lernstand", "version": 1, "course": COURSE, "clock": 0, "answers": {}, "lessons": {}}
OLDEST = {"r": 0, "n": 0, "reset": True}


@often
@given(a=documents, b=documents)
@hypothesis.example(a=EMPTY, b={**EMPTY, "answers": {"__proto__": OLDEST, "constructor": OLDEST}})
def test_merging_loses_no_entry_and_revokes_no_pass(functions: Page, a: dict, b: dict) -> None:
    both = json.loads(merged(functions, [a, b]))
    assert set(both["answers"]) == set(a["answers"]) | set(b["answers"])
    assert all(entry in (a["answers"].get(name), b["answers"].get(name)) for name, entry in both["answers"].items())
    for document in (a, b):
        for slug, lesson in document["lessons"].items():
            assert "passed" not in lesson or "passed" in both["lessons"][slug]


@often
@given(a=documents, b=documents)
def test_merging_loses_no_passed_exam_and_gives_what_can_be_read_again(functions: Page, a: dict, b: dict) -> None:
    both = json.loads(merged(functions, [a, b]))
    assert functions.evaluate(f"(d) => f.inspectProgress(d, '{COURSE}')", both) == "ok"
    for document in (a, b):
        assert set(document.get("exam", {}).get("passed", {})) <= set(both.get("exam", {}).get("passed", {}))


@often
@given(a=documents, b=documents)
def test_of_two_words_on_an_assignment_the_later_counts_and_none_is_lost(functions: Page, a: dict, b: dict) -> None:
    both = json.loads(merged(functions, [a, b])).get("assignments", {})
    mine, theirs = a.get("assignments", {}), b.get("assignments", {})
    assert set(both) == set(mine) | set(theirs)
    for name, entry in both.items():
        told = [entries[name] for entries in (mine, theirs) if name in entries]
        assert entry in told
        assert entry["n"] == max(one["n"] for one in told)


@pytest.mark.parametrize(
    "entry",
    [None, "x", {}, {"n": -1, "gone": True}, {"n": 1}, {"n": 1, "t": 1}, {"n": 1, "t": 1, "code": 5},
     {"n": 1, "t": 1, "code": "x" * 2001}, {"n": 1, "t": -1, "code": "x"}, {"n": 1, "gone": "ja"}],
)  # fmt: skip
def test_an_assignment_of_another_shape_is_not_read(functions: Page, entry: Any) -> None:
    document = {**EMPTY, "assignments": {"x": entry}}
    assert functions.evaluate(f"(d) => f.inspectProgress(d, '{COURSE}')", document) == "foreign"


def test_answers_to_one_attempt_from_two_devices_come_together(functions: Page) -> None:
    def device(*answers: tuple[str, int]) -> dict:
        attempt = {"n": 1, "t": 5, "questions": ["a:1", "b:1"]}
        attempt["answers"] = {key: {"n": n, "given": [f"{key}{n}"]} for key, n in answers}
        return {"format": "kurs-lernstand", "version": 1, "course": COURSE, "clock": 9, "answers": {}, "lessons": {},
                "exam": {"attempt": attempt}}  # fmt: skip

    both = json.loads(merged(functions, [device(("a:1", 2), ("b:1", 4)), device(("a:1", 3))]))
    assert {key: entry["n"] for key, entry in both["exam"]["attempt"]["answers"].items()} == {"a:1": 3, "b:1": 4}


ATTEMPT = {"n": 1, "t": 1, "questions": ["a:1"], "answers": {}}
UNSOUND_EXAMS = [
    None,
    [],
    "x",
    {"attempt": None},
    {"attempt": {**ATTEMPT, "questions": ["a:1"] * 41}},
    {"attempt": {**ATTEMPT, "questions": ["x" * 501]}},
    {"attempt": {**ATTEMPT, "questions": [{"a": 1}]}},
    {"attempt": {**ATTEMPT, "t": 253_402_300_800}},
    {"attempt": {**ATTEMPT, "t": 1.5}},
    {"attempt": {**ATTEMPT, "answers": {"a:1": {"n": 1, "given": "x"}}}},
    {"attempt": {**ATTEMPT, "answers": {"a:1": {"n": 1, "given": ["x" * 501]}}}},
    {"attempt": {**ATTEMPT, "end": {"n": 1, "t": 1, "right": "20", "total": 20}}},
    {"passed": {"1-1": {"n": 1, "t": 1, "v": "1.0.0", "right": 1, "total": 1, "modules": "alle"}}},
    {"passed": {"1-1": {"n": 1, "t": 1, "v": 1, "right": 1, "total": 1, "modules": []}}},
    {"passed": {"x" * 101: {"n": 1, "t": 1, "v": "1.0.0", "right": 1, "total": 1, "modules": []}}},
    {"name": {"n": 1, "text": "x" * 501}},
    {"name": "Ada"},
]


@pytest.mark.parametrize("exam", UNSOUND_EXAMS)
def test_an_exam_out_of_bounds_is_not_taken(functions: Page, exam: object) -> None:
    document = {"format": "kurs-lernstand", "version": 1, "course": COURSE, "clock": 0, "answers": {}, "lessons": {}}
    verdict = functions.evaluate(f"(d) => f.inspectProgress(d, '{COURSE}')", {**document, "exam": exam})
    assert verdict == "foreign"


pools = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), max_size=40).map(
    lambda places: [
        {"key": f"f{i}:1", "group": f"m{module}", "lesson": f"l{module}{lesson}", "objective": f"o{i % 2}"}
        for i, (module, lesson) in enumerate(places)
    ]
)


@often
@given(pool=pools, count=st.integers(1, 25), seed=st.integers(0, 10_000), old=st.integers(0, 40))
def test_a_draw_is_even_over_the_modules_and_prefers_what_is_new(
    functions: Page, pool: list[dict[str, str]], count: int, seed: int, old: int
) -> None:
    before = [one["key"] for one in pool[:old]]
    drawn = functions.evaluate(
        "([pool, count, before, seed]) => f.drawQuestions(pool, count, before, f.seeded(String(seed)))",
        [pool, count, before, seed],
    )
    assert len(drawn) == len(set(drawn)) == min(count, len(pool))
    by_module: dict[str, list[str]] = {}
    for one in pool:
        by_module.setdefault(one["group"], []).append(one["key"])
    taken = {module: len(set(keys) & set(drawn)) for module, keys in by_module.items()}
    for module, keys in by_module.items():
        assert taken[module] == len(keys) or taken[module] >= max(taken.values()) - 1
        fresh = set(keys) - set(before)
        assert set(keys) & set(before) & set(drawn) == set() or fresh <= set(drawn)


@pytest.mark.parametrize(("total", "needed"), [(20, 16), (19, 16), (15, 12), (35, 28), (1, 1)])
def test_eighty_per_cent_are_enough(functions: Page, total: int, needed: int) -> None:
    assert functions.evaluate("(total) => f.neededFor(total)", total) == needed


@pytest.mark.parametrize("check", ["", "einstiegs-check"], ids=["the course's", "a path's"])
def test_what_an_exam_writes_can_be_read_again_however_long_it_is(functions: Page, check: str) -> None:
    document = {"format": "kurs-lernstand", "version": 1, "course": COURSE, "clock": 0, "answers": {}, "lessons": {}}
    verdict, ended = functions.evaluate(
        """([progress, check]) => {
          progress = f.withAttempt(progress, check, ["a:1"], 5);
          const { attempt } = check ? progress.checks[check] : progress.exam;
          progress = f.withExamAnswer(progress, check, attempt, "a:1", Array(99).fill("x".repeat(9999)));
          if (f.withExamAnswer(progress, check, attempt, "__proto__", ["x"]) !== progress) throw new Error("fremde Frage");
          progress = f.withName(progress, "x".repeat(9999));
          const result = { right: 1, total: 1, groups: Array(999).fill("x".repeat(9999)) };
          progress = f.withExamEnd(progress, check, attempt, result, { lesson: "abschlusstest", version: "1.0.0" }, 6);
          const again = f.withExamEnd(f.withExamAnswer(progress, check, attempt, "a:1", []), check, attempt, { right: 0, total: 1, groups: [] }, {}, 7);
          return [f.inspectProgress(progress, progress.course), again === progress];
        }""",
        [document, check],
    )
    assert verdict == "ok"
    assert ended, "nach dem Abgeben ändert sich nichts mehr"


@given(document=documents, name=names)
def test_a_new_answer_outranks_whatever_was_read_in_before(functions: Page, document: dict, name: str) -> None:
    entry = functions.evaluate(
        """([text, name]) => {
          const before = JSON.parse(text);
          const after = f.withAnswer(before, name, 4, { ok: true, given: [] }, 0);
          return JSON.stringify(Object.entries(f.mergeProgress(before, after).answers).find(([id]) => id === name)[1]);
        }""",
        [json.dumps(document), name],
    )
    assert json.loads(entry) == {"r": 4, "n": json.loads(entry)["n"], "t": 0, "ok": True, "given": []}


@pytest.mark.parametrize("given", [["x"] * 41, ["x" * 501], ["x" * 9999] * 99])
def test_an_answer_is_stored_as_far_as_it_can_be_read_again(functions: Page, given: list[str]) -> None:
    verdict, kept = functions.evaluate(
        f"""([progress, given]) => {{
          const after = f.withAnswer(progress, "a", 1, {{ ok: true, given }}, 5);
          return [f.inspectProgress(after, '{COURSE}'), after.answers.a.given.length];
        }}""",
        [EMPTY, given],
    )
    assert verdict == "ok"
    assert kept == min(40, len(given))


def test_a_document_nested_without_end_is_refused_instead_of_exhausting_the_page(functions: Page) -> None:
    document = {"format": "kurs-lernstand", "version": 1, "course": COURSE, "clock": 0, "answers": {}, "lessons": {}}
    for depth, verdict in ((5, "ok"), (100_000, "foreign")):
        text = json.dumps(document)[:-1] + ', "neu": ' + "[" * depth + "]" * depth + "}"
        assert functions.evaluate(f"(t) => f.inspectProgress(JSON.parse(t), '{COURSE}')", text) == verdict


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("3.750", [3750, 3.75]), ("3750", [3750]), ("1,5", [1.5]), ("1.5", [1.5]), ("3.750,50 €", [3750.5]), ("−2", [-2]),
     ("12 %", [12]), ("15 Punkte", []), ("1 000", [1000]), ("ca. 40", [40]), ("1.2.3", []), ("", []), ("zehn", []), ("1,234", [1234, 1.234])],
)  # fmt: skip
def test_numbers_are_read_as_germans_write_them(functions: Page, text: str, numbers: list[float]) -> None:
    assert sorted(functions.evaluate("(t) => f.readNumbers(t)", text)) == sorted(numbers)


@pytest.mark.parametrize("text", ["15 Punkte", "15 punkte", "15Punkte", "ca. 15 Punkte", "15"])
def test_behind_a_number_may_stand_the_unit_of_its_question(functions: Page, text: str) -> None:
    assert functions.evaluate("(t) => f.readNumbers(t, 'Punkte')", text) == [15]
    assert functions.evaluate("(t) => f.readNumbers(t, 'Meter je Sekunde')", "15 Meter je Sekunde") == [15]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "strasse"),
        ("Übung", "Uebung"),
        ("U\u0308bung", "übung"),
        ("a  b", "a\u00a0b"),
        ("1,5", "1.5"),
        ("E‑Mail", "E-Mail"),
    ],
)
def test_german_spellings_are_the_same_answer(functions: Page, one: str, other: str) -> None:
    assert functions.evaluate("([a, b]) => f.normalizeText(a) === f.normalizeText(b)", [one, other])


def test_what_is_planted_is_all_that_a_page_then_finds(visit: Any) -> None:
    profile = visit()
    profile.plant("kurs:eins", "ja")
    profile.plant("kurs:zwei", "nein")
    page = profile.tab()
    found = "Promise.all([{ ...localStorage }, { ...sessionStorage }, document.cookie, indexedDB.databases(), caches.keys()])"
    assert page.evaluate(found) == [{"kurs:eins": "ja", "kurs:zwei": "nein"}, {}, "", [], []]
    assert profile.tab() != page


def test_two_tabs_keep_both_answers(course: Course, visit: Any) -> None:
    first, second = course.bank.active(next(iter(course.lessons)), "practice")[:2]
    profile = visit()
    one, two = profile.open(f"{first.item.lesson}/"), profile.open(f"{first.item.lesson}/")
    for page, placed in ((one, first), (two, second)):
        answer(form_of(page, placed.item), placed.item, right=True)
        check(form_of(page, placed.item))
        wait_until_stored(page, placed.item.id)
    assert {first.item.id, second.item.id} <= set(stored(one)["answers"])
    expect(form_of(one, second.item).locator(".feedback")).to_contain_text("Richtig.")


def test_an_answer_that_another_tab_overwrote_comes_back(course: Course, visit: Any) -> None:
    question = example(course, Choice, "single")
    profile = visit()
    page, other = profile.open(f"{question.lesson}/"), profile.open("glossar/")
    answer(form_of(page, question), question, right=True)
    check(form_of(page, question))
    wait_until_stored(page, question.id)
    empty = {"format": "kurs-lernstand", "version": 1, "course": COURSE, "clock": 0, "answers": {}, "lessons": {}}
    other.evaluate(f"(text) => localStorage.setItem('{KEY}', text)", json.dumps(empty))
    wait_until_stored(page, question.id)


FORBID = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
FULL = "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }"


@pytest.mark.parametrize(
    ("fault", "message"), [(FORBID, "erlaubt das Speichern nicht"), (FULL, "Speicher des Browsers ist voll")]
)
def test_without_storage_the_course_works_and_says_once_that_nothing_is_kept(
    course: Course, visit: Any, fault: str, message: str
) -> None:
    lesson = next(iter(course.lessons))
    profile = visit()
    profile.context.add_init_script(fault)
    page = profile.open(f"{lesson}/")
    expect(page.locator("[data-messages]")).to_be_empty()
    finish(page, course, lesson)
    expect(page.locator(".result [role=status]")).to_contain_text("bestanden")
    expect(page.locator("[data-messages] p")).to_have_count(1)
    expect(page.locator("[data-messages]")).to_contain_text(message)


HALF = """() => {
const whole = Storage.prototype.setItem;
let isBroken = false;
Storage.prototype.setItem = function (name, text) {
  if (isBroken || !name.endsWith(":lernstand")) return whole.call(this, name, text);
  isBroken = true;
  whole.call(this, name, text.slice(0, text.length / 2));
  throw new DOMException("interrupted", "UnknownError");
}; }"""


def test_a_write_that_broke_off_halfway_costs_no_answer(course: Course, visit: Any) -> None:
    first, second = (placed.item for placed in course.bank.active(next(iter(course.lessons)), "practice")[:2])
    profile = visit()
    page = profile.open(f"{first.lesson}/")
    page.evaluate(HALF)
    answer(form_of(page, first), first, right=True)
    check(form_of(page, first))
    wait_until_stored(page)
    text = page.evaluate(f"localStorage.getItem('{KEY}')")
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)
    answer(form_of(page, second), second, right=True)
    check(form_of(page, second))
    wait_until_stored(page, second.id)
    assert {first.id, second.id} <= set(stored(page)["answers"])
    assert page.evaluate(f"localStorage.getItem('{KEY}:beiseite:1')") == text


def test_an_answer_is_kept_though_the_page_is_left_in_the_same_moment(course: Course, visit: Any) -> None:
    question = example(course, Choice, "single")
    page = visit().open(f"{question.lesson}/")
    answer(form_of(page, question), question, right=True)
    with page.expect_navigation():
        page.evaluate(
            """(id) => {
              const plain = setTimeout;
              globalThis.setTimeout = (action, ...rest) => plain(action, 60_000); // the page is gone before
              document.getElementById(id).requestSubmit();
              location.reload();
            }""",
            f"frage-{question.id}",
        )
    expect(form_of(page, question).locator(".feedback")).to_contain_text("Richtig.")


DAMAGED = [
    "{",
    "null",
    "[]",
    '"x"',
    '{"format":"kurs-lernstand","version":1,"course":"anderer","clock":0,"answers":{},"lessons":{}}',
    '{"format":"kurs-lernstand","version":1,"course":"'
    + COURSE
    + '","clock":0,"answers":{"x":{"r":1,"n":1,"ok":"ja"}},"lessons":{}}',
    '{"format":"kurs-lernstand","version":1,"course":"' + COURSE + '","clock":-1,"answers":{},"lessons":{}}',
    json.dumps({"quiz-0": {"answered": True, "selectedValues": ["<svg onload=window.boese=1>"]}}),
]


@pytest.mark.parametrize("text", DAMAGED)
def test_damaged_or_foreign_content_is_kept_aside_and_told(course: Course, visit: Any, text: str) -> None:
    question = example(course, Choice, "single")
    profile = visit()
    profile.plant(KEY, text)
    page = profile.open(f"{question.lesson}/")
    expect(page.locator("[data-messages]")).to_contain_text("Er liegt beiseite und ist nicht gelöscht")
    answer(form_of(page, question), question, right=True)
    check(form_of(page, question))
    wait_until_stored(page, question.id)
    assert page.evaluate(f"localStorage.getItem('{KEY}:beiseite:1')") == text
    assert page.evaluate("window.boese") is None


def test_an_answer_that_fits_in_no_more_is_told_and_spoils_nothing(course: Course, visit: Any) -> None:
    question = example(course, Choice, "single")
    full = {**EMPTY, "answers": {str(i): {"r": 1, "n": 0, "reset": True} for i in range(20_000)}}
    profile = visit()
    profile.plant(KEY, json.dumps(full))
    page = profile.open(f"{question.lesson}/")
    answer(form_of(page, question), question, right=True)
    check(form_of(page, question))
    expect(page.locator("[data-messages]")).to_contain_text("passt nichts mehr")
    expect(form_of(page, question).locator(".feedback")).to_contain_text("Richtig.")
    page.reload()
    expect(page.locator("[data-messages]")).to_be_empty()
    assert stored(page) == full


def test_a_document_of_a_later_version_is_left_alone(course: Course, visit: Any) -> None:
    question = example(course, Choice, "single")
    later = json.dumps({"format": "kurs-lernstand", "version": 2, "course": COURSE, "neu": 1})
    profile = visit()
    profile.plant(KEY, later)
    page = profile.open(f"{question.lesson}/")
    expect(page.locator("[data-messages]")).to_contain_text("neueren Fassung des Kurses")
    answer(form_of(page, question), question, right=True)
    check(form_of(page, question))
    expect(form_of(page, question).get_by_role("status")).to_contain_text("Richtig.")
    assert page.evaluate(f"localStorage.getItem('{KEY}')") == later


def test_answers_to_unknown_questions_are_kept(course: Course, visit: Any) -> None:
    question = example(course, Choice, "single")
    known = {"r": 1, "n": 1, "t": 0, "ok": True, "given": ["x"]}
    document = {
        "format": "kurs-lernstand",
        "version": 1,
        "course": COURSE,
        "clock": 1,
        "answers": {"frage-von-morgen": known},
        "lessons": {},
    }
    profile = visit()
    profile.plant(KEY, json.dumps(document))
    page = profile.open(f"{question.lesson}/")
    answer(form_of(page, question), question, right=True)
    check(form_of(page, question))
    wait_until_stored(page, question.id)
    assert stored(page)["answers"]["frage-von-morgen"] == known


def test_a_question_with_a_new_meaning_opens_again_and_others_stay(course: Course, visit: Any) -> None:
    lesson = next(iter(course.lessons))
    changed, kept = (placed.item for placed in course.bank.active(lesson, "practice")[:2])
    entries = {
        q.id: {"r": q.revision - (q is changed), "n": 1, "t": 0, "ok": False, "given": ["?"]} for q in (changed, kept)
    }
    document = {
        "format": "kurs-lernstand",
        "version": 1,
        "course": COURSE,
        "clock": 1,
        "answers": entries,
        "lessons": {},
    }
    profile = visit()
    profile.plant(KEY, json.dumps(document))
    page = profile.open(f"{lesson}/")
    expect(form_of(page, kept)).to_have_attribute("data-judged", "falsch")
    assert form_of(page, changed).get_attribute("data-judged") is None


def test_nothing_is_stored_before_the_first_answer(course: Course, visit: Any) -> None:
    page = visit().open(f"{next(iter(course.lessons))}/")
    page.wait_for_timeout(200)
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []


def test_a_very_long_answer_is_bounded(course: Course, visit: Any) -> None:
    question = example(course, Cloze)
    page = visit().open(f"{question.lesson}/")
    form = form_of(page, question)
    for i in range(form.locator(".blank").count()):
        form.locator(".blank").nth(i).fill("x" * 100_000)
    check(form)
    wait_until_stored(page)
    assert max(len(text) for text in stored(page)["answers"][question.id]["given"]) == 500
    page.reload()
    expect(page.locator("[data-messages]")).to_be_empty()

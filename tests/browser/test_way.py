"""The way: an assignment, else the path opened last, else the course; all that says "next" follows it, and nothing is lost."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from test_pages import NARROW, WIDE, violations
from test_progress import MAY, plant, progress
from test_quiz import KEY, stored
from test_standing import answers, where_to_go_on

from codes import code_of
from conftest import javascript
from kurs.content.course import Course, LearningPath
from projekt import COURSE

pytestmark = pytest.mark.any_course

WAY = f"kurs:{COURSE}:weg"


# The function


@pytest.fixture(scope="module")
def way(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """`way(kept, …)`: what wayOf says in a course of lessons a to f with an exam x and the paths p (c, a) and q (f)."""
    source = """
      import { afterwards, readKept, wayOf, withPath, withPlace } from "./progress/way.js";
      import { planFrom } from "./progress/plan.js";
      const plan = planFrom({
        modules: [{ slug: "m", title: "M", url: "../m/", lessons: ["a", "b", "c"] }, { slug: "n", title: "N", url: "../n/", lessons: ["d", "e", "f"] }],
        paths: [{ slug: "p", title: "P", url: "../wege/p/", lessons: ["c", "a"] }, { slug: "q", title: "Q", url: "../wege/q/", lessons: ["f"] }],
        lessons: [..."abcdef"].map((slug) => ({ slug, title: slug, url: `../${slug}/`, minutes: 8, questions: `${slug}1:1 ${slug}2:1` })).concat([{ slug: "x" }, { slug: "y", path: "p" }].map((exam) => ({ title: exam.slug, url: `../${exam.slug}/`, minutes: 0, questions: "", ...exam }))),
      }, "https://kurs.test/assets/plan.json");
      const known = ({ passed = "", given = {}, assigned = [], attempt, check, ...kept }) => ({
        plan,
        progress: {
          clock: 9, exam: { attempt }, checks: { y: { attempt: check } },
          lessons: Object.fromEntries([...passed].map((slug) => [slug, { passed: { n: 1, t: 1, v: "1" } }])),
          answers: Object.fromEntries(Object.entries(given).map(([id, n]) => [id, { r: 1, n, t: 1, ok: true, given: ["x"] }])),
        },
        kept: { way: "", path: "", places: [], ...kept },
        tasks: assigned.map(([id, ...parts]) => ({ id, parts, title: id, url: `aufgabe/#${id}` })),
      });
      window.f = {
        way: (facts, from) => wayOf(known(facts), from),
        afterwards: (facts) => afterwards(known(facts)),
        landed: (facts, path) => withPath(known(facts), path),
        readKept, withPlace,
      };
    """
    page = javascript(browser, tmp_path_factory.mktemp("js"), textwrap.dedent(source))
    yield lambda name, *given: page.evaluate("([name, given]) => f[name](...given)", [name, list(given)])
    page.close()


def steps(way: dict) -> str:
    return "".join(step["slug"] for step in way["steps"])


def test_an_open_assignment_goes_before_a_path_and_a_path_before_the_course(way: Any) -> None:
    assert steps(way("way", {})) == "abcdefx"
    assert steps(way("way", {"path": "p"})) == "ca"
    assert steps(way("way", {"path": "p", "assigned": [["1", "n"]]})) == "def"
    assert steps(way("way", {"path": "p", "assigned": [["1", "n"]], "passed": "def"})) == "ca"
    assert steps(way("way", {"path": "p", "passed": "ac"})) == "abcdefx"


def test_the_assignment_accepted_or_opened_last_is_the_one(way: Any) -> None:
    both = [["2", "e"], ["1", "d"]]
    assert steps(way("way", {"assigned": both})) == "e"
    assert steps(way("way", {"assigned": both, "way": "aufgabe:1"})) == "d"
    assert steps(way("way", {"assigned": both, "way": "aufgabe:gone"})) == "e"
    assert steps(way("way", {"assigned": [["2", "gibtsnicht"], ["1", "d"]]})) == "d"


def test_an_assignment_of_a_path_and_a_module_keeps_its_order_and_each_lesson_once(way: Any) -> None:
    assert steps(way("way", {"assigned": [["1", "wege/p", "m", "gibtsnicht", "x"]]})) == "cabx"


def test_the_learner_can_leave_for_the_course_or_a_path_and_come_back(way: Any) -> None:
    assigned = {"assigned": [["1", "d"]], "path": "p"}
    assert steps(way("way", {**assigned, "way": "kurs"})) == "abcdefx"
    assert steps(way("way", {**assigned, "way": "weg"})) == "ca"
    assert steps(way("way", {**assigned, "way": "aufgabe:1"})) == "d"


def test_an_address_with_a_path_is_followed_whatever_is_kept(way: Any) -> None:
    facts = {"assigned": [["1", "d"]], "path": "p"}
    assert steps(way("way", facts, {"asked": "q"})) == "f"
    assert steps(way("way", facts, {"asked": "gibtsnicht"})) == "d"
    assert steps(way("way", facts, {"asked": "__proto__"})) == "d"


def test_a_path_that_was_opened_is_kept_beside_an_open_assignment(way: Any) -> None:
    assert way("landed", {"assigned": [["1", "d"]]}, "q") == {"way": "", "path": "q", "places": []}
    assert way("landed", {"assigned": [["1", "d"]], "passed": "d", "way": "aufgabe:1"}, "q")["way"] == "weg"
    assert way("landed", {"way": "kurs"}, "q") == {"way": "weg", "path": "q", "places": []}


def test_from_a_lesson_the_way_says_what_is_before_and_after(way: Any) -> None:
    first = way("way", {"path": "p"}, {"here": "c"})
    assert (first["index"], first["next"]["slug"], first.get("previous")) == (0, "a", None)
    last = way("way", {"path": "p"}, {"here": "a"})
    assert (last["index"], last.get("next"), last["previous"]["slug"]) == (1, None, "c")
    outside = way("way", {"path": "p"}, {"here": "d"})
    assert (outside["index"], outside.get("next"), outside.get("previous")) == (-1, None, None)


def test_one_goes_on_at_the_open_question_the_result_or_the_paragraph_read_last(way: Any) -> None:
    def url(**facts: Any) -> str:
        return way("way", facts)["onward"]["url"].removeprefix("https://kurs.test/")

    assert url(given={"b1": 5}) == "b/#frage-b2"
    assert url(given={"b1": 5, "b2": 6}) == "b/#quiz"
    assert url(places=[["b", "belege", 5]]) == "b/#belege"
    assert url(given={"b1": 5}, places=[["c", "belege", 7], ["b", "uebung", 6]]) == "c/#belege"
    assert url(given={"b1": 5}, places=[["a", "", 3]]) == "b/#frage-b2"
    assert url(path="p", places=[["c", "belege", 5]]) == "c/?weg=p#belege"


def test_of_two_lessons_read_without_answering_in_between_it_is_the_one_read_last(way: Any) -> None:
    """The document's clock stands still while one reads: both were left at the same."""
    facts = {"given": {"b1": 5}, "places": [["b", "quiz", 5], ["d", "uebung", 5]]}
    assert way("way", facts)["onward"]["step"]["slug"] == "d"


def test_what_was_read_after_an_answer_elsewhere_goes_before_it(way: Any) -> None:
    """Also where it is the only place kept, because the lesson of the answer was left too fast."""
    onward = way("way", {"given": {"b1": 5}, "places": [["d", "uebung", 5]]})["onward"]
    assert (onward["step"]["slug"], onward["url"]) == ("d", "https://kurs.test/d/#uebung")


def test_a_lesson_that_was_never_opened_is_not_said_to_be_where_one_was(way: Any) -> None:
    before = {"given": {"b1": 5, "b2": 6}, "passed": "b", "places": [["b", "quiz", 6]]}
    onward = way("way", before)["onward"]
    assert (onward["step"]["slug"], onward["isOpened"]) == ("c", False)
    onward = way("way", {**before, "places": [*before["places"], ["c", "", 6]]})["onward"]
    assert (onward["step"]["slug"], onward["isOpened"]) == ("c", True)


def test_one_goes_on_in_a_path_s_check_that_was_begun_last_and_not_handed_in(way: Any) -> None:
    begun = {"n": 5, "answers": {"k": {"n": 6}}}
    facts = {"path": "p", "way": "weg", "given": {"c1": 4}, "check": begun}
    onward = way("way", facts)["onward"]
    assert (onward["step"]["slug"], onward["isOpened"]) == ("y", True)
    assert way("way", {**facts, "passed": "ac"})["onward"]["step"]["slug"] == "y"
    assert way("way", {**facts, "given": {"c1": 7}})["onward"]["step"]["slug"] == "c"
    assert way("way", {**facts, "check": {**begun, "end": {}}})["onward"]["step"]["slug"] == "c"


def test_what_is_left_is_counted_in_minutes_of_open_lessons(way: Any) -> None:
    assert way("way", {"path": "p", "passed": "a"})["minutes"] == 8
    done = way("way", {"path": "p", "way": "weg", "passed": "ac"})
    assert (done["minutes"], done["isDone"], done.get("onward")) == (0, True, None)
    assert steps(way("afterwards", {"path": "p", "way": "weg", "passed": "ac"})) == "abcdefx"


@pytest.mark.parametrize(
    "text", [None, "", "null", "[]", "{", '{"way": 1, "path": {}, "places": [1, [], ["a"], ["a", 2, 3]]}']
)
def test_what_was_kept_and_cannot_be_read_is_nothing(way: Any, text: str | None) -> None:
    assert way("readKept", text) == {"way": "", "path": "", "places": []}


def test_places_are_bounded_and_the_last_one_stays(way: Any) -> None:
    kept = {"way": "", "path": "", "places": [[f"l{i}", "", i] for i in range(60)]}
    places = way("withPlace", kept, ["neu", "belege", 70])["places"]
    assert (len(places), places[0], places[-1]) == (60, ["l1", "", 1], ["neu", "belege", 70])
    assert way("withPlace", kept, ["l3", "x", 70])["places"][-1] == ["l3", "x", 70]
    many = json.dumps({"way": "w" * 200, "places": [["a" * 200, "", 1], *([f"l{i}", "", i] for i in range(99))]})
    assert len(way("readKept", many)["places"]) == 60


# On pages


def path_named(course: Course, slug: str) -> LearningPath:
    return next(path for path in course.paths if path.slug == slug)


def pager(page: Page) -> Any:
    return page.get_by_role("navigation", name="Nächste Schritte")


def pass_quiz(page: Page) -> None:
    """Answer every question of the lesson rightly, as its own data say."""
    slug = page.locator("[data-quiz]").get_attribute("data-quiz")
    ids = [form.get_attribute("data-question") for form in page.locator("form.question").all()]
    revisions = [int(form.get_attribute("data-revision") or 0) for form in page.locator("form.question").all()]
    document = stored(page) or progress()
    n = document["clock"]
    for id, revision in zip(ids, revisions, strict=True):
        n += 1
        document["answers"][id] = {"r": revision, "n": n, "t": MAY, "ok": True, "given": ["x"]}
    document["lessons"][slug] = {"passed": {"n": n, "t": MAY, "v": "1"}}
    text = json.dumps({**document, "clock": n})
    page.evaluate(
        "([key, text]) => { localStorage.setItem(key, text);"
        " dispatchEvent(new StorageEvent('storage', { key, newValue: text })) }",
        [KEY, text],
    )
    expect(page.locator(".result [role=status]")).to_contain_text("bestanden")


def test_from_the_link_to_a_path_to_its_last_lesson_without_the_menu(course: Course, visit: Any) -> None:
    path = path_named(course, "beginn")
    page = visit(viewport=NARROW).open("wege/beginn/")
    where_to_go_on(page).get_by_role("link").click()
    for i, lesson in enumerate(path.lessons, 1):
        expect(page.locator("h1")).to_have_text(lesson.facts.title)
        expect(page.locator(".kicker")).to_contain_text(f"{i} von {len(path.lessons)} · Beginn")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        pass_quiz(page)
        pager(page).locator("[rel=next]").click()
    expect(page).to_have_url(re.compile(r"/wege/beginn/$"))
    expect(page.get_by_role("heading", name="Geschafft")).to_be_visible()
    expect(page.get_by_role("link", name="Zum Abschluss-Check")).to_be_visible()
    expect(where_to_go_on(page)).to_contain_text("Als Nächstes:")
    assert violations(page) == []


def test_an_assignment_of_a_path_and_a_module_leads_through_both_and_ends_in_the_receipt(
    course: Course, visit: Any
) -> None:
    path, module = path_named(course, "beginn"), course.modules[0]
    code = code_of(["wege/beginn", module.slug], g="Team Nord")
    slugs = dict.fromkeys(lesson.slug for lesson in (*path.lessons, *module.lessons))
    lessons = [course.lessons[slug] for slug in slugs]
    page = visit(viewport=NARROW).open(f"aufgabe/#{code}")
    page.get_by_role("button", name="Annehmen", exact=True).click()
    page.locator("[data-assignment]").get_by_role("link", name=re.compile("^Weiter: ")).click()
    for i, lesson in enumerate(lessons, 1):
        expect(page.locator("h1")).to_have_text(lesson.facts.title)
        expect(page.locator(".kicker")).to_contain_text(f"{i} von {len(lessons)} · Aufgabe „Team Nord“")
        pass_quiz(page)
        pager(page).locator("[rel=next]").click()
    expect(page.locator("[data-assignment-done]")).to_be_visible()
    page.locator("[data-assignment]").get_by_role("link", name="Nachweis erstellen").click()
    expect(page.get_by_label("Der Nachweis gilt für")).to_have_value(code[-8:])
    expect(page.locator("[data-open]")).to_contain_text("ist erledigt.")


def test_home_and_back_keep_the_path_that_a_link_began(course: Course, visit: Any) -> None:
    """Nothing is kept before the first answer: the addresses carry the path."""
    path = path_named(course, "beginn")
    first, second = path.lessons[:2]
    page = visit(viewport=NARROW).open(f"{second.slug}/?weg=beginn")
    expect(pager(page).locator("[rel=prev]")).to_contain_text(first.facts.title)
    page.locator(".brand").click()
    expect(where_to_go_on(page)).to_contain_text(first.facts.title)
    expect(page.locator("[data-own-way]")).to_contain_text("Weg „Beginn“")
    where_to_go_on(page).get_by_role("link").click()
    expect(page).to_have_url(re.compile(rf"/{first.slug}/\?weg=beginn$"))
    assert page.evaluate("localStorage.length") == 0


def test_from_the_conversation_one_comes_back_on_the_path(visit: Any) -> None:
    page = visit().open("giessen/?weg=beginn")
    expect(page.locator(".kicker")).to_contain_text(" von ")
    page.locator("main a[href*='/gespraech-nachbarin/']").first.click()
    page.locator("main > p > a[href*='giessen']").last.click()
    expect(page).to_have_url(re.compile(r"/giessen/\?weg=beginn#gespraech-nachbarin$"))


def test_after_the_first_answer_the_path_needs_no_address_any_more(course: Course, visit: Any) -> None:
    path = path_named(course, "beginn")
    page = visit().open(f"{path.lessons[0].slug}/?weg=beginn")
    expect(page.locator(".kicker")).to_contain_text("· Beginn")
    pass_quiz(page)
    assert json.loads(page.evaluate("key => localStorage.getItem(key)", WAY))["path"] == "beginn"
    page.goto(page.url.split("?")[0])
    expect(pager(page).locator("[rel=next]")).to_contain_text(path.lessons[1].facts.title)


def test_where_storage_is_forbidden_the_course_s_order_and_an_address_s_path_work(course: Course, visit: Any) -> None:
    profile = visit()
    profile.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('nein') } })"
    )
    path = path_named(course, "beginn")
    page = profile.open(f"{path.lessons[0].slug}/")
    expect(pager(page).locator("[rel=next]")).to_contain_text(list(course.lessons.values())[1].facts.title)
    page.goto(page.url + "?weg=beginn")
    expect(pager(page).locator("[rel=next]")).to_contain_text(path.lessons[1].facts.title)


def test_the_place_read_last_is_where_one_goes_on(course: Course, visit: Any) -> None:
    first, second = list(course.lessons)[:2]
    profile = visit(viewport=NARROW)
    plant(profile, progress(answers(course, first), {first: MAY}, clock=50))
    page = profile.open(f"{second}/")
    marks = "[...document.querySelectorAll('main :is(h2, h3)[id]')]"
    far = "one.getBoundingClientRect().top + innerHeight / 2 < (all[i + 1]?.getBoundingClientRect().top ?? 0)"
    read = page.evaluate(f"{marks}.slice(1).find((one, i, all) => {far}).id")
    page.evaluate("id => document.getElementById(id).scrollIntoView()", read)
    page.wait_for_function("id => Math.abs(document.getElementById(id).getBoundingClientRect().top) < 70", arg=read)
    page.goto(profile.address)
    expect(where_to_go_on(page)).to_have_text(f"Weiter, wo Sie waren: {course.lessons[second].title} ")
    where_to_go_on(page).get_by_role("link").click()
    expect(page).to_have_url(re.compile(rf"/{second}/#{read}$"))


@pytest.mark.parametrize("viewport", [NARROW, WIDE])
def test_who_goes_on_is_at_once_where_they_were(course: Course, visit: Any, viewport: Any) -> None:
    """Who stopped a journey down the page with a finger was elsewhere, and that was kept as the place read last."""
    first, second = list(course.lessons)[:2]
    profile = visit(viewport=viewport)
    plant(profile, progress(answers(course, first), {first: MAY}, clock=50))
    page = profile.open()
    page.goto(f"{profile.address}{second}/#kernpunkte", wait_until="load")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.locator("#kernpunkte").evaluate(
        "one => one.getBoundingClientRect().top < innerHeight / 3 || scrollY + innerHeight > document.documentElement.scrollHeight - 2"
    )


def test_a_tab_that_nobody_looks_at_does_not_say_where_one_was_when_it_is_closed(course: Course, visit: Any) -> None:
    first, second, third = list(course.lessons)[:3]
    profile = visit()
    plant(profile, progress(answers(course, first), {first: MAY}, clock=50))
    places = [[second, "", 50], [third, "kernpunkte", 50]]
    plant(profile, {"way": "", "path": "", "places": places}, WAY)
    page = profile.open(f"{second}/")
    expect(page.locator("html.waiting")).to_have_count(0)  # the script of the way is there
    page.evaluate(
        "Object.defineProperty(document, 'visibilityState', { value: 'hidden' }); dispatchEvent(new Event('pagehide'))"
    )
    assert json.loads(page.evaluate("key => localStorage.getItem(key)", WAY))["places"] == places


def test_the_place_is_kept_also_where_the_plan_is_still_on_its_way(course: Course, visit: Any) -> None:
    first, second = list(course.lessons)[:2]
    profile = visit()
    plant(profile, progress(answers(course, first), {first: MAY}, clock=50))
    page = profile.tab()
    page.route("**/kursplan.*.json", lambda route: None)
    with page.expect_response("**/way.*.js"):
        page.goto(f"{profile.address}{second}/")
    page.wait_for_function("Boolean(self.kursWay)")
    page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert json.loads(page.evaluate("key => localStorage.getItem(key)", WAY))["places"] == [[second, "", 50]]


def test_a_lesson_outside_the_way_leads_back_to_it(course: Course, visit: Any) -> None:
    path = path_named(course, "beginn")
    outside = next(one for one in course.lessons.values() if one not in path.lessons)
    profile = visit()
    plant(profile, progress(answers(course, path.lessons[0].slug), {path.lessons[0].slug: MAY}))
    plant(profile, {"way": "weg", "path": "beginn", "places": []}, WAY)
    page = profile.open(f"{outside.slug}/")
    expect(pager(page).locator("[rel=next]")).to_have_text(f"Zurück auf Weg „Beginn“ {path.lessons[1].facts.title}")


def test_the_menu_shows_the_way_above_the_course(course: Course, visit: Any) -> None:
    path = path_named(course, "beginn")
    profile = visit(viewport=WIDE)
    plant(profile, progress(answers(course, path.lessons[0].slug), {path.lessons[0].slug: MAY}))
    plant(profile, {"way": "weg", "path": "beginn", "places": []}, WAY)
    page = profile.open(f"{path.lessons[1].slug}/")
    own = page.locator(".course-menu > .own-way")
    expect(own.get_by_role("link")).to_have_text(["Weg „Beginn“", *(one.facts.title for one in path.lessons)])
    expect(own.locator("[aria-current=page]")).to_have_text(path.lessons[1].facts.title)
    expect(own.locator("li").first).to_contain_text("bestanden")
    assert violations(page) == []


def test_the_way_is_changed_under_mein_lernstand(course: Course, visit: Any) -> None:
    code = code_of([course.modules[1].slug], g="Nord")
    profile = visit(viewport=NARROW)
    plant(profile, progress(assignments={code[-8:]: {"n": 1, "t": MAY, "code": code}}))
    page = profile.open()
    expect(page.locator("[data-own-way]")).to_contain_text("Aufgabe „Nord“")
    page.locator("[data-own-way]").get_by_role("link", name="Weg ändern").click()
    expect(page.get_by_role("radio", name="Aufgabe „Nord“")).to_be_checked()
    page.get_by_role("radio", name="Weg „Beginn“").check()
    expect(page.get_by_role("radio", name="Weg „Beginn“")).to_be_focused()
    assert violations(page) == []
    page.goto(profile.address)
    expect(page.locator("[data-own-way]")).to_contain_text("Weg „Beginn“")


def test_the_result_of_a_passed_lesson_leads_on_along_the_way_also_when_the_way_comes_late(
    course: Course, visit: Any
) -> None:
    first, second = path_named(course, "beginn").lessons[:2]
    profile = visit()
    plant(profile, progress(answers(course, first.slug), {first.slug: MAY}))
    page = profile.tab()

    def late(route: Route) -> None:
        page.wait_for_timeout(500)
        route.continue_()

    page.route("**/way.*.js", late)
    page.goto(f"{profile.address}{first.slug}/?weg=beginn")
    link = page.locator("[data-quiz]").get_by_role("link", name=f"Direkt weiter: {second.facts.title}")
    expect(link).to_have_attribute("href", re.compile(rf"/{second.slug}/\?weg=beginn$"))


@pytest.mark.parametrize("query", ["", "?weg=anleiten"])
def test_the_line_above_a_lesson_is_whole_on_a_phone(visit: Any, query: str) -> None:
    line = visit(viewport=NARROW).open(f"winter/{query}").locator(".kicker")
    expect(line).to_contain_text(re.compile(r"\d+ von \d+ · " if query else "Das Gartenjahr"))
    expect(line).to_contain_text("für die Übung")
    assert (
        line.evaluate("line => [line.scrollWidth <= line.clientWidth, line.scrollHeight <= line.clientHeight]")
        == [True] * 2
    )


def test_a_long_way_is_told_in_hours(site: Path, visit: Any) -> None:
    (file,) = (site / "assets").glob("kursplan.*.json")
    plan = json.loads(file.read_text("utf-8"))
    for lesson in plan["lessons"]:
        lesson["minutes"] *= 20
    (way,) = (one for one in plan["paths"] if one["slug"] == "gesamt")
    profile = visit()
    profile.context.route(f"**/{file.name}", lambda route: route.fulfill(json=plan))
    page = profile.open("?weg=gesamt")
    expect(page.locator("[data-own-way]")).to_contain_text(
        re.compile(rf": 0 von {len(way['lessons'])} bestanden, noch etwa [\d,]+ Stunden\.")
    )


def test_a_path_that_this_edition_does_not_have_is_told_in_one_sentence(course: Course, visit: Any) -> None:
    profile = visit()
    plant(profile, progress(answers(course, next(iter(course.lessons)), most=1)))
    plant(profile, {"way": "weg", "path": "verschwunden", "places": []}, WAY)
    page = profile.open()
    expect(page.locator("[data-own-way]")).to_contain_text(
        "Ihren Weg „verschwunden“ gibt es in dieser Fassung nicht mehr; weiter geht es im ganzen Kurs."
    )
    expect(where_to_go_on(page)).to_be_visible()


def test_two_tabs_on_two_paths_each_go_on_with_their_own(course: Course, visit: Any) -> None:
    profile = visit()
    plant(profile, progress(answers(course, next(iter(course.lessons)), most=1)))
    paths = [path_named(course, slug) for slug in ("beginn", "anleiten")]
    tabs = [profile.open(f"{path.lessons[0].slug}/?weg={path.slug}") for path in paths]
    for tab, path in zip(tabs, paths, strict=True):
        expect(pager(tab).locator("[rel=next]")).to_contain_text(path.lessons[1].facts.title)


def test_who_refused_to_be_remembered_is_not(course: Course, visit: Any) -> None:
    profile = visit()
    plant(profile, progress(answers(course, next(iter(course.lessons)), most=1)))
    plant(profile, "ja", f"kurs:{COURSE}:nicht-merken")
    page = profile.open("aussaat/?weg=beginn")
    expect(page.locator(".kicker")).to_contain_text("· Beginn")
    page.goto(profile.address)
    assert page.evaluate("key => localStorage.getItem(key)", WAY) is None


def moved(profile: Any, path: str, slow: str) -> list[list[str]]:
    """What moved by itself on the page, each time, where scripts named so come late."""
    page = profile.tab()
    page.add_init_script(
        "self.moved = []; new PerformanceObserver((list) => { for (const { sources } of list.getEntries())"
        " moved.push(sources.map(({ node }) => node?.className || node?.id || node?.nodeName || 'nothing')) })"
        ".observe({ type: 'layout-shift', buffered: true })"
    )

    def late(route: Route) -> None:
        page.wait_for_timeout(150)
        route.continue_()

    page.route(slow, late)
    page.goto(profile.address + path)
    page.wait_for_load_state("networkidle")
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return page.evaluate("moved")


@pytest.mark.parametrize("path", ["", "wege/beginn/", "wege/", "pflanzen/", "lernstand/", "aussaat/"])
@pytest.mark.parametrize("viewport", [NARROW, WIDE])
def test_nothing_moves_for_who_comes_back(course: Course, visit: Any, path: str, viewport: Any) -> None:
    profile = visit(viewport=viewport)
    plant(profile, progress(answers(course, "erde-pruefen"), {"erde-pruefen": MAY}))
    plant(profile, {"way": "weg", "path": "beginn", "places": []}, WAY)
    assert moved(profile, path, "**/way.*.js") == []


@pytest.mark.parametrize("mark", ["", "#quiz", "#uebung"])
@pytest.mark.parametrize("slug", ["erde-pruefen", "giessen", "kompost"])
@pytest.mark.parametrize("viewport", [NARROW, WIDE])
def test_nothing_moves_for_who_comes_back_to_a_passed_lesson(
    course: Course, visit: Any, slug: str, mark: str, viewport: Any
) -> None:
    profile = visit(viewport=viewport)
    plant(profile, progress(answers(course, slug), {slug: MAY}))
    assert moved(profile, f"{slug}/{mark}", "**/*.js") == []

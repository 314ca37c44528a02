"""A module in a learning platform: scorm-again as the platform, a real Chromium, closed in the middle and gone on with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, FrameLocator, Page, expect
from test_pages import violations
from test_quiz import answer, check, form_of, result_of

from conftest import ROOT, javascript, serve
from kurs.content.course import Course
from kurs.content.model import Cloze, Question
from kurs.exports.edition import Product
from kurs.exports.lms_packages import Part, _pack, fullest, parts_of
from pakete import edition_with, opened

pytestmark = pytest.mark.any_course

MODULE = "boden"  # two lessons
RUNTIMES = ROOT / "node_modules" / "scorm-again" / "dist"
DEEP = "plattform/inhalte/mod 1/ä/4711"  # where a platform puts a package
CALLS = {
    "scorm12": ("API", "Scorm12API", "LMSInitialize LMSSetValue LMSCommit LMSFinish"),
    "scorm2004": ("API_1484_11", "Scorm2004API", "Initialize SetValue Commit Terminate"),
}
PLATFORM = """<!doctype html><html lang="de"><meta charset="utf-8"><title>Plattform</title><link rel="icon" href="data:,">
<script src="/%(runtime)s.js"></script>
<script>
const record = JSON.parse(sessionStorage.record || "{}"); // what the platform kept of the last visit
const calls = [];
const api = new %(kind)s({ autocommit: false, logLevel: 5 });
if (Object.keys(record).length) api.loadFromFlattenedJSON(record, "");
for (const name of "%(names)s".split(" ")) {
  const real = api[name].bind(api);
  api[name] = (...given) => {
    const answer = window.broken?.includes(name) ? "false" : real(...given);
    calls.push([name.replace("LMS", ""), ...given, String(answer)]);
    return answer;
  };
}
window.%(api)s = api;
</script>
<iframe id="kurs" title="Kurs" src="%(package)s" style="width:100%%;height:700px;border:0"></iframe></html>"""


@pytest.fixture(scope="module")
def folder(packages: dict[str, Product], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server's folder: platforms, and the packages unpacked far below."""
    root = tmp_path_factory.mktemp("lms")
    for name, product in packages.items():
        part, standard = name.rsplit("-", 1)
        if (part in (MODULE, "abschlusstest") and standard in CALLS) or name == "kurs-scorm12":
            opened(product).extractall(root / DEEP / name)
    for standard, (api, kind, names) in CALLS.items():
        (root / f"{standard}.js").write_bytes((RUNTIMES / f"{standard}.min.js").read_bytes())
        for part in (MODULE, "abschlusstest"):
            values = {
                "runtime": standard,
                "kind": kind,
                "names": names,
                "api": api,
                "package": f"/{DEEP}/{part}-{standard}/index.html",
            }
            (root / f"{part}-{standard}.html").write_text(PLATFORM % values, "utf-8")
    return root


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    with serve(folder) as address:
        yield address


class Learner:
    """Somebody at a platform that gives back at the next visit what it was told, as platforms do."""

    def __init__(self, visit: Any, server: str, standard: str, part: str = MODULE):
        self.profile = visit(server)
        self.standard = standard
        self.part = part
        self.record: dict[str, str] = {}
        self.calls: list[list[str]] = []

    def start(self, broken: str = "") -> FrameLocator:
        self.page: Page = self.profile.context.new_page()
        record = json.dumps(json.dumps(self.record))
        self.page.add_init_script(
            f"if (self === top) {{ sessionStorage.record = {record}; window.broken = {json.dumps(broken)}; }}"
        )
        self.page.goto(f"{self.profile.address}{self.part}-{self.standard}.html")
        return self.course

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("#kurs")

    @property
    def course(self) -> FrameLocator:
        return self.frame.frame_locator("iframe")

    def heard(self) -> list[list[str]]:
        return self.page.evaluate("calls")

    def told(self) -> dict[str, str]:
        """The values that the platform accepted, the last of each name."""
        return {call[1]: call[2] for call in self.heard() if call[0] == "SetValue" and call[3] == "true"}

    def wait_for(self, name: str, value: str) -> None:
        for _ in range(600):
            if re.fullmatch(value, self.told().get(name, "")):
                return
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{name} wurde nicht {value}: {self.told()}")

    def close(self, just_clicked: str = "") -> None:
        """Close the course's window, and let the platform keep what it keeps; in the same moment something is clicked."""
        self.page.evaluate(
            """(selector) => {
              const course = document.getElementById("kurs");
              if (selector) course.contentDocument.querySelector("iframe").contentDocument.querySelector(selector).click();
              course.remove();
            }""",
            just_clicked,
        )
        self.calls = self.heard()
        refused = [call for call in self.calls if call[-1] != "true"]
        assert refused == [], refused
        told = self.told()
        # Whoever does not suspend has ended the attempt: Moodle gives nothing of it to the next visit (SCORM 2004).
        self.record = self.record | told if told[EXIT[self.standard]] == "suspend" else {}
        for name in [*self.record]:
            if name.endswith(("exit", "session_time")):
                del self.record[name]  # write-only: no platform gives them back
        entry = "cmi.core.entry" if self.standard == "scorm12" else "cmi.entry"
        self.record |= {entry: "resume" if self.record else "ab-initio"}
        self.page.close()


@pytest.fixture
def learner(visit: Any, server: str) -> Any:
    return lambda standard, part=MODULE: Learner(visit, server, standard, part)


def questions(course: Course, lesson: str) -> list[Question]:
    return [placed.item for placed in course.bank.active(lesson, "practice")]


def finish(page: Any, asked: list[Question], wrong: int = 0) -> None:
    expect(page.locator(".dots button").first).to_be_attached()  # the page's script has run
    for i, question in enumerate(asked):
        form = form_of(page, question)
        answer(form, question, right=i >= wrong)
        check(form)
        expect(form.locator(".verdict")).to_have_text("Noch nicht richtig." if i < wrong else "Richtig.")


STATUS = {"scorm12": "cmi.core.lesson_status", "scorm2004": "cmi.success_status"}
SCORE = {"scorm12": "cmi.core.score.raw", "scorm2004": "cmi.score.raw"}
PLACE = {"scorm12": "cmi.core.lesson_location", "scorm2004": "cmi.location"}
EXIT = {"scorm12": "cmi.core.exit", "scorm2004": "cmi.exit"}
TIME = {
    "scorm12": ("cmi.core.session_time", r"\d{4}:\d{2}:\d{2}"),
    "scorm2004": ("cmi.session_time", r"PT\d+H\d+M\d+S"),
}
both = pytest.mark.parametrize("standard", list(CALLS))


@both
def test_an_answer_in_the_moment_of_closing_is_kept(course: Course, learner: Any, standard: str) -> None:
    lesson = course.modules[0].lessons[0]
    question = questions(course, lesson.slug)[0]
    someone = learner(standard)
    page = someone.start()
    page.get_by_role("link", name=lesson.title).first.click()
    expect(page.locator(".dots button").first).to_be_attached()
    answer(form_of(page, question), question, right=True)
    someone.close(just_clicked=f"#frage-{question.id} [type=submit]")
    expect(someone.start().locator(f"#frage-{question.id} .verdict")).to_have_text("Richtig.")


@both
def test_a_module_from_the_first_answer_to_passed_over_two_visits(course: Course, learner: Any, standard: str) -> None:
    first, second = course.modules[0].lessons
    one, two = questions(course, first.slug), questions(course, second.slug)
    someone = learner(standard)
    page = someone.start()
    expect(page.locator("h1")).to_have_text(course.modules[0].title)
    page.get_by_role("link", name=first.title).first.click()
    expect(page.locator("h1")).to_have_text(first.title)
    finish(page, one[:3], wrong=1)
    someone.close()  # at once: nothing may be lost

    before = dict(someone.record)
    assert before[STATUS[standard]] == ("incomplete" if standard == "scorm12" else "unknown")
    assert SCORE[standard] not in before  # not before everything is answered
    assert before[PLACE[standard]].startswith(f"{first.slug}/")
    assert len(before["cmi.suspend_data"]) < 200
    exits = [call[2] for call in someone.calls if call[1] == EXIT[standard]]
    assert exits[-1] == "suspend"
    assert [call[0] for call in someone.calls][-2:] == ["Commit", "Terminate" if standard == "scorm2004" else "Finish"]
    name, form = TIME[standard]
    times = [call[2] for call in someone.calls if call[1] == name]
    assert times
    assert all(re.fullmatch(form, time) for time in times)

    page = someone.start()  # another day, another device
    expect(page.locator("h1")).to_have_text(first.title)
    verdicts = [page.locator(f"#frage-{question.id} .verdict") for question in one[:3]]
    for verdict, text in zip(verdicts, ["Noch nicht richtig.", "Richtig.", "Richtig."], strict=True):
        expect(verdict).to_have_text(text)
    expect(page.locator(f"#frage-{one[3].id} .verdict")).to_have_count(0)
    finish(page, one[3:])
    page.get_by_role("link", name=re.compile(f"Weiter {second.title}")).click()
    expect(page.locator("h1")).to_have_text(second.title)
    finish(page, two)
    someone.wait_for(STATUS[standard], "passed")
    total = len(one) + len(two)
    someone.wait_for(SCORE[standard], str(100 * (total - 1) // total))
    someone.close()

    after = someone.record
    if standard == "scorm2004":
        assert after["cmi.completion_status"] == "completed"
        assert float(after["cmi.score.scaled"]) == int(after["cmi.score.raw"]) / 100
        assert after["cmi.progress_measure"] == "1"
    low, high = SCORE[standard].replace("raw", "min"), SCORE[standard].replace("raw", "max")
    assert (after[low], after[high]) == ("0", "100")
    assert {call[2] for call in someone.calls if call[1] == EXIT[standard]} == {"suspend"}
    # Moodle 4.3 loses a completion that comes together with its score.
    order = [call[1] if call[0] == "SetValue" else call[0] for call in someone.calls]
    passed = max(i for i, call in enumerate(someone.calls) if call[1:3] == [STATUS[standard], "passed"])
    scored = order.index(SCORE[standard])
    assert passed < order.index("Commit", passed) < scored < order.index("Commit", scored)


@both
def test_too_many_wrong_answers_fail_and_a_second_try_passes(course: Course, learner: Any, standard: str) -> None:
    first, second = course.modules[0].lessons
    someone = learner(standard)
    page = someone.start()
    page.get_by_role("link", name=first.title).first.click()
    finish(page, questions(course, first.slug), wrong=len(questions(course, first.slug)))
    page.get_by_role("link", name=re.compile(f"Weiter {second.title}")).click()
    finish(page, questions(course, second.slug))
    someone.wait_for(STATUS[standard], "failed")
    someone.wait_for(SCORE[standard], r"[1-7]\d")
    someone.close()
    page = someone.start()
    expect(page.locator("h1")).to_have_text(second.title)
    page.get_by_role("link", name=re.compile(f"Zurück {first.title}")).click()
    for question in questions(course, first.slug):
        form = form_of(page, question)
        form.get_by_role("button", name="Noch einmal versuchen").click()
        answer(form, question, right=True)
        check(form)
    someone.wait_for(STATUS[standard], "passed")
    someone.wait_for(SCORE[standard], "100")
    someone.close()


@both
def test_a_module_once_passed_stays_passed_with_its_score(course: Course, learner: Any, standard: str) -> None:
    first, second = course.modules[0].lessons
    someone = learner(standard)
    page = someone.start()
    page.get_by_role("link", name=first.title).first.click()
    finish(page, questions(course, first.slug))
    page.get_by_role("link", name=re.compile(f"Weiter {second.title}")).click()
    finish(page, questions(course, second.slug))
    someone.wait_for(SCORE[standard], "100")
    someone.close()
    page = someone.start()
    result_of(page).get_by_text("Quiz zurücksetzen").click()
    page.get_by_role("button", name="Ja", exact=False).click()
    finish(page, questions(course, second.slug), wrong=len(questions(course, second.slug)))
    someone.close()
    assert (someone.record[STATUS[standard]], someone.record[SCORE[standard]]) == ("passed", "100")
    assert {call[2] for call in someone.calls if call[1] == STATUS[standard]} == {"passed"}


@both
def test_no_single_answer_and_no_text_is_reported(course: Course, learner: Any, standard: str) -> None:
    first = course.modules[0].lessons[0]
    blank = next(one for one in questions(course, first.slug) if isinstance(one, Cloze))
    someone = learner(standard)
    page = someone.start()
    page.get_by_role("link", name=first.title).first.click()
    form = form_of(page, blank)
    for field in form.locator(".blank").all():
        field.fill("Ganzgeheim")
    check(form)
    finish(page, [one for one in questions(course, first.slug) if one is not blank])
    someone.close()
    names = {call[1] for call in someone.calls if call[0] == "SetValue"}
    told = {"scorm12": {"cmi.core.lesson_status", "cmi.core.lesson_location", "cmi.core.session_time", "cmi.core.exit", "cmi.suspend_data"},
            "scorm2004": {"cmi.completion_status", "cmi.success_status", "cmi.progress_measure", "cmi.location", "cmi.suspend_data", "cmi.session_time", "cmi.exit"}}  # fmt: skip
    assert names == told[standard]
    everything = json.dumps([call for call in someone.calls if call[1] != PLACE[standard]])
    assert "Ganzgeheim" not in everything
    assert not any(one.id in everything for one in questions(course, first.slug))


@both
def test_a_platform_that_refuses_for_a_while_gets_everything_later(course: Course, learner: Any, standard: str) -> None:
    first = course.modules[0].lessons[0]
    someone = learner(standard)
    page = someone.start(broken="LMSCommit")
    page.get_by_role("link", name=first.title).first.click()
    finish(page, questions(course, first.slug)[:1])
    line = someone.frame.locator("[data-platform]")
    expect(line).to_have_text(re.compile("nimmt Ihr Ergebnis gerade nicht an"), timeout=15_000)
    someone.page.evaluate("window.broken = ''; calls.length = 0")
    expect(line).to_be_hidden(timeout=15_000)
    assert someone.told()[STATUS[standard]]
    assert someone.told()["cmi.suspend_data"]


@both
def test_closing_hands_over_everything_even_to_a_platform_in_trouble(
    course: Course, learner: Any, standard: str
) -> None:
    first = course.modules[0].lessons[0]
    someone = learner(standard)
    page = someone.start(broken="LMSCommit")
    page.get_by_role("link", name=first.title).first.click()
    finish(page, questions(course, first.slug)[:1])
    someone.page.evaluate("calls.length = 0; document.getElementById('kurs').remove()")
    assert re.fullmatch(r"1\|u\|[^|]+\|\|", someone.told()["cmi.suspend_data"])
    assert someone.told()[PLACE[standard]].startswith(f"{first.slug}/")
    assert someone.heard()[-1][0] in ("Finish", "Terminate")


@both
def test_progress_stays_with_the_platform_and_not_on_the_device(course: Course, learner: Any, standard: str) -> None:
    first = course.modules[0].lessons[0]
    someone = learner(standard)
    page = someone.start()
    page.get_by_role("link", name=first.title).first.click()
    finish(page, questions(course, first.slug)[:1])
    assert someone.page.evaluate("Object.keys(localStorage)") == []


@both
def test_the_exam_reports_its_result_and_the_certificate_comes_back(
    course: Course, learner: Any, standard: str
) -> None:
    from test_exam import hand_in

    someone = learner(standard, "abschlusstest")
    page = someone.start()
    hand_in(page, course, wrong=1)  # type: ignore[arg-type]
    someone.wait_for(STATUS[standard], "passed")
    someone.wait_for(SCORE[standard], "90")
    someone.close()
    assert "given" not in someone.record["cmi.suspend_data"]
    page = someone.start()
    page.get_by_role("link", name="Zum Zertifikat").click()
    expect(page.locator("[data-result]")).to_contain_text("9 von 10 Fragen waren richtig")
    expect(page.locator("[data-modules] li")).to_have_count(len(course.modules))
    someone.close()


@both
def test_an_exam_once_passed_stays_passed_with_its_score_and_certificate(
    course: Course, learner: Any, standard: str
) -> None:
    from test_exam import hand_in

    someone = learner(standard, "abschlusstest")
    hand_in(someone.start(), course, wrong=2)
    someone.wait_for(SCORE[standard], "80")
    someone.close()
    hand_in(someone.start(), course, wrong=6)
    someone.close()
    assert (someone.record[STATUS[standard]], someone.record[SCORE[standard]]) == ("passed", "80")
    assert {call[2] for call in someone.calls if call[1] == STATUS[standard]} == {"passed"}
    page = someone.start()
    page.get_by_role("link", name="Zum Zertifikat").click()
    expect(page.locator("[data-result]")).to_contain_text("8 von 10 Fragen waren richtig")


@both
def test_a_worse_exam_lowers_no_result_that_failed_before(course: Course, learner: Any, standard: str) -> None:
    from test_exam import hand_in

    someone = learner(standard, "abschlusstest")
    hand_in(someone.start(), course, wrong=3)
    someone.wait_for(SCORE[standard], "70")
    someone.close()
    hand_in(someone.start(), course, wrong=6)
    someone.close()
    assert (someone.record[STATUS[standard]], someone.record[SCORE[standard]]) == ("failed", "70")


def test_after_a_reload_the_frame_says_what_to_do(course: Course, learner: Any) -> None:
    """A SCORM 2004 platform opens a session once; what is answered without one would be lost."""
    someone = learner("scorm2004")
    expect(someone.start().locator("h1")).to_have_text(course.modules[0].title)
    someone.page.evaluate("document.getElementById('kurs').contentWindow.location.reload()")
    line = someone.frame.locator("[data-platform]")
    expect(line).to_contain_text("Schließen Sie dieses Fenster und starten Sie den Kurs in der Lernplattform neu.")
    expect(someone.frame.locator("iframe")).to_have_count(0)


def test_without_a_platform_the_course_says_so_and_goes_on(course: Course, visit: Any, server: str) -> None:
    first = course.modules[0].lessons[0]
    profile = visit(server)
    page = profile.open(f"{DEEP}/{MODULE}-scorm12/index.html")
    expect(page.get_by_role("status").first).to_contain_text("Keine Verbindung zur Lernplattform")
    inner = page.frame_locator("iframe")
    inner.get_by_role("link", name=first.title).first.click()
    finish(inner, questions(course, first.slug)[:1])
    page.close()
    page = profile.open(f"{DEEP}/{MODULE}-scorm12/index.html#{first.slug}/")
    expect(page.frame_locator("iframe").locator(".verdict").first).to_have_text("Richtig.")


def test_the_frame_is_accessible_with_its_message(visit: Any, server: str) -> None:
    page = visit(server).open(f"{DEEP}/{MODULE}-scorm12/index.html")
    expect(page.get_by_role("status").first).to_contain_text("Keine Verbindung zur Lernplattform")
    expect(page.frame_locator("iframe").locator("h1")).to_be_visible()
    # Headings are the page's inside, and that has its own tests.
    assert [one for one in violations(page) if "page-has-heading-one" not in one] == []


def test_every_page_of_the_whole_course_runs_in_its_package(visit: Any, server: str, folder: Path) -> None:
    package = folder / DEEP / "kurs-scorm12"
    page = visit(server).open(f"{DEEP}/kurs-scorm12/index.html")
    for path in sorted((package / "kurs").rglob("index.html")):
        address = path.relative_to(package).as_posix()
        page.evaluate("(address) => { document.querySelector('iframe').src = address; }", address)
        place = path.parent.relative_to(package / "kurs").as_posix()
        inner = page.frame_locator("iframe").locator(f'html[data-page="{place.removeprefix(".") and place + "/"}"]')
        expect(inner).to_be_attached()
        page.frames[-1].wait_for_load_state("load")  # its scripts have run; visit() sees what went wrong


def test_a_page_in_a_window_of_its_own_opens_the_frame_around_it(course: Course, visit: Any, server: str) -> None:
    first = course.modules[0].lessons[0]
    page = visit(server).open(f"{DEEP}/{MODULE}-scorm12/kurs/{first.slug}/index.html#quiz")
    expect(page.get_by_role("status").first).to_contain_text("Keine Verbindung zur Lernplattform")
    expect(page.frame_locator("iframe").locator("h1")).to_have_text(first.title)


def sandboxed(visit: Any, server: str, folder: Path, standard: str) -> FrameLocator:
    """The page in a package that a platform shows in a sandbox: no storage, and frames that may not touch each other."""
    (folder / "sandkasten.html").write_text(
        f'<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>x</title><iframe id="kurs" sandbox="allow-scripts allow-forms" src="/{DEEP}/{MODULE}-{standard}/index.html" '
        'style="width:100%;height:700px"></iframe>',
        "utf-8",
    )
    frame = visit(server).open("sandkasten.html").frame_locator("#kurs")
    expect(frame.locator("[data-platform]")).to_contain_text("solange dieses Fenster offen ist")
    return frame.frame_locator("iframe")


@both
def test_in_a_sandbox_without_storage_the_visit_keeps_its_answers(
    course: Course, visit: Any, server: str, folder: Path, standard: str
) -> None:
    first, second = course.modules[0].lessons
    inner = sandboxed(visit, server, folder, standard)
    inner.get_by_role("link", name=first.title).first.click()
    finish(inner, questions(course, first.slug)[:2], wrong=1)
    inner.get_by_role("link", name=re.compile(f"Weiter {second.title}")).click()
    inner.get_by_role("link", name=re.compile(f"Zurück {first.title}")).click()
    expect(inner.locator(".verdict")).to_have_text(["Noch nicht richtig.", "Richtig."])


def test_in_a_sandbox_an_answer_counts_though_the_page_is_left_at_once(
    course: Course, visit: Any, server: str, folder: Path
) -> None:
    first, _ = course.modules[0].lessons
    question = questions(course, first.slug)[0]
    inner = sandboxed(visit, server, folder, "scorm12")
    inner.get_by_role("link", name=first.title).first.click()
    expect(inner.locator(".dots button").first).to_be_attached()
    answer(form_of(inner, question), question, right=True)
    inner.locator(f"#frage-{question.id} [type=submit]").evaluate(
        "(button) => { button.click(); document.querySelector('[rel=next]').click(); }"
    )
    inner.get_by_role("link", name=re.compile(f"Zurück {first.title}")).click()
    expect(inner.locator(".verdict")).to_have_text(["Richtig."])


def test_unpacked_on_a_disk_the_course_works(course: Course, browser: Browser, folder: Path) -> None:
    first = course.modules[0].lessons[0]
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto((folder / DEEP / f"{MODULE}-scorm12" / "index.html").as_uri())
    inner = page.frame_locator("iframe")
    inner.get_by_role("link", name=first.title).first.click()
    finish(inner, questions(course, first.slug)[:1])
    inner.get_by_role("link", name="Glossar").first.click()
    expect(inner.locator("h1")).to_have_text("Glossar")
    page.goto((folder / DEEP / "abschlusstest-scorm12" / "index.html").as_uri())
    page.frame_locator("iframe").get_by_role("button", name=re.compile("Check beginnen")).click()
    expect(page.frame_locator("iframe").locator(".exam form.question")).to_be_visible()  # its questions need no fetch
    context.close()
    assert problems == []


def test_a_platform_in_the_opener_is_found(course: Course, learner: Any, server: str) -> None:
    someone = learner("scorm12")
    someone.start()
    with someone.page.expect_popup() as popup:
        someone.page.evaluate(
            f"document.getElementById('kurs').remove(); window.open('/{DEEP}/{MODULE}-scorm12/index.html') && 0"
        )
    someone.page.evaluate("0")
    expect(popup.value.frame_locator("iframe").locator("h1")).to_have_text(course.modules[0].title)


@pytest.fixture(scope="module")
def packing(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    page = javascript(
        browser,
        tmp_path_factory.mktemp("js"),
        'import { packProgress, progressOf, unpack } from "./lms/packing.js";\nimport { statusOf } from "./lms/status.js";\n'
        'import { emptyProgress } from "./progress/scoring.js";\nwindow.f = { packProgress, progressOf, unpack, statusOf, emptyProgress };\n',
    )
    yield page
    page.close()


ANSWERED = """(pack) => {
    const progress = f.emptyProgress("probe");
    for (const { id, revision } of pack.questions) progress.answers[id] = { r: revision, n: 1, t: 5, ok: true, given: ["x"] };
    for (const slug of pack.lessons) progress.lessons[slug] = { passed: { n: 1, t: 5, v: "1.0.0" } };
    return f.packProgress(progress, pack, f.statusOf(progress, pack));
}"""


def all_parts(site: Path, root: Path) -> list[tuple[Part, dict[str, Any]]]:
    edition = edition_with(site, root=root)
    return [(part, _pack(edition, part)) for part in parts_of(edition.course)]


def test_the_build_knows_how_much_room_progress_takes(site: Path, root: Path, packing: Page) -> None:
    for part, pack in all_parts(site, root):
        if not part.is_exam:
            assert len(packing.evaluate(ANSWERED, pack)) == fullest(pack), part.slug


def test_thousands_of_questions_fit_to_the_last_character(packing: Page) -> None:
    pack = {"course": "probe", "lessons": [], "exam": False, "modules": [],
            "questions": [{"id": f"q{i}", "revision": 1 + i % 40, "slot": i} for i in range(4087)]}  # fmt: skip
    packed = packing.evaluate(ANSWERED, pack)
    assert len(packed) == fullest(pack) == 4096
    progress = packing.evaluate("([text, pack]) => f.progressOf(f.unpack(text), pack)", [packed, pack])
    assert len(progress["answers"]) == 4087
    assert all(entry["ok"] and entry["given"] == [] for entry in progress["answers"].values())


NUMBERS = st.one_of(st.integers(0, 20), st.integers(0, 2**53 - 1))
PASSES = st.fixed_dictionaries(
    {
        "n": NUMBERS,
        "t": st.integers(0, 253402300799),
        "right": NUMBERS,
        "total": NUMBERS,
        "v": st.sampled_from(["1.2.0", "", "1.2.0-beta", "a|b", "99999999999.0.0"]),
        "modules": st.just([]),
    }
)


@given(passes=st.dictionaries(st.text(max_size=5), PASSES, max_size=3), is_exam=st.booleans())
def test_what_is_packed_can_be_unpacked_whatever_was_read_in(packing: Page, passes: Any, is_exam: bool) -> None:
    lessons = {"l": {"passed": {"n": 1, "t": 5, "v": "1.0.0"}}}
    answers = {"a": {"r": 1, "n": 1, "t": 5, "ok": True, "given": []}}
    progress = {"answers": answers, "lessons": lessons, "exam": {"passed": passes}}
    pack = {"course": "probe", "lessons": ["l"], "exam": is_exam, "modules": [], "questions": [{"id": "a", "revision": 1, "slot": 7}]}  # fmt: skip
    again = packing.evaluate(
        "([progress, pack]) => f.unpack(f.packProgress(progress, pack, f.statusOf(progress, pack)))?.lessons",
        [progress, pack],
    )
    assert again == ["l"]


def test_an_answer_to_an_older_revision_is_open_again(packing: Page) -> None:
    pack = {"course": "probe", "lessons": ["l"], "exam": False, "modules": [], "questions": [{"id": "a", "revision": 1, "slot": 7}, {"id": "b", "revision": 1, "slot": 9}]}  # fmt: skip
    packed = packing.evaluate(ANSWERED, pack)
    pack["questions"][0]["revision"] = 2  # type: ignore[index]
    progress = packing.evaluate("([text, pack]) => f.progressOf(f.unpack(text), pack)", [packed, pack])
    assert list(progress["answers"]) == ["b"]
    assert list(progress["lessons"]) == ["l"]


def test_answers_to_questions_of_another_version_are_kept(packing: Page) -> None:
    pack = {"course": "probe", "lessons": [], "exam": False, "modules": [], "questions": [{"id": "a", "revision": 1, "slot": 3}, {"id": "b", "revision": 1, "slot": 5000}]}  # fmt: skip
    packed = packing.evaluate(ANSWERED, pack)
    smaller = {**pack, "questions": pack["questions"][:1]}
    again = packing.evaluate(
        """([text, pack]) => { const last = f.unpack(text); const progress = f.progressOf(last, pack);
        return f.packProgress(progress, pack, f.statusOf(progress, pack, last.before), last); }""",
        [packed, smaller],
    )
    assert again == packed


@pytest.mark.parametrize(
    "text",
    ["x", "1", "1|p80", "1|q|A||", "1|p80|*A||", "1|p80|ä||", "1|u|A|l|tt", '{"a":1}', "1|u|" + "*__" * 40 + "||"],
)
def test_a_broken_record_is_refused_as_a_whole(packing: Page, text: str) -> None:
    assert packing.evaluate("(text) => f.unpack(text)", text) is None


def test_a_record_of_a_later_course_is_told_apart_from_a_broken_one(packing: Page) -> None:
    assert packing.evaluate("f.unpack('2|whatever').version") == 2
    assert packing.evaluate("f.unpack('').version") == 1

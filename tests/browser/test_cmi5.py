"""A module launched by cmi5: the statements that a record store gets, their order, and the bookmark in its state."""

from __future__ import annotations

import http.server
import json
import re
import threading
import urllib.parse
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect
from test_exam import hand_in
from test_platform import finish, questions
from test_quiz import answer, form_of, result_of

from kurs.content.course import Course
from kurs.exports.edition import Product
from pakete import opened

pytestmark = pytest.mark.any_course

MODULE = "boden"
ACTOR = {"objectType": "Agent", "account": {"homePage": "https://firma.example", "name": "4711"}}
ACTIVITY = "https://firma.example/kurse/7"
REGISTRATION = "5f1c2a8e-7d55-4b70-8d6d-0c1e6d7f9a01"


class Store(http.server.ThreadingHTTPServer):
    """A platform that launches and a record store in one: keeps statements in their order, and documents."""

    def __init__(self, folder: Path):
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.launch()

    def launch(self, mode: str = "Normal", mastery: float = 0.8) -> None:
        self.statements: list[dict[str, Any]] = []
        self.documents: dict[str, Any] = {}
        self.token = ""
        self.fetched: set[str] = set()
        self.is_down = False
        session = {"https://w3id.org/xapi/cmi5/context/extensions/sessionid": "4711"}
        self.data: dict[str, Any] = {
            "launchMode": mode,
            "masteryScore": mastery,
            "contextTemplate": {"extensions": session},
        }

    @property
    def verbs(self) -> list[str]:
        return [statement["verb"]["id"].rsplit("/", 1)[1] for statement in self.statements]


class Handler(http.server.SimpleHTTPRequestHandler):
    server: Store
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        pass

    def translate_path(self, path: str) -> str:
        return str(self.server.folder / urllib.parse.urlsplit(path).path.lstrip("/"))

    def _reply(self, status: int, value: Any = None) -> None:
        body = b"" if value is None else json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _body(self) -> Any:
        text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return json.loads(text) if text else None

    def _is_foreign(self) -> bool:
        """Last words of a page that an earlier test left open, or of no launch at all."""
        return self.headers["Authorization"] != f"Basic {self.server.token}"

    def do_POST(self) -> None:
        body = self._body()
        if self.path in self.server.fetched:
            self._reply(200, {"error-code": "1", "error-text": "already in use"})  # a launch works once
        elif self.path.startswith("/fetch/"):
            self.server.fetched.add(self.path)
            self.server.token = str(uuid.uuid4())
            self._reply(200, {"auth-token": self.server.token})
        elif self.server.is_down:
            self._reply(503)
        elif self._is_foreign():
            self._reply(401)
        elif self.path == "/lrs/statements":
            known = {statement["id"] for statement in self.server.statements}
            for statement in body if isinstance(body, list) else [body]:
                if statement["id"] not in known:
                    self.server.statements.append(statement)
            self._reply(200, [])
        else:
            self._reply(404)

    def do_PUT(self) -> None:
        body = self._body()
        if self.server.is_down or self._is_foreign():
            self._reply(503 if self.server.is_down else 401)
            return
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        assert json.loads(query["agent"]) == ACTOR
        assert (query["activityId"], query["registration"]) == (ACTIVITY, REGISTRATION)
        self.server.documents[query["stateId"]] = body
        self._reply(204)

    def do_GET(self) -> None:
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        if self.path.startswith("/lrs/activities/state"):
            documents = {"LMS.LaunchData": self.server.data, **self.server.documents}
            found = documents.get(query["stateId"])
            self._reply(404 if found is None else 200, found)
        elif self.path.startswith("/lrs/"):
            self._reply(200, {})  # preferences of the learner
        else:
            super().do_GET()


@pytest.fixture(scope="module")
def running(packages: dict[str, Product], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("cmi5")
    opened(packages[f"{MODULE}-cmi5"]).extractall(folder / "paket")
    opened(packages["abschlusstest-cmi5"]).extractall(folder / "test")
    with Store(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def store(running: Store) -> Store:
    running.launch()
    return running


def start(profile: Any, package: str = "paket") -> tuple[Page, FrameLocator]:
    address = profile.address.rstrip("/")
    query = {"endpoint": f"{address}/lrs", "fetch": f"{address}/fetch/{uuid.uuid4()}", "actor": json.dumps(ACTOR),
             "registration": REGISTRATION, "activityId": ACTIVITY}  # fmt: skip
    page = profile.open(f"{package}/index.html?{urllib.parse.urlencode(query)}")
    return page, page.frame_locator("iframe")


def wait_for(page: Page, store: Store, *verbs: str) -> None:
    for _ in range(600):
        if store.verbs[-len(verbs) :] == list(verbs):
            return
        page.wait_for_timeout(50)
    raise AssertionError(store.verbs)


@pytest.fixture
def profile(visit: Any, store: Store) -> Iterator[Any]:
    profile = visit(f"http://127.0.0.1:{store.server_port}/")
    yield profile
    # A browser tells of a document that is not there yet, and of a store that is down, as of errors.
    profile.problems[:] = [problem for problem in profile.problems if not re.search("404|503", problem)]


def test_two_visits_make_one_passed_one_completed_and_a_bookmark(course: Course, profile: Any, store: Store) -> None:
    first, second = course.modules[0].lessons
    page, inner = start(profile)
    inner.get_by_role("link", name=first.title).first.click()
    finish(inner, questions(course, first.slug)[:2], wrong=1)
    page.close()
    wait_for(profile.context.new_page(), store, "initialized", "terminated")
    assert store.documents["kurs-lernstand"]["place"].startswith(f"{first.slug}/")

    page, inner = start(profile)
    expect(inner.locator("h1")).to_have_text(first.title)
    expect(inner.locator(".verdict")).to_have_text(["Noch nicht richtig.", "Richtig."])
    finish(inner, questions(course, first.slug)[2:])
    inner.get_by_role("link", name=re.compile(f"Weiter {second.title}")).click()
    finish(inner, questions(course, second.slug))
    wait_for(page, store, "initialized", "passed", "completed")
    page.close()
    wait_for(profile.context.new_page(), store, "initialized", "passed", "completed", "terminated")

    assert len({statement["id"] for statement in store.statements}) == len(store.statements)
    passed = store.statements[-3]
    total = len(questions(course, first.slug)) + len(questions(course, second.slug))
    score = 100 * (total - 1) // total
    assert passed["result"]["score"] == {"scaled": score / 100, "raw": score, "min": 0, "max": 100}
    assert passed["result"]["success"] is True
    for statement in store.statements:
        assert statement["actor"] == ACTOR
        assert statement["object"]["id"] == ACTIVITY
        assert statement["context"]["registration"] == REGISTRATION
    categories = [one["id"].rsplit("/", 1)[1] for one in passed["context"]["contextActivities"]["category"]]
    assert sorted(categories) == ["cmi5", "moveon"]
    assert not any("response" in statement.get("result", {}) for statement in store.statements)


def test_a_module_once_passed_stays_passed_with_its_score(course: Course, profile: Any, store: Store) -> None:
    first, second = course.modules[0].lessons
    page, inner = start(profile)
    inner.get_by_role("link", name=first.title).first.click()
    finish(inner, questions(course, first.slug))
    inner.get_by_role("link", name=re.compile(f"Weiter {second.title}")).click()
    finish(inner, questions(course, second.slug))
    wait_for(page, store, "initialized", "passed", "completed")
    page.close()
    wait_for(profile.context.new_page(), store, "terminated")
    page, inner = start(profile)
    result_of(inner).get_by_text("Quiz zurücksetzen").click()
    inner.get_by_role("button", name="Ja", exact=False).click()
    finish(inner, questions(course, second.slug), wrong=len(questions(course, second.slug)))
    page.close()
    wait_for(profile.context.new_page(), store, "completed", "terminated", "initialized", "terminated")
    kept = store.documents["kurs-lernstand"]
    assert (kept["completed"], kept["success"], kept["score"]) == (True, "passed", 100)
    assert kept["packed"].startswith("1|p100|")


def test_an_exam_once_passed_stays_passed_with_its_score(course: Course, profile: Any, store: Store) -> None:
    page, inner = start(profile, "test")
    hand_in(inner, course, wrong=2)  # type: ignore[arg-type]
    wait_for(page, store, "initialized", "passed", "completed")
    page.close()
    wait_for(profile.context.new_page(), store, "terminated")
    page, inner = start(profile, "test")
    hand_in(inner, course, wrong=6)  # type: ignore[arg-type]
    page.close()
    wait_for(profile.context.new_page(), store, "completed", "terminated", "initialized", "terminated")
    kept = store.documents["kurs-lernstand"]
    assert (kept["completed"], kept["success"], kept["score"]) == (True, "passed", 80)
    assert kept["packed"].startswith("1|p80|")


def test_a_platform_s_own_mastery_score_counts(course: Course, profile: Any, store: Store) -> None:
    store.launch(mastery=1.0)
    first, second = course.modules[0].lessons
    page, inner = start(profile)
    inner.get_by_role("link", name=first.title).first.click()
    finish(inner, questions(course, first.slug), wrong=1)
    inner.get_by_role("link", name=re.compile(f"Weiter {second.title}")).click()
    finish(inner, questions(course, second.slug))
    wait_for(page, store, "initialized", "completed")  # a session has one result: failed waits for its end
    page.close()
    wait_for(profile.context.new_page(), store, "initialized", "completed", "failed", "terminated")


def test_browsing_reports_no_result(course: Course, profile: Any, store: Store) -> None:
    store.launch(mode="Browse")
    page, inner = start(profile)
    for lesson in course.modules[0].lessons:
        inner.locator(".course-menu").get_by_role("link", name=lesson.title).click()
        finish(inner, questions(course, lesson.slug))
    page.close()
    wait_for(profile.context.new_page(), store, "initialized", "terminated")


def test_a_store_that_is_down_gets_everything_later_and_once(course: Course, profile: Any, store: Store) -> None:
    page, inner = start(profile)
    first, second = course.modules[0].lessons
    wait_for(page, store, "initialized")
    store.is_down = True
    inner.get_by_role("link", name=first.title).first.click()
    finish(inner, questions(course, first.slug))
    inner.get_by_role("link", name=re.compile(f"Weiter {second.title}")).click()
    finish(inner, questions(course, second.slug))
    expect(page.locator("[data-platform]")).to_contain_text("nimmt Ihr Ergebnis gerade nicht an")
    store.is_down = False
    wait_for(page, store, "initialized", "passed", "completed")
    expect(page.locator("[data-platform]")).to_be_hidden()


def test_the_way_back_that_a_platform_names_ends_the_session(course: Course, profile: Any, store: Store) -> None:
    store.data["returnURL"] = f"{profile.address}paket/LICENSE.txt"
    page, inner = start(profile)
    expect(inner.locator("h1")).to_have_text(course.modules[0].title)
    page.get_by_role("link", name="Kurs beenden").click()
    expect(page).to_have_url(store.data["returnURL"])
    wait_for(page, store, "initialized", "terminated")


def test_after_a_reload_the_frame_says_what_to_do_and_the_last_answer_is_kept(
    course: Course, profile: Any, store: Store
) -> None:
    store.data["returnURL"] = f"{profile.address}paket/LICENSE.txt"
    first = course.modules[0].lessons[0]
    question = questions(course, first.slug)[0]
    page, inner = start(profile)
    inner.get_by_role("link", name=first.title).first.click()
    expect(inner.locator(".dots button").first).to_be_visible()
    answer(form_of(inner, question), question, right=True)
    page.evaluate(
        """(selector) => {
          document.querySelector("iframe").contentDocument.querySelector(selector).click();
          location.reload();
        }""",
        f"#frage-{question.id} [type=submit]",
    )
    line = page.locator("[data-platform]")
    expect(line).to_contain_text("Schließen Sie dieses Fenster und starten Sie den Kurs in der Lernplattform neu.")
    expect(page.locator("iframe")).to_have_count(0)  # nobody answers where nobody keeps it
    page.get_by_role("link", name="Zurück zur Lernplattform").click()
    expect(page).to_have_url(store.data["returnURL"])
    wait_for(page, store, "initialized", "terminated")
    assert store.verbs.count("initialized") == 1

    page, inner = start(profile)
    expect(inner.locator("h1")).to_have_text(first.title)
    expect(inner.locator(f"#frage-{question.id} .verdict")).to_have_text("Richtig.")


def test_back_from_the_platform_s_page_says_that_the_session_is_over(profile: Any, store: Store) -> None:
    page, inner = start(profile)
    expect(inner.locator("h1")).to_be_visible()
    page.goto(f"{profile.address}paket/LICENSE.txt")
    page.go_back()
    expect(page.locator("[data-platform]")).to_contain_text("in der Lernplattform neu")
    expect(page.get_by_role("link")).to_have_count(0)  # this platform named no way back
    wait_for(page, store, "initialized", "terminated")


def test_without_a_launch_the_course_says_so_and_goes_on(course: Course, profile: Any) -> None:
    page = profile.open("paket/index.html")
    expect(page.locator("[data-platform]")).to_contain_text("Keine Verbindung zur Lernplattform")
    expect(page.frame_locator("iframe").locator("h1")).to_have_text(course.modules[0].title)

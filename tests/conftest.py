"""Shared fixtures: the built site once for all workers, a server for it, a browser that tolerates no CSP violation."""

from __future__ import annotations

import contextlib
import functools
import gc
import http.server
import io
import os
import pickle
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from warnings import catch_warnings

import hypothesis
import pytest
from filelock import FileLock
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

import chromium
from kurs import mkdocs_plugin, words
from kurs.checks.all import check_all
from kurs.content.course import Course, load_course
from kurs.content.findings import warnings
from kurs.exports.edition import Product
from kurs.site.bundles import bundle
from pakete import edition_with, made
from projekt import copy_course, make_course

os.environ["NO_MKDOCS_2_WARNING"] = "1"  # as in the Makefile; what Material says at its import is nobody's error
ROOT = Path(__file__).parent.parent
PATIENCE = 30_000  # milliseconds; a loaded machine is slow, and what works never waits that long
expect.set_options(timeout=PATIENCE)
UNHELPFUL = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture]
hypothesis.settings.register_profile("patient", deadline=None, suppress_health_check=UNHELPFUL)
hypothesis.settings.load_profile("patient")


def build(root: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """`mkdocs build --strict` of the project in `root`, without starting another Python; a traceback fails the test."""
    said, told = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told), catch_warnings():
        code = mkdocs_plugin.build(root / "mkdocs.yml", target)
    return subprocess.CompletedProcess([], code, said.getvalue(), told.getvalue())


def build_apart(root: Path, target: Path) -> subprocess.CompletedProcess[str]:
    """The same as authors start it: a process of its own, with another seed for hashes, on the other side of the world."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(target)]
    environment = {**os.environ, "TZ": "Pacific/Auckland"}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


Once = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """`once(name, make)` is a folder that `make(folder)` filled once in this run, whichever worker asked first."""
    own = tmp_path_factory.getbasetemp()
    base = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def folder(name: str, make: Callable[[Path], object]) -> Path:
        found = base / f"once-{name}"
        with FileLock(f"{found}.lock"):
            if not found.exists():
                begun = tmp_path_factory.mktemp(name)
                make(begun)
                begun.rename(found)
        return found

    return folder


def of_any_course(request: pytest.FixtureRequest) -> bool:
    """Whether the module's tests hold for any course (`pytestmark = pytest.mark.any_course`): they get tests/course."""
    return request.node.get_closest_marker("any_course") is not None


load = functools.cache(load_course)


@pytest.fixture(scope="module")
def root(request: pytest.FixtureRequest, once: Once) -> Path:
    """The project that the module's tests are about."""
    if of_any_course(request):
        return once("any", make_course)
    return ROOT


@pytest.fixture(scope="module")
def course(root: Path) -> Course:
    return load(root)


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, root: Path, once: Once) -> Path:
    """The course as delivered, whoever offers it here."""

    def make(folder: Path) -> None:
        done = build(copy_course(folder / "projekt") if root == ROOT else root, folder / "kurs")
        assert done.returncode == 0, done.stdout + done.stderr

    return once("site" if root == ROOT else "any-site", make) / "kurs"


PUBLIC = "https://kurs.example.org/kunden/"


@pytest.fixture(scope="module")
def public_site(root: Path, once: Once) -> Path:
    """The course as built for a public address."""

    def make(folder: Path) -> None:
        copy = copy_course if root == ROOT else make_course
        done = build(copy(folder / "projekt", site_url=PUBLIC), folder / "kurs")
        assert done.returncode == 0, done.stderr

    return once("public" if root == ROOT else "any-public", make) / "kurs"


@pytest.fixture(scope="module")
def packages(root: Path, site: Path, once: Once) -> dict[str, Product]:
    """(part)-(standard) to package of the course without a public address."""

    def make(folder: Path) -> None:
        (folder / "packages").write_bytes(pickle.dumps(made(edition_with(site, root=root))))

    return pickle.loads((once("packages" if root == ROOT else "any-packages", make) / "packages").read_bytes())


EXAMPLE = ROOT / "examples" / "quiet-chair"


@pytest.fixture(scope="module")
def example_site(once: Once) -> Path:
    """The second course, which is English, built where it lies."""

    def make(folder: Path) -> None:
        done = build(EXAMPLE, folder / "kurs")
        words.speak(words.SOURCE)
        assert done.returncode == 0, done.stderr

    return once("example", make) / "kurs"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Address of a server for `folder` on loopback."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """The site below a base path, as many hosts serve it."""
    with serve(site.parent) as root:
        yield f"{root}kurs/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    assert path, "Kein Chromium gefunden; make test installiert eines."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(chromium.ARGUMENTS))
        yield browser
        browser.close()


VIOLATIONS = (
    "addEventListener('securitypolicyviolation', (e) => console.error(`CSP: ${e.violatedDirective} ${e.blockedURI}`))"
)


def javascript(browser: Browser, folder: Path, source: str) -> Page:
    """An empty page on which the module `source` ran; it imports the runtime's own files, as one of overrides/js."""
    for name in ("js", "questions"):
        shutil.copytree(ROOT / "overrides" / name, folder / name)
    entry = folder / "js" / "probe.js"
    entry.write_text(source, "utf-8")
    page = browser.new_page()
    page.add_script_tag(content=bundle(entry))
    return page


PLAIN = "bilder/zeichen.svg"  # of every course; without script or style


class Visit:
    """A browser profile; collects what must never happen on any page."""

    def __init__(self, browser: Browser, address: str, **options: object):
        self.address = address
        self._plain: Page | None = None
        self.context: BrowserContext = browser.new_context(locale="de-DE", **options)  # type: ignore[arg-type]
        self.context.add_init_script(VIOLATIONS)
        self.problems: list[str] = []
        self.context.on("request", self._requested)
        self.context.on("page", self._opened)

    def _requested(self, request: object) -> None:
        url = request.url  # type: ignore[attr-defined]
        if not url.startswith((self.address.split("/kurs/")[0], "blob:", "data:", "mailto:")):
            self.problems.append(f"fremde Adresse: {url}")

    def _opened(self, page: Page) -> None:
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.problems.append(f"Fehler im Skript: {error}"))
        page.on("console", lambda message: self.problems.append(message.text) if message.type == "error" else None)

    def plant(self, key: str, text: str) -> None:
        """Keep `text` under `key` as an earlier visit would have; a drawing of the course is told, for a page costs most."""
        if self._plain is None:
            self._plain = self.context.new_page()
            self._plain.goto(self.address + PLAIN)
        self._plain.evaluate("([key, text]) => localStorage.setItem(key, text)", [key, text])

    def tab(self) -> Page:
        """A tab that has shown no page: the one of `plant`, or a new one."""
        page, self._plain = self._plain, None
        return page or self.context.new_page()

    def open(self, path: str = "") -> Page:
        page = self.tab()
        page.goto(self.address + path)
        return page


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[type]:
    """`visit(**options)` opens a fresh profile; at the end no profile may have met a problem."""
    visits: list[Visit] = []

    def start(at: str = address, **options: object) -> Visit:
        visits.append(Visit(browser, at, **options))
        return visits[-1]

    yield start  # type: ignore[misc]
    problems = [problem for one in visits for problem in one.problems]
    for one in visits:
        for routed in (*one.context.pages, one.context):
            routed.unroute_all(behavior="ignoreErrors")  # an answer that is on its way would fail after the end
        one.context.close()
    assert problems == []


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end, so nobody need look there for what can go."""
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Hints on content, readable by authors; errors fail their tests instead."""
    hints = warnings(check_all(load_course(ROOT)))
    if hints:
        terminalreporter.section(f"{len(hints)} Hinweise zum Inhalt (kein Fehler)")
        for hint in hints:
            terminalreporter.write_line(str(hint))

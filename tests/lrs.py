"""Sites that tell a record store, and a record store for tests that can be slow or stubborn."""

from __future__ import annotations

import contextlib
import http.server
import json
import re
import threading
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from conftest import build
from projekt import make_project, set_top

ALLOW = "Ja, melden"


class RecordStore:
    """`received` are all PUTs in order as (id, statement); `status` is what it answers next; `gate` holds it up."""

    def __init__(self) -> None:
        self.received: list[tuple[str, dict[str, Any]]] = []
        self.heads: list[dict[str, str]] = []
        self.status = 204
        self.refuses: set[str] = set()
        self.gate = threading.Event()
        self.gate.set()
        self.news = threading.Condition()
        self.address = ""

    def wait_for(self, count: int) -> list[dict[str, Any]]:
        """The first `count` statements, once they are there."""
        with self.news:
            assert self.news.wait_for(lambda: len(self.received) >= count, timeout=20), self.received
        return [statement for _, statement in self.received]


@contextlib.contextmanager
def record_store() -> Iterator[RecordStore]:
    store = RecordStore()

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self, status: int, body: bytes = b"") -> None:
            self.send_response(status)
            self.send_header("Access-Control-Allow-Origin", self.headers.get("Origin", "*"))
            self.send_header("Access-Control-Allow-Credentials", "true")
            self.send_header("Access-Control-Allow-Methods", "GET, PUT")
            allowed = "Authorization, Content-Type, X-Experience-API-Version"
            self.send_header("Access-Control-Allow-Headers", allowed)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_OPTIONS(self) -> None:
            self.answer(204)

        def do_GET(self) -> None:
            self.answer(200, b'{"authorization": "Bearer ausgegeben"}')

        def do_PUT(self) -> None:
            statement = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            store.gate.wait(30)
            (name,) = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)["statementId"]
            refused = statement["object"]["id"] in store.refuses
            with store.news:
                store.received.append((name, statement))
                store.heads.append(dict(self.headers))
                store.news.notify_all()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.answer(400 if refused else store.status)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        store.address = f"http://127.0.0.1:{server.server_port}/"
        yield store
        store.gate.set()
        server.shutdown()


def site(folder: Path, address: str, settings: str) -> None:
    """Build the small course for `address` with `settings` in its block xapi."""
    project = folder / "projekt"
    project.mkdir()
    make_project(project)
    config = (project / "mkdocs.yml").read_text("utf-8")
    set_top(project, config.replace("extra:\n", f"extra:\n  xapi:\n{settings}", 1), site_url=address)
    done = build(project, folder / "kurs")
    assert done.returncode == 0, done.stderr


def answer(page: Page, name: str, right: bool = True) -> None:
    form = page.locator(f"form[data-question={name}]")
    if not form.is_visible():  # its dot brings it to view
        number = (form.locator(".question-number").text_content() or "").partition(" ·")[0]
        page.get_by_role("button", name=re.compile(f"^{number}, ")).click()
    form.get_by_label("Etwas Gutes" if right else "Etwas Altes").check()
    form.get_by_role("button", name="Prüfen").click()
    expect(form.locator(".verdict")).to_be_visible()


UNTIL = """([count, waiting]) => new Promise((done, fail) => {
    const end = Date.now() + 25000;
    const names = () => Object.keys(localStorage).filter((key) => key.includes(":xapi:aussage:"));
    const look = () => {
        const found = names().filter((key) => Boolean(localStorage[key]) === waiting).length;
        if (found === count) done();
        else if (Date.now() > end) fail(new Error(`${found} statt ${count}`));
        else setTimeout(look, 50);
    };
    look();
})"""


def expect_delivered(page: Page, count: int) -> None:
    """So many statements have arrived, as far as this browser knows."""
    page.evaluate(UNTIL, [count, False])  # wait_for_function would need eval, which the pages forbid


def expect_waiting(page: Page, count: int) -> None:
    """So many statements are queued."""
    page.evaluate(UNTIL, [count, True])

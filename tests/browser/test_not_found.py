"""Links whose „#“ a mail filter made a part of the path: the page for wrong addresses leads on."""

from __future__ import annotations

import functools
import http.server
import threading
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from test_assignment import GOOD as TASK
from test_progress import MAY, progress
from test_progress import code_of as progress_code
from test_receipt import GOOD as RECEIPT
from test_receipt import lines

pytestmark = pytest.mark.any_course

PROGRESS = progress_code(progress({}, {"erde-pruefen": MAY}))


class _OwnPage(http.server.SimpleHTTPRequestHandler):
    """What hosting/ tells every server: the course's own page for wrong addresses."""

    def log_message(self, *_: object) -> None:
        pass

    def send_error(self, code: int, *_: object) -> None:  # type: ignore[override]
        page = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


@pytest.fixture(scope="module")
def host(site: Path) -> Iterator[str]:
    handler = functools.partial(_OwnPage, directory=str(site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def follow(visit: Any, host: str, address: str) -> Page:
    profile = visit(at=host)
    page = profile.context.new_page()
    page.goto(host + address)
    profile.problems[:] = [one for one in profile.problems if "status of 404" not in one]  # Chromium tells of each
    return page


MANGLED = {
    "the sign encoded": lambda place, code: f"{place}%23{code}",
    "encoded twice": lambda place, code: f"{place}%2523{code}",
    "a slash behind": lambda place, code: f"{place}%23{code}/",
    "all encoded": lambda place, code: place + "%23" + urllib.parse.quote(code.replace(".", "%2E")),
    "without the page": lambda place, code: f"%23{code}",
    "a path of its own": lambda place, code: f"{place}{code}?utm_source=mail",
}


@pytest.mark.parametrize("way", MANGLED)
@pytest.mark.parametrize(
    ("place", "code"), [("aufgabe/", TASK), ("trainer/pruefen/", RECEIPT), ("lernstand/", PROGRESS)], ids=["task", "receipt", "progress"]
)  # fmt: skip
def test_a_mangled_link_leads_to_what_was_meant(visit: Any, host: str, place: str, code: str, way: str) -> None:
    page = follow(visit, host, MANGLED[way](place, code))
    expect(page).to_have_url(f"{host}{place}#{code}")
    expect(page.locator("h1")).not_to_have_text("Diese Seite gibt es hier nicht")


def test_the_code_is_then_read(visit: Any, host: str) -> None:
    expect(follow(visit, host, f"aufgabe/%23{TASK}").locator("[data-assignment]")).to_contain_text("Frau Kern")
    expect(lines(follow(visit, host, f"trainer/pruefen/%23{RECEIPT}"))).to_contain_text("Ada Lovelace")
    page = follow(visit, host, f"lernstand/%23{PROGRESS}")
    expect(page.get_by_role("button", name="Zusammenführen")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0, "es ist noch nichts zusammengeführt"


def test_a_damaged_code_and_an_anchor_lead_to_their_page(visit: Any, host: str) -> None:
    page = follow(visit, host, "aufgabe/%23AUFGABE1.abc")
    expect(page).to_have_url(f"{host}aufgabe/#AUFGABE1.abc")
    expect(page.locator("[data-message]")).to_contain_text("unvollständig")
    expect(follow(visit, host, "erde-pruefen/%23belege")).to_have_url(f"{host}erde-pruefen/#belege")


@pytest.mark.parametrize("address", ["gibts-nicht/", "gibts-nicht/%23unten", "%E0%A4%A", "%23", "//example.org/%23x", "%2F%2Fexample.org%23x"])  # fmt: skip
def test_what_is_no_address_of_the_course_stays_here_and_says_so(visit: Any, host: str, address: str) -> None:
    page = follow(visit, host, address)
    expect(page.locator("h1")).to_have_text("Diese Seite gibt es hier nicht")
    assert page.url.startswith(host)
    page.get_by_role("link", name="Zur Startseite").click()
    expect(page).to_have_url(host)

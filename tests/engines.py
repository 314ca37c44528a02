"""Firefox and WebKit as Debian has them: find or install them, and drive both by the standards they speak themselves.

Firefox is driven over WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), WebKitGTK by WebDriver
(https://www.w3.org/TR/webdriver2/); Playwright's builds of either are not what people have, and are not to be had everywhere.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from websockets.sync.client import ClientConnection, connect

from server import free_port, wait_until_it_answers

PROGRAMS = {"firefox-esr": "firefox-esr", "WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}
PATIENCE = 60  # seconds
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of an element in WebDriver


class Engine(Protocol):
    """A browser with one tab."""

    def open(self, url: str) -> None: ...

    def run(self, body: str) -> Any:
        """What the async function with this body returns, as JSON; a promise that rejects raises RuntimeError."""

    def click(self, selector: str) -> None:
        """Click the middle of the first visible element that matches the CSS `selector`, as a pointer does."""


def wait_for(engine: Engine, expression: str) -> Any:
    """The value of the JavaScript `expression` once it is true; the page may be on its way to another."""
    until = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(RuntimeError):
            if value := engine.run(f"return {expression}"):
                return value
        assert time.monotonic() < until, expression
        time.sleep(0.1)


def _visible(selector: str) -> str:
    found = f"[...document.querySelectorAll({json.dumps(selector)})].find((one) => one.getClientRects().length)"
    return f"const one = {found}; one.scrollIntoView({{ block: 'center', behavior: 'instant' }});"


class Firefox:
    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._ask("session.new", capabilities={})
        self._tab = self._ask("browsingContext.create", type="tab")["context"]

    def _ask(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := json.loads(self._socket.recv(PATIENCE))).get("id") != number:
            pass  # an event
        if answer["type"] == "error":
            raise RuntimeError(answer["message"])
        return answer["result"]

    def open(self, url: str) -> None:
        self._ask("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    def run(self, body: str) -> Any:
        expression = f"(async () => {{ {body} }})().then((value) => JSON.stringify(value ?? null))"
        target = {"context": self._tab}
        answer = self._ask("script.evaluate", expression=expression, target=target, awaitPromise=True)
        if answer["type"] == "exception":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def click(self, selector: str) -> None:
        middle = "const box = one.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2].map(Math.round);"
        x, y = self.run(_visible(selector) + middle)
        press = [
            {"type": "pointerMove", "x": x, "y": y},
            *({"type": f"pointer{way}", "button": 0} for way in ("Down", "Up")),
        ]
        pointer = {"type": "pointer", "id": "mouse", "actions": press}
        self._ask("input.performActions", context=self._tab, actions=[pointer])


class WebKit:
    def __init__(self, driver: str) -> None:
        self._driver = driver
        self._session = ""
        answer = self._ask("session", capabilities={})
        self._session = f"session/{answer['sessionId']}/"
        self._ask("timeouts", script=PATIENCE * 1000)

    def _ask(self, command: str, **params: Any) -> Any:
        request = urllib.request.Request(f"{self._driver}{self._session}{command}", json.dumps(params).encode())
        try:
            with urllib.request.urlopen(request, timeout=2 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(json.load(error)["value"]["message"]) from None

    def open(self, url: str) -> None:
        self._ask("url", url=url)

    def run(self, body: str) -> Any:
        script = (
            "const done = arguments[0];"
            f"(async () => {{ {body} }})().then((value) => done([JSON.stringify(value ?? null)]), (error) => done(String(error)))"
        )
        answer = self._ask("execute/async", script=script, args=[])
        if isinstance(answer, str):
            raise RuntimeError(answer)
        return json.loads(answer[0])

    def click(self, selector: str) -> None:
        element = self._ask("execute/sync", script=f"{_visible(selector)} return one", args=[])
        self._ask(f"element/{element[ELEMENT]}/click")


@contextlib.contextmanager
def started(command: list[str], **options: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A process that ends with the block."""
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


@contextlib.contextmanager
def firefox() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        (Path(profile) / "user.js").write_text('user_pref("intl.accept_languages", "de");\n', "utf-8")
        log = Path(profile) / "log"
        command = ["firefox-esr", "--headless", "--remote-debugging-port", "0", "--profile", profile]
        with log.open("w") as said, started(command, env={**os.environ, "HOME": profile}, stderr=said):
            until = time.monotonic() + PATIENCE
            while not (found := re.search(r"BiDi listening on (ws://\S+)", log.read_text("utf-8", "replace"))):
                assert time.monotonic() < until, "Firefox beginnt nicht"
                time.sleep(0.1)
            with connect(f"{found[1]}/session", max_size=None) as socket:
                yield Firefox(socket)


@contextlib.contextmanager
def webkit() -> Iterator[Engine]:
    port = free_port()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        environment = {**os.environ, "HOME": home, "LANG": "C.UTF-8", "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        command = ["xvfb-run", "-a", "WebKitWebDriver", f"--port={port}"]
        with started(command, env=environment, **quiet) as process:
            wait_until_it_answers(f"http://127.0.0.1:{port}/status", process)
            yield WebKit(f"http://127.0.0.1:{port}/")


def missing() -> list[str]:
    return [program for program in PROGRAMS if not shutil.which(program)]


def install() -> list[str]:
    """Debian's packages where we may install them; what is still missing."""
    if missing() and shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        names = [PROGRAMS[program] for program in missing()]
        subprocess.run(["apt-get", "install", "-y", "-qq", *names], check=False, env=environment, **quiet)
    return missing()


if __name__ == "__main__" and (still := install()):
    sys.exit(f"Für die Tests in Firefox und WebKit fehlen: {', '.join(PROGRAMS[one] for one in still)}.")

"""Servers that really run, on loopback alone: helpers of the tests in tests/servers."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import socket
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from conftest import ROOT

BIN = ROOT / ".venv-servers" / "bin"
WRITER, READER = "kurs:nur-schreiben", "pruefung:nur-lesen"
ACCOUNTS = """
import bcrypt, json, sys
agent = lambda name: {"objectType": "Agent", "account": {"name": name, "homePage": "https://kurs.example.org"}}
hashed = lambda password: bcrypt.hashpw(password.encode(), bcrypt.gensalt(4)).decode()  # 4: quick, tests only
rows = [(*account.split(":"), scope) for account, scope in zip(sys.argv[1::2], sys.argv[2::2])]
print(json.dumps([{"agent": agent(n), "scopes": [s], "hash": hashed(p), "username": n} for n, p, s in rows]))
"""


def recipe(kind: str) -> list[str]:
    """The fenced blocks of `kind` ("sh", "ini", "python") in hosting/xapi.md, in their order."""
    text = (ROOT / "hosting" / "xapi.md").read_text("utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```$", text, re.M | re.S)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_it_answers(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, f"{address}: der Server hat sich beendet"
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=2).close()
            return
        time.sleep(0.1)
    raise AssertionError(f"{address} antwortet nicht")


class Ralph:
    """A record store with two accounts: WRITER may store, READER may read. Stops and starts on one port."""

    def __init__(self, folder: Path, origin: str = "http://127.0.0.1"):
        self.folder, self.port = folder, free_port()
        self.endpoint = f"http://127.0.0.1:{self.port}/xAPI"
        self.environment = {
            **os.environ,
            "RALPH_APP_DIR": str(folder),
            "RALPH_AUTH_FILE": str(folder / "auth.json"),
            "RALPH_RUNSERVER_BACKEND": "fs",
            "RALPH_BACKENDS__LRS__FS__DEFAULT_DIRECTORY_PATH": str(folder / "daten"),
            "RALPH_RUNSERVER_CORS_ALLOW_ORIGINS": json.dumps([origin]),
            "RALPH_LRS_RESTRICT_BY_AUTHORITY": "true",
            "RALPH_LRS_RESTRICT_BY_SCOPES": "true",
        }
        self.process: subprocess.Popen[bytes] | None = None
        # What `ralph auth -w` writes; that command takes many seconds for each account.
        command = [BIN / "python", "-c", ACCOUNTS, WRITER, "statements/write", READER, "statements/read"]
        accounts = subprocess.run(command, check=True, capture_output=True).stdout
        (folder / "auth.json").write_bytes(accounts)

    def start(self) -> None:
        (start,) = recipe("python")
        command = [BIN / "python", "-c", start.replace("8100", str(self.port))]
        with (self.folder / "ralph.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment, cwd=self.folder, stdout=log, stderr=log)
        wait_until_it_answers(f"http://127.0.0.1:{self.port}/__heartbeat__", self.process)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=30)
        self.process = None

    def request(self, method: str, query: str, account: str, body: Any = None) -> tuple[int, Any]:
        """Status and JSON that the store answers."""
        head = {
            "Authorization": "Basic " + base64.b64encode(account.encode()).decode(),
            "Content-Type": "application/json",
            "X-Experience-API-Version": "1.0.3",
        }
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.endpoint}/statements{query}", data, head, method=method)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or "null")
        except urllib.error.HTTPError as error:
            return error.code, None

    def statements(self) -> list[dict[str, Any]]:
        status, answer = self.request("GET", "", READER)
        assert status == 200, status
        assert "more" not in answer, "mehr als eine Seite"
        return answer["statements"]


CHECK = """
import json, sys
from ralph.models.xapi.base.statements import BaseXapiStatement
for statement in json.load(sys.stdin):
    BaseXapiStatement.model_validate(statement)
"""


def complaint_about(statements: list[dict[str, Any]]) -> str:
    """What Ralph's models say against `statements`; "" if nothing. Its server takes nearly everything."""
    command = [BIN / "python", "-c", CHECK]
    done = subprocess.run(command, input=json.dumps(statements), capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""

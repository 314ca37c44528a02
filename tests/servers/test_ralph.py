"""The record store as docs for operators set it up: what its accounts may do, and what it takes."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server import BIN, READER, WRITER, Ralph, complaint_about, free_port, recipe, wait_until_it_answers

ID = "6f2f5c0e-2f43-5f0c-9d57-0f4a3f3c1a11"
TWICE = "6f2f5c0e-2f43-5f0c-9d57-0f4a3f3c1a12"


def statement(**changes: Any) -> dict[str, Any]:
    return {
        "id": ID,
        "actor": {"objectType": "Agent", "account": {"homePage": "https://kurs.example.org/", "name": "zufall"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/passed"},
        "object": {"id": "https://kurs.example.org/das-schild/"},
        "timestamp": "2026-11-24T12:00:00Z",
        **changes,
    }


@pytest.fixture(scope="module")
def ralph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ralph]:
    store = Ralph(tmp_path_factory.mktemp("ralph"))
    store.start()
    yield store
    store.stop()


def test_the_pages_account_may_store_but_not_read(ralph: Ralph) -> None:
    assert ralph.request("PUT", f"?statementId={ID}", WRITER, statement())[0] == 204
    assert ralph.request("GET", "", WRITER)[0] == 401
    assert ralph.request("PUT", f"?statementId={ID}", READER, statement())[0] == 401
    assert ID in [one["id"] for one in ralph.statements()]


def test_a_statement_sent_twice_is_stored_once(ralph: Ralph) -> None:
    for _ in range(2):
        assert ralph.request("PUT", f"?statementId={TWICE}", WRITER, statement(id=TWICE))[0] == 204
    assert [one["id"] for one in ralph.statements()].count(TWICE) == 1


def test_the_page_for_operators_leads_from_an_empty_folder_to_a_stored_statement(tmp_path: Path) -> None:
    """Its settings, accounts, start and trial as they stand there; only the port is ours."""
    install, accounts, trial, *_ = recipe("sh")
    assert re.findall(r"pip install (.+)", install) == ['"ralph-malph[cli,lrs]" requests']
    (tmp_path / ".venv").symlink_to(BIN.parent)
    (tmp_path / ".env").write_text(recipe("ini")[0], "utf-8")
    port = str(free_port())
    (tmp_path / "versuch.py").write_text(recipe("python")[0].replace("8100", port), "utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("RALPH_")}

    def run(commands: str) -> str:
        command = ["bash", "-ec", commands.replace("8100", port)]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(accounts)
    with (tmp_path / "ralph.log").open("wb") as log:
        command = [tmp_path / ".venv" / "bin" / "python", "versuch.py"]
        server = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log)
    try:
        wait_until_it_answers(f"http://127.0.0.1:{port}/__heartbeat__", server)
        assert "https://kurs.example.org/das-schild/" in run(trial)
        origin = "curl -sf -o /dev/null -D - -H 'Origin: https://kurs.example.org' http://127.0.0.1:8100/__heartbeat__"
        assert "access-control-allow-origin: https://kurs.example.org" in run(origin).lower()
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.mark.parametrize(
    "wrong",
    [{"verb": {"id": "bestanden"}}, {"result": {"score": {"scaled": 1.4}}}, {"result": {"duration": "5 Minuten"}}],
)
def test_the_models_reject_what_the_server_would_take(wrong: dict[str, Any]) -> None:
    assert complaint_about([statement()]) == ""
    assert complaint_about([statement(**wrong)])

"""The record store as docs for operators set it up: what its accounts may do, and what it takes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from server import READER, WRITER, Ralph, complaint_about

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


@pytest.mark.parametrize(
    "wrong",
    [{"verb": {"id": "bestanden"}}, {"result": {"score": {"scaled": 1.4}}}, {"result": {"duration": "5 Minuten"}}],
)
def test_the_models_reject_what_the_server_would_take(wrong: dict[str, Any]) -> None:
    assert complaint_about([statement()]) == ""
    assert complaint_about([statement(**wrong)])

"""A second process works ahead: the results are those of the work itself, whatever happens to that process."""

from __future__ import annotations

import logging
import os
import sys

import pytest

from kurs.site import ahead
from kurs.site.ahead import Ahead

pytestmark = [
    pytest.mark.any_course,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux works ahead"),
]
HERE = os.getpid()


@pytest.fixture(autouse=True)
def second_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where tests run in several threads or on one processor."""
    monkeypatch.setattr(ahead, "_is_possible", lambda: True)


def work(name: str) -> tuple[str, bool]:
    """`name`, and whether the second process did it; three names go wrong there, each in its way."""
    there = os.getpid() != HERE
    if name == "warns":
        logging.getLogger("mkdocs.plugins.kurs").warning("Vorsicht")
    if name == "raises" and there:
        raise ValueError(name)
    if name == "dies" and there:
        os._exit(1)
    return name, there


def test_results_come_from_the_second_process() -> None:
    ask = Ahead(["a", "b"], work)
    assert [ask("a"), ask("b")] == [("a", True), ("b", True)]


def test_what_warns_or_fails_there_is_done_and_told_here(caplog: pytest.LogCaptureFixture) -> None:
    ask = Ahead(["warns", "raises", "a"], work)
    assert [ask(name) for name in ("warns", "raises", "a")] == [("warns", False), ("raises", False), ("a", True)]
    assert caplog.messages == ["Vorsicht"]


def test_a_process_that_dies_leaves_its_work_to_this_one() -> None:
    ask = Ahead(["a", "dies", "b"], work)
    assert ask("a")[0] == "a"  # whether it was handed over before
    assert [ask("dies"), ask("b")] == [("dies", False), ("b", False)]


def test_what_is_asked_for_twice_or_unannounced_is_done_here_and_the_order_is_free() -> None:
    ask = Ahead(["a", "b", "c"], work)
    assert [ask(name) for name in ("x", "b", "a", "b", "c")] == [
        ("x", False),
        ("b", True),
        ("a", True),
        ("b", False),
        ("c", True),
    ]

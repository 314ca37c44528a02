"""Work that a second process does ahead, while this one does other work on the same pages.

Only where that is certain to be the same, only sooner: on Linux, with a second processor and no other thread of Python.
What the second process cannot do without an error or a message, and everything elsewhere, is done where it is asked for.
The work must not call what keeps threads of its own and was called before, as the minifier and Typst do: they are not there
after a fork.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import sys
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

T = TypeVar("T")


class Ahead(Generic[T]):
    """The results of `work` for each of `names`, best asked for in this order."""

    def __init__(self, names: Sequence[str], work: Callable[[str], T]):
        self._work = work
        self._waiting: set[str] = set()
        self._done: dict[str, list[T]] = {}  # [] is what could not be done there
        if _is_possible():
            self._waiting = set(names)
            self._results = _start(names, work)

    def __call__(self, name: str) -> T:
        while name in self._waiting:
            try:
                done, result = self._results.recv()
            except (EOFError, OSError):  # it has ended before its time
                self._waiting = set()
                break
            self._waiting.remove(done)
            self._done[done] = result
        result = self._done.pop(name, [])
        return result[0] if result else self._work(name)


def _is_possible() -> bool:
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


def _start(names: Sequence[str], work: Callable[[str], Any]) -> Connection:
    import multiprocessing  # few commands need it

    system = multiprocessing.get_context("fork")
    results, sender = system.Pipe(duplex=False)
    system.Process(target=_send, args=(names, work, sender, results), daemon=True).start()
    sender.close()  # here, so that its end is seen
    return results


def _send(names: Sequence[str], work: Callable[[str], Any], sender: Connection, results: Connection) -> None:
    results.close()  # here, so that its end is seen
    for logger in (logging.getLogger(), logging.getLogger("mkdocs")):
        logger.handlers = [_Refusing()]
    done: queue.SimpleQueue[Any] = queue.SimpleQueue()  # or the work would wait for whoever receives
    telling = threading.Thread(target=_tell, args=(done, sender))
    telling.start()
    with contextlib.suppress(KeyboardInterrupt):
        for name in names:
            if not telling.is_alive():
                break  # nobody asks any more
            try:
                result = [work(name)]
            except Exception:  # whoever asks does it again and tells
                result = []
            done.put((name, result))
    done.put(None)


def _tell(done: queue.SimpleQueue[Any], sender: Connection) -> None:
    with contextlib.suppress(OSError):
        while one := done.get():
            sender.send(one)


class _Refusing(logging.Handler):
    """Nobody would see the message or count it as a warning."""

    def emit(self, record: logging.LogRecord) -> None:
        raise RuntimeError(record.getMessage())

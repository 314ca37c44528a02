"""site/ as servers hand it out: built aside, compressed, and put in place whole or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gzip
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
from filelock import FileLock, Timeout

TEXTS = frozenset({".css", ".csv", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".webmanifest", ".xml"})
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    ".br": brotli.compress,  # its best, which is its default
    ".gz": lambda content: _named_no_system(gzip.compress(content, 9, mtime=0)),
}
AT_FDCWD, RENAME_EXCHANGE = -100, 2  # linux/fcntl.h, linux/fs.h


def _named_no_system(packed: bytes) -> bytes:
    """The tenth byte of a gzip names the system that packed it, by Python's version one way or the other: 255, unknown."""
    return packed[:9] + b"\xff" + packed[10:]


class InUseError(Exception):
    """Another command works on the same project; the message is one German line."""


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """The only command in `root` that writes what others read. Raises InUseError at once if there is another."""
    try:
        with FileLock(root / ".sperre", timeout=0):
            yield
    except Timeout:
        raise InUseError(
            "Hier baut schon jemand den Kurs. Warten Sie, bis das fertig ist, und rufen Sie den Befehl dann noch einmal auf."
        ) from None


def build_whole(target: Path, build: Callable[[Path], int]) -> int:
    """Let `build` fill an empty folder beside `target`, compress it and put it there; its exit code.

    Whatever goes wrong, even a power cut, `target` stays the last good one. Raises OSError.
    """
    target = target.resolve()
    fresh = target.with_name(f".{target.name}-neu")
    shutil.rmtree(fresh, ignore_errors=True)  # what an interrupted build left
    fresh.mkdir(parents=True)
    try:
        code = build(fresh)
        if code == 0:
            compress(fresh, target)
            put_in_place(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return code


def put_in_place(fresh: Path, target: Path) -> None:
    """`target` becomes `fresh` in one step where the system can (Linux), else in two; the old one is removed."""
    if not target.exists():
        fresh.rename(target)
    elif _exchange(fresh, target):
        shutil.rmtree(fresh)
    else:
        old = target.with_name(f".{target.name}-alt")
        shutil.rmtree(old, ignore_errors=True)
        target.rename(old)
        fresh.rename(target)
        shutil.rmtree(old)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders atomically; False where system or file system cannot."""
    if os.name != "posix":
        return False
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    return bool(rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0)


def compress(folder: Path, earlier: Path | None = None) -> None:
    """Give every text below `folder` its .br and .gz; those of unchanged files are taken from `earlier`."""
    texts = [path for path in folder.rglob("*") if path.suffix in TEXTS]
    with ThreadPoolExecutor(os.cpu_count()) as pool:  # both compressors let other threads run
        list(pool.map(lambda text: write_variants(text, earlier and earlier / text.relative_to(folder)), texts))


def write_variants(path: Path, earlier: Path | None = None) -> None:
    """Write `path`.br and .gz anew, each only if it is smaller; whoever changes a page of the site calls this."""
    content = path.read_bytes()
    known = earlier is not None and earlier.is_file() and earlier.read_bytes() == content
    for suffix, encode in ENCODINGS.items():
        variant = path.with_name(path.name + suffix)
        kept = earlier.with_name(earlier.name + suffix) if known and earlier else None
        encoded = kept.read_bytes() if kept and kept.is_file() else encode(content)
        variant.unlink(missing_ok=True)
        if len(encoded) < len(content):
            variant.write_bytes(encoded)


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step, so that nobody ever sees half of it."""
    fresh = path.with_name(f".{path.name}-neu")
    fresh.write_bytes(content)
    os.replace(fresh, path)


def explain(error: OSError) -> str:
    """One German line: which file or folder, and why it cannot be read or written."""
    reasons = {
        errno.EACCES: "der Zugriff ist nicht erlaubt; prüfen Sie die Rechte, und schließen Sie Programme, die es offen haben",
        errno.EPERM: "der Zugriff ist nicht erlaubt; prüfen Sie die Rechte",
        errno.ENOENT: "das gibt es nicht; bauen Sie den Kurs neu (make site)",
        errno.ENOTDIR: "hier liegt eine Datei, wo ein Ordner sein soll",
        errno.EISDIR: "hier liegt ein Ordner, wo eine Datei sein soll",
        errno.EROFS: "der Datenträger ist schreibgeschützt",
        errno.ENOSPC: "der Datenträger ist voll; schaffen Sie Platz",
        errno.EDQUOT: "der Datenträger ist voll; schaffen Sie Platz",
        errno.EFBIG: "die Datei würde größer, als das System erlaubt",
    }
    place = f"{error.filename}: " if error.filename else ""
    return f"{place}{reasons.get(error.errno or 0, error.strerror or str(error))}. Was in site/ und dist/ lag, ist noch da."

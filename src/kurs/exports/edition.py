"""`make packages`: what is made from a built site and its sources, for trainers and their learning platforms.

Every maker is a function Edition → Products. Their files go to dist/; the site gets copies and a list of them
on its page of materials, so that a trainer finds what belongs to this very edition.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..content.course import Course
from ..content.house import FOLDER
from ..content.settings import Settings
from ..words import number_text


class PackageError(Exception):
    """A package cannot be made; the message is one German line: what is wrong, and what to do."""


@dataclass(frozen=True)
class Edition:
    """What packages are made from: a checked course and its built site.

    `moment` is the commit's (UTC): zips and documents carry it, so that one commit makes the same bytes.
    `address` is the site's public address, "" where none is configured. `title` is the course's.
    """

    course: Course
    settings: Settings
    site: Path
    moment: datetime.datetime
    address: str = ""
    title: str = ""

    @property
    def version(self) -> str:
        """The course's, with the house's behind it where it adds something: "1.3.0", "1.3.0-haus-1.0.0"."""
        house = self.course.house
        return f"{self.settings.version}-{FOLDER}-{house.version}" if house else self.settings.version

    def file_name(self, part: str, form: str, suffix: str) -> str:
        """Name of a product: course, version, the module's slug ("" for the whole course), form and suffix."""
        words = [self.settings.kurs_id, self.version, part, form]
        return f"{'-'.join(filter(None, words))}.{suffix}"


@dataclass(frozen=True)
class Product:
    """One file for dist/. `group` is the heading it is listed under, `purpose` says what it is for."""

    name: str
    title: str
    group: str
    purpose: str
    content: bytes

    @property
    def size(self) -> str:
        return (
            f"{number_text(len(self.content) / 1e6, '0.0')} MB"
            if len(self.content) >= 1e6
            else f"{-(-len(self.content) // 1000)} KB"
        )

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


Maker = Callable[[Edition], Iterable[Product]]  # makers.py lists them


def zipped(files: Mapping[str, bytes], moment: datetime.datetime) -> bytes:
    """A zip of `files` in their order, the same bytes for the same content and `moment`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, max(moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))  # zip knows no earlier
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return buffer.getvalue()

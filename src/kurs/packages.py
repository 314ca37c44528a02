"""`make packages`: what is made from a built site and its sources, for trainers and their learning platforms.

Every maker is a function Edition → Products. Their files go to dist/; the site gets copies and a list of them
on its page of materials, so that a trainer finds what belongs to this very edition.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .course import Course
from .delivery import compress, put_in_place, write_variants, write_whole
from .published import read_published
from .quiz import Templates
from .settings import Settings

MATERIAL = Path("trainer") / "material"
FILES = "dateien"  # beside the page of materials
MARK = "<!-- material-liste -->"


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

    def file_name(self, part: str, form: str, suffix: str) -> str:
        """Name of a product: course, version, the module's slug ("" for the whole course), form and suffix."""
        words = [self.settings.kurs_id, self.settings.version, part, form]
        return f"{'-'.join(filter(None, words))}.{suffix}"


@dataclass(frozen=True)
class Product:
    """One file for dist/. `group` is the heading it is listed under, `purpose` says in German what it is for."""

    name: str
    title: str
    group: str
    purpose: str
    content: bytes

    @property
    def size(self) -> str:
        return (
            f"{len(self.content) / 1e6:.1f} MB".replace(".", ",")
            if len(self.content) >= 1e6
            else f"{-(-len(self.content) // 1000)} KB"
        )

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


Maker = Callable[[Edition], Iterable[Product]]  # makers.py lists them


def commit_moment(root: Path) -> datetime.datetime:
    """When what is checked out was last committed (UTC, whole seconds); without git, the release's day in published.json.

    A copy that lies in somebody else's repository has no commit there.
    """
    command = ["git", "log", "-1", "--format=%ct", "--", "."]
    try:
        written = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:
        written = ""
    if written:
        return datetime.datetime.fromtimestamp(int(written), datetime.UTC)
    day = read_published(root)["date"] or "1970-01-01"
    return datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC)


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


def make_packages(edition: Edition, makers: Iterable[Maker]) -> list[Product]:
    """All products of `edition`, in the order of the makers. Raises PackageError."""
    return [product for maker in makers for product in maker(edition)]


def publish(edition: Edition, products: list[Product], dist: Path) -> None:
    """Write dist/ anew, put copies into the site and the list onto its page of materials. Raises OSError."""
    target = edition.site / MATERIAL / FILES
    for folder in (dist, target):
        fresh = folder.with_name(f".{folder.name}-neu")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for product in products:
            (fresh / product.name).write_bytes(product.content)
        if folder is target:
            compress(fresh)
        put_in_place(fresh, folder)
    page = edition.site / MATERIAL / "index.html"
    before, _, rest = page.read_text("utf-8").partition(MARK)
    after = rest.partition(MARK)[2]
    write_whole(page, (before + _listed(edition, products).strip() + after).encode())
    write_variants(page)


def _listed(edition: Edition, products: list[Product]) -> str:
    groups: dict[str, list[Product]] = {}
    for product in products:
        groups.setdefault(product.group, []).append(product)
    return Templates(edition.course.root / "overrides").render(
        "teile/material.html",
        groups=groups,
        folder=FILES,
        day=edition.moment.strftime("%d.%m.%Y"),
        version=edition.settings.version,
    )

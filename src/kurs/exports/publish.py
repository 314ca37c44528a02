"""All products of an edition: into dist/, and onto the site's page of materials."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from ..content.places import MATERIAL, address
from ..content.published import read_published
from ..site.delivery import compress, put_in_place, write_variants, write_whole
from ..templates import Templates
from ..words import day_text
from .edition import Edition, Maker, Product

FILES = "dateien"  # beside the page of materials
MARK = "<!-- material-liste -->"


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


def make_packages(edition: Edition, makers: Iterable[Maker]) -> list[Product]:
    """All products of `edition`, in the order of the makers. Raises PackageError."""
    return [product for maker in makers for product in maker(edition)]


def publish(edition: Edition, products: list[Product], dist: Path) -> None:
    """Write dist/ anew, put copies into the site and the list onto its page of materials. Raises OSError."""
    target = edition.site / address(MATERIAL) / FILES
    for folder in (dist, target):
        fresh = folder.with_name(f".{folder.name}-neu")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for product in products:
            (fresh / product.name).write_bytes(product.content)
        if folder is target:
            compress(fresh)
        put_in_place(fresh, folder)
    page = target.with_name("index.html")
    before, _, rest = page.read_text("utf-8").partition(MARK)
    after = rest.partition(MARK)[2]
    write_whole(page, (before + _listed(edition, products).strip() + after).encode())
    write_variants(page)


def _listed(edition: Edition, products: list[Product]) -> str:
    groups: dict[str, list[Product]] = {}
    for product in products:
        groups.setdefault(product.group, []).append(product)
    return Templates(edition.course.overrides).render(
        "parts/material.html",
        groups=groups,
        folder=FILES,
        day=day_text(edition.moment),
        version=edition.settings.version,
    )

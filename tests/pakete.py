"""Packages for learning platforms, made from the built site, for the tests that look into or start them."""

from __future__ import annotations

import dataclasses
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from exporte import edition_of
from kurs.content import yamltext
from kurs.content.settings import read_settings
from kurs.exports.edition import Edition, Product
from kurs.exports.lms_packages import make_lms_packages
from projekt import ROOT

STANDARDS = ("scorm12", "scorm2004", "cmi5")


def edition_with(site: Path, address: str = "", root: Path = ROOT) -> Edition:
    """The course in `root`, whose built site is `site`."""
    config = yamltext.read((root / "mkdocs.yml").read_text("utf-8"), "mkdocs.yml").data
    settings, _ = read_settings(config["extra"])
    assert settings is not None
    return dataclasses.replace(edition_of(root), settings=settings, site=site, address=address)


def made(edition: Edition) -> dict[str, Product]:
    """(part)-(standard) to package, for example "kundenwert-scorm12"."""
    before = f"{edition.settings.kurs_id}-{edition.settings.version}-"
    return {product.name.removeprefix(before).removesuffix(".zip"): product for product in make_lms_packages(edition)}


def opened(product: Product) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(product.content))


def texts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and text of each page."""
    for name in archive.namelist():
        if name.endswith(".html"):
            yield name, archive.read(name).decode()

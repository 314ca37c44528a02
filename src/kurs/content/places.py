"""The pages and folders of docs/ that code knows by name; templates name theirs themselves, and a rule looks after them."""

from __future__ import annotations

import posixpath

START = "docs/index.md"
PATHS = "docs/wege/index.md"
GLOSSARY = "docs/glossar.md"
SOURCES = "docs/quellen.md"
ARTICLE = "docs/artikel.md"
CERTIFICATE = "docs/zertifikat.md"
RECEIPT = "docs/nachweis.md"
TRAINER = "docs/trainer/index.md"
GUIDE = "docs/trainer/leitfaden.md"
MATERIAL = "docs/trainer/material.md"
ROOM = "docs/trainer/raum.md"
LINKS = "docs/verlinken.md"
LEGAL = frozenset({"docs/impressum.md", "docs/datenschutz.md"})
"""Their group of the navigation stands in the footer of every page."""
SEARCH = "docs/suche.md"
OFFLINE = "docs/offline.md"
REVIEW = "docs/wiederholen.md"
SENTENCES = "docs/meine-saetze.md"
STANDING = "docs/lernstand.md"
CONVERSATION_PREFIX = "gespraech-"  # how the file and the address of a conversation begin, and the anchor of its card
KEY_POINTS = "kernpunkte"  # below a lesson's address: what stays of it, to print
FULL_LISTS = frozenset({STANDING, REVIEW})
"""They work on every question of the course, however long it is."""
NOT_MODULES = frozenset({"wege", "trainer"})
"""Folders whose index page introduces no module."""


def address(file: str) -> str:
    """Where the site has a page that belongs to no module: "trainer/material/", "" for the start page."""
    folder, name = posixpath.split(file.removeprefix("docs/"))
    return posixpath.join(folder, "" if name == "index.md" else f"{name.removesuffix('.md')}/")

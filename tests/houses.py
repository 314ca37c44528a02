"""The example of HAUS.md, as its readers write it down."""

from __future__ import annotations

import re
from pathlib import Path

from projekt import ROOT, write

STANDS = re.compile(r"^`(haus/[^`\n]+)`:\n\n```\w+\n(.*?)^```$", re.M | re.S)
LESSON = "haus-zwanzig-euro"
MODULE = "haus-regeln"


def example() -> dict[str, str]:
    """File to text of the worked example."""
    return {match[1]: match[2] for match in STANDS.finditer((ROOT / "HAUS.md").read_text("utf-8"))}


def add_house(project: Path, known: str) -> Path:
    """`project` with the example in it; its path leads to the lesson `known` of the course."""
    for name, text in example().items():
        write(project, name, text.replace("[das-schild,", f"[{known},"))
    return project

"""Editions for tests of what is made from the question bank: the real course, and one whose every text is hostile."""

from __future__ import annotations

import datetime
import zlib
from pathlib import Path
from typing import Any

import yaml

from kurs.content.course import load_course
from kurs.content.settings import Settings
from kurs.exports.edition import Edition
from projekt import make_project, write

HOSTILE = "<script>alert(1)</script> & <b>\"fett\"</b> 'x' ]]> äöüß € #set $x^2$ \\cmd {1:SA:=x} ~ 100 % &amp"
MOMENT = datetime.datetime(2026, 11, 24, 12, 0, 1, tzinfo=datetime.UTC)


def edition_of(root: Path, address: str = "https://kurs.example.org/") -> Edition:
    """Of the course in `root`, whatever its rules say."""
    settings = Settings(kurs_id="probe-kurs", version="1.2.3")
    return Edition(load_course(root), settings, root / "site", MOMENT, address, "Probe & Kurs")


def said(place: str) -> str:
    """A hostile text that is found nowhere else."""
    return f"{place} {HOSTILE}"


def verdicts() -> dict[str, str]:
    return {"correct": said("ja"), "incorrect": said("nein")}


def hostile_project(folder: Path) -> Path:
    """A course with one question of every type, a picture in a stem, and HOSTILE in all texts."""
    make_project(folder)
    options = [{"text": said(f"o{i}"), "correct": i < 1, "feedback": said(f"f{i}")} for i in range(3)]
    several = [{"text": said(f"o{i}"), "correct": i < 2, "feedback": said(f"f{i}")} for i in range(3)]
    pairs = [{"left": said(f"l{i}"), "right": said(f"r{i}"), "feedback": said(f"f{i}")} for i in range(2)]
    kinds: dict[str, dict[str, Any]] = {
        "single": {"options": options, "stem": said("s") + " ![Ein Bild](bild.png)"},
        "multiple": {"options": several},
        "cloze": {"stem": said("s") + " [[Käufermarkt #1|b}~*c]] und [[zwei]].", "feedback": verdicts()},
        "numeric": {"answer": {"value": "3750.5", "tolerance": "0.25", "unit": "€"}, "feedback": verdicts()},
        "order": {"items": [{"text": said(f"o{i}"), "feedback": said(f"f{i}")} for i in range(3)]},
        "match": {"pairs": pairs, "extra": [said("x")]},
        "mark": {"segments": [{"text": said(f"o{i}"), "mark": i < 1, "feedback": said(f"f{i}")} for i in range(3)]},
        "rate": {
            "reactions": [
                {"text": said(f"o{i}"), "rating": rating, "feedback": said(f"f{i}")}
                for i, rating in enumerate(("helps", "neutral", "helps"))
            ]
        },
        "write": {"criteria": [said(f"c{i}") for i in range(3)], "models": [said(f"m{i}") for i in range(2)]},
    }
    common = {"revision": "1", "lesson": "aushang", "objective": "aushang-erkennen", "use": "practice"}
    questions = [
        {"id": f"{i}-{kind}", **common, "type": kind, "stem": said("s"), "explanation": said("e"), **fields}
        for i, (kind, fields) in enumerate(kinds.items())
    ]
    questions = [{"sources": ["Carlzon1987"], **question} for question in questions]
    text = yaml.safe_dump({"questions": questions}, allow_unicode=True, width=10_000, sort_keys=False)
    write(folder, "quizzes/probe.yml", text)
    (folder / "docs" / "probe" / "bild.png").write_bytes(PICTURE)
    return folder


def _chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


PICTURE = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", bytes([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]))
    + _chunk(b"IDAT", zlib.compress(b"\0\0"))
    + _chunk(b"IEND", b"")
)

"""Codes as another program would write them: the format of decisions/0006, not our implementation of it."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from projekt import COURSE


def sealed(head: str, value: Any) -> str:
    """`value` (JSON, or bytes as they are) in a code that begins with `head`."""
    data = value if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False).encode()
    body = f"{head}.{base64.urlsafe_b64encode(data).decode().rstrip('=')}"
    return f"{body}.{zlib.crc32(body.encode()):08x}"


def code_of(parts: list[Any], version: int = 1, **fields: Any) -> str:
    """An assignment of `parts`."""
    return sealed(f"AUFGABE{version}", {"c": COURSE, "l": parts, **fields})

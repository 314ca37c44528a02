"""Lines of the navigation in mkdocs.yml, the course's or the house's, changed in place: comments and layout stay."""

from __future__ import annotations

import re
from collections.abc import Iterable


def line_of(lines: list[str], uri: str) -> int | None:
    """The index of the line that lists a page."""
    named = re.compile(rf"(?<![\w./-]){re.escape(uri)}[\"']?\s*(#.*)?$")
    return next((i for i, line in enumerate(lines) if named.search(line)), None)


def group_of(lines: list[str], title: str) -> int | None:
    """The index of the line that begins the group of this title."""
    return next((i for i, line in enumerate(lines) if line.strip() in (f"- {title}:", f"- {_key(title)}:")), None)


def insert(text: str, block: list[str], title: str, behind: Iterable[str], before: str = "") -> str:
    """`text` with the lines `block` behind the last page of `behind`, else at the start of the group `title`.

    Where there is no such group, it begins before the group `before`, or at the end of the navigation.
    """
    lines = text.split("\n")
    places = [place for place in (line_of(lines, uri) for uri in behind) if place is not None]
    group = group_of(lines, title)
    if places or group is not None:
        place = max(places) + 1 if places else (group or 0) + 1
        return "\n".join([*lines[:place], *block, *lines[place:]])
    start = next((i for i, line in enumerate(lines) if re.match(r"nav:\s*(\[\])?\s*(#.*)?$", line)), None)
    if start is None:
        return "\n".join(["nav:", f"  - {_key(title)}:", *block, "", *lines])
    lines[start] = lines[start].replace("[]", "").rstrip()
    end = next(
        (i for i in range(start + 1, len(lines)) if re.match(r"\S", lines[i]) and not lines[i].startswith("- ")),
        len(lines),
    )
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    place = (group_of(lines, before) if before else None) or end
    return "\n".join([*lines[:place], f"  - {_key(title)}:", *block, *lines[place:]])


def entry(uri: str) -> str:
    """The line that lists a page in a group."""
    return f"      - {uri}"


def _key(title: str) -> str:
    plain = re.fullmatch(r"[^\W\d_][\w ,.()„“–-]*", title)
    return title if plain else '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"'

"""Where addresses moved to (umzuege.yml of course and house, see moves.py), written into the finished site. Needs no server."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import escape

from ..content.course import Course
from ..content.findings import Finding
from ..content.moves import Move, ids_of, read_moves
from ..content.published import named_moves
from ..words import gettext

HOLDS_A_SPAN = re.compile(r"h[1-6]|p|dt|dd|li|section|div|figcaption")


@dataclass(frozen=True)
class Frame:
    """What the pages at old addresses need: their template, the site's name, policy, files and public address ("" if none)."""

    templates: Any
    site_name: str
    csp: str
    assets: Mapping[str, str]
    public: str
    internal: bool


def lead_on(course: Course, site: Path, frame: Frame, made: Collection[str]) -> list[Finding]:
    """Write the moves of a sound course into its finished site; tells which anchors do not fit.

    `made` are the addresses of the pages that were just made; others have what was left on them already.
    """
    written, _ = read_moves(course.root)
    known = {move.old for move in written}
    moves = [*written, *(move for move in named_moves(course.root, site) if move.old not in known)]
    titles = {course.address(page): page.title for page in course.pages}
    ids = {page: ids_of(site, page) for move in moves for page in (move.old.page, move.new.page)}
    findings = []
    for move in moves:
        if move.new.anchor and move.new.anchor not in ids[move.new.page]:
            near = difflib.get_close_matches(move.new.anchor, ids[move.new.page], 1)
            remedy = f"Meinten Sie „{near[0]}“?" if near else "Nehmen Sie einen Anker, den es dort gibt."
            findings.append(move.finding(f"Auf /{move.new.page} gibt es den Anker „{move.new.anchor}“ nicht.", remedy))
        elif move.old.page in titles and move.old.page not in made:
            continue
        elif move.old.anchor in ids[move.old.page]:
            findings.append(move.finding("Den Anker gibt es auf der Seite noch.", "Löschen Sie die Zeile."))
        elif move.old.page in titles:
            _leave_anchor(site / move.old.page / "index.html", move, titles[move.new.page])
    for move in moves:
        if not move.old.anchor:
            parts = [one for one in moves if one.old.page == move.old.page and one.old.anchor]
            page = site / move.old.page / "index.html"
            page.parent.mkdir(parents=True, exist_ok=True)
            html = frame.templates.render("moved.html", move=move, parts=parts, titles=titles, frame=frame)
            page.write_text(html, "utf-8", newline="\n")
    return findings


def _leave_anchor(path: Path, move: Move, title: str) -> None:
    html = path.read_text("utf-8")
    if move.new.page == move.old.page:
        mark = f'<span id="{move.old.anchor}"></span>'

        def add(match: re.Match[str]) -> str:
            return match[0] + mark if HOLDS_A_SPAN.fullmatch(match[1]) else mark + match[0]

        html = re.sub(rf'<(\w+)\b[^<>]*\sid="{re.escape(move.new.anchor)}"[^<>]*>', add, html, count=1)
    else:
        note = (
            f'<p class="umzug" id="{move.old.anchor}">{gettext("Der Abschnitt, den Sie suchen, steht jetzt auf einer anderen Seite:")} '
            f'<a href="{move.new.below(move.old.page)}">{escape(title)}</a></p>\n</main>'
        )
        html = html.replace("</main>", note, 1)
    path.write_text(html, "utf-8", newline="\n")

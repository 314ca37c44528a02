"""What stays of a lesson, as one page to print for the team room: its key points, and the sentence for Monday."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from ..content.course import Module
from ..content.page import Lesson
from ..content.places import KEY_POINTS
from ..templates import Templates
from .links import QR_CODES
from .tree import html_of, read_part

SECTION = re.compile(r'(<h2 id="kernpunkte">.*?</h2>)(.*?)(?=<h2|\Z)', re.S)


@dataclass(frozen=True)
class Frame:
    """What these pages need of the site; `public` is its address, "" if none."""

    templates: Templates
    site_name: str
    csp: str
    assets: dict[str, str]
    public: str


def section_of(html: str) -> str:
    """The key points on a lesson's page, without links: on the wall nobody follows them. "" if there are none."""
    match = SECTION.search(html)
    if not match:
        return ""
    tree = read_part(match[2])
    for note in tree.css(".nur-website"):
        note.decompose()
    for link in tree.css("a"):
        if "citation" in (link.attributes.get("class") or "").split():
            link.decompose()
        else:
            link.unwrap()
    return html_of(tree).strip()


def with_link(html: str, words: str) -> str:
    """The lesson's page with a link to its key points below them. Packages do without."""
    note = f'<p class="nur-website" data-pagefind-ignore><a href="{KEY_POINTS}/">{words}</a></p>\n'
    return SECTION.sub(lambda match: match[0].rstrip() + "\n" + note, html)


def write(site: Path, lesson: Lesson, module: Module, section: str, frame: Frame) -> None:
    """The page of `lesson`; `section` is what section_of found there."""
    code = f"{QR_CODES}{lesson.slug}.svg"
    target = site / lesson.slug / KEY_POINTS / "index.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    html = frame.templates.render(
        "key_points.html",
        lesson=lesson,
        module=module,
        section=Markup(section),
        monday=lesson.facts.monday,
        code=code if (site / code).exists() else "",
        frame=frame,
    )
    target.write_text(html, "utf-8", newline="\n")

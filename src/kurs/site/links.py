"""What other places show of the course: addresses to paste, data for search engines, robots.txt."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import Markup

from ..content.course import Course
from ..content.minutes import spoken
from ..content.page import Lesson, Page
from ..content.places import LINKS, PATHS, START
from ..content.places import address as place_of
from ..content.settings import Operator
from ..words import gettext, language, ngettext

PLACEHOLDER = "https://IHRE-ADRESSE/"  # stands for the course's address until the browser knows it
QR_CODES = f"{place_of(LINKS)}qr/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/deed.de"


@dataclass(frozen=True)
class Target:
    """A page that people link to. `kind` and `extent` are for people, who read how long it takes, `parts` are pages it leads to."""

    page: Page
    address: str
    kind: str
    minutes: int
    extent: str
    parent: Page | None = None
    parts: tuple[Page, ...] = ()

    @property
    def title(self) -> str:
        return self.page.title

    @property
    def description(self) -> str:
        return self.page.description

    @property
    def name(self) -> str:
        """For files that belong to it."""
        return self.address.strip("/").replace("/", "-") or "kurs"

    @property
    def note(self) -> str:
        return f"{self.kind}, {self.extent}"

    def html(self, start: str) -> str:
        """A link for a page; `start` is the address of the course."""
        return f'<a href="{escape(start + self.address)}">{escape(self.title)}</a> ({escape(self.note)})'

    def markdown(self, start: str) -> str:
        title = re.sub(r"([\\`*_\[\]])", r"\\\1", self.title.replace("&", "&amp;").replace("<", "&lt;"))
        return f"[{title}]({start}{self.address}) ({self.note})"


def targets(course: Course) -> dict[str, list[Target]]:
    """Heading to what is linked under it: the course, the paths, each module with its lessons."""
    start = [page for page in course.pages if page.file == START]
    modules = tuple(module.index for module in course.modules)
    every = list(course.lessons.values())
    found = {gettext("Der ganze Kurs"): [_timed(course, page, gettext("Kurs"), every, parts=modules) for page in start]}
    overview = course.by_file.get(PATHS)
    found[gettext("Wege")] = [
        target
        for path in course.paths
        for target in (
            _timed(course, path.page, gettext("Weg"), path.lessons, overview, path.lessons),
            *([_asking(course, path.check, path.page)] if path.check else []),
        )
    ]
    for number, module in enumerate(course.modules, 1):
        group = [_timed(course, module.index, gettext("Modul"), module.lessons, parts=module.steps)]
        group += [_timed(course, one, gettext("Lektion"), [one], module.index) for one in module.lessons]
        for talk in course.conversations_of(module.lessons):
            minutes = talk.facts.exercise
            home = course.lessons[talk.facts.lesson]
            group.append(Target(talk, course.address(talk), gettext("Gespräch"), minutes, spoken(minutes), home))
        for exam in module.exams:
            group.append(_asking(course, exam, module.index))
        found[gettext("Modul {number}: {title}").format(number=number, title=module.title)] = group
    return {heading: group for heading, group in found.items() if group}


def _timed(
    course: Course,
    page: Page,
    kind: str,
    lessons: Sequence[Lesson],
    parent: Page | None = None,
    parts: tuple[Page, ...] = (),
) -> Target:
    minutes = course.duration(lessons).reading
    return Target(page, course.address(page), kind, minutes, spoken(minutes), parent, parts)


def _asking(course: Course, exam: Page, parent: Page) -> Target:
    return Target(exam, course.address(exam), gettext("Check"), 0, asked(exam), parent)


def asked(exam: Page) -> str:
    """How many questions an attempt at `exam` has, in words."""
    return ngettext("{count} Frage", "{count} Fragen", exam.draws).format(count=exam.draws)


def structured_data(target: Target, course: Course, site_name: str, start: str, operator: Operator) -> Markup:
    """schema.org data of a page as JSON-LD, safe inside a script element. `start`: the course's public address."""
    whole = {"@type": "Course", "name": site_name, "url": start}
    facts: dict[str, Any] = {
        "@type": "LearningResource",
        "name": target.title,
        "description": target.description,
        "url": start + target.address,
        "inLanguage": language(),
    }
    if target.minutes:
        facts["timeRequired"] = f"PT{target.minutes}M"
    if target.parts:
        facts["hasPart"] = [
            {"@type": "LearningResource", "name": part.title, "url": start + course.address(part)}
            for part in target.parts
        ]
    if not target.address:
        facts |= {"@type": "Course", "license": LICENCE, "offers": {"@type": "Offer", "category": "Free"}}
        workload = {"courseMode": "Online", "courseWorkload": facts["timeRequired"]}
        facts["hasCourseInstance"] = {"@type": "CourseInstance", **workload}
        if operator.name:
            facts["provider"] = {"@type": "Organization", "name": operator.name}
        return _json({"@context": "https://schema.org", **facts})
    facts |= {"learningResourceType": target.kind, "isPartOf": whole}
    if isinstance(target.page, Lesson):
        facts["teaches"] = list(target.page.facts.objectives.values())
    trail = [(site_name, start)]
    if target.parent:
        trail.append((target.parent.title, start + course.address(target.parent)))
    trail.append((target.title, facts["url"]))
    steps = [{"@type": "ListItem", "position": i, "name": name, "item": url} for i, (name, url) in enumerate(trail, 1)]
    crumbs = {"@type": "BreadcrumbList", "itemListElement": steps}
    return _json({"@context": "https://schema.org", "@graph": [facts, crumbs]})


def _json(data: Any) -> Markup:
    return Markup(json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))


def all_targets(course: Course) -> Iterator[Target]:
    for group in targets(course).values():
        yield from group


def write_robots(site: Path, start: str, internal: bool) -> None:
    """robots.txt and sitemap of a finished site: nothing to find for internal use or without a public address.

    Internal pages say noindex too: below a base path nobody reads robots.txt, elsewhere it also keeps out
    those who would read the pages and not index them. Neither keeps anybody out who knows the address.
    """
    if internal or not start:
        for name in ("sitemap.xml", "sitemap.xml.gz"):
            (site / name).unlink(missing_ok=True)
    if internal:
        (site / "robots.txt").write_text("User-agent: *\nDisallow: /\n", "utf-8", newline="\n")
    elif start:
        (site / "robots.txt").write_text(
            f"User-agent: *\nAllow: /\n\nSitemap: {start}sitemap.xml\n", "utf-8", newline="\n"
        )

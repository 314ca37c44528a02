"""Sources: known, and cited where a citation works."""

from __future__ import annotations

from collections.abc import Iterator

from ..content.course import Course
from ..content.findings import WARNING, Remark, Rule, near, shorten
from ..content.house import FOLDER, is_own
from ..content.model import texts
from ..content.page import CITATION, IMAGE, Marker


@Rule("bekannte-quelle", "Zitiert wird allein, was in quellen.yml steht, der des Kurses oder der des Hauses.")
def known_sources(course: Course) -> Iterator[Remark]:
    for placed in course.bank.questions:
        for key in placed.item.sources:
            if key not in course.sources:
                yield placed.says("sources", f"Die Quelle „{key}“ ist unbekannt.", _enter_it(placed.file))
    for page in course.pages:
        for line, key in page.citations:
            if key not in course.sources:
                yield page.says(line, f"Die Quelle „{key}“ ist unbekannt.", _enter_it(page.file))


def _enter_it(file: str) -> str:
    """What to do about a source unknown in `file`, which is the course's or the house's."""
    folder = f"{FOLDER}/docs" if is_own(file) else "docs"
    return f"Tragen Sie sie in {folder}/quellen.yml ein oder nehmen Sie den Schlüssel heraus."


@Rule("befund", "Ein Befund steht einmal im Kurs: in seiner Lektion. Andere Seiten verweisen dorthin.")
def findings_are_said_once(course: Course) -> Iterator[Remark]:
    for placed in course.evidence.values():
        if placed.item.lesson not in course.lessons:
            remedy = near(placed.item.lesson, course.lessons)
            yield placed.says("lesson", f"Die Lektion „{placed.item.lesson}“ gibt es nicht.", remedy)
        for source in placed.item.sources:
            if source not in course.sources:
                yield placed.says("sources", f"Die Quelle „{source}“ ist unbekannt.", near(source, course.sources))
    seen: set[str] = set()
    for page in course.pages:
        for line, name, key in page.markers:
            if name != Marker.EVIDENCE:
                continue
            known = course.evidence.get(key)
            if known is None:
                yield page.says(line, f"Den Befund „{shorten(key, 40)}“ gibt es nicht.", near(key, course.evidence))
            elif known.item.lesson != page.slug:
                remedy = f"Verweisen Sie dorthin, oder ändern Sie lesson in {known.file}."
                yield page.says(line, f"Der Befund {key} gehört in die Lektion {known.item.lesson}.", remedy)
            elif key in seen:
                yield page.says(line, f"Der Befund {key} steht hier zweimal.", "Löschen Sie eine der Marken.")
            else:
                seen.add(key)


@Rule("quelle-zitiert", "Eine Quelle, auf die sich nichts stützt, prüft auch niemand mehr nach.", WARNING)
def sources_are_cited(course: Course) -> Iterator[Remark]:
    cited = {key for placed in course.bank.questions for key in placed.item.sources} | set(course.cited_in())
    cited |= {key for placed in course.evidence.values() for key in placed.item.sources}
    for key, source in course.sources.items():
        if key not in cited:
            yield source.says(
                "", f"Die Quelle „{key}“ zitiert niemand.", "Zitieren Sie sie oder löschen Sie den Eintrag."
            )


@Rule("quelle-im-text", "Zitieren lässt sich allein im Fließtext; in Kopf und Bildzeile bliebe der Schlüssel stehen.")
def sources_are_cited_in_prose(course: Course) -> Iterator[Remark]:
    for page in course.pages:
        found = [(line, match[3] or "") for line, text in page.prose_lines for match in IMAGE.finditer(text)]
        if page.head is not None:
            found += [(page.head.line(*path), text) for path, text in texts(page.head.item)]
        for line, text in found:
            for key in CITATION.finditer(text):
                yield page.says(line, f"„{key[0]}“ bliebe hier so stehen.", "Zitieren Sie im Text der Seite.")

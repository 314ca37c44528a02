"""What every page keeps: its address, its place in the navigation, anchors, words for pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..content.course import NAV, Course
from ..content.findings import Remark, Rule, shorten
from ..content.house import config_of
from ..content.model import texts
from ..content.page import Lesson
from .converted import converted

LEFT_OUT = Rule("lektion-in-nav", "Mit jeder Lektion rechnen Fragen, Wege, Nachweise und der Abschluss-Check.")


@NAV
def every_page_is_in_the_navigation(course: Course) -> Iterator[Remark]:
    for page in course.pages:
        if page.file not in course.order:
            remedy = f"Tragen Sie „{page.uri}“ in {config_of(page.is_own)} unter nav ein."
            if isinstance(page, Lesson):
                more = "Herausnehmen lässt sich eine Lektion des Kurses nicht; was stattdessen geht, sagt HAUS.md."
                remedy += "" if page.is_own else f" {more}"
                yield LEFT_OUT.says(page.file, 1, "Die Lektion steht nicht in der Navigation.", remedy)
            else:
                yield page.says(1, "Die Seite steht nicht in der Navigation.", remedy)


@Rule("eindeutige-adresse", "Der Dateiname ist die Adresse der Lektion, und Adressen gelten für immer.")
def addresses_are_unique(course: Course) -> Iterator[Remark]:
    seen: dict[str, str] = {}
    for page in course.with_short_address:
        first = seen.setdefault(page.slug, page.file)
        if first != page.file:
            yield page.says(0, f"Die Adresse /{page.slug}/ gehört schon zu {first}.", "Benennen Sie die Datei um.")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", page.slug):
            yield page.says(0, f"„{page.slug}“ taugt nicht als Adresse.", "Nur a–z, Ziffern und Bindestriche.")


@Rule("anker", "Auf Überschriften wird verlinkt; ihr Anker darf sich mit dem Wortlaut nicht ändern.")
def headings_have_anchors(course: Course) -> Iterator[Remark]:
    for page in course.pages:
        titles = sum(section.level == 1 for section in page.sections)
        if titles != 1:
            yield page.says(
                page.body_line, f"Die Seite hat {titles} Überschriften erster Ebene.", "Genau eine „# Titel“."
            )
        seen: set[str] = set()
        # The „## …“ of a conversation name scenes, which never show; conversations.py checks them.
        for section in () if page.is_conversation else page.sections:
            title, anchor = shorten(section.title, 40), section.anchor or ""
            if section.level > 1 and not anchor:
                remedy = "Schreiben Sie dahinter { #kurzes-wort }."
                yield page.says(section.line, f"Der Überschrift „{title}“ fehlt der Anker.", remedy)
            elif anchor and anchor in seen:
                yield page.says(section.line, f"Den Anker „{anchor}“ gibt es zweimal.", "Wählen Sie einen anderen.")
            elif anchor and not re.fullmatch(r"[a-z][a-z0-9-]*", anchor):
                problem = f"Der Anker „{anchor}“ enthält andere Zeichen als a–z, 0–9 und -."
                yield page.says(section.line, problem, "Schreiben Sie ae, oe, ue, ss.")
            seen.add(anchor)


CUT = {"lernstand.html": 1, "wiederholen.html": 2}
"""Templates that cut their page before its „## “ headings, and how many of these they need."""


@Rule("abschnitte", "Die Vorlage setzt ihre Teile zwischen die Abschnitte der Seite; fehlt einer, bricht der Bau ab.")
def templates_find_their_sections(course: Course) -> Iterator[Remark]:
    for page in course.pages:
        template = getattr(page.head.item, "template", None) if page.head else None
        wanted = CUT.get(template or "", 0)
        count = sum(section.level == 2 for section in page.sections)
        if count < wanted:
            problem = f"Die Vorlage {template} braucht {wanted} Überschriften „## …“, die Seite hat {count}."
            yield page.says(page.body_line, problem, "Ergänzen Sie am Ende „## Alle Lektionen { #lektionen }“.")


@Rule("bild-text", "Wer ein Bild nicht sieht, braucht, was es sagt.")
def images_have_text(course: Course) -> Iterator[Remark]:
    for page in course.pages:
        for link in converted(page).links:
            if link.is_image and len(link.words.split()) < 3:
                yield page.says(
                    link.line or page.body_line,
                    f"Dem Bild {shorten(link.target)} fehlt der Alternativtext.",
                    "Schreiben Sie zwischen ![ und ] in einem Satz, was es sagt.",
                )


UNFINISHED = Rule("unfertig", "Platzhalter gehen nicht hinaus; eine Vorschau zeigt sie, ein Bau bricht ab.")
PLACEHOLDER = re.compile(r"\b(TODO|FIXME|XXX|Lorem ipsum|TBD)\b")


@UNFINISHED
def nothing_is_unfinished(course: Course) -> Iterator[Remark]:
    for page in course.pages:
        for line, text in page.prose_lines:
            if found := PLACEHOLDER.search(text):
                yield page.says(line, f"Hier steht „{found[0]}“.", "Schreiben Sie es fertig.")
    heads = [page.head for page in course.pages if page.head]
    for placed in (*heads, *course.bank.questions):
        for path, text in texts(placed.item):
            if found := PLACEHOLDER.search(text):
                yield placed.says(path, f"Hier steht „{found[0]}“.", "Schreiben Sie es fertig.")

"""Two small conversations for tests, a long one and a short one, both of the lesson of the small course."""

from __future__ import annotations

from pathlib import Path

from projekt import replace, write

FILE, SHORT_FILE, LESSON_FILE = (
    "docs/probe/gespraech-plausch.md",
    "docs/probe/gespraech-anruf.md",
    "docs/probe/aushang.md",
)
TALK = """\
---
title: Der Plausch
description: Ein Gespräch, an dem die Prüfungen ausprobiert werden, mit vier Enden.
template: gespraech.html
lesson: aushang
place: Ein Büro am Morgen
people: [Frau Wirth, Herr Nowak]
exercise: 10
---

# Der Plausch

Sie wählen.

## anfang
Ein Montag,
ganz früh.

Es klopft.
> Frau Wirth: Guten
> Morgen.
> Herr Nowak: Auch von mir.

* „Herein.“ -> mitte [+vertrauen]
  = Ein
  Anfang. [aushang]
* Sie schweigen
  lange. -> mitte [-vertrauen]
  = Das wirkt. [aushang]
* „Später.“ -> ende-spaet
  = Das wirkt auch. [aushang]

## mitte
> Frau Wirth: Und nun?

* „Gut.“ -> ende-gut [wenn vertrauen >= 1]
  = Das geht. [aushang]
* „Schlecht.“ -> ende-schlecht
  = Das nicht. [aushang]
* „Wie immer.“ -> ende-wie
  = Vielleicht. [aushang]

## ende-spaet
Niemand wartet.
(ende schlecht: Zu spät)

## ende-gut
Alle lachen.
(ende gut: Alles gut)

## ende-schlecht
Alle gehen.
(ende schlecht: Alle fort)

## ende-wie
Nichts geschieht.
(ende: Wie immer)
"""

SHORT_TALK = """\
---
title: Der kurze Anruf
description: Ein zweites Gespräch, kurz und mit einem ersten Schritt in eigenen Worten.
template: gespraech.html
lesson: aushang
place: Ein Telefon
people: [Frau Kern]
exercise: 3
---

# Der kurze Anruf

Es klingelt.

## eins
> Frau Kern: Hallo?

? Was würden
  Sie sagen?

* „Ja?“ -> zwei
  = Gut. [aushang]
* „Nein.“ -> zwei
  = Nicht gut. [aushang]

## zwei
> Frau Kern: Zwei.

* „Weiter.“ -> drei
  = Gut. [aushang]

## drei
> Frau Kern: Drei.

* „Weiter.“ -> vier
  = Gut. [aushang]

## vier
> Frau Kern: Vier.

* „Weiter.“ -> fuenf
  = Gut. [aushang]

## fuenf
> Frau Kern: Fünf.

* „Gern.“ -> heiter
  = Gut. [aushang]
* „Ungern.“ -> finster
  = Nicht gut. [aushang]

## heiter
Sie lacht.
(ende gut: Heiter)

## finster
Sie legt auf.
(ende schlecht: Finster)
"""
QUIZ, CARD = "<!-- quiz: aushang -->", "<!-- gespraech: plausch -->"


def with_conversations(project: Path) -> Path:
    """`project` with both, their cards in its lesson."""
    write(project, FILE, TALK)
    write(project, SHORT_FILE, SHORT_TALK)
    replace(project, LESSON_FILE, QUIZ, f"{CARD}\n\n<!-- gespraech: anruf -->\n\n{QUIZ}")
    for name in ("plausch", "anruf"):
        replace(project, "mkdocs.yml", "  - Mehr:\n", f"      - probe/gespraech-{name}.md\n  - Mehr:\n")
    return project

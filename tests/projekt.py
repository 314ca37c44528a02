"""The courses of tests: a small complete one (tests/course), the real one, and a tiny one for tests that need a broken one."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import lxml.html
import yaml

from kurs.chores import courses

ROOT = Path(__file__).parent.parent
_CONFIG = (ROOT / "mkdocs.yml").read_text("utf-8")
_EXTRA = re.compile(r"^extra:\n(?:[ ].*\n|\n)+", re.M)
_SET = yaml.safe_load(_EXTRA.search(_CONFIG)[0])["extra"]  # type: ignore[index]
FIXTURE = ROOT / "tests" / "course"
_OWN = (FIXTURE / "mkdocs.yml").read_text("utf-8")
COURSE: str = yaml.safe_load(_OWN)["extra"]["kurs_id"]
"""Of the courses that tests make up."""
VERSION: str = yaml.safe_load(_OWN)["extra"]["version"]
TITLE: str = yaml.safe_load(re.search(r"^site_name:.*\n(?: .*\n)*", _CONFIG, re.M)[0])["site_name"]  # type: ignore[index]
"""Of the course itself, as whoever offers it here calls it."""
REAL_COURSE: str = _SET["kurs_id"]
"""Of the course itself: for codes that were recorded, and its packages."""

# Whoever offers the course sets what they like; tests of the product look at one that nobody has set.
SETTINGS = f"""\
extra:
  kurs_id: {COURSE}
  version: {{version}}
  nur_intern: false
  betreiber:
    name: ""
    anschrift: ""
    email: ""
    rechtsgrundlage: ""
    logo: ""
    akzent: "#0b6b63"

"""

LESSON = """\
---
title: Der Aushang
description: Woran man erkennt, was ein Aushang sagt, und wie man ihn so schreibt, dass er hilft.
exercise: 5
ideas: [I4]
objectives:
  aushang-erkennen: Erkennen, was ein Aushang sagt
  aushang-schreiben: Einen Aushang schreiben
monday:
  when: ich einen Aushang sehe
  then: lese ich ihn wie ein Gast
talk:
  - ask: Was steht da?
    listen: Nennen alle dasselbe?
  - ask: Was fehlt?
    listen: Fragen Sie nach dem Datum.
---

# Der Aushang

Ein Fall.

## Was man weiß { #belege }

Zehn Sekunden genügen [Carlzon1987].

<!-- quiz: aushang -->

## Jetzt Sie { #uebung }

Schreiben Sie einen Aushang.

## Kernpunkte { #kernpunkte }

- Ein Aushang spricht.
"""

MODULE = """\
---
title: Probemodul
description: Ein Modul, an dem die Prüfungen ausprobiert werden, mit einer Lektion.
---

# Probemodul

<!-- modul -->
"""

PAGE = """\
---
title: {title}
description: Eine Seite des Probekurses, die nur für die Prüfungen da ist.
---

# {title}

{body}
"""

SOURCES = """\
Carlzon1987:
  label: Carlzon 1987
  work: >-
    Carlzon: Moments of Truth, 1987
  grade: B
  seen: nach einem Zitat
"""

SINGLE = """\
  - id: {id}
    revision: 1
    lesson: aushang
    objective: {objective}
    use: practice
    type: single
    stem: Was sagt {id}?
    options:
      - text: Etwas Gutes
        correct: true
        feedback: Genau das steht da.
      - text: Etwas Altes
        correct: false
        feedback: Das Datum fehlt.
      - text: Etwas Neues
        correct: false
        feedback: Neu ist es nicht.
    explanation: Man liest mit.
    sources: []
"""


def questions() -> str:
    names = ["eins", "zwei", "drei", "vier", "fuenf"]
    blocks = [SINGLE.format(id=name, objective="aushang-erkennen") for name in names]
    return "questions:\n" + "\n".join([*blocks, SINGLE.format(id="sechs", objective="aushang-schreiben")])


def with_tasks(project: Path) -> Path:
    """`project` with one more question of each type of tests/tasks.yml."""
    shutil.copy(ROOT / "tests" / "tasks.yml", project / "quizzes")
    return project


def unset() -> str:
    """mkdocs.yml as it is before anybody sets an address, an operator, a colour or a record store."""
    version = yaml.safe_load(_EXTRA.search(_CONFIG)[0])["extra"]["version"]  # type: ignore[index]
    config = re.sub(r"^site_url:.*\n", "", _CONFIG, flags=re.M)
    return _EXTRA.sub(SETTINGS.format(version=version), config, count=1)


def make_project(folder: Path) -> Path:
    """A project that builds without a finding."""
    config = unset()
    nav = "nav:\n  - Start: index.md\n  - Probe:\n      - probe/index.md\n      - probe/aushang.md\n  - Mehr:\n      - quellen.md\n"
    config = re.sub(r"^nav:\n(?:[ ].*\n|\n)+", nav, config, count=1, flags=re.M)
    files = {
        "mkdocs.yml": config,
        "docs/index.md": PAGE.format(title="Probekurs", body="<!-- module -->"),
        "docs/quellen.md": PAGE.format(title="Quellen", body="<!-- quellen -->"),
        "docs/quellen.yml": SOURCES,
        "docs/probe/index.md": MODULE,
        "docs/probe/aushang.md": LESSON,
        "quizzes/probe.yml": questions(),
    }
    for name, text in files.items():
        write(folder, name, text)
    for name in ("hosting", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(ROOT / "docs" / "bilder", folder / "docs" / "bilder")
    return folder


def copy_course(folder: Path, **settings: str) -> Path:
    """The whole course before anybody set anything, with `settings` at the top of mkdocs.yml."""
    for name in ("docs", "quizzes", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("published.json", "package-lock.json"):
        shutil.copy(ROOT / name, folder)
    link_folder(folder / "node_modules", ROOT / "node_modules")  # the page of licences names what packages carry
    set_top(folder, unset().replace(f"kurs_id: {COURSE}", f"kurs_id: {REAL_COURSE}"), **settings)
    return folder


TAKEN_OVER = (*courses.TAKEN_OVER, "zertifikat.md")
DRAWN = 10  # questions of an attempt in tests/course; its pool has more than twice as many


def exam_page(drawn: int) -> str:
    """The page of the exam, with `drawn` questions an attempt."""
    page = (ROOT / "docs" / "umsetzung" / "abschlusstest.md").read_text("utf-8")
    return re.sub(r"^exam: \d+$", f"exam: {drawn}", page, count=1, flags=re.M)


def make_course(folder: Path, **settings: str) -> Path:
    """The small complete course of tests/course, with `settings` at the top of mkdocs.yml."""
    shutil.copytree(FIXTURE / "docs", folder / "docs")
    shutil.copytree(FIXTURE / "quizzes", folder / "quizzes")
    shutil.copy(FIXTURE / "published.json", folder)
    for name in ("hosting", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(ROOT / "docs" / "bilder", folder / "docs" / "bilder")
    for name in TAKEN_OVER:
        shutil.copy(ROOT / "docs" / name, folder / "docs" / name)
    write(folder, "docs/gartenjahr/abschlusstest.md", exam_page(DRAWN))
    for name in ("LICENSE", "package-lock.json"):
        shutil.copy(ROOT / name, folder)
    link_folder(folder / "node_modules", ROOT / "node_modules")
    config = unset()
    for key in ("site_name", "site_description", "nav", "extra"):
        block = re.compile(rf"^{key}:.*\n(?:[ ].*\n|\n(?=[ ]))*", re.M)
        config, count = block.subn(lambda _, own=block: own.search(_OWN)[0], config, count=1)  # type: ignore[index]
        assert count == 1, key
    set_top(folder, config, **settings)
    return folder


def link_folder(link: Path, target: Path) -> None:
    """`link` leads to the folder `target`; on Windows a symlink would need rights that few have."""
    if sys.platform == "win32":
        import _winapi

        _winapi.CreateJunction(str(target), str(link))
    else:
        link.symlink_to(target)


def operated_by(folder: Path, operator: dict[str, str]) -> None:
    """Make `operator` the one who offers the course."""
    text = (folder / "mkdocs.yml").read_text("utf-8")
    block = yaml.safe_dump({"betreiber": operator}, allow_unicode=True, width=10_000)
    own = re.sub("^", "  ", block.rstrip(), flags=re.M) + "\n"
    text = re.sub(r"^  betreiber:\n(?: {4}.*\n)+", "", text, flags=re.M)
    write(folder, "mkdocs.yml", text.replace("extra:\n", f"extra:\n{own}", 1))


def set_top(folder: Path, config: str = "", **settings: str) -> None:
    """Put `settings` before what mkdocs.yml says, or before `config`."""
    config = config or (folder / "mkdocs.yml").read_text("utf-8")
    write(folder, "mkdocs.yml", "".join(f"{key}: {value}\n" for key, value in settings.items()) + config)


_UTF_8 = lxml.html.HTMLParser(encoding="utf-8")


def parsed(page: Path) -> lxml.html.HtmlElement:
    """A built page; told that it is UTF-8, for a title with umlauts stands before the page says so, and libxml2 guesses."""
    return lxml.html.document_fromstring(page.read_bytes(), parser=_UTF_8)


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def replace(folder: Path, name: str, old: str, new: str) -> None:
    """Put one defect into a file; fails if `old` is not there."""
    text = (folder / name).read_text("utf-8")
    assert old in text, old
    write(folder, name, text.replace(old, new, 1))


def make_long_project(folder: Path, modules: int) -> Path:
    """A project with many modules of one lesson each, pages for reviewing, searching and looking up."""
    project = make_project(folder)
    nav = ""
    for i in range(modules):
        name = f"probe-{i}"
        lesson = LESSON.replace("aushang-erkennen", f"erkennen-{i}").replace("aushang-schreiben", f"schreiben-{i}")
        lesson = lesson.replace("quiz: aushang", f"quiz: aushang-{i}").replace("Der Aushang", f"Der Aushang {i}")
        write(project, f"docs/{name}/index.md", MODULE.replace("Probemodul", f"Probemodul {i}"))
        write(project, f"docs/{name}/aushang-{i}.md", lesson)
        bank = questions().replace("lesson: aushang", f"lesson: aushang-{i}").replace("  - id: ", f"  - id: q{i}-")
        bank = bank.replace("objective: aushang-erkennen", f"objective: erkennen-{i}")
        bank = bank.replace("objective: aushang-schreiben", f"objective: schreiben-{i}")
        write(project, f"quizzes/{name}.yml", bank)
        nav += f"  - Probe {i}:\n      - {name}/index.md\n      - {name}/aushang-{i}.md\n"
    for name, template in (("wiederholen", "wiederholen.html"), ("suche", "suche.html")):
        body = "## Mehr { #mehr }\n\nText.\n\n## Alle { #alle }\n\n<!-- module -->"
        page = PAGE.format(title=f"Seite {name}", body=body).replace("---\n\n", f"template: {template}\n---\n\n", 1)
        write(project, f"docs/{name}.md", page)
        nav += f"  - {name}.md\n"
    write(project, "docs/glossar.md", PAGE.format(title="Glossar", body="Text."))
    replace(project, "mkdocs.yml", "  - Mehr:\n", nav + "  - Mehr:\n      - glossar.md\n")
    return project

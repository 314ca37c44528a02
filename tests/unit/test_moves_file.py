"""Moved addresses as authors write them: a mistake gives one line with file and line number, never a traceback."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from test_repository import FILLED

from kurs.checks.all import check_all
from kurs.content.course import load_course
from kurs.content.findings import errors
from kurs.content.moves import FILE
from kurs.content.published import ReleaseError, check_addresses, named_moves, release
from kurs.site.redirects import Frame, lead_on
from projekt import make_project, write


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


def found(project: Path, moves: str) -> list[str]:
    write(project, FILE, moves)
    return [str(finding) for finding in errors(check_all(load_course(project)))]


@pytest.mark.parametrize(
    "moves",
    [
        "# noch nichts\n",
        "/alt/: /aushang/\n",
        "/alt/: /aushang/#belege\n/alt/#a: /probe/\n",
        "/aushang/#tuete: /aushang/#belege\n",
        "/aushang/#tuete: /quellen/\n/alt/teil/: /\n",
        "/#anfang: /aushang/\n",
    ],
)
def test_sound_moves_give_no_finding(project: Path, moves: str) -> None:
    assert found(project, moves) == []


# what is written, on which line, what the message says
DEFECTS = {
    "a live page": ("/aushang/: /probe/", 1, "Unter dieser Adresse liegt eine Seite"),
    "unknown target": ("/alt/: /aushnag/", 1, "Das Ziel /aushnag/ gibt es nicht. Meinten Sie /aushang/?"),
    "a target without likeness": ("/alt/: /xyz/", 1, "Nennen Sie eine Adresse, die es gibt."),
    "a chain": ("/a/: /b/\n/b/: /aushang/", 1, "Das Ziel /b/ ist selbst umgezogen. Schreiben Sie gleich /aushang/."),
    "itself": ("/a/: /a/", 1, "dreht sich im Kreis: /a/ → /a/"),
    "a loop": ("\n/a/: /b/\n/b/: /a/", 2, "dreht sich im Kreis: /a/ → /b/ → /a/"),
    "a loop of anchors": (
        "/aushang/#a: /aushang/#b\n/aushang/#b: /aushang/#a",
        1,
        "im Kreis: /aushang/#a → /aushang/#b → /aushang/#a",
    ),
    "an anchor that the page does not have": (
        "/alt/: /aushang/#belge",
        1,
        "Auf /aushang/ gibt es den Anker „belge“ nicht. Meinten Sie „belege“?",
    ),
    "an anchor of no page": ("/alt/#a: /aushang/", 1, "Ergänzen Sie, wohin die ganze Seite zieht: „/alt/: /neue-adre"),
    "twice": ("/a/: /aushang/\n/a/: /probe/", 2, "„/a/“ steht zweimal"),
    "no slash": ("/alt: /aushang/", 1, "„/alt“ ist keine Adresse dieses Kurses"),
    "another site": ("/alt/: https://example.org/", 1, "„https://example.org/“ ist keine Adresse dieses Kurses"),
    "script": ("/alt/: javascript:alert(1)", 1, "ist keine Adresse dieses Kurses"),
    "markup": ('/alt/: /aushang/#"><script>', 1, "ist keine Adresse dieses Kurses"),
    "out of the site": ("/alt/../../x/: /aushang/", 1, "ist keine Adresse dieses Kurses"),
    "no target": ("/alt/:", 1, "„nichts“ ist keine Adresse dieses Kurses"),
    "two targets": ("/alt/: [/a/, /b/]", 1, "ist keine Adresse dieses Kurses"),
    "a list": ("- /alt/", 1, "Hier steht keine Liste von Adressen"),
    "broken YAML": ("/alt/: [", 1, ""),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_mistake_is_told_with_file_line_and_remedy(project: Path, defect: str) -> None:
    moves, line, message = DEFECTS[defect]
    lines = found(project, moves)
    assert any(one.startswith(f"{FILE}:{line}:") and message in one for one in lines), lines


def test_all_mistakes_are_told_at_once(project: Path) -> None:
    assert len(found(project, "/a/: /nirgends/\n/aushang/: /probe/\nhallo: /aushang/\n")) == 3


@pytest.fixture
def published(project: Path) -> Path:
    """A project that has published a page and anchors which its site no longer has."""
    addresses = {"aushang/": ["belege", "weg"], "alt/": ["belege", "fort"]}
    content = {"version": "1.0.0", "date": "2026-11-23", "addresses": addresses, "questions": {}}
    write(project, "published.json", json.dumps(content))
    write(project, "site/aushang/index.html", '<main><h2 id="belege">Was man weiß</h2></main>')
    write(project, "site/probe/index.html", '<main><h2 id="belege">Anderes</h2></main>')
    return project


def missing(project: Path) -> dict[str, str]:
    return {finding.subject: str(finding) for finding in check_addresses(project, project / "site")}


def test_a_lost_address_names_the_line_to_add(published: Path) -> None:
    lost = missing(published)
    assert list(lost) == ["/aushang/#weg", "/alt/"]
    assert "tragen Sie in docs/umzuege.yml ein, wohin sie führt: „/alt/: /neue-seite/“" in lost["/alt/"]
    assert "„/aushang/#weg: /neue-seite/#neuer-anker“" in lost["/aushang/#weg"]


def test_an_author_who_renames_a_lesson_learns_it_before_the_build(published: Path) -> None:
    told = "published.json: /alt/: Die veröffentlichte Adresse gibt es nicht mehr."
    assert any(line.startswith(told) for line in found(published, "# leer\n"))
    assert found(published, "/alt/: /aushang/\n") == []


def test_anchors_of_a_moved_page_must_arrive_too(published: Path) -> None:
    write(published, FILE, "/alt/: /probe/\n")
    write(published, "site/alt/index.html", "<main></main>")
    assert list(missing(published)) == ["/aushang/#weg", "/alt/#fort"]
    write(published, FILE, "/alt/: /probe/#belege\n")  # then all of the old page leads to one place
    assert list(missing(published)) == ["/aushang/#weg"]


@pytest.mark.parametrize("second", ["", "/montag/: /freitag/\n"])
def test_an_anchor_made_of_a_lesson_s_name_follows_the_lesson(published: Path, second: str) -> None:
    content = json.loads((published / "published.json").read_text("utf-8"))
    page = "montag/" if second else "freitag/"
    content["addresses"] = {"alt/": [], page: ["fragen-alt", "ganz-alt"]}
    write(published, "published.json", json.dumps(content))
    write(published, FILE, f"/alt/: /aushang/\n{second}")
    write(published, "site/alt/index.html", "<main></main>")
    write(published, f"site/{page}index.html", "<main></main>")
    write(published, "site/freitag/index.html", '<main><h3 id="fragen-aushang">Der Aushang</h3></main>')
    found = named_moves(published, published / "site")
    assert [(str(move.old), str(move.new)) for move in found] == [(f"/{page}#fragen-alt", "/freitag/#fragen-aushang")]


def test_a_release_passes_once_the_site_leads_generated_anchors_on(published: Path) -> None:
    content = json.loads((published / "published.json").read_text("utf-8"))
    content["addresses"] = {"alt/": [], "probe/": ["fragen-alt"]}
    write(published, "published.json", json.dumps(content))
    write(published, FILE, "/alt/: /aushang/\n")
    write(published, "site/probe/index.html", '<main><h3 id="fragen-aushang">Der Aushang</h3></main>')
    frame = Frame(SimpleNamespace(render=lambda *_, **__: "<main></main>"), "", "", {}, "", False)
    course = load_course(published)
    made = {course.address(page) for page in course.pages}
    assert lead_on(course, published / "site", frame, made) == []
    assert missing(published) == {}


def test_no_release_drops_a_published_address(published: Path) -> None:
    write(published, "CHANGELOG.md", "# Was\n\n## 1.1.0\n\n- Neu\n")
    with pytest.raises(ReleaseError, match="/alt/: Die veröffentlichte Adresse gibt es nicht mehr"):
        release(load_course(published), published / "site", "1.1.0", FILLED, "2026-12-01")

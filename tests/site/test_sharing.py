"""What other places read of a public course: previews, structured data, sitemap, QR codes; and what an internal one hides."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import markdown
import pytest
import typst
from PIL import Image
from test_built_pages import budget, first_visit, pages, parse

from conftest import PUBLIC, ROOT, build
from kurs.content.brand import Brand, read_brand
from kurs.content.course import Course
from kurs.content.minutes import spoken
from kurs.content.moves import FILE as MOVES
from kurs.content.places import KEY_POINTS
from kurs.content.published import addresses_of
from kurs.content.settings import Operator
from kurs.site.link_pictures import draw
from kurs.site.links import Target, all_targets, structured_data
from projekt import make_project, set_top, write


@pytest.fixture
def linked(course: Course) -> list[Target]:
    return list(all_targets(course))


def page_of(site: Path, address: str) -> lxml.html.HtmlElement:
    return parse(site / address / "index.html")


def local(site: Path, url: str) -> Path:
    assert url.startswith(PUBLIC), url
    path = site / url.removeprefix(PUBLIC)
    return path / "index.html" if path.is_dir() else path


def content(tree: lxml.html.HtmlElement, name: str) -> str:
    (value,) = tree.xpath(f"//meta[@property='{name}' or @name='{name}']/@content")
    return value


def test_every_page_gives_previews_a_title_a_text_and_a_picture(public_site: Path) -> None:
    for address in addresses_of(public_site):
        tree = page_of(public_site, address)
        assert content(tree, "og:title") in tree.findtext(".//title")
        assert content(tree, "og:description") == content(tree, "description")
        assert content(tree, "og:url") == PUBLIC + address
        assert tree.xpath("//link[@rel='canonical']/@href") == [PUBLIC + address]
        assert content(tree, "twitter:card") == "summary_large_image"
        with Image.open(local(public_site, content(tree, "og:image"))) as picture:
            assert picture.size == (1200, 630)
            assert [content(tree, f"og:image:{side}") for side in ("width", "height")] == ["1200", "630"]


def test_every_lesson_module_and_path_has_a_picture_of_its_own_and_all_are_small(
    public_site: Path, linked: list[Target]
) -> None:
    pictures = [content(page_of(public_site, one.address), "og:image") for one in linked]
    files = {local(public_site, url).read_bytes() for url in pictures}
    assert len(files) == len(linked)
    assert max(map(len, files)) <= 20_000
    assert content(page_of(public_site, "glossar/"), "og:image") == f"{PUBLIC}vorschau/kurs.png"


def offered_in(accent: str) -> Brand:
    return read_brand(Operator(akzent=accent), ROOT / "docs")


def test_pictures_are_the_same_bytes_wherever_they_are_drawn_and_drawn_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = '#panic("x") *a* $x$ [b] „Übermäßig“ \\ // <c>'
    pictures = {
        "a": {"course": "Kürs", "title": hostile, "kind": "Lektion", "about": "9 Minuten"},
        "b": {"course": "Kurs", "title": "Kundenvergraulungsprogrammverantwortliche", "kind": "Weg", "about": "x"},
        "c": {"course": "Kurs " * 99, "title": "Sehr lang " * 99, "kind": "Modul", "about": "lang " * 99},
    }
    template = ROOT / "overrides" / "print" / "link_picture.typ"
    first = draw(pictures, template, offered_in("#0b6b63"), tmp_path / "eins")
    assert draw(pictures, template, offered_in("#0b6b63"), tmp_path / "zwei") == first
    assert draw(pictures, template, offered_in("#7a1fa2"), tmp_path / "eins")["a"] != first["a"]
    monkeypatch.setattr(typst, "compile", None)
    assert draw(pictures, template, offered_in("#0b6b63"), tmp_path / "eins") == first


def data_of(tree: lxml.html.HtmlElement) -> list[dict[str, Any]]:
    (text,) = tree.xpath("//script[@type='application/ld+json']/text()")
    found = json.loads(text)
    assert found["@context"] == "https://schema.org"
    return found.get("@graph", [found])


def addresses_in(data: Any) -> list[str]:
    if isinstance(data, dict):
        own = [value for key, value in data.items() if key in ("url", "item")]
        return own + [one for value in data.values() for one in addresses_in(value)]
    return [one for value in data for one in addresses_in(value)] if isinstance(data, list) else []


def test_structured_data_describe_course_lessons_and_where_they_stand(
    public_site: Path, course: Course, linked: list[Target]
) -> None:
    (whole,) = data_of(page_of(public_site, ""))
    assert whole["@type"] == "Course"
    assert {"name", "description", "url", "inLanguage", "license", "offers", "hasCourseInstance"} <= set(whole)
    assert len(whole["hasPart"]) == len(course.modules)
    for target in linked[1:]:
        facts, crumbs = data_of(page_of(public_site, target.address))
        assert facts["@type"] == "LearningResource"
        assert (facts["name"], facts["url"]) == (target.title, PUBLIC + target.address)
        assert facts.get("timeRequired") == (f"PT{target.minutes}M" if target.minutes else None)
        assert facts["isPartOf"]["url"] == PUBLIC
        assert ("teaches" in facts) == (target.kind == "Lektion")
        steps = crumbs["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert (steps[0]["item"], steps[-1]["item"]) == (PUBLIC, PUBLIC + target.address)
        assert all(local(public_site, url).exists() for url in addresses_in([facts, crumbs]))


def test_the_offerer_of_the_course_is_its_provider_and_no_text_ends_the_data(
    course: Course, linked: list[Target]
) -> None:
    operator = Operator(name="Muster </script><script>")
    text = structured_data(linked[0], course, "Kurs", PUBLIC, operator)
    assert "<" not in text
    assert json.loads(text)["provider"] == {"@type": "Organization", "name": operator.name}


def test_the_sitemap_lists_every_page_by_its_short_address(public_site: Path, linked: list[Target]) -> None:
    tree = lxml.etree.parse(public_site / "sitemap.xml")
    listed = [node.text for node in tree.iter("{*}loc")]
    assert sorted(listed) == sorted(PUBLIC + address for address in addresses_of(public_site))
    assert {f"{PUBLIC}{target.address}" for target in linked} <= set(listed)
    assert f"Sitemap: {PUBLIC}sitemap.xml" in (public_site / "robots.txt").read_text("utf-8")
    for page in pages(public_site):
        hidden = page.parent.name == KEY_POINTS  # to print; the lesson itself is found
        assert bool(parse(page).xpath("//meta[@name='robots']")) == hidden, page


SHARED = 450  # bytes, gzip, for what tells other sites about a page


def test_a_public_address_costs_no_page_its_budget(public_site: Path) -> None:
    for page in pages(public_site):
        assert first_visit(page) <= budget(page) + SHARED, f"{page.relative_to(public_site)}: {first_visit(page)} Bytes"
    assert sum(path.stat().st_size for path in public_site.rglob("*") if path.is_file()) < 6_000_000
    worker = (public_site / "dienst.js").read_text("utf-8")
    assert "vorschau/" not in worker
    assert "robots.txt" not in worker


def test_snippets_name_the_public_address_title_kind_and_minutes(public_site: Path, linked: list[Target]) -> None:
    entries = page_of(public_site, "verlinken/").xpath("//li[@data-heading]")
    assert [entry.get("data-heading") for entry in entries] == [target.title for target in linked]
    for entry, target in zip(entries, linked, strict=True):
        (address,) = entry.xpath(".//code[@data-copy='Adresse']/text()")
        assert address == PUBLIC + target.address
        (html,) = entry.xpath(".//code[@data-copy='HTML']/text()")
        (text,) = entry.xpath(".//code[@data-copy='Markdown']/text()")
        for pasted in (html, markdown.markdown(text)):
            tree = lxml.html.fragment_fromstring(pasted, create_parent=True)
            assert tree.xpath(".//a/@href") == [address]
            assert tree.text_content() == f"{target.title} ({target.note})"
        assert local(public_site, address).exists()


@pytest.mark.parametrize(
    ("minutes", "words"), [(9, "9 Minuten"), (90, "90 Minuten"), (91, "etwa 1½ Stunden"), (207, "etwa 3½ Stunden")]
)
def test_durations_are_told_as_people_say_them(minutes: int, words: str) -> None:
    assert spoken(minutes) == words


def test_odd_titles_survive_in_snippets(course: Course) -> None:
    class Odd(Target):
        title = '„A_b_c“ *d* [e](f) <g> & "h" \\'  # type: ignore[assignment]

    odd = Odd(course.pages[0], "x/", "Lektion", 9, "9 Minuten")
    for pasted in (odd.html(PUBLIC), markdown.markdown(odd.markdown(PUBLIC))):
        tree = lxml.html.fragment_fromstring(pasted, create_parent=True)
        assert tree.xpath(".//a/@href") == [f"{PUBLIC}x/"]
        assert tree.text_content() == f"{Odd.title} (Lektion, 9 Minuten)"


def test_an_internal_course_asks_every_crawler_to_stay_away(tmp_path: Path) -> None:
    project = make_project(tmp_path / "projekt")
    config = (project / "mkdocs.yml").read_text("utf-8").replace("nur_intern: false", "nur_intern: true")
    set_top(project, config, site_url=PUBLIC)
    write(project, MOVES, "/alt/: /aushang/\n")
    site = tmp_path / "site"
    assert build(project, site).returncode == 0
    assert (site / "robots.txt").read_text("utf-8") == "User-agent: *\nDisallow: /\n"
    assert list(site.glob("sitemap*")) == []
    assert len(pages(site)) > 4
    for page in pages(site):
        assert content(parse(page), "robots") == "noindex", page
        assert parse(page).xpath("//script[@type='application/ld+json']") == [], page


def test_a_course_without_a_public_address_promises_nothing_to_the_outside(site: Path) -> None:
    assert not any((site / name).exists() for name in ("robots.txt", "sitemap.xml", "vorschau", "verlinken/qr"))
    for page in pages(site):
        assert parse(page).xpath("//link[@rel='canonical'] | //meta[@property='og:image']") == [], page

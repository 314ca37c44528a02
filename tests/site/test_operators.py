"""Whoever offers the course: any name, address, logo and colour gives a whole site that shows them, within the same budgets."""

from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image, ImageDraw
from test_built_pages import broken_links, budget, first_visit, pages

from conftest import Once, build
from kurs.colours import light_colours
from kurs.content.course import load_course
from kurs.content.published import check_addresses
from kurs.content.settings import REQUIRED
from kurs.content.training import load_training
from kurs.print.documents import Kit
from kurs.site.links import all_targets
from pakete import edition_with
from projekt import copy_course, make_course, operated_by, parsed, replace, write

pytestmark = pytest.mark.any_course

ADDRESS = "https://muster.example/lernen/kunden/"
OWN = 1_050  # bytes, gzip, for what an operator adds to a page: a name, a logo, an address
WORDMARK = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 80"><path fill="#222" d="M0 0h960v80H0z"/></svg>'
EMPLOYER = {
    **dict.fromkeys(REQUIRED, "Muster & Söhne GmbH, Große Straße 17, 12345 Musterstadt an der Muster"),
    "email": "kurs@muster.example",
    "telefon": "+49 30 1234567",
    "logo": "bilder/wortmarke.svg",
    "akzent": "#7a1fa2",
}
OPERATORS: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "an employer with a wordmark": (EMPLOYER, {"site_name": '"Muster: Service & mehr"', "kurzname": "Muster lernt"}),
    "a public body that shows itself only within, with a logo for each scheme": (
        {
            "name": "Kreisverwaltung <Muster> „Süd“",
            "rechtsgrundlage": "Art. 6 Abs. 1 Buchst. e DSGVO mit § 3 BDSG",
            "akzent": "#ffff00",
            "logo": "bilder/hoch.png",
            "logo_dunkel": "bilder/hoch-dunkel.png",
        },
        {"site_name": "Bürgernah im Kreis Süd", "kurzname": "Bürgernah", "nur_intern": "true"},
    ),
    "one person with a sign": (
        {"name": "Erika Mustermann", "akzent": "#000000", "zeichen": "bilder/app.png"},
        {"site_name": "Gute Bedienung", "kurzname": ""},
    ),
}


def with_pictures(project: Path) -> Path:
    write(project, "docs/bilder/wortmarke.svg", WORDMARK)
    for name, size, colour in (
        ("hoch", (100, 300), "#14145a"),
        ("hoch-dunkel", (100, 300), "#c8c8ff"),
        ("app", (256, 256), "#c81e3c"),
    ):
        picture = Image.new("RGBA", size)
        ImageDraw.Draw(picture).ellipse((2, 2, size[0] - 3, size[1] - 3), fill=colour)
        picture.save(project / "docs" / "bilder" / f"{name}.png")
    return project


@pytest.fixture(scope="module", params=OPERATORS.items(), ids=OPERATORS)
def branded(request: pytest.FixtureRequest, once: Once) -> tuple[Path, Path, dict[str, str], dict[str, str]]:
    """Project and site of the fixture course as one of OPERATORS offers it, and what they set."""
    name, (operator, settings) = request.param

    def make(folder: Path) -> None:
        project = with_pictures(make_course(folder / "projekt", site_url=ADDRESS))
        operated_by(project, operator)
        replace(project, "mkdocs.yml", "site_name: Gemeinsam gärtnern", f"site_name: {settings['site_name']}")
        replace(project, "mkdocs.yml", "kurzname: Probegarten", f'kurzname: "{settings["kurzname"]}"')
        replace(project, "mkdocs.yml", "extra:\n", f"extra:\n  nur_intern: {settings.get('nur_intern', 'false')}\n")
        done = build(project, folder / "kurs")
        assert done.returncode == 0, done.stderr

    folder = once("operator-" + name.replace(" ", "-"), make)
    return folder / "projekt", folder / "kurs", operator, settings


def test_every_page_shows_the_title_and_the_operator_s_look(branded: Any) -> None:
    _, site, operator, settings = branded
    title = settings["site_name"].strip('"')
    logos = [operator[field] for field in ("logo", "logo_dunkel") if field in operator]
    for page in (site / "index.html", site / "aussaat" / "index.html", site / "404.html"):
        head = parsed(page).xpath("//header")[0]
        assert head.xpath(".//a[contains(@class, 'brand')]//span")[0].text_content() == title
        shown = head.xpath(".//img[contains(@class, 'logo')]")
        assert [image.get("src").rpartition("bilder/")[2] for image in shown] == [
            one.partition("/")[2] for one in logos
        ]
        assert {image.get("alt") for image in shown} <= {operator["name"]}
        assert bool(head.xpath(".//img[contains(@class, 'zeichen')]")) == ("zeichen" in operator)
        assert operator["name"] in parsed(page).xpath("//footer")[-1].text_content()
    assert operator["name"] in parsed(site / "impressum" / "index.html").text_content()
    (style,) = (site / "assets").glob("kurs.*.css")
    assert f"--akzent:{light_colours(operator['akzent'])['akzent']}" in style.read_text("utf-8")


def test_only_who_stays_within_asks_search_engines_to_stay_away(branded: Any) -> None:
    _, site, _, settings = branded
    page = (site / "aussaat" / "index.html").read_text("utf-8")
    assert ('content="noindex"' in page or "content=noindex" in page) == ("nur_intern" in settings)


def test_the_home_screen_shows_name_and_sign(branded: Any) -> None:
    _, site, operator, settings = branded
    manifest = json.loads((site / "kurs.webmanifest").read_text("utf-8"))
    title = settings["site_name"].strip('"')
    assert (manifest["name"], manifest["short_name"]) == (title, settings["kurzname"] or title)
    assert manifest["theme_color"] == operator["akzent"]
    icon = Image.open(site / "bilder" / "zeichen-192.png").convert("RGB").getcolors(192 * 192)
    assert icon
    inked = max((count, colour) for count, colour in icon if max(colour) - min(colour) > 20 or max(colour) < 60)[1]
    wanted = "#c81e3c" if "zeichen" in operator else light_colours(operator["akzent"])["akzent"]
    assert "#{:02x}{:02x}{:02x}".format(*inked) == wanted


def test_the_certificate_carries_title_logo_and_operator(branded: Any) -> None:
    _, site, operator, settings = branded
    (sheet,) = parsed(site / "zertifikat" / "index.html").xpath("//article")
    assert sheet.xpath(".//h2")[0].text_content() == settings["site_name"].strip('"')
    assert operator["name"] in sheet.text_content()
    assert bool(sheet.xpath(".//img[contains(@class, 'logo')]")) == ("logo" in operator)


def test_the_picture_beside_a_link_has_colour_and_logo(branded: Any) -> None:
    project, site, operator, settings = branded
    title = settings["site_name"].strip('"')
    picture = Image.open(site / "vorschau" / "kurs.png").convert("RGB")
    assert picture.size == (1200, 630)
    head = parsed(site / "index.html")
    assert head.xpath("//meta[@property='og:title' or @property='og:image:alt']/@content") == [title, title]
    assert [title] == [target.title for target in all_targets(load_course(project)) if target.kind == "Kurs"]
    assert "#{:02x}{:02x}{:02x}".format(*picture.getpixel((10, 300))) == light_colours(operator["akzent"])["akzent"]
    corner = picture.crop((816, 480, 1116, 630)).getcolors(300 * 150)
    assert corner
    assert (len(corner) > 1) == ("logo" in operator)


def test_printed_matter_names_and_shows_the_operator(branded: Any) -> None:
    project, site, operator, settings = branded
    course = load_course(project)
    module = course.modules[0]
    title = settings["site_name"].strip('"')
    edition = dataclasses.replace(edition_with(site, ADDRESS, project), title=title)
    sheet = Kit(edition).worksheet(module, load_training(course, module))
    reader = pypdf.PdfReader(io.BytesIO(sheet.content))
    assert reader.metadata
    assert reader.metadata.author == operator["name"]
    assert title in reader.pages[0].extract_text()
    assert len(reader.pages) == 2
    photos = [image for image in reader.pages[0].images if image.image and image.image.size == (100, 300)]
    assert bool(photos) == operator.get("logo", "").endswith(".png")


def test_a_lesson_weighs_little_more_whoever_offers_it(branded: Any) -> None:
    _, site, operator, _ = branded
    pictures = {"logo": "", "logo_dunkel": "", "zeichen": "bilder/zeichen.svg"}
    shown = [site / (address or operator[name]) for name, address in pictures.items() if name in operator]
    own = OWN + sum(path.stat().st_size for path in shown)
    for page in pages(site):
        assert first_visit(page) <= budget(page) + own, f"{page.relative_to(site)}: {first_visit(page)} Bytes"


def test_the_whole_course_of_an_employer_keeps_addresses_and_budgets(tmp_path: Path) -> None:
    project = with_pictures(copy_course(tmp_path / "projekt", site_url=ADDRESS))
    operated_by(project, EMPLOYER)
    site = tmp_path / "kurs"
    done = build(project, site)
    assert done.returncode == 0, done.stderr
    assert [str(finding) for finding in check_addresses(project, site)] == []
    for page in pages(site):
        assert first_visit(page) <= budget(page) + OWN, f"{page.relative_to(site)}: {first_visit(page)} Bytes"


def test_the_footer_leads_to_the_pages_that_there_are(tmp_path: Path) -> None:
    """What a course does not have it does not name, and a legal page more stands with the others."""
    project = make_course(tmp_path / "projekt")
    (project / "docs" / "artikel.md").unlink()
    replace(project, "mkdocs.yml", "      - artikel.md\n", "")
    page = (project / "docs" / "impressum.md").read_text("utf-8")
    write(project, "docs/haftung.md", page.replace("title: Impressum", "title: Wofür wir haften", 1))
    replace(project, "mkdocs.yml", "      - lizenzen.md\n", "      - lizenzen.md\n      - haftung.md\n")
    site = tmp_path / "kurs"
    done = build(project, site)
    assert done.returncode == 0, done.stderr
    assert broken_links(site) == []
    named = {
        link.get("href"): link.text_content() for link in parsed(site / "aussaat" / "index.html").xpath("//footer//a")
    }
    assert named["../haftung/"] == "Wofür wir haften"
    assert "../impressum/" in named
    assert "../artikel/" not in named

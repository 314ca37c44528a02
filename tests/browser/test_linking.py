"""The page for those who link to the course: what they paste works, copying says what it did, QR codes lead there."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import markdown
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, expect
from test_pages import NARROW, violations

from conftest import PUBLIC, serve
from kurs.content.course import Course
from kurs.site.links import PLACEHOLDER, all_targets

pytestmark = pytest.mark.any_course

CLIPBOARD = ["clipboard-read", "clipboard-write"]
OTHER_PAGE = '<link rel="icon" href="data:,">'  # else Chromium asks our server for an icon


@pytest.fixture(scope="module")
def public(public_site: Path) -> Iterator[str]:
    with serve(public_site.parent) as root:
        yield f"{root}kurs/"


def entry(page: Page, title: str) -> Locator:
    return page.locator("li[data-heading]").filter(has=page.get_by_role("link", name=title, exact=True))


def snippets(page: Page, kind: str) -> list[str]:
    return page.locator(f"code[data-copy={kind}]").all_text_contents()


def decoded(image: bytes) -> str:
    (code,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(image)))
    return str(code.text)


@pytest.mark.parametrize("kind", ["HTML", "Markdown"])
def test_every_snippet_pasted_into_a_page_leads_to_its_lesson(
    visit: Any, address: str, course: Course, kind: str
) -> None:
    profile = visit()
    found = snippets(profile.open("verlinken/"), kind)
    targets = list(all_targets(course))
    assert len(found) == len(targets)
    pasted = profile.open("artikel/")  # any page of the intranet; this one lies on our own server
    html = "\n".join(f"<p>{one if kind == 'HTML' else markdown.markdown(one)}</p>" for one in found)
    for number, target in enumerate(targets):
        if number in (0, 1, 6, 7, len(targets) - 1) or target.kind == "Test":  # one of each kind by a click
            pasted.set_content(OTHER_PAGE + html)
            pasted.get_by_role("link", name=target.title, exact=True).nth(0).click()
            expect(pasted).to_have_url(address + target.address)
            expect(pasted.locator("main h1")).to_be_visible()
        else:
            answer = profile.context.request.get(address + target.address)
            assert answer.ok
            assert f'href="{address}{target.address}"' in html


def test_copying_by_keyboard_says_what_was_copied(course: Course, visit: Any, address: str) -> None:
    minutes = course.durations["kompost"].reading
    page = visit(permissions=CLIPBOARD).open("verlinken/")
    button = entry(page, "Kompost ansetzen").get_by_role("button", name="Adresse kopieren")
    button.focus()
    page.keyboard.press("Enter")
    status = page.locator("[data-linking] [role=status]")
    expect(status).to_have_text("Adresse kopiert: Kompost ansetzen")
    expect(status).to_be_in_viewport()
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}kompost/"
    page.keyboard.press("Tab")
    expect(status).to_be_empty()
    page.keyboard.press("Enter")  # the summary
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(status).to_have_text("HTML kopiert: Kompost ansetzen")
    assert page.evaluate("navigator.clipboard.readText()") == (
        f'<a href="{address}kompost/">Kompost ansetzen</a> (Lektion, {minutes} Minuten)'
    )


def test_html_pasted_where_text_is_formatted_becomes_the_link_itself(visit: Any, address: str) -> None:
    profile = visit(permissions=CLIPBOARD)
    page = profile.open("verlinken/")
    one = entry(page, "Beginn")
    one.locator("summary").click()
    one.get_by_role("button", name="HTML kopieren").click()
    expect(page.locator("[data-linking] [role=status]")).to_have_text("HTML kopiert: Beginn")
    letter = profile.open("artikel/")
    letter.set_content(OTHER_PAGE + '<div contenteditable role="textbox" aria-label="Mail"></div>')
    letter.get_by_role("textbox").focus()
    letter.keyboard.press("Control+V")
    expect(letter.get_by_role("textbox")).to_have_text(re.compile(r"^Beginn \(Weg, \d+ Minuten\)$"))
    expect(letter.get_by_role("link", name="Beginn")).to_have_attribute("href", f"{address}wege/beginn/")


def test_where_the_browser_forbids_copying_the_text_is_marked_and_the_page_says_how(visit: Any, address: str) -> None:
    profile = visit()
    profile.context.add_init_script(
        "if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject(new Error('verboten'))"
    )
    page = profile.open("verlinken/")
    entry(page, "Beginn").get_by_role("button", name="Adresse kopieren").click()
    expect(page.locator("[data-linking] [role=status]")).to_contain_text("Adresse ist markiert")
    assert page.evaluate("getSelection().toString()") == f"{address}wege/beginn/"


def test_without_javascript_the_page_says_what_to_put_before_its_addresses(visit: Any) -> None:
    page = visit(java_script_enabled=False).open("verlinken/")
    expect(page.get_by_text("keine öffentliche Adresse hinterlegt")).to_be_visible()
    expect(page.get_by_text(f"{PLACEHOLDER}erde-pruefen/", exact=True)).to_be_visible()
    assert page.get_by_role("button", name="kopieren").count() == 0


def test_with_a_public_address_the_page_is_complete_without_javascript(visit: Any, public: str) -> None:
    page = visit(at=public, java_script_enabled=False).open("verlinken/")
    expect(page.get_by_text(f"{PUBLIC}erde-pruefen/", exact=True)).to_be_visible()
    assert page.get_by_text("keine öffentliche Adresse").count() == 0
    one = entry(page, "Kompost ansetzen")
    one.locator("summary").click()
    expect(one.get_by_role("link", name="QR-Code herunterladen")).to_have_attribute("href", "qr/kompost.svg")
    assert decoded(one.get_by_role("img").screenshot()) == f"{PUBLIC}kompost/"


def test_every_qr_code_leads_to_its_public_address(visit: Any, public: str, course: Course) -> None:
    page = visit(at=public).open("verlinken/")
    page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
    for number, target in enumerate(all_targets(course)):
        code = page.locator(".adressen img").nth(number)
        code.evaluate("(image) => image.decode()")
        assert decoded(code.screenshot()) == PUBLIC + target.address


def test_no_qr_code_loads_before_somebody_unfolds_it(visit: Any, public: str) -> None:
    profile = visit(at=public)
    loaded: list[str] = []
    profile.context.on("request", lambda request: loaded.append(request.url))
    page = profile.open("verlinken/")
    one = entry(page, "Beginn")
    one.scroll_into_view_if_needed()
    expect(one.get_by_role("button", name="Adresse kopieren")).to_be_in_viewport()
    assert not [url for url in loaded if "/qr/" in url]
    with page.expect_response("**/qr/wege-beginn.svg"):
        one.locator("summary").click()
    assert [url for url in loaded if "/qr/" in url] == [f"{public}verlinken/qr/wege-beginn.svg"]


def test_without_a_public_address_the_browser_draws_the_code_and_saves_it(visit: Any, address: str) -> None:
    page = visit(viewport=NARROW).open("verlinken/")
    one = entry(page, "Erde prüfen")
    one.locator("summary").click()
    code = one.get_by_role("img", name="QR-Code: Erde prüfen")
    assert decoded(code.screenshot()) == f"{address}erde-pruefen/"
    with page.expect_download() as download:
        one.get_by_role("button", name="QR-Code sichern").click()
    assert download.value.suggested_filename == "qr-erde-pruefen.svg"
    expect(page.locator("[data-linking] [role=status]")).to_have_text("QR-Code gesichert als qr-erde-pruefen.svg")
    saved = Path(download.value.path()).read_text("utf-8")
    assert 'xmlns="http://www.w3.org/2000/svg"' in saved
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_axe_finds_nothing_in_an_unfolded_entry_with_its_message(visit: Any, public: str) -> None:
    page = visit(at=public, viewport=NARROW, permissions=CLIPBOARD).open("verlinken/")
    one = entry(page, "Beginn")
    one.locator("summary").click()
    one.get_by_role("button", name="Markdown kopieren").click()
    expect(page.locator("[data-linking] [role=status]")).to_have_text("Markdown kopiert: Beginn")
    assert violations(page) == []


def test_structured_data_pass_the_content_security_policy(visit: Any, public: str) -> None:
    page = visit(at=public).open("erde-pruefen/")  # `visit` fails on any violation
    assert "LearningResource" in page.locator("script[type='application/ld+json']").text_content()

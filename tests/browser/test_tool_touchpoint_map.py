"""The touchpoint map in a real Chromium: filling in, ordering, copying, printing; nothing is kept."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from test_pages import NARROW, WIDE, come_near, violations
from test_typed import wait_for_typed

LESSON = "von-aussen-nach-innen/"
FILLED = {
    "punkt": "Terminseite",
    "tut": "Lädt dreimal neu; gibt auf",
    "erlebnis": "enttäuschend",
    "zustaendig": "niemand",
    "schritt": "Freie Tage zeigen, IT, bis Ende Mai",
}
HOSTILE = '<img src=x onerror="window.boese=1">'
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { value: undefined })"
REFUSED = "if (navigator.clipboard) navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"


def rows(page: Page) -> Locator:
    return page.locator(".cards > li")


def fill(page: Page, row: int, **values: str) -> None:
    for column, text in values.items():
        field = rows(page).nth(row).locator(f"[data-column={column}]")
        if column == "erlebnis":
            field.select_option(text)
        else:
            field.fill(text)


def button(page: Page, name: str) -> Locator:
    return page.locator(".werkzeug").get_by_role("button", name=name, exact=True)


def said(page: Page) -> Locator:
    return page.locator(".werkzeug [data-message]")


def points(page: Page) -> list[str]:
    """First column of every row on the screen."""
    return rows(page).locator("[data-column=punkt]").evaluate_all("(fields) => fields.map((field) => field.value)")


def paper(page: Page) -> list[list[str]]:
    """Cells of the table for paper."""
    return page.locator(".card-sheet tbody").evaluate(
        "(body) => [...body.rows].map((row) => [...row.cells].map((cell) => cell.textContent))"
    )


@pytest.fixture
def page(visit: Any) -> Page:
    return come_near(visit(viewport=NARROW, permissions=["clipboard-read", "clipboard-write"]).open(LESSON))


def test_three_empty_rows_wait(page: Page) -> None:
    expect(rows(page)).to_have_count(3)
    assert points(page) == ["", "", ""]


def test_the_copied_text_holds_what_was_entered_and_the_button_says_so(page: Page) -> None:
    page.get_by_label("Um welches Anliegen geht es?").fill("„Ich brauche einen Ausweis.“")
    fill(page, 0, **FILLED)
    fill(page, 2, punkt="Schalter", erlebnis="begeisternd")
    rows(page).nth(2).get_by_label("gefragt").check()
    button(page, "Als Text kopieren").click()
    expect(button(page, "Kopiert")).to_be_visible()
    expect(said(page)).to_contain_text("Die Karte ist kopiert.")
    assert page.evaluate("navigator.clipboard.readText()") == (
        "Touchpoint-Karte: „Ich brauche einen Ausweis.“\n\n"
        "Zeile 1\nBerührungspunkt: Terminseite\nWas der Mensch tut: Lädt dreimal neu; gibt auf\n"
        "Erlebnis: enttäuschend (vermutet)\nZuständig: niemand\nNächster Schritt: Freie Tage zeigen, IT, bis Ende Mai\n\n"
        "Zeile 2\nBerührungspunkt: Schalter\nErlebnis: begeisternd (gefragt)\n"
    )
    fill(page, 0, punkt="Anderes")
    expect(button(page, "Als Text kopieren")).to_be_visible()


@pytest.mark.parametrize("fault", [NO_CLIPBOARD, REFUSED], ids=["missing", "refused"])
def test_without_a_clipboard_the_text_is_there_to_mark_and_copy(visit: Any, fault: str) -> None:
    profile = visit()
    profile.context.add_init_script(fault)
    page = come_near(profile.open(LESSON))
    fill(page, 0, **FILLED)
    button(page, "Als Text kopieren").click()
    expect(button(page, "Nicht kopiert")).to_be_visible()
    expect(said(page)).to_contain_text("Strg+C")
    field = page.get_by_label("Die Karte als Text")
    expect(field).to_be_focused()
    text, marked = field.evaluate("(f) => [f.value, f.value.slice(f.selectionStart, f.selectionEnd)]")
    assert "Berührungspunkt: Terminseite" in text
    assert marked == text


def test_an_empty_map_is_not_copied_and_says_why(page: Page) -> None:
    button(page, "Als Text kopieren").click()
    expect(said(page)).to_contain_text("Noch ist nichts zu kopieren")


def test_rows_are_added_moved_and_removed_by_keyboard_alone(page: Page) -> None:
    button(page, "Zeile hinzufügen").press("Enter")
    expect(rows(page).nth(3).locator("[data-column=punkt]")).to_be_focused()
    for row, name in enumerate("ABCD"):
        fill(page, row, punkt=name)
    button(page, "Zeile 4 nach oben").press("Space")
    assert points(page) == ["A", "B", "D", "C"]
    expect(said(page)).to_have_text("Jetzt Zeile 3 von 4.")
    expect(button(page, "Zeile 3 nach oben")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")  # already first: nothing happens
    assert points(page) == ["D", "A", "B", "C"]
    expect(button(page, "Zeile 1 nach oben")).to_have_attribute("aria-disabled", "true")
    button(page, "Zeile 1 nach unten").press("Enter")
    assert points(page) == ["A", "D", "B", "C"]
    page.once("dialog", lambda dialog: dialog.accept())
    button(page, "Zeile 2 löschen").press("Enter")
    assert points(page) == ["A", "B", "C"]
    expect(rows(page).nth(1).locator("[data-column=punkt]")).to_be_focused()
    expect(said(page)).to_have_text("Zeile 2 ist gelöscht.")


def test_a_filled_row_is_removed_only_after_asking(page: Page) -> None:
    fill(page, 1, tut="wartet")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    button(page, "Zeile 1 löschen").click()
    button(page, "Zeile 1 löschen").click()
    assert asked == ["Zeile 1 ist ausgefüllt. Soll sie gelöscht werden?"]
    expect(rows(page)).to_have_count(2)


def test_one_row_always_stays(page: Page) -> None:
    for _ in range(5):
        button(page, "Zeile 1 löschen").click()
    expect(rows(page)).to_have_count(1)


def test_twenty_rows_are_the_limit_and_it_is_said(page: Page) -> None:
    for _ in range(30):
        button(page, "Zeile hinzufügen").click()
    expect(rows(page)).to_have_count(20)
    expect(said(page)).to_contain_text("Mehr als 20 Zeilen fasst die Karte nicht.")


def test_below_the_map_stands_where_to_begin(page: Page) -> None:
    sentences = page.locator(".werkzeug [data-sentence]")
    expect(sentences.nth(0)).to_be_hidden()
    fill(page, 0, **FILLED)
    fill(page, 1, punkt="Brief", erlebnis="okay", zustaendig="Poststelle")
    expect(sentences.nth(0)).to_contain_text("leerer Zuständigkeit: 1.")
    expect(sentences.nth(1)).to_have_text("Vermutet und noch niemanden gefragt: 2 von 2 Zeilen.")
    rows(page).nth(0).get_by_label("gefragt").check()
    expect(sentences.nth(1)).to_have_text("Vermutet und noch niemanden gefragt: 1 von 2 Zeilen.")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (HOSTILE, HOSTILE),
        ("a\u0000b\u0007c\u202fd\u2028e\n\n f", "a b c d e f"),
        ("👩‍👩‍👧 & „ß“", "👩‍👩‍👧 & „ß“"),
        ("{n} $& %s", "{n} $& %s"),
        ("   ", ""),
        ("wort " * 4000, ("wort " * 32).strip()),
    ],
    ids=["html", "control characters", "emoji", "patterns", "blank", "very long"],
)
def test_odd_input_stays_text_and_short(page: Page, typed: str, shown: str) -> None:
    rows(page).nth(0).locator("[data-column=tut]").evaluate(
        "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); }", typed
    )
    assert paper(page)[0][2] == shown
    assert page.evaluate("window.boese") is None
    assert page.locator(".werkzeug img").count() == 0
    button(page, "Als Text kopieren").click()
    expect(said(page)).not_to_be_empty()


def test_who_reaches_the_limit_of_a_field_is_told(page: Page) -> None:
    field = rows(page).nth(0).locator("[data-column=zustaendig]")
    field.fill("x" * 59)
    field.press_sequentially("yz")
    assert len(field.input_value()) == 60
    expect(rows(page).nth(0).get_by_role("status")).to_have_text("Mehr als 60 Zeichen passen in dieses Feld nicht.")


def test_it_is_kept_on_this_device_and_that_is_said(visit: Any) -> None:
    profile = visit()
    page = come_near(profile.open(LESSON))
    expect(page.get_by_text("Ihre Karte bleibt in diesem Browser")).to_be_visible()
    fill(page, 1, **FILLED)
    button(page, "Zeile 2 nach oben").click()
    before = paper(page)
    wait_for_typed(page, '"punkt 0":"' + FILLED["punkt"])
    assert profile.context.cookies() == []
    page.reload()
    expect(rows(page).nth(0).locator("[data-column=punkt]")).not_to_have_value("")
    assert paper(page) == before


def test_on_paper_the_map_is_a_table_and_the_form_is_gone(page: Page) -> None:
    fill(page, 1, **FILLED)
    page.get_by_label("Um welches Anliegen geht es?").fill("Ausweis")
    page.emulate_media(media="print")
    table = page.locator(".card-sheet table")
    expect(table).to_be_visible()
    expect(page.locator(".cards")).to_be_hidden()
    expect(page.locator("[data-matter]")).to_have_text("Ausweis")
    assert paper(page)[0] == [
        "1",
        "Terminseite",
        "Lädt dreimal neu; gibt auf",
        "enttäuschend (vermutet)",
        "niemand",
        "Freie Tage zeigen, IT, bis Ende Mai",
    ]
    assert len(paper(page)) == 3  # room to go on by hand
    assert table.evaluate("(table) => table.scrollWidth <= table.parentElement.clientWidth + 1")


def test_without_javascript_there_is_an_empty_table_for_paper(visit: Any) -> None:
    page = visit(java_script_enabled=False, viewport=NARROW).open(LESSON)
    expect(page.locator(".card-sheet table")).to_be_visible()
    expect(page.get_by_text("Auf Papier: Drucken Sie diese Seite")).to_be_visible()
    expect(page.locator(".werkzeug form")).to_be_hidden()
    page.get_by_text("Beispielzeilen ansehen").click()
    expect(page.get_by_text("Weg von der Kasse in den Hof")).to_be_visible()


def test_axe_finds_nothing_before_and_after_use(visit: Any) -> None:
    page = come_near(visit(viewport=WIDE).open(LESSON))
    assert violations(page) == []
    page.get_by_text("Beispielzeilen ansehen").click()
    fill(page, 0, **FILLED)
    fill(page, 1, zustaendig="x" * 60)
    page.evaluate(NO_CLIPBOARD)
    button(page, "Als Text kopieren").click()
    expect(page.get_by_label("Die Karte als Text")).to_be_visible()
    assert violations(page) == []


def test_a_filled_map_does_not_scroll_sideways_at_320_pixels(visit: Any) -> None:
    page = come_near(visit(viewport={"width": 320, "height": 600}).open(LESSON))
    fill(page, 0, **{**FILLED, "punkt": "W" * 80, "tut": "W" * 160})
    button(page, "Als Text kopieren").click()
    page.get_by_text("Beispielzeilen ansehen").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

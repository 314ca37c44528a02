"""The plan for thirty days in a real Chromium; its calendar file is read back by another library."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import icalendar
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from test_pages import NARROW, WIDE, come_near, violations
from test_typed import wait_for_typed

from conftest import ROOT
from kurs.site.bundles import bundle
from projekt import TITLE

LESSON = "dreissig-tage/"
NOW = datetime.datetime(2026, 11, 25, 9, 30, tzinfo=datetime.UTC)  # a Wednesday
PLAN = {
    "vorhaben": "In vier Wochen hängt am Drehkreuz ein neues Blatt.",
    "woche1": "Fotografieren; zählen, fragen",
    "woche2": "Einen Entwurf schreiben",
    "woche3": "Aufhängen",
    "woche4": "Entscheiden",
    "person": "Frau Öztürk, Kasse",
}
HOSTILE = '<img src=x onerror="window.boese=1">'


def open_plan(visit: Any, now: datetime.datetime = NOW, **options: Any) -> Page:
    profile = visit(**{"viewport": NARROW, "timezone_id": "Europe/Berlin", **options})
    profile.context.clock.set_fixed_time(now)
    return come_near(profile.open(LESSON))


@pytest.fixture
def page(visit: Any) -> Page:
    return open_plan(visit)


def fill(page: Page, **values: str) -> None:
    for name, text in values.items():
        page.locator(f"#plan-{name}").fill(text)


def put(page: Page, name: str, text: str) -> None:
    """Set a value as a script or an extension would, past all limits of typing."""
    page.locator(f"#plan-{name}").evaluate(
        "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', { bubbles: true })); }", text
    )


def saved(page: Page, kind: str) -> bytes:
    label = {"ics": "Als Kalenderdatei speichern", "txt": "Als Textdatei speichern"}[kind]
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).click()
    assert waiting.value.suggested_filename == f"dreissig-tage-plan.{kind}"
    return Path(waiting.value.path()).read_bytes()


def read_calendar(content: bytes) -> list[icalendar.Event]:
    """The appointments; fails unless the file keeps to RFC 5545."""
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= 75
    for line in lines:
        assert not re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", line), line
        line.decode("utf-8")  # no character is cut in two
    calendar = icalendar.Calendar.from_ical(content)
    assert calendar.errors == []
    assert calendar["VERSION"] == "2.0"
    assert "30-Tage-Plan" in calendar["PRODID"]
    for event in calendar.events:
        assert event.errors == []
        assert event.DTSTAMP.tzinfo is not None
        assert event["DTSTART"].params["VALUE"] == "DATE"
        assert event.end - event.start == datetime.timedelta(days=1)
        assert [alarm["ACTION"] for alarm in event.walk("VALARM")] == ["DISPLAY"]
    uids = [event["UID"] for event in calendar.events]
    assert len(set(uids)) == len(uids)
    return calendar.events


def refused(page: Page, field: str) -> str:
    """The hint beside `field` after both files were refused."""
    downloads: list[Any] = []
    page.on("download", lambda download: downloads.append(download))
    for label in ("Als Kalenderdatei speichern", "Als Textdatei speichern"):
        page.get_by_role("button", name=label).click()
        expect(page.locator(f"#plan-{field}")).to_be_focused()
    expect(page.locator(f"#plan-{field}")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".werkzeug [data-message]")).to_contain_text("Es fehlt noch etwas.")
    assert downloads == []
    main = page.locator("main").inner_text()
    assert not re.search("NaN|undefined|Invalid|null", main)
    return page.locator(f"#plan-{field}-tipp").inner_text()


def test_the_calendar_file_names_the_course_and_the_tool_as_its_maker(page: Page) -> None:
    fill(page, **PLAN, start="2026-12-07")
    (maker,) = re.findall(
        r"^PRODID:-//(.+)//30-Tage-Plan//DE\r$", saved(page, "ics").decode().replace("\r\n ", ""), re.M
    )
    assert maker.replace("\\", "") == TITLE


def test_the_calendar_file_holds_seven_whole_days(page: Page) -> None:
    fill(page, **PLAN, brauche="Einen Schlüssel", start="2026-12-07")
    events = read_calendar(saved(page, "ics"))
    assert [(event.start.isoformat(), str(event["SUMMARY"])) for event in events] == [
        ("2026-12-07", "30-Tage-Plan: Gespräch mit Frau Öztürk, Kasse"),
        ("2026-12-07", "30-Tage-Plan, Woche 1: Fotografieren; zählen, fragen"),
        ("2026-12-14", "30-Tage-Plan, Woche 2: Einen Entwurf schreiben"),
        ("2026-12-21", "30-Tage-Plan, Woche 3: Aufhängen"),
        ("2026-12-21", "30-Tage-Plan: kurz mit Frau Öztürk, Kasse sprechen"),
        ("2026-12-28", "30-Tage-Plan, Woche 4: Entscheiden"),
        ("2027-01-05", "30-Tage-Plan: Rückblick mit Frau Öztürk, Kasse"),
    ]
    assert str(events[0]["DESCRIPTION"]).split("\n")[:3] == [
        "Zehn Minuten.",
        "Vorhaben: In vier Wochen hängt am Drehkreuz ein neues Blatt.",
        "Ich brauche: Einen Schlüssel",
    ]
    expect(page.locator(".werkzeug [data-message]")).to_contain_text("lädt die Kalenderdatei herunter")


def test_what_was_voluntary_and_left_empty_appears_nowhere(page: Page) -> None:
    fill(page, **PLAN)
    assert "Ich brauche" not in str(read_calendar(saved(page, "ics"))[0]["DESCRIPTION"])
    assert "brauche" not in saved(page, "txt").decode("utf-8")


def test_the_text_file_is_the_plan_as_it_stands_on_the_page(page: Page) -> None:
    fill(page, **PLAN, start="2026-12-07")
    content = saved(page, "txt")
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert content.decode("utf-8-sig").split("\r\n\r\n") == [
        "Mein Plan für 30 Tage",
        "Mein Vorhaben\r\nIn vier Wochen hängt am Drehkreuz ein neues Blatt.",
        "Woche 1: hinschauen (Mo., 7. Dezember)\r\nFotografieren; zählen, fragen",
        "Woche 2: entwerfen (Mo., 14. Dezember)\r\nEinen Entwurf schreiben",
        "Woche 3: ausprobieren (Mo., 21. Dezember)\r\nAufhängen",
        "Woche 4: entscheiden (Mo., 28. Dezember)\r\nEntscheiden",
        "Mit wem ich darüber spreche (Mo., 7. Dezember · Mo., 21. Dezember · Di., 5. Januar)\r\nFrau Öztürk, Kasse",
        "Start am\r\nMontag, 7. Dezember 2026. Der dreißigste Tag ist Dienstag, 5. Januar 2027.",
        "Kommt etwas dazwischen: den Schritt kleiner machen und ein neues Datum nennen.\r\n",
    ]


def test_the_preview_follows_every_entry(page: Page) -> None:
    fill(page, woche1="Zählen", start="2026-12-07")
    expect(page.locator("[data-shows=woche1]")).to_have_text("Zählen")
    expect(page.locator(".plan dt", has_text="Woche 2")).to_contain_text("Mo., 14. Dezember")
    fill(page, start="")
    expect(page.locator(".plan dt", has_text="Woche 2")).to_contain_text("Tag 8")


def test_a_second_file_replaces_the_first_ones_appointments(visit: Any, page: Page) -> None:
    fill(page, **PLAN)
    first = [event["UID"] for event in read_calendar(saved(page, "ics"))]
    fill(page, person="Teamleitung")
    assert [event["UID"] for event in read_calendar(saved(page, "ics"))] == first
    other = open_plan(visit)
    fill(other, **PLAN)
    assert [event["UID"] for event in read_calendar(saved(other, "ics"))] != first


@pytest.mark.parametrize(
    ("now", "zone", "monday"),
    [
        (datetime.datetime(2026, 11, 25, 9, tzinfo=datetime.UTC), "Europe/Berlin", "2026-11-30"),
        (datetime.datetime(2026, 11, 29, 9, tzinfo=datetime.UTC), "Europe/Berlin", "2026-11-30"),
        (datetime.datetime(2026, 11, 30, 9, tzinfo=datetime.UTC), "Europe/Berlin", "2026-12-07"),
        (datetime.datetime(2026, 11, 29, 23, 30, tzinfo=datetime.UTC), "Europe/Berlin", "2026-12-07"),  # 0:30 there
        (datetime.datetime(2026, 11, 30, 4, tzinfo=datetime.UTC), "America/New_York", "2026-11-30"),  # still Sunday
    ],
)
def test_next_monday_is_offered_as_the_reader_counts_days(
    visit: Any, now: datetime.datetime, zone: str, monday: str
) -> None:
    page = open_plan(visit, now, timezone_id=zone)
    expect(page.locator("#plan-start")).to_have_value(monday)


def test_weeks_keep_their_length_when_the_clocks_change(visit: Any) -> None:
    page = open_plan(visit, datetime.datetime(2027, 3, 10, tzinfo=datetime.UTC))
    fill(page, **PLAN, start="2027-03-15")
    starts = [event.start.isoformat() for event in read_calendar(saved(page, "ics"))]
    assert starts == ["2027-03-15", "2027-03-15", "2027-03-22", "2027-03-29", "2027-03-29", "2027-04-05", "2027-04-13"]


def test_a_missing_entry_is_named_at_its_field_and_nothing_is_saved(page: Page) -> None:
    fill(page, **PLAN)
    for field, text in PLAN.items():
        fill(page, **{field: "   "})
        assert refused(page, field)
        fill(page, **{field: text})
        expect(page.locator(f"#plan-{field}-tipp")).to_be_empty()
        expect(page.locator(f"#plan-{field}")).to_have_attribute("aria-invalid", "false")


def test_a_date_that_makes_no_sense_is_told(page: Page) -> None:
    fill(page, **PLAN)
    for date, hint in [
        ("", "Wählen Sie ein Datum ab heute."),
        ("2026-11-24", "Dieses Datum ist vorbei."),
        ("0001-01-01", "Dieses Datum ist vorbei."),
        ("2076-11-25", "Das ist mehr als ein Jahr hin."),
        ("9999-12-31", "Das ist mehr als ein Jahr hin."),
        ("275760-09-13", "Das ist mehr als ein Jahr hin."),
    ]:
        put(page, "start", date)
        assert refused(page, "start").startswith(hint), date


@pytest.mark.parametrize("date", ["2026-11-25", "2027-11-25"])
def test_today_and_a_year_ahead_are_possible(page: Page, date: str) -> None:
    fill(page, **PLAN, start=date)
    assert read_calendar(saved(page, "ics"))[0].start.isoformat() == date


ODD = {
    "html": (HOSTILE, HOSTILE),
    "separators": ("a\\nb; c, d\\", "a\\nb; c, d\\"),
    "line breaks": ("eins\r\nBEGIN:VEVENT\nSUMMARY:falsch", "eins BEGIN:VEVENT SUMMARY:falsch"),
    "control characters": ("a\u0000b\u0007c\u2028d\u0085e\ttab", "a b c d e tab"),
    "emoji": ("👩‍👩‍👧‍👦" * 20, "👩‍👩‍👧‍👦" * 20),
    "slots": ("{person} $& {{}}", "{person} $& {{}}"),
    "very long": ("ü" * 100_000, "ü" * 160),
    "quotes": ('"Anna" <anna@example.org>', '"Anna" <anna@example.org>'),
}


assert len(ODD) <= 10, "More files than that in a second Chromium does not save."


def test_odd_input_gives_a_valid_calendar_and_stays_text(page: Page) -> None:
    fill(page, **PLAN)
    for name, (typed, whole) in ODD.items():
        put(page, "woche2", typed)
        kept = whole[:160]
        assert page.locator("[data-shows=woche2]").text_content() == kept, name
        events = read_calendar(saved(page, "ics"))
        assert len(events) == 7, name
        assert str(events[2]["SUMMARY"]) == f"30-Tage-Plan, Woche 2: {kept}", name
        assert page.evaluate("window.boese") is None, name
        assert page.locator(".werkzeug img").count() == 0, name


def test_odd_input_is_one_line_of_the_text_file(page: Page) -> None:
    fill(page, **PLAN)
    for name, (typed, whole) in ODD.items():
        put(page, "woche2", typed)
        assert f"\r\n{whole[:160]}\r\n" in saved(page, "txt").decode("utf-8-sig"), name


def test_half_a_character_does_not_break_the_file(page: Page) -> None:
    fill(page, **PLAN)
    page.locator("#plan-woche2").evaluate("(field) => { field.value = 'a\\ud83d b'; }")
    assert str(read_calendar(saved(page, "ics"))[2]["SUMMARY"]).endswith("a\ufffd b")


def test_who_reaches_the_limit_of_a_field_is_told(page: Page) -> None:
    field = page.locator("#plan-person")
    field.fill("x" * 79)
    field.press_sequentially("yz")
    assert len(field.input_value()) == 80
    expect(page.locator("#plan-person-tipp")).to_have_text("Mehr als 80 Zeichen passen in dieses Feld nicht.")


def test_each_of_the_eight_suggestions_fills_the_plan(page: Page) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_text("Vorschläge zum Übernehmen").click()
    suggestions = page.locator("[data-suggestion]")
    expect(suggestions).to_have_count(8)
    fill(page, person="Teamleitung")
    titles = suggestions.locator("summary").all_inner_texts()
    for number, title in enumerate(titles):
        if number:
            page.get_by_text("Vorschläge zum Übernehmen").click()
        suggestions.nth(number).locator("summary").click()
        wanted = suggestions.nth(number).locator("[data-field]").all_inner_texts()
        page.get_by_role("button", name=f"Vorschlag übernehmen: {title}", exact=True).click()
        expect(page.locator("#plan-vorhaben")).to_be_focused()
        names = ["vorhaben", "woche1", "woche2", "woche3", "woche4"]
        assert [page.locator(f"#plan-{name}").input_value() for name in names] == wanted
    assert str(read_calendar(saved(page, "ics"))[1]["SUMMARY"]) == f"30-Tage-Plan, Woche 1: {wanted[1]}"


def test_a_suggestion_asks_before_it_replaces_what_was_typed(page: Page) -> None:
    fill(page, woche3="Meins")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_text("Vorschläge zum Übernehmen").click()
    page.get_by_text("Sagen, wann").click()
    page.get_by_role("button", name="Vorschlag übernehmen: Sagen, wann").click()
    assert len(asked) == 1
    expect(page.locator("#plan-woche3")).to_have_value("Meins")
    expect(page.locator("#plan-vorhaben")).to_have_value("")


def test_a_suggestion_leads_to_its_lesson(page: Page) -> None:
    page.get_by_text("Vorschläge zum Übernehmen").click()
    page.get_by_text("Nachsehen, fragen, zählen").click()
    page.locator("[data-suggestion]").get_by_role("link", name="Selbstbild und Kundenbild").click()
    expect(page.locator("h1")).to_have_text("Selbstbild und Kundenbild")


def test_the_plan_is_made_by_keyboard_alone(page: Page) -> None:
    page.get_by_text("Vorschläge zum Übernehmen").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens the first suggestion
    page.keyboard.press("Tab")  # its lesson
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # takes it over
    expect(page.locator("#plan-vorhaben")).to_be_focused()
    for _ in range(5):
        page.keyboard.press("Tab")
    page.keyboard.type("Teamleitung")
    page.keyboard.press("Enter")  # sends nothing anywhere
    expect(page.locator("#plan-person")).to_have_value("Teamleitung")
    page.get_by_role("button", name="Als Kalenderdatei speichern").focus()
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    assert len(read_calendar(Path(waiting.value.path()).read_bytes())) == 7


def test_it_is_kept_on_this_device_and_that_is_said(page: Page) -> None:
    expect(page.get_by_text("Ihr Plan bleibt in diesem Browser")).to_be_visible()
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    fill(page, **PLAN, start="2026-12-09")
    before = read_calendar(saved(page, "ics"))
    assert page.context.cookies() == []
    page.reload()
    expect(page.locator("#plan-person")).to_have_value(PLAN["person"])
    after = read_calendar(saved(page, "ics"))
    assert [event["UID"] for event in after] == [event["UID"] for event in before], "die zweite Datei ersetzt die erste"


def test_a_plan_under_way_keeps_its_days(visit: Any) -> None:
    page = open_plan(visit)
    fill(page, **PLAN, start="2026-12-01")
    wait_for_typed(page, PLAN["person"])
    page.clock.set_fixed_time(NOW + datetime.timedelta(days=14))
    page.reload()
    expect(page.locator("#plan-start")).to_have_value("2026-12-01")
    expect(page.locator("[data-shows=start]")).to_contain_text("1. Dezember 2026")
    page.locator("#plan-woche1").fill("Anders")
    expect(page.locator("#plan-start-tipp")).to_be_empty()


def test_on_paper_stands_the_plan_without_the_form(page: Page) -> None:
    fill(page, **PLAN, start="2026-12-07")
    page.emulate_media(media="print")
    expect(page.locator(".plan dl")).to_be_visible()
    expect(page.locator("[data-shows=person]")).to_have_text(PLAN["person"])
    expect(page.locator("#plan-vorhaben")).to_be_hidden()
    expect(page.get_by_role("button", name="Als Textdatei speichern")).to_be_hidden()
    expect(page.get_by_text("Vorschläge zum Übernehmen")).to_be_hidden()


def test_without_javascript_there_is_a_plan_for_paper_and_the_suggestions(visit: Any) -> None:
    page = visit(java_script_enabled=False, viewport=NARROW).open(LESSON)
    expect(page.locator(".plan dt", has_text="Woche 3")).to_contain_text("Tag 15")
    expect(page.get_by_text("schreiben Sie den Plan unten ab")).to_be_visible()
    expect(page.locator(".werkzeug form")).to_be_hidden()
    page.get_by_text("Vorschläge zum Übernehmen").click()
    page.get_by_text("Drei Spalten anlegen").click()
    expect(page.get_by_text("Im Team sammeln, wann der Satz")).to_be_visible()
    expect(page.get_by_role("button", name="Vorschlag übernehmen")).to_have_count(0)


def test_axe_finds_nothing_before_and_after_use(visit: Any) -> None:
    page = open_plan(visit, viewport=WIDE)
    assert violations(page) == []
    page.get_by_text("Vorschläge zum Übernehmen").click()
    page.get_by_text("Sagen, wann").click()
    fill(page, start="")
    page.get_by_role("button", name="Als Textdatei speichern").click()
    assert violations(page) == []
    fill(page, **PLAN, start="2026-12-07")
    saved(page, "txt")
    assert violations(page) == []


def test_a_filled_plan_does_not_scroll_sideways_at_320_pixels(visit: Any) -> None:
    page = open_plan(visit, viewport={"width": 320, "height": 600})
    page.get_by_text("Vorschläge zum Übernehmen").click()
    page.get_by_text("Sagen, wann").click()
    fill(page, **{**PLAN, "woche1": "W" * 160, "person": "W" * 80})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


# The writer of calendar files by itself


@pytest.fixture(scope="module")
def writer(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """An empty page with the functions of ics.js on `window.f`."""
    folder = tmp_path_factory.mktemp("js")
    shutil.copytree(ROOT / "overrides/js/formats", folder / "formats")
    entry = folder / "probe.js"
    source = 'import { calendarFile, foldLine } from "./formats/ics.js";\nwindow.f = { calendarFile, foldLine };\n'
    entry.write_text(source, "utf-8")
    page = browser.new_page()
    page.add_script_tag(content=bundle(entry))
    yield page
    page.close()


often = settings(max_examples=80)


@often
@given(title=st.text(max_size=300), text=st.text(max_size=300))
@example(title="\\n\\N\\,\\;", text="a\r\nb\rc\nd\u2028e\u0085f\\")
@example(title="ä" * 200, text="😀" * 200)
def test_any_text_comes_back_as_it_was_written(writer: Page, title: str, text: str) -> None:
    content = writer.evaluate(
        "([title, text]) => f.calendarFile('30-Tage-Plan', [{ uid: 'a', day: 0, title, text }], 0)", [title, text]
    )
    (event,) = read_calendar(content.encode("utf-8"))

    def cleaned(original: str) -> str:
        lines = re.sub("\r\n?|[\u0085\u2028\u2029]", "\n", original)
        return re.sub(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", " ", lines)

    assert str(event["SUMMARY"]) == cleaned(title)
    assert str(event["DESCRIPTION"]) == cleaned(text)


@often
@given(line=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=400))
def test_a_folded_line_unfolds_to_itself(writer: Page, line: str) -> None:
    folded = writer.evaluate("(line) => f.foldLine(line)", line)
    assert folded.endswith("\r\n")
    assert folded[:-2].replace("\r\n ", "") == line
    assert all(len(part.encode("utf-8")) <= 75 for part in folded.split("\r\n"))


def test_the_time_of_writing_and_the_day_are_written_as_the_standard_asks(writer: Page) -> None:
    day = int(datetime.datetime(2028, 2, 29, tzinfo=datetime.UTC).timestamp() * 1000)
    event = json.dumps({"uid": "x", "day": day, "title": "t", "text": "d"})
    lines = writer.evaluate(f"f.calendarFile('p', [{event}], 1764063000123)").split("\r\n")
    assert "DTSTAMP:20251125T093000Z" in lines
    assert lines.index("DTSTART;VALUE=DATE:20280229") + 1 == lines.index("DTEND;VALUE=DATE:20280301")

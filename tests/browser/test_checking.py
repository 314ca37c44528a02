"""The checker beside what was asked: whose receipt is for which assignment, who is missing, who has two devices."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

import pypdf
import pytest
from playwright.sync_api import Dialog, Locator, Page, expect
from test_assignment import message
from test_offline import keep
from test_pages import NARROW, violations
from test_receipt import CHECK, check, check_files, lines, receipt

from codes import COURSE, code_of, sealed
from hostile import TEXTS
from kurs.content.course import Course

pytestmark = pytest.mark.any_course

ASKED = ["erde-pruefen", "kompost", "aussaat"]
DUE = "2026-11-26"
NORTH = code_of(ASKED, d=DUE, g="Laden Nord", f="Frau Kern")
SOUTH = code_of(ASKED, d=DUE, g="Laden Süd", f="Frau Kern")
ON_TIME, LATE = "2026-11-24", "2026-11-28"
TODAY = "2026-11-29T10:00:00+01:00"


def sent(name: str, passed: list[str] | None = None, task: str = NORTH, **fields: Any) -> str:
    """A receipt for `task`; each one is another."""
    done = ASKED if passed is None else passed
    still = [slug for slug in ASKED if slug not in done]
    asked = {"i": task[-8:], "g": "Laden Nord", "d": DUE, "o": still}
    sent.count += 1  # type: ignore[attr-defined]
    return receipt(name, done, f"n{sent.count}", **{"d": ON_TIME, "a": asked, **fields})  # type: ignore[attr-defined]


sent.count = 0  # type: ignore[attr-defined]


def checker(visit: Any, *tasks: str, names: str = "", **options: Any) -> Page:
    profile = visit(timezone_id="Europe/Berlin", **options)
    profile.context.clock.set_fixed_time(TODAY)
    page = profile.open(CHECK)
    page.get_by_label("Ihre Aufgabe").fill(" ".join(f"https://kurs.example.org/aufgabe/#{task}" for task in tasks))
    if names:
        page.get_by_text("Mit einer Namensliste vergleichen").click()
        # `fill` writes line by line, which takes Chromium minutes for a long list; who pastes one waits a second.
        written = (
            "(field, names) => { field.value = names; field.dispatchEvent(new Event('input', { bubbles: true })); }"
        )
        page.get_by_label("Namen, in jeder Zeile einer").evaluate(written, names)
    return page


def names(page: Page) -> Locator:
    return lines(page).locator("td:nth-child(2)")


def verdict(page: Page, number: int) -> Locator:
    return lines(page).nth(number - 1).locator(".verdict")


def present(page: Page) -> list[list[str]]:
    """Name, state and receipts of each line of the list."""
    expect(page.locator(".anwesend")).to_be_visible()
    return [line.locator("th, td").all_text_contents()[:3] for line in page.locator(".anwesend tbody tr").all()]


def states(page: Page) -> list[tuple[str, str]]:
    return [(name, state) for name, state, _ in present(page)]


# What was asked


def test_each_receipt_is_matched_with_its_own_of_several_links(visit: Any) -> None:
    page = checker(visit, NORTH, SOUTH)
    other = code_of(["erde-pruefen"], g="Laden Nord")
    check(
        page,
        "\n".join(
            [
                sent("Ada"),
                sent("Grace", task=SOUTH),
                sent("Lise", ["erde-pruefen"]),
                sent("Karl", d=LATE),
                sent("Otto", a={"i": other[-8:], "g": "Laden Nord", "o": []}),
                sent("Paula", task=code_of(["winter"]), a={"i": "12345678", "g": "Anderswo", "o": []}),
            ]
        ),
    )
    expect(verdict(page, 1)).to_contain_text("erledigt")
    expect(lines(page).nth(1)).to_contain_text("Laden Süd")
    expect(verdict(page, 3)).to_contain_text("offenVon der Aufgabe ist noch offen: Kompost")
    expect(verdict(page, 3)).to_contain_text("Aussäen")
    expect(verdict(page, 4)).to_contain_text(
        "verspätetVollständig am 28. November 2026; der Termin war der 26. November 2026."
    )
    expect(verdict(page, 5)).to_contain_text(
        "andere AufgabeDie Aufgabe heißt wie Ihre, ist aber eine andere. Haben Sie Ihren Link geändert"
    )
    expect(verdict(page, 6)).to_contain_text("andere AufgabeGilt für eine Aufgabe, deren Link oben nicht steht.")
    expect(page.locator("[data-count]")).to_have_text("6 Zeilen: 2 erledigt, 1 verspätet, 1 offen, 2 andere Aufgabe.")


def test_what_a_receipt_leaves_out_of_its_assignment_is_open_whatever_it_says_itself(visit: Any) -> None:
    page = checker(visit, NORTH)
    check(page, sent("Ada", ["erde-pruefen"], a={"i": NORTH[-8:], "g": "Laden Nord", "d": DUE, "o": []}))
    expect(verdict(page, 1)).to_contain_text("offenVon der Aufgabe ist noch offen")


def test_a_receipt_without_an_assignment_is_not_done_but_says_what_it_holds(visit: Any) -> None:
    page = checker(visit, NORTH, SOUTH)
    check(page, receipt("Ada", ASKED, "a") + "\n" + receipt("Grace", ["kompost"], "g"))
    expect(verdict(page, 1)).to_contain_text("ohne Aufgabe")
    expect(verdict(page, 1)).to_contain_text("Was Ihre Aufgabe verlangt, ist im Nachweis alles bestanden.")
    expect(verdict(page, 2)).to_contain_text("ist darin noch offen: ")


def test_a_module_asks_of_an_old_receipt_what_it_held_then(visit: Any, course: Course) -> None:
    task = code_of(["boden"], g="Laden Nord")
    page = checker(visit, task)
    check(page, receipt("Ada", ["erde-pruefen"], v="0.1.0", a={"i": task[-8:], "o": []}))
    expect(verdict(page, 1)).to_contain_text(f"noch offen: {course.lessons['kompost'].title}")


def test_what_a_path_got_after_an_old_receipt_is_open_and_told_as_such(visit: Any, course: Course) -> None:
    path = course.paths[0]
    task = code_of([f"wege/{path.slug}"])
    page = checker(visit, task)
    first = path.lessons[0]
    check(page, receipt("Ada", [first.slug], v="0.1.0", a={"i": task[-8:], "o": []}))
    expect(verdict(page, 1)).to_contain_text("kam erst nach Fassung 0.1.0 dazu: ")
    expect(verdict(page, 1)).to_contain_text(course.lessons["ernte"].title)


def test_the_assignment_may_come_after_the_receipts(visit: Any) -> None:
    page = checker(visit)
    check(page, sent("Ada"))
    expect(verdict(page, 1)).to_contain_text("nicht verglichen")
    expect(page.locator("[data-count]")).to_contain_text("Zum Vergleichen fehlt die Aufgabe")
    page.get_by_label("Ihre Aufgabe").fill(NORTH)
    page.get_by_label("Ihre Aufgabe").press("Tab")
    expect(verdict(page, 1)).to_contain_text("erledigt")


def test_the_field_for_assignments_tells_what_it_read_and_what_not(visit: Any) -> None:
    page = checker(visit)
    foreign = sealed("AUFGABE1", {"c": "anderer", "l": ["x"]})
    field = page.get_by_label("Ihre Aufgabe")
    field.fill(f"Nord: {NORTH}\n> {SOUTH[:60]}\n> {SOUTH[60:]}\n{NORTH}\n{NORTH[:50]}\n{foreign}\nNACHWEIS")
    field.press("Tab")
    told = page.locator("[data-tasks] li")
    expect(told).to_have_count(4)
    expect(told.nth(0)).to_have_text("Aufgabe „Laden Nord“: Der Boden, Aussäen, bis zum 26. November 2026")
    expect(told.nth(1)).to_contain_text("Laden Süd")
    expect(told.nth(2)).to_contain_text("unvollständig oder verändert")
    expect(told.nth(3)).to_contain_text("gehört zu einem anderen Kurs")
    field.fill("guten Tag")
    page.get_by_role("button", name="Prüfen", exact=True).click()
    expect(told).to_contain_text("Darin steckt keine Aufgabe.")


def test_every_verdict_has_a_word_and_a_sign(visit: Any) -> None:
    page = checker(visit, NORTH, names="Ada\nGrace\nLise")
    check(page, "\n".join([sent("Ada"), sent("Lise", []), sent("Karl", d=LATE), receipt("Otto"), "NACHWEIS1.x"]))
    expect(lines(page)).to_have_count(5)
    signs = page.evaluate(
        """() => [...document.querySelectorAll("tbody .verdict")]
             .map((cell) => [cell.textContent.trim(), getComputedStyle(cell, "::before").content])"""
    )
    assert len(signs) == 10
    assert all(word and sign not in ("none", '""', '" "') for word, sign in signs)
    assert len({sign for _, sign in signs}) == 5


def states_of(page: Page, number: int) -> list[str]:
    """What of the assignment is passed: in all, in each module, among the checks."""
    return lines(page).nth(number - 1).locator("td").all_text_contents()[5:]


def test_the_columns_count_what_the_assignment_asks_for_and_no_whole_modules(visit: Any) -> None:
    task = code_of(["erde-pruefen", "aussaat", "giessen", "anleiten-check"], g="Laden Nord")
    asked = {"i": task[-8:], "o": []}
    page = checker(visit, task)
    check(
        page,
        "\n".join(
            [
                receipt("Ada", ["erde-pruefen", "aussaat", "giessen", "anleiten-check"], "a", a=asked),
                receipt("Grace", ["aussaat"], "g", a={**asked, "o": ["winter"]}),
                receipt("Karl", ["erde-pruefen", "aussaat", "giessen", "abschlusstest"], "k"),
            ]
        ),
    )
    ada = ["4 von 4", "1 von 1", "bestanden", "", "Anleiten-Check: bestanden"]
    assert states_of(page, 1) == ada
    assert states_of(page, 2) == ["1 von 5", "0 von 1", "1 von 2", "0 von 1", "Anleiten-Check: offen"]
    assert states_of(page, 3) == ["", "1 von 2", "bestanden", "", "Abschluss-Check: bestanden"]
    assert saved_rows(page, "Nachweise als CSV sichern")[1][10:] == ada
    for column in ("Teile der Aufgabe", "Checks"):
        page.get_by_role("button", name=column).dblclick()
        expect(names(page).first).to_have_text("Ada")


# One name, several receipts


def test_of_two_on_one_day_the_one_that_has_more_counts_in_any_order(visit: Any) -> None:
    page = checker(visit, NORTH)
    check(page, "\n".join([sent("Ada"), sent("Ada", ["kompost"]), sent("Lise", ["kompost"]), sent("Lise")]))
    expect(verdict(page, 1)).to_contain_text("erledigt")
    expect(verdict(page, 2)).to_contain_text(
        "überholtUnter demselben Namen und vom selben Tag ist Nr. 1; darin steht mehr."
    )
    expect(verdict(page, 3)).to_contain_text(
        "überholtUnter demselben Namen und vom selben Tag ist Nr. 4; darin steht mehr."
    )
    expect(verdict(page, 4)).to_contain_text("erledigt")


def test_a_newer_receipt_makes_none_superfluous_that_has_what_it_lacks(visit: Any) -> None:
    page = checker(visit, NORTH)
    check(page, sent("Ada", d="2026-11-20") + "\n" + sent("Ada", ["kompost"], d="2026-11-25"))
    expect(verdict(page, 1)).to_contain_text("erledigtDerselbe Name steht in Nr. 2")
    expect(verdict(page, 2)).to_contain_text("offenDerselbe Name steht in Nr. 1")


def test_a_receipt_sent_again_after_the_day_is_not_late(visit: Any) -> None:
    page = checker(visit, NORTH)
    check(page, sent("Ada") + "\n" + sent("Ada", d=LATE))
    expect(verdict(page, 1)).to_contain_text("überholt")
    expect(verdict(page, 2)).to_contain_text("erledigtVollständig war es schon am 24. November 2026, mit Nr. 1.")


def three_devices(page: Page) -> None:
    """Ada with phone, shop PC and tablet."""
    parts = zip(ASKED, ("2026-11-20", LATE, ON_TIME), strict=True)
    check(page, "\n".join(sent("Ada Berger", [slug], d=day) for slug, day in parts))


def test_receipts_of_three_devices_are_united_with_one_click_and_parted_again(visit: Any) -> None:
    page = checker(visit, NORTH)
    three_devices(page)
    for number in (1, 2, 3):
        expect(verdict(page, number)).to_contain_text("offen")
    page.get_by_role("button", name="Zu einer Person vereinen").click()
    expect(message(page)).to_have_text("Vereint: Nr. 1, 2 und 3.")
    expect(verdict(page, 2)).to_contain_text("verspätetVereint mit Nr. 1 und 3.")
    expect(verdict(page, 2)).to_contain_text("Vollständig am 28. November 2026")
    expect(verdict(page, 1)).to_contain_text("vereintZählt bei Nr. 2 mit.")
    expect(page.get_by_role("button", name="Zu einer Person vereinen")).to_be_focused()
    page.get_by_role("button", name="Zurücknehmen").click()
    for number in (1, 2, 3):
        expect(verdict(page, number)).to_contain_text("offen")
    expect(page.get_by_role("button", name="Zurücknehmen")).to_have_count(0)


def test_who_is_left_out_stays_left_out_while_something_else_is_compared(visit: Any) -> None:
    page = checker(visit, NORTH)
    check(page, "\n".join([sent("Anna"), sent("Anna", ["kompost"])]))
    page.get_by_role("checkbox", name="Nr. 2").uncheck()
    page.locator("[name=namen]").evaluate("field => { field.closest('details').open = true; }")
    page.locator("[name=namen]").fill("Anna")
    expect(page.locator(".anwesend")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Nr. 2")).not_to_be_checked()


def test_two_people_of_one_name_are_told_apart_and_one_of_them_united(visit: Any) -> None:
    page = checker(visit, NORTH)
    check(page, "\n".join([sent("Anna", ["kompost"]), sent("Anna", ["erde-pruefen", "aussaat"]), sent("Anna")]))
    expect(verdict(page, 1)).to_contain_text("überholt")
    page.get_by_role("button", name="Alle sind verschiedene Personen").click()
    for number, word in ((1, "offen"), (2, "offen"), (3, "erledigt")):
        expect(verdict(page, number)).to_contain_text(word)
    page.get_by_role("checkbox", name="Nr. 3").uncheck()
    page.get_by_role("button", name="Zu einer Person vereinen").click()
    expect(verdict(page, 2)).to_contain_text("erledigtVereint mit Nr. 1.")
    expect(verdict(page, 3)).to_contain_text("erledigt")
    for number in (1, 2, 3):
        page.get_by_role("checkbox", name=f"Nr. {number}").uncheck()
    page.get_by_role("button", name="Zu einer Person vereinen").click()
    expect(message(page)).to_contain_text("Kreuzen Sie mindestens zwei an")
    for number in (1, 2, 3):
        expect(page.get_by_role("checkbox", name=f"Nr. {number}")).not_to_be_checked()


def test_united_receipts_stay_united_when_more_come(visit: Any) -> None:
    page = checker(visit, NORTH)
    three_devices(page)
    page.get_by_role("button", name="Zu einer Person vereinen").click()
    check(page, sent("Grace"))
    expect(verdict(page, 2)).to_contain_text("Vereint mit Nr. 1 und 3.")
    expect(verdict(page, 4)).to_contain_text("erledigt")


# What cannot be used


def test_a_row_that_cannot_be_used_is_removed_by_itself(visit: Any) -> None:
    page = checker(visit, NORTH)
    twice = sent("Ada")
    check(page, "\n".join(["NACHWEIS1.a", twice, "NACHWEIS1.b", twice, sent("Grace")]))
    expect(page.get_by_role("button", name="entfernen")).to_have_count(3)
    page.get_by_role("button", name="Nr. 3 entfernen").press("Enter")
    expect(message(page)).to_have_text("Nr. 3 ist entfernt; was danach kam, rückt auf.")
    expect(page.get_by_role("button", name="Nr. 3 entfernen")).to_be_focused()  # the next one
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Nr. 1 entfernen")).to_be_focused()  # none follows
    assert len(json.loads(save(page).read_text("utf-8"))["receipts"]) == 3
    page.get_by_role("button", name="Nr. 1 entfernen").press("Enter")
    expect(page.get_by_role("heading", name="Die Nachweise")).to_be_focused()
    expect(names(page)).to_have_text(["Ada", "Grace"])
    assert json.loads(save(page).read_text("utf-8"))["receipts"][0]["code"] == twice


def test_a_comparison_after_a_pause_leaves_the_keyboard_where_it_is(visit: Any) -> None:
    page = checker(visit, NORTH)
    check(page, f"NACHWEIS1.a\n{sent('Ada')}\nNACHWEIS1.b")
    # In one go: the table may be drawn anew between finding a button and what is done to it.
    go_on = """() => {
      const button = [...document.querySelectorAll("main button")].find((one) => one.textContent === "Nr. 3 entfernen");
      button.dataset.old = "";
      document.querySelector("[name=namen]").dispatchEvent(new Event("input", { bubbles: true }));
      button.focus();
    }"""
    page.get_by_role("button", name="Nr. 3 entfernen").wait_for()
    page.evaluate(go_on)
    expect(page.locator("[data-old]")).to_have_count(0)  # the table is a new one
    expect(page.get_by_role("button", name="Nr. 3 entfernen")).to_be_focused()


def test_removing_the_only_row_leads_back_to_the_field(visit: Any) -> None:
    page = checker(visit, NORTH)
    check(page, "NACHWEIS1.a")
    page.get_by_role("button", name="Nr. 1 entfernen").click()
    expect(page.locator("[data-result]")).to_be_hidden()
    expect(page.get_by_label("Codes einfügen")).to_be_focused()


# The list of names


def test_the_list_tells_who_is_there_who_is_missing_and_whom_nobody_knows(visit: Any) -> None:
    page = checker(visit, NORTH, names="Ada Berger\nHopper, Grace\nLise\nOtto\nKarl Roth")
    check(
        page,
        "\n".join(
            [sent("ada  BERGER"), sent("Grace Hopper", []), receipt("Otto"), sent("Roth"), sent(""), "NACHWEIS1.x"]
        ),
    )
    assert states(page) == [
        ("Ada Berger", "da"),
        ("Hopper, Grace", "offen"),
        ("Lise", "fehlt"),
        ("Otto", "fehlt"),
        ("Karl Roth", "fehlt"),
        ("Roth", "unbekannt"),
        ("ohne Namen", "unbekannt"),
    ]
    assert present(page)[3][2].startswith("Nr. 3: ohne Aufgabe")
    assert "Ähnlich auf der Liste: Karl Roth." in present(page)[5][2]
    expect(page.locator("[data-present]")).to_have_text(
        "5 Namen: 1 da, 1 offen, 3 fehlen. Unbekannt: 2 Nachweise passen zu keinem Namen."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Özlem Yıldız\nZoë Weiß",
        "Yildiz, Oezlem\r\nWeiss, Zoe",
        "Name\tVorname\tStandort\nYıldız\tÖzlem\tErfurt\nWeiß\tZoë\tJena",
        'Nr;"Nachname";"Vorname";"E-Mail"\n1;"Yıldız";"Özlem";oe@example.org\n2;"Weiß";"Zoë";zoe@example.org',
        "Özlem Yıldız <oe@example.org>\nZoë Weiß <zoe@example.org>",
        "1;Özlem Yıldız;Laden Nord\n2;Zoë Weiß;Laden Süd",
        '"Yıldız, Özlem";oe@example.org\n"Weiß, Zoë";zoe@example.org',
    ],
)
def test_names_are_known_in_any_spelling_and_from_any_columns(visit: Any, text: str) -> None:
    page = checker(visit, NORTH, SOUTH, names=text)
    check(page, sent("Özlem Yıldız") + "\n" + sent("Zoë Weiß", task=SOUTH))
    assert [state for _, state in states(page)] == ["da", "da"]


def test_who_has_passed_all_for_no_or_another_assignment_is_looked_at_and_not_reminded(visit: Any) -> None:
    """As after the trainer changed the day: whoever accepted the old link sends receipts for that."""
    old = code_of(ASKED, d=ON_TIME, g="Laden Nord", f="Frau Kern")
    page = checker(visit, NORTH, names="Ada\nGrace\nLise\nKarl")
    check(
        page,
        "\n".join(
            [
                sent("Ada", task=old),
                receipt("Grace", ASKED, "a"),
                sent("Lise", ["kompost"], task=old),
                sent("Karl", ["kompost"]),
                receipt("Karl", ASKED, "b"),
            ]
        ),
    )
    assert states(page) == [("Ada", "prüfen"), ("Grace", "prüfen"), ("Lise", "fehlt"), ("Karl", "prüfen")]
    assert "ist im Nachweis alles bestanden" in present(page)[0][2]
    expect(page.locator("[data-present]")).to_have_text("4 Namen: 3 zu prüfen, 1 fehlt.")
    expect(verdict(page, 1)).to_contain_text("fügen Sie oben auch den alten ein")
    absent = open_reminder(page).locator("[data-absent]")
    expect(absent).to_contain_text("An: Lise. Nicht dabei: Ada; Grace; Karl. ")
    page.get_by_label("Ihre Aufgabe").fill(f"{old} {NORTH}")
    expect(absent).to_contain_text("An: Lise. Nicht dabei: Grace; Karl. ")
    text = page.get_by_label("Text für eine Mail").input_value()
    assert (NORTH in text, old in text) == (True, False)  # the later day


def test_of_groups_that_are_asked_different_things_only_the_own_counts(visit: Any) -> None:
    south = code_of(["winter"], g="Laden Süd")
    page = checker(visit, NORTH, south, names="Ada;Laden Nord\nGrace;Laden Süd\nLise")
    check(page, "\n".join(receipt(name, ASKED, name[0]) for name in ("Ada", "Grace", "Lise")))
    assert states(page) == [("Ada", "prüfen"), ("Grace", "fehlt"), ("Lise", "fehlt")]


def test_two_people_of_one_name_on_the_list_are_both_there_only_with_two_receipts(visit: Any) -> None:
    page = checker(visit, NORTH, names="Anna Weber\nAnna Weber")
    check(page, sent("Anna Weber"))
    assert states(page) == [("Anna Weber", "unklar")] * 2
    expect(page.locator(".anwesend")).to_contain_text("2 Personen auf der Liste heißen so, und 1 Nachweis zählt dafür.")
    check(page, sent("Anna Weber"))  # the same, on the same day: of one person it would be superfluous
    assert states(page) == [("Anna Weber", "da")] * 2


def test_two_people_of_one_name_in_two_groups_are_known_by_the_group(visit: Any) -> None:
    page = checker(visit, NORTH, SOUTH, names="Anna Weber;Laden Nord\nAnna Weber;Laden Süd")
    check(page, sent("Anna Weber", task=SOUTH))
    assert states(page) == [("Anna Weber", "fehlt"), ("Anna Weber", "da")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_list_is_read_from_a_file_whatever_its_encoding(visit: Any, encoding: str) -> None:
    page = checker(visit, NORTH)
    page.get_by_text("Mit einer Namensliste vergleichen").click()
    content = "Name;Ort\r\nZoë Müller;Köln\r\n".encode(encoding)
    page.get_by_label("als Datei (CSV)").set_input_files(
        {"name": "namen.csv", "mimeType": "text/csv", "buffer": content}
    )
    expect(message(page)).to_have_text("Die Liste aus namen.csv steht jetzt im Feld.")
    assert states(page) == [("Zoë Müller", "fehlt")]


def test_a_spreadsheet_and_a_list_beyond_all_size_are_refused_with_a_way_out(visit: Any) -> None:
    page = checker(visit, names="Ada")
    chooser = page.get_by_label("als Datei (CSV)")
    for content, told in (
        (b"PK\x03\x04" + bytes(300), "Speichern Sie die Tabelle als CSV"),
        (b"x" * 300_000, "mehr als 100.000 Zeichen"),
        (b"x" * 100_000, "mehr als 100.000 Zeichen"),
        (b"", "Die Datei ist leer."),
    ):
        chooser.set_input_files({"name": "namen.csv", "mimeType": "text/csv", "buffer": content})
        expect(message(page)).to_contain_text(told)
        expect(page.get_by_label("Namen, in jeder Zeile einer")).to_have_value("Ada")


# The reminder


def open_reminder(page: Page) -> Locator:
    page.get_by_text("Erinnerung an alle, die fehlen").click()
    return page.locator("[data-reminder]")


def test_a_reminder_goes_to_those_who_are_missing_as_blind_copy_with_the_link(visit: Any) -> None:
    names = "Ada;ada@example.org\nGrace;grace@example.org\nLise;lise@example.org"
    page = checker(visit, NORTH, names=names, permissions=["clipboard-read", "clipboard-write"])
    check(page, sent("Ada") + "\n" + sent("Grace", ["kompost"]))
    reminder = open_reminder(page)
    expect(reminder.locator("[data-absent]")).to_have_text("An: Grace; Lise.")
    text = page.get_by_label("Text für eine Mail").input_value()
    assert "zur Aufgabe „Laden Nord“ noch Ihr vollständiger Nachweis. Der Termin war der 26. November 2026." in text
    assert f"/aufgabe/#{NORTH}" in text
    assert "Grace" not in text
    href = reminder.get_by_role("link", name="Mail öffnen").get_attribute("href") or ""
    fields = parse_qs(href.removeprefix("mailto:?"))
    assert fields["bcc"] == ["grace@example.org,lise@example.org"]
    assert fields["body"] == [text.replace("\n", "\r\n")]
    page.get_by_role("button", name="Adressen kopieren").click()
    expect(reminder.get_by_role("status")).to_contain_text("Die Adressen sind kopiert.")
    assert page.evaluate("navigator.clipboard.readText()") == "grace@example.org, lise@example.org"
    page.get_by_label("Ihre Aufgabe").dispatch_event("input")
    page.wait_for_timeout(600)  # what is typed is compared a moment later, which says nothing new
    expect(reminder.get_by_role("status")).to_contain_text("Die Adressen sind kopiert.")


def test_whom_a_reminder_does_not_reach_for_want_of_an_address_is_told(visit: Any) -> None:
    page = checker(visit, NORTH, names="Ada\nGrace;grace@example.org\nLise\nKarl;karl@example.org")
    check(page, sent("Karl"))
    reminder = open_reminder(page)
    expect(reminder.locator("[data-absent]")).to_have_text("An: Grace. Ohne Adresse: Ada; Lise.")
    page.get_by_label("Namen, in jeder Zeile einer").fill(
        "Ada\nLise"
    )  # then no address is shown, and the text goes to all
    expect(reminder.locator("[data-absent]")).to_have_text("An: Ada; Lise.")


def test_of_several_groups_each_gets_a_reminder_with_its_own_link(visit: Any) -> None:
    page = checker(visit, NORTH, SOUTH, names="Ada;Laden Nord;ada@example.org\nGrace;Laden Süd;grace@example.org")
    check(page, "NACHWEIS1.x")
    reminder = open_reminder(page)
    text = page.get_by_label("Text für eine Mail").input_value()
    assert "Der Termin war der 26. November 2026. Zur Aufgabe gehört: Der Boden, Aussäen." in text
    assert text.index("„Laden Nord“:\n") < text.index(NORTH) < text.index("„Laden Süd“:\n") < text.index(SOUTH)
    assert text.endswith("Viele Grüße\nFrau Kern")
    reminder.get_by_label("Für", exact=True).select_option("Laden Süd")
    expect(reminder.locator("[data-absent]")).to_have_text("An: Grace.")
    assert SOUTH in page.get_by_label("Text für eine Mail").input_value()


def test_what_groups_do_not_share_stands_with_each_link(visit: Any) -> None:
    other = code_of(["winter"], d="2026-12-15", g="Laden Süd", f="Herr Alt")
    page = checker(visit, NORTH, other, names="Ada\nGrace")
    check(page, "NACHWEIS1.x")
    text = page.get_by_label("Text für eine Mail").input_value()
    assert "„Laden Nord“, bis zum 26. November 2026, Der Boden, Aussäen:\n" in text
    assert "„Laden Süd“, bis zum 15. Dezember 2026, " in text
    assert "Termin" not in text
    assert text.endswith("Viele Grüße")


def test_a_text_too_long_for_a_link_is_left_to_copying(visit: Any) -> None:
    page = checker(visit, *(code_of(ASKED, g=f"Laden {i}") for i in range(9)), names="Ada\nGrace")
    check(page, "NACHWEIS1.x")
    reminder = open_reminder(page)
    expect(reminder.get_by_role("status")).to_contain_text("So viel Text fasst der Knopf „Mail öffnen“ nicht.")
    href = reminder.get_by_role("link", name="Mail öffnen").get_attribute("href") or ""
    assert href.endswith("&body=")


def test_more_addresses_than_a_link_takes_are_left_to_copying(visit: Any) -> None:
    page = checker(visit, NORTH, names="\n".join(f"Person {i};person.{i}@example.org" for i in range(100)))
    check(page, "NACHWEIS1.x")
    reminder = open_reminder(page)
    expect(reminder.get_by_role("status")).to_contain_text("So viele Adressen fasst der Knopf „Mail öffnen“ nicht.")
    href = reminder.get_by_role("link", name="Mail öffnen").get_attribute("href") or ""
    assert "bcc" not in href
    assert len(href) < 2000
    assert page.get_by_label("Adressen, als Blindkopie").input_value().count("@") == 100


# Tables to take along


def saved_rows(page: Page, button: str) -> list[list[str]]:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def test_the_table_of_receipts_is_saved_whole_whatever_is_shown(visit: Any) -> None:
    page = checker(visit, NORTH)
    check(page, "\n".join([sent("Ada"), sent("Grace", ["kompost"]), sent("Lise")]))
    page.get_by_label("Zeigen").select_option("offen")
    expect(lines(page)).to_have_count(1)
    assert [row[1] for row in saved_rows(page, "Nachweise als CSV sichern")[1:]] == ["Ada", "Grace", "Lise"]
    expect(message(page)).to_contain_text("mit 3 Zeilen")


def test_the_list_of_names_is_saved_with_who_is_missing(visit: Any) -> None:
    page = checker(visit, NORTH)
    check(page, sent("Ada") + "\n" + sent("Grace", ["kompost"]))
    expect(page.get_by_role("button", name="Namen als CSV sichern")).to_be_hidden()
    page.get_by_text("Mit einer Namensliste vergleichen").click()
    page.get_by_label("Namen, in jeder Zeile einer").fill("Ada\nGrace;grace@example.org\nLise")
    expect(page.locator(".anwesend tbody tr")).to_have_count(3)
    head, *rows = saved_rows(page, "Namen als CSV sichern")
    assert head == ["Name", "Liste", "Nachweis", "Aufgabe", "Hinweis", "E-Mail"]
    assert [(row[0], row[1], row[5]) for row in rows] == [
        ("Ada", "da", ""),
        ("Grace", "offen", "grace@example.org"),
        ("Lise", "fehlt", ""),
    ]
    expect(message(page)).to_contain_text("Gesichert als namen-2026-11-29.csv, mit 3 Zeilen.")


# The collection


def save(page: Page) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name="Sammlung sichern").click()
    assert download.value.suggested_filename == "sammlung-2026-11-29.json"
    return Path(download.value.path())


def open_collection(page: Page, content: bytes | str | Path) -> None:
    if isinstance(content, Path):
        content = content.read_bytes()
    data = content.encode() if isinstance(content, str) else content
    page.get_by_label("Sammlung öffnen").set_input_files(
        {"name": "sammlung.json", "mimeType": "application/json", "buffer": data}
    )


def test_a_collection_goes_on_the_next_day_with_list_decisions_and_assignments(visit: Any) -> None:
    page = checker(visit, NORTH, names="Ada Berger\nGrace")
    three_devices(page)
    check_files(page, ("bild.png", b"\x89PNG\r\n\x1a\n"))
    page.get_by_role("button", name="Zu einer Person vereinen").click()
    before = lines(page).all_text_contents(), present(page)
    saved = save(page)
    following = checker(visit)
    following.get_by_text("mit dem Stand von gestern").click()
    open_collection(following, saved)
    expect(message(following)).to_have_text("Geöffnet: 4 Einträge dazu, 1 Aufgabe.")
    assert (lines(following).all_text_contents(), present(following)) == before
    check(following, sent("Grace"))
    assert states(following) == [("Ada Berger", "da"), ("Grace", "da")]
    open_collection(following, saved)  # once more
    expect(message(following)).to_have_text("Geöffnet: 0 Einträge dazu, 1 Aufgabe.")
    expect(lines(following)).to_have_count(5)


def test_the_collection_is_the_documented_format(visit: Any) -> None:
    page = checker(visit, NORTH, names="Ada Berger\nGrace")
    three_devices(page)
    page.get_by_role("button", name="Zu einer Person vereinen").click()
    content = json.loads(save(page).read_text("utf-8"))
    assert set(content) == {"format", "version", "course", "saved", "assignments", "receipts", "names", "persons"}
    assert (content["format"], content["version"], content["course"]) == ("kurs-sammlung", 1, COURSE)
    assert content["saved"] == "2026-11-29"
    assert content["assignments"] == [NORTH]
    assert [set(one) for one in content["receipts"]] == [{"source", "code"}] * 3
    assert content["names"] == "Ada Berger\nGrace"
    assert sorted(content["persons"][0]) == [0, 1, 2]


def answer_questions(page: Page, *, yes: bool) -> list[str]:
    """What the browser asks from now on, in its dialogues."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.message or dialog.type)
        if yes:
            dialog.accept()
        else:
            dialog.dismiss()

    page.on("dialog", answer)
    return asked


def test_emptying_the_list_asks_first_unless_a_file_holds_it(visit: Any) -> None:
    page = checker(visit, NORTH)
    three_devices(page)
    page.get_by_role("button", name="Zu einer Person vereinen").click()
    before = lines(page).all_text_contents()
    asked = answer_questions(page, yes=False)
    page.get_by_role("button", name="Liste leeren").click()
    assert len(asked) == 1
    assert "in keiner Sammlung gesichert" in asked[0]
    assert lines(page).all_text_contents() == before
    save(page)
    page.get_by_role("button", name="Liste leeren").click()
    expect(message(page)).to_have_text("Die Liste ist leer.")
    assert len(asked) == 1


def test_leaving_asks_as_long_as_no_file_holds_what_is_there(visit: Any) -> None:
    page = checker(visit, NORTH, names="Grace;grace@example.org")
    check(page, sent("Ada"))
    asked = answer_questions(page, yes=False)
    leave = page.locator("main").get_by_role("link", name="Paket für Ihre Lernplattform")
    with page.expect_event("dialog"):
        leave.click(no_wait_after=True)
    expect(page.locator("[data-present]")).to_be_visible()
    page.wait_for_timeout(500)
    assert (asked, CHECK in page.url) == (["beforeunload"], True)
    open_reminder(page).get_by_role("link", name="Mail öffnen").click(no_wait_after=True)
    saved = save(page)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    leave.click()
    page.wait_for_url("**/trainer/lms/")
    page.go_back()
    page.get_by_text("mit dem Stand von gestern").click()
    open_collection(page, saved)
    expect(lines(page)).to_have_count(1)
    page.locator("main").get_by_role("link", name="Paket für Ihre Lernplattform").click()
    page.wait_for_url("**/trainer/lms/")
    assert asked == ["beforeunload"]


def collection(**fields: Any) -> str:
    """As another program would write it."""
    own = {"format": "kurs-sammlung", "version": 1, "course": COURSE, "saved": "2026-11-28"}
    content = {"assignments": [NORTH], "receipts": [{"source": "Text", "code": sent("Ada")}], "names": "Ada"}
    return json.dumps({**own, **content, "persons": [], **fields})


def test_a_name_that_is_part_of_another_is_taken_in_too(visit: Any) -> None:
    page = checker(visit, NORTH, names="Tim Schmidtke")
    open_collection(page, collection(receipts=[], names="Tim Schmidt\nTim Schmidtke"))
    expect(page.get_by_label("Namen, in jeder Zeile einer")).to_have_value("Tim Schmidtke\nTim Schmidt")


def test_half_a_sign_in_a_group_costs_no_comparison(visit: Any) -> None:
    task = sealed("AUFGABE1", json.dumps({"c": COURSE, "l": ["kompost"], "g": "\ud800 Nord"}).encode())
    page = checker(visit, task, names="Ada")
    check(page, sent("Grace"))
    expect(lines(page)).to_have_count(1)
    assert (open_reminder(page).get_by_role("link", name="Mail öffnen").get_attribute("href") or "").startswith(
        "mailto:?"
    )


def test_what_is_left_out_of_a_long_list_stays_said(visit: Any) -> None:
    page = checker(visit, NORTH, names="\n".join(f"Person {number}" for number in range(2003)))
    check(page, sent("Grace"))
    expect(page.locator("[data-present]")).to_contain_text("mehr als 2000 Zeilen; 3 davon sind nicht gelesen.")


def test_what_a_later_edition_adds_to_a_collection_is_kept(visit: Any) -> None:
    """And a problem that this one does not know has its line."""
    page = checker(visit)
    later = [{"source": "a.txt", "code": sent("Ada"), "seen": True}, {"source": "b.txt", "problem": "neu"}]
    open_collection(page, collection(receipts=later, notes={"Ada": ["war krank"]}))
    expect(lines(page)).to_have_count(2)
    assert json.loads(save(page).read_text("utf-8"))["notes"] == {"Ada": ["war krank"]}


BROKEN, NEWER, FOREIGN = (
    "Das ist keine Sammlung, oder sie ist unvollständig",
    "Diese Sammlung stammt von einer neueren Fassung",
    "Diese Sammlung gehört zu einem anderen Kurs",
)
WHOLE = collection()
DAMAGED = {
    "nothing": ("", BROKEN),
    "half": (WHOLE[: len(WHOLE) // 2], BROKEN),
    "a receipt": (sent("Ada"), BROKEN),
    "null": ("null", BROKEN),
    "a list": ("[]", BROKEN),
    "progress": ('{"format":"kurs-lernstand","version":1}', BROKEN),
    "no version": (collection(version=None), BROKEN),
    "version 0": (collection(version=0), BROKEN),
    "version as text": (collection(version="1"), BROKEN),
    "version 2": (collection(version=2, receipts="anders"), NEWER),
    "another course": (collection(course="anderer"), FOREIGN),
    "no day": (collection(saved="gestern"), BROKEN),
    "assignments as text": (collection(assignments="x"), BROKEN),
    "an assignment too long": (collection(assignments=["x" * 1601]), BROKEN),
    "receipts as text": (collection(receipts="x"), BROKEN),
    "a receipt as text": (collection(receipts=["x"]), BROKEN),
    "a receipt without a source": (collection(receipts=[{"code": "x"}]), BROKEN),
    "a receipt without a code": (collection(receipts=[{"source": "x"}]), BROKEN),
    "too many receipts": (collection(receipts=[{"source": "", "code": ""}] * 2001), BROKEN),
    "names as list": (collection(names=["Ada"]), BROKEN),
    "names too long": (collection(names="x" * 100_001), BROKEN),
    "a person that is none": (collection(persons=[[1]]), BROKEN),
    "a person twice": (collection(persons=[[0], [0]]), BROKEN),
    "a person by name": (collection(persons=[["length"]]), BROKEN),
    "persons as text": (collection(persons=["0"]), BROKEN),
    "a depth without end": ('{"format":"kurs-sammlung","x":' + "[" * 100_000, BROKEN),
    "beyond all size": (collection(x="x" * 4_000_000), "größer als jede Sammlung"),
}


def test_a_broken_collection_says_one_sentence_and_changes_nothing(visit: Any) -> None:
    page = checker(visit, SOUTH, names="Grace")
    check(page, sent("Grace", task=SOUTH))
    before = lines(page).all_text_contents(), present(page), page.get_by_label("Ihre Aufgabe").input_value()
    for name, (text, told) in DAMAGED.items():
        page.locator("[data-message]").evaluate("(node) => { node.textContent = ''; }")
        open_collection(page, text)
        expect(message(page), name).to_contain_text(told)
        after = lines(page).all_text_contents(), present(page), page.get_by_label("Ihre Aufgabe").input_value()
        assert after == before, name


def test_a_collection_among_the_receipts_says_where_it_belongs(visit: Any) -> None:
    page = checker(visit)
    check_files(page, ("sammlung.json", WHOLE.encode()))
    expect(lines(page)).to_have_count(1)
    expect(lines(page)).to_contain_text("Das ist eine Sammlung. Öffnen Sie sie unten")


# What fields take


def paste(page: Page, label: str, text: str) -> None:
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    page.get_by_label(label).focus()
    page.keyboard.press("Control+v")


def test_a_million_dashes_pasted_are_answered_at_once(visit: Any) -> None:
    """To lay them out in the field keeps Chromium busy for minutes."""
    page = checker(visit, permissions=["clipboard-read", "clipboard-write"])
    dashes = "–" * 950_000
    paste(page, "Codes einfügen", dashes)
    expect(lines(page)).to_contain_text("Darin ist kein Nachweis")
    paste(page, "Ihre Aufgabe", dashes)
    expect(message(page)).to_contain_text("mehr als 100.000 Zeichen")
    page.get_by_text("Mit einer Namensliste vergleichen").click()
    page.locator("[data-message]").evaluate("(node) => { node.textContent = ''; }")
    paste(page, "Namen, in jeder Zeile einer", dashes)
    expect(message(page)).to_contain_text("mehr als 100.000 Zeichen")
    for label in ("Codes einfügen", "Ihre Aufgabe", "Namen, in jeder Zeile einer"):
        expect(page.get_by_label(label)).to_have_value("")


def test_a_long_mail_pasted_into_the_field_is_read_without_being_shown(visit: Any) -> None:
    page = checker(visit, NORTH, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_label("Codes einfügen").fill(sent("Grace"))
    paste(page, "Codes einfügen", "Guten Tag. " * 10_000 + sent("Ada"))
    expect(lines(page)).to_have_count(2)
    expect(page.get_by_label("Codes einfügen")).to_have_value("")


def test_hostile_names_lists_assignments_and_collections_are_only_text(visit: Any) -> None:
    page = checker(visit)
    page.set_default_timeout(120_000)
    short = [text[:80] for text in TEXTS]
    tasks = "\n".join(code_of(["boden", text[:60]], g=text[:60]) for text in short[:100])
    receipts = [{"source": text, "code": sent(text, a={"i": tasks[:8], "g": text, "o": [text]})} for text in short]
    names = "\n".join(f"{text};{text}@x.example" for text in short)[:100_000]
    open_collection(
        page, collection(receipts=receipts, names=names, persons=[[0, 1], [2]], assignments=tasks.split("\n"))
    )
    expect(lines(page)).to_have_count(len(short))
    page.get_by_text("Erinnerung an alle, die fehlen").click()
    answer_questions(page, yes=True)
    page.get_by_role("button", name="Liste leeren").click()
    # Drawing the table anew after each text takes ten times as long as all that is looked at here.
    submit = """async (field, texts) => {
      document.body.hidden = true;
      for (const text of texts) {
        field.value = text;
        field.form.requestSubmit();
        await new Promise((done) => setTimeout(done));
      }
      document.body.hidden = false;
    }"""
    for label in ("Ihre Aufgabe", "Namen, in jeder Zeile einer"):
        page.get_by_label(label).evaluate(submit, [text[:20_000] for text in TEXTS])
    assert page.evaluate("window.boese") is None
    assert page.locator("main :is(script, img, iframe, style, base)").count() == 0
    href = unquote(page.locator("[data-mail]").get_attribute("href") or "")
    assert href.startswith("mailto:?")
    for text in TEXTS[::9]:
        page.locator("[data-message]").evaluate("(node) => { node.textContent = ''; }")
        open_collection(page, text.encode("utf-8", "replace"))
        expect(message(page)).not_to_be_empty()


# Who sent what cannot be read


@pytest.mark.parametrize(
    "harm",
    [
        lambda code: code[:-20],  # cut
        lambda code: code[:-9] + "x" + code[-8:],  # edited
        lambda code: code[:30] + code[31:],  # a sign lost before the name
        lambda code: code[14:],  # the start lost
        lambda code: "\n> ".join(textwrap.wrap(code[12:], 60)),  # so in a quoted mail
        lambda code: sealed("NACHWEIS2", {"p": "Dora Klein"}),  # of a later edition
    ],
    ids=["cut", "edited", "sign lost", "no start", "no start, quoted", "later edition"],
)
def test_a_receipt_that_cannot_be_used_tells_whose_it_claims_to_be(visit: Any, harm: Callable[[str], str]) -> None:
    page = checker(visit, NORTH)
    check(page, f"{sent('Ada')}\n\nGuten Tag,\n\n{harm(sent('Dora Klein'))}\n\nViele Grüße")
    expect(names(page)).to_have_text(["Ada", "angeblich Dora Klein"])
    expect(verdict(page, 2)).to_contain_text("nicht verwendbar")
    assert [row[1] for row in saved_rows(page, "Nachweise als CSV sichern")[1:]] == ["Ada", "angeblich Dora Klein"]


def test_half_a_name_in_a_cut_receipt_is_told_as_half(visit: Any) -> None:
    page = checker(visit, NORTH)
    code = sealed("NACHWEIS1", {"c": COURSE, "p": "Dora Kleinschmidt-Aumüller"})
    check(page, code[: len("NACHWEIS1.") + 48])
    expect(names(page)).to_have_text(["angeblich Dora Klei…"])


def test_a_receipt_without_a_readable_name_tells_the_words_around_it(visit: Any) -> None:
    page = checker(visit, NORTH)
    mail = "Von: Dora Klein <dora@example.org>\n\n> {}\n\nViele Grüße\nDora\n\n{}\nHallo, Karl hier: {}"
    check(page, mail.format(sent("Dora Klein")[:40], sent("Ada"), "NACHWEIS1.abc"))
    expect(names(page)).to_have_text(["", "Ada", ""])
    expect(verdict(page, 1)).to_contain_text(
        "Text, Zeile 3, davor „Von: Dora Klein <dora@example.org>“, danach „Viele Grüße Dora“"
    )
    expect(verdict(page, 2)).to_contain_text("Text, Zeile 8")
    expect(verdict(page, 2)).not_to_contain_text("davor")
    expect(verdict(page, 3)).to_contain_text("Text, Zeile 9, davor „Hallo, Karl hier:“")
    check(page, "„" + "Wort " * 300 + "\nNACHWEIS1.abc\n" + "Ö" * 5000)
    expect(verdict(page, 4)).to_contain_text(f"Text, Zeile 2, davor „‚{'Wort ' * 11}Wort“, danach „{'Ö' * 60}“")
    before = lines(page).all_text_contents()
    following = checker(visit, NORTH)
    following.get_by_text("mit dem Stand von gestern").click()
    open_collection(following, save(page))
    expect(lines(following)).to_have_text(before)


def test_a_name_on_the_list_that_a_broken_receipt_claims_has_a_hint(visit: Any) -> None:
    page = checker(visit, NORTH, names="Klein, Dora\nAda\nKarl\nGrace")
    broken = [sent(name)[:-20] for name in ("Dora Klein", "Ada", "Karl", "dora klein")]
    check(page, "\n\n".join([sent("Ada"), sent("Karl", ["kompost"]), *broken]))
    hint = "Angeblich von dieser Person, aber nicht verwendbar: "
    told = [text.split("Angeblich von dieser Person")[1:] for _, _, text in present(page)]
    assert told == [[f", aber nicht verwendbar: {numbers}."] if numbers else [] for numbers in ("Nr. 3 und 6", "", "Nr. 5", "")]  # fmt: skip
    assert states(page)[0] == ("Klein, Dora", "fehlt")
    assert hint in saved_rows(page, "Namen als CSV sichern")[1][4]


# For everyone


def test_axe_finds_nothing_with_list_reminder_and_two_people_of_one_name(visit: Any) -> None:
    page = checker(visit, NORTH, "AUFGABE1.x", names="Ada\nGrace;grace@example.org", viewport=NARROW)
    check(page, "\n".join([sent("Ada", ["kompost"]), sent("Ada", ["aussaat"]), sent("Karl")]))
    open_reminder(page)
    page.get_by_text("mit dem Stand von gestern").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_on_paper_both_tables_repeat_their_heads_and_the_page_around_them_is_left_out(visit: Any) -> None:
    page = checker(visit, NORTH, names="\n".join(f"Person {i}" for i in range(90)))
    check(page, "\n".join(sent(f"Person {i}") for i in range(60)))
    expect(page.locator(".anwesend tbody tr")).to_have_count(90)
    paper = page.pdf(prefer_css_page_size=True)
    texts = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(paper)).pages]
    listed, receipts = ([text for text in texts if mark in text] for mark in ("fehlt", "Text, Zeile"))
    assert min(len(listed), len(receipts)) > 1
    assert all("Liste" in text for text in listed)
    assert all("Befund" in text for text in receipts)
    assert not any("Betriebsrat" in text for text in texts)


def test_the_checker_works_without_a_network_once_the_course_is_kept(visit: Any) -> None:
    profile = visit()
    keep(profile.open("offline/"))
    profile.context.set_offline(True)
    page = profile.open(CHECK)
    page.get_by_label("Ihre Aufgabe").fill(code_of(ASKED))
    check(page, sent("Ada", task=code_of(ASKED)))
    expect(verdict(page, 1)).to_contain_text("erledigt")
    with page.expect_download():
        page.get_by_role("button", name="Sammlung sichern").click()

"""Receipts: what a learner gives out, and what the checker says about many of them, whole and damaged."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import textwrap
import urllib.parse
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pypdf
import pytest
import zxingcpp
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, Route, expect
from test_assignment import ASSIGN, HOSTILE, accept, message, say_so
from test_pages import NARROW, violations
from test_progress import MAY, plant, progress
from test_quiz import finish, stored, wait_until_stored
from test_storage import often

from codes import COURSE, code_of, sealed
from conftest import javascript
from kurs.content.course import Course
from projekt import VERSION

pytestmark = pytest.mark.any_course

RECEIPT, CHECK = "nachweis/", "trainer/pruefen/"
TASK = {"i": "9a96ba04", "g": "Team Nord", "d": "2026-12-15", "o": []}


def receipt(name: str = "Ada Lovelace", passed: list[str] | None = None, random: str = "aB3d", **fields: Any) -> str:
    """A receipt as another program would write it; `fields` replace its own."""
    value = {
        "c": COURSE,
        "v": VERSION,
        "d": "2026-11-24",
        "r": random,
        "l": ["boden"] if passed is None else passed,
    }
    if name:
        value["p"] = name
    return sealed("NACHWEIS1", {**value, **fields})


@pytest.fixture(scope="module")
def functions(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    source = (
        'import { encodeReceipt, readReceipt } from "./assignments/receipt.js";\n'
        'import { findReceipts } from "./assignments/finding.js";\n'
        'import { openCode } from "./progress/codes.js";\n'
        'import { csvFile } from "./formats/csv.js";\n'
        'import { quoted } from "./formats/text.js";\n'
        "window.f = { encodeReceipt, findReceipts, openCode, quoted, readReceipt, csvFile };\n"
    )
    page = javascript(browser, tmp_path_factory.mktemp("js"), source)
    yield page
    page.close()


def check(page: Page, text: str) -> None:
    """Have `text` checked; typing long texts sign by sign would take minutes."""
    page.get_by_label("Codes einfügen").evaluate("(field, text) => { field.value = text; }", text)
    page.get_by_role("button", name="Prüfen", exact=True).click()


def check_files(page: Page, *files: tuple[str, bytes]) -> None:
    page.get_by_label("Dateien wählen").set_input_files(
        [{"name": name, "mimeType": "text/plain", "buffer": content} for name, content in files]
    )
    page.get_by_role("button", name="Prüfen", exact=True).click()


def lines(page: Page) -> Locator:
    return page.locator(".nachweise tbody tr")


def empty(page: Page) -> None:
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Liste leeren").click()
    expect(message(page)).to_have_text("Die Liste ist leer.")


# The format

text_line = st.text(st.characters(exclude_categories=["C", "Z"]), max_size=60)
slugs = st.lists(st.from_regex(r"[a-z]{1,9}(-[a-z0-9]{1,9}){0,2}", fullmatch=True), max_size=12)
tasks = st.one_of(
    st.none(), st.fixed_dictionaries({"id": st.just("9a96ba04"), "group": text_line, "due": st.sampled_from(["", "2026-12-15"]), "open": slugs})
)  # fmt: skip
receipts = st.fixed_dictionaries(
    {
        "course": st.just(COURSE),
        "version": st.sampled_from(["1.0.0", "12.34.56"]),
        "day": st.sampled_from(["2026-11-24", "2028-02-29"]),
        "random": st.text("aB3-_", min_size=4, max_size=8),
        "name": text_line,
        "passed": slugs,
        "assignment": tasks,
    }
)


def test_an_edition_reads_codes_of_every_earlier_version_and_of_its_own(functions: Page) -> None:
    """As an edition will that writes the third version."""
    script = "(code) => f.openCode(code, 'NACHWEIS', 3)"
    for version in (1, 2, 3):
        assert functions.evaluate(script, sealed(f"NACHWEIS{version}", {"c": 1})) == {
            "version": version,
            "value": {"c": 1},
        }
    for head, problem in (
        ("NACHWEIS4", "newer"),
        ("NACHWEIS3Z", "newer"),
        ("NACHWEIS0", "broken"),
        ("AUFGABE1", "broken"),
    ):
        assert functions.evaluate(script, sealed(head, {"c": 1})) == {"problem": problem}


BEFORE = st.sampled_from(["", "Hallo,\n\nhier mein Nachweis: ", "> ", "Am 24.11.2026 schrieb Ada:\n>> ", "„"])
AFTER = st.sampled_from(["", "\n\nViele Grüße\nAda", "\n", "“", " – danke.", ">"])


@often
@given(content=receipts)
def test_what_is_encoded_is_read_again(functions: Page, content: dict[str, Any]) -> None:
    read = functions.evaluate("(r) => f.readReceipt(f.encodeReceipt(r)).receipt", content)
    assert read == content


@often
@given(
    contents=st.lists(receipts, min_size=1, max_size=4),
    before=BEFORE,
    after=AFTER,
    width=st.integers(20, 90),
    quote=st.sampled_from(["", "> ", "| ", "   "]),
)
def test_codes_are_found_wrapped_quoted_and_in_prose(
    functions: Page, contents: list[dict[str, Any]], before: str, after: str, width: int, quote: str
) -> None:
    codes = [functions.evaluate("(r) => f.encodeReceipt(r)", content) for content in contents]
    text = "\n".join(
        before + f"\n{quote}".join(textwrap.wrap(code, width, break_on_hyphens=False)) + after for code in codes
    )
    assert [one["code"] for one in functions.evaluate("(t) => f.findReceipts(t, false)", text)] == codes


@often
@given(
    content=receipts,
    place=st.integers(0, 2000),
    sign=st.sampled_from("aZ0-_."),
    way=st.sampled_from(["change", "lose", "double"]),
)
def test_one_wrong_sign_is_always_noticed_and_never_dropped(
    functions: Page, content: dict[str, Any], place: int, sign: str, way: str
) -> None:
    code = functions.evaluate("(r) => f.encodeReceipt(r)", content)
    at = place % len(code)
    rest = {"change": sign + code[at + 1 :], "lose": code[at + 1 :], "double": code[at] + code[at:]}[way]
    damaged = code[:at] + rest
    if code in damaged:
        damaged = code[: at or 60]  # nothing changed: cut instead
    found = functions.evaluate("(t) => f.findReceipts(t, false)", f"Hallo\n{damaged}\n")
    assert found or len(damaged) < 60
    for one in found:
        assert one["code"] == "" or functions.evaluate("(c) => f.readReceipt(c).problem", one["code"]) in (
            "broken",
            "newer",
        )


cells = st.one_of(
    text_line,
    st.text("=+-@a1,;:| \"'.", max_size=12),
    st.sampled_from(["+49", "@SUM(A1)", "\t=1", 'a"b;c', "＝1", "=cmd|' /C calc'!A0", "Anna,=1+1,", '"",=1', "x\ty"]),
)
SEPARATORS = [";", ",", "\t", "|", ":"]  # whichever a spreadsheet takes


@often
@given(rows=st.lists(st.lists(cells, min_size=1, max_size=5), min_size=1, max_size=5))
@example(rows=[["", ":-"]])  # like a number and, where colons part cells, like a formula
def test_a_table_is_read_back_and_holds_no_formula(functions: Page, rows: list[list[str]]) -> None:
    text = functions.evaluate("(rows) => f.csvFile(rows)", rows)
    assert text.startswith("\ufeff")
    assert text.endswith("\r\n")
    text = text.removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert [[cell.replace("'", "") for cell in row] for row in read] == [
        [cell.replace("'", "") for cell in row] for row in rows
    ]
    for separator in SEPARATORS:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            assert not [cell for cell in row if cell.lstrip(' "').startswith(tuple("=+-@＝＋－＠"))]


@pytest.mark.parametrize(
    "text", ["1.2.0", "3/4", "1-2", "0815", "1E5", "12:30", "1,5", "Mai 2026", "1. März", "Dec 5", "01.12."]
)
def test_no_text_becomes_a_date_or_a_number(functions: Page, text: str) -> None:
    assert f'"\'{text}"' in functions.evaluate("(text) => f.csvFile([[text]])", text)


@pytest.mark.parametrize("value", [7, "24.11.2026", "2 von 4", "Team 7", "Maier 2", "bestanden", "Anna-Lena"])
def test_what_no_spreadsheet_mistakes_stays_as_it_is(functions: Page, value: str | int) -> None:
    assert f'"{value}"' in functions.evaluate("(value) => f.csvFile([[value]])", value)


# The learner


def create(page: Page, name: str = "") -> str:
    if name:
        page.get_by_label("Ihr Name").fill(name)
    page.get_by_role("button", name="Nachweis erstellen").click()
    field = page.get_by_label("Ihr Nachweis als Code")
    expect(field.or_(page.get_by_role("button", name="Ja, das bin ich")).locator("visible=true")).to_have_count(1)
    say_so(page)
    expect(field).to_be_focused()
    return field.input_value()


def content_of(code: str) -> dict[str, Any]:
    body = code.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))


def test_a_receipt_tells_what_is_passed_and_nothing_else(course: Course, visit: Any) -> None:
    profile = visit(timezone_id="Europe/Berlin")
    profile.context.clock.set_fixed_time("2026-11-24T23:30:00+01:00")
    answers = {"x": {"r": 1, "n": 1, "t": MAY, "ok": False, "given": ["Geheim"]}}
    plant(profile, progress(answers, {"erde-pruefen": MAY, "kompost": MAY, "aussaat": MAY, "gibt-es-nicht-mehr": MAY}))
    page = profile.open(RECEIPT)
    before = stored(page)
    expect(page.locator("[data-passed] li")).to_have_text(["Modul „Der Boden“", "„Aussäen“"])
    assert page.locator("#nachweis-code").input_value() == ""
    value = content_of(create(page))
    assert set(value) == {"c", "v", "d", "r", "l"}
    assert (value["c"], value["v"], value["d"], value["l"]) == (
        COURSE,
        VERSION,
        "2026-11-24",
        ["erde-pruefen", "kompost", "aussaat"],
    )
    assert stored(page) == before


def test_a_title_that_is_a_quotation_gets_the_inner_marks(course: Course, visit: Any) -> None:
    profile = visit()
    plant(profile, progress({}, {"giessen": MAY}))
    page = profile.open(RECEIPT)
    expect(page.locator("[data-passed] li")).to_have_text(f"„‚{course.lessons['giessen'].title[1:-1]}‘“")


def test_who_presses_the_button_before_the_plan_is_there_gets_the_receipt_when_it_comes(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({}, {"erde-pruefen": MAY}))
    page = profile.tab()
    held: list[Route] = []
    page.route("**/kursplan.*.json", lambda route: held.append(route))
    page.goto(profile.address + RECEIPT)
    page.get_by_role("button", name="Nachweis erstellen").click()
    expect(page.get_by_label("Ihr Nachweis als Code")).to_be_hidden()
    while not held:
        page.wait_for_timeout(50)
    held[0].continue_()
    page.get_by_role("button", name="Ja, das bin ich").click()
    expect(page.get_by_label("Ihr Nachweis als Code")).to_be_focused()


def test_a_receipt_for_an_assignment_tells_only_what_was_asked_and_what_is_open(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({}, {"erde-pruefen": MAY, "kompost": MAY, "winter": MAY}))
    task = code_of(["boden", "pflanzen", "ernte"], g="Team Nord", d="2030-12-15")
    accept(profile, task)
    page = profile.open(RECEIPT)
    expect(page.locator("[data-open]")).to_contain_text("Die Pflanzen, Ernten und teilen")
    value = content_of(create(page, "Ada"))
    assert value["l"] == ["erde-pruefen", "kompost"]
    still = ["aussaat", "giessen", "ernte"]
    assert value["a"] == {"i": task[-8:], "g": "Team Nord", "d": "2030-12-15", "o": still}
    assert value["p"] == "Ada"
    page.get_by_label("Der Nachweis gilt für").select_option("alles, was ich bisher bestanden habe")
    expect(page.get_by_label("Ihr Nachweis als Code")).to_be_hidden()  # it would no longer be what is shown
    value = content_of(create(page))
    assert value["l"] == ["erde-pruefen", "kompost", "winter"]
    assert "a" not in value


MAIL = "schulung+nord@firma.example"
SHARE = "navigator.share = async (what) => { window.shared = what; };"


def mail_of(page: Page) -> tuple[str, dict[str, list[str]]]:
    """Address, subject and body of the mail that the link opens."""
    link = page.get_by_role("link", name="Mail dorthin öffnen").get_attribute("href") or ""
    parts = urllib.parse.urlsplit(link)
    assert parts.scheme == "mailto"
    return urllib.parse.unquote(parts.path), urllib.parse.parse_qs(parts.query)


def test_a_receipt_goes_by_mail_to_the_address_of_its_assignment_which_is_shown_before(visit: Any) -> None:
    profile = visit(permissions=["clipboard-read", "clipboard-write"])
    profile.context.add_init_script(SHARE)
    plant(profile, progress({}, {"erde-pruefen": MAY}))
    task = code_of(["boden"], g="Team & Söhne?", m=MAIL)
    page = profile.open(f"aufgabe/#{task}")
    expect(page.locator("[data-details]")).to_contain_text(MAIL)
    page = accept(profile, task)
    page = profile.open(RECEIPT)
    expect(page.get_by_role("link", name="Mail dorthin öffnen")).to_be_hidden()
    code = create(page, "Ada Lovelace")
    expect(page.locator("[data-to]")).to_have_text(MAIL)
    to, mail = mail_of(page)
    assert to == MAIL
    assert mail["subject"] == ["Nachweis für den Kurs „Gemeinsam gärtnern“, Team & Söhne?"]
    assert mail["body"] == [
        f"Guten Tag,\r\n\r\nhier ist mein Nachweis:\r\n\r\n{code}\r\n\r\nViele Grüße\r\nAda Lovelace"
    ]
    page.get_by_role("button", name="Teilen").click()
    shared = page.evaluate("window.shared")
    assert code in shared["text"]
    assert MAIL not in json.dumps(content_of(code))
    check_page = profile.open(CHECK)
    check(check_page, mail["body"][0])
    expect(lines(check_page)).to_contain_text("Ada Lovelace")


def test_without_an_address_or_a_share_menu_neither_is_offered(visit: Any) -> None:
    profile = visit()
    profile.context.add_init_script("delete Navigator.prototype.share;")
    plant(profile, progress({}, {"erde-pruefen": MAY}))
    accept(profile, code_of(["boden"], g="Mit", m=MAIL, d="2030-01-01"))
    accept(profile, code_of(["boden"], g="Ohne"))
    page = profile.open(RECEIPT)
    create(page)
    expect(page.get_by_role("link", name="Mail dorthin öffnen")).to_be_visible()
    expect(page.get_by_role("button", name="Teilen")).to_be_hidden()
    page.get_by_label("Der Nachweis gilt für").select_option("die Aufgabe „Ohne“")
    create(page)
    expect(page.get_by_role("link", name="Mail dorthin öffnen")).to_be_hidden()
    page.get_by_label("Der Nachweis gilt für").select_option("alles, was ich bisher bestanden habe")
    create(page)
    expect(page.get_by_role("link", name="Mail dorthin öffnen")).to_be_hidden()


def buttons(page: Page) -> list[tuple[str, bool]]:
    """The buttons beside the code, and whether each is the one that matters most."""
    shown = page.locator(".knopfreihe > :visible").all()
    return [(button.inner_text(), "leise" not in (button.get_attribute("class") or "")) for button in shown]


def test_the_mail_comes_first_where_the_assignment_has_an_address(visit: Any) -> None:
    profile = visit()
    profile.context.add_init_script("delete Navigator.prototype.share;")
    plant(profile, progress({}, {"erde-pruefen": MAY}))
    accept(profile, code_of(["boden"], g="Mit", m=MAIL, d="2030-01-01"))
    page = profile.open(RECEIPT)
    create(page)
    others = [("Als Datei sichern", False), ("Drucken", False)]
    assert buttons(page) == [("Mail dorthin öffnen", True), ("Code kopieren", False), *others]
    page.get_by_label("Der Nachweis gilt für").select_option("alles, was ich bisher bestanden habe")
    create(page)
    assert buttons(page) == [("Code kopieren", True), *others]


def test_what_a_receipt_without_a_name_is_worth_is_said_and_none_is_asked_for(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({}, {"erde-pruefen": MAY, "kompost": MAY}))
    accept(profile, code_of(["boden"], g="Nord", f="Frau Kern", d="2030-01-01"))
    page = profile.open(RECEIPT)
    field = page.get_by_label("Ihr Name")
    expect(field).to_have_accessible_description(
        "Freiwillig. Ohne Namen weiß Frau Kern nicht, von wem der Nachweis ist."
    )
    expect(page.locator("[data-open]")).to_have_text("Die Aufgabe „Nord“ ist erledigt.")
    page.get_by_label("Der Nachweis gilt für").select_option("alles, was ich bisher bestanden habe")
    expect(field).to_have_accessible_description(
        "Freiwillig. Wer den Nachweis bekommt, weiß ohne Namen nicht, von wem er ist."
    )
    assert "p" not in content_of(create(page))


def test_a_hostile_name_and_group_leave_the_mail_one_mail(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({}, {"erde-pruefen": MAY}))
    group = "&bcc=x@boese.example\r\nBcc: y"
    accept(profile, code_of(["boden"], g=group, m="a'b@firma.example"))
    page = profile.open(RECEIPT)
    page.get_by_label("Ihr Name").evaluate("(field) => { field.value = '?cc=z@boese.example&body=' + '\\ud800'; }")
    create(page)
    to, mail = mail_of(page)
    assert (to, set(mail)) == ("a'b@firma.example", {"subject", "body"})
    assert "\n" not in mail["subject"][0]


def test_a_code_too_long_for_a_mail_is_to_be_copied(course: Course, visit: Any) -> None:
    profile = visit()
    plant(profile, progress({}, dict.fromkeys(course.lessons, MAY)))
    accept(profile, code_of(["wege/gesamt"], g="ü" * 60, m=MAIL))
    page = profile.open(RECEIPT)
    expect(page.locator("[data-too-long]")).to_be_hidden()
    create(page)
    expect(page.locator("[data-too-long]")).to_be_hidden()
    page.get_by_label("Ihr Name").fill("語" * 80)
    code = create(page)
    expect(page.locator("[data-too-long]")).to_contain_text("Kopieren Sie ihn zuerst")
    assert code not in mail_of(page)[1]["body"][0]
    assert [name for name, is_main in buttons(page) if is_main] == ["Code kopieren"]


def test_who_closes_the_share_menu_hears_nothing_and_who_may_not_use_it_hears_why(visit: Any) -> None:
    profile = visit()
    profile.context.add_init_script("navigator.share = () => Promise.reject(new DOMException('', window.refusal));")
    accept(profile, code_of(["boden"], m=MAIL))
    page = profile.open(RECEIPT)
    create(page)
    before = message(page).inner_text()
    page.evaluate("window.refusal = 'AbortError'")
    page.get_by_role("button", name="Teilen").click()
    expect(message(page)).to_have_text(before)
    page.evaluate("window.refusal = 'NotAllowedError'")
    page.get_by_role("button", name="Teilen").click()
    expect(message(page)).to_contain_text("Das Teilen hat nicht geklappt.")


def test_the_name_of_the_certificate_is_offered_and_a_new_one_is_not_stored(visit: Any) -> None:
    profile = visit()
    plant(profile, progress({}, {"erde-pruefen": MAY}, exam={"name": {"n": 1, "text": "Ada Lovelace"}}))
    page = profile.open(RECEIPT)
    expect(page.get_by_label("Ihr Name")).to_have_value("Ada Lovelace")
    create(page, "Grace Hopper")
    assert "Grace" not in json.dumps(stored(page))


def test_the_receipt_goes_along_as_text_file_and_paper(visit: Any) -> None:
    profile = visit(permissions=["clipboard-read", "clipboard-write"], device_scale_factor=2)
    plant(profile, progress({}, {"erde-pruefen": MAY}))
    page = profile.open(RECEIPT)
    code = create(page, "Ada " + HOSTILE)
    page.get_by_role("button", name="Code kopieren").click()
    expect(message(page)).to_contain_text("Kopiert.")
    assert page.evaluate("navigator.clipboard.readText()") == code
    with page.expect_download() as download:
        page.get_by_role("button", name="Als Datei sichern").click()
    assert re.fullmatch(r"nachweis-20\d\d-\d\d-\d\d\.txt", download.value.suggested_filename)
    assert Path(download.value.path()).read_text("ascii").strip() == code
    paper = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    assert len(paper.pages) == 1
    assert "Ada <img" in paper.pages[0].extract_text()
    page.emulate_media(media="print")
    picture = page.get_by_role("img", name="Der Nachweis als QR-Code")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot())))
    assert found.text == profile.address + CHECK + "#" + code
    assert page.evaluate("window.boese") is None
    checker = profile.open(found.text.removeprefix(profile.address))
    expect(lines(checker)).to_have_count(1)
    expect(lines(checker)).to_contain_text("Ada <img")


def test_a_receipt_of_the_whole_course_is_read_from_paper_by_a_phone(course: Course, visit: Any) -> None:
    """Four pixels a module, turned a little: less than any phone's camera sees of 6.5 cm."""
    profile = visit(device_scale_factor=2)
    everything = [*course.lessons, "abschlusstest"]
    plant(profile, progress({}, dict.fromkeys(everything, MAY)))
    accept(profile, code_of(["wege/gesamt", "abschlusstest"], g="Kundendienst " * 4, d="2030-12-15"))
    page = profile.open(RECEIPT)
    code = create(page, "Maximiliane Gräfin von Österreich-Überlingen zu Schloss Hohenwörth und Lößnitz")
    assert content_of(code)["l"] == everything
    page.emulate_media(media="print")
    picture = Image.open(io.BytesIO(page.get_by_role("img", name="Der Nachweis als QR-Code").screenshot()))
    assert picture.width < 500
    photo = picture.convert("L").rotate(4, Image.Resampling.BILINEAR, expand=True, fillcolor=255)
    (found,) = zxingcpp.read_barcodes(photo)
    assert found.text == profile.address + CHECK + "#" + code


def test_a_receipt_too_long_for_a_qr_code_says_so_and_still_reads(visit: Any) -> None:
    """In a course of a thousand lessons; here the page gets two hundred more."""
    profile = visit()
    lessons = [f"noch-eine-lektion-{i}" for i in range(200)]
    plant(profile, progress({}, dict.fromkeys(lessons, MAY)))

    def with_more(route: Route) -> None:
        plan = route.fetch().json()
        plan["lessons"] += [
            {"slug": slug, "title": slug, "url": "../", "minutes": 9, "questions": ""} for slug in lessons
        ]
        plan["modules"].append({"slug": "gross", "title": "Groß", "url": "../", "lessons": [*lessons]})
        route.fulfill(json=plan)

    profile.context.route("**/kursplan.*", with_more)
    page = profile.open(RECEIPT)
    code = create(page)
    assert len(content_of(code)["l"]) == 200
    expect(page.locator("[data-qr]")).to_have_text("Für einen QR-Code ist dieser Nachweis zu lang.")
    profile.context.unroute("**/kursplan.*")
    checker = profile.open(CHECK)
    check(checker, code)
    expect(lines(checker)).to_contain_text("Diese Fassung kennt nicht: noch-eine-lektion-0")


def test_with_nothing_passed_the_receipt_says_so(visit: Any) -> None:
    page = visit().open(RECEIPT)
    expect(page.locator("[data-passed]")).to_have_text("noch nichts")
    assert content_of(create(page))["l"] == []
    assert page.evaluate("localStorage.length") == 0


# The checker


def test_good_receipts_show_person_task_day_and_modules(course: Course, visit: Any) -> None:
    page = visit().open(CHECK)
    check(page, receipt(passed=["boden", "aussaat"], a=TASK) + "\n" + receipt("", ["winter"]))
    cells = lines(page).nth(0).locator("td")
    expect(cells.nth(1)).to_have_text("Ada Lovelace")
    expect(cells.nth(2)).to_contain_text("nicht verglichen")
    expect(cells.nth(3)).to_have_text("Team Nord")
    expect(cells.nth(4)).to_have_text("24.11.2026")
    expect(cells.nth(5)).to_be_empty()
    expect(cells.nth(6)).to_have_text("bestanden")
    (second,) = (module for module in course.modules if module.slug == "pflanzen")
    expect(cells.nth(7)).to_have_text(f"1 von {len(second.lessons)}")
    expect(cells.nth(8)).to_be_empty()
    expect(lines(page).nth(1)).to_contain_text("ohne Namen")
    expect(lines(page).nth(1)).to_contain_text("ohne Aufgabe")
    assert page.evaluate("localStorage.length") == 0


BROKEN, LOST, NONE = "Die Prüfsumme passt nicht", "dem der Anfang fehlt", "Darin ist kein Nachweis"
ODD, NEWER, FOREIGN = (
    "Anders aufgebaut",
    "neueren Fassung des Kurses, deren Format",
    "Aus einem anderen Kurs („anderer“)",
)
GOOD = receipt()
LONG = receipt("Grace Hopper", ["boden", "pflanzen", "winter"], a=TASK)
HALF = len(GOOD) // 2
DAMAGED = {
    "a greeting": ("Hallo, hier kommt nichts.", NONE),
    "markup": (HOSTILE, NONE),
    "an address": ("javascript:window.boese=1", NONE),
    "the word alone": ("NACHWEIS", NONE),
    "no dot": ("NACHWEIS1", NONE),
    "only dots": ("....", NONE),
    "progress as code": ("LERNSTAND1Z.abcdefg.12345678", "Das ist ein Lernstand"),
    "progress as file": ('{"format": "kurs-lernstand"}', "Das ist ein Lernstand"),
    "an assignment": (code_of(["boden"]), "Das ist eine Aufgabe"),
    "no body": ("NACHWEIS1.", BROKEN),
    "one sign": ("NACHWEIS1.e", BROKEN),
    "a third": (GOOD[: HALF * 2 // 3], BROKEN),
    "a half": (GOOD[:HALF], BROKEN),
    "a half and a signature": (GOOD[:HALF] + "\n\nViele Grüße. Ada", BROKEN),
    "no checksum": (GOOD[:-8], BROKEN),
    "no dot and checksum": (GOOD[:-9], BROKEN),
    "last sign lost": (GOOD[:-1], BROKEN),
    "a sign lost": (GOOD[:HALF] + GOOD[HALF + 1 :], BROKEN),
    "a line lost": (LONG[:76] + LONG[152:], BROKEN),
    "lines swapped": (LONG[:76] + LONG[152:228] + LONG[76:152] + LONG[228:], BROKEN),
    "a sign twice": (GOOD[:HALF] + GOOD[HALF - 1 :], BROKEN),
    "a sign changed": (GOOD[:HALF] + ("a" if GOOD[HALF] != "a" else "b") + GOOD[HALF + 1 :], BROKEN),
    "a letter in the other case": (GOOD[:HALF] + GOOD[HALF:].swapcase(), BROKEN),
    "checksum changed": (GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1"), BROKEN),
    "all capitals": (GOOD.upper(), BROKEN),
    "all small": (GOOD.lower(), BROKEN),
    "two codes mixed": (GOOD[:-15] + LONG[len(GOOD) - 15 :], BROKEN),
    "word in it": (GOOD[:HALF] + "Werbung" + GOOD[HALF:], BROKEN),
    "impossible base64": ("NACHWEIS1.aaaaa.c3b1b5f4", BROKEN),
    "no JSON": (sealed("NACHWEIS1", b"{'a'"), BROKEN),
    "no UTF-8": (sealed("NACHWEIS1", b"\xff\xfe\x00"), BROKEN),
    "version 0": (sealed("NACHWEIS0", {"c": COURSE}), BROKEN),
    "compressed": (sealed("NACHWEIS1Z", {"c": COURSE}), NEWER),
    "a code beyond all size": (sealed("NACHWEIS1", {"c": COURSE, "x": "y" * 50_000}), BROKEN),
    "backwards": (GOOD[::-1], NONE),
    "no start": (GOOD[len("NACHWEIS1.") :], LOST),
    "first sign lost": (GOOD[1:], LOST),
    "start misspelt": (GOOD.replace("NACHWEIS", "NACHWEISS"), LOST),
    "no start, wrapped": ("\n".join(textwrap.wrap(GOOD[10:], 76)), LOST),
    "no start, quoted": ("> " + "\n> ".join(textwrap.wrap(LONG[12:], 76)), LOST),
    "version 2": (sealed("NACHWEIS2", {"neu": 1}), NEWER),
    "version 999999": (sealed("NACHWEIS999999", {"neu": 1}), NEWER),
    "another course": (receipt(c="anderer"), FOREIGN),
    "null": (sealed("NACHWEIS1", b"null"), ODD),
    "a number": (sealed("NACHWEIS1", b"5"), ODD),
    "a text": (sealed("NACHWEIS1", b'"x"'), ODD),
    "a list": (sealed("NACHWEIS1", []), ODD),
    "no course": (receipt(c=None), ODD),
    "course too long": (receipt(c="x" * 101), ODD),
    "no version": (receipt(v=1), ODD),
    "no day": (receipt(d=""), ODD),
    "a moment": (receipt(d="2026-11-24T10:00"), ODD),
    "a day that does not exist": (receipt(d="2026-02-31"), ODD),
    "a day as list": (receipt(d=["2026-11-24"]), ODD),
    "no random": (receipt(r=None), ODD),
    "parts as text": (receipt(l="boden"), ODD),
    "a part as number": (receipt(passed=[5]), ODD),  # type: ignore[list-item]
    "a part too long": (receipt(passed=["x" * 101]), ODD),
    "too many parts": (receipt(passed=["x"] * 2001), ODD),
    "assignment as text": (receipt(a="x"), ODD),
    "assignment without parts": (receipt(a={"i": "x"}), ODD),
    "assignment null": (receipt(a=None), ODD),
    "assignment with a long id": (receipt(a={"i": "x" * 41, "o": []}), ODD),
    "unknown parts": (receipt(passed=["gibt-es-nicht", "__proto__", HOSTILE]), "Diese Fassung kennt nicht: gibt-es-nicht, __proto__, <img"),
    "nothing passed": (receipt(passed=[]), "Bestanden ist noch nichts."),
    "another version": (receipt(v="0.9.0"), f"Aus Fassung 0.9.0 des Kurses; hier ist {VERSION}."),
    "a day to come": (receipt(d="2099-01-01"), "Das Datum liegt in der Zukunft: 1. Januar 2099."),
    "assignment still open": (receipt(a={**TASK, "o": ["gartenjahr", "aussaat", "fremd"]}), "noch offen: Das Gartenjahr, Aussäen, fremd."),
}  # fmt: skip


def test_every_damaged_or_odd_code_gets_its_line(visit: Any) -> None:
    assert len(DAMAGED) >= 60
    page = visit().open(CHECK)
    # Drawing the table anew after each code takes most of the time that this would take by hand.
    one_by_one = """async (field, texts) => {
      document.body.hidden = true;
      for (const [place, text] of texts.entries()) {
        field.value = text;
        field.form.requestSubmit();
        for (let i = 0; i < 2000 && document.querySelectorAll(".nachweise tbody tr").length <= place; i++)
          await new Promise((done) => setTimeout(done));
      }
      document.body.hidden = false;
    }"""
    page.get_by_label("Codes einfügen").evaluate(one_by_one, [text for text, _ in DAMAGED.values()])
    expect(lines(page)).to_have_count(len(DAMAGED))
    for (name, (_, told)), shown in zip(DAMAGED.items(), lines(page).all_inner_texts(), strict=True):
        assert told in " ".join(shown.split()), name
    assert page.evaluate("window.boese") is None
    assert page.locator("main img").count() == 0


def test_all_damaged_codes_in_one_mail_hide_no_good_one(visit: Any) -> None:
    damaged = [text for text, told in DAMAGED.values() if told in (BROKEN, ODD, NEWER, FOREIGN)]
    good = [receipt(f"Person {i}", random=f"r{i}") for i in range(len(damaged))]
    text = "\n\nund noch einer:\n".join(one for pair in zip(damaged, good, strict=True) for one in pair)
    page = visit().open(CHECK)
    check(page, text)
    expect(lines(page).filter(has_text="Person")).to_have_count(len(good))
    expect(lines(page).filter(has_text="nicht verwendbar")).to_have_count(len(damaged))


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"  {GOOD}\r\n",
        f"„{GOOD}“.",
        f"<{GOOD}>",
        f"Hallo Frau Kern,\nhier mein Nachweis:{GOOD}Viele Grüße, Ada",
        "\n".join(textwrap.wrap(GOOD, 72)),
        "> " + "\n> ".join(textwrap.wrap(GOOD, 72)),
        ">> " + "\r\n>> ".join(textwrap.wrap(GOOD, 60)),
        "=\r\n".join(textwrap.wrap(GOOD, 75)),
        "\u200b".join(textwrap.wrap(GOOD, 30)),
        GOOD.replace("-", "‑"),
        f"https://kurs.example.org/trainer/pruefen/#{GOOD}",
        f"https://eur01.safelinks.example/?url=https%3A%2F%2Fkurs.example.org%2Ftrainer%2Fpruefen%2F%23{GOOD}&data=05%7C02%7Cabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz%7C0&reserved=0",
        f"Sehr geehrte Damen und Herren, Donaudampfschifffahrtsgesellschaftskapitän {GOOD} Tel. 01234567",
    ],
    ids=str,
)  # fmt: skip
def test_what_mail_programs_do_to_a_code_does_not_matter(functions: Page, text: str) -> None:
    found = functions.evaluate("(t) => f.findReceipts(t, false)", text)
    assert [one["code"] for one in found] == [GOOD]


def test_doubled_and_older_receipts_are_marked_with_the_line_that_counts(visit: Any) -> None:
    older = receipt(d="2026-11-01", passed=["boden"])
    newer = receipt("ada lovelace", ["boden", "gartenjahr"], random="zz")
    nameless = [receipt("", random="n1"), receipt("", random="n2")]
    page = visit().open(CHECK)
    check(page, "\n".join([older, newer, older, *nameless]))
    expect(lines(page).nth(0)).to_contain_text(
        "überholtUnter demselben Namen gibt es einen neueren Nachweis, in dem alles davon steht: Nr. 2."
    )
    expect(lines(page).nth(1)).to_contain_text("ohne Aufgabe")
    expect(lines(page).nth(2)).to_contain_text("Doppelt: derselbe Code wie Nr. 1.")
    for place in (3, 4):
        expect(lines(page).nth(place)).to_contain_text("ohne Aufgabe")
    check(page, newer)  # later, in a second go
    expect(lines(page).nth(5)).to_contain_text("Doppelt: derselbe Code wie Nr. 2.")


def test_the_table_says_how_many_of_each_kind_and_what_was_no_receipt(visit: Any) -> None:
    page = visit().open(CHECK)
    open_task = receipt("Grace", a={**TASK, "o": ["aussaat"]}, random="g")
    check(page, "\n\n".join([GOOD, "LERNSTAND1Z.abcdefg.12345678", open_task, receipt("Karl", random="k"), GOOD]))
    expect(page.locator("[data-count]")).to_have_text("4 Zeilen: 1 offen, 2 ohne Aufgabe, 1 nicht verwendbar.")
    expect(message(page)).to_have_text("Gelesen: 4 Einträge. Übergangen, weil kein Nachweis: 1 Lernstand-Code.")


def test_the_assignment_that_a_reply_quotes_is_no_broken_receipt(visit: Any) -> None:
    task = f"https://kurs.example.org/aufgabe/#{code_of(['boden', 'aussaat'], g='Team Nord', f='Frau Kern')}"
    quoted = [f"> Über diesen Link:\n> {task}\n", "> " + "\n> ".join(textwrap.wrap(task, 76)) + "\n"]
    page = visit().open(CHECK)
    check(
        page, "\n".join(f"Gern:\n{receipt(name, random=name)}\n\n{quoted[name == 'Ada']}" for name in ("Ada", "Karl"))
    )
    expect(page.locator("[data-count]")).to_have_text("2 Zeilen: 2 ohne Aufgabe.")
    expect(message(page)).to_have_text("Gelesen: 2 Einträge. Übergangen, weil kein Nachweis: 2 Aufgaben.")
    check(page, task)  # alone it has its line
    expect(lines(page).nth(2)).to_contain_text("Das ist eine Aufgabe")
    expect(message(page)).to_have_text("Gelesen: 1 Eintrag.")


def test_on_a_phone_the_verdict_is_seen_without_scrolling(visit: Any) -> None:
    page = visit(viewport=NARROW).open(CHECK)
    check(page, GOOD)
    box = lines(page).locator(".verdict").bounding_box()
    assert box
    assert box["x"] + box["width"] <= NARROW["width"]


def test_many_files_are_read_at_once_whatever_their_encoding(visit: Any) -> None:
    mail = f"From: Ada =?utf-8?q?L=C3=B6we?=\r\nDKIM-Signature: b=\r\n {'Ab3dEf9h' * 8}\r\n\r\nGrüße\r\n{GOOD[:75]}=\r\n{GOOD[75:]}\r\n"
    page = visit().open(CHECK)
    check_files(
        page,
        ("eins.txt", GOOD.encode()),
        ("zwei.eml", mail.replace("aB3d", "x").encode("latin-1")),
        ("drei.txt", receipt("Zoë", random="q").encode("utf-16")),
        ("viele.txt", (receipt("Karl", random="k") + "\n" + receipt("Lise", random="l")).encode()),
        ("bild.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40),
        ("leer.txt", b""),
        ("riesig.txt", b"x" * 1_000_001),
        ("<b>böse</b>.txt", b"nichts"),
    )
    for place, told in enumerate(
        [
            "eins.txt",
            "zwei.eml",
            "Zoë",
            "viele.txt, Zeile 1",
            "viele.txt, Zeile 2",
            "Ein Bild; diese Seite liest nur Text.",
            "kein Nachweis",
            "Größer als 1 MB",
            "<b>böse</b>.txt",
        ]
    ):
        expect(lines(page).nth(place)).to_contain_text(told)
    expect(lines(page).nth(1)).to_contain_text("Doppelt")
    expect(lines(page)).to_have_count(9)


PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8000  # 2 MB, as a photo has
HEIC = b"\0\0\0\x18ftypheic" + bytes(300)
PICTURE, DOCUMENT, ATTACHMENT = "Ein Bild; diese Seite", "Ein Dokument (PDF, Word)", "sie hat aber einen Anhang"


def mail(*parts: tuple[str, bytes], text: str = "Guten Tag") -> bytes:
    """A mail as a mail program saves it; whatever is attached is in base64."""
    message = EmailMessage()
    message["From"] = "ada@example.org"
    message.set_content(text)
    for name, content in parts:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("foto.png", PNG, PICTURE),
        ("foto.jpg", b"\xff\xd8\xff\xe0" + bytes(300), PICTURE),
        ("foto.heic", HEIC, PICTURE),
        ("blatt.pdf", b"%PDF-1.7\n" + bytes(300), DOCUMENT),
        ("brief.docx", b"PK\x03\x04" + bytes(300), DOCUMENT),
        ("foto.eml", mail(("foto.png", PNG[:9000])), ATTACHMENT),
        ("blatt.eml", mail(("blatt.pdf", b"%PDF-1.7 \n" + bytes(300))), ATTACHMENT),
        ("leer.eml", mail(), NONE),
        ("falsch.eml", b"Content-Transfer-Encoding: base64\n\nA\n", NONE),
    ],
)
def test_what_holds_no_text_is_told_with_a_way_out(visit: Any, name: str, content: bytes, told: str) -> None:
    page = visit().open(CHECK)
    check_files(page, (name, content))
    expect(lines(page)).to_have_count(1)
    expect(lines(page)).to_contain_text(told)


def test_a_receipt_attached_to_a_mail_is_read(visit: Any) -> None:
    page = visit().open(CHECK)
    check_files(page, ("ada.eml", mail(("foto.png", PNG[:900]), ("nachweis.txt", GOOD.encode()))))
    expect(lines(page)).to_have_count(1)
    expect(lines(page)).to_contain_text("Ada Lovelace")
    expect(lines(page)).to_contain_text("ada.eml, Anhang")


def test_a_receipt_both_in_a_mail_and_attached_to_it_counts_once(visit: Any) -> None:
    page = visit().open(CHECK)
    check_files(page, ("ada.eml", mail(("a.txt", GOOD.encode()), ("b.txt", LONG.encode()), text=f"Hier: {GOOD}")))
    expect(lines(page)).to_have_count(2)
    expect(lines(page).first).to_contain_text("ohne Aufgabe")
    expect(lines(page).last).to_contain_text("Grace Hopper")


def test_what_is_dropped_on_the_page_is_read(visit: Any) -> None:
    page = visit().open(CHECK)
    page.locator("[data-tool]").evaluate(
        """(node, text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "gezogen.txt"));
          node.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        GOOD,
    )
    expect(lines(page)).to_contain_text("gezogen.txt")


def test_the_table_is_sorted_and_filtered(visit: Any) -> None:
    page = visit().open(CHECK)
    people = {"Özlem": ["boden"], "Anna 10": [], "Anna 9": ["boden", "pflanzen"], "Zoë": ["aussaat"]}
    check(
        page, "\n".join([*(receipt(name, passed, random=name[:2]) for name, passed in people.items()), "NACHWEIS1.x"])
    )
    names = lines(page).locator("td:nth-child(2)")
    page.get_by_role("button", name="Name").click()
    expect(names).to_have_text(["", "Anna 9", "Anna 10", "Özlem", "Zoë"])
    expect(page.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("button", name="Name").press("Enter")
    expect(names).to_have_text(["Zoë", "Özlem", "Anna 10", "Anna 9", ""])
    page.get_by_role("button", name="Die Pflanzen").click()
    page.get_by_role("button", name="Die Pflanzen").click()
    expect(names.first).to_have_text("Anna 9")
    page.get_by_label("Name oder Aufgabe enthält").fill("anna")
    expect(names).to_have_text(["Anna 9", "Anna 10"])
    expect(page.locator("[data-count]")).to_have_text("2 von 5 Zeilen")
    page.get_by_label("Name oder Aufgabe enthält").fill("")
    page.get_by_label("Zeigen").select_option("nicht verwendbar")
    expect(lines(page)).to_have_count(1)


def test_the_csv_opens_right_and_holds_what_is_shown(course: Course, visit: Any) -> None:
    page = visit().open(CHECK)
    evil = receipt("=HYPERLINK(1)", ["boden"], random="e", a={**TASK, "g": "@Team", "o": ["aussaat"]})
    check(page, "\n".join([evil, receipt('Ada "A"; Lovelace'), "NACHWEIS1.x"]))
    page.get_by_label("Zeigen").select_option("alle")
    with page.expect_download() as download:
        page.get_by_role("button", name="Als CSV sichern").click()
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 4
    head, first, second, third = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert head[:6] == ["Nr.", "Name", "Aufgabe", "Fällig", "Stand", "Fassung"]
    assert head[6:10] == ["Befund", "Grund", "Offen", "Herkunft"]
    assert head[10:] == ["Teile der Aufgabe", *(module.title for module in course.modules), "Checks"]
    assert first[1:6] == ["'=HYPERLINK(1)", "'@Team", "15.12.2026", "24.11.2026", f"Fassung {VERSION}"]
    assert first[8] == "Aussäen"
    assert second[1] == 'Ada "A"; Lovelace'
    assert second[10:12] == ["", "bestanden"]
    assert third[6] == "nicht verwendbar"


def test_more_than_the_table_holds_is_told_and_not_dropped_in_silence(visit: Any) -> None:
    page = visit().open(CHECK)
    check(page, "\n".join(f"NACHWEIS1.{i}" for i in range(2003)))
    expect(message(page)).to_contain_text("Nicht gelesen sind 3: Mehr als 2000 fasst die Tabelle nicht.")


def test_nothing_to_check_is_told_and_the_list_can_be_emptied(visit: Any) -> None:
    page = visit().open(CHECK)
    page.get_by_role("button", name="Prüfen", exact=True).click()
    expect(message(page)).to_contain_text("Fügen Sie Codes ein")
    check(page, GOOD)
    empty(page)
    expect(page.locator("[data-result]")).to_be_hidden()


def test_more_than_1_mb_of_text_is_refused_and_stays_in_the_field(visit: Any) -> None:
    page = visit().open(CHECK)
    check(page, "x" * 1_000_001)
    expect(message(page)).to_contain_text("mehr als 1 MB Text")
    assert len(page.get_by_label("Codes einfügen").input_value()) == 1_000_001


def test_script_in_every_field_is_only_text(visit: Any) -> None:
    task = {"i": HOSTILE, "g": HOSTILE, "d": HOSTILE, "o": [HOSTILE]}
    page = visit().open(CHECK)
    check(
        page, receipt(HOSTILE, [HOSTILE], r=HOSTILE[:40], v=HOSTILE[:20], a=task) + "\n" + receipt(HOSTILE, c=HOSTILE)
        + "\n" + HOSTILE + receipt(HOSTILE)[:-1] + "\n" + HOSTILE + "NACHWEIS1.x\n" + HOSTILE
    )  # fmt: skip
    expect(lines(page)).to_have_count(4)
    expect(lines(page).first).to_contain_text(HOSTILE)
    expect(lines(page).nth(2)).to_contain_text("angeblich <img")
    expect(lines(page).nth(3)).to_contain_text("davor „<img")
    assert page.locator("main img").count() == 0
    assert page.evaluate("window.boese") is None


# The pages


def test_axe_finds_nothing_before_and_after_use(visit: Any) -> None:
    profile = visit(viewport=NARROW)
    plant(profile, progress({}, {"erde-pruefen": MAY}))
    page = profile.open(RECEIPT)
    assert violations(page) == []
    create(page, "Ada")
    assert violations(page) == []
    page = profile.open(CHECK)
    assert violations(page) == []
    check(page, "\n".join(text for text, _ in DAMAGED.values()))
    expect(lines(page).first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_nothing_scrolls_sideways_at_320_pixels(visit: Any) -> None:
    profile = visit(viewport={"width": 320, "height": 600})
    plant(profile, progress({}, {"erde-pruefen": MAY}))
    page = profile.open(RECEIPT)
    create(page, "W" * 80)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", [RECEIPT, CHECK])
def test_without_javascript_the_page_says_what_it_cannot_do(visit: Any, path: str) -> None:
    page = visit(java_script_enabled=False).open(path)
    expect(page.locator("main .offen").first).to_contain_text("JavaScript")
    expect(page.get_by_role("button")).to_have_count(0)


# From end to end


def test_a_trainer_assigns_three_people_learn_and_the_table_tells_who_is_done(course: Course, visit: Any) -> None:
    trainer, ada, grace, lise = visit(), visit(), visit(), visit(viewport=NARROW)
    page = trainer.open(ASSIGN)
    page.get_by_role("checkbox", name="Der Boden").check()
    page.get_by_label("Gruppe").fill("Team Nord")
    page.get_by_label("Von wem").fill("Frau Kern")
    link = page.get_by_label("Der Link").input_value()
    mails = []
    for profile, name, lessons in ((ada, "Ada", 2), (grace, "Grace", 1), (lise, "", 0)):
        learner = profile.open(link.removeprefix(profile.address))
        expect(learner.locator("[data-assignment]")).to_contain_text("Frau Kern")
        learner.get_by_role("button", name="Annehmen", exact=True).click()
        for _ in range(lessons):
            start = profile.open()
            start.locator(".assignment-card").get_by_role("link", name="Weiter").click()
            slug = start.url.rstrip("/").split("/")[-1]
            finish(start, course, slug)
            wait_until_stored(start, f'"{slug}":{{"passed"')
        start = profile.open()
        start.locator(".assignment-card").get_by_role("link", name="Nachweis erstellen").click()
        code = create(start, name)
        mails.append("Hallo Frau Kern,\n> " + "\n> ".join(textwrap.wrap(code, 70)) + f"\nGruß, {name or 'jemand'}\n")
    checker = trainer.open(CHECK)
    checker.get_by_label("Ihre Aufgabe").fill(link)
    check(checker, "\n".join(mails))
    for place, told in enumerate(["Ada", "Grace", "ohne Namen"]):
        expect(lines(checker).nth(place)).to_contain_text(told)
        expect(lines(checker).nth(place)).to_contain_text("Team Nord")
    expect(lines(checker).nth(0)).to_contain_text("erledigt")
    expect(lines(checker).nth(0).locator("td").nth(5)).to_have_text("2 von 2")
    expect(lines(checker).nth(0).locator("td").nth(6)).to_have_text("bestanden")
    expect(lines(checker).nth(1)).to_contain_text(f"noch offen: {course.modules[0].lessons[1].title}.")
    expect(lines(checker).nth(1).locator("td").nth(6)).to_have_text("1 von 2")
    expect(lines(checker).nth(2)).to_contain_text("noch offen: Der Boden.")
    with checker.expect_download() as download:
        checker.get_by_role("button", name="Als CSV sichern").click()
    table = list(csv.reader(io.StringIO(Path(download.value.path()).read_text("utf-8-sig")), delimiter=";"))
    assert [row[1] for row in table] == ["Name", "Ada", "Grace", "ohne Namen"]

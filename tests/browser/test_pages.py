"""Pages in a real Chromium: accessibility, narrow screens, menu, colours, search, tools."""

from __future__ import annotations

import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect
from test_quiz import finish

from conftest import serve
from kurs.content.course import Course

PAGES = [
    "",
    "kundenwert/",
    "das-schild/",
    "selbstbild/",
    "glossar/",
    "quellen/",
    "suche/#q=Kunde",
    "wege/",
    "wege/einstieg/",
    "trainer/",
    "trainer/zuweisen/",
    "trainer/einarbeitung/",
    "trainer/freitag/",
    "trainer/pruefen/",
    "trainer/raum/",
    "trainer/lms/",
    "trainer/abdeckung/",
    "trainer/leitfaden/",
    "verlinken/",
    "aufgabe/",
    "nachweis/",
    "offline/",
    "impressum/",
    "datenschutz/",
]
NARROW = {"width": 360, "height": 780}
WIDE = {"width": 1280, "height": 900}


def come_near(page: Page) -> Page:
    """Go to the tool of the open lesson, and wait until it works."""
    page.locator("[data-tool]").first.scroll_into_view_if_needed()
    expect(page.locator("[data-tool]:not([data-waits])").first).to_be_attached()
    return page


def right_edge(box: Locator) -> str:
    """The commonest colour where `box` ends on the right, as CSS writes it."""
    picture = Image.open(io.BytesIO(box.screenshot())).convert("RGB")
    edge = [picture.getpixel((picture.width - 2, y)) for y in range(picture.height)]
    return "rgb({}, {}, {})".format(*Counter(edge).most_common(1)[0][0])  # type: ignore[misc]


# axe reads every colour with a library that takes most of its time, and a page has but a dozen: each is read once.
AXE = (
    Axe().axe_script
    + """;(() => {
  const { Color } = axe.commons.color, read = Color.prototype.parseString, known = new Map();
  Color.prototype.parseString = function (text) {
    if (!known.has(text)) known.set(text, read.call(new Color(), text));
    const { r, g, b, alpha } = known.get(text);
    return Object.assign(this, { r, g, b, alpha });
  };
})()"""
)


def violations(page: Page) -> list[str]:
    """What axe finds on `page` once it shows itself to who comes back, in dark colours, and in light ones what depends on colours."""
    page.evaluate(
        "Promise.allSettled(document.getAnimations().map((one) => one.finished))"
    )  # see `.waiting` in page.css
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    # In the other colours all else is as it was.
    asked = {"dark": tags, "light": {"type": "rule", "values": ["color-contrast", "image-alt", "link-in-text-block"]}}
    told = []
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    for colours, rules in asked.items():
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        found = page.evaluate(
            "(options) => axe.run(options).then(({ violations }) => violations)",
            {"runOnly": rules, "resultTypes": ["violations"]},
        )
        told += [f"{colours}: {one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]
    return told


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(visit: Any, path: str) -> None:
    page = visit(viewport=WIDE).open(path)
    if "suche" in path:
        expect(page.locator("[data-search-status]")).to_contain_text("Treffer")
    assert violations(page) == []


def test_a_wrong_address_leads_back_to_the_course(visit: Any, site: Path) -> None:
    with serve(site) as root:
        page = visit(at=root, viewport=NARROW).open("404.html")
        assert violations(page) == []
        expect(page.get_by_text("Sie sind gerade ohne Netz.")).to_be_hidden()
        page.get_by_role("link", name="Zur Startseite").click()
        expect(page.locator("h1")).to_contain_text("Auf jeder Stirn")


def test_axe_finds_nothing_after_right_and_wrong_answers(course: Course, visit: Any) -> None:
    for lesson in list(course.lessons)[:2]:
        page = visit(viewport=NARROW).open(f"{lesson}/")
        finish(page, course, lesson, wrong=3)
        show_all = (
            "forms => forms.forEach((form) => { form.hidden = false; form.querySelector('details').open = true; })"
        )
        page.locator("form.question").evaluate_all(show_all)
        assert violations(page) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_table_shows_that_it_goes_on_until_its_end_is_there(visit: Any, colours: str) -> None:
    page = visit(color_scheme=colours, viewport=NARROW).open("serviceklima/")
    table = page.locator("main .table-frame").first
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert right_edge(table) == paper
    table.evaluate("box => box.firstElementChild.style.width = '60rem'")
    assert right_edge(table) != paper
    table.evaluate("box => box.scrollLeft = box.scrollWidth")
    assert right_edge(table) == paper


def test_what_follows_a_table_that_scrolls_is_no_layer_of_its_own(visit: Any) -> None:
    """A layer as long as the lesson was a fifth of the work until a verdict was painted."""
    page = visit(viewport=NARROW, device_scale_factor=2).open("serviceklima/")
    session = page.context.new_cdp_session(page)
    trees: list[dict[str, Any]] = []
    session.on("LayerTree.layerTreeDidChange", lambda event: trees.append(event))
    session.send("DOM.enable")
    session.send("LayerTree.enable")
    page.locator("main .table-frame").first.evaluate("box => box.firstElementChild.style.width = '60rem'")
    page.wait_for_timeout(1000)
    layers = [
        layer for layer in trees[-1]["layers"] if layer["drawsContent"] and layer["height"] > 3 * NARROW["height"]
    ]
    assert len(layers) == 1


def menu_of(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Kurs", exact=True)


@pytest.mark.parametrize("path", ["das-schild/", ""])
def test_the_menu_opens_by_keyboard_and_closes_with_escape(visit: Any, path: str) -> None:
    page = visit(viewport=NARROW).open(path)
    button = page.get_by_role("button", name="Menü")
    button.press("Enter")
    expect(menu_of(page).get_by_role("link", name="Wenn der Kunde stört")).to_be_visible()
    page.keyboard.press("Tab")
    assert menu_of(page).evaluate("menu => menu.contains(document.activeElement)")
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(menu_of(page)).to_be_hidden()
    expect(button).to_be_focused()


def test_a_section_in_the_menu_closes_it(visit: Any) -> None:
    page = visit(viewport=NARROW).open("das-schild/")
    page.get_by_role("button", name="Menü").click()
    menu_of(page).get_by_role("link", name="Dieselbe Zahl auf jeder Stirn").click()
    expect(menu_of(page)).to_be_hidden()
    expect(page.locator("#denkbild")).to_be_in_viewport()


def test_without_javascript_the_menu_opens_too(visit: Any) -> None:
    page = visit(viewport=NARROW, java_script_enabled=False).open("das-schild/")
    page.get_by_role("button", name="Menü").click()
    expect(menu_of(page).get_by_role("link", name="Selbstbild")).to_be_visible()
    expect(page.get_by_role("button", name="Farben wechseln")).to_be_hidden()


def test_on_a_phone_a_link_to_a_section_shows_its_heading_below_the_bar(visit: Any) -> None:
    page = visit(viewport=NARROW).open("das-schild/#jahre")
    bar = page.locator(".section-bar")
    expect(bar).to_have_text("Die Jahre zusammenzählen 2 von 8")
    assert page.locator("#jahre").bounding_box()["y"] >= bar.bounding_box()["height"]  # type: ignore[index]


def test_on_a_phone_a_slim_bar_tells_the_section_and_opens_the_menu(visit: Any) -> None:
    page = visit(viewport=NARROW).open("das-schild/")
    bar = page.locator(".section-bar")
    page.mouse.wheel(0, 1)
    expect(bar).to_be_hidden()
    page.locator("#jahre").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#jahre').scrollIntoView()")
    expect(bar).to_have_text("Die Jahre zusammenzählen 2 von 8")
    assert page.locator("#jahre").bounding_box()["y"] >= bar.bounding_box()["height"]  # type: ignore[index]
    assert violations(page) == []
    bar.click()
    expect(menu_of(page).get_by_role("link", name="Die Jahre zusammenzählen")).to_have_attribute("aria-current", "true")


def test_pages_for_trainers_have_a_menu_of_their_own(visit: Any) -> None:
    page = visit(viewport=WIDE).open("trainer/pruefen/")
    menu = page.get_by_role("navigation", name="Für Trainerinnen und Trainer")
    expect(menu.locator("[aria-current=page]")).to_have_text("Nachweise prüfen")
    expect(menu.get_by_role("link", name="Leitfaden")).to_be_visible()
    menu.get_by_role("link", name="Zum Kurs").click()
    expect(page.locator(".startseite")).to_be_visible()


def test_the_first_tab_stop_leads_to_the_text(visit: Any) -> None:
    page = visit().open("das-schild/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_on_a_learning_path_the_next_lesson_is_the_paths_own(course: Course, visit: Any) -> None:
    path = next(path for path in course.paths if path.slug == "einstieg")
    page = visit().open("wege/einstieg/")
    page.get_by_role("link", name=path.lessons[0].facts.title).first.click()
    following = page.locator(".pager [rel=next]")
    for lesson in path.lessons[:-1]:
        expect(page.locator("h1")).to_have_text(lesson.facts.title)
        expect(following).to_contain_text("„Einstieg“")  # a heading is there before the script that knows the path
        following.click()
    expect(following).to_have_text(f"Noch offen {path.lessons[0].facts.title}")
    following.click()
    expect(page.locator("h1")).to_have_text(path.lessons[0].facts.title)


@pytest.mark.parametrize("query", ["?weg=gibtsnicht", "?weg=%3Cscript%3E", "?weg=__proto__", "?weg="])
def test_an_unknown_path_changes_nothing(visit: Any, query: str) -> None:
    page = visit().open(f"das-schild/{query}")
    expect(page.locator(".pager [rel=next]")).to_contain_text("Selbstbild")


def test_the_terms_of_the_glossary_stand_out(visit: Any) -> None:
    term = visit().open("glossar/").locator("main dt").first
    assert int(term.evaluate("node => getComputedStyle(node).fontWeight")) >= 600


@pytest.mark.parametrize("viewport", [NARROW, WIDE])
def test_a_glossary_term_is_explained_where_it_stands(visit: Any, viewport: Any) -> None:
    page = visit(viewport=viewport).open("das-schild/")
    term = page.locator("a.glossary-term").first
    name = term.inner_text()
    term.press("Enter")
    box = page.get_by_role("dialog", name=name)
    expect(box).to_be_focused()
    expect(box).to_contain_text("Was ein Mensch einem Betrieb")
    expect(box).to_be_in_viewport(ratio=1)
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(term).to_be_focused()
    term.click()
    expect(box).to_be_visible()
    if viewport == WIDE:  # on phones the explanation may lie over the word
        term.click()
        expect(box).to_be_hidden()
        term.click()
    box.get_by_role("link", name="Im Glossar").click()
    expect(page.locator("dt:target")).to_have_text(name)


def test_where_the_glossary_cannot_be_had_a_term_leads_to_its_entry(visit: Any) -> None:
    profile = visit()
    page = profile.open("das-schild/")
    asked: list[str] = []

    def once_gone(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<p>Anmelden</p>") if len(asked) == 1 else route.continue_()

    page.route("**/glossar/", once_gone)
    page.locator("a.glossary-term").first.click()
    expect(page.locator("dt:target")).to_have_text("Kundenwert")


def test_the_choice_of_colours_is_kept_and_there_before_the_first_paint(visit: Any) -> None:
    profile = visit(color_scheme="light")
    page = profile.open()
    page.get_by_role("button", name="Menü").click()
    page.get_by_role("button", name="Farben wechseln").click()
    other = profile.open("glossar/")
    assert other.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 24, 30)"
    other.get_by_role("button", name="Farben wechseln").click()
    expect(other.locator("html[data-colours=hell]")).to_be_attached()


def test_focus_is_visible_on_links_buttons_and_options(visit: Any) -> None:
    page = visit().open("das-schild/")
    for selector in ("main a", "form.question button"):
        page.locator(selector).first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid", selector


def test_who_wants_less_motion_gets_none(visit: Any) -> None:
    page = visit(reduced_motion="reduce").open("das-schild/")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_search_finds_a_lesson_and_loads_nothing_before(visit: Any) -> None:
    requests: list[str] = []
    profile = visit()
    profile.context.on("request", lambda request: requests.append(request.url))
    page = profile.open("suche/")
    page.wait_for_timeout(200)
    assert not [url for url in requests if "pagefind" in url]
    page.get_by_role("searchbox").fill("Bleibequote")
    expect(page.locator("[data-hits] a").first).to_be_visible()
    expect(page.locator("[data-search-status]")).to_contain_text("Treffer")
    page.locator("[data-hits] a").first.press("Enter")
    expect(page.locator("main h1")).to_be_visible()
    assert "/kurs/" in page.url


def test_the_search_loads_when_somebody_enters_its_field(visit: Any) -> None:
    page = visit().open("suche/")
    with page.expect_response("**/*.pf_meta"), page.expect_response("**/woerter.json"):
        page.get_by_role("searchbox").focus()


def test_a_search_that_failed_without_a_network_works_once_it_is_back(visit: Any) -> None:
    profile = visit()
    page = profile.open("suche/")
    profile.context.set_offline(True)
    page.get_by_role("searchbox").fill("Bleibequote")
    expect(page.locator("[data-search-status]")).to_contain_text("Die Suche lässt sich gerade nicht laden.")
    profile.problems.clear()  # what a browser says of requests without a network
    profile.context.set_offline(False)
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("[data-search-status]")).to_contain_text("Treffer")


@pytest.mark.parametrize(
    ("query", "lesson"),
    [
        ("Loyalitaet", "Loyalität statt Fessel"),
        ("Loyalität", "Loyalität statt Fessel"),
        ("orientierung", "Wahre Kundenorientierung|Der Artikel|Artikel"),
        ("Bleibeqoute", "Das unsichtbare 10.000-Euro-Schild"),
        ("Rueckmeldung", "Rückmeldung, die hilft"),
    ],
)
def test_search_finds_german_words_as_people_type_them(visit: Any, query: str, lesson: str) -> None:
    page = visit().open(f"suche/#q={query}")
    titles = page.locator("[data-hits] a")
    expect(titles.filter(has_text=re.compile(lesson)).first).to_be_visible()


def test_search_finds_what_explains_a_word_and_no_list_that_names_it(visit: Any) -> None:
    page = visit().open("suche/#q=Loyalitätstreppe")
    expect(page.locator("[data-hits] a").first).to_have_text("Die Loyalitätstreppe")
    titles = page.locator("[data-hits] a").all_inner_texts()
    assert not {"Suche", "Mein Lernstand", "Heute wiederholen", "Verlinken", "Was wo geprüft wird"} & set(titles)


def test_a_result_names_the_section_that_says_most(visit: Any) -> None:
    page = visit().open("suche/#q=Loyalitätstreppe")
    result = page.locator("[data-hits] li").filter(has_text="Stufe für Stufe · Fünf Fragen")
    expect(result.get_by_role("link")).to_have_attribute("href", re.compile("/stufen/#treppe$"))


@pytest.mark.parametrize(
    ("query", "term", "anchor", "says"),
    [
        ("Absprache", "Absprache", "absprache", "Ein kurzes Gespräch mit der Führungskraft"),
        ("Net Promoter Score", "NPS", "nps", "Anteil der Antworten 9 und 10"),
        ("Whitmore", "GROW", "grow", "Vier Schritte für Coaching-Gespräche, von John Whitmore"),
    ],
)
def test_a_result_in_the_glossary_leads_to_the_entry_and_shows_it(
    visit: Any, query: str, term: str, anchor: str, says: str
) -> None:
    page = visit(viewport=NARROW).open(f"suche/#q={query}")
    result = page.locator("[data-hits] li").filter(has_text=f"Glossar · {term}")
    expect(result.locator("p")).to_contain_text(says)
    assert violations(page) == []
    result.get_by_role("link").press("Enter")
    expect(page).to_have_url(re.compile(f"/glossar/#{anchor}$"))
    expect(page.locator("dt:target")).to_be_in_viewport()


def test_the_search_marks_what_was_found_in_an_entry_of_the_glossary(visit: Any) -> None:
    page = visit().open("suche/#q=Whitmore")
    result = page.locator("[data-hits] li").filter(has_text="Glossar · GROW")
    expect(result.locator("mark")).to_have_text(re.compile("Whitmore"))


def test_a_search_for_nonsense_says_so(visit: Any) -> None:
    page = visit().open("suche/#q=Xyzzyplugh")
    expect(page.locator("[data-search-status]")).to_contain_text("Nichts gefunden")


def test_a_word_that_is_not_there_finds_nothing_that_only_begins_with_its_letter(visit: Any) -> None:
    page = visit().open("suche/#q=Unqwertzig")
    expect(page.locator("[data-search-status]")).to_contain_text("Nichts gefunden")


def test_what_was_found_for_a_similar_word_is_said_to_be(visit: Any) -> None:
    page = visit().open("suche/#q=Bleibequohte")
    expect(page.locator("[data-search-status]")).to_contain_text(
        "Zu „Bleibequohte“ steht hier nichts, zu ähnlichen Wörtern schon:"
    )
    expect(page.locator("[data-hits] li").first).to_be_visible()


def test_a_link_to_the_evidence_unfolds_it(visit: Any) -> None:
    page = visit().open("das-schild/#belege")
    expect(page.locator("details.beleg")).to_have_attribute("open", "")


def test_a_hostile_search_is_only_text(visit: Any) -> None:
    page = visit().open("suche/?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.boese%3D1%3E")
    expect(page.locator("[data-search-status]")).not_to_be_empty()
    assert page.evaluate("window.boese") is None
    assert page.locator("main [data-hits] img").count() == 0


def test_the_search_sends_its_words_to_no_server_and_keeps_them_in_the_address(visit: Any) -> None:
    sent: list[tuple[str, str]] = []
    profile = visit()
    profile.context.on("request", lambda request: sent.append((request.url, request.headers.get("referer", ""))))
    page = profile.open("suche/")
    page.get_by_role("searchbox").fill("Bleibequote + Gewinnungskosten")
    expect(page.locator("[data-search-status]")).to_contain_text("Treffer")
    assert [one for one in sent if "Bleibe" in "".join(one)] == []
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("Bleibequote + Gewinnungskosten")
    page.get_by_role("searchbox").fill("")
    expect(page.locator("[data-hits] li")).to_have_count(0)
    expect(page).not_to_have_url(re.compile("#"))


def test_an_old_address_with_search_words_works_and_sends_them_no_second_time(visit: Any) -> None:
    sent: list[tuple[str, str]] = []
    profile = visit()
    profile.context.on("request", lambda request: sent.append((request.url, request.headers.get("referer", ""))))
    page = profile.open("suche/?q=Bleibequote")
    expect(page.locator("[data-hits] a").first).to_be_visible()
    assert page.url.endswith("/suche/#q=Bleibequote")
    assert [one for one in sent if "Bleibequote" in "".join(one)] == [(f"{profile.address}suche/?q=Bleibequote", "")]
    page.locator("[data-hits] a").first.click()
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("Bleibequote")


def test_another_search_in_the_address_is_followed(visit: Any) -> None:
    page = visit().open("suche/#q=Bleibequote")
    expect(page.locator("[data-search-status]")).to_contain_text("Treffer")
    page.goto(page.url.replace("Bleibequote", "Xyzzyplugh"))
    expect(page.locator("[data-search-status]")).to_contain_text("Nichts gefunden zu „Xyzzyplugh“")


def test_a_browser_that_cannot_search_says_so(visit: Any) -> None:
    profile = visit()
    profile.context.add_init_script("delete globalThis.WebAssembly")
    page = profile.open("suche/#q=Bleibequote")
    expect(page.locator("[data-search-status]")).to_contain_text("Die Suche lässt sich gerade nicht laden.")


def test_a_slow_search_says_that_it_runs_and_that_it_takes_long(visit: Any) -> None:
    profile = visit()
    waiting: list[Any] | None = []
    profile.context.route(
        "**/*.pagefind", lambda route: route.continue_() if waiting is None else waiting.append(route)
    )
    page = profile.open("suche/")
    page.clock.install()
    page.get_by_role("searchbox").fill("Bleibequote")
    page.clock.fast_forward(1000)
    expect(page.locator("[data-search-status]")).to_have_text("Die Suche läuft …")
    page.clock.fast_forward(16_000)
    expect(page.locator("[data-search-status]")).to_contain_text("Die Suche braucht ungewöhnlich lange.")
    held, waiting = waiting, None
    for route in held:
        route.continue_()
    expect(page.locator("[data-search-status]")).to_contain_text("Treffer")


def calculator(page: Page, **values: str) -> str:
    for name, value in values.items():
        page.locator(f"#rechner-{name}").fill(value)
    return page.locator(".output").inner_text()


def test_the_calculator_knows_the_formula(visit: Any) -> None:
    page = come_near(visit().open("das-schild/"))
    assert "10.000 €" in calculator(page, m="3.750", r="80", i="10", ac="0")
    assert "9.999 €" in calculator(page, m="2222", r="90")
    assert "-50 €" in calculator(page, m="0", ac="50").replace("−", "-")


def test_the_calculator_answers_odd_input_with_a_hint(visit: Any) -> None:
    page = come_near(visit().open("das-schild/"))
    for text in ("", "abc", "-5", "1e99", "NaN", "99999999999", "100"):
        assert "Noch kein Ergebnis" not in calculator(page, r="80"), text
        assert "Noch kein Ergebnis" in calculator(page, r=text), text
        expect(page.locator("#rechner-r-tipp"), text).not_to_be_empty()
        assert "NaN" not in page.locator("main").inner_text(), text
        assert "Infinity" not in page.locator("main").inner_html(), text


def test_the_calculators_sliders_work_by_keyboard(visit: Any) -> None:
    page = come_near(visit().open("das-schild/"))
    page.get_by_role("slider", name="Bleibequote").press("ArrowRight")
    expect(page.locator("#rechner-r")).to_have_value("81")
    expect(page.locator(".werkzeug svg")).to_have_attribute(
        "aria-label",
        "Balken, einer pro Jahr, jeder kürzer als der davor. Bei 81 von 100 ergeben alle zusammen 1.676 €.",
    )


def test_the_estimate_is_compared_with_the_survey(visit: Any) -> None:
    page = come_near(visit().open("selbstbild/"))
    page.locator("#schaetzen-firmen").fill("60")
    page.get_by_role("button", name="Vergleichen").click()
    expect(page.locator("[data-comparison]")).to_contain_text(
        "Sie sagten 60, herausgekommen sind 80 Prozent (20 Punkte zu niedrig)."
    )


def test_without_javascript_tools_have_a_paper_version(visit: Any) -> None:
    page = visit(java_script_enabled=False).open("das-schild/")
    expect(page.get_by_text("Auf Papier geht es so")).to_be_visible()
    expect(page.locator("#rechner-m")).to_be_hidden()

"""The built site as files: links, safety, weight, what a reader without JavaScript gets."""

from __future__ import annotations

import gzip
import html
import itertools
import json
import re
import subprocess
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest

from conftest import ROOT, build, build_apart
from kurs.content.course import Course
from kurs.content.model import Choice
from kurs.content.page import Lesson
from kurs.content.published import addresses_of, check_addresses
from kurs.content.settings import Operator
from kurs.templates import Templates
from projekt import copy_course, make_project, parsed

FIRST_VISIT, NEXT_LESSON = 24_050, 9_080  # bytes, gzip; 50 are for what a release adds
HEAVIER = {
    "gespraech": 32_420,  # the long conversation, all its scenes
    "wiederholen": 27_960,
    "pruefen": 36_750,  # the trainers' checker
    "zuweisen": 28_350,
    "lernstand": 27_625,
    "abschlusstest": 25_840,
    "nachweis": 25_290,
    "dreissig-tage": 26_950,  # lessons with a tool: its form stands in the page for who has no scripts
    "von-aussen-nach-innen": 26_750,
    "serviceklima": 26_300,
    "vergraulung": 26_300,
    "stufen": 25_600,
    "das-schild": 25_400,
    "selbstbild": 24_800,
}


def budget(page: Path) -> int:
    name = page.parent.name
    return HEAVIER.get("abschlusstest" if name.endswith("-check") else name, FIRST_VISIT)


@cache
def parse(path: Path) -> lxml.html.HtmlElement:
    return parsed(path)


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def broken_links(site: Path) -> list[str]:
    broken = []
    for page in pages(site):
        base = site if page.name == "404.html" else page.parent
        for link in parse(page).xpath("//*[@href]/@href | //*[@src]/@src"):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (
                site / parts.path.lstrip("/") if parts.path.startswith("/") else base / unquote(parts.path)
            ).resolve()
            target = page if not parts.path else target / "index.html" if target.is_dir() else target
            known = target.exists() and (
                not parts.fragment or parse(target).xpath("//*[@id=$id]", id=unquote(parts.fragment))
            )
            if not known:
                broken.append(f"{page.relative_to(site)}: {link}")
    return broken


def test_every_internal_link_and_anchor_leads_somewhere(site: Path) -> None:
    assert broken_links(site) == []


def test_pages_that_a_course_does_not_have_are_not_linked_either(tmp_path: Path) -> None:
    done = build(make_project(tmp_path / "projekt"), tmp_path / "kurs")
    assert done.returncode == 0, done.stderr
    assert broken_links(tmp_path / "kurs") == []


def test_external_links_are_well_formed_and_encrypted_where_the_source_is(site: Path) -> None:
    for page in pages(site):
        for link in parse(page).xpath("//a[contains(@href, ':')]/@href"):
            parts = urlsplit(link)
            assert parts.scheme in ("https", "http", "mailto"), (page, link)
            assert parts.scheme == "mailto" or "." in parts.netloc, (page, link)


def test_pages_load_nothing_from_elsewhere(site: Path) -> None:
    for page in pages(site):
        loaded = parse(page).xpath("//script/@src | //link[@rel!='canonical']/@href | //img/@src | //iframe/@src")
        assert [one for one in loaded if urlsplit(one).netloc] == [], page


def test_pages_hold_no_inline_script_style_or_handler(site: Path) -> None:
    for page in pages(site):
        tree = parse(page)
        assert tree.xpath("//script[not(@src) and not(@type='application/ld+json')]") == [], page
        assert tree.xpath("//style | //*[@style]") == [], page
        assert [a for a in tree.xpath("//@*") if a.attrname.startswith("on")] == [], page
        assert tree.xpath("//a[starts-with(@href, 'javascript')] | //form[starts-with(@action, 'javascript')]") == [], (
            page
        )


def test_every_page_has_a_strict_content_security_policy(site: Path) -> None:
    for page in pages(site):
        (policy,) = parse(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert policy.startswith("default-src 'none'"), page
        assert "'unsafe-inline'" not in policy, page
        assert "'unsafe-eval'" not in policy.replace("'wasm-unsafe-eval'", ""), page
        assert ("'wasm-unsafe-eval'" in policy) == (page.parent.name == "suche"), page


def test_no_page_tells_others_where_somebody_came_from(site: Path) -> None:
    for page in pages(site):
        assert parse(page).xpath("//meta[@name='referrer']/@content") == ["no-referrer"], page


def test_every_page_has_one_title_one_description_and_one_main_heading(site: Path) -> None:
    titles = [parse(page).findtext(".//title") for page in pages(site) if page.name != "404.html"]
    assert len(titles) == len(set(titles))
    for page in pages(site):
        assert len(parse(page).xpath("//h1")) == 1, page
        if page.name != "404.html":
            assert parse(page).xpath("//meta[@name='description']/@content"), page


def test_no_quotation_begins_with_two_marks(site: Path) -> None:
    """Where a title is a quotation itself, its marks become the inner kind, in attributes too."""
    for page in pages(site):
        text = html.unescape(page.read_text("utf-8"))
        assert not re.search("„„|““", text), page


def test_headings_never_skip_a_level(site: Path) -> None:
    for page in pages(site):
        levels = [
            int(node.tag[1]) for node in parse(page).xpath("//main//*[self::h1 or self::h2 or self::h3 or self::h4]")
        ]
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), (page, levels)


def test_ids_are_unique_on_every_page(site: Path) -> None:
    for page in pages(site):
        ids = parse(page).xpath("//@id")
        assert sorted(ids) == sorted(set(ids)), page


def test_every_image_says_what_it_shows(site: Path) -> None:
    for page in pages(site):
        tree = parse(page)
        assert all(image.get("alt") is not None for image in tree.xpath("//img")), page
        for drawing in tree.xpath("//main//figure//*[local-name()='svg'][not(@aria-hidden='true')]"):
            assert drawing.get("role") == "img", page
            assert drawing.get("aria-label") is not None, page


def test_every_lesson_carries_real_quiz_forms_and_no_raw_syntax(site: Path, course: Course) -> None:
    for lesson in course.lessons.values():
        page = site / lesson.slug / "index.html"
        questions = course.bank.active(lesson.slug, "practice")
        forms = parse(page).xpath("//form[@data-question]/@data-question")
        assert forms == [placed.item.id for placed in questions]
    for page in pages(site):
        text = "".join(parse(page).xpath("//text()[not(ancestor::code)]"))  # code shows syntax on purpose
        assert not re.search(r"<quiz>|- \[[ x]\]|\[\[|⟦|<!--|!!! |\?\?\? |\]\(", text), page


def test_nothing_of_mkdocs_quiz_and_material_reaches_the_browser(site: Path) -> None:
    for page in pages(site):
        html = page.read_text("utf-8")
        for trace in ("mkdocs-quiz", "mkdocsQuiz", "quiz-progress", "confetti", "__md_", "bundle."):
            assert trace not in html, (page, trace)
    assert not (site / "assets" / "javascripts").exists()


def test_the_answer_is_no_longer_where_the_author_wrote_it(site: Path, course: Course) -> None:
    """Options are shuffled, so that authors' habits give nothing away."""
    same = total = 0
    for placed in course.bank.active(use="practice"):
        if isinstance(placed.item, Choice):
            keys = parse(site / placed.item.lesson / "index.html").xpath(
                "//form[@data-question=$id]//ul[@class='reasons']/li", id=placed.item.id
            )
            same += [key.get("data-correct") is not None for key in keys] == [o.correct for o in placed.item.options]
            total += 1
    assert same < total * 0.7


def test_every_question_has_a_name_and_explains_itself_without_javascript(site: Path, course: Course) -> None:
    for lesson in course.lessons.values():
        tree = parse(site / lesson.slug / "index.html")
        for form in tree.xpath("//form[@data-question]"):
            (fieldset,) = form.xpath("./fieldset")
            for name in fieldset.get("aria-labelledby").split():
                assert form.xpath(".//*[@id=$id]", id=name), name
            (solution,) = form.xpath("./details")
            assert solution.xpath("./summary")
            assert len(solution.text_content()) > 60


def test_solutions_stay_out_of_the_search_index(site: Path, course: Course) -> None:
    fragments = [gzip.decompress(path.read_bytes()).decode() for path in (site / "pagefind" / "fragment").iterdir()]
    text = " ".join(fragments)
    assert "Ihre Antworten bleiben auf diesem Gerät" in text
    for placed in course.bank.active(use="practice"):
        assert placed.item.explanation[:50] not in text, placed.item.id


def test_a_term_of_the_glossary_and_its_explanation_are_words_of_their_own_for_the_search(site: Path) -> None:
    words = set(json.loads((site / "pagefind" / "woerter.json").read_text("utf-8")))
    for entry in parse(site / "glossar" / "index.html").xpath("//dt"):
        term = entry.text_content().split()[-1].strip("()").lower()
        assert term in words or not term.isalpha() or len(term) < 4, term


def test_exam_questions_do_not_stand_in_lessons(site: Path, course: Course) -> None:
    html = "".join(page.read_text("utf-8") for page in pages(site))
    for placed in course.bank.active(use="exam"):
        assert f'data-question="{placed.item.id}"' not in html


def test_no_page_shows_the_key_of_a_source(site: Path, course: Course) -> None:
    raw = re.compile(r"\[(" + "|".join(map(re.escape, course.sources)) + r")\]")
    for path in site.rglob("*.html"):
        assert not raw.search(path.read_text("utf-8")), path


def test_cited_sources_are_listed_and_linked_both_ways(site: Path, course: Course) -> None:
    listed = parse(site / "quellen" / "index.html")
    for key, citing in course.cited_in().items():
        (entry,) = listed.xpath("//*[@id=$id]", id=key.lower())
        links = {Path(link).name for link in entry.xpath(".//a[starts-with(@href, '..')]/@href")}
        assert {page.slug for page in citing} <= links, key
    assert len(listed.xpath("//ul[@class='quellen']/li")) == len(course.cited_in())


def first_visit(page: Path) -> int:
    """Bytes (gzip) of a cold visit; pictures that load only when somebody unfolds them do not count."""
    tree = parse(page)
    pictures = "//img[not(@loading='lazy' and ancestor::details)]/@src"
    files = [page] + [
        (page.parent / link).resolve()
        for link in tree.xpath(f"//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href | {pictures}")
        if page.name != "404.html"
    ]
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in files)


def test_a_first_visit_to_any_page_stays_below_its_budget(site: Path) -> None:
    for page in pages(site):
        assert first_visit(page) <= budget(page), f"{page.relative_to(site)}: {first_visit(page)} Bytes"


def test_a_lesson_with_a_figure_and_six_questions_weighs_what_the_next_lesson_may(site: Path, course: Course) -> None:
    """The budget is for such a lesson; what others have beyond it, the budget of a first visit bounds."""
    for lesson in course.lessons.values():
        tree = parsed(site / lesson.slug / "index.html")
        for extra in tree.xpath(
            "//form[@data-question][position() > 6] | //section[@data-tool] | //div[@data-card] | (//figure)[position() > 1]"
        ):
            extra.drop_tree()
        weight = len(gzip.compress(lxml.html.tostring(tree, encoding="utf-8"), 6))
        assert weight <= NEXT_LESSON, f"{lesson.slug}: {weight} Bytes"


def test_published_addresses_and_anchors_still_answer(site: Path) -> None:
    assert [str(finding) for finding in check_addresses(ROOT, site)] == []


def test_two_builds_are_byte_identical_in_whatever_folder_and_time_zone(site: Path, tmp_path: Path) -> None:
    elsewhere = copy_course(tmp_path / "ein anderer Ordner")
    assert build_apart(elsewhere, tmp_path / "kurs").returncode == 0

    def contents(folder: Path) -> dict[str, bytes]:
        skip = {"sitemap.xml.gz"}  # gzip writes the time of the build
        return {
            p.relative_to(folder).as_posix(): p.read_bytes()
            for p in folder.rglob("*")
            if p.is_file() and p.name not in skip
        }

    assert contents(site) == contents(tmp_path / "kurs")


def test_an_unset_operator_is_said_on_the_page_and_by_the_build_but_fails_nothing(tmp_path: Path) -> None:
    project = make_project(tmp_path / "projekt")
    (project / "docs" / "impressum.md").write_text(
        "---\ntitle: Impressum\ndescription: Wer diesen Kurs anbietet, wie Sie uns erreichen und mehr.\n---\n\n# Impressum\n\n<!-- betreiber: anbieter -->\n",
        "utf-8",
    )
    config = (
        (project / "mkdocs.yml")
        .read_text("utf-8")
        .replace("      - quellen.md", "      - quellen.md\n      - impressum.md")
    )
    (project / "mkdocs.yml").write_text(config, "utf-8")
    done = build(project, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    assert "Noch nicht gesetzt (extra.betreiber in haus/mkdocs.yml)" in done.stderr
    assert "noch nicht angegeben" in (tmp_path / "site" / "impressum" / "index.html").read_text("utf-8")


def retrieval(**fields: str) -> str:
    return Templates(ROOT / "overrides").render("parts/operator/abruf.html", operator=Operator(**fields))


def test_the_page_on_data_protection_says_how_long_the_server_keeps_its_logs() -> None:
    assert "7 Tage, dann gelöscht" in retrieval(speicherdauer="7 Tage, dann gelöscht")
    assert "noch nicht angegeben" in retrieval()


def test_a_public_body_names_its_own_legal_basis() -> None:
    assert "Buchst. f DSGVO" in retrieval()
    public = retrieval(rechtsgrundlage="Art. 6 Abs. 1 Buchst. e DSGVO mit § 3 BDSG")
    assert "Buchst. e DSGVO mit § 3 BDSG" in public
    assert "Buchst. f" not in public


def test_the_right_to_object_stands_apart_from_the_other_rights(site: Path) -> None:
    page = parse(site / "datenschutz" / "index.html")
    (objection,) = page.xpath("//h2[@id='widerspruch']/following-sibling::p[1]")
    assert "Art. 21" in objection.text_content()
    (others,) = page.xpath("//h2[@id='rechte']/following-sibling::p[1]")
    assert "Auskunft" in others.text_content()
    assert "Widerspruch" not in others.text_content()


def test_an_employers_name_logo_and_colour_come_from_one_settings_block(tmp_path: Path) -> None:
    project = make_project(tmp_path / "projekt")
    config = (project / "mkdocs.yml").read_text("utf-8")
    for name, value in {"name": "Muster & Söhne", "logo": "bilder/zeichen.svg", "akzent": "#7a1fa2"}.items():
        config = re.sub(rf'^    {name}: "[^"]*"', f'    {name}: "{value}"', config, flags=re.M)
    (project / "mkdocs.yml").write_text(config, "utf-8")
    assert build(project, tmp_path / "site").returncode == 0
    page = parse(tmp_path / "site" / "aushang" / "index.html")
    assert page.xpath("//header//img/@alt") == ["Muster & Söhne"]
    (style,) = (tmp_path / "site" / "assets").glob("kurs.*.css")
    assert "--akzent:#7a1fa2" in style.read_text("utf-8")


def test_the_project_has_no_generated_file_in_git() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    assert not [name for name in tracked if name.startswith(("site/", "dist/", ".venv/"))]


@pytest.mark.parametrize("lock", ["site", "test", "links", "packages", "servers", "properdocs"])
def test_lock_files_carry_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text("utf-8")
    pins = re.findall(r"^[a-z0-9][\w.-]*==", text, re.M)
    assert len(pins) > 20
    assert len(re.findall(r"\\\n\s+--hash=sha256:", text)) >= len(pins)
    assert "://" not in text


def test_a_glossary_term_is_linked_once_a_page_and_never_in_a_quiz(site: Path, course: Course) -> None:
    linked = 0
    for lesson in course.lessons.values():
        tree = parse(site / lesson.slug / "index.html")
        terms = tree.xpath("//a[@class='glossary-term']/@href")
        assert len(terms) == len(set(terms)), lesson.slug
        assert tree.xpath("//form//a[@class='glossary-term'] | //h2//a[@class='glossary-term']") == []
        linked += len(terms)
    assert linked > len(course.lessons)


def test_the_coverage_table_shows_every_objective_with_its_questions(site: Path, course: Course) -> None:
    text = parse(site / "trainer" / "abdeckung" / "index.html").text_content()
    for lesson in course.lessons.values():
        assert lesson.facts.title in text
        assert all(objective in text for objective in lesson.facts.objectives.values())


def test_the_coverage_page_begins_with_each_module_s_numbers_and_folds_the_ideas_away(
    site: Path, course: Course
) -> None:
    tree = parse(site / "trainer" / "abdeckung" / "index.html")
    rows = [
        [cell.text_content() for cell in row.xpath("./*")]
        for row in tree.xpath("//table[preceding::h2[1]/@id = 'zahlen']/tbody/tr")
    ]

    def numbers(lessons: list[Lesson]) -> list[str]:
        asked = [sum(len(course.bank.active(lesson.slug, use)) for lesson in lessons) for use in ("practice", "exam")]
        return [str(number) for number in (sum(len(lesson.facts.objectives) for lesson in lessons), *asked)]

    assert rows == [
        *([module.title, *numbers(list(module.lessons))] for module in course.modules),
        ["Zusammen", *numbers(list(course.lessons.values()))],
    ]
    assert len(tree.xpath("//details[not(@open)]//table")) > len(course.lessons)  # some belong to two ideas


def test_the_whole_site_stays_below_six_megabytes(site: Path) -> None:
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < 6_000_000


def test_each_lesson_has_its_key_points_on_a_page_to_print(site: Path, course: Course) -> None:
    index = "".join(
        gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        for path in (site / "pagefind" / "fragment").iterdir()
    )
    assert "/kernpunkte/" not in index
    for lesson in course.lessons.values():
        page = parse(site / lesson.slug / "kernpunkte" / "index.html")
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        points = [" ".join(one.text_content().split()) for one in page.xpath("//main/ul/li")]
        assert points == [
            " ".join(one.text_content().split())
            for one in parse(site / lesson.slug / "index.html").xpath(
                "//h2[@id='kernpunkte']/following-sibling::ul[1]/li"
            )
        ]
        assert points
        assert page.xpath("//main//a/@href") == ["../"]
        assert parse(site / lesson.slug / "index.html").xpath("//main//a[@href='kernpunkte/']")


def test_pages_to_print_are_no_addresses_that_a_release_promises(site: Path, course: Course) -> None:
    found = addresses_of(site)
    assert f"{next(iter(course.lessons))}/" in found
    assert not [url for url in found if "kernpunkte" in url]


def test_the_start_page_offers_the_paths_before_the_lessons(site: Path, course: Course) -> None:
    page = parse(site / "index.html")
    assert page.xpath("//main/h2/@id")[:2] == ["wege", "module"]
    assert f"{len(course.lessons)} Lektionen" in page.xpath("string(//main/p[1])")
    assert len(page.xpath("//*[local-name()='svg' or self::span][contains(@class, 'thumb')]")) == len(
        course.paths
    ) + len(course.modules)


def test_a_module_s_page_begins_with_a_button_and_folds_what_is_for_trainers(site: Path, course: Course) -> None:
    for module in course.modules:
        page = parse(site / module.slug / "index.html")
        (begin,) = page.xpath("//main/h1/following-sibling::*[1]/a/@href")
        assert begin == f"../{module.steps[0].slug}/"
        assert page.xpath("//details[not(@open)]/summary/h2/@id") == ["training"]


def test_the_footer_has_three_groups(site: Path) -> None:
    for page in pages(site):
        if page.parent.name != "kernpunkte":
            groups = parse(page).xpath("//footer//nav/div/p/text()")
            assert groups in ([], ["Lernen", "Lehren", "Rechtliches"]), page

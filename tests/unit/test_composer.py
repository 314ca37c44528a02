"""What the composer adds to authors' Markdown, in process: markers, citations, glossary links, figures, tables."""

from __future__ import annotations

import dataclasses
import json
import posixpath
from pathlib import Path
from typing import Any

import lxml.html
import markdown
import pytest
from test_mkdocs_quiz import convert

from gespraeche import TALK
from kurs.checks.converted import EXTENSIONS
from kurs.content.course import load_course
from kurs.content.model import Source
from kurs.content.page import Marker, Page
from kurs.content.settings import Operator
from kurs.site.composer import Composer, with_language
from kurs.templates import Templates
from projekt import LESSON, PAGE, make_project, replace, write

AUSHANG = "docs/probe/aushang.md"
PATH_PAGE = PAGE.replace("---\n\n", "audience: Neue\npath: [aushang, zettel]\n---\n\n", 1)
EXAM = PAGE.replace("---\n\n", "exam: 1\n---\n\n", 1)
MONDAY = "  when: ich einen Aushang <b>lese</b>\n  then: frage ich, wem er hilft\n"
GLOSSARY = """\
Aushang { #aushang }
:   Ein Zettel an der Wand.

Aushang & Stift { #aushang-stift }
:   Beides zusammen.

Ruf (Meinung) { #ruf }
:   Was man sagt.
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The sound project with a glossary, a conversation, an exam, and a path from its lesson to a second one."""
    project = make_project(tmp_path)
    replace(project, AUSHANG, "  when: ich einen Aushang sehe\n  then: lese ich ihn wie ein Gast\n", MONDAY)
    write(project, "docs/probe/zettel.md", LESSON.replace("aushang", "zettel").replace("Aushang", "Zettel"))
    write(project, "docs/probe/pruefung.md", EXAM.format(title="Prüfung", body=""))
    write(project, "docs/probe/gespraech-plausch.md", TALK)
    write(project, "docs/glossar.md", PAGE.format(title="Glossar", body=GLOSSARY))
    write(
        project,
        "docs/befunde.yml",
        "Zehn1987:\n  sentence: Zehn Sekunden genügten.\n  sources: [Carlzon1987]\n  lesson: aushang\n",
    )
    write(project, "docs/neu.md", PATH_PAGE.format(title="Neu hier", body=""))
    replace(project, "quizzes/probe.yml", "use: practice", "use: exam")
    for nav in ("zettel", "pruefung", "gespraech-plausch"):
        replace(
            project, "mkdocs.yml", "      - probe/aushang.md\n", f"      - probe/aushang.md\n      - probe/{nav}.md\n"
        )
    replace(project, "mkdocs.yml", "  - Mehr:\n", "  - glossar.md\n  - neu.md\n  - Mehr:\n")
    return project


def composer_of(project: Path, **settings: Any) -> Composer:
    """Pages lead to each other by the way between their files."""

    def relative(from_page: str, to_file: str) -> str:
        return posixpath.relpath(f"docs/{to_file}", posixpath.dirname(from_page))

    return Composer(load_course(project), Templates(project / "overrides"), Operator(), relative, "", **settings)


def lesson_of(project: Path) -> tuple[Page, str, list[str]]:
    """What Composer.html needs besides the HTML of a lesson without a place for questions."""
    return load_course(project).by_file[AUSHANG], "probe/aushang/", []


def as_html(project: Path, body: str, file: str = AUSHANG) -> lxml.html.HtmlElement:
    """`body`, converted and completed as part of `file`."""
    composer = composer_of(project)
    page = composer.course.by_file[file]
    html = markdown.markdown(body, extensions=list(EXTENSIONS))
    html = composer.html(html, page, "probe/aushang/", composer.forms(page, convert))
    return lxml.html.fragment_fromstring(html, create_parent="main")


def texts(elements: Any) -> list[str]:
    return [element.text_content() for element in elements]


def marked(project: Path, marker: str, file: str = AUSHANG) -> str:
    """The Markdown of `file` with nothing in it but `marker`."""
    head, end, _ = (project / file).read_text("utf-8").rpartition("---\n")
    write(project, file, f"{head}{end}\n<!-- {marker} -->\n")
    composer = composer_of(project)
    return composer.markdown(composer.course.by_file[file])


# (marker, page, what comes in its place)
MADE = {
    "quiz": ("quiz: aushang", AUSHANG, "## Quiz { #quiz }\n\n<!-- frage -->"),
    "finding": ("befund: Zehn1987", AUSHANG, "Zehn Sekunden genügten [[Carlzon 1987]]"),
    "question": ("frage: zwei", AUSHANG, "\n<!-- frage -->\n"),
    "pass mark": ("zahl: bestehen", AUSHANG, "80"),
    "questions of the exam": ("zahl: test", AUSHANG, "1"),
    "tool": ("werkzeug: abschlusstest", AUSHANG, 'data-certificate="../zertifikat.md"'),
    "conversation": ("gespraech: plausch", AUSHANG, 'href="gespraech-plausch.md"'),
    "tool with modules and paths": ("werkzeug: zuweisen", AUSHANG, "Neu hier"),
    "module": ("modul", "docs/probe/index.md", 'href="pruefung.md"'),
    "modules": ("module", "docs/index.md", 'href="probe/index.md"'),
    "path": ("weg", "docs/neu.md", 'href="probe/aushang.md?weg=neu"'),
    "paths": ("wege", "docs/index.md", 'href="neu.md"'),
    "questions for Friday": (
        "freitag",
        AUSHANG,
        "„Wenn ich einen Aushang &lt;b&gt;lese&lt;/b&gt;, dann frage ich, wem er hilft.“",
    ),
    "coverage": ("abdeckung", AUSHANG, "2 Lektionen, 4 Lernziele"),
    "licences": ("lizenzen", AUSHANG, "pagefind"),
    "sources": ("quellen", "docs/quellen.md", 'Zitiert in: <a href="probe/aushang.md">Der Aushang</a>'),
    "material": ("material", AUSHANG, "<!-- material-liste -->"),
    "addresses": ("adressen", AUSHANG, "data-start"),
    "operator": ("betreiber: kontakt", AUSHANG, "Fragen zum Kurs"),
    "sentence to take along": ("montag", AUSHANG, "<span data-then>frage ich, wem er hilft</span>"),
    "record store": ("meldungen: kurz", AUSHANG, ""),
}


@pytest.mark.parametrize("name", MADE)
def test_a_marker_becomes_what_it_stands_for(project: Path, name: str) -> None:
    marker, file, made = MADE[name]
    markdown = marked(project, marker, file)
    assert made in markdown
    assert f"<!-- {marker} -->" not in markdown


def test_the_sentence_to_take_along_follows_the_quiz_unless_it_has_its_own_place(project: Path) -> None:
    text = marked(project, "quiz: aushang")
    assert text.index("## Quiz") < text.index("## Mein Satz für Montag { #vorsatz }")
    assert "<span data-when>ich einen Aushang &lt;b&gt;lese&lt;/b&gt;</span>" in text
    replace(project, AUSHANG, "<!-- quiz", "<!-- montag -->\n\n<!-- quiz")
    composer = composer_of(project)
    text = composer.markdown(composer.course.by_file[AUSHANG])
    assert text.index("## Mein Satz für Montag") < text.index("## Quiz")
    assert text.count("data-sentence") == 1


def test_every_marker_is_tried_above() -> None:
    assert {marker.partition(":")[0] for marker, _, _ in MADE.values()} == set(Marker)


def test_a_marker_in_code_and_an_unknown_comment_stay_as_they_are(project: Path) -> None:
    for text in ("`<!-- modul -->`", "```\n<!-- modul -->\n```", "<!-- nirgends -->"):
        composer = composer_of(project)
        page = dataclasses.replace(composer.course.by_file["docs/probe/index.md"], body=text)
        assert composer.markdown(page) == text


def test_a_lesson_gets_its_objectives_before_the_first_section_and_its_sources_at_the_end(project: Path) -> None:
    composer = composer_of(project)
    text = composer.markdown(composer.course.by_file[AUSHANG])
    assert text.index("Ein Fall.") < text.index("Erkennen, was ein Aushang sagt") < text.index("## Was man weiß")
    assert text.endswith(
        "## Quellen { #quellen }\n\n- [Carlzon 1987](../quellen.md#carlzon1987): "
        "Carlzon: Moments of Truth, 1987 (nach einem Zitat)\n"
    )


def test_a_citation_becomes_a_link_but_not_in_code(project: Path) -> None:
    composer = composer_of(project)
    page = dataclasses.replace(composer.course.by_file["docs/index.md"], body="[Carlzon1987] und `[Carlzon1987]`")
    assert composer.markdown(page) == "[[Carlzon 1987]](quellen.md#carlzon1987){ .citation } und `[Carlzon1987]`"


def test_a_term_is_linked_where_running_text_mentions_it_first(project: Path) -> None:
    body = "## Der Aushang\n\n`Aushang` [Aushang](x.md)\n\nViele **Aushangs** hier, ein Aushang da.\n\nAushang & Stift: der Ruf."
    main = as_html(project, body)
    links = main.xpath("//a[@class='glossary-term']")
    assert [(link.get("href"), link.text, link.getparent().tag) for link in links] == [
        ("../glossar.md#aushang", "Aushangs", "strong"),
        ("../glossar.md#aushang-stift", "Aushang & Stift", "p"),
    ]
    assert "Der Aushang" in texts(main.iter("h2"))[0]


@pytest.mark.parametrize("tag", ["h3", "a", "code", "summary", "section", "form", "figcaption"])
def test_no_term_is_linked_in_what_is_no_running_text_however_deep(project: Path, tag: str) -> None:
    inner = "<section></section>" if tag == "section" else ""
    main = as_html(project, f"<{tag}>{inner}<b>Aushang</b></{tag}>\n\nEnde.")
    assert main.xpath("//b")
    assert main.xpath("//a[@class='glossary-term']") == []


def test_terms_are_linked_in_lessons_alone(project: Path) -> None:
    assert as_html(project, "Ein Aushang.", "docs/index.md").xpath("//a[@class='glossary-term']") == []


def test_a_quiz_stands_at_its_place_and_without_links_to_terms(project: Path) -> None:
    main = as_html(project, "Davor.\n\n## Quiz\n\n<!-- frage -->\n\nDanach, ein Aushang.")
    forms = main.xpath("//form")
    assert [form.get("id") for form in forms] == [
        "frage-zwei",
        "frage-drei",
        "frage-vier",
        "frage-fuenf",
        "frage-sechs",
    ]
    assert main.xpath("//form//a[@class='glossary-term']") == []
    assert main[0].tag == "p"
    assert main[-1].text_content() == "Danach, ein Aushang."


def test_a_picture_by_itself_becomes_a_figure_with_its_title_as_caption(project: Path) -> None:
    main = as_html(project, '![Ein "Bild"](bild.png "A < B")\n\nMit ![Text](bild.png) daneben.')
    (figure,) = main.iter("figure")
    assert [(child.tag, child.text) for child in figure] == [("img", None), ("figcaption", "A < B")]
    assert figure[0].get("alt") == 'Ein "Bild"'
    assert len(main.xpath("//p/img")) == 1


def test_a_drawing_becomes_part_of_the_page(project: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style/><path d="M0 0"/><text>§ 5</text></svg>'
    write(project, "docs/bilder/probe.svg", svg)
    html = composer_of(project).html('<p><img alt="A &amp; B" src="../../bilder/probe.svg"></p>', *lesson_of(project))
    assert 'viewBox="0 0 9 9"' in html
    assert 'aria-label="A &amp; B"' in html
    assert "§\u00a05" in html.replace("&nbsp;", "\u00a0")
    assert "xmlns" not in html


def test_spaces_around_a_part_of_a_drawn_line_survive_whatever_shrinks_the_page(project: Path) -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg"><text>vor <tspan>dem</tspan> Bon <tspan>und</tspan> nach</text></svg>'
    )
    write(project, "docs/bilder/probe.svg", svg)
    html = composer_of(project).html('<p><img alt="A" src="../../bilder/probe.svg"></p>', *lesson_of(project))
    (text,) = lxml.html.fromstring(html).iter("text")
    assert text.text_content() == "vor\u00a0dem\u00a0Bon\u00a0und\u00a0nach"


def test_tables_stand_in_frames_with_names_of_their_own(project: Path) -> None:
    table = "| Wer | Was |\n|---|--:|\n| a | b |\n\n"
    main = as_html(project, f"{table}Text.\n\n{table}")
    frames = main.xpath("//div[@class='table-frame']")
    assert [frame.get("aria-label") for frame in frames] == ["Tabelle: Wer, Was", "Tabelle: Wer, Was (2)"]
    assert {(frame.get("role"), frame.get("tabindex")) for frame in frames} == {("region", "0")}
    assert [(cell.get("scope"), cell.get("class")) for cell in frames[0].iter("th")] == [
        ("col", None),
        ("col", "right"),
    ]
    assert main.xpath("//*[@style]") == []
    assert frames[0].xpath("//td/@scope") == []


@pytest.mark.parametrize(("head", "cell"), [(" ", "Kunde"), ("Wer", "**Kunde**")])
def test_the_first_column_heads_its_rows_where_it_has_no_heading_or_is_bold(
    project: Path, head: str, cell: str
) -> None:
    main = as_html(project, f"|{head}|Was|\n|---|---|\n|{cell}|b|\n|{cell}|c|\n")
    assert texts(main.xpath("//th[@scope='row']")) == ["Kunde", "Kunde"]
    assert texts(main.xpath("//thead//th")) == [one for one in (head.strip(), "Was") if one]
    assert len(main.xpath("//thead//td")) == (not head.strip())


def test_one_plain_cell_leaves_the_first_column_without_headers(project: Path) -> None:
    main = as_html(project, "|Wer|Was|\n|---|---|\n|**a**|b|\n|a|c|\n")
    assert main.xpath("//th[@scope='row']") == []


def test_a_tool_s_own_table_is_left_alone(project: Path) -> None:
    assert as_html(project, '<table class="x"><tr><td>1</td></tr></table>').xpath("//div") == []


def test_a_conversation_is_a_book_to_play_with_links_to_its_lessons(project: Path) -> None:
    composer = composer_of(project)
    page = composer.course.by_file["docs/probe/gespraech-plausch.md"]
    assert composer.markdown(page).strip().endswith("Sie wählen.")
    book = lxml.html.fragment_fromstring(
        composer.html("<p>Davor.</p>", page, "gespraech-plausch/", []), create_parent="main"
    )
    assert [scene.get("id") for scene in book.xpath("//section[@class='scene']")] == ["1", "2", "3", "4", "5", "6"]
    assert "aushang.md" in book.xpath("//a/@href")


def test_the_exam_s_questions_know_where_their_answers_are_taught(project: Path) -> None:
    composer = composer_of(project)
    (row,) = json.loads(composer.pool(composer.course.by_file["docs/probe/pruefung.md"], convert))
    form = row.pop("form")
    assert row == {
        "key": "eins:1",
        "group": "Probe",
        "lesson": "Der Aushang",
        "url": "aushang.md",
        "objective": "Erkennen, was ein Aushang sagt",
    }
    assert form.startswith("<form")


def test_the_plan_has_modules_paths_and_lessons_in_the_order_of_the_course(project: Path) -> None:
    composer = composer_of(project)
    plan = json.loads(composer.plan())
    assert [(one["slug"], one["lessons"]) for one in plan["modules"]] == [("probe", ["aushang", "zettel"])]
    assert [(one["slug"], one["url"], one["lessons"]) for one in plan["paths"]] == [
        ("neu", "../neu/", ["aushang", "zettel"])
    ]
    first, _, exam = plan["lessons"]
    assert first | {"title": ""} == {
        "slug": "aushang",
        "title": "",
        "url": "../aushang/",
        "minutes": 1,
        "questions": "zwei:1 drei:1 vier:1 fuenf:1 sechs:1",
    }
    assert (exam["slug"], exam["minutes"], exam["questions"]) == ("pruefung", 0, "")


@pytest.mark.parametrize(
    ("work", "title"),
    [
        ("Berry: „Moments of Truth“, 1987", "Moments of Truth"),
        ("Berry: Moments of Truth. New York", "Moments of Truth"),
        ("Moments & Truth (1987)", "Moments &amp; Truth"),
    ],
)
def test_the_title_of_an_english_work_says_its_language(work: str, title: str) -> None:
    source = Source(label="Berry", work=work, lang="en", grade="A", seen="nach dem Abstract")
    assert f'<span lang="en">{title}</span>' in with_language(source)
    assert "<span" not in with_language(source.model_copy(update={"lang": None}))


def test_questions_stand_where_the_text_asks_them_and_the_others_in_the_quiz(project: Path) -> None:
    replace(project, AUSHANG, "Zehn Sekunden", "- Ein Punkt\n<!-- frage: vier -->\n\nZehn Sekunden")
    composer = composer_of(project)
    tree = as_html(project, composer.markdown(composer.course.by_file[AUSHANG]))
    order = [node.get("id") for node in tree.iter("h2", "form") if node.get("id")]
    assert order == [
        "belege",
        "frage-vier",
        "quiz",
        *(f"frage-{one}" for one in ("zwei", "drei", "fuenf", "sechs")),
        "vorsatz",
        "uebung",
        "kernpunkte",
        "quellen",
    ]
    assert [node.text for node in tree.find_class("question-number")] == [f"Frage {i} von 5" for i in range(1, 6)]
    assert tree.get_element_by_id("frage-vier").getparent() is tree
    lesson = composer.course.lessons["aushang"]
    assert composer.questions_of(lesson).split() == ["vier:1", "zwei:1", "drei:1", "fuenf:1", "sechs:1"]

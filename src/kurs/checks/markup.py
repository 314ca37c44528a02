"""What may stand in a text beside words: in a question, a source and a page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..content.course import Course
from ..content.findings import Remark, Rule, shorten
from ..content.model import BLANK, texts
from ..content.page import CITATION, MARKER
from .converted import Problem, convert, converted

LISTED = re.compile(r"\A(\d+[.)]|[-+*]) ")  # the build keeps such a beginning from becoming a list


MAY_BE_MARKUP = re.compile(r"[<\[{]|\A[^\w„‚(]")  # without any of these, a line is a paragraph with emphasis at most


def _in_one_paragraph(text: str) -> tuple[str, str] | None:
    """What of `text` is more than a paragraph with emphasis and links, and what to do; None if it is not."""
    text = LISTED.sub("", " ".join(text.split()), count=1)
    if not MAY_BE_MARKUP.search(text):
        return None
    found = convert(text)
    written = [problem.what for problem in found.problems if problem.kind in ("html", "comment", "element")]
    written += MARKER.findall(text) and ["<!--"]
    if written:
        shown = shorten(written[0], 30)
        return (
            f"Im Text steht HTML („{shown}“).",
            "Nehmen Sie Markdown: **fett**, *kursiv*; ein einzelnes < ist erlaubt.",
        )
    if found.blocks != ("p",):
        return "Der Text enthält eine Liste, ein Zitat, eine Überschrift oder Code.", "Fragetexte sind ein Absatz."
    attribute = next((problem.what for problem in found.problems if problem.kind == "attribute"), found.marked)
    if attribute:
        return (
            f"Im Text steht ein Attribut („{shorten(attribute, 30)}“).",
            "Nehmen Sie die geschweiften Klammern heraus.",
        )
    citation = CITATION.search(text)
    if citation:
        return f"Im Text steht die Quelle „{citation[0]}“.", "Quellen stehen unter sources."
    for link in found.links:
        if link.is_image:
            return f"Im Text steht das Bild „{shorten(link.target, 30)}“.", "Bilder haben Fragen nicht."
        if not link.target.startswith(("https://", "http://")):
            return (
                f"Im Text steht ein Link ohne https:// („{shorten(link.target, 30)}“).",
                "Nennen Sie die ganze Adresse.",
            )
    return None


@Rule("kein-html", "Fragen sind Markdown; HTML könnte die Seite zerlegen oder Skripte einschleusen.")
def no_html_in_questions(course: Course) -> Iterator[Remark]:
    for placed in course.bank.questions:
        for path, text in texts(placed.item):
            wrong = _in_one_paragraph(BLANK.sub("x", text) if path == ("stem",) else text)
            if wrong:
                yield placed.says(path, *wrong)


@Rule("kein-html-in-quellen", "Eine Quelle und ein Befund stehen in Lektionen, und ihr Text ist Markdown.")
def no_html_in_sources(course: Course) -> Iterator[Remark]:
    for placed in (*course.sources.values(), *course.evidence.values()):
        for path, text in texts(placed.item):
            wrong = _in_one_paragraph(text)
            if wrong:
                yield placed.says(path, *wrong)


@Rule("kein-html-im-text", "Inhalte bleiben Markdown, damit sie auch ohne diesen Generator leben.")
def no_html_in_pages(course: Course) -> Iterator[Remark]:
    for page in course.pages:
        for problem in converted(page).problems:
            if not re.match(r"</?\s*\??\s*quiz\b", problem.what, re.I):  # another rule says what to do then
                yield page.says(problem.line or page.body_line, *_forbidden(problem))


def _forbidden(problem: Problem) -> tuple[str, str]:
    shown = shorten(problem.what, 40)
    if problem.kind == "comment":
        known = "Marken sehen so aus: <!-- quiz: lektion -->. Kommentare könnten alle lesen; nehmen Sie sie heraus."
        return f"„{shown}“ ist keine Marke.", known
    if problem.kind == "attribute":
        return f"Im Text steht das Attribut „{shown}“.", "Erlaubt sind { #anker }, { .klasse }, lang, title und hidden."
    if problem.kind != "link":
        return f"Im Text steht HTML („{shown}“).", "Nehmen Sie Markdown."
    if re.match(r"\s*(java|vb)script:|\s*data:", problem.what, re.I):
        return "Ein Link führt ein Skript aus.", "Verlinken Sie eine Seite."
    remedy = (
        "Links beginnen mit https://, mailto: oder tel:, oder sie nennen eine Datei in docs/; Bilder liegen in docs/."
    )
    return f"Die Adresse „{shown}“ ist hier nicht erlaubt.", remedy


@Rule("kein-quiz-block", "Fragen stehen in quizzes/, wo sie geprüft werden; <quiz> im Text umginge jede Prüfung.")
def no_raw_quizzes(course: Course) -> Iterator[Remark]:
    for page in course.pages:
        for line, text in page.prose_lines:
            if re.search(r"</?\s*\??\s*quiz\b", text, re.I) or re.search(r"mkdocs-quiz (intro|results)", text):
                yield page.says(
                    line,
                    "Im Text steht ein <quiz>-Block.",
                    "Legen Sie die Frage in quizzes/ an und setzen Sie <!-- quiz: lektion -->.",
                )
            elif re.match(r"\s*[-*+] \[[ xX]?\]", text):
                yield page.says(
                    line,
                    "Im Text steht eine Ankreuzliste, die wie eine Frage aussieht.",
                    "Nehmen Sie eine einfache Liste oder legen Sie eine Frage an.",
                )

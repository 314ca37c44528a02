"""The question bank as Moodle XML: a category for each module, every feedback kept, ids that stay.

What Moodle's importer does with each element was read in its source (question/format/xml, qtype_multianswer,
qtype_ordering); elements stand in the order of its own export. Decisions: decisions/0009-fragenformate.md.
"""

from __future__ import annotations

import base64
import html
import itertools
import re
from collections.abc import Iterator, Sequence
from typing import assert_never

import lxml.etree
from lxml.builder import E

from ..content.model import (
    BLANK,
    RATINGS,
    AnyQuestion,
    Choice,
    Cloze,
    Mark,
    Match,
    MultipleChoice,
    Numeric,
    Order,
    Question,
    Rate,
    SingleChoice,
    Write,
)
from ..content.questions import BLANK_SIGN, is_scale, rating_text
from ..words import gettext, marked
from .edition import Edition, Product
from .question_html import Fragment, Parts, fragment, further_reading, number, parts_of, plain

GROUP = marked("Fragen für Moodle, jede Fassung")
NEWER = marked("Fragen für Moodle ab 4.4")
FILES = "@@PLUGINFILE@@/"  # what Moodle replaces by the address of a question's files
FRACTIONS = {1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667", 7: "14.28571"}  # it rejects any others
VERDICTS = {
    "correctfeedback": marked("Richtig."),
    "partiallycorrectfeedback": marked("Teilweise richtig."),
    "incorrectfeedback": marked("Noch nicht richtig."),
}
WRITTEN = marked("Schreibaufgaben, von Hand zu bewerten")
STAR = "\\*"
SPELLINGS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}


def make_moodle(edition: Edition) -> Iterator[Product]:
    """Each set of questions in a file for every Moodle and, where it has sequences, in one with their newer type.

    Moodle before 4.4 refuses a whole file for one question of type „ordering“; as a matching question with places
    the same sequence works everywhere.
    """
    for part, title, parts, is_exam in parts_of(edition):
        above = [title] if is_exam else []
        yield _product(edition, part, title, parts, above)
        if any(isinstance(question, Order) for _, questions in parts for question in questions):
            yield _product(edition, part, title, parts, above, ordering=True)


def _product(
    edition: Edition, part: str, title: str, parts: Parts, above: Sequence[str], ordering: bool = False
) -> Product:
    count = sum(len(questions) for _, questions in parts)
    purpose = gettext("{count} Fragen mit allen Begründungen für die Fragensammlung.").format(count=count)
    if ordering:
        purpose += " " + gettext("Reihenfolgen lassen sich hier ziehen; alles andere ist gleich.")
    if above:
        purpose += " " + gettext("Nur für Prüfende: Es sind die Fragen der Checks mit Lösungen.")
    name = edition.file_name(part, gettext("moodle-ab-4.4") if ordering else "moodle", "xml")
    content = moodle_xml(edition, parts, above, ordering)
    return Product(name, title, gettext(NEWER if ordering else GROUP), purpose, content)


def moodle_xml(edition: Edition, parts: Parts, above: Sequence[str] = (), ordering: bool = False) -> bytes:
    """The file: below the course and `above`, one category a module, those to write in apart. `ordering`: with the type of Moodle 4.4."""
    quiz = E.quiz()
    # The version is part of the path: Moodle knows an id once in a category and drops it from the newcomer.
    top = [f"{edition.title} {edition.version}", *above]
    scored = [(module, [one for one in questions if not isinstance(one, Write)]) for module, questions in parts]
    # What is written waits for somebody to grade it: apart, so that no test draws it unawares.
    written = [(module, [one for one in questions if isinstance(one, Write)]) for module, questions in parts]
    for path, some in ((top, scored), ([*top, gettext(WRITTEN)], written)):
        for module, questions in some:
            if questions:
                quiz.append(_category([*path, module.title], len(questions)))
                quiz.extend(_tagged(edition, question, ordering) for question in questions)
    lxml.etree.indent(quiz)
    return bytes(lxml.etree.tostring(quiz, xml_declaration=True, encoding="UTF-8"))


def _category(path: Sequence[str], count: int) -> lxml.etree._Element:
    steps = "/".join(["$course$", "top", *(step.replace("/", "//") for step in path)])
    info = E.info({"format": "html"}, E.text(gettext("{count} Fragen").format(count=count)))
    return E.question({"type": "category"}, E.category(E.text(steps)), info)


def _tagged(edition: Edition, question: AnyQuestion, ordering: bool) -> lxml.etree._Element:
    node = _question(edition, question, ordering)
    node.append(E.tags(E.tag(E.text(edition.course.lessons[question.lesson].title))))
    return node


def _question(edition: Edition, question: AnyQuestion, ordering: bool) -> lxml.etree._Element:
    match question:
        case SingleChoice() | MultipleChoice():
            return _choice(edition, question, single=isinstance(question, SingleChoice))
        case Mark():
            rows = [(segment.text, segment.feedback, segment.mark) for segment in question.segments]
            return _multichoice(edition, question, rows, single=False, shuffle=False)
        case Rate():
            return _rate(edition, question)
        case Cloze():
            return _cloze(edition, question)
        case Numeric():
            return _numeric(edition, question)
        case Order():
            return _ordering(edition, question) if ordering else _order_as_match(edition, question)
        case Match():
            return _match(edition, question)
        case Write():
            return _essay(edition, question)
        case _:
            assert_never(question)


def _common(
    edition: Edition, question: Question, kind: str, stem: Sequence[str], reasons: str = ""
) -> lxml.etree._Element:
    """What all types have. `stem`: paragraphs of HTML; `reasons`: HTML for types without feedback of their own."""
    start = fragment(edition, question, BLANK.sub("…", question.stem))
    name = start.text()
    name = f"{question.id}: {name[:60].rsplit(' ', 1)[0] + ' …' if len(name) > 60 else name}"
    explanation = fragment(edition, question, question.explanation)
    after = [explanation.html(FILES), *further_reading(edition, question)]
    feedback = reasons + "".join(f"<p>{part}</p>" for part in after)
    grade = [] if kind == "cloze" else [E.defaultgrade("1")]  # a point for each of its blanks
    return E.question(
        {"type": kind},
        E.name(E.text(name)),
        _rich("questiontext", "".join(f"<p>{part}</p>" for part in stem), start),
        _rich("generalfeedback", feedback, explanation),
        *grade,
        E.idnumber(question.id),
    )


def _rich(tag: str, content: str, *sources: Fragment, attributes: dict[str, str] | None = None) -> lxml.etree._Element:
    """HTML in CDATA, with the pictures of `sources` beside it."""
    node = E(tag, {**(attributes or {}), "format": "html"})
    text = E.text()
    text.text = lxml.etree.CDATA(content)
    node.append(text)
    for source in sources:
        for name, path in source.pictures.items():
            data = base64.b64encode(path.read_bytes()).decode()
            node.append(E.file({"name": name, "path": "/", "encoding": "base64"}, data))
    return node


def _answer(edition: Edition, question: Question, text: str, feedback: str, fraction: str) -> lxml.etree._Element:
    said, why = fragment(edition, question, text), fragment(edition, question, feedback)
    node = _rich("answer", said.html(FILES), said, attributes={"fraction": fraction})
    node.append(_rich("feedback", why.html(FILES), why))
    return node


def _verdicts(count: lxml.etree._Element) -> list[lxml.etree._Element]:
    """For questions of several parts. `count` makes Moodle say how many are right."""
    return [*(_rich(tag, gettext(text)) for tag, text in VERDICTS.items()), count]


def _choice(edition: Edition, question: Choice, single: bool) -> lxml.etree._Element:
    rows = [(option.text, option.feedback, option.correct) for option in question.options]
    return _multichoice(edition, question, rows, single, shuffle=not is_scale(question))


def _multichoice(
    edition: Edition, question: Question, rows: Sequence[tuple[str, str, bool]], single: bool, shuffle: bool
) -> lxml.etree._Element:
    """Rows of (text, reason, whether it is right)."""
    right = sum(is_right for _, _, is_right in rows)
    wrong = len(rows) - right
    node = _common(edition, question, "multichoice", [fragment(edition, question, question.stem).html(FILES)])
    numbering = "abc" if shuffle else "none"
    node.extend([E.single(str(single).lower()), E.shuffleanswers(str(shuffle).lower()), E.answernumbering(numbering)])
    node.extend([] if single else _verdicts(E.shownumcorrect()))
    for text, reason, is_right in rows:
        # Of several: ticking everything must not pay, so the wrong ones together cost what the right ones give.
        minus = "0" if single else f"-{FRACTIONS[wrong]}" if wrong else "0"
        fraction = ("100" if single else FRACTIONS[right]) if is_right else minus
        node.append(_answer(edition, question, text, reason, fraction))
    return node


def _cloze(edition: Edition, question: Cloze) -> lxml.etree._Element:
    count = itertools.count()
    stem = BLANK.sub(lambda _: BLANK_SIGN.format(next(count)), question.stem)
    text = fragment(edition, question, stem).html(FILES).replace("{", "&#123;")
    right = fragment(edition, question, question.feedback.correct).html(FILES).translate(IN_A_BLANK)
    wrong = fragment(edition, question, question.feedback.incorrect).html(FILES).translate(IN_A_BLANK)
    for i, answers in enumerate(question.blanks()):
        accepted = dict.fromkeys(spelling for answer in answers for spelling in spellings(answer))
        # A star alone stands for anything; in an answer it must be escaped.
        said = [f"={answer.replace('*', STAR).translate(IN_A_BLANK)}#{right}" for answer in accepted]
        text = text.replace(BLANK_SIGN.format(i), f"{{1:SHORTANSWER:{'~'.join(said)}~*#{wrong}}}")
    return _common(edition, question, "cloze", [text])


# Inside a blank Moodle cuts at } # ~ first, resolves entities next and unescapes } and # last.
IN_A_BLANK = str.maketrans(
    {"&": "&#38;", "<": "&lt;", ">": "&gt;", "\\": "&#92;", "~": "&#126;", "{": "&#123;", "}": "\\}", "#": "\\#"}
)


def spellings(answer: str) -> list[str]:
    """Ways to write an answer that the course accepts too: Verkäufer, Verkaeufer; 1,5 and 1.5. Case is Moodle's job."""
    letters = [letter for letter in SPELLINGS if letter in answer]
    found = []
    for chosen in itertools.product((False, True), repeat=len(letters)):
        text = answer
        for letter, replaced in zip(letters, chosen, strict=True):
            text = text.replace(letter, SPELLINGS[letter]) if replaced else text
        found.append(text)
    found += [re.sub(r"(\d),(\d)", r"\1.\2", text) for text in found]
    found += [re.sub(r"(\d)\.(\d)", r"\1,\2", text) for text in found]
    return list(dict.fromkeys(found))


def _numeric(edition: Edition, question: Numeric) -> lxml.etree._Element:
    unit = plain(question.answer.unit or "")
    stem = [fragment(edition, question, question.stem).html(FILES)]
    stem += [gettext("Einheit: {unit}").format(unit=html.escape(unit))] if unit else []
    node = _common(edition, question, "numerical", stem)
    right = fragment(edition, question, question.feedback.correct)
    wrong = fragment(edition, question, question.feedback.incorrect)
    value, tolerance = number(question.answer.value), number(question.answer.tolerance)
    for fraction, said, margin, why in (("100", value, tolerance, right), ("0", "*", "0", wrong)):
        answer = E.answer({"fraction": fraction, "format": "moodle_auto_format"}, E.text(said))
        answer.extend([_rich("feedback", why.html(FILES), why), E.tolerance(margin)])
        node.append(answer)
    if unit:  # optional, and never graded
        node.append(E.units(E.unit(E.multiplier("1"), E.unit_name(unit))))
        node.extend([E.unitgradingtype("0"), E.showunits("0"), E.unitsleft("0")])
    return node


def _ordering(edition: Edition, question: Order) -> lxml.etree._Element:
    stem = fragment(edition, question, question.stem).html(FILES)
    node = _common(edition, question, "ordering", [stem], _sequence(edition, question))
    node.extend([E.layouttype("VERTICAL"), E.selecttype("ALL"), E.selectcount(str(len(question.items)))])
    node.extend([E.gradingtype("ABSOLUTE_POSITION"), E.showgrading("SHOW"), E.numberingstyle("none")])
    # Here it is a number, and without it Moodle invents hints that have no text, and ends the import at them.
    node.extend(_verdicts(E.shownumcorrect("1")))
    for place, item in enumerate(question.items, 1):
        text = fragment(edition, question, item.text)
        node.append(_rich("answer", text.html(FILES), text, attributes={"fraction": str(place)}))
    return node


def _sequence(edition: Edition, question: Order) -> str:
    """Moodle has no feedback for one item of a sequence; all stand below it, in the right order."""
    rows = []
    for item in question.items:
        text, why = fragment(edition, question, item.text), fragment(edition, question, item.feedback)
        rows.append(f"<li><strong>{text.html(FILES)}</strong> {why.html(FILES)}</li>")
    return f"<ol>{''.join(rows)}</ol>"


def _order_as_match(edition: Edition, question: Order) -> lxml.etree._Element:
    """To each item its place: works in every Moodle, and by keyboard."""
    rows = [(item.text, gettext("{place}. Stelle").format(place=place)) for place, item in enumerate(question.items, 1)]
    return _matching(edition, question, rows, [], _sequence(edition, question))


def _match(edition: Edition, question: Match) -> lxml.etree._Element:
    rows = [(pair.left, pair.right) for pair in question.pairs]
    reasons = _reasons(edition, question, [(pair.left, pair.right, pair.feedback) for pair in question.pairs])
    return _matching(edition, question, rows, question.extra, reasons)


def _rate(edition: Edition, question: Rate) -> lxml.etree._Element:
    """To each reaction its rating; one that no reaction has stands there to be chosen too."""
    rated = [(one.text, rating_text(one.rating), one.feedback) for one in question.reactions]
    spare = [rating_text(rating) for rating in RATINGS if rating not in {one.rating for one in question.reactions}]
    rows = [(text, rating) for text, rating, _ in rated]
    return _matching(edition, question, rows, spare, _reasons(edition, question, rated))


def _essay(edition: Edition, question: Write) -> lxml.etree._Element:
    """Learners see the models and criteria afterwards, graders while they grade."""
    stem = fragment(edition, question, question.stem).html(FILES)
    told = [fragment(edition, question, text) for text in (*question.models, *question.criteria)]
    rows = [f"<li>{one.html(FILES)}</li>" for one in told]
    count = len(question.models)
    guide = f"<p>{gettext('So kann es gehen:')}</p><ul>{''.join(rows[:count])}</ul>"
    guide += f"<p>{gettext('Daran messen Sie es:')}</p><ul>{''.join(rows[count:])}</ul>"
    node = _common(edition, question, "essay", [stem], guide)
    node.extend([E.responseformat("plain"), E.responserequired("1"), E.responsefieldlines("5")])
    node.extend([E.attachments("0"), E.attachmentsrequired("0")])
    node.append(_rich("graderinfo", guide, *told))
    return node


def _reasons(edition: Edition, question: Question, rows: Sequence[tuple[str, str, str]]) -> str:
    """HTML of (left, right, reason): Moodle has no feedback for one row of a matching question."""
    items = []
    for row in rows:
        left, right, why = (fragment(edition, question, text).html(FILES) for text in row)
        items.append(f"<li><strong>{left}: {right}</strong> {why}</li>")
    return f"<ul>{''.join(items)}</ul>"


def _matching(
    edition: Edition,
    question: Question,
    rows: Sequence[tuple[str, str]],
    extra: Sequence[str],
    reasons: str,
) -> lxml.etree._Element:
    """Rows of (left, right); right sides are plain text in Moodle, and one without a left side is a distractor."""
    stem = fragment(edition, question, question.stem).html(FILES)
    node = _common(edition, question, "matching", [stem], reasons)
    node.append(E.shuffleanswers("true"))
    node.extend(_verdicts(E.shownumcorrect()))
    for left, right in [*rows, *(("", text) for text in extra)]:
        said = fragment(edition, question, left)
        part = _rich("subquestion", said.html(FILES), said)
        part.append(E.answer(E.text(fragment(edition, question, right).text())))
        node.append(part)
    return node

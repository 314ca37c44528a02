"""Questions on a page: bank → Markdown of mkdocs-quiz → its HTML → our HTML.

mkdocs-quiz makes a quiz of each question: a choice has its options in it, a cloze and a number have blanks. What it
made is read back and put into our own form (templates in overrides/questions/), so that ids, names, live messages and the
list without JavaScript are the same for all types and independent of mkdocs-quiz's runtime; see decisions/0014.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple, assert_never

from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from ..content.model import (
    BLANK,
    RATINGS,
    AnyQuestion,
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
from ..content.questions import arranged, disordered, is_scale, option_key, rating_text, split_stem
from ..templates import Templates
from ..words import gettext, number_text
from .tree import Node, Tree, top_nodes

Convert = Callable[[str], str]
"""Markdown of mkdocs-quiz → its HTML, as on the page that is made."""


TASKS = frozenset({"cloze", "mark", "match", "numeric", "order", "rate", "write"})
"""Types whose script stands apart (overrides/js/questions/tasks.js): a lesson loads it when somebody is near one."""


MOST_WRITTEN = 2000
"""Characters of what somebody writes."""


class Entry(NamedTuple):
    """One of the texts that a question lists, and what is said about it ("" for nothing)."""

    text: str
    feedback: str
    correct: bool


@dataclass(frozen=True)
class Parts:
    """A question's texts as HTML, entries in the order of `entries_of`; verdicts are "correct" and "incorrect", or none.

    `situation` and `stem` are those of `split_stem`.
    """

    situation: Markup
    stem: Markup
    entries: list[Entry]
    explanation: Markup
    verdicts: dict[str, Markup]


class UnknownQuizError(Exception):
    """mkdocs-quiz made something else of a question than what is read here; the message is for whoever updated it."""

    def __init__(self, question: Question, missing: str):
        super().__init__(
            f"Frage {question.id}: Im HTML von mkdocs-quiz fehlt {missing}. Nach einer Aktualisierung von mkdocs-quiz "
            "passen Sie read_quiz in src/kurs/site/question_forms.py an oder bleiben bei der bisherigen Fassung (decisions/0014)."
        )


def entries_of(question: AnyQuestion) -> list[Entry]:
    """What mkdocs-quiz gets as answers. Types that it does not know are lists, with everything ticked or the marked."""
    match question:
        case SingleChoice() | MultipleChoice():
            return [Entry(option.text, option.feedback, option.correct) for option in question.options]
        case Order():
            return [Entry(item.text, item.feedback, True) for item in question.items]
        case Match():
            lefts = [Entry(pair.left, pair.feedback, True) for pair in question.pairs]
            return lefts + [Entry(text, "", True) for text in _rights(question)]
        case Mark():
            return [Entry(segment.text, segment.feedback, segment.mark) for segment in question.segments]
        case Rate():
            return [Entry(reaction.text, reaction.feedback, True) for reaction in question.reactions]
        case Write():
            return [Entry(text, "", True) for text in (*question.models, *question.criteria)]
        case Cloze() | Numeric():
            return []
        case _:
            assert_never(question)


def _rights(question: Match) -> list[str]:
    return [pair.right for pair in question.pairs] + list(question.extra)


def to_markdown(question: AnyQuestion) -> str:
    """The question as a quiz of mkdocs-quiz: answers to tick, or blanks to fill in above a rule."""
    if isinstance(question, Cloze | Numeric):
        told = (question.explanation, question.feedback.correct, question.feedback.incorrect)
        return "\n\n".join(["<quiz>", *_with_blanks(question), "---", *map(_line, told), "</quiz>"])
    lines = ["<quiz>", _line(_stem(question))]
    for entry in entries_of(question):
        lines.append(f"- [{'x' if entry.correct else ' '}] {_line(entry.text)}")
        if entry.feedback:
            lines.append(f"> {_line(entry.feedback)}")
    return "\n".join([*lines, "", _line(question.explanation), "</quiz>"])


def _with_blanks(question: Cloze | Numeric) -> list[str]:
    """The stem; mkdocs-quiz knows one spelling a blank, so a cloze's are only numbered: `_fill_in` knows them all."""
    if isinstance(question, Numeric):
        return [_line(_stem(question)), f"[[{number_text(question.answer.value)}]]"]
    number = count()
    return [" ".join(BLANK.sub(lambda _: f"[[{next(number)}]]", _stem(question)).split())]


ASKED = "\u2063"  # invisible; stands before what a stem asks while it is Markdown


def _stem(question: Question) -> str:
    situation, asked = (part.replace(ASKED, "") for part in split_stem(question))
    return f"{situation} {ASKED}{asked}" if situation else asked


def _line(text: str) -> str:
    """`text` on one line, without anything that mkdocs-quiz takes for an answer or a blank."""
    return re.sub(r"^- \[", r"\- [", " ".join(text.split()).replace("[[", r"[\["))


PLACE = "<!-- frage -->"
"""Where a question of the text goes, as Markdown."""
QUIZ_PLACE = f"## Quiz {{ #quiz }}\n\n{PLACE}"
"""Where the others go: the last place of a page."""


def places(tree: Tree) -> list[Node]:
    """The marks that PLACE left at the top of a page."""
    return [node for node in top_nodes(tree) if node.is_comment_node and node.comment_content == PLACE[5:-4]]


def forms(
    questions: Sequence[AnyQuestion], convert: Convert, templates: Templates, sources: dict[str, Any]
) -> Iterator[str]:
    """The questions' forms, numbered. `sources`: key to what the template links. Raises UnknownQuizError."""
    read = read_quizzes(questions, convert)
    for number, (question, parts) in enumerate(zip(questions, read, strict=True), 1):
        cited = [sources[key] for key in question.sources if key in sources]
        yield _form(templates, question, parts, number, len(questions), cited)


def read_quizzes(questions: Sequence[AnyQuestion], convert: Convert) -> list[Parts]:
    """What mkdocs-quiz makes of each question. Raises UnknownQuizError."""
    html = convert("\n\n".join(map(to_markdown, questions)))
    quizzes = LexborHTMLParser(html).css("div.quiz")
    if len(quizzes) < len(questions):
        raise UnknownQuizError(questions[len(quizzes)], "div.quiz")
    return [read_quiz(question, quiz) for question, quiz in zip(questions, quizzes, strict=True)]


def read_quiz(question: AnyQuestion, quiz: LexborNode) -> Parts:
    """The texts of a question in the <div class="quiz"> that mkdocs-quiz made of it. Raises UnknownQuizError."""

    def every(selector: str, expected: int, within: LexborNode = quiz) -> list[LexborNode]:
        found = within.css(selector)
        if len(found) != expected:
            raise UnknownQuizError(question, selector)
        return found

    def entry(node: LexborNode, given: Entry) -> Entry:
        feedback = every(".answer-feedback", 1 if given.feedback else 0, node)
        every("input[data-correct]", int(given.correct), node)
        text = _inner(*every("label", 1, node))
        return Entry(text, _inner(*feedback) if feedback else Markup(), given.correct)

    given = entries_of(question)
    nodes = every("fieldset > div", len(given))
    (stem,) = every(".quiz-question", 1)
    if isinstance(question, Cloze):
        _fill_in(every(".quiz-question input", len(question.blanks())), question)
    told = every(".content > p", 3 if isinstance(question, Cloze | Numeric) else 1)
    situation, mark, asked = _inner(stem.css_first("p") or stem).rpartition(ASKED)  # a blank alone is no paragraph
    return Parts(
        Markup(situation.strip() if mark else ""),
        Markup(asked),
        [entry(node, one) for node, one in zip(nodes, given, strict=True)],
        _inner(told[0]),
        dict(zip(("correct", "incorrect"), map(_inner, told[1:]), strict=False)),
    )


def _inner(element: LexborNode) -> Markup:
    return Markup((element.inner_html or "").strip())


def _fill_in(fields: list[LexborNode], question: Cloze) -> None:
    """Make our fields of mkdocs-quiz's."""
    for i, (field, answers) in enumerate(zip(fields, question.blanks(), strict=True)):
        for name in set(field.attributes) - {"type", "autocomplete"}:
            del field.attrs[name]
        field.attrs["class"] = "blank"
        field.attrs["name"] = f"luecke-{i}"
        field.attrs["size"] = str(min(max(len(answer) for answer in answers) + 2, 24))
        field.attrs["aria-label"] = _blank_name(i, len(fields))
        field.attrs["autocapitalize"] = "off"
        field.attrs["spellcheck"] = "false"
        field.attrs["data-answers"] = json.dumps(answers, ensure_ascii=False)


def _blank_name(place: int, count: int) -> str:
    if count == 1:
        return gettext("Lücke")
    return gettext("Lücke {number} von {count}").format(number=place + 1, count=count)


def _form(
    templates: Templates, question: AnyQuestion, parts: Parts, number: int, total: int, sources: list[Any]
) -> str:
    folder, details = _details(question, parts)
    common = {"question": question, "parts": parts, "number": number, "total": total, "sources": sources}
    return templates.render(f"questions/{folder}/template.html", **common, **details)


def _details(question: AnyQuestion, parts: Parts) -> tuple[str, dict[str, Any]]:
    """The folder of the question's template, and what that shows beside `parts`."""
    match question:
        case SingleChoice() | MultipleChoice():
            options = [
                {"key": option_key(option.text), "text": text, "feedback": feedback, "correct": correct}
                for option, (text, feedback, correct) in zip(question.options, parts.entries, strict=True)
            ]
            options = arranged(question, options)
            for letter, option in zip("ABCDEF", options, strict=False):
                option["letter"] = letter
            return "choice", {"options": options, "fixed": is_scale(question)}
        case Cloze():
            return "cloze", {"verdicts": parts.verdicts, "blanks": question.blanks()}
        case Numeric():
            return "numeric", {"verdicts": parts.verdicts, "shown": number_text(question.answer.value)}
        case Order():
            solution = [
                {"key": option_key(item.text), "text": text, "feedback": feedback}
                for item, (text, feedback, _) in zip(question.items, parts.entries, strict=True)
            ]
            return "order", {"solution": solution, "items": disordered(question, solution)}
        case Match():
            return "match", _pairs(question, parts)
        case Mark():
            segments = [
                {"key": option_key(segment.text), "text": text, "feedback": feedback, "correct": correct}
                for segment, (text, feedback, correct) in zip(question.segments, parts.entries, strict=True)
            ]
            return "mark", {"segments": segments}
        case Rate():
            reactions = [
                {"key": option_key(one.text), "rating": one.rating, "text": text, "feedback": feedback}
                for one, (text, feedback, _) in zip(question.reactions, parts.entries, strict=True)
            ]
            return "rate", {"reactions": reactions, "ratings": {name: rating_text(name) for name in RATINGS}}
        case Write():
            shown = [entry.text for entry in parts.entries]
            count = len(question.models)
            return "write", {"models": shown[:count], "criteria": shown[count:], "most": MOST_WRITTEN}
        case _:
            assert_never(question)


def _pairs(question: Match, parts: Parts) -> dict[str, Any]:
    lefts, rights = parts.entries[: len(question.pairs)], [entry.text for entry in parts.entries[len(question.pairs) :]]
    choices = {
        option_key(source): {"key": option_key(source), "text": text}
        for source, text in zip(_rights(question), rights, strict=True)
    }
    pairs = [
        {
            "key": option_key(pair.left),
            "left": left,
            "feedback": feedback,
            "right": rights[i],
            "right_key": option_key(pair.right),
        }
        for i, (pair, (left, feedback, _)) in enumerate(zip(question.pairs, lefts, strict=True))
    ]
    return {"pairs": pairs, "choices": sorted(choices.values(), key=lambda choice: choice["key"])}

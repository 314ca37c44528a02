"""Questions on a page: bank → mkdocs-quiz Markdown → its HTML → our HTML.

mkdocs-quiz turns Markdown into HTML; every text of a question travels through it as the question,
an answer or a feedback of one of its quizzes, whatever the question's type. What comes back is taken
apart and put into our own form (templates in overrides/quiz/), so that ids, names, live messages and
the list without JavaScript are the same for all types and independent of mkdocs-quiz's runtime.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import lxml.html
from markupsafe import Markup

from .model import BLANK, Cloze, Match, Numeric, Order, Question, SingleChoice

START = "<!-- frage:{} -->"
END = "<!-- /frage -->"
BETWEEN = re.compile(r"<!-- frage:([a-z0-9-]+) -->(.*?)<!-- /frage -->", re.S)
QUIZ_END = re.compile(r"<!-- quiz-ende:([a-z0-9-]+)((?: [a-z0-9:-]+)*) -->")
POOL = re.compile(r"<!-- pruefung -->(.*)<!-- /pruefung -->", re.S)
COMPACT = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}  # JSON in attributes
BLANK_SIGN = "\u27e6{}\u27e7"  # ⟦0⟧: stands for a blank while the stem is Markdown


PLAIN = re.compile(r"(?:[^\W\d_]|[„‚(]|\d+(?![\d.)]))(?:[^\W_]|[ ,.;:?!„“‚‘’()%/–—…€§×−+=-])*")


def is_plain(text: str) -> bool:
    """Whether Markdown leaves the line `text` as it is: no sign of markup in it, no list or heading before it."""
    return PLAIN.fullmatch(text) is not None and not text.endswith(" ")


@dataclass(frozen=True)
class Parts:
    """A question's texts as HTML: pieces are (text, feedback) in the order of `carried`."""

    stem: Markup
    pieces: list[tuple[Markup, Markup]]
    explanation: Markup


def option_key(text: str) -> str:
    """Short permanent name of an option: survives reordering, changes with the wording."""
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def carried(question: Question) -> list[tuple[str, str]]:
    """The (text, feedback) pairs of a question that need Markdown."""
    if isinstance(question, SingleChoice):
        return [(option.text, option.feedback) for option in question.options]
    if isinstance(question, Order):
        return [(item.text, item.feedback) for item in question.items]
    if isinstance(question, Match):
        extra = [(text, text) for text in question.extra]
        return (
            [(pair.left, pair.feedback) for pair in question.pairs]
            + [(p.right, p.right) for p in question.pairs]
            + extra
        )
    if isinstance(question, Cloze | Numeric):
        return [("richtig", question.feedback.correct), ("falsch", question.feedback.incorrect)]
    raise TypeError(type(question))


def to_markdown(question: Question) -> str:
    """The question as an mkdocs-quiz block between two marks that carry its id."""
    stem = question.stem
    if isinstance(question, Cloze):
        count = iter(range(stem.count("[[")))
        stem = BLANK.sub(lambda _: BLANK_SIGN.format(next(count)), stem)
    lines = [START.format(question.id), "", "<quiz>", _one_line(stem)]
    for text, feedback in carried(question):
        lines += [f"- [x] {_one_line(text)}", f"> {_one_line(feedback)}"]
    lines += ["", _one_line(question.explanation), "</quiz>", "", END]
    return "\n".join(lines)


def _one_line(text: str) -> str:
    """`text` on one line, its start kept from becoming a list („1. Mai“)."""
    text = " ".join(text.split())
    return re.sub(r"^(\d+)([.)]) ", r"\1\\\2 ", re.sub(r"^([-+*]) ", r"\\\1 ", text))


def section(lesson: str, questions: Sequence[Question], since: Mapping[str, str]) -> str:
    """Markdown of a lesson's quiz; `replace_quizzes` completes it. `since`: id to the day of a later release."""
    blocks = "\n\n".join(to_markdown(question) for question in questions)
    news = "".join(f" {one.id}:{since[one.id]}" for one in questions if one.id in since)
    return f"## Quiz {{ #quiz }}\n\n{blocks}\n\n<!-- quiz-ende:{lesson}{news} -->"


def pool_section(questions: Sequence[Question]) -> str:
    """Markdown of the exam's questions; `cut_pool` takes them out of the page again once they are HTML."""
    blocks = "\n\n".join(to_markdown(question) for question in questions)
    return f"<!-- pruefung -->\n\n{blocks}\n\n<!-- /pruefung -->"


def cut_pool(html: str) -> tuple[str, str]:
    """The page without the exam's questions, and these ("" on every other page)."""
    found = POOL.search(html)
    return (html[: found.start()] + html[found.end() :], found[1]) if found else (html, "")


def forms_of(
    html: str, questions: dict[str, Question], templates: Templates, sources: dict[str, Any]
) -> list[tuple[Question, str]]:
    """Each question in `html` with its form, one by one instead of in a page."""
    found = [questions[match[1]] for match in BETWEEN.finditer(html)]
    return [
        (question, replace_quizzes(match[0], questions, templates, sources).strip())
        for question, match in zip(found, BETWEEN.finditer(html), strict=True)
    ]


def replace_quizzes(html: str, questions: dict[str, Question], templates: Templates, sources: dict[str, Any]) -> str:
    """Put our forms where mkdocs-quiz's are. `sources`: key to what the template links."""
    total = len(BETWEEN.findall(html))
    number = 0

    def form(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        question = questions[match[1]]
        cited = [sources[key] for key in question.sources if key in sources]
        return templates.question(question, take_apart(match[2]), number, total, cited)

    html = BETWEEN.sub(form, html)
    return QUIZ_END.sub(lambda match: templates.render("quiz/ende.html", lesson=match[1], news=match[2].strip()), html)


def take_apart(html: str) -> Parts:
    """The texts in one mkdocs-quiz block."""
    block = lxml.html.fragment_fromstring(html.strip(), create_parent="div")
    pieces = []
    for answer in block.xpath(".//fieldset/div"):
        label = answer.find("label")
        feedback = answer.find_class("answer-feedback")
        pieces.append((_inner(label), _inner(feedback[0]) if feedback else Markup("")))
    return Parts(
        _inline(_inner(block.find_class("quiz-question")[0])),
        pieces,
        _inline(_inner(block.xpath('.//section[contains(@class, "content")]')[0])),
    )


def _inner(element: Any) -> Markup:
    text = Markup.escape(element.text or "")
    for child in element:
        text += Markup(lxml.html.tostring(child, encoding="unicode"))
    return Markup(text.strip())


def _inline(html: Markup) -> Markup:
    # As str: before Python 3.12 re joins the parts of a Markup as a Markup, which escapes them.
    return Markup(re.sub(r"^\s*<p>(.*)</p>\s*$", r"\1", str(html), flags=re.S))


class Templates:
    """The fragments of HTML in overrides/quiz/ and overrides/teile/."""

    def __init__(self, folder: Path):
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._environment.policies["json.dumps_kwargs"] = COMPACT

    def render(self, name: str, **values: Any) -> str:
        return self._environment.get_template(name).render(**values)

    def question(self, question: Question, parts: Parts, number: int, total: int, sources: list[Any]) -> str:
        return self.render(
            f"quiz/{_KIND[question.type]}.html",  # type: ignore[attr-defined]
            question=question,
            parts=parts,
            number=number,
            total=total,
            sources=sources,
            **_details(question, parts),
        )


_KIND = {
    "single": "auswahl",
    "multiple": "auswahl",
    "cloze": "luecke",
    "numeric": "zahl",
    "order": "reihenfolge",
    "match": "zuordnung",
}


def shuffled(question: Question, items: list[Any]) -> list[Any]:
    """A fixed random order: the same at every build, unrelated to the order in the file."""
    random.Random(question.id).shuffle(items)
    return items


def _details(question: Question, parts: Parts) -> dict[str, Any]:
    if isinstance(question, SingleChoice):
        options = [
            {"key": option_key(option.text), "text": text, "feedback": feedback, "correct": option.correct}
            for option, (text, feedback) in zip(question.options, parts.pieces, strict=True)
        ]
        options = shuffled(question, options)
        for letter, option in zip("ABCDEF", options, strict=False):
            option["letter"] = letter
        return {"options": options}
    if isinstance(question, Cloze):
        return {"stem": _with_blanks(question, parts.stem), "verdicts": _verdicts(parts), "blanks": question.blanks()}
    if isinstance(question, Numeric):
        return {"verdicts": _verdicts(parts), "shown": german_number(question.answer.value)}
    if isinstance(question, Order):
        solution = [
            {"key": option_key(item.text), "text": text, "feedback": feedback}
            for item, (text, feedback) in zip(question.items, parts.pieces, strict=True)
        ]
        return {"solution": solution, "items": disordered(question, solution)}
    if isinstance(question, Match):
        return _pairs(question, parts)
    raise TypeError(type(question))


def disordered(question: Question, items: list[Any]) -> list[Any]:
    """Shuffled, and never by chance in the right order already."""
    mixed = shuffled(question, list(items))
    return mixed if mixed != items else items[1:] + items[:1]


def _pairs(question: Match, parts: Parts) -> dict[str, Any]:
    count = len(question.pairs)
    rights = [text for text, _ in parts.pieces[count:]]
    sources = [pair.right for pair in question.pairs] + list(question.extra)
    choices = {
        option_key(source): {"key": option_key(source), "text": text}
        for source, text in zip(sources, rights, strict=True)
    }
    pairs = [
        {
            "key": option_key(pair.left),
            "left": left,
            "feedback": feedback,
            "right": rights[i],
            "right_key": option_key(pair.right),
        }
        for i, (pair, (left, feedback)) in enumerate(zip(question.pairs, parts.pieces[:count], strict=True))
    ]
    return {"pairs": pairs, "choices": sorted(choices.values(), key=lambda choice: choice["key"])}


def _verdicts(parts: Parts) -> dict[str, Markup]:
    return {"correct": parts.pieces[0][1], "incorrect": parts.pieces[1][1]}


def _with_blanks(question: Cloze, stem: Markup) -> Markup:
    blanks = question.blanks()
    for i, answers in enumerate(blanks):
        name = f"Lücke {i + 1} von {len(blanks)}" if len(blanks) > 1 else "Lücke"
        size = min(max(len(answer) for answer in answers) + 2, 24)
        field = Markup(
            '<input class="luecke" type="text" name="luecke-{}" size="{}" aria-label="{}" autocomplete="off" '
            'autocapitalize="off" spellcheck="false" data-answers="{}">'
        ).format(i, size, name, json.dumps(answers, ensure_ascii=False))
        stem = Markup(stem.replace(BLANK_SIGN.format(i), field))
    return stem


def german_number(value: float) -> str:
    """3750.5 → 3.750,5"""
    text = f"{value:,.10f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))

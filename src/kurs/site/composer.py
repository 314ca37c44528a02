"""What stands on a page beyond the author's Markdown: objectives, citations, quiz, sources, figures."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from html import escape, unescape
from typing import Any

from markupsafe import Markup

from ..content import conversation as conversations
from ..content.course import Course, LearningPath, Module
from ..content.model import Source
from ..content.page import CITATION, MARKER, Lesson, Page, outside_code
from ..content.places import FULL_LISTS, GLOSSARY, SOURCES
from ..content.published import news_since, read_published
from ..content.settings import Operator, RecordStore, missing
from ..content.tools import load_tool_data
from ..templates import Templates
from ..typography import quoted
from ..words import gettext
from . import links, question_forms
from .bundles import pass_mark
from .figures import inline_svg
from .licences import build_tools, licence_of, package_parts

PLAN_FILE = "kursplan.json"
USES = ("practice", "exam")
POOL_FILE = "pruefungsfragen.json"  # stands in the page until the file has its address


NOT_TEXT = re.compile(r"<(h[1-6]|a|code|summary|svg|section|form|figcaption)\b.*?</\1>|<[^>]+>", re.S)


@dataclass(frozen=True)
class Composer:
    """Completes pages of `course`. `relative(from_page, to_file)` gives the address of a page in docs/.

    `public` is the address of the course, "" where it has none.
    """

    course: Course
    templates: Templates
    operator: Operator
    relative: Callable[[str, str], str]
    public: str
    store: RecordStore | None = None
    title: str = ""
    """The course's: site_name."""

    def markdown(self, page: Page) -> str:
        """The page's body with everything added that is made from data."""
        body = conversations.introduction(page) if page.is_conversation else page.body
        if isinstance(page, Lesson):
            head, *rest = re.split(r"^(?=## )", body, maxsplit=1, flags=re.M)
            objectives = self.templates.render("parts/objectives.html", objectives=page.facts.objectives.values())
            body = f"{head.rstrip()}\n\n{objectives}\n\n{''.join(rest)}"
        body = outside_code(body, lambda text: self._cite(self._mark(text, page), page))
        if isinstance(page, Lesson) and self.course.cited_by(page):
            body += f"\n\n## Quellen {{ #quellen }}\n\n{self._sources_of(page)}\n"
        return body

    def html(self, html: str, page: Page, url: str, convert: question_forms.Convert) -> str:
        """The converted page with its quiz, inline figures and tables that scroll. Raises question_forms.UnknownQuizError."""
        if isinstance(page, Lesson):
            html = self._link_terms(html, page)
        html = question_forms.PLACE.sub(lambda match: self._quiz(match[1], page, convert), html)
        html = re.sub(r"<p>\s*(<img\b[^>]*>)\s*</p>", lambda match: self._figure(match, url), html)
        html = _with_framed_tables(html).replace("§ ", "§\u00a0")  # a sign and its number stay on one line
        return html + self._conversation(page) if page.is_conversation else html

    def _quiz(self, lesson: str, page: Page, convert: question_forms.Convert) -> str:
        questions = [placed.item for placed in self.course.bank.active(lesson, "practice")]
        news = " ".join(f"{one.id}:{self._news_since[one.id]}" for one in questions if one.id in self._news_since)
        forms = question_forms.forms(questions, convert, self.templates, self._links(page))
        return "\n".join([*forms, self.templates.render("questions/end.html", lesson=lesson, news=news)])

    @cached_property
    def _terms(self) -> list[Term]:
        glossary = self.course.by_file.get(GLOSSARY)
        return glossary_terms(glossary) if glossary else []

    def _conversation(self, page: Page) -> str:
        """The scenes as a book to play; its numbers are addresses, so that names can change freely."""
        conversation, _ = conversations.read(page)
        return self.templates.render(
            "parts/conversation.html",
            scenes=conversation.scenes,
            number={scene.name: i for i, scene in enumerate(conversation.scenes, 1)},
            lessons={slug: (lesson.title, self._url(page, lesson)) for slug, lesson in self.course.lessons.items()},
            homes=[(home.title, self._url(page, home)) for home in conversations.homes(self.course)],
        )

    def _link_terms(self, html: str, page: Page) -> str:
        """Each glossary term once, where running text mentions it first; never in links, headings or quizzes."""
        terms = [term for term in self._terms if term.word in html]  # most terms are not on most pages
        if not terms:
            return html
        base = self.relative(page.file, GLOSSARY.removeprefix("docs/"))
        parts: list[str] = []  # running text at even places, everything else at odd ones
        end = 0
        for match in NOT_TEXT.finditer(html):
            parts += [html[end : match.start()], match[0]]
            end = match.end()
        parts.append(html[end:])
        for term in terms:
            for i in range(0, len(parts), 2):
                found = term.pattern.search(parts[i])
                if found:
                    link = f'<a class="begriff" href="{base}#{term.anchor}">{found[0]}</a>'
                    parts[i : i + 1] = [parts[i][: found.start()], link, parts[i][found.end() :]]
                    break
        return "".join(parts)

    def _links(self, page: Page) -> dict[str, dict[str, str]]:
        base = self.relative(page.file, SOURCES.removeprefix("docs/"))
        return {
            key: {"label": placed.item.label, "href": f"{base}#{key.lower()}"}
            for key, placed in self.course.sources.items()
        }

    def _cite(self, text: str, page: Page) -> str:
        target = posixpath.relpath(SOURCES, posixpath.dirname(page.file))

        def link(match: re.Match[str]) -> str:
            source = self.course.sources[match[1]].item
            return f"[[{source.label}]]({target}#{match[1].lower()}){{ .beleg }}"

        return CITATION.sub(link, text)

    def _sources_of(self, page: Lesson) -> str:
        target = posixpath.relpath(SOURCES, posixpath.dirname(page.file))
        rows = []
        for key in self.course.cited_by(page):
            source = self.course.sources[key].item
            rows.append(f"- [{source.label}]({target}#{key.lower()}): {with_language(source)} ({source.seen})")
        return "\n".join(rows)

    def _mark(self, text: str, page: Page) -> str:
        def replace(match: re.Match[str]) -> str:
            name, argument = match[1], (match[2] or "").strip()
            if name == "quiz":
                return question_forms.place(argument)
            if name == "werkzeug":
                return self._tool(argument, page)
            if name == "quellen":
                return self._sources_page(page)
            if name == "zahl":
                return self._number(argument)
            if name == "modul":
                module = next(module for module in self.course.modules if module.index.file == page.file)
                return self.templates.render(
                    "parts/module.html",
                    module=module,
                    lessons=self.rows(module.lessons, page),
                    exams=self._exam_rows(module, page),
                ).strip()
            if name == "module":
                brief = self.course.is_long and page.file not in FULL_LISTS
                return self.templates.render("parts/modules.html", modules=self._module_rows(page), brief=brief).strip()
            if name == "weg":
                path = next(path for path in self.course.paths if path.page is page)
                return self.templates.render(
                    "parts/path.html", path=path, lessons=self.rows(path.lessons, page, path.slug)
                ).strip()
            if name == "wege":
                return self.templates.render("parts/paths.html", paths=self._path_rows(page)).strip()
            if name == "material":
                return self.templates.render("parts/material.html", groups={}).strip()
            if name == "adressen":
                return self.templates.render(
                    "parts/addresses.html",
                    groups=links.targets(self.course),
                    public=self.public,
                    start=self.public or links.PLACEHOLDER,
                    base="../" * self.course.address(page).count("/") or "./",
                    link=lambda target: self._url(page, target.page),
                ).strip()
            if name == "lizenzen":
                return self._licences()
            if name == "abdeckung":
                return self.templates.render(
                    "parts/coverage.html", modules=self._extent(page), ideas=self._coverage(page)
                ).strip()
            if name == "meldungen":
                return self.templates.render(
                    "parts/record_store.html", part=argument, store=self.store, operator=self.operator
                ).strip()
            if name == "betreiber":
                return self.templates.render(
                    f"parts/operator/{argument}.html",
                    operator=self.operator,
                    missing={m.field: m.label for m in missing(self.operator)},
                ).strip()
            return match[0]

        return MARKER.sub(replace, text)

    def _number(self, what: str) -> str:
        """A number that the course has elsewhere: "bestehen" is the pass mark in per cent, "test" the exam's questions."""
        if what == "bestehen":
            return str(pass_mark(self.course.root / "overrides"))
        return str(self.course.exam.draws if self.course.exam else 0)

    def _licences(self) -> str:
        fonts = [licence_of(name) for name in ("font-source-sans-pro", "font-source-serif-pro")]
        search = licence_of("pagefind-bin")
        parts = package_parts(self.course.root)
        facts = {"tools": build_tools(), "fonts": fonts, "search": search, "parts": parts}
        return self.templates.render("parts/licences.html", **facts).strip()

    def _card(self, page: Page) -> dict[str, str] | None:
        """Title, description and address of the conversation, for the lesson that leads to it."""
        for conversation in self.course.conversations:
            assert conversation.head is not None
            return {**conversation.head.item.model_dump(), "url": self._url(page, conversation)}
        return None

    def _url(self, page: Page, target: Page) -> str:
        return self.relative(page.file, target.file.removeprefix("docs/"))

    def _tool(self, name: str, page: Page) -> str:
        """A tool's template; the exam's names the file with its questions."""
        exam = self.course.exam
        return self.templates.render(
            f"tools/{name}/template.html",
            data=load_tool_data(self.course, name),
            lessons={slug: (one.title, self._url(page, one)) for slug, one in self.course.lessons.items()},
            conversation=self._card(page),
            link=lambda file: self.relative(page.file, file),
            exam=exam,
            questions=POOL_FILE,
            operator=self.operator,
            course_title=self.title,
            module_rows=lambda: self._module_rows(page),
            path_rows=lambda: self._path_rows(page),
            editions=lambda: read_published(self.course.root)["modules"],
        ).strip()

    def pool(self, page: Page, convert: question_forms.Convert) -> str:
        """JSON for the exam: every question with its form and the place where its answer is taught.

        Raises question_forms.UnknownQuizError. [{"key": "id:revision", "module": title, "lesson": title, "url": …, "objective": text, "form": html}]
        """
        questions = [placed.item for placed in self.course.bank.active(use="exam")]
        titles = {lesson.slug: module.title for module in self.course.modules for lesson in module.lessons}
        rows = []
        forms = question_forms.forms(questions, convert, self.templates, self._links(page))
        for question, form in zip(questions, forms, strict=True):
            lesson = self.course.lessons[question.lesson]
            rows.append(
                {
                    "key": f"{question.id}:{question.revision}",
                    "module": titles[lesson.slug],
                    "lesson": lesson.title,
                    "url": self._url(page, lesson),
                    "objective": lesson.facts.objectives[question.objective],
                    "form": form,
                }
            )
        order = list(dict.fromkeys(titles.values()))
        rows.sort(key=lambda row: order.index(row["module"]))
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))

    def _module_rows(self, page: Page) -> list[tuple[Module, list[dict[str, Any]], list[dict[str, Any]], str]]:
        """Every module with its lessons, its exams and its address, as `page` links to them."""
        return [
            (module, self.rows(module.lessons, page), self._exam_rows(module, page), self._url(page, module.index))
            for module in self.course.modules
        ]

    def _path_rows(self, page: Page) -> list[tuple[LearningPath, list[dict[str, Any]], str]]:
        """Every learning path with its lessons and its address, as `page` links to them."""
        return [
            (path, self.rows(path.lessons, page, path.slug), self._url(page, path.page)) for path in self.course.paths
        ]

    def _exam_rows(self, module: Module, page: Page) -> list[dict[str, Any]]:
        return [
            {
                "slug": exam.slug,
                "title": exam.title,
                "description": exam.description,
                "extent": links.asked(exam),
                "url": self._url(page, exam),
                "minutes": 0,
                "questions": "",
            }
            for exam in module.exams
        ]

    def rows(self, lessons: Iterable[Lesson], page: Page, path: str = "") -> list[dict[str, Any]]:
        """What lists of lessons show and what progress needs; links remember the learning path."""
        return [
            {
                "slug": lesson.slug,
                "title": lesson.facts.title,
                "description": lesson.facts.description,
                "extent": gettext("{minutes} Min.").format(minutes=lesson.facts.minutes),
                "objectives": list(lesson.facts.objectives.values()),
                "url": self._url(page, lesson) + (f"?weg={path}" if path else ""),
                "minutes": lesson.facts.minutes,
                "questions": self.questions_of(lesson),
            }
            for lesson in lessons
        ]

    def questions_of(self, lesson: Lesson) -> str:
        """Active practice questions for the browser, separated by blanks: `id:revision`, or `id:revision:day`
        where that revision came with a later release."""
        since = self._news_since
        return " ".join(
            f"{one.id}:{one.revision}" + (f":{since[one.id]}" if one.id in since else "")
            for one in (placed.item for placed in self.course.bank.active(lesson.slug, "practice"))
        )

    @cached_property
    def _news_since(self) -> dict[str, str]:
        return news_since(self.course)

    def plan(self) -> str:
        """JSON for the menu, which knows titles alone: {module: {lesson: its questions}}, in the course's order."""
        plan = {
            module.slug: {lesson.slug: self.questions_of(lesson) for lesson in module.lessons}
            for module in self.course.modules
        }
        return json.dumps(plan, separators=(",", ":"))

    def steps(self, lesson: Lesson) -> list[dict[str, str]]:
        """Where each learning path that contains `lesson` goes next; without "next" it ends here."""
        found = []
        for path in self.course.paths:
            if lesson in path.lessons:
                step = {"slug": path.slug, "title": quoted(path.page.title), "url": self._url(lesson, path.page)}
                rest = path.lessons[path.lessons.index(lesson) + 1 :]
                if rest:
                    step |= {"next": self._url(lesson, rest[0]), "nextTitle": rest[0].facts.title}
                found.append(step)
        return found

    def _extent(self, page: Page) -> list[dict[str, Any]]:
        """Every module with its address and its lessons, as _examined gives them."""
        return [
            {
                "title": module.title,
                "url": self._url(page, module.index),
                "lessons": [self._examined(lesson, page) for lesson in module.lessons],
            }
            for module in self.course.modules
        ]

    def _coverage(self, page: Page) -> list[tuple[str, str, list[dict[str, Any]]]]:
        """Idea, its text, and its lessons with objectives and the number of questions on each."""
        rows = []
        lessons = list(self.course.lessons.values())
        for idea, text in [*self.course.ideas.items(), ("", gettext("Übertragung in den Alltag"))]:
            taught = [lesson for lesson in lessons if (idea in lesson.facts.ideas if idea else not lesson.facts.ideas)]
            rows.append((idea, text, [self._examined(lesson, page) for lesson in taught]))
        return rows

    def _examined(self, lesson: Lesson, page: Page) -> dict[str, Any]:
        """A lesson with its questions, in all and for each objective; both numbers are practice and exam."""
        asked = {use: [placed.item.objective for placed in self.course.bank.active(lesson.slug, use)] for use in USES}
        return {
            "title": lesson.facts.title,
            "url": self._url(page, lesson),
            "questions": [len(asked[use]) for use in USES],
            "objectives": [
                (text, *(asked[use].count(name) for use in USES)) for name, text in lesson.facts.objectives.items()
            ],
        }

    def _sources_page(self, page: Page) -> str:
        rows = [
            (key, self.course.sources[key].item, [(citing.title, self._url(page, citing)) for citing in pages])
            for key, pages in self.course.cited_in().items()
        ]
        rows.sort(key=lambda row: row[1].label.casefold())
        return self.templates.render("parts/sources.html", sources=rows, with_language=with_language).strip()

    def _figure(self, match: re.Match[str], url: str) -> str:
        attributes = {name: unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', match[1])}
        caption = f"<figcaption>{escape(attributes['title'])}</figcaption>" if attributes.get("title") else ""
        source = attributes.get("src", "")
        if not source.endswith(".svg") or "://" in source:
            return f"<figure>{match[1]}{caption}</figure>"
        path = posixpath.normpath(posixpath.join(url, source))
        svg = (self.course.root / "docs" / path).read_bytes()
        return f"<figure>{inline_svg(svg, attributes.get('alt', ''))}{caption}</figure>"


QUOTED = re.compile(r"„([^“]+)“")
AFTER_AUTHORS = re.compile(r"(?:[^:]+: )?(.+?)(?=[.?!] |[.?!]?$| \([^()]*\)$)")


def with_language(source: Source) -> Markup:
    """The work as HTML, its title with its language: between quotes, else what follows the authors up to a full stop."""
    match = (QUOTED.search(source.work) or AFTER_AUTHORS.match(source.work)) if source.lang else None
    if not match:
        return Markup.escape(source.work)
    start, end = match.span(1)
    title = Markup('<span lang="{}">{}</span>').format(source.lang, source.work[start:end])
    return Markup.escape(source.work[:start]) + title + source.work[end:]


@dataclass(frozen=True)
class Term:
    """A term of the glossary: as HTML, as a pattern that finds it inflected, and the anchor of its entry."""

    word: str
    pattern: re.Pattern[str]
    anchor: str


def glossary_terms(page: Page) -> list[Term]:
    """The terms of the glossary, longest first.

    A term with something in parentheses means only one of several senses; it is not linked by itself.
    """
    found = re.findall(r"^(\S[^\n{]*?)\s*\{ #([a-z0-9-]+) \}\n:", page.body, re.M)
    words = [(term, anchor) for term, anchor in found if "(" not in term]
    return [
        Term(escape(term), re.compile(rf"(?<![\w-]){re.escape(escape(term))}(?:s|es|n|en|e)?(?![\w-])"), anchor)
        for term, anchor in sorted(words, key=lambda word: -len(word[0]))
    ]


def _with_framed_tables(html: str) -> str:
    """Tables in frames, of which no two have the same name."""
    names: Counter[str] = Counter()
    return re.sub(r"<table>.*?</table>", lambda match: _table(match, names), html, flags=re.S)


def _table(match: re.Match[str], names: Counter[str]) -> str:
    """A table in a frame that scrolls by keyboard; alignment as a class, since inline style is forbidden."""
    html = re.sub(r' style="text-align:\s*(\w+);?"', r' class="\1"', match[0])
    html = _with_row_headers(html)
    html = re.sub(r"<th(?=[ >])(?![^>]*scope)", '<th scope="col"', html)
    columns = [
        unescape(re.sub(r"<[^>]+>", "", cell)).strip()
        for cell in re.findall(r"<th\b[^>]*>(.*?)</th>", html.partition("</thead>")[0], re.S)
    ]
    name = gettext("Tabelle: {columns}").format(columns=", ".join(filter(None, columns)))
    names[name] += 1
    label = escape(name if names[name] == 1 else f"{name} ({names[name]})")
    return f'<div class="tabelle" role="region" aria-label="{label}" tabindex="0">{html}</div>'


FIRST_CELL = re.compile(r"(<tr>\s*)<td([^>]*)>(.*?)</td>", re.S)


def _with_row_headers(html: str) -> str:
    """Say that the first column names its rows, where the author shows it: by no heading over it, or by bold type."""
    head, mark, body = html.partition("</thead>")
    cells = [cell.strip() for _, _, cell in FIRST_CELL.findall(body)]
    is_bold = all(re.fullmatch(r"<strong>[^<]*</strong>", cell) for cell in cells)
    bare, empty = re.subn(r"(<tr>\s*)<th([^>]*)>\s*</th>", r"\1<td\2></td>", head, count=1)
    if not cells or not (is_bold or empty):
        return html
    return bare + mark + FIRST_CELL.sub(r'\1<th scope="row"\2>\3</th>', body)

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

import lxml.etree

from . import gespraech, quiz, sharing
from .course import Course, LearningPath, Module
from .findings import Finding
from .lessons import CITATION, FENCE, MARKER, Lesson, Page
from .licences import build_tools, licence_of, package_parts
from .model import Question
from .published import news_since
from .settings import Operator, RecordStore, missing
from .werkzeuge import load_tool_data

SOURCES_PAGE = "quellen.md"
GLOSSARY = "docs/glossar.md"
FULL_LISTS = {"lernstand", "wiederholen"}  # pages that work on every question of the course, however long
PLAN_FILE = "kursplan.json"
USES = ("practice", "exam")
POOL_FILE = "pruefungsfragen.json"  # stands in the page until the file has its address


NOT_TEXT = re.compile(
    r"<(h[1-6]|a|code|summary|svg|section|form|figcaption)\b.*?</\1>|<!-- frage:.*?<!-- /frage -->|<[^>]+>", re.S
)


@dataclass(frozen=True)
class Composer:
    """Completes pages of `course`. `relative(from_page, to_file)` gives the address of a page in docs/.

    `public` is the address of the course, "" where it has none.
    """

    course: Course
    templates: quiz.Templates
    operator: Operator
    relative: Callable[[str, str], str]
    public: str
    store: RecordStore | None = None

    def markdown(self, page: Page) -> str:
        """The page's body with everything added that is made from data."""
        body = gespraech.introduction(page) if page.is_conversation else page.body
        if isinstance(page, Lesson):
            head, *rest = re.split(r"^(?=## )", body, maxsplit=1, flags=re.M)
            objectives = self.templates.render("teile/lernziele.html", objectives=page.facts.objectives.values())
            body = f"{head.rstrip()}\n\n{objectives}\n\n{''.join(rest)}"
        body = outside_code(body, lambda text: self._cite(self._mark(text, page), page))
        if isinstance(page, Lesson) and self.course.cited_by(page):
            body += f"\n\n## Quellen {{ #quellen }}\n\n{self._sources_of(page)}\n"
        return body

    def html(self, html: str, page: Page, url: str) -> str:
        """The converted page with our forms, inline figures and tables that scroll."""
        if isinstance(page, Lesson):
            html = self._link_terms(html, page)
        html = quiz.replace_quizzes(html, self._questions, self.templates, self._links(page))
        html = re.sub(r"<p>\s*(<img\b[^>]*>)\s*</p>", lambda match: self._figure(match, url), html)
        html = _with_framed_tables(html).replace("§ ", "§\u00a0")  # a sign and its number stay on one line
        return html + self._conversation(page) if page.is_conversation else html

    @cached_property
    def _questions(self) -> dict[str, Question]:
        return {placed.item.id: placed.item for placed in self.course.bank.active()}

    @cached_property
    def _terms(self) -> list[Term]:
        glossary = self.course.by_file.get(GLOSSARY)
        return glossary_terms(glossary) if glossary else []

    def _conversation(self, page: Page) -> str:
        """The scenes as a book to play; its numbers are addresses, so that names can change freely."""
        conversation, _ = gespraech.read(page)
        return self.templates.render(
            "teile/spielbuch.html",
            scenes=conversation.scenes,
            number={scene.name: i for i, scene in enumerate(conversation.scenes, 1)},
            lessons={slug: (lesson.title, self._url(page, lesson)) for slug, lesson in self.course.lessons.items()},
            homes=[(home.title, self._url(page, home)) for home in gespraech.homes(self.course)],
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
        base = self.relative(page.file, SOURCES_PAGE)
        return {
            key: {"label": placed.item.label, "href": f"{base}#{key.lower()}"}
            for key, placed in self.course.sources.items()
        }

    def _cite(self, text: str, page: Page) -> str:
        target = posixpath.relpath(f"docs/{SOURCES_PAGE}", posixpath.dirname(page.file))

        def link(match: re.Match[str]) -> str:
            source = self.course.sources[match[1]].item
            return f"[[{source.label}]]({target}#{match[1].lower()}){{ .beleg }}"

        return CITATION.sub(link, text)

    def _sources_of(self, page: Lesson) -> str:
        target = posixpath.relpath(f"docs/{SOURCES_PAGE}", posixpath.dirname(page.file))
        rows = []
        for key in self.course.cited_by(page):
            source = self.course.sources[key].item
            rows.append(f"- [{source.label}]({target}#{key.lower()}): {source.work} ({source.seen})")
        return "\n".join(rows)

    def _mark(self, text: str, page: Page) -> str:
        def replace(match: re.Match[str]) -> str:
            name, argument = match[1], (match[2] or "").strip()
            if name == "quiz":
                questions = [placed.item for placed in self.course.bank.active(argument, "practice")]
                return quiz.section(argument, questions, self._news_since)
            if name == "werkzeug":
                return self._tool(argument, page)
            if name == "quellen":
                return self._sources_page(page)
            if name == "modul":
                module = next(module for module in self.course.modules if module.index.file == page.file)
                return self.templates.render(
                    "teile/modul.html",
                    module=module,
                    lessons=self.rows(module.lessons, page),
                    exams=self._exam_rows(module, page),
                ).strip()
            if name == "module":
                brief = self.course.is_long and page.slug not in FULL_LISTS
                return self.templates.render("teile/module.html", modules=self._module_rows(page), brief=brief).strip()
            if name == "weg":
                path = next(path for path in self.course.paths if path.page is page)
                return self.templates.render(
                    "teile/weg.html", path=path, lessons=self.rows(path.lessons, page, path.slug)
                ).strip()
            if name == "wege":
                return self.templates.render("teile/wege.html", paths=self._path_rows(page)).strip()
            if name == "material":
                return self.templates.render("teile/material.html", groups={}).strip()
            if name == "adressen":
                return self.templates.render(
                    "teile/adressen.html",
                    groups=sharing.targets(self.course),
                    public=self.public,
                    start=self.public or sharing.PLACEHOLDER,
                    base="../" * self.course.address(page).count("/") or "./",
                    link=lambda target: self._url(page, target.page),
                ).strip()
            if name == "lizenzen":
                return self._licences()
            if name == "abdeckung":
                return self.templates.render(
                    "teile/abdeckung.html", modules=self._extent(page), ideas=self._coverage(page)
                ).strip()
            if name == "meldungen":
                return self.templates.render(
                    "teile/meldungen.html", part=argument, store=self.store, operator=self.operator
                ).strip()
            if name == "betreiber":
                return self.templates.render(
                    f"teile/{argument}.html",
                    operator=self.operator,
                    missing={m.field: m.label for m in missing(self.operator)},
                ).strip()
            return match[0]

        return MARKER.sub(replace, text)

    def _licences(self) -> str:
        fonts = [licence_of(name) for name in ("font-source-sans-pro", "font-source-serif-pro")]
        search = licence_of("pagefind-bin")
        parts = package_parts(self.course.root)
        facts = {"tools": build_tools(), "fonts": fonts, "search": search, "parts": parts}
        return self.templates.render("teile/lizenzen.html", **facts).strip()

    def _card(self, page: Page) -> dict[str, str] | None:
        """Title, description and address of the conversation, for the lesson that leads to it."""
        for conversation in self.course.conversations:
            assert conversation.head is not None
            return {**conversation.head.item.model_dump(), "url": self._url(page, conversation)}
        return None

    def _url(self, page: Page, target: Page) -> str:
        return self.relative(page.file, target.file.removeprefix("docs/"))

    def _tool(self, name: str, page: Page) -> str:
        """A tool's template; the exam's also brings the questions, which the browser gets as a file of their own."""
        exam = self.course.exam
        tool = self.templates.render(
            f"werkzeuge/{name}.html",
            data=load_tool_data(self.course, name),
            lessons={slug: (one.title, self._url(page, one)) for slug, one in self.course.lessons.items()},
            conversation=self._card(page),
            link=lambda file: self.relative(page.file, file),
            exam=exam,
            questions=POOL_FILE,
            operator=self.operator,
            module_rows=lambda: self._module_rows(page),
            path_rows=lambda: self._path_rows(page),
        ).strip()
        if name == "abschlusstest":
            tool += "\n\n" + quiz.pool_section([placed.item for placed in self.course.bank.active(use="exam")])
        return tool

    def pool(self, html: str, page: Page) -> str:
        """JSON for the exam: every question with its form and the place where its answer is taught.

        [{"key": "id:revision", "module": title, "lesson": title, "url": …, "objective": text, "form": html}]
        """
        questions = {placed.item.id: placed.item for placed in self.course.bank.active(use="exam")}
        titles = {lesson.slug: module.title for module in self.course.modules for lesson in module.lessons}
        rows = []
        for question, form in quiz.forms_of(html, questions, self.templates, self._links(page)):
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
                "description": exam.head.item.description,  # type: ignore[union-attr]
                "extent": f"{exam.head.item.exam} Fragen",  # type: ignore[union-attr]
                "url": self._url(page, exam),
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
                "extent": f"{lesson.facts.minutes} Min.",
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
                step = {"slug": path.slug, "title": path.page.title, "url": self._url(lesson, path.page)}
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
        for idea, text in [*self.course.ideas.items(), ("", "Übertragung in den Alltag")]:
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
        return self.templates.render("teile/quellen.html", sources=rows).strip()

    def _figure(self, match: re.Match[str], url: str) -> str:
        attributes = {name: unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', match[1])}
        caption = f"<figcaption>{escape(attributes['title'])}</figcaption>" if attributes.get("title") else ""
        source = attributes.get("src", "")
        if not source.endswith(".svg") or "://" in source:
            return f"<figure>{match[1]}{caption}</figure>"
        path = posixpath.normpath(posixpath.join(url, source))
        svg = (self.course.root / "docs" / path).read_bytes()
        return f"<figure>{inline_svg(svg, attributes.get('alt', ''))}{caption}</figure>"


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


def outside_code(text: str, change: Callable[[str], str]) -> str:
    """Apply `change` to what is neither a code block nor a code span."""
    out: list[str] = []
    block: list[str] = []
    fence = ""
    for line in text.splitlines(keepends=True):
        match = FENCE.match(line)
        if fence:
            out.append(line)
            if match and match[1][0] == fence[0] and len(match[1]) >= len(fence):
                fence = ""
        elif match:
            out.append(_outside_spans("".join(block), change))
            out.append(line)
            block, fence = [], match[1]
        else:
            block.append(line)
    return "".join(out) + _outside_spans("".join(block), change)


def _outside_spans(text: str, change: Callable[[str], str]) -> str:
    parts = re.split(r"(`+[^`\n]+`+)", text)
    return "".join(part if i % 2 else change(part) for i, part in enumerate(parts))


def _with_framed_tables(html: str) -> str:
    """Tables in frames, of which no two have the same name."""
    names: Counter[str] = Counter()
    return re.sub(r"<table>.*?</table>", lambda match: _table(match, names), html, flags=re.S)


def _table(match: re.Match[str], names: Counter[str]) -> str:
    """A table in a frame that scrolls by keyboard; alignment as a class, since inline style is forbidden."""
    html = re.sub(r' style="text-align:\s*(\w+);?"', r' class="\1"', match[0])
    html = re.sub(r"<th(?=[ >])(?![^>]*scope)", '<th scope="col"', html)
    columns = [
        unescape(re.sub(r"<[^>]+>", "", cell)).strip()
        for cell in re.findall(r"<th\b[^>]*>(.*?)</th>", html.partition("</thead>")[0], re.S)
    ]
    name = "Tabelle: " + ", ".join(filter(None, columns))
    names[name] += 1
    label = escape(name if names[name] == 1 else f"{name} ({names[name]})")
    return f'<div class="tabelle" role="region" aria-label="{label}" tabindex="0">{html}</div>'


SVG_TAGS = {
    "svg",
    "g",
    "path",
    "line",
    "rect",
    "circle",
    "ellipse",
    "polyline",
    "polygon",
    "text",
    "tspan",
    "title",
    "desc",
}
SVG_NAMESPACE = "{http://www.w3.org/2000/svg}"


FORBIDDEN_VALUE = re.compile(r"url\s*\(|script:|data:", re.I)


def inline_svg(svg: bytes, alt: str) -> str:
    """The drawing as part of the page, so that it follows light, dark and print. `svg` passed `check_figures`."""
    parser = lxml.etree.XMLParser(resolve_entities=False, remove_comments=True, remove_blank_text=True)
    root = lxml.etree.fromstring(svg, parser)
    for element in root.iter():
        element.tag = element.tag.removeprefix(SVG_NAMESPACE)
    lxml.etree.cleanup_namespaces(root)
    root.set("role", "img")
    root.set("aria-label", alt)
    return lxml.etree.tostring(root, encoding="unicode").replace(' xmlns="http://www.w3.org/2000/svg"', "")


def check_figures(course: Course) -> list[Finding]:
    """Drawings must parse and hold shapes and text alone: no script, style or link."""
    findings = []
    parser = lxml.etree.XMLParser(resolve_entities=False, remove_comments=True)
    for path in sorted((course.root / "docs").rglob("*.svg")):
        file = path.relative_to(course.root).as_posix()
        try:
            root = lxml.etree.fromstring(path.read_bytes(), parser)
        except lxml.etree.XMLSyntaxError as error:
            problem, remedy = "Die Zeichnung ist kein gültiges SVG.", "Speichern Sie sie neu, in UTF-8."
            findings.append(Finding(file, error.lineno or 1, "", problem, remedy, "abbildung"))
            continue
        dtd = root.getroottree().docinfo.internalDTD
        if dtd is not None and list(dtd.iterentities()):
            problem, remedy = "Die Zeichnung enthält Entitäten (<!ENTITY>).", "Schreiben Sie die Zeichen selbst hin."
            findings.append(Finding(file, 0, "", problem, remedy, "abbildung"))
            continue
        for element in root.iter():
            what = _not_a_shape(element)
            if what:
                problem, remedy = f"Die Zeichnung enthält {what}.", "Erlaubt sind Formen und Text mit class."
                findings.append(Finding(file, element.sourceline or 0, "", problem, remedy, "abbildung"))
    return findings


def _not_a_shape(element: Any) -> str:
    """What of an element is no shape or text; "" if all is."""
    if not isinstance(element.tag, str):
        return str(element).strip()
    tag = element.tag.removeprefix(SVG_NAMESPACE)
    if tag not in SVG_TAGS:
        return f"<{tag}>"
    for name, value in element.attrib.items():
        plain = name.rpartition("}")[2].lower()
        if plain.startswith("on") or plain in ("style", "href") or FORBIDDEN_VALUE.search(value):
            return f"das Attribut {name.rpartition('}')[2]}"
    return ""

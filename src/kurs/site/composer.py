"""What stands on a page beyond the author's Markdown: objectives, citations, quiz, sources, figures."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, assert_never

from markupsafe import Markup

from ..content import conversation as conversations
from ..content.brand import Brand
from ..content.course import Course, LearningPath, Module, exam_of
from ..content.model import AnyQuestion, Placed, Source
from ..content.page import CITATION, MARKER, ConversationPage, Lesson, Marker, Page, outside_code
from ..content.places import FULL_LISTS, GLOSSARY, PATHS, RECEIPT, REVIEW, ROOM, SENTENCES, SOURCES, STANDING, START
from ..content.published import news_since, read_published
from ..content.questions import monday_sentence
from ..content.settings import Operator, RecordStore, missing
from ..content.tools import load_tool_data
from ..templates import Templates
from ..typography import quoted
from ..words import gettext
from . import key_points, links, question_forms
from .bundles import pass_mark
from .evidence import name_evidence
from .figures import frame_figures, small_picture
from .glossary import Term, link_terms, terms_of
from .joints import Joints
from .licences import build_tools, licence_of, package_parts
from .tables import frame_tables
from .tree import Tree, html_of, put, read_part

PLAN_FILE = "kursplan.json"
USES = ("practice", "exam")
TRAINING = re.compile(r'(<h2 id="training">.*?</h2>)(.*?)(?=<h2|\Z)', re.S)
"""What a module's page says to trainers: folded, for most who read it are learners."""
POOL_FILE = "pruefungsfragen.json"  # stands in the page until the file has its address


@dataclass(frozen=True)
class Composer:
    """Completes pages of `course`. `relative(from_page, to_file)` gives the address of a page by its place in docs/, whoever's.

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
    brand: Brand | None = None

    def markdown(self, page: Page) -> str:
        """The page's body with everything added that is made from data."""
        body = conversations.introduction(page) if page.is_conversation else page.body
        if isinstance(page, Lesson):
            head, *rest = re.split(r"^(?=## )", body, maxsplit=1, flags=re.M)
            objectives = self.templates.render("parts/objectives.html", objectives=page.facts.objectives.values())
            body = f"{head.rstrip()}\n\n{objectives}\n\n{''.join(rest)}"
        body = outside_code(body, lambda text: self._cite(self._mark(self.course.with_evidence(text), page), page))
        if isinstance(page, Lesson) and self.course.cited_by(page):
            body += f"\n\n## {gettext('Quellen')} {{ #quellen }}\n\n{self._sources_of(page)}\n"
        return body

    def forms(self, page: Page, convert: question_forms.Convert) -> list[str]:
        """The page's questions for `html`, numbered through. Raises question_forms.UnknownQuizError."""
        if not isinstance(page, Lesson):
            return []
        return list(question_forms.forms(self.course.asked(page), convert, self.templates, self._links(page)))

    def html(self, html: str, page: Page, url: str, forms: Sequence[str]) -> str:
        """The converted page with its quiz, inline figures and tables that scroll."""
        tree = read_part(html)
        if isinstance(page, Lesson) and self._terms:
            link_terms(tree, self._terms, self.relative(page.file, GLOSSARY.removeprefix("docs/")))
        if isinstance(page, Lesson):
            self._put_questions(tree, page, forms)
            name_evidence(tree)
        frame_figures(tree, self.course, url)
        frame_tables(tree)
        html = html_of(tree).replace("§ ", "§\u00a0")  # a sign and its number stay on one line
        html = self.joints.in_headings(html)
        if isinstance(page, Lesson):
            html = key_points.with_link(html, gettext("Kernpunkte zum Ausdrucken"))
        module = self.course.module_of(page)
        if module and page is module.index:
            fold = f'<details class="training"><summary>\\1</summary>\\2{self._to_room(page)}</details>'
            html = TRAINING.sub(fold, html)
        return html + self._conversation(page) if isinstance(page, ConversationPage) else html

    def has_tasks(self, page: Page) -> bool:
        """Whether `page` may show a question whose type comes with a script of its own."""
        asked: list[Placed[AnyQuestion]] = []
        if isinstance(page, Lesson):
            asked = self.course.bank.active(page.slug, "practice")
        elif page.file == REVIEW:
            asked = self.course.bank.active(use="practice")
        else:
            asked = self._pool_of(page)
        return any(placed.item.type in question_forms.TASKS for placed in asked)

    def _pool_of(self, page: Page) -> list[Placed[AnyQuestion]]:
        """What the exam on `page` draws from, in the order of its lessons."""
        lessons = self.course.exams.get(page.file, ())
        return [placed for lesson in lessons for placed in self.course.bank.active(lesson.slug, "exam")]

    def _put_questions(self, tree: Tree, lesson: Lesson, forms: Sequence[str]) -> None:
        """Those of the text in their places, the others in the quiz, numbered through."""
        places = question_forms.places(tree)
        if not places:
            return
        *single, quiz = places
        questions = self.course.asked(lesson)
        news = " ".join(f"{one.id}:{self._news_since[one.id]}" for one in questions if one.id in self._news_since)
        for place, form in zip(single, forms, strict=False):
            put(tree, place, form)
        rest = Markup("\n".join(forms[len(single) :]))
        put(
            tree,
            quiz,
            self.templates.render(
                "questions/quiz.html", forms=rest, lesson=lesson.slug, news=news, review=self._review(lesson)
            ),
        )

    def _to_room(self, page: Page) -> str:
        """The way from a module's page to the one that shows its questions to a room; "" where the course has none."""
        if ROOM not in self.course.by_file:
            return ""
        url, words = self._url(page, self.course.by_file[ROOM]), gettext("Die Fragen dieses Moduls im Raum zeigen")
        return f'<p><a href="{url}#{page.slug}">{words}</a></p>'

    def _review(self, page: Page) -> str:
        """The address of the page that asks again, "" where the course has none."""
        return self._url(page, self.course.by_file[REVIEW]) if REVIEW in self.course.by_file else ""

    @cached_property
    def joints(self) -> Joints:
        """Where long words of this course may break."""
        return Joints(page.body for page in self.course.pages)

    @cached_property
    def _terms(self) -> list[Term]:
        glossary = self.course.by_file.get(GLOSSARY)
        return terms_of(glossary) if glossary else []

    def _conversation(self, page: ConversationPage) -> str:
        """The scenes as a book to play; its numbers are addresses, so that names can change freely."""
        conversation, _ = conversations.read(page)
        return self.templates.render(
            "parts/conversation.html",
            slug=page.name,
            shape=conversation.shape,
            scenes=conversation.scenes,
            number={scene.name: i for i, scene in enumerate(conversation.scenes, 1)},
            lessons={slug: (lesson.title, self._url(page, lesson)) for slug, lesson in self.course.lessons.items()},
            home=self.course.lessons[page.facts.lesson],
            standing=self._url(page, self.course.by_file[STANDING]) if STANDING in self.course.by_file else "",
        )

    def _links(self, page: Page) -> dict[str, dict[str, str]]:
        if not self.course.sources:
            return {}  # and no page of them need be there
        base = self.relative(page.file, SOURCES.removeprefix("docs/"))
        return {
            key: {"label": placed.item.label, "href": f"{base}#{key.lower()}"}
            for key, placed in self.course.sources.items()
        }

    def _cite(self, text: str, page: Page) -> str:
        target = posixpath.relpath(SOURCES, posixpath.dirname(f"docs/{page.uri}"))

        def link(match: re.Match[str]) -> str:
            source = self.course.sources[match[1]].item
            return f"[[{source.label}]]({target}#{match[1].lower()}){{ .citation }}"

        return CITATION.sub(link, text)

    def _sources_of(self, page: Lesson) -> str:
        target = posixpath.relpath(SOURCES, posixpath.dirname(f"docs/{page.uri}"))
        rows = []
        for key in self.course.cited_by(page):
            source = self.course.sources[key].item
            rows.append(f"- [{source.label}]({target}#{key.lower()}): {with_language(source)} ({source.seen})")
        return "\n".join(rows)

    def _mark(self, text: str, page: Page) -> str:
        def replace(match: re.Match[str]) -> str:
            name, argument = match[1], (match[2] or "").strip()
            return self._made(Marker(name), argument, page) if name in list(Marker) else match[0]

        return MARKER.sub(replace, text)

    def _made(self, marker: Marker, argument: str, page: Page) -> str:
        """What comes in the place of a marker."""
        values: dict[str, Any]
        match marker:
            case Marker.EVIDENCE:
                return self.course.with_evidence(f"<!-- {marker}: {argument} -->")
            case Marker.QUIZ:
                return question_forms.QUIZ_PLACE + self._monday_after(page)
            case Marker.QUESTION:
                return f"\n{question_forms.PLACE}\n"
            case Marker.NUMBER:
                return self._number(argument, page)
            case Marker.TOOL:
                values = self._for_tool(argument, page)
            case Marker.CONVERSATION:
                own = next(one for one in self.course.conversations if one.name == argument)
                values = {"conversation": own.facts, "slug": own.name, "url": self._url(page, own)}
            case Marker.MODULE:
                module = next(module for module in self.course.modules if module.index.file == page.file)
                lessons, exams = self.rows(module.lessons, page), self._exam_rows(module, page)
                values = {"module": module, "lessons": lessons, "exams": exams, "review": self._review(page)}
            case Marker.MODULES:
                brief = self.course.is_long and page.file not in FULL_LISTS
                picture = small_picture if page.file == START else lambda _: ""
                values = {"modules": self._module_rows(page), "brief": brief, "picture": picture}
            case Marker.PATH:
                path = next(path for path in self.course.paths if path.page is page)
                values = {"path": path, "lessons": self.rows(path.lessons, page, path.slug)} | self._after_path(path)
            case Marker.PATHS:
                values = {"paths": self._path_rows(page), "picture": small_picture}
            case Marker.COVERAGE:
                values = {"modules": self._extent(page), "ideas": self._coverage(page)}
            case Marker.FRIDAY:
                values = {"paths": self._path_rows(page), "lessons": self._friday_rows(page)}
            case Marker.LICENCES:
                values = self._for_licences()
            case Marker.SOURCES:
                values = {"sources": self._source_rows(page), "with_language": with_language}
            case Marker.MATERIAL:
                values = {"groups": {}}  # make packages fills in what it made
            case Marker.ADDRESSES:
                values = self._for_addresses(page)
            case Marker.OPERATOR:
                open_fields = {one.field: one.label for one in missing(self.operator)}
                values = {"operator": self.operator, "missing": open_fields}
            case Marker.MONDAY:
                sentences = self.course.by_file.get(SENTENCES)
                values = {"lesson": page, "sentences": self._url(page, sentences) if sentences else ""}
            case Marker.RECORD_STORE:
                values = {"part": argument, "store": self.store, "operator": self.operator}
            case _:
                assert_never(marker)
        return self.templates.render(
            marker.template.format(argument),
            duration=self.course.duration,
            exam_minutes=self.course.exam_minutes,
            **values,
        ).strip()

    def _monday_after(self, page: Page) -> str:
        """The sentence to take along, behind the quiz of a lesson whose author put it nowhere else."""
        has_own = any(name == Marker.MONDAY for _, name, _ in page.markers)
        if not isinstance(page, Lesson) or has_own:
            return ""
        return f"\n\n{self._made(Marker.MONDAY, '', page)}\n\n"

    def _number(self, what: str, page: Page) -> str:
        """A number that the course has elsewhere: "bestehen" is the pass mark in per cent, "lektionen" how many there are,
        "minuten" how long the shortest and the longest take or, on its page, a check, "test" the exam's questions."""
        if what == "bestehen":
            return str(pass_mark(self.course.overrides))
        if what == "lektionen":
            return str(len(self.course.lessons))
        if what == "minuten" and page.draws:
            return str(self.course.exam_minutes(page))
        if what == "minuten":
            minutes = sorted({duration.reading for duration in self.course.durations.values()}) or [0]
            few, many = minutes[0], minutes[-1]
            return gettext("{few} bis {many}").format(few=few, many=many) if few < many else str(few)
        return str(self.course.exam.draws if self.course.exam else 0)

    def _after_path(self, path: LearningPath) -> dict[str, str]:
        """Addresses of what can come after a path; "" for a page that the course does not have."""
        page = path.page
        pages = {
            "exam": path.check or self.course.exam,
            "others": self.course.by_file.get(PATHS),
            "receipt": self.course.by_file.get(RECEIPT),
        }
        return {name: self._url(page, target) if target else "" for name, target in pages.items()}

    def _for_addresses(self, page: Page) -> dict[str, Any]:
        return {
            "groups": links.targets(self.course),
            "public": self.public,
            "start": self.public or links.PLACEHOLDER,
            "base": "../" * self.course.address(page).count("/") or "./",
            "link": lambda target: self._url(page, target.page),
        }

    def _for_licences(self) -> dict[str, Any]:
        fonts = [licence_of(name) for name in ("font-source-sans-pro", "font-source-serif-pro")]
        search = licence_of("pagefind-bin")
        return {"tools": build_tools(), "fonts": fonts, "search": search, "parts": package_parts(self.course.program)}

    def _url(self, page: Page, target: Page) -> str:
        return self.relative(page.file, target.uri)

    def _for_tool(self, name: str, page: Page) -> dict[str, Any]:
        """What tools' templates get; the exam's names the file with its questions."""
        receipt = self.course.by_file.get(RECEIPT)
        return {
            "data": load_tool_data(self.course, name),
            "lessons": {slug: (one.title, self._url(page, one)) for slug, one in self.course.lessons.items()},
            "link": lambda file: self.relative(page.file, file),
            "course_title": self.title,
            "exam": page if page.file in self.course.exams else self.course.exam,
            "check": exam_of(page) and page.slug,
            "receipt": self._url(page, receipt) if receipt else "",
            "checks": [(one.check, self._url(page, one.check)) for one in self.course.paths if one.check],
            "questions": POOL_FILE,
            "operator": self.operator,
            "brand": self.brand,
            "at": "../" * self.course.address(page).count("/"),
            "module_rows": lambda: self._module_rows(page),
            "path_rows": lambda: self._path_rows(page),
            "picture": lambda _: "",
            "shown": lambda: self._shown(page),
            "editions": lambda: read_published(self.course.root)["modules"],
        }

    def pool(self, page: Page, convert: question_forms.Convert) -> str:
        """JSON for the exam on `page`: every question with its form and the place where its answer is taught.

        Raises question_forms.UnknownQuizError. [{"key": "id:revision", "group": title, "lesson": title, "url": …, "objective": text, "form": html}];
        a draw is spread over the groups: modules, on a path its lessons.
        """
        questions = [placed.item for placed in self._pool_of(page)]
        titles = {lesson.slug: module.title for module in self.course.modules for lesson in module.lessons}
        if exam_of(page):
            titles = {slug: lesson.title for slug, lesson in self.course.lessons.items()}
        rows = []
        forms = question_forms.forms(questions, convert, self.templates, self._links(page))
        for question, form in zip(questions, forms, strict=True):
            lesson = self.course.lessons[question.lesson]
            rows.append(
                {
                    "key": f"{question.id}:{question.revision}",
                    "group": titles[lesson.slug],
                    "lesson": lesson.title,
                    "url": self._url(page, lesson),
                    "objective": lesson.facts.objectives[question.objective],
                    "form": form,
                }
            )
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))

    def _module_rows(self, page: Page) -> list[tuple[Module, list[dict[str, Any]], list[dict[str, Any]], str]]:
        """Every module with its lessons, its exams and its address, as `page` links to them."""
        return [
            (module, self.rows(module.lessons, page), self._exam_rows(module, page), self._url(page, module.index))
            for module in self.course.modules
        ]

    def _shown(self, page: Page) -> list[tuple[Module, str, list[tuple[Page, str, int]], list[tuple[Page, str]]]]:
        """What a room can see: every module with lessons, its address, its lessons with theirs and the number of their
        questions, and its conversations with theirs."""
        return [
            (
                module,
                self._url(page, module.index),
                [(one, self._url(page, one), len(self.course.asked(one))) for one in module.lessons],
                [(one, self._url(page, one)) for one in self.course.conversations_of(module.lessons)],
            )
            for module in self.course.modules
            if module.lessons
        ]

    def _path_rows(self, page: Page) -> list[tuple[LearningPath, list[dict[str, Any]], str]]:
        """Every learning path with its lessons and its address, as `page` links to them."""
        return [
            (path, self.rows(path.lessons, page, path.slug), self._url(page, path.page)) for path in self.course.paths
        ]

    def _friday_rows(self, page: Page) -> list[tuple[dict[str, Any], list[str]]]:
        """Every lesson with two questions about the week after it, made of its sentence for Monday and its objectives."""
        asked = gettext(
            "Der Satz der Lektion ist: {sentence} Wann war das diese Woche so, und was haben Sie da gemacht?"
        )
        practised = gettext(
            "Geübt haben Sie: {objective}. Wo konnten Sie das diese Woche brauchen, oder wo hätten Sie es gebraucht?"
        )
        rows = []
        for lesson in self.course.lessons.values():
            monday, objective = lesson.facts.monday, next(iter(lesson.facts.objectives.values()))
            questions = [
                asked.format(sentence=quoted(monday_sentence(monday))),
                practised.format(objective=quoted(objective)),
            ]
            rows.append((self.rows([lesson], page)[0], questions))
        return rows

    def _exam_rows(self, module: Module, page: Page) -> list[dict[str, Any]]:
        return [
            {
                "slug": exam.slug,
                "title": exam.title,
                "description": exam.description,
                "extent": links.asked(exam),
                "minutes": self.course.exam_minutes(exam),
                "url": self._url(page, exam),
            }
            for exam in module.exams
        ]

    def rows(self, lessons: Iterable[Lesson], page: Page, path: str = "") -> list[dict[str, Any]]:
        """What lists of lessons show; links remember the learning path."""
        return [
            {
                "slug": lesson.slug,
                "title": lesson.facts.title,
                "description": lesson.facts.description,
                "extent": gettext("{minutes} Min.").format(minutes=self.course.durations[lesson.slug].reading),
                "objectives": list(lesson.facts.objectives.values()),
                "url": self._url(page, lesson) + (f"?weg={path}" if path else ""),
                "minutes": self.course.durations[lesson.slug].reading,
            }
            for lesson in lessons
        ]

    def questions_of(self, lesson: Lesson) -> str:
        """Active practice questions for the browser, separated by blanks: `id:revision`, or `id:revision:day`
        where that revision came with a later release."""
        since = self._news_since
        return " ".join(
            f"{one.id}:{one.revision}" + (f":{since[one.id]}" if one.id in since else "")
            for one in self.course.asked(lesson)
        )

    @cached_property
    def _news_since(self) -> dict[str, str]:
        return news_since(self.course)

    def plan(self) -> str:
        """JSON for scripts: what the course consists of, in its order. Addresses are relative to the file in assets/.

        {"modules": [{"slug", "title", "url", "lessons": [slug]}], "paths": likewise,
        "lessons": [{"slug", "title", "url", "minutes", "questions": as questions_of}]}; an exam is a lesson of no module, a path's check also names its "path".
        """

        def entry(page: Page, title: str, **more: Any) -> dict[str, Any]:
            return {"slug": page.slug, "title": title, "url": f"../{self.course.address(page)}", **more}

        def slugs(lessons: Iterable[Lesson]) -> list[str]:
            return [lesson.slug for lesson in lessons]

        plan = {
            "modules": [entry(one.index, one.title, lessons=slugs(one.lessons)) for one in self.course.modules],
            "paths": [entry(one.page, one.page.title, lessons=slugs(one.lessons)) for one in self.course.paths],
            "lessons": [
                entry(
                    step,
                    step.facts.title,
                    minutes=self.course.durations[step.slug].reading,
                    questions=self.questions_of(step),
                )
                if isinstance(step, Lesson)
                else entry(step, step.title, minutes=self.course.exam_minutes(step), questions="")
                for step in self.course.steps
            ]
            + [
                entry(
                    one.check, one.check.title, minutes=self.course.exam_minutes(one.check), questions="", path=one.slug
                )
                for one in self.course.paths
                if one.check
            ],
        }
        return json.dumps(plan, ensure_ascii=False, separators=(",", ":"))

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

    def _source_rows(self, page: Page) -> list[tuple[str, Source, list[str], list[tuple[str, str]]]]:
        """(key, source, what is said of it, the pages that cite it as (title, address)) of all cited sources, by name."""
        said = [placed.item for placed in self.course.evidence.values()]
        rows = [
            (
                key,
                self.course.sources[key].item,
                [one.sentence for one in said if key in one.sources],
                [(citing.title, self._url(page, citing)) for citing in pages],
            )
            for key, pages in self.course.cited_in().items()
        ]
        return sorted(rows, key=lambda row: row[1].label.casefold())


QUOTED = re.compile(r"„([^“]+)“|“([^”]+)”")
AFTER_AUTHORS = re.compile(r"(?:[^:]+: )?(.+?)(?=[.?!] |[.?!]?$| \([^()]*\)$)")


def with_language(source: Source) -> Markup:
    """The work as HTML, its title with its language: between quotes, else what follows the authors up to a full stop."""
    match = (QUOTED.search(source.work) or AFTER_AUTHORS.match(source.work)) if source.lang else None
    if not match:
        return Markup.escape(source.work)
    start, end = match.span(match.lastindex or 0)
    title = Markup('<span lang="{}">{}</span>').format(source.lang, source.work[start:end])
    return Markup.escape(source.work[:start]) + title + source.work[end:]

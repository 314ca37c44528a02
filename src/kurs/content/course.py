"""The course as a whole: order, lessons, questions and sources, loaded once and checked together."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from ..words import SOURCE
from . import yamltext
from .bank import Bank, load_bank, read_text
from .findings import Finding, Rule, near
from .house import FITS as OWN
from .house import FOLDER, House, docs_folders, is_own, joined_nav, quiz_folders, read_house, title_of
from .minutes import Duration, duration, examination, total
from .model import AnyQuestion, Evidence, ExamHead, Model, PathHead, Placed, Source, holds, text_fields, validate
from .page import CITATION, MARKER, ConversationPage, Lesson, Marker, Page, read_page
from .places import LEGAL, NOT_MODULES, START, TRAINER, address

NAV = Rule("nav", "Eine Seite, die nicht in der Navigation steht, findet niemand.")
LONG = 16  # modules; from here on pages name some of them and lead to the rest, so that none grows with the course
Entry = TypeVar("Entry", bound=Model)
AROUND = 3  # modules on each side that the menu of a long course shows


@dataclass(frozen=True)
class Module:
    """A folder of docs/, the course's or the house's, with its index page and lessons in the order of the navigation."""

    slug: str
    title: str
    index: Page
    lessons: tuple[Lesson, ...]
    exams: tuple[Page, ...] = ()
    """The final exam, in the module that ends with it."""

    @property
    def steps(self) -> tuple[Page, ...]:
        """What the module leads through, each with a short address."""
        return (*self.lessons, *self.exams)


@dataclass(frozen=True)
class LearningPath:
    """Lessons in the order that suits a role; `page` introduces them."""

    page: Page
    audience: str
    lessons: tuple[Lesson, ...]
    check: Page | None = None
    """The exam on these lessons alone."""

    @property
    def slug(self) -> str:
        return self.page.slug


@dataclass(frozen=True)
class Course:
    root: Path
    modules: tuple[Module, ...]
    pages: tuple[Page, ...]
    """Every page, lessons and module pages included."""
    order: tuple[str, ...]
    """Files of all pages as the navigation lists them."""
    language: str
    """What learners read the interface in: "de"; theme.language in mkdocs.yml."""
    bank: Bank
    sources: dict[str, Placed[Source]]
    evidence: dict[str, Placed[Evidence]]
    ideas: dict[str, str]
    """What the course is to teach: the ideas of its article or book, by their number (I1)."""
    findings: tuple[Finding, ...]
    """What was wrong while reading; the rules add theirs."""
    overrides: Path
    """The folder of templates, scripts and styles: theme.custom_dir in mkdocs.yml. A second course takes the first one's."""
    for_trainers: tuple[Page, ...] = ()
    """The group of the navigation that begins with the page for trainers."""
    legal: tuple[Page, ...] = ()
    """The group of the navigation with the imprint."""
    house: House | None = None
    """What the house that offers the course adds."""
    is_ordered: bool = True
    """Whether the navigation could be read; without it every page would seem to be missing from it."""
    before: str = ""
    """The title of the group before which the house's own modules stand."""

    @property
    def program(self) -> Path:
        """The folder that holds the program: overrides/, hosting/, LICENSE, node_modules/."""
        return self.overrides.parent

    @cached_property
    def lessons(self) -> dict[str, Lesson]:
        return {lesson.slug: lesson for module in self.modules for lesson in module.lessons}

    @cached_property
    def exam(self) -> Page | None:
        """The page of the final exam."""
        return next((page for module in self.modules for page in module.exams), None)

    @cached_property
    def _path_exams(self) -> tuple[Page, ...]:
        return tuple(page for page in self.pages if exam_of(page))

    @cached_property
    def exams(self) -> dict[str, tuple[Lesson, ...]]:
        """File of each exam's page to the lessons that it asks about: the course's first, then the paths' checks."""
        whole = {self.exam.file: tuple(self.lessons.values())} if self.exam else {}
        return whole | {path.check.file: path.lessons for path in self.paths if path.check}

    @cached_property
    def paths(self) -> tuple[LearningPath, ...]:
        """Learning paths in the order of the navigation; unknown slugs are left out (a rule tells them)."""
        found = []
        for page in self.pages:
            if page.head and isinstance(page.head.item, PathHead):
                lessons = {lesson.slug: lesson for slug in page.head.item.path for lesson in self.resolve(slug)}
                check = next((one for one in self._path_exams if exam_of(one) == page.slug), None)
                found.append(LearningPath(page, page.head.item.audience, tuple(lessons.values()), check))
        return tuple(
            sorted(found, key=lambda path: self.order.index(path.page.file) if path.page.file in self.order else 99)
        )

    @cached_property
    def steps(self) -> tuple[Page, ...]:
        """What one walks through from the first module to the last."""
        return tuple(step for module in self.modules for step in module.steps)

    @cached_property
    def _module_of(self) -> dict[str, Module]:
        return {page.file: module for module in self.modules for page in (module.index, *module.steps)}

    @cached_property
    def _place_of(self) -> dict[str, int]:
        return {step.file: place for place, step in enumerate(self.steps)}

    def module_of(self, page: Page) -> Module | None:
        """The module that `page` introduces or belongs to."""
        return self._module_of.get(page.file)

    @property
    def is_long(self) -> bool:
        return len(self.modules) >= LONG

    def menu(self, page: Page) -> tuple[Module, ...]:
        """The modules in the menu of `page`: all, or in a long course those around its own."""
        if not self.is_long:
            return self.modules
        module = self.module_of(page)
        place = self.modules.index(module) if module else 0
        return self.modules[max(place - AROUND, 0) : place + AROUND + 1]

    def neighbours(self, page: Page) -> tuple[Page | None, Page | None]:
        """The steps before and after `page`; None at the ends, and both None if it is no step."""
        place = self._place_of.get(page.file)
        if place is None:
            return None, None
        return self.steps[place - 1] if place else None, self.steps[place + 1] if place + 1 < len(self.steps) else None

    def resolve(self, slug: str) -> tuple[Lesson, ...]:
        """The lesson, or the lessons of the module, that `slug` names; () if none."""
        for module in self.modules:
            if module.slug == slug:
                return module.lessons
        return (self.lessons[slug],) if slug in self.lessons else ()

    def asked(self, lesson: Lesson) -> list[AnyQuestion]:
        """Its active practice questions in the order in which one meets them: first those in its text
        (<!-- frage: id -->) as they stand there, then its quiz, which has the others in the order of the bank."""
        practice = {placed.item.id: placed.item for placed in self.bank.active(lesson.slug, "practice")}
        first = dict.fromkeys(name for name in lesson.asked if name in practice)
        return [practice[name] for name in (*first, *(name for name in practice if name not in first))]

    @cached_property
    def durations(self) -> dict[str, Duration]:
        """How long each lesson takes, by its slug; only of a course without errors."""
        return {slug: duration(lesson, self.asked(lesson)) for slug, lesson in self.lessons.items()}

    def duration(self, lessons: Iterable[Lesson]) -> Duration:
        """How long `lessons` take together, each once."""
        return total(self.durations[slug] for slug in {lesson.slug for lesson in lessons})

    def exam_minutes(self, exam: Page) -> int:
        """How long an attempt at the exam on the page `exam` takes, its reasons included."""
        pool = [one.item for lesson in self.exams[exam.file] for one in self.bank.active(lesson.slug, "exam")]
        return examination(pool, exam.draws)

    @cached_property
    def by_file(self) -> dict[str, Page]:
        return {page.file: page for page in self.pages}

    @cached_property
    def by_uri(self) -> dict[str, Page]:
        """Every page by its place in docs/, whoever's."""
        return {page.uri: page for page in self.pages}

    def path_in_docs(self, uri: str) -> Path | None:
        """The file at a place in docs/, the course's or the house's: "kundenwert/jahre.svg"; None if there is none."""
        paths = (folder / uri for folder in docs_folders(self.root))
        return next((path for path in paths if ".." not in uri.split("/") and path.is_file()), None)

    @cached_property
    def conversations(self) -> tuple[ConversationPage, ...]:
        return tuple(page for page in self.pages if isinstance(page, ConversationPage))

    def conversations_of(self, lessons: Iterable[Lesson]) -> tuple[ConversationPage, ...]:
        """Those that `lessons` lead to; only of a course without errors."""
        own = {lesson.slug for lesson in lessons}
        return tuple(page for page in self.conversations if page.facts.lesson in own)

    @cached_property
    def with_short_address(self) -> tuple[Page, ...]:
        """Pages whose address is their file's name alone, whatever their folder."""
        ordered = [page for module in self.modules for page in (module.index, *module.steps)]
        return (*ordered, *self._path_exams, *self.conversations)

    @cached_property
    def _short(self) -> frozenset[str]:
        return frozenset(page.file for page in self.with_short_address)

    def address(self, page: Page) -> str:
        """The permanent address of `page`, relative to the site: "das-schild/", "" for the start page."""
        if page.file in self._short:
            return f"{page.slug}/"
        return address(page.uri)

    @cached_property
    def addresses(self) -> frozenset[str]:
        """The permanent address of every page."""
        return frozenset(map(self.address, self.pages))

    def cited_in(self) -> dict[str, list[Page]]:
        """Source key to the pages that cite it, in text or quiz, in the order of the course."""
        lessons: list[Page] = list(self.lessons.values())
        known = {lesson.file for lesson in lessons}
        found: dict[str, list[Page]] = {}
        for page in [*lessons, *(page for page in self.pages if page.file not in known)]:
            for key in self.cited_by(page):
                found.setdefault(key, []).append(page)
        return found

    def cited_by(self, page: Page) -> list[str]:
        """Keys of known sources in the order in which the page uses them."""
        keys = CITATION.findall("\n".join(self.with_evidence(text) for _, text in page.prose_lines))
        if isinstance(page, Lesson):
            keys += [key for placed in self.bank.active(page.slug, "practice") for key in placed.item.sources]
        return [key for key in dict.fromkeys(keys) if key in self.sources]

    def with_evidence(self, text: str) -> str:
        """`text` with the sentence and the sources of each finding in the place of its marker; an unknown one says nothing."""

        def said(match: re.Match[str]) -> str:
            if match[1] != Marker.EVIDENCE:
                return match[0]
            placed = self.evidence.get((match[2] or "").strip())
            cited = "".join(f" [{key}]" for key in placed.item.sources) if placed else ""
            return f"{placed.item.sentence.rstrip('.')}{cited}." if placed else ""

        return MARKER.sub(said, text)


def exam_of(page: Page) -> str:
    """The path that the exam on `page` belongs to; "" for the course's, and for a page without one."""
    return (page.head.item.of or "") if holds(page.head, ExamHead) else ""


def load_course(root: Path) -> Course:
    """Read mkdocs.yml (for order and language), docs/ and quizzes/ below `root`, and the house's. Errors become findings."""
    house = read_house(root)
    config, findings = read_config(root / "mkdocs.yml", root, house)
    entries = config.nav
    known = _names(root)
    findings += house.findings if house else ()
    own = house.nav if house else []
    groups = [(title_of(entry), _files(entry, known)) for entry in [*entries, *own]]
    folders = {Path(file).parent.as_posix() for _, files in groups if _is_module(files) for file in files}
    pages: dict[str, Page] = {}
    for docs in docs_folders(root):
        for path in sorted(docs.rglob("*.md")):
            name = path.relative_to(docs).as_posix()
            module = Path(name).parent.as_posix() if Path(name).parent.as_posix() in folders else None
            page, wrong = read_page(path, root, module)
            findings += wrong
            if name in pages:
                remedy = "Geben Sie Ihrer Seite einen anderen Namen; er beginnt mit haus-."
                findings.append(OWN.says(page.file, 0, f"Die Seite {name} gibt es auch im Kurs.", remedy))
            else:
                pages[name] = page
    before = _before(entries, known, pages)
    nav = [(title_of(entry), _files(entry, known)) for entry in joined_nav(entries, own, before)]
    if config.title and START.removeprefix("docs/") in pages:
        pages["index.md"] = _called(pages["index.md"], config.title)
    modules = []
    for title, files in nav:
        if not _is_module(files):
            continue
        index, *rest = (pages.get(file) for file in files)
        lessons = tuple(page for page in rest if isinstance(page, Lesson))
        if index is not None:
            exams = tuple(page for page in rest if page and page.draws and not exam_of(page))
            modules.append(Module(index.slug, title, index, lessons, exams))
    sources: dict[str, Placed[Source]] = {}
    evidence: dict[str, Placed[Evidence]] = {}
    for docs in docs_folders(root):
        findings += _add_entries(docs / "quellen.yml", root, Source, "Quelle", sources)
        findings += _add_entries(docs / "befunde.yml", root, Evidence, "Befund", evidence)
    bank = load_bank(quiz_folders(root), root)
    findings += bank.findings
    ideas, wrong = read_ideas(root / "docs" / "ideen.yml", root)
    findings += wrong
    listed = tuple(pages[file].file for _, files in nav for file in files if file in pages)
    group = next((files for _, files in nav if files and f"docs/{files[0]}" == TRAINER), [])
    legal = next((files for _, files in nav if not LEGAL.isdisjoint(f"docs/{file}" for file in files)), [])
    return Course(
        root,
        tuple(modules),
        tuple(pages.values()),
        listed,
        config.language,
        bank,
        sources,
        evidence,
        ideas,
        tuple(findings),
        config.overrides,
        tuple(pages[file] for file in group),
        tuple(pages[file] for file in legal),
        house,
        bool(entries) and not (house and house.document.findings),
        before,
    )


def _called(page: Page, title: str) -> Page:
    """The start page under the course's name: whoever offers the course sets it in one place."""
    if page.head is None:
        return page
    return replace(page, head=replace(page.head, item=page.head.item.model_copy(update={"title": title})))


def _before(entries: list[Any], known: set[str], pages: dict[str, Page]) -> str:
    """The title of the module with the exam, or of the group after the last module, or after the first page."""
    groups = [(title_of(entry), _files(entry, known)) for entry in entries]
    modules = [place for place, (_, files) in enumerate(groups) if _is_module(files)]
    for place in modules:
        steps = (pages[file] for file in groups[place][1] if file in pages)
        if any(page.draws and not exam_of(page) for page in steps):
            return groups[place][0]
    following = modules[-1] + 1 if modules else 1  # behind the start
    return groups[following][0] if following < len(groups) else ""


class Config(NamedTuple):
    """What mkdocs.yml says of a course; `nav` as it stands there."""

    nav: list[Any]
    language: str
    overrides: Path
    title: str


def read_config(path: Path, root: Path, house: House | None = None) -> tuple[Config, list[Finding]]:
    """What mkdocs.yml says, and what is wrong with it and with the navigation of `house`."""
    name = path.relative_to(root).as_posix()
    text, findings = read_text(path, name)
    document = yamltext.read(text or "", name)
    findings = findings + document.findings
    data = document.data if isinstance(document.data, dict) else {}
    nav, theme = data.get("nav"), data.get("theme")
    theme = theme if isinstance(theme, dict) else {}
    language = str(theme.get("language") or SOURCE)
    overrides = Path(os.path.normpath(root / str(theme.get("custom_dir") or "overrides")))
    title = str((house.settings.get("site_name") if house else None) or data.get("site_name") or "")
    if document.findings:
        return Config([], language, overrides, title), findings
    if not isinstance(nav, list):
        problem, remedy = "Unter nav steht keine Liste von Seiten.", "Schreiben Sie je Seite eine Zeile „- seite.md“."
        return Config([], language, overrides, title), [*findings, document.says(("nav",), problem, remedy, rule=NAV)]
    known = _names(root)
    findings += _wrong_entries(document, nav, known)
    if house:
        findings += _wrong_entries(house.document, house.nav, known)
        titles = {title_of(entry) for entry in nav} - {""}
        for i, entry in enumerate(house.nav):
            group = title_of(entry)
            if group not in titles and not _is_module(_files(entry, known)):
                remedy = near(group, titles, f"Möglich sind: {', '.join(sorted(titles))}.")
                problem = f"Die Gruppe „{group}“ gibt es im Kurs nicht, und sie ist kein Modul."
                findings.append(house.document.says(("nav", i), problem, remedy, rule=OWN))
    return Config(nav, language, overrides, title), findings


def _wrong_entries(document: yamltext.Document, nav: list[Any], known: set[str]) -> list[Finding]:
    findings = []
    for i, entry in enumerate(nav):
        title, files = next(iter(entry.items())) if isinstance(entry, dict) and entry else ("", entry)
        below = isinstance(files, list)
        places = [("nav", i, title, k) for k in range(len(files))] if below else [("nav", i)]
        for place, one in zip(places, files if below else [files], strict=True):
            file = _file(one) if below else one
            if not (isinstance(file, str) and (file in known or file.startswith(("https://", "http://")))):
                where = f"{FOLDER}/docs/" if is_own(document.file) else "docs/"
                findings.append(document.says(place, *_no_page(file, known, where), rule=NAV))
    return findings


def _files(entry: Any, known: set[str]) -> list[str]:
    """The pages of a navigation's entry that there are; a page outside a group is a group of one."""
    inside = next(iter(entry.values()), None) if isinstance(entry, dict) else entry
    files = [_file(one) for one in inside] if isinstance(inside, list) else [inside]
    return [file for file in files if isinstance(file, str) and file in known]


def _file(entry: Any) -> Any:
    return next(iter(entry.values())) if isinstance(entry, dict) and entry else entry


def _names(root: Path) -> set[str]:
    return {path.relative_to(docs).as_posix() for docs in docs_folders(root) for path in docs.rglob("*.md")}


def _no_page(entry: Any, docs: set[str], where: str) -> tuple[str, str]:
    if isinstance(entry, list | dict):
        return "Die Navigation ist hier zu tief verschachtelt.", "Möglich sind Gruppen aus Seiten, ohne Untergruppen."
    remedy = near(str(entry), docs, "Legen Sie sie an oder löschen Sie die Zeile.")
    return f"Die Seite „{entry or ''}“ gibt es in {where} nicht.", remedy


def _is_module(files: list[str]) -> bool:
    first = Path(files[0]) if files else Path()
    return len(first.parts) == 2 and first.name == "index.md" and first.parts[0] not in NOT_MODULES


def _add_entries(
    path: Path, root: Path, model: type[Entry], what: str, known: dict[str, Placed[Entry]]
) -> list[Finding]:
    """Read a file's entries into `known`, where the course's stay; what is wrong with it."""
    entries, findings = _read_entries(path, root, model, what)
    for key, placed in entries.items():
        first = known.setdefault(key, placed)
        if first is not placed:
            remedy = "Löschen Sie Ihre Zeilen oder nehmen Sie einen anderen Schlüssel."
            place = f"{first.file}:{first.line()}"
            findings.append(OWN.says(placed.file, placed.line(), f"{what} {key} steht schon in {place}.", remedy))
    return findings


def _read_entries(
    path: Path, root: Path, model: type[Entry], what: str
) -> tuple[dict[str, Placed[Entry]], list[Finding]]:
    """A file in docs/, whoever's, that maps a key, which can be cited, to an entry. `what` names one in messages."""
    name = path.relative_to(root).as_posix()
    if not path.exists():
        return {}, []
    text, findings = read_text(path, name)
    if text is None:
        return {}, findings
    document = yamltext.read(text, name, prose=text_fields(model))
    findings.extend(document.findings)
    entries: dict[str, Placed[Entry]] = {}
    needed = ", ".join(field for field, one in model.model_fields.items() if one.is_required())
    for key, value in (document.data or {}).items() if isinstance(document.data, dict) else ():
        if not isinstance(value, dict):
            problem, remedy = "Hier stehen keine Felder.", f"Nötig sind {needed}."
            findings.append(document.says((key,), problem, remedy, f"{what} {key}"))
            continue
        if not CITATION.fullmatch(f"[{key}]"):
            problem = "So kann man sich nicht darauf beziehen."
            remedy = "Nehmen Sie Buchstaben und Ziffern, davon einen großen Buchstaben, zum Beispiel Dixon2010b."
            findings.append(document.says((key,), problem, remedy, f"{what} {key}"))
        placed, wrong = validate(model, document, (key,), f"{what} {key}")
        findings.extend(wrong)
        if placed:
            entries[key] = placed
    return entries, findings


def read_ideas(path: Path, root: Path) -> tuple[dict[str, str], list[Finding]]:
    """docs/ideen.yml: the ideas by their number."""
    name = path.relative_to(root).as_posix()
    if not path.exists():
        return {}, []
    text, findings = read_text(path, name)
    document = yamltext.read(text or "", name)
    data = document.data if isinstance(document.data, dict) else {}
    return {key: str(value) for key, value in data.items()}, findings + document.findings

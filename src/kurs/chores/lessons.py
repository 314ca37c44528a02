"""`kurs neue-lektion`: a lesson with its questions, listed where the course lists it, its texts yet to be written."""

from __future__ import annotations

import re
from pathlib import Path

from ..content.course import Course, Module, load_course
from ..content.findings import near
from ..content.house import FOLDER, PREFIX, config_of
from ..content.model import PathHead, holds
from ..content.places import NOT_MODULES
from .addresses import PLAN, SLUG
from .edits import ChoreError, Edits
from .navigation import entry, insert

SKELETONS = Path(__file__).parent / "skeletons"
PRACTICE, EXAM = 5, 1
OWN_PRACTICE = 3
EXAM_OF_A_MODULE = 5


def skeleton(name: str, **values: str | int) -> str:
    """A text to begin with, in which {name} stands for each of `values`."""
    text = (SKELETONS / name).read_text("utf-8")
    for key, value in values.items():
        text = text.replace(f"{{{key}}}", str(value))
    return text


def new_lesson(root: Path, place: str, title: str, module_title: str = "") -> list[str]:
    """Begin the lesson `place`, "<module>/<address>"; the files that changed. Raises ChoreError.

    With `module_title` a module that there is not begins, too. What begins with haus- is the house's.
    """
    course = load_course(root)
    slug, address = _names(course, place)
    title = _title(title)
    own = address.startswith(PREFIX)
    modules = {module.slug: module for module in course.modules}
    module = modules.get(slug)
    if module is None and not module_title:
        remedy = near(slug, modules, 'Soll es beginnen, nennen Sie seinen Titel: --modul "Titel".')
        raise ChoreError(f"Das Modul „{slug}“ gibt es nicht. {remedy}")
    if module is None and slug.startswith(PREFIX) is not own:
        raise ChoreError(f"Ein Modul Ihres Hauses und seine Lektionen beginnen mit {PREFIX}, die des Kurses nicht.")
    if not course.is_ordered:
        raise ChoreError("Die Navigation lässt sich nicht lesen; kurs check sagt, warum.")
    edits = Edits(root)
    folder, config = f"{FOLDER}/" if own else "", config_of(own)
    edits.write(f"{folder}docs/{slug}/{address}.md", skeleton("lesson.md", title=title, slug=address))
    pages = [entry(f"{slug}/{address}.md")]
    if module is None:
        module_title = _title(module_title)
        edits.write(f"{folder}docs/{slug}/index.md", skeleton("module.md", title=module_title))
        pages.insert(0, entry(f"{slug}/index.md"))
    known = [page.uri for page in (module.index, *module.lessons)] if module else []
    text = edits.read(config) or "extra:\n  version: 1.0.0\n"
    edits.write(config, insert(text, pages, module.title if module else module_title, known, course.before))
    if own and not edits.read(f"{FOLDER}/CHANGELOG.md"):
        edits.write(
            f"{FOLDER}/CHANGELOG.md", "# Was in unserem Haus neu ist\n\n## 1.0.0\n\n- Die ersten eigenen Lektionen.\n"
        )
    _add_questions(
        edits, f"{folder}quizzes/{slug}.yml", address, OWN_PRACTICE if own else PRACTICE, _exams(own, module)
    )
    if not own:
        _add_to_plan(edits, course, slug, address, is_new=module is None)
    return edits.apply()


def _names(course: Course, place: str) -> tuple[str, str]:
    slug, slash, address = place.removeprefix("docs/").removesuffix(".md").partition("/")
    if not slash or not SLUG.fullmatch(slug) or not SLUG.fullmatch(address):
        raise ChoreError(
            f"„{place}“ ist keine Lektion. Schreiben Sie <modul>/<adresse>, nur a–z, Ziffern und Bindestriche."
        )
    if slug in NOT_MODULES:
        raise ChoreError(f"Der Ordner {slug} ist kein Modul.")
    taken = {course.address(page): page.file for page in course.pages}
    if f"{address}/" in taken:
        raise ChoreError(f"Die Adresse /{address}/ gehört schon zu {taken[f'{address}/']}.")
    return slug, address


def _title(title: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise ChoreError("Der Titel ist leer.")
    return title


def _exams(own: bool, module: Module | None) -> int:
    if own:
        return 0
    return EXAM if module else EXAM_OF_A_MODULE


def _add_questions(edits: Edits, file: str, slug: str, practice: int, exam: int) -> None:
    numbers = [("practice", i) for i in range(1, practice + 1)] + [("exam", i) for i in range(1, exam + 1)]
    blocks = [
        skeleton("question.yml", slug=slug, use=use, number=i, objective="eins" if i % 2 else "zwei")
        for use, i in numbers
    ]
    text = (edits.read(file) or "questions:").rstrip("\n")
    edits.write(file, text + ("\n" if text.endswith("questions:") else "\n\n") + "\n".join(blocks))


def _add_to_plan(edits: Edits, course: Course, slug: str, address: str, *, is_new: bool) -> None:
    """The plan that a test holds against the course, and a path that leads through all of it."""
    before = next((module.slug for module in course.modules if module.title == course.before), "")
    text = edits.read(PLAN)
    if text and is_new:
        line = f'    "{slug}": ["{address}"],\n'
        place = rf'^(?=    "{before}": \[)' if before else r"^(?=\}$)"
        text = re.sub(place, line, text, count=1, flags=re.M)
    elif text:
        text = re.sub(rf'^(    "{slug}": \[.*)\](?=,$)', rf'\1, "{address}"]', text, count=1, flags=re.M).replace(
            "[, ", "["
        )
    if text:
        edits.write(PLAN, text)
    modules = {module.slug for module in course.modules if not module.index.is_own}
    for path in course.paths if is_new and before else ():
        head = path.page.head
        if holds(head, PathHead) and modules <= set(head.item.path):
            number = head.line("path", head.item.path.index(before))
            is_list = edits.read(path.page.file).split("\n")[number - 1].lstrip().startswith("- ")
            pattern = rf"^(\s*- )(?={before}\s*$)" if is_list else rf"(?<![\w-])(?={before}(?![\w-]))"
            edits.replace_line(path.page.file, number, pattern, rf"\g<1>{slug}\n\g<1>" if is_list else f"{slug}, ")

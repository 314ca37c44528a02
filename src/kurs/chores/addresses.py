"""`kurs umbenennen` and `kurs verschieben`: another address, another module, and all that names the old ones."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from pathlib import Path

from ..checks.files import files_in
from ..content.course import Course, Module, load_course
from ..content.findings import near
from ..content.house import FOLDER, PREFIX, config_of, docs_folders, quiz_folders
from ..content.moves import Address, file_for, read_moves
from ..content.page import ConversationPage, Lesson, Marker, Page, outside_code
from ..content.places import CONVERSATION_PREFIX
from ..content.published import published_addresses
from ..content.tools import TOOLS
from .edits import ChoreError, Edits, wrong
from .navigation import insert, line_of

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LINK = re.compile(r"(\]\(\s*|^\s*\[[^\]\n]+\]:\s*)([^)\s#]+)", re.M)
PLAN = "tests/content/test_course_map.py"
FIELDS = "lesson|case|exercise"
"""Where files beside lessons name one by its address."""


def sound(root: Path) -> Course:
    """The course in `root`. Raises ChoreError where it has errors: what does not fit now cannot be followed."""
    course = load_course(root)
    problems = wrong(course)
    if problems:
        lines = "\n".join(f"  {one}" for one in problems)
        raise ChoreError(f"Erst muss der Kurs ohne Fehler sein:\n{lines}")
    return course


def rename(root: Path, old: str, new: str) -> list[str]:
    """Give a lesson, module, path, check or conversation the address `new`; the files that changed. Raises ChoreError."""
    course = sound(root)
    page = _page(course, old)
    _check_owner(course, page)
    old, new = (name.strip("/").rpartition("/")[2].removeprefix(_prefix(page)) for name in (old, new))
    _check_name(course, page, new)
    edits = Edits(root)
    module = course.module_of(page)
    is_module = module is not None and module.index is page
    uris = {page.uri: posixpath.join(posixpath.dirname(page.uri), f"{_prefix(page)}{new}.md")}
    if is_module:
        uris = _below(root, f"{old}/", f"{new}/")
        for folder in quiz_folders(root):
            if (folder / f"{old}.yml").exists():
                file = (folder / f"{old}.yml").relative_to(root).as_posix()
                edits.move(file, posixpath.join(posixpath.dirname(file), f"{new}.yml"))
    _follow(course, edits, uris)
    word = rf"(?<![\w-]){re.escape(old)}(?![\w:-])"
    fields = ("lesson", "path") if isinstance(page, Lesson) else ("path",) if is_module else ("of",)
    for one in course.pages:
        if _talks(page):
            edits.replace(one.file, rf"(?<=<!-- gespraech: ){re.escape(old)}(?= *-->)", new)
            continue
        _rename_in_head(edits, one, fields, word, new)
        if isinstance(page, Lesson):
            edits.replace(one.file, rf"(?<=<!-- quiz: ){re.escape(old)}(?= *-->)", new)
        if isinstance(page, Lesson) and isinstance(one, ConversationPage):
            edits.replace(one.file, rf"(?<=\[){re.escape(old)}(?=\]\s*$)", new)
    if isinstance(page, Lesson):
        _rename_in_yaml(course, edits, old, new, word)
    if not page.is_own and edits.read(PLAN):
        edits.replace(PLAN, rf'(?<=["\']){re.escape(old)}(?=["\'])', new)
    _move_address(course, edits, page, new)
    return edits.apply()


def relocate(root: Path, name: str, target: str) -> list[str]:
    """Move a lesson to the module `target`, with its conversations and questions; the files that changed. Raises ChoreError."""
    course = sound(root)
    lesson = course.lessons.get(name)
    if lesson is None:
        raise ChoreError(f"Die Lektion „{name}“ gibt es nicht. {near(name, course.lessons)}")
    modules = {module.slug: module for module in course.modules}
    module, former = modules.get(target), course.module_of(lesson)
    if module is None:
        raise ChoreError(f"Das Modul „{target}“ gibt es nicht. {near(target, modules)}")
    if module is former or former is None:
        raise ChoreError(f"Die Lektion {name} steht schon im Modul {target}.")
    _check_owner(course, lesson)
    if former.lessons == (lesson,):
        raise ChoreError(
            f"{name} ist die einzige Lektion im Modul {former.slug}, das ohne sie leer wäre; legen Sie dort zuerst eine andere an."
        )
    edits = Edits(root)
    talks = course.conversations_of([lesson])
    pages = [page.uri for page in (lesson, *talks)]
    tools = [f"{tool}.yml" for _, marker, tool in lesson.markers if marker == Marker.TOOL and tool in TOOLS]
    beside = [posixpath.join(former.slug, tool) for tool in tools if lesson.path.with_name(tool).exists()]
    uris = {uri: f"{module.slug}/{posixpath.basename(uri)}" for uri in (*pages, *beside)}
    _follow(course, edits, uris)
    _move_in_nav(edits, config_of(lesson.is_own), lesson, talks, module)
    _move_questions(course, edits, lesson, former, module)
    if not lesson.is_own and edits.read(PLAN):
        _move_in_plan(edits, name, former.slug, module)
    return edits.apply()


def _check_owner(course: Course, page: Page) -> None:
    """What belongs to the course stays where a house adds to it: its files are replaced as a whole."""
    if course.house and not page.is_own:
        raise ChoreError(
            f"{page.file} gehört zum Kurs, und dessen nächste Fassung nähme die Änderung zurück; hier lassen sich nur Seiten in {FOLDER}/ umbenennen und verschieben."
        )


def _talks(page: Page) -> bool:
    return isinstance(page, ConversationPage)


def _prefix(page: Page) -> str:
    """What of its address no page chooses itself."""
    return CONVERSATION_PREFIX if _talks(page) else ""


def _page(course: Course, name: str) -> Page:
    """What can be renamed: pages with an address of their own choice."""
    name = name.strip("/")
    found = {course.address(page).strip("/"): page for page in course.with_short_address}
    found |= {course.address(path.page).strip("/"): path.page for path in course.paths}
    names = {**{address.rpartition("/")[2]: page for address, page in found.items()}, **found}
    names |= {page.name: page for page in course.conversations if page.name not in names}
    if name not in names:
        remedy = near(name, names, "Nennen Sie eine Lektion, ein Modul, einen Weg, einen Check oder ein Gespräch.")
        raise ChoreError(f"„{name}“ gibt es nicht. {remedy}")
    return names[name]


def _check_name(course: Course, page: Page, new: str) -> None:
    if not SLUG.fullmatch(new):
        raise ChoreError(f"„{new}“ taugt nicht als Adresse. Nur a–z, Ziffern und Bindestriche.")
    if new.startswith(PREFIX) is not page.is_own:
        told = (
            f"Eine Adresse Ihres Hauses beginnt mit {PREFIX}." if page.is_own else f"{PREFIX} ist dem Haus vorbehalten."
        )
        raise ChoreError(told)
    address = _new_address(course, page, new)
    taken = {course.address(one) for one in course.pages}
    parts = {part for module in course.modules for part in (module.slug, *(step.slug for step in module.steps))}
    if address in taken or new in parts:
        raise ChoreError(f"Die Adresse /{address} gibt es schon.")
    moves = {move.old: move.new for move in read_moves(course.root)[0]}
    if address in published_addresses(course.root) and moves.get(Address(address)) != Address(course.address(page)):
        raise ChoreError(
            f"/{address} war schon die Adresse einer anderen Seite. Links dorthin meinen sie; nehmen Sie einen anderen Namen."
        )


def _new_address(course: Course, page: Page, new: str) -> str:
    folder = posixpath.dirname(course.address(page).rstrip("/"))
    return posixpath.join(folder, f"{_prefix(page)}{new}/")


def _below(root: Path, old: str, new: str) -> dict[str, str]:
    """Every file of a folder in docs/, the course's and the house's, and its place in the new one."""
    names = {name for docs in docs_folders(root) for name, _ in files_in(docs) if name.startswith(old)}
    return {name: new + name.removeprefix(old) for name in names}


def _follow(course: Course, edits: Edits, uris: dict[str, str]) -> None:
    """Move files within docs/, and let links and navigations follow."""
    for docs in docs_folders(course.root):
        for uri, new in uris.items():
            if (docs / uri).is_file():
                folder = docs.relative_to(course.root).as_posix()
                edits.move(f"{folder}/{uri}", f"{folder}/{new}")
    for page in course.pages:
        edits.write(page.file, outside_code(edits.read(page.file), _relinked(course, page, uris)))
    for config in map(config_of, (False, True)):
        if edits.read(config):
            for uri, new in uris.items():
                edits.replace(config, rf"(?<![\w./-]){re.escape(uri)}(?![\w./-])", new)


def _relinked(course: Course, page: Page, uris: dict[str, str]) -> Callable[[str], str]:
    here = posixpath.dirname(page.uri)
    there = posixpath.dirname(uris.get(page.uri, page.uri))

    def link(match: re.Match[str]) -> str:
        if ":" in match[2] or match[2].startswith("/"):
            return match[0]
        uri = posixpath.normpath(posixpath.join(here, match[2]))
        if course.path_in_docs(uri) is None or (uri not in uris and here == there):
            return match[0]
        return match[1] + posixpath.relpath(uris.get(uri, uri), there or ".")

    return lambda text: LINK.sub(link, text)


def _rename_in_head(edits: Edits, page: Page, fields: tuple[str, ...], word: str, new: str) -> None:
    """The lessons, modules and the path that a page's front matter names."""
    if page.head is None:
        return
    for field in fields:
        first = page.head.line(field)
        if getattr(page.head.item, field, None) and first:
            last = max(line for path, line in page.head.lines.items() if path[:1] == (field,))
            for line in range(first, last + 1):
                edits.replace_line(page.file, line, word, new)


def _rename_in_yaml(course: Course, edits: Edits, old: str, new: str, word: str) -> None:
    """Questions, findings, training and tools that belong to a lesson."""
    for placed in course.bank.questions:
        if placed.item.lesson == old:
            edits.replace_line(placed.file, placed.line("lesson"), word, new)
    files = [
        path for docs in docs_folders(course.root) for path in (docs / "befunde.yml", *sorted(docs.glob("*/*.yml")))
    ]
    for path in files:
        if path.exists():
            file = path.relative_to(course.root).as_posix()
            edits.replace(file, rf"^(\s*(?:- )?(?:{FIELDS}):\s*){re.escape(old)}(?=\s*(#.*)?$)", rf"\g<1>{new}")


def _move_address(course: Course, edits: Edits, page: Page, new: str) -> None:
    """Lead on from a published address; moves that led to it lead to the new one."""
    old, address = course.address(page), _new_address(course, page, new)
    moves, _ = read_moves(course.root)
    for move in moves:
        if move.old == Address(address):
            lines = edits.read(move.file).split("\n")
            edits.write(move.file, "\n".join(line for line in lines if not line.startswith(f"/{address}:")))
        elif move.new.page == old:
            edits.replace(move.file, rf"(?<=: )/{re.escape(old)}(?=#|\s*$)", f"/{address}")
    if old in published_addresses(course.root):
        file = file_for(old)
        text = edits.read(file) or "# Wohin alte Adressen führen; sie gelten für immer.\n"
        edits.write(file, f"{text.rstrip(chr(10))}\n/{old}: /{address}\n")


def _move_in_nav(
    edits: Edits, config: str, lesson: Lesson, talks: tuple[ConversationPage, ...], module: Module
) -> None:
    """Put the lines of a lesson, and of conversations that stood with it, behind the module's last lesson."""
    lines = edits.read(config).split("\n")
    moving = [f"{module.slug}/{posixpath.basename(page.uri)}" for page in (lesson, *talks)]
    places = [place for place in (line_of(lines, uri) for uri in moving) if place is not None]
    first = places[0]
    block = [lines[first], *(lines[place] for place in places[1:] if _same_group(lines, first, place))]
    rest = "\n".join(line for line in lines if line not in block)
    known = [page.uri for page in (module.index, *module.lessons)]
    edits.write(config, insert(rest, block, module.title, known))


def _same_group(lines: list[str], one: int, other: int) -> bool:
    """Whether two lines of a navigation stand below the same title."""
    between = lines[min(one, other) : max(one, other)]
    return not any(line.rstrip().endswith(":") for line in between)


def _move_questions(course: Course, edits: Edits, lesson: Lesson, former: Module, module: Module) -> None:
    """Put the questions of a lesson that stand in its module's file into the other module's."""
    for folder in ("quizzes", f"{FOLDER}/quizzes"):
        source, target = f"{folder}/{former.slug}.yml", f"{folder}/{module.slug}.yml"
        starts = [placed.line("id") for placed in course.bank.questions if placed.file == source]
        moving = {
            placed.line("id")
            for placed in course.bank.questions
            if placed.file == source and placed.item.lesson == lesson.slug
        }
        if not moving:
            continue
        lines = edits.read(source).rstrip("\n").split("\n")
        ends = [*(_end(lines, start) for start in starts[1:]), len(lines)]
        kept: list[str] = []
        taken: list[str] = []
        at = 0
        for start, end in zip(starts, ends, strict=True):
            begin = _end(lines, start)
            kept += lines[at:begin]
            (taken if start in moving else kept).extend(lines[begin:end])
            at = end
        kept += lines[at:]
        text = (edits.read(target) or "questions:\n").rstrip("\n")
        edits.write(target, text + "\n\n" + "\n".join(taken).strip("\n") + "\n")
        if set(starts) == moving:
            edits.remove(source)
            continue
        edits.write(source, "\n".join(kept).rstrip("\n") + "\n")


def _end(lines: list[str], start: int) -> int:
    """The index where a question begins that starts on line `start`: with the comments right above it."""
    place = start - 1
    while place and lines[place - 1].lstrip().startswith("#") and not lines[place - 1].startswith("#"):
        place -= 1
    return place


def _move_in_plan(edits: Edits, name: str, former: str, module: Module) -> None:
    """The plan of the course, which a test holds against the course."""
    text = edits.read(PLAN)
    text = re.sub(rf'^(    "{former}": \[.*?)(, "{name}"|"{name}",? ?)', r"\1", text, count=1, flags=re.M)
    text = re.sub(rf'^(    "{module.slug}": \[.*?)\](?=,$)', rf'\1, "{name}"]', text, count=1, flags=re.M)
    edits.write(PLAN, text.replace("[, ", "["))

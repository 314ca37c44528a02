"""Folders are storeys: an import goes down only, in Python and in scripts."""

from __future__ import annotations

import ast
import posixpath
import re
from pathlib import Path

from conftest import ROOT

STOREYS = ["content", "checks", "site", "exports", "print", "chores"]
SHARED = {"colours", "fonts", "icons", "qr", "script_words", "templates", "typography", "words"}  # below all of them
DOORS = {"__main__", "cli", "makers", "mkdocs_plugin"}  # above all of them
INTO_SITE = {"exports/publish", "exports/lms_packages", "exports/lms_pages"}  # packages are made of the built site
AREAS = [
    "formats",
    "progress",
    "page",
    "sentences",
    "questions",
    "exam",
    "assignments",
    "lms",
    "xapi",
    "search",
    "pages",
]
TYPES = ("js/questions/types.js", "js/questions/tasks.js")


def storey(module: str) -> int:
    """Height of a module of src/kurs: "site/links"."""
    folder, name = posixpath.split(module)
    if folder:
        return 1 + STOREYS.index(folder)
    return 0 if name in SHARED else len(STOREYS) + 1


def imported(path: Path) -> set[str]:
    """The modules of src/kurs that a module of it imports, also inside functions."""
    package = path.relative_to(ROOT / "src").parent.parts
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *filter(None, (node.module or "").split("."))]
            for name in [base, *([*base, alias.name] for alias in node.names)]:
                if (ROOT / "src" / Path(*name)).with_suffix(".py").exists():
                    found.add("/".join(name[1:]))
        elif isinstance(node, ast.ImportFrom | ast.Import):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            assert not [name for name in names if name.split(".")[0] == "kurs"], f"{path}: relative imports only"
    return found


def modules() -> dict[str, set[str]]:
    folder = ROOT / "src" / "kurs"
    return {
        path.relative_to(folder).as_posix().removesuffix(".py"): imported(path)
        for path in sorted(folder.rglob("*.py"))
        if path.name != "__init__.py"
    }


def test_every_python_folder_is_a_storey_and_every_loose_file_is_named_here() -> None:
    loose = {name for name in modules() if "/" not in name}
    assert loose == SHARED | DOORS
    assert {posixpath.dirname(name) for name in modules()} - {""} == set(STOREYS)


def test_python_imports_go_down_only() -> None:
    for module, others in modules().items():
        assert [other for other in others if storey(other) > storey(module)] == [], module


def test_exports_and_print_enter_the_site_only_where_they_need_the_built_one() -> None:
    entering = {
        module
        for module, others in modules().items()
        if module.startswith(("exports/", "print/")) and any(other.startswith("site/") for other in others)
    }
    assert entering == INTO_SITE


def height(script: str) -> tuple[int, int]:
    """Height of a script of overrides, which its folder says; what stands alone in js/ stands above all."""
    folder = script.split("/")
    if folder[0] == "questions" or script in TYPES:  # a type stands above what all types share, below their list
        return AREAS.index("questions"), 2 if script in TYPES else 1
    if folder[0] == "js":
        return AREAS.index(folder[1]) if len(folder) > 2 else len(AREAS), 0
    return len(AREAS), len(folder)  # tools share tools/*.js, a tool's own script lies one folder deeper


def test_imports_of_scripts_go_down_only_and_no_tool_or_type_uses_another() -> None:
    folder = ROOT / "overrides"
    seen = 0
    for path in sorted(folder.rglob("*.js")):
        script = path.relative_to(folder).as_posix()
        for target in re.findall(r'^import\b[^"]*"([^"]+)";', path.read_text("utf-8"), re.M):
            other = posixpath.normpath(posixpath.join(posixpath.dirname(script), target))
            beside = posixpath.dirname(other) == posixpath.dirname(script)
            assert beside or height(other) < height(script), f"{script}: {target}"
            seen += 1
    assert seen > 100


def test_every_folder_of_scripts_is_a_storey() -> None:
    assert {path.name for path in (ROOT / "overrides" / "js").iterdir() if path.is_dir()} == set(AREAS)

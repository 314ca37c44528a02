"""Authors' text as a browser reads it: nothing hides from the check, whatever is left out to make it fast."""

from __future__ import annotations

import markdown
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from conftest import ROOT
from kurs.checks.converted import ALLOWED, ALWAYS, EXTENSIONS, convert
from kurs.content.course import Course
from kurs.content.yamltext import read

SIGNS = "ab „“ <>[](){}:=!&\"'\n#|`\\-*_./x1"
PIECES = [
    "<script>",
    "<b onclick=x>",
    "[a](javascript:x)",
    "[a]: data:x",
    "{: onclick=x }",
    "ein Satz ohne jedes Zeichen ",
]


def test_the_check_converts_with_what_the_build_converts_with() -> None:
    configured = read((ROOT / "mkdocs.yml").read_text("utf-8"), "").data["markdown_extensions"]
    names = {next(iter(entry)) if isinstance(entry, dict) else entry for entry in configured}
    assert set(EXTENSIONS) == names | {"toc", "tables", "fenced_code"}


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(st.sampled_from(SIGNS), max_size=8)), max_size=8))
def test_whatever_the_build_would_make_of_it_what_is_forbidden_is_found(parts: list[str]) -> None:
    text = "".join(parts)
    body = LexborHTMLParser(markdown.Markdown(extensions=EXTENSIONS).convert(text)).body
    nodes = [node for node in body.traverse(include_text=False) if node.is_element_node] if body else []
    bad = [node.tag for node in nodes if node.tag not in {*ALLOWED, "body"}]
    bad += [name for node in nodes for name in node.attributes if name.startswith("on")]
    bad += [url for node in nodes if (url := node.attributes.get("href") or "").startswith(("javascript:", "data:"))]
    if bad:
        assert convert(text).problems, bad


def test_the_course_has_nothing_that_is_not_allowed(course: Course) -> None:
    assert [convert(page.body, page.body_line).problems for page in course.pages if not page.is_conversation] == [
        () for page in course.pages if not page.is_conversation
    ]


def test_no_allowed_element_or_attribute_runs_or_loads_anything() -> None:
    assert not {"script", "style", "iframe", "object", "embed", "form", "svg", "math", "base", "meta", "link"} & set(
        ALLOWED
    )
    everywhere = ALWAYS.union(*ALLOWED.values())
    assert not [name for name in everywhere if name.startswith("on")]
    assert everywhere & {"srcset", "srcdoc", "action", "formaction", "background", "ping"} == set()

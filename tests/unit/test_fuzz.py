"""Any text in quizzes/ is a valid bank or a clean list of findings, quickly and in little memory.

200 fixed cases a test; `make fuzz` draws thousands of new ones (FUZZ_CASES).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from conftest import ROOT
from kurs.checks.all import check_all
from kurs.content.bank import Bank
from kurs.content.course import load_course
from kurs.content.model import RATINGS
from kurs.site.question_forms import to_markdown
from projekt import SINGLE, make_project, write

CASES = int(os.environ.get("FUZZ_CASES", "0"))
fuzzed = settings(
    max_examples=CASES or 200,
    derandomize=not CASES,
    deadline=None,  # limits are in CPU seconds, whatever else the machine does
    suppress_health_check=list(HealthCheck),
)
# Of CPU. What grows faster than its file takes minutes; a machine may be slow for a while.
SECONDS, MEGABYTES = 6.0, 250

BREAKING = (
    *("\t", ":", ": ", " #", "- ", "\n", "\n\n", "\n- ", "\n  ", "\n    - ", "&a ", "*a", "!x ", "!!python/name:os.system "),
    *("[", "]", "{", "}", "[[", "]]", "[[a|b]]", "[[|]]", "|", ">", ">-\n", "'", '"', "%", "@", "`", "---\n", "...\n", "? ", "<<: "),
    *("\u2028", "\x85", "\x00", "\x07", "\x0b", "\x0c", "\x1c", "\x7f", "\ufeff", "\ufffe", "\r", "\r\n", "\u202e", "\u200b", "💥", "ß"),
    *("~", "null", "true", "ja", "0x10", "1e309", "nan", ".inf", "1_000", "-1", "9" * 400, "²", "<script>alert(1)</script>", "`x`"),
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=60), st.sampled_from(BREAKING), st.lists(st.sampled_from(BREAKING), max_size=6).map("".join)
)


def bank_texts() -> list[str]:
    """The course's own questions, cut into lists of a few that hold every type."""
    found = []
    for path in (*sorted((ROOT / "quizzes").glob("*.yml")), ROOT / "tests" / "tasks.yml"):
        questions = path.read_text("utf-8").split("\n  - id:")
        found += ["\n  - id:".join(["questions:", *questions[i : i + 3]]) for i in range(1, len(questions), 3)]
    return found


OWN = bank_texts()


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """Questions as an author may leave them behind: pieces lost, doubled, moved, or typed over."""
    text = draw(st.sampled_from(OWN))
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.sampled_from((0, 0, 1, 2, 10, 80)))
        put = draw(st.one_of(texts, st.just(""), st.just(text[at : at + 40])))
        text = text[:at] + put + text[at + length :]
    return text


values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=8,
)
FIELDS = {
    "id": st.sampled_from(("eins", "zwei", "p")),
    "revision": st.just(1),
    "lesson": st.just("aushang"),
    "objective": st.just("aushang-erkennen"),
    "use": st.sampled_from(("practice", "exam")),
    "type": st.sampled_from(("single", "multiple", "cloze", "numeric", "order", "match", "mark", "rate", "write")),
    "stem": st.one_of(texts, st.just("Was sagt [[es]]?")),
    "explanation": texts,
    "sources": st.just([]),
    "options": st.lists(
        st.fixed_dictionaries({"text": texts, "correct": st.booleans(), "feedback": texts}), max_size=7
    ),
    "feedback": st.fixed_dictionaries({"correct": texts, "incorrect": texts}),
    "answer": st.fixed_dictionaries({"value": st.one_of(st.integers(), st.floats()), "tolerance": st.floats()}),
    "items": st.lists(st.fixed_dictionaries({"text": texts, "feedback": texts}), max_size=9),
    "pairs": st.lists(st.fixed_dictionaries({"left": texts, "right": texts, "feedback": texts}), max_size=9),
    "extra": st.lists(texts, max_size=3),
    "segments": st.lists(
        st.fixed_dictionaries({"text": texts, "mark": st.booleans(), "feedback": texts}), min_size=2, max_size=9
    ),
    "reactions": st.lists(
        st.fixed_dictionaries({"text": texts, "rating": st.sampled_from(RATINGS), "feedback": texts}), max_size=5
    ),
    "models": st.lists(texts, max_size=5),
    "criteria": st.lists(texts, min_size=2, max_size=4),
}
USED = {
    "single": "options",
    "multiple": "options",
    "cloze": "feedback",
    "order": "items",
    "match": "pairs",
    "mark": "segments",
    "rate": "reactions",
    "write": "models",
}


@st.composite
def built(draw: st.DrawFn) -> str:
    """YAML that is sound as YAML: questions of the right shape with anything in their fields."""
    questions = []
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(FIELDS["type"])
        own = {"numeric": {"answer", "feedback"}, "write": {"models", "criteria"}}.get(kind) or {USED[kind]}
        shared = [name for name in FIELDS if name not in {*USED.values(), "answer", "criteria", "extra", "type"}]
        question = {"type": kind, **{name: draw(FIELDS[name]) for name in (*shared, *sorted(own))}}
        for name in draw(st.lists(st.sampled_from(sorted(question)), max_size=2)):
            question[name] = draw(values)
        questions.append(question)
    return yaml.safe_dump({"questions": questions}, allow_unicode=draw(st.booleans()), sort_keys=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("projekt"))


def assert_clean(project: Path, content: bytes) -> Bank:
    """Check the project with `content` as one more file of questions."""
    (project / "quizzes" / "fuzz.yml").write_bytes(content)
    started = time.process_time()
    course = load_course(project)
    findings = check_all(course)
    assert time.process_time() - started < SECONDS
    for finding in findings:
        line = str(finding)
        assert "\n" not in line
        assert len(line) < 700, line
        assert finding.remedy
        assert (project / finding.file).exists(), line
        if finding.file == "quizzes/fuzz.yml":
            lines = 1 + len(re.findall(rb"\r\n|[\r\n]", content))  # as an editor counts
            assert 0 <= finding.line <= lines, line
    return course.bank


@fuzzed
@given(damaged())
@example("questions:\n  - id: eins\n    type: [single]\n")
@example("9" * 900 + ": b: c")
@example("questions:\n- " + "9" * 900 + ": @a")
@example("questions:\n- explanation:\n    " + "a" * 900 + ": b #c")
def test_damaged_questions_are_told_or_taken(project: Path, text: str) -> None:
    for placed in assert_clean(project, text.encode("utf-8", "surrogatepass")).questions:
        to_markdown(placed.item)


NUMERIC = """questions:
- {type: numeric, id: eins, revision: 1, lesson: aushang, objective: aushang-erkennen, use: practice, stem: a, explanation: b, sources: [],
  answer: {value: VALUE, tolerance: TOLERANCE}, feedback: {correct: c, incorrect: d}}
"""


@fuzzed
@given(built())
@example(NUMERIC.replace("VALUE", "1.0e+18").replace("TOLERANCE", "0"))
@example(NUMERIC.replace("VALUE", "-1.7e308").replace("TOLERANCE", "1.7e308"))
@example(NUMERIC.replace("VALUE", "1e-300").replace("TOLERANCE", "5e-324"))
def test_questions_of_sound_shape_with_anything_in_them_are_told_or_taken(project: Path, text: str) -> None:
    for placed in assert_clean(project, text.encode("utf-8", "surrogatepass")).questions:
        to_markdown(placed.item)


@fuzzed
@given(st.one_of(st.binary(max_size=300), texts.map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_any_bytes_are_told_or_taken(project: Path, content: bytes) -> None:
    assert_clean(project, content)


BOMBS = {
    "one long word": "questions:\n  - id: " + "a" * 990_000,
    "one long line of prose": "questions:\n  - stem: " + "a: " * 330_000,
    "empty items": "questions:\n" + "- \n" * 300_000,
    "tiny questions": "questions:\n" + "- {type: single}\n" * 50_000,
    "tiny questions, one broken": "questions:\n" + "- {type: single}\n" * 50_000 + "- {\n",
    "many fields": "questions:\n- type: single\n" + "".join(f"  f{i}: x\n" for i in range(80_000)),
    "many options": "questions:\n- type: single\n  options:\n" + "  - {text: a, correct: true, feedback: b}\n" * 20_000,
    "many ids alike": "questions:\n" + "- {type: single, id: eins}\n" * 30_000,
    "many keys": "".join(f"k{i}: x\n" for i in range(80_000)),
    "deep": "questions: " + "[" * 400_000,
    "deep braces": "questions: " + "{a: " * 200_000,
    "deep indent": "questions:\n" + "".join(" " * i + "-\n" for i in range(1300)),
    "quotes": "questions:\n" + '- "\n' * 240_000,
    "blanks": "questions:\n- {type: cloze, id: a, stem: '" + "[[" * 300_000 + "'}\n",
    "tabs": "questions:\n" + "\t- a\n" * 190_000,
    "line separators": "questions:\n" + "- a\u2028" * 150_000,
    "aliases": "a: &a [x]\n" + "b: *a\n" * 100_000,
    "sound questions": "questions:\n"
    + "".join(SINGLE.format(id=f"f-{i}", objective="aushang-erkennen") for i in range(1900)),
    "comments": "questions:\n" + "- a #x\n" * 100_000,
}
RUN = r"""
import json, pathlib, re, resource, sys, time
from kurs.checks.all import check_all
from kurs.content.course import load_course
started = time.process_time()
findings = check_all(load_course(pathlib.Path(sys.argv[1])))
seconds = time.process_time() - started
longest = max((len(str(finding)) for finding in findings), default=0)
# On Linux a process is charged with the peak of the one that started it; its own stands here.
own = pathlib.Path("/proc/self/status")
peak = re.search(r"VmHWM:\s*(\d+)", own.read_text())[1] if own.exists() else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([seconds, int(peak) / 1024, len(findings), longest]))
"""


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_made_to_explode_costs_neither_time_nor_memory(project: Path, name: str) -> None:
    assert len(BOMBS[name].encode()) < 1_000_000
    write(project, "quizzes/fuzz.yml", BOMBS[name])
    done = subprocess.run([sys.executable, "-c", RUN, project], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    seconds, megabytes, count, longest = json.loads(done.stdout)
    assert count > 0
    assert longest < 700
    assert seconds < SECONDS
    assert megabytes < MEGABYTES

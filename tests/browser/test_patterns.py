"""No pattern of a script lets a text of somebody else keep the browser busy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from conftest import ROOT

SCRIPTS = sorted((ROOT / "overrides").rglob("*.js"))
LITERAL = re.compile(r"(?<=[=(,:?!&|;\[ ])/(?![/*\s])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\n\\\[])+/[dgimsuy]*(?=[.,;)\] ])")
LENGTH = 200_000
TRY = """([literals, texts]) => literals.flatMap(([place, source, flags]) => {
  const slow = texts.filter((text) => {
    const start = performance.now();
    text.replace(new RegExp(source, flags), "");
    return performance.now() - start > 500;
  });
  return slow.length ? [`${place}: /${source}/ mit ${slow.map((text) => JSON.stringify(text.slice(0, 12)))}`] : [];
})"""


def literals(path: Path) -> list[tuple[str, str, str]]:
    """Every pattern in a script: where, source, flags."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.lstrip().startswith(("//", "*", "/*")):
            for literal in LITERAL.findall(line):
                source, _, flags = literal[1:].rpartition("/")
                found.append((f"{path.name}:{number}", source, flags))
    return found


def hostile_texts() -> list[str]:
    """Long runs of what patterns repeat, each with an end that no pattern wants."""
    runs = ["a", "A", "1", " ", "\t", "-", ".", ",", "/", '"', "{a", "{", "%", "=", "\n", "a-", "a.", "1.", "1,", ", ", ' "', "NACHWEIS1", "AUFGABE1.", "LERNSTAND1Z.", "a\n", "ä", "#", "a#", "--"]  # fmt: skip
    return [run * (LENGTH // len(run)) + end for run in runs for end in ("!", "\u0000")]


def test_every_pattern_of_the_scripts_reads_a_hostile_text_at_once(browser: Browser) -> None:
    patterns = [literal for path in SCRIPTS for literal in literals(path)]
    assert len(patterns) > 60
    page = browser.new_page()
    page.set_default_timeout(0)
    assert page.evaluate(TRY, [patterns, hostile_texts()]) == []
    page.close()


def test_letters_without_end_are_checked_at_once(visit: Any) -> None:
    page = visit().open("trainer/pruefen/")
    for text in ("a" * LENGTH, "ab-" * (LENGTH // 3), "Ab3." * (LENGTH // 4)):
        page.get_by_label("Codes einfügen").evaluate("(field, text) => { field.value = text; }", text)
        start = page.evaluate("performance.now()")
        page.get_by_role("button", name="Prüfen", exact=True).click()
        assert page.evaluate("performance.now()") - start < 5000

"""What only a course of full length shows, with all its tools: the real one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser
from test_pages import NARROW
from test_progress import MAY, progress, right

from conftest import javascript
from kurs.content.course import Course


def test_every_answered_question_of_the_course_fits_one_message(
    course: Course, browser: Browser, tmp_path: Path
) -> None:
    answers = {
        placed.item.id: {**right(i, MAY + i * 41), "given": [f"{hash(placed.item.id) & 0xFFFFFF:06x}"]}
        for i, placed in enumerate(course.bank.active(use="practice"))
    }
    source = 'import { encodeProgress } from "./progress/transfer.js";\nwindow.encode = (text) => encodeProgress(JSON.parse(text));\n'
    page = javascript(browser, tmp_path, source)
    code = page.evaluate("(text) => encode(text)", json.dumps(progress(answers, dict.fromkeys(course.lessons, MAY))))
    page.close()
    assert len(code) < 10_000


def test_no_field_is_so_small_that_an_iphone_zooms_into_it(site: Path, visit: Any) -> None:
    profile = visit(viewport=NARROW)
    page = profile.open("impressum/")
    small = {}
    for file in site.rglob("index.html"):
        if re.search("<(input|select|textarea)", file.read_text("utf-8")):
            page.goto(profile.address + file.parent.relative_to(site).as_posix() + "/")
            small[page.url] = page.evaluate(
                """() => [...document.querySelectorAll("input:not([type=checkbox], [type=radio], [type=range], [type=file], [type=hidden]), select, textarea")]
                    .filter((field) => parseFloat(getComputedStyle(field).fontSize) < 16).map((field) => field.outerHTML.slice(0, 80))"""
            )
    assert len(small) > 30
    assert {url: fields for url, fields in small.items() if fields} == {}

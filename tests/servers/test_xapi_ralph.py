"""The public site tells a real record store: Ralph takes every statement once, also after it was down."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from conftest import serve
from lrs import ALLOW, answer, expect_delivered, expect_waiting, site
from server import WRITER, Ralph, complaint_about


@pytest.fixture
def place(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BrowserContext, str, Ralph]]:
    """A browser profile, the address of a lesson, and the running store that its site tells."""
    folder = tmp_path_factory.mktemp("xapi")
    with serve(folder) as root:
        ralph = Ralph(tmp_path_factory.mktemp("ralph"), origin=root.rstrip("/"))
        ralph.start()
        settings = f'    endpoint: {ralph.endpoint}\n    zugang: "{WRITER}"\n    verben: [passed, answered]\n'
        site(folder, f"{root}kurs/", settings)
        context = browser.new_context(locale="de-DE")
        yield context, f"{root}kurs/aushang/", ralph
        context.close()
        ralph.stop()


def test_ralph_takes_each_statement_once_also_after_it_was_down(place: tuple[BrowserContext, str, Ralph]) -> None:
    context, address, ralph = place
    page = context.new_page()
    page.goto(address)
    answer(page, "eins")
    page.get_by_role("button", name=ALLOW).click()
    expect_delivered(page, 1)

    ralph.stop()
    for name in ("zwei", "drei", "vier", "fuenf", "sechs"):
        answer(page, name)
    expect_waiting(page, 6)
    page.close()
    ralph.start()

    page, other = context.new_page(), context.new_page()  # two pages that send the same queue
    page.goto(address)
    other.goto(address)
    expect_delivered(page, 7)
    stored = ralph.statements()
    assert len(stored) == 7
    assert len({statement["id"] for statement in stored}) == 7
    verbs = sorted(statement["verb"]["id"].rsplit("/")[-1] for statement in stored)
    assert verbs == ["answered"] * 6 + ["passed"]
    assert complaint_about(stored) == ""

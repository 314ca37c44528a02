"""Whoever offers the course: any name, address, logo and colour gives a whole site within the same budgets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_built_pages import budget, first_visit, pages, parse

from conftest import build
from kurs.content.published import check_addresses
from kurs.content.settings import REQUIRED
from projekt import copy_course, operated_by

OWN = 650  # bytes, gzip, for what an operator adds to a page: a name, a logo, an address
OPERATORS: dict[str, dict[str, Any]] = {
    "an employer": {
        **dict.fromkeys(REQUIRED, "Muster & Söhne GmbH, Große Straße 17, 12345 Musterstadt an der Muster"),
        "email": "kurs@muster.example",
        "telefon": "+49 30 1234567",
        "logo": "bilder/zeichen.svg",
        "akzent": "#7a1fa2",
    },
    "a public body": {
        "name": "Kreisverwaltung <Muster> „Süd“",
        "rechtsgrundlage": "Art. 6 Abs. 1 Buchst. e DSGVO mit § 3 BDSG",
        "akzent": "#ffff00",
    },
    "one person": {"name": "Erika Mustermann", "email": "erika@muster.example", "akzent": "#000000"},
}


@pytest.mark.parametrize("operator", OPERATORS.values(), ids=OPERATORS)
def test_any_operator_gets_a_whole_site_within_the_budgets(tmp_path: Path, operator: dict[str, Any]) -> None:
    project = copy_course(tmp_path / "projekt", site_url="https://muster.example/lernen/kunden/")
    operated_by(project, operator)
    site = tmp_path / "kurs"
    done = build(project, site)
    assert done.returncode == 0, done.stderr
    assert [str(finding) for finding in check_addresses(project, site)] == []
    assert operator["name"] in parse(site / "impressum" / "index.html").text_content()
    assert parse(site / "index.html").xpath("//header//img/@alt") == [operator["name"]] * ("logo" in operator)
    for page in pages(site):
        assert first_visit(page) <= budget(page) + OWN, f"{page.relative_to(site)}: {first_visit(page)} Bytes"

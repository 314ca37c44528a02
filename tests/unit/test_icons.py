"""Icons of Material's set in templates."""

from __future__ import annotations

from pathlib import Path

import lxml.html
import pytest

from kurs.checks.icons import check_icons
from kurs.icons import UnknownIconError, icon


def test_an_icon_is_a_drawing_that_screen_readers_pass_over_and_css_sizes() -> None:
    drawing = lxml.html.fragment_fromstring(icon("material/magnify"))
    assert dict(drawing.attrib) == {"class": "symbol", "viewbox": "0 0 24 24", "aria-hidden": "true"}
    assert [shape.tag for shape in drawing] == ["path"]
    assert "xmlns" not in icon("material/magnify")


def test_the_remark_of_its_maker_stays_out_of_the_page() -> None:
    assert "<!--" not in icon("fontawesome/solid/star")


@pytest.mark.parametrize("name", ["material/magnfy", "gibt/es-nicht", "../../404", ""])
def test_an_unknown_icon_is_refused(name: str) -> None:
    with pytest.raises(UnknownIconError, match="gibt es nicht"):
        icon(name)


def test_a_template_with_an_unknown_icon_is_told_with_its_line_and_a_name_like_it(tmp_path: Path) -> None:
    template = tmp_path / "overrides" / "parts" / "eins.html"
    template.parent.mkdir(parents=True)
    template.write_text('<p>\n{{ icon("material/menu") }}\n{{ icon("material/magnfy") }}\n', "utf-8")
    (finding,) = check_icons(tmp_path / "overrides")
    assert (finding.file, finding.line) == ("overrides/parts/eins.html", 3)
    assert "„material/magnfy“ gibt es nicht. Meinten Sie „material/magnify“?" in finding.problem

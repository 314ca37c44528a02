"""Icons that templates name and the set does not have."""

from __future__ import annotations

from pathlib import Path

import jinja2
import jinja2.nodes

from ..content.findings import Finding, Rule
from ..icons import UnknownIconError, icon

DRAWN = Rule("symbol", "Einen Namen, den der Symbolsatz nicht kennt, könnte die Seite nicht zeichnen.")


def check_icons(overrides: Path) -> list[Finding]:
    """Names of icons in templates that are not in the set."""
    findings = []
    for path in sorted(overrides.rglob("*.html")):
        text = path.read_text("utf-8")
        if "icon(" not in text:
            continue
        for call in jinja2.Environment(extensions=["jinja2.ext.i18n"]).parse(text).find_all(jinja2.nodes.Call):
            match call:
                case jinja2.nodes.Call(node=jinja2.nodes.Name(name="icon"), args=[jinja2.nodes.Const(value=name)]):
                    try:
                        icon(name)
                    except UnknownIconError as error:
                        file = path.relative_to(overrides.parent).as_posix()
                        remedy = "Namen stehen auf pictogrammers.com/library/mdi."
                        findings.append(DRAWN.says(file, call.lineno, str(error), remedy))
    return findings

"""The page of licences: what ships and what builds, from the packages' own words."""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path

from conftest import ROOT
from kurs.site.bundles import build_assets
from kurs.site.licences import build_tools, licence_of
from projekt import parsed


def rows(site: Path, heading: str) -> dict[str, list[str]]:
    tree = parsed(site / "lizenzen" / "index.html")
    table = tree.xpath("//h2[@id=$id]/following::table[1]//tr[td]", id=heading)
    cells = [[cell.text_content().strip() for cell in row.xpath("./td")] for row in table]
    return {first: rest for first, *rest in cells}


def test_every_locked_package_that_is_installed_is_listed_with_version_and_licence(site: Path) -> None:
    told = {re.sub(r"[-_.]+", "-", name).lower(): rest for name, rest in rows(site, "bau").items()}
    locked = dict(
        re.findall(r"^([a-z0-9][\w.-]*)==(\S+)", (ROOT / "requirements" / "site.txt").read_text("utf-8"), re.M)
    )
    here = {name for name in locked if _is_installed(name)}
    assert set(told) <= set(locked)
    assert here - set(told) <= {"colorama", "tzdata"}  # Windows alone needs them
    for name, (version, licence) in told.items():
        assert version == metadata.version(name)
        assert licence not in ("", "nicht angegeben", "UNKNOWN"), name
        assert len(licence) < 40, name


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def test_what_reaches_the_browser_is_the_course_s_own_or_pagefind(site: Path) -> None:
    told = rows(site, "browser")
    assert told[f"Pagefind {metadata.version('pagefind-bin')}"][1] == "MIT"
    assert [
        told[font.name][1] for font in (licence_of("font-source-sans-pro"), licence_of("font-source-serif-pro"))
    ] == ["OFL-1.1"] * 2
    own = {"assets", "pagefind"}
    scripts = [
        path.relative_to(site) for kind in ("*.js", "*.css", "*.wasm", "*.woff*", "*.ttf") for path in site.rglob(kind)
    ]
    assert [path for path in scripts if path.parts[0] not in own and path.name != "dienst.js"] == []
    sources = {name.split(".")[0] for name in build_assets(ROOT / "overrides", "#000000")}
    bundles = {path.name.split(".")[0] for path in (site / "assets").glob("*.js")}
    assert bundles <= sources


def test_what_packages_carry_from_npm_is_listed_with_version_and_licence(site: Path) -> None:
    told = rows(site, "pakete")
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    library = json.loads((ROOT / "node_modules" / "@xapi" / "cmi5" / "package.json").read_text("utf-8"))
    wanted = {*locked[""]["dependencies"], *library["dependencies"]}
    assert set(told) == wanted
    for name, (version, licence) in told.items():
        installed = json.loads((ROOT / "node_modules" / name / "package.json").read_text("utf-8"))
        assert (version, licence) == (installed["version"], installed["license"]), name


def test_the_list_is_the_same_at_every_build() -> None:
    assert build_tools() == build_tools()
    assert [tool.name for tool in build_tools()] == sorted((tool.name for tool in build_tools()), key=str.casefold)

"""hosting/htaccess says what hosting/nginx.conf says, which really runs in the tests of servers; Apache does not."""

from __future__ import annotations

import re

import pytest

from conftest import ROOT

pytestmark = pytest.mark.any_course

NGINX, APACHE = ((ROOT / "hosting" / name).read_text("utf-8") for name in ("nginx.conf", "htaccess"))
PATHS = (
    "",
    "seite/",
    "suche/",
    "404.html",
    "dienst.js",
    "kurs.webmanifest",
    "assets/kurs.0a1b2c3d.css",
    "assets/kurs.css",
    "pagefind/pagefind.js",
    "pagefind/fragment/de_1.pf_fragment",
    "pagefind/index/de_1.pf_index",
    "pagefind/pagefind.de_1.pf_meta",
)


def mapped(name: str, path: str) -> str:
    """What the map `name` of nginx gives to `path`: the first expression that fits, else the default."""
    block = re.search(rf"map \$uri \${name} \{{\n(.*?)^\}}", NGINX, re.S | re.M)
    assert block
    rules = re.findall(r'^    (?:"~(.*?)"|default) "(.*)";$', block[1], re.M)
    return next((value for pattern, value in rules if pattern and re.search(pattern, path)), rules[0][1])


def sent_by_nginx(path: str) -> dict[str, str]:
    headers = re.findall(r'^    add_header ([\w-]+) "?(.*?)"? always;$', NGINX, re.M)
    return {name: mapped(value[1:], path) if value.startswith("$") else value for name, value in headers}


def sent_by_apache(path: str) -> dict[str, str]:
    """Headers that the file sets for `path`: each line whose mark is there; the last prevails."""
    marks = {
        mark
        for pattern, mark in re.findall(r'^SetEnvIf Request_URI "(.*)" (\w+)$', APACHE, re.M)
        if re.search(pattern, path)
    }
    lines = re.findall(r'^Header always set ([\w-]+) "(.*?)"(?: env=(\w+))?$', APACHE, re.M)
    return {name: value for name, value, mark in lines if not mark or mark in marks}


@pytest.mark.parametrize("base", ["/", "/kurs/"])
@pytest.mark.parametrize("path", PATHS)
def test_every_file_gets_the_headers_that_nginx_gives_it_also_where_it_lies_compressed(base: str, path: str) -> None:
    told = sent_by_nginx(base + path)
    assert len(told) == 6
    assert sent_by_apache(base + path) == told
    file = path + "index.html" if path.endswith("/") or not path else path
    for ending in ("", ".br", ".gz"):
        assert sent_by_apache(f"{base}{file}{ending}") == told


def test_types_that_nginx_must_be_told_are_told() -> None:
    for kind, ending in re.findall(r"types \{ (\S+) (\w+); \}", NGINX):
        assert f"AddType {kind} .{ending}\n" in APACHE
    kinds = re.search(r"charset_types (.*);", NGINX)
    charset = re.search(r"^AddCharset utf-8 (.*)$", APACHE, re.M)
    assert kinds
    assert charset
    typed = dict(re.findall(r"^AddType (\S+) \.(\w+)$", APACHE, re.M))
    assert {f".{ending}" for kind, ending in typed.items() if kind in kinds[1]} <= set(charset[1].split())


@pytest.mark.parametrize(
    ("path", "is_hidden"),
    [(".git/config", True), ("a/.env", True), ("_headers", True), ("seite/", False), (".well-known/x", False)],
)
def test_what_is_no_page_is_hidden(path: str, is_hidden: bool) -> None:
    rule = re.search(r'^RewriteRule "(.*)" - \[R=404,L\]$', APACHE, re.M)
    assert rule
    assert bool(re.search(rule[1], path)) is is_hidden

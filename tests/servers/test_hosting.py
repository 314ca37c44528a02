"""The settings in hosting/: nginx and Caddy really serve the course below a base path, with all headers."""

from __future__ import annotations

import gzip
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

import brotli
import lxml.html
import pytest
from playwright.sync_api import expect

import webserver
from conftest import ROOT
from kurs.content.course import Course
from kurs.site.delivery import write_variants
from kurs.site.offline import write_offline_files
from webserver import Answer, ask

SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
}
FOREVER, SHORT = "public, max-age=31536000, immutable", "public, max-age=300"


@pytest.fixture(scope="session")
def www(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A server's folder with the course in kurs/, as `kurs site` makes it for that address."""
    project = tmp_path_factory.mktemp("projekt")
    for name in ("docs", "quizzes", "overrides", "hosting"):
        shutil.copytree(ROOT / name, project / name)
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    address = "site_url: https://kurs.example.org/kurs/\n"
    config, count = re.subn(r"^(# )?site_url: .*\n", address, config, count=1, flags=re.M)
    assert count == 1
    (project / "mkdocs.yml").write_text(config, "utf-8")
    shutil.copy(ROOT / "published.json", project)
    done = subprocess.run(
        [sys.executable, "-c", "import sys; from kurs.cli import main; sys.exit(main())", "site"],
        cwd=project,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    www = tmp_path_factory.mktemp("www")
    shutil.move(project / "site", www / "kurs")
    return www


@dataclass(frozen=True)
class Server:
    kind: str
    address: str
    site: Path

    def get(self, path: str = "", accept: str = "") -> Answer:
        return ask(self.address + path, accept)


@pytest.fixture(scope="session", params=["nginx", "caddy"])
def server(request: pytest.FixtureRequest, www: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with webserver.run(request.param, www, "/kurs", tmp_path_factory.mktemp(request.param)) as address:
        yield Server(request.param, address, www / "kurs")


def addresses(site: Path) -> list[str]:
    """Every page's address, relative to the course."""
    return sorted(page.relative_to(site).as_posix().removesuffix("index.html") for page in site.rglob("index.html"))


def csp_of(page: bytes) -> str:
    (policy,) = lxml.html.fromstring(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    return policy


def test_every_page_opens_without_a_violation_and_without_a_foreign_request(server: Server, visit: type) -> None:
    learner = visit(server.address)
    page = learner.open()
    for path in addresses(server.site):
        answer = page.goto(server.address + path)
        assert answer.status == 200, path
        expect(page.locator("h1")).to_be_visible()


def test_search_works_under_the_header_of_its_page_and_its_worker(server: Server, visit: type) -> None:
    page = visit(server.address).open("suche/?q=Vergraulung")
    expect(page.locator("[data-hits] li").first).to_be_visible(timeout=20000)


def test_the_course_can_be_kept_offline(server: Server, visit: type) -> None:
    learner = visit(server.address)
    page = learner.open("offline/")
    page.get_by_role("button", name="Offline speichern").click()
    expect(page.get_by_text("geht auch ohne Netz")).to_be_visible(timeout=30000)
    learner.context.set_offline(True)
    page.goto(server.address + "das-schild/")
    expect(page.locator("h1")).to_be_visible()


def test_while_a_release_is_copied_the_worker_never_names_what_is_not_there(www: Path, tmp_path: Path) -> None:
    """The commands of hosting/README.md, run from one edition to the next with this machine as the server."""
    fresh = Path(shutil.copytree(www / "kurs", tmp_path / "site"))
    page = fresh / "glossar" / "index.html"
    page.write_text(page.read_text("utf-8").replace(">Glossar</h1>", ">Neues Glossar</h1>"), "utf-8")
    write_variants(page)
    (fresh / "feindbild" / "index.html").rename(fresh / "feindbild" / "neu.html")
    write_offline_files(fresh, ROOT / "overrides" / "js" / "worker.js", "Kurs", "#005500", "/kurs/")
    write_variants(fresh / "dienst.js")
    online = Path(shutil.copytree(www / "kurs", tmp_path / "online"))
    commands = re.findall(r"^rsync .*?(?= +#|$)", (ROOT / "hosting" / "README.md").read_text("utf-8"), re.M)
    assert len(commands) == 4
    for command in commands:
        there = command.replace("server:/var/www/kurs/", f"{online}/")
        assert there != command
        subprocess.run(shlex.split(there), cwd=tmp_path, check=True)
        worker = (online / "dienst.js").read_bytes()
        if worker == (fresh / "dienst.js").read_bytes():
            assert brotli.decompress((online / "dienst.js.br").read_bytes()) == worker
            assert contents(fresh).items() <= contents(online).items(), command
    assert contents(online) == contents(fresh)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_page_cannot_be_framed_by_another_site(server: Server, browser: object) -> None:
    page = browser.new_page()  # type: ignore[attr-defined]
    page.set_content(f'<iframe src="{server.address}"></iframe>')
    page.wait_for_function("document.querySelector('iframe').contentDocument === null")
    assert page.frames[1].url.startswith("chrome-error:")
    page.close()


def test_every_page_carries_its_own_policy_as_a_header_and_the_other_safeguards(server: Server) -> None:
    for path in addresses(server.site):
        answer = server.get(path)
        assert answer.head["content-security-policy"] == csp_of(answer.body) + "; frame-ancestors 'none'", path
        assert {name: answer.head[name] for name in SAFE} == SAFE, path
    assert "wasm-unsafe-eval" in csp_of(server.get("suche/").body)


@pytest.mark.parametrize("path", ["", "das-schild/", "suche/", "kurs.webmanifest", "sitemap.xml", "bilder/zeichen.svg"])
def test_brotli_gzip_and_plain_are_negotiated_and_hold_the_same(server: Server, path: str) -> None:
    plain = server.get(path)
    file = server.site / (path if path and not path.endswith("/") else f"{path}index.html")
    assert plain.status == 200
    assert plain.body == file.read_bytes()
    for accept, suffix, encoding, decode in (
        ("br", ".br", "br", brotli.decompress),
        ("gzip", ".gz", "gzip", gzip.decompress),
        ("gzip, deflate, br, zstd", ".br", "br", brotli.decompress),
    ):
        answer = server.get(path, accept)
        variant = file.with_name(file.name + suffix)
        if not variant.exists():  # it would not have been smaller
            assert "content-encoding" not in answer.head
            continue
        assert answer.head["content-encoding"] == encoding
        assert answer.body == variant.read_bytes()
        assert decode(answer.body) == plain.body
        assert "accept-encoding" in answer.head["vary"].lower()
        assert answer.head["content-type"] == plain.head["content-type"]


def test_text_files_are_served_compressed_and_compressed_ones_as_they_are(server: Server) -> None:
    for asset in (server.site / "assets").glob("kurs.*"):
        if asset.suffix in (".css", ".js"):
            assert server.get(f"assets/{asset.name}", "br").head["content-encoding"] == "br"
    fragment = next((server.site / "pagefind" / "fragment").iterdir())
    answer = server.get(f"pagefind/fragment/{fragment.name}", "br, gzip")
    assert "content-encoding" not in answer.head
    assert answer.body == fragment.read_bytes()


def one_of_each(site: Path) -> dict[str, str]:
    """A path of each class of files, with how long browsers and CDNs may keep it."""

    def named(pattern: str) -> str:
        return next(path for path in site.glob(pattern)).relative_to(site).as_posix()

    return {
        "": SHORT,
        "das-schild/": SHORT,
        "kurs.webmanifest": SHORT,
        "bilder/zeichen.svg": SHORT,
        "pagefind/pagefind.js": SHORT,
        "pagefind/pagefind-entry.json": SHORT,
        "dienst.js": "no-cache",
        named("assets/kurs.*.css"): FOREVER,
        named("assets/kurs.*.js"): FOREVER,
        named("pagefind/fragment/*"): FOREVER,
        named("pagefind/index/*"): FOREVER,
        named("pagefind/*.pf_meta"): FOREVER,
    }


def test_hashed_files_are_kept_for_a_year_pages_for_minutes_the_worker_never(server: Server) -> None:
    for path, cache in one_of_each(server.site).items():
        assert server.get(path).head["cache-control"] == cache, path


def test_every_file_kept_for_a_year_changes_its_name_with_its_content(www: Path) -> None:
    assets = [path.name for path in (www / "kurs" / "assets").iterdir() if path.suffix not in (".br", ".gz")]
    assert [name for name in assets if not re.search(r"\.[0-9a-f]{8}\.\w+$", name)] == []


def test_files_have_the_types_that_browsers_insist_on(server: Server) -> None:
    types = {
        "": "text/html",
        "dienst.js": "(text|application)/javascript",
        "kurs.webmanifest": "application/manifest.json",
        "bilder/zeichen.svg": "image/svg.xml",
        "pagefind/pagefind.js": "(text|application)/javascript",
        "pagefind/pagefind-entry.json": "application/json",
        "sitemap.xml": "(text|application)/xml",
        next((server.site / "assets").glob("kurs.*.css")).relative_to(server.site).as_posix(): "text/css",
    }
    for path, kind in types.items():
        assert re.match(kind, server.get(path).head["content-type"]), path
    assert server.get().head["content-type"].lower() == "text/html; charset=utf-8"


@pytest.mark.parametrize("path", ["gibt-es-nicht/", "assets/kurs.00000000.css", ".git/config", "_headers"])
def test_what_is_not_there_gives_the_course_s_own_page_404(server: Server, path: str) -> None:
    answer = server.get(path)
    assert answer.status == 404
    assert answer.body == (server.site / "404.html").read_bytes()
    assert answer.head["content-type"].startswith("text/html")
    assert answer.head["cache-control"] == SHORT
    assert answer.head["content-security-policy"].endswith("frame-ancestors 'none'")


def test_page_404_is_styled_and_leads_home_from_any_depth(server: Server, visit: type) -> None:
    learner = visit(server.address)
    page = learner.open("weit/weg/von/hier/")
    page.get_by_role("link", name="Zur Startseite").click()
    expect(page).to_have_url(server.address)
    learner.problems.remove("Failed to load resource: the server responded with a status of 404 (Not Found)")


def test_an_address_without_its_slash_leads_on_relatively(server: Server) -> None:
    answer = server.get("das-schild")
    assert answer.status in (301, 308)
    assert answer.head["location"] in ("/kurs/das-schild/", "das-schild/")


def test_the_operators_page_tells_what_a_learner_costs(www: Path, course: Course, visit: type, tmp_path: Path) -> None:
    """Requests and bytes that nginx sends to somebody who goes through the whole course, against the page's table."""
    table = (ROOT / "hosting" / "README.md").read_text("utf-8")
    ways = {
        "eine Lektion": ["das-schild/"],
        "der ganze Kurs": [
            "",
            *(f"{step.slug}/" for module in course.modules for step in (module.index, *module.steps)),
        ],
    }
    for name, way in ways.items():
        folder = tmp_path / str(len(way))
        folder.mkdir()
        with webserver.run("nginx", www, "/kurs", folder) as address:
            page = visit(address).open(way[0])
            for path in way[1:]:
                page.goto(address + path)
            page.wait_for_load_state("networkidle")
        sent = [
            line.split() for line in (folder / "access.log").read_text("utf-8").splitlines()[1:]
        ]  # 1: our own knock
        requests, kilobytes = len(sent), sum(int(size) for _, size in sent) / 1000
        told = re.search(rf"\| {name}[^|]*\| (\d+) \| (\d+) KB \|", table)
        assert told, name
        measured = f"{name}: {requests} Anfragen, {kilobytes:.0f} KB; berichtigen Sie die Tabelle in hosting/README.md"
        assert requests == pytest.approx(int(told[1]), rel=0.25), measured
        assert kilobytes == pytest.approx(int(told[2]), rel=0.25), measured


# _headers: no server of ours reads it; these rules are what its readers have in common.


def headers_for(path: str) -> dict[str, list[str]]:
    """Values of every header that hosting/_headers gives to `path`; hosts join several."""
    found: dict[str, list[str]] = {}
    pattern = ""
    for line in (ROOT / "hosting" / "_headers").read_text("utf-8").splitlines():
        if line.startswith("/"):
            pattern = line.strip()
        elif line.startswith("  ") and fnmatch("/" + path, pattern):
            name, value = line.strip().split(": ", 1)
            found.setdefault(name.lower(), []).append(value)
    return found


def test_the_headers_file_gives_each_file_one_value_of_each_header(www: Path) -> None:
    site = www / "kurs"
    assert (site / "_headers").read_bytes() == (ROOT / "hosting" / "_headers").read_bytes()
    for path in [*addresses(site), *(p for p in one_of_each(site) if p)]:
        given = headers_for(path)
        assert {name: values for name, values in given.items() if len(values) != 1} == {}, path
        assert {name: given[name] for name in SAFE} == {name: [value] for name, value in SAFE.items()}


def test_the_headers_file_and_the_page_together_allow_what_the_page_needs_and_no_more(www: Path) -> None:
    search = csp_of((www / "kurs" / "suche" / "index.html").read_bytes())
    assert headers_for("das-schild/")["content-security-policy"] == [search + "; frame-ancestors 'none'"]


def test_the_headers_file_keeps_for_a_year_only_what_is_hashed(www: Path) -> None:
    for path, cache in one_of_each(www / "kurs").items():
        given = headers_for(path).get("cache-control")
        assert given == [FOREVER] if cache == FOREVER and "pf_meta" not in path else given is None, path

"""`kurs site`: compressed variants, and a site/ that is whole whatever happens to the build."""

from __future__ import annotations

import ctypes
import datetime
import gzip
import hashlib
import io
import json
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from warnings import catch_warnings

import brotli
import pytest

from conftest import ROOT, Once
from kurs.cli import main
from kurs.content.course import load_course
from kurs.content.settings import Settings
from kurs.exports.edition import Edition, Product
from kurs.exports.publish import commit_moment, publish
from kurs.site import search
from kurs.site.delivery import alone, compress, explain, put_in_place, write_variants
from kurs.site.offline import write_offline_files
from kurs.site.search import SearchError, build_index
from projekt import PAGE, make_project, replace, write

COMMAND = [sys.executable, "-c", "import sys; from kurs.cli import main; sys.exit(main())", "site"]
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path / "projekt")


@pytest.fixture
def delivered(once: Once, tmp_path: Path) -> Path:
    """A project with a good site in site/, made once and copied for each test."""

    def make(folder: Path) -> None:
        done = kurs_site(make_project(folder / "projekt"))
        assert done.returncode == 0, done.stderr

    return shutil.copytree(once("delivered", make) / "projekt", tmp_path / "projekt")


def kurs_site(project: Path) -> subprocess.CompletedProcess[str]:
    """`kurs site` in this process; a traceback fails the test."""
    said, told = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(told), catch_warnings(), chdir(project):
        code = main(["site"])
    return subprocess.CompletedProcess([], code, said.getvalue(), told.getvalue())


def kurs_site_apart(project: Path, prepare: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    """`kurs site` in a process of its own, with another seed for hashes, after `prepare` ran there."""
    return subprocess.run(
        COMMAND, cwd=project, env=ENVIRONMENT, preexec_fn=prepare, capture_output=True, text=True, check=False
    )


def snapshot(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_every_text_of_a_built_site_has_smaller_twins_that_say_the_same(delivered: Path) -> None:
    site = delivered / "site"
    for page in (site / "index.html", site / "aushang" / "index.html", next((site / "assets").glob("kurs.*.css"))):
        assert brotli.decompress(page.with_name(page.name + ".br").read_bytes()) == page.read_bytes()
        packed = page.with_name(page.name + ".gz").read_bytes()
        assert gzip.decompress(packed) == page.read_bytes()
        assert packed[4:8] == bytes(4), "gzip trägt die Uhrzeit des Baus"
        assert packed[9] == 255, "gzip trägt das System, je nach Python"
    for twin in [*site.rglob("*.br"), *site.rglob("*.gz")]:
        assert twin.stat().st_size < twin.with_suffix("").stat().st_size, twin
    assert not list((site / "pagefind" / "fragment").glob("*.br"))


def test_the_offline_list_names_no_twins_and_nothing_for_servers(delivered: Path) -> None:
    worker = (delivered / "site" / "dienst.js").read_text("utf-8")
    assert "./aushang/" in worker
    for trace in (".br", ".gz", "_headers"):
        assert trace not in worker


def test_a_file_under_another_address_makes_another_edition_for_offline_use(tmp_path: Path) -> None:
    def edition(folder: str) -> str:
        site = tmp_path / folder / "site"
        write(site, f"{folder}/index.html", "<p>dieselbe Seite</p>")
        write(site, "404.html", "<p>nicht da</p>")
        write(site, "bilder/zeichen.svg", (ROOT / "docs" / "bilder" / "zeichen.svg").read_text("utf-8"))
        write_offline_files(site, ROOT / "overrides" / "js" / "worker.js", "Kurs", "#005500", "/")
        found = re.search(r"\b[0-9a-f]{16}\b", (site / "dienst.js").read_text("utf-8"))
        assert found
        return found[0]

    assert edition("anfang") != edition("anfangen")  # the same bytes in the same order


def test_a_second_build_of_one_commit_is_the_same_to_the_byte(delivered: Path) -> None:
    (delivered / "site").rename(delivered / "erste")
    assert kurs_site_apart(delivered).returncode == 0
    assert snapshot(delivered / "site") == snapshot(delivered / "erste")


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="no file system in memory, whose order one can choose")
def test_the_index_is_the_same_in_whatever_order_the_file_system_lists_the_pages() -> None:
    names = ["eins", "zwei", "drei"]
    with tempfile.TemporaryDirectory(dir="/dev/shm") as one, tempfile.TemporaryDirectory(dir="/dev/shm") as other:
        for folder, order in ((one, names), (other, names[::-1])):
            for name in order:
                page = Path(folder) / name / "index.html"
                page.parent.mkdir()
                page.write_text(
                    f"<html><body data-pagefind-body><h1>{name}</h1><p>Kundschaft {name}</body></html>", "utf-8"
                )
            build_index(Path(folder))
        assert snapshot(Path(one) / "pagefind") == snapshot(Path(other) / "pagefind")


def test_a_site_without_pages_has_no_index_and_one_line_says_so(tmp_path: Path) -> None:
    with pytest.raises(SearchError, match="keine Seite gefunden"):
        build_index(tmp_path)


def test_nobody_finds_the_page_that_says_there_is_no_such_page(tmp_path: Path) -> None:
    for name in ("index.html", "404.html"):
        (tmp_path / name).write_text("<html><body data-pagefind-body><h1>Adresse</h1></body></html>", "utf-8")
    build_index(tmp_path)
    assert len(list((tmp_path / "pagefind" / "fragment").iterdir())) == 1


def test_a_search_engine_that_ends_early_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "get_executable", lambda: "true")
    with pytest.raises(SearchError, match="Pagefind hat sich beendet"):
        build_index(tmp_path)


def test_twins_of_unchanged_files_are_taken_over_and_those_of_changed_ones_made_anew(tmp_path: Path) -> None:
    for name in ("alt", "neu"):
        write(tmp_path, f"{name}/gleich.html", "<p>gleich</p>" * 50)
        write(tmp_path, f"{name}/anders.html", f"<p>{name}</p>" * 50)
    compress(tmp_path / "alt")
    marked = b"taken over"
    (tmp_path / "alt" / "gleich.html.br").write_bytes(marked)
    compress(tmp_path / "neu", tmp_path / "alt")
    assert (tmp_path / "neu" / "gleich.html.br").read_bytes() == marked
    assert brotli.decompress((tmp_path / "neu" / "anders.html.br").read_bytes()) == b"<p>neu</p>" * 50


def test_a_text_too_short_to_shrink_has_no_twin_and_loses_an_old_one(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("lang " * 100, "utf-8")
    write_variants(page)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "a.html.br", "a.html.gz"]
    page.write_text("x", "utf-8")
    write_variants(page)
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


def test_a_page_that_packages_rewrite_gets_new_twins(tmp_path: Path) -> None:
    page = tmp_path / "site" / "trainer" / "material" / "index.html"
    mark = "<!-- material-liste -->"
    write(tmp_path, "site/trainer/material/index.html", f"<main>{mark}alt{mark}</main>" + " " * 500)
    write_variants(page)
    settings = Settings(kurs_id="probe", version="1.0.0")
    moment = datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)
    edition = Edition(load_course(ROOT), settings, tmp_path / "site", moment)
    product = Product("fragen.xml", "Fragen", "Fragenbank", "zum Probieren", b"<a/>" * 500)
    publish(edition, [product], tmp_path / "dist")
    assert "fragen.xml" in page.read_text("utf-8")
    assert brotli.decompress(page.with_name("index.html.br").read_bytes()) == page.read_bytes()
    assert gzip.decompress(page.with_name("index.html.gz").read_bytes()) == page.read_bytes()
    files = page.parent / "dateien"
    assert sorted(path.name for path in files.iterdir()) == ["fragen.xml", "fragen.xml.br", "fragen.xml.gz"]
    assert [path.name for path in (tmp_path / "dist").iterdir()] == ["fragen.xml"]


@pytest.mark.skipif(sys.platform != "linux", reason="nur Linux tauscht zwei Ordner in einem Schritt")
def test_a_folder_is_replaced_in_one_step_without_a_moment_in_which_it_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "site/a", "alt")
    write(tmp_path, "neu/a", "neu")
    monkeypatch.setattr(Path, "rename", lambda *_: pytest.fail("zwei Schritte"))
    put_in_place(tmp_path / "neu", tmp_path / "site")
    assert (tmp_path / "site" / "a").read_text("utf-8") == "neu"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_where_folders_cannot_be_swapped_two_steps_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kurs.site.delivery._exchange", lambda one, other: False)
    write(tmp_path, "site/a", "alt")
    write(tmp_path, "neu/a", "neu")
    put_in_place(tmp_path / "neu", tmp_path / "site")
    assert (tmp_path / "site" / "a").read_text("utf-8") == "neu"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_an_error_in_the_content_leaves_the_last_good_site_alone(delivered: Path) -> None:
    good = snapshot(delivered / "site")
    replace(delivered, "quizzes/probe.yml", "correct: true", "correct: false")
    done = kurs_site(delivered)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert snapshot(delivered / "site") == good
    assert not list(delivered.glob(".site-*"))


def test_a_broken_link_fails_the_build_and_leaves_the_last_good_site_alone(delivered: Path) -> None:
    good = snapshot(delivered / "site")
    replace(delivered, "docs/probe/aushang.md", "Ein Fall.", "Ein [Fall](gibtsnicht.md).")
    assert kurs_site(delivered).returncode == 1
    assert snapshot(delivered / "site") == good


def test_a_build_killed_at_any_moment_leaves_a_whole_site(delivered: Path) -> None:
    texts = ("Ein Fall.", "Ein anderer Fall.")
    whole = [snapshot(delivered / "site")]
    replace(delivered, "docs/probe/aushang.md", *texts)
    assert kurs_site(delivered).returncode == 0
    whole.append(snapshot(delivered / "site"))
    assert whole[0] != whole[1]
    replace(delivered, "docs/probe/aushang.md", *reversed(texts))
    started = datetime.datetime.now()
    assert kurs_site_apart(delivered).returncode == 0
    length = (datetime.datetime.now() - started).total_seconds()
    moments = random.Random()
    killed = 0
    for i in range(6):
        replace(delivered, "docs/probe/aushang.md", texts[i % 2], texts[1 - i % 2])
        process = subprocess.Popen(
            COMMAND,
            cwd=delivered,
            env=ENVIRONMENT,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        moment = length * (i + moments.random()) / 6  # one in each part of the build
        try:
            process.wait(timeout=moment)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            killed += 1
        assert snapshot(delivered / "site") in whole, f"nach {moment:.2f} s abgebrochen"
    assert killed > 0
    assert kurs_site(delivered).returncode == 0
    assert snapshot(delivered / "site") == whole[0]
    assert not list(delivered.glob(".site-*"))


def _without_privilege() -> None:
    """Root too must ask before it writes: the child loses CAP_DAC_OVERRIDE."""
    ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)  # PR_CAPBSET_DROP


def _small_files_only() -> None:
    """Stands for a full disk: no file may grow beyond 4 KB."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


@pytest.mark.skipif(sys.platform != "linux", reason="nimmt dem Kindprozess Rechte, wie nur Linux es kennt")
def test_a_read_only_folder_gives_one_clear_line_and_keeps_the_site(delivered: Path) -> None:
    good = snapshot(delivered / "site")
    delivered.chmod(0o555)
    try:
        done = kurs_site_apart(delivered, _without_privilege)
    finally:
        delivered.chmod(0o755)
    assert done.returncode == 1
    (line,) = done.stderr.strip().splitlines()
    assert ".site-neu: der Zugriff ist nicht erlaubt" in line
    assert snapshot(delivered / "site") == good


@pytest.mark.skipif(sys.platform == "win32", reason="Grenzen für Prozesse kennt Windows nicht")
def test_a_full_disk_gives_one_clear_line_and_keeps_the_site(delivered: Path) -> None:
    good = snapshot(delivered / "site")
    done = kurs_site_apart(delivered, _small_files_only)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().splitlines()[-1].endswith("Was in site/ und dist/ lag, ist noch da.")
    assert snapshot(delivered / "site") == good
    assert not list(delivered.glob(".site-*"))


def test_packages_that_cannot_be_written_give_one_clear_line(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, "site/index.html", "")
    write(project, "site/trainer", "hier liegt eine Datei statt eines Ordners")
    monkeypatch.chdir(project)
    monkeypatch.setattr("kurs.cli.make_packages", lambda *_: [])
    assert main(["packages"]) == 1
    (line,) = capsys.readouterr().err.strip().splitlines()
    assert "trainer" in line


def test_what_went_wrong_with_a_file_is_said_in_german() -> None:
    assert explain(OSError(28, "No space left on device")).startswith("der Datenträger ist voll")
    assert explain(OSError(30, "Read-only file system", "site")).startswith(
        "site: der Datenträger ist schreibgeschützt"
    )


def test_a_second_command_at_once_gives_one_clear_line_and_builds_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project)
    with alone(project):
        for command in ("site", "packages", "release"):
            done = subprocess.run([*COMMAND[:-1], command], capture_output=True, text=True, check=False)
            assert done.returncode == 1
            assert done.stderr.strip().startswith("Hier baut schon jemand den Kurs.")
            assert len(done.stderr.strip().splitlines()) == 1
        assert main(["check"]) == 0, "wer nur liest, wartet auf niemanden"
    assert not (project / "site").exists()


def test_a_checkout_with_windows_line_ends_makes_the_same_site(project: Path) -> None:
    write(project, "docs/glossar.md", PAGE.format(title="Glossar", body="Fall { #fall }\n:   Was war."))
    replace(project, "mkdocs.yml", "      - quellen.md\n", "      - quellen.md\n      - glossar.md\n")
    replace(
        project, "docs/probe/aushang.md", "Ein Fall.", "Ein Fall,\nwie es ihn gibt.\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    assert kurs_site(project).returncode == 0
    site = snapshot(project / "site")
    assert 'class="glossary-term"' in (project / "site" / "aushang" / "index.html").read_text("utf-8")
    texts = [path for path in project.rglob("*") if path.suffix in (".md", ".yml", ".html", ".css", ".js")]
    for path in texts:
        if not path.is_relative_to(project / "site"):
            path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert kurs_site(project).returncode == 0
    assert snapshot(project / "site") == site


@pytest.mark.skipif(sys.platform == "win32", reason="Windows kennt keine solche Maske")
def test_what_a_server_hands_out_is_readable_for_it_whatever_mask_the_builder_has(project: Path) -> None:
    (project / "hosting" / "_headers").chmod(0o600)
    assert kurs_site_apart(project, lambda: os.umask(0o077) and None).returncode == 0
    modes = {path.stat().st_mode & 0o777 for path in (project / "site").rglob("*") if path.is_file()}
    assert modes == {0o644}
    assert {path.stat().st_mode & 0o777 for path in (project / "site").rglob("*") if path.is_dir()} == {0o755}


@pytest.mark.parametrize("git", ["missing", "no repository", "another repository"])
def test_without_its_own_commit_the_release_gives_the_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, git: str
) -> None:
    project = tmp_path / "kurs"
    write(project, "published.json", json.dumps({"date": "2026-11-24", "addresses": {}, "questions": {}}))
    if git == "missing":
        monkeypatch.setenv("PATH", str(tmp_path))
    if git == "another repository":
        write(tmp_path, "anderes.txt", "nicht unseres")
        identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
        for command in (["init", "-q"], ["add", "anderes.txt"], [*identity, "commit", "-q", "-m", "a"]):
            subprocess.run(["git", *command], cwd=tmp_path, check=True)
    assert commit_moment(project) == datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC)


@pytest.mark.parametrize("name", ["x$HOME y", "${x}", "{{ x }}", "a%s#b", "Bücher [neu]"])
def test_signs_in_the_name_of_the_folder_change_nothing(tmp_path: Path, delivered: Path, name: str) -> None:
    other = make_project(tmp_path / name)
    assert kurs_site(other).returncode == 0
    assert snapshot(other / "site") == snapshot(delivered / "site")

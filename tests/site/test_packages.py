"""Packages for learning platforms as files: complete, valid, small, the same twice, and nothing in them that should not be."""

from __future__ import annotations

import dataclasses
import gzip
import json
import posixpath
import re
import zipfile
from html import escape, unescape
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pytest

from conftest import ROOT
from kurs.content.course import Course
from kurs.content.settings import read_settings
from kurs.exports import lms_packages
from kurs.exports.edition import Edition, PackageError, Product
from kurs.exports.lms_packages import fullest, make_lms_packages, parts_of
from kurs.exports.lms_pages import Parcel, wrap
from kurs.site.bundles import Asset, pass_mark
from pakete import STANDARDS, edition_with, made, opened, texts
from projekt import REAL_COURSE

SCORM = ("scorm12", "scorm2004")
SCHEMA_LOCATION = f"{{{lms_packages.XSI}}}schemaLocation"
UTF_8 = lxml.html.HTMLParser(encoding="utf-8")
CMI5_SCHEMA = ROOT / "tests" / "schemas" / "cmi5" / "CourseStructure.xsd"


@pytest.fixture(scope="module")
def edition(site: Path) -> Edition:
    return edition_with(site)


@pytest.fixture
def first(course: Course) -> str:
    """The slug of a module."""
    return course.modules[0].slug


def exam_of(course: Course) -> str:
    assert course.exam
    return course.exam.slug


def schema(archive: zipfile.ZipFile, standard: str, folder: Path) -> lxml.etree.XMLSchema:
    """What the manifest's own xsi:schemaLocation names, from the package alone, unpacked to `folder`; cmi5 names none."""
    if standard == "cmi5":
        return lxml.etree.XMLSchema(lxml.etree.parse(CMI5_SCHEMA))
    archive.extractall(folder)
    named = manifest_of(archive, standard).get(SCHEMA_LOCATION).split()
    imports = "".join(
        f'<xs:import namespace="{namespace}" schemaLocation="{(folder / file).as_uri()}"/>'
        for namespace, file in zip(named[::2], named[1::2], strict=True)
    )
    text = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return lxml.etree.XMLSchema(lxml.etree.fromstring(text, lxml.etree.XMLParser(no_network=True)))


def manifest_of(archive: zipfile.ZipFile, standard: str) -> Any:
    return lxml.etree.fromstring(archive.read("cmi5.xml" if standard == "cmi5" else "imsmanifest.xml"))


def parts(packages: dict[str, Product], standard: str) -> dict[str, zipfile.ZipFile]:
    return {
        name.removesuffix(f"-{standard}"): opened(one)
        for name, one in packages.items()
        if name.endswith(f"-{standard}")
    }


def test_every_module_the_course_and_the_exam_come_in_every_standard(
    edition: Edition, packages: dict[str, Product], course: Course, first: str
) -> None:
    ways = [path for path in course.paths if len(path.lessons) < len(course.lessons)]
    exams = [exam_of(course), *(path.check.slug for path in course.paths if path.check)]
    expected = [*(module.slug for module in course.modules), "kurs", *(f"weg-{path.slug}" for path in ways), *exams]
    assert list(packages) == [f"{part}-{standard}" for part in expected for standard in STANDARDS]
    assert {one.name for one in packages.values()} >= {f"{REAL_COURSE}-{edition.settings.version}-{first}-scorm12.zip"}


@pytest.mark.parametrize("standard", STANDARDS)
def test_every_manifest_is_valid_by_the_schemas_in_its_package(
    packages: dict[str, Product], standard: str, tmp_path: Path
) -> None:
    for part, archive in parts(packages, standard).items():
        check = schema(archive, standard, tmp_path / part)
        assert check.validate(manifest_of(archive, standard)), (part, check.error_log)


@pytest.mark.parametrize("standard", SCORM)
def test_a_manifest_uses_no_namespace_without_a_schema_file(
    packages: dict[str, Product], standard: str, first: str
) -> None:
    """Metadata (LOM) would need schema files that the packages do not carry."""
    tree = manifest_of(opened(packages[f"{first}-{standard}"]), standard)
    used = {lxml.etree.QName(name).namespace for node in tree.iter() for name in (node, *node.attrib)}
    assert used - {None, SCHEMA_LOCATION[1:].partition("}")[0]} <= set(tree.get(SCHEMA_LOCATION).split()[::2])


@pytest.mark.parametrize("standard", SCORM)
def test_the_schema_finds_what_is_wrong_with_a_manifest(
    packages: dict[str, Product], standard: str, tmp_path: Path, first: str
) -> None:
    archive = opened(packages[f"{first}-{standard}"])
    check, tree = schema(archive, standard, tmp_path), manifest_of(archive, standard)
    tree.find(".//{*}file").attrib.pop("href")
    assert not check.validate(tree)


@pytest.mark.parametrize("standard", SCORM)
def test_a_manifest_lists_every_file_and_no_other(packages: dict[str, Product], standard: str) -> None:
    for archive in parts(packages, standard).values():
        tree = manifest_of(archive, standard)
        listed = [file.get("href") for file in tree.iterfind(".//{*}file")]
        assert sorted(listed) == sorted(set(archive.namelist()) - {"imsmanifest.xml"})
        (started,) = {one.get("href") for one in tree.iterfind(".//{*}resource") if one.get("href")}
        assert started == "index.html"
        assert not any(name.startswith("/") or ".." in name for name in archive.namelist())


@pytest.mark.parametrize("standard", SCORM)
def test_every_resource_of_a_manifest_is_referred_to(packages: dict[str, Product], standard: str, first: str) -> None:
    """The ADL's checker complains about a resource that nothing needs."""
    tree = manifest_of(opened(packages[f"{first}-{standard}"]), standard)
    named = {node.get("identifierref") for node in tree.iterfind(".//{*}*[@identifierref]")}
    assert {node.get("identifier") for node in tree.iterfind(".//{*}resource")} == named


@pytest.mark.parametrize("standard", SCORM)
def test_the_schema_files_lie_in_the_root_of_the_zip(packages: dict[str, Product], standard: str, first: str) -> None:
    archive = opened(packages[f"{first}-{standard}"])
    named = set(manifest_of(archive, standard).get(SCHEMA_LOCATION).split()[1::2])
    files = {name for name in archive.namelist() if name.endswith(".xsd")}
    lenient = lxml.etree.XMLParser(recover=True)  # IMS's own ims_xml.xsd declares the xml namespace as its default
    needed = {
        found.get("schemaLocation")
        for name in files
        for found in lxml.etree.fromstring(archive.read(name), lenient).iterfind(".//{*}*[@schemaLocation]")
    }
    assert named | needed <= files


def test_platforms_and_pages_have_the_same_pass_mark(packages: dict[str, Product], first: str) -> None:
    def one(standard: str, path: str) -> Any:
        return manifest_of(opened(packages[f"{first}-{standard}"]), standard).find(path)

    mark = pass_mark(ROOT / "overrides")
    assert one("scorm12", ".//{*}masteryscore").text == str(mark)
    assert one("scorm2004", ".//{*}minNormalizedMeasure").text == str(mark / 100)
    assert one("scorm2004", ".//{*}primaryObjective").get("satisfiedByMeasure") == "true"
    unit = one("cmi5", ".//{*}au")
    assert (unit.get("masteryScore"), unit.get("moveOn")) == (str(mark / 100), "CompletedAndPassed")


@pytest.mark.parametrize("standard", STANDARDS)
def test_identifiers_differ_between_parts_and_stay_in_the_next_version(
    edition: Edition, packages: dict[str, Product], standard: str, first: str
) -> None:
    def identifiers(made_of: dict[str, Product], part: str) -> list[str]:
        tree = manifest_of(opened(made_of[f"{part}-{standard}"]), standard)
        return [
            value
            for node in tree.iter()
            for name, value in node.attrib.items()
            if name in ("identifier", "id", "objectiveID")
        ]

    following = dataclasses.replace(
        edition, settings=edition.settings.model_copy(update={"version": "9.9.9", "lernplattform": (standard,)})
    )
    later = made(following)
    assert identifiers(later, first) == identifiers(packages, first)
    second = edition.course.modules[1].slug
    assert not set(identifiers(packages, first)) & set(identifiers(packages, second))


def test_two_runs_make_the_same_bytes(edition: Edition, packages: dict[str, Product]) -> None:
    again = made(edition)
    assert {name: one.checksum for name, one in again.items()} == {name: one.checksum for name, one in packages.items()}


def test_every_address_in_a_package_leads_to_a_file_in_it(packages: dict[str, Product]) -> None:
    for standard, archive in [*parts(packages, "scorm12").items(), *parts(packages, "cmi5").items()]:
        names = set(archive.namelist())
        for page, html in texts(archive):
            for element in lxml.html.document_fromstring(html.encode(), parser=UTF_8).iter(lxml.etree.Element):
                for name, value in element.items():
                    if name not in ("href", "src") and not (name.startswith("data-") and value.startswith("../")):
                        continue
                    path = re.split(r"[?#]", value)[0]
                    if value.startswith(("#", "data:", "mailto:")) or "://" in value:
                        continue
                    assert posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) in names, (
                        standard,
                        page,
                        value,
                    )
                    assert not path.endswith("/")  # a folder has no page where there is no server


def test_a_package_needs_no_network(packages: dict[str, Product]) -> None:
    for archive in parts(packages, "scorm12").values():
        for page, html in texts(archive):
            for tag, attributes in re.findall(r"<(script|link|img|iframe|form|meta)\b([^>]*)>", html):
                assert "://" not in attributes, (page, tag)
            (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', unescape(html))
            assert policy.startswith("default-src 'none';")
            assert "connect-src" not in policy
            assert "unsafe" not in policy
            assert "<style" not in html
            assert not re.search(r"<script(?![^>]*(?: src=|application/json))", html)


def test_a_module_package_has_its_own_pages_alone(packages: dict[str, Product], course: Course) -> None:
    for module in course.modules:
        own = {
            "",
            *(f"kurs/{page.slug}/" for page in (module.index, *module.lessons)),
            "kurs/glossar/",
            "kurs/quellen/",
        }
        own |= {
            f"kurs/{page.slug}/"
            for page in course.conversations
            if page.facts.lesson in {one.slug for one in module.lessons}
        }
        names = opened(packages[f"{module.slug}-scorm12"]).namelist()
        assert {name.removesuffix("index.html") for name in names if name.endswith("index.html")} == own


def test_search_trainer_pages_worker_and_app_manifest_stay_behind(packages: dict[str, Product]) -> None:
    for archive in parts(packages, "scorm12").values():
        left = [
            name
            for name in archive.namelist()
            if re.search(r"pagefind|/trainer/|/suche|dienst|webmanifest|lernstand|offline", name)
        ]
        assert left == []
        for page, html in texts(archive):
            assert not re.search(r'href="[^"]*(?:suche|trainer|offline|lernstand)/', html), page


def test_links_to_other_modules_become_their_own_text(packages: dict[str, Product], course: Course, first: str) -> None:
    html = opened(packages[f"{first}-scorm12"]).read("kurs/quellen/index.html").decode()
    own, other = (
        [lesson for lesson in course.lessons.values() if (lesson.module == first) == is_own] for is_own in (True, False)
    )
    assert any(f'href="../{lesson.slug}/index.html"' in html for lesson in own)
    assert not any(f"../{lesson.slug}/" in html for lesson in other)
    assert any(escape(lesson.title, quote=False) in html for lesson in other)


def test_with_a_public_address_links_to_other_modules_lead_there(site: Path, first: str) -> None:
    packages = made(edition_with(site, "https://kurs.example.org/"))
    html = opened(packages[f"{first}-scorm12"]).read("kurs/quellen/index.html").decode()
    assert re.search(r'<a href="https://kurs\.example\.org/[a-z-]+/" target="_blank" rel="noopener">', html)
    for archive in parts(packages, "scorm12").values():
        for page, text in texts(archive):
            for menu in re.findall(r"<nav.*?</nav>", text, re.S):
                assert "kurs.example.org" not in menu, page
            assert not re.search(r"kurs\.example\.org/(?:trainer|lernstand|suche|abschlusstest|zertifikat)", text), page


def test_exam_questions_are_in_the_exam_s_package_alone(packages: dict[str, Product], course: Course) -> None:
    pool = [placed.item for placed in course.bank.active(use="exam")]
    asked = {course.by_file[file].slug: {lesson.slug for lesson in lessons} for file, lessons in course.exams.items()}
    for part, archive in parts(packages, "scorm12").items():
        text = "".join(html for _, html in texts(archive))
        found = [one.id for one in pool if f"{one.id}:{one.revision}" in text or f'data-question="{one.id}"' in text]
        assert found == [one.id for one in pool if one.lesson in asked.get(part, set())], part
        assert not any("pruefungsfragen" in name for name in archive.namelist())


def test_what_reports_to_a_record_store_on_the_site_stays_there(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "kurs.js").write_text("", "utf-8")
    (tmp_path / "index.html").write_text(
        '<html><head><link rel="stylesheet" href="assets/xapi.1.css"><script src="assets/xapi.1.js" defer data-xapi="{}"></script>'
        '<script src="assets/kurs.js" defer></script></head></html>',
        "utf-8",
    )
    files = wrap(Parcel(tmp_path, {""}, "", "", "", Asset("package.js", "assets/package.js", b"")))
    assert files["kurs/index.html"].decode().count("<script") == 1
    assert set(files) == {"kurs/index.html", "kurs/assets/kurs.js", "kurs/assets/package.js"}


def test_a_value_with_quotes_at_its_ends_stays_as_it_is(tmp_path: Path) -> None:
    title = "'Heiß' > 'kalt'"
    html = f'<p><a href="#eins" title="{title}">1</a> <a href="../" title="{title}">2</a></p>'
    (tmp_path / "seite").mkdir()
    (tmp_path / "seite" / "index.html").write_text(html, "utf-8")
    (tmp_path / "index.html").write_text("", "utf-8")
    files = wrap(Parcel(tmp_path, {"", "seite/"}, "", "", "", Asset("package.js", "assets/package.js", b"")))
    links = lxml.html.document_fromstring(files["kurs/seite/index.html"].decode()).iter("a")
    assert [(link.get("href"), link.get("title")) for link in links] == [
        ("#eins", title),
        ("../index.html", title),
    ]


def test_what_holds_on_the_site_alone_is_not_said_in_a_package(
    packages: dict[str, Product], site: Path, course: Course
) -> None:
    exam = exam_of(course)

    def said(html: str) -> tuple[bool, bool]:
        return (
            "Auf diesem Gerät geht es später bei der ersten offenen Frage weiter" in html,
            'class="nur-paket">' in html,
        )

    assert said((site / exam / "index.html").read_text("utf-8")) == (True, False)
    assert said(opened(packages[f"{exam}-scorm12"]).read(f"kurs/{exam}/index.html").decode()) == (
        False,
        True,
    )


def test_packages_are_small(packages: dict[str, Product]) -> None:
    for name, product in packages.items():
        assert len(product.content) < 1_500_000, name


def test_the_reporter_is_small(packages: dict[str, Product], first: str) -> None:
    for standard in SCORM:
        archive = opened(packages[f"{first}-{standard}"])
        own = re.compile(rf"kurs/assets/(?:package|{standard}|frame)\.")
        weight = [len(gzip.compress(archive.read(name), 9)) for name in archive.namelist() if own.match(name)]
        weight.append(len(gzip.compress(archive.read("index.html"), 9)))
        assert len(weight) == 4
        assert sum(weight) < 6_100 + len(gzip.compress(b"")), weight


def test_the_largest_progress_fits_each_platform(edition: Edition, course: Course) -> None:
    whole = next(part for part in parts_of(course) if part.slug == "kurs")
    assert 150 < fullest(lms_packages._pack(edition, whole)) < 1_000


def test_a_part_whose_progress_would_not_fit_is_refused_in_one_line(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(lms_packages.ROOM, "scorm12", 100)
    with pytest.raises(
        PackageError, match=r"zu groß für SCORM 1\.2: Der Lernstand braucht bis zu \d+ Zeichen"
    ) as caught:
        list(make_lms_packages(edition))
    assert "\n" not in str(caught.value)


def test_a_module_without_questions_is_refused_in_one_line(edition: Edition) -> None:
    first = edition.course.modules[0]
    bank = dataclasses.replace(edition.course.bank, questions=tuple(q for q in edition.course.bank.questions if edition.course.lessons[q.item.lesson].module != first.slug))  # fmt: skip
    empty = dataclasses.replace(edition, course=dataclasses.replace(edition.course, bank=bank))
    with pytest.raises(PackageError, match="hat keine Übungsfragen") as caught:
        list(make_lms_packages(empty))
    assert "\n" not in str(caught.value)


def test_an_unknown_standard_is_named_with_the_known_ones() -> None:
    settings, (problem,) = read_settings({"kurs_id": "k", "version": "1.0.0", "lernplattform": ["scorm13"]})
    assert settings is None
    assert "scorm13" in str(problem)
    assert "scorm12, scorm2004, cmi5" in str(problem)


def test_a_platform_may_be_left_out(edition: Edition) -> None:
    settings = edition.settings.model_copy(update={"lernplattform": ("cmi5",)})
    assert all(name.endswith("-cmi5") for name in made(dataclasses.replace(edition, settings=settings)))


def test_the_frame_knows_no_more_than_it_needs(packages: dict[str, Product], first: str) -> None:
    html = opened(packages[f"{first}-scorm12"]).read("index.html").decode()
    match = re.search(r'<script type="application/json" id="paket">(.*?)</script>', html, re.S)
    assert match
    pack = json.loads(match[1])
    assert set(pack) == {"course", "title", "start", "pages", "lessons", "groups", "exam", "check", "questions"}
    assert all(set(question) == {"id", "revision", "slot"} for question in pack["questions"])

"""The one module that knows MkDocs and mkdocs-quiz: it hands their events to the rest."""

from __future__ import annotations

import copy
import dataclasses
import functools
import json
import logging
import os
import posixpath
import threading
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import jinja2
import mkdocs.__main__
import mkdocs.commands.build
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel, get_files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url

from .checks.all import check_all
from .checks.brand import check_brand
from .checks.files import files_in
from .checks.icons import check_icons
from .checks.pages import UNFINISHED
from .content import yamltext
from .content.brand import SIGN, Brand, read_brand
from .content.course import LONG, Course, load_course
from .content.findings import Finding, errors, near, warnings
from .content.house import FOLDER, OWN_CONFIG, House, joined, joined_nav, with_settings
from .content.page import EVIDENCE_ANCHOR, EXTENSIONS, Lesson, Marker
from .content.page import Page as CoursePage
from .content.paragraph import OneParagraph
from .content.places import LINKS, SEARCH
from .content.published import moved_parts
from .content.running_text import RunningText
from .content.settings import CONFIG as SETTINGS
from .content.settings import MEANT as SETTING
from .content.settings import Settings, missing, read_settings
from .icons import icon
from .qr import qr_code
from .site import key_points, link_pictures, links, offline, preview, redirects, search
from .site.ahead import Ahead
from .site.bundles import (
    IN_PACKAGES,
    Asset,
    BundleError,
    build_assets,
    hashed,
    minifier_is_awake,
    sheet_of,
    smaller_page,
)
from .site.composer import PLAN_FILE, POOL_FILE, Composer
from .site.question_forms import UnknownQuizError
from .templates import COMPACT, Templates
from .words import install, speak

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer  # a build does without

log = logging.getLogger("mkdocs.plugins.kurs")

QUIZZES_END = "<!-- Ende der Fragen -->"  # what follows is mkdocs-quiz's script and style
BUNDLES = "*"  # named among the pages that a second process makes ahead
PAUSE = 3.0  # seconds without a change until a preview renews what searching and offline use need

CSP = (
    "default-src 'none'; script-src 'self'{wasm}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'{store}; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
)


def build(config: Path, target: Path) -> int:
    """`mkdocs build --strict` into `target`; the exit code. Raises OSError where `target` cannot be written."""
    arguments = ["build", "--strict", "--config-file", str(config), "--site-dir", str(target)]
    try:
        mkdocs.__main__.cli.main(arguments, prog_name="mkdocs")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def check_config(path: Path) -> list[Finding]:
    """What a build would refuse or warn of in mkdocs.yml before it reads a page."""
    file = path.name
    document = yamltext.read(path.read_text("utf-8"), file)
    if document.findings:
        return document.findings
    config = MkDocsConfig(config_file_path=str(path))
    with path.open("rb") as opened:
        try:
            config.load_file(opened)
        except ConfigurationError as error:
            return [
                SETTING.says(file, 0, f"So liest MkDocs die Datei nicht: {error}", "Prüfen Sie Form und Einrückung.")
            ]
        refused, doubtful = config.validate()
    known = [key for key, _ in MkDocsConfig._schema]
    findings = []
    for key, problem in [*refused, *doubtful]:
        if key == "site_url":
            told = (
                f"„{config[key]}“ ist keine Adresse.",
                "Schreiben Sie sie ganz, zum Beispiel https://kurs.example.org/.",
            )
        elif key not in known:
            told = f"„{key}“ kennt MkDocs nicht.", near(key, known, "Löschen Sie die Zeile.")
        else:
            told = f"„{key}“ passt so nicht: {problem}", "Ändern Sie die Zeile oder löschen Sie sie."
        findings.append(document.says((key,), *told, rule=SETTING))
    return findings


class Quizzes:
    """mkdocs-quiz, which gets the questions of a page instead of the page; see decisions/0014.

    It would put its script, style and progress bar on every page, so it sleeps (enabled_by_default) until it is given
    a page that asks for it. English it knows without reading a file for each question; none of its words are shown.
    """

    OPTIONS = {"enabled_by_default": False, "embed_source": False, "language": "en"}  # noqa: RUF012

    def __init__(self, config: MkDocsConfig):
        if "mkdocs_quiz" not in config.plugins:
            raise Abort(
                "mkdocs.yml: Unter plugins fehlt mkdocs_quiz, das die Fragen umwandelt. Setzen Sie es unter kurs."
            )
        self.plugin: Any = config.plugins["mkdocs_quiz"]
        self.plugin.load_config(self.OPTIONS)
        self.config = copy.copy(config)
        self.config["markdown_extensions"] = [OneParagraph(), RunningText()]

    def convert(self, markdown: str, page: Page, files: Files) -> str:
        """The HTML that mkdocs-quiz makes of `markdown`, before what it adds to a page."""
        asking = copy.copy(page)
        asking.meta = {"quiz": {"enabled": True}}
        html = self.plugin.on_page_markdown(f"{markdown}\n\n{QUIZZES_END}", page=asking, config=self.config)
        html = self.plugin.on_page_content(html, page=asking, config=self.config, files=files)
        return str(html.partition(QUIZZES_END)[0])


def _as_listed(uri: str) -> tuple[str, bool, str]:
    """What sorts pages as MkDocs does."""
    folder, name = posixpath.split(uri)
    return folder, name != "index.md", name


class NoOptions(Config):  # type: ignore[no-untyped-call]  # MkDocs' own __init_subclass__
    """The course's settings stand under `extra`."""


class CoursePlugin(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]  # MkDocs' own __init_subclass__
    """`kurs` in mkdocs.yml."""

    course: Course
    settings: Settings
    brand: Brand
    composer: Composer
    assets: dict[str, Asset]

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.serving = command == "serve"
        self.indexing = threading.Timer(0, self._index)
        self.index_lock = threading.Lock()
        self.index: search.Index | None = None  # while pages are being written

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        root = Path(config.config_file_path).parent
        self.mkdocs = config
        del config.theme.dirs[1:-1]  # Material's, whose thousands of files MkDocs would list; only icons.py reads there
        self.converted: dict[str, bytes] = {}  # HTML of all pages; MkDocs would keep it to the end, in twice the room
        self.composed: dict[str, str] = {}  # Markdown of all pages but lessons, for a preview to compare
        self.built: tuple[Course, preview.Stamps] | None = None  # what the site shows; None while it is made
        self.seen = preview.stamps(root, Path(config.theme.custom_dir or root / "overrides"))
        self.course = load_course(root)
        document = yamltext.read(Path(config.config_file_path).read_text("utf-8-sig"), SETTINGS)
        if isinstance(document.data, dict) and isinstance(document.data.get("extra"), dict):
            config.extra.update(document.data["extra"])  # as typed: MkDocs takes 0301234567 for an octal number
        self._take_over(self.course.house, config)
        documents = with_settings(document, self.course.house)
        settings, wrong = read_settings(config.extra, documents)
        self._start_ahead(settings, config)
        self._stop_on_errors(
            wrong
            + check_brand(config.extra, root, documents)
            + check_all(self.course)
            + check_icons(self.course.overrides)
        )
        assert settings is not None
        if settings.xapi and not config.site_url:
            raise Abort(
                "mkdocs.yml: extra.xapi braucht site_url, denn Meldungen nennen die Adresse der Lektion. Setzen Sie site_url."
            )
        self._prepare(settings, config)
        self.key_points: dict[str, str] = {}  # of each lesson, as its page has them
        self.moved = " ".join(f"{old}:{new}" for old, new in moved_parts(self.course).items())
        self.targets = {target.page.file: target for target in links.all_targets(self.course)}
        if set(config.markdown_extensions) == set(EXTENSIONS):  # another might bring signs of its own
            config["markdown_extensions"] = [*config.markdown_extensions, RunningText()]
        try:
            self.assets = self.ahead(BUNDLES)
        except BundleError as error:
            raise Abort(str(error)) from None
        self.assets[PLAN_FILE] = hashed(PLAN_FILE, self.composer.plan())
        open_fields = missing(settings.betreiber)
        if open_fields:
            names = ", ".join(one.label for one in open_fields)
            log.info(f"Noch nicht gesetzt (extra.betreiber in {OWN_CONFIG}), vor einer Freigabe nötig: {names}")
        return config

    def _prepare(self, settings: Settings, config: MkDocsConfig) -> None:
        """What composing pages needs. Raises Abort; anything where the content is wrong."""
        self.settings = settings
        speak(self.course.language)
        self.brand = read_brand(settings.betreiber, self.course.root / "docs")
        # Addresses that MkDocs' preview sets would lead outsiders nowhere.
        self.public = "" if self.serving else config.site_url or ""
        self.quizzes = Quizzes(config)
        self.composer = Composer(
            self.course,
            Templates(self.course.overrides),
            settings.betreiber,
            self._relative,
            self.public,
            settings.xapi,
            config.site_name,
            self.brand,
        )

    def _start_ahead(self, settings: Settings | None, config: MkDocsConfig) -> None:
        """Let a second process bundle and compose while this one checks; what is wrong stops this one."""
        prepared = [os.getpid()]  # here on_config does it

        def work(name: str) -> Any:
            if os.getpid() not in prepared:
                assert settings is not None
                self.files = get_files(config)
                self._place(self.files, config)
                self._prepare(settings, config)
                prepared.append(os.getpid())
            return self._bundles() if name == BUNDLES else self._parts(name)

        pages = sorted((page.uri for page in self.course.pages), key=_as_listed)
        self.ahead: Ahead[Any] = Ahead([*([] if minifier_is_awake() else [BUNDLES]), *pages], work)

    def _take_over(self, house: House | None, config: MkDocsConfig) -> None:
        """Put the house's settings and pages where MkDocs looks for the course's."""
        if house is None:
            return
        for name in ("site_name", "site_description", "site_url"):
            if house.settings.get(name):
                setattr(config, name, house.settings[name])
        if config.site_url:
            config.site_url = config.site_url.rstrip("/") + "/"
        config.extra.update(joined(config.extra, house.settings["extra"]))
        config.nav = joined_nav(config.nav or [], house.nav, self.course.before)

    def _stop_on_errors(self, findings: list[Finding]) -> None:
        hints = warnings(findings)
        if hints:
            log.info(f"{len(hints)} Hinweise zum Inhalt; „make check“ zeigt sie.")
        wrong = [one for one in errors(findings) if not (self.serving and one.rule is UNFINISHED)]
        if wrong:
            lines = "\n".join(f"  {finding}" for finding in wrong)
            raise Abort(f"{len(wrong)} Fehler im Inhalt:\n{lines}")

    def _place(self, files: Files, config: MkDocsConfig) -> None:
        """Leave out of `files` what is not shown, add the house's, and give pages their addresses."""
        docs = Path(config.docs_dir)
        for file in list(files):
            if file.abs_src_path and not Path(file.abs_src_path).is_relative_to(docs):
                files.remove(file)  # of overrides/, which build_assets has read
            elif file.src_uri.endswith(".yml"):
                files.remove(file)  # what pages are made from, not what they show
        for name in self._own_files():
            folder = self.course.root / FOLDER / "docs"
            files.append(File(name, str(folder), config.site_dir, config.use_directory_urls))
        for page in self.course.with_short_address:
            own = files.get_file_from_path(page.uri)
            if own:
                own.dest_uri, own.url = f"{page.slug}/index.html", f"{page.slug}/"

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        self._place(files, config)
        drawn = files.get_file_from_path(SIGN)
        if drawn:
            files.remove(drawn)
        files.append(File.generated(config, SIGN, content=self.brand.icon))
        unused = set() if self.serving else {"reload.js"}
        unused |= set() if self._xapi() else {"xapi.js", "xapi.css"}
        for asset in self.assets.values():
            if asset.name not in unused | IN_PACKAGES:
                files.append(File.generated(config, asset.path, content=asset.content))
        if self.public:
            self._add_for_links(files, config)
        self.files = files
        return files

    def _own_files(self) -> list[str]:
        """What the house publishes; where the course has a file of that name, the course's stays, as everywhere."""
        names = [name for name, is_link in files_in(self.course.root / FOLDER / "docs") if not is_link]
        docs = self.course.root / "docs"
        return [name for name in names if not name.endswith(".yml") and not (docs / name).is_file()]

    def _add_for_links(self, files: Files, config: MkDocsConfig) -> None:
        """QR codes and preview pictures, which need a public address."""
        targets = {target.name: target for target in self.targets.values()}
        pictures = link_pictures.draw(
            link_pictures.pictures_of(targets, config.site_name),
            self.course.overrides / "print" / "link_picture.typ",
            self.brand,
            self.course.root / ".cache" / "vorschau",
        )
        for name, content in pictures.items():
            files.append(File.generated(config, f"vorschau/{name}.png", content=content))
        if LINKS in self.course.by_file:
            for name, target in targets.items():
                code = qr_code(self.public + target.address, target.title)
                files.append(File.generated(config, f"{links.QR_CODES}{name}.svg", content=code))

    def on_env(self, env: jinja2.Environment, **_: Any) -> jinja2.Environment:
        self.env = env
        env.undefined = jinja2.StrictUndefined  # a misspelt name must stop the build, not vanish
        env.trim_blocks = env.lstrip_blocks = True
        env.policies["json.dumps_kwargs"] = COMPACT
        env.globals["icon"] = icon
        env.filters["soft"] = self.composer.joints.soft
        install(env)
        env.autoescape = True  # titles, names and addresses are data; page.content is marked safe where it is used
        return env

    def _relative(self, from_page: str, to_file: str) -> str:
        source = self.files.get_file_from_path(self.course.by_file[from_page].uri)
        target = self.files.get_file_from_path(to_file)
        assert source is not None, from_page
        if target is None:
            raise Abort(
                f"{from_page}: Hier führt ein Teil der Seite zu docs/{to_file}, das es nicht gibt. Legen Sie es an."
            )
        return get_relative_url(target.url, source.url)

    def on_nav(self, nav: Navigation, **_: Any) -> Navigation:
        self.nav = nav
        self.index = search.Index()
        return nav

    def _bundles(self) -> dict[str, Asset]:
        """Raises BundleError."""
        return build_assets(self.course.overrides, self.brand.accent, self.brand.logo is not None)

    def _parts(self, uri: str) -> tuple[str, list[str]]:
        """The Markdown of a page, and its questions' forms. Raises UnknownQuizError."""
        source, file = self.course.by_uri[uri], self.files.get_file_from_path(uri)
        assert file is not None
        page = file.page or Page(None, file, self.mkdocs)  # the second process begins before MkDocs has made it
        convert = functools.partial(self.quizzes.convert, page=page, files=self.files)
        return self.composer.markdown(source), self.composer.forms(source, convert)

    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> str:
        source = self.course.by_uri[page.file.src_uri]
        try:
            markdown, self.forms = self.ahead(page.file.src_uri)
        except UnknownQuizError as error:
            raise Abort(str(error)) from None
        if self.serving and not isinstance(source, Lesson):
            self.composed[source.file] = markdown
        return markdown

    def on_page_content(self, html: str, *, page: Page, files: Files, config: MkDocsConfig, **_: Any) -> str:
        source = self.course.by_uri[page.file.src_uri]
        page.markdown = None  # nobody reads it again
        convert = functools.partial(self.quizzes.convert, page=page, files=files)
        try:
            html = self.composer.html(html, source, page.url, self.forms)
            if POOL_FILE in html:
                asset = hashed(POOL_FILE, self.composer.pool(source, convert))
                self.files.append(File.generated(config, asset.path, content=asset.content))
                html = html.replace(POOL_FILE, get_relative_url(asset.path, page.url))
        except UnknownQuizError as error:
            raise Abort(str(error)) from None
        if isinstance(source, Lesson):
            self.key_points[source.slug] = key_points.section_of(html)
            if source.folds_evidence and page.present_anchor_ids is not None:
                page.present_anchor_ids.add(EVIDENCE_ANCHOR)  # MkDocs looked before the fold had it
            if self.index:  # all of a lesson that is to be found; Pagefind reads it while others are converted
                self.index.add(page.file.dest_uri, f"<html><body><main {search.BODY}>{html}</main></body></html>")
        self.converted[source.file] = html.encode()
        return ""

    def on_page_context(self, context: Any, *, page: Page, config: MkDocsConfig, **_: Any) -> Any:
        source = self.course.by_uri[page.file.src_uri]
        page.content = self.converted.pop(source.file).decode()
        context["kurs"] = self._context() | {"link": functools.partial(self._relative, source.file)}
        if source.file == SEARCH:
            context["kurs"]["csp"] = self._csp(" 'wasm-unsafe-eval'")
        tools = [argument for _, name, argument in source.markers if name == Marker.TOOL]
        context["kurs"] |= {"tools": tools, "tool_sheets": sorted({sheet_of(tool) for tool in tools})}
        context["kurs"]["has_tasks"] = self.composer.has_tasks(source)
        previous, following = self.course.neighbours(source)
        context["kurs"] |= {"page": source, "module": self.course.module_of(source), "menu": self.course.menu(source)}
        context["kurs"] |= {"previous": previous, "next": following}
        if self.public:
            context["kurs"] |= self._shared(self.targets.get(source.file), config)
        if isinstance(source, Lesson):
            context["kurs"]["lesson"] = source
        return context

    def _shared(self, target: links.Target | None, config: MkDocsConfig) -> dict[str, Any]:
        """Picture and data of a page for link previews and search engines; other pages show the course's picture."""
        picture = f"{self.public}vorschau/{target.name if target else 'kurs'}.png"
        data = ""
        if target and not self.settings.nur_intern:
            data = links.structured_data(target, self.course, config.site_name, self.public, self.settings.betreiber)
        return {"picture": picture, "data": data}

    def _csp(self, wasm: str = "") -> str:
        store = self.settings.xapi
        return CSP.format(wasm=wasm, store="".join(f" {origin}" for origin in store.origins) if store else "")

    def _xapi(self) -> str:
        """What the script needs to know that tells a record store, as JSON; "" where nobody is told, as in a preview."""
        store = self.settings.xapi
        if store is None or not self.public:
            return ""
        known = {"endpoint": store.endpoint.rstrip("/"), "access": store.zugang, "verbs": store.verben}
        known |= {"site": self.public, "exam": self.course.exam.slug if self.course.exam else ""}
        return json.dumps({**known, "receiver": self.settings.betreiber.name}, ensure_ascii=False)

    def on_template_context(self, context: Any, *, template_name: str, config: MkDocsConfig) -> Any:
        context["kurs"] = self._context()
        return context

    def _context(self) -> dict[str, Any]:
        """What templates know about the course; the lesson's own part is added by its page."""
        return {
            "id": self.settings.kurs_id,
            "version": self.settings.version,
            "moved": self.moved,
            "operator": self.settings.betreiber,
            "brand": self.brand,
            "addresses": self.course.addresses,
            "address": self.course.address,
            "modules": self.course.modules,
            "trainer": self.course.for_trainers,
            "legal": [(self.course.address(page), page.title) for page in self.course.legal],
            "lessons": list(self.course.lessons),
            "duration": self.course.duration,
            "menu": self.course.modules[:LONG],
            "is_long": self.course.is_long,
            "assets": {name: asset.path for name, asset in self.assets.items()},
            "csp": self._csp(),
            "xapi": self._xapi(),
            "internal": self.settings.nur_intern,
            "picture": "",
            "data": "",
            "page": None,
            "lesson": None,
            "module": None,
            "previous": None,
            "next": None,
            "tools": [],
            "tool_sheets": [],
            "has_tasks": False,
        }

    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:
        output = smaller_page(output)
        page.content = None  # nobody reads it again
        if self.index and not isinstance(self.course.by_uri[page.file.src_uri], Lesson):
            self.index.add(page.file.dest_uri, output)
        return output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        assert self.index is not None
        site = Path(config.site_dir)
        self.index.end()  # Pagefind needs some time for what it gives back
        self._write_key_points(config, self.key_points)
        self._lead_on(config, self.course.pages)
        links.write_robots(site, self.public, self.settings.nur_intern)
        try:
            self.index.write(site, self.course.is_long)
        except search.SearchError as error:
            raise Abort(str(error)) from None
        self.index = None  # a preview makes it of the pages that are there
        self._write_offline_files(config)
        self.built = (self.course, self.seen)

    def on_build_error(self, **_: Any) -> None:
        if self.index:
            self.index.close()
            self.index = None

    def _write_key_points(self, config: MkDocsConfig, lessons: Collection[str]) -> None:
        assets = {name: asset.path for name, asset in self.assets.items()}
        frame = key_points.Frame(self.composer.templates, config.site_name, self._csp(), assets, self.public)
        for module in self.course.modules:
            for lesson in module.lessons:
                section = self.key_points.get(lesson.slug)
                if section and lesson.slug in lessons:
                    key_points.write(Path(config.site_dir), lesson, module, section, frame)

    def _write_offline_files(self, config: MkDocsConfig) -> None:
        site = Path(config.site_dir)
        worker = self.course.overrides / "js" / "worker.js"
        base = urlsplit(config.site_url or "/").path  # as MkDocs has it on 404.html
        settings = self.settings
        offline.write_offline_files(site, worker, config.site_name, settings.betreiber.akzent, base, settings.kurzname)

    def _lead_on(self, config: MkDocsConfig, made: Collection[CoursePage]) -> None:
        frame = redirects.Frame(
            self.composer.templates,
            config.site_name,
            self._csp(),
            {name: asset.path for name, asset in self.assets.items()},
            self.public,
            self.settings.nur_intern,
        )
        addresses = {self.course.address(page) for page in made}
        for finding in redirects.lead_on(self.course, Path(config.site_dir), frame, addresses):
            log.warning(str(finding))  # a strict build fails

    def refresh(self) -> bool:
        """Make anew the pages that changed since the last build; False if that is not certain to be enough.

        Search index and list for offline use follow behind. Raises Abort, like a build, where the content is wrong.
        """
        if self.built is None:
            return False
        before, seen = self.built
        root = before.root
        now = preview.stamps(root, before.overrides)
        if not preview.only_texts_changed(seen, now):
            return False
        course = load_course(root)
        self._stop_on_errors(check_all(course))
        changed = preview.stale(before, course)
        composer = dataclasses.replace(self.composer, course=course)
        plan = composer.plan()
        if changed is None or (not course.is_long and plan != self.composer.plan()):
            return False
        Path(self.mkdocs.site_dir, self.assets[PLAN_FILE].path).write_text(plan, "utf-8", newline="\n")
        lists = [page for page in course.pages if not isinstance(page, Lesson) and page not in changed]
        changed += [page for page in lists if composer.markdown(page) != self.composed[page.file]]
        self.course, self.composer, self.built = course, composer, None
        found = [self.files.get_file_from_path(page.uri) for page in changed]
        pages = [file.page for file in found if file and file.page]
        for page in pages:
            mkdocs.commands.build._populate_page(page, self.mkdocs, self.files)
        every = self.files.documentation_pages(inclusion=InclusionLevel.is_in_serve)
        for page in pages:
            mkdocs.commands.build._build_page(page, self.mkdocs, every, self.nav, self.env)
        for file in every:
            if file.page:
                file.page.validate_anchor_links(files=self.files, log_level=self.mkdocs.validation.links.anchors)
        self._write_key_points(self.mkdocs, {page.slug for page in changed})
        self._lead_on(self.mkdocs, changed)
        self.built = (course, now)
        log.info(f"{len(pages)} Seiten neu gebaut")
        return True

    def _index(self) -> None:
        with self.index_lock:
            try:
                search.build_index(Path(self.mkdocs.site_dir), self.course.is_long)
                self._write_offline_files(self.mkdocs)
            except (search.SearchError, OSError) as error:
                log.warning(str(error))

    def on_serve(self, server: LiveReloadServer, *, builder: Callable[[], None], **_: Any) -> LiveReloadServer:
        def rebuild() -> None:
            self.indexing.cancel()
            if self.refresh():
                self.indexing = threading.Timer(PAUSE, self._index)
                self.indexing.daemon = True
                self.indexing.start()
            else:
                with self.index_lock:  # a full build empties the folder that the index is made from
                    builder()

        if self.course.house:
            server.watch(str(self.course.root / FOLDER))
        server.builder = rebuild
        # MkDocs injects its reload script inline, which our CSP forbids; ours is a file.
        path = self.assets["reload.js"].path

        def inject(content: bytes, epoch: int) -> bytes:
            head, end, tail = content.rpartition(b"</body>")
            tag = f'<script src="{server.mount_path}{path}" data-epoch="{epoch}" defer></script>'.encode()
            return head + tag + end + tail

        server._inject_js_into_html = inject  # type: ignore[method-assign]
        return server

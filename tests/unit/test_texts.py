"""What learners and trainers read from templates, scripts and print stands in the catalogue; the rest is named here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import jinja2
import pytest

from conftest import ROOT
from kurs.checks.translation import PRINTED
from kurs.script_words import with_words

OVERRIDES = ROOT / "overrides"
READ = {"alt", "aria-label", "aria-roledescription", "label", "placeholder", "title"}  # attributes
JINJA = re.compile(r"\{#.*?#\}|\{%[-+]?\s*trans\b.*?\bendtrans\s*[-+]?%\}|\{%.*?%\}|\{\{.*?\}\}", re.S)
GERMAN = re.compile(r"[äöüßÄÖÜ„]|[A-Za-z]{2,}[.,:;]? [A-Za-z]|^[A-ZÄÖÜ][a-zäöüß]+[.:]?$")

NAMES = {  # the same in every language
    "CC BY 4.0",
    "MIT",
    "Pagefind",
    "SHA-256:",
    "doi:",
}
VALUES = {"vollständig"}  # of settings, which templates ask for
IN_SCRIPTS = {
    *("use strict", "Content-Type", "text/html; charset=utf-8", ";charset=utf-8", "X-Experience-API-Version"),
    *("Basic ", "Agent", "Activity", "Enter", "Escape", "Hint", "Initialize", "Normal", "Firefox/"),
    *("(prefers-color-scheme: dark)", "too long for a QR code"),
    *("knopf leise", "main a", "ul, h2", "input, select, .move-button", "fieldset :is(input, select, button)"),
    *("main :is(h2, h3)[id], main form.question[id]", "[data-quiz], [data-tool=abschlusstest]"),
    *("fieldset input", "fieldset select", "fieldset button", "ballots segments", "cards tall", "fein gestrichelt"),
}
SIGNS = re.compile(r"^[„“‚‘]|“”")  # what is made of quotation marks, or looks for them
IN_PRINT = re.compile(r"^(?:Block|Inline): |^Source |^(?:Das Arbeitsblatt hat| Seiten statt|Eine Karte ist zu voll)")


class Shown(HTMLParser):
    """Collects what a reader of HTML sees or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in READ and value]
        values = dict(attrs)
        if tag == "meta" and values.get("name") == "description":
            self.texts.append(values.get("content") or "")


def bare_in_template(source: str) -> Iterator[str]:
    shown = Shown()
    shown.feed(JINJA.sub("", source))
    for text in shown.texts:
        text = re.sub(r"\{ #\w+ \}", "", text)  # a heading's anchor in Markdown
        if re.search(r"[A-Za-zÄÖÜäöüß]{2,}", text) and text.strip(" .()") not in NAMES:
            yield text.strip()
    tree = jinja2.Environment(extensions=["jinja2.ext.i18n"]).parse(source)
    said = set()
    for call in tree.find_all(jinja2.nodes.Call):
        if isinstance(call.node, jinja2.nodes.Name) and call.node.name in ("_", "gettext", "ngettext"):
            said |= {id(one) for one in call.find_all(jinja2.nodes.Const)}
    for const in tree.find_all(jinja2.nodes.Const):
        if id(const) in said or not isinstance(const.value, str) or const.value in VALUES:
            continue
        if GERMAN.search(const.value):
            yield const.value


def bare_in_script(source: str) -> Iterator[str]:
    source = re.sub(r"(?s:/\*.*?\*/)|(?m:^ *//.*)|(?<=[;,{)]) //.*", "", source)
    source = with_words(source, lambda _, one, many: ("", "") if many else ("",))
    for quoted in re.findall(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`', source):
        text = re.sub(r"\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", "", quoted[1:-1])
        if (
            GERMAN.search(text)
            and text not in IN_SCRIPTS
            and not SIGNS.search(text)
            and not text.startswith((".", "[", "-//"))
        ):
            yield text


def bare_in_print(source: str) -> Iterator[str]:
    source = PRINTED.sub("", re.sub(r"^ *//.*", "", source, flags=re.M))
    texts = [text for text in re.findall(r'"((?:[^"\\]|\\.)*)"', source) if GERMAN.search(text)]
    texts += re.findall(r"(?:^=* ?|\[)([A-ZÄÖÜ][a-zäöüß]+[ :].*)", source, re.M)
    yield from (text for text in texts if not IN_PRINT.search(text))


FILES = {"html": bare_in_template, "js": bare_in_script, "typ": bare_in_print}


@pytest.mark.parametrize("ending", FILES)
def test_every_german_text_goes_through_the_catalogue(ending: str) -> None:
    bare = {
        path.relative_to(OVERRIDES).as_posix(): found
        for path in sorted(OVERRIDES.rglob(f"*.{ending}"))
        if (found := list(FILES[ending](path.read_text("utf-8"))))
    }
    assert bare == {}


FOUND = {
    "html": {
        "<p>Zum Inhalt</p>": "Zum Inhalt",
        '<a title="Weiter">{{ _("Weiter") }}</a>': "Weiter",
        "{{ 'Nicht gefunden' if x else _('Gefunden') }}": "Nicht gefunden",
        "{% trans %}Gut{% endtrans %}<b>Schlecht</b>": "Schlecht",
    },
    "js": {
        'say("Noch nichts.");': "Noch nichts.",
        "say(`${n} Fragen sind offen`); // „so“": " Fragen sind offen",
        'say(t`Gut`, "Prüfen");': "Prüfen",
    },
    "typ": {
        "== Der Fall": "Der Fall",
        '#kopf("Lösungen", t("Gut"))': "Lösungen",
        "#leise[Name und Datum]": "Name und Datum]",
    },
}


@pytest.mark.parametrize(
    ("ending", "source", "text"), [(ending, *case) for ending, cases in FOUND.items() for case in cases.items()]
)
def test_a_german_text_beside_the_catalogue_is_found(ending: str, source: str, text: str) -> None:
    assert list(FILES[ending](source)) == [text]


def test_no_template_gives_the_name_of_gettext_to_anything_else() -> None:
    for path in OVERRIDES.rglob("*.html"):
        assert not re.search(r"\b(?:for|set)\b[^%]*(?<![\w(])_(?![\w(])[^%]*(?:\bin\b|=)", path.read_text("utf-8")), (
            path
        )

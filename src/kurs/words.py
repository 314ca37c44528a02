"""The words of the interface in the site's language: gettext, with the German text itself as the key.

German needs no catalogue. Another language has one, locale/<language>.po beside this file; what is not translated there
stays German. Templates, scripts, print and Python ask here, so that one call of `speak` decides for all of them.
"""

from __future__ import annotations

import datetime
import gettext as standard
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import babel.dates
import babel.numbers
import jinja2
from babel.messages.pofile import read_po

SOURCE = "de"
FOLDER = Path(__file__).parent / "locale"
PLACEHOLDER = re.compile(r"\{(\w+)\}|%\((\w+)\)s")


@dataclass(frozen=True)
class Catalogue:
    """Translations into `language`. `forms` are the texts by their German key: one, or one for each form of number.

    `plural` is the rule, in C as in every catalogue, that makes a number `n` the index of its form.
    """

    language: str = SOURCE
    forms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    plural: str = "(n != 1)"


_current = Catalogue()
_form: Callable[[int], int] = standard.c2py(_current.plural)  # the stub forgets it


def path_of(language: str) -> Path:
    """Where the catalogue of `language` stands."""
    return FOLDER / f"{language}.po"


def languages() -> list[str]:
    """What sites can speak."""
    return sorted({SOURCE, *(path.stem for path in FOLDER.glob("*.po"))})


def read_catalogue(language: str) -> Catalogue:
    """The catalogue of `language`, without what is empty or marked as uncertain there. Raises OSError, PoFileError."""
    if language == SOURCE:
        return Catalogue()
    with path_of(language).open("rb") as file:
        read = read_po(file, locale=language, abort_invalid=True)
    done = [one for one in read if one.id and not one.fuzzy and all(all_of(one.string))]
    return Catalogue(language, {all_of(one.id)[0]: all_of(one.string) for one in done}, read.plural_expr)


def all_of(text: Any) -> tuple[str, ...]:
    """The key or the translation of a catalogue's message as its forms: one, or one for each form of number."""
    return tuple(text) if isinstance(text, tuple | list) else (text,)


def speak(language: str) -> None:
    """From now on, in this process, all words are in `language`. Raises OSError, PoFileError."""
    global _current, _form
    _current = read_catalogue(language)
    _form = standard.c2py(_current.plural)


def language() -> str:
    """The site's language as HTML and all others name it: "de"."""
    return _current.language


def plural_rule() -> str:
    """How a number `n` becomes the index of its form: C, which JavaScript reads as well."""
    return _current.plural


def gettext(text: str) -> str:
    """`text`, which is German, in the site's language; {placeholders} are still there."""
    return _current.forms.get(text, (text,))[0]


def ngettext(one: str, many: str, number: int) -> str:
    """The German text for one or for `number`, in the site's language."""
    forms = forms_of(one, many)
    return forms[min(_form(number), len(forms) - 1)]


def forms_of(one: str, many: str) -> tuple[str, ...]:
    """All forms of a text that goes with a number, in the order of the plural rule."""
    found = _current.forms.get(one)
    if found:
        return found
    return tuple(many if index else one for index in range(_count(_current.plural)))


def marked(text: str) -> str:
    """`text` itself, which the catalogue shall know and somebody gives to `gettext` later."""
    return text


def all_texts() -> dict[str, str]:
    """Every German text that has a translation, with it; of those that go with a number, the form for one."""
    return {key: forms[0] for key, forms in _current.forms.items()}


def number_text(value: float, form: str = "#,##0.##########") -> str:
    """3750.5 → 3.750,5; `form` is a pattern of Unicode's."""
    return babel.numbers.format_decimal(value, form, locale=_current.language)


def number_signs() -> tuple[str, str]:
    """What stands between thousands, and before decimals: (".", ",")."""
    locale = _current.language
    return babel.numbers.get_group_symbol(locale), babel.numbers.get_decimal_symbol(locale)


def day_text(day: datetime.date) -> str:
    """29.11.2026"""
    return babel.dates.format_date(day, "medium", locale=_current.language)


def install(environment: jinja2.Environment) -> None:
    """Let templates of `environment` say _("…"), ngettext("…", "…", n), {% trans %} and `language`."""
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals["language"] = _current.language


@cache
def _count(plural: str) -> int:
    """How many forms a rule chooses from."""
    rule = standard.c2py(plural)
    return max(rule(n) for n in range(200)) + 1

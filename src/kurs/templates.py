"""The HTML templates in overrides/, for whatever MkDocs does not render itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jinja2

from .icons import icon
from .typography import quoted
from .words import day_text, install

COMPACT = {"ensure_ascii": False, "separators": (",", ":"), "sort_keys": True}  # JSON in attributes


class Templates:
    """The fragments of HTML in overrides/."""

    def __init__(self, folder: Path):
        self._environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=jinja2.StrictUndefined,
        )
        self._environment.globals["icon"] = icon
        self._environment.filters["quoted"] = quoted
        self._environment.filters["day"] = day_text
        self._environment.policies["json.dumps_kwargs"] = COMPACT
        install(self._environment)

    def render(self, name: str, **values: Any) -> str:
        return self._environment.get_template(name).render(**values)

"""A text of a question for Python-Markdown: one paragraph, whatever it begins with."""

from __future__ import annotations

import markdown
from markdown.extensions import Extension


class OneParagraph(Extension):
    """Leaves paragraphs alone of Markdown's blocks: „1. Mai“ is no list, a tag opens no block."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        md.preprocessors.deregister("html_block")
        parsers = md.parser.blockprocessors
        for name in [item.name for item in parsers._priority if item.name != "paragraph"]:  # type: ignore[attr-defined]
            parsers.deregister(name)

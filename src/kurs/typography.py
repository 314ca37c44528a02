"""Typography for whatever is shown or printed."""

from __future__ import annotations

from .words import gettext


def quoted(text: str) -> str:
    """`text` in quotation marks; its own become the inner kind: „‚Kunde stört‘, ein Fall“."""
    return gettext("„{text}“").format(text=text.replace("„", "‚").replace("“", "‘"))

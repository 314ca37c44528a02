"""Typography for whatever is shown or printed."""

from __future__ import annotations

from .words import gettext

INNER = str.maketrans("„“”", "‚‘’")  # “ ends a quotation in German and begins one in English; so does ‘ inside


def quoted(text: str) -> str:
    """`text` in quotation marks; its own become the inner kind: „‚Kunde stört‘, ein Fall“."""
    return gettext("„{text}“").format(text=text.translate(INNER))

"""German typography for whatever is shown or printed."""

from __future__ import annotations


def quoted(text: str) -> str:
    """`text` in quotation marks; its own become the inner kind: „‚Kunde stört‘, ein Fall“."""
    return f"„{text.replace('„', '‚').replace('“', '‘')}“"

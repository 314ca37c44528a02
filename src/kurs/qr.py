"""QR codes that stand on a page or a sheet as a picture."""

from __future__ import annotations

import io

import segno


def qr_code(address: str, title: str) -> bytes:
    """SVG of a QR code, error correction M, dark on white with its quiet zone."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", light="#fff", border=4, xmldecl=False, omitsize=True, nl=False, title=title
    )
    return out.getvalue()

"""What the course needs to work without a network: the service worker, the list of its files, the app manifest."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import typst

from ..colours import LIGHT
from ..content import places
from ..content.brand import SIGN
from ..content.places import MATERIAL, OFFLINE
from ..words import language, number_text
from .bundles import bundle, smaller
from .links import QR_CODES

WORKER = "dienst.js"
MANIFEST = "kurs.webmanifest"
ICON_SIZES = (192, 512)  # px, what Android and iOS put on a home screen
MISSING = "404.html"
OFFLINE_ONLY = " data-offline-only hidden"  # on what the page for wrong addresses says only without a network
SIZE_MARK = "<!-- offline-groesse -->"
LEFT_OUT = {WORKER, "sitemap.xml", "robots.txt", MISSING}  # the worker brings its own copy of the last
FOR_SERVERS = (".br", ".gz")  # a browser asks for the file and gets one of these
# Nobody learns from these: packages (they come later than the worker), link previews, QR codes to print.
LEFT_OUT_FOLDERS = (places.address(MATERIAL), "vorschau/", QR_CODES)


def write_offline_files(site: Path, worker_source: Path, name: str, colour: str, base: str, short: str = "") -> None:
    """Add the manifest, its icons and the worker to a finished site; the page that offers it learns the size.

    `short` is the course's name under its icon, "" for its whole name. `base` is the path with which links on 404.html begin: "/", "/kurs/".
    """
    for pixels in ICON_SIZES:
        (site / _icon_name(pixels)).write_bytes(_icon(site / SIGN, pixels))
    (site / MANIFEST).write_text(
        json.dumps(_manifest(name, short or name, colour), ensure_ascii=False), "utf-8", newline="\n"
    )
    found = sorted(path for path in site.rglob("*") if path.is_file() and _is_kept(path.relative_to(site).as_posix()))
    files = sorted(found, key=lambda path: path != site / "index.html")  # the worker looks at the start page first
    size = f"{number_text(sum(path.stat().st_size for path in files) / 1e6, '0.0')} MB"
    page = site / places.address(OFFLINE) / "index.html"
    if page.exists():
        page.write_text(page.read_text("utf-8").replace(SIZE_MARK, size), "utf-8", newline="\n")
    missing = (site / MISSING).read_text("utf-8").replace(OFFLINE_ONLY, "")
    facts = {
        "FILES": [(address(path.relative_to(site).as_posix()), _checksum(path.read_bytes())) for path in files],
        "MISSING": missing.split(f'="{base}'),
    }
    head = "".join(f"const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in facts.items())
    worker = smaller("application/javascript", head + bundle(worker_source))
    # Of all that is in it: a worker that differs in anything must not overwrite the files of the one in use.
    (site / WORKER).write_text(f'const VERSION="{_checksum(worker.encode())}";{worker}', "utf-8", newline="\n")


def _checksum(content: bytes) -> str:
    """64 bits of SHA-256: they tell editions apart, and mean no protection from whoever can change the worker too."""
    return hashlib.sha256(content).hexdigest()[:16]


def _is_kept(file: str) -> bool:
    return file not in LEFT_OUT and not file.startswith(LEFT_OUT_FOLDERS) and not file.endswith(FOR_SERVERS)


def address(file: str) -> str:
    """The address under which a browser asks for `file`, relative to the site: a/index.html → ./a/"""
    return "./" + (file.removesuffix("index.html") if file.endswith("index.html") else file)


def _manifest(name: str, short: str, colour: str) -> dict[str, object]:
    return {
        "name": name,
        "short_name": short,
        "lang": language(),
        "id": "./",
        "start_url": "./",
        "display": "standalone",
        "background_color": LIGHT["papier"],
        "theme_color": colour,
        "icons": [
            {"src": SIGN, "sizes": "any", "type": "image/svg+xml"},
            *(
                {
                    "src": _icon_name(pixels),
                    "sizes": f"{pixels}x{pixels}",
                    "type": "image/png",
                    "purpose": "any maskable",
                }
                for pixels in ICON_SIZES
            ),
        ],
    }


def _icon_name(pixels: int) -> str:
    return SIGN.replace(".svg", f"-{pixels}.png")


def _icon(sign: Path, pixels: int) -> bytes:
    """PNG of the sign on paper, with so much room around it that systems may cut it to a circle."""
    page = f'#set page(width: 96pt, height: 96pt, margin: 0pt, fill: rgb("{LIGHT["papier"]}"))\n'
    picture = f'#align(center + horizon, image("{sign.name}", width: 62%))'
    files = {"main": (page + picture).encode(), sign.name: sign.read_bytes()}
    drawn = typst.compile(files, format="png", ppi=72 * pixels / 96)  # type: ignore[call-overload]  # the stub forgets dicts
    assert isinstance(drawn, bytes)  # one page, one picture
    return drawn

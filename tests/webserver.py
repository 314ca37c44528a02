"""nginx and Caddy with the settings of hosting/, on loopback: find or install what that takes, say clearly what is missing."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conftest import ROOT
from server import free_port, wait_until_it_answers

BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
PACKAGES = ("nginx-light", "libnginx-mod-http-brotli-static", "caddy", "rsync")


def missing() -> list[str]:
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    programs = [name for name in ("nginx", "caddy", "rsync") if not shutil.which(name, path=path)]
    return programs + ([] if BROTLI.exists() else [BROTLI.name])


def install() -> list[str]:
    """Debian's packages where we may install them; what is still missing."""
    if missing() and shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}  # 1: start nothing
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        subprocess.run(["apt-get", "install", "-y", "-qq", *PACKAGES], check=False, env=environment, **quiet)
    return missing()


@dataclass(frozen=True)
class Answer:
    status: int
    head: dict[str, str]
    """Names in lower case; a header sent twice has both values, joined by a comma."""
    body: bytes


def ask(address: str, accept: str = "") -> Answer:
    """What a server answers to GET, redirects not followed."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    request = urllib.request.Request(address, headers={"Accept-Encoding": accept} if accept else {})
    try:
        answer = urllib.request.build_opener(Stay).open(request, timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        names = {name.lower() for name in answer.headers}
        head = {name: ", ".join(answer.headers.get_all(name)) for name in names}
        return Answer(answer.status, head, answer.read())


@contextlib.contextmanager
def run(kind: str, root: Path, base: str, folder: Path) -> Iterator[str]:
    """Address of `kind` (nginx or caddy) that serves `root`, with the course below `base` ("" or "/kurs")."""
    port = free_port()
    command = {"nginx": _nginx, "caddy": _caddy}[kind](root, base, folder, port)
    with (folder / "log").open("wb") as log:
        environment = {**os.environ, "HOME": str(folder), "PATH": f"{os.environ['PATH']}:/usr/sbin"}
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}{base}/"
        wait_until_it_answers(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def _adapted(name: str, root: Path, base: str, **lines: str) -> str:
    """Settings as an operator adapts them: each `old` line must be there."""
    text = (ROOT / "hosting" / name).read_text("utf-8")
    for old, new in {"/var/www/kurs": str(root), " /404.html": f" {base}/404.html", **lines}.items():
        assert old in text, old
        text = text.replace(old, new)
    return text


def _nginx(root: Path, base: str, folder: Path, port: int) -> list[str | Path]:
    (folder / "kurs.conf").write_text(_adapted("nginx.conf", root, base, **{"listen 80;": f"listen 127.0.0.1:{port};"}))
    temporary = "".join(
        f"{kind}_temp_path {folder};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = f"""
        {"user root;" if os.geteuid() == 0 else ""}
        daemon off; worker_processes 1; pid {folder}/pid; error_log stderr;
        load_module {BROTLI};
        events {{ }}
        http {{
            log_format sent "$status $bytes_sent"; access_log {folder}/access.log sent; {temporary}
            include /etc/nginx/mime.types; default_type application/octet-stream;
            include {folder}/kurs.conf;
        }}
    """
    (folder / "nginx.conf").write_text(main, "utf-8")
    return ["nginx", "-c", folder / "nginx.conf", "-p", folder, "-e", "stderr"]


def _caddy(root: Path, base: str, folder: Path, port: int) -> list[str | Path]:
    text = _adapted("Caddyfile", root, base, **{"kurs.example.org {": f"http://127.0.0.1:{port} {{"})
    (folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + text, "utf-8")
    return ["caddy", "run", "--config", folder / "Caddyfile", "--adapter", "caddyfile"]


if __name__ == "__main__" and (still := install()):
    sys.exit(
        f"Für die Prüfungen gegen Webserver fehlt: {', '.join(still)}.\n"
        f"Installieren Sie es, zum Beispiel unter Debian: sudo apt install {' '.join(PACKAGES)}"
    )

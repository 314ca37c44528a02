"""Commands under measurement: builds, rebuilds behind `mkdocs serve`, and the web server that hands sites out."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "PATH": f"{os.environ['PATH']}:/usr/sbin"}


@dataclass(frozen=True)
class Run:
    """One finished command: seconds of wall clock and of processor, MiB of its largest process."""

    wall: float
    cpu: float
    peak: float


def timed(command: list[str], folder: Path) -> Run:
    """Run `command` in `folder` and wait. Raises RuntimeError with its last words if it fails."""
    log = folder / "bench.log"
    with log.open("wb") as out:
        start = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, env=ENVIRONMENT, stdout=out, stderr=out)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
    if status:
        raise RuntimeError(f"{' '.join(command)} in {folder}:\n{log.read_text('utf-8', 'replace')[-1500:]}")
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def build(project: Path) -> Run:
    """A clean build of `project` into its site/, without anything kept from earlier ones."""
    for made in ("site", ".cache"):
        shutil.rmtree(project / made, ignore_errors=True)
    return timed([sys.executable, "-m", "mkdocs", "build"], project)


def size(folder: Path) -> float:
    """MB (10^6 bytes) of all files below `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=600) as answer:
            return answer.read().decode()
    except OSError:
        return ""


def wait_for(address: str, text: str, limit: float, process: subprocess.Popen[bytes]) -> float:
    """Seconds until `address`, served by `process`, shows `text`. Raises TimeoutError."""
    start = time.monotonic()
    while text not in fetch(address):
        if process.poll() is not None or time.monotonic() - start > limit:
            raise TimeoutError(f"{address} zeigt nach {time.monotonic() - start:.0f} s nicht „{text}“.")
        time.sleep(0.02)
    return time.monotonic() - start


def rebuilds(project: Path, lesson: Path, path: str, runs: int) -> list[float]:
    """Seconds from saving `lesson` to its page at `path` served with the change, `runs` times, by `mkdocs serve`."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/{path}"
    before = lesson.read_text("utf-8")
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{port}"]
    with (project / "serve.log").open("wb") as out:
        process = subprocess.Popen(command, cwd=project, env=ENVIRONMENT, stdout=out, stderr=out)
    try:
        wait_for(address, "</html>", 900, process)
        seconds = []
        for turn in range(runs):
            time.sleep(2)  # what the server does behind the answer, and the watcher's own delay, end first
            mark = f"Stand {turn + 1} der Messung"
            lesson.write_text(before.replace("\n## ", f"\n{mark}.\n\n## ", 1), "utf-8")
            seconds.append(wait_for(address, mark, 900, process))
        return seconds
    finally:
        process.terminate()
        process.wait()
        lesson.write_text(before, "utf-8")


NGINX = """\
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr;
events {{ }}
http {{
  include /etc/nginx/mime.types; default_type application/octet-stream; log_format sent "$bytes_sent $uri"; access_log {folder}/access.log sent;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  gzip on; gzip_comp_level 6; gzip_min_length 200;
  gzip_types text/css text/plain application/javascript application/json application/xml image/svg+xml;
  server {{
    listen 127.0.0.1:{port}; root {root}; etag on;
    location / {{ add_header Cache-Control max-age=600; }}
    location ~ (/|\\.html)$ {{ add_header Cache-Control no-cache; }}
  }}
}}
"""


def sent(folder: Path, *parts: str) -> int:
    """Bytes that the nginx in `folder` has sent so far for addresses that contain one of `parts`, headers included."""
    lines = (line.split(" ", 1) for line in (folder / "access.log").read_text("utf-8").splitlines())
    return sum(int(count) for count, address in lines if any(part in address for part in parts))


@contextlib.contextmanager
def nginx(root: Path, folder: Path) -> Iterator[str]:
    """Address of nginx serving `root` on loopback: gzip 6, pages asked for anew, everything else kept ten minutes."""
    port = free_port()
    folder.mkdir(parents=True, exist_ok=True)
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(user + NGINX.format(folder=folder, port=port, root=root), "utf-8")
    command = ["nginx", "-c", str(folder / "nginx.conf"), "-p", str(folder), "-e", "stderr"]
    process = subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/", "<", 10, process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()

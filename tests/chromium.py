"""A Chromium for the browser tests: find one, or install one; say clearly if neither works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# The shell shows pages as Chromium does and takes a quarter of the time for a new profile.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
ARGUMENTS = (
    "--no-sandbox",  # tests often run as root in a container
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find(whole: bool = False) -> str | None:
    """Path of a Chromium, or None; `whole`: one that also heeds a profile's settings. CHROMIUM names one by hand."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in NAMES[1:] if whole else NAMES:
        path = shutil.which(name)
        if path:
            return path
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def install() -> str | None:
    """Debian's package where we may install it, else Playwright's own build."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for package in (SHELL, "chromium"):
            subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False, env=environment, **quiet)
    if not find(whole=True):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find(whole=True)


if __name__ == "__main__":
    if not (find(whole=True) or install()):
        sys.exit(
            "Für die Tests im Browser fehlt Chromium, und es ließ sich nicht installieren.\n"
            "Installieren Sie Chromium oder Chrome, oder nennen Sie eines: CHROMIUM=/pfad/zu/chromium make test"
        )

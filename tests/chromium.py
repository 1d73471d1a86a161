"""Where the browser of the journeys is."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

# The shell is the same browser without windows: a page costs it a fifth of the work.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Quiet: nothing is fetched that a test did not ask for.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NoChromiumError(RuntimeError):
    """There is no Chromium on this machine; the message says how to get one."""


def find_chromium() -> str:
    """The path of a Chromium: CHROMIUM if set, the system's, or Playwright's own."""
    candidates = [
        os.environ.get("CHROMIUM", ""),
        *(shutil.which(name) or "" for name in NAMES),
        *APPLICATIONS,
    ]
    for path in candidates:
        if path and Path(path).exists() and not _is_snap(path):
            return path
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # slow to load, and seldom needed

    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).exists():
        return own
    how = (
        ".venv/bin/playwright install chromium"
        if sys.platform == "darwin" or not Path("/etc/debian_version").exists() or _is_ubuntu()
        else "sudo apt-get install chromium-headless-shell"
    )
    raise NoChromiumError(f"The journeys need Chromium, which is not on this machine. Run: {how}")


def _is_snap(path: str) -> bool:
    # Ubuntu's own package only asks for a snap, which containers do not have.
    return _is_ubuntu() and Path(path).name.startswith("chromium")


def _is_ubuntu() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=ubuntu" in release.read_text(encoding="utf-8").splitlines()


if __name__ == "__main__":
    try:
        print(find_chromium())  # noqa: T201  # asked for on the command line
    except NoChromiumError as missing:
        sys.exit(str(missing))

"""The files of the project, as git lists them."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked() -> tuple[Path, ...]:
    """What git keeps, or would if it were added; without git, everything but hidden and built folders."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607  # wherever git is
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        found = [
            path
            for path in ROOT.rglob("*")
            if not {".venv", "data"} & set(path.relative_to(ROOT).parts)
        ]
    return tuple(path for path in found if path.is_file())


def templates() -> list[Path]:
    """The templates of all packages."""
    return [
        path
        for path in tracked()
        if "templates" in path.relative_to(ROOT).parts and path.suffix in {".html", ".txt"}
    ]


def text_of(path: Path) -> str:
    """A file's text, or nothing when it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""

"""This machine's copies of the indexes: where they lie, and a reader of each that is as new as a moment ago.

<data folder>/search/works/current          which folder is read, and of which version
<data folder>/search/works/1-k3x9…/         the index itself
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from bookcub.core.ids import short_id
from bookcub.search.documents import Shape
from bookcub.search.index import DamagedIndexError, IndexReader

FRESH_FOR = 0.25  # seconds for which nobody looks whether there is anything new


def home_of(name: str) -> Path:
    """Where the copies of an index lie."""
    return Path(settings.BOOKCUB_SEARCH) / name


@dataclass(frozen=True, slots=True)
class Current:
    """The folder that is read, and the version of its shape."""

    folder: Path
    version: int


def current(name: str) -> Current | None:
    """What is read now; None where there is nothing yet, or nothing that can be understood."""
    home = home_of(name)
    try:
        told = json.loads((home / "current").read_text())
        return Current(home / str(told["folder"]), int(told["version"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def new_folder(shape: Shape) -> Path:
    return home_of(shape.name) / f"{shape.version}-{short_id(8)}"


def make_current(shape: Shape, folder: Path) -> None:
    """Let everybody read this folder from now on, and remove all others."""
    home = home_of(shape.name)
    made = home / "current.new"
    made.write_text(json.dumps({"folder": folder.name, "version": shape.version}))
    made.replace(home / "current")
    for other in home.iterdir():
        # Who still reads one has its files open, and keeps them.
        if other.is_dir() and other != folder:
            shutil.rmtree(other, ignore_errors=True)


class _Opened:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.reader = IndexReader(folder)


_opened: dict[Path, _Opened] = {}
_looked: dict[Path, float] = {}
_lock = threading.Lock()


def reader_of(shape: Shape) -> IndexReader | None:
    """A reader of this machine's copy; None while there is none of this version: it is being built."""
    home = home_of(shape.name)
    now = time.monotonic()
    opened = _opened.get(home)
    if opened and now - _looked.get(home, 0.0) < FRESH_FOR:
        return opened.reader
    with _lock:
        _looked[home] = now
        return _look(shape, home)


def _look(shape: Shape, home: Path) -> IndexReader | None:
    found = current(shape.name)
    if found is None or found.version != shape.version:
        _opened.pop(home, None)
        return None
    opened = _opened.get(home)
    try:
        if opened is None or opened.folder != found.folder:
            opened = _opened[home] = _Opened(found.folder)
        else:
            opened.reader.reload()
    except DamagedIndexError:
        _opened.pop(home, None)
        return None
    return opened.reader


def forget_readers() -> None:
    """Look at the folders anew the next time: whoever has just written wants to see it."""
    _looked.clear()

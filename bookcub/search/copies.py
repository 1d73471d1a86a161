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

from bookcub.core import clock
from bookcub.core.ids import short_id
from bookcub.search.documents import Shape
from bookcub.search.index import DamagedIndexError, IndexMarks, IndexReader
from bookcub.search.models import SearchChange, SearchCopy

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
    """A folder to build in, beside the one that is read; what else is left of those who died building is removed."""
    found = current(shape.name)
    _remove_all_but(shape, found.folder if found else None)
    return home_of(shape.name) / f"{shape.version}-{short_id(8)}"


def make_current(shape: Shape, folder: Path) -> None:
    """Let everybody read this folder from now on, and remove the one before."""
    home = home_of(shape.name)
    made = home / "current.new"
    made.write_text(json.dumps({"folder": folder.name, "version": shape.version}))
    made.replace(home / "current")
    _remove_all_but(shape, folder)


def _remove_all_but(shape: Shape, kept: Path | None) -> None:
    for other in home_of(shape.name).iterdir():
        # Who still reads one has its files open, and keeps them.
        if other.is_dir() and other != kept:
            shutil.rmtree(other, ignore_errors=True)


def is_followed(folder: Path, marks: IndexMarks) -> bool:
    """Whether a copy knows all that has changed but what is still written down for it. Two queries.

    Not so where it comes back after a week, nor where the database was restored from a backup and is behind what it had told.
    """
    is_known = SearchCopy.objects.living(at=clock.now()).filter(folder=folder.name)
    return is_known.exists() and marks.now <= SearchChange.objects.horizon()


@dataclass(slots=True)
class _Opened:
    folder: Path
    reader: IndexReader
    looked_at: float


_opened: dict[Path, _Opened] = {}
_lock = threading.Lock()


def reader_of(shape: Shape) -> IndexReader | None:
    """A reader of this machine's copy; None while there is none of this version: it is being built."""
    home, now = home_of(shape.name), time.monotonic()
    opened = _opened.get(home)
    if opened is None or now - opened.looked_at >= FRESH_FOR:
        with _lock:
            opened = _look(shape, home, now)
    return opened.reader if opened else None


def _look(shape: Shape, home: Path, now: float) -> _Opened | None:
    found, opened = current(shape.name), _opened.pop(home, None)
    if found is None or found.version != shape.version:
        return None
    try:
        if opened is None or opened.folder != found.folder:
            reader = IndexReader(found.folder)
            if not is_followed(found.folder, reader.marks):
                return None
            opened = _Opened(found.folder, reader, now)
        else:
            opened.reader.reload()
    except DamagedIndexError:
        return None
    opened.looked_at = now
    _opened[home] = opened
    return opened


def forget_readers() -> None:
    """Open the folders anew the next time: whoever has just written wants to see it."""
    _opened.clear()

"""Style sheets, scripts and fonts, gathered under names that browsers may keep for ever."""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

from bookcub.core.files import static_files
from bookcub.web.fonts import TARGET, build_fonts

STAMP = ".made-from"
LEFT_OUT = ["*.map"]


def build_static_files() -> int:
    """Build them unless what they are made from is as it was; return how many were gathered.

    Of several processes that start at the same time on one folder, one builds and the others wait.
    """
    if settings.DEBUG:
        return 0
    folder = Path(settings.STATIC_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _build(folder / STAMP)


def _build(stamp: Path) -> int:
    if os.access(TARGET.parent, os.W_OK):  # an installed package brings its fonts along
        build_fonts()
    fingerprint, count = _sources()
    if stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint:
        return 0
    # What older pages link to stays: somebody may have one open.
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=LEFT_OUT)
    stamp.write_text(fingerprint, encoding="ascii")
    return count


def _sources() -> tuple[str, int]:
    digest = hashlib.sha256(f"{django.__version__} {settings.STORAGES['staticfiles']}".encode())
    digest.update(Path(static_files.__file__).read_bytes())
    count = 0
    for finder in get_finders():
        for path, storage in finder.list(LEFT_OUT):
            told = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{told.st_size}\0{told.st_mtime_ns}\n".encode())
            count += 1
    return digest.hexdigest(), count

"""Archives that are made once for a whole run of tests and copied by whoever needs one."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """The folder, made by the process that asks first while the others wait."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            begun = folder.with_suffix(".begun")
            make(begun)
            begun.rename(folder)
    return folder


def copy_of(ready: Path, folder: Path) -> Path:
    """A copy of a ready folder, whose owner alone may look into it."""
    shutil.copytree(ready, folder)
    folder.chmod(0o700)
    return folder

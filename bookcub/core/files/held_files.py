"""Locks between processes of one machine."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class HeldError(Exception):
    """Another process holds it."""


@contextmanager
def locked_file(path: Path, *, waits: bool = False) -> Iterator[None]:
    """Hold a file that one process at a time can hold; the system lets go of it for one that is killed.

    Raises HeldError where another has it, unless told to wait.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)  # no child inherits it
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise HeldError from error
        yield
    finally:
        os.close(handle)

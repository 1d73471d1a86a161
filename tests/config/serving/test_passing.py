"""What two processes hand to each other arrives whole, or not at all."""

from __future__ import annotations

import os
import resource
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bookcub.config.serving.passing import Parcel, hand_over, take


@contextmanager
def no_more_files() -> Iterator[None]:
    """As in a process that has as many files open as it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    os.close(lowest := os.open(os.devnull, os.O_RDONLY))
    resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_file_that_the_system_let_go_of_is_not_taken_for_an_empty_one() -> None:
    here, there = socket.socketpair()
    with here, there, tempfile.TemporaryFile() as file:
        file.write(b"a whole book")
        file.seek(0)
        hand_over(here, Parcel({"status": 200}, file))
        with no_more_files(), pytest.raises(EOFError):
            take(there)

        file.seek(0)
        hand_over(here, Parcel({"status": 200}, file))
        taken = take(there)

    assert not isinstance(taken.content, bytes)
    with taken.content as copy:
        assert copy.read() == b"a whole book"

"""Work as a number that is the same on every machine: a clock on the wall also measures the neighbours."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


def calls(work: Callable[[], object]) -> int:
    """How many functions are called to do this, Python's and C's."""
    count = 0

    def counting(_frame: FrameType, event: str, _held: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(counting)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def grows_with_its_length(work: Callable[[int], object], length: int) -> bool:
    """Whether twice as much takes about twice the calls: with anything quadratic it would be four times."""
    return calls(lambda: work(2 * length)) <= 3 * calls(lambda: work(length)) + 1000

"""Why a database did not do what was asked: it is busy, full or away, and no fault of who asked."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from enum import StrEnum
from errno import EDQUOT, ENOSPC
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import connection
from django.db.utils import Error as DatabaseError
from django.db.utils import OperationalError

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 4


class Trouble(StrEnum):
    BUSY = "busy"  # somebody else holds what was asked for, for too long
    FULL = "full"
    AWAY = "away"


class NewerDatabaseError(Exception):
    """A newer Bookcub has changed the database; this one would misread it. It says so in a sentence."""


# SQLite tells by its words, and so does libpq where no server answered.
WORDS = (
    (Trouble.BUSY, ("is locked", "canceling statement due to")),
    (Trouble.FULL, ("is full", "no space left on device")),
    (
        Trouble.AWAY,
        ("unable to open", "connection failed", "connection is bad", "the connection is closed", "the connection is lost",
         "server closed the connection", "connection timeout expired", "could not connect", "connection already closed",
         "failed to resolve host"),
    ),
)  # fmt: skip
# Classes and codes of https://www.postgresql.org/docs/current/errcodes-appendix.html
CODES = (
    (Trouble.BUSY, ("40001", "40P01", "55P03", "57014", "25P04")),
    (Trouble.FULL, ("53100",)),
    (Trouble.AWAY, ("08", "53300", "57P", "3D000", "28")),
)
DEADLOCK = ("40001", "40P01")


def trouble_of(error: BaseException | None) -> Trouble | None:
    """What is the matter, if it is the matter of the database or its disk; also where it is what led to an error."""
    while error is not None:
        if found := _of_one(error):
            return found
        error = error.__cause__ or error.__context__
    return None


def _of_one(error: BaseException) -> Trouble | None:
    if isinstance(error, OSError):
        return Trouble.FULL if error.errno in {ENOSPC, EDQUOT} else None
    if not isinstance(error, DatabaseError):
        return None
    if code := _code(error):
        return next((trouble for trouble, codes in CODES if code.startswith(codes)), None)
    words = str(error).lower()
    return next((trouble for trouble, said in WORDS if any(each in words for each in said)), None)


def _code(error: BaseException) -> str:
    return str(getattr(error.__cause__, "sqlstate", None) or "")


def tried_again(action: Callable[P, T]) -> Callable[P, T]:
    """Do it again where the database chose it to get two out of a knot; for actions that are a transaction of their own."""

    @wraps(action)
    def do(*args: P.args, **more: P.kwargs) -> T:
        for attempt in range(1, TRIES):
            try:
                return action(*args, **more)
            except OperationalError as error:
                if connection.in_atomic_block or _code(error) not in DEADLOCK:
                    raise
                time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311  # no secret
        return action(*args, **more)

    return do

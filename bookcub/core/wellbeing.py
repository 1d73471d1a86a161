"""What a keeper should know before everybody notices: little room on the disk, a damaged database."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.utils import Error as DatabaseError
from django.utils.formats import number_format
from django.utils.translation import gettext

from bookcub.core.models import PeriodicJob

ENOUGH_DISK = 200 * 1024 * 1024  # bytes
SOUND = "ok"  # as SQLite says it
PAGES_NAMED = 5
BEYOND_LOOKING = ("malformed", "not a database", "disk I/O error")  # as SQLite says it


class DamagedError(Exception):
    """Pages of the database do not hold what they should."""


def free_disk() -> int:
    """Bytes that the data folder may still grow by."""
    return shutil.disk_usage(Path(settings.DATA)).free


def is_disk_scarce() -> bool:
    """Whether writing will soon fail."""
    return free_disk() < ENOUGH_DISK


def look_through_pages() -> None:
    """Read every page of SQLite's file; raises DamagedError with what is wrong. PostgreSQL looks after its own."""
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA quick_check({PAGES_NAMED})")
            found = [str(row[0]) for row in cursor.fetchall()]
    except DatabaseError as error:
        # Where the damage is great not even the look succeeds.
        if any(words in str(error) for words in BEYOND_LOOKING):
            raise DamagedError(str(error)) from error
        raise
    if found != [SOUND]:
        raise DamagedError("; ".join(found))


def is_known_to_be_damaged() -> bool:
    """Whether the last look through all pages, a periodic job, found damage."""
    return PeriodicJob.objects.filter(failure__contains=DamagedError.__qualname__).exists()


def worries() -> list[str]:
    """What a keeper reads on their desk; one query."""
    said = []
    if is_disk_scarce():
        megabytes = number_format(free_disk() // 1024**2, force_grouping=True)
        sentence = gettext(
            "Only %(megabytes)s MB are left on the archive’s disk. Once it is full, nobody can save anything: make room."
        )
        said.append(sentence % {"megabytes": megabytes})
    if is_known_to_be_damaged():
        said.append(
            gettext(
                "Part of the database is damaged. Make a copy of the data folder now, run bookcub check, and restore the"
                " newest backup that it finds sound."
            )
        )
    return said

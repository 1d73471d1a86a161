"""The archive's name and rules for every page, without a query for most of them."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest

from bookcub.people.models import Archive, SignUp

FRESH_FOR = 3.0  # seconds; another process's change shows after that


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """The archive's row as pages need it."""

    name: str
    description: str
    sign_up: str
    members_invite: bool
    language: str
    time_zone: str
    address: str
    works_a_day: int | None
    chapters_a_day: int | None
    comments_a_day: int | None
    clubs_a_day: int | None
    is_set_up: bool

    @property
    def is_closed(self) -> bool:
        return self.sign_up == SignUp.CLOSED


_kept: tuple[float, ArchiveLine] | None = None


def current_archive() -> ArchiveLine:
    """The archive's row, at most three seconds old; never writes."""
    global _kept  # noqa: PLW0603  # one value per process is the point
    if _kept is not None and time.monotonic() < _kept[0] + FRESH_FOR:
        return _kept[1]
    line = _line(Archive.objects.filter(pk=1).first() or Archive())
    _kept = (time.monotonic(), line)
    return line


def _line(row: Archive) -> ArchiveLine:
    return ArchiveLine(
        row.name,
        row.description,
        row.sign_up,
        row.members_invite,
        row.language,
        row.time_zone,
        row.address,
        row.works_a_day,
        row.chapters_a_day,
        row.comments_a_day,
        row.clubs_a_day,
        row.is_set_up,
    )


def forget_archive(**_signal: object) -> None:
    """Ask the database again: this process has just changed it."""
    global _kept  # noqa: PLW0603
    _kept = None


def archive_url() -> str:
    """Where letters lead, without a slash at the end: as the keeper has set it, else where the archive was set up.

    Never what somebody's request calls the archive: they could make a letter to somebody else lead to a place of theirs.
    """
    return settings.PUBLIC_URL or current_archive().address or settings.LETTERS_URL


def archive(request: HttpRequest) -> dict[str, object]:
    """Give templates `archive`, and whether the masthead offers to join."""
    try:
        line = current_archive()
    except DatabaseError:
        # The page that says so needs a frame too.
        line = _kept[1] if _kept is not None else _line(Archive())
    return {"archive": line, "sign_up_closed": line.is_closed}

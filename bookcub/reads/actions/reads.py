"""Beginning a read, ending it, and taking it up again."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.db import transaction

from bookcub.clubs.models import Club, Membership
from bookcub.core import clock
from bookcub.reads import signals
from bookcub.reads.models import OutsideBook, Read
from bookcub.reads.queries.books import as_seen, today_of
from bookcub.reads.queries.waiting import reads_something
from bookcub.works.models import Work


@transaction.atomic
def begin_read(
    *,
    club: Club,
    work: Work | None = None,
    book: OutsideBook | None = None,
    brought_by: Membership | None = None,
    starts_on: date | None = None,
    after_others: bool = False,
) -> Read:
    """A club begins a work or an outside book, today or on a day to come, without any dates yet.

    Several at once are welcome; `after_others` it waits until the club reads nothing else. Raises ValueError unless exactly
    one of work and book is given.
    """
    if (work is None) == (book is None):
        raise ValueError("A read is of one work or of one outside book.")

    if after_others:
        club.lock()
    waits = after_others and reads_something(club)
    read = Read(
        club=club,
        work=work,
        book=book,
        brought_by=brought_by,
        title=work.title if work else book.title if book else "",
        byline=work.kept_byline[:500] if work else book.author if book else "",
        language=work.language if work else "",
        made_at=clock.now(),
        waits=waits,
        starts_on=None if waits else starts_on or today_of(club),
    )
    read.seen = as_seen(read)
    read.save()
    if not waits:
        transaction.on_commit(partial(signals.read_begun.send, Read, read=read, by=brought_by))
    return read


@transaction.atomic
def begin_waiting(*, read: Read, by: Membership) -> bool:
    """Begin at once what would have waited. False where it does not wait any more."""
    read.club.lock()
    if not Read.objects.waiting().filter(pk=read.pk).exists():
        return False
    _begin(read.pk, by)
    read.refresh_from_db()
    return True


def begin_next(*, club: Club) -> bool:
    """Begin what has waited longest, unless the club reads something else. Wants the club locked."""
    following = Read.objects.waiting().filter(club=club).first()
    if following is None or reads_something(club):
        return False
    _begin(following.pk, None)
    return True


def _begin(pk: int, by: Membership | None) -> None:
    read = Read.objects.select_related("club", "work", "book").get(pk=pk)
    read.waits = False
    read.starts_on = today_of(read.club)
    read.seen = as_seen(read)
    read.save(update_fields=["waits", "starts_on", "seen"])
    transaction.on_commit(partial(signals.read_begun.send, Read, read=read, by=by, has_waited=True))


def finish_read(*, read: Read, by: Membership) -> bool:
    """Say that the club has read it. False where the read is over already."""
    return _end(read, by, {"finished_at": clock.now()})


def abandon_read(*, read: Read, by: Membership, word: str = "") -> bool:
    """Leave a book unfinished, with a word why. False where the read is over already."""
    return _end(read, by, {"abandoned_at": clock.now(), "abandoned_word": word})


@transaction.atomic
def reopen_read(*, read: Read, by: Membership) -> bool:
    """Go on with a read that was over. False where it goes on already."""
    ended = Read.objects.filter(pk=read.pk).exclude(finished_at=None, abandoned_at=None)
    if not ended.update(finished_at=None, abandoned_at=None, abandoned_word=""):
        return False
    read.refresh_from_db()
    transaction.on_commit(partial(signals.read_reopened.send, Read, read=read, by=by))
    return True


@transaction.atomic
def _end(read: Read, by: Membership, fields: dict[str, object]) -> bool:
    read.club.lock()
    # Two hosts may press at the same moment: one of them ends it.
    if not Read.objects.filter(pk=read.pk).going_on().update(**fields):
        return False
    read.refresh_from_db()
    transaction.on_commit(partial(signals.read_ended.send, Read, read=read, by=by))
    begin_next(club=read.club)
    return True

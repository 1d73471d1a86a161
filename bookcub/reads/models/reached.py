"""Who has reached which place of a read, as conditions for queries: always as things are now, nothing derived.

The horizon of a person in a read of a work is what `reading` keeps of it, in an outside book what they
say themselves. Somebody who has chosen to look ahead, and whoever wrote the work, has reached everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from bookcub.reading.models import ChapterProgress, LookAhead
from bookcub.reads.models.read import Reader
from bookcub.works.models import Chapter, Creatorship, Work

if TYPE_CHECKING:
    from bookcub.people.models import User


def has_reached(person: User, *, read: str = "read", upto: str = "upto") -> Q:
    """Rows whose place the person has reached; `read` and `upto` are the paths to the two from the row.

    Whoever has read every chapter up to there to its end. Of chapters that are not posted, one that
    nobody could read yet asks nothing; one that was taken back asks to have been read while it was
    there. A place beyond what is posted is reached only as the end of a finished work.
    """
    work = f"{read}__work"
    outside = is_there_in_outside_book(person, read=f"{read}__pk", upto=upto)
    return (
        Q(**{upto: 0})
        | (Q(**{f"{read}__work__isnull": True}) & outside)
        | (
            Q(**{f"{read}__work__isnull": False})
            & (_knows_all(person, work) | _read_up_to(person, work, upto))
        )
    )


def is_there_in_outside_book(person: User, *, read: str = "read", upto: str = "upto") -> Q:
    """The same of rows whose reads are all of outside books: whoever says to be there, or sees everything."""
    there = Q(at__gte=OuterRef(upto)) | Q(shows_all=True)
    readers = Reader.objects.filter(there, read=OuterRef(read), membership__user=person)
    return Q(**{upto: 0}) | Q(Exists(readers))


def _knows_all(person: User, work: str) -> Q:
    looks = LookAhead.objects.filter(user=person, work=OuterRef(work))
    wrote = Creatorship.objects.accepted().filter(work=OuterRef(work), pseud__user=person)
    return Q(Exists(looks)) | Q(Exists(wrote))


def _read_up_to(person: User, work: str, upto: str) -> Q:
    whole = ChapterProgress.objects.filter(
        user=person, chapter=OuterRef("pk"), read_whole_at__isnull=False
    )
    chapters = Chapter.objects.filter(work=OuterRef(work))
    there = chapters.posted()
    # Places are kept in posted chapters alone: where somebody has one, it was there to be read.
    readable = Q(posted_at__isnull=False) | Exists(
        ChapterProgress.objects.filter(chapter=OuterRef("pk"))
    )
    unread = chapters.filter(readable, ~Exists(whole), position__lte=OuterRef(upto))
    ends = Work.objects.filter(pk=OuterRef(work), chapter_count__gte=F("chapters_planned"))
    exists = Q(Exists(there.filter(position__gte=OuterRef(upto)))) | Q(Exists(ends))
    return ~Q(Exists(unread)) & exists & Q(Exists(there))

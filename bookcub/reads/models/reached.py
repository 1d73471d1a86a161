"""Who has reached which place of a read, as conditions for queries: always as things are now, nothing derived.

The horizon of a person in a read of a work is what `reading` keeps of it, in an outside book what they
say themselves. Somebody who has chosen to look ahead, and whoever wrote the work, has reached everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, F, OuterRef, Q

from bookcub.reading.models import ChapterProgress, LookAhead
from bookcub.reads.models.read import Reader
from bookcub.works.models import Chapter, ChapterQuerySet, Creatorship, Work

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


def has_come_to(person: User, *, read: str = "read", upto: str = "upto") -> Q:
    """The same for what opens by arriving alone: to look ahead does not, nor to have written it.

    In their own works people have come to whatever is posted.
    """
    work = f"{read}__work"
    arrived = Reader.objects.filter(
        at__gte=OuterRef(upto), read=OuterRef(f"{read}__pk"), membership__user=person
    )
    posted = Exists(_posted_chapters(work))
    return (
        Q(**{upto: 0})
        | (Q(**{f"{read}__work__isnull": True}) & Exists(arrived))
        | (
            Q(**{f"{read}__work__isnull": False})
            & (
                _read_up_to(person, work, upto)
                | (_wrote(person, work) & posted & _is_there(work, upto))
            )
        )
    )


def is_there_in_outside_book(person: User, *, read: str = "read", upto: str = "upto") -> Q:
    """The same of rows whose reads are all of outside books: whoever says to be there, or sees everything."""
    there = Q(at__gte=OuterRef(upto)) | Q(shows_all=True)
    readers = Reader.objects.filter(there, read=OuterRef(read), membership__user=person)
    return Q(**{upto: 0}) | Q(Exists(readers))


def _knows_all(person: User, work: str) -> Q:
    looks = LookAhead.objects.filter(user=person, work=OuterRef(work))
    return Q(Exists(looks)) | _wrote(person, work)


def _wrote(person: User, work: str) -> Q:
    wrote = Creatorship.objects.accepted().filter(work=OuterRef(work), pseud__user=person)
    return Q(Exists(wrote))


def _posted_chapters(work: str) -> ChapterQuerySet:
    return Chapter.objects.filter(work=OuterRef(work)).posted()


def _is_there(work: str, upto: str) -> Q:
    """The place is posted, or the end of a finished work comes before it."""
    ends = Work.objects.filter(pk=OuterRef(work), chapter_count__gte=F("chapters_planned"))
    here = _posted_chapters(work).filter(position__gte=OuterRef(upto))
    return Q(Exists(here)) | Q(Exists(ends))


def _read_up_to(person: User, work: str, upto: str) -> Q:
    whole = ChapterProgress.objects.filter(
        user=person, chapter=OuterRef("pk"), read_whole_at__isnull=False
    )
    # Places are kept in posted chapters alone: where somebody has one, it was there to be read.
    readable = Q(posted_at__isnull=False) | Exists(
        ChapterProgress.objects.filter(chapter=OuterRef("pk"))
    )
    chapters = Chapter.objects.filter(work=OuterRef(work))
    unread = chapters.filter(readable, ~Exists(whole), position__lte=OuterRef(upto))
    return ~Q(Exists(unread)) & _is_there(work, upto) & Q(Exists(_posted_chapters(work)))

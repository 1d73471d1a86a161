"""Saying how far one is, whether the others may see it, and whether one reads along."""

from __future__ import annotations

from collections import defaultdict
from itertools import takewhile

from django.db import models, transaction

from bookcub.clubs.models import Membership
from bookcub.people.models import User
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reading.models import ChapterProgress, LookAhead
from bookcub.reads.actions.kept_titles import keep_titles
from bookcub.reads.models import EditionKind, OutsideBook, Read, Reader
from bookcub.reads.planning import BookMeasure
from bookcub.works.models import Creatorship, Work


@transaction.atomic
def say_place(*, read: Read, by: Membership, upto: int, edition: BookMeasure | None = None) -> bool:
    """Say that one has read up to the end of this place; False where there is no such place to have read.

    With it goes the `edition` that one reads, where that is news.

    In a work this is the horizon of the reader's page, which only ever moves on. In an outside book it is
    what one says, and one may say less again.
    """
    if read.work_id and read.work:
        return _read_up_to(read, by.user, upto)
    if read.book is None or not 0 <= upto <= _end_now(read):
        return False
    reader, _ = Reader.objects.get_or_create(read=read, membership=by)
    reader.at = upto
    reader.save(update_fields=["at"])
    return edition is None or say_edition(read=read, by=by, edition=edition)


def say_edition(*, read: Read, by: Membership, edition: BookMeasure) -> bool:
    """Count in one's own edition from now on, at the same place. False where the book is counted in chapters."""
    if not read.is_by_share:
        return False
    kind = EditionKind(edition.kind.value)
    _set(read, by, edition=kind, edition_length=edition.length)
    return True


@transaction.atomic
def reach_in_outside_book(*, read: Read, user: User, upto: int) -> None:
    """Whoever speaks of a place has been there: further than before, never back. Nothing for who is no member."""
    member = Membership.objects.current().filter(club=read.club_id, user=user).first()
    if member is None or upto == 0:
        return
    there = min(upto, _end_now(read)) if read.book_id else upto
    Reader.objects.get_or_create(read=read, membership=member)
    Reader.objects.filter(read=read, membership=member, at__lt=there).update(at=there)


def _end_now(read: Read) -> int:
    """The last place of a book from elsewhere; until the transaction ends nobody takes chapters back behind it."""
    return OutsideBook.objects.select_for_update(of=("self",)).get(reads=read).end


def show_progress(*, read: Read, by: Membership, shows: bool) -> None:
    """Let the others see one's place in this read, or keep it to oneself from now on."""
    _set(read, by, shows_progress=shows)


def sit_out(*, read: Read, by: Membership, sits_out: bool) -> None:
    """Not read this one along, or come back to it."""
    _set(read, by, sits_out=sits_out)


def _set(read: Read, by: Membership, **fields: object) -> None:
    Reader.objects.update_or_create(read=read, membership=by, defaults=fields)


def _read_up_to(read: Read, person: User | None, upto: int) -> bool:
    if read.work is None or person is None:
        return False
    chapter = read.work.posted_chapters().filter(position=upto).select_related("work").first()
    if chapter is None:
        return False
    read_up_to_end(user=person, chapter=chapter)
    return True


@transaction.atomic
def keep_places(*, work: Work) -> list[Read]:
    """When a work goes: its reads go on as reads of a book from elsewhere, with how far each had come.

    So what members may hear of their meetings stays theirs. Returns those reads.
    """
    positions = list(work.posted_chapters().order_by("position").values_list("position", flat=True))
    whole: defaultdict[int | None, set[int]] = defaultdict(set)
    read = ChapterProgress.objects.filter(chapter__work=work, read_whole_at__isnull=False)
    for user, position in read.values_list("user", "chapter__position"):
        whole[user].add(position)
    looks = set(LookAhead.objects.filter(work=work).values_list("user", flat=True))
    wrote = Creatorship.objects.accepted().filter(work=work)
    looks |= set(wrote.values_list("pseud__user", flat=True))
    keep_titles(work=work)
    reads = list(Read.objects.filter(work=work).order_by("made_at", "pk"))
    for one in reads:
        one.work = None
        one.book = OutsideBook.objects.create(
            title=one.title,
            author=one.byline[:255],
            was_here=True,
            stands_for=work,
            chapter_titles=[""] * max(positions, default=1),
        )
        one.save(update_fields=["work", "book"])
        for member in Membership.objects.filter(user__isnull=False, club=one.club_id):
            there = list(takewhile(whole[member.user_id].__contains__, positions))
            Reader.objects.update_or_create(
                read=one,
                membership=member,
                defaults={"at": max(there, default=0), "shows_all": member.user_id in looks},
            )
    return reads


@transaction.atomic
def give_back(*, work: Work) -> None:
    """A work is back from the trash: the reads that went on without it are reads of it again."""
    for one in Read.objects.filter(book__stands_for=work).select_related("book"):
        book, one.work, one.book = one.book, work, None
        one.save(update_fields=["work", "book"])
        if book is not None:
            _let_go(book)


def _let_go(book: OutsideBook) -> None:
    try:
        with transaction.atomic():
            book.delete()
    except models.ProtectedError:
        # A club has chosen it again meanwhile, as a book from elsewhere: that read goes on.
        OutsideBook.objects.filter(pk=book.pk).update(stands_for=None)

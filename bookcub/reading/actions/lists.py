"""Putting works on lists and taking them off."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from bookcub.core import clock
from bookcub.people.models import User
from bookcub.reading.models import ListEntry, ReadingList, ShelfKind
from bookcub.works.models import Work


def shelf(*, user: User, kind: ShelfKind) -> ReadingList:
    """One of the four lists everybody has, made when it is first used."""
    return ReadingList.objects.standing().get_or_create(
        user=user, kind=kind, defaults={"name": kind.kept_name}
    )[0]


@transaction.atomic
def own_list(*, user: User, name: str) -> ReadingList:
    """The person's own list of this name, made if there is none yet."""
    user.lock()
    own = ReadingList.objects.standing().filter(user=user, kind=ShelfKind.OWN)
    known = own.filter(name__folded=name).first()
    return known or ReadingList.objects.create(user=user, name=name)


@transaction.atomic
def put_on_shelf(*, user: User, work: Work, kind: ShelfKind | None) -> None:
    """Move a work to one of the four lists, or (None) off all of them. Own lists stay as they are."""
    others = (
        ListEntry.objects.of_person(user)
        .filter(work=work)
        .exclude(reading_list__kind=ShelfKind.OWN)
    )
    if kind is not None:
        others = others.exclude(reading_list__kind=kind)
    others.delete()
    if kind is not None:
        add(reading_list=shelf(user=user, kind=kind), work=work)


def take_off_shelf(*, user: User, work: Work, kind: ShelfKind) -> None:
    """Take a work off one of the four lists; on another one it stays."""
    ListEntry.objects.of_person(user).filter(reading_list__kind=kind, work=work).delete()


@transaction.atomic
def put_on_lists(*, user: User, work: Work, lists: Iterable[ReadingList]) -> None:
    """Let a work stand on exactly these of the person's own lists."""
    wanted = [one for one in lists if one.user_id == user.pk]
    ListEntry.objects.of_person(user).filter(reading_list__kind=ShelfKind.OWN, work=work).exclude(
        reading_list__in=wanted
    ).delete()
    for one in wanted:
        add(reading_list=one, work=work)


def add(*, reading_list: ReadingList, work: Work, note: str = "") -> ListEntry:
    """Put a work on a list; it stands there once."""
    return ListEntry.objects.get_or_create(
        reading_list=reading_list,
        work=work,
        defaults={"work_title": work.title, "work_byline": work.kept_byline[:300], "note": note},
    )[0]


def discard_list(*, reading_list: ReadingList) -> None:
    """Put the list into the trash; its name may be used again meanwhile."""
    standing = ReadingList.objects.standing().filter(pk=reading_list.pk)
    standing.update(discarded_at=clock.now(), discarded_by=reading_list.user)


@transaction.atomic
def restore_list(*, reading_list: ReadingList) -> None:
    """Bring the list back as it was. ValidationError where another one has its name now.

    One of the four that was begun anew is joined to it; a work that was moved to another of them stays there.
    """
    user = reading_list.user
    user.lock()
    lists = ReadingList.objects.standing().filter(user=user)
    if reading_list.kind != ShelfKind.OWN:
        moved = ListEntry.objects.of_person(user).exclude(reading_list__kind=ShelfKind.OWN)
        reading_list.entries.filter(work__in=moved.values("work")).delete()
        if newer := lists.filter(kind=reading_list.kind).first():
            newer.entries.update(reading_list=reading_list)
            newer.delete()
    if lists.filter(name__folded=reading_list.name).exists():
        raise ValidationError(
            gettext(
                "You have another list called “%(name)s” now. Rename that one, then restore this one."
            )
            % {"name": reading_list.shown_name},
            code="taken",
        )
    discarded = ReadingList.objects.filter(pk=reading_list.pk, discarded_at__isnull=False)
    discarded.update(discarded_at=None, discarded_by=None)

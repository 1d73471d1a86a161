"""Who may do what with works, chapters, series and what hangs on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, Q, QuerySet

from bookcub.core.database.prepared import prepared
from bookcub.people.models import User, UserMute
from bookcub.works.models import (
    Chapter,
    ContentMute,
    Creatorship,
    DraftReader,
    RelatedWork,
    Series,
    Work,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def mutes_anything(person: User | AnonymousUser) -> bool:
    """Whether lists leave anything out for this person. One query; none for a guest."""
    return person.is_authenticated and bool(_a_mute(person))


def has_mutes(person: User) -> Q:
    """Of any rows: whether this person mutes anything."""
    people = UserMute.objects.filter(muter=person.pk)
    return Q(Exists(people)) | Q(Exists(ContentMute.objects.filter(user=person.pk)))


@prepared
def _a_mute(person: User) -> QuerySet[User, int]:
    return User.objects.filter(has_mutes(person), pk=person.pk).values_list("pk", flat=True)


def may_write(person: User | AnonymousUser) -> bool:
    return person.is_authenticated and person.is_active


def may_edit(person: User | AnonymousUser, work: Work) -> bool:
    """Its creators alone: not even a keeper writes in another's work."""
    if not person.is_authenticated or not may_write(person):
        return False
    return work.creatorships.accepted().filter(pseud__user=person).exists()


def may_post(person: User | AnonymousUser, chapter: Chapter) -> bool:
    return may_edit(person, chapter.work)


def may_delete(person: User | AnonymousUser, work: Work) -> bool:
    return may_edit(person, work)


def may_see_revisions(person: User | AnonymousUser, chapter: Chapter) -> bool:
    """What an author took out of a text is theirs to keep to themselves."""
    return may_edit(person, chapter.work)


def may_end_showing(person: User | AnonymousUser, reader: DraftReader) -> bool:
    """Whoever it is shown to can leave a draft, and its creators can take it away."""
    return reader.user_id == person.pk or may_edit(person, reader.work)


def may_edit_series(person: User | AnonymousUser, series: Series) -> bool:
    """Whoever made it and the creators of its works."""
    if not person.is_authenticated or not may_write(person):
        return False
    if series.made_by_id == person.pk:
        return True
    return (
        Creatorship.objects.accepted()
        .filter(work__series_entries__series=series, pseud__user=person)
        .exists()
    )


def may_answer(person: User | AnonymousUser, creatorship: Creatorship) -> bool:
    """An invitation is answered by the one it went to."""
    return may_write(person) and creatorship.pseud.user_id == person.pk


def may_approve(person: User | AnonymousUser, related: RelatedWork) -> bool:
    """The creators of the work that inspired another decide what stands on its page."""
    return related.parent is not None and may_edit(person, related.parent)

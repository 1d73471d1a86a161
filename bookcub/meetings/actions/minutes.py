"""Minutes: written, corrected, published."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.meetings import signals
from bookcub.meetings.models import Meeting, Minutes, MinutesQuerySet, MinutesRevision


class MovedOnError(Exception):
    """Somebody has saved another summary meanwhile; `revision` is theirs."""

    def __init__(self, revision: MinutesRevision) -> None:
        super().__init__(f"Revision {revision.number} came in between.")
        self.revision = revision


@transaction.atomic
def write_summary(
    *, meeting: Meeting, by: Membership, html: str, based_on: int | None = None
) -> MinutesRevision | None:
    """Save a summary as a new revision; None when nothing has changed.

    `based_on` is the number of the revision that it was written from: when there is a newer one, raises
    MovedOnError. The HTML has been sanitised. ValidationError while the minutes lie in the trash.
    """
    there = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    ensure_minutes_stand(meeting)
    minutes, _ = Minutes.objects.get_or_create(meeting=meeting)
    newest = minutes.revisions.first()
    if minutes.html == html:
        return None
    if newest is not None and based_on is not None and newest.number > based_on:
        raise MovedOnError(newest)
    number = newest.number + 1 if newest else 1
    revision = minutes.revisions.create(number=number, html=html, by=by, at=now())
    minutes.html, minutes.edited_at = html, revision.at
    # Nothing was said that anybody could read: what a host writes then waits until they publish it.
    if there.closed_at is not None and minutes.published_at is None:
        minutes.held_back_at = minutes.held_back_at or revision.at
    minutes.save(update_fields=["html", "edited_at", "held_back_at"])
    return revision


@transaction.atomic
def publish(*, meeting: Meeting, by: Membership | None) -> bool:
    """Let the members read them, as far as they have come, and announce it. False if they could.

    ValidationError while they lie in the trash.
    """
    return _publish(meeting, by, Minutes.objects.all())


@transaction.atomic
def publish_unless_held_back(*, meeting: Meeting, by: Membership | None) -> bool:
    """The same when something else ends or adds to a talk: what a host holds back waits for their own press."""
    return _publish(meeting, by, Minutes.objects.filter(held_back_at=None))


def withdraw(*, meeting: Meeting) -> bool:
    """Take them back from the members, to be worked on; False if they were not published."""
    published = Minutes.objects.filter(meeting=meeting, published_at__isnull=False)
    return bool(published.update(published_at=None, held_back_at=now()))


def _publish(meeting: Meeting, by: Membership | None, among: MinutesQuerySet) -> bool:
    ensure_minutes_stand(meeting)
    minutes, _ = Minutes.objects.get_or_create(meeting=meeting)
    at = now()
    waiting = among.filter(pk=minutes.pk, published_at=None)
    if not waiting.update(published_at=at, held_back_at=None):
        return False
    minutes.published_at, minutes.held_back_at = at, None
    transaction.on_commit(
        partial(signals.minutes_published.send, Minutes, minutes=minutes, by=by and by.user)
    )
    return True


def ensure_minutes_stand(meeting: Meeting) -> None:
    """Raise ValidationError while the minutes lie in the trash: nothing new can be written into them."""
    if Minutes.objects.filter(meeting=meeting, discarded_at__isnull=False).exists():
        raise ValidationError(
            gettext(
                "The minutes of this meeting are in the trash. A host can bring them back, or delete them for good and"
                " begin anew."
            ),
            code="in_trash",
        )

"""Minutes: written, corrected, published."""

from __future__ import annotations

from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.meetings import signals
from bookcub.meetings.models import Meeting, Minutes, MinutesRevision


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
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
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
    minutes.save(update_fields=["html", "edited_at"])
    return revision


@transaction.atomic
def publish(*, meeting: Meeting, by: Membership | None) -> bool:
    """Let the members read them, as far as they have come, and announce it. False if they could.

    ValidationError while they lie in the trash.
    """
    ensure_minutes_stand(meeting)
    minutes, _ = Minutes.objects.get_or_create(meeting=meeting)
    at = now()
    if not Minutes.objects.filter(pk=minutes.pk, published_at=None).update(published_at=at):
        return False
    minutes.published_at = at
    transaction.on_commit(
        partial(signals.minutes_published.send, Minutes, minutes=minutes, by=by and by.user)
    )
    return True


def withdraw(*, meeting: Meeting) -> bool:
    """Take them back from the members, to be worked on; False if they were not published."""
    published = Minutes.objects.filter(meeting=meeting, published_at__isnull=False)
    return bool(published.update(published_at=None))


def are_hidden(meeting: Meeting, *, before: int) -> bool:
    """Whether minutes had something to read before this line, and are not published: a host has hidden them."""
    minutes = Minutes.objects.filter(meeting=meeting, published_at=None).first()
    if minutes is None:
        return False
    return minutes.revisions.exists() or meeting.lines.kept().filter(number__lt=before).exists()


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

"""Coming as far as a meeting, or choosing not to mind."""

from __future__ import annotations

from django.db import transaction

from bookcub.clubs.models import Membership
from bookcub.core.clock import now
from bookcub.meetings.models import Meeting, SpoilerConsent
from bookcub.people.models import User
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reads.actions.progress import reach_in_outside_book


@transaction.atomic
def mark_read_to_here(*, meeting: Meeting, person: User) -> None:
    """Say that one has read as far as the meeting goes: the horizon moves there."""
    read = meeting.read
    if read is None:
        return
    if read.work is not None:
        there = read.work.posted_chapters().filter(position__lte=meeting.upto)
        chapter = there.order_by("-position").first()
        if chapter is not None:
            read_up_to_end(user=person, chapter=chapter)
    else:
        reach_in_outside_book(read=read, user=person, upto=meeting.upto)


def give_consent(*, meeting: Meeting, by: Membership) -> bool:
    """Choose to hear the talk all the same; False if that was chosen before."""
    _, is_new = SpoilerConsent.objects.get_or_create(
        meeting=meeting, membership=by, defaults={"since": now()}
    )
    return is_new


def withdraw_consent(*, meeting: Meeting, by: Membership) -> bool:
    """Take that back; False if it was not so."""
    return bool(SpoilerConsent.objects.filter(meeting=meeting, membership=by).delete()[0])

"""A club of two, a read of three chapters, and a meeting about the first two of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from bookcub.clubs.models import Club, Membership
from bookcub.meetings.models import Meeting, MeetingStage
from bookcub.people.models import User
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reads.models import Read
from bookcub.works.models import Work
from tests.browsing import Client


def make_meeting(read: Read | None, club: Club, *, upto: int = 2, **fields: Any) -> Meeting:
    """A meeting that begins now: its room is open."""
    fields.setdefault("stage", MeetingStage.FIXED)
    fields.setdefault("starts_at", timezone.now())
    fields.setdefault("title", "On the weir")
    return Meeting.objects.create(club=club, read=read, upto=upto, **fields)


def reads_to(person: User, work: Work, position: int) -> None:
    """Let somebody have read to the end of a chapter."""
    read_up_to_end(user=person, chapter=work.posted_chapters().get(position=position))


def member(person: User, club: Club) -> Membership:
    return Membership.objects.get(club=club, user=person)


def sees(person: User, address: str) -> str:
    """What stands on a page."""
    client = Client()
    client.force_login(person)
    return client.get(address).content.decode()


def made_of(person: User, address: str, name: str) -> Any:
    """What a page was made of."""
    client = Client()
    client.force_login(person)
    return client.get(address).context[name]


def sends(person: User, address: str, *, quietly: bool = False, **fields: str) -> int:
    """What the archive answers to a form, as a page without scripts sends it, or as one with them."""
    client = Client()
    client.force_login(person)
    headers = {"HX-Request": "true"} if quietly else {}
    return client.post(address, fields, headers=headers).status_code


def begins(meeting: Meeting, *, in_minutes: int) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(
        starts_at=timezone.now() + timedelta(minutes=in_minutes)
    )

"""Guesses, what is said of how they came out, and what a club's file tells of people, for whoever keeps away from one of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from bookcub.clubs.models import Club
from bookcub.exporting.queries.clubs import club_export
from bookcub.meetings.models import (
    Attendance,
    Availability,
    Coming,
    Meeting,
    Presence,
    Rsvp,
    Slot,
    SlotAnswer,
)
from bookcub.memory.models import Prediction, PredictionOutcome, Verdict
from bookcub.people.actions.blocks import mute
from bookcub.people.models import User
from bookcub.picks.actions.nominations import second
from bookcub.picks.models import Method, PickRules
from bookcub.reading.actions.places import read_up_to_end
from bookcub.reads.models import Read, Reader
from tests.meetings.room import made_of, member
from tests.picks.picking import begin, suggest

pytestmark = pytest.mark.both


def test_their_guesses_are_not_even_counted_and_their_verdicts_are_none(
    club: Club, read: Read, bo: User, cy: User, di: User
) -> None:
    assert read.work
    read_up_to_end(user=di, chapter=read.work.chapters.get(position=1))
    mine, theirs = member(di, club), member(bo, club)
    opened = Prediction.objects.create(read=read, membership=mine, text="Rain.", upto=1)
    for each in (theirs, member(cy, club)):
        Prediction.objects.create(read=read, membership=each, text="Sun.", upto=3)
        Verdict.objects.create(prediction=opened, membership=each, outcome=PredictionOutcome.RIGHT)
    address = f"/clubs/{club.pk}/reads/{read.pk}/predictions"

    def told() -> tuple[int, int, list[str]]:
        page = made_of(di, address, "page")
        (row,) = page.opened
        names = [name for each in row.judged for name in each.names]
        return sum(each.count for each in page.sealed), row.total, names

    assert told() == (2, 2, ["Bo", "Cy"])
    mute(by=di, other=bo)
    assert told() == (1, 1, ["Cy"])


def test_a_clubs_file_tells_nothing_of_them_but_that_they_belong(
    club: Club, read: Read, bo: User, cy: User, di: User
) -> None:
    meeting = Meeting.objects.create(club=club, title="Tea")
    slot = Slot.objects.create(meeting=meeting, starts_at=timezone.now())
    for who in (bo, cy):
        each = member(who, club)
        SlotAnswer.objects.create(slot=slot, membership=each, answer=Availability.YES)
        Rsvp.objects.create(meeting=meeting, membership=each, coming=Coming.YES)
        Attendance.objects.create(meeting=meeting, membership=each, was_there=True)
        Presence.objects.create(meeting=meeting, membership=each)
        Reader.objects.create(read=read, membership=each, sits_out=True)
    PickRules.objects.update_or_create(
        club=club, defaults={"method": Method.RANKED, "seconds_needed": 1}
    )
    pick = begin(club, cy)
    second(nomination=suggest(pick, cy, "Weirs"), by=member(bo, club))

    def named() -> dict[str, set[str]]:
        file = club_export(club, di, address="https://stories.example", at=timezone.now()).file
        names = {each.id: each.name for each in file.people}
        (met,), (chosen,) = file.meetings, file.picks
        found: dict[str, Any] = {
            "slots": met.slots[0].answers,
            "rsvps": met.rsvps,
            "attendances": met.attendances,
            "presences": met.presences,
            "readers": file.reads[0].readers,
            "seconds": chosen.nominations[0].seconds,
        }
        return {"people": {*names.values()}} | {
            what: {names[each.by] for each in rows} for what, rows in found.items()
        }

    before = named()
    assert all("Bo" in names for names in before.values())
    mute(by=di, other=bo)
    assert named() == {
        what: names if what == "people" else names - {"Bo"} for what, names in before.items()
    }

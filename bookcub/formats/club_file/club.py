"""The whole of a club in a file."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from bookcub.formats.club_file.kinds import (
    Address,
    FilePart,
    Html,
    Moment,
)
from bookcub.formats.club_file.meetings import MeetingOfClub
from bookcub.formats.club_file.picks import BookOfClub, Person, PickOfClub, Rules, WorkOfClub
from bookcub.formats.club_file.reads import NoteOfClub, PredictionOfClub, ReadOfClub


class ClubFile(FilePart, frozen=True, kw_only=True):
    """A whole club, as far as one of its members may see it."""

    format: Literal["bookcub-club"]
    version: Annotated[int, Meta(ge=1, le=1)]
    exported_at: Moment
    archive: Address = ""
    name: Annotated[str, Meta(max_length=80, pattern=r"\S")]
    description: Html = ""
    visibility: Literal["private", "listed", "public"] = "private"
    joining: Literal["invitation", "request", "open"] = "invitation"
    time_zone: Annotated[str, Meta(max_length=60)] = "UTC"
    rates_reads: bool = True
    members_invite: bool = False
    created_at: Moment
    rules: Rules
    people: Annotated[tuple[Person, ...], Meta(max_length=5000)] = ()
    works: Annotated[tuple[WorkOfClub, ...], Meta(max_length=5000)] = ()
    books: Annotated[tuple[BookOfClub, ...], Meta(max_length=5000)] = ()
    picks: Annotated[tuple[PickOfClub, ...], Meta(max_length=5000)] = ()
    reads: Annotated[tuple[ReadOfClub, ...], Meta(max_length=5000)] = ()
    meetings: Annotated[tuple[MeetingOfClub, ...], Meta(max_length=10_000)] = ()
    predictions: Annotated[tuple[PredictionOfClub, ...], Meta(max_length=20_000)] = ()
    notes: Annotated[tuple[NoteOfClub, ...], Meta(max_length=200_000)] = ()

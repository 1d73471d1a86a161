"""The whole of a club in a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from bookcub.core.club_file.kinds import Address, Html
from bookcub.core.club_file.meetings import MeetingOfClub
from bookcub.core.club_file.picks import Book, Person, PickOfClub, Rules, WorkOfClub
from bookcub.core.club_file.reads import NoteOfClub, PredictionOfClub, ReadOfClub
from bookcub.core.strict_json import Between, Length


@dataclass(frozen=True, slots=True, kw_only=True)
class ClubFile:
    """A whole club, as far as one of its members may see it."""

    format: Literal["bookcub-club"]
    version: Annotated[int, Between(1, 1)]
    exported_at: datetime
    archive: Address = ""
    name: Annotated[str, Length(80, least=1)]
    description: Html = ""
    visibility: Literal["private", "listed", "public"] = "private"
    joining: Literal["invitation", "request", "open"] = "invitation"
    time_zone: Annotated[str, Length(60)] = "UTC"
    rates_reads: bool = True
    members_invite: bool = False
    created_at: datetime
    rules: Rules
    people: Annotated[tuple[Person, ...], Length(5000)] = ()
    works: Annotated[tuple[WorkOfClub, ...], Length(5000)] = ()
    books: Annotated[tuple[Book, ...], Length(5000)] = ()
    picks: Annotated[tuple[PickOfClub, ...], Length(5000)] = ()
    reads: Annotated[tuple[ReadOfClub, ...], Length(5000)] = ()
    meetings: Annotated[tuple[MeetingOfClub, ...], Length(10_000)] = ()
    predictions: Annotated[tuple[PredictionOfClub, ...], Length(20_000)] = ()
    notes: Annotated[tuple[NoteOfClub, ...], Length(200_000)] = ()

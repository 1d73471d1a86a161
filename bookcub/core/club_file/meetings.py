"""The meetings of the club in a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from bookcub.core.club_file.kinds import Address, Html, Id, NoId, Place, Small
from bookcub.core.strict_json import Between, Length


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotAnswerOfMeeting:
    """Whether one member could."""

    by: NoId
    answer: Literal["yes", "if", "no"]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotOfMeeting:
    """A time that was proposed."""

    starts_at: datetime
    minutes_long: Small = 60
    answers: Annotated[tuple[SlotAnswerOfMeeting, ...], Length(5000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionOfMeeting:
    """What somebody wanted to talk about."""

    by: NoId
    text: Annotated[str, Length(1000)]
    is_sealed: bool = False
    order: Small = 0
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RsvpOfMeeting:
    """Whether one member came."""

    by: NoId
    coming: Literal["yes", "maybe", "no"]
    word: Annotated[str, Length(300)] = ""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOfShow:
    """One member's hand: the place of an option, from 0."""

    by: NoId
    option: Annotated[int, Between(0, 20)]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOfMeeting:
    """A show of hands."""

    id: Id
    by: NoId = ""
    question: Annotated[str, Length(200)]
    options: Annotated[tuple[Annotated[str, Length(200)], ...], Length(20)] = ()
    asked_at: datetime
    closed_at: datetime | None = None
    hands: Annotated[tuple[HandOfShow, ...], Length(5000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOfMeeting:
    """One line of the talk. `chapter` is the position of the chapter at which the book was opened."""

    number: Annotated[int, Between(1, 1_000_000)]
    by: NoId = ""
    kind: Literal["said", "book", "hands", "count", "timer", "room"] = "said"
    html: Html = ""
    chapter: Place = 0
    block_id: Annotated[str, Length(12)] = ""
    quote: Html = ""
    hands: NoId = ""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionOfMinutes:
    """One saved state of a summary."""

    number: Annotated[int, Between(1, 1_000_000)]
    html: Html = ""
    by: NoId = ""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesOfMeeting:
    """The summary of a meeting."""

    html: Html = ""
    published_at: datetime | None = None
    edited_at: datetime
    revisions: Annotated[tuple[RevisionOfMinutes, ...], Length(10_000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingOfClub:
    """A meeting; what was said in it is there only if whoever made the file may read it."""

    id: Id
    read: NoId = ""
    upto: Place = 0
    title: Annotated[str, Length(120)]
    word: Html = ""
    place: Annotated[str, Length(300)] = ""
    url: Address = ""
    stage: Literal["finding", "fixed", "held", "cancelled"]
    made_by: NoId = ""
    made_at: datetime
    answers_until: datetime | None = None
    starts_at: datetime | None = None
    minutes_long: Small = 60
    cancelled_because: Annotated[str, Length(500)] = ""
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    slots: Annotated[tuple[SlotOfMeeting, ...], Length(1000)] = ()
    rsvps: Annotated[tuple[RsvpOfMeeting, ...], Length(5000)] = ()
    questions: Annotated[tuple[QuestionOfMeeting, ...], Length(10_000)] = ()
    shows: Annotated[tuple[ShowOfMeeting, ...], Length(5000)] = ()
    lines: Annotated[tuple[LineOfMeeting, ...], Length(200_000)] = ()
    minutes: MinutesOfMeeting | None = None

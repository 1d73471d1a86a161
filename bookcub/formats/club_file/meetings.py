"""The meetings of the club in a file."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from bookcub.formats.club_file.kinds import (
    Address,
    FilePart,
    Html,
    Id,
    Moment,
    NoId,
    Place,
    ReadId,
    Small,
    WhoId,
    Words,
)


class SlotAnswerOfMeeting(FilePart, frozen=True, kw_only=True):
    """Whether one member could."""

    by: WhoId
    answer: Literal["yes", "if", "no"]
    at: Moment


class SlotOfMeeting(FilePart, frozen=True, kw_only=True):
    """A time that was proposed."""

    starts_at: Moment
    minutes_long: Small = 60
    answers: Annotated[tuple[SlotAnswerOfMeeting, ...], Meta(max_length=5000)] = ()


class QuestionOfMeeting(FilePart, frozen=True, kw_only=True):
    """What somebody wanted to talk about."""

    by: WhoId
    text: Annotated[str, Meta(max_length=1000)]
    is_sealed: bool = False
    order: Small = 0
    sent_at: Moment


class RsvpOfMeeting(FilePart, frozen=True, kw_only=True):
    """Whether one member came."""

    by: WhoId
    coming: Literal["yes", "maybe", "no"]
    word: Annotated[str, Meta(max_length=300)] = ""
    at: Moment


class HandOfShow(FilePart, frozen=True, kw_only=True):
    """One member's hand: the place of an option, from 0."""

    by: WhoId
    option: Annotated[int, Meta(ge=0, le=20)]
    at: Moment


class ShowOfMeeting(FilePart, frozen=True, kw_only=True):
    """A show of hands."""

    id: Id
    by: WhoId = ""
    question: Annotated[str, Meta(max_length=200)]
    options: Annotated[tuple[Annotated[str, Meta(max_length=200)], ...], Meta(max_length=20)] = ()
    asked_at: Moment
    closed_at: Moment | None = None
    hands: Annotated[tuple[HandOfShow, ...], Meta(max_length=5000)] = ()


class LineOfMeeting(FilePart, frozen=True, kw_only=True):
    """One line of the talk. `chapter` is the position of the chapter at which the book was opened."""

    number: Annotated[int, Meta(ge=1, le=1_000_000)]
    by: WhoId = ""
    kind: Literal["said", "book", "hands", "count", "timer", "room"] = "said"
    html: Html = ""
    chapter: Place = 0
    block_id: Annotated[str, Meta(max_length=12)] = ""
    quote: Words = ""
    hands: NoId = ""
    at: Moment


class RevisionOfMinutes(FilePart, frozen=True, kw_only=True):
    """One saved state of a summary."""

    number: Annotated[int, Meta(ge=1, le=1_000_000)]
    html: Html = ""
    by: WhoId = ""
    at: Moment


class MinutesOfMeeting(FilePart, frozen=True, kw_only=True):
    """The summary of a meeting."""

    html: Html = ""
    published_at: Moment | None = None
    edited_at: Moment
    revisions: Annotated[tuple[RevisionOfMinutes, ...], Meta(max_length=10_000)] = ()


class MeetingOfClub(FilePart, frozen=True, kw_only=True):
    """A meeting; what was said in it is there only if whoever made the file may read it."""

    id: Id
    read: ReadId = ""
    upto: Place = 0
    title: Annotated[str, Meta(max_length=120)]
    word: Html = ""
    place: Annotated[str, Meta(max_length=300)] = ""
    url: Address = ""
    stage: Literal["finding", "fixed", "held", "cancelled"]
    made_by: WhoId = ""
    made_at: Moment
    answers_until: Moment | None = None
    starts_at: Moment | None = None
    minutes_long: Small = 60
    cancelled_because: Annotated[str, Meta(max_length=500)] = ""
    opened_at: Moment | None = None
    closed_at: Moment | None = None
    slots: Annotated[tuple[SlotOfMeeting, ...], Meta(max_length=1000)] = ()
    rsvps: Annotated[tuple[RsvpOfMeeting, ...], Meta(max_length=5000)] = ()
    questions: Annotated[tuple[QuestionOfMeeting, ...], Meta(max_length=10_000)] = ()
    shows: Annotated[tuple[ShowOfMeeting, ...], Meta(max_length=5000)] = ()
    lines: Annotated[tuple[LineOfMeeting, ...], Meta(max_length=200_000)] = ()
    minutes: MinutesOfMeeting | None = None

"""What the club in a file reads, and what was said about it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from bookcub.formats.club_file.kinds import (
    BookId,
    Day,
    FilePart,
    Html,
    Id,
    Moment,
    NoId,
    OneReadId,
    PickId,
    Place,
    Small,
    Title,
    WhoId,
    Words,
    WorkId,
)


class MilestoneOfRead(FilePart, frozen=True, kw_only=True):
    """A place to reach by a day."""

    upto: Place
    due_on: Day | None = None
    label: Annotated[str, Meta(max_length=120)] = ""
    is_fixed: bool = False


class ChangeOfPlan(FilePart, frozen=True, kw_only=True):
    """What moved, and why."""

    at: Moment
    by: WhoId = ""
    why: Annotated[str, Meta(max_length=500)] = ""
    moved: Annotated[tuple[Annotated[str, Meta(max_length=1000)], ...], Meta(max_length=1000)] = ()


class ReaderOfRead(FilePart, frozen=True, kw_only=True):
    """One member in one read: their rating, and of whoever made the file how far they are."""

    by: WhoId
    sits_out: bool = False
    shows_progress: bool | None = None
    at: Place = 0
    stars: Annotated[int, Meta(ge=1, le=5)] | None = None
    verdict: Annotated[str, Meta(max_length=2000)] = ""
    rated_at: Moment | None = None


class ReadOfClub(FilePart, frozen=True, kw_only=True):
    """One work or book that the club reads or has read."""

    id: Id
    pick: PickId = ""
    brought_by: WhoId = ""
    work: WorkId = ""
    book: BookId = ""
    title: Title
    byline: Annotated[str, Meta(max_length=500)] = ""
    made_at: Moment
    starts_on: Day | None = None
    pace: Literal["as_we_go", "per_week", "pages", "done_by"] = "as_we_go"
    per_week: Small | None = None
    done_by: Day | None = None
    weekday: Annotated[int, Meta(ge=0, le=6)] = 6
    finished_at: Moment | None = None
    abandoned_at: Moment | None = None
    abandoned_word: Annotated[str, Meta(max_length=500)] = ""
    milestones: Annotated[tuple[MilestoneOfRead, ...], Meta(max_length=10_000)] = ()
    changes: Annotated[tuple[ChangeOfPlan, ...], Meta(max_length=10_000)] = ()
    readers: Annotated[tuple[ReaderOfRead, ...], Meta(max_length=5000)] = ()


class VerdictOnPrediction(FilePart, frozen=True, kw_only=True):
    """What one member said of how it came out."""

    by: WhoId
    outcome: Literal["right", "partly", "wrong"]
    at: Moment


class PredictionOfClub(FilePart, frozen=True, kw_only=True):
    """An open prediction, or a sealed one of whoever made the file."""

    read: OneReadId
    by: WhoId
    text: Annotated[str, Meta(max_length=2000)]
    upto: Place
    made_at: Moment
    made_at_place: Place = 0
    opened_at: Moment | None = None
    opened_by_wish: bool = False
    verdicts: Annotated[tuple[VerdictOnPrediction, ...], Meta(max_length=5000)] = ()


class PassageOfNote(FilePart, frozen=True, kw_only=True):
    """The words that a note is about, after the Web Annotation Data Model; offsets are code points."""

    start_block_id: Annotated[str, Meta(max_length=12)] = ""
    start_offset: Place = 0
    end_block_id: Annotated[str, Meta(max_length=12)] = ""
    end_offset: Place = 0
    exact: Words
    prefix: Annotated[str, Meta(max_length=32)] = ""
    suffix: Annotated[str, Meta(max_length=32)] = ""
    first_exact: Words = ""
    is_whole_block: bool = False
    is_orphan: bool = False
    colour: Literal["yellow", "orange", "pink", "purple", "blue", "green"] = "yellow"


class NoteOfClub(FilePart, frozen=True, kw_only=True):
    """What was said to the club about a work; `self` marks private notes of whoever made the file.

    `answers` is the id of a note that stands before it in the file; an answer has no passage of its own.
    """

    id: Id
    work: WorkId = ""
    book: BookId = ""
    chapter: Place = 0
    chapter_title: Title = ""
    hearers: Literal["club", "self"] = "club"
    by: WhoId
    answers: NoId = ""
    html: Html = ""
    written_at: Moment
    edited_at: Moment | None = None
    passage: PassageOfNote | None = None

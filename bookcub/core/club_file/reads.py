"""What the club in a file reads, and what was said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal

from bookcub.core.club_file.kinds import Html, Id, NoId, Place, Small, Title
from bookcub.core.strict_json import Between, Length


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneOfRead:
    """A place to reach by a day."""

    upto: Place
    due_on: date | None = None
    label: Annotated[str, Length(120)] = ""
    is_fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOfPlan:
    """What moved, and why."""

    at: datetime
    by: NoId = ""
    why: Annotated[str, Length(500)] = ""
    moved: Annotated[tuple[Annotated[str, Length(1000)], ...], Length(1000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderOfRead:
    """One member in one read: their rating, and of whoever made the file how far they are."""

    by: NoId
    sits_out: bool = False
    shows_progress: bool | None = None
    at: Place = 0
    stars: Annotated[int, Between(1, 5)] | None = None
    verdict: Annotated[str, Length(2000)] = ""
    rated_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOfClub:
    """One work or book that the club reads or has read."""

    id: Id
    pick: NoId = ""
    brought_by: NoId = ""
    work: NoId = ""
    book: NoId = ""
    title: Title
    byline: Annotated[str, Length(500)] = ""
    made_at: datetime
    starts_on: date | None = None
    pace: Literal["as_we_go", "per_week", "done_by"] = "as_we_go"
    per_week: Small | None = None
    done_by: date | None = None
    weekday: Annotated[int, Between(0, 6)] = 6
    finished_at: datetime | None = None
    abandoned_at: datetime | None = None
    abandoned_word: Annotated[str, Length(500)] = ""
    milestones: Annotated[tuple[MilestoneOfRead, ...], Length(10_000)] = ()
    changes: Annotated[tuple[ChangeOfPlan, ...], Length(10_000)] = ()
    readers: Annotated[tuple[ReaderOfRead, ...], Length(5000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictOnPrediction:
    """What one member said of how it came out."""

    by: NoId
    outcome: Literal["right", "partly", "wrong"]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictionOfClub:
    """An open prediction, or a sealed one of whoever made the file."""

    read: Id
    by: NoId
    text: Annotated[str, Length(2000)]
    upto: Place
    made_at: datetime
    made_at_place: Place = 0
    opened_at: datetime | None = None
    opened_by_wish: bool = False
    verdicts: Annotated[tuple[VerdictOnPrediction, ...], Length(5000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageOfNote:
    """The words that a note is about, after the Web Annotation Data Model; offsets are code points."""

    start_block_id: Annotated[str, Length(12)] = ""
    start_offset: Place = 0
    end_block_id: Annotated[str, Length(12)] = ""
    end_offset: Place = 0
    exact: Html
    prefix: Annotated[str, Length(32)] = ""
    suffix: Annotated[str, Length(32)] = ""
    first_exact: Html = ""
    is_whole_block: bool = False
    is_orphan: bool = False
    colour: Literal["yellow", "orange", "pink", "purple", "blue", "green"] = "yellow"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOfClub:
    """What was said to the club about a work; `self` marks private notes of whoever made the file.

    `answers` is the id of a note that stands before it in the file; an answer has no passage of its own.
    """

    id: Id
    work: NoId = ""
    book: NoId = ""
    chapter: Place = 0
    chapter_title: Title = ""
    hearers: Literal["club", "self"] = "club"
    by: NoId
    answers: NoId = ""
    html: Html = ""
    written_at: datetime
    edited_at: datetime | None = None
    passage: PassageOfNote | None = None

"""All that the file of a club says: each part is a struct, each field stands here and nowhere else."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from bookcub.formats.club_file.kinds import (
    Address,
    BookId,
    Day,
    FilePart,
    Html,
    Id,
    Language,
    Moment,
    Name,
    NoId,
    OneReadId,
    PickId,
    Position,
    ReadId,
    ReadPlace,
    Small,
    Title,
    WhoId,
    Words,
    WorkId,
    at_most,
)


class Person(FilePart, frozen=True, kw_only=True):
    """Somebody who belongs or belonged. `is_me` marks whoever made the file."""

    id: Id
    name: Name
    role: Literal["host", "member"] = "member"
    joined_at: Moment
    left_at: Moment | None = None
    turn: Small = 0
    is_unnamed: bool = False
    is_me: bool = False


class ChapterOfWork(FilePart, frozen=True, kw_only=True):
    """A chapter as far as it takes to know it again: `words` is a SHA-256 of its plain text."""

    position: Position
    title: Title = ""
    words: Annotated[str, Meta(max_length=64)] = ""


class WorkOfClub(FilePart, frozen=True, kw_only=True):
    """A work of the archive that the file comes from. Its text is not in the file."""

    id: Id
    address: Address = ""
    source: Address = ""
    title: Title
    authors: Annotated[tuple[Name, ...], at_most(100)] = ()
    language: Annotated[str, Meta(max_length=20)] = ""
    chapters: Annotated[tuple[ChapterOfWork, ...], at_most(10_000)] = ()


class BookOfClub(FilePart, frozen=True, kw_only=True):
    """A book that is in no archive."""

    id: Id
    title: Title
    author: Title = ""
    isbn: Annotated[str, Meta(max_length=13)] = ""
    url: Address = ""
    chapter_titles: Annotated[tuple[Title, ...], at_most(10_000)] = ()
    page_count: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    contents_titles: Annotated[tuple[Title, ...], at_most(10_000)] = ()
    contents_begins: Annotated[tuple[ReadPlace | None, ...], at_most(10_000)] = ()


class Rules(FilePart, frozen=True, kw_only=True):
    """How the club chooses, or how one pick was chosen."""

    method: Literal["turns", "approval", "ranked", "lottery", "host"] = "turns"
    tie_rule: Literal["earlier", "fewest", "lot", "host"] = "earlier"
    nominations_each: Small = 1
    seconds_needed: Small = 0
    allows_repeats: bool = False
    hides_results: bool = True
    nominating_days: Small = 7
    voting_days: Small = 5
    ticks_each: Small = 0


class By(FilePart, frozen=True, kw_only=True):
    """Who did something, and when."""

    by: WhoId
    at: Moment


class NominationInPick(FilePart, frozen=True, kw_only=True):
    """What somebody brought: `work` and `book` are ids of the file, at most one of them."""

    number: Annotated[int, Meta(ge=1, le=32_000)]
    by: WhoId
    work: WorkId = ""
    book: BookId = ""
    title: Title
    byline: Annotated[str, Meta(max_length=500)] = ""
    language: Language = ""
    why: Annotated[str, Meta(max_length=1000)] = ""
    made_at: Moment
    withdrawn_at: Moment | None = None
    seconds: Annotated[tuple[By, ...], at_most(5000)] = ()


class BallotInPick(FilePart, frozen=True, kw_only=True):
    """What whoever made the file voted: numbers of nominations, best first. Others' ballots are secret."""

    by: WhoId
    ranking: Annotated[tuple[Small, ...], at_most(1000)] = ()
    cast_at: Moment
    changed_at: Moment


class PickOfClub(FilePart, frozen=True, kw_only=True):
    """One choosing. `count` is what was counted, as JSON in a text; it names nominations by their numbers."""

    id: Id
    number: Small
    stage: Literal["nominating", "voting", "tied", "picked", "cancelled"]
    rules: Rules
    opened_by: WhoId = ""
    opened_at: Moment
    word: Annotated[str, Meta(max_length=300)] = ""
    turn_of: WhoId = ""
    nominations_close_at: Moment | None = None
    vote_closes_at: Moment | None = None
    closed_at: Moment | None = None
    seed: Annotated[str, Meta(max_length=64)] = ""
    winner: Small = 0
    tied: Annotated[tuple[Small, ...], at_most(1000)] = ()
    how: Annotated[str, Meta(max_length=5000)] = ""
    count: Words = ""
    nominations: Annotated[tuple[NominationInPick, ...], at_most(1000, once="number")] = ()
    ballots: Annotated[tuple[BallotInPick, ...], at_most(5000, once="by")] = ()
    passes: Annotated[tuple[By, ...], at_most(5000)] = ()


class MilestoneOfRead(FilePart, frozen=True, kw_only=True):
    """A place to reach by a day."""

    upto: ReadPlace
    due_on: Day | None = None
    label: Annotated[str, Meta(max_length=120)] = ""
    is_fixed: bool = False


class ChangeOfPlan(FilePart, frozen=True, kw_only=True):
    """What moved, and why: in words, and in `facts`, an object of JSON that becomes words in any language."""

    at: Moment
    by: WhoId = ""
    facts: Words = ""
    why: Annotated[str, Meta(max_length=500)] = ""
    moved: Annotated[tuple[Annotated[str, Meta(max_length=1000)], ...], at_most(1000)] = ()


class ReaderOfRead(FilePart, frozen=True, kw_only=True):
    """One member in one read: their rating, and of whoever made the file how far they are, and in which edition."""

    by: WhoId
    sits_out: bool = False
    shows_progress: bool | None = None
    at: ReadPlace = 0
    edition: Literal["", "pages", "percent", "minutes"] = ""
    edition_length: Annotated[int, Meta(ge=1, le=30_000)] | None = None
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
    language: Language = ""
    made_at: Moment
    waits: bool = False
    starts_on: Day | None = None
    pace: Literal["as_we_go", "per_week", "pages", "done_by"] = "as_we_go"
    per_week: Small | None = None
    done_by: Day | None = None
    weekday: Annotated[int, Meta(ge=0, le=6)] = 6
    finished_at: Moment | None = None
    abandoned_at: Moment | None = None
    abandoned_word: Annotated[str, Meta(max_length=500)] = ""
    milestones: Annotated[tuple[MilestoneOfRead, ...], at_most(10_000, once="upto")] = ()
    changes: Annotated[tuple[ChangeOfPlan, ...], at_most(10_000)] = ()
    readers: Annotated[tuple[ReaderOfRead, ...], at_most(5000, once="by")] = ()


class VerdictOnPrediction(FilePart, frozen=True, kw_only=True):
    """What one member said of how it came out."""

    by: WhoId
    outcome: Literal["right", "partly", "wrong"]
    at: Moment


class PredictionOfClub(FilePart, frozen=True, kw_only=True):
    """A prediction whose place whoever made the file has reached, or their own."""

    read: OneReadId
    by: WhoId
    text: Annotated[str, Meta(max_length=2000)]
    upto: ReadPlace
    made_at: Moment
    made_at_place: ReadPlace = 0
    verdicts: Annotated[tuple[VerdictOnPrediction, ...], at_most(5000)] = ()


class PassageOfNote(FilePart, frozen=True, kw_only=True):
    """The words that a note is about, after the Web Annotation Data Model; offsets are code points."""

    start_block_id: Annotated[str, Meta(max_length=12)] = ""
    start_offset: Position = 0
    end_block_id: Annotated[str, Meta(max_length=12)] = ""
    end_offset: Position = 0
    exact: Words
    prefix: Annotated[str, Meta(max_length=32)] = ""
    suffix: Annotated[str, Meta(max_length=32)] = ""
    first_exact: Words = ""
    is_whole_block: bool = False
    is_orphan: bool = False
    colour: Literal["yellow", "orange", "pink", "purple", "blue", "green"] = "yellow"


class NoteOfClub(FilePart, frozen=True, kw_only=True):
    """What was said to the club about a work; `self` marks private notes of whoever made the file.

    With `read` it is talk of an outside book, as far as `chapter` (a page, in a book counted in pages); with neither
    work, book nor read it is talk beside the books, which stands on top of the club's page till `announced_until`.

    `answers` is the id of a note that stands before it in the file; an answer has no passage of its own.
    """

    id: Id
    work: WorkId = ""
    book: BookId = ""
    read: ReadId = ""
    chapter: ReadPlace = 0
    chapter_title: Title = ""
    hearers: Literal["club", "self"] = "club"
    by: WhoId
    answers: NoId = ""
    html: Html = ""
    language: Language = ""
    written_at: Moment
    edited_at: Moment | None = None
    announced_until: Moment | None = None
    passage: PassageOfNote | None = None


class SlotAnswerOfMeeting(FilePart, frozen=True, kw_only=True):
    """Whether one member could."""

    by: WhoId
    answer: Literal["yes", "if", "no"]
    at: Moment


class SlotOfMeeting(FilePart, frozen=True, kw_only=True):
    """A time that was proposed."""

    starts_at: Moment
    minutes_long: Small = 60
    answers: Annotated[tuple[SlotAnswerOfMeeting, ...], at_most(5000)] = ()


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


class AttendanceOfMeeting(FilePart, frozen=True, kw_only=True):
    """Whether one member was there, as somebody said."""

    by: WhoId
    was_there: bool
    at: Moment


class PresenceOfMeeting(FilePart, frozen=True, kw_only=True):
    """When one member was in the room."""

    by: WhoId
    came_at: Moment
    seen_at: Moment


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
    options: Annotated[tuple[Annotated[str, Meta(max_length=200)], ...], at_most(20)] = ()
    asked_at: Moment
    closed_at: Moment | None = None
    hands: Annotated[tuple[HandOfShow, ...], at_most(5000)] = ()


class LineOfMeeting(FilePart, frozen=True, kw_only=True):
    """One line of the talk. `chapter` is the position of the chapter at which the book was opened."""

    number: Annotated[int, Meta(ge=1, le=1_000_000)]
    by: WhoId = ""
    kind: Literal["said", "book", "hands", "count", "timer", "room", "topic"] = "said"
    html: Html = ""
    chapter: Position = 0
    block_id: Annotated[str, Meta(max_length=12)] = ""
    quote: Words = ""
    around: Words = ""
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
    held_back_at: Moment | None = None
    edited_at: Moment
    revisions: Annotated[tuple[RevisionOfMinutes, ...], at_most(10_000)] = ()


class MeetingOfClub(FilePart, frozen=True, kw_only=True):
    """A meeting; what was said in it is there only if whoever made the file may read it."""

    id: Id
    read: ReadId = ""
    upto: ReadPlace = 0
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
    slots: Annotated[tuple[SlotOfMeeting, ...], at_most(1000, once="starts_at")] = ()
    rsvps: Annotated[tuple[RsvpOfMeeting, ...], at_most(5000)] = ()
    attendances: Annotated[tuple[AttendanceOfMeeting, ...], at_most(5000)] = ()
    presences: Annotated[tuple[PresenceOfMeeting, ...], at_most(5000)] = ()
    questions: Annotated[tuple[QuestionOfMeeting, ...], at_most(10_000)] = ()
    shows: Annotated[tuple[ShowOfMeeting, ...], at_most(5000, once="id")] = ()
    lines: Annotated[tuple[LineOfMeeting, ...], at_most(200_000)] = ()
    minutes: MinutesOfMeeting | None = None


class ClubFile(FilePart, frozen=True, kw_only=True):
    """A whole club, as far as one of its members may see it."""

    format: Literal["bookcub-club"]
    version: Annotated[int, Meta(ge=1, le=1)]
    exported_at: Moment
    archive: Address = ""
    # Whether places in books without chapters are billionths of the book; older files count their pages.
    by_share: bool = False
    name: Annotated[str, Meta(max_length=80, pattern=r"\S")]
    description: Html = ""
    visibility: Literal["private", "listed", "public"] = "private"
    joining: Literal["invitation", "request", "open"] = "invitation"
    time_zone: Annotated[str, Meta(max_length=60)] = "UTC"
    rates_reads: bool = True
    members_invite: bool = False
    decides_together: bool = False
    created_at: Moment
    rules: Rules
    people: Annotated[tuple[Person, ...], at_most(5000, once="id")] = ()
    works: Annotated[tuple[WorkOfClub, ...], at_most(5000, once="id")] = ()
    books: Annotated[tuple[BookOfClub, ...], at_most(5000, once="id")] = ()
    picks: Annotated[tuple[PickOfClub, ...], at_most(5000, once="id number")] = ()
    reads: Annotated[tuple[ReadOfClub, ...], at_most(5000, once="id")] = ()
    meetings: Annotated[tuple[MeetingOfClub, ...], at_most(10_000, once="id")] = ()
    predictions: Annotated[tuple[PredictionOfClub, ...], at_most(20_000)] = ()
    notes: Annotated[tuple[NoteOfClub, ...], at_most(200_000)] = ()

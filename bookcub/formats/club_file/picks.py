"""Who belongs to the club in a file, what it may read, and how it chose."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from bookcub.formats.club_file.kinds import (
    Address,
    BookId,
    FilePart,
    Id,
    Moment,
    Name,
    Place,
    Small,
    Title,
    WhoId,
    Words,
    WorkId,
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

    position: Place
    title: Title = ""
    words: Annotated[str, Meta(max_length=64)] = ""


class WorkOfClub(FilePart, frozen=True, kw_only=True):
    """A work of the archive that the file comes from. Its text is not in the file."""

    id: Id
    address: Address = ""
    source: Address = ""
    title: Title
    authors: Annotated[tuple[Name, ...], Meta(max_length=100)] = ()
    language: Annotated[str, Meta(max_length=20)] = ""
    chapters: Annotated[tuple[ChapterOfWork, ...], Meta(max_length=10_000)] = ()


class BookOfClub(FilePart, frozen=True, kw_only=True):
    """A book that is in no archive."""

    id: Id
    title: Title
    author: Title = ""
    isbn: Annotated[str, Meta(max_length=13)] = ""
    url: Address = ""
    chapter_titles: Annotated[tuple[Title, ...], Meta(max_length=10_000)] = ()
    page_count: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None


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
    why: Annotated[str, Meta(max_length=1000)] = ""
    made_at: Moment
    withdrawn_at: Moment | None = None
    seconds: Annotated[tuple[By, ...], Meta(max_length=5000)] = ()


class BallotInPick(FilePart, frozen=True, kw_only=True):
    """What whoever made the file voted: numbers of nominations, best first. Others' ballots are secret."""

    by: WhoId
    ranking: Annotated[tuple[Small, ...], Meta(max_length=1000)] = ()
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
    tied: Annotated[tuple[Small, ...], Meta(max_length=1000)] = ()
    how: Annotated[str, Meta(max_length=5000)] = ""
    count: Words = ""
    nominations: Annotated[tuple[NominationInPick, ...], Meta(max_length=1000)] = ()
    ballots: Annotated[tuple[BallotInPick, ...], Meta(max_length=5000)] = ()
    passes: Annotated[tuple[By, ...], Meta(max_length=5000)] = ()

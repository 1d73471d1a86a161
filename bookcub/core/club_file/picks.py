"""Who belongs to the club in a file, what it may read, and how it chose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from bookcub.core.club_file.kinds import Address, Id, Name, NoId, Place, Small, Title
from bookcub.core.strict_json import Between, Length


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who belongs or belonged. `is_me` marks whoever made the file."""

    id: Id
    name: Name
    role: Literal["host", "member"] = "member"
    joined_at: datetime
    left_at: datetime | None = None
    turn: Small = 0
    is_unnamed: bool = False
    is_me: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterOfWork:
    """A chapter as far as it takes to know it again: `words` is a SHA-256 of its plain text."""

    position: Place
    title: Title = ""
    words: Annotated[str, Length(64)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOfClub:
    """A work of the archive that the file comes from. Its text is not in the file."""

    id: Id
    address: Address = ""
    source: Address = ""
    title: Title
    authors: Annotated[tuple[Name, ...], Length(100)] = ()
    language: Annotated[str, Length(20)] = ""
    chapters: Annotated[tuple[ChapterOfWork, ...], Length(10_000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A book that is in no archive."""

    id: Id
    title: Title
    author: Title = ""
    isbn: Annotated[str, Length(13)] = ""
    url: Address = ""
    chapter_titles: Annotated[tuple[Title, ...], Length(10_000)] = ()
    page_count: Annotated[int, Between(1, 1_000_000)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How the club chooses, or how one pick was chosen."""

    method: Literal["turns", "approval", "ranked", "lottery", "host"] = "turns"
    tie_rule: Literal["earlier", "fewest", "lot", "host"] = "earlier"
    nominations_each: Small = 1
    seconds_needed: Small = 0
    allows_repeats: bool = False
    hides_results: bool = True
    nominating_days: Small = 7
    voting_days: Small = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class By:
    """Who did something, and when."""

    by: NoId
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationInPick:
    """What somebody brought: `work` and `book` are ids of the file, at most one of them."""

    number: Annotated[int, Between(1, 32_000)]
    by: NoId
    work: NoId = ""
    book: NoId = ""
    title: Title
    byline: Annotated[str, Length(500)] = ""
    why: Annotated[str, Length(1000)] = ""
    made_at: datetime
    withdrawn_at: datetime | None = None
    seconds: Annotated[tuple[By, ...], Length(5000)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotInPick:
    """What whoever made the file voted: numbers of nominations, best first. Others' ballots are secret."""

    by: NoId
    ranking: Annotated[tuple[Small, ...], Length(1000)] = ()
    cast_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PickOfClub:
    """One choosing. `count` is what was counted, as JSON in a text; it names nominations by their numbers."""

    id: Id
    number: Small
    stage: Literal["nominating", "voting", "tied", "picked", "cancelled"]
    rules: Rules
    opened_by: NoId = ""
    opened_at: datetime
    word: Annotated[str, Length(300)] = ""
    turn_of: NoId = ""
    nominations_close_at: datetime | None = None
    vote_closes_at: datetime | None = None
    closed_at: datetime | None = None
    seed: Annotated[str, Length(64)] = ""
    winner: Small = 0
    tied: Annotated[tuple[Small, ...], Length(1000)] = ()
    how: Annotated[str, Length(5000)] = ""
    count: str = ""
    nominations: Annotated[tuple[NominationInPick, ...], Length(1000)] = ()
    ballots: Annotated[tuple[BallotInPick, ...], Length(5000)] = ()
    passes: Annotated[tuple[By, ...], Length(5000)] = ()

"""What an importer understood of one source: a parsed work, or why there is none.

Nothing here is ever invented: what a source does not hold is None or empty and, where a reader
would miss it, told in `ParsedWork.notices`. All text fields are plain text, except the ones
whose comment says HTML; those went through `bookcub.core.text`.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from bookcub.formats.story.remarks import Remark

#: Of a work's skin: the largest that otwarchive takes is 65,535 characters a style sheet.
SKIN_MAX = 100_000


@dataclass(frozen=True, slots=True)
class ParsedSeries:
    """A series that the work says it belongs to. `part` is its place there, counted from one."""

    title: str
    part: int | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedLink:
    """Another work that this one names: what it was inspired by, or is a translation of."""

    title: str
    author: str = ""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedChapter:
    """One chapter as its source shows it. `position` counts from one within the source's work."""

    position: int
    html: str  # HTML
    title: str = ""
    summary: str = ""  # HTML
    notes: str = ""  # HTML
    end_notes: str = ""  # HTML
    published: date | None = None
    original_url: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedComment:
    """One comment as its source claims it.

    `html` is None if the words were not in the source; `is_deleted` if the source itself shows
    only the place that a deleted comment left. `written_as` is the time in the source's own words,
    `written_at` the same in UTC, or None where its zone is not known.
    """

    source_id: str
    name: str
    html: str | None  # HTML
    parent_id: str | None = None
    chapter: int | None = None
    written_at: datetime | None = None
    written_as: str = ""
    edited_at: datetime | None = None
    is_guest: bool = False
    is_deleted: bool = False
    profile_url: str | None = None


@dataclass(frozen=True, slots=True)
class ParsedWork:
    """A work as one source (or several joined ones) tells it."""

    format: str
    title: str
    title_is_guess: bool = False
    authors: tuple[str, ...] = ()
    is_anonymous: bool = False
    is_restricted: bool = False
    summary: str = ""  # HTML
    notes: str = ""  # HTML
    end_notes: str = ""  # HTML
    language: str = ""  # as the source says it: "English", "en-GB"
    rating: str = ""
    warnings_tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    fandoms: tuple[str, ...] = ()
    relationships: tuple[str, ...] = ()
    characters: tuple[str, ...] = ()
    freeforms: tuple[str, ...] = ()
    series: tuple[ParsedSeries, ...] = ()
    inspired_by: tuple[ParsedLink, ...] = ()
    translation_of: tuple[ParsedLink, ...] = ()
    published: date | None = None
    updated: date | None = None
    complete: bool | None = None
    chapters_planned: int | None = None
    chapters: tuple[ParsedChapter, ...] = ()
    comments: tuple[ParsedComment, ...] = ()
    original_url: str | None = None
    skin: str = ""  # CSS, as the source has it: kept as a file is, never served as a style sheet
    notices: tuple[Remark, ...] = field(default=())  # what is missing, left out or changed

    @property
    def is_part(self) -> bool:
        """Whether the source holds only some of the chapters that the work has."""
        positions = [chapter.position for chapter in self.chapters]
        return positions != list(range(1, len(positions) + 1))


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a source gave no work, in a kind sentence, and what its owner can do instead."""

    code: str
    sentence: str
    what_to_do: str


class SourceRefusedError(Exception):
    """Raised by an importer that found no story; carries the refusal that its owner will read."""

    def __init__(self, code: str, sentence: str, what_to_do: str) -> None:
        """Take the three parts of the refusal."""
        super().__init__(sentence)
        self.refusal = Refusal(code=code, sentence=sentence, what_to_do=what_to_do)

    @classmethod
    def of(cls, refusal: Refusal) -> "SourceRefusedError":
        """Make one that carries a ready refusal."""
        return cls(refusal.code, refusal.sentence, refusal.what_to_do)


ParseResult = ParsedWork | Refusal

"""What a list says about one work. The packages above fill these in; the components draw them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from django.utils.translation import gettext

RatingKey = Literal["general", "teen", "mature", "explicit", "unrated"]
WarningKey = Literal["none", "unspecified", "some"]
CategoryKey = Literal["gen", "fm", "ff", "mm", "multi", "other", "none"]
TagGroupKind = Literal["warning", "fandom", "relationship", "character", "freeform"]


@dataclass(frozen=True, slots=True)
class Link:
    """A name that leads somewhere; without an address it is only a name."""

    name: str
    url: str = ""
    brought_it: bool = False  # in a byline: did not write it


@dataclass(frozen=True, slots=True, kw_only=True)
class TagGroup:
    """The tags of one kind on one work; hidden ones wait behind a `<details>`."""

    kind: TagGroupKind
    tags: tuple[Link, ...]
    hidden: bool = False
    calm: bool = False  # nothing to be warned of: no warning colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """The four panes of a work's window: rating, category, warnings, completion."""

    rating: RatingKey = "unrated"
    rating_name: str = field(default_factory=lambda: gettext("Not Rated"))
    warning: WarningKey = "unspecified"
    warning_name: str = field(default_factory=lambda: gettext("Creator chose not to warn"))
    category: CategoryKey = "none"
    category_name: str = field(default_factory=lambda: gettext("No category"))
    complete: bool = False

    @property
    def completion_name(self) -> str:
        """Return the fourth pane in words."""
        return gettext("Complete") if self.complete else gettext("In progress")

    @property
    def words(self) -> tuple[str, str, str, str]:
        """Return all four in words, in the order people ask for them."""
        return (self.rating_name, self.warning_name, self.category_name, self.completion_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlurbStats:
    """Numbers under a work; None leaves one out, an address makes it a link."""

    language: str = ""
    words: int | None = None
    chapters: str = ""
    kudos: int | None = None
    comments: int | None = None
    bookmarks: int | None = None
    hits: int | None = None
    published: date | None = None
    updated: date | None = None
    comments_url: str = ""
    bookmarks_url: str = ""

    @property
    def has_counts(self) -> bool:
        """Whether readers left anything behind that is counted."""
        return any(
            one is not None for one in (self.kudos, self.comments, self.bookmarks, self.hits)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPart:
    """Where a work stands in a series."""

    name: str
    url: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How a member keeps a work: a button that posts to `later_url`, and the ways to their lists and to muting it."""

    title: str
    byline: str
    language: str
    later_url: str
    lists_url: str
    mute_url: str = ""
    is_later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Blurb:
    """One work in a list. `summary` is sanitised HTML, marked safe by whoever cleaned it."""

    url: str
    title: str
    authors: tuple[Link, ...] = ()
    fandoms: tuple[Link, ...] = ()
    square: Square = field(default_factory=Square)
    tags: tuple[TagGroup, ...] = ()
    summary: str = ""
    series: tuple[SeriesPart, ...] = ()
    stats: BlurbStats = field(default_factory=BlurbStats)
    updated: date | None = None
    language: str = ""
    continue_url: str = ""
    continue_label: str = ""
    keeping: Keeping | None = None
    restricted_to: str = ""  # "members" or "named"
    anonymous: bool = False
    draft: bool = False
    note: str = ""

    @property
    def anchor(self) -> str:
        """Return an id that is unique on a page that lists each work once."""
        return "work-" + "".join(c if c.isalnum() else "-" for c in self.url).strip("-")

"""What somebody asked for with a form, as plain values on their way to a verb."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bookcub.works.fields import ChapterFields, Tags, WorkFields
from bookcub.works.models import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A work that another owes something to, in this archive (`work_id`) or outside."""

    relation: Relation
    work_id: int | None = None
    url: str = ""
    title: str = ""
    author: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCommand:
    """A work as its form tells it. People are named as they were typed."""

    fields: WorkFields
    tags: Tags
    co_creators: tuple[str, ...] = ()
    named_readers: tuple[str, ...] = ()
    series: tuple[int, ...] = ()
    series_new: str = ""
    parents_kept: tuple[int, ...] = ()
    parent: Parent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterCommand:
    """A chapter as its form tells it; the markup is not sanitised yet."""

    fields: ChapterFields
    html: str
    note: str = ""
    position: int | None = None
    is_last: bool = False  # the work ends with the chapters it has by then


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingCommand:
    """What becomes of the chapter now: it stays as it is, is posted, or waits for its hour."""

    do: Literal["save", "post", "schedule"]
    dated: date | None = None
    scheduled_for: datetime | None = None
    quietly: bool = False

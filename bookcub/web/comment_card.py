"""What a page shows of one comment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentCard:
    """One comment as people see it. `text` is sanitised HTML, marked safe by whoever cleaned it.

    Leave `anchor` empty where what stands around the card carries it. `at` is None where nobody knows.
    """

    anchor: str
    author: str
    at: datetime | None
    text: str = ""
    language: str = ""  # of the words; empty where nobody knows
    author_url: str = ""
    icon_url: str = ""
    icon_alt: str = ""
    permalink: str = ""
    parent_url: str = ""
    answers_to: str = ""
    answers_to_url: str = ""
    about: str = ""
    hearers: str = ""  # whom it is for, where that is not everyone: a club's name, "Only you"
    quote: str = ""  # the words of the text that it is about
    quote_language: str = ""
    edited_at: datetime | None = None
    is_new: bool = False
    is_guest: bool = False
    is_imported: bool = False
    is_deleted: bool = False
    is_unreviewed: bool = False
    is_frozen: bool = False
    hidden_why: str = ""  # where a keeper has hidden it from all but its writer and the keepers
    by_work_author: bool = False

"""A title given by the person who imports stands in place of the source's."""

from __future__ import annotations

from dataclasses import replace

from bookcub.formats.story.parsed import ParsedWork
from bookcub.formats.story.remarks import ABOUT_THE_TITLE


def titled(work: ParsedWork, title: str) -> ParsedWork:
    """The work under this title; unchanged if none is given."""
    if not title.strip():
        return work
    notices = tuple(each for each in work.notices if each.code not in ABOUT_THE_TITLE)
    return replace(work, title=title.strip(), title_is_guess=False, notices=notices)

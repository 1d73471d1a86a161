"""A title given by the person who imports stands in place of the source's."""

from __future__ import annotations

from dataclasses import replace

from bookcub.formats.story.parsed import ParsedWork

GUESSED = "No title"


def titled(work: ParsedWork, title: str) -> ParsedWork:
    """The work under this title; unchanged if none is given."""
    if not title.strip():
        return work
    notices = tuple(notice for notice in work.notices if not notice.startswith(GUESSED))
    return replace(work, title=title.strip(), title_is_guess=False, notices=notices)

"""Several sources that are the chapters of one work, put together."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bookcub.formats.story.parsed import (
    ParsedChapter,
    ParsedComment,
    ParsedWork,
    ParseResult,
    Refusal,
)
from bookcub.formats.story.remarks import remark


def natural_key(name: str) -> tuple[tuple[int, str], ...]:
    """Sort "chapter 10" after "chapter 9", whatever the case."""
    parts = re.findall(r"([0-9]+)|([^0-9]+)", name.casefold())
    return tuple((int(number[:18]), "") if number else (-1, words) for number, words in parts)


def join_works(named: Sequence[tuple[str, ParseResult]]) -> ParseResult:
    """Join named outcomes, already in order, into one work.

    What was said about the work is taken from the first that says it. A source that was refused is
    left out and told, unless all were.
    """
    works = [(name, outcome) for name, outcome in named if isinstance(outcome, ParsedWork)]
    if not works:
        return next(outcome for _, outcome in named)
    notices = [
        remark("file-left-out", name, outcome.sentence)
        for name, outcome in named
        if isinstance(outcome, Refusal)
    ]
    first = works[0][1]
    chapters: list[ParsedChapter] = []
    comments: list[ParsedComment] = []
    for name, work in works:
        notices += [notice for notice in work.notices if notice not in notices]
        shift = len(chapters)
        single = len(work.chapters) == 1
        for place, chapter in enumerate(work.chapters, start=1):
            title = chapter.title or (_title_from(name, work) if single else "")
            chapters.append(replace(chapter, position=shift + place, title=title))
        comments += [
            replace(comment, chapter=None if comment.chapter is None else comment.chapter + shift)
            for comment in work.comments
        ]
    return replace(
        first, chapters=tuple(chapters), comments=tuple(comments), notices=tuple(notices)
    )


def _title_from(name: str, work: ParsedWork) -> str:
    """A chapter's title from its file: its own title, else the words of the file's name."""
    if work.title and not work.title_is_guess:
        return work.title
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.rsplit("/", 1)[-1])
    words = re.sub(r"^[\W\d_]*(?:(?:chapter|part|ch)[\W\d_]*)?", "", stem, flags=re.IGNORECASE)
    return words.replace("_", " ").strip(" -.")

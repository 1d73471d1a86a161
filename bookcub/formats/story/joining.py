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
from bookcub.formats.story.remarks import Remark, remark

NAMED = 3  # files beside what is told of more


def natural_key(name: str) -> tuple[tuple[int, str], ...]:
    """Sort "chapter 10" after "chapter 9", whatever the case."""
    parts = re.findall(r"([0-9]+)|([^0-9]+)", name.casefold())
    return tuple((int(number[:18]), "") if number else (-1, words) for number, words in parts)


def are_unrelated(named: Sequence[tuple[str, ParseResult]]) -> bool:
    """Whether these are works of their own rather than the chapters of one.

    They are, where their addresses or their authors differ; and where each has a title of its own, their files are not
    numbered, and one holds several chapters or is of another kind than the others.
    """
    works = [(name, outcome) for name, outcome in named if isinstance(outcome, ParsedWork)]
    addresses = {work.original_url for _, work in works if work.original_url}
    if len(addresses) > 1 or _have_different_authors([work for _, work in works]):
        return True
    titles = {work.title.casefold() for _, work in works if not work.title_is_guess}
    is_numbered = all(re.search(r"[0-9]", name.rsplit("/", 1)[-1]) for name, _ in works)
    if len(titles) < len(works) or len(works) < 2 or is_numbered:  # noqa: PLR2004  # two make several
        return False
    return len({work.format for _, work in works}) > 1 or any(
        len(work.chapters) > 1 for _, work in works
    )


def _have_different_authors(works: Sequence[ParsedWork]) -> bool:
    """Whether two of them name nobody in common."""
    named = {frozenset(author.casefold() for author in work.authors) for work in works}
    return any(
        one and other and not one & other for one in named for other in named if one != other
    )


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
    notices += _told_of(works)
    first = works[0][1]
    chapters: list[ParsedChapter] = []
    comments: list[ParsedComment] = []
    for name, work in works:
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


def _told_of(works: Sequence[tuple[str, ParsedWork]]) -> list[Remark]:
    """What is told of each, with the files that it is about, unless it is about all of them."""
    about: dict[Remark, list[str]] = {}
    for name, work in works:
        for notice in dict.fromkeys(work.notices):
            about.setdefault(notice, []).append(name.rsplit("/", 1)[-1])
    return [
        notice if len(names) == len(works) else replace(notice, file=_some(names))
        for notice, names in about.items()
    ]


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:NAMED]) + (" …" if len(names) > NAMED else "")


def _title_from(name: str, work: ParsedWork) -> str:
    """A chapter's title from its file: its own title, else the words of the file's name."""
    if work.title and not work.title_is_guess:
        return work.title
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.rsplit("/", 1)[-1])
    words = re.sub(r"^[\W\d_]*(?:(?:chapter|part|ch)[\W\d_]*)?", "", stem, flags=re.IGNORECASE)
    return words.replace("_", " ").strip(" -.")

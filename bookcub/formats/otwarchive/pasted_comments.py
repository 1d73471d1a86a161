"""Comments in the text of a page: "NAME Sat 07 Mar 2026 09:15PM UTC", then "Comment Actions"."""

import re
from dataclasses import dataclass, field

from bookcub.formats.html import cleaning
from bookcub.formats.html.blocks import joined
from bookcub.formats.story.parsed import ParsedComment
from bookcub.formats.story.remarks import Remark, remark
from bookcub.formats.story.times import read_time
from bookcub.formats.typed.paragraphs import read_typed

_TIME = (
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+)?\d{1,2}\s+[A-Z][a-z]{2}[a-z]*\s+\d{4}\s+"
    r"\d{1,2}:\d{2}\s*(?:[AP]M)?(?:\s+(?:[A-Z]{1,5}|[+-]\d{2}(?::?\d{2})?))?"
)
_BYLINE = re.compile(
    rf"(?P<name>\S.{{0,200}}?)(?P<guest>\s+\(Guest\))?(?:\s+on Chapter (?P<chapter>\d{{1,5}}))?"
    rf"\s+(?P<time>{_TIME})"
)
_EDITED = re.compile(rf"Last Edited\s+(?P<time>{_TIME})", re.IGNORECASE)
_ACTIONS = "Comment Actions"
_ACTION = re.compile(
    r"Reply|Thread|Parent Thread|Edit|Delete|Spam|Freeze Thread|Unfreeze Thread|Hide Comment|"
    r"Block|Mute|Ignore|(?:·|\||•|\s)+"
)
_DELETED = re.compile(r"\(?Previous comment deleted\.?\)?", re.IGNORECASE)


@dataclass(slots=True)
class _CommentBeingRead:
    """A comment being read."""

    match: re.Match[str] | None
    words: list[str] = field(default_factory=list)
    edited: str = ""
    is_over: bool = False


def first_line(lines: list[str], start: int) -> int:
    """The line of the first comment after `start`; the number of lines if there is none.

    A byline counts only if "Comment Actions" follows before the next byline, so that a story in
    which somebody writes a date keeps it.
    """
    for place in range(start, len(lines)):
        if _DELETED.fullmatch(lines[place]):
            return place
        if _byline(lines[place]) is None:
            continue
        for line in lines[place + 1 :]:
            if line == _ACTIONS:
                return place
            if _byline(line):
                break
    return len(lines)


def read(
    lines: list[str], *, chapter: int | None
) -> tuple[tuple[ParsedComment, ...], list[Remark]]:
    """All comments in order, and what to tell about them. Text does not say who answers whom."""
    talks: list[_CommentBeingRead] = []
    for place, line in enumerate(lines):
        match = _byline(line)
        if match and _has_actions(lines, place):
            talks.append(_CommentBeingRead(match))
        elif _DELETED.fullmatch(line):
            talks.append(_CommentBeingRead(None, is_over=True))
        elif talks:
            _go_on(talks[-1], line)
    comments = tuple(_comment(talk, place, chapter) for place, talk in enumerate(talks, start=1))
    return comments, _notices(comments)


def _byline(line: str) -> re.Match[str] | None:
    return None if _EDITED.fullmatch(line) else _BYLINE.fullmatch(line)


def _has_actions(lines: list[str], place: int) -> bool:
    """Every byline has its "Comment Actions" before the next one."""
    for line in lines[place + 1 :]:
        if line == _ACTIONS:
            return True
        if _byline(line):
            return False
    return False


def _go_on(talk: _CommentBeingRead, line: str) -> None:
    if edited := _EDITED.fullmatch(line):
        talk.edited = edited["time"]
    elif line == _ACTIONS:
        talk.is_over = True
    elif not talk.is_over:
        talk.words.append(line)


def _comment(talk: _CommentBeingRead, place: int, chapter: int | None) -> ParsedComment:
    if talk.match is None:
        return ParsedComment(
            source_id=f"place-{place}", name="", html=None, chapter=chapter, is_deleted=True
        )
    match = talk.match
    is_guest = match["guest"] is not None
    html = joined(read_typed("\n".join(talk.words)).blocks) if any(talk.words) else None
    return ParsedComment(
        source_id=f"place-{place}",
        name=cleaning.line(match["name"]),
        html=None if html is None else cleaning.comment(html, by_guest=is_guest),
        chapter=int(match["chapter"]) if match["chapter"] else chapter,
        written_at=read_time(match["time"]),
        written_as=match["time"],
        edited_at=read_time(talk.edited) if talk.edited else None,
        is_guest=is_guest,
    )


def _notices(comments: tuple[ParsedComment, ...]) -> list[Remark]:
    notices = []
    silent = sum(comment.html is None and not comment.is_deleted for comment in comments)
    if silent:
        which = "all-comments" if silent == len(comments) else "comments"
        notices.append(
            remark("comment-without-words" if silent == 1 else f"{which}-without-words", silent)
        )
    if len(comments) > 1:
        notices.append(remark("answers-unknown"))
    if any(comment.written_at is None and not comment.is_deleted for comment in comments):
        notices.append(remark("times-unknown"))
    return notices

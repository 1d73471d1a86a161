"""Comment threads on an otwarchive page: who, when, what, and under which other comment."""

import re
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser

from bookcub.formats.html import cleaning
from bookcub.formats.html.markup import (
    Node,
    attribute,
    children,
    classes,
    drop,
    first,
    inner,
    text_of,
)
from bookcub.formats.story import addresses
from bookcub.formats.story.parsed import ParsedComment
from bookcub.formats.story.remarks import Remark, remark
from bookcub.formats.story.times import read_time

_DELETED = re.compile(r"^\W*previous comment deleted", re.IGNORECASE)
_MORE = re.compile(r"(\d+) more comments? in this thread", re.IGNORECASE)


def comments_of(
    page: LexborHTMLParser, *, chapter: int | None
) -> tuple[tuple[ParsedComment, ...], list[Remark]]:
    """All comments on the page, in order, and what to tell about those that are not on it.

    `chapter` is where comments belong that do not name a chapter themselves.
    """
    place = first(page, "#comments_placeholder", "#feedback")
    top = first(place, "ol.thread")
    comments: list[ParsedComment] = []
    seen: set[str] = set()
    hidden = 0
    # A list of lists still to read, not recursion: threads are as deep as people are stubborn.
    pending: list[tuple[Node, str | None]] = []
    while top is not None:
        if top.tag == "ol" and "thread" in classes(top):
            pending.append((top, None))
        top = top.next
    pending.reverse()
    while pending:
        listing, parent = pending.pop()
        deeper: list[tuple[Node, str | None]] = []
        previous = parent
        for item in children(listing):
            if item.tag == "ol":
                deeper.append((item, previous))
                continue
            if more := _MORE.search(_own_text(item)):
                hidden += int(more[1])
                continue
            replies = [node for node in children(item) if node.tag == "ol"]
            if attribute(item, "id").startswith("comment_") or "comment" in classes(item):
                comment = _comment(item, (parent, chapter), seen)
                comments.append(comment)
                previous = comment.source_id
                seen.add(previous)
            deeper += [(reply, previous) for reply in replies]
        pending += reversed(deeper)
    return _in_page_order(comments), _notices(page, place, comments, hidden)


def _own_text(item: Node) -> str:
    """The words of an item that is not a whole comment or a nested thread."""
    return "" if first(item, "ol, blockquote") is not None else text_of(item)


def _in_page_order(comments: list[ParsedComment]) -> tuple[ParsedComment, ...]:
    """Every comment after the one it answers, threads one after another."""
    answers: dict[str | None, list[ParsedComment]] = {}
    for comment in comments:
        answers.setdefault(comment.parent_id, []).append(comment)
    ordered: list[ParsedComment] = []
    stack = list(reversed(answers.get(None, [])))
    while stack:
        comment = stack.pop()
        ordered.append(comment)
        stack += reversed(answers.pop(comment.source_id, []))
    return tuple(ordered)


def _comment(item: Node, belongs: tuple[str | None, int | None], seen: set[str]) -> ParsedComment:
    parent, chapter = belongs
    place = len(seen) + 1
    number = re.search(r"\d{1,18}$", attribute(item, "id"))
    source_id = number[0] if number else f"place-{place}"
    source_id = source_id if source_id not in seen else f"{source_id}-{place}"
    byline = first(item, "h4.byline", ".byline", "h4.heading")
    words = first(item, "blockquote.userstuff", "blockquote")
    if byline is None or (words is None and _DELETED.match(text_of(item))):
        return ParsedComment(
            source_id=source_id, name="", html=None, parent_id=parent, chapter=chapter,
            is_deleted=True,
        )  # fmt: skip
    posted = first(byline, ".posted", ".datetime")
    edited = first(item, "p.edited", ".edited")
    link = first(byline, 'a[href*="/users/"]')
    is_guest = link is None and ("(guest)" in text_of(byline).lower() or not _linked(byline))
    on_chapter = re.search(r"\bon Chapter (\d{1,5})", text_of(byline))
    return ParsedComment(
        source_id=source_id,
        name=_name(byline, link),
        html=None if words is None else _words(words, is_guest=is_guest),
        parent_id=parent,
        chapter=int(on_chapter[1]) if on_chapter else chapter,
        written_at=_time(posted),
        written_as=text_of(posted),
        edited_at=_time(edited),
        is_guest=is_guest,
        profile_url=addresses.canonical(attribute(link, "href")),
    )


def _linked(byline: Node) -> bool:
    return first(byline, "a[href]") is not None


def _words(node: Node, *, is_guest: bool) -> str:
    drop(node, "script, style")
    return cleaning.comment(inner(node), by_guest=is_guest)


def _name(byline: Node, link: Node | None) -> str:
    if link is not None:
        return cleaning.line(text_of(link))
    drop(byline, ".posted, .datetime, .parent, .role, .landmark")
    name = re.sub(r"\s*\(Guest\)\s*$", "", text_of(byline), flags=re.IGNORECASE)
    return cleaning.line(re.sub(r"\s+on Chapter \d+\s*$", "", name))


def _time(node: Node | None) -> datetime | None:
    zone = attribute(first(node, "abbr.timezone"), "title")
    return None if node is None else read_time(text_of(node), zone)


def _notices(
    page: LexborHTMLParser, place: Node | None, comments: list[ParsedComment], hidden: int
) -> list[Remark]:
    notices = []
    if hidden:
        notices.append(remark("some-comments-elsewhere", hidden))
    elif comments and first(place, "ol.pagination") is not None:
        notices.append(remark("comments-elsewhere"))
    if not comments:
        told = re.sub(r"\D", "", text_of(first(page, "dl.stats dd.comments")))
        if told.isdigit() and int(told) > 0:
            notices.append(remark("comments-not-on-page", int(told)))
    if any(comment.written_at is None and not comment.is_deleted for comment in comments):
        notices.append(remark("times-unknown"))
    if any(comment.is_deleted for comment in comments):
        notices.append(remark("deleted-comments"))
    return notices

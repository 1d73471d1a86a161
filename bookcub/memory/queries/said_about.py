"""What somebody was talking about: of a line the question and the passage that lay open, of a reply what it answers.

All of it only as far as whoever looks may see it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext

from bookcub.comments.models import Comment
from bookcub.core.text import plain
from bookcub.meetings.models import Line, LineKind
from bookcub.meetings.queries.lines import BOOK_CLOSED
from bookcub.memory.queries.hits import visible_comments, writer_of
from bookcub.people.models import User
from bookcub.web.covers import plain_under_cover

LONGEST = 140  # characters


@dataclass(frozen=True, slots=True)
class SaidAbout:
    """In a sentence, or in the words of the book."""

    sentence: str = ""
    quote: str = ""


def talked_about(person: User, lines: Collection[int]) -> dict[int, SaidAbout]:
    """By line: the question that was brought up before it, and the passage that lay open. Two queries at most."""
    rows = Line.objects.filter(pk__in=lines, kind__in=[LineKind.SAID, LineKind.HANDS])
    said = list(rows.only("meeting", "number", "kind")) if lines else []
    shut = Q(kind=LineKind.ROOM, html=BOOK_CLOSED)
    turns = Line.objects.visible_to(person).filter(
        Q(kind__in=[LineKind.BOOK, LineKind.TOPIC]) | shut,
        meeting__in={line.meeting_id for line in said},
    )
    by_meeting: dict[int, list[Line]] = defaultdict(list)
    for turn in turns.only("meeting", "number", "kind", "html", "quote") if said else ():
        by_meeting[turn.meeting_id].append(turn)
    return {line.pk: _as_it_stood(line, by_meeting[line.meeting_id]) for line in said}


def _as_it_stood(line: Line, turns: Iterable[Line]) -> SaidAbout:
    """As in the room: a passage lies open until it is closed, or another question is brought up."""
    question = quote = ""
    for turn in turns:
        if turn.number > line.number:
            break
        if turn.kind == LineKind.BOOK:
            quote = turn.quote
        elif turn.kind == LineKind.ROOM or question:
            quote = ""
        if turn.kind == LineKind.TOPIC:
            question = plain(turn.html)
    told = gettext("On the question “%(question)s”") % {"question": _short(question)}
    return SaidAbout(told if question else "", quote)


def replied_to(person: User, comments: Collection[int]) -> dict[int, SaidAbout]:
    """By reply: what it answers, and the passage that its thread is about. Two queries at most."""
    rows = Comment.objects.filter(pk__in=comments, parent__isnull=False)
    replies = list(rows.only("parent", "thread")) if comments else []
    pks = {pk for reply in replies for pk in (reply.parent_id, reply.thread_id) if pk}
    answered = visible_comments(person).filter(pk__in=pks).with_people()
    told = answered.select_related("passage", "work") if pks else ()
    heard: Mapping[int, Comment] = {comment.pk: comment for comment in told}
    return {
        reply.pk: SaidAbout(
            _answered(heard.get(reply.parent_id or 0)), _quote(heard.get(reply.thread_id or 0))
        )
        for reply in replies
    }


def _answered(comment: Comment | None) -> str:
    words = _short(plain_under_cover(comment.html)) if comment else ""
    if comment is None or not words:
        return ""
    return gettext("To %(name)s: “%(words)s”") % {"name": writer_of(comment), "words": words}


def _quote(comment: Comment | None) -> str:
    passage = getattr(comment, "passage", None)
    return passage.exact if passage else ""


def _short(words: str) -> str:
    return Truncator(" ".join(words.split())).chars(LONGEST)
